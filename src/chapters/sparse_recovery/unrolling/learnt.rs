//! The learnt networks, trained layer by layer.

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::{
    Config, Freed, Plan, World,
    algorithms::{Run, Tuned, nmse_db},
    signals::Examples,
};
use crate::{
    data::streams::stream,
    figure::Context,
    nn::{Matrix, Module as _, Network, Optimizer, Schedule, SquareLoss, Training, Unrolled},
};

/// What a learnt network turned out to be.
#[derive(Debug, Serialize, Deserialize)]
pub struct Learnt {
    /// "LISTA", "LISTA-CP", "ALISTA" or "LISTA, freed".
    pub name: String,
    /// Numbers learnt.
    pub parameters: usize,
    /// Steps of the optimizer, over all stages.
    pub steps: usize,
    /// Whether training met a number that is none; nothing was trained after.
    pub diverged: bool,
    /// The layers whose stages ended well: all, unless it diverged.
    pub trained_layers: usize,
    /// NMSE before training, dB.
    pub start_db: f64,
    /// NMSE of the estimate after each layer of the whole network, on the test signals, dB.
    pub nmse_db: Vec<f64>,
    /// The threshold θ of each layer at the end.
    pub thresholds: Vec<f64>,
    /// NMSE of the whole network on the signals of FISTA's long run, dB.
    pub nmse_on_long_db: f64,
    /// The first number of iterations, of those looked at, at which FISTA with the λ chosen for it is no worse on these
    /// signals; 0 if there is none.
    pub caught_up_at: usize,
    /// The same at each fixed λ of the long run.
    pub caught_up_at_lambda: Vec<usize>,
    /// NMSE of the whole network at each of the test sparsities, dB.
    pub nmse_by_sparsity_db: Vec<f64>,
}

/// The network called `name`, which starts as `model`, trained by `plan`.
pub(super) fn learn(
    name: &str,
    model: &Unrolled,
    plan: &Plan,
    test: &Examples,
    world: &World,
    config: &Config,
    context: &Context,
) -> Result<(Network<Unrolled>, Learnt)> {
    let mut task = context.progress.task(&format!("{name}, {}", world.name), config.layers * plan.steps_of_a_stage());
    let mut fresh = fresh("unrolling/training", plan.batch, world, config);
    let mut network = world.network(model.clone())?;
    let start_db = nmse_db(&network, test, &[config.layers])[0];
    let (mut steps, mut diverged, mut trained_layers) = (0, false, 0);
    for layers in 1..=config.layers {
        if layers > 1 && !diverged {
            network.continue_layer(layers - 1);
        }
        for (from, training) in [(layers - 1, plan.new_layer()), (0, plan.all_layers())] {
            network = network.with_model(model.stage(from, layers));
            if !diverged {
                let history = network.train(&mut fresh, &SquareLoss, &training, &mut |_, _| task.step());
                steps += history.losses.len();
                diverged = history.diverged_at.is_some();
            }
        }
        trained_layers += usize::from(!diverged);
    }
    let learnt = Learnt { steps, diverged, trained_layers, ..Learnt::of(name, &network, start_db, test) };
    Ok((network, learnt))
}

/// LISTA that starts from a trained LISTA-CP, the coupling undone, and is trained as a whole.
pub(super) fn learn_freed(
    coupled: &Network<Unrolled>,
    plan: &Freed,
    test: &Examples,
    world: &World,
    config: &Config,
    context: &Context,
) -> Result<(Network<Unrolled>, Learnt)> {
    let name = "LISTA, freed";
    let mut network = world.network(Unrolled::freed(coupled, &world.measured))?;
    let start_db = nmse_db(&network, test, &[config.layers])[0];
    let (steps, diverged) = train_on(name, &mut network, plan, world, config, context);
    let trained_layers = if diverged { 0 } else { config.layers };
    let learnt = Learnt { steps, diverged, trained_layers, ..Learnt::of(name, &network, start_db, test) };
    Ok((network, learnt))
}

