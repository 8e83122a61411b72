//! Iterations of sparse recovery as networks: what is gained when a fixed number of them is learnt, and what is lost.

mod algorithms;
mod config;
mod drawing;
mod learnt;
mod outcome;
mod signals;

use self::outcome::World;
pub use self::{
    algorithms::{Run, Tuned},
    config::{Config, Freed, Lambdas, Long, Plan},
    learnt::Learnt,
    outcome::{Found, Outcome},
};
use crate::{
    figure::{
        Checked, Claim, Context, Drawing, Experiment, Settings, Tolerance,
        settings::{in_range, rising},
    },
    ground::scale::Scale,
    math::vectors::smallest,
};
use anyhow::{Result, ensure};

/// The figure.
#[derive(Debug)]
pub struct Unrolling;

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        match scale {
            Scale::Book => Config {
                seed: 1,
                measurements: 250,
                unknowns: 500,
                probability: 0.1,
                snr_db: 20.0,
                layers: 16,
                start_lambda: 0.1,
                lista: Plan { batch: 160, new_steps: 24, new_rate: 1e-3, all_steps: 32, all_rate: 1e-3 },
                lista_cp: Plan { batch: 160, new_steps: 30, new_rate: 3e-3, all_steps: 30, all_rate: 2e-3 },
                freed: Freed { batch: 160, steps: 300, rate: 2e-4 },
                alista: Plan { batch: 160, new_steps: 20, new_rate: 2e-2, all_steps: 30, all_rate: 1e-2 },
                lambdas: Lambdas { least: 3e-4, most: 1.0, count: 16 },
                validation_signals: 500,
                test_signals: 10_000,
                sparsity_signals: 1_000,
                long: Long { signals: 128, iterations: 800, growth: 1.1 },
                test_probabilities: vec![0.02, 0.05, 0.1, 0.15, 0.2, 0.25],
            },
            Scale::Quick => Config {
                measurements: 50,
                unknowns: 100,
                layers: 6,
                lista: Plan { batch: 64, new_steps: 40, new_rate: 3e-3, all_steps: 40, all_rate: 2e-3 },
                lista_cp: Plan { batch: 64, new_steps: 40, new_rate: 3e-3, all_steps: 40, all_rate: 2e-3 },
                freed: Freed { batch: 64, steps: 60, rate: 2e-4 },
                alista: Plan { batch: 64, new_steps: 40, new_rate: 2e-2, all_steps: 40, all_rate: 1e-2 },
                lambdas: Lambdas { least: 3e-3, most: 1.0, count: 6 },
                validation_signals: 200,
                test_signals: 1_000,
                sparsity_signals: 500,
                long: Long { signals: 128, iterations: 300, growth: 1.3 },
                test_probabilities: vec![0.05, 0.1, 0.2],
                ..Self::at(Scale::Book)
            },
        }
    }

    fn check(&self) -> Result<()> {
        in_range("measurements", self.measurements, 2..=1_000)?;
        in_range("unknowns", self.unknowns, self.measurements..=2_000)?;
        in_range("probability", self.probability, 1e-3..=0.5)?;
        in_range("snr_db", self.snr_db, -20.0..=100.0)?;
        in_range("layers", self.layers, 2..=32)?;
        in_range("start_lambda", self.start_lambda, 0.0..=10.0)?;
        for (name, plan) in [("lista", &self.lista), ("lista_cp", &self.lista_cp), ("alista", &self.alista)] {
            in_range(&format!("{name}.batch"), plan.batch, 1..=4_096)?;
            in_range(&format!("{name}.new_steps"), plan.new_steps, 0..=100_000)?;
            in_range(&format!("{name}.new_rate"), plan.new_rate, 0.0..=10.0)?;
            in_range(&format!("{name}.all_steps"), plan.all_steps, 0..=100_000)?;
            in_range(&format!("{name}.all_rate"), plan.all_rate, 0.0..=10.0)?;
        }
        in_range("freed.batch", self.freed.batch, 1..=4_096)?;
        in_range("freed.steps", self.freed.steps, 0..=100_000)?;
        in_range("freed.rate", self.freed.rate, 0.0..=10.0)?;
        in_range("lambdas.count", self.lambdas.count, 1..=100)?;
        in_range("lambdas.least", self.lambdas.least, 1e-8..=10.0)?;
        in_range("lambdas.most", self.lambdas.most, self.lambdas.least..=10.0)?;
        in_range("validation_signals", self.validation_signals, 1..=100_000)?;
        in_range("test_signals", self.test_signals, 1..=100_000)?;
        in_range("sparsity_signals", self.sparsity_signals, 1..=100_000)?;
        let fewest = self.validation_signals.min(self.test_signals).min(self.sparsity_signals);
        in_range("long.signals", self.long.signals, 1..=fewest)?;
        in_range("long.iterations", self.long.iterations, self.layers..=100_000)?;
        in_range("long.growth", self.long.growth, 1.01..=10.0)?;
        in_range("test_probabilities (how many)", self.test_probabilities.len(), 1..=40)?;
        for &probability in &self.test_probabilities {
            in_range("test_probabilities", probability, 1e-3..=1.0)?;
        }
        let own = self.test_probabilities.iter().position(|&p| p.to_bits() == self.probability.to_bits());
        ensure!(
            own.is_some_and(|own| own + 1 < self.test_probabilities.len()),
            "`test_probabilities` must hold `probability`, {}, and a larger one",
            self.probability
        );
        crate::figure::settings::count_in_range("test_probabilities", &self.test_probabilities, 2..=usize::MAX)?;
        rising("test_probabilities", &self.test_probabilities)
    }
}

