//! The data sets of the pictures, and those of the sweeps.

mod instance;
mod sweep;
mod trial;

use faer::Mat;

use super::{CURVE, Config, Instance, Outcome, PLANE};
use crate::{
    data::{moment_curves::MomentCurves, streams::stream, subspaces::Subspaces},
    figure::Context,
    math::subspaces::{fan::Fan, spectral_clustering::slowest_wave},
};

use trial::Sought;

/// Finds and represents the pictured planes and curves, then those of the sweeps.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let Config { planes, curves, .. } = config;
    let mut rng = stream(config.seed, "representation pictured planes");
    let angle_rad = planes.angle_deg.to_radians();
    let fan = Subspaces::fan(planes.count, PLANE, planes.ambient, angle_rad, &mut rng);
    // Two axes of the first plane, and the one that its first axis turns to.
    let axes = Mat::from_fn(3, planes.ambient, |i, j| fan.frame[(j, i)]);
    let components = fan.points(planes.per_plane, planes.noise, &mut rng);
    let pictured_planes = Instance::find(
        &components,
        Sought { count: planes.count, dimension: PLANE },
        &fan.bases,
        axes.as_ref(),
        config,
        &mut rng,
    );

    let mut rng = stream(config.seed, "representation pictured curves");
    let family = MomentCurves::new(curves.count, curves.frequencies, &mut rng);
    let axes = Mat::from_fn(3, 2 * curves.frequencies, |i, j| f64::from(u8::from(i == j)));
    let components = family.points(curves.per_curve, &mut rng);
    let pictured_curves = Instance::find(
        &components,
        Sought { count: curves.count, dimension: CURVE },
        &[],
        axes.as_ref(),
        config,
        &mut rng,
    );

    let (against_angle, guarantee) = sweep::against_angle(config, context);
    let pictured =
        Fan { count: planes.count, dimension: PLANE, ambient: planes.ambient, angle_rad, noise: planes.noise };
    let lost_exactly = |angle_deg: &f64| Fan { angle_rad: angle_deg.to_radians(), noise: 0.0, ..pictured }.residual();
    Outcome {
        planes: pictured_planes,
        curves: pictured_curves,
        lost_by_one_exact: config.angles_deg.iter().map(lost_exactly).collect(),
        lost_by_one_pictured: pictured.residual(),
        noise_beside: pictured.noise_beside(),
        angles_deg: config.angles_deg.clone(),
        against_angle,
        guarantee,
        samples: config.samples.iter().map(|&samples| samples as f64).collect(),
        against_samples: sweep::against_samples(config, context),
        lost_by_curve_exact: 1.0 - 1.0 / (2 * curves.frequencies) as f64,
        slowest_wave: slowest_wave(curves.per_curve),
    }
}
