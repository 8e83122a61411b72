//! Random coefficients and directions.

use rand::Rng;
use rand_distr::StandardNormal;

use crate::math::vectors::norm;

/// Bernoulli–Gaussian coefficients x, `[count, n]`: each entry Gaussian with probability `theta`, else 0.
///
/// A number is drawn for an entry that is 0, too: another θ below 1 leaves the values of the entries as they are.
pub(super) fn coefficients(count: usize, n: usize, theta: f64, rng: &mut impl Rng) -> Vec<Vec<f64>> {
    let mut entry = || {
        let (keep, value) = (rng.gen_bool(theta), rng.sample::<f64, _>(StandardNormal));
        if keep { value } else { 0.0 }
    };
    (0..count).map(|_| (0..n).map(|_| entry()).collect()).collect()
}

/// A unit vector, uniform on the sphere: `[n]`.
pub(super) fn direction(n: usize, rng: &mut impl Rng) -> Vec<f64> {
    let vector: Vec<f64> = (0..n).map(|_| rng.sample::<f64, _>(StandardNormal)).collect();
    let length = norm(&vector);
    vector.into_iter().map(|x| x / length).collect()
}