impl Experiment for Unrolling {
    const ID: &'static str = "sparse_recovery/unrolling";
    const TITLE: &'static str = "An algorithm becomes a network: ISTA and FISTA beside LISTA, LISTA-CP and ALISTA";
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        outcome::investigate(config, context)
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        let [clean, noisy] = &outcome.worlds;
        let [lista, coupled, analytic, freed] = &clean.learnt;
        let last = |nmse_db: &[f64]| nmse_db[nmse_db.len() - 1];
        let all_learnt = || outcome.worlds.iter().flat_map(|found| &found.learnt);
        let (m, n) = (outcome.measurements as f64, outcome.unknowns as f64);
        let reduced =
            |plan: &Learnt| format!("{} steps of training, where the papers take hundreds of thousands", plan.steps);
        let diverged = all_learnt().filter(|learnt| learnt.diverged).count();
        let mut claims =
            vec![Claim::at_most("Every network is trained to an end: how many diverged", BOOK, diverged as f64, 0.0)];
        if diverged > 0 {
            // Nothing follows from a comparison with what was not trained.
            return claims;
        }
        claims.extend(beside_fista(outcome));
        claims.extend([
            Claim::at_most(
                format!(
                    "Coupling the two matrices costs nothing: LISTA-CP's NMSE without noise is no higher than LISTA's, with {:.2} \
                     of its parameters; the difference, dB",
                    coupled.parameters as f64 / lista.parameters as f64
                ),
                "Chen et al. 2018",
                last(&coupled.nmse_db) - last(&lista.nmse_db),
                SINGLE_PRECISION_DB,
            )
            .at_reduced_scale(reduced(coupled)),
            Claim::at_most(
                format!(
                    "To undo the coupling gains less than 1 dB: without noise, after the same {} further steps of both, \
                     LISTA-CP's NMSE less that of the LISTA which starts from it, dB",
                    freed.steps
                ),
                BOOK,
                clean.coupled_longer_db - last(&freed.nmse_db),
                1.0,
            )
            .at_reduced_scale(reduced(freed)),
            Claim::at_most(
                format!(
                    "Learning {} numbers instead of {} costs less than 3 dB: ALISTA's NMSE without noise less LISTA-CP's, dB",
                    analytic.parameters, coupled.parameters
                ),
                "Liu et al. 2019",
                last(&analytic.nmse_db) - last(&coupled.nmse_db),
                3.0,
            )
            .at_reduced_scale(reduced(analytic)),
            Claim::near(
                "The analytic weights leak less than the columns of A by the factor √((n − m)/(n − 1))",
                BOOK,
                outcome.interference_of_weights / outcome.interference_of_columns,
                ((n - m) / (n - 1.0)).sqrt(),
                // The spread of wᵢ*aᵢ before it is scaled to 1, √(2/n) at most, enters in the second order.
                2.0 / n.sqrt() * 0.2,
            ),
            Claim::at_least(
                format!(
                    "Every network loses more than FISTA when the signals are less sparse, p = {} instead of {}: the least \
                     difference, dB",
                    last_of(&outcome.test_probabilities),
                    outcome.probability
                ),
                BOOK,
                smallest(outcome.worlds.iter().flat_map(|found| found.excess_losses(outcome))),
                0.0,
            ),
            Claim::at_least(
                format!("At {}, nothing is below the error that is left when the support is known: the nearest, dB", noisy.name),
                BOOK,
                noisy.lowest_db() - noisy.floor_db,
                0.0,
            ),
        ]);
        claims
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(outcome)
    }

    fn tolerance(pointer: &str) -> Tolerance {
        let is_of = |names: &[&str]| names.iter().any(|name| pointer.contains(name));
        let (relative, absolute, because) = if is_of(&["/caught_up_at"]) {
            (
                0.35,
                1.0,
                "FISTA is looked at in steps of up to 30 %, and a crossing near one of them may fall to the next",
            )
        } else if is_of(&["/thresholds"]) {
            (
                0.0,
                0.01,
                "at quick scale, a change of rates and start by 1e-6, as of a few roundings, moves a threshold by .0003",
            )
        } else if is_of(&["/learnt/"]) && is_of(&["/nmse"]) {
            (
                0.0,
                0.1,
                "at quick scale, a change of rates and start by 1e-6, as of a few roundings, moves these by .004 dB",
            )
        } else if is_of(&["_db"]) {
            (0.0, SINGLE_PRECISION_DB, "iterations in single precision")
        } else {
            (1e-9, 0.0, "a count, what was put in, or a closed form")
        };
        Tolerance { relative, absolute, because }
    }
}

