use super::{Config, ErrorDynamics};
use crate::{
    data::sphere_curves::SphereCurve,
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict},
    ground::scale::Scale,
};

fn small() -> Config {
    Config { depths: vec![2], widths: vec![16, 64], networks: 2, samples: 8, ..Config::at(Scale::Quick) }
}

/// Order of convergence: gradient descent is of the first order, so that halving the step halves what halving changes.
#[test]
fn halving_the_step_halves_what_is_left_of_the_discretisation() {
    let change = |step| {
        let config = Config { duration: 4.0, checkpoints: 2, step, widths: vec![16, 256], ..small() };
        let outcome = ErrorDynamics::run(&Checked::new(config).unwrap(), &Context::default()).unwrap();
        outcome.depths[0].cells[1].halving
    };
    let ratio = change(0.1) / change(0.05);
    // Numbers of steps are rounded up, each interval's for itself, and the next order is a tenth of the first.
    assert!((1.5..2.7).contains(&ratio), "{ratio}");
}

/// Invariant: before training there is no distance, and the modes hold all of the error between them.
#[test]
fn flows_and_networks_start_at_the_same_error() {
    let outcome =
        ErrorDynamics::run(&Checked::new(Config { modes: 4, ..small() }).unwrap(), &Context::default()).unwrap();
    for shown in &outcome.shown {
        for mode in &shown.modes {
            // The same error in the same basis.
            assert!((mode.measured[0] - mode.empirical[0]).abs() < 1e-12 && mode.measured[0] >= 0.0);
            assert!((mode.measured[0] - mode.analytic[0]).abs() < 1e-12);
        }
        let squares: f64 = shown.modes.iter().map(|mode| mode.measured[0].powi(2)).sum();
        assert!(squares <= 1.0 + 1e-9 && shown.modes.is_sorted_by(|a, b| a.measured[0] >= b.measured[0]));
    }
}

#[test]
fn a_network_that_leaves_its_kernel_breaks_the_claims() {
    let mut outcome = ErrorDynamics::run(&Checked::new(small()).unwrap(), &Context::default()).unwrap();
    let depth = &mut outcome.depths[0];
    depth.drift_power.high = 0.1;
    depth.cells[1].halving = 1.0;
    let failing: Vec<String> = ErrorDynamics::claims(&outcome)
        .into_iter()
        .filter(|claim| claim.verdict == Verdict::DoesNotHold)
        .map(|claim| claim.sentence)
        .collect();
    for start in ["The kernel moves less", "The step"] {
        assert!(failing.iter().any(|sentence| sentence.starts_with(start)), "{start}: {failing:?}");
    }
}

#[test]
fn the_extremes_of_the_settings_run_and_draw() {
    for config in [
        Config { depths: vec![1, 20], widths: vec![40, 41], duration: 5.0, step: 0.2, samples: 4, ..small() },
        Config {
            curve: SphereCurve::Coil { latitude_rad: 0.01, opening_rad: 1.5, windings: 50 },
            checkpoints: 40,
            modes: 4,
            samples: 128,
            duration: 1.0,
            ..small()
        },
        Config { duration: 1.0, checkpoints: 2, modes: 1, samples: 4, ..small() },
    ] {
        let outcome = ErrorDynamics::run(&Checked::new(config).unwrap(), &Context::default()).unwrap();
        ErrorDynamics::claims(&outcome);
        ErrorDynamics::draw(&outcome).unwrap();
    }
}

#[test]
fn settings_out_of_range_are_refused_by_name() {
    let refused = |config: Config| Checked::new(config).unwrap_err().to_string();
    assert!(refused(Config { samples: 9, ..small() }).contains("must be even"));
    assert!(refused(Config { widths: vec![16], ..small() }).contains("`widths`"));
    assert!(refused(Config { depths: vec![12], ..small() }).contains("`widths` is 16"));
    assert!(refused(Config { step: 0.5, ..small() }).contains("`step`"));
    assert!(
        refused(Config { duration: 1_000.0, step: 0.005, networks: 50, ..small() }).contains("a shorter `duration`")
    );
    let deep = Config { depths: vec![20], widths: vec![64, 4_096], ..small() };
    assert!(refused(deep).contains("square of the widest"));
}
