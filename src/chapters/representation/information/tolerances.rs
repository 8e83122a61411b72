//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/digits/noised", "/digits/scores/*/guesses"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.0, because: "rounded to bytes: one unit" },
    },
    Rule {
        fields: &["/digits/walked/same_digit", "/digits/walked/same_class", "/pair/sampled"],
        tolerance: Tolerance {
            relative: 0.1,
            absolute: 0.02,
            because: "counts of paths: one that is undecided may change sides with a rounding",
        },
    },
    Rule {
        fields: &["/digits/walked/deviation", "/pair/deviation"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 0.5,
            because: "one of fifty paths that changes sides moves it by a quarter of a standard error",
        },
    },
    Rule {
        fields: &["/lattices/*/collapse_time", "/lattices/*/same_point_ratio"],
        tolerance: Tolerance { relative: 1e-6, absolute: 0.0, because: "24 bisections of a unit of λ" },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-6,
            absolute: 1e-9,
            because: "quadratures of nine digits and means of the same draws",
        },
    },
];
