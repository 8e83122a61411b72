//! What the text asserts.

use super::Outcome;
use crate::{
    figure::{Claim, Source},
    math::vectors::{largest, smallest},
};

/// The survey whose picture of the landscape is tested.
const SURVEY: Source = Source::work("zhang2020symmetry");

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let Outcome { balanced, by_samples, by_theta, landscape, .. } = outcome;
    let with_most = smallest(by_samples.iter().filter_map(|shares| shares.last()).map(|share| share.share.value));
    let with_fewest = largest(by_samples.iter().map(|shares| shares[0].share.value));
    let wrong = balanced.iter().map(|point| point.descents.abs_diff(point.atoms - 1)).max().unwrap_or_default();
    let falls = largest(balanced[1..].iter().map(|point| point.within));
    let rises = smallest(balanced[..balanced.len() - 1].iter().map(|point| point.outward_slope));
    let steps = landscape.paths.iter().flat_map(|path| path.values.windows(2).map(|pair| pair[1] - pair[0]));
    vec![
        Claim::is_true(
            "The objective is lower the fewer atoms share the weight: lowest at an atom, highest at all",
            SURVEY,
            balanced.is_sorted_by(|a, b| a.population < b.population),
        ),
        Claim::at_least(
            "With the most samples nine descents of ten end at an atom, in every dimension",
            Source::Book,
            with_most,
            0.9,
        )
        .at_reduced_scale("at most some thousand samples and some tens of dimensions"),
        Claim::at_most("With the fewest samples less than half of them do", Source::Book, with_fewest, 0.5),
        Claim::at_most(
            "With the densest coefficients less than half of them do",
            Source::Book,
            by_theta[by_theta.len() - 1].share.value,
            0.5,
        ),
        Claim::at_most(
            "From equal weights on k atoms the ℓ₁ objective falls toward each of them: largest second difference",
            SURVEY,
            falls,
            0.0,
        ),
        Claim::at_least("and rises toward every other atom: smallest slope", SURVEY, rises, 0.0),
        Claim::at_most(
            "There are k − 1 directions of negative curvature of the sampled smooth objective",
            SURVEY,
            wrong as f64,
            0.0,
        ),
        Claim::at_most("No step of a drawn descent raises the objective", Source::Book, largest(steps), 1e-12),
    ]
}
