//! The product of signals that a detector's noise defines, made Euclidean by whitening.
//!
//! In noise of power spectral density S the natural product of two signals is ⟨a, b⟩ = 4 Re ∫ ã*(f) b̃(f)/S(f) df: for
//! a template of norm 1 it is the signal-to-noise ratio (Finn 1992). On a grid of frequencies Δf apart the whitened
//! spectrum `a_k = ã(f_k) √(4Δf/S(f_k))` turns it into the plain product of complex vectors. In it the noise is white: real
//! and imaginary part of every entry are independent standard normal.

use rustfft::num_complex::Complex64;

/// Frequencies at which signals are whitened.
#[derive(Debug, Clone)]
pub struct Band {
    /// The frequencies `f_k`, hertz, ascending and equally far apart.
    pub frequencies: Vec<f64>,
    /// `√(4Δf/S(f_k))`, by which a spectrum is multiplied, hertz.
    pub weights: Vec<f64>,
}

impl Band {
    /// The multiples of `step` hertz from `from` to `to`, in noise of the one-sided power density `power_density`, 1/Hz.
    #[must_use]
    pub fn new(from: f64, to: f64, step: f64, power_density: impl Fn(f64) -> f64) -> Self {
        let first = (from / step).ceil() as usize;
        let last = (to / step).floor() as usize;
        let frequencies: Vec<f64> = (first..=last).map(|k| k as f64 * step).collect();
        let weights = frequencies.iter().map(|&f| (4.0 * step / power_density(f)).sqrt()).collect();
        Self { frequencies, weights }
    }

    /// The whitened spectrum of a signal whose Fourier transform is `strain`, strain per hertz.
    ///
    /// ```text
    /// a_k = ã(f_k) √(4Δf / S(f_k))                                                      book eq. whitening
    /// ```
    #[must_use]
    pub fn whiten(&self, strain: impl Fn(f64) -> Complex64) -> Vec<Complex64> {
        self.frequencies.iter().zip(&self.weights).map(|(&f, &weight)| strain(f) * weight).collect()
    }
}

/// The complex product of two whitened spectra. Its modulus is the largest ⟨a, b e^{iφ}⟩ over all phases φ.
///
/// ```text
/// ⟨a, b⟩ = 4 Re ∫ ã*(f) b̃(f)/S(f) df ≈ Re Σ_k a_k* b_k                                  book eq. noise-product
/// ```
///
/// # Panics
///
/// If the spectra are of different bands.
#[must_use]
pub fn product(a: &[Complex64], b: &[Complex64]) -> Complex64 {
    assert_eq!(a.len(), b.len(), "two spectra of one band");
    a.iter().zip(b).map(|(a, b)| a.conj() * b).sum()
}

/// The norm √⟨a, a⟩ of a whitened spectrum: the signal-to-noise ratio at which its own template finds it.
#[must_use]
pub fn norm(a: &[Complex64]) -> f64 {
    a.iter().map(Complex64::norm_sqr).sum::<f64>().sqrt()
}

/// The spectrum divided by its norm.
///
/// # Panics
///
/// If the norm is 0.
#[must_use]
pub fn normalised(mut a: Vec<Complex64>) -> Vec<Complex64> {
    let norm = norm(&a);
    assert!(norm > 0.0, "a spectrum without a norm");
    for entry in &mut a {
        *entry /= norm;
    }
    a
}

/// The spectrum as a vector of reals, twice as long: all real parts, then all imaginary parts. Plain products of such
/// vectors are ⟨a, b⟩.
#[must_use]
pub fn as_reals(a: &[Complex64]) -> Vec<f64> {
    a.iter().map(|entry| entry.re).chain(a.iter().map(|entry| entry.im)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Band, as_reals, norm, normalised, product};
    use approx::assert_relative_eq;
    use rustfft::num_complex::Complex64;
    use std::f64::consts::PI;

    /// A signal whose integral is known: ã(f) = e^(−f/w) in noise S = 1, ⟨a, a⟩ = 4 ∫ e^(−2f/w) df = 2w.
    #[test]
    fn the_norm_is_the_integral_over_the_band() {
        let band = Band::new(0.0, 400.0, 0.01, |_| 1.0);
        let a = band.whiten(|f| Complex64::new((-f / 10.0).exp(), 0.0));
        // The sum counts the first frequency in full: too much by half a step of it, 4 · 0.005.
        assert_relative_eq!(norm(&a).powi(2), 20.0 + 0.02, max_relative = 1e-6);
        assert_relative_eq!(norm(&normalised(a)), 1.0, max_relative = 1e-14);
    }

    #[test]
    fn louder_noise_makes_the_same_signal_quieter() {
        let signal = |f: f64| Complex64::from_polar(1.0, f);
        let loud = Band::new(20.0, 30.0, 0.5, |_| 4.0).whiten(signal);
        let quiet = Band::new(20.0, 30.0, 0.5, |_| 1.0).whiten(signal);
        assert_eq!(quiet.len(), 21);
        assert_relative_eq!(norm(&quiet), 2.0 * norm(&loud), max_relative = 1e-14);
    }

    #[test]
    fn the_modulus_is_the_largest_product_over_phases() {
        let band = Band::new(20.0, 60.0, 1.0, |f| f);
        let a = band.whiten(|f| Complex64::from_polar(1.0, 0.3 * f));
        let b = band.whiten(|f| Complex64::from_polar(1.0, 0.31 * f + 0.7));
        let turned =
            |phase: f64| -> Vec<Complex64> { b.iter().map(|b| b * Complex64::from_polar(1.0, phase)).collect() };
        let best = (0..3600).map(|i| product(&a, &turned(2.0 * PI * f64::from(i) / 3600.0)).re).fold(0.0, f64::max);
        // The best of 3600 phases is at most half a step from the best of all: 1 − cos(π/3600) = 4e-7.
        assert_relative_eq!(product(&a, &b).norm(), best, max_relative = 4e-7);
        let plain: f64 = as_reals(&a).iter().zip(as_reals(&b)).map(|(a, b)| a * b).sum();
        assert_relative_eq!(product(&a, &b).re, plain, max_relative = 1e-13);
    }
}
