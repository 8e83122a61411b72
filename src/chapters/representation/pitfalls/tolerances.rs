//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule { fields: &["/side", "/networks", "/dimensions"], tolerance: Tolerance::EXACT },
    Rule {
        fields: &["/real_grey"],
        tolerance: Tolerance { relative: 1e-9, absolute: 0.0, because: "a mean of pixels" },
    },
    Rule {
        fields: &["/ways"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 255.0,
            because: "pictures of what a trained network decodes: where rounding tips a digit into another, all its pixels change",
        },
    },
    Rule {
        fields: &["/probes", "/between", "/judged_right"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 0.06,
            because: "shares of what trained networks name or decode",
        },
    },
    Rule {
        fields: &["/round_trip", "/code_square", "/noised_code_square", "/disagreement"],
        tolerance: Tolerance { relative: 0.15, absolute: 5e-3, because: "codes of trained networks" },
    },
];
