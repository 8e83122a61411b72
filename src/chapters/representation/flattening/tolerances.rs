//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

const BECAUSE: &str = "a fit ends with a step of 1e-5, and which step that is can turn on a rounding; the layers after it start \
                       from there";

const fn built(fields: &'static [&'static str], relative: f64, absolute: f64) -> Rule {
    Rule { fields, tolerance: Tolerance { relative, absolute, because: BECAUSE } }
}

pub(super) const TOLERANCES: &[Rule] = &[
    Rule { fields: &["/shapes/*/ambient", "/shapes/*/dimension"], tolerance: Tolerance::EXACT },
    Rule {
        fields: &["/shapes/*/constructs/*/trials/*/layer_inverse_error"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-13, because: "what is left is rounding" },
    },
    // One construction of the three at quick scale may end elsewhere; at book scale that is more than it should be.
    built(
        &["/shapes/*/constructs/*/flat", "/shapes/*/constructs/*/refit_wins", "/shapes/*/constructs/*/reverse_wins"],
        0.0,
        0.34,
    ),
    built(&["/shapes/*/constructs/*/layers", "/shapes/*/constructs/*/trials/*/layers"], 0.2, 3.0),
    built(&["/shapes/*/constructs/*/trials/*/largest_dimension"], 0.0, 1.0),
    built(&["/shapes/*/constructs/*/converged", "/shapes/*/constructs/*/trials/*/converged"], 0.0, 0.1),
    built(&["/films/*/layers", "/rounding/*/layers"], 0.2, 3.0),
    built(&["/films/*/clouds", "/decoded"], 0.0, 0.05),
    built(&["/shapes/*/constructs/*/lost", "/shapes/*/constructs/*/trials/*/lost"], 0.3, 0.0),
    // Rounding that many layers multiply: its order of magnitude, of which a rise is seen and a fall is not.
    built(
        &[
            "/rounding",
            "/shapes/*/constructs/*/rounded",
            "/shapes/*/constructs/*/trials/*/rounded_error",
            "/shapes/*/constructs/*/trials/*/inverse_error",
            "/shapes/*/constructs/*/trials/*/least_singular_value",
        ],
        2.0,
        0.0,
    ),
    built(&[""], 0.9, 0.0),
];
