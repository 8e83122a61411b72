//! One binary for which another program's numbers are known.

use anyhow::Result;
use rustfft::num_complex::Complex64;

use super::super::Reference;
use crate::{
    data::detector_noise::Sensitivity,
    math::{
        vectors::smallest,
        waves::{
            chirp::{Binary, Order},
            match_metric::Matcher,
            noise_weighted::{Band, norm},
        },
    },
};

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
    /// Computes the inspiral, and sets the other program's numbers beside it.
    pub(super) fn by_inspiral() -> Result<Self> {
        let sensitivity = Sensitivity::advanced_ligo()?;
        let over = |binary: Binary, to_hz: f64| {
            let band = Band::new(FROM_HZ, to_hz, STEP_HZ, |f| sensitivity.power_density(f));
            let phase = |f: f64| -binary.phase(f, Order::SecondPostNewtonian);
            band.whiten(|f| Complex64::from_polar(binary.amplitude(f, DISTANCE_MPC), phase(f)))
        };
        let heavier = OFFSETS_MSUN.map(|offset| Binary { m1: BINARY.m1 + offset, ..BINARY });
        let common_hz = smallest(heavier.iter().map(Binary::last_frequency));
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
