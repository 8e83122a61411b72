//! The phase transition of sparse recovery: how often basis pursuit succeeds, over the plane of sparsity and measurements.

mod drawing;
mod plane;

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::streams::stream,
    figure::{Checked, Claim, Context, Drawing, Experiment, Settings, Tolerance, settings::in_range},
    ground::scale::Scale,
    math::statistics::bootstrap,
};

use plane::Plane;
pub use plane::{Contour, Cut};

/// Success of basis pursuit over the plane of sparsity and measurements.
#[derive(Debug)]
pub struct PhaseTransition;

/// The settings.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Entries of a signal, n.
    pub n: usize,
    /// Entries of a signal of the second size, against which the width of the transition is held.
    pub smaller_n: usize,
    /// Steps of the sparsity k/n and of the measurements m/n, from 1/grid to 1.
    pub grid: usize,
    /// Problems solved at each of the grid² places, for each size.
    pub trials: usize,
    /// The sparsity at which the transition itself is shown; the nearest on the grid is taken.
    pub cut: f64,
    /// Repetitions of the counts, for intervals.
    pub resamples: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// k/n: one a column of `success`.
    pub sparsity: Vec<f64>,
    /// m/n: one a row of `success`.
    pub measurements: Vec<f64>,
    /// The share of signals that came back, `[grid, grid]`: a row for each m, a column for each k.
    pub success: Vec<Vec<f64>>,
    /// m/n at which half of the signals come back, by a logistic fit: one a column.
    pub contour50: Vec<f64>,
    /// δ(k/n), the statistical dimension over n: one a column.
    pub theory: Vec<f64>,
    /// Of n and of the smaller size: the contour with its intervals, and the width of the transition.
    pub contours: Vec<Contour>,
    /// The largest distance of `contour50` from `theory` where k/n ≤ .5.
    pub largest_deviation: f64,
    /// The exponent of n in the width of the transition, the mean over 0.05 ≤ k/n ≤ 0.5, with its interval of 95 %.
    pub width_exponent: f64,
    /// Its lower end.
    pub width_exponent_low: f64,
    /// Its upper end.
    pub width_exponent_high: f64,
    /// The transition at one sparsity, for n and for the smaller size.
    pub cuts: Vec<Cut>,
    /// Problems solved.
    pub solves: usize,
    /// Knots of a path from beginning to end, on average.
    pub mean_steps: f64,
    /// The largest duality gap of a solve, as a part of ‖x̂‖₁.
    pub largest_gap: f64,
    /// The largest ‖Ax̂ − y‖/‖y‖ of a solve.
    pub largest_infeasibility: f64,
}

/// From the sparsest to the densest signals whose contour is held against theory: k/n.
const COMPARED: std::ops::RangeInclusive<f64> = 0.0..=0.5;
/// Where the width is compared. At sparser signals the smaller size has only one or two nonzero entries.
const WIDTH_COMPARED: std::ops::RangeInclusive<f64> = 0.05..=0.5;

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        match scale {
            Scale::Book => Config { n: 160, smaller_n: 40, grid: 40, trials: 50, cut: 0.25, resamples: 400, seed: 1 },
            Scale::Quick => Config { n: 48, smaller_n: 16, grid: 12, trials: 20, cut: 0.25, resamples: 100, seed: 1 },
        }
    }

    fn check(&self) -> Result<()> {
        in_range("n", self.n, 8..=512)?;
        in_range("smaller_n", self.smaller_n, 4..=self.n - 1)?;
        in_range("grid", self.grid, 4..=self.smaller_n.min(64))?;
        in_range("trials", self.trials, 5..=10_000)?;
        in_range("cut", self.cut, 0.0..=1.0)?;
        in_range("resamples", self.resamples, 20..=10_000)
    }
}

