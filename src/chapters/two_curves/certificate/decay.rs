//! What certificates promise of the error, and what happens to it.

use serde::{Deserialize, Serialize};

use crate::math::kernel::certificate::Spectrum;

/// The decay of the label's error at one depth.
#[derive(Debug, Serialize, Deserialize)]
pub struct Decay {
    /// Hidden layers L.
    pub depth: usize,
    /// Times t, in units of 2/n.
    pub times: Vec<f64>,
    /// `‖ζ_t‖`.
    pub error: Vec<f64>,
    /// The bound by one certificate, the one that leaves the part `residual`.
    pub bound: Vec<f64>,
    /// The least bound at each time, over all certificates.
    pub best_bound: Vec<f64>,
    /// The smallest of bound − `‖ζ_t‖`, over the times, of the best certificate and of a family of others.
    pub least_margin: f64,
    /// The smallest ratio of the best bound to `‖ζ_t‖`, once half of ‖ζ₀‖ is gone: before, both are close to ‖ζ₀‖.
    pub tightest_ratio: f64,
    /// When it is reached, in units of 2/n.
    pub tightest_time: f64,
}

/// Times at which the decay is computed.
const TIMES: usize = 121;

/// Times, by equal ratios, from where nothing has happened at the rate `fast` to where little is left at the rate `slow`.
pub(super) fn times(slow: f64, fast: f64) -> Vec<f64> {
    let (first, last) = ((0.05 / fast).ln(), (30.0 / slow).ln());
    (0..TIMES).map(|i| (first + (last - first) * i as f64 / (TIMES - 1) as f64).exp()).collect()
}

impl Decay {
    pub(super) fn of(depth: usize, spectrum: &Spectrum, residual: f64, times: &[f64]) -> Self {
        let certificate = spectrum.regularised(spectrum.alpha_at_residual(residual));
        let family =
            [0.5, 0.2, 0.1, 0.05, 0.02, 0.01].map(|part| spectrum.regularised(spectrum.alpha_at_residual(part)));
        let error: Vec<f64> = times.iter().map(|&t| spectrum.error(t)).collect();
        let bound: Vec<f64> = times.iter().map(|&t| certificate.bound(t)).collect();
        let best_bound: Vec<f64> = times.iter().map(|&t| spectrum.best_at(t).bound(t)).collect();
        let of_family = |t: f64| family.iter().map(|certificate| certificate.bound(t)).fold(f64::INFINITY, f64::min);
        let least = |i: usize| of_family(times[i]).min(bound[i]).min(best_bound[i]) - error[i];
        let ratio = |i: usize| best_bound[i] / error[i];
        // Where hardly anything is left of the error, its size is rounding.
        let seen = (0..times.len()).filter(|&i| (1e-6..0.5).contains(&(error[i] / spectrum.norm())));
        let tightest = seen.min_by(|&i, &j| ratio(i).total_cmp(&ratio(j))).unwrap_or(0);
        Self {
            depth,
            least_margin: (0..times.len()).map(least).fold(f64::INFINITY, f64::min),
            tightest_ratio: ratio(tightest),
            tightest_time: times[tightest],
            times: times.to_vec(),
            error,
            bound,
            best_bound,
        }
    }
}
