//! How many samples of a curve it takes to leave no stretch of it without one.

/// The samples that fall on a stretch of `aperture` on average, of `samples` on a length of `length`, in the same unit.
///
/// ```text
/// N w / ℓ                                                   book eq. aperture-samples
/// ```
#[must_use]
pub fn samples_per_aperture(samples: f64, aperture: f64, length: f64) -> f64 {
    samples * aperture / length
}

/// The number N of random samples of closed curves of the whole length `length` with which one gap longer than `aperture`
/// is left on average.
///
/// ```text
/// N (1 − w/ℓ)^(N−1) = 1,  the larger N; nearly N = (ℓ/w) ln N
/// ```
///
/// Each of the N gaps is longer than w if none of the other N − 1 samples falls on the w after its sample. `aperture` is less
/// than a sixth of `length`. Independent of where the curves are cut, up to the gaps that cross from one to the other.
///
/// Source: the expectation; for the distribution of the longest gap, Feller II, I.9.
///
/// # Panics
///
/// If the aperture is not positive and below a sixth of the length.
#[must_use]
pub fn samples_without_gap(aperture: f64, length: f64) -> f64 {
    let part = aperture / length;
    assert!(part > 0.0 && part < 1.0 / 6.0, "an aperture of {aperture} on {length}");
    let excess = |samples: f64| samples.ln() + (samples - 1.0) * (-part).ln_1p();
    // The excess is largest at 1/part, positive there, and falls beyond.
    let (mut low, mut high) = (part.recip(), 100.0 * part.recip().powi(2));
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if excess(middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use approx::assert_abs_diff_eq;
    use rand::Rng;

    use super::{samples_per_aperture, samples_without_gap};
    use crate::data::streams::stream;

    /// Second road: gaps of random points on a circle, counted.
    #[test]
    fn one_gap_is_left_on_average() {
        let mut rng = stream(4, "gaps");
        let aperture = 0.05;
        let samples = samples_without_gap(aperture, 1.0).round() as usize;
        let draws = 4_000;
        let mut gaps = 0;
        for _ in 0..draws {
            let mut places: Vec<f64> = (0..samples).map(|_| rng.r#gen()).collect();
            places.sort_by(f64::total_cmp);
            places.push(places[0] + 1.0);
            gaps += places.windows(2).filter(|pair| pair[1] - pair[0] > aperture).count();
        }
        // Nearly a Poisson count of mean 1: a standard error of 0.016; four of them, and N rounded to a whole: 0.03.
        assert_abs_diff_eq!(gaps as f64 / f64::from(draws), 1.0, epsilon = 0.095);
        assert_abs_diff_eq!(samples_per_aperture(40.0, 0.1, 8.0), 0.5, epsilon = 1e-15);
    }

    /// Limit: N w/ℓ nears ln N as the aperture shrinks.
    #[test]
    fn the_number_nears_its_logarithmic_form() {
        for aperture in [1e-3, 1e-5] {
            let samples = samples_without_gap(aperture, 1.0);
            // The terms left out are of relative order w.
            assert_abs_diff_eq!(samples * aperture / samples.ln(), 1.0, epsilon = 2.0 * aperture);
        }
    }
}
