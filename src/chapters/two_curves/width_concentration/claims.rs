//! What the text asserts.

use super::{Cell, Depth, Outcome};
use crate::{
    figure::{Claim, Source},
    math::vectors::{largest, smallest},
};

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let cells = || outcome.depths.iter().flat_map(|depth| &depth.cells);
    let errors_off = |cell: &Cell| {
        let at_one_point = cell.against_angle.mean[0];
        (at_one_point - 1.0).abs() * (cell.networks as f64).sqrt() / cell.exact_deviation
    };
    let mut claims = vec![Claim::at_most(
        "At an input paired with itself the kernel has the mean (n/2) L at every width and depth: the farthest measured mean, \
         in exact standard errors",
        Source::Book,
        largest(cells().map(errors_off)),
        4.0,
    )];
    let mild: Vec<&Cell> = cells().filter(|cell| cell.exact_deviation < 0.5).collect();
    if !mild.is_empty() {
        claims.push(Claim::at_most(
            "Its relative deviation is the closed form's, where that is below 1/2: the largest relative distance, in \
             standard errors of a Gaussian sample's deviation",
            Source::Book,
            largest(mild.into_iter().map(deviation_off)),
            4.0,
        ));
    }
    let shallowest = &outcome.depths[0];
    claims.extend([
        Claim::at_most(
            "The largest distance over pairs of points of the two curves falls with the width: the upper end of its power of \
             n, at the depth where it is largest",
            Source::lecture("Resource Tradeoffs II: Width as a Statistical Resource"),
            largest(outcome.depths.iter().map(|depth| depth.sup_power.high)),
            0.0,
        ),
        Claim::near(
            format!("With L = {} it falls as the root of the width: its power of n", shallowest.depth),
            Source::Book,
            shallowest.sup_power.value,
            -0.5,
            0.1,
        ),
        Claim::near(
            format!("With L = {} the deviation falls as the root of the width: its power of n", shallowest.depth),
            Source::Book,
            shallowest.deviation_power.value,
            -0.5,
            0.1,
        ),
        Claim::is_true(
            "At every depth the interval of the fitted power holds the closed form's power over the same widths",
            Source::Book,
            outcome.depths.iter().all(|depth| depth.deviation_power.allows(depth.exact_power)),
        ),
        Claim::at_least(
            "Away from equal inputs the kernel of a narrow network is larger than K on average: the lower end of the mean \
             bias over angles from π/4 at the smallest width, at the depth where it is lowest",
            Source::Book,
            smallest(outcome.depths.iter().map(|depth| depth.cells[0].far_bias.low)),
            0.0,
        ),
        Claim::at_most(
            "The bias falls with the width: that of the largest width over that of the smallest, at the depth where the ratio \
             is largest",
            Source::Book,
            largest(outcome.depths.iter().map(bias_kept)),
            0.5,
        ),
    ]);
    claims
}

/// How far the measured deviation is from the exact one, relative to it, in standard errors of a Gaussian sample's.
fn deviation_off(cell: &Cell) -> f64 {
    (cell.deviation.value / cell.exact_deviation - 1.0).abs() * (2.0 * cell.networks as f64).sqrt()
}

/// The bias at the largest width over that at the smallest.
fn bias_kept(depth: &Depth) -> f64 {
    let ends = [&depth.cells[0], &depth.cells[depth.cells.len() - 1]].map(|cell| cell.far_bias.value);
    ends[1] / ends[0]
}