impl Experiment for PhaseTransition {
    const ID: &'static str = "sparse_recovery/phase_transition";
    const TITLE: &'static str = "When basis pursuit recovers a sparse signal, and when not";
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        let mut progress = context.progress.task("phase transition", 2 * config.grid);
        let planes = [config.n, config.smaller_n].map(|n| Plane::count(n, config, &mut progress));
        let mut rng = stream(config.seed, "phase transition, resampled counts");
        let fits = planes.each_ref().map(|plane| plane.fits(config.resamples, &mut rng));
        let contours = [0, 1].map(|size| planes[size].contour(&fits[size]));
        let column = planes[0].nearest(config.cut);
        let cuts = [0, 1].map(|size| planes[size].cut(column, &fits[size][column].curve)).into();

        // The exponent, of the fits themselves and of every resample.
        let widths = (config.n as f64 / config.smaller_n as f64).ln();
        let exponents = |of: &dyn Fn(&plane::Fit) -> f64| -> Vec<f64> {
            let columns = (0..config.grid).filter(|&column| WIDTH_COMPARED.contains(&contours[0].sparsity[column]));
            columns.map(|column| (of(&fits[0][column]) / of(&fits[1][column])).ln() / widths - 1.0).collect()
        };
        let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
        let resampled = (0..config.resamples).map(|i| mean(exponents(&|fit| fit.resampled[i].width()))).collect();
        let (width_exponent_low, width_exponent_high) = bootstrap::middle(resampled, 0.95);

