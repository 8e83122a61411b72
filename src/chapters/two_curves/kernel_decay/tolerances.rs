//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/curves/*/lowest_angle_rad", "/walk/*/lowest_angle_rad"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 1e-3,
            because: "a minimum this flat has no sharper place in f64",
        },
    },
    Rule { fields: &[""], tolerance: Tolerance::CLOSED_FORM },
];
