//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/pose/*/gap", "/perspective/*/gap", "/lamp/*/gap"],
        tolerance: Tolerance {
            relative: 0.999,
            absolute: 0.0,
            because: "over what is left of rounding: down to a thousandth, or up to twice as much",
        },
    },
    Rule {
        fields: &["/pose/*/halving", "/perspective/*/halving", "/lamp/*/halving", "/homography_error"],
        tolerance: Tolerance {
            relative: 1e3,
            absolute: 1e-9,
            because: "what is left of rounding over a small step: its size is known, its value is not",
        },
    },
    Rule {
        fields: &["/pose_sheet/pixels", "/perspective_sheet/pixels", "/lamps/pixels"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 5.1,
            because: "rounded to 52 greys: one unit of them is five of a byte",
        },
    },
    Rule {
        fields: &["/steps/singular_values"],
        tolerance: Tolerance { relative: 1e-5, absolute: 1e-6, because: "the smallest steps divide rounding by 1e-9" },
    },
    Rule {
        fields: &["/pose/*/singular_values", "/perspective/*/singular_values", "/lamp/*/singular_values"],
        tolerance: Tolerance {
            relative: 1e-6,
            absolute: 1e-9,
            because: "central differences: rounding over a step of 1e-5",
        },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-8,
            absolute: 1e-12,
            because: "closed forms, and singular values of well-set matrices",
        },
    },
];
