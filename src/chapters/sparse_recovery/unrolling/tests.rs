use super::{Config, Freed, Lambdas, Long, Plan, Unrolling, run::run};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict, drift},
    ground::scale::Scale,
};

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
    // No settings that are checked may ask for it.
    config.lista.new_rate = 1e30;
    let outcome = run(&config, &Context::default()).unwrap();
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
