//! What the text asserts.

use super::{Found, Learnt, Outcome, tolerances::SINGLE_PRECISION_DB};
use crate::{
    figure::{Claim, Source},
    math::vectors::smallest,
};

/// Where each of the two LISTA stands among the networks, and what it was trained from.
const STARTS: [(usize, &str); 2] = [(0, "trained from ISTA on"), (3, "trained from LISTA-CP on")];

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let [clean, noisy] = &outcome.worlds;
    let [lista, coupled, analytic, freed] = &clean.learnt;
    let last = |nmse_db: &[f64]| nmse_db[nmse_db.len() - 1];
    let all_learnt = || outcome.worlds.iter().flat_map(|found| &found.learnt);
    let (m, n) = (outcome.measurements as f64, outcome.unknowns as f64);
    let reduced =
        |plan: &Learnt| format!("{} steps of training, where the papers take hundreds of thousands", plan.steps);
    let diverged = all_learnt().filter(|learnt| learnt.diverged).count();
    let trained =
        Claim::at_most("Every network is trained to an end: how many diverged", Source::Book, diverged as f64, 0.0);
    if diverged > 0 {
        // Nothing follows from a comparison with what was not trained.
        return vec![trained];
    }
    let mut claims = beside_fista(outcome);
    claims.extend([
        Claim::at_most(
            format!(
                "Coupling the two matrices costs nothing: LISTA-CP's NMSE without noise is no higher than LISTA's, with {:.2} \
                 of its parameters; the difference, dB",
                coupled.parameters as f64 / lista.parameters as f64
            ),
            Source::work("chen2018theoretical"),
            last(&coupled.nmse_db) - last(&lista.nmse_db),
            SINGLE_PRECISION_DB,
        )
        .at_reduced_scale(reduced(coupled)),
        Claim::at_most(
            format!(
                "To undo the coupling gains less than 1 dB: without noise, after the same {} further steps of both, \
                 LISTA-CP's NMSE less that of the LISTA which starts from it, dB",
                freed.steps
            ),
            Source::Book,
            clean.coupled_longer_db - last(&freed.nmse_db),
            1.0,
        )
        .at_reduced_scale(reduced(freed)),
        Claim::at_most(
            format!(
                "Learning {} numbers instead of {} costs less than 3 dB: ALISTA's NMSE without noise less LISTA-CP's, dB",
                analytic.parameters, coupled.parameters
            ),
            Source::work("liu2019alista"),
            last(&analytic.nmse_db) - last(&coupled.nmse_db),
            3.0,
        )
        .at_reduced_scale(reduced(analytic)),
        Claim::near(
            "The analytic weights leak less than the columns of A by the factor √((n − m)/(n − 1))",
            Source::Book,
            outcome.interference_of_weights / outcome.interference_of_columns,
            ((n - m) / (n - 1.0)).sqrt(),
            // The spread of wᵢ*aᵢ before it is scaled to 1, √(2/n) at most, enters in the second order.
            2.0 / n.sqrt() * 0.2,
        ),
        Claim::at_least(
            format!(
                "Every network loses more than FISTA when the signals are less sparse, p = {} instead of {}: the least \
                 difference, dB",
                last_of(&outcome.test_probabilities),
                outcome.probability
            ),
            Source::Book,
            smallest(outcome.worlds.iter().flat_map(|found| found.excess_losses(outcome))),
            0.0,
        ),
        Claim::at_least(
            format!("At {}, nothing is below the error that is left when the support is known: the nearest, dB", noisy.name),
            Source::Book,
            noisy.lowest_db() - noisy.floor_db,
            0.0,
        ),
        trained,
    ]);
    claims
}

/// What the networks' last layers say beside FISTA: after as many iterations as they have layers, and after more.
fn beside_fista(outcome: &Outcome) -> Vec<Claim> {
    let last = |nmse_db: &[f64]| nmse_db[nmse_db.len() - 1];
    let gain = |found: &Found, network: usize| last(&found.fista.nmse_db) - last(&found.learnt[network].nmse_db);
    let caught = |learnt: &Learnt| learnt.caught_up_at > 0;
    let (layers, most) = (outcome.layers, last_of(&outcome.long_iterations));
    let at_equal_depth = |found: &Found| {
        STARTS.map(|(network, start)| {
            Claim::at_least(
                format!(
                    "LISTA after {layers} layers, {start} in {} steps, is 10 dB or more below FISTA after {layers} \
                     iterations ({})",
                    found.learnt[network].steps, found.name
                ),
                Source::Book,
                gain(found, network),
                10.0,
            )
        })
    };
    let run_longer = |(network, start): (usize, &str), found: &Found| {
        Claim::is_true(
            format!("FISTA run longer comes as low as the LISTA {start}, within {most} iterations ({})", found.name),
            Source::Book,
            caught(&found.learnt[network]),
        )
    };
    let [clean, noisy] = &outcome.worlds;
    let mut claims = at_equal_depth(clean).to_vec();
    claims.push(Claim::is_true(
        format!(
            "FISTA run longer comes as low as each of the networks, with and without noise, within {most} iterations"
        ),
        Source::Book,
        outcome.worlds.iter().flat_map(|found| &found.learnt).all(caught),
    ));
    claims.extend(at_equal_depth(noisy));
    claims.extend(STARTS.iter().flat_map(|&start| [run_longer(start, clean), run_longer(start, noisy)]));
    claims
}

fn last_of<T: Copy>(numbers: &[T]) -> T {
    numbers[numbers.len() - 1]
}

impl Found {
    /// What each network loses more than FISTA, after as many iterations, from the sparsity of training to the last one
    /// tested, dB.
    fn excess_losses(&self, outcome: &Outcome) -> impl Iterator<Item = f64> {
        let trained = outcome.test_probabilities.iter().position(|&p| p >= outcome.probability).unwrap_or(0);
        let loss = move |by_sparsity: &[f64]| last_of(by_sparsity) - by_sparsity[trained];
        self.learnt.iter().map(move |learnt| loss(&learnt.nmse_by_sparsity_db) - loss(&self.fista_by_sparsity_db))
    }

    /// The lowest NMSE of any method on the signals of training's sparsity, dB.
    fn lowest_db(&self) -> f64 {
        let learnt = self.learnt.iter().flat_map(|learnt| &learnt.nmse_db);
        smallest(learnt.chain(&self.fista.nmse_db).chain(&self.fista_long.nmse_db).copied())
    }
}
