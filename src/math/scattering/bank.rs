//! A bank of filters by their spectra: one low-pass filter and the wavelets, and how much of each frequency they keep.

use std::sync::Arc;

use super::grid_transform::GridTransform;
use crate::math::vectors::largest;

/// A band-pass filter with a real spectrum.
#[derive(Debug, Clone)]
pub struct Wavelet {
    /// The scale j: its response may be sampled at every 2ʲ-th place.
    pub scale: usize,
    /// ψ̂: `[columns, rows]`.
    pub spectrum: Vec<f64>,
}

/// The filters of a scattering network.
#[derive(Debug, Clone)]
pub struct Bank {
    /// The grid that they filter, opposite edges joined.
    pub transform: GridTransform,
    /// The largest scale J: averages may be sampled at every 2ᴶ-th place.
    pub largest_scale: usize,
    /// φ̂, the average: `[columns, rows]`, real.
    pub average: Vec<f64>,
    /// The wavelets of the first layer, and those of all later ones.
    pub wavelets: [Arc<Vec<Wavelet>>; 2],
}

impl Bank {
    // ANCHOR: littlewood_paley
    /// What the average and one layer's wavelets keep of the energy of a real input at each frequency: `[columns, rows]`.
    ///
    /// ```text
    /// A(ω) = φ̂(ω)² + ½ Σ_λ (ψ̂_λ(ω)² + ψ̂_λ(−ω)²),   ‖x ∗ φ‖² + Σ_λ ‖x ∗ ψ_λ‖² = mean of A |x̂|²   book eq. littlewood-paley
    /// ```
    ///
    /// Each wavelet sees one half of the plane, and a real input is the same on both. With A ≤ 1 no layer expands: the
    /// modulus does not, and A ≤ 1 says that the filters do not. `layer`: 0 for the first, 1 for the later ones.
    ///
    /// Source: Bruna & Mallat 2013, section 2.1.
    #[must_use]
    pub fn littlewood_paley(&self, layer: usize) -> Vec<f64> {
        let mut sum: Vec<f64> = self.average.iter().map(|value| value * value).collect();
        let opposites = self.transform.opposites();
        for wavelet in self.wavelets[layer].iter() {
            for (at, kept) in sum.iter_mut().enumerate() {
                *kept += 0.5 * (wavelet.spectrum[at].powi(2) + wavelet.spectrum[opposites[at]].powi(2));
            }
        }
        sum
    }
    // ANCHOR_END: littlewood_paley

    /// The largest A(ω) of all layers.
    #[must_use]
    pub fn most_kept(&self) -> f64 {
        largest([0, 1].into_iter().flat_map(|layer| self.littlewood_paley(layer)))
    }

    /// All filters over one number, so that the largest A(ω) is 1 and no layer expands.
    #[must_use]
    pub fn scaled(&self) -> Self {
        let part = self.most_kept().sqrt().recip();
        self.filtered(&[part; 2].map(|part| vec![part; self.average.len()]))
    }

    /// All filters over √A(ω): A(ω) is 1 at every frequency, and no energy is lost between layers. For banks whose layers
    /// are one and whose A is nowhere 0.
    ///
    /// ```text
    /// ‖u‖² = ‖u ∗ φ‖² + Σ_λ ‖u ∗ ψ_λ‖²   for real u                                        book eq. tight-frame
    /// ```
    #[must_use]
    pub fn tight(&self) -> Self {
        self.filtered(
            &[0, 1].map(|layer| self.littlewood_paley(layer).iter().map(|kept| kept.sqrt().recip()).collect()),
        )
    }

    /// Every spectrum times the layer's `parts`; the average goes with the first.
    fn filtered(&self, parts: &[Vec<f64>; 2]) -> Self {
        let times = |spectrum: &[f64], parts: &[f64]| spectrum.iter().zip(parts).map(|(a, b)| a * b).collect();
        let layer = |number: usize| {
            let of = |wavelet: &Wavelet| Wavelet { spectrum: times(&wavelet.spectrum, &parts[number]), ..*wavelet };
            Arc::new(self.wavelets[number].iter().map(of).collect())
        };
        Self { average: times(&self.average, &parts[0]), wavelets: [layer(0), layer(1)], ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::Bank;
    use crate::{
        data::streams::stream,
        math::scattering::{line_morlets, plane_morlets},
    };
    use approx::assert_relative_eq;
    use rand::Rng as _;
    use rand_distr::StandardNormal;
    use rustfft::num_complex::Complex64;

    /// Second road: the energies of the filtered noise in space, against A(ω) |x̂|².
    #[test]
    fn filtered_energies_are_what_the_sum_says() {
        for bank in [plane_morlets::bank(16, 2, 4), line_morlets::bank(64, 3, 1), plane_morlets::bank(16, 2, 4).tight()]
        {
            let mut rng = stream(3, "littlewood-paley");
            let noise: Vec<f64> = (0..bank.transform.size()).map(|_| rng.sample(StandardNormal)).collect();
            let spectrum = bank.transform.forward_real(&noise);
            let size = noise.len() as f64;
            let energy = |filter: &[f64]| {
                let product = spectrum.iter().zip(filter).map(|(x, f)| x * f / size).collect();
                bank.transform.inverse(product).iter().map(Complex64::norm_sqr).sum::<f64>()
            };
            let filtered = energy(&bank.average) + bank.wavelets[0].iter().map(|w| energy(&w.spectrum)).sum::<f64>();
            let said: f64 = bank.littlewood_paley(0).iter().zip(&spectrum).map(|(a, x)| a * x.norm_sqr() / size).sum();
            // Some hundred terms of one sign.
            assert_relative_eq!(filtered, said, max_relative = 1e-12);
        }
    }

    #[test]
    fn a_scaled_bank_touches_one_and_a_tight_one_is_one() {
        let bank: Bank = plane_morlets::bank(48, 3, 8);
        assert!(bank.most_kept() > 1.01);
        assert_relative_eq!(bank.scaled().most_kept(), 1.0, max_relative = 1e-14);
        assert!(bank.tight().littlewood_paley(1).iter().all(|kept| (kept - 1.0).abs() < 1e-14));
    }
}