/// The control: the NMSE of the trained LISTA-CP after the same further training, dB.
pub(super) fn learn_longer(
    coupled: &Network<Unrolled>,
    plan: &Freed,
    test: &Examples,
    world: &World,
    config: &Config,
    context: &Context,
) -> f64 {
    let mut network = coupled.with_model(coupled.model().stage(0, config.layers));
    train_on("LISTA-CP, longer", &mut network, plan, world, config, context);
    finite(nmse_db(&network, test, &[config.layers])[0])
}

/// Trains a whole network on; returns the steps taken, and whether one met a number that is none.
fn train_on(
    name: &str,
    network: &mut Network<Unrolled>,
    plan: &Freed,
    world: &World,
    config: &Config,
    context: &Context,
) -> (usize, bool) {
    let mut task = context.progress.task(&format!("{name}, {}", world.name), plan.steps);
    let mut fresh = fresh("unrolling/further training", plan.batch, world, config);
    let history = network.train(&mut fresh, &SquareLoss, &falling(plan.steps, plan.rate), &mut |_, _| task.step());
    (history.losses.len(), history.diverged_at.is_some())
}

/// Batches of signals, drawn afresh for every step of this `purpose`.
fn fresh(purpose: &str, batch: usize, world: &World, config: &Config) -> impl FnMut() -> (Matrix, Matrix) {
    let mut rng = stream(config.seed, purpose);
    move || {
        let some = Examples::draw(batch, config.probability, world.noise_deviation, &world.measured, &mut rng);
        (some.measurements, some.signals)
    }
}

impl Learnt {
    /// What a trained network does on the test signals; how it was trained, and what FISTA does, is for others to say.
    fn of(name: &str, network: &Network<Unrolled>, start_db: f64, test: &Examples) -> Self {
        let by_layer: Vec<usize> = (1..=network.model().layers()).collect();
        let threshold = |(_, values): (_, Vec<f32>)| f64::from(values[0]);
        let thresholds = network.weights().filter(|(parameter, _)| parameter.name.ends_with("threshold"));
        Self {
            name: name.to_owned(),
            parameters: network.model().parameters().count(),
            steps: 0,
            diverged: false,
            trained_layers: 0,
            start_db,
            nmse_db: nmse_db(network, test, &by_layer),
            thresholds: thresholds.map(threshold).map(finite).collect(),
            nmse_on_long_db: 0.0,
            caught_up_at: 0,
            caught_up_at_lambda: Vec::new(),
            nmse_by_sparsity_db: Vec::new(),
        }
    }

    /// Finds where FISTA's long run on `signals` is no worse.
    pub(super) fn find_caught_up(
        &mut self,
        network: &Network<Unrolled>,
        signals: &Examples,
        iterations: &[usize],
        envelope: &Tuned,
        runs: &[Run],
    ) {
        let own = nmse_db(network, signals, &[network.model().layers()])[0];
        let first = |nmse_db: &[f64]| nmse_db.iter().position(|&db| db <= own).map_or(0, |at| iterations[at]);
        self.nmse_on_long_db = own;
        self.caught_up_at = first(&envelope.nmse_db);
        self.caught_up_at_lambda = runs.iter().map(|run| first(&run.nmse_db)).collect();
    }
}

impl Plan {
    fn steps_of_a_stage(&self) -> usize {
        self.new_steps + self.all_steps
    }

    /// The new layer by itself.
    fn new_layer(&self) -> Training {
        Training { optimizer: ADAM, ..Training::adam(self.new_steps, self.new_rate) }
    }

    /// All layers there are.
    fn all_layers(&self) -> Training {
        falling(self.all_steps, self.all_rate)
    }
}

/// Adam at rates that fall to 0.
fn falling(steps: usize, rate: f64) -> Training {
    Training { optimizer: ADAM, schedule: Schedule::Cosine { warm_up: 0 }, ..Training::adam(steps, rate) }
}

/// Adam whose ε is far below the gradients: at −40 dB the mean square error is 1e-5, and a weight among half a million
/// has a gradient of 1e-9.
const ADAM: Optimizer = Optimizer::Adam { betas: [0.9, 0.999], epsilon: 1e-14, weight_decay: 0.0 };

/// `value`, or 0 where training left no number; its record says that it diverged.
fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}
