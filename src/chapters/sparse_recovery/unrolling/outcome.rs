//! What is found out, in the order in which it is.

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::{
    Config,
    algorithms::{Algorithm, Run, Tuned, best, nmse_db, runs},
    learnt::{Learnt, Trainer},
    signals::{Examples, measured, noise_deviation},
};
use crate::{
    figure::Context,
    ground::device::{DeviceError, DeviceKind},
    math::sparse::analytic_weights::{analytic_weights, interference},
    nn::{Measured, Network, Unrolled},
};

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// m.
    pub measurements: usize,
    /// n.
    pub unknowns: usize,
    /// Layers of every network.
    pub layers: usize,
    /// The sparsity that the networks were trained at.
    pub probability: f64,
    /// L = ‖A‖².
    pub lipschitz: f64,
    /// The root mean square of the off-diagonal entries of A*A.
    pub interference_of_columns: f64,
    /// The same of W*A, with the analytic weights W.
    pub interference_of_weights: f64,
    /// Numbers of iterations at which FISTA's long run was looked at.
    pub long_iterations: Vec<usize>,
    /// The sparsities of the test signals.
    pub test_probabilities: Vec<f64>,
    /// Without noise, and with.
    pub worlds: [Found; 2],
}

/// What was found at one level of noise.
#[derive(Debug, Serialize, Deserialize)]
pub struct Found {
    /// "no noise", or the ratio of signal to noise.
    pub name: String,
    /// σ, the deviation of the noise in each measurement.
    pub noise_deviation: f64,
    /// What no method can go below on average, dB; −200 without noise.
    pub floor_db: f64,
    /// NMSE of the ISTA that LISTA and LISTA-CP start from, dB.
    pub start_db: f64,
    /// ISTA, by iteration.
    pub ista: Tuned,
    /// FISTA, by iteration.
    pub fista: Tuned,
    /// FISTA run longer, on fewer signals.
    pub fista_long: Tuned,
    /// Its runs at each λ.
    pub fista_runs: Vec<Run>,
    /// FISTA's NMSE at each of the test sparsities after as many iterations as there are layers, at the λ chosen for
    /// them at the sparsity of training, dB.
    pub fista_by_sparsity_db: Vec<f64>,
    /// The same after the long run.
    pub fista_long_by_sparsity_db: Vec<f64>,
    /// NMSE of LISTA-CP after as many further steps as the freed LISTA has had, dB.
    pub coupled_longer_db: f64,
    /// The lowest NMSE of FISTA's long run, dB.
    pub fista_lowest_db: f64,
    /// LISTA, LISTA-CP, ALISTA, and the LISTA that starts from the trained LISTA-CP.
    pub learnt: [Learnt; 4],
}

/// A matrix and a level of noise.
#[derive(Debug)]
pub(super) struct World {
    pub(super) name: String,
    pub(super) measured: Measured,
    pub(super) noise_deviation: f64,
    device: DeviceKind,
}

impl World {
    pub(super) fn new(name: String, measured: Measured, noise_deviation: f64, device: DeviceKind) -> Self {
        Self { name, measured, noise_deviation, device }
    }

    /// A model with the weights it starts from; nothing is drawn.
    pub(super) fn network(&self, model: Unrolled) -> Result<Network<Unrolled>, DeviceError> {
        Network::new(model, self.device, 0)
    }
}

pub(super) fn investigate(config: &Config, context: &Context) -> Result<Outcome> {
    let measured = measured(config);
    let weights = analytic_weights(measured.matrix());
    let found = |name: String, snr_db: Option<f64>| {
        let noise_deviation = noise_deviation(config, snr_db);
        let device = context.device;
        let world = World::new(name, measured.clone(), noise_deviation, device);
        Found::of(&world, &weights, config, context)
    };
    Ok(Outcome {
        measurements: config.measurements,
        unknowns: config.unknowns,
        layers: config.layers,
        probability: config.probability,
        lipschitz: measured.lipschitz,
        interference_of_columns: interference(measured.matrix(), measured.matrix()),
        interference_of_weights: interference(&weights, measured.matrix()),
        long_iterations: config.long.numbers_of_iterations(),
        test_probabilities: config.test_probabilities.clone(),
        worlds: [found("no noise".to_owned(), None)?, found(format!("{} dB", config.snr_db), Some(config.snr_db))?],
    })
}

