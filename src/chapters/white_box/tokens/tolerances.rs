//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/side", "/dimension", "/subspaces", "/likeness/distances", "/tokens/width", "/directions/width"],
        tolerance: Tolerance::EXACT,
    },
    Rule {
        fields: &["/tokens/pixels"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.0, because: "a grey may be rounded to its neighbour" },
    },
    Rule {
        fields: &["/directions/pixels"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 255.0,
            because: "a direction and its opposite are one; another rounding may turn it, or end in another optimum",
        },
    },
    Rule {
        fields: &[
            "/measured/*/explained",
            "/measured/*/explained_fitted",
            "/beyond_gaussian/explained",
            "/beyond_gaussian/gain",
            "/beyond_unit_gaussian/explained",
            "/beyond_unit_gaussian/gain",
        ],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 5e-3,
            because: "a point between two subspaces may change sides by rounding, and the descent then ends elsewhere",
        },
    },
    Rule { fields: &[""], tolerance: Tolerance::CLOSED_FORM },
];
