use serde_json::json;

use super::{Config, EndToEnd, Outcome};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, drift},
    ground::scale::Scale,
};

fn run(config: &Config) -> Outcome {
    EndToEnd::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap()
}

/// One cell, and everything else as small as it may be.
fn small() -> Config {
    Config {
        depths: vec![2],
        separations_rad: vec![1.0],
        widths: vec![32],
        samples: vec![40],
        held_separation_rad: 1.0,
        held_width: 32,
        held_samples: 40,
        trials: 3,
        steps: 1000,
        ..Config::at(Scale::Quick)
    }
}

/// Limits: circles far apart are told apart by a plane, and every training finds it from many samples; from two samples a
/// curve that winds is not known, and none does.
#[test]
fn easy_pairs_are_always_labelled_and_hopeless_ones_never() {
    let many = Config { samples: vec![200], held_samples: 200, widths: vec![64], held_width: 64, ..small() };
    let easy = run(&Config { amplitude_rad: 0.0, ..many });
    assert_eq!((easy.all.perfect, easy.all.trials), (3, 3));
    assert!(easy.separation.limit[0][0].perfect == 3 && easy.all.unfitted == 0);
    let winding = Config { amplitude_rad: 0.8, frequency: 8, separations_rad: vec![0.2], ..small() };
    let hopeless = run(&Config { held_separation_rad: 0.2, samples: vec![4], held_samples: 4, ..winding });
    assert_eq!((hopeless.all.perfect, hopeless.all.trials), (0, 3));
    assert!(hopeless.separation.limit[0][0].wrong > 0.1 && hopeless.all.fitted_wrong > 0);
}

/// Invariant: the diagrams share the cell at the fixed settings, and train the same networks in it, which count
/// once.
#[test]
fn the_three_diagrams_agree_where_they_meet() {
    let outcome = run(&Config { steps: 100, ..small() });
    let cells = [&outcome.separation, &outcome.width, &outcome.samples].map(|diagram| &diagram.networks[0][0]);
    assert_eq!(cells[0], cells[1]);
    assert_eq!(cells[0], cells[2]);
    assert_eq!(outcome.all.trials, cells[0].trials);
    EndToEnd::draw(&outcome).unwrap();
}

/// The largest drawing that the settings allow is one that can be drawn.
#[test]
fn the_largest_diagrams_still_draw() {
    let config = Config {
        depths: (1..=6).collect(),
        separations_rad: vec![0.2, 0.3, 0.4, 0.5, 0.6, 0.7],
        widths: vec![8, 9, 10, 11, 12, 13],
        samples: vec![100, 102, 104, 106, 108, 1000],
        held_samples: 200,
        test_points: 20,
        held_width: 8,
        trials: 1,
        steps: 25,
        pixels: 72,
        ..small()
    };
    EndToEnd::draw(&run(&config)).unwrap();
}

/// The tolerances of what is trained leave room for rounding, which moves weights as a change of the rate by one part in
/// a million does, and none for another experiment.
#[test]
fn rounding_is_no_drift_and_another_experiment_is() {
    let quick = || Config { pixels: 16, ..Config::at(Scale::Quick) };
    let trained = |config: Config| {
        let outcome = run(&config);
        let [separation, width, samples] =
            [outcome.separation, outcome.width, outcome.samples].map(|diagram| json!({"networks": diagram.networks}));
        json!({
            "separation": separation,
            "width": width,
            "samples": samples,
            "success_by_depth": outcome.success_by_depth,
            "all": outcome.all,
        })
    };
    let reference = trained(quick());
    let agrees = |config: Config| drift::compare(&reference, &trained(config), &EndToEnd::tolerance).agrees();
    assert!(agrees(Config { rate: quick().rate * (1.0 + 1e-6), ..quick() }));
    assert!(!agrees(Config { seed: 2, ..quick() }));
    assert!(!agrees(Config { rate: 0.3, ..quick() }));
    assert!(!agrees(Config { goal: 0.02, ..quick() }));
}

#[test]
fn settings_out_of_range_are_refused_by_name() {
    let refused = |config: Config| Checked::new(config).unwrap_err().to_string();
    let book = || Config::at(Scale::Book);
    assert!(Checked::new(book()).is_ok());
    assert!(refused(Config { held_samples: 33, ..book() }).contains("`held_samples` is 33, and must be even"));
    assert!(refused(Config { widths: vec![64, 32], ..book() }).contains("`widths`"));
    assert!(refused(Config { separations_rad: vec![0.0, 0.1], ..book() }).contains("`separations_rad[0]` is 0"));
    assert!(refused(Config { steps: 20_000, ..book() }).contains("take fewer `steps`"));
    assert!(refused(Config { test_points: 10_000, trials: 40, ..book() }).contains("take fewer `steps`"));
    assert!(refused(Config { steps: 30, ..book() }).contains("a multiple of 25"));
}
