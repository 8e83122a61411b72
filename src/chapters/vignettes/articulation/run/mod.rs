//! Orbits counted from pictures, and energies under lamps.

mod frames;
mod illumination;
mod orbit;
mod perspective;
mod pose;

use anyhow::Result;

use super::{Config, Outcome};
use crate::{data::photographs::Photograph, figure::Context, math::images::lambert::energy_through};

/// Counts the dimensions of all orbits and measures the energies under lamps.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let photograph = Photograph::named(&config.perspective.photograph)?.load()?;
    let mut progress = context.progress.task("articulation", 4);
    let pose = pose::orbits(config);
    let steps = pose::steps(config);
    progress.step();
    let perspective = perspective::orbits(config, &photograph);
    let homography_error = perspective::against_exact(config, &photograph);
    progress.step();
    let bodies = illumination::bodies(config);
    let missed_with_cast_shadows = illumination::missed_with_cast_shadows(config);
    progress.step();
    let missed_of_turned = pose::missed_of_turned(config, illumination::MOST);
    progress.step();
    let kernel_energies = [0, 1, 2].map(energy_through);
    let seen = &bodies[1].missed;
    Ok(Outcome {
        pose,
        perspective,
        lamp: illumination::orbits(config),
        steps,
        homography_error,
        enough_for_seen_ball: 1 + seen.iter().take_while(|missed| **missed > 1.0 - kernel_energies[2]).count(),
        bodies,
        missed_with_cast_shadows,
        kernel_energies,
        missed_of_turned,
        pose_sheet: pose::sheet(config),
        perspective_sheet: perspective::sheet(config, &photograph),
        lamps: illumination::strip(config),
    })
}
