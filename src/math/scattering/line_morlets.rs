//! Morlet wavelets of the line: Q to an octave down to a lowest bandwidth, by their spectra.

use std::{f64::consts::LN_2, sync::Arc};

use rustfft::num_complex::Complex64;

use super::{
    bank::{Bank, Wavelet},
    grid_transform::GridTransform,
};

/// The average's bandwidth at scale 0, cycles per sample.
const WIDEST_BANDWIDTH: f64 = 0.1;
/// The highest centre of a wavelet that is not narrow, cycles per sample.
const HIGHEST_CENTRE: f64 = 0.35;
/// Bandwidths over its centre at which a wavelet's response counts as ended.
const REACH: f64 = 5.0;
/// Periods of the spectrum on each side that are added.
const PERIODS: i32 = 4;

/// The bank of largest scale J for signals of `samples`, opposite ends joined: `per_octave` wavelets Q to an octave in the
/// first layer and one in the later ones.
///
/// ```text
/// ψ̂_λ(f) ∝ e^{−(f−ξ)²/(2σ²)} − κ e^{−f²/(2σ²)},   σ = ξ (1−2^{−1/Q})/(1+2^{−1/Q}) / √(ln 2),   κ: ψ̂_λ(0) = 0
/// ```
///
/// Neighbours meet where both have fallen to √½. Each filter has absolute values that sum to 1 in time. Below the
/// bandwidth .1/2ᴶ of the average φ the centres are evenly spaced. These are kymatio's filters.
///
/// # Panics
///
/// If there are no wavelets to an octave.
#[must_use]
pub fn bank(samples: usize, scale: usize, per_octave: usize) -> Bank {
    assert!(per_octave > 0, "no wavelets");
    let transform = GridTransform::new(1, samples);
    let lowest = WIDEST_BANDWIDTH / f64::from(1_u32 << scale);
    let layer = |per_octave: usize| -> Vec<Wavelet> {
        let wavelet = |(centre, bandwidth): (f64, f64)| Wavelet {
            scale: resolution(centre, bandwidth),
            spectrum: morlet(&transform, centre, bandwidth),
        };
        bands(lowest, per_octave).into_iter().map(wavelet).collect()
    };
    let wavelets = [per_octave, 1].map(|per_octave| Arc::new(layer(per_octave)));
    let average = of_sum_one(&transform, gaussian(samples, 0.0, lowest));
    Bank { transform, largest_scale: scale, average, wavelets }
}

/// Centres and bandwidths, cycles per sample: in a ratio down to the `lowest` bandwidth, then evenly spaced.
fn bands(lowest: f64, per_octave: usize) -> Vec<(f64, f64)> {
    let ratio = 2_f64.powf(1.0 / per_octave as f64);
    let highest = HIGHEST_CENTRE.max(1.0 / (1.0 + ratio.powi(3)));
    let widest = highest * (ratio - 1.0) / (ratio + 1.0) / LN_2.sqrt();
    let mut bands = Vec::new();
    let mut elbow = widest;
    if widest > lowest {
        bands.push((highest, widest));
        while bands[bands.len() - 1].1 > lowest * ratio {
            let (centre, bandwidth) = bands[bands.len() - 1];
            bands.push((centre / ratio, bandwidth / ratio));
        }
        elbow = bands[bands.len() - 1].0;
    }
    bands.extend((1..per_octave).map(|q| (elbow * (1.0 - q as f64 / per_octave as f64), lowest)));
    bands
}

/// The largest j for which the response's frequencies lie below the highest of every 2ʲ-th sample.
fn resolution(centre: f64, bandwidth: f64) -> usize {
    let highest = (centre + REACH * bandwidth).min(0.5);
    (-highest.log2()).floor() as usize - 1
}

/// e^{−(f−centre)²/(2 bandwidth²)} at the frequencies of a signal, with all its periods.
fn gaussian(samples: usize, centre: f64, bandwidth: f64) -> Vec<f64> {
    let value = |f: f64| (-(f - centre).powi(2) / (2.0 * bandwidth * bandwidth)).exp();
    let summed = |k: usize| (-PERIODS..=PERIODS).map(|p| value(k as f64 / samples as f64 + f64::from(p))).sum();
    (0..samples).map(summed).collect()
}

fn morlet(transform: &GridTransform, centre: f64, bandwidth: f64) -> Vec<f64> {
    let [wave, low] = [centre, 0.0].map(|centre| gaussian(transform.columns, centre, bandwidth));
    let part = wave[0] / low[0];
    of_sum_one(transform, wave.iter().zip(&low).map(|(wave, low)| wave - part * low).collect())
}

/// The spectrum over the sum of its filter's absolute values.
fn of_sum_one(transform: &GridTransform, spectrum: Vec<f64>) -> Vec<f64> {
    let filter = transform.inverse(spectrum.iter().map(|&value| Complex64::new(value, 0.0)).collect());
    let sum = filter.iter().map(|value| value.norm()).sum::<f64>() / spectrum.len() as f64;
    spectrum.into_iter().map(|value| value / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::plane_morlets::tests::oracle, bank};
    use crate::math::vectors::largest;

    /// Literals: kymatio 0.3.0 in double precision. It leaves out periods below 1e-7 of the peak.
    #[test]
    fn the_filters_are_kymatios() {
        let bank = bank(512, 4, 1);
        let off = |ours: &[f64], name: &str| largest(ours.iter().zip(oracle(name)).map(|(a, b)| (a - b).abs()));
        assert!(off(&bank.average, "phi") < 1e-7);
        for (number, wavelet) in bank.wavelets[0].iter().enumerate() {
            assert!(off(&wavelet.spectrum, &format!("psi1.{number}")) < 1e-7, "{number}");
        }
        let scales: Vec<usize> = bank.wavelets[1].iter().map(|wavelet| wavelet.scale).collect();
        assert_eq!(scales, [0, 0, 0, 1, 2]);
    }

    #[test]
    fn wavelets_have_mean_zero_and_absolute_sum_one() {
        for per_octave in [1, 4] {
            let bank = bank(256, 5, per_octave);
            for wavelet in bank.wavelets[0].iter() {
                // Differences of numbers of order one.
                assert!(wavelet.spectrum[0].abs() < 1e-14);
            }
            assert!((bank.average[0] - 1.0).abs() < 1e-12, "a positive filter whose sum is its spectrum at 0");
        }
    }
}
