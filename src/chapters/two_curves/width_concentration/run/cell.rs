//! What many networks of one depth and width have in common.

use rand::Rng;

use super::networks::Drawn;
use crate::{
    chapters::two_curves::{
        network_size::NetworkSize,
        width_concentration::{AgainstAngle, Cell},
    },
    data::streams::stream,
    ground::estimate::Estimate,
    math::{
        kernel::spread::relative_variance,
        statistics::{
            LEVEL,
            bootstrap::{RESAMPLES, mean_estimate},
            fit::slope,
        },
        vectors::mean,
    },
};

impl Cell {
    /// Of networks of this size; `limit`: K/L, one value per angle.
    pub(super) fn from_networks(size: NetworkSize, drawn: &[Drawn], limit: &[f64], seed: u64) -> Self {
        let NetworkSize { depth, width } = size;
        let mut rng = stream(seed, &format!("width_concentration intervals, L = {depth}, n = {width}"));
        let far_bias = estimate(&without(&each(drawn, |one| one.far), drawn), &mut rng);
        let against_angle = AgainstAngle::from_networks(drawn, limit, &mut rng);
        let mut estimate = |of: &dyn Fn(&Drawn) -> f64| estimate(&each(drawn, of), &mut rng);
        let per_layer = depth as f64 / width as f64;
        Self {
            width,
            root: per_layer.sqrt(),
            networks: drawn.len(),
            mean: estimate(&|one| one.diagonal),
            deviation: estimate(&|one| one.square_deviation).map(f64::sqrt),
            exact_deviation: relative_variance(depth, width).sqrt(),
            rms: estimate(&|one| one.rms),
            sup: estimate(&|one| one.sup),
            far_bias,
            far_bias_scaled: far_bias.map(|bias| bias / per_layer),
            against_angle,
        }
    }
}

impl AgainstAngle {
    /// `limit`: K/L, one value per angle.
    fn from_networks(drawn: &[Drawn], limit: &[f64], rng: &mut impl Rng) -> Self {
        let rows: Vec<Vec<f64>> = (0..limit.len()).map(|at| each(drawn, |one| one.row[at])).collect();
        let means: Vec<f64> = rows.iter().map(|row| mean(row)).collect();
        let spread = |(row, mean): (&Vec<f64>, &f64)| {
            (row.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (row.len() - 1) as f64).sqrt()
        };
        let spreads: Vec<f64> = rows.iter().zip(&means).map(spread).collect();
        let bias = |(row, limit): (&Vec<f64>, &f64)| {
            let differences: Vec<f64> = row.iter().map(|theta| theta - limit).collect();
            estimate(&without(&differences, drawn), rng)
        };
        Self {
            below: means.iter().zip(&spreads).map(|(mean, spread)| mean - spread).collect(),
            above: means.iter().zip(&spreads).map(|(mean, spread)| mean + spread).collect(),
            mean: means,
            bias: rows.iter().zip(limit).map(bias).collect(),
        }
    }
}

/// The mean of `samples`, one per network, with its interval.
fn estimate(samples: &[f64], rng: &mut impl Rng) -> Estimate {
    mean_estimate(samples, LEVEL, RESAMPLES, rng)
}

/// A number of each network.
fn each(drawn: &[Drawn], of: impl Fn(&Drawn) -> f64) -> Vec<f64> {
    drawn.iter().map(of).collect()
}

/// `values`, one per network, without the part that goes with Θ(x, x) − 1: a control variate of mean 0, its weight the slope
/// from network to network.
fn without(values: &[f64], drawn: &[Drawn]) -> Vec<f64> {
    let control = each(drawn, |one| one.diagonal - 1.0);
    let weight = slope(&control, values);
    values.iter().zip(control).map(|(value, control)| value - weight * control).collect()
}
