//! The dimension of the twos by three estimators, and what two of them say of clouds of known dimension.

use faer::{Mat, MatRef};
use rand::{Rng as _, RngCore};
use rand_distr::StandardNormal;
use rayon::prelude::*;

use super::super::{Config, Dimensions, Known, Parts};
use super::twos::Twos;
use crate::{
    data::streams::stream,
    ground::{estimate::Estimate, progress::Task},
    math::{
        manifolds::{local_pca_dimension::local_pca_dimensions, neighbours::Neighbours},
        statistics::{
            LEVEL,
            bootstrap::{mean_estimate, middle},
        },
        subspaces::{intrinsic_dimension::neighbour_dimension, two_neighbours::two_neighbour_dimension},
    },
};

/// The dimension of the first `samples` twos.
pub(super) fn of_first(twos: &Twos, samples: usize, config: &Config, task: &mut Task) -> Dimensions {
    let settings = &config.dimension;
    let points = twos.train.as_ref().subcols(0, samples);
    let near = Neighbours::of(points, settings.local_neighbours.max(most_neighbours(config)));
    let ratios = ratios(&near);
    let mut rng = stream(config.seed, "flattened_digits/dimension");
    let two_neighbours =
        bootstrapped(&ratios, config.resamples, &mut rng, |ratios| two_neighbour_dimension(ratios, settings.discarded));
    let likelihood = settings.neighbours.iter().map(|&k| {
        // The estimate is one over a mean: the interval is that of the mean.
        let inverses: Vec<f64> =
            near.distances.iter().map(|distances| neighbour_dimension(&[distances[..k].to_vec()]).recip()).collect();
        let Estimate { value, low, high } = mean_estimate(&inverses, LEVEL, config.resamples, &mut rng);
        Estimate { value: value.recip(), low: high.recip(), high: low.recip() }
    });
    let likelihood = likelihood.collect();
    let centres = rand::seq::index::sample(&mut rng, samples, settings.local_centres).into_vec();
    let needed: Vec<Vec<usize>> = centres
        .par_iter()
        .map(|&centre| {
            let near = &near.indices[centre][..settings.local_neighbours];
            local_pca_dimensions(points, near, &settings.energy_shares)
        })
        .collect();
    let local_pca = (0..settings.energy_shares.len()).map(|share| {
        let counts: Vec<f64> = needed.iter().map(|needed| needed[share] as f64).collect();
        mean_estimate(&counts, LEVEL, config.resamples, &mut rng)
    });
    let local_pca = local_pca.collect();
    task.step();
    Dimensions { samples, two_neighbours, likelihood, local_pca }
}

/// The estimates on disjoint parts of the twos.
pub(super) fn of_parts(twos: &Twos, config: &Config, task: &mut Task) -> Parts {
    let samples = config.dimension.part;
    let found: Vec<(f64, f64)> = (0..config.twos / samples)
        .map(|part| {
            let (two, likelihood) = point_estimates(twos.train.as_ref().subcols(part * samples, samples), config);
            (two, likelihood[0])
        })
        .collect();
    task.step();
    let (two_neighbours, likelihood) = found.into_iter().unzip();
    Parts { samples, two_neighbours, likelihood }
}

/// The estimates on Gaussian clouds of as many points, of known dimensions.
pub(super) fn known(twos: &Twos, config: &Config, task: &mut Task) -> Vec<Known> {
    let cloud = |&components: &usize| {
        let mut rng = stream(config.seed, &format!("flattened_digits/cloud {components}"));
        let count = components.min(twos.components.energies.len());
        let deviations: Vec<f64> = twos.components.energies[..count].iter().map(|energy| energy.sqrt()).collect();
        let points = Mat::from_fn(count, config.twos, |i, _| deviations[i] * rng.sample::<f64, _>(StandardNormal));
        let (two_neighbours, likelihood) = point_estimates(points.as_ref(), config);
        task.step();
        Known { components: count, two_neighbours, likelihood }
    };
    config.dimension.known.iter().map(cloud).collect()
}

/// By the two nearest neighbours, and by each number of neighbours, without intervals.
fn point_estimates(points: MatRef<'_, f64>, config: &Config) -> (f64, Vec<f64>) {
    let near = Neighbours::of(points, most_neighbours(config));
    let first = |k: usize| near.distances.iter().map(|distances| distances[..k].to_vec()).collect::<Vec<_>>();
    let likelihood = config.dimension.neighbours.iter().map(|&k| neighbour_dimension(&first(k))).collect();
    (two_neighbour_dimension(&ratios(&near), config.dimension.discarded), likelihood)
}

fn most_neighbours(config: &Config) -> usize {
    config.dimension.neighbours.iter().copied().fold(2, usize::max)
}

/// The distance to the second nearest over that to the nearest.
fn ratios(near: &Neighbours) -> Vec<f64> {
    near.distances.iter().map(|distances| distances[1] / distances[0]).collect()
}

/// A statistic of the samples, and the middle of it over samples drawn again with replacement.
fn bootstrapped(
    samples: &[f64],
    resamples: usize,
    rng: &mut impl RngCore,
    statistic: impl Fn(&[f64]) -> f64,
) -> Estimate {
    let again = (0..resamples).map(|_| {
        let drawn: Vec<f64> = samples.iter().map(|_| samples[rng.gen_range(0..samples.len())]).collect();
        statistic(&drawn)
    });
    Estimate::new(statistic(samples), middle(again.collect(), LEVEL))
}
