use super::{
    Agreement, Attention, Config, Convolution, Learning, Outcome, Perceptron, ScoreArchitecture, Sensitivity, Theory,
    run,
};
use crate::{
    data::digits::halved::{HALF_PIXELS, HALF_SIDE},
    figure::{Checked, Context, Experiment as _, Settings as _, drift, tolerance},
    ground::scale::Scale,
};

/// As small as it gets: what is tested with it needs no network that has learnt.
fn least() -> Config {
    let quick = Config::at(Scale::Quick);
    Config {
        each: 1,
        held_out: 2,
        calibrated: 1,
        samples: 4,
        steps: 3,
        kernels: vec![3],
        learning: Learning { steps: 20, batch: 2, features: 2, ..quick.learning },
        convolution: Convolution { channels: 1, blocks: 1 },
        perceptron: Perceptron { width: 1, layers: 1 },
        attention: Attention { width: 2, heads: 1, blocks: 1 },
        sensitivity: Sensitivity { times: vec![0.3], images: 1 },
        agreement: Agreement { counts: vec![2, 3] },
        ..quick
    }
}

fn found(config: Config) -> Outcome {
    ScoreArchitecture::run(&Checked::new(config).unwrap(), &Context::default()).unwrap()
}

fn by(outcome: &Outcome, network: usize, theory: Theory) -> f64 {
    outcome.networks[network].by(theory).correlation.value
}

/// Second road: a window over the whole image makes both local theories the exact empirical score, from the first step of
/// the sampler to the last.
#[test]
fn with_windows_over_the_image_the_local_theories_remember_too() {
    let outcome = found(Config { kernels: vec![27], each: 3, ..least() });
    for network in 0..3 {
        let exact = by(&outcome, network, Theory::Empirical);
        for theory in [Theory::Local, Theory::EquivariantLocal] {
            // Sums of 200 squares in another order, through three steps.
            assert!((by(&outcome, network, theory) - exact).abs() < 1e-9, "{theory:?}");
        }
    }
    let small = found(Config { each: 3, ..least() });
    assert!((by(&small, 0, Theory::Local) - by(&small, 0, Theory::Empirical)).abs() > 1e-6);
}

/// Second road: maps that move the image by so many pixels, or leave it, written down.
#[test]
fn a_denoiser_that_moves_the_image_looks_as_far_as_it_moves_it() {
    let image = vec![0.5; HALF_PIXELS];
    let far = |step: usize| {
        let moved = |x: &[f64]| {
            let of = |image: &[f64]| (0..HALF_PIXELS).map(|p| image.get(p + step).copied().unwrap_or(0.0)).collect();
            Ok(x.chunks_exact(HALF_PIXELS).flat_map(|image| -> Vec<f64> { of(image) }).collect())
        };
        run::distance(&image, moved).unwrap()
    };
    assert!((far(2 * HALF_SIDE) - 2.0).abs() < 1e-9, "{}", far(2 * HALF_SIDE));
    assert!((far(3 * HALF_SIDE) - 3.0).abs() < 1e-9 && far(0).abs() < 1e-9);
    // A square too few: of a mean of both, it is the mean of both distances.
    let both = |x: &[f64]| {
        let at = |image: &[f64], p: usize| image.get(p).copied().unwrap_or(0.0);
        let of =
            |image: &[f64]| (0..HALF_PIXELS).map(|p| at(image, p + HALF_SIDE) + at(image, p + 3 * HALF_SIDE)).collect();
        Ok(x.chunks_exact(HALF_PIXELS).flat_map(|image| -> Vec<f64> { of(image) }).collect())
    };
    // 13 rows look one row down, 11 look three.
    let expected = (13.0 + 3.0 * 11.0) / 24.0;
    assert!((run::distance(&image, both).unwrap() - expected).abs() < 1e-9);
}

/// Invariants of what is compared: squared correlations, the share of a fall, frames that end in samples.
#[test]
fn what_is_found_hangs_together() {
    let outcome = found(Config { seeds: 3, steps: 5, ..least() });
    for trained in outcome.networks.iter().chain([&outcome.scrambled]) {
        let medians = trained.compared.predicted.iter().flat_map(|p| p.of_each.iter().chain([&p.correlation.value]));
        assert!(medians.clone().all(|r| (0.0..=1.0).contains(r)));
        let best = trained.by(trained.compared.best).correlation.value;
        assert!(trained.compared.predicted.iter().all(|p| p.correlation.value <= best));
        assert_eq!((trained.kernels.local.len(), trained.losses.len()), (5, 5));
    }
    // Weights counted by hand; tokens have 4 pixels, 14 numbers for their place and 2 for the time.
    let block = 4 + (2 * 6 + 6) + (2 * 2 + 2) + 4 + (2 * 4 + 4) + (4 * 2 + 2);
    assert_eq!(outcome.networks[2].weights, (20 * 2 + 2) + block + 4 + (2 * 4 + 4));
    assert_eq!(outcome.networks[0].weights, (4 + 2 * (9 + 1)) + 2);
    assert_eq!(outcome.networks[1].weights, (198 + 1) + (1 + 1) + 196 * 2);
    assert!((outcome.pictures.rows[0].with_convolution - 1.0).abs() < 1e-12);
    assert_eq!(outcome.field, 5);
    ScoreArchitecture::draw(&outcome).unwrap();
}

