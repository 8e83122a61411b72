//! A pair of curves on a grid: its label's certificates at every depth.

use serde::{Deserialize, Serialize};

use super::{Config, Decay, decay};
use crate::{
    data::sphere_curves::CurvePair,
    math::kernel::{
        certificate::Spectrum,
        mirror_operator::{MirrorKernel, Modes, Parity},
    },
};

/// Certificates of the label of one pair.
#[derive(Debug, Serialize, Deserialize)]
pub struct Pair {
    /// What the curves are.
    pub name: String,
    /// The length of one of the two, radians.
    pub length_rad: f64,
    /// One entry a depth.
    pub by_depth: Vec<AtDepth>,
    /// What the certificates promise, and what happens, at the shallowest and at the deepest network.
    pub decays: Vec<Decay>,
    /// The certificates along the upper curve, of the same two.
    pub along: Vec<Along>,
}

/// The label's certificates at one depth.
#[derive(Debug, Serialize, Deserialize)]
pub struct AtDepth {
    /// Hidden layers L.
    pub depth: usize,
    /// The mean rate ⟨y, Θ y⟩ at which the kernel acts on the label.
    pub rate: f64,
    /// ‖Θ y − rate · y‖ over the rate: zero if the label is an eigenfunction.
    pub label_defect: f64,
    /// The smallest norm of a certificate that leaves the part `residual` of the label.
    pub norm: f64,
    /// The same on a grid with twice as many points.
    pub norm_on_doubled_grid: f64,
    /// The smallest part of the label that a certificate of norm `budget` leaves.
    pub least_residual: f64,
    /// The smallest eigenvalue on odd functions, on the grid.
    pub smallest: f64,
    /// The same on a grid with twice as many points.
    pub smallest_on_doubled_grid: f64,
}

/// A certificate along the upper curve; on the lower it is the negative.
#[derive(Debug, Serialize, Deserialize)]
pub struct Along {
    /// Hidden layers L.
    pub depth: usize,
    /// Arc length from the place highest above the equator, as a part of the whole.
    pub place: Vec<f64>,
    /// g, divided by its root mean square.
    pub certificate: Vec<f64>,
    /// g where the curve is nearest to its mirror image, divided by g where it is farthest.
    pub near_over_far: f64,
}

/// The label on one grid: the modes of the odd functions and the label's coefficients.
struct Label {
    modes: Modes,
    coefficients: Vec<f64>,
    spectrum: Spectrum,
}

impl Label {
    fn by_depth(pair: &CurvePair, grid: usize, depths: &[usize]) -> Vec<Self> {
        let points = pair.points(grid, 0.0);
        let spacing = pair.upper.length_rad() / grid as f64;
        let kernels = MirrorKernel::by_depth(&points[..grid], &points[grid..], spacing, depths);
        let of = |kernel: MirrorKernel| {
            let modes = kernel.modes(Parity::Odd);
            let coefficients = modes.coefficients(&vec![1.0; grid]);
            let energies = coefficients.iter().map(|c| c * c).collect();
            let spectrum = Spectrum { eigenvalues: modes.eigenvalues.clone(), energies };
            Self { modes, coefficients, spectrum }
        };
        kernels.into_iter().map(of).collect()
    }

    /// The smallest norm of a certificate that leaves the part `residual`.
    fn norm(&self, residual: f64) -> f64 {
        self.spectrum.regularised(self.spectrum.alpha_at_residual(residual)).norm
    }

    /// The mean rate of the label, and by how much it is not an eigenfunction.
    fn rate(&self) -> (f64, f64) {
        let moment = |power: i32| {
            let terms = self.spectrum.eigenvalues.iter().zip(&self.spectrum.energies);
            terms.map(|(lambda, energy)| lambda.powi(power) * energy).sum::<f64>()
        };
        let rate = moment(1);
        let spread: f64 = self
            .spectrum
            .eigenvalues
            .iter()
            .zip(&self.spectrum.energies)
            .map(|(lambda, energy)| (lambda - rate).powi(2) * energy)
            .sum();
        (rate, spread.sqrt() / rate)
    }

    /// The certificate that leaves the part `residual`, along the curve.
    fn along(&self, depth: usize, residual: f64, waves: usize) -> Along {
        let alpha = self.spectrum.alpha_at_residual(residual);
        let factor = |lambda: f64| lambda / (lambda * lambda + alpha * alpha);
        let coefficients = self.coefficients.iter().zip(&self.modes.eigenvalues);
        let coefficients: Vec<f64> = coefficients.map(|(c, &lambda)| c * factor(lambda)).collect();
        let norm = coefficients.iter().map(|c| c * c).sum::<f64>().sqrt();
        let values = self.modes.function(&coefficients);
        let size = values.len();
        // Half a wave from the highest place is a lowest one.
        let near = ((size as f64 / (2 * waves) as f64).round() as usize) % size;
        let near_over_far = values[near] / values[0];
        // No more points than a drawing shows.
        let every = size.div_ceil(160);
        let kept = |i: usize| i.is_multiple_of(every);
        Along {
            depth,
            place: (0..size).filter(|&i| kept(i)).map(|i| i as f64 / size as f64).collect(),
            certificate: values.iter().enumerate().filter(|(i, _)| kept(*i)).map(|(_, g)| g / norm).collect(),
            near_over_far,
        }
    }
}

impl Pair {
    pub(super) fn of(name: &str, pair: &CurvePair, config: &Config) -> Self {
        let labels = Label::by_depth(pair, config.grid, &config.depths);
        let doubled = Label::by_depth(pair, 2 * config.grid, &config.depths);
        let by_depth: Vec<AtDepth> = labels
            .iter()
            .zip(&doubled)
            .zip(&config.depths)
            .map(|((label, doubled), &depth)| {
                let (rate, label_defect) = label.rate();
                let spectrum = &label.spectrum;
                AtDepth {
                    depth,
                    rate,
                    label_defect,
                    norm: label.norm(config.residual),
                    norm_on_doubled_grid: doubled.norm(config.residual),
                    least_residual: spectrum.regularised(spectrum.alpha_at_norm(config.budget)).residual,
                    smallest: label.modes.eigenvalues[0],
                    smallest_on_doubled_grid: doubled.modes.eigenvalues[0],
                }
            })
            .collect();
        let ends = [0, labels.len() - 1];
        let times = decay::times(by_depth[0].rate, by_depth[labels.len() - 1].rate);
        Self {
            name: name.to_owned(),
            length_rad: pair.upper.length_rad(),
            decays: ends
                .map(|end| Decay::of(config.depths[end], &labels[end].spectrum, config.residual, &times))
                .into(),
            along: ends
                .map(|end| labels[end].along(config.depths[end], config.residual, config.winding.frequency as usize))
                .into(),
            by_depth,
        }
    }
}
