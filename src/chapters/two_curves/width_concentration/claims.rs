//! What the text asserts.

use super::{Cell, Depth, Outcome};
use crate::figure::Claim;

const LECTURE: &str = "lecture, chapter 2, the width of the network";
const BOOK: &str = "this book";

pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let worst = |numbers: &mut dyn Iterator<Item = f64>| numbers.fold(f64::NEG_INFINITY, f64::max);
    let cells = || outcome.depths.iter().flat_map(|depth| &depth.cells);
    let errors_off =
        |cell: &Cell| (cell.mean.mean - 1.0).abs() / (cell.exact_deviation / (cell.networks as f64).sqrt());
    let mut claims = vec![Claim::at_most(
        "Between equal inputs the kernel has the mean (n/2) L at every width and depth: the farthest measured mean, in exact \
         standard errors",
        BOOK,
        worst(&mut cells().map(errors_off)),
        4.0,
    )];
    if let Some((fewest, distance)) = deviation_off(outcome) {
        claims.push(Claim::at_most(
            "Its relative deviation is the closed form's, where that is below 1/2: the largest relative distance, against \
             four standard errors of a Gaussian sample's deviation",
            BOOK,
            distance,
            4.0 / (2.0 * fewest).sqrt(),
        ));
    }
    let shallowest = &outcome.depths[0];
    claims.extend([
        Claim::near(
            format!("With L = {} the deviation falls as the root of the width: its power of n", shallowest.depth),
            LECTURE,
            shallowest.deviation_power.power,
            -0.5,
            0.1,
        ),
        Claim::is_true(
            "At every depth the interval of the fitted power holds the closed form's power over the same widths",
            BOOK,
            outcome.depths.iter().all(|depth| depth.deviation_power.allows(depth.exact_power)),
        ),
        Claim::at_least(
            "Away from equal inputs the kernel of a narrow network is larger than K on average: the lower end of the mean \
             bias over angles from π/4 at the smallest width, at the depth where it is lowest",
            BOOK,
            outcome.depths.iter().map(|depth| depth.cells[0].far_bias.low).fold(f64::INFINITY, f64::min),
            0.0,
        ),
        Claim::at_most(
            "The bias falls with the width: that of the largest width over that of the smallest, at the depth where the ratio \
             is largest",
            BOOK,
            worst(&mut outcome.depths.iter().map(bias_kept)),
            0.5,
        ),
        Claim::at_most(
            "The largest distance over pairs of points of the two curves falls with the width: the upper end of its power of \
             n, at the depth where it is largest",
            LECTURE,
            worst(&mut outcome.depths.iter().map(|depth| depth.sup_power.high)),
            0.0,
        ),
        Claim::near(
            format!("With L = {} it falls as the root of the width too: its power of n", shallowest.depth),
            BOOK,
            shallowest.sup_power.power,
            -0.5,
            0.1,
        ),
    ]);
    claims
}

/// The fewest networks among the cells whose exact deviation is below ½, and the largest relative distance of a measured
/// deviation from the exact one there.
fn deviation_off(outcome: &Outcome) -> Option<(f64, f64)> {
    let cells = outcome.depths.iter().flat_map(|depth| &depth.cells).filter(|cell| cell.exact_deviation < 0.5);
    let off = cells.map(|cell| (cell.networks as f64, (cell.deviation.mean / cell.exact_deviation - 1.0).abs()));
    off.reduce(|(fewest, most), (networks, distance)| (fewest.min(networks), most.max(distance)))
}

/// The bias at the largest width over that at the smallest.
fn bias_kept(depth: &Depth) -> f64 {
    let ends = [&depth.cells[0], &depth.cells[depth.cells.len() - 1]].map(|cell| cell.far_bias.mean);
    ends[1] / ends[0]
}
