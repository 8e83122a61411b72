//! What the output of a random network adds to the error, on two circles.

use super::super::{Config, Start};
use crate::{
    data::sphere_curves::CurvePair,
    math::kernel::{
        certificate::Spectrum,
        mirror_operator::{MirrorKernel, Parity},
    },
};

/// The spectra of one depth on one grid.
struct Spectra {
    /// Of the network f₀ alone.
    network: Spectrum,
    /// Of their difference f₀ − y.
    error: Spectrum,
    /// Of the label y alone.
    label: Spectrum,
    /// The parts of E‖f₀‖² = 1 in the constant, in other even functions and in odd ones.
    constant: f64,
    even: f64,
    odd: f64,
    /// `λ_1`, of the constants.
    constant_eigenvalue: f64,
}

impl Start {
    /// The error on a pair of circles, one entry per depth.
    pub(super) fn by_depth(pair: &CurvePair, config: &Config) -> Vec<Self> {
        let coarse = Spectra::by_depth(pair, config.grid, &config.depths);
        let fine = Spectra::by_depth(pair, 2 * config.grid, &config.depths);
        let norm = |spectrum: &Spectrum| spectrum.regularised(spectrum.alpha_at_residual(config.residual)).norm;
        let at = |((coarse, fine), &depth): ((Spectra, Spectra), &usize)| Self {
            depth,
            constant_energy: coarse.constant,
            even_energy: coarse.even,
            odd_energy: coarse.odd,
            constant_norm: coarse.constant_eigenvalue.recip(),
            label_norm: norm(&coarse.label),
            norm: norm(&coarse.error),
            norm_on_doubled_grid: norm(&fine.error),
            inverse_norm: coarse.network.inverse_norm(),
            inverse_norm_on_doubled_grid: fine.network.inverse_norm(),
        };
        coarse.into_iter().zip(fine).zip(&config.depths).map(at).collect()
    }
}

impl Spectra {
    fn by_depth(pair: &CurvePair, grid: usize, depths: &[usize]) -> Vec<Self> {
        let points = pair.points(grid, 0.0);
        let (upper, lower) = points.split_at(grid);
        let spacing = pair.upper.length_rad() / grid as f64;
        let kernels = MirrorKernel::by_depth(upper, lower, spacing, depths);
        let covariances = MirrorKernel::covariance_by_depth(upper, lower, depths);
        kernels.iter().zip(&covariances).map(|(kernel, covariance)| Self::from_operators(kernel, covariance)).collect()
    }

    fn from_operators(kernel: &MirrorKernel, covariance: &MirrorKernel) -> Self {
        let ones = vec![1.0; kernel.same.nrows()];
        let [even, odd] = [Parity::Even, Parity::Odd].map(|parity| kernel.modes(parity));
        let even_energies = even.mean_energies(&covariance.operator(Parity::Even));
        let odd_energies = odd.mean_energies(&covariance.operator(Parity::Odd));
        let label_energies: Vec<f64> = odd.coefficients(&ones).into_iter().map(|c| c * c).collect();
        // On circles the constants are the eigenfunction of the largest eigenvalue.
        let last = even_energies.len() - 1;
        let eigenvalues = [even.eigenvalues.clone(), odd.eigenvalues.clone()].concat();
        // Networks are as likely as their negatives, so f₀ and y do not mix in the mean.
        let with_label = odd_energies.iter().zip(&label_energies).map(|(f, y)| f + y).collect();
        Self {
            constant: even_energies[last],
            even: even_energies[..last].iter().sum(),
            odd: odd_energies.iter().sum(),
            constant_eigenvalue: even.eigenvalues[last],
            network: Spectrum {
                eigenvalues: eigenvalues.clone(),
                energies: [even_energies.clone(), odd_energies].concat(),
            },
            error: Spectrum { eigenvalues, energies: [even_energies, with_label].concat() },
            label: Spectrum { eigenvalues: odd.eigenvalues, energies: label_energies },
        }
    }
}
