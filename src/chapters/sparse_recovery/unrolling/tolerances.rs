//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

/// What single precision may move an NMSE by: thousands of roundings of 6e-8, relative to errors above a hundredth of the
/// signals.
pub(super) const SINGLE_PRECISION_DB: f64 = 0.01;

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/worlds/*/learnt/*/caught_up_at", "/worlds/*/learnt/*/caught_up_at_lambda"],
        tolerance: Tolerance {
            relative: 0.35,
            absolute: 1.0,
            because: "FISTA is looked at in steps of up to 30 %, and a crossing near one of them may fall to the next",
        },
    },
    Rule {
        fields: &["/worlds/*/learnt/*/thresholds"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 0.01,
            because: "at quick scale, a change of rates and start by 1e-6, as of a few roundings, moves a threshold by .0003",
        },
    },
    Rule {
        fields: &[
            "/worlds/*/learnt/*/nmse_db",
            "/worlds/*/learnt/*/nmse_on_long_db",
            "/worlds/*/learnt/*/nmse_by_sparsity_db",
        ],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 0.1,
            because: "at quick scale, a change of rates and start by 1e-6, as of a few roundings, moves these by .004 dB",
        },
    },
    Rule {
        fields: &[
            "/worlds/*/floor_db",
            "/worlds/*/start_db",
            "/worlds/*/ista/nmse_db",
            "/worlds/*/fista/nmse_db",
            "/worlds/*/fista_long/nmse_db",
            "/worlds/*/fista_runs/*/nmse_db",
            "/worlds/*/fista_by_sparsity_db",
            "/worlds/*/fista_long_by_sparsity_db",
            "/worlds/*/coupled_longer_db",
            "/worlds/*/fista_lowest_db",
            "/worlds/*/learnt/*/start_db",
        ],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: SINGLE_PRECISION_DB,
            because: "iterations in single precision",
        },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance { relative: 1e-9, absolute: 0.0, because: "a count, what was put in, or a closed form" },
    },
];
