//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

const LEARNT: &str =
    "what is learnt magnifies rounding from step to step: rates changed by 1e-6 move these by .005 at quick scale";

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/methods/2/shown", "/methods/3/shown"],
        tolerance: Tolerance { relative: 0.0, absolute: 64.0, because: "pixels at a learnt edge, in bytes" },
    },
    Rule {
        fields: &["/methods/0/shown", "/methods/1/shown"],
        tolerance: Tolerance { relative: 0.0, absolute: 1.0, because: "rounded to bytes: one unit" },
    },
    Rule {
        fields: &[
            "/methods/*/probability",
            "/methods/*/halfway_probability",
            "/methods/2/grey",
            "/methods/3/grey",
            "/real/probability",
            "/accuracies",
            "/autoencoder_losses",
            "/autoencoder_losses_alike",
        ],
        tolerance: Tolerance { relative: 0.0, absolute: 0.03, because: LEARNT },
    },
    Rule {
        fields: &["/methods/2/nearest", "/methods/3/nearest"],
        tolerance: Tolerance { relative: 0.05, absolute: 0.0, because: LEARNT },
    },
    Rule {
        fields: &["/dimensions/*/local_pca", "/methods/*/grey"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 0.02,
            because: "means of counts: rounding moves single ones over their threshold",
        },
    },
    Rule {
        fields: &[
            "/flattening/checks/*/radius",
            "/flattening/checks/*/weights",
            "/flattening/samples",
            "/flattening/components",
            "/flattening/left_out",
            "/flattening/beyond_before",
        ],
        tolerance: Tolerance { relative: 1e-7, absolute: 0.0, because: "distances and energies: rounding" },
    },
    Rule {
        fields: &["/flattening/checks/*/refused"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 1.0,
            because: "a count: a dimension on its bound may be one more",
        },
    },
    Rule {
        fields: &["/flattening/built/*/beyond", "/flattening/published/beyond"],
        tolerance: Tolerance {
            relative: 0.1,
            absolute: 0.001,
            because: "each layer is fitted to what the ones before it left, and magnifies their rounding",
        },
    },
    Rule {
        fields: &["/flattening/checks", "/flattening/published/dimensions", "/flattening/built/*/dimensions"],
        tolerance: Tolerance {
            relative: 0.2,
            absolute: 0.5,
            because: "a dimension is the first that keeps a bound: rounding may move a large one by one",
        },
    },
    Rule {
        fields: &["/flattening"],
        tolerance: Tolerance {
            relative: 0.1,
            absolute: 0.01,
            because: "each layer is fitted to what the ones before it left, and magnifies their rounding",
        },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-7,
            absolute: 1e-12,
            because: "distances and sums of them, and a few logarithms: rounding",
        },
    },
];
