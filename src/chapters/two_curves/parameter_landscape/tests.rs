use serde_json::json;

use super::{Config, ParameterLandscape};
use crate::{
    figure::{Checked, Context, Experiment as _, Figure as _, Of, Settings as _, Verdict},
    ground::scale::Scale,
};

/// Dense coefficients have no sparse direction: what holds of sparse ones fails.
#[test]
fn a_dense_dictionary_breaks_the_claims() {
    let config = Config { theta: 1.0, dimensions: vec![5], ..Config::at(Scale::Quick) };
    let outcome = ParameterLandscape::run(&Checked::new(config).unwrap(), &Context::default()).unwrap();
    let claims = ParameterLandscape::claims(&outcome);
    let of = |part: &str| claims.iter().find(|claim| claim.sentence.contains(part)).unwrap().verdict;
    assert_eq!(of("nine descents of ten"), Verdict::DoesNotHold);
    assert_eq!(of("k − 1 directions"), Verdict::DoesNotHold);
}

#[test]
fn extreme_settings_draw_and_others_are_refused_by_name() {
    let figure = Of::<ParameterLandscape>::new();
    let quick = figure.config(Scale::Quick);
    let with = |changes: serde_json::Value| {
        let mut config = quick.clone();
        for (key, value) in changes.as_object().unwrap() {
            config[key] = value.clone();
        }
        config
    };
    for changes in [
        json!({"dimensions": [2], "samples": [2, 3], "theta": 0.02, "mu": 0.02, "steps": 400, "trials": 5}),
        json!({"dimensions": [3], "theta": 1.0, "mu": 0.5, "steps": 10, "saddle_dimension": 10, "trials": 5}),
    ] {
        let config = with(changes);
        figure.check(&config).unwrap();
        let record = figure.record("custom", &config, &Context::default()).unwrap();
        figure.draw(&record).unwrap();
    }
    for (changes, named) in [
        (json!({"dimensions": [1]}), "`dimensions[0]` is 1"),
        (json!({"samples": [100, 50]}), "`samples`"),
        (json!({"theta": 0.0}), "`theta` is 0"),
        (json!({"mu": 2.0}), "`mu` is 2"),
    ] {
        let error = format!("{:#}", figure.check(&with(changes)).unwrap_err());
        assert!(error.contains(named), "{error}");
    }
}
