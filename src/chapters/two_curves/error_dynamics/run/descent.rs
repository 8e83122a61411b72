//! One network's training, and what the linear flows say of it.

use std::ops::ControlFlow;

use anyhow::{Result, ensure};
use faer::Mat;

use crate::{
    chapters::two_curves::{error_dynamics::Config, network_size::NetworkSize},
    data::sphere_curves::CurvePair,
    ground::device::{DeviceError, DeviceKind},
    math::{
        kernel::{
            linear_flow::LinearFlow,
            matrix::{angle_between, kernel_matrix},
            tangent::iterated_angles,
        },
        vectors::{distance, largest, norm},
    },
    nn::{Descent, Matrix, Network, ReluNetwork, Stretch},
};

/// What the networks of one depth and width are to learn, and what a wide one would do.
///
/// Time is in units of 2/(nL), so that the kernel of the flow is Θ/(nL/2), which is K/L in the limit.
pub(super) struct Problem {
    pub(super) depth: usize,
    pub(super) width: usize,
    /// The times of the checkpoints, from 0.
    pub(super) times: Vec<f64>,
    samples: Matrix,
    labels: Matrix,
    /// The part of the last layer in its limit, the cosine of the angle after all layers, in the units of the kernel: `[N, N]`.
    pub(super) last_layer: Mat<f64>,
    /// The Frobenius norm of K/L between the samples.
    pub(super) hidden_norm: f64,
    /// The flow of the analytic kernel.
    pub(super) analytic: LinearFlow,
    /// The largest product of a step and the first rate.
    step: f64,
}

/// What came of one network.
pub(super) struct Trial {
    /// ζ at each checkpoint: `[checkpoints, N]`.
    pub(super) errors: Vec<Vec<f64>>,
    /// The flow of the kernel at the start.
    pub(super) flow: LinearFlow,
    /// The largest distance of ζ from the flow of the kernel at the start, in units of ‖ζ₀‖.
    pub(super) empirical: f64,
    /// The same with the analytic kernel.
    pub(super) analytic: f64,
    /// The largest change of Θ, in units of ‖Θ₀‖, in the Frobenius norm.
    pub(super) drift: f64,
    /// ‖ζ‖/‖ζ₀‖ at the end.
    pub(super) left: f64,
    /// What steps of half the size change, where it was asked.
    pub(super) halving: Option<f64>,
}

impl Problem {
    /// `times`: of the checkpoints.
    pub(super) fn new(size: NetworkSize, times: &[f64], config: &Config) -> Self {
        let NetworkSize { depth, width } = size;
        let half = config.samples / 2;
        let points = CurvePair { upper: config.curve }.points(half, 0.0);
        let labels = CurvePair::labels(half);
        let unit = (depth * width) as f64 / 2.0;
        let after_all = |i: usize, j: usize| {
            let angles = iterated_angles(angle_between(&points[i], &points[j]), depth + 1);
            angles.last().map_or(1.0, f64::cos) / unit
        };
        let last_layer = Mat::from_fn(config.samples, config.samples, after_all);
        let hidden = kernel_matrix(&points, depth);
        let kernel =
            Mat::from_fn(config.samples, config.samples, |i, j| hidden[(i, j)] / depth as f64 + last_layer[(i, j)]);
        Self {
            depth,
            width,
            times: times.to_vec(),
            samples: Matrix::from_points(&points),
            labels: Matrix::from_fn(config.samples, 1, |i, _| labels[i] as f32),
            last_layer,
            hidden_norm: hidden.norm_l2() / depth as f64,
            analytic: LinearFlow::new(kernel.as_ref()),
            step: config.step,
        }
    }

    /// A network with weights from `seed`.
    fn network(&self, seed: u64, device: DeviceKind) -> Result<Network<ReluNetwork>> {
        Ok(Network::new(ReluNetwork::new(self.samples.columns(), self.width, self.depth), device, seed)?)
    }

