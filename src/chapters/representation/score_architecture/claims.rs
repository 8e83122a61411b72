//! What the text asserts.

use super::{Outcome, Theory, Trained};
use crate::{
    figure::{Claim, Source},
    math::vectors::{largest, smallest},
};

const PITFALLS: Source = Source::lecture("Pitfalls of Diffusion Models");

/// Squared correlations by an independent program: empirical, Gaussian, local and equivariant local, of like networks.
const CONVOLUTION: [f64; 4] = [0.36, 0.62, 0.70, 0.79];
const PERCEPTRON: [f64; 4] = [0.38, 0.88, 0.50, 0.49];

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let [convolution, perceptron, _] = outcome.networks.as_slice() else { return Vec::new() };
    let (first, last) = (0, outcome.times.len() - 1);
    let kernels = &convolution.kernels.equivariant_local;
    let mut claims = vec![
        Claim::is_true(
            "Good learning of the score ⇔ the network has the proper architecture, read as: with the same data and the same \
             loss it is the architecture that decides which denoiser is learnt; the best theory of the convolution and that \
             of the perceptron are not the same, and each leads at the lower end of its interval",
            PITFALLS,
            convolution.compared.best != perceptron.compared.best
                && convolution.compared.lead.low > 0.0
                && perceptron.compared.lead.low > 0.0,
        ),
        Claim::at_least(
            "The equivariant local score machine predicts the convolution best: median lead of its squared correlation \
             over the next theory's, lower end",
            Source::work("kamb2025analytic"),
            over_others(convolution, Theory::EquivariantLocal),
            0.0,
        ),
        Claim::at_least(
            "The Gaussian score predicts the perceptron best: the same lead",
            Source::Book,
            over_others(perceptron, Theory::Gaussian),
            0.0,
        ),
        Claim::near(
            "Median squared correlation of the convolution with the equivariant local score machine, as an independent \
             program found it",
            Source::Book,
            value(convolution, Theory::EquivariantLocal),
            CONVOLUTION[3],
            0.1,
        ),
        Claim::near(
            "Median squared correlation of the perceptron with the Gaussian score, as an independent program found it",
            Source::Book,
            value(perceptron, Theory::Gaussian),
            PERCEPTRON[1],
            0.1,
        ),
        Claim::at_most(
            "All eight medians of convolution and perceptron against that program's: the largest difference",
            Source::Book,
            largest([(convolution, CONVOLUTION), (perceptron, PERCEPTRON)].iter().flat_map(|(trained, expected)| {
                Theory::ALL.iter().zip(expected).map(|(&theory, expected)| (value(trained, theory) - expected).abs())
            })),
            0.15,
        ),
        Claim::near(
            "The kernel that fits the convolution is as wide as its field at the most noise",
            Source::work("kamb2025analytic"),
            kernels[first] as f64,
            outcome.field as f64,
            0.0,
        ),
        Claim::near("It is 3 pixels wide at the least noise", Source::Book, kernels[last] as f64, 3.0, 0.0),
        Claim::at_least(
            "No network learns the exact score of its training images: another theory predicts it better; the smallest \
             difference of medians, of the best theory and the empirical score",
            Source::Book,
            smallest(
                outcome
                    .networks
                    .iter()
                    .map(|trained| value(trained, trained.compared.best) - value(trained, Theory::Empirical)),
            ),
            0.0,
        ),
    ];
    claims.extend(locality(outcome));
    claims.extend(halves(outcome));
    claims
}

/// Whose the locality is.
fn locality(outcome: &Outcome) -> [Claim; 2] {
    [
        Claim::at_least(
            "Locality is in the data: when pixels are put into another order, the convolution looks farther, by at least half \
             of what the Gaussian optimum does; the smallest share over the times, upper end",
            Source::work("lukoianov2025locality"),
            smallest(outcome.reaches.share.iter().map(|share| share.high)),
            0.5,
        ),
        Claim::at_least(
            "Locality is in the architecture: when pixels are put into another order, the equivariant local score machine still \
             predicts the convolution best; median lead over the next theory, lower end",
            Source::work("kamb2025analytic"),
            over_others(&outcome.scrambled, Theory::EquivariantLocal),
            0.0,
        ),
    ]
}

/// What two networks on disjoint halves have in common.
fn halves(outcome: &Outcome) -> Vec<Claim> {
    let mut claims = Vec::new();
    for agreed in &outcome.agreed {
        let [few, .., many] = agreed.halves.as_slice() else { continue };
        let name = agreed.architecture.name();
        let source = || Source::work("kadkhodaie2024generalization");
        claims.push(
            Claim::at_most(
                format!(
                    "With few digits a network remembers them: two {name} networks on disjoint halves are less near to each \
                     other than to their nearest training digit; median difference of cosines at the fewest, upper end"
                ),
                source(),
                few.agreement_over_memory.high,
                0.0,
            )
            .at_reduced_scale(REDUCED),
        );
        claims.push(
            Claim::at_least(
                format!(
                    "With many they agree: the {name} networks are nearer to each other than to their nearest training digit; \
                     the same difference at the most digits, lower end"
                ),
                source(),
                many.agreement_over_memory.low,
                0.0,
            )
            .at_reduced_scale(REDUCED),
        );
    }
    claims
}

const REDUCED: &str = "14 × 14 digits, up to 5,000 in a half, and networks without a U-Net's coarse scales";

fn value(trained: &Trained, theory: Theory) -> f64 {
    trained.by(theory).correlation.value
}

/// The lower end of a theory's lead over the next, sample by sample; if it does not lead, its median less the highest.
fn over_others(trained: &Trained, theory: Theory) -> f64 {
    if trained.compared.best == theory {
        return trained.compared.lead.low;
    }
    value(trained, theory) - largest(Theory::ALL.map(|other| value(trained, other)))
}
