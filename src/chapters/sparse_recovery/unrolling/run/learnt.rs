//! The learnt networks, trained layer by layer.

use anyhow::Result;

use super::{
    super::{Config, Freed, Learnt, Plan, Run, Tuned},
    World,
    algorithms::nmse_db,
    signals::Examples,
};
use crate::{
    data::streams::stream,
    figure::Context,
    ground::{device::DeviceError, progress::Task},
    nn::{History, Matrix, Module as _, Network, Optimizer, Schedule, SquareLoss, Training, Unrolled},
};

/// What every training has in common.
#[derive(Clone, Copy)]
pub(super) struct Trainer<'a> {
    pub(super) test: &'a Examples,
    pub(super) world: &'a World,
    pub(super) config: &'a Config,
    pub(super) context: &'a Context,
}

impl Trainer<'_> {
    /// The network called `name`, which starts as `model`, trained by `plan`.
    pub(super) fn learn(self, name: &str, model: &Unrolled, plan: &Plan) -> Result<(Network<Unrolled>, Learnt)> {
        let layers = self.config.layers;
        let mut task = self.task(name, layers * plan.steps_of_a_stage());
        let mut fresh = self.fresh("unrolling/training", plan.batch);
        let mut network = self.world.network(model.clone())?;
        let mut learnt = Learnt { name: name.to_owned(), start_db: self.nmse_db(&network)?, ..Learnt::default() };
        for stage in 1..=layers {
            if stage > 1 && !learnt.diverged {
                network.continue_layer(stage - 1)?;
            }
            for (from, training) in [(stage - 1, plan.new_layer()), (0, plan.all_layers())] {
                network = network.with_model(model.stage(from, stage));
                if !learnt.diverged {
                    learnt.saw(&network.train(&mut fresh, &SquareLoss, &training, &mut |_, _| task.step())?);
                }
            }
            learnt.trained_layers += usize::from(!learnt.diverged);
        }
        learnt.end(&network, self.test)?;
        Ok((network, learnt))
    }

    /// LISTA that starts from a trained LISTA-CP, the coupling undone, and is trained as a whole.
    pub(super) fn learn_freed(self, coupled: &Network<Unrolled>, plan: &Freed) -> Result<(Network<Unrolled>, Learnt)> {
        let mut network = self.world.network(Unrolled::freed(coupled, &self.world.measured))?;
        let name = "LISTA, freed";
        let mut learnt = Learnt { name: name.to_owned(), start_db: self.nmse_db(&network)?, ..Learnt::default() };
        learnt.saw(&self.train_on(name, &mut network, plan)?);
        learnt.trained_layers = if learnt.diverged { 0 } else { self.config.layers };
        learnt.end(&network, self.test)?;
        Ok((network, learnt))
    }

    /// The control: the NMSE of the trained LISTA-CP after the same further training, dB.
    pub(super) fn learn_longer(self, coupled: &Network<Unrolled>, plan: &Freed) -> Result<f64> {
        let mut network = coupled.with_model(coupled.model().stage(0, self.config.layers));
        self.train_on("LISTA-CP, longer", &mut network, plan)?;
        Ok(self.nmse_db(&network)?)
    }

    /// Trains a whole network on.
    fn train_on(self, name: &str, network: &mut Network<Unrolled>, plan: &Freed) -> Result<History> {
        let mut task = self.task(name, plan.steps);
        let mut fresh = self.fresh("unrolling/further training", plan.batch);
        Ok(network.train(&mut fresh, &SquareLoss, &falling(plan.steps, plan.rate), &mut |_, _| task.step())?)
    }

    fn task(self, name: &str, steps: usize) -> Task {
        self.context.progress.task(&format!("{name}, {}", self.world.name), steps)
    }

    /// Batches of signals, drawn afresh for every step of this `purpose`.
    fn fresh(self, purpose: &str, batch: usize) -> impl FnMut() -> (Matrix, Matrix) {
        let Self { world, config, .. } = self;
        let mut rng = stream(config.seed, purpose);
        move || {
            let some = Examples::draw(batch, config.probability, world.noise_deviation, &world.measured, &mut rng);
            (some.measurements, some.signals)
        }
    }

    /// Of the whole network, on the test signals.
    fn nmse_db(self, network: &Network<Unrolled>) -> Result<f64, DeviceError> {
        Ok(nmse_db(network, self.test, &[self.config.layers])?[0])
    }
}

impl Learnt {
    /// A training took place.
    fn saw(&mut self, history: &History) {
        self.steps += history.losses.len();
        self.diverged |= history.diverged_at.is_some();
    }

    /// Training is over: what the network does on the test signals.
    fn end(&mut self, network: &Network<Unrolled>, test: &Examples) -> Result<(), DeviceError> {
        let by_layer: Vec<usize> = (1..=network.model().layers()).collect();
        let threshold = |(_, values): (_, Vec<f32>)| f64::from(values[0]);
        let thresholds = network.weights().filter(|(parameter, _)| parameter.name.ends_with("threshold"));
        self.parameters = network.model().parameters().count();
        self.thresholds = thresholds.map(threshold).map(finite).collect();
        self.nmse_db = nmse_db(network, test, &by_layer)?;
        self.diverged |= self.nmse_db.last().is_some_and(|&db| db > 0.0);
        Ok(())
    }

    /// Finds where FISTA's long run on `signals` is no worse.
    pub(super) fn find_caught_up(
        &mut self,
        network: &Network<Unrolled>,
        signals: &Examples,
        iterations: &[usize],
        envelope: &Tuned,
        runs: &[Run],
    ) -> Result<(), DeviceError> {
        let own = nmse_db(network, signals, &[network.model().layers()])?[0];
        let first = |nmse_db: &[f64]| nmse_db.iter().position(|&db| db <= own).map_or(0, |at| iterations[at]);
        self.nmse_on_long_db = own;
        self.caught_up_at = first(&envelope.nmse_db);
        self.caught_up_at_lambda = runs.iter().map(|run| first(&run.nmse_db)).collect();
        Ok(())
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