/// What the networks' last layers say beside FISTA: after as many iterations as they have layers, and after more.
fn beside_fista(outcome: &Outcome) -> Vec<Claim> {
    let last = |nmse_db: &[f64]| nmse_db[nmse_db.len() - 1];
    let gain = |found: &Found, network: usize| last(&found.fista.nmse_db) - last(&found.learnt[network].nmse_db);
    let caught = |learnt: &Learnt| learnt.caught_up_at > 0;
    let (layers, most) = (outcome.layers, last_of(&outcome.long_iterations));
    let mut claims = Vec::new();
    for (network, start) in STARTS {
        for found in &outcome.worlds {
            claims.push(Claim::at_least(
                format!(
                    "LISTA after {layers} layers, {start} in {} steps, is 10 dB or more below FISTA after {layers} \
                     iterations ({})",
                    found.learnt[network].steps, found.name
                ),
                BOOK,
                gain(found, network),
                10.0,
            ));
        }
    }
    for (network, start) in STARTS {
        for found in &outcome.worlds {
            claims.push(Claim::is_true(
                format!(
                    "FISTA run longer comes as low as the LISTA {start}, within {most} iterations ({})",
                    found.name
                ),
                BOOK,
                caught(&found.learnt[network]),
            ));
        }
    }
    claims.push(Claim::is_true(
        format!("It comes as low as each of the networks, with and without noise, within {most} iterations"),
        BOOK,
        outcome.worlds.iter().flat_map(|found| &found.learnt).all(caught),
    ));
    claims
}

/// Whose claim a claim of ours is.
const BOOK: &str = "this book";

/// What single precision may move an NMSE by: thousands of roundings of 6e-8, relative to errors above a hundredth of the
/// signals.
const SINGLE_PRECISION_DB: f64 = 0.01;

/// Where each of the two LISTA stands among the networks, and what it was trained from.
const STARTS: [(usize, &str); 2] = [(0, "trained from ISTA on"), (3, "trained from LISTA-CP on")];

fn last_of<T: Copy>(numbers: &[T]) -> T {
    numbers[numbers.len() - 1]
}

