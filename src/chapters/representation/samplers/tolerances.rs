//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/pictures/*/ends", "/exact_ends"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.5e-3, because: "rounded to thousandths: one unit" },
    },
    Rule {
        fields: &["/one_point_error"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-15, because: "it is rounding" },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-5,
            absolute: 1e-10,
            because: "distances down to 1e-6 between ends that are known to 1e-14, and means of the same draws",
        },
    },
];
