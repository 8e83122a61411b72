//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/dictionary/atoms"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 255.0,
            because: "two correlations that are equal but for rounding may lead to other atoms in another order",
        },
    },
    Rule {
        fields: &["/dictionary/approximated/*/errors", "/dictionary/approximated/*/learnt_less"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 2e-3,
            because: "and codes then choose others, with about the same error",
        },
    },
    Rule {
        fields: &["/spiked/difference", "/spiked/kkt_residual", "/layered/largest_difference"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-9, because: "it is rounding" },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-7,
            absolute: 1e-9,
            because: "a minimiser that an iteration reached to rounding",
        },
    },
];
