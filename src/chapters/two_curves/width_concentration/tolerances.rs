//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/depths/*/depth", "/depths/*/cells/*/width", "/depths/*/cells/*/networks"],
        tolerance: Tolerance::EXACT,
    },
    Rule { fields: &["/shown", "/networks", "/curve_points"], tolerance: Tolerance::EXACT },
    Rule {
        fields: &[
            "/angles_rad",
            "/depths/*/kernel",
            "/depths/*/wide_deviation",
            "/depths/*/exact_power",
            "/depths/*/cells/*/root",
            "/depths/*/cells/*/exact_deviation",
        ],
        tolerance: Tolerance::CLOSED_FORM,
    },
    Rule {
        // Roundings of f32 in as many layers; a gate that a rounding flips moves an entry by about 1/n.
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-3,
            absolute: 1e-3,
            because: "products in single precision, and gates that they flip",
        },
    },
];
