//! Networks of every objective on the circle and the sine, of the first on the spiral, and what they are worth.

mod closed_forms;
mod examined;
mod problem;
mod scaled;
mod student;

use anyhow::Result;

use super::{Arrows, Config, Objective, Outcome};
use crate::{figure::Context, math::vectors::largest};
use closed_forms::{divergence, edm_difference, linear};
use examined::Examiner;
use problem::Problem;

/// The earliest times for which the lecture's loss is followed.
const EARLIEST: [f64; 4] = [0.1, 0.01, 1e-3, 1e-4];

/// Teaches and measures all networks.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let problems = Problem::all(config);
    let mut progress = context.progress.task("score matching", problems.len() + 1);
    let mut curves = Vec::new();
    let (mut fields, mut otherwise) = (Vec::new(), Vec::new());
    let mut of_points = Vec::new();
    for problem in &problems {
        let objectives: &[Objective] = if problem.name == "spiral" { &Objective::ALL[..1] } else { &Objective::ALL };
        let examiner = Examiner::new(problem, config);
        let found = examiner.all(objectives, config.drawn, context.device)?;
        if problem.name == "circle" {
            fields.clone_from(&found[0].fields);
            otherwise = examiner.taught(objectives, &examiner.all(objectives, config.drawn.other(), context.device)?);
            of_points = config.points.iter().map(|&count| examiner.of_points(count)).collect();
            progress.step();
        }
        curves.push(examiner.curve(objectives, &found));
        progress.step();
    }
    let radius = config.circle.radius;
    let edm = |arrows: &Arrows| edm_difference(arrows, radius);
    Ok(Outcome {
        times: config.times.clone(),
        seeds: config.seeds,
        t_min: config.t_min,
        drawn: config.drawn,
        linear: config.times.iter().map(|&t| linear(radius, t)).collect(),
        of_points,
        otherwise,
        curves,
        edm_difference: largest(fields.iter().map(edm)),
        fields,
        radius,
        divergence: EARLIEST.iter().map(|&t| divergence(radius, t, config.t_max)).collect(),
    })
}
