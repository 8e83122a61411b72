//! From one merger to a manifold: chirps of two masses as the detector sees them, the dimensions they span, their
//! shape, and the metric that detection gives it.

mod claims;
mod drawing;
mod family;
mod leading;
mod projection;
mod reference;
mod span;
mod surface;
mod wave;

use anyhow::{Result, ensure};
use rayon::prelude::*;
use rustfft::num_complex::Complex64;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::detector_noise::ADVANCED_LIGO,
    figure::{Checked, Claim, Context, Drawing, Experiment, Settings, Tolerance, settings::in_range},
    ground::scale::Scale,
    math::waves::chirp::Binary,
};
use faer::Mat;

use family::{Family, bins, pairs, period_s, to_hz};
pub use leading::{Fit, Leading};
pub use projection::{Projection, View};
pub use reference::Reference;
pub use span::Span;
pub use surface::{Contour, Curvature, Metric, Surface};
pub use wave::{Noise, Wave};

use projection::Aligned;

/// Chirps of two masses: waves, span, shape and metric.
#[derive(Debug)]
pub struct ChirpManifold;

/// The settings.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Mass of the lightest body, units of the sun's mass.
    pub lightest_msun: f64,
    /// Mass of the heaviest body. Two of them set the frequency at which the band of all ends.
    pub heaviest_msun: f64,
    /// First frequency of the band, hertz.
    pub from_hz: f64,
    /// Twice the order of the phase in 1/c²: 0 for the leading term, 4 for all terms through 2PN.
    pub order: u8,
    /// Distance of the binaries whose waves are shown, megaparsec.
    pub distance_mpc: f64,
    /// m₁ and m₂ of the binaries whose waves are shown, one to three, the heavier body first.
    pub shown_msun: Vec<[f64; 2]>,
    /// m₁ and m₂ of the binary that others are compared with, m₁ > m₂.
    pub centre_msun: [f64; 2],
    /// Masses along each side of the triangle of templates whose span is measured.
    pub grid: usize,
    /// Masses along each side of the finer triangle that is drawn.
    pub mesh: usize,
    /// Pixels along each side of a picture of the manifold.
    pub pixels: usize,
    /// Pixels along each side of a map of matches.
    pub map_pixels: usize,
}

impl Config {
    /// The binary that others are compared with.
    fn centre(&self) -> Binary {
        Binary { m1: self.centre_msun[0], m2: self.centre_msun[1] }
    }
}

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The band of all templates: its first and last frequency, hertz.
    pub band_hz: [f64; 2],
    /// The lightest and the heaviest body, units of the sun's mass.
    pub masses_msun: [f64; 2],
    /// Frequencies in it.
    pub bins: usize,
    /// The inverse of their step, seconds.
    pub period_s: f64,
    /// Templates whose span is measured.
    pub templates: usize,
    /// Times of the whitened waves, seconds before coalescence, rising to just after it.
    pub times_s: Vec<f64>,
    /// The waves shown.
    pub waves: Vec<Wave>,
    /// The noise that they are held against.
    pub noise: Noise,
    /// Cycles by which the lightest and the heaviest wave differ over the band.
    pub cycles_apart: f64,
    /// Complex dimensions that hold 99.9 % of the energy, over the cycles apart.
    pub dimensions_to_cycles: f64,
    /// The span over the complex numbers, over the reals, and over the reals after alignment.
    pub spans: Vec<Span>,
    /// The manifold in its three leading components.
    pub projection: Projection,
    /// The match with the centre and its metric.
    pub surface: Surface,
    /// The family beside its leading order.
    pub leading: Leading,
    /// A binary for which another program's numbers are known.
    pub reference: Reference,
}

