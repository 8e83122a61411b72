//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/landscape/pixels"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.0, because: "a level may round either way" },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-4,
            absolute: 2e-3,
            because: "places are rounded to thousandths, and a descent's last step is where a gradient meets a threshold",
        },
    },
];