impl Found {
    /// What each network loses more than FISTA, after as many iterations, from the sparsity of training to the last one
    /// tested, dB.
    fn excess_losses(&self, outcome: &Outcome) -> impl Iterator<Item = f64> {
        let trained = outcome.test_probabilities.iter().position(|&p| p >= outcome.probability).unwrap_or(0);
        let loss = move |by_sparsity: &[f64]| last_of(by_sparsity) - by_sparsity[trained];
        self.learnt.iter().map(move |learnt| loss(&learnt.nmse_by_sparsity_db) - loss(&self.fista_by_sparsity_db))
    }

    /// The lowest NMSE of any method on the signals of training's sparsity, dB.
    fn lowest_db(&self) -> f64 {
        let learnt = self.learnt.iter().flat_map(|learnt| &learnt.nmse_db);
        learnt.chain(&self.fista.nmse_db).chain(&self.fista_long.nmse_db).copied().fold(f64::INFINITY, f64::min)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Config, Experiment as _, Freed, Lambdas, Long, Plan, Unrolling, World,
        algorithms::nmse_db,
        signals::{Examples, measured, noise_deviation},
    };
    use crate::figure::{Checked, Settings as _};
    use crate::{
        figure::{Context, Verdict, drift},
        ground::{device::DeviceKind, scale::Scale},
        nn::{Matrix, Unrolled},
    };
    use approx::assert_abs_diff_eq;

    /// A change by one part in a million moves the weights at each step by as much as a few roundings do.
    #[test]
    fn rounding_stays_within_the_tolerances() {
        let config = || Config::at(Scale::Quick);
        let nudged = |plan: Plan| Plan { new_rate: plan.new_rate * (1.0 + 1e-6), ..plan };
        let moved = Config {
            start_lambda: config().start_lambda * (1.0 + 1e-6),
            lista: nudged(config().lista),
            lista_cp: nudged(config().lista_cp),
            alista: nudged(config().alista),
            ..config()
        };
        let [reference, moved] = [config(), moved].map(|config| {
            let outcome = Unrolling::run(&Checked::new(config).unwrap(), &Context::default()).unwrap();
            drift::summary(&serde_json::to_value(outcome).unwrap())
        });
        let compared = drift::compare(&reference, &moved, &Unrolling::tolerance);
        assert!(compared.agrees(), "{compared:?}");
        // The tolerances tell what was learnt from the start.
        let learnt = |name: &str| reference.pointer(&format!("/worlds/0/learnt/0/{name}")).unwrap().clone();
        let db = |value: serde_json::Value| value.as_f64().unwrap();
        assert!(db(learnt("start_db")) - db(learnt("nmse_on_long_db")) > 1.0);
    }

    /// Small enough to learn in a moment.
    fn small() -> Config {
        let plan = || Plan { batch: 8, new_steps: 2, new_rate: 1e-2, all_steps: 2, all_rate: 1e-2 };
        Config {
            measurements: 10,
            unknowns: 20,
            layers: 2,
            lista: plan(),
            lista_cp: plan(),
            alista: plan(),
            freed: Freed { batch: 8, steps: 2, rate: 1e-3 },
            lambdas: Lambdas { least: 0.01, most: 0.1, count: 2 },
            validation_signals: 8,
            test_signals: 8,
            sparsity_signals: 8,
            long: Long { signals: 8, iterations: 4, growth: 2.0 },
            ..Config::at(Scale::Quick)
        }
    }

    #[test]
    fn a_rate_that_is_far_too_large_is_recorded_not_hidden() {
        let mut config = small();
        config.lista.new_rate = 1e30;
        let outcome = Unrolling::run(&Checked::new(config).unwrap(), &Context::default()).unwrap();
        for found in &outcome.worlds {
            let [lista, coupled, ..] = &found.learnt;
            assert!(lista.diverged && lista.trained_layers < 2 && lista.steps < 8);
            assert!(!coupled.diverged && coupled.trained_layers == 2 && coupled.steps == 8);
        }
        // Nothing is claimed of a comparison with it.
        assert_eq!(
            Unrolling::claims(&outcome).iter().map(|claim| claim.verdict).collect::<Vec<_>>(),
            [Verdict::DoesNotHold]
        );
        // It has no number that a record would refuse.
        let numbers = serde_json::to_value(&outcome).unwrap();
        assert!(!numbers.to_string().contains("null"));
        Unrolling::draw(&outcome).unwrap();
    }

