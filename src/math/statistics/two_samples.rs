//! How far two samples of points are from each other.

use rand::Rng;
use rand_distr::StandardNormal;

use crate::math::vectors::dot;

/// The sliced Wasserstein distance of order 2 of two samples of as many points, `[N, n]` each: the root mean, over random
/// `directions`, of the mean square difference of the sorted coordinates along a direction.
///
/// ```text
/// SW² = E_u (1/N) Σ_i (⟨u, x⟩₍ᵢ₎ − ⟨u, y⟩₍ᵢ₎)²              book eq. sliced-wasserstein
/// ```
///
/// Source: Rabin, Peyré, Delon & Bernot 2011, eq. 9.
///
/// # Panics
///
/// If the samples are empty or not of one size.
#[must_use]
pub fn sliced_wasserstein(xs: &[Vec<f64>], ys: &[Vec<f64>], directions: usize, rng: &mut impl Rng) -> f64 {
    assert!(!xs.is_empty() && xs.len() == ys.len(), "{} points and {}", xs.len(), ys.len());
    let sorted = |points: &[Vec<f64>], direction: &[f64]| {
        let mut along: Vec<f64> = points.iter().map(|point| dot(point, direction)).collect();
        along.sort_by(f64::total_cmp);
        along
    };
    let mut sum = 0.0;
    for _ in 0..directions {
        let drawn: Vec<f64> = (0..xs[0].len()).map(|_| rng.sample(StandardNormal)).collect();
        let length = dot(&drawn, &drawn).sqrt();
        let direction: Vec<f64> = drawn.iter().map(|x| x / length).collect();
        let pairs = sorted(xs, &direction).into_iter().zip(sorted(ys, &direction));
        sum += pairs.map(|(x, y)| (x - y).powi(2)).sum::<f64>() / xs.len() as f64;
    }
    (sum / directions as f64).sqrt()
}

/// The squared maximum mean discrepancy of two samples, `[N, n]` and `[M, n]`, for the kernel exp(−‖x − y‖²/2h²): unbiased, so
/// that it is about 0, and as often below, if both are of one distribution.
///
/// ```text
/// MMD² = mean_{i≠j} k(xᵢ, xⱼ) + mean_{i≠j} k(yᵢ, yⱼ) − 2 mean_{ij} k(xᵢ, yⱼ)      book eq. mmd
/// ```
///
/// Source: Gretton, Borgwardt, Rasch, Schölkopf & Smola 2012, eq. 3.
///
/// # Panics
///
/// If a sample has fewer than two points.
#[must_use]
pub fn squared_mmd(xs: &[Vec<f64>], ys: &[Vec<f64>], width: f64) -> f64 {
    assert!(xs.len() > 1 && ys.len() > 1, "{} points and {}", xs.len(), ys.len());
    let kernel = |x: &[f64], y: &[f64]| {
        let square: f64 = x.iter().zip(y).map(|(x, y)| (x - y).powi(2)).sum();
        (-square / (2.0 * width * width)).exp()
    };
    let within = |points: &[Vec<f64>]| {
        let pairs = (1..points.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
        let sum: f64 = pairs.map(|(i, j)| kernel(&points[i], &points[j])).sum();
        2.0 * sum / (points.len() * (points.len() - 1)) as f64
    };
    let between: f64 = xs.iter().flat_map(|x| ys.iter().map(move |y| kernel(x, y))).sum();
    within(xs) + within(ys) - 2.0 * between / (xs.len() * ys.len()) as f64
}

#[cfg(test)]
mod tests {
    use approx::assert_abs_diff_eq;
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    use super::{sliced_wasserstein, squared_mmd};
    use crate::data::streams::stream;

    fn normal(count: usize, shift: f64, seed: u64) -> Vec<Vec<f64>> {
        let mut rng = stream(seed, "tests/two samples");
        (0..count).map(|_| (0..2).map(|_| shift + rng.sample::<f64, _>(StandardNormal)).collect()).collect()
    }

    /// Second road: a shift by d is |⟨u, d⟩| along u, whose square is ‖d‖²/n on average.
    #[test]
    fn a_shift_is_seen_at_its_length() {
        let xs = normal(300, 0.0, 1);
        let ys: Vec<Vec<f64>> = xs.iter().map(|x| vec![x[0] + 3.0, x[1]]).collect();
        let found = sliced_wasserstein(&xs, &ys, 4_000, &mut stream(1, "tests/directions"));
        // The square of a cosine has mean ½ and standard deviation √⅛: four standard errors of .0056 of ½, halved by the root.
        assert_abs_diff_eq!(found / (3.0 * 0.5_f64.sqrt()), 1.0, epsilon = 0.023);
        assert_abs_diff_eq!(sliced_wasserstein(&xs, &xs, 5, &mut stream(1, "tests/directions")), 0.0);
    }

    /// Second road: for two unit Gaussians of the plane whose means are d apart the kernel's means are known,
    /// 2 h²/(h² + 2) (1 − exp(−d²/2(h² + 2))).
    #[test]
    fn discrepancy_of_gaussians_is_known() {
        let (shift, width): (f64, f64) = (0.5, 1.0);
        let scale = width * width + 2.0;
        let exact = 2.0 * width * width / scale * (1.0 - (-2.0 * shift * shift / (2.0 * scale)).exp());
        let draws: Vec<f64> =
            (0..40).map(|k| squared_mmd(&normal(200, 0.0, 2 * k), &normal(200, shift, 2 * k + 1), width)).collect();
        let mean = draws.iter().sum::<f64>() / 40.0;
        let deviation = (draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 39.0).sqrt();
        assert_abs_diff_eq!(mean, exact, epsilon = 4.0 * deviation / 40.0_f64.sqrt());
    }
}
