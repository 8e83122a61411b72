//! Both curves by exact transitions, and one of them by Euler–Maruyama.

mod noised_curve;

use rand::Rng as _;
use rand_distr::StandardNormal;

use super::{Config, NoisedCurve, Outcome, Weak};
use crate::{
    data::streams::stream,
    figure::Context,
    math::{
        diffusion::{euler_maruyama, ornstein_uhlenbeck::Point},
        statistics::fit,
    },
};

/// Follows both curves, and measures the order of the discretisation on the first.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let times = config.times();
    let (sine, circle) = (config.sine.points(config.samples), config.circle.points(config.samples));
    let mut progress = context.progress.task("noising", 3);
    let curves = [("sine", &sine), ("circle", &circle)]
        .into_iter()
        .map(|(name, points)| {
            let curve = NoisedCurve::follow(name, points, &times, config);
            progress.step();
            curve
        })
        .collect();
    let Weak { paths, end_time, fewest_steps, halvings } = config.weak;
    let mut rng = stream(config.seed, "noising weak order");
    let starts: Vec<Point> = sine.iter().copied().cycle().take(paths).collect();
    let steps = (0..=halvings).map(|halving| fewest_steps << halving).collect::<Vec<_>>();
    let weak_errors = euler_maruyama::weak_errors(&starts, end_time, &steps, &mut || rng.sample(StandardNormal));
    progress.step();
    let steps: Vec<f64> = weak_errors.iter().map(|error| error.step).collect();
    let errors: Vec<f64> = weak_errors.iter().map(|error| error.error).collect();
    let exact: Vec<f64> = weak_errors.iter().map(|error| error.exact).collect();
    Outcome {
        times,
        view_half_width: config.view_half_width,
        pixels: config.pixels,
        curves,
        weak_order_slope: fit::order(&steps, &errors),
        weak_order_exact: fit::order(&steps, &exact),
        weak_errors,
    }
}
