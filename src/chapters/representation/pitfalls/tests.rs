use approx::assert_abs_diff_eq;

use super::{Config, Learning, Pitfalls, Probe, run};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, record::layout},
    ground::scale::Scale,
};

/// Networks that learn next to nothing: what is tested needs none that has.
fn untaught() -> Config {
    let quick = Config::at(Scale::Quick);
    let learning = Learning { channels: 4, steps: 20, batch: 4, ..quick.learning };
    let probe = Probe { dimensions: vec![4, 40], train: 100, held_out: 100, steps: 20 };
    Config { train: 500, learning, probe, ..quick }
}

fn outcome(config: Config) -> super::Outcome {
    Pitfalls::run(&Checked::new(config).unwrap(), &Context::default()).unwrap()
}

/// Invariants: a great circle keeps the length of its ends and cuts its angle in parts; a straight line is one.
#[test]
fn great_circles_keep_lengths_and_angles() {
    let (a, b) = ([2.0, 0.0, 0.0], [0.0, 2.0, 0.0]);
    let third = run::great_circle(&a, &b, 1.0 / 3.0, true);
    let [cosine, sine] = [30.0_f64.to_radians().cos(), 30.0_f64.to_radians().sin()];
    for (found, expected) in third.iter().zip([2.0 * cosine, 2.0 * sine, 0.0]) {
        assert_abs_diff_eq!(*found, expected, epsilon = 1e-14);
    }
    assert_eq!(run::great_circle(&a, &b, 0.5, false), [1.0, 1.0, 0.0]);
    assert_eq!(run::great_circle(&a, &a, 0.25, true), [2.0, 0.0, 0.0]);
}

#[test]
fn a_run_is_reproduced_to_the_bit_and_draws() {
    let numbers = |config: Config| serde_json::to_value(outcome(config)).unwrap();
    assert_eq!(numbers(untaught()), numbers(untaught()));
    let probe = Probe { dimensions: vec![1], train: 100, held_out: 100, steps: 20 };
    for config in [Config { networks: 2, steps: 2, probe, ..untaught() }, Config { side: 28, pairs: 20, ..untaught() }]
    {
        let outcome = outcome(config);
        Pitfalls::draw(&outcome).unwrap();
        assert!(Pitfalls::claims(&outcome).iter().all(|claim| claim.measured.is_finite()));
        assert!(layout(&serde_json::to_value(&outcome).unwrap()).len() < 985_000);
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let quick = || Config::at(Scale::Quick);
    let refused = |config: Config| Checked::new(config).unwrap_err().to_string();
    assert!(refused(Config { side: 20, ..quick() }).contains("side"));
    let learning = Learning { without_class: 0.5, ..quick().learning };
    assert!(refused(Config { learning, ..quick() }).contains("without_class"));
    let probe = Probe { dimensions: vec![300], ..quick().probe };
    assert!(refused(Config { probe, ..quick() }).contains("probe.dimensions"));
}
