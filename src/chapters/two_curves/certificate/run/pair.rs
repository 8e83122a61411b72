//! A pair of curves on a grid: its label's certificates at every depth.

use super::{
    super::{Along, AtDepth, Config, Decay, Pair},
    decay,
};
use crate::{
    data::sphere_curves::CurvePair,
    math::{
        kernel::{
            certificate::Spectrum,
            mirror_operator::{MirrorKernel, Modes, Parity},
        },
        vectors::{dot, norm},
    },
};

/// The label on one grid: the modes of the odd functions and the label's coefficients.
pub(super) struct Label {
    modes: Modes,
    coefficients: Vec<f64>,
    pub(super) spectrum: Spectrum,
}

impl Label {
    /// The label on a grid of so many points per curve, at each depth.
    pub(super) fn by_depth(pair: &CurvePair, grid: usize, depths: &[usize]) -> Vec<Self> {
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
    pub(super) fn norm(&self, residual: f64) -> f64 {
        self.spectrum.regularised(self.spectrum.alpha_at_residual(residual)).norm
    }

    /// The mean rate of the label, and by how much it is not an eigenfunction.
    fn rate(&self) -> (f64, f64) {
        let rate = dot(&self.spectrum.eigenvalues, &self.spectrum.energies);
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
    pub(super) fn along(&self, depth: usize, residual: f64, waves: usize) -> Along {
        let alpha = self.spectrum.alpha_at_residual(residual);
        let factor = |lambda: f64| lambda / (lambda * lambda + alpha * alpha);
        let coefficients = self.coefficients.iter().zip(&self.modes.eigenvalues);
        let coefficients: Vec<f64> = coefficients.map(|(c, &lambda)| c * factor(lambda)).collect();
        let size_of_g = norm(&coefficients);
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
            certificate: values.iter().enumerate().filter(|(i, _)| kept(*i)).map(|(_, g)| g / size_of_g).collect(),
            near_over_far,
        }
    }
}

impl Pair {
    /// The certificates of the label of a pair, by these settings.
    pub(super) fn certified(name: &str, pair: &CurvePair, config: &Config) -> Self {
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
                .map(|end| Decay::from_spectrum(config.depths[end], &labels[end].spectrum, config.residual, &times))
                .into(),
            along: ends
                .map(|end| labels[end].along(config.depths[end], config.residual, config.winding.frequency as usize))
                .into(),
            by_depth,
        }
    }
}
