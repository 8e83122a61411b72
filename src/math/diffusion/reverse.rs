//! The reverse process, one step at a time, and how far a path may start from where it should.

use super::{
    empirical::EmpiricalDenoiser,
    ornstein_uhlenbeck::{Point, log_normal},
};

// ANCHOR: step
/// One step of length `h` back in time: it undoes the pull to the origin, climbs the log density twice, and adds new
/// noise. `score` is ∇log ρₜ(x), and `z` a standard normal.
///
/// ```text
/// x ← x + h (x + 2∇log ρₜ(x)) + √(2h) z                   book eq. reverse-step
/// ```
///
/// Source: Anderson 1982, by Euler's rule.
#[must_use]
pub fn step(x: f64, score: f64, h: f64, z: f64) -> f64 {
    x + h * (x + 2.0 * score) + (2.0 * h).sqrt() * z
}
// ANCHOR_END: step

// ANCHOR: reached
/// The probability with which the exact reverse process, started at time `t` from the standard normal of the plane and not
/// from ρₜ, ends in each of the points: `[N]`.
///
/// ```text
/// q_i = ∫ γ(x) w_i(x, t) dx                               book eq. reached
/// ```
///
/// By the trapezoidal rule with five nodes to a unit, as far as eight units.
///
/// # Panics
///
/// If the points are not of the plane, or `t` is not positive.
#[must_use]
pub fn reached(points: &EmpiricalDenoiser, t: f64) -> Vec<f64> {
    const SPACING: f64 = 0.2;
    const NODES: i32 = 40;
    let mut reached = vec![0.0; points.count()];
    for row in -NODES..=NODES {
        let node = |column: i32| -> Point { [f64::from(column) * SPACING, f64::from(row) * SPACING] };
        let line: Vec<f64> = (-NODES..=NODES).flat_map(node).collect();
        let weights = points.weights(&line, t);
        for (x, weights) in line.chunks_exact(2).zip(weights.chunks_exact(points.count())) {
            let mass = SPACING * SPACING * log_normal([x[0], x[1]]).exp();
            reached.iter_mut().zip(weights).for_each(|(sum, w)| *sum += mass * w);
        }
    }
    reached
}
// ANCHOR_END: reached

/// The relative entropy of the even distribution on N points to the one that has `reached` them, in nats.
///
/// ```text
/// KL(uniform‖q) = (1/N) Σ_i ln(1/(N q_i)) ≤ KL(ρ_T‖γ)       book eq. start-cost
/// ```
#[must_use]
pub fn cost(reached: &[f64]) -> f64 {
    let n = reached.len() as f64;
    reached.iter().map(|q| -(n * q).ln()).sum::<f64>() / n
}

#[cfg(test)]
mod tests {
    use super::{cost, reached, step};
    use crate::{
        data::streams::stream,
        math::diffusion::{empirical::EmpiricalDenoiser, ornstein_uhlenbeck::NoisedPoints},
    };
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    const POINTS: [[f64; 2]; 4] = [[1.0, 0.2], [-0.4, 0.9], [0.1, -1.3], [2.0, 1.0]];

    /// Second road: a sum over normal draws. And what is reached is a distribution, never further from even than the start
    /// is from normal.
    #[test]
    fn what_is_reached_is_what_draws_reach() {
        let mut rng = stream(4, "tests/reached");
        let points = EmpiricalDenoiser::new(POINTS.concat(), 2);
        for t in [0.2, 0.8] {
            let exact = reached(&points, t);
            assert_relative_eq!(exact.iter().sum::<f64>(), 1.0, max_relative = 1e-9);
            let draws: Vec<f64> = (0..40_000).map(|_| rng.sample(StandardNormal)).collect();
            let weights = points.weights(&draws, t);
            for (i, q) in exact.iter().enumerate() {
                let mean = weights.iter().skip(i).step_by(4).sum::<f64>() / 20_000.0;
                // Weights vary by at most ½: four standard errors.
                assert_abs_diff_eq!(mean, *q, epsilon = 4.0 * 0.5 / 20_000_f64.sqrt());
            }
            let bound = NoisedPoints::at(&POINTS, t).kl_to_normal(3.0);
            assert!(0.0 < cost(&exact) && cost(&exact) < bound, "{} {bound}", cost(&exact));
        }
    }

    /// Second road: for normal data the score is −x, and many steps leave a normal distribution as it is, up to h.
    #[test]
    fn steps_keep_a_normal_distribution() {
        let mut rng = stream(5, "tests/reverse");
        let (h, paths) = (0.01, 20_000);
        let mut square = 0.0;
        for _ in 0..paths {
            let mut x: f64 = rng.sample(StandardNormal);
            for _ in 0..100 {
                x = step(x, -x, h, rng.sample(StandardNormal));
            }
            square += x * x / f64::from(paths);
        }
        // The stationary variance is 1/(1 − h/2); four standard errors of √(2/20000).
        assert_abs_diff_eq!(square, 1.0 / (1.0 - h / 2.0), epsilon = 0.04);
    }
}
