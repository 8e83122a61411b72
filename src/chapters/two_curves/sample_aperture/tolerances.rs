//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/pairs/*/by_depth/*/random/wrong", "/pairs/*/by_depth/*/even/wrong"],
        tolerance: Tolerance { relative: 0.0, absolute: 0.005, because: "a point at a border may fall to either side" },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-6,
            absolute: 1e-9,
            because: "rounding, through factorisations of kernel matrices",
        },
    },
];