/// Each setting at its least and at its greatest, where the rest is small.
#[test]
fn every_setting_at_its_ends_gives_finite_numbers() {
    let learning = |change: fn(&mut Learning)| {
        let mut config = least();
        change(&mut config.learning);
        config
    };
    let ends = [
        Config { samples: 256, ..least() },
        Config { held_out: 256, calibrated: 64, ..least() },
        Config { steps: 100, ..least() },
        Config { latest: 2.0, ..least() },
        Config { latest: 6.0, ..least() },
        Config { earliest: 0.001, ..least() },
        Config { earliest: 0.5, ..least() },
        Config { kernels: vec![1], ..least() },
        Config { kernels: vec![1, 5, 9, 13, 17, 21, 25, 27], ..least() },
        Config { sensitivity: Sensitivity { times: vec![0.001, 6.0], images: 2 }, ..least() },
        Config { attention: Attention { width: 16, heads: 16, blocks: 8 }, ..least() },
        Config { convolution: Convolution { channels: 2, blocks: 8 }, ..least() },
        Config { perceptron: Perceptron { width: 64, layers: 8 }, ..least() },
        learning(|learning| learning.rate = 0.02),
        learning(|learning| learning.rate = 1e-5),
        learning(|learning| learning.average = 0.0),
        learning(|learning| learning.average = 0.9999),
        learning(|learning| (learning.log_ratio_mean, learning.log_ratio_deviation) = (3.0, 5.0)),
        learning(|learning| (learning.log_ratio_mean, learning.log_ratio_deviation) = (-3.0, 0.1)),
        learning(|learning| learning.features = 32),
        Config { seed: u64::MAX, ..least() },
    ];
    for config in ends {
        let told = format!("{config:?}");
        let value = serde_json::to_value(found(config)).unwrap();
        assert!(!value.to_string().contains("null"), "{told}");
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let refused = |config: Config| Checked::new(config).map(drop).unwrap_err().to_string();
    let book = || Config::at(Scale::Book);
    assert!(refused(Config { kernels: vec![3, 4], ..book() }).contains("`kernels`"));
    assert!(refused(Config { kernels: vec![5, 3], ..book() }).contains("`kernels`"));
    assert!(refused(Config { calibrated: 17, ..book() }).contains("`calibrated`"));
    let sensitivity = Sensitivity { images: 17, ..book().sensitivity };
    assert!(refused(Config { sensitivity, ..book() }).contains("`sensitivity.images`"));
    let attention = Attention { heads: 5, ..book().attention };
    assert!(refused(Config { attention, ..book() }).contains("`attention.width`"));
    let agreement = Agreement { counts: vec![100, 100] };
    assert!(refused(Config { agreement, ..book() }).contains("`agreement.counts`"));
    let learning = Learning { steps: 50_000, batch: 512, ..book().learning };
    assert!(refused(Config { learning, ..book() }).contains("`learning.steps`"));
    assert!(refused(Config { each: 1_000, samples: 256, steps: 100, ..book() }).contains("`samples`"));
}

/// A change of the rate by one part in a million moves the weights at each step by as much as a few roundings do.
#[test]
fn rounding_stays_within_the_tolerances() {
    let with_rate = |factor: f64| {
        let mut config = Config::at(Scale::Quick);
        config.learning.rate *= factor;
        drift::summary(&serde_json::to_value(found(config)).unwrap())
    };
    let (reference, moved, unlearnt) = (with_rate(1.0), with_rate(1.0 + 1e-6), with_rate(0.01));
    let compare =
        |other: &_| drift::compare(&reference, other, &|pointer| tolerance::at(ScoreArchitecture::TOLERANCES, pointer));
    assert!(compare(&moved).agrees(), "{:?}", compare(&moved));
    // The tolerances tell what was learnt from what was not.
    assert!(!compare(&unlearnt).agrees());
}
