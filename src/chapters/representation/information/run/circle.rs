//! The circle, whole and as points.

use std::f64::consts::TAU;

use super::super::{CircleSettings, LatticeScore};
use crate::math::diffusion::{
    dimension::circle_dimension,
    lattice::{Lattice, predicted_collapse_time, total_information},
    ornstein_uhlenbeck::Transition,
    signal_to_noise::time_at_log_ratio,
};

/// λ and the loss of the whole circle, from much noise to t = 10⁻⁶.
pub(super) fn whole(settings: &CircleSettings) -> (Vec<f64>, Vec<f64>) {
    let end = Transition::over(1e-6).log_ratio();
    let steps = 8 * settings.per_unit;
    let log_ratios: Vec<f64> = (0..=steps).map(|k| -4.0 + (end + 4.0) * k as f64 / steps as f64).collect();
    let losses = log_ratios.iter().map(|&l| circle_dimension(settings.radius, time_at_log_ratio(l))).collect();
    (log_ratios, losses)
}

/// The losses of each number of points.
pub(super) fn lattices(settings: &CircleSettings) -> Vec<LatticeScore> {
    settings.counts.iter().map(|&count| score(settings, count)).collect()
}

fn score(settings: &CircleSettings, count: usize) -> LatticeScore {
    let lattice = Lattice::new(settings.radius, count);
    let all = lattice.losses(settings.per_unit);
    let spacing = TAU * settings.radius / count as f64;
    let (log_ratios, losses) = all.iter().copied().unzip();
    LatticeScore {
        count,
        information: total_information(&all),
        log_ratios,
        losses,
        log_count: (count as f64).ln(),
        collapse_time: lattice.collapse_time(),
        predicted_time: predicted_collapse_time(settings.radius, count),
        same_point_ratio: (-Transition::over(lattice.same_point_time()).log_ratio()).exp() / spacing,
    }
}
