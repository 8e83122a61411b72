use super::{Config, LassoPath, Outcome};
use crate::{
    figure::{
        Checked, Context, Experiment as _, Settings as _, Verdict,
        record::{self, layout},
    },
    ground::scale::Scale,
};
use approx::assert_relative_eq;

fn outcome(config: &Config) -> Outcome {
    LassoPath::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap()
}

/// All but one, which is a finding: with so few measurements the support is seldom exact.
#[test]
fn every_claim_holds_at_quick_scale_but_that_of_the_exact_support() {
    for claim in LassoPath::claims(&outcome(&Config::at(Scale::Quick))) {
        let is_finding = claim.sentence.starts_with("The support of the LASSO's solution");
        assert_eq!(claim.verdict, if is_finding { Verdict::DoesNotHold } else { Verdict::Holds }, "{claim:?}");
    }
}

/// Second road to the optimum: two other algorithms, which know nothing of the path. All three agree to rounding.
#[test]
fn the_homotopy_and_both_descents_end_at_the_same_value() {
    for seed in [1, 2] {
        let outcome = outcome(&Config { iterations: 3_000, instances: 1, seed, ..Config::at(Scale::Quick) });
        for descent in &outcome.descents {
            assert_relative_eq!(descent.last_objective, outcome.optimum, max_relative = 1e-13);
            assert!(descent.last_duality_gap < 1e-12 && descent.last_kkt_residual < 1e-12, "{descent:?}");
        }
    }
}

/// Two roads to the solution at λ: the stop there, and the entries of the signal and of its estimate.
#[test]
fn one_of_the_stops_is_the_weight_that_was_chosen() {
    let outcome = outcome(&Config { instances: 1, ..Config::at(Scale::Quick) });
    let stop = outcome.weights.stops.iter().find(|stop| stop.lambda.total_cmp(&outcome.lambda).is_eq()).unwrap();
    let found: Vec<_> = outcome.entries.iter().filter(|entry| entry.lasso != 0.0).collect();
    assert_eq!(stop.places, found.iter().map(|entry| entry.place).collect::<Vec<_>>());
    let [values, refit] = [&stop.values, &stop.refit].map(|all| all.iter().map(|x| x.to_bits()).collect::<Vec<_>>());
    assert_eq!(values, found.iter().map(|entry| entry.lasso.to_bits()).collect::<Vec<_>>());
    assert_eq!(refit, found.iter().map(|entry| entry.refit.to_bits()).collect::<Vec<_>>());
    assert_eq!((stop.missed, stop.false_entries), (outcome.recovery.missed, outcome.recovery.false_entries));
    assert!(outcome.weights.stops.windows(2).all(|pair| pair[0].lambda > pair[1].lambda));
}

/// A limit, from the theorem behind the claim: with twice the measurements it asks for the support is found.
#[test]
fn with_twice_the_measurements_the_support_is_exact_more_often_than_not() {
    let config = Config { m: 256, iterations: 1, ..Config::at(Scale::Quick) };
    assert!(outcome(&config).instances.exact > 0.5);
}

#[test]
fn a_weight_that_asks_for_nothing_still_has_an_outcome() {
    let config = Config { weight: 100.0, instances: 1, ..Config::at(Scale::Quick) };
    let outcome = outcome(&config);
    assert_eq!((outcome.recovery.found, outcome.recovery.missed), (0, 12));
    assert!(outcome.late_factors.is_none() && outcome.descents[0].largest_of_bound <= 0.0);
    LassoPath::draw(&outcome).unwrap();
    // Every number is finite.
    assert!(!layout(&record::plain(&outcome).unwrap()).is_empty());
}

#[test]
fn the_largest_settings_still_draw_and_make_a_record() {
    let quick = || Config { instances: 1, iterations: 1_000, ..Config::at(Scale::Quick) };
    for config in [
        Config { m: 400, n: 1_024, k: 90, noise: 0.001, path_end: 0.01, ..quick() },
        Config { m: 160, n: 160, k: 159, weight: 0.01, path_end: 0.01, ..quick() },
        Config { m: 1, n: 2, k: 1, iterations: 1, path_end: 1.0, ..quick() },
    ] {
        let outcome = outcome(&config);
        LassoPath::draw(&outcome).unwrap();
        assert!(layout(&record::plain(&outcome).unwrap()).len() < 990_000);
    }
}

#[test]
fn settings_out_of_range_are_refused_by_name() {
    let quick = || Config::at(Scale::Quick);
    for (config, name) in [
        (Config { k: 97, ..quick() }, "`k`"),
        (Config { m: 257, ..quick() }, "`m`"),
        (Config { noise: 0.0, ..quick() }, "`noise`"),
        (Config { m: 1_024, n: 1_024, instances: 1_000, ..quick() }, "fewer `instances`"),
    ] {
        let error = Checked::new(config).map(drop).unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
    }
}
