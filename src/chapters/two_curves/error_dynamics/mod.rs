//! Gradient descent on two curves beside the linear flow of a kernel that stays as it was at the start.

mod cell;
mod claims;
mod descent;
mod drawing;

use anyhow::{Result, ensure};
use serde::{Deserialize, Serialize};

pub use self::cell::{Cell, Mode, Shown};
use self::{
    cell::measure,
    descent::{Problem, Shape, Trial},
};
use super::{
    curve_setting,
    interval::{LEVEL, RESAMPLES, mean},
};
use crate::{
    data::{sphere_curves::SphereCurve, streams::stream},
    figure::{
        Claim, Context, Drawing, Experiment, Tolerance,
        settings::{in_range, rising},
    },
    ground::scale::Scale,
    math::statistics::power_law::PowerLaw,
};

/// The figure.
#[derive(Debug)]
pub struct ErrorDynamics;

/// The settings.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Hidden layers L, rising; the first is drawn mode by mode.
    pub depths: Vec<usize>,
    /// Neurons n of a hidden layer, rising; the first and the last are drawn mode by mode.
    pub widths: Vec<usize>,
    /// Networks trained at each depth and width.
    pub networks: usize,
    /// The curve; with its mirror image it makes the pair.
    pub curve: SphereCurve,
    /// Samples N on both curves together, even.
    pub samples: usize,
    /// How long the flow runs, in units of 2/(nL).
    pub duration: f64,
    /// Times at which the networks are looked at, after the start.
    pub checkpoints: usize,
    /// The largest product of a step's time and the kernel's first rate.
    pub step: f64,
    /// Modes drawn.
    pub modes: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Samples N.
    pub samples: usize,
    /// The times of the checkpoints, in units of 2/(nL), from 0.
    pub times: Vec<f64>,
    /// One entry a depth.
    pub depths: Vec<Depth>,
    /// A narrow and a wide network, mode by mode.
    pub shown: [Shown; 2],
}

/// What was found at one depth.
#[derive(Debug, Serialize, Deserialize)]
pub struct Depth {
    /// Hidden layers L.
    pub depth: usize,
    /// One entry a width.
    pub cells: Vec<Cell>,
    /// The power of n with which the distance to the flow of the kernel at the start falls.
    pub empirical_power: PowerLaw,
    /// The same for the flow of the analytic kernel.
    pub analytic_power: PowerLaw,
    /// The same for the kernel's drift.
    pub drift_power: PowerLaw,
}

/// Depths drawn at most, and widths.
const MOST_DEPTHS: usize = 2;
/// The most weights of a network.
const MOST_WEIGHTS: usize = 30_000_000;
/// The most work, in floating-point operations.
const MOST_WORK: f64 = 6e13;
/// What starting a layer's products costs, in floating-point operations that would take as long.
const LAYER_OVERHEAD: f64 = 5e6;

impl Config {
    /// An estimate of what training costs: six operations a sample and weight each step, where the first rate is 1. In a
    /// narrow network it can be somewhat larger.
    fn work(&self) -> f64 {
        let steps = self.duration / self.step + self.checkpoints as f64;
        let layer = |&width: &usize| 6.0 * (self.samples * width * width) as f64 + LAYER_OVERHEAD;
        let layers = self.depths.iter().sum::<usize>() as f64;
        // The first network is trained twice more, in steps of half the size.
        (self.networks + 2) as f64 * steps * layers * self.widths.iter().map(layer).sum::<f64>()
    }

    /// The times of the checkpoints, closer together at the start, where most happens.
    fn times(&self) -> Vec<f64> {
        (0..=self.checkpoints).map(|i| self.duration * (i as f64 / self.checkpoints as f64).powi(2)).collect()
    }
}

impl Experiment for ErrorDynamics {
    const ID: &'static str = "two_curves/error_dynamics";
    const TITLE: &'static str = "A wide network learns along the modes of its first kernel";
    type Config = Config;
    type Outcome = Outcome;

    fn config(scale: Scale) -> Config {
        let book = Config {
            depths: vec![5, 10],
            widths: vec![32, 64, 128, 256, 512, 1024],
            networks: 12,
            curve: SphereCurve::Latitude { latitude_rad: 0.4 },
            samples: 32,
            duration: 30.0,
            checkpoints: 16,
            step: 0.04,
            modes: 3,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => {
                Config { depths: vec![3], widths: vec![32, 64, 128], networks: 6, samples: 16, duration: 20.0, ..book }
            }
        }
    }

