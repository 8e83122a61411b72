//! What certificates promise of the error, and what happens to it.

use super::super::Decay;
use crate::math::{kernel::certificate::Spectrum, vectors::smallest};

/// Times at which the decay is computed.
const TIMES: usize = 121;

/// Times, by equal ratios, from where nothing has happened at the rate `fast` to where little is left at the rate `slow`.
pub(super) fn times(slow: f64, fast: f64) -> Vec<f64> {
    let (first, last) = ((0.05 / fast).ln(), (30.0 / slow).ln());
    (0..TIMES).map(|i| (first + (last - first) * i as f64 / (TIMES - 1) as f64).exp()).collect()
}

impl Decay {
    /// The decay at `depth` of an error with this `spectrum`; `residual`: the part that the one certificate leaves.
    pub(super) fn from_spectrum(depth: usize, spectrum: &Spectrum, residual: f64, times: &[f64]) -> Self {
        let certificate = spectrum.regularised(spectrum.alpha_at_residual(residual));
        let family =
            [0.5, 0.2, 0.1, 0.05, 0.02, 0.01].map(|part| spectrum.regularised(spectrum.alpha_at_residual(part)));
        let error: Vec<f64> = times.iter().map(|&t| spectrum.error(t)).collect();
        let bound: Vec<f64> = times.iter().map(|&t| certificate.bound(t)).collect();
        let best_bound: Vec<f64> = times.iter().map(|&t| spectrum.best_at(t).bound(t)).collect();
        let bounds = |i: usize| family.iter().map(move |certificate| certificate.bound(times[i]));
        let least = |i: usize| smallest(bounds(i).chain([bound[i], best_bound[i]])) - error[i];
        let ratio = |i: usize| best_bound[i] / error[i];
        // Where hardly anything is left of the error, its size is rounding.
        let seen = (0..times.len()).filter(|&i| (1e-6..0.5).contains(&(error[i] / spectrum.norm())));
        let tightest = seen.min_by(|&i, &j| ratio(i).total_cmp(&ratio(j))).unwrap_or(0);
        Self {
            depth,
            least_margin: smallest((0..times.len()).map(least)),
            tightest_ratio: ratio(tightest),
            tightest_time: times[tightest],
            times: times.to_vec(),
            error,
            bound,
            best_bound,
        }
    }
}
