//! What is noised, and the two ways back to it.

use std::convert::Infallible;

use crate::math::diffusion::{
    circle::CircleDenoiser,
    empirical::EmpiricalDenoiser,
    ornstein_uhlenbeck::{Point, Transition},
    reverse,
    rice::Rice,
    samplers::{Sampler, sample, score},
};

/// Data with their exact denoiser.
pub(super) struct Target {
    name: String,
    denoiser: Denoiser,
    points: Vec<Point>,
}

enum Denoiser {
    Points(EmpiricalDenoiser),
    Circle(CircleDenoiser),
}

impl Target {
    pub(super) fn points(name: &str, points: &[Point]) -> Self {
        let denoiser = Denoiser::Points(EmpiricalDenoiser::new(points.concat(), 2));
        Self { name: name.to_owned(), denoiser, points: points.to_vec() }
    }

    pub(super) fn whole_circle(circle: CircleDenoiser) -> Self {
        Self { name: "the whole circle".to_owned(), denoiser: Denoiser::Circle(circle), points: Vec::new() }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The points, if they are points.
    pub(super) fn given(&self) -> &[Point] {
        &self.points
    }

    /// Whether all of it lies at the distance `radius` from the origin, so that noise makes its radius Rice's.
    pub(super) fn is_a_circle(&self, radius: f64) -> bool {
        self.points.iter().all(|p| (p[0].hypot(p[1]) - radius).abs() < 1e-12 * radius)
    }

    pub(super) fn denoise(&self, x: &[f64], t: f64) -> Vec<f64> {
        match &self.denoiser {
            Denoiser::Points(points) => points.denoise(x, t),
            Denoiser::Circle(circle) => circle.denoise(x, t),
        }
    }
}

/// A way from noise to data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// The reverse SDE, by Euler's rule.
    ReverseProcess,
    /// The probability flow, by Heun's rule.
    ProbabilityFlow,
}

impl Way {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::ReverseProcess => "reverse SDE",
            Self::ProbabilityFlow => "probability flow",
        }
    }

    /// The states at the `kept` places of `times`, from `starts` at the first; at other places nothing.
    pub(super) fn follow(
        self,
        target: &Target,
        starts: Vec<f64>,
        times: &[f64],
        kept: &[usize],
        normal: &mut dyn FnMut() -> f64,
    ) -> Vec<Vec<f64>> {
        let mut states = vec![Vec::new(); times.len()];
        let mut x = starts;
        for (k, pair) in times.windows(2).enumerate() {
            let next = match self {
                Self::ReverseProcess => {
                    let (guesses, transition) = (target.denoise(&x, pair[0]), Transition::over(pair[0]));
                    let step =
                        |(&x, &guess)| reverse::step(x, score(x, guess, transition), pair[0] - pair[1], normal());
                    x.iter().zip(&guesses).map(step).collect()
                }
                Self::ProbabilityFlow => {
                    let mut denoise = |x: &[f64], t: f64| Ok::<_, Infallible>(target.denoise(x, t));
                    let Ok(next) = sample(Sampler::Heun, x.clone(), pair, &mut denoise, normal);
                    next
                }
            };
            let before = std::mem::replace(&mut x, next);
            if kept.contains(&k) {
                states[k] = before;
            }
        }
        states[times.len() - 1] = x;
        states
    }
}

/// The distribution of the radius at time `t` of a noised point of the circle.
pub(super) fn radial(radius: f64, t: f64) -> Rice {
    let transition = Transition::over(t);
    Rice { centre: transition.contraction * radius, deviation: transition.noise() }
}
