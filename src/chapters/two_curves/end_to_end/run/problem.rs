//! Two waves on the sphere, samples of them, and one training.

use std::{cmp::Ordering::Greater, f64::consts::TAU, ops::ControlFlow};

use anyhow::Result;
use faer::ColRef;
use rand::Rng as _;

use crate::{
    chapters::two_curves::end_to_end::{
        Config, Pair,
        config::{Place, STRETCH},
    },
    data::{
        sphere_curves::{Jet, SphereCurve},
        streams::stream,
    },
    ground::device::DeviceKind,
    math::{
        curves::{curvature::geodesic_curvature, golden_section::maximum, separation::separation},
        kernel::{
            descent::KernelDescent,
            matrix::{kernel_between, kernel_matrix},
        },
        vectors::largest,
    },
    nn::{Descent, Matrix, Network, ReluNetwork, Stretch},
};

impl Pair {
    /// The two waves at this distance along the meridian.
    pub(super) fn measure(config: &Config, along_meridian_rad: f64) -> Self {
        let both = curves(config, along_meridian_rad);
        let [upper, lower] = both.map(|curve| move |theta| curve.jet(theta).point);
        let bend = |curve: SphereCurve| {
            let curvature = |theta| {
                let Jet { point, velocity, acceleration } = curve.jet(theta);
                geodesic_curvature(&point, &velocity, &acceleration)
            };
            maximum(curvature, 0.0..TAU, GRID)
        };
        let separation_rad = separation(upper, lower, GRID);
        Self { along_meridian_rad, separation_rad, curvature: largest(both.map(bend)) }
    }
}

impl Place {
    /// The seed of a network, of its own for every place, depth and trial.
    fn network_seed(&self, depth: usize, trial: usize, seed: u64) -> u64 {
        let Self { separation_rad, width, samples } = self;
        let purpose = format!(
            "end to end, network, separation {separation_rad}, L = {depth}, n = {width}, N = {samples}, trial {trial}"
        );
        stream(seed, &purpose).r#gen()
    }
}

/// One training and its test.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trial {
    /// Whether the error on the samples reached the goal.
    pub fitted: bool,
    /// Whether the loss became no finite number.
    pub diverged: bool,
    /// Steps taken until training ended.
    pub steps: usize,
    /// The share of test points with a wrong label.
    pub wrong: f64,
}

/// Points of 𝓜₊, then of 𝓜₋, with the labels +1 and −1.
pub(super) struct Labelled {
    pub points: Vec<Vec<f64>>,
    pub labels: Vec<f64>,
}

/// Even steps of θ from which the curvature and the separation are sought: dozens for each of the most waves.
const GRID: usize = 720;

/// 𝓜₊ and 𝓜₋: waves about the latitudes ± half of `separation_rad`, in phase.
pub(super) fn curves(config: &Config, separation_rad: f64) -> [SphereCurve; 2] {
    let (amplitude_rad, frequency) = (config.amplitude_rad, config.frequency);
    [0.5, -0.5].map(|half| SphereCurve::Winding { latitude_rad: half * separation_rad, amplitude_rad, frequency })
}

impl Labelled {
    /// Points at these shares of each curve's length.
    fn at(curves: &[SphereCurve; 2], shares: [Vec<f64>; 2]) -> Self {
        let (mut points, mut labels) = (Vec::new(), Vec::new());
        for ((curve, shares), label) in curves.iter().zip(shares).zip([1.0, -1.0]) {
            points.extend(curve.angles_at(&shares).into_iter().map(|theta| curve.jet(theta).point));
            labels.resize(points.len(), label);
        }
        Self { points, labels }
    }

    /// `count` points of both curves together, half on each, drawn uniformly. The same shares of the length in every cell of
    /// the same `trial` and `count`.
    pub(super) fn samples(curves: &[SphereCurve; 2], count: usize, trial: usize, seed: u64) -> Self {
        let mut rng = stream(seed, &format!("end to end, {count} samples, trial {trial}"));
        let shares = [(); 2].map(|()| (0..count / 2).map(|_| rng.r#gen::<f64>()).collect());
        Self::at(curves, shares)
    }

    /// `count` points of both curves together, half on each, at even steps of arc length.
    pub(super) fn dense(curves: &[SphereCurve; 2], count: usize) -> Self {
        let half = count / 2;
        Self::at(curves, [(); 2].map(|()| (0..half).map(|i| (i as f64 + 0.5) / half as f64).collect()))
    }

    /// The share of points whose label is not the sign of `values`.
    fn wrong(&self, values: impl Iterator<Item = f64>) -> f64 {
        // A value that is no number has no sign: it is wrong.
        let wrong =
            values.zip(&self.labels).filter(|(value, label)| (value * *label).partial_cmp(&0.0) != Some(Greater));
        wrong.count() as f64 / self.labels.len() as f64
    }
}

/// A network to be trained: where it stands, and which of its cell's it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trainee {
    pub place: Place,
    pub depth: usize,
    pub trial: usize,
}

/// What a network learns from, and what it is tested on.
#[derive(Clone, Copy)]
pub(super) struct Data<'a> {
    pub samples: &'a Labelled,
    pub test: &'a Labelled,
}

