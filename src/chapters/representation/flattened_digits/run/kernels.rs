//! How many neighbours the kernel of a local fit has.

use super::super::{Config, Kernel};
use super::twos::Twos;
use crate::{
    figure::Context,
    math::manifolds::{
        extent::Extent,
        kernel_neighbours::{effective_neighbours, quadratic_unknowns},
    },
};

/// Twos of the smaller of the two samples: those of the committed ten thousand digits.
const FEW: usize = 1_000;

/// The effective neighbours of the first thousand twos and of all.
pub(super) fn measured(twos: &Twos, config: &Config, context: &Context) -> Vec<Kernel> {
    let mut samples = vec![FEW.min(config.twos), config.twos];
    samples.dedup();
    let mut task = context.progress.task("kernels", samples.len());
    let kernels = samples.into_iter().map(|samples| {
        let points = twos.train.as_ref().subcols(0, samples);
        let diameter = Extent::of(points).diameter;
        let radii: Vec<f64> =
            config.radii.iter().chain([&config.check_radius]).map(|radius| radius * diameter).collect();
        let mut neighbours = effective_neighbours(points, &radii);
        let at_check = neighbours.pop().unwrap_or_default();
        task.step();
        let least_radius = radius_of(quadratic_unknowns(config.code) as f64, &config.radii, &neighbours);
        Kernel { samples, neighbours, at_check, least_radius }
    });
    kernels.collect()
}

/// Where the rising `neighbours` reach `wanted`: a straight line between logarithms; the last radius if they do not.
fn radius_of(wanted: f64, radii: &[f64], neighbours: &[f64]) -> f64 {
    let Some(above) = neighbours.iter().position(|&count| count >= wanted) else { return radii[radii.len() - 1] };
    if above == 0 {
        return radii[0];
    }
    let (low, high) = (neighbours[above - 1].ln(), neighbours[above].ln());
    let part = (wanted.ln() - low) / (high - low);
    (radii[above - 1].ln() * (1.0 - part) + radii[above].ln() * part).exp()
}

#[cfg(test)]
mod tests {
    use super::radius_of;
    use approx::assert_relative_eq;

    /// Second road: on a power the interpolation is exact.
    #[test]
    fn on_a_power_the_radius_is_exact() {
        let radii = [0.1, 0.2, 0.5];
        let neighbours = radii.map(|r: f64| 4e3 * r.powi(3));
        assert_relative_eq!(radius_of(4e3 * 0.3_f64.powi(3), &radii, &neighbours), 0.3, max_relative = 1e-12);
        assert_eq!(radius_of(1e9, &radii, &neighbours).to_bits(), 0.5_f64.to_bits());
        assert_eq!(radius_of(1e-9, &radii, &neighbours).to_bits(), 0.1_f64.to_bits());
    }
}
