use serde_json::json;

use super::{Certificate, Config};
use crate::{
    figure::{Checked, Context, Experiment as _, Figure as _, Of, Settings as _, Verdict},
    ground::scale::Scale,
};

fn config() -> Config {
    Config { depths: vec![3, 12], grid: 40, ..Config::at(Scale::Quick) }
}

#[test]
fn every_claim_holds_but_the_fall_as_the_inverse_of_the_depth() {
    let outcome = Certificate::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
    let fails: Vec<String> = Certificate::claims(&outcome)
        .into_iter()
        .filter(|claim| claim.verdict != Verdict::Holds)
        .map(|claim| claim.sentence)
        .collect();
    assert!(fails.len() == 1 && fails[0].contains("falls as 1/L"), "{fails:?}");
}

/// Second road: the same label, certified among the depths of the settings. A thousandth of the tolerance of both.
#[test]
fn the_walk_ends_at_the_certified_networks_and_keeps_every_bound_above_its_error() {
    let outcome = Certificate::run(&Checked::new(config()).unwrap(), &Context::default()).unwrap();
    let (walk, winding) = (&outcome.walk, &outcome.pairs[1]);
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs();
    for (walked, end) in [(&walk[0], 0), (&walk[walk.len() - 1], 1)] {
        let (decay, along) = (&winding.decays[end], &winding.along[end]);
        assert_eq!(walked.depth, decay.depth);
        assert!(near(walked.norm, winding.by_depth[end].norm) && near(walked.near_over_far, along.near_over_far));
        assert!(walked.error.iter().zip(&decay.error).all(|(a, b)| near(*a, *b)));
        assert!(walked.certificate.iter().zip(&along.certificate).all(|(a, b)| (a - b).abs() < 1e-6));
    }
    assert!(walk.is_sorted_by(|a, b| a.norm > b.norm), "deeper, smaller");
    for walked in walk {
        let bounds = walked.bound.iter().zip(&walked.best_bound).zip(&walked.error);
        for ((bound, best), error) in bounds {
            // Roundings of sums of forty squares.
            assert!(
                best >= &(error - 1e-12) && bound >= &(best - 1e-9),
                "L = {}: {bound} {best} {error}",
                walked.depth
            );
        }
    }
    let main = outcome.circles.last().unwrap();
    let products = outcome.depths.iter().zip(&outcome.inverse_depth_norm).map(|(&depth, norm)| depth as f64 * norm);
    assert!(products.clone().all(|product| near(product, 3.0 * main.norm[0])), "{products:?}");
}

/// A bound that sinks below the error, or a grid that is too coarse, breaks its claim.
#[test]
fn claims_can_fail() {
    let mut outcome = Certificate::run(&Checked::new(config()).unwrap(), &Context::default()).unwrap();
    outcome.pairs[1].decays[0].least_margin = -0.01;
    outcome.pairs[2].by_depth[1].norm_on_doubled_grid *= 1.1;
    let claims = Certificate::claims(&outcome);
    for sentence in ["No bound is below", "The grid is fine enough"] {
        let claim = claims.iter().find(|claim| claim.sentence.starts_with(sentence)).unwrap();
        assert_eq!(claim.verdict, Verdict::DoesNotHold, "{claim:?}");
    }
}

/// The smallest and the largest knobs: the record keeps its numbers finite, and the drawing its size.
#[test]
fn extreme_settings_run_and_draw() {
    let figure = Of::<Certificate>::new();
    for change in [
        json!({"depths": [2, 3], "separation": 0.2, "other_separations": [0.02], "grid": 60, "budget": 1e4}),
        json!({"depths": [2, 60], "separation": 1.5, "residual": 0.9, "budget": 0.01, "grid": 45,
            "winding": {"amplitude_rad": 0.01, "frequency": 12}, "coil": {"opening_rad": 0.05, "windings": 1}}),
        json!({"depths": [2, 3, 4, 5, 6, 7, 8, 9], "residual": 0.01, "grid": 160,
            "winding": {"amplitude_rad": 0.6, "frequency": 12}, "coil": {"opening_rad": 1.5, "windings": 4}}),
    ] {
        let mut settings = serde_json::to_value(config()).unwrap();
        for (field, value) in change.as_object().unwrap() {
            settings[field] = value.clone();
        }
        let record = figure.record("custom", &settings, &Context::default()).unwrap();
        figure.draw(&record).unwrap();
        // The step of the grid is at its coarsest, and the operator still positive.
        let positive = record.claims.iter().find(|claim| claim.sentence.contains("positive on the grid")).unwrap();
        assert_eq!(positive.verdict, Verdict::Holds, "{change}");
    }
}

#[test]
fn settings_out_of_range_are_refused_by_name() {
    let figure = Of::<Certificate>::new();
    for (field, value, named) in [
        ("depths", json!([1, 5]), "`depths[0]` is 1"),
        ("depths", json!([5]), "number of `depths`"),
        ("depths", json!([5, 300]), "too coarse"),
        ("separation", json!(0.0), "`separation` is 0"),
        ("winding", json!({"amplitude_rad": 0.7, "frequency": 3}), "highest latitude"),
        ("other_separations", json!([0.4, 0.2]), "must rise"),
        ("grid", json!(8), "`grid` is 8"),
    ] {
        let mut settings = serde_json::to_value(config()).unwrap();
        settings[field] = value;
        if named.contains("highest") {
            settings["separation"] = json!(0.5);
        }
        let error = format!("{:#}", figure.check(&settings).unwrap_err());
        assert!(error.contains(named), "{error}");
    }
}
