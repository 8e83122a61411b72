use serde_json::Value;

use super::{Config, Outcome, ShiftInvariance, run::run};
use crate::{
    data::digits::SIDE,
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict, drift, tolerance},
    ground::scale::Scale,
};

/// A change of the rate by one part in a million moves the weights at each step by as much as a few roundings do.
#[test]
fn rounding_stays_within_the_tolerances() {
    let config = Config::at(Scale::Quick);
    let moved = Config { rate: config.rate * (1.0 + 1e-6), ..Config::at(Scale::Quick) };
    let unlearnt = Config { rate: 0.0, ..Config::at(Scale::Quick) };
    let [reference, moved, unlearnt] = [config, moved, unlearnt].map(|config| {
        let outcome = ShiftInvariance::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
        drift::summary(&serde_json::to_value(outcome).unwrap())
    });
    let compare =
        |other: &_| drift::compare(&reference, other, &|pointer| tolerance::at(ShiftInvariance::TOLERANCES, pointer));
    assert!(compare(&moved).agrees(), "{:?}", compare(&moved));
    // The tolerances tell what was learnt from what was not.
    assert!(!compare(&unlearnt).agrees());
    // So do the mean and the norm of many probabilities, each alone: rounding moves them far less than one of them.
    for (network, name) in (0..3).flat_map(|network| [(network, "paths"), (network, "map")]) {
        for (digest, relative, absolute) in [("mean", 0.0, 0.05), ("norm", 0.2, 0.0)] {
            let pointer = format!("/networks/{network}/{name}/{digest}");
            let number = |summary: &Value| summary.pointer(&pointer).and_then(Value::as_f64).unwrap();
            let near =
                |other: &Value| (number(other) - number(&reference)).abs() <= relative * number(&reference) + absolute;
            assert!(near(&moved) && !near(&unlearnt), "{pointer}");
        }
    }
}

/// Small enough to learn in a moment.
fn small() -> Config {
    Config { train_digits: 64, test_digits: 8, epochs: 1, shown: vec![0], ..Config::at(Scale::Quick) }
}

fn none_holds(outcome: &Outcome) -> bool {
    ShiftInvariance::claims(outcome).iter().all(|claim| claim.verdict == Verdict::DoesNotHold)
}

/// Such a network is invariant in a way that nobody means.
#[test]
fn where_a_network_says_the_same_of_everything_no_claim_holds() {
    let mut outcome = ShiftInvariance::run(&Checked::new(small()).unwrap(), &Context::default()).unwrap();
    assert!(!none_holds(&outcome));
    outcome.networks[2].seen = 0.0;
    assert!(none_holds(&outcome));
}

#[test]
fn a_rate_that_is_far_too_large_is_recorded_not_hidden() {
    let config = Config { rate: 1e30, ..small() };
    // No reader may set such a rate, so it does not pass for checked settings.
    let outcome = run(&config, &Context::default()).unwrap();
    assert!(outcome.networks.iter().all(|network| network.diverged && network.loss.is_finite()));
    assert!(outcome.networks.iter().all(|network| network.steps < config.steps()));
    assert!(none_holds(&outcome));
}

#[test]
fn settings_that_do_not_fit_together_are_refused_by_name() {
    let refused = |change: fn(&mut Config)| {
        let mut config = Config::at(Scale::Quick);
        change(&mut config);
        Checked::new(config.clone()).map(drop).unwrap_err().to_string()
    };
    assert!(refused(|config| config.canvas = SIDE + 2).contains("multiple of 4"));
    assert!(refused(|config| config.kernels = vec![5, 4]).contains("`kernels`"));
    assert!(refused(|config| config.kernels = vec![5]).contains("1 sides for 2 layers"));
    assert!(refused(|config| config.train_digits = 70_000).contains("`train_digits`"));
    assert!(refused(|config| config.shown.clear()).contains("`shown"));
}
