//! Caps of the sphere, which have no isometric chart, and the whole sphere, which has no chart at all.

use std::f64::consts::PI;

use anyhow::{Result, anyhow};
use faer::MatRef;

use super::{
    super::{Config, Sphere, outcome::Glued},
    estimate,
    gluing::shown,
    trials,
};
use crate::{
    data::{spheres, streams::stream},
    ground::estimate::Estimate,
    math::{
        manifolds::{
            isomap::Isomap,
            ltsa::Ltsa,
            neighbours::Neighbours,
            stretch::{Stretch, cap_distortion, folded_part, smallest_ratio},
        },
        statistics::median::over_repetitions,
        vectors::{largest, mean, smallest},
    },
};

/// Rings of the shown cap. One that some sample has no point in is left out.
const RINGS: usize = 8;

/// A method on a sample of a cap.
struct Fitted {
    distortion: f64,
    folded: f64,
    ratio: f64,
    /// Mean stretch away from the middle and around it, one per ring; none where a ring has no point.
    profile: [Vec<Option<f64>>; 2],
    /// Images that keep their orientation, and those that are turned over.
    images: [Vec<[f64; 2]>; 2],
}

/// One sample of a cap.
struct Trial {
    isomap: Fitted,
    ltsa: Fitted,
    /// The angle that the middles of neighbourhoods reach.
    reached_rad: f64,
}

/// All caps, and the whole.
pub(super) fn measure(config: &Config) -> Result<Sphere> {
    let caps = &config.sphere.caps_rad;
    let levels = caps.iter().chain([&PI]).map(|&alpha| trials(config, |trial| Trial::run(config, alpha, trial)));
    let levels: Vec<Vec<Trial>> = levels.collect::<Result<_>>()?;
    let place = caps.iter().position(|&alpha| alpha.to_bits() == config.sphere.shown_cap_rad.to_bits()).unwrap_or(0);
    let ring = config.sphere.shown_cap_rad / RINGS as f64;
    let has_points = |at: usize| levels[place].iter().all(|trial| trial.isomap.profile[0][at].is_some());
    let reached = |level: &Vec<Trial>| cap_distortion(estimate(level, |trial| trial.reached_rad).value);
    Ok(Sphere {
        caps_rad: caps.clone(),
        bound: caps.iter().map(|&alpha| cap_distortion(alpha)).collect(),
        reached_bound: levels[..caps.len()].iter().map(reached).collect(),
        isomap: glued(&levels, place, |trial| &trial.isomap),
        ltsa: glued(&levels, place, |trial| &trial.ltsa),
        profile_rad: (0..RINGS).filter(|&at| has_points(at)).map(|at| (at as f64 + 0.5) * ring).collect(),
        shown_cap_rad: config.sphere.shown_cap_rad,
    })
}

/// One method, with the profile of the cap at `place`.
fn glued(levels: &[Vec<Trial>], place: usize, of: fn(&Trial) -> &Fitted) -> Glued {
    let profile = |which: usize| -> Vec<Estimate> {
        let of_trials =
            |at: usize| levels[place].iter().map(|trial| of(trial).profile[which][at]).collect::<Option<Vec<f64>>>();
        (0..RINGS).filter_map(of_trials).map(|stretches| over_repetitions(&stretches)).collect()
    };
    let (whole, caps) = levels.split_last().expect("the whole sphere is one of them");
    Glued {
        distortion: caps.iter().map(|level| estimate(level, |trial| of(trial).distortion)).collect(),
        folded: levels.iter().map(|level| estimate(level, |trial| of(trial).folded)).collect(),
        smallest_ratio: levels.iter().map(|level| estimate(level, |trial| of(trial).ratio)).collect(),
        profile: [profile(0), profile(1)],
        whole: of(&whole[0]).images.clone(),
    }
}

impl Trial {
    fn run(config: &Config, alpha: f64, trial: usize) -> Result<Self> {
        let count = config.sphere.samples;
        let points =
            spheres::cap(2, alpha, count, &mut stream(config.seed, &format!("chart_gluing cap {alpha} {trial}")));
        let nearest = Neighbours::of(points.as_ref(), config.sphere.neighbours);
        let isomap = Isomap::fit(&nearest, 2).map_err(|unreached| {
            anyhow!("{unreached} of {count} points of a cap cannot be reached; take more `sphere.neighbours`")
        })?;
        let ltsa = Ltsa::fit(points.as_ref(), &nearest, 2);
        let farthest: Vec<f64> = nearest.distances.iter().map(|lengths| lengths[lengths.len() - 1]).collect();
        Ok(Self {
            isomap: Fitted::of(points.as_ref(), &nearest, isomap.coordinates(), alpha),
            ltsa: Fitted::of(points.as_ref(), &nearest, ltsa.coordinates.as_ref(), alpha),
            reached_rad: (alpha - mean(&farthest)).max(alpha / 2.0),
        })
    }
}

impl Fitted {
    fn of(points: MatRef<'_, f64>, nearest: &Neighbours, images: MatRef<'_, f64>, alpha: f64) -> Self {
        let step = |i: usize, j: usize| spheres::polar_step(points.col(i), points.col(j));
        let stretches = Stretch::everywhere(&nearest.indices, images, step);
        let most = largest(stretches.iter().map(|stretch| stretch.extreme[0]));
        let least = smallest(stretches.iter().map(|stretch| stretch.extreme[1]));
        let ring = |j: usize| {
            let height: f64 = points[(2, j)];
            ((height.clamp(-1.0, 1.0).acos() / alpha * RINGS as f64) as usize).min(RINGS - 1)
        };
        let profile = [0, 1].map(|which| {
            let of_ring = |at: usize| {
                let members = stretches.iter().enumerate().filter(|(j, _)| ring(*j) == at);
                let along: Vec<f64> = members.map(|(_, stretch)| stretch.along[which]).collect();
                (!along.is_empty()).then(|| mean(&along))
            };
            (0..RINGS).map(of_ring).collect()
        });
        let shown = shown(images);
        let side = |turned: bool| {
            let members = shown.iter().zip(&stretches).filter(|(_, stretch)| stretch.turned == turned);
            members.map(|(image, _)| *image).collect()
        };
        Self {
            distortion: most / least,
            folded: folded_part(&stretches),
            ratio: smallest_ratio(points, images),
            profile,
            images: [side(false), side(true)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::Config, RINGS, measure};
    use crate::{figure::Settings as _, ground::scale::Scale};

    /// A hundred points leave some ring of some trial without any.
    #[test]
    fn a_ring_without_points_is_left_out() {
        let mut config = Config::at(Scale::Quick);
        (config.sphere.samples, config.trials) = (100, 12);
        let sphere = measure(&config).unwrap();
        assert!(sphere.profile_rad.len() < RINGS, "{} rings", sphere.profile_rad.len());
        for profile in sphere.isomap.profile.iter().chain(&sphere.ltsa.profile) {
            assert_eq!(profile.len(), sphere.profile_rad.len());
        }
    }
}
