//! Independent checks of the numbers, and what is refused.

use super::{Config, run::draws};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict},
    ground::scale::Scale,
    math::vectors::mean,
};

/// Second road: the mean of all draws at once.
#[test]
fn the_last_mean_is_that_of_all_draws() {
    let config = Checked::new(Config::at(Scale::Quick)).unwrap();
    let outcome = super::NewFigure::run(&config, &Context::default()).unwrap();
    let last = outcome.means.last().copied().unwrap();
    // A hundred roundings of sums below 100.
    assert!((last - mean(&draws(&config))).abs() < 1e-12, "{last}");
    assert_eq!(super::NewFigure::claims(&outcome)[0].verdict, Verdict::Holds);
}

#[test]
fn settings_out_of_range_are_refused_by_name() {
    let refusal = Checked::new(Config { draws: 0, ..Config::at(Scale::Quick) }).unwrap_err().to_string();
    assert!(refusal.contains("`draws` is 0"), "{refusal}");
}
