//! One binary's wave, by frequency and in time.

use std::f64::consts::PI;

use anyhow::Result;

use super::{
    super::{Noise, Wave},
    family::Family,
};
use crate::{
    data::detector_noise::Sensitivity,
    math::{
        vectors::largest,
        waves::{chirp::Binary, noise_weighted::norm},
    },
};

/// Points of a line over the frequencies.
const POINTS: usize = 40;

impl Wave {
    /// The wave of a binary at a distance, whitened at `times`.
    pub(super) fn at_distance(family: &Family, binary: Binary, megaparsec: f64, times: &[f64]) -> Self {
        let spectrum = family.spectrum(binary, megaparsec);
        let last_hz = binary.last_frequency();
        let frequencies_hz = spread(family.band.frequencies[0], last_hz, POINTS);
        // The inverse transform, at the times asked for: its square over all times is the square of the norm.
        let at = |t: &f64| {
            let turned = family.band.frequencies.iter().zip(&spectrum).map(|(f, a)| {
                let (sine, cosine) = (2.0 * PI * f * t).sin_cos();
                a.re * cosine - a.im * sine
            });
            (2.0 * family.step_hz).sqrt() * turned.sum::<f64>()
        };
        Self {
            m1_msun: binary.m1,
            m2_msun: binary.m2,
            chirp_mass_msun: binary.chirp_mass(),
            snr: norm(&spectrum),
            last_hz,
            strain: frequencies_hz.iter().map(|&f| 2.0 * f.sqrt() * binary.amplitude(f, megaparsec)).collect(),
            frequencies_hz,
            whitened: times.iter().map(at).collect(),
        }
    }
}

impl Noise {
    /// From the first frequency to the last of the waves.
    pub(super) fn under(waves: &[Wave], from_hz: f64) -> Result<Self> {
        let sensitivity = Sensitivity::advanced_ligo()?;
        let to_hz = largest(waves.iter().map(|wave| wave.last_hz).chain([from_hz]));
        let frequencies_hz = spread(from_hz, to_hz, 2 * POINTS);
        let density = frequencies_hz.iter().map(|&f| sensitivity.power_density(f).sqrt()).collect();
        Ok(Self { frequencies_hz, density })
    }
}

/// Points from `from` to `to`, each the same factor above the one before.
fn spread(from: f64, to: f64, points: usize) -> Vec<f64> {
    (0..points).map(|i| from * (to / from).powf(i as f64 / (points - 1) as f64)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Family, Wave};
    use crate::{
        chapters::vignettes::chirp_manifold::Config, figure::Settings as _, ground::scale::Scale,
        math::waves::chirp::Binary,
    };
    use approx::assert_relative_eq;

    /// Second road: the square of the wave in time, over a whole period, is the square of the norm.
    #[test]
    fn the_whitened_wave_has_the_energy_of_its_spectrum() {
        let config = Config::at(Scale::Quick);
        let family = Family::new(&config).unwrap();
        let period = 1.0 / family.step_hz;
        // More than twice the last frequency: the sum of squares is then exact.
        let points = (3.0 * family.band.frequencies[family.band.frequencies.len() - 1] * period) as usize;
        let times: Vec<f64> = (0..points).map(|i| period * i as f64 / points as f64).collect();
        let wave = Wave::at_distance(&family, Binary { m1: 20.0, m2: 15.0 }, 100.0, &times);
        let energy = wave.whitened.iter().map(|x| x * x).sum::<f64>() * period / points as f64;
        // Rounding of angles of some thousands of radians.
        assert_relative_eq!(energy, wave.snr * wave.snr, max_relative = 1e-10);
    }

    #[test]
    fn twice_as_far_is_half_as_loud() {
        let family = Family::new(&Config::at(Scale::Quick)).unwrap();
        let at = |megaparsec| Wave::at_distance(&family, Binary { m1: 20.0, m2: 15.0 }, megaparsec, &[0.0]).snr;
        assert_relative_eq!(at(100.0), 2.0 * at(200.0), max_relative = 1e-12);
    }
}
