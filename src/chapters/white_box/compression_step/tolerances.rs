//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &[
            "/heads",
            "/width",
            "/tokens",
            "/part",
            "/epsilon_squared",
            "/audits/*/at/*/epsilon_squared",
            "/audits/*/at/*/steps/*/as_is/falls",
            "/audits/*/at/*/steps/*/at_length_one/falls",
            "/layered/layers",
            "/layered/tokens",
            "/layered/epsilon_squared",
            "/by_hand/tokens",
            "/by_hand/epsilon_squared",
        ],
        tolerance: Tolerance::EXACT,
    },
    Rule { fields: &["/by_hand"], tolerance: Tolerance::CLOSED_FORM },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-7,
            absolute: 1e-11,
            because: "means over draws of log-determinants; differences of nearly equal ones lose some digits",
        },
    },
];
