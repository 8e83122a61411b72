use super::{Config, Denoising};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict},
    ground::scale::Scale,
};
use approx::assert_abs_diff_eq;

fn quick() -> Config {
    Config::at(Scale::Quick)
}

#[test]
fn every_claim_holds_at_quick_scale() {
    let outcome = Denoising::run(&Checked::new(quick()).unwrap(), &Context::default()).unwrap();
    for claim in Denoising::claims(&outcome) {
        assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
    }
    // Literals: an independent implementation's mean and standard deviation of the radius at t = .01.
    let last = outcome.laws[0].exact_means.len() - 1;
    assert_abs_diff_eq!(outcome.laws[0].exact_means[last], 1.000_102_142_759_923_5, epsilon = 1e-10);
    assert_abs_diff_eq!(outcome.laws[0].exact_deviations[last], 0.139_989_395_099_250_24, epsilon = 1e-10);
}

/// What a reader would try first: other ends, steps and seeds.
#[test]
fn other_ends_are_as_rice_says_and_the_last_is_on_the_points() {
    let other = Config { t_min: 0.002, steps: 400, seed: 9, ..quick() };
    let outcome = Denoising::run(&Checked::new(other).unwrap(), &Context::default()).unwrap();
    for claim in &Denoising::claims(&outcome)[..3] {
        assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
    }
    let last = Config { t_min: 1e-7, steps: 400, ..quick() };
    let outcome = Denoising::run(&Checked::new(last).unwrap(), &Context::default()).unwrap();
    assert_abs_diff_eq!(outcome.on_a_point, 1.0, epsilon = 0.0);
    Denoising::draw(&outcome).unwrap();
}

/// The least of everything, and the most of what takes room: numbers, and a drawing.
#[test]
fn the_extremes_of_the_settings_give_numbers_and_a_drawing() {
    let most = Config { frames: 24, pixels: 32, radius: 10.0, view_half_width: 12.0, ..quick() };
    let least = Config { samples: 2, steps: 10, paths: 20, frames: 4, pixels: 2, radius: 0.1, ..quick() };
    let least = Config { early_starts: super::EarlyStarts { times: vec![0.2], arcs: 2 }, ..least };
    for config in
        [most, least, Config { start_time: 8.0, ..quick() }, Config { start_time: 0.5, t_min: 0.4, ..quick() }]
    {
        let outcome = Denoising::run(&Checked::new(config).unwrap(), &Context::default()).unwrap();
        Denoising::draw(&outcome).unwrap();
        let numbers = serde_json::to_string(&outcome).unwrap();
        assert!(!numbers.contains("null") && numbers.len() < 900_000, "{} bytes", numbers.len());
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let refused = |config: Config| Checked::new(config).unwrap_err().to_string();
    assert!(refused(Config { t_min: 0.0, ..quick() }).contains("`t_min`"));
    assert!(refused(Config { samples: 3, ..quick() }).contains("`early_starts.arcs` is 8"));
    let long = Config { samples: 2_000, paths: 20_000, steps: 10_000, ..quick() };
    assert!(refused(long).contains("take fewer `paths`"));
}
