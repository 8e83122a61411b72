//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &[
            "/heads",
            "/width",
            "/tokens",
            "/epsilon_squared",
            "/steps",
            "/short/length",
            "/products/dimension",
            "/products/counts",
            "/products/pairwise",
            "/products/statistics",
        ],
        tolerance: Tolerance::EXACT,
    },
    Rule {
        fields: &["/turned/least", "/turned/at_eigenvectors"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-9, because: "it is rounding" },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-7,
            absolute: 1e-10,
            because: "differences of nearly equal rates lose some digits",
        },
    },
];
