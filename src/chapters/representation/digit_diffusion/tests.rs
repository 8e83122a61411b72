use super::{Config, DigitDiffusion, Learning, Sampling};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, record::layout},
    ground::scale::Scale,
};

/// A network that learns next to nothing: what is tested needs none that has.
fn untaught() -> Config {
    let quick = Config::at(Scale::Quick);
    let learning = Learning { channels: 4, steps: 20, batch: 4, ..quick.learning };
    Config { train: 500, learning, classifier_steps: 20, held_out: 20, memorised: 100, ..quick }
}

fn run(config: Config) -> super::Outcome {
    DigitDiffusion::run(&Checked::new(config).unwrap(), &Context::default()).unwrap()
}

/// Invariant: what is drawn depends on the settings alone, and on the seed among them.
#[test]
fn a_run_is_reproduced_to_the_bit() {
    let numbers = |config: Config| serde_json::to_value(run(config)).unwrap();
    assert_eq!(numbers(untaught()), numbers(untaught()));
    assert_ne!(numbers(untaught()), numbers(Config { seed: 2, ..untaught() }));
}

/// While noise is small the exact score of some digits loses more than their Gaussian of digits that it has not seen.
#[test]
fn the_exact_score_remembers_and_does_not_generalise() {
    let outcome = run(Config { times: vec![0.1, 1.0], ..untaught() });
    assert!(outcome.empirical[0].value > outcome.gaussian[0].value, "{:?} {:?}", outcome.empirical, outcome.gaussian);
}

/// The most of everything that takes room, and the least.
#[test]
fn the_largest_and_the_smallest_settings_draw_and_make_a_record() {
    let small = untaught();
    let sampling = Sampling { count: 70, steps: 2, guidance: vec![0.0], neighbours: 10 };
    let least = Config { sampling, times: vec![0.01, 4.0], networks: 1, ..untaught() };
    let sampling = Sampling { count: 70, steps: 12, guidance: vec![0.0, 1.0, 2.0, 3.0, 10.0], neighbours: 10 };
    let times = (1..=10).map(|k| 0.3 * f64::from(k)).collect();
    let most = Config { side: 28, sampling, times, networks: 2, ..small };
    for config in [least, most] {
        let outcome = run(config);
        DigitDiffusion::draw(&outcome).unwrap();
        assert!(DigitDiffusion::claims(&outcome).iter().all(|claim| claim.measured.is_finite()));
        let record = layout(&serde_json::to_value(&outcome).unwrap());
        assert!(record.len() < 985_000, "{} bytes", record.len());
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let quick = || Config::at(Scale::Quick);
    let refused = |config: Config| Checked::new(config).unwrap_err().to_string();
    assert!(refused(Config { side: 20, ..quick() }).contains("side"));
    assert!(refused(Config { memorised: 5_000, ..quick() }).contains("memorised"));
    let learning = Learning { channels: 15, ..quick().learning };
    assert!(refused(Config { learning, ..quick() }).contains("learning.channels"));
    let learning = Learning { channels: 128, steps: 100_000, batch: 512, ..quick().learning };
    assert!(refused(Config { learning, ..quick() }).contains("take fewer `networks`"));
}
