use super::{Beyond, Config, Detection, Learning, Signals};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, drift, tolerance},
    ground::scale::Scale,
    nn::Along,
};

/// Small enough to run in a moment.
fn small() -> Config {
    let quick = Config::at(Scale::Quick);
    Config {
        noise_draws: 1_000,
        signal_draws: 100,
        beyond: Beyond { draws: 100, ..quick.beyond },
        learning: Learning { bank_steps: 5, series_steps: 5, ..quick.learning },
        ..quick
    }
}

/// A change of the rates by one part in a million moves the weights at each step by as much as a few roundings do.
#[test]
fn rounding_stays_within_the_tolerances() {
    let config = Config::at(Scale::Quick);
    let learning = &config.learning;
    let moved = Learning {
        bank_rate: learning.bank_rate * (1.0 + 1e-6),
        series_rate: learning.series_rate * (1.0 + 1e-6),
        ..learning.clone()
    };
    let moved = Config { learning: moved, ..config.clone() };
    let [reference, moved] = [config, moved].map(|config| {
        let outcome = Detection::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
        drift::summary(&serde_json::to_value(outcome).unwrap())
    });
    let compared = drift::compare(&reference, &moved, &|pointer| tolerance::at(Detection::TOLERANCES, pointer));
    assert!(compared.agrees(), "{compared:?}");
}

#[test]
fn a_rate_that_is_far_too_large_is_recorded_and_drawn() {
    let config = small();
    let learning = Learning { bank_rate: 1.0, series_rate: 1.0, bank_steps: 60, series_steps: 60, ..config.learning };
    let outcome = Detection::run(&Checked::new(Config { learning, ..config }).unwrap(), &Context::default()).unwrap();
    // What needs no learning is untouched, and a record holds no number that is none.
    assert_eq!(outcome.known.misses, 0);
    assert!(!serde_json::to_string(&outcome).unwrap().contains("null"));
    Detection::draw(&outcome).unwrap();
}

#[test]
fn the_widest_settings_still_make_a_drawing() {
    let six = vec![0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
    let config = small();
    let config = Config {
        snr: vec![1.0, 2.0, 20.0],
        beyond: Beyond { coefficient: six.clone(), modulation: six.clone(), heavier: six, draws: 100 },
        learning: Learning { bank_steps: 1, series_steps: 1, repetitions: 5, batch: 2, ..config.learning },
        ..config
    };
    Checked::new(config.clone()).map(drop).unwrap();
    let outcome = Detection::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
    // A record may have a million bytes.
    assert!(serde_json::to_string_pretty(&outcome).unwrap().len() < 1_000_000);
    Detection::draw(&outcome).unwrap();
}

#[test]
fn settings_that_do_not_fit_together_are_refused_by_name() {
    let refused = |change: fn(&mut Config)| {
        let mut config = Config::at(Scale::Quick);
        change(&mut config);
        Checked::new(config.clone()).map(drop).unwrap_err().to_string()
    };
    assert!(refused(|config| config.snr = vec![6.0, 3.0]).contains("`snr` must rise"));
    assert!(refused(|config| config.false_alarm = 1e-4).contains("`noise_draws · false_alarm`"));
    assert!(refused(|config| config.family.rate_hz = 120.0).contains("`family.rate_hz`"));
    assert!(refused(|config| config.family.masses = [8.0, 30.0]).contains("the longest chirp"));
    assert!(refused(|config| config.family.masses = [30.0, 24.0]).contains("`family.masses`"));
    assert!(refused(|config| config.family.from_hz = 70.0).contains("8 frequencies"));
    assert!(refused(|config| config.learning.batch = 3).contains("`learning.batch`"));
    assert!(refused(|config| config.glitches.quality = [0.0, 3.0]).contains("`glitches.quality[0]`"));
    assert!(
        refused(|config| config.series.layers = vec![Along { filters: 4, taps: 16, stride: 16 }; 2]).contains("taps")
    );
    assert!(
        refused(|config| config.family = Signals { seconds: 4.0, rate_hz: 512.0, ..config.family.clone() })
            .contains("`family.seconds · family.rate_hz` is 2048")
    );
    for scale in [Scale::Quick, Scale::Book] {
        Checked::new(Config::at(scale)).map(drop).unwrap();
    }
}
