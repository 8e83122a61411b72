//! What the text asserts.

use super::{Diagram, Outcome, Tally};
use crate::{
    figure::{Claim, Source},
    math::statistics::{LEVEL, proportion},
};

/// The slide with the theorem.
const GUARANTEE: Source = Source::lecture("End-to-End Generalization Guarantee");
const REDUCED: &str = "the theorem's width is a large power of the depth, and no network here is so wide";

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let Outcome { shallowest, deepest, separation, width, samples, .. } = outcome;
    let cells = [separation, width, samples].into_iter().flat_map(|diagram| diagram.networks.iter().flatten());
    let ends = |diagram: &Diagram| {
        let column = |at: usize| Tally::from_cells(diagram.networks.iter().map(|row| &row[at]));
        (column(0), column(diagram.columns.len() - 1))
    };
    let beyond = |(less, more): (&Tally, &Tally), count: fn(&Tally) -> usize| {
        let interval = |tally: &Tally| proportion::interval(count(tally), tally.trials, LEVEL);
        interval(more).0 - interval(less).1
    };
    let perfect: fn(&Tally) -> usize = |tally| tally.perfect;
    let (fewest, most) = ends(samples);
    let (narrowest, widest) = ends(width);
    let fitted_of_failures =
        |tally: &Tally| proportion::interval(tally.fitted_wrong, (tally.trials - tally.perfect).max(1), LEVEL);
    let chance = "the lower end of the one interval of 95 % less the upper end of the other's";
    vec![
        Claim::is_true(
            "Gradient descent labels every point of both curves: there are sizes at which all trainings do",
            GUARANTEE,
            cells.into_iter().any(|cell| cell.perfect == cell.trials),
        )
        .at_reduced_scale(REDUCED),
        Claim::at_least(
            format!("Deep networks fit their samples in time more often than shallow ones: {chance}"),
            Source::lecture("Resource Tradeoffs I: Certificates from Depth"),
            beyond((shallowest, deepest), |tally| tally.trials - tally.unfitted),
            0.0,
        )
        .at_reduced_scale(REDUCED),
        Claim::at_least(
            format!("Deep networks label both curves perfectly more often than shallow ones: {chance}"),
            Source::Book,
            beyond((shallowest, deepest), perfect),
            0.0,
        )
        .at_reduced_scale(REDUCED),
        Claim::is_true(
            "With every increase of depth success over all separations stays the same or rises",
            Source::Book,
            outcome.success_by_depth.is_sorted(),
        )
        .at_reduced_scale(REDUCED),
        Claim::at_least(
            format!("The guarantee asks for enough samples; the most succeed more often than the fewest: {chance}"),
            GUARANTEE,
            beyond((&fewest, &most), perfect),
            0.0,
        )
        .at_reduced_scale(REDUCED),
        Claim::at_least(
            format!("The guarantee asks for enough width; the widest networks succeed more often than the narrowest: {chance}"),
            GUARANTEE,
            beyond((&narrowest, &widest), perfect),
            0.0,
        )
        .at_reduced_scale(REDUCED),
        Claim::is_true(
            "Depth asks for samples: in the infinite-width limit, the share of wrong points at the fixed separation and samples \
             rises with every increase of depth",
            Source::Book,
            outcome.limit_wrong_by_depth.is_sorted_by(|a, b| a < b),
        ),
        Claim::at_least(
            format!("Of the deep networks that fail, more had fitted their samples than of the shallow ones: {chance}"),
            Source::Book,
            fitted_of_failures(deepest).0 - fitted_of_failures(shallowest).1,
            0.0,
        ),
    ]
}
