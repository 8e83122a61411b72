//! The curves, their exact denoisers, and noised points of them.

use std::f64::consts::TAU;

use rand::Rng;
use rand_distr::StandardNormal;

use super::super::Config;
use crate::{
    data::{
        curves::{Circle, Sine},
        spirals::Spiral,
    },
    math::diffusion::{circle::CircleDenoiser, empirical::EmpiricalDenoiser, ornstein_uhlenbeck::Transition},
};

/// Points that stand for a curve whose denoiser has no closed form: they lie closer than a tenth of the least noise.
const POINTS: usize = 2_000;

/// A curve of the plane with the uniform distribution on it.
pub(super) enum Shape {
    Circle(Circle),
    Sine(Sine),
    Spiral(Spiral),
}

/// A curve and its exact denoiser.
pub(super) struct Problem {
    pub(super) name: &'static str,
    shape: Shape,
    /// Points evenly along the curve: `[POINTS, 2]`.
    pub(super) outline: Vec<[f64; 2]>,
    empirical: EmpiricalDenoiser,
}

/// Noised points of one time or of many, with what they were made of: `[N, 2]` each, one after the other.
pub(super) struct Noised {
    pub(super) clean: Vec<f64>,
    pub(super) noise: Vec<f64>,
    pub(super) x: Vec<f64>,
}

impl Problem {
    /// The circle, the sine and the spiral.
    pub(super) fn all(config: &Config) -> [Self; 3] {
        let spiral = &config.spiral;
        let spiral = Spiral { inner: spiral.inner, gap: spiral.gap, turns: spiral.turns };
        [
            ("circle", Shape::Circle(config.circle)),
            ("sine", Shape::Sine(config.sine)),
            ("spiral", Shape::Spiral(spiral)),
        ]
        .map(|(name, shape)| {
            let outline: Vec<[f64; 2]> = (0..POINTS).map(|i| shape.at((i as f64 + 0.5) / POINTS as f64)).collect();
            let empirical = EmpiricalDenoiser::new(outline.concat(), 2);
            Self { name, shape, outline, empirical }
        })
    }

    /// Clean points at random places, moved by the noise of the time of each.
    pub(super) fn noised(&self, times: &[Transition], rng: &mut impl Rng) -> Noised {
        let clean: Vec<f64> = times.iter().flat_map(|_| self.shape.at(rng.r#gen())).collect();
        let noise: Vec<f64> = clean.iter().map(|_| rng.sample(StandardNormal)).collect();
        let moved = |i: usize| times[i / 2].contraction * clean[i] + times[i / 2].noise() * noise[i];
        Noised { x: (0..clean.len()).map(moved).collect(), clean, noise }
    }

    /// E[x₀ | xₜ = x] for each row of `x`.
    pub(super) fn denoise(&self, x: &[f64], t: f64) -> Vec<f64> {
        self.closed_form(x, t).unwrap_or_else(|| self.empirical.denoise(x, t))
    }

    /// The same if it has a closed form.
    pub(super) fn closed_form(&self, x: &[f64], t: f64) -> Option<Vec<f64>> {
        let Shape::Circle(Circle { radius, .. }) = self.shape else { return None };
        Some(CircleDenoiser { radius }.denoise(x, t))
    }

    pub(super) fn has_closed_form(&self) -> bool {
        matches!(self.shape, Shape::Circle(_))
    }
}

impl Shape {
    /// The point at a part of the curve, from 0 to 1: of the sine's period, else of the length.
    fn at(&self, part: f64) -> [f64; 2] {
        match self {
            Self::Circle(Circle { radius, .. }) => [radius * (TAU * part).cos(), radius * (TAU * part).sin()],
            Self::Sine(Sine { length, amplitude, centre }) => {
                [centre[0] + length * (part - 0.5), centre[1] + amplitude * (TAU * (part - 0.5)).sin()]
            }
            Self::Spiral(spiral) => spiral.at(part).point,
        }
    }
}
