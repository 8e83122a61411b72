//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/projection/view/shadow"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 0.0,
            because: "0 or 1; a point that rounding moves over a pixel's edge would be drift, and is to be looked at",
        },
    },
    Rule {
        fields: &["/projection/view/manifold", "/surface/over_masses", "/surface/around"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.0, because: "rounded to bytes: one unit" },
    },
    Rule {
        fields: &["/surface/curvatures/*/deviations", "/surface/curvatures/*/order"],
        tolerance: Tolerance {
            relative: 1e-2,
            absolute: 1e-6,
            because: "differences of matches near 1, over a square",
        },
    },
    Rule {
        fields: &["/leading/fits/*/chirp_mass_ratio"],
        tolerance: Tolerance { relative: 1e-6, absolute: 0.0, because: "a top is known to the root of rounding" },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-5,
            absolute: 1e-9,
            because: "rounding, through differences of phases over steps of 1e-5 and factorisations",
        },
    },
];
