//! A solid before a camera: its pictures as a function of its pose.

use faer::Mat;
use rayon::prelude::*;

use super::{
    super::{Config, Orbit, Sheet, Steps, outcome::SIDE},
    orbit::Moving,
};
use crate::{
    data::{solids, streams::stream},
    math::{
        images::{
            image::Image,
            paint::Paint,
            posed_solid::{Ellipsoid, Pinhole, Pose, Solid},
            rigid::{Rotation, Vector},
        },
        subspaces::{numerical_rank::NumericalRank, principal_components::PrincipalComponents},
    },
};

/// The names of the six motions, in the order of their parameters.
const MOTIONS: [&str; 6] = ["right", "down", "away", "nod", "turn", "roll"];
/// How far the strip shows each: parts of the solid's size, and radians.
const SHOWN: [f64; 6] = [0.4, 0.4, 1.2, 0.6, 0.6, 0.6];
/// Parameters: the six of the pose, and the size.
const PARAMETERS: usize = 7;
/// Half of the picture's width at the solid's distance, in units of the unit ball's radius.
const HALF_WIDTH: f64 = 1.6;
/// A turn that shows the solid from no special side.
pub(super) const TURNED: Vector = [0.5, -0.7, 0.3];

/// The painted solid of the settings.
pub(super) fn painted(config: &Config) -> Solid {
    let mut rng = stream(config.seed, "articulation paint");
    Solid {
        shape: Ellipsoid { semi_axes: config.solid.semi_axes },
        paint: solids::paint(config.solid.waves, config.solid.frequency, &mut rng),
        fade: config.solid.fade,
    }
}

/// Where the solid is while it rests.
fn at_rest(config: &Config) -> Pose {
    Pose { rotation: Rotation::exp(TURNED), translation: [0.0, 0.0, config.camera.distance], size: 1.0 }
}

fn camera(config: &Config, pixels: usize) -> Pinhole {
    Pinhole { pixels, rays: config.camera.rays, half_width: HALF_WIDTH / config.camera.distance }
}

/// The motion of parameters in the order of [`MOTIONS`], and the size if there are seven.
fn motion(parameters: &[f64]) -> [f64; PARAMETERS] {
    let mut motion = [0.0; PARAMETERS];
    motion[..parameters.len()].copy_from_slice(parameters);
    motion
}

/// The dimension of the turns that a solid of one colour does not show: all three of a ball, one of a solid of revolution.
fn turns_unseen([a, b, c]: Vector) -> usize {
    let same = |x: f64, y: f64| x.to_bits() == y.to_bits();
    match [same(a, b), same(b, c), same(a, c)].into_iter().filter(|same| *same).count() {
        0 => 0,
        1 => 1,
        _ => 3,
    }
}

/// Each solid's count: the painted one, a painted ball, and three of one colour.
pub(super) fn orbits(config: &Config) -> Vec<Orbit> {
    let solid = painted(config);
    let axes = config.solid.semi_axes;
    let one_colour = config.solid.waves == 0 || config.solid.frequency == 0.0;
    let (camera, rest) = (camera(config, config.camera.pixels), at_rest(config));
    let count = |name: &str, semi_axes: Vector, plain: bool| {
        let unseen = if plain || one_colour { turns_unseen(semi_axes) } else { 0 };
        let paint = if plain { Paint::default() } else { solid.paint.clone() };
        let solid = Solid { shape: Ellipsoid { semi_axes }, paint, fade: solid.fade };
        let picture = |parameters: &[f64]| camera.picture(&solid, &rest.moved(motion(parameters)));
        Moving { name, group: 6, stabiliser: unseen, parameters: PARAMETERS }.counted(config.step, &picture)
    };
    vec![
        count("painted solid", axes, false),
        count("painted ball", [1.0; 3], false),
        count("plain solid", axes, true),
        count("plain solid of revolution", [axes[0], axes[0], axes[2]], true),
        count("plain ball", [1.0; 3], true),
    ]
}

/// The painted solid's singular values at steps from 1/10 to 1/10⁹, evenly in their logarithm.
pub(super) fn steps(config: &Config) -> Steps {
    let solid = painted(config);
    let (camera, rest) = (camera(config, config.camera.pixels), at_rest(config));
    let picture = |parameters: &[f64]| camera.picture(&solid, &rest.moved(motion(parameters)));
    let last = (config.steps - 1) as f64;
    let steps: Vec<f64> = (0..config.steps).map(|k| 10.0_f64.powf(-1.0 - 8.0 * k as f64 / last)).collect();
    let counted: Vec<NumericalRank> =
        steps.iter().map(|step| NumericalRank::measure(&picture, PARAMETERS, 2.0 * step)).collect();
    Steps {
        singular_values: (0..PARAMETERS).map(|i| counted.iter().map(|at| at.singular_values[i]).collect()).collect(),
        ranks: counted.iter().map(|at| at.rank).collect(),
        steps,
    }
}

/// The painted solid, moved either way by each of the six motions.
pub(super) fn sheet(config: &Config) -> Sheet {
    let (solid, camera, rest) = (painted(config), camera(config, SIDE), at_rest(config));
    Sheet::from_motions(&MOTIONS, |j, way| {
        let mut parameters = [0.0; 6];
        parameters[j] = way * SHOWN[j];
        camera.picture(&solid, &rest.moved(motion(&parameters)))
    })
}

/// The part of the energy that the best linear space of q dimensions misses, for q = 1, 2, …, of pictures of the painted
/// solid at one place, turned to every side alike.
pub(super) fn missed_of_turned(config: &Config, most: usize) -> Vec<f64> {
    let mut rng = stream(config.seed, "articulation orientations");
    let turns: Vec<Pose> =
        (0..config.orientations).map(|_| Pose { rotation: solids::rotation(&mut rng), ..at_rest(config) }).collect();
    let (solid, camera) = (painted(config), camera(config, config.illumination.pixels));
    let pictures: Vec<Image> = turns.par_iter().map(|pose| camera.picture(&solid, pose)).collect();
    let points = Mat::from_fn(pictures[0].pixels.len(), pictures.len(), |i, j| pictures[j].pixels[i]);
    let components = PrincipalComponents::from_points(points.as_ref());
    (1..=most).map(|q| components.residual(q) / components.residual(0)).collect()
}
