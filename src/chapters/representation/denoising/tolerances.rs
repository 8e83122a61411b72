//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/clouds/*/frames"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.5e-3, because: "rounded to thousandths: one unit" },
    },
    Rule {
        fields: &["/clouds/*/densities"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.0, because: "rounded to bytes: one unit" },
    },
    Rule {
        fields: &["/tweedie_difference"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-6, because: "what is left is rounding" },
    },
    Rule {
        fields: &["/on_a_point", "/collapse/on_a_point", "/collapse/on_a_point_forward"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 0.01,
            because: "shares of some hundred or thousand samples: a few on the edge may change sides",
        },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-6,
            absolute: 1e-9,
            because: "the same draws through hundreds of steps, each of which keeps or shrinks a difference of rounding",
        },
    },
];
