//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &[
            "/pictures/*/nonzero",
            "/unit/width",
            "/unit/counts",
            "/problems/*/dimension",
            "/problems/*/classes/*/size",
            "/problems/*/best_ranks",
        ],
        tolerance: Tolerance::EXACT,
    },
    Rule {
        fields: &["/pictures/*/places", "/pictures/*/lines", "/balls/cells"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-3, because: "rounded to a thousandth: one unit" },
    },
    Rule {
        fields: &["/balls/counted"],
        tolerance: Tolerance { relative: 0.0, absolute: 2.0, because: "a square on the border may change sides" },
    },
    Rule { fields: &["/problems/*/ends/*/deviation"], tolerance: Tolerance::EXACT },
    Rule {
        fields: &["/problems/*/ends/*/objective", "/problems/*/ends/*/ranks", "/beyond/objectives", "/beyond/ranks"],
        tolerance: Tolerance {
            relative: 0.2,
            absolute: 2.0,
            because: "an ascent that passes a saddle may leave it on another side with another rounding",
        },
    },
    Rule {
        fields: &["/problems/*/global_shares"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 0.2,
            because: "shares of a few ascents, some of which may end elsewhere with another rounding",
        },
    },
    Rule {
        fields: &[
            "/problems/*/singular_values_off",
            "/problems/*/cross_products",
            "/problems/*/value_off",
            "/beyond/value_off",
            "/turn_changes",
            "/forms_differ",
        ],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-6, because: "what convergence and rounding leave over" },
    },
    Rule {
        fields: &["/problems/*/classes/*/found"],
        tolerance: Tolerance {
            relative: 1e-6,
            absolute: 1e-6,
            because: "the gradient's norm at an end, over a curvature",
        },
    },
    Rule { fields: &[""], tolerance: Tolerance::CLOSED_FORM },
];
