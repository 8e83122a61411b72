//! What the text asserts.

use super::{Outcome, Trained};
use crate::{
    figure::{Claim, Source},
    ground::estimate::Estimate,
    math::vectors::{largest, smallest},
};

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let worst = |of: &dyn Fn(&Trained) -> f64| largest(outcome.trained.iter().map(of));
    let least = |of: &dyn Fn(&Trained) -> f64| smallest(outcome.trained.iter().map(of));
    // Times at which the question is open: earlier the score of the points decides, later every denoiser has the mean.
    let between: Vec<usize> = (0..outcome.times.len()).filter(|&k| (0.1..=1.5).contains(&outcome.times[k])).collect();
    let lead = |of: fn(&Trained) -> &Vec<Estimate>| {
        smallest(outcome.trained.iter().flat_map(|trained| between.iter().map(|&k| of(trained)[k].low)))
    };
    let guided = |trained: &Trained, which: usize| trained.guided[which].frechet;
    let strongest = outcome.trained.first().map_or(0, |trained| trained.guided.len() - 1);
    let mut claims = Vec::new();
    if !between.is_empty() {
        claims.extend([
            Claim::at_least(
                "On held-out digits the networks lose less than the Gaussian \
                 with the same mean and covariance; the lead on the same noised digits, .1 ≤ t ≤ 1.5, least lower end",
                Source::Book,
                lead(|trained| &trained.over_gaussian),
                0.0,
            ),
            Claim::at_least(
                "And less than the exact score of the training digits, which remembers and does not generalise; the same lead",
                Source::Book,
                lead(|trained| &trained.over_empirical),
                0.0,
            ),
        ]);
    }
    claims.extend([
        Claim::at_most(
            "Digits drawn with their class are nearer to real digits than draws from the Gaussian: Fréchet distance without \
             guidance over the Gaussian's, worst network",
            Source::Book,
            worst(&|trained| guided(trained, 0)) / outcome.gaussian_frechet,
            0.5,
        ),
        Claim::at_most(
            "They are as near to real digits as other real digits are: the same distance over that of two sets of held-out \
             digits",
            Source::Book,
            worst(&|trained| guided(trained, 0)) / outcome.real_frechet,
            1.5,
        ),
        Claim::at_most(
            "Told the class, a network draws nearer to real digits than without: distance with the class over that without, \
             worst network",
            Source::work("ho2022classifier"),
            worst(&|trained| guided(trained, 0) / trained.frechet),
            1.0,
        ),
        Claim::at_most(
            "The network draws new digits: drawn ones with d₁/d₂ < ½, which a copy has",
            Source::lecture("Spectacular Success of Distribution Learning: Diffusion Models"),
            outcome.neighbours.copies as f64,
            0.0,
        ),
        Claim::near(
            "Drawn digits are as far from the training digits as held-out ones are: median distance of the nearest, ratio",
            Source::Book,
            outcome.neighbours.nearest_drawn / outcome.neighbours.nearest_held_out,
            1.0,
            0.15,
        ),
        Claim::near(
            "They have as much ink: that of draws without a class over that of real digits, worst network",
            Source::Book,
            worst(&|trained| (trained.ink / outcome.real_ink - 1.0).abs()) + 1.0,
            1.0,
            0.1,
        ),
    ]);
    if strongest > 0 {
        claims.push(Claim::at_least(
            "Confidence is not quality: the strongest guidance, which the classifier likes most, draws farther from real digits \
             than none; ratio of distances, least network",
            Source::Book,
            least(&|trained| guided(trained, strongest) / guided(trained, 0)),
            1.0,
        ));
        claims.push(Claim::at_least(
            "Guidance makes more digits look like the class that was asked for: share at the strongest less that without, \
             lower end of the one less upper end of the other",
            Source::work("ho2022classifier"),
            least(&|trained| trained.guided[strongest].asked.low - trained.guided[0].asked.high),
            0.0,
        ));
    }
    claims
}
