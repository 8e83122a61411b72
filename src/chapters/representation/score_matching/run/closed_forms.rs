//! What is known of a circle's score without a network.

use super::super::{Arrows, outcome::Divergence};
use crate::math::{
    diffusion::{
        bessel,
        ornstein_uhlenbeck::Transition,
        prediction::{Prediction, edm_denoiser},
        rice::Rice,
    },
    vectors::largest,
};

/// How far v's guess of the clean point is from EDM's, given the same output, at the starts of all arrows.
pub(super) fn edm_difference(arrows: &Arrows, radius: f64) -> f64 {
    let at = Transition::over(arrows.t);
    let difference = |&x: &f64| {
        // Any output does; it is of the size that networks give.
        let output = x / radius;
        let edm = edm_denoiser(x / at.contraction, at.noise() / at.contraction, -output);
        (edm - Prediction::Velocity.clean(x, output, at)).abs()
    };
    largest(arrows.from.iter().flatten().map(difference))
}

/// The least of the lecture's loss on a circle under times uniform between two, by Simpson's rule in ln t.
pub(super) fn divergence(radius: f64, t_min: f64, t_max: f64) -> Divergence {
    const CELLS: usize = 256;
    let step = (t_max / t_min).ln() / CELLS as f64;
    let weight = |i: usize| match i {
        0 | CELLS => 1.0,
        _ if i % 2 == 1 => 4.0,
        _ => 2.0,
    };
    let term = |i: usize| {
        let t = t_min * (step * i as f64).exp();
        let floor = Prediction::Score.floor_per_dimension(Transition::over(t)) * circle_floor(radius, t);
        weight(i) * t * floor
    };
    let least = (0..=CELLS).map(term).sum::<f64>() * step / 3.0 / (t_max - t_min);
    Divergence { t_min, least, law: -t_min.ln() / (2.0 * (t_max - t_min)) }
}

/// What the best linear guess loses on a circle above the least, in dimensions: a coordinate has variance R²/2.
pub(super) fn linear(radius: f64, t: f64) -> f64 {
    let at = Transition::over(t);
    let seen = at.contraction.powi(2) * radius * radius / 2.0;
    2.0 * seen / (seen + at.variance) - circle_floor(radius, t)
}

/// snr E‖x₀ − E[x₀|xₜ]‖² on a circle: of its square radius the guess, R I₁/I₀, keeps a part.
fn circle_floor(radius: f64, t: f64) -> f64 {
    let at = Transition::over(t);
    let distances = Rice { centre: at.contraction * radius, deviation: at.noise() };
    let kept = distances.mean_of(|r| bessel::ratio(at.contraction * radius * r / at.variance).powi(2));
    at.snr() * radius * radius * (1.0 - kept)
}
