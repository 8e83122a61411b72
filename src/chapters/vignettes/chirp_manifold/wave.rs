//! One binary's wave, by frequency and in time.

use std::f64::consts::PI;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::family::Family;
use crate::{
    data::detector_noise::Sensitivity,
    math::{chirp::Binary, noise_weighted::norm},
};

/// A wave before and after whitening.
#[derive(Debug, Serialize, Deserialize)]
pub struct Wave {
    /// The heavier body, units of the sun's mass.
    pub m1_msun: f64,
    /// The lighter body.
    pub m2_msun: f64,
    /// 𝓜, units of the sun's mass.
    pub chirp_mass_msun: f64,
    /// Signal-to-noise ratio over the family's band.
    pub snr: f64,
    /// The last frequency of this binary, hertz.
    pub last_hz: f64,
    /// Frequencies from the first of the band to the last of this binary, hertz.
    pub frequencies_hz: Vec<f64>,
    /// 2√f |h(f)|, which is to the noise's √S as signal is to noise, strain per √Hz.
    pub strain: Vec<f64>,
    /// The whitened wave, at the times of the outcome, 1/√s.
    pub whitened: Vec<f64>,
}

/// Points of a line over the frequencies.
const POINTS: usize = 60;

impl Wave {
    /// The wave of a binary at a distance, whitened at `times`.
    pub(super) fn of(family: &Family, binary: Binary, megaparsec: f64, times: &[f64]) -> Self {
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

/// The noise that the waves are held against.
#[derive(Debug, Serialize, Deserialize)]
pub struct Noise {
    /// Frequencies, hertz.
    pub frequencies_hz: Vec<f64>,
    /// √S there, strain per √Hz.
    pub density: Vec<f64>,
}

impl Noise {
    /// From the first frequency to the last of the waves.
    pub(super) fn under(waves: &[Wave], from_hz: f64) -> Result<Self> {
        let sensitivity = Sensitivity::advanced_ligo()?;
        let to_hz = waves.iter().map(|wave| wave.last_hz).fold(from_hz, f64::max);
        let frequencies_hz = spread(from_hz, to_hz, 2 * POINTS);
        let density = frequencies_hz.iter().map(|&f| sensitivity.power_density(f).sqrt()).collect();
        Ok(Self { frequencies_hz, density })
    }
}

/// Points from `from` to `to`, each the same factor above the one before.
fn spread(from: f64, to: f64, points: usize) -> Vec<f64> {
    (0..points).map(|i| from * (to / from).powf(i as f64 / (points - 1) as f64)).collect()
}
