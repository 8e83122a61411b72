//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/samples", "/neighbours", "/sweep/samples", "/sweep/neighbours", "/new_points/samples"],
        tolerance: Tolerance::EXACT,
    },
    Rule { fields: &["/local/*/dimension", "/local/*/levels/*/samples"], tolerance: Tolerance::EXACT },
    Rule {
        fields: &[
            "/frames/*/truth",
            "/frames/*/isomap",
            "/frames/*/ltsa",
            "/sphere/isomap/whole",
            "/sphere/ltsa/whole",
        ],
        tolerance: Tolerance {
            relative: 0.0,
            absolute: 5e-3,
            because: "rounded to thousandths, and eigenvectors that are known to some digits less than their matrix",
        },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-4,
            absolute: 1e-6,
            because: "rounding over the smallest eigenvalues of the alignment matrix, 1e-15 over some 1e-9 of its norm, and \
                      over the gaps between those of graph distances",
        },
    },
];
