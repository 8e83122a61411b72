//! Gradient ascent along a surface of signals, in coordinates of the surface and lengths of its metric.
//!
//! The product of the data with a template, f(θ), is to be made as large as possible over a family of unit templates.
//! In a coordinate system the gradient depends on the coordinates; divided by the metric g it is the direction of
//! steepest ascent along the surface itself. With g the metric of the match, f ≈ f* (1 − `g_ij` δⁱ δʲ) near the highest
//! point, so that the step below is there Newton's.

use faer::{
    Mat,
    linalg::solvers::{Llt, Solve as _},
};

/// A function on a surface with coordinates and a metric.
pub trait Landscape {
    /// The function and its derivatives by the coordinates: `[d]`.
    fn slope(&self, at: &[f64]) -> (f64, Vec<f64>);

    /// The metric g: `[d, d]`, positive definite.
    fn metric(&self, at: &[f64]) -> Mat<f64>;

    /// The coordinates of the surface's point that is nearest to `at`, which may be outside of its edge.
    fn nearest(&self, at: Vec<f64>) -> Vec<f64> {
        at
    }
}

/// When an ascent ends, and how far it may leap.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How many steps an ascent may take at most.
    pub steps: usize,
    /// The longest step, in lengths of the metric.
    pub longest: f64,
    /// An ascent has arrived when a step raises the function by less than this part of it.
    pub gain: f64,
}

/// An ascent from beginning to end.
#[derive(Debug, Clone)]
pub struct Ascent {
    /// The points: the start and one more per step.
    pub path: Vec<Vec<f64>>,
    /// The function at these points, rising.
    pub values: Vec<f64>,
    /// How many times the function and its derivatives were computed.
    pub evaluations: usize,
    /// Whether it arrived within the steps it was given.
    pub arrived: bool,
}

impl Ascent {
    /// The function where the ascent ended.
    #[must_use]
    pub fn highest(&self) -> f64 {
        self.values[self.values.len() - 1]
    }

    /// The coordinates where the ascent ended: `[d]`.
    #[must_use]
    pub fn end(&self) -> &[f64] {
        &self.path[self.path.len() - 1]
    }
}

/// A step is halved until it gains this part of what its slope promises.
const PROMISE: f64 = 1e-3;
/// After so many halvings, no step is found.
const HALVINGS: i32 = 12;

// ANCHOR: riemannian_step
/// The direction and the length of a step.
///
/// ```text
/// δ = g⁻¹∇f / (2f),   shortened to √(δᵀ g δ) ≤ `longest`                                book eq. riemannian-step
/// ```
///
/// Where f is not above 0, the step has the direction of g⁻¹∇f and the length |δ|, or `longest` if f is 0. Nothing if the
/// slope is 0.
///
/// # Panics
///
/// If g is not positive definite.
#[must_use]
pub fn riemannian_step(value: f64, gradient: &[f64], metric: &Mat<f64>, longest: f64) -> Option<Vec<f64>> {
    let factor = Llt::new(metric.as_ref(), faer::Side::Lower).expect("a positive definite metric");
    let raised = factor.solve(Mat::from_fn(gradient.len(), 1, |i, _| gradient[i]));
    // The norm of the slope in the metric, √(∇fᵀ g⁻¹ ∇f).
    let slope = gradient.iter().enumerate().map(|(i, d)| d * raised[(i, 0)]).sum::<f64>().sqrt();
    if slope == 0.0 {
        return None;
    }
    let length = (slope / (2.0 * value.abs())).min(longest);
    Some((0..gradient.len()).map(|i| raised[(i, 0)] * (length / slope)).collect())
}
// ANCHOR_END: riemannian_step

/// Ascends from `start` until a step gains next to nothing: the function never falls.
///
/// A step that would fall, or rise by less than its slope promises, is halved.
///
/// Source: Absil, Mahony & Sepulchre 2008, §4.2, with Armijo's condition.
#[must_use]
pub fn ascend(landscape: &impl Landscape, start: Vec<f64>, limits: Limits) -> Ascent {
    let (mut value, mut gradient) = landscape.slope(&start);
    let mut ascent = Ascent { path: vec![start], values: vec![value], evaluations: 1, arrived: false };
    while ascent.values.len() <= limits.steps && !ascent.arrived {
        let at = ascent.end().to_vec();
        let Some(step) = riemannian_step(value, &gradient, &landscape.metric(&at), limits.longest) else {
            ascent.arrived = true;
            break;
        };
        let mut next = None;
        for halving in 0..HALVINGS {
            let part = 0.5_f64.powi(halving);
            let to = landscape.nearest(at.iter().zip(&step).map(|(at, step)| at + part * step).collect());
            let promised: f64 = gradient.iter().zip(&to).zip(&at).map(|((d, to), at)| d * (to - at)).sum();
            let there = landscape.slope(&to);
            ascent.evaluations += 1;
            if there.0 > value + PROMISE * promised.max(0.0) {
                next = Some((to, there));
                break;
            }
            // So short a step could gain no more than what counts as nothing.
            if promised.abs() < limits.gain * value.abs() {
                ascent.arrived = true;
                break;
            }
        }
        let Some((to, there)) = next else { break };
        ascent.arrived = there.0 - value < limits.gain * value.abs();
        ascent.path.push(to);
        ascent.values.push(there.0);
        (value, gradient) = there;
    }
    ascent
}

