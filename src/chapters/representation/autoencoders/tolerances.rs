//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/shown", "/seeds", "/moved", "/twos/code", "/twos/steps", "/twos/moved"],
        tolerance: Tolerance::EXACT,
    },
    Rule {
        fields: &["/curves/*/outline", "/embedded/outline"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.5e-3, because: "rounded to thousandths: one unit" },
    },
    Rule {
        fields: &["/exact/linear_excess"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-3, because: "what is left is the end of a training" },
    },
    Rule {
        fields: &["/twos/lines"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 40.0,
            because: "bytes of ink from trained networks: training amplifies rounding",
        },
    },
    Rule {
        fields: &["/curves/*/kinds/*/monotone", "/embedded/kinds/*/monotone"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.0, because: "a code that all but turns back may do so" },
    },
    Rule {
        fields: &[
            "/curves/*/kinds/*/codes",
            "/curves/*/kinds/*/picture",
            "/embedded/kinds/*/codes",
            "/embedded/kinds/*/picture",
        ],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 0.3,
            because: "drawn from trained networks: training amplifies rounding, most where a code is folded",
        },
    },
    Rule {
        fields: &[
            "/curves/*/kinds/*/lost_train",
            "/curves/*/kinds/*/lost_held_out",
            "/embedded/kinds/*/lost_train",
            "/embedded/kinds/*/lost_held_out",
            "/twos/kinds/*/lost_train",
            "/twos/kinds/*/lost_held_out",
        ],
        tolerance: Tolerance {
            relative: 0.2,
            absolute: 2e-4,
            because: "means over a few trained networks: training amplifies rounding, and the page has four digits of losses \
                      near 2e-3",
        },
    },
    Rule {
        fields: &[
            "/curves/*/kinds/*/injectivity",
            "/embedded/kinds/*/injectivity",
            "/twos/kinds/*/injectivity",
            "/curves/*/kinds/*/sample_off",
            "/embedded/kinds/*/sample_off",
        ],
        tolerance: Tolerance {
            relative: 0.5,
            absolute: 2e-3,
            because: "one pair of points decides a smallest ratio, and a few draws far out a root mean square, so that both \
                      move more than losses with what training makes of rounding",
        },
    },
    Rule {
        fields: &["/curves/*/kinds", "/embedded/kinds", "/twos/kinds"],
        tolerance: Tolerance {
            relative: 0.2,
            absolute: 0.05,
            because: "means over a few trained networks: training amplifies rounding over thousands of steps",
        },
    },
    Rule {
        fields: &["/exact/learnt_noise_variance", "/exact/evidence_bound", "/exact/quantised"],
        tolerance: Tolerance {
            relative: 0.01,
            absolute: 1e-3,
            because: "ends of trainings whose optimum is unique, or near it; rounding moves them little",
        },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-7,
            absolute: 1e-9,
            because: "closed forms and factorisations of data in single precision",
        },
    },
];