    /// Θ of the hidden layers between the samples, in units of nL/2.
    fn kernel(&self, network: &Network<ReluNetwork>) -> Result<Mat<f64>, DeviceError> {
        let kernel = network.tangent_kernel(&self.samples)?;
        let unit = (self.depth * self.width) as f64 / 2.0;
        Ok(Mat::from_fn(kernel.rows(), kernel.rows(), |i, j| f64::from(kernel.row(i)[j]) / unit))
    }

    /// f − y.
    fn error(&self, network: &Network<ReluNetwork>) -> Result<Vec<f64>, DeviceError> {
        let outputs = network.apply(&self.samples)?;
        Ok(outputs.values().iter().zip(self.labels.values()).map(|(f, y)| f64::from(f - y)).collect())
    }

    /// Trains `network` by gradient descent; `visit` sees it at each checkpoint after the start.
    ///
    /// Each stretch between checkpoints is cut into equal steps, whose time times `first_rate` is no more than the
    /// setting, divided by `parts`. The mean of ζ² has the gradient (2/N) Σ ζ ∇f, so a step of rate η is a time 2η of the
    /// flow, which is nLη in its units.
    fn descend(
        &self,
        network: &mut Network<ReluNetwork>,
        first_rate: f64,
        parts: usize,
        visit: &mut dyn FnMut(&Network<ReluNetwork>) -> Result<(), DeviceError>,
    ) -> Result<()> {
        let stretch = |pair: &[f64]| {
            let time = pair[1] - pair[0];
            let steps = ((time * first_rate / self.step).ceil() as usize).max(1) * parts;
            Stretch { steps, rate: time / steps as f64 / (self.depth * self.width) as f64 }
        };
        let descent = Descent { inputs: &self.samples, targets: &self.labels };
        let descended = descent.run(network, self.times.windows(2).map(stretch), |network| {
            visit(network)?;
            Ok(ControlFlow::Continue(()))
        })?;
        ensure!(
            !descended.diverged,
            "training a network of {} layers of {} diverged; make `step` smaller than {}",
            self.depth,
            self.width,
            self.step
        );
        Ok(())
    }

    /// Trains the network of `seed` and holds its errors against the two flows.
    pub(super) fn trial(&self, seed: u64, device: DeviceKind) -> Result<Trial> {
        let mut network = self.network(seed, device)?;
        let start = self.kernel(&network)?;
        let flow = LinearFlow::new((&start + &self.last_layer).as_ref());
        let mut errors = vec![self.error(&network)?];
        let mut drifts = Vec::new();
        self.descend(&mut network, flow.rates[0], 1, &mut |network| {
            errors.push(self.error(network)?);
            drifts.push((self.kernel(network)? - &start).norm_l2() / start.norm_l2());
            Ok(())
        })?;
        let from = |flow: &LinearFlow| self.times.iter().map(|&t| flow.after(&errors[0], t)).collect::<Vec<_>>();
        let size = norm(&errors[0]);
        Ok(Trial {
            empirical: largest_distance(&errors, &from(&flow)) / size,
            analytic: largest_distance(&errors, &from(&self.analytic)) / size,
            drift: largest(drifts),
            left: norm(&errors[errors.len() - 1]) / size,
            halving: None,
            flow,
            errors,
        })
    }

    /// The largest ‖ζ − ζ′‖/‖ζ₀‖ where ζ′ is the error of the same network trained in steps of half the size.
    pub(super) fn halving(&self, seed: u64, trial: &Trial, device: DeviceKind) -> Result<f64> {
        let mut network = self.network(seed, device)?;
        let mut errors = vec![self.error(&network)?];
        self.descend(&mut network, trial.flow.rates[0], 2, &mut |network| {
            errors.push(self.error(network)?);
            Ok(())
        })?;
        Ok(largest_distance(&errors, &trial.errors) / norm(&trial.errors[0]))
    }
}

/// The largest distance between two errors at the same time.
fn largest_distance(a: &[Vec<f64>], b: &[Vec<f64>]) -> f64 {
    largest(a.iter().zip(b).map(|(a, b)| distance(a, b)))
}
