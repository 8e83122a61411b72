//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/side", "/weights", "/times", "/film/digits", "/trained/*/guided/*/guidance"],
        tolerance: Tolerance::EXACT,
    },
    Rule {
        fields: &["/film/frames", "/neighbours/pairs"],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 255.0,
            because: "pictures of what a trained network draws: where rounding tips a digit into another, all its pixels change",
        },
    },
    Rule {
        fields: &["/trained/*/frechet", "/trained/*/guided/*/frechet"],
        tolerance: Tolerance {
            relative: 0.5,
            absolute: 1.0,
            because: "samples of trained networks: training amplifies rounding",
        },
    },
    Rule {
        fields: &["/real_frechet", "/gaussian_frechet"],
        tolerance: Tolerance {
            relative: 0.5,
            absolute: 1.0,
            because: "in features of a trained classifier: training amplifies rounding",
        },
    },
    Rule {
        fields: &["/trained/*/unconditional", "/trained/*/conditional", "/trained/*/learning"],
        tolerance: Tolerance { relative: 0.1, absolute: 0.0, because: "losses of trained networks" },
    },
    Rule {
        fields: &["/trained/*/over_gaussian", "/trained/*/over_empirical"],
        tolerance: Tolerance { relative: 0.1, absolute: 1.0, because: "differences of such losses" },
    },
    Rule {
        fields: &["/trained/*/guided/*/asked", "/classifier_accuracy"],
        tolerance: Tolerance { relative: 0.0, absolute: 0.1, because: "shares of what trained networks draw or name" },
    },
    Rule {
        fields: &["/trained/*/ink", "/trained/*/guided/*/ink", "/trained/*/beyond"],
        tolerance: Tolerance { relative: 0.15, absolute: 5e-3, because: "ink of what trained networks draw" },
    },
    Rule {
        fields: &["/neighbours/drawn", "/neighbours/nearest_drawn"],
        tolerance: Tolerance { relative: 0.1, absolute: 0.0, because: "distances of what a trained network draws" },
    },
    Rule {
        fields: &["/neighbours/copies"],
        tolerance: Tolerance { relative: 0.0, absolute: 2.0, because: "a count of what a trained network draws" },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance { relative: 1e-9, absolute: 1e-9, because: "closed forms and means of pixels" },
    },
];
