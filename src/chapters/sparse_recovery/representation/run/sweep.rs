//! Both methods against the angle between planes, and against the number of samples of curves.

use std::iter::once;

use faer::Mat;
use rand::Rng;
use rayon::prelude::*;

use super::{
    super::{CURVE, Config, Guarantee, PLANE, Sweep},
    trial::{Sought, Trial},
};
use crate::{
    data::{components::Components, moment_curves::MomentCurves, streams::stream, subspaces::Subspaces},
    figure::Context,
    ground::estimate::Estimate,
    math::{
        statistics::bootstrap::mean_interval,
        subspaces::covering_radius::covering_radius,
        vectors::{largest, mean},
    },
};

/// From this mean accuracy on the points count as identified.
const IDENTIFIED: f64 = 0.95;

/// What the sweeps keep of a trial.
struct Numbers {
    ssc: f64,
    pca: f64,
    preserved: f64,
    cheaper_cut: f64,
    largest_foreign_share: f64,
    lost_by_one: f64,
    lost_by_identified: f64,
    lost_by_true: f64,
}

impl Numbers {
    /// What both methods make of `components`.
    fn measure(components: &Components, sought: Sought, config: &Config, rng: &mut impl Rng) -> Self {
        let dimension = sought.dimension;
        let trial = Trial::make(components, sought, config, rng);
        let [identified, right] = trial.cuts(components);
        Self {
            ssc: trial.ssc_accuracy,
            pca: trial.pca_accuracy,
            preserved: trial.preserved(),
            cheaper_cut: f64::from(u8::from(identified < right)),
            largest_foreign_share: largest(trial.foreign_shares.iter().copied()),
            lost_by_one: trial.of_all.lost(dimension),
            lost_by_identified: trial.of_identified.lost(dimension),
            lost_by_true: trial.of_true.lost(dimension),
        }
    }
}

/// The mean of `values`, one per repetition, and its interval.
fn mean_of(values: &[f64], rng: &mut impl Rng) -> Estimate {
    const LEVEL: f64 = 0.95;
    const RESAMPLES: usize = 1_000;
    Estimate::new(mean(values), mean_interval(values, LEVEL, RESAMPLES, rng))
}

impl Sweep {
    /// The sweep with these trials at each of its `places`, one per repetition.
    fn through(noise: f64, places: &[f64], trials: &[Vec<Numbers>], config: &Config, purpose: &str) -> Self {
        let means = |name: &str, number: &dyn Fn(&Numbers) -> f64| {
            let mut rng = stream(config.seed, &format!("representation {purpose} {noise} {name}"));
            let at_place = |trials: &Vec<Numbers>| mean_of(&trials.iter().map(number).collect::<Vec<_>>(), &mut rng);
            trials.iter().map(at_place).collect::<Vec<_>>()
        };
        let ssc = means("ssc", &|numbers| numbers.ssc);
        let identified = places.iter().zip(&ssc).rev().take_while(|(_, accuracy)| accuracy.value >= IDENTIFIED);
        Self {
            noise,
            identified_from: identified.last().map(|(place, _)| *place),
            ssc,
            pca: means("pca", &|numbers| numbers.pca),
            preserved: means("preserved", &|numbers| numbers.preserved),
            cheaper_cut: means("cheaper cut", &|numbers| numbers.cheaper_cut),
            lost_by_one: means("one", &|numbers| numbers.lost_by_one),
            lost_by_identified: means("identified", &|numbers| numbers.lost_by_identified),
            lost_by_true: means("true", &|numbers| numbers.lost_by_true),
        }
    }
}

