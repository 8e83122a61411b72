//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

/// The most that rounding may move a score, in units of the largest score: a mean of n positions in `f32` is exact to
/// n · 6e-8 in the worst case, and there are 1,600 positions on the largest canvas of the book.
pub(super) const ROUNDING: f64 = 1e-4;

const OF_MANY: &str =
    "learning is chaotic, but over many probabilities, as a snapshot at quick scale has them, less is left of it";

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &[
            "/networks/*/moved_at_multiples",
            "/networks/1/moved_at_half_multiples",
            "/networks/2/moved_at_half_multiples",
            "/networks/2/least_moved_elsewhere",
            "/networks/2/most_moved_elsewhere",
            "/mean_over_shifts_error",
        ],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: ROUNDING,
            because: "0 in exact arithmetic, and any rounding in the computer's",
        },
    },
    Rule {
        fields: &["/networks/*/accuracy", "/networks/*/flips", "/networks/*/probability_change", "/flips_more"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 0.1,
            because: "learning is chaotic: a change of the rate by 1e-6, as of a few roundings, moves shares by .04",
        },
    },
    Rule {
        fields: &["/networks/*/paths/mean", "/networks/*/map/mean"],
        tolerance: Tolerance { relative: 0.0, absolute: 0.05, because: OF_MANY },
    },
    Rule {
        fields: &["/networks/*/paths/norm", "/networks/*/map/norm"],
        tolerance: Tolerance { relative: 0.2, absolute: 0.0, because: OF_MANY },
    },
    Rule {
        fields: &["/networks/*/paths/probes", "/networks/*/map/probes"],
        tolerance: Tolerance { relative: 0.0, absolute: 0.3, because: OF_MANY },
    },
    Rule {
        fields: &["/networks/*/paths", "/networks/*/map", "/networks/*/lowest_on_map", "/networks/*/highest_on_map"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 0.7,
            because: "learning is chaotic: a change of the rate by 1e-6 moves the probability of one digit by up to .65",
        },
    },
    Rule {
        fields: &[
            "/networks/*/loss",
            "/networks/*/seen",
            "/networks/*/moved_at_half_multiples",
            "/networks/*/least_moved_elsewhere",
            "/networks/*/most_moved_elsewhere",
        ],
        tolerance: Tolerance {
            relative: 1.2,
            absolute: 0.1,
            because: "learning is chaotic: a change of the rate by 1e-6 moves these by up to their own size",
        },
    },
    Rule { fields: &[""], tolerance: Tolerance { because: "a count, or what was put in", ..Tolerance::EXACT } },
];
