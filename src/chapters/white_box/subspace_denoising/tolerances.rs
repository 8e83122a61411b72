//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &[
            "/heads",
            "/width",
            "/tokens",
            "/layers",
            "/threshold",
            "/noises",
            "/runs/*/as_it_is/alone",
            "/runs/*/lengths_kept/alone",
            "/runs/*/median",
            "/self_attention/noise",
            "/self_attention/widths",
        ],
        tolerance: Tolerance::EXACT,
    },
    Rule {
        fields: &["/runs/*/off"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-9, because: "it is rounding" },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-7,
            absolute: 1e-9,
            because: "exponentials of products that grow with the layers lose some digits",
        },
    },
];
