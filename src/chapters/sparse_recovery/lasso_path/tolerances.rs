//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &[
            "/recovery/kkt_residual",
            "/descents/*/last_kkt_residual",
            "/descents/*/last_duality_gap",
            "/instances/largest_kkt_residual",
            "/weights/stops/*/duality_gap",
        ],
        tolerance: Tolerance { relative: 0.0, absolute: 1e-9, because: "what is left is rounding" },
    },
    Rule {
        fields: &["/descents/*/gaps"],
        tolerance: Tolerance { relative: 1e-6, absolute: 1e-18, because: "late gaps are squares of rounding errors" },
    },
    Rule {
        fields: &["/descents/*/late_factor"],
        tolerance: Tolerance { relative: 1e-6, absolute: 0.0, because: "a fit to late gaps" },
    },
    Rule {
        fields: &[
            "/descents/*/largest_at",
            "/descents/*/settled_at",
            "/descents/*/digits_12_at",
            "/descents/*/digits_22_at",
        ],
        tolerance: Tolerance { relative: 0.0, absolute: 1.0, because: "rounding may decide between two iterations" },
    },
    Rule { fields: &["/picture/stride", "/picture/columns"], tolerance: Tolerance::EXACT },
    Rule {
        fields: &["/picture"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.0, because: "rounded to steps: one step" },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-8,
            absolute: 1e-10,
            because: "a hundred small linear systems, solved by another machine's instructions",
        },
    },
];
