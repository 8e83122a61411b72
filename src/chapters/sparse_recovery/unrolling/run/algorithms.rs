//! ISTA and FISTA, at their best: the weight of the ℓ₁ norm is chosen for the iterations they are given.

use super::{
    super::{Run, Tuned},
    World,
    signals::{Examples, decibels},
};
use crate::ground::device::DeviceError;
use crate::nn::{Matrix, Measured, Network, Unrolled};

/// ISTA or FISTA as a network: of so many iterations, at a λ.
pub(super) type Algorithm = fn(&Measured, usize, f64) -> Unrolled;

impl Tuned {
    /// The `lambda` chosen for each number of iterations, and its NMSE among `runs`, which have all that were chosen.
    pub(super) fn at_chosen(lambda: Vec<f64>, runs: &[Run]) -> Self {
        let run = |lambda: f64| runs.iter().find(|run| run.lambda.total_cmp(&lambda).is_eq()).expect("a run of each");
        let nmse_db = lambda.iter().enumerate().map(|(at, &lambda)| run(lambda).nmse_db[at]).collect();
        Self { lambda, nmse_db }
    }
}

/// The λ of the best of `runs` at each number of iterations.
pub(super) fn best(runs: &[Run]) -> Vec<f64> {
    let iterations = runs.first().map_or(0, |run| run.nmse_db.len());
    let best = |at: usize| runs.iter().min_by(|a, b| a.nmse_db[at].total_cmp(&b.nmse_db[at])).map(|run| run.lambda);
    (0..iterations).filter_map(best).collect()
}

/// `algorithm` at each λ: its NMSE on `examples` after each of the numbers of `iterations`, which rise.
pub(super) fn runs(
    algorithm: Algorithm,
    iterations: &[usize],
    lambdas: &[f64],
    examples: &Examples,
    world: &World,
) -> anyhow::Result<Vec<Run>> {
    let last = iterations.last().copied().unwrap_or(0);
    let run = |&lambda: &f64| {
        let network = world.network(algorithm(&world.measured, last, lambda))?;
        Ok(Run { lambda, nmse_db: nmse_db(&network, examples, iterations)? })
    };
    lambdas.iter().map(run).collect()
}

/// Σ‖x̂ − x‖² / Σ‖x‖² after each of `layers`, which rise, in dB.
pub(super) fn nmse_db(
    network: &Network<Unrolled>,
    examples: &Examples,
    layers: &[usize],
) -> Result<Vec<f64>, DeviceError> {
    let mut errors = vec![0.0; layers.len()];
    network.iterates(&examples.measurements, layers, &mut |place, rows, estimates: &Matrix| {
        errors[place] += rows
            .enumerate()
            .map(|(at, row)| {
                let pairs = estimates.row(at).iter().zip(examples.signals.row(row));
                pairs.map(|(estimate, x)| f64::from(estimate - x).powi(2)).sum::<f64>()
            })
            .sum::<f64>();
    })?;
    Ok(errors.into_iter().map(|error| decibels(error / examples.energy())).collect())
}

#[cfg(test)]
mod tests {
    use super::{Run, Tuned, best};

    /// By hand: the first λ is best after one iteration, the second after two; what counts is measured on other signals.
    #[test]
    fn the_lowest_error_decides_for_each_number_of_iterations() {
        let runs = |nmse_db: [[f64; 2]; 2]| [0.1, 0.2].into_iter().zip(nmse_db.map(Vec::from));
        let of = |nmse_db| runs(nmse_db).map(|(lambda, nmse_db)| Run { lambda, nmse_db }).collect::<Vec<_>>();
        let chosen = best(&of([[-5.0, -6.0], [-4.0, -9.0]]));
        assert_eq!(chosen, [0.1, 0.2]);
        assert_eq!(Tuned::at_chosen(chosen, &of([[-4.5, -8.0], [-4.6, -7.0]])).nmse_db, [-4.5, -7.0]);
    }
}
