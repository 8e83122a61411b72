//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/blurred/*/nearest_is_nearest"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 0.01,
            because: "a share of points, where two distances may be equal up to rounding",
        },
    },
    Rule {
        fields: &["/pictures/bytes"],
        tolerance: Tolerance { relative: 0.0, absolute: 0.0, because: "grey levels, rounded" },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-6,
            absolute: 1e-9,
            because: "sums over frequencies in double precision, whose transforms differ among processors",
        },
    },
];
