//! One instance of the problem, and the picture of it.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use faer::{ColRef, Mat};
use rand::Rng as _;
use rand_distr::StandardNormal;
use serde::{Deserialize, Serialize};

use super::Config;
use crate::data::{
    sparse_signals::{gaussian_matrix, sparse_signal},
    streams::stream,
};

/// What is measured, how, and what comes of it.
#[derive(Debug)]
pub(super) struct Instance {
    /// A: `[m, n]`.
    pub(super) a: Mat<f64>,
    /// x₀: `[n]`.
    pub(super) truth: Vec<f64>,
    /// The noise w: `[m]`.
    pub(super) noise: Vec<f64>,
    /// y = Ax₀ + w: `[m]`.
    pub(super) y: Vec<f64>,
}

impl Instance {
    /// The instance of this number; each has a stream of its own.
    pub(super) fn draw(config: &Config, number: usize) -> Self {
        let mut rng = stream(config.seed, &format!("lasso path {number}"));
        let a = gaussian_matrix(config.m, config.n, &mut rng);
        let mut truth = sparse_signal(config.n, config.k, &mut rng);
        truth.iter_mut().filter(|x| **x != 0.0).for_each(|x| *x += config.smallest.copysign(*x));
        let noise: Vec<f64> = (0..config.m).map(|_| config.noise * rng.sample::<f64, _>(StandardNormal)).collect();
        let measured = &a * ColRef::from_slice(&truth);
        let y = measured.iter().zip(&noise).map(|(clean, noise)| clean + noise).collect();
        Self { a, truth, noise, y }
    }
}

/// y = Ax₀ + w as colours: whole steps, −4 to 4, of a quarter of what the largest entry measures, as bytes 0 to 8 in
/// base64. Few steps make a small picture: A is noise, and noise cannot be compressed.
#[derive(Debug, Serialize, Deserialize)]
pub struct Picture {
    /// Every how manyeth row, column and entry is shown.
    pub stride: usize,
    /// Columns of the picture of A.
    pub columns: usize,
    /// A, row by row.
    pub matrix: String,
    /// y.
    pub measured: String,
    /// x₀.
    pub truth: String,
    /// The LASSO's solution, in the steps of x₀.
    pub lasso: String,
}

/// Steps of colour on either side of zero.
pub(super) const STEPS: u8 = 4;
/// A picture has no more entries.
const MOST_ENTRIES: usize = 26_000;

impl Picture {
    pub(super) fn of(instance: &Instance, lasso: &[f64]) -> Self {
        let (m, n) = (instance.a.nrows(), instance.a.ncols());
        let stride = (1..n).find(|s| m.div_ceil(*s) * n.div_ceil(*s) <= MOST_ENTRIES).unwrap_or(n);
        let rows = (0..m).step_by(stride);
        let entries: Vec<f64> = rows.flat_map(|i| (0..n).step_by(stride).map(move |j| instance.a[(i, j)])).collect();
        let thinned = |values: &[f64]| values.iter().copied().step_by(stride).collect::<Vec<_>>();
        let largest = |values: &[f64]| values.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
        let scale = largest(&instance.truth);
        Self {
            stride,
            columns: n.div_ceil(stride),
            matrix: encoded(&entries, largest(&entries)),
            measured: encoded(&thinned(&instance.y), largest(&instance.y)),
            truth: encoded(&thinned(&instance.truth), scale),
            lasso: encoded(&thinned(lasso), scale),
        }
    }
}

/// The values in steps of `largest`/4. What is not zero is at least a step away from it, or a picture would lose it.
fn encoded(values: &[f64], largest: f64) -> String {
    let steps = f64::from(STEPS);
    let step = |value: f64| (value.abs() / largest * steps).round().clamp(1.0, steps).copysign(value);
    let byte = |&value: &f64| if value == 0.0 { STEPS } else { (steps + step(value)) as u8 };
    BASE64.encode(values.iter().map(byte).collect::<Vec<u8>>())
}

#[cfg(test)]
mod tests {
    use super::{Instance, Picture};
    use crate::figure::Settings as _;
    use crate::{chapters::sparse_recovery::lasso_path::Config, ground::scale::Scale, math::sparse::support::support};
    use approx::assert_relative_eq;
    use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};

    #[test]
    fn an_instance_has_the_sparsity_the_smallest_size_and_the_noise_asked_for() {
        let config = Config { m: 400, n: 500, k: 40, ..Config::at(Scale::Quick) };
        let instance = Instance::draw(&config, 0);
        let places = support(&instance.truth);
        assert_eq!(places.len(), 40);
        assert!(places.iter().all(|&place| instance.truth[place].abs() >= config.smallest));
        let square: f64 = instance.noise.iter().map(|w| w * w).sum();
        // Of 400 squares the mean has a relative standard deviation of √(2/400) = .07; four of them.
        assert_relative_eq!(square / 400.0, config.noise.powi(2), max_relative = 0.28);
    }

    /// Second road: the picture decoded, entry by entry.
    #[test]
    fn a_picture_shows_what_is_zero_and_the_signs_of_what_is_not() {
        let config = Config { m: 200, n: 300, k: 12, ..Config::at(Scale::Quick) };
        let instance = Instance::draw(&config, 1);
        let picture = Picture::of(&instance, &instance.truth);
        assert_eq!((picture.stride, picture.columns), (2, 150));
        let bytes = |text: &str| BASE64.decode(text).unwrap();
        let truth = bytes(&picture.truth);
        assert_eq!(truth.len(), 150);
        for (byte, x) in truth.iter().zip(instance.truth.iter().step_by(2)) {
            assert_eq!(byte.cmp(&4), x.total_cmp(&0.0), "{byte} for {x}");
        }
        assert_eq!(bytes(&picture.matrix).len(), 100 * 150);
        assert_eq!((bytes(&picture.matrix).iter().max(), picture.lasso), (Some(&8), picture.truth));
    }
}
