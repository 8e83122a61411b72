//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/largest_gap"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-8, because: "what is left is rounding, far below this" },
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
