//! What the text asserts.

use super::{Cell, Depth, Outcome};
use crate::{figure::claim::Claim, math::vectors::largest};

const LECTURE: &str = "lecture, chapter 2, the dynamics of the error";
const BOOK: &str = "this book";

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
            LECTURE,
            powers(|depth| depth.empirical_power.high),
            0.0,
        ),
        Claim::at_most(
            "The same holds of the flow of the analytic kernel: the upper end of the power",
            LECTURE,
            powers(|depth| depth.analytic_power.high),
            0.0,
        ),
        Claim::at_most(
            "The kernel moves less in wider networks: the upper end of the power of n of its drift",
            LECTURE,
            powers(|depth| depth.drift_power.high),
            0.0,
        ),
        Claim::at_most(
            format!(
                "At n = {width} the error follows the flow of its kernel at the start to a tenth of the error at the start: \
                 the largest mean distance"
            ),
            BOOK,
            largest(widest().map(|cell| cell.empirical.mean)),
            0.1,
        ),
        Claim::at_most(
            "A network's own kernel predicts its error better than the analytic one at every depth and width: the largest \
             ratio of the two mean distances",
            BOOK,
            worst(|cell| cell.empirical.mean / cell.analytic.mean),
            1.0,
        ),
        Claim::at_most(
            "The step is not what is seen: what halving it changes, as a part of the same network's distance from the flow \
             of its kernel, at worst",
            BOOK,
            worst(|cell| cell.halving / cell.halved_empirical),
            0.2,
        ),
    ]
}
