//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/*/picture/affinity"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.0, because: "rounded to bytes: one unit" },
    },
    Rule {
        fields: &["/*/picture/identified"],
        tolerance: Tolerance { relative: 0.0, absolute: 5.0, because: "a point at a border may fall to any group" },
    },
    Rule { fields: &["/*/picture/labels", "/*/picture/pixels"], tolerance: Tolerance::EXACT },
    Rule {
        fields: &["/*/picture"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.5e-3, because: "rounded to thousandths: one unit" },
    },
    Rule {
        fields: &[
            "/*/ssc_accuracy",
            "/*/k_means_accuracy",
            "/*/lost_by_identified",
            "/*/ssc",
            "/against_angle/*/ssc",
            "/against_angle/*/lost_by_identified",
        ],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 0.02,
            because: "the grouping: rounding may move a point at a border to another group",
        },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-7,
            absolute: 1e-10,
            because: "rounding, through factorisations of well-set problems",
        },
    },
];
