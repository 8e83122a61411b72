//! Both methods against the angle between planes, and against the number of samples of curves.

use faer::Mat;
use rand::Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{CURVE, Config, PLANE, trial::Trial};
use crate::{
    data::{components::Components, moment_curves::MomentCurves, streams::stream, subspaces::Subspaces},
    figure::Context,
    math::{statistics::bootstrap::mean_interval, subspaces::covering_radius::covering_radius},
};

/// Means over repetitions, and their 95 % intervals by bootstrap: one of each for each place of a sweep.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Means {
    /// The mean.
    pub mean: Vec<f64>,
    /// The lower end of the interval.
    pub low: Vec<f64>,
    /// The upper end of the interval.
    pub high: Vec<f64>,
}

/// What the methods do at each place of a sweep. Errors are at the true dimension of a component.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sweep {
    /// The noise of the points, as a part of their length.
    pub noise: f64,
    /// The first place of the sweep from which on sparse subspace clustering puts 95 % of the points right on
    /// average, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identified_from: Option<f64>,
    /// The part of the points that sparse subspace clustering puts right.
    pub ssc: Means,
    /// The part that k-means on the principal coordinates puts right.
    pub pca: Means,
    /// The part of the points whose code has nothing on other components.
    pub preserved: Means,
    /// The part of the data sets whose graph is cut less by the identified components than by the true ones.
    pub cheaper_cut: Means,
    /// The part of the energy that one PCA of all points loses.
    pub lost_by_one: Means,
    /// The part that a PCA of each identified component loses.
    pub lost_by_identified: Means,
    /// The part that a PCA of each true component loses.
    pub lost_by_true: Means,
}

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

/// When theory promises that no code leaves its plane, and what codes do then.
#[derive(Debug, Serialize, Deserialize)]
pub struct Guarantee {
    /// The smallest angle at which the promise is given, one a repetition, degrees.
    pub covering_radii_deg: Vec<f64>,
    /// Their mean, degrees.
    pub covering_radius_deg: f64,
    /// Noiseless data sets of the sweep for which it is given.
    pub promised: usize,
    /// The largest part of a code on other planes among these data sets.
    pub largest_foreign_share: f64,
}

impl Numbers {
    fn of(components: &Components, (count, dimension): (usize, usize), config: &Config, rng: &mut impl Rng) -> Self {
        let trial = Trial::of(components, count, dimension, config, rng);
        let [identified, right] = trial.cuts(components);
        Self {
            ssc: trial.ssc_accuracy,
            pca: trial.pca_accuracy,
            preserved: trial.preserved(),
            cheaper_cut: f64::from(u8::from(identified < right)),
            largest_foreign_share: trial.foreign_shares.iter().copied().fold(0.0, f64::max),
            lost_by_one: trial.of_all.lost(dimension),
            lost_by_identified: trial.of_identified.lost(dimension),
            lost_by_true: trial.of_true.lost(dimension),
        }
    }
}

impl Means {
    /// Adds the mean of `values` and its interval.
    fn push(&mut self, values: &[f64], rng: &mut impl Rng) {
        const LEVEL: f64 = 0.95;
        const RESAMPLES: usize = 1_000;
        let (low, high) = mean_interval(values, LEVEL, RESAMPLES, rng);
        self.mean.push(values.iter().sum::<f64>() / values.len() as f64);
        self.low.push(low);
        self.high.push(high);
    }
}

impl Sweep {
    /// The sweep with these trials at each of its `places`, one a repetition.
    fn of(noise: f64, places: &[f64], trials: &[Vec<Numbers>], config: &Config, purpose: &str) -> Self {
        let means = |name: &str, number: &dyn Fn(&Numbers) -> f64| {
            let mut rng = stream(config.seed, &format!("representation {purpose} {noise} {name}"));
            let mut means = Means::default();
            for repetitions in trials {
                means.push(&repetitions.iter().map(number).collect::<Vec<_>>(), &mut rng);
            }
            means
        };
        let ssc = means("ssc", &|numbers| numbers.ssc);
        let identified = places.iter().zip(&ssc.mean).rev().take_while(|(_, accuracy)| **accuracy >= IDENTIFIED);
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
                    Numbers::of(&components, (config.planes.count, PLANE), config, &mut rng)
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
    let sweep = |(noise, trials): (&f64, &Vec<_>)| Sweep::of(*noise, &config.angles_deg, trials, config, "planes");
    let sweeps = config.noises.iter().zip(&trials).map(sweep).collect();
    (sweeps, Guarantee::of(config, covering_radii_deg, &trials))
}

impl Guarantee {
    fn of(config: &Config, covering_radii_deg: Vec<f64>, sweeps: &[Vec<Vec<Numbers>>]) -> Self {
        let noiseless = config.noises.iter().zip(sweeps).filter(|(noise, _)| **noise == 0.0);
        let all = noiseless.flat_map(|(_, places)| config.angles_deg.iter().zip(places)).flat_map(|(angle, trials)| {
            trials.iter().zip(&covering_radii_deg).filter(move |(_, radius)| angle > radius)
        });
        let shares: Vec<f64> = all.map(|(numbers, _)| numbers.largest_foreign_share).collect();
        Self {
            covering_radius_deg: covering_radii_deg.iter().sum::<f64>() / covering_radii_deg.len() as f64,
            promised: shares.len(),
            largest_foreign_share: shares.iter().copied().fold(0.0, f64::max),
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
    fan.bases.iter().enumerate().map(radius).fold(0.0, f64::max)
}

/// A sweep of curves through the numbers of samples a curve.
pub(super) fn against_samples(config: &Config, context: &Context) -> Sweep {
    let mut progress = context.progress.task("curves", config.samples.len());
    let at_samples = |&samples: &usize| {
        let trials = repeated(config, |repetition| {
            let mut rng = stream(config.seed, &format!("representation curves {repetition}"));
            let curves = MomentCurves::new(config.curves.count, config.curves.frequencies, &mut rng);
            let components = curves.points(samples, &mut rng);
            Numbers::of(&components, (config.curves.count, CURVE), config, &mut rng)
        });
        progress.step();
        trials
    };
    let trials: Vec<Vec<Numbers>> = config.samples.iter().map(at_samples).collect();
    let places: Vec<f64> = config.samples.iter().map(|&samples| samples as f64).collect();
    Sweep::of(0.0, &places, &trials, config, "curves")
}

/// What each repetition gives, in their order.
fn repeated<T: Send>(config: &Config, of: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    (0..config.repetitions).into_par_iter().map(of).collect()
}
