//! One binary for which another program's numbers are known.

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::{
    data::detector_noise::Sensitivity,
    math::waves::{
        chirp::{Binary, Order},
        match_metric::Matcher,
        noise_weighted::{Band, norm},
    },
};
use rustfft::num_complex::Complex64;

/// A (36, 29) M☉ binary at 410 Mpc from 20 Hz on, by its inspiral alone, beside a model that has merger and ringdown,
/// too.
#[derive(Debug, Serialize, Deserialize)]
pub struct Reference {
    /// Signal-to-noise ratio of the inspiral, to its last frequency.
    pub snr: f64,
    /// That of the whole wave, by the other program.
    pub snr_of_whole: f64,
    /// How much heavier the heavier body of the second template is, units of the sun's mass.
    pub offsets_msun: Vec<f64>,
    /// Matches with it, of inspirals over the band that all of them have.
    pub matches: Vec<f64>,
    /// Those of whole waves, by the other program.
    pub matches_of_whole: Vec<f64>,
}

/// The binary, its distance in megaparsec, the first frequency in hertz.
const BINARY: Binary = Binary { m1: 36.0, m2: 29.0 };
const DISTANCE_MPC: f64 = 410.0;
const FROM_HZ: f64 = 20.0;
/// By `IMRPhenomD` in this noise, oriented best: `tests/oracles/whole_wave.py` with `PyCBC` 2.11.0.
const SNR_OF_WHOLE: f64 = 95.04;
/// The same, for offsets of the heavier mass.
const OFFSETS_MSUN: [f64; 4] = [0.5, 1.0, 2.0, 4.0];
const MATCHES_OF_WHOLE: [f64; 4] = [0.995_15, 0.981_41, 0.933_47, 0.808_07];
/// The wave lasts less than a second from the first frequency on.
const STEP_HZ: f64 = 1.0 / 16.0;

impl Reference {
    /// By the inspiral.
    pub(super) fn compute() -> Result<Self> {
        let sensitivity = Sensitivity::advanced_ligo()?;
        let over = |binary: Binary, to_hz: f64| {
            let band = Band::new(FROM_HZ, to_hz, STEP_HZ, |f| sensitivity.power_density(f));
            let phase = |f: f64| -binary.phase(f, Order::SecondPostNewtonian);
            band.whiten(|f| Complex64::from_polar(binary.amplitude(f, DISTANCE_MPC), phase(f)))
        };
        let heavier = OFFSETS_MSUN.map(|offset| Binary { m1: BINARY.m1 + offset, ..BINARY });
        let common_hz = heavier.iter().map(Binary::last_frequency).fold(f64::INFINITY, f64::min);
        let template = over(BINARY, common_hz);
        let matcher = Matcher::new(template.len(), STEP_HZ);
        let matches = heavier.iter().map(|&other| matcher.best(&template, &over(other, common_hz)).value).collect();
        Ok(Self {
            snr: norm(&over(BINARY, BINARY.last_frequency())),
            snr_of_whole: SNR_OF_WHOLE,
            offsets_msun: OFFSETS_MSUN.to_vec(),
            matches,
            matches_of_whole: MATCHES_OF_WHOLE.to_vec(),
        })
    }
}
