use super::{Config, Outcome, TokenStatistics};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict},
    ground::scale::Scale,
};

fn quick() -> Config {
    Config::at(Scale::Quick)
}

fn outcome(config: Config) -> Outcome {
    TokenStatistics::run(&Checked::new(config).unwrap(), &Context::default()).unwrap()
}

/// Eigenvectors turned by 90° are eigenvectors in another order, and the excess is as much on either side of 45°.
#[test]
fn a_turn_and_its_complement_exceed_alike() {
    let turned = outcome(quick()).turned;
    let last = turned.excess.len() - 1;
    for k in 0..=last {
        assert!((turned.excess[k].value - turned.excess[last - k].value).abs() < 1e-9);
    }
    // No basis has more than one with all entries alike.
    assert!(turned.excess.iter().chain([&turned.random, &turned.own]).all(|excess| excess.value < turned.most.value));
}

/// The limit of short tokens of one subspace each.
#[test]
fn short_tokens_follow_the_parabola() {
    let sharp = Config { temperature: 0.01, noise: 0.0, short_length: 1e-4, ..quick() };
    let short = outcome(sharp).short;
    for (relative, limit) in short.relative.iter().zip(&short.limit) {
        // Memberships are 1 but for e^-50; the next term of f is of the order of d/ε² times the length's square, 1e-6,
        // and of up to 49 times that after a step of 8.
        assert!((relative.value - limit).abs() < 1e-4 * (1.0 + limit.abs()), "{relative:?} {limit}");
    }
}

/// A step that moves almost nothing is of first order: its change is in proportion to it.
#[test]
fn small_steps_change_in_proportion() {
    let outcome = outcome(Config { steps: vec![1e-3, 2e-3, 3.0], ..quick() });
    for changes in [&outcome.variational, &outcome.pairwise] {
        for change in [&changes.step, &changes.shrunk, &changes.unit] {
            let ratio = change[1].value / change[0].value;
            assert!((ratio - 2.0).abs() < 0.02, "{ratio}");
        }
        // To first order a step is what it does to lengths and what it does to directions.
        let parts = changes.shrunk[0].value + changes.unit[0].value;
        assert!((parts / changes.step[0].value - 1.0).abs() < 0.01);
    }
}

/// Second road: for a step of almost no size the part that is length is a squared cosine.
#[test]
fn the_part_that_is_length_is_a_squared_cosine() {
    let length = outcome(Config { steps: vec![1e-3, 3.0], decays: vec![0.0, 1.0, 4.0], ..quick() }).length;
    for (measured, radial) in length.measured.iter().zip(&length.radial) {
        // The next order is of the size of the step.
        assert!((measured.value - radial.value).abs() < 5e-3, "{measured:?} {radial:?}");
    }
}

#[test]
fn what_does_not_depend_on_scale_holds_at_quick_scale() {
    let claims = TokenStatistics::claims(&outcome(quick()));
    for words in ["never below", "in either order", "as the argument", "197 tokens", "4096 tokens"] {
        let claim = claims.iter().find(|claim| claim.sentence.contains(words)).unwrap();
        assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
    }
}

/// Each setting at its least and its greatest: numbers, and a drawing.
#[test]
fn the_extremes_of_the_settings_give_numbers_and_a_drawing() {
    let small = || Config { width: 4, tokens: 16, draws: 2, ..quick() };
    for config in [
        Config { heads: 2, tokens: 8, ..small() },
        Config { heads: 8, ..small() },
        Config { width: 2, ..small() },
        Config { width: 32, ..small() },
        Config { tokens: 1_024, ..small() },
        Config { decay: 0.0, noise: 0.0, ..small() },
        Config { decay: 4.0, noise: 1.0, ..small() },
        Config { decays: vec![0.0, 4.0], ..small() },
        Config { epsilon_squared: 0.01, ..small() },
        Config { epsilon_squared: 25.0, ..small() },
        Config { temperature: 0.01, ..small() },
        Config { temperature: 1.0, ..small() },
        Config { steps: vec![1e-3, 100.0], ..small() },
        Config { short_length: 1e-4, ..small() },
        Config { short_length: 0.1, ..small() },
        Config { angles: 3, ..small() },
        Config { angles: 91, ..small() },
        Config { counts: vec![16, 65_536], counted_dimension: 16, ..small() },
        Config { counted_dimension: 4_096, ..small() },
        Config { draws: 100, ..small() },
    ] {
        let outcome = outcome(config);
        TokenStatistics::draw(&outcome).unwrap();
        assert!(!serde_json::to_string(&outcome).unwrap().contains("null"));
        assert!(TokenStatistics::claims(&outcome).iter().all(|claim| claim.measured.is_finite()));
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let refused = |config: Config| Checked::new(config).unwrap_err().to_string();
    assert!(refused(Config { heads: 8, tokens: 15, ..quick() }).contains("`tokens` is 15"));
    assert!(refused(Config { decays: vec![1.0, 0.0], ..quick() }).contains("`decays` must rise"));
    assert!(refused(Config { steps: vec![1.0, 0.5, 3.0], ..quick() }).contains("`steps` must rise"));
    assert!(refused(Config { steps: vec![3.0, 4.0], ..quick() }).contains("the first of `steps`"));
    assert!(refused(Config { steps: vec![1.0, 2.0], ..quick() }).contains("the last of `steps`"));
    assert!(refused(Config { angles: 10, ..quick() }).contains("`angles`"));
    assert!(refused(Config { counts: vec![64, 32], ..quick() }).contains("`counts` must rise"));
    let long = Config { heads: 8, width: 32, tokens: 1_024, draws: 100, ..quick() };
    assert!(refused(long).contains("take fewer `tokens`"));
}
