use super::{Config, Ensemble, Outcome, Tokens};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict},
    ground::scale::Scale,
};

fn quick() -> Config {
    Config::at(Scale::Quick)
}

fn outcome(config: Config) -> Outcome {
    Tokens::run(&Checked::new(config).unwrap(), &Context::default()).unwrap()
}

/// Second road: what one subspace explains is the sum of the first shares of the spectrum.
#[test]
fn one_subspace_explains_the_first_principal_directions() {
    let config = Config { draws: 2, ..quick() };
    let outcome = outcome(config.clone());
    for measured in &outcome.measured {
        let first: f64 = measured.spectrum[..outcome.dimension].iter().sum();
        // The spectrum is of the first draw, the estimate a mean over both: it lies within the interval, which holds both.
        let estimate = &measured.explained_fitted[0];
        assert!(estimate.allows(first), "{:?}: {first} {estimate:?}", measured.ensemble);
        assert!((measured.spectrum.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}

/// Gaussian vectors in all p² − 1 directions alike would have that local dimension; shuffled pixels are near to it from
/// below, since a few hundred points leave no neighbour near. Patches lie far below.
#[test]
fn local_dimensions_are_in_their_order() {
    let outcome = outcome(quick());
    let dimension = |place: usize| outcome.measured[place].local_dimension.value;
    assert_eq!(outcome.measured.iter().map(|measured| measured.ensemble).collect::<Vec<_>>(), Ensemble::ALL);
    assert!(dimension(0) < dimension(1) && dimension(1) < dimension(3) && dimension(3) < 64.0);
    // A length is one dimension, and no more.
    assert!(dimension(2) < dimension(1) + 0.5 && dimension(1) < dimension(2) + 3.0);
}

#[test]
fn what_does_not_depend_on_scale_holds_at_quick_scale() {
    let claims = Tokens::claims(&outcome(quick()));
    for words in ["correlated tokens", "lower local dimension", "does not tell patches", "shuffled patches"] {
        let claim = claims.iter().find(|claim| claim.sentence.contains(words)).unwrap();
        assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
    }
}

/// Each setting at its least and its greatest: numbers, and a drawing.
#[test]
fn the_extremes_of_the_settings_give_numbers_and_a_drawing() {
    let small = Config { tokens: 100, subspaces: vec![1, 2], draws: 2, ..quick() };
    for config in [
        Config { side: 4, ..small.clone() },
        Config { side: 16, tokens: 200, dimension: 2, ..small.clone() },
        Config { tokens: 5_000, neighbours: 3, ..small.clone() },
        Config { subspaces: vec![1, 32], ..small.clone() },
        Config { dimension: 1, ..small.clone() },
        Config { dimension: 12, ..small.clone() },
        Config { restarts: 20, ..small.clone() },
        Config { neighbours: 50, ..small.clone() },
        Config { distances: vec![16], ..small.clone() },
        Config { draws: 20, ..small },
    ] {
        let outcome = outcome(config);
        Tokens::draw(&outcome).unwrap();
        assert!(!serde_json::to_string(&outcome).unwrap().contains("null"));
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let refused = |config: Config| match Checked::new(config) {
        Err(error) => error.to_string(),
        Ok(config) => Tokens::run(&config, &Context::default()).unwrap_err().to_string(),
    };
    assert!(refused(Config { subspaces: vec![2, 4], ..quick() }).contains("the first of `subspaces`"));
    assert!(refused(Config { subspaces: vec![1, 4, 2], ..quick() }).contains("`subspaces` must rise"));
    assert!(refused(Config { distances: vec![2, 1], ..quick() }).contains("`distances` must rise"));
    assert!(refused(Config { side: 16, tokens: 3_000, ..quick() }).contains("take fewer `tokens`"));
    let long = Config { side: 16, tokens: 5_000, draws: 20, subspaces: vec![1, 32], restarts: 20, ..quick() };
    assert!(refused(long).contains("take fewer `tokens`, `subspaces`"));
}
