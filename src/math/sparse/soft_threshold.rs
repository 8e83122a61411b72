//! Soft thresholding: the shrinkage that an ℓ₁ penalty asks for.

// ANCHOR: soft_threshold
/// The point nearest to zero among those within `t` of `z`: the proximal map of t|x|.
///
/// ```text
/// S_t(z) = argmin_x ½(x − z)² + t|x| = sign(z) · max(|z| − t, 0)          book eq. soft-threshold
/// ```
///
/// Any `z` and `t ≥ 0`, in the same unit; so is the result, never longer than `z` and of its sign.
///
/// Source: Donoho & Johnstone 1994, §2.1; as a proximal map, Beck & Teboulle 2009, eq. 1.5.
#[must_use]
pub fn soft_threshold(z: f64, t: f64) -> f64 {
    (z.abs() - t).max(0.0).copysign(z)
}
// ANCHOR_END: soft_threshold

#[cfg(test)]
mod tests {
    use super::soft_threshold;
    use approx::assert_abs_diff_eq;

    /// Second road: the minimum it is defined by, searched on a fine grid.
    #[test]
    fn soft_threshold_minimises_its_objective() {
        for (z, t) in [(2.0, 0.5), (-2.0, 0.5), (0.3, 0.5), (-0.5, 0.5), (1.5, 0.0)] {
            let objective = |x: f64| 0.5 * (x - z).powi(2) + t * x.abs();
            let best =
                (-4000..=4000).map(|i| f64::from(i) / 1000.0).min_by(|a, b| objective(*a).total_cmp(&objective(*b)));
            // The grid's spacing.
            assert_abs_diff_eq!(soft_threshold(z, t), best.unwrap(), epsilon = 1e-3);
        }
    }
}
