use super::{Config, Outcome, SubspaceDenoising};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict},
    ground::scale::Scale,
};

fn quick() -> Config {
    Config::at(Scale::Quick)
}

fn outcome(config: Config) -> Outcome {
    SubspaceDenoising::run(&Checked::new(config).unwrap(), &Context::default()).unwrap()
}

/// Second road: in the layers in which no noisy part attends to anything, the ratio is the theorem's, which knows nothing of
/// the layers; before the first it is 1/(δ√(K − 1)), to what 64 tokens of 32 numbers know of it.
#[test]
fn the_ratio_follows_the_theorem_until_a_part_goes_astray() {
    let outcome = outcome(quick());
    for run in &outcome.runs {
        let first = run.as_it_is.ratios[0].value;
        assert!((first / run.predicted[0] - 1.0).abs() < 0.05, "{first} {}", run.predicted[0]);
        let together = *run.as_it_is.alone.iter().min().unwrap();
        for layer in 0..=together {
            let grown = run.as_it_is.ratios[layer].value / first;
            assert!((grown / (run.predicted[layer] / run.predicted[0]) - 1.0).abs() < 1e-9);
        }
        assert!(run.as_it_is.astray[..together].iter().all(|share| share.high <= 0.0));
        assert!(run.off < 1e-9);
    }
}

/// Nothing that a length does can show before the first layer.
#[test]
fn both_ways_begin_alike() {
    for run in outcome(quick()).runs {
        assert_eq!(run.as_it_is.ratios[0], run.lengths_kept.ratios[0]);
        assert_eq!(run.as_it_is.astray[0], run.lengths_kept.astray[0]);
        assert_eq!(run.as_it_is.ratios[0], run.softmax[0]);
    }
}

/// The bound is on a mean, and a geometric mean is less.
#[test]
fn a_token_gives_less_to_others_than_the_bound() {
    let found = outcome(Config { widths: vec![2, 4, 8, 16, 32], ..quick() }).self_attention;
    for (given, bound) in found.to_others.iter().zip(&found.bounds) {
        assert!(given.value < *bound, "{given:?} {bound}");
    }
}

#[test]
fn what_does_not_depend_on_scale_holds_at_quick_scale() {
    let claims = SubspaceDenoising::claims(&outcome(quick()));
    for words in ["an identity", "10, 6, 4 and 1 layers"] {
        let claim = claims.iter().find(|claim| claim.sentence.contains(words)).unwrap();
        assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
    }
}

/// Each setting at its least and its greatest: numbers, and a drawing.
#[test]
fn the_extremes_of_the_settings_give_numbers_and_a_drawing() {
    let small =
        || Config { width: 4, tokens: 16, noises: vec![0.05, 0.2], layers: 3, widths: vec![2, 4], draws: 2, ..quick() };
    for config in [
        Config { heads: 2, tokens: 4, ..small() },
        Config { heads: 8, ..small() },
        Config { width: 1, ..small() },
        Config { width: 64, ..small() },
        Config { tokens: 256, ..small() },
        Config { noises: vec![1e-3, 1.0], ..small() },
        Config { noises: (1..=8).map(|k| f64::from(k) / 8.0).collect(), ..small() },
        Config { step: 0.05, ..small() },
        Config { step: 2.0, threshold: 0.95, layers: 40, ..small() },
        Config { threshold: 0.5, ..small() },
        Config { layers: 2, ..small() },
        Config { widths: vec![1, 64], ..small() },
        Config { draws: 100, ..small() },
    ] {
        let outcome = outcome(config);
        SubspaceDenoising::draw(&outcome).unwrap();
        assert!(!serde_json::to_string(&outcome).unwrap().contains("null"));
        assert!(SubspaceDenoising::claims(&outcome).iter().all(|claim| claim.measured.is_finite()));
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let refused = |config: Config| Checked::new(config).unwrap_err().to_string();
    assert!(refused(Config { heads: 8, tokens: 15, ..quick() }).contains("`tokens` is 15"));
    assert!(refused(Config { noises: vec![0.2, 0.1], ..quick() }).contains("`noises` must rise"));
    assert!(refused(Config { widths: vec![8, 4], ..quick() }).contains("`widths` must rise"));
    let long = Config {
        heads: 8,
        width: 64,
        tokens: 256,
        noises: (1..=8).map(|k| f64::from(k) / 8.0).collect(),
        layers: 40,
        draws: 100,
        ..quick()
    };
    assert!(refused(long).contains("take fewer `tokens`"));
}
