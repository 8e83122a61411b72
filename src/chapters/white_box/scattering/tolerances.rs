//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &[
            "/directions",
            "/digits",
            "/side",
            "/shifts",
            "/labels",
            "/features",
            "/kept/*/scales",
            "/captured/*/scales",
            "/captured/*/paths",
            "/tight/scales",
            "/tight/paths",
            "/shifted/scales",
            "/pictures/*/side",
        ],
        tolerance: Tolerance::EXACT,
    },
    Rule {
        fields: &["/learnt/*/errors", "/learnt/*/scattering_less"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 3e-3,
            because: "shares of some hundred answers, a few of which are decided by rounding, with their intervals",
        },
    },
    Rule {
        fields: &["/learnt/*/penalties"],
        tolerance: Tolerance {
            relative: 9.0,
            absolute: 0.0,
            because: "where two penalties do equally well but for one digit, the next power of ten may be chosen",
        },
    },
    Rule {
        fields: &["/pictures/*/pixels"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.0, because: "a grey may be rounded to its neighbour" },
    },
    Rule {
        fields: &["/shifted/fourier"],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-12, because: "it is rounding" },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-7,
            absolute: 1e-12,
            because: "sums over Fourier transforms in double precision; differences of nearly equal ones lose some digits",
        },
    },
];
