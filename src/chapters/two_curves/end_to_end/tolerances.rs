//! How far the numbers may move.

use super::config::STRETCH;
use crate::figure::{Rule, Tolerance};

const BECAUSE: &str = "a training is thousands of steps in single precision: at book scale, between an AMD EPYC and an Intel \
                       Xeon, one of a cell's five ended elsewhere in some cells, which moved a mean of steps by 18 % and a \
                       share of wrong points by .11";

const fn trained(fields: &'static [&'static str], relative: f64, absolute: f64) -> Rule {
    Rule { fields, tolerance: Tolerance { relative, absolute, because: BECAUSE } }
}

pub(super) const TOLERANCES: &[Rule] = &[
    trained(
        &[
            "/*/networks/*/*/perfect",
            "/*/networks/*/*/fitted",
            "/*/networks/*/*/fitted_wrong",
            "/*/networks/*/*/diverged",
        ],
        0.0,
        1.0,
    ),
    trained(&["/*/perfect", "/*/fitted_wrong", "/*/unfitted", "/*/diverged"], 0.1, 1.0),
    trained(&["/*/networks/*/*/success"], 0.0, 0.34),
    trained(&["/*/networks/*/*/wrong"], 0.0, 0.2),
    trained(&["/portraits/*/wrong"], 0.0, 0.02),
    trained(&["/*/networks/*/*/steps", "/portraits/*/steps"], 0.25, 2.0 * STRETCH as f64),
    trained(&["/success_by_depth"], 0.0, 0.1),
    trained(&["/portraits/*/pixels"], 0.0, 40.0),
    // What is left is no training: counts, curves, and the infinite-width limit.
    Rule { fields: &[""], tolerance: Tolerance::CLOSED_FORM },
];
