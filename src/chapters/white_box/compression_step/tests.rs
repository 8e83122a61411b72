use super::{CompressionStep, Config, Ensemble, Layers, Outcome, Step};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict},
    ground::scale::Scale,
};
use approx::{assert_abs_diff_eq, assert_relative_eq};

fn quick() -> Config {
    Config::at(Scale::Quick)
}

fn outcome(config: Config) -> Outcome {
    CompressionStep::run(&Checked::new(config).unwrap(), &Context::default()).unwrap()
}

/// Few draws, few layers.
fn small() -> Config {
    Config {
        tokens: 8,
        heads: 2,
        head_width: 3,
        draws: 2,
        epsilon_squared: vec![0.1, 1.0],
        layers: Layers { count: 2, tokens: 8, draws: 2, epsilon_squared: 0.1 },
        ..quick()
    }
}

/// What holds by construction: shrinking changes no direction, the exact step is along itself, a mixture's tokens start with
/// the energies of their law, and lengths are 1 at first.
#[test]
fn controls_are_what_they_are_called() {
    let outcome = outcome(quick());
    for audit in &outcome.audits {
        for at in &audit.at {
            let of = |step: Step| at.steps.iter().find(|stepped| stepped.step == step).unwrap();
            let shrunk = of(Step::Shrunk);
            assert_abs_diff_eq!(shrunk.at_length_one.subspace_rate.value, 0.0, epsilon = 1e-11);
            assert_eq!(shrunk.at_length_one.falls, 0);
            assert_relative_eq!(shrunk.length.value, of(Step::Convex).length.value, max_relative = 1e-12);
            assert_relative_eq!(of(Step::Gradient).cosine.value, 1.0, max_relative = 1e-12);
            assert_abs_diff_eq!(of(Step::Gradient).error.value, 0.0, epsilon = 1e-12);
            for stepped in &at.steps {
                let difference = stepped.as_is.rate.value - stepped.as_is.subspace_rate.value;
                assert_abs_diff_eq!(difference, stepped.as_is.reduction.value, epsilon = 1e-10);
            }
        }
    }
    // p and 3pδ² on average: δ = ½ gives 4/7. Unit tokens have it up to a few hundredths, by the mean of a ratio.
    for layering in &outcome.layered.layerings {
        assert_abs_diff_eq!(layering.energy[0].value, 4.0 / 7.0, epsilon = 0.03);
    }
}

/// Second road: `Σ_k ‖U_k*z‖²` = 1, so that tokens which are all one have the energy 1/K on average, whatever they are; and
/// averaging often makes them one.
#[test]
fn tokens_that_are_all_alike_have_their_energy_shared_out() {
    let outcome = outcome(Config { layers: Layers { count: 40, ..quick().layers }, ..quick() });
    let averaging = outcome.layered.layerings.iter().find(|layering| layering.step == Step::Averaging).unwrap();
    // What differs between tokens halves a layer.
    assert_abs_diff_eq!(averaging.cosine[40].value, 1.0, epsilon = 1e-9);
    assert_abs_diff_eq!(averaging.energy[40].value, 0.25, epsilon = 1e-5);
}

/// The page's example, as it is worked out there with a pencil.
#[test]
fn the_example_by_hand_is_worked_out_right() {
    let by_hand = outcome(small()).by_hand;
    assert_relative_eq!(by_hand.gram, 0.625, max_relative = 1e-14);
    assert_relative_eq!(by_hand.subspace_rate, 0.5 * 1.625_f64.ln(), max_relative = 1e-14);
    let of = |step: Step| by_hand.steps.iter().find(|found| found.step == step).unwrap();
    for (step, factor) in [(Step::Gradient, 1.0 - 0.1 / 1.625), (Step::Neumann, 1.0 - 0.1 * 0.375)] {
        assert_relative_eq!(of(step).tokens[0], factor, max_relative = 1e-14);
        assert_relative_eq!(of(step).tokens[1], 0.5 * factor, max_relative = 1e-14);
        let rate = 0.5 * (0.625 * factor * factor).ln_1p();
        assert_relative_eq!(of(step).subspace_rate, rate, max_relative = 1e-13);
    }
    let first = (1_f64.exp() + 0.5 * 0.5_f64.exp()) / (1_f64.exp() + 0.5_f64.exp());
    assert_relative_eq!(of(Step::Convex).tokens[0], 0.9 + 0.05 * first, max_relative = 1e-14);
    assert_relative_eq!(of(Step::Simplified).tokens[0], 1.0 + 0.5 * first, max_relative = 1e-14);
    assert_relative_eq!(of(Step::Unscaled).tokens[0], 1.0 + first, max_relative = 1e-14);
}

