use super::{Config, Outcome, PhaseTransition};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict},
    ground::scale::Scale,
};

fn run(config: &Config) -> Outcome {
    PhaseTransition::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap()
}

/// Second road: the cone's geometry, which knows nothing of any solver, against counts on the coarse plane that the
/// page proposes.
#[test]
fn a_coarse_plane_agrees_with_theory_within_its_sampling_error() {
    let config = Config { n: 64, grid: 12, trials: 20, seed: 5, ..Config::at(Scale::Book) };
    let outcome = run(&config);
    for contour in &outcome.contours {
        // Six columns: the root mean square of as many standard normal numbers is above 2 once in two thousand.
        assert!(contour.deviation_in_errors < 2.0, "{contour:?}");
    }
    assert!(outcome.largest_gap < 1e-9 && outcome.largest_infeasibility < 1e-9);
}

/// Limits: with all measurements every signal comes back, with fewer measurements than nonzero entries none.
#[test]
fn rates_are_certain_where_they_must_be() {
    let outcome = run(&Config::at(Scale::Quick));
    assert!(outcome.success.last().unwrap().iter().all(|&rate| rate >= 1.0));
    for (row, m) in outcome.success.iter().zip(&outcome.measurements) {
        for (rate, k) in row.iter().zip(&outcome.sparsity) {
            assert!(k < m || *m >= 1.0 || *rate <= 0.0, "{rate} at k/n = {k}, m/n = {m}");
        }
    }
}

/// At the quick scale a column's chance error may exceed .03; everything else holds.
#[test]
fn claims_hold_at_quick_scale_but_for_chance() {
    let outcome = run(&Config::at(Scale::Quick));
    let few_trials = |sentence: &str| sentence.contains("largest distance") || sentence.contains("one measurement");
    for claim in PhaseTransition::claims(&outcome).iter().filter(|claim| !few_trials(&claim.sentence)) {
        assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
    }
}

#[test]
fn the_finest_grid_still_draws() {
    let config = Config { n: 65, smaller_n: 64, grid: 64, trials: 5, ..Config::at(Scale::Quick) };
    PhaseTransition::draw(&run(&config)).unwrap();
}

#[test]
fn settings_out_of_range_are_refused_by_name() {
    let refused = |config: Config| Checked::new(config).map(drop).unwrap_err().to_string();
    let book = || Config::at(Scale::Book);
    assert!(refused(Config { grid: 41, ..book() }).contains("`grid` is 41, and must be from 4 to 40"));
    assert!(refused(Config { smaller_n: 160, ..book() }).contains("`smaller_n`"));
    assert!(refused(Config { trials: 4, ..book() }).contains("`trials`"));
}
