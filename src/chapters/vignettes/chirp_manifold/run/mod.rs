//! Waves, their span, their shape, and their metric.

mod family;
mod leading;
mod projection;
mod reference;
mod span;
mod surface;
mod wave;

use anyhow::Result;
use faer::Mat;
use rayon::prelude::*;
use rustfft::num_complex::Complex64;

use self::{
    family::{Family, pairs},
    projection::Aligned,
};
use super::{Config, Leading, Noise, Outcome, Projection, Reference, Span, Surface, Wave};
use crate::{figure::Context, math::waves::chirp::Binary};

/// Cycles of the last frequency that the picture of waves in time holds, and points per cycle.
const SHOWN_CYCLES: f64 = 30.0;
const POINTS_PER_CYCLE: f64 = 10.0;
/// The part of that stretch of time that lies after coalescence.
const AFTER: f64 = 0.05;

/// Computes the family of the settings, and all that is measured of it.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let mut progress = context.progress.task("chirp manifold", 5);
    let family = Family::new(config)?;
    let (centre, to_hz) = (config.centre(), config.to_hz());
    let shown_s = SHOWN_CYCLES / to_hz;
    let points = (SHOWN_CYCLES * POINTS_PER_CYCLE) as usize;
    let times_s: Vec<f64> = (0..points).map(|i| shown_s * (i as f64 / (points - 1) as f64 - 1.0 + AFTER)).collect();
    let waves: Vec<Wave> = config
        .shown_msun
        .iter()
        .map(|&[m1, m2]| Wave::at_distance(&family, Binary { m1, m2 }, config.distance_mpc, &times_s))
        .collect();
    progress.step();
    let binaries = pairs(config, config.grid);
    let templates: Vec<Vec<Complex64>> = binaries.par_iter().map(|&binary| family.template(binary)).collect();
    let bins = templates[0].len();
    let matrix =
        Mat::from_fn(
            2 * bins,
            templates.len(),
            |k, i| {
                if k < bins { templates[i][k].re } else { templates[i][k - bins].im }
            },
        );
    let aligned = Aligned::to_centre(&family, &templates, centre);
    let spans = vec![
        Span::complex(&templates)?,
        Span::real("one phase: real dimensions", &matrix)?,
        Span::from_energies("aligned: real dimensions", &aligned.components.energies),
    ];
    progress.step();
    let cycles_apart = cycles_apart(&family, config);
    let projection = Projection::of_mesh(&family, &aligned, config);
    progress.step();
    let surface = Surface::around_centre(&family, config);
    progress.step();
    let leading = Leading::measured(&family, config);
    progress.step();
    let frequencies = &family.band.frequencies;
    Ok(Outcome {
        band_hz: [frequencies[0], frequencies[frequencies.len() - 1]],
        masses_msun: [config.lightest_msun, config.heaviest_msun],
        bins: frequencies.len(),
        period_s: config.period_s(),
        templates: templates.len(),
        times_s,
        noise: Noise::under(&waves, config.from_hz)?,
        waves,
        cycles_apart,
        dimensions_to_cycles: spans[0].dimensions[2] as f64 / cycles_apart,
        spans,
        projection,
        surface,
        leading,
        reference: Reference::by_inspiral()?,
    })
}

/// Cycles by which the lightest and the heaviest pair's waves differ between the ends of the band, which is the area
/// between the two in the plane of time and frequency.
///
/// ```text
/// N = ∫ |t_light(f) − t_heavy(f)| df = (1/2π) |ΔΨ_light − ΔΨ_heavy|                 book eq. cycles-apart
/// ```
fn cycles_apart(family: &Family, config: &Config) -> f64 {
    let change = |mass: f64| {
        let [first, last] = family.phase_at_ends(Binary { m1: mass, m2: mass });
        last - first
    };
    (change(config.lightest_msun) - change(config.heaviest_msun)).abs() / std::f64::consts::TAU
}

#[cfg(test)]
mod tests {
    use super::{Config, Family, cycles_apart};
    use crate::{
        figure::Settings as _,
        ground::scale::Scale,
        math::waves::chirp::{Binary, Order},
    };
    use approx::assert_relative_eq;

    /// Second road: the area between two chirps in the plane of time and frequency, summed.
    #[test]
    fn cycles_apart_are_an_area() {
        let config = Config::at(Scale::Quick);
        let family = Family::new(&config).unwrap();
        let frequencies = &family.band.frequencies;
        let (first, last) = (frequencies[0], frequencies[frequencies.len() - 1]);
        let time = |mass: f64, f: f64| {
            let phase = |f: f64| Binary { m1: mass, m2: mass }.phase(f, Order::SecondPostNewtonian);
            (phase(f + 1e-3) - phase(f - 1e-3)) / 2e-3 / std::f64::consts::TAU
        };
        let steps = 2_000;
        let step = (last - first) / f64::from(steps);
        let area: f64 = (0..steps)
            .map(|i| first + (f64::from(i) + 0.5) * step)
            .map(|f| step * (time(config.lightest_msun, f) - time(config.heaviest_msun, f)).abs())
            .sum();
        // The midpoint rule with steps of a thousandth of the first frequency is off by the square of that, about.
        assert_relative_eq!(cycles_apart(&family, &config), area, max_relative = 1e-5);
    }
}