    fn check(config: &Config) -> Result<()> {
        in_range("the number of `depths`", config.depths.len(), 1..=MOST_DEPTHS)?;
        in_range("the number of `widths`", config.widths.len(), 2..=8)?;
        rising("depths", &config.depths, 1)?;
        rising("widths", &config.widths, 2)?;
        let deepest = config.depths[config.depths.len() - 1];
        let widest = config.widths[config.widths.len() - 1];
        in_range("depths", config.depths[0], 1..=20)?;
        in_range("depths", deepest, 1..=20)?;
        // Narrower networks differ so much in the size of their kernels that no step suits all.
        in_range("widths", config.widths[0], (2 * deepest).max(16)..=4_096)?;
        in_range("widths", widest, 16..=4_096)?;
        in_range("networks", config.networks, 2..=50)?;
        in_range("samples", config.samples, 4..=128)?;
        ensure!(
            config.samples.is_multiple_of(2),
            "`samples` is {}, and must be even: as many on each curve",
            config.samples
        );
        in_range("duration", config.duration, 1.0..=1_000.0)?;
        in_range("checkpoints", config.checkpoints, 2..=40)?;
        in_range("step", config.step, 0.005..=0.2)?;
        in_range("modes", config.modes, 1..=4)?;
        curve_setting::check("curve", &config.curve)?;
        in_range(
            "the deepest of `depths` × the square of the widest of `widths`",
            deepest * widest * widest,
            1..=MOST_WEIGHTS,
        )?;
        in_range("the work of all settings, in operations", config.work(), 0.0..=MOST_WORK)
    }

    fn run(config: &Config, context: &Context) -> Result<Outcome> {
        let times = config.times();
        let mut task = context.progress.task("training", config.depths.len() * config.widths.len());
        let mut depths = Vec::new();
        let mut shown = Vec::new();
        for (at_depth, &depth) in config.depths.iter().enumerate() {
            let mut cells = Vec::new();
            let [mut empirical, mut analytic, mut drift] = [const { Vec::new() }; 3];
            for (at_width, &width) in config.widths.iter().enumerate() {
                let problem = Problem::of(Shape { depth, width }, &times, config);
                let trials = measure(&problem, config, context)?;
                let all = |of: fn(&Trial) -> f64| trials.iter().map(of).collect::<Vec<_>>();
                empirical.push(all(|trial| trial.empirical));
                analytic.push(all(|trial| trial.analytic));
                drift.push(all(|trial| trial.drift));
                let ends = [0, config.widths.len() - 1];
                if at_depth == 0 && ends.contains(&at_width) {
                    shown.push(Shown::of(&problem, &trials[0], config.modes));
                }
                cells.push(Cell::of(&problem, &trials, config.seed));
                task.step();
            }
            let widths: Vec<f64> = config.widths.iter().map(|&width| width as f64).collect();
            let mut rng = stream(config.seed, &format!("error_dynamics powers, L = {depth}"));
            let mut power = |groups: &[Vec<f64>]| PowerLaw::of(&widths, groups, mean, (LEVEL, RESAMPLES), &mut rng);
            depths.push(Depth {
                depth,
                cells,
                empirical_power: power(&empirical),
                analytic_power: power(&analytic),
                drift_power: power(&drift),
            });
        }
        let [narrow, wide] = <[Shown; 2]>::try_from(shown).expect("the first and the last of two widths or more");
        Ok(Outcome { samples: config.samples, times, depths, shown: [narrow, wide] })
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        claims::claims(outcome)
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(outcome)
    }

