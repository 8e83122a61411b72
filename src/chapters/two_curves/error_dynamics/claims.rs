//! What the text asserts.

use super::{Cell, Depth, Outcome};
use crate::{
    figure::{Claim, Source},
    math::vectors::largest,
};

/// The slide on which the flow is linear and the kernel stands still.
const DYNAMICS: Source = Source::lecture("Dynamics of Gradient Descent (\"NTK Regime\")");

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let powers = |of: fn(&Depth) -> f64| largest(outcome.depths.iter().map(of));
    let cells = || outcome.depths.iter().flat_map(|depth| &depth.cells);
    let worst = |of: fn(&Cell) -> f64| largest(cells().map(of));
    let widest = || outcome.depths.iter().filter_map(|depth| depth.cells.last());
    let width = widest().map(|cell| cell.width).max().unwrap_or_default();
    vec![
        Claim::at_most(
            "The wider the network, the nearer its error stays to the flow of its kernel at the start: the upper end of \
             the power of n, at the depth where it is largest",
            DYNAMICS,
            powers(|depth| depth.empirical_power.high),
            0.0,
        ),
        Claim::at_most(
            "The same holds of the flow of the analytic kernel: the upper end of the power",
            DYNAMICS,
            powers(|depth| depth.analytic_power.high),
            0.0,
        ),
        Claim::at_most(
            "The kernel moves less in wider networks: the upper end of the power of n of its drift",
            DYNAMICS,
            powers(|depth| depth.drift_power.high),
            0.0,
        ),
        Claim::at_most(
            format!(
                "At n = {width} the error follows the flow of its kernel at the start to a tenth of the error at the start: \
                 the largest mean distance"
            ),
            Source::Book,
            largest(widest().map(|cell| cell.empirical.value)),
            0.1,
        ),
        Claim::at_most(
            "A network's own kernel predicts its error better than the analytic one at every depth and width: the largest \
             ratio of the two mean distances",
            Source::Book,
            worst(|cell| cell.empirical.value / cell.analytic.value),
            1.0,
        ),
        Claim::at_most(
            "The step is not what is seen: what halving it changes, as a part of the same network's distance from the flow \
             of its kernel, at worst",
            Source::Book,
            worst(|cell| cell.halving / cell.halved_empirical),
            0.2,
        ),
    ]
}
