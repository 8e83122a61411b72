//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/curves/*/frames"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.5e-3, because: "rounded to thousandths: one unit" },
    },
    Rule {
        fields: &["/curves/*/densities"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.0, because: "rounded to bytes: one unit" },
    },
    Rule {
        fields: &["/curves/*/quadrature_error"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-7, because: "what is left is rounding" },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-8,
            absolute: 1e-12,
            because: "closed forms and means of the same draws; the smallest entropies lose a digit in δ = ρ/γ − 1",
        },
    },
];