/// Cycles of the last frequency that the picture of waves in time holds, and points to a cycle.
const SHOWN_CYCLES: f64 = 30.0;
const POINTS_A_CYCLE: f64 = 10.0;
/// The part of that stretch of time that lies after coalescence.
const AFTER: f64 = 0.05;
/// More frequencies would make a matrix of templates whose singular values take minutes.
const MOST_BINS: usize = 2_500;

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Config {
            lightest_msun: 10.0,
            heaviest_msun: 30.0,
            from_hz: 20.0,
            order: 4,
            distance_mpc: 410.0,
            shown_msun: vec![[12.0, 10.0], [24.0, 12.0], [30.0, 28.0]],
            centre_msun: [24.0, 12.0],
            grid: 36,
            mesh: 200,
            pixels: 200,
            map_pixels: 60,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Config { grid: 16, mesh: 40, pixels: 80, map_pixels: 24, ..book },
        }
    }

    fn check(&self) -> Result<()> {
        in_range("lightest_msun", self.lightest_msun, 1.0..=100.0)?;
        in_range("heaviest_msun", self.heaviest_msun, 1.1 * self.lightest_msun..=150.0)?;
        in_range("from_hz", self.from_hz, 10.0..=200.0)?;
        ensure!(matches!(self.order, 0 | 4), "`order` is {}, and must be 0 or 4", self.order);
        in_range("distance_mpc", self.distance_mpc, 0.1..=1e5)?;
        in_range("the number of shown_msun", self.shown_msun.len(), 1..=3)?;
        let masses = self.lightest_msun..=self.heaviest_msun;
        for mass in self.shown_msun.iter().flatten().chain(&self.centre_msun) {
            in_range("shown_msun and centre_msun", *mass, masses.clone())?;
        }
        for [m1, m2] in &self.shown_msun {
            in_range("the lighter body of shown_msun", *m2, self.lightest_msun..=*m1)?;
        }
        // At equal masses the metric in (m₁, m₂) has rank one, since exchanging the bodies changes nothing.
        in_range("centre_msun's second mass", self.centre_msun[1], self.lightest_msun..=self.centre_msun[0] / 1.05)?;
        in_range("grid", self.grid, 3..=45)?;
        in_range("mesh", self.mesh, 3..=250)?;
        in_range("pixels", self.pixels, 40..=220)?;
        in_range("map_pixels", self.map_pixels, 8..=64)?;
        let (from, to) = (self.from_hz, to_hz(self));
        ensure!(
            to >= 1.2 * from,
            "two bodies of {} M☉ end at {to:.1} Hz, and the band must reach from `from_hz` = {from} Hz to 1.2 times as \
             much; take a smaller `heaviest_msun` or `from_hz`",
            self.heaviest_msun
        );
        ensure!(
            bins(self) <= MOST_BINS,
            "the band has {} frequencies, and {MOST_BINS} are the most; take a larger `lightest_msun`, `heaviest_msun` or \
             `from_hz`, so that waves are shorter or end earlier",
            bins(self)
        );
        Ok(())
    }
}

