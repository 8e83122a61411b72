//! Independent checks of the numbers, and what is refused.

use super::{Config, config::Process, run};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _},
    ground::scale::Scale,
    math::manifolds::flatnet::{FlatNet, construction::Construction},
};

fn quick() -> Config {
    Config::at(Scale::Quick)
}

/// Second road: a construction by hand, from the points as the outcome has them.
#[test]
fn the_first_trial_is_the_film() {
    let config = Checked::new(quick()).unwrap();
    let outcome = super::Flattening::run(&config, &Context::default()).unwrap();
    for (shape, film) in outcome.shapes.iter().zip(&outcome.films) {
        let trial = &shape.constructs[0].trials[0];
        assert_eq!(trial.layers, film.flatness.len() - 1);
        assert!((trial.flatness - film.flatness[trial.layers]).abs() < 1e-12);
    }
    for (rounding, shape) in outcome.rounding.iter().zip(&outcome.shapes) {
        let last = rounding.error[rounding.error.len() - 1];
        // The same points, whose deviation is 1 to rounding.
        assert!((last / shape.constructs[0].trials[0].rounded_error - 1.0).abs() < 1e-9);
    }
}

/// What the Jacobian foretells bounds the error, to first order: not much more comes, and where the error is small, the
/// order of magnitude is right.
#[test]
fn rounding_does_what_the_jacobian_foretells() {
    let config = Checked::new(quick()).unwrap();
    let outcome = super::Flattening::run(&config, &Context::default()).unwrap();
    for rounding in &outcome.rounding {
        for (error, foretold) in rounding.error.iter().zip(&rounding.foretold) {
            // Second order counts where the foretold error is no longer small.
            assert!(*foretold > 1e-3 || (*error < 3.0 * foretold && *error > 1e-4 * foretold), "{error} {foretold}");
        }
    }
}

/// An order that is known: the sine is the graph of its first coordinate, and flattening it keeps the points' order.
#[test]
fn the_points_of_a_sine_keep_their_order() {
    let config = Config { samples: 40, ..quick() };
    let (points, net) = run::built(0, &Construction::published(40), &config, 0);
    let code = |net: &FlatNet| net.flatten(points.as_ref()).row(0).iter().copied().collect::<Vec<f64>>();
    assert!(code(&net).is_sorted_by(|a, b| a < b));
}

#[test]
fn settings_that_do_not_fit_together_are_refused_by_name() {
    let construction = Construction { least_radius: 1.5, ..Construction::published(10) };
    let refusal = Checked::new(Config { construction, ..quick() }).unwrap_err().to_string();
    assert!(refusal.contains("`construction.least_radius` is 1.5"), "{refusal}");
    let refused =
        |construction: Construction| Checked::new(Config { construction, ..quick() }).unwrap_err().to_string();
    assert!(refused(Construction { bend: false, ..Construction::published(10) }).contains("`construction.bend`"));
    assert!(
        refused(Construction { normalise: true, ..Construction::published(10) }).contains("`construction.normalise`")
    );
    let endless = Construction { fit_steps: 10_000, ..Construction::published(1_000) };
    let refusal = Checked::new(Config { trials: 100, construction: endless, ..quick() }).unwrap_err().to_string();
    assert!(refusal.contains("operations"), "{refusal}");
}

#[test]
fn the_largest_settings_still_draw_and_make_a_record() {
    let few = Config { samples: 120, trials: 4, construction: Construction::published(60), ..quick() };
    let process = Process { samples: 8, ambient: 3, ..quick().process };
    let many = Config { samples: 8, process, trials: 100, construction: Construction::published(3), ..quick() };
    for config in [few, many] {
        let outcome = super::Flattening::run(&Checked::new(config).unwrap(), &Context::default()).unwrap();
        assert!(super::Flattening::draw(&outcome).is_ok());
        // A record is laid out with spaces: 1 MB is the most.
        assert!(serde_json::to_string(&outcome).unwrap().len() < 700_000);
    }
}
