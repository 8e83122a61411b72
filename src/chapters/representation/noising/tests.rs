use super::{Config, Noising, Weak, run::run};
use crate::{
    data::curves::{Circle, Sine},
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict, record::layout},
    ground::scale::Scale,
    math::diffusion::ornstein_uhlenbeck::Moments,
};
use approx::{assert_abs_diff_eq, assert_relative_eq};

#[test]
fn every_claim_holds_at_quick_scale() {
    let outcome = Noising::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
    for claim in Noising::claims(&outcome) {
        assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
    }
}

#[test]
fn times_are_even_at_first_and_geometric_at_last() {
    let config = Config { frames: 1001, early_time: 0.1, last_time: 6.0, ..Config::at(Scale::Quick) };
    let times = config.times();
    assert_abs_diff_eq!(times[0], 0.0, epsilon = 0.0);
    assert_relative_eq!(times[1000], 6.0, max_relative = 1e-12);
    // The steps change by a factor of 1 + ln(61)/1000 from one to the next, at either end.
    assert_relative_eq!((times[2] - times[1]) / times[1], 1.0, max_relative = 0.005);
    assert_relative_eq!(times[999] / times[998], times[1000] / times[999], max_relative = 1e-3);
}

/// Second road: a density is a probability; its pixels sum to one but for what lies outside of the view.
#[test]
fn the_pixels_of_a_density_sum_to_one() {
    // More pixels than a record has room for.
    let config = Config { view_half_width: 5.0, pixels: 100, ..Config::at(Scale::Quick) };
    let outcome = run(&config, &Context::default());
    for curve in &outcome.curves {
        for (pixels, largest) in curve.densities.iter().zip(&curve.largest_density).skip(2) {
            let sum: f64 = pixels.levels().iter().sum();
            // A byte is known to half of one in 255, and a density fills hundreds of pixels.
            assert_relative_eq!(sum / 255.0 * largest * 0.1 * 0.1, 1.0, max_relative = 0.01);
        }
    }
}

/// The most of everything that takes room: points, frames and pixels, with every point inside of the view.
#[test]
fn the_largest_settings_still_draw_and_make_a_record() {
    let most = |sine, circle, view_half_width| Config {
        samples: 300,
        sine,
        circle,
        frames: 40,
        pixels: 64,
        view_half_width,
        paths_per_sample: 2,
        cells_per_width: 1.0,
        weak: Weak { paths: 100, end_time: 1.0, fewest_steps: 1, halvings: 1 },
        ..Config::at(Scale::Book)
    };
    let Config { sine, circle, .. } = Config::at(Scale::Book);
    let wild = Sine { length: 90.0, amplitude: 40.0, centre: [0.0, 0.0] };
    for config in [
        most(sine, circle, 4.0),
        // Blots without order fill the view, each coordinate has all of its digits, or nothing is in view.
        most(wild, circle, 4.0),
        most(wild, Circle { radius: 90.0, centre: [0.0, 0.0] }, 100.0),
        most(wild, Circle { radius: 30.0, centre: [60.0; 2] }, 0.1),
    ] {
        let outcome = Noising::run(&Checked::new(config).unwrap(), &Context::default()).unwrap();
        Noising::draw(&outcome).unwrap();
        let record = layout(&serde_json::to_value(&outcome).unwrap());
        // What else the record holds, its settings and claims, is under 10 kB.
        assert!(record.len() < 990_000, "{} bytes", record.len());
    }
}

/// Cheap, because the noise is wide and the pixels are few.
#[test]
fn statistics_use_every_point_and_clouds_show_few() {
    let config = Config {
        samples: 2_000,
        frames: 3,
        early_time: 10.0,
        pixels: 2,
        paths_per_sample: 2,
        ..Config::at(Scale::Quick)
    };
    let outcome = Noising::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
    for (curve, points) in outcome.curves.iter().zip([config.sine.points(2_000), config.circle.points(2_000)]) {
        assert!(curve.frames.iter().all(|cloud| cloud.len() == 240));
        assert_eq!(curve.moments, Moments::of_points(&points));
        // Evenly along the curve: each shown point of the start is the one asked for, to its three places.
        for (shown, start) in curve.frames[0].iter().enumerate() {
            let point = points[shown * 2_000 / 240];
            assert!((0..2).all(|j| (start[j] - point[j]).abs() <= 0.5001e-3), "{shown}");
        }
    }
}

#[test]
fn a_quadrature_that_would_take_hours_is_refused_with_its_bound() {
    let circle = Circle { radius: 100.0, centre: [0.0, 0.0] };
    let config = Config { early_time: 1e-3, circle, ..Config::at(Scale::Book) };
    let error = Checked::new(config).unwrap_err().to_string();
    assert!(error.contains("2000 are the most") && error.contains("`early_time`"), "{error}");
}

#[test]
fn the_slider_has_every_early_time_and_every_second_late_one() {
    let outcome = Noising::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
    let stage = Noising::draw(&outcome).unwrap().stage.unwrap();
    assert_eq!(outcome.times.len(), 9);
    let expected: Vec<String> = [0, 1, 2, 3, 4, 6, 8].map(|k: usize| format!("t = {:.2}", outcome.times[k])).into();
    assert_eq!(stage.frames["labels"].as_array().unwrap(), &expected);
    // Two densities, two clouds and the cursor.
    assert_eq!(stage.frames["parts"].as_array().unwrap().len(), 5);
}