#[test]
fn what_does_not_depend_on_scale_holds_at_quick_scale() {
    let outcome = outcome(quick());
    let claims = CompressionStep::claims(&outcome);
    for words in ["As printed", "it lowers R^c", "lowers ΔR", "Under the exact gradient", "points along"] {
        let claim = claims.iter().find(|claim| claim.sentence.contains(words)).unwrap();
        assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
    }
    assert_eq!(outcome.audits.iter().map(|audit| audit.ensemble).collect::<Vec<_>>(), Ensemble::ALL);
}

/// The settings that the text gives, and others that leave some claims without a precision.
#[test]
fn claims_that_have_no_precision_are_left_out() {
    let count = |epsilon_squared: Vec<f64>| {
        let outcome = outcome(Config { epsilon_squared, seed: 4, ..quick() });
        CompressionStep::draw(&outcome).unwrap();
        CompressionStep::claims(&outcome).len()
    };
    assert_eq!(count(vec![0.05, 2.0]), 10);
    // No ε² to hold shrinking, ΔR or the cosine to.
    assert_eq!(count(vec![0.01]), 6);
}

/// Each setting at its least and its greatest: numbers, and a drawing.
#[test]
fn the_extremes_of_the_settings_give_numbers_and_a_drawing() {
    let layers = |change: fn(&mut Layers)| {
        let mut config = small();
        change(&mut config.layers);
        config
    };
    for config in [
        Config { heads: 1, ..small() },
        Config { heads: 12, layers: Layers { tokens: 24, ..small().layers }, ..small() },
        Config { head_width: 1, ..small() },
        Config { head_width: 24, ..small() },
        Config { heads: 1, head_width: 2, tokens: 2, ..small() },
        Config { tokens: 2, ..small() },
        Config { tokens: 256, ..small() },
        Config { noise: 0.0, ..small() },
        Config { noise: 2.0, ..small() },
        Config { epsilon_squared: vec![1e-3], ..small() },
        Config { epsilon_squared: vec![1e-3, 100.0], ..small() },
        Config { part: 1e-3, ..small() },
        Config { part: 1.0, ..small() },
        Config { draws: 200, ..small() },
        layers(|l| l.count = 1),
        layers(|l| l.count = 48),
        layers(|l| l.tokens = 2),
        layers(|l| l.tokens = 256),
        layers(|l| l.epsilon_squared = 1e-3),
        layers(|l| l.epsilon_squared = 100.0),
        layers(|l| l.draws = 100),
    ] {
        let outcome = outcome(config);
        CompressionStep::draw(&outcome).unwrap();
        assert!(!serde_json::to_string(&outcome).unwrap().contains("null"));
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let refused = |config: Config| Checked::new(config).unwrap_err().to_string();
    assert!(refused(Config { epsilon_squared: vec![1.0, 0.5], ..quick() }).contains("`epsilon_squared` must rise"));
    assert!(refused(Config { heads: 1, head_width: 1, ..quick() }).contains("`heads` times `head_width` is 1"));
    let uneven = Config { layers: Layers { tokens: 63, ..quick().layers }, ..quick() };
    assert!(refused(uneven).contains("`layers.tokens` is 63"));
    let layers = Layers { tokens: 240, ..quick().layers };
    let long = Config { heads: 12, head_width: 24, tokens: 256, draws: 200, layers, ..quick() };
    assert!(refused(long).contains("take fewer `draws`"));
}
