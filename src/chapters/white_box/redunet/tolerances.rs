//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &[
            "/gaussians/*/dimension",
            "/gaussians/*/followed/count",
            "/gaussians/*/followed/layers",
            "/sphere/train_shown",
            "/sphere/test_shown",
            "/digits/side",
            "/digits/followed/count",
            "/digits/followed/layers",
            "/rotation/radii",
            "/rotation/angles",
            "/rotation/followed/count",
            "/rotation/followed/layers",
            "/pictures/*/width",
        ],
        tolerance: Tolerance::EXACT,
    },
    Rule {
        fields: &["/pictures/*/pixels"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.0, because: "a grey may be rounded to its neighbour" },
    },
    Rule {
        fields: &["/sphere/train", "/sphere/axes", "/sphere/outline"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-3, because: "rounded to a thousandth: one unit" },
    },
    Rule {
        fields: &["/sphere/test"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 2.0,
            because: "a point between two classes may be moved to another one with another rounding",
        },
    },
    Rule {
        fields: &[
            "/gaussians/*/followed/accuracy",
            "/gaussians/*/followed/told_first",
            "/gaussians/*/followed/told_last",
            "/digits/followed/accuracy",
            "/digits/followed/told_first",
            "/digits/followed/told_last",
            "/rotation/followed/accuracy",
            "/rotation/followed/told_first",
            "/rotation/followed/told_last",
            "/rotation/upright",
            "/rotation/turns_gain",
        ],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 0.01,
            because: "shares of some hundred answers, a few of which are decided by rounding, with their intervals",
        },
    },
    Rule {
        fields: &[
            "/gaussians/*/followed/test",
            "/gaussians/*/followed/test_rise",
            "/gaussians/*/followed/gap",
            "/gaussians/*/reached_test",
            "/gaussians/*/cosines",
            "/digits/followed/test",
            "/digits/followed/test_rise",
            "/digits/followed/gap",
            "/rotation/followed/test",
            "/rotation/followed/test_rise",
            "/rotation/followed/gap",
        ],
        tolerance: Tolerance {
            relative: 1e-2,
            absolute: 1e-2,
            because: "a test vector between two classes may be moved to another one with another rounding",
        },
    },
    Rule {
        fields: &[
            "/gaussians/*/followed/largest_fall",
            "/digits/followed/largest_fall",
            "/rotation/followed/largest_fall",
            "/rotation/dense_off",
        ],
        tolerance: Tolerance {
            relative: 1e-6,
            absolute: 1e-9,
            because: "a small difference of large numbers, or rounding",
        },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-7,
            absolute: 1e-9,
            because: "some hundred layers, each of which multiplies the rounding of the one before by little more than 1",
        },
    },
];