impl Found {
    fn of(world: &World, weights: &faer::Mat<f64>, config: &Config, context: &Context) -> Result<Self> {
        let p = config.probability;
        let lambdas = config.lambdas.all();
        let test = Examples::of("test", config.test_signals, p, world, config);
        let by_layer: Vec<usize> = (1..=config.layers).collect();
        let mut task = context.progress.task(&format!("ISTA and FISTA, {}", world.name), 4);
        let validation = Examples::of("validation", config.validation_signals, p, world, config);
        let tuned = |algorithm: Algorithm| -> Result<Tuned> {
            let chosen = best(&runs(algorithm, &by_layer, &lambdas, &validation, world)?);
            let used: Vec<f64> = lambdas.iter().copied().filter(|lambda| chosen.contains(lambda)).collect();
            Ok(Tuned::of(chosen, &runs(algorithm, &by_layer, &used, &test, world)?))
        };
        let ista = tuned(Unrolled::ista)?;
        task.step();
        let fista = tuned(Unrolled::fista)?;
        task.step();
        let iterations = config.long.numbers_of_iterations();
        let (some, others) = (test.first(config.long.signals), validation.first(config.long.signals));
        let chosen = best(&runs(Unrolled::fista, &iterations, &lambdas, &others, world)?);
        task.step();
        let fista_runs = runs(Unrolled::fista, &iterations, &lambdas, &some, world)?;
        let fista_long = Tuned::of(chosen, &fista_runs);
        drop(task);

        let start = config.start_lambda;
        let model = &world.measured;
        let models = [
            ("LISTA", Unrolled::lista(model, config.layers, start), &config.lista),
            ("LISTA-CP", Unrolled::lista_cp(model, config.layers, start), &config.lista_cp),
            ("ALISTA", Unrolled::alista(model, weights, config.layers, start), &config.alista),
        ];
        let trainer = Trainer { test: &test, world, config, context };
        let mut trained = Vec::with_capacity(models.len() + 1);
        for (name, model, plan) in models {
            trained.push(trainer.learn(name, &model, plan)?);
        }
        let coupled_longer_db = trainer.learn_longer(&trained[1].0, &config.freed)?;
        trained.push(trainer.learn_freed(&trained[1].0, &config.freed)?);
        for (network, learnt) in &mut trained {
            learnt.find_caught_up(network, &some, &iterations, &fista_long, &fista_runs);
        }

        let [mut fista_by_sparsity_db, mut fista_long_by_sparsity_db] = [Vec::new(), Vec::new()];
        let last = |tuned: &Tuned| tuned.lambda[tuned.lambda.len() - 1];
        let short = world.network(Unrolled::fista(model, config.layers, last(&fista)))?;
        let long = world.network(Unrolled::fista(model, config.long.iterations, last(&fista_long)))?;
        for &probability in &config.test_probabilities {
            let others =
                Examples::of(&format!("test at {probability}"), config.sparsity_signals, probability, world, config);
            let fewer = others.first(config.long.signals);
            fista_by_sparsity_db.extend(nmse_db(&short, &others, &[config.layers]));
            fista_long_by_sparsity_db.extend(nmse_db(&long, &fewer, &[config.long.iterations]));
            for (network, learnt) in &mut trained {
                learnt.nmse_by_sparsity_db.extend(nmse_db(network, &others, &[config.layers]));
            }
        }
        let noise = world.noise_deviation;
        let fista_lowest_db = fista_long.nmse_db.iter().copied().fold(f64::INFINITY, f64::min);
        let untrained = world.network(Unrolled::ista(model, config.layers, start))?;
        Ok(Self {
            name: world.name.clone(),
            noise_deviation: noise,
            floor_db: test.floor_db(config.validation_signals, noise, model),
            start_db: nmse_db(&untrained, &test, &[config.layers])[0],
            ista,
            fista,
            fista_long,
            fista_runs,
            fista_by_sparsity_db,
            fista_long_by_sparsity_db,
            coupled_longer_db,
            fista_lowest_db,
            learnt: <[_; 4]>::try_from(trained.into_iter().map(|(_, learnt)| learnt).collect::<Vec<_>>())
                .expect("four networks"),
        })
    }
}
