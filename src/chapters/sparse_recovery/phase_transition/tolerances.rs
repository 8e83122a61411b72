//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/largest_gap", "/largest_infeasibility"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-8, because: "what is left is rounding, far below this" },
    },
    Rule {
        fields: &["/mean_steps"],
        tolerance: Tolerance {
            relative: 1e-4,
            absolute: 0.0,
            because: "a knot at the very end of a path may or may not be taken for the end",
        },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-6,
            absolute: 1e-9,
            because: "success or failure is certain in every trial, since no error is near the threshold; fits to the \
                      same counts differ by what Newton's method leaves",
        },
    },
];
