use serde_json::json;

use super::{Config, Geometry, Outcome, Step};
use crate::{
    figure::{Checked, Context, Experiment as _, Figure as _, Of, Settings as _, Verdict},
    ground::scale::Scale,
};

fn fails(config: &Config) -> Vec<String> {
    let outcome = Geometry::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
    let claims = Geometry::claims(&outcome).into_iter();
    claims.filter(|claim| claim.verdict != Verdict::Holds).map(|claim| claim.sentence).collect()
}

/// On a 2-sphere four round leaves do not all come near each other; and where Δ is below τ₂ the other curve counts.
#[test]
fn what_fails_is_that_any_number_of_leaves_can_meet_and_that_both_curves_can_be_held_apart() {
    let config = Config::at(Scale::Quick);
    let found = fails(&config);
    assert!(found.len() == 3 && found[0].contains("every leaf meets all the others"), "{found:?}");
    assert!(found[1..].iter().all(|sentence| sentence.contains("✿ over both curves is held")), "{found:?}");
    let (frequencies, separations_rad, leaves) = (vec![4, 7], vec![0.4, 0.2], vec![0, 2, 3]);
    assert!(fails(&Config { frequencies, separations_rad, leaves, ..config }).is_empty());
}

/// Second road: the pairs of the rows, where a walk meets them.
#[test]
fn walks_have_one_length_and_meet_the_rows() {
    let outcome = Geometry::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
    let Outcome { windings, moved, clovers, walks, .. } = &outcome;
    assert_eq!([walks.windings.len(), walks.moved.len(), walks.swung.len()], [10; 3], "from 2 to 11 waves");
    let last = |walk: &[Step]| walk.len() - 1;
    let met = [
        (&walks.windings[2], &windings[1]),
        (&walks.windings[5], &windings[2]),
        (&walks.moved[0], &moved[0]),
        (&walks.moved[last(&walks.moved)], &moved[3]),
        (&walks.swung[last(&walks.swung)], &clovers[2]),
    ];
    for (step, pair) in met {
        assert_eq!((step.clover, &step.strokes), (pair.clover, &pair.strokes));
        // As far as the searches of a row's pair find what its curve was made to have.
        assert!((step.curvature / pair.curvature - 1.0).abs() < 1e-9);
        assert!((step.separation_rad - pair.separation_rad).abs() < 1e-9);
    }
    assert_eq!(walks.swung[0].clover, 0, "a circle does not return");
    assert!(walks.windings.is_sorted_by(|a, b| a.curvature < b.curvature));
}

/// The claims about what is held can fail: leaves of another curvature, waves that come near each other.
#[test]
fn a_row_that_does_not_hold_its_numbers_says_so() {
    let mut outcome = Geometry::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
    outcome.held.clovers_curvature = 1e-3;
    outcome.windings[1].separation_rad += 1e-6;
    let failed = |outcome| Geometry::claims(outcome).iter().filter(|c| c.verdict != Verdict::Holds).count();
    // Three fail at these settings without that.
    assert_eq!(failed(&outcome), 5);
}

#[test]
fn extreme_settings_draw_and_others_are_refused_by_name() {
    let figure = Of::<Geometry>::new();
    let book = figure.config(Scale::Quick);
    let with = |changes: serde_json::Value| {
        let mut config = book.clone();
        for (key, value) in changes.as_object().unwrap() {
            config[key] = value.clone();
        }
        config
    };
    for changes in [
        json!({"frequencies": [2, 16, 16, 16], "amplitude_rad": 0.3, "separation_rad": 1.0, "far": 3.0, "near": 2.0}),
        json!({"leaves": [5, 5, 0, 5], "curvature": 7.0, "neck": 0.05, "separation_rad": 1.0, "near": 0.05}),
        json!({"leaves": [2, 5], "curvature": 20.0, "neck": 1.0, "separation_rad": 0.02, "windings": [2, 120],
            "opening_rad": 1.2, "separations_rad": [0.02, 1.0]}),
        json!({"windings": [2, 120], "opening_rad": 0.2, "far": 1.0, "near": 2.0, "points": 480}),
    ] {
        let config = with(changes);
        figure.check(&config).unwrap();
        let record = figure.record("custom", &config, &Context::default()).unwrap();
        figure.draw(&record).unwrap();
    }
    for (changes, named) in [
        (json!({"leaves": [0, 1]}), "one leaf does not close"),
        (json!({"far": 0.5}), "`far` is 0.5"),
        (json!({"frequencies": [0, 2]}), "`frequencies[0]` is 0"),
        (json!({"points": 500}), "a multiple of 240"),
        (json!({"windings": [9, 8]}), "`windings`"),
        (json!({"separations_rad": [0.4, 0.0]}), "separations_rad"),
    ] {
        let error = format!("{:#}", figure.check(&with(changes)).unwrap_err());
        assert!(error.contains(named), "{error}");
    }
}
