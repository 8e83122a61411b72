//! Is there a signal in the noise? One known template, and the likelihood ratio over a family of them.
//!
//! Data are whitened: the noise has variance 1 in every direction. Templates have norm 1, and a signal of signal-to-noise
//! ratio ρ is ρ times a template.

use std::f64::consts::SQRT_2;

// ANCHOR: known
/// The probability that noise alone exceeds the threshold τ of one template.
///
/// ```text
/// P_FA = P(⟨z, t⟩ > τ) = Q(τ)                                                           book eq. roc-known
/// ```
///
/// `threshold` in standard deviations of the noise; Q is the tail of N(0, 1).
#[must_use]
pub fn false_alarm_of_known(threshold: f64) -> f64 {
    libm::erfc(threshold / SQRT_2) / 2.0
}

/// The probability that a signal of this signal-to-noise ratio exceeds the threshold τ of its own template.
///
/// ```text
/// P_D = P(⟨ρt + z, t⟩ > τ) = Q(τ − ρ)                                                   book eq. roc-known
/// ```
#[must_use]
pub fn detection_of_known(threshold: f64, snr: f64) -> f64 {
    false_alarm_of_known(threshold - snr)
}
// ANCHOR_END: known

/// The threshold of one template at a false-alarm probability: τ with Q(τ) = `probability`.
///
/// # Panics
///
/// If `probability` is not between 0 and 1.
#[must_use]
pub fn threshold_of_known(probability: f64) -> f64 {
    assert!(probability > 0.0 && probability < 1.0, "a false-alarm probability of {probability}");
    // Q is below every positive double beyond 39.
    let (mut low, mut high) = (-40.0, 40.0);
    while f64::midpoint(low, high) > low && f64::midpoint(low, high) < high {
        let middle = f64::midpoint(low, high);
        if false_alarm_of_known(middle) > probability { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

// ANCHOR: likelihood_ratio
/// The logarithm of the likelihood ratio of a family of chirps of unknown phase, averaged over the family.
///
/// ```text
/// log Λ(x) = −ρ²/2 + log Σ_j w_j I₀(ρ |⟨x, s_j⟩|)                                       book eq. family-likelihood
/// ```
///
/// `moduli` are the `|⟨x, s_j⟩|` over a grid of the family, `weights` the prior w on it, which sums to 1, and I₀ is what
/// averaging `exp(ρ |⟨x, s_j⟩| cos φ)` over the phase φ leaves. The largest term is taken out of the sum, so that nothing
/// overflows.
///
/// # Panics
///
/// If there are not as many weights as moduli.
#[must_use]
pub fn log_likelihood_ratio(moduli: &[f64], weights: &[f64], snr: f64) -> f64 {
    assert_eq!(moduli.len(), weights.len(), "a weight for each place of the grid");
    let largest = moduli.iter().copied().fold(0.0, f64::max);
    let term =
        |(modulus, weight): (&f64, &f64)| weight * scaled_bessel(snr * modulus) * (snr * (modulus - largest)).exp();
    snr * largest - snr * snr / 2.0 + moduli.iter().zip(weights).map(term).sum::<f64>().ln()
}
// ANCHOR_END: likelihood_ratio

/// e^(−x) I₀(x) for x ≥ 0, to 2e-7 of it.
///
/// Source: Abramowitz & Stegun 1964, 9.8.1 and 9.8.2.
#[must_use]
pub fn scaled_bessel(x: f64) -> f64 {
    let polynomial = |t: f64, coefficients: &[f64]| coefficients.iter().rev().fold(0.0, |sum, c| sum * t + c);
    if x < 3.75 {
        let near = [1.0, 3.515_622_9, 3.089_942_4, 1.206_749_2, 0.265_973_2, 0.036_076_8, 0.004_581_3];
        return polynomial((x / 3.75).powi(2), &near) * (-x).exp();
    }
    let far = [
        0.398_942_28,
        0.013_285_92,
        0.002_253_19,
        -0.001_575_65,
        0.009_162_81,
        -0.020_577_06,
        0.026_355_37,
        -0.016_476_33,
        0.003_923_77,
    ];
    polynomial(3.75 / x, &far) / x.sqrt()
}

#[cfg(test)]
mod tests {
    use super::{detection_of_known, false_alarm_of_known, log_likelihood_ratio, scaled_bessel, threshold_of_known};
    use crate::data::streams::stream;
    use approx::assert_relative_eq;
    use rand::Rng as _;
    use rand_distr::StandardNormal;
    use std::f64::consts::TAU;

    /// Second road: one template in three dimensions, drawn.
    #[test]
    fn the_two_probabilities_are_those_of_draws() {
        let template: [f64; 3] = [0.6, 0.0, -0.8];
        let (threshold, snr, draws) = (1.2, 2.0, 100_000);
        let mut rng = stream(1, "tests/known template");
        let mut counts = [0_u32; 2];
        for _ in 0..draws {
            let noise: [f64; 3] = std::array::from_fn(|_| rng.sample(StandardNormal));
            let product: f64 = template.iter().zip(noise).map(|(t, z)| t * z).sum();
            counts[0] += u32::from(product > threshold);
            counts[1] += u32::from(product + snr > threshold);
        }
        let [alarms, found] = counts.map(|count| f64::from(count) / f64::from(draws));
        // Four standard errors of 100 000 draws: 4 · √(.25/1e5).
        assert!((alarms - false_alarm_of_known(threshold)).abs() < 0.0064, "{alarms}");
        assert!((found - detection_of_known(threshold, snr)).abs() < 0.0064, "{found}");
    }

    #[test]
    fn the_threshold_undoes_the_probability_and_its_slope_is_the_density() {
        for p in [1e-6, 1e-3, 0.3, 0.9] {
            assert_relative_eq!(false_alarm_of_known(threshold_of_known(p)), p, max_relative = 1e-12);
        }
        let slope = (false_alarm_of_known(1.001) - false_alarm_of_known(0.999)) / 0.002;
        // A central difference, off by the square of its step.
        assert_relative_eq!(slope, -(-0.5_f64).exp() / TAU.sqrt(), max_relative = 1e-6);
    }

    /// Second road: the power series Σ (x/2)^2k / (k!)².
    #[test]
    fn the_bessel_function_is_its_power_series() {
        for x in [0.0_f64, 0.5, 3.7, 3.8, 12.0, 60.0] {
            let (mut term, mut sum) = (1.0, 1.0);
            for k in 1..200 {
                term *= (x / 2.0 / f64::from(k)).powi(2);
                sum += term;
            }
            // The polynomials are good to 1.9e-7 near and, relative to the value of .4, 5e-7 far.
            assert_relative_eq!(scaled_bessel(x), sum * (-x).exp(), max_relative = 6e-7);
        }
    }

    /// Second road: the mean over phases of the likelihood ratios of single templates, exp(ρ⟨x, t⟩ − ρ²/2).
    #[test]
    fn the_likelihood_ratio_is_the_mean_over_the_phase() {
        let (moduli, weights, snr) = ([0.7, 3.0, 2.9], [0.5, 0.2, 0.3], 4.0_f64);
        let phases = 2_000;
        let mean: f64 = moduli
            .iter()
            .zip(weights)
            .flat_map(|(modulus, weight)| {
                (0..phases).map(move |j| {
                    let product = modulus * (TAU * f64::from(j) / f64::from(phases)).cos();
                    weight * (snr * product - snr * snr / 2.0).exp() / f64::from(phases)
                })
            })
            .sum();
        // A mean over equal steps of a smooth periodic function is exact; the Bessel function is good to 6e-7.
        assert_relative_eq!(log_likelihood_ratio(&moduli, &weights, snr), mean.ln(), epsilon = 1e-6);
        // Far beyond what an exponential can hold.
        assert!(log_likelihood_ratio(&[500.0, 100.0], &[0.5, 0.5], 8.0).is_finite());
    }
}