impl Experiment for ChirpManifold {
    const ID: &'static str = "vignettes/chirp_manifold";
    const TITLE: &'static str = "From one merger to a manifold: chirps, their span, their shape and their metric";
    const DATA: &'static [&'static str] = &[ADVANCED_LIGO.path];
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        let mut progress = context.progress.task("chirp manifold", 5);
        let family = Family::new(config)?;
        let (centre, to_hz) = (config.centre(), to_hz(config));
        let shown_s = SHOWN_CYCLES / to_hz;
        let points = (SHOWN_CYCLES * POINTS_A_CYCLE) as usize;
        let times_s: Vec<f64> = (0..points).map(|i| shown_s * (i as f64 / (points - 1) as f64 - 1.0 + AFTER)).collect();
        let waves: Vec<Wave> = config
            .shown_msun
            .iter()
            .map(|&[m1, m2]| Wave::of(&family, Binary { m1, m2 }, config.distance_mpc, &times_s))
            .collect();
        progress.step();
        let binaries = pairs(config, config.grid);
        let templates: Vec<Vec<Complex64>> = binaries.par_iter().map(|&binary| family.template(binary)).collect();
        let bins = templates[0].len();
        let matrix = Mat::from_fn(2 * bins, templates.len(), |k, i| {
            if k < bins { templates[i][k].re } else { templates[i][k - bins].im }
        });
        let aligned = Aligned::of(&family, &templates, centre);
        let spans = vec![
            Span::complex(&templates)?,
            Span::real("one phase: real dimensions", &matrix)?,
            Span::of("aligned: real dimensions", &aligned.components.energies),
        ];
        progress.step();
        let cycles_apart = cycles_apart(&family, config);
        let projection = Projection::of(&family, &aligned, config);
        progress.step();
        let surface = Surface::of(&family, config);
        progress.step();
        let leading = Leading::of(&family, config);
        progress.step();
        let frequencies = &family.band.frequencies;
        Ok(Outcome {
            band_hz: [frequencies[0], frequencies[frequencies.len() - 1]],
            masses_msun: [config.lightest_msun, config.heaviest_msun],
            bins: frequencies.len(),
            period_s: period_s(config),
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
            reference: Reference::compute()?,
        })
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        claims::claims(outcome)
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(outcome)
    }

    fn tolerance(pointer: &str) -> Tolerance {
        if pointer.contains("/manifold") || pointer.contains("/shadow") {
            return Tolerance {
                relative: 0.0,
                absolute: 255.0,
                because: "a point at a pixel's edge may fall beside it",
            };
        }
        if pointer.contains("/over_masses") || pointer.contains("/around") {
            return Tolerance { relative: 0.0, absolute: 1.0, because: "rounded to bytes: one unit" };
        }
        if pointer.contains("/deviations") || pointer.ends_with("/order") {
            return Tolerance {
                relative: 1e-2,
                absolute: 1e-6,
                because: "differences of matches near 1, over a square",
            };
        }
        if pointer.contains("/chirp_mass_ratio") {
            return Tolerance { relative: 1e-6, absolute: 0.0, because: "a top is known to the root of rounding" };
        }
        Tolerance {
            relative: 1e-5,
            absolute: 1e-9,
            because: "rounding, through differences of phases over steps of 1e-5 and factorisations",
        }
    }
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
    use super::{ChirpManifold, Config, Family, MOST_BINS, bins, cycles_apart};
    use crate::figure::{Checked, Settings as _};
    use crate::{
        figure::{Context, Experiment as _, Verdict, record::layout},
        ground::scale::Scale,
        math::waves::chirp::{Binary, Order},
    };
    use approx::assert_relative_eq;

    #[test]
    fn every_claim_that_is_computed_holds_at_quick_scale() {
        let outcome =
            ChirpManifold::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
        for claim in ChirpManifold::claims(&outcome) {
            assert!(matches!(claim.verdict, Verdict::Holds | Verdict::Cited), "{claim:?}");
        }
    }

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

    /// The ends of the settings, and what is hard together with it: the widest and the narrowest band, the least and
    /// the most of masses, nearly equal ones, the leading order.
    #[test]
    fn settings_at_their_ends_still_draw_and_make_a_record() {
        let quick = || Config::at(Scale::Quick);
        let at = |lightest: f64, heaviest: f64, from_hz: f64, order: u8| Config {
            lightest_msun: lightest,
            heaviest_msun: heaviest,
            from_hz,
            order,
            shown_msun: vec![[heaviest, lightest], [lightest, lightest], [heaviest, heaviest]],
            centre_msun: [heaviest, heaviest / 1.05],
            grid: 3,
            mesh: 30,
            ..quick()
        };
        let fine = Config { mesh: 150, pixels: 220, map_pixels: 64, ..at(12.0, 30.0, 20.0, 4) };
        let unequal = Config { centre_msun: [30.0, 10.0], distance_mpc: 0.1, ..at(10.0, 30.0, 20.0, 4) };
        for config in [
            fine,
            unequal,
            at(6.0, 6.7, 60.0, 0),
            at(5.0, 11.0, 90.0, 4),
            at(1.0, 9.0, 200.0, 4),
            at(100.0, 150.0, 10.0, 4),
            at(1.0, 1.1, 200.0, 4),
            at(30.0, 91.0, 20.0, 0),
        ] {
            if Checked::new(config.clone()).map(drop).is_err() {
                // Only what is too long, or has no band, may be refused.
                let to_hz = super::to_hz(&config);
                assert!(bins(&config) > MOST_BINS || to_hz < 1.2 * config.from_hz, "{config:?}");
                continue;
            }
            let outcome = ChirpManifold::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
            ChirpManifold::draw(&outcome).unwrap();
            let record = layout(&serde_json::to_value(&outcome).unwrap());
            assert!(!record.contains("null") && record.len() < 900_000, "{} bytes of {config:?}", record.len());
        }
    }
}
