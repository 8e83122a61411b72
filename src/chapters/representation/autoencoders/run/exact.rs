//! Autoencoders whose optimum is known: linear ones, and lists of words alone.

use anyhow::Result;
use faer::Mat;
use rand::Rng as _;
use rand_distr::StandardNormal;
use rayon::prelude::*;

use super::{
    super::{Config, Curve, Exact},
    estimate,
    problem::{Problem, moments},
};
use crate::{
    data::streams::stream,
    ground::device::DeviceKind,
    math::subspaces::{
        k_means::k_means, principal_components::PrincipalComponents, probabilistic_pca::ProbabilisticPca,
    },
    nn::{Autoencoder, Matrix, Network, Regularization},
};

/// Variances of the Gaussian points of the linear variational autoencoders, along the axes.
const VARIANCES: [f64; 5] = [4.0, 2.0, 1.0, 0.5, 0.25];
/// Numbers of their code.
const CODE: usize = 2;
/// Noise that the evidence bound is averaged over.
const DRAWS: usize = 100;
/// Descents of k-means, of which the best counts.
const RESTARTS: usize = 20;

/// What training gives where the optimum is known.
pub(super) fn exact(config: &Config, shown: &Curve, device: DeviceKind) -> Result<Exact> {
    let (gaussian, eigenvalues) = gaussian(config);
    let best = ProbabilisticPca::of(&eigenvalues, CODE);
    let seeds: Vec<u64> = (0..config.seeds as u64).map(|number| config.seed + number).collect();
    let learnt = seeds.par_iter().map(|&seed| linear_variational(config, &gaussian, seed, device));
    let (variances, bounds): (Vec<f64>, Vec<f64>) = learnt.collect::<Result<Vec<_>>>()?.into_iter().unzip();
    let problem = Problem::new(config, config.turns[config.shown], 2);
    let columns = Mat::from_fn(2, problem.train.rows(), |j, i| f64::from(problem.train.row(i)[j]));
    let mut rng = stream(config.seed, "autoencoders k-means");
    let words = config.strengths.words.min(problem.train.rows());
    let spread = k_means(columns.as_ref(), words, RESTARTS, &mut rng).spread / problem.train.rows() as f64;
    let quantised: Result<Vec<f64>> = seeds.par_iter().map(|&seed| quantiser(&problem, words, seed, device)).collect();
    Ok(Exact {
        linear_excess: shown.kinds[0].lost_train.value / shown.lost_by_pca - 1.0,
        noise_variance: best.noise_variance,
        learnt_noise_variance: estimate(&variances, config.seed),
        log_likelihood: best.log_likelihood,
        evidence_bound: estimate(&bounds, config.seed),
        k_means: spread / problem.variance,
        quantised: estimate(&quantised?, config.seed),
    })
}

/// Gaussian points, one a row, and the eigenvalues of their sample covariance, falling.
fn gaussian(config: &Config) -> (Matrix, Vec<f64>) {
    let mut rng = stream(config.seed, "autoencoders gaussian");
    let points = Matrix::from_fn(config.samples, VARIANCES.len(), |_, j| {
        let normal: f64 = rng.sample(StandardNormal);
        (VARIANCES[j].sqrt() * normal) as f32
    });
    let (mean, _) = moments(&points);
    let centred =
        Mat::from_fn(points.columns(), points.rows(), |j, i| f64::from(points.row(i)[j]) - f64::from(mean[j]));
    let energies = PrincipalComponents::from_points(centred.as_ref()).energies;
    let eigenvalues = energies.into_iter().map(|energy| energy / points.rows() as f64).collect();
    (points, eigenvalues)
}

/// The decoder's variance and the evidence bound of a linear variational autoencoder.
fn linear_variational(config: &Config, points: &Matrix, seed: u64, device: DeviceKind) -> Result<(f64, f64)> {
    let model = Autoencoder::new(points.columns(), &[], CODE, Regularization::Variational);
    let mut network = Network::new(model, device, seed)?;
    network.learn(points, config.learning.batch, &config.learning.linear_training(), seed)?;
    let logarithm = network.weights().find(|(parameter, _)| parameter.name == "decoder.log_variance");
    let variance = logarithm.map_or(f64::NAN, |(_, values)| f64::from(values[0]).exp());
    Ok((variance, -network.mean_loss(points, DRAWS, seed)?))
}

/// The part of the variance that a list of words loses, which began at random points.
fn quantiser(problem: &Problem<'_>, words: usize, seed: u64, device: DeviceKind) -> Result<f64> {
    let learning = &problem.config.learning;
    let mut rng = stream(seed, "autoencoders words");
    let chosen = rand::seq::index::sample(&mut rng, problem.train.rows(), words).into_vec();
    let mut network = Network::new(Autoencoder::quantiser(&problem.train.select(&chosen)), device, seed)?;
    network.learn(&problem.train, learning.batch, &learning.linear_training(), seed)?;
    // The loss has the spread twice: as the reconstruction's and as the list's.
    Ok(network.mean_loss(&problem.train, 1, seed)? / 2.0 / problem.variance)
}
