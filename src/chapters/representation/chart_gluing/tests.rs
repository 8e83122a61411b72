//! Independent checks of the numbers, and what is refused.

use super::{Config, Outcome, config::Spheres};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _},
    ground::scale::Scale,
    math::manifolds::{obstacle::Rectangle, tangent_space::tangent_noise_rad},
};

fn quick() -> Outcome {
    super::ChartGluing::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap()
}

/// Second roads: closed forms of what the run measures.
#[test]
fn what_is_measured_is_near_what_is_known() {
    let outcome = quick();
    // Without a hole, exact distances are those of the plane: what is left is the residual of the eigenvectors.
    assert!(outcome.shapes[0].limit.high < 1e-8, "{:?}", outcome.shapes[0].limit);
    // Tangent noise at the judged radius: of 40 neighbourhoods that overlap, in 3 trials, known to some 15 %; nearly three of
    // those.
    for shape in outcome.local.iter().filter(|shape| !shape.closed_form_rad.is_empty()) {
        let level = &shape.levels[shape.levels.len() - 1];
        let ratio = level.tangent_error_rad[1].value / shape.closed_form_rad[1];
        assert!((ratio - 1.0).abs() < 0.4, "{}: {ratio}", shape.name);
    }
    // Points for a tangent error ε: c r²/(ε² p), where p is the part of the circle within r.
    let (radius, target) = (outcome.spheres.radius, outcome.spheres.target_rad);
    let neighbours = (tangent_noise_rad(1, 1.0, radius, 1.0) / target).powi(2);
    let predicted = neighbours / (2.0 * (radius / 2.0).asin() / std::f64::consts::PI);
    // So few neighbours, three, that the closed form is their order only.
    let found = outcome.spheres.fixed[0].value / predicted;
    assert!((0.5..6.0).contains(&found), "{found}");
}

/// Invariance: nothing depends on the number of threads.
#[test]
fn one_thread_gives_the_same_numbers() {
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(quick);
    assert_eq!(serde_json::to_value(alone).unwrap(), serde_json::to_value(quick()).unwrap());
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let refused = |config: Config| Checked::new(config).unwrap_err().to_string();
    let quick = || Config::at(Scale::Quick);
    let hole = Rectangle { low: [50.0, 2.0], high: [95.0, 10.0] };
    let radii = (1..=8).map(|i| f64::from(i) / 10.0).collect();
    let spheres = Spheres { most_dimensions: 7, radii, target_rad: 0.01, centres: 1_000 };
    let refusals = [
        (Config { hole, ..quick() }, "`hole` must lie inside"),
        (Config { samples: vec![800, 400], ..quick() }, "`samples` must rise"),
        (
            Config { neighbours: 60, neighbours_power: 1.0, samples: vec![100, 400], ..quick() },
            "k at the largest of `samples`",
        ),
        (Config { trials: 20, samples: vec![100, 6_300, 6_400], ..quick() }, "fewer `trials`"),
        (Config { trials: 20, spheres, ..quick() }, "fewer `spheres.centres`"),
        (Config { trials: 1, ..quick() }, "`trials` is 1"),
    ];
    for (config, words) in refusals {
        let refusal = refused(config);
        assert!(refusal.contains(words), "{refusal}");
    }
}
