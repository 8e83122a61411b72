use super::{Config, Outcome, Plane, RateReduction, Regularised, Setting, Unit};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict},
    ground::scale::Scale,
    math::rates::unit_tokens::{ceiling, floor, random},
};
use approx::assert_abs_diff_eq;

fn quick() -> Config {
    Config::at(Scale::Quick)
}

fn outcome(config: Config) -> Outcome {
    RateReduction::run(&Checked::new(config).unwrap(), &Context::default()).unwrap()
}

#[test]
fn every_claim_but_one_holds_at_quick_scale() {
    let claims = RateReduction::claims(&outcome(quick()));
    // Twenty draws do not say where the mean of random tokens is.
    for claim in claims.iter().filter(|claim| !claim.sentence.contains("random tokens")) {
        // A class gains nothing before the theorem's λ ends: a finding, and no error of a run.
        let fails = claim.sentence.contains("description of global maxima");
        assert_eq!(claim.verdict, if fails { Verdict::DoesNotHold } else { Verdict::Holds }, "{claim:?}");
    }
}

/// Literals by an independent program (numpy): floor, limit and ceiling for three shapes at ε² = .01.
#[test]
fn floor_limit_and_ceiling_are_another_programs() {
    let known =
        [((12, 17), 3.545, 24.884, 27.691), ((16, 50), 3.689, 35.514, 36.921), ((64, 197), 4.382, 141.959, 147.684)];
    for ((width, count), least, middle, most) in known {
        // Half a unit of the last digit.
        assert_abs_diff_eq!(floor(width, 0.01), least, epsilon = 5.1e-4);
        assert_abs_diff_eq!(random(width, count, 0.01), middle, epsilon = 5.1e-4);
        assert_abs_diff_eq!(ceiling(width, count, 0.01), most, epsilon = 5.1e-4);
    }
}

/// Second road: on two orthogonal lines the rates are sums of two logarithms.
#[test]
fn rates_on_orthogonal_lines_are_logarithms_of_energies() {
    let outcome = outcome(quick());
    let places = &outcome.pictures[2].places;
    let energy = |a: usize| places.iter().map(|place| place[a].powi(2)).sum::<f64>() / places.len() as f64;
    let sum = |d: f64| (0..2).map(|a| 0.5 * (d * energy(a) / outcome.epsilon_squared).ln_1p()).sum::<f64>();
    // Places are rounded to a thousandth.
    assert_abs_diff_eq!(outcome.pictures[2].rate, sum(2.0), epsilon = 1e-3);
    assert_abs_diff_eq!(outcome.pictures[2].subspace_rate, sum(1.0), epsilon = 1e-3);
    assert_eq!(outcome.pictures[2].nonzero, places.len());
}

/// Beyond the theorem's largest λ nothing but 0 is left; shortly before it directions are there that take away.
#[test]
fn near_the_largest_lambda_maxima_lie_below_zero_and_beyond_there_are_none() {
    let outcome = outcome(quick());
    let [before, beyond] = [0, 1].map(|i| (&outcome.beyond.objectives[i], &outcome.beyond.ranks[i]));
    assert!(outcome.beyond.converged);
    assert!(before.0.iter().zip(before.1).all(|(value, rank)| (*rank == 0) == (value.abs() < 1e-9)));
    assert!(before.0.iter().all(|value| *value < 1e-9));
    assert!(beyond.1.iter().all(|rank| *rank == 0));
}

/// Each setting at its least and its greatest: numbers, and a drawing.
#[test]
fn the_extremes_of_the_settings_give_numbers_and_a_drawing() {
    let small = || {
        let config = quick();
        let setting = Setting { dimension: 3, sizes: vec![4, 6], epsilon_squared: 0.25, lambda: 0.02 };
        let mcr2 = Regularised { problems: vec![setting], starts: 2, deviations: vec![1.0], ..config.mcr2 };
        Config { mcr2, ..config }
    };
    let plane = |change: fn(&mut Plane)| {
        let mut config = small();
        change(&mut config.plane);
        config
    };
    let unit = |change: fn(&mut Unit)| {
        let mut config = small();
        change(&mut config.unit);
        config
    };
    let mcr2 = |change: fn(&mut Regularised)| {
        let mut config = small();
        change(&mut config.mcr2);
        config
    };
    for config in [
        plane(|p| (p.per_line, p.draws) = (5, 2)),
        plane(|p| (p.per_line, p.draws) = (60, 200)),
        plane(|p| (p.epsilon_squared, p.scales) = (0.001, vec![0.01, 100.0])),
        plane(|p| (p.epsilon_squared, p.ball_errors) = (10.0, vec![0.0005, 1.0])),
        plane(|p| (p.angle_rad, p.noise, p.turn_rad) = (0.05, 0.0, 0.05)),
        plane(|p| (p.angle_rad, p.noise, p.turn_rad) = (1.5, 1.0, 1.5)),
        unit(|u| (u.width, u.counts, u.draws) = (2, vec![1, 512], 2)),
        unit(|u| (u.width, u.counts, u.epsilon_squared) = (64, vec![1, 512], 0.001)),
        unit(|u| (u.draws, u.epsilon_squared) = (1_000, 10.0)),
        mcr2(|m| m.problems = vec![Setting { dimension: 1, sizes: vec![1, 1], epsilon_squared: 0.01, lambda: 1e-4 }]),
        mcr2(|m| {
            m.problems = vec![Setting { dimension: 40, sizes: vec![200; 4], epsilon_squared: 10.0, lambda: 1e-4 }];
            (m.most_steps, m.starts) = (100, 2);
        }),
        mcr2(|m| m.problems[0].lambda = m.problems[0].problem().largest_lambda(1) * 0.999),
        mcr2(|m| (m.starts, m.deviations) = (100, vec![0.01, 30.0])),
        mcr2(|m| (m.lambda_parts, m.gradient_norm) = (vec![0.1, 2.0], 1e-3)),
        mcr2(|m| (m.gradient_norm, m.most_steps) = (1e-12, 2_000)),
        mcr2(|m| m.most_steps = 100_000),
    ] {
        let outcome = outcome(config);
        RateReduction::draw(&outcome).unwrap();
        RateReduction::claims(&outcome);
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
    assert!(refused(|c| c.plane.scales = vec![2.0, 1.0]).contains("`plane.scales` must rise"));
    assert!(refused(|c| c.unit.counts = vec![8, 4]).contains("`unit.counts` must rise"));
    assert!(refused(|c| c.mcr2.problems[0].lambda = 0.2).contains("`mcr2.problems.0.lambda` is 0.2"));
    assert!(refused(|c| c.mcr2.problems[1].sizes = vec![60, 40]).contains("`mcr2.problems.1.sizes`"));
    let long = refused(|c| {
        c.mcr2.problems = vec![Setting { dimension: 40, sizes: vec![200; 4], epsilon_squared: 1.0, lambda: 1e-4 }; 3];
        (c.mcr2.starts, c.mcr2.deviations) = (100, vec![0.1, 0.2, 0.5, 1.0, 2.0, 5.0]);
    });
    assert!(long.contains("mcr2.starts"), "{long}");
}
