//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

const LEARNT: &str = "training amplifies rounding, and a sampler what was learnt";

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &[
            "/seeds",
            "/samples",
            "/images",
            "/field",
            "/networks/*/weights",
            "/networks/*/diverged",
            "/scrambled/weights",
            "/scrambled/diverged",
            "/agreed/*/halves/*/count",
            "/pictures/shown",
        ],
        tolerance: Tolerance::EXACT,
    },
    Rule {
        fields: &["/pictures/rows/*/frames"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 48.0,
            because: "bytes of ink of samples: training amplifies rounding",
        },
    },
    Rule {
        fields: &["/networks/*/kernels", "/scrambled/kernels"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 4.0,
            because: "one of a few kernels: where two fit alike, rounding decides",
        },
    },
    Rule {
        fields: &[
            "/networks/*/loss",
            "/networks/*/losses",
            "/scrambled/loss",
            "/scrambled/losses",
            "/theories/*/losses",
        ],
        tolerance: Tolerance {
            relative: 0.1,
            absolute: 0.02,
            because: "losses after training, which amplifies rounding",
        },
    },
    Rule {
        fields: &[
            "/networks/*/compared",
            "/scrambled/compared",
            "/agreed/*/halves",
            "/pictures/rows/*/with_convolution",
        ],
        tolerance: Tolerance { relative: 0.0, absolute: 0.06, because: LEARNT },
    },
    Rule {
        fields: &["/reaches/curves", "/reaches/share"],
        tolerance: Tolerance { relative: 0.02, absolute: 0.03, because: "derivatives of what was learnt" },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance { relative: 1e-9, absolute: 1e-12, because: "times and distances in closed form" },
    },
];
