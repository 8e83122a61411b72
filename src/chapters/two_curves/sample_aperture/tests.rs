use serde_json::json;

use super::{Config, SampleAperture};
use crate::{
    figure::{Checked, Context, Experiment as _, Figure as _, Of, Settings as _},
    ground::scale::Scale,
};

fn config() -> Config {
    Config { samples: vec![6, 24, 120], draws: 2, placements: 2, test_points: 60, ..Config::at(Scale::Quick) }
}

/// Even samples of circles, many of them, have learnt the label; few have not.
#[test]
fn more_samples_leave_a_smaller_error() {
    let outcome = SampleAperture::run(&Checked::new(config()).unwrap(), &Context::default()).unwrap();
    for at in outcome.pairs.iter().flat_map(|pair| &pair.by_depth) {
        let error = &at.even.error;
        assert!(error[2].value < error[0].value && error[2].value < 0.5, "{error:?}");
    }
}

/// Of a number that no N in the list reached nothing is claimed.
#[test]
fn what_was_not_reached_is_not_claimed() {
    let mut outcome = SampleAperture::run(&Checked::new(config()).unwrap(), &Context::default()).unwrap();
    for at in outcome.pairs.iter_mut().flat_map(|pair| &mut pair.by_depth) {
        at.random.half_right = Some(120.0);
        at.per_aperture_half_error_even = Some(1.0);
    }
    assert_eq!(SampleAperture::claims(&outcome).len(), 7);
    outcome.pairs[0].by_depth[1].per_aperture_half_error_even = None;
    outcome.pairs[1].by_depth[0].random.half_right = None;
    let claims = SampleAperture::claims(&outcome);
    let made = |start: &str| claims.iter().any(|claim| claim.sentence.starts_with(start));
    assert!(claims.len() == 4 && made("They need to be that many") && made("It is set"), "{claims:?}");
}

#[test]
fn extreme_settings_run_and_draw() {
    let figure = Of::<SampleAperture>::new();
    for change in [
        json!({"depths": [3, 300], "separation": 0.02, "close_separation": 0.02, "samples": [2, 4]}),
        json!({"depths": [3, 4, 5, 6], "separation": 1.5, "close_separation": 1.5, "winding_amplitude_rad": 0.01,
            "samples": [2, 600], "winding_frequency": 12}),
    ] {
        let mut settings = serde_json::to_value(config()).unwrap();
        for (field, value) in change.as_object().unwrap() {
            settings[field] = value.clone();
        }
        let record = figure.record("custom", &settings, &Context::default()).unwrap();
        figure.draw(&record).unwrap();
    }
}

#[test]
fn settings_out_of_range_are_refused_by_name() {
    let figure = Of::<SampleAperture>::new();
    for (field, value, named) in [
        ("depths", json!([2, 5]), "`depths[0]` is 2"),
        ("samples", json!([4, 7]), "`samples[1]` is 7, and must be even"),
        ("samples", json!([8, 4]), "must rise"),
        ("separation", json!(2.0), "`separation` is 2"),
        ("winding_amplitude_rad", json!(0.9), "winding_amplitude_rad"),
        ("draws", json!(1), "`draws` is 1"),
    ] {
        let mut settings = serde_json::to_value(config()).unwrap();
        settings[field] = value;
        let error = format!("{:#}", figure.check(&settings).unwrap_err());
        assert!(error.contains(named), "{error}");
    }
}