/// A sweep of planes for each noise, and the guarantee for those without noise.
pub(super) fn against_angle(config: &Config, context: &Context) -> (Vec<Sweep>, Guarantee) {
    let mut progress = context.progress.task("planes", config.noises.len() * config.angles_deg.len());
    // Of a repetition, all angles and noises have the same orientation and the same coordinates in the planes.
    let data = |noise: f64, angle_deg: f64, repetition: usize| {
        let mut rng = stream(config.seed, &format!("representation planes {repetition}"));
        let fan = Subspaces::fan(config.planes.count, PLANE, config.planes.ambient, angle_deg.to_radians(), &mut rng);
        let components = fan.points(config.planes.per_plane, noise, &mut rng);
        (fan, components, rng)
    };
    let trials: Vec<Vec<Vec<Numbers>>> = config
        .noises
        .iter()
        .map(|&noise| {
            let at_angle = |&angle_deg: &f64| {
                let trials = repeated(config, |repetition| {
                    let (_, components, mut rng) = data(noise, angle_deg, repetition);
                    Numbers::measure(
                        &components,
                        Sought { count: config.planes.count, dimension: PLANE },
                        config,
                        &mut rng,
                    )
                });
                progress.step();
                trials
            };
            config.angles_deg.iter().map(at_angle).collect()
        })
        .collect();
    let covering_radii_deg = repeated(config, |repetition| {
        let (fan, components, _) = data(0.0, config.angles_deg[0], repetition);
        widest_covering_radius(&fan, &components).to_degrees()
    });
    let sweep = |(noise, trials): (&f64, &Vec<_>)| Sweep::through(*noise, &config.angles_deg, trials, config, "planes");
    let sweeps = config.noises.iter().zip(&trials).map(sweep).collect();
    (sweeps, Guarantee::hold(config, covering_radii_deg, &trials))
}

impl Guarantee {
    /// Holds the codes of the noiseless sweeps against what is promised of them.
    fn hold(config: &Config, covering_radii_deg: Vec<f64>, sweeps: &[Vec<Vec<Numbers>>]) -> Self {
        let noiseless = config.noises.iter().zip(sweeps).filter(|(noise, _)| **noise == 0.0);
        let all = noiseless.flat_map(|(_, places)| config.angles_deg.iter().zip(places)).flat_map(|(angle, trials)| {
            trials.iter().zip(&covering_radii_deg).filter(move |(_, radius)| angle > radius)
        });
        let shares: Vec<f64> = all.map(|(numbers, _)| numbers.largest_foreign_share).collect();
        Self {
            covering_radius_deg: mean(&covering_radii_deg),
            promised: shares.len(),
            largest_foreign_share: largest(once(0.0).chain(shares)),
            covering_radii_deg,
        }
    }
}

/// The largest covering radius of the planes' points, each in the coordinates of its plane; radians.
fn widest_covering_radius(fan: &Subspaces, components: &Components) -> f64 {
    let per_plane = components.labels.len() / fan.bases.len();
    let radius = |(plane, basis): (usize, &Mat<f64>)| {
        let points = components.points.as_ref().subcols(plane * per_plane, per_plane);
        covering_radius((basis.transpose() * points).as_ref())
    };
    largest(fan.bases.iter().enumerate().map(radius))
}

/// A sweep of curves through the numbers of samples per curve.
pub(super) fn against_samples(config: &Config, context: &Context) -> Sweep {
    let mut progress = context.progress.task("curves", config.samples.len());
    let at_samples = |&samples: &usize| {
        let trials = repeated(config, |repetition| {
            let mut rng = stream(config.seed, &format!("representation curves {repetition}"));
            let curves = MomentCurves::new(config.curves.count, config.curves.frequencies, &mut rng);
            let components = curves.points(samples, &mut rng);
            Numbers::measure(&components, Sought { count: config.curves.count, dimension: CURVE }, config, &mut rng)
        });
        progress.step();
        trials
    };
    let trials: Vec<Vec<Numbers>> = config.samples.iter().map(at_samples).collect();
    let places: Vec<f64> = config.samples.iter().map(|&samples| samples as f64).collect();
    Sweep::through(0.0, &places, &trials, config, "curves")
}

/// What each repetition gives, in their order.
fn repeated<T: Send>(config: &Config, trial: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    (0..config.repetitions).into_par_iter().map(trial).collect()
}
