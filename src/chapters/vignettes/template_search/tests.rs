use super::{Chirps, Config, TemplateSearch, Torus};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict, record::layout},
    ground::scale::Scale,
};

/// Cheap, and otherwise the quick settings.
fn small() -> Config {
    let quick = Config::at(Scale::Quick);
    Config {
        chirps: Chirps {
            step_hz: 1.0,
            patience: 5,
            noises: 20,
            signals: 10,
            basin_starts: 10,
            map_pixels: 8,
            ..quick.chirps
        },
        torus: Torus { dimensions: vec![1, 2], noises: 20, signals: 10, ..quick.torus },
        injections: 10,
        ..quick
    }
}

#[test]
fn claims_that_need_few_trials_hold_at_quick_scale() {
    let outcome = TemplateSearch::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
    let needs_few = ["narrower than", "no more than the placement", "a bank is cheaper"];
    let claims = TemplateSearch::claims(&outcome);
    for words in needs_few {
        let claim = claims.iter().find(|claim| claim.sentence.contains(words)).unwrap();
        assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
    }
}

/// The most of everything that takes room in the drawing or the record, at places that differ.
#[test]
fn the_largest_settings_still_draw_and_make_a_record() {
    let small = small();
    let many = vec![0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 0.9];
    let config = Config {
        chirps: Chirps { minimal_matches: many.clone(), ascents_up_to: 1.0, map_pixels: 64, ..small.chirps },
        torus: Torus {
            dimensions: vec![1, 2, 3, 4],
            minimal_matches: vec![0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4],
            placed_matches: many,
            ascents_up_to: 1.0,
            ..small.torus
        },
        starts: vec![1, 2, 3, 4, 5],
        steps: 100,
        least_gain: 1e-9,
        ..small
    };
    Checked::new(config.clone()).map(drop).unwrap();
    let outcome = TemplateSearch::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
    TemplateSearch::draw(&outcome).unwrap();
    let record = layout(&serde_json::to_value(&outcome).unwrap());
    // What else the record holds, its settings and claims, is under 10 kB.
    assert!(record.len() < 990_000, "{} bytes", record.len());
}

/// Signals that cannot be heard, ascents that may not move, banks that hold one template: finite, and drawn.
#[test]
fn the_smallest_settings_still_draw() {
    let small = small();
    let config = Config {
        chirps: Chirps {
            lightest: 10.0,
            heaviest: 12.0,
            from_hz: 150.0,
            minimal_matches: vec![0.05, 0.8, 0.81],
            snr: 0.0,
            ..small.chirps
        },
        torus: Torus {
            dimensions: vec![3, 4],
            minimal_matches: vec![0.05, 0.06],
            placed_matches: vec![0.8, 0.81],
            above_threshold: 0.0,
            ..small.torus
        },
        starts: vec![64],
        steps: 1,
        longest_step: 1e-3,
        least_gain: 0.1,
        false_alarm: 0.5,
        margin: 0.0,
        products_per_entry: 0.0,
        ..small
    };
    // A band that is too narrow is refused, a narrow one is not.
    assert!(Checked::new(config.clone()).map(drop).unwrap_err().to_string().contains("from_hz"));
    let config = Config { chirps: Chirps { from_hz: 110.0, step_hz: 0.5, ..config.chirps }, ..config };
    Checked::new(config.clone()).map(drop).unwrap();
    let outcome = TemplateSearch::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
    TemplateSearch::draw(&outcome).unwrap();
    let claims = TemplateSearch::claims(&outcome);
    assert!(claims.iter().all(|claim| claim.measured.is_finite()), "{claims:?}");
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let refused = |change: fn(&mut Config)| {
        let mut config = Config::at(Scale::Quick);
        change(&mut config);
        Checked::new(config.clone()).map(drop).unwrap_err().to_string()
    };
    assert!(refused(|config| config.torus.waves = 66).contains("multiple of 4"));
    let too_fine = |config: &mut Config| {
        config.torus.dimensions = vec![1, 4];
        config.torus.minimal_matches = vec![0.5, 0.99];
    };
    assert!(refused(too_fine).contains("finest bank on the torus"));
    assert!(refused(|config| config.torus.placed_matches = vec![0.5, 0.9]).contains("exponent"));
    assert!(refused(|config| config.false_alarm = 1e-3).contains("`chirps.noises`"));
    assert!(refused(|config| config.chirps.step_hz = 0.01).contains("`chirps.step_hz`"));
    assert!(refused(|config| config.starts = vec![4, 1]).contains("`starts` must rise"));
}
