//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/pairs/*/decays/*/tightest_ratio", "/pairs/*/decays/*/tightest_time"],
        tolerance: Tolerance { relative: 1e-4, absolute: 0.0, because: "the place of a minimum on a grid of times" },
    },
    Rule {
        fields: &["/pairs/*/by_depth/*/label_defect", "/pairs/*/decays/*/least_margin"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-9, because: "zero up to rounding, or close to it" },
    },
    Rule {
        fields: &["/pairs", "/start", "/walk"],
        tolerance: Tolerance {
            relative: 1e-6,
            absolute: 1e-9,
            because: "rounding, through eigenvalues of dense matrices",
        },
    },
    Rule { fields: &[""], tolerance: Tolerance::CLOSED_FORM },
];
