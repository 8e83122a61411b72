//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &[
            "/example/evaluations",
            "/basin/steps",
            "/chirp_search/searches/*/evaluations",
            "/chirp_search/searches/*/products",
            "/chirp_search/searches/*/generation",
            "/chirp_search/*/cost",
            "/growth/*/comparison/searches/*/evaluations",
            "/growth/*/comparison/searches/*/products",
            "/growth/*/comparison/searches/*/generation",
            "/growth/*/comparison/*/cost",
            "/bank_growth",
            "/ascent_growth",
            "/as_high_growth",
        ],
        tolerance: Tolerance { relative: 0.05, absolute: 0.0, because: "rounding may end an ascent a step sooner" },
    },
    Rule {
        fields: &[
            "/chirps/banks/*/below",
            "/torus/banks/*/below",
            "/basin/quiet",
            "/basin/noisy",
            "/chirp_search/searches/*/detected",
            "/chirp_search/searches/*/as_high",
            "/chirp_search/*/detected",
            "/chirp_search/*/shortfall",
            "/chirp_search/*/as_high",
            "/growth/*/comparison/searches/*/detected",
            "/growth/*/comparison/searches/*/as_high",
            "/growth/*/comparison/*/detected",
            "/growth/*/comparison/*/shortfall",
            "/growth/*/comparison/*/as_high",
        ],
        tolerance: Tolerance { relative: 0.0, absolute: 0.03, because: "a trial on an edge may fall to either side" },
    },
    Rule {
        fields: &["/example/surface"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.5e-3, because: "rounded to thousandths: one unit" },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance { relative: 1e-6, absolute: 1e-8, because: "rounding, and where it ends an ascent" },
    },
];