        let all = planes[0].all.and(planes[1].all);
        let deviations = contours[0].middle.iter().zip(&contours[0].theory).zip(&contours[0].sparsity);
        Ok(Outcome {
            sparsity: contours[0].sparsity.clone(),
            measurements: planes[0].measured(),
            success: planes[0].rates(),
            contour50: contours[0].middle.clone(),
            theory: contours[0].theory.clone(),
            largest_deviation: deviations
                .filter(|(_, sparsity)| COMPARED.contains(*sparsity))
                .map(|((middle, theory), _)| (middle - theory).abs())
                .fold(0.0, f64::max),
            width_exponent: mean(exponents(&|fit| fit.curve.width())),
            width_exponent_low,
            width_exponent_high,
            contours: contours.into(),
            cuts,
            solves: all.trials,
            mean_steps: all.steps as f64 / all.trials as f64,
            largest_gap: all.largest_gap,
            largest_infeasibility: all.largest_infeasibility,
        })
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        const SLIDE: &str = "lecture 7, the slides on sparse recovery";
        const BOOK: &str = "this book";
        let [large, small] = outcome.contours.as_slice() else { return Vec::new() };
        vec![
            Claim::at_most(
                "Half of the signals come back at m = δ(k/n)·n: the largest distance of the measured contour from the \
                 statistical dimension, in m/n, for k/n ≤ .5",
                SLIDE,
                outcome.largest_deviation,
                0.03,
            ),
            Claim::near(
                "The width of the transition, in m/n, shrinks as n^(−1/2): its exponent between two sizes",
                SLIDE,
                outcome.width_exponent,
                -0.5,
                0.1,
            ),
            Claim::near(
                "The width is that of the cone's intrinsic volumes: measured over predicted, the mean over .05 ≤ k/n ≤ .5",
                BOOK,
                large.width_ratio,
                1.0,
                0.1,
            ),
            Claim::at_most(
                "What is left of the distance from theory is of the order of one measurement: the mean over k/n ≤ .5, in \
                 measurements, at the larger size",
                BOOK,
                large.shift.abs(),
                1.0,
            ),
            Claim::at_most("The same at the smaller size", BOOK, small.shift.abs(), 1.0),
            // Twenty squares of standard normal numbers have a mean above 1.5² once in a thousand times.
            Claim::at_most(
                "Corrected for the minimum after the mean, the contour is within its chance error of theory at the larger \
                 size: the root mean square of the distance over its standard error, for k/n ≤ .5",
                BOOK,
                large.deviation_in_errors,
                1.5,
            ),
            Claim::at_most("So it is at the smaller size", BOOK, small.deviation_in_errors, 1.5),
            Claim::at_most(
                "Every answer is certified: the largest duality gap, as a part of the answer's ℓ₁ norm",
                BOOK,
                outcome.largest_gap,
                1e-8,
            ),
            Claim::at_most(
                "Every answer fits its measurements: the largest ‖Ax̂ − y‖/‖y‖",
                BOOK,
                outcome.largest_infeasibility,
                1e-8,
            ),
        ]
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(outcome)
    }

    fn tolerance(pointer: &str) -> Tolerance {
        match pointer {
            "/largest_gap" | "/largest_infeasibility" => {
                Tolerance { relative: 0.0, absolute: 1e-8, because: "what is left is rounding, far below this" }
            }
            "/mean_steps" => Tolerance {
                relative: 1e-4,
                absolute: 0.0,
                because: "a knot at the very end of a path may or may not be taken for the end",
            },
            _ => Tolerance {
                relative: 1e-6,
                absolute: 1e-9,
                because: "success or failure is certain in every trial, since no error is near the threshold; fits to \
                          the same counts differ by what Newton's method leaves",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, PhaseTransition};
    use crate::figure::{Checked, Settings as _};
    use crate::{
        figure::{Context, Experiment as _, Verdict},
        ground::scale::Scale,
    };

    fn run(config: &Config) -> super::Outcome {
        Checked::new(config.clone()).map(drop).unwrap();
        PhaseTransition::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap()
    }

    /// Second road: the cone's geometry, which knows nothing of any solver, against counts on the coarse plane that the
    /// page proposes.
    #[test]
    fn a_coarse_plane_agrees_with_theory_within_its_sampling_error() {
        let config = Config { n: 64, grid: 12, trials: 20, seed: 5, ..Config::at(Scale::Book) };
        let outcome = run(&config);
        for contour in &outcome.contours {
            // Six columns: the root mean square of as many standard normal numbers is above 2 once in two thousand.
            assert!(contour.deviation_in_errors < 2.0, "{contour:?}");
        }
        assert!(outcome.largest_gap < 1e-9 && outcome.largest_infeasibility < 1e-9);
    }

    /// Limits: with all measurements every signal comes back, with fewer measurements than nonzero entries none.
    #[test]
    fn rates_are_certain_where_they_must_be() {
        let outcome = run(&Config::at(Scale::Quick));
        assert!(outcome.success.last().unwrap().iter().all(|&rate| rate >= 1.0));
        for (row, m) in outcome.success.iter().zip(&outcome.measurements) {
            for (rate, k) in row.iter().zip(&outcome.sparsity) {
                assert!(k < m || *m >= 1.0 || *rate <= 0.0, "{rate} at k/n = {k}, m/n = {m}");
            }
        }
    }

    /// At the quick scale a column's chance error may exceed .03; everything else holds.
    #[test]
    fn claims_hold_at_quick_scale_but_for_chance() {
        let outcome = run(&Config::at(Scale::Quick));
        let few_trials = |sentence: &str| sentence.contains("largest distance") || sentence.contains("one measurement");
        for claim in PhaseTransition::claims(&outcome).iter().filter(|claim| !few_trials(&claim.sentence)) {
            assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
        }
    }

    #[test]
    fn the_finest_grid_still_draws() {
        let config = Config { n: 65, smaller_n: 64, grid: 64, trials: 5, ..Config::at(Scale::Quick) };
        PhaseTransition::draw(&run(&config)).unwrap();
    }

    #[test]
    fn settings_out_of_range_are_refused_by_name() {
        let refused = |config: Config| Checked::new(config).map(drop).unwrap_err().to_string();
        let book = || Config::at(Scale::Book);
        assert!(refused(Config { grid: 41, ..book() }).contains("`grid` is 41, and must be from 4 to 40"));
        assert!(refused(Config { smaller_n: 160, ..book() }).contains("`smaller_n`"));
        assert!(refused(Config { trials: 4, ..book() }).contains("`trials`"));
    }
}
