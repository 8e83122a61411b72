//! Classes of points around directions that all make one angle.

use faer::{Mat, MatRef};
use rand::Rng;
use rand_distr::StandardNormal;

/// Points with labels.
#[derive(Debug, Clone)]
pub struct LabelledPoints {
    /// `[D, N]`, one point a column.
    pub points: Mat<f64>,
    /// `[N]`, from 0.
    pub labels: Vec<usize>,
}

// ANCHOR: direction_classes
/// K = `count` directions in K dimensions, each two at `angle_rad` in (0, π/2], around the diagonal: `[K, K]`.
///
/// ```text
/// m_k = (e_k + t·1)/‖e_k + t·1‖,   t = (√(1 + Kr) − 1)/K,   r = cos θ/(1 − cos θ)        book eq. class-directions
/// ```
///
/// # Panics
///
/// If there are no directions or the angle is outside of (0, π/2].
#[must_use]
pub fn directions(count: usize, angle_rad: f64) -> Mat<f64> {
    assert!(count > 0 && angle_rad > 0.0 && angle_rad <= std::f64::consts::FRAC_PI_2, "{count} at {angle_rad}");
    let (k, cosine) = (count as f64, angle_rad.cos());
    let shift = ((1.0 + k * cosine / (1.0 - cosine)).sqrt() - 1.0) / k;
    let length = (1.0 + 2.0 * shift + k * shift * shift).sqrt();
    Mat::from_fn(count, count, |i, j| (shift + f64::from(u8::from(i == j))) / length)
}

/// `per_class` points of N(m, σ²I) around each of the `directions` m: `[D, K]`, with σ = `noise`; the first direction's first.
#[must_use]
pub fn around(directions: MatRef<'_, f64>, per_class: usize, noise: f64, rng: &mut impl Rng) -> LabelledPoints {
    let labels: Vec<usize> = (0..directions.ncols()).flat_map(|k| vec![k; per_class]).collect();
    let points = Mat::from_fn(directions.nrows(), labels.len(), |i, j| {
        directions[(i, labels[j])] + noise * rng.sample::<f64, _>(StandardNormal)
    });
    LabelledPoints { points, labels }
}
// ANCHOR_END: direction_classes

#[cfg(test)]
mod tests {
    use super::{around, directions};
    use crate::{data::streams::stream, math::statistics::sampling::SampleMean};
    use approx::assert_abs_diff_eq;

    #[test]
    fn directions_have_length_one_and_the_angle() {
        for (count, angle) in [(2, 0.3), (3, 1.0), (5, std::f64::consts::FRAC_PI_2)] {
            let found = directions(count, angle);
            let gram = found.transpose() * &found;
            for i in 0..count {
                for j in 0..count {
                    let expected = if i == j { 1.0 } else { angle.cos() };
                    assert_abs_diff_eq!(gram[(i, j)], expected, epsilon = 1e-14);
                }
            }
        }
    }

    #[test]
    fn points_lie_around_their_direction() {
        let middle = directions(3, 0.8);
        let drawn = around(middle.as_ref(), 2_000, 0.2, &mut stream(1, "points"));
        assert_eq!((drawn.labels[0], drawn.labels[1_999], drawn.labels[2_000]), (0, 0, 1));
        // Four standard errors.
        let off: Vec<f64> = (2_000..4_000).map(|j| drawn.points[(0, j)] - middle[(0, 1)]).collect();
        assert!(SampleMean::from_draws(&off).deviation_from(0.0) < 4.0);
        let squares: Vec<f64> = off.iter().map(|x| x * x).collect();
        assert!(SampleMean::from_draws(&squares).deviation_from(0.04) < 4.0);
    }
}