/// A network trained on samples by gradient descent on the square loss, all samples in every step, and its test.
pub(super) fn train(
    Trainee { place, depth, trial }: Trainee,
    Data { samples, test }: Data<'_>,
    config: &Config,
    device: DeviceKind,
) -> Result<(Network<ReluNetwork>, Trial)> {
    let model = ReluNetwork::new(3, place.width, depth);
    let mut network = Network::new(model, device, place.network_seed(depth, trial, config.seed))?;
    let inputs = Matrix::from_points(&samples.points);
    let targets = Matrix::from_fn(inputs.rows(), 1, |row, _| samples.labels[row] as f32);
    let stretch = Stretch { steps: STRETCH, rate: network.rate_by_kernel(&inputs, config.rate)? };
    let stretches = std::iter::repeat_n(stretch, config.steps.div_ceil(STRETCH));
    let mut fitted = false;
    let descent = Descent { inputs: &inputs, targets: &targets };
    let descended = descent.run(&mut network, stretches, |network| {
        let errors = network.apply(&inputs)?;
        let square = |(value, label): (&f32, &f64)| (f64::from(*value) - label).powi(2);
        let mean = errors.values().iter().zip(&samples.labels).map(square).sum::<f64>() / inputs.rows() as f64;
        fitted = mean <= config.goal;
        Ok(if fitted { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    let values = network.apply(&Matrix::from_points(&test.points))?;
    let wrong = test.wrong(values.values().iter().copied().map(f64::from));
    Ok((network, Trial { fitted, diverged: descended.diverged, steps: descended.steps, wrong }))
}

/// The same in the infinite-width limit, from a function that is zero: descent under the analytic kernel.
pub(super) fn train_limit(depth: usize, data: Data<'_>, config: &Config) -> Trial {
    let Data { samples, test } = data;
    let kernel = kernel_matrix(&samples.points, depth);
    let descent = KernelDescent::new(kernel.as_ref(), &samples.labels, config.rate);
    let steps = descent.steps_to(config.goal, config.steps);
    let coefficients = descent.coefficients(steps);
    let between = kernel_between(&test.points, &samples.points, depth);
    let values = &between * ColRef::from_slice(&coefficients);
    let fitted = descent.mean_square(steps) <= config.goal;
    Trial { fitted, diverged: false, steps, wrong: test.wrong(values.iter().copied()) }
}

#[cfg(test)]
mod tests {
    use super::{Labelled, curves};
    use crate::{chapters::two_curves::end_to_end::Config, figure::Settings as _, ground::scale::Scale};

    /// Samples at the same shares of the length: pairs of curves are compared on the same draws. They are on their curves,
    /// half on each, and as draws from a uniform distribution they are not even.
    #[test]
    fn samples_are_drawn_on_both_curves_and_do_not_change_with_the_separation() {
        let config = Config { amplitude_rad: 0.0, ..Config::at(Scale::Quick) };
        let draw = |separation| Labelled::samples(&curves(&config, separation), 40, 1, 7);
        let (near, far) = (draw(0.2), draw(0.8));
        for ((a, b), label) in near.points.iter().zip(&far.points).zip(&near.labels) {
            // Circles: the same longitude, at half of the separation from the equator.
            assert!((a[1].atan2(a[0]) - b[1].atan2(b[0])).abs() < 1e-9);
            assert!((a[2] - label * 0.1_f64.sin()).abs() < 1e-12);
        }
        assert_eq!(near.labels.iter().filter(|label| **label > 0.0).count(), 20);
        assert_ne!(near.points, Labelled::samples(&curves(&config, 0.2), 40, 2, 7).points);
    }
}
