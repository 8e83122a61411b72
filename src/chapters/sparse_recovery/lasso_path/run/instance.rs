//! One instance of the problem, and the picture of it.

use faer::{ColRef, Mat};
use rand::Rng as _;
use rand_distr::StandardNormal;

use super::super::{Config, Picture, outcome::STEPS};
use crate::{
    data::{
        sparse_signals::{gaussian_matrix, sparse_signal},
        streams::stream,
    },
    ground::pixels::Pixels,
    math::vectors::largest,
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

/// A picture has no more entries.
const MOST_ENTRIES: usize = 26_000;

impl Picture {
    /// Paints an instance and the LASSO's solution of it.
    pub(super) fn paint(instance: &Instance, lasso: &[f64]) -> Self {
        let (m, n) = (instance.a.nrows(), instance.a.ncols());
        let stride = (1..n).find(|s| m.div_ceil(*s) * n.div_ceil(*s) <= MOST_ENTRIES).unwrap_or(n);
        let rows = (0..m).step_by(stride);
        let entries: Vec<f64> = rows.flat_map(|i| (0..n).step_by(stride).map(move |j| instance.a[(i, j)])).collect();
        let thinned = |values: &[f64]| values.iter().copied().step_by(stride).collect::<Vec<_>>();
        let peak = |values: &[f64]| largest(values.iter().map(|value| value.abs()));
        let scale = peak(&instance.truth);
        Self {
            stride,
            columns: n.div_ceil(stride),
            matrix: in_steps(&entries, peak(&entries)),
            measured: in_steps(&thinned(&instance.y), peak(&instance.y)),
            truth: in_steps(&thinned(&instance.truth), scale),
            lasso: in_steps(&thinned(lasso), scale),
        }
    }
}

/// The values in steps of `peak`/4. What is not zero is at least a step away from it, or a picture would lose it.
fn in_steps(values: &[f64], peak: f64) -> Pixels {
    let steps = f64::from(STEPS);
    let step = |value: f64| (value.abs() / peak * steps).round().clamp(1.0, steps).copysign(value);
    let byte = |&value: &f64| if value == 0.0 { STEPS } else { (steps + step(value)) as u8 };
    values.iter().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::{Config, Instance, Picture};
    use crate::{figure::Settings as _, ground::scale::Scale, math::sparse::support::support};
    use approx::assert_relative_eq;

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

    /// Second road: the picture's bytes, entry by entry.
    #[test]
    fn a_picture_shows_what_is_zero_and_the_signs_of_what_is_not() {
        let config = Config { m: 200, n: 300, k: 12, ..Config::at(Scale::Quick) };
        let instance = Instance::draw(&config, 1);
        let picture = Picture::paint(&instance, &instance.truth);
        assert_eq!((picture.stride, picture.columns), (2, 150));
        assert_eq!(picture.truth.0.len(), 150);
        for (byte, x) in picture.truth.0.iter().zip(instance.truth.iter().step_by(2)) {
            assert_eq!(byte.cmp(&4), x.total_cmp(&0.0), "{byte} for {x}");
        }
        assert_eq!(picture.matrix.0.len(), 100 * 150);
        assert_eq!((picture.matrix.0.iter().max(), picture.lasso), (Some(&8), picture.truth));
    }
}
