//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &[
            "/times",
            "/seeds",
            "/t_min",
            "/radius",
            "/curves/*/taught/*/steps",
            "/otherwise/*/steps",
            "/fields/*/t",
            "/fields/*/from",
        ],
        tolerance: Tolerance::EXACT,
    },
    Rule {
        fields: &["/fields/*/exact", "/curves/*/fresh"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.5e-3, because: "rounded to thousandths: one unit" },
    },
    Rule {
        fields: &[
            "/curves/*/floor",
            "/curves/*/fresh_wasserstein",
            "/curves/*/shrunk_wasserstein",
            "/curves/*/fresh_distance",
            "/curves/*/disc_distance",
            "/linear",
            "/of_points",
            "/divergence",
        ],
        tolerance: Tolerance { relative: 1e-9, absolute: 0.0, because: "sums of many numbers through libm" },
    },
    Rule {
        fields: &["/curves/*/fresh_mmd"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-9, because: "a difference of means near 1, through libm" },
    },
    Rule {
        fields: &["/edm_difference"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-12, because: "is rounding" },
    },
    Rule {
        fields: &["/fields/*/learnt", "/curves/*/drawn"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 0.3,
            because: "led by trained networks: training amplifies rounding, most where a point may go to either side",
        },
    },
    Rule {
        fields: &["/curves/*/taught/*/excess", "/otherwise/*/excess", "/curves/*/taught/*/error", "/otherwise/*/error"],
        tolerance: Tolerance {
            relative: 0.5,
            absolute: 1e-3,
            because: "means over a few trained networks: training amplifies rounding",
        },
    },
    Rule {
        fields: &["/curves/*/taught/*/learning", "/otherwise/*/learning"],
        tolerance: Tolerance { relative: 0.1, absolute: 0.0, because: "losses of trained networks" },
    },
    Rule {
        fields: &[
            "/curves/*/taught/*/wasserstein",
            "/curves/*/taught/*/mmd",
            "/otherwise/*/wasserstein",
            "/otherwise/*/mmd",
            "/curves/*/taught/*/walked_wasserstein",
            "/otherwise/*/walked_wasserstein",
            "/curves/*/distance",
        ],
        tolerance: Tolerance {
            relative: 0.3,
            absolute: 5e-3,
            because: "samples of trained networks: training amplifies rounding",
        },
    },
    Rule { fields: &["/curves/*/taught/*/diverged", "/otherwise/*/diverged"], tolerance: Tolerance::EXACT },
];
