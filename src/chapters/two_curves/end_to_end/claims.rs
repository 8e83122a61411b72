//! What the text asserts.

use super::{Diagram, Outcome, Tally};
use crate::{figure::Claim, math::statistics::proportion};

const LECTURE: &str = "lecture, chapter 2, the theorem";
const HERE: &str = "this book";
const REDUCED: &str = "the theorem's width is a large power of the depth, and no network here is so wide";

pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let Outcome { shallowest, deepest, separation, width, samples, .. } = outcome;
    let cells = [separation, width, samples].into_iter().flat_map(|diagram| diagram.networks.iter().flatten());
    let ends = |diagram: &Diagram| {
        let column = |at: usize| Tally::of(&diagram.networks.iter().map(|row| row[at].clone()).collect::<Vec<_>>());
        (column(0), column(diagram.columns.len() - 1))
    };
    let beyond = |(less, more): (&Tally, &Tally), count: fn(&Tally) -> usize| {
        let interval = |tally: &Tally| proportion::interval(count(tally), tally.trials, 0.95);
        interval(more).0 - interval(less).1
    };
    let perfect: fn(&Tally) -> usize = |tally| tally.perfect;
    let (fewest, most) = ends(samples);
    let (narrowest, widest) = ends(width);
    let fitted_of_failures =
        |tally: &Tally| proportion::interval(tally.fitted_wrong, (tally.trials - tally.perfect).max(1), 0.95);
    let chance = "the lower end of the one interval of 95 % less the upper end of the other's";
    vec![
        Claim::is_true(
            "Gradient descent labels every point of both curves: there are sizes at which all trainings do",
            LECTURE,
            cells.into_iter().any(|cell| cell.perfect == cell.trials),
        )
        .at_reduced_scale(REDUCED),
        Claim::at_least(
            format!("Deep networks fit their samples in time more often than shallow ones: {chance}"),
            LECTURE,
            beyond((shallowest, deepest), |tally| tally.trials - tally.unfitted),
            0.0,
        )
        .at_reduced_scale(REDUCED),
        Claim::at_least(
            format!("Deep networks label both curves perfectly more often than shallow ones: {chance}"),
            HERE,
            beyond((shallowest, deepest), perfect),
            0.0,
        )
        .at_reduced_scale(REDUCED),
        Claim::is_true(
            "With every increase of depth success over all separations stays the same or rises",
            HERE,
            outcome.success_by_depth.is_sorted(),
        )
        .at_reduced_scale(REDUCED),
        Claim::at_least(
            format!("The most samples succeed more often than the fewest: {chance}"),
            LECTURE,
            beyond((&fewest, &most), perfect),
            0.0,
        )
        .at_reduced_scale(REDUCED),
        Claim::at_least(
            format!("The widest networks succeed more often than the narrowest: {chance}"),
            LECTURE,
            beyond((&narrowest, &widest), perfect),
            0.0,
        )
        .at_reduced_scale(REDUCED),
        Claim::is_true(
            "Depth asks for samples: in the limit of width, the share of wrong points at the separation and the samples held \
             rises with every increase of depth",
            HERE,
            outcome.limit_wrong_by_depth.is_sorted_by(|a, b| a < b),
        ),
        Claim::at_least(
            format!("Of the deep networks that fail, more had fitted their samples than of the shallow ones: {chance}"),
            HERE,
            fitted_of_failures(deepest).0 - fitted_of_failures(shallowest).1,
            0.0,
        ),
    ]
}
