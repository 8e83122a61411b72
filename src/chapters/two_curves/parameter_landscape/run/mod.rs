//! Runs the descents and measures the landscape.

mod balanced;
mod draws;
mod landscape;
mod trials;

use trials::Problem;

use super::{Config, Landscape, Outcome};
use crate::{figure::Context, math::sparse::dictionary_objective::GradientDescent};

/// A descent has arrived when its gradient along the sphere is shorter than this.
const THRESHOLD: f64 = 1e-4;

/// Measures everything that the figure shows.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let mut task = context.progress.task("descents", config.dimensions.len() * config.samples.len());
    let mut by_samples = Vec::new();
    for &dimension in &config.dimensions {
        let mut shares = Vec::new();
        for &samples in &config.samples {
            shares.push(Problem { dimension, samples, theta: config.theta }.share_of_hits(config));
            task.step();
        }
        by_samples.push(shares);
    }
    let (dimension, samples) = (config.dimensions[0], config.samples[config.samples.len() - 1]);
    let at_theta = |&theta: &f64| Problem { dimension, samples, theta }.share_of_hits(config);
    let by_theta = config.thetas.iter().map(at_theta).collect();
    Outcome {
        landscape: Landscape::picture(config),
        balanced: balanced::balanced_points(config),
        samples: config.samples.clone(),
        by_samples,
        by_theta,
    }
}

/// The descents of the settings.
fn gradient_descent(config: &Config) -> GradientDescent {
    GradientDescent { rate: config.mu, steps: config.steps, threshold: THRESHOLD }
}
