//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &[
            "/samples",
            "/depths/*/depth",
            "/depths/*/cells/*/width",
            "/shown/*/depth",
            "/shown/*/width",
            "/shown/*/modes/*/place",
        ],
        tolerance: Tolerance::EXACT,
    },
    Rule { fields: &["/times", "/depths/*/cells/*/last_layer"], tolerance: Tolerance::CLOSED_FORM },
    Rule {
        fields: &["/depths/*/cells/*/halving"],
        tolerance: Tolerance {
            relative: 0.1,
            absolute: 2e-4,
            because: "a small difference of errors in single precision",
        },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 5e-3,
            absolute: 2e-3,
            because: "training in single precision, and gates that roundings flip",
        },
    },
];