#[cfg(test)]
mod tests {
    use super::{Landscape, Limits, ascend, riemannian_step};
    use crate::math::statistics::fit;
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Mat;

    const LIMITS: Limits = Limits { steps: 60, longest: 0.5, gain: 1e-13 };

    /// A hill 3 e^(−δᵀgδ) over coordinates that are bent: δ = (x − 1, y + x²/4).
    struct Bent {
        floor: f64,
    }

    impl Landscape for Bent {
        fn slope(&self, at: &[f64]) -> (f64, Vec<f64>) {
            let (u, v) = (at[0] - 1.0, at[1] + 0.25 * at[0] * at[0]);
            let hill = 3.0 * (-(2.0 * u * u + 5.0 * v * v)).exp();
            let by = [-4.0 * u * hill, -10.0 * v * hill];
            (hill + self.floor, vec![by[0] + 0.5 * at[0] * by[1], by[1]])
        }

        fn metric(&self, at: &[f64]) -> Mat<f64> {
            let bend = 0.5 * at[0];
            Mat::from_fn(2, 2, |i, j| match (i, j) {
                (0, 0) => 2.0 + 5.0 * bend * bend,
                (1, 1) => 5.0,
                _ => 5.0 * bend,
            })
        }
    }

    #[test]
    fn it_rises_at_every_step_and_ends_at_the_top() {
        let ascent = ascend(&Bent { floor: 0.0 }, vec![0.0, 0.6], LIMITS);
        assert!(ascent.arrived && ascent.values.windows(2).all(|pair| pair[0] < pair[1]));
        // The hill is flat to rounding within √ε of its top.
        assert_abs_diff_eq!(ascent.end()[0], 1.0, epsilon = 1e-6);
        assert_abs_diff_eq!(ascent.end()[1], -0.25, epsilon = 1e-6);
        assert_relative_eq!(ascent.highest(), 3.0, max_relative = 1e-12);
        assert!(ascent.evaluations >= ascent.values.len());
    }

    /// Near the top the step is Newton's: what is left of the way falls as its square or faster.
    #[test]
    fn near_the_top_errors_are_squared() {
        let left = |from: f64| {
            let start = vec![1.0 + from, -0.25 + from];
            let limits = Limits { steps: 1, ..LIMITS };
            let ascent = ascend(&Bent { floor: 0.0 }, start, limits);
            (ascent.end()[0] - 1.0).hypot(ascent.end()[1] + 0.25)
        };
        let from = [0.08, 0.04, 0.02];
        assert!(fit::order(&from, &from.map(left)) > 1.8);
    }

    /// Straight coordinates δ of the same hill: the direction on the surface is the same to first order.
    #[test]
    fn the_direction_does_not_depend_on_the_coordinates() {
        let at = [0.3, 0.2];
        let bent = Bent { floor: 0.0 };
        let (value, gradient) = bent.slope(&at);
        let step = riemannian_step(value, &gradient, &bent.metric(&at), 10.0).unwrap();
        let (u, v) = (at[0] - 1.0, at[1] + 0.25 * at[0] * at[0]);
        // On an exact e^(−δᵀgδ) the step in δ leads to the top: −δ.
        assert_relative_eq!(step[0], -u, max_relative = 1e-12);
        assert_relative_eq!(step[1] + 0.5 * at[0] * step[0], -v, max_relative = 1e-12);
        let short = riemannian_step(value, &gradient, &bent.metric(&at), 0.1).unwrap();
        let metric = bent.metric(&at);
        let square: f64 = (0..4).map(|ij| metric[(ij / 2, ij % 2)] * short[ij / 2] * short[ij % 2]).sum();
        assert_relative_eq!(square.sqrt(), 0.1, max_relative = 1e-12);
    }

    /// Where the function is below 0, up is still up.
    #[test]
    fn it_climbs_out_of_negative_values() {
        let ascent = ascend(&Bent { floor: -2.0 }, vec![0.3, 0.2], LIMITS);
        assert!(ascent.values[0] < 0.0 && ascent.values.windows(2).all(|pair| pair[0] < pair[1]));
        assert_relative_eq!(ascent.highest(), 1.0, max_relative = 1e-9);
        assert!(riemannian_step(1.0, &[0.0, 0.0], &Mat::identity(2, 2), 1.0).is_none());
    }
}
