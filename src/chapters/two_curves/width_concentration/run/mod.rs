//! Networks drawn at every depth and width, and the powers with which their kernels concentrate.

mod cell;
mod networks;

use anyhow::Result;

use self::networks::{Drawn, Points, measure};
use super::{Cell, Config, Depth, Outcome};
use crate::{
    chapters::two_curves::network_size::NetworkSize,
    data::streams::stream,
    figure::Context,
    math::{
        kernel::{
            spread::{relative_variance, wide_deviation},
            tangent::deep_kernel,
        },
        statistics::{LEVEL, bootstrap::RESAMPLES, fit::order, power_law::fitted_power},
        vectors::mean,
    },
};

/// Draws and evaluates all networks.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let points = Points::new(config);
    let mut task = context.progress.task("random networks", config.depths.len() * config.widths.len());
    let mut depths = Vec::new();
    for &depth in &config.depths {
        let kernel: Vec<f64> = points.angles_rad.iter().map(|&nu| deep_kernel(nu, depth)).collect();
        let mut cells = Vec::new();
        let [mut deviations, mut rms, mut sup] = [const { Vec::new() }; 3];
        for &width in &config.widths {
            let size = NetworkSize { depth, width };
            let drawn = measure(size, &points, config, context)?;
            let all = |of: fn(&Drawn) -> f64| drawn.iter().map(of).collect::<Vec<_>>();
            deviations.push(all(|one| one.square_deviation));
            rms.push(all(|one| one.rms));
            sup.push(all(|one| one.sup));
            cells.push(Cell::from_networks(size, &drawn, &kernel, config.seed));
            task.step();
        }
        let widths: Vec<f64> = config.widths.iter().map(|&width| width as f64).collect();
        let mut rng = stream(config.seed, &format!("width_concentration powers, L = {depth}"));
        let mut power = |groups: &[Vec<f64>], statistic: fn(&[f64]) -> f64| {
            fitted_power(&widths, groups, statistic, LEVEL, RESAMPLES, &mut rng)
        };
        let exact: Vec<f64> = config.widths.iter().map(|&width| relative_variance(depth, width).sqrt()).collect();
        depths.push(Depth {
            depth,
            kernel,
            cells,
            wide_deviation: config.widths.iter().map(|&width| wide_deviation(depth, width)).collect(),
            deviation_power: power(&deviations, |squares| mean(squares).sqrt()),
            exact_power: order(&widths, &exact),
            rms_power: power(&rms, mean),
            sup_power: power(&sup, mean),
        });
    }
    let place = |depth| config.depths.iter().position(|&other| other == depth).unwrap_or(0);
    Ok(Outcome {
        networks: depths.iter().flat_map(|depth| &depth.cells).map(|cell| cell.networks).sum(),
        shown: config.shown_depths.map(place),
        angles_rad: points.angles_rad,
        depths,
        curve_points: 2 * config.curve_points,
    })
}
