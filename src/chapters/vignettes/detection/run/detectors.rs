//! The detectors: one number per segment each, large where there seems to be a signal.

use gemm::{View, multiply};
use rayon::prelude::*;

use super::segments::Segments;
use crate::{
    ground::device::DeviceError,
    math::waves::detection::log_likelihood_ratio,
    nn::{Matrix, Network, SeriesNetwork, TemplateBank},
};

/// Segments of a product at a time: as many as networks are applied to.
const AT_A_TIME: usize = 256;

/// A network that was taught to detect.
#[derive(Debug)]
pub(super) enum Learner {
    /// It began as the bank.
    Bank(Network<TemplateBank>),
    /// It began as a convolutional network of random weights.
    Series(Network<SeriesNetwork>),
}

impl Learner {
    /// Its output for each segment; a network that diverged so far that its output is no number says nothing, 0.
    pub(super) fn scores(&self, series: &Matrix) -> Result<Vec<f32>, DeviceError> {
        let outputs = match self {
            Self::Bank(network) => network.apply(series)?,
            Self::Series(network) => network.apply(series)?,
        };
        Ok(outputs.values().iter().map(|&output| if output.is_finite() { output } else { 0.0 }).collect())
    }
}

/// The family's likelihood ratio.
#[derive(Debug)]
pub(super) struct Likelihood {
    /// Both quadratures of each place of the grid, one after the other: `[2 · places, samples]`.
    pub(super) quadratures: Matrix,
    /// The prior: the weight of each place, their sum 1.
    pub(super) weights: Vec<f64>,
    /// The signal-to-noise ratios it is evaluated at.
    pub(super) snr: Vec<f64>,
}

// ANCHOR: bank
/// The statistic of matched filtering, one per segment.
///
/// ```text
/// m(x) = max_i ⟨x, t_i⟩                                                              book eq. template-bank
/// ```
///
/// x: `[segments, samples]`, templates: `[templates, samples]`, in the precision of networks.
pub(super) fn largest_products(x: &Matrix, templates: &Matrix) -> Vec<f32> {
    each_row(x, templates, |products| products.iter().copied().fold(f32::NEG_INFINITY, f32::max))
}
// ANCHOR_END: bank

impl Likelihood {
    /// log Λ of each segment, one list per signal-to-noise ratio.
    pub(super) fn scores(&self, x: &Matrix) -> Vec<Vec<f32>> {
        let all = each_row(x, &self.quadratures, |products| {
            let moduli: Vec<f64> =
                products.as_chunks::<2>().0.iter().map(|[re, im]| f64::from(*re).hypot(f64::from(*im))).collect();
            self.snr.iter().map(|&snr| log_likelihood_ratio(&moduli, &self.weights, snr) as f32).collect::<Vec<_>>()
        });
        (0..self.snr.len()).map(|which| all.iter().map(|scores| scores[which]).collect()).collect()
    }
}

/// `read` of the products of each row of x with all templates.
fn each_row<T: Send>(x: &Matrix, templates: &Matrix, read: impl Fn(&[f32]) -> T + Sync) -> Vec<T> {
    let (samples, count) = (x.columns(), templates.rows());
    let blocks = x.values().par_chunks(AT_A_TIME * samples).map(|rows| {
        let mut products = vec![0.0; rows.len() / samples * count];
        let templates = View::new(templates.values(), count, samples, samples).transposed();
        multiply(&mut products, count, 0.0, 1.0, View::new(rows, rows.len() / samples, samples, samples), templates);
        products.chunks_exact(count).map(&read).collect::<Vec<_>>()
    });
    blocks.collect::<Vec<_>>().into_iter().flatten().collect()
}

/// All detectors beside the known template, whose product comes with the segments.
#[derive(Debug)]
pub(super) struct Detectors {
    pub(super) bank: Matrix,
    pub(super) likelihood: Likelihood,
    pub(super) learners: Vec<Learner>,
}

/// One number per segment from every detector, in the order of the detectors; the likelihood ratio has one list per
/// signal-to-noise ratio.
#[derive(Debug, Default)]
pub(super) struct Scores {
    pub(super) known: Vec<f32>,
    pub(super) bank: Vec<f32>,
    pub(super) likelihood: Vec<Vec<f32>>,
    pub(super) learners: Vec<Vec<f32>>,
}

impl Detectors {
    /// What every detector says of `segments`.
    pub(super) fn scores(&self, segments: &Segments) -> Result<Scores, DeviceError> {
        Ok(Scores {
            known: segments.products.clone(),
            bank: largest_products(&segments.series, &self.bank),
            likelihood: self.likelihood.scores(&segments.series),
            learners: self.learners.iter().map(|learner| learner.scores(&segments.series)).collect::<Result<_, _>>()?,
        })
    }
}

impl Scores {
    /// Adds those of more segments.
    pub(super) fn extend(&mut self, more: Self) {
        self.known.extend(more.known);
        self.bank.extend(more.bank);
        append(&mut self.likelihood, more.likelihood);
        append(&mut self.learners, more.learners);
    }
}

fn append(lists: &mut Vec<Vec<f32>>, more: Vec<Vec<f32>>) {
    lists.resize(more.len(), Vec::new());
    lists.iter_mut().zip(more).for_each(|(list, more)| list.extend(more));
}

#[cfg(test)]
mod tests {
    use super::{Likelihood, largest_products};
    use crate::{math::waves::detection::log_likelihood_ratio, nn::Matrix};
    use approx::assert_relative_eq;

    fn wave(row: usize, column: usize) -> f32 {
        ((row * 31 + column * 17) % 23) as f32 / 23.0 - 0.5
    }

    /// Second road: plain sums of f64.
    #[test]
    fn the_statistics_are_those_of_plain_sums() {
        let (x, templates) =
            (Matrix::from_fn(300, 24, wave), Matrix::from_fn(6, 24, |row, column| wave(row + 5, column)));
        let product = |row: usize, template: usize| -> f64 {
            x.row(row).iter().zip(templates.row(template)).map(|(x, t)| f64::from(*x) * f64::from(*t)).sum()
        };
        let likelihood =
            Likelihood { quadratures: templates.clone(), weights: vec![0.5, 0.3, 0.2], snr: vec![2.0, 5.0] };
        let (largest, ratios) = (largest_products(&x, &templates), likelihood.scores(&x));
        for row in 0..x.rows() {
            let expected = (0..6).map(|template| product(row, template)).fold(f64::NEG_INFINITY, f64::max);
            // Two dozen products of halves in f32.
            assert_relative_eq!(f64::from(largest[row]), expected, epsilon = 1e-5);
            let moduli = [0, 2, 4].map(|even| product(row, even).hypot(product(row, even + 1)));
            for (snr, ratios) in likelihood.snr.iter().zip(&ratios) {
                let expected = log_likelihood_ratio(&moduli, &likelihood.weights, *snr);
                assert_relative_eq!(f64::from(ratios[row]), expected, epsilon = 1e-4);
            }
        }
    }
}