    fn tolerance(pointer: &str) -> Tolerance {
        if pointer.contains("/times") || pointer.ends_with("/last_layer") {
            return Tolerance::CLOSED_FORM;
        }
        if pointer.contains("/halving") {
            return Tolerance {
                relative: 0.1,
                absolute: 2e-4,
                because: "a small difference of errors in single precision",
            };
        }
        Tolerance {
            relative: 5e-3,
            absolute: 2e-3,
            because: "training in single precision, and gates that roundings flip",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, ErrorDynamics};
    use crate::{
        data::sphere_curves::SphereCurve,
        figure::{Context, Drawing, Experiment as _, Verdict},
        ground::scale::Scale,
    };

    fn small() -> Config {
        Config { depths: vec![2], widths: vec![16, 64], networks: 2, samples: 8, ..ErrorDynamics::config(Scale::Quick) }
    }

    /// Order of convergence: gradient descent is of the first order, so that halving the step halves what halving changes.
    #[test]
    fn halving_the_step_halves_what_is_left_of_the_discretisation() {
        let change = |step| {
            let config = Config { duration: 4.0, checkpoints: 2, step, widths: vec![16, 256], ..small() };
            let outcome = ErrorDynamics::run(&config, &Context::default()).unwrap();
            outcome.depths[0].cells[1].halving
        };
        let ratio = change(0.1) / change(0.05);
        // Numbers of steps are rounded up, each interval's for itself, and the next order is a tenth of the first.
        assert!((1.5..2.7).contains(&ratio), "{ratio}");
    }

    /// Invariant: before training there is no distance, and the modes hold all of the error between them.
    #[test]
    fn flows_and_networks_start_at_the_same_error() {
        let outcome = ErrorDynamics::run(&Config { modes: 4, ..small() }, &Context::default()).unwrap();
        for shown in &outcome.shown {
            for mode in &shown.modes {
                // The same error in the same basis.
                assert!((mode.measured[0] - mode.empirical[0]).abs() < 1e-12 && mode.measured[0] >= 0.0);
                assert!((mode.measured[0] - mode.analytic[0]).abs() < 1e-12);
            }
            let squares: f64 = shown.modes.iter().map(|mode| mode.measured[0].powi(2)).sum();
            assert!(squares <= 1.0 + 1e-9 && shown.modes.is_sorted_by(|a, b| a.measured[0] >= b.measured[0]));
        }
    }

    #[test]
    fn a_network_that_leaves_its_kernel_breaks_the_claims() {
        let mut outcome = ErrorDynamics::run(&small(), &Context::default()).unwrap();
        let depth = &mut outcome.depths[0];
        depth.drift_power.high = 0.1;
        depth.cells[1].halving = 1.0;
        let failing: Vec<String> = ErrorDynamics::claims(&outcome)
            .into_iter()
            .filter(|claim| claim.verdict == Verdict::DoesNotHold)
            .map(|claim| claim.sentence)
            .collect();
        for start in ["The kernel moves less", "The step"] {
            assert!(failing.iter().any(|sentence| sentence.starts_with(start)), "{start}: {failing:?}");
        }
    }

    #[test]
    fn the_extremes_of_the_settings_run_and_draw() {
        for config in [
            Config { depths: vec![1, 20], widths: vec![40, 41], duration: 5.0, step: 0.2, samples: 4, ..small() },
            Config {
                curve: SphereCurve::Coil { latitude_rad: 0.01, opening_rad: 1.5, windings: 50 },
                checkpoints: 40,
                modes: 4,
                samples: 128,
                duration: 1.0,
                ..small()
            },
            Config { duration: 1.0, checkpoints: 2, modes: 1, samples: 4, ..small() },
        ] {
            ErrorDynamics::check(&config).unwrap();
            let outcome = ErrorDynamics::run(&config, &Context::default()).unwrap();
            ErrorDynamics::claims(&outcome);
            assert!(matches!(ErrorDynamics::draw(&outcome).unwrap(), Drawing::Svg(_)));
        }
    }

    #[test]
    fn settings_out_of_range_are_refused_by_name() {
        let refused = |config: Config| ErrorDynamics::check(&config).unwrap_err().to_string();
        assert!(refused(Config { samples: 9, ..small() }).contains("must be even"));
        assert!(refused(Config { widths: vec![16], ..small() }).contains("`widths`"));
        assert!(refused(Config { depths: vec![12], ..small() }).contains("`widths` is 16"));
        assert!(refused(Config { step: 0.5, ..small() }).contains("`step`"));
        assert!(refused(Config { duration: 1_000.0, step: 0.005, networks: 50, ..small() }).contains("work"));
        let deep = Config { depths: vec![20], widths: vec![64, 4_096], ..small() };
        assert!(refused(deep).contains("square of the widest"));
    }
}
