use super::{Config, Samplers};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict},
    ground::scale::Scale,
};

fn quick() -> Config {
    Config::at(Scale::Quick)
}

#[test]
fn every_claim_but_one_holds_at_quick_scale() {
    let outcome = Samplers::run(&Checked::new(quick()).unwrap(), &Context::default()).unwrap();
    for claim in Samplers::claims(&outcome) {
        // There and back 2M gains nothing, and loses a little.
        let fails = claim.sentence.contains("DPM-Solver++(2M) returns");
        assert_eq!(claim.verdict, if fails { Verdict::DoesNotHold } else { Verdict::Holds }, "{claim:?}");
    }
}

/// Each setting at its least and its greatest: numbers, and a drawing.
#[test]
fn the_extremes_of_the_settings_give_numbers_and_a_drawing() {
    for config in [
        Config { radius: 0.1, ..quick() },
        Config { radius: 10.0, ..quick() },
        Config { start_time: 0.5, t_min: 0.4, ..quick() },
        Config { start_time: 8.0, t_min: 1e-5, ..quick() },
        Config { steps: vec![1, 2, 3], starts: 10, ..quick() },
        Config { steps: vec![1, 2, 4_096], starts: 10, ..quick() },
        Config { ancestral_steps: vec![1, 2], ancestral_paths: 100, ..quick() },
    ] {
        let outcome = Samplers::run(&Checked::new(config).unwrap(), &Context::default()).unwrap();
        Samplers::draw(&outcome).unwrap();
        assert!(outcome.all_finite && !serde_json::to_string(&outcome).unwrap().contains("null"));
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let refused = |config: Config| Checked::new(config).unwrap_err().to_string();
    assert!(refused(Config { steps: vec![0, 1, 2], ..quick() }).contains("steps"));
    assert!(refused(Config { steps: vec![4, 2, 8], ..quick() }).contains("`steps` must rise"));
    let long = Config { starts: 5_000, steps: vec![1, 2_048, 4_096], ..quick() };
    assert!(refused(long).contains("take fewer `starts`"));
}
