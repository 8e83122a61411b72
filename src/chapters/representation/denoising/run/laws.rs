//! Samples against the distribution that they should have.

use super::{
    super::Law,
    target::{Target, Way, radial},
};
use crate::math::{
    diffusion::ornstein_uhlenbeck::{Point, Transition},
    statistics::kolmogorov::distance_from_uniform,
    vectors::mean,
};

/// A number of a point of the plane whose distribution is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    /// The distance from the origin.
    Radius,
    /// A coordinate, the first or the second.
    Coordinate(usize),
}

impl Number {
    pub(super) const COORDINATES: [Self; 2] = [Self::Coordinate(0), Self::Coordinate(1)];

    fn name(self) -> &'static str {
        match self {
            Self::Radius => "radius",
            Self::Coordinate(0) => "x₁",
            Self::Coordinate(_) => "x₂",
        }
    }

    fn of(self, x: &[f64]) -> f64 {
        match self {
            Self::Radius => x[0].hypot(x[1]),
            Self::Coordinate(j) => x[j],
        }
    }
}

/// The number's distance from its distribution, at each of the times `at`.
pub(super) fn law(
    target: &Target,
    way: Way,
    number: Number,
    states: &[Vec<f64>],
    times: &[f64],
    at: &[usize],
    radius: f64,
) -> Law {
    let mut law = Law {
        data: target.name().to_owned(),
        sampler: way.name().to_owned(),
        number: number.name().to_owned(),
        distances: Vec::new(),
        means: Vec::new(),
        deviations: Vec::new(),
        exact_means: Vec::new(),
        exact_deviations: Vec::new(),
    };
    for &k in at {
        let sample: Vec<f64> = states[k].chunks_exact(2).map(|x| number.of(x)).collect();
        let exact = Exact::at(number, target.given(), radius, times[k]);
        let shares = sample.iter().map(|&x| exact.below(x)).collect();
        law.distances.push((sample.len() as f64).sqrt() * distance_from_uniform(shares));
        let (sample_mean, (exact_mean, exact_deviation)) = (mean(&sample), exact.moments());
        law.means.push(sample_mean);
        law.deviations.push(mean(&sample.iter().map(|x| (x - sample_mean).powi(2)).collect::<Vec<_>>()).sqrt());
        law.exact_means.push(exact_mean);
        law.exact_deviations.push(exact_deviation);
    }
    law
}

/// The exact distribution of a number.
enum Exact {
    Radius(crate::math::diffusion::rice::Rice),
    /// An even mixture of Gaussians of one variance.
    Mixture {
        centres: Vec<f64>,
        noise: f64,
    },
}

impl Exact {
    fn at(number: Number, points: &[Point], radius: f64, t: f64) -> Self {
        let transition = Transition::over(t);
        match number {
            Number::Radius => Self::Radius(radial(radius, t)),
            Number::Coordinate(j) => {
                let centres = points.iter().map(|point| transition.contraction * point[j]).collect();
                Self::Mixture { centres, noise: transition.noise() }
            }
        }
    }

    fn below(&self, x: f64) -> f64 {
        match self {
            Self::Radius(rice) => rice.below(x),
            Self::Mixture { centres, noise } => {
                let normal = |centre: &f64| 0.5 * libm::erfc((centre - x) / (noise * std::f64::consts::SQRT_2));
                centres.iter().map(normal).sum::<f64>() / centres.len() as f64
            }
        }
    }

    /// Mean and standard deviation.
    fn moments(&self) -> (f64, f64) {
        match self {
            Self::Radius(rice) => {
                let mean = rice.mean_of(|r| r);
                (mean, rice.mean_of(|r| (r - mean).powi(2)).sqrt())
            }
            Self::Mixture { centres, noise } => {
                let middle = mean(centres);
                let spread = mean(&centres.iter().map(|c| (c - middle).powi(2)).collect::<Vec<_>>());
                (middle, (spread + noise * noise).sqrt())
            }
        }
    }
}