    /// A rate at which the weights stay numbers and the estimates are worse than none.
    #[test]
    fn a_network_that_ends_worse_than_nothing_has_diverged() {
        let mut config = small();
        config.lista_cp.all_rate = 10.0;
        let outcome = Unrolling::run(&Checked::new(config).unwrap(), &Context::default()).unwrap();
        for found in &outcome.worlds {
            let coupled = &found.learnt[1];
            assert!(coupled.diverged && coupled.nmse_db[1] > 0.0, "{coupled:?}");
        }
    }

    /// Second road: where the envelope's own numbers cross what the network reaches.
    #[test]
    fn fista_has_caught_up_where_its_envelope_first_comes_as_low() {
        let outcome = Unrolling::run(&Checked::new(small()).unwrap(), &Context::default()).unwrap();
        for found in &outcome.worlds {
            for learnt in &found.learnt {
                let low = |at: &usize| found.fista_long.nmse_db[*at] <= learnt.nmse_on_long_db;
                let first = (0..outcome.long_iterations.len()).find(low).map_or(0, |at| outcome.long_iterations[at]);
                assert_eq!(learnt.caught_up_at, first);
                let before = outcome.long_iterations.iter().zip(&found.fista_long.nmse_db);
                assert!(before.filter(|(k, _)| **k < first).all(|(_, db)| *db > learnt.nmse_on_long_db));
            }
        }
    }

    /// An estimate of nothing leaves all the energy, 0 dB, and λ beyond any correlation makes FISTA estimate nothing.
    #[test]
    fn the_nmse_of_zero_is_zero_decibels() {
        let config = small();
        let world = World::new("test".to_owned(), measured(&config), 0.0, DeviceKind::Cpu);
        let examples = Examples::of("tests", 50, 0.2, &world, &config);
        let nothing = world.network(Unrolled::fista(&world.measured, 3, 1e6)).unwrap();
        // Two sums of 1,000 terms, in another order.
        for db in nmse_db(&nothing, &examples, &[1, 3]) {
            assert_abs_diff_eq!(db, 0.0, epsilon = 1e-12);
        }
    }

    /// Second road: the noise's energy over the measurements', from the signals and from the measurements themselves.
    #[test]
    fn measurements_have_the_ratio_of_signal_to_noise_asked_for() {
        let config = Config { measurements: 40, unknowns: 80, snr_db: 10.0, ..small() };
        let (measured, noise) = (measured(&config), noise_deviation(&config, Some(config.snr_db)));
        let draw = |noise| {
            let world = World::new("test".to_owned(), measured.clone(), noise, DeviceKind::Cpu);
            Examples::of("tests", 4_000, config.probability, &world, &config).measurements
        };
        let energy = |y: &Matrix| y.values().iter().map(|&y| f64::from(y).powi(2)).sum::<f64>();
        let (clean, noisy) = (energy(&draw(0.0)), energy(&draw(noise)));
        // 4,000 signals with 8 entries each on average: √(3/32000) of the energy, about .05 dB; four of them.
        assert_abs_diff_eq!(10.0 * (clean / (noisy - clean)).log10(), 10.0, epsilon = 0.3);
    }

    #[test]
    fn settings_that_do_not_fit_together_are_refused_by_name() {
        let refused = |change: fn(&mut Config)| {
            let mut config = Config::at(Scale::Quick);
            change(&mut config);
            Checked::new(config).map(drop).unwrap_err().to_string()
        };
        assert!(refused(|config| config.measurements = 101).contains("`unknowns`"));
        assert!(refused(|config| config.alista.batch = 0).contains("`alista.batch`"));
        assert!(refused(|config| config.long.signals = 201).contains("`long.signals`"));
        assert!(refused(|config| config.long.iterations = 5).contains("`long.iterations`"));
        assert!(refused(|config| config.lambdas.most = 1e-4).contains("`lambdas.most`"));
        assert!(refused(|config| config.test_probabilities = vec![0.2, 0.1]).contains("`test_probabilities`"));
    }
}
