//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &[
            "/*/*/clover",
            "/*/*/clover_doubled",
            "/*/*/clover_alone",
            "/walks/*/*/clover",
            "/held/windings_clover",
            "/held/windings_clover_alone",
            "/held/moved_clover",
            "/held/moved_clover_alone",
            "/coils/*/windings",
            "/coils/*/closed_form",
        ],
        tolerance: Tolerance::EXACT,
    },
    Rule {
        fields: &["/*/*/strokes", "/walks/*/*/strokes", "/globe"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 2e-3,
            because: "places are rounded to thousandths of a radius",
        },
    },
    Rule {
        fields: &["/held"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-9, because: "differences of equal numbers are roundings" },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-6,
            absolute: 1e-9,
            because: "second differences of points a hundredth apart lose half of the digits",
        },
    },
];
