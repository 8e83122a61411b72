//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &[
            "/width",
            "/tokens",
            "/true_nonzeros",
            "/lambda",
            "/eta",
            "/curvatures",
            "/steps",
            "/epsilon_squared",
            "/incoherence/*/widths",
        ],
        tolerance: Tolerance::EXACT,
    },
    Rule {
        fields: &["/cases/*/solved/most_steps"],
        tolerance: Tolerance {
            relative: 0.2,
            absolute: 40.0,
            because: "rounding decides at which look at the gap a solver ends, and when its momentum starts anew",
        },
    },
    Rule {
        fields: &["/cases/*/solved/largest_gap", "/cases/*/solved/largest_violation"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-2, because: "what is left when the solver ends" },
    },
    Rule {
        fields: &["/cases/*/codes/solution", "/cases/*/rates/solution", "/cases/*/closed"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 2e-3,
            because: "a solution is one to within its gap: an entry near 0 may be 0, and its root is the code's error",
        },
    },
    Rule {
        fields: &["/cases/*/codes/rectified/distance", "/cases/*/codes/layer/distance", "/cases/*/codes/cold/distance"],
        tolerance: Tolerance { relative: 1e-3, absolute: 0.0, because: "distances from a solution" },
    },
    Rule {
        fields: &[
            "/cases/*/codes/layer/nonzeros",
            "/cases/*/codes/cold/nonzeros",
            "/cases/*/codes/rectified/nonzeros",
            "/cases/*/after_steps/nonzeros",
            "/cases/*/nonzeros_gained",
        ],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 1e-3,
            because: "an entry within rounding of the threshold may fall on either side of it",
        },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-7,
            absolute: 1e-10,
            because: "sums over tokens and log-determinants in double precision",
        },
    },
];
