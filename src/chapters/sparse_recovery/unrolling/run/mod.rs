//! Without noise and with it: the algorithms at their best, the networks as they are trained, and both on other signals.

mod algorithms;
mod learnt;
mod signals;

use anyhow::Result;

use super::{Config, Found, Outcome, Tuned};
use crate::{
    figure::Context,
    ground::device::{DeviceError, DeviceKind},
    math::{
        sparse::analytic_weights::{analytic_weights, interference},
        vectors::smallest,
    },
    nn::{Measured, Network, Unrolled},
};

use algorithms::{Algorithm, best, nmse_db, runs};
use learnt::Trainer;
use signals::{Examples, measured, noise_deviation};

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

/// Investigates both worlds, with one matrix and one set of analytic weights.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let measured = measured(config);
    let weights = analytic_weights(measured.matrix());
    let found = |name: String, snr_db: Option<f64>| {
        let noise_deviation = noise_deviation(config, snr_db);
        let device = context.device;
        let world = World::new(name, measured.clone(), noise_deviation, device);
        Found::in_world(&world, &weights, config, context)
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
    /// What is found in `world`, in the order in which it is.
    fn in_world(world: &World, weights: &faer::Mat<f64>, config: &Config, context: &Context) -> Result<Self> {
        let p = config.probability;
        let lambdas = config.lambdas.all();
        let test = Examples::from_stream("test", config.test_signals, p, world, config);
        let by_layer: Vec<usize> = (1..=config.layers).collect();
        let mut task = context.progress.task(&format!("ISTA and FISTA, {}", world.name), 4);
        let validation = Examples::from_stream("validation", config.validation_signals, p, world, config);
        let tuned = |algorithm: Algorithm| -> Result<Tuned> {
            let chosen = best(&runs(algorithm, &by_layer, &lambdas, &validation, world)?);
            let used: Vec<f64> = lambdas.iter().copied().filter(|lambda| chosen.contains(lambda)).collect();
            Ok(Tuned::at_chosen(chosen, &runs(algorithm, &by_layer, &used, &test, world)?))
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
        let fista_long = Tuned::at_chosen(chosen, &fista_runs);
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
            learnt.find_caught_up(network, &some, &iterations, &fista_long, &fista_runs)?;
        }

        let [mut fista_by_sparsity_db, mut fista_long_by_sparsity_db] = [Vec::new(), Vec::new()];
        let last = |tuned: &Tuned| tuned.lambda[tuned.lambda.len() - 1];
        let short = world.network(Unrolled::fista(model, config.layers, last(&fista)))?;
        let long = world.network(Unrolled::fista(model, config.long.iterations, last(&fista_long)))?;
        for &probability in &config.test_probabilities {
            let others = Examples::from_stream(
                &format!("test at {probability}"),
                config.sparsity_signals,
                probability,
                world,
                config,
            );
            let fewer = others.first(config.long.signals);
            fista_by_sparsity_db.extend(nmse_db(&short, &others, &[config.layers])?);
            fista_long_by_sparsity_db.extend(nmse_db(&long, &fewer, &[config.long.iterations])?);
            for (network, learnt) in &mut trained {
                learnt.nmse_by_sparsity_db.extend(nmse_db(network, &others, &[config.layers])?);
            }
        }
        let noise = world.noise_deviation;
        let fista_lowest_db = smallest(fista_long.nmse_db.iter().copied());
        let untrained = world.network(Unrolled::ista(model, config.layers, start))?;
        Ok(Self {
            name: world.name.clone(),
            noise_deviation: noise,
            floor_db: test.floor_db(config.validation_signals, noise, model),
            start_db: nmse_db(&untrained, &test, &[config.layers])?[0],
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
