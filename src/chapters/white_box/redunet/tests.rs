use super::{Config, Digits, Gaussians, Outcome, ReduNet, Rotation};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict},
    ground::scale::Scale,
};
use approx::{assert_abs_diff_eq, assert_relative_eq};

fn quick() -> Config {
    Config::at(Scale::Quick)
}

fn outcome(config: Config) -> Outcome {
    ReduNet::run(&Checked::new(config).unwrap(), &Context::default()).unwrap()
}

/// Second road: the ceilings by hand, (d/2) ln 11 − ½ ln(1 + 10d) at ε² = .1.
#[test]
fn ceilings_are_logarithms_of_eleven() {
    let outcome = outcome(quick());
    for course in &outcome.gaussians {
        let d = course.dimension as f64;
        assert_relative_eq!(
            course.ceiling,
            0.5 * d * 11.0_f64.ln() - 0.5 * (1.0 + 10.0 * d).ln(),
            max_relative = 1e-12
        );
        // No draw passes it.
        assert!(course.reached.high <= 1.0 + 1e-9, "{:?}", course.reached);
    }
    assert_abs_diff_eq!(outcome.gaussians[0].ceiling, 0.875_634_1, epsilon = 5e-8);
    assert_abs_diff_eq!(outcome.gaussians[2].ceiling, 1.879_849_3, epsilon = 5e-8);
}

#[test]
fn what_does_not_depend_on_scale_holds_at_quick_scale() {
    let outcome = outcome(quick());
    let claims = ReduNet::claims(&outcome);
    for words in ["step up", "by frequency"] {
        let claim = claims.iter().find(|claim| claim.sentence.contains(words)).unwrap();
        assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
    }
    // Points of the sphere are seen within it.
    let all = outcome.sphere.train.iter().chain(&outcome.sphere.test).flatten();
    assert!(all.clone().all(|[x, y]| x.hypot(*y) <= 1.0 + 2e-3));
    assert_eq!(outcome.sphere.train.len(), outcome.gaussians[0].followed.layers.len());
}

/// ΔR is what is left of R, in each draw and so on average.
#[test]
fn reduction_is_rate_less_class_rate() {
    let outcome = outcome(quick());
    let all = outcome.gaussians.iter().map(|course| &course.followed);
    for followed in all.chain([&outcome.digits.followed, &outcome.rotation.followed]) {
        for rates in [&followed.train, &followed.test] {
            for ((whole, classes), reduction) in rates.whole.iter().zip(&rates.classes).zip(&rates.reduction) {
                assert_relative_eq!(whole.value - classes.value, reduction.value, epsilon = 1e-9);
            }
        }
    }
}

/// Each setting at its least and its greatest: numbers, and a drawing.
#[test]
fn the_extremes_of_the_settings_give_numbers_and_a_drawing() {
    let small = || {
        let config = quick();
        Config {
            gaussians: Gaussians { per_class: 10, noises: vec![0.1], layers: vec![0, 1], ..config.gaussians },
            digits: Digits { per_class: 5, reduction: 7, layers: vec![0, 1], ..config.digits },
            rotation: Rotation { per_class: 5, radii: 2, angles: 4, layers: vec![0, 1], ..config.rotation },
            draws: 2,
            ..config
        }
    };
    let all = |change: fn(&mut Config)| {
        let mut config = small();
        change(&mut config);
        config
    };
    for config in [
        all(|c| (c.epsilon_squared, c.sharpness) = (0.01, 0.0)),
        all(|c| (c.epsilon_squared, c.sharpness) = (10.0, 100_000.0)),
        all(|c| c.draws = 20),
        all(|c| (c.gaussians.per_class, c.gaussians.angle_rad) = (1_000, 0.1)),
        all(|c| (c.gaussians.noises, c.gaussians.angle_rad) = (vec![0.001, 1.0], 1.57)),
        all(|c| (c.gaussians.step, c.digits.step, c.rotation.step) = (0.001, 0.001, 0.001)),
        all(|c| (c.gaussians.step, c.digits.step, c.rotation.step) = (10.0, 10.0, 10.0)),
        all(|c| c.gaussians.layers = vec![0, 500]),
        all(|c| (c.digits.per_class, c.digits.directions) = (500, 30)),
        all(|c| (c.digits.reduction, c.digits.directions) = (2, 1)),
        all(|c| c.digits.layers = vec![0, 200]),
        all(|c| (c.rotation.per_class, c.rotation.directions) = (200, 1)),
        all(|c| (c.rotation.radii, c.rotation.angles, c.rotation.directions) = (1, 64, 60)),
        all(|c| (c.rotation.radii, c.rotation.angles) = (14, 9)),
        all(|c| c.rotation.layers = vec![0, 200]),
    ] {
        let outcome = outcome(config);
        ReduNet::draw(&outcome).unwrap();
        ReduNet::claims(&outcome);
        assert!(!serde_json::to_string(&outcome).unwrap().contains("null"));
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let refused = |change: fn(&mut Config)| {
        let mut config = quick();
        change(&mut config);
        Checked::new(config).unwrap_err().to_string()
    };
    assert!(refused(|c| c.gaussians.noises = vec![0.2, 0.1]).contains("`gaussians.noises` must rise"));
    assert!(refused(|c| c.digits.layers = vec![1, 2]).contains("the first of `digits.layers`"));
    assert!(refused(|c| c.rotation.layers = vec![0, 4, 2]).contains("`rotation.layers` must rise"));
    assert!(refused(|c| c.digits.reduction = 3).contains("`digits.reduction` is 3"));
    let long = refused(|c| {
        (c.rotation.radii, c.rotation.angles, c.rotation.per_class, c.draws) = (14, 64, 200, 20);
    });
    assert!(long.contains("rotation.radii"), "{long}");
}
