//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[
    Rule {
        fields: &["/exact/largest_difference"],
        tolerance: Tolerance { relative: 0.0, absolute: 0.0, because: "zero, and must stay zero" },
    },
    Rule {
        fields: &[
            "/studied",
            "/sizes/samples",
            "/sizes/frequencies",
            "/sizes/places",
            "/sizes/templates",
            "/sizes/grid",
            "/known/misses",
            "/known/intervals",
            "/exact/segments",
            "/detectors/*/products",
            "/detectors/*/parameters",
        ],
        tolerance: Tolerance { relative: 0.0, absolute: 0.0, because: "a count of what was asked for" },
    },
    Rule {
        fields: &["/detectors/*/glitches/curves", "/detectors/*/*/over_bank/*/low", "/detectors/*/*/over_bank/*/high"],
        tolerance: Tolerance {
            relative: 0.15,
            absolute: 0.02,
            because: "between an AMD EPYC and an Intel Xeon, at book scale, the jackknife's standard errors moved by factors \
                      from .4 to 3.4, and a curve by .05 where it is steep: at as many false alarms as glitches",
        },
    },
    Rule {
        fields: &["/detectors", "/inside", "/beyond"],
        tolerance: Tolerance {
            relative: 0.05,
            absolute: 0.02,
            because: "shares of a thousand segments or more, some by networks: a change of the rates by 1e-6, as of a few \
                      roundings, moves them by less",
        },
    },
    Rule {
        fields: &[""],
        tolerance: Tolerance {
            relative: 1e-3,
            absolute: 1e-3,
            because: "shares of a thousand segments or more: rounding may move a segment or two across a threshold",
        },
    },
];
