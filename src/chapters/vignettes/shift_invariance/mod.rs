//! What a shift by one pixel changes, for three networks that differ in nothing but how they subsample.

mod drawing;
mod networks;
mod outcome;
mod shifts;

use std::ops::RangeInclusive;

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::outcome::{Findings, Interval, Outcome, Shown};
use crate::{
    data::digits::{SIDE, Shelf, Split},
    figure::{Checked, Claim, Context, Drawing, Experiment, Settings, Tolerance, settings::in_range},
    ground::{progress::Progress, scale::Scale},
};

/// The figure.
#[derive(Debug)]
pub struct ShiftInvariance;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Of every random draw.
    pub seed: u64,
    /// Side of the canvas that digits lie on, pixels; a multiple of the total stride.
    pub canvas: usize,
    /// Output channels of each convolution; each is followed by a subsampling by 2.
    pub channels: Vec<usize>,
    /// Side of each convolution's kernel, pixels; odd.
    pub kernels: Vec<usize>,
    /// Taps a side of the binomial low-pass in the anti-aliased network; odd, and 1 lets everything pass.
    pub low_pass_taps: usize,
    /// Training digits; more than 10,000 need the full set.
    pub train_digits: usize,
    /// Test digits that accuracy and flips are counted on.
    pub test_digits: usize,
    /// Whether training digits lie at random places; if not, all lie in the centre.
    pub augment: bool,
    /// Passes over the training digits.
    pub epochs: usize,
    /// Digits a step.
    pub batch_size: usize,
    /// Adam's rate at the start; it falls to 0 along half a cosine.
    pub rate: f64,
    /// The test digits that are followed along the path, by their place in the test set; the map and the statements
    /// about all shifts are of the first.
    pub shown: Vec<usize>,
    /// Shifts by one pixel along the path.
    pub path_shifts: usize,
    /// How far the map reaches from the centre, pixels.
    pub map_reach: usize,
    /// Resamples of the bootstrap.
    pub resamples: usize,
    /// Coverage of the bootstrap intervals.
    pub level: f64,
}

impl Config {
    /// The product of all strides, pixels.
    fn total_stride(&self) -> usize {
        1 << self.channels.len()
    }

    /// Steps of the optimizer.
    fn steps(&self) -> usize {
        self.epochs * (self.train_digits / self.batch_size)
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Config {
            seed: 1,
            canvas: 40,
            channels: vec![8, 16, 16],
            kernels: vec![5, 3, 3],
            low_pass_taps: 5,
            train_digits: 10_000,
            test_digits: 3_000,
            augment: true,
            epochs: 3,
            batch_size: 16,
            rate: 1e-2,
            shown: vec![1, 0, 2, 3, 4, 5, 6, 7],
            path_shifts: 12,
            map_reach: 8,
            resamples: 2_000,
            level: 0.95,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Config {
                canvas: 32,
                channels: vec![8, 8],
                kernels: vec![5, 3],
                train_digits: 1_000,
                test_digits: 200,
                epochs: 4,
                batch_size: 4,
                resamples: 500,
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        fn all_in_range(name: &str, values: &[usize], range: RangeInclusive<usize>) -> Result<()> {
            values.iter().try_for_each(|&value| in_range(name, value, range.clone()))
        }
        let layers = self.channels.len();
        in_range("channels (how many layers)", layers, 1..=3)?;
        ensure!(self.kernels.len() == layers, "`kernels` has {} sides for {layers} layers", self.kernels.len());
        in_range("canvas", self.canvas, SIDE..=64)?;
        let stride = self.total_stride();
        ensure!(self.canvas.is_multiple_of(stride), "`canvas` is {}, and must be a multiple of {stride}", self.canvas);
        all_in_range("channels", &self.channels, 1..=64)?;
        all_in_range("kernels", &self.kernels, 1..=7)?;
        in_range("low_pass_taps", self.low_pass_taps, 1..=7)?;
        let odd = self.kernels.iter().chain([&self.low_pass_taps]).all(|side| side % 2 == 1);
        ensure!(odd, "`kernels` and `low_pass_taps` must be odd: they need a centre");
        in_range("train_digits", self.train_digits, 1..=60_000)?;
        in_range("test_digits", self.test_digits, 1..=10_000)?;
        in_range("epochs", self.epochs, 1..=100)?;
        in_range("batch_size", self.batch_size, 1..=self.train_digits)?;
        in_range("rate", self.rate, 0.0..=1.0)?;
        in_range("shown (how many digits)", self.shown.len(), 1..=8)?;
        all_in_range("shown", &self.shown, 0..=9_999)?;
        in_range("path_shifts", self.path_shifts, 1..=64)?;
        in_range("map_reach", self.map_reach, 1..=SIDE)?;
        in_range("resamples", self.resamples, 100..=100_000)?;
        in_range("level", self.level, 0.5..=0.999)
    }
}

impl Experiment for ShiftInvariance {
    const ID: &'static str = "vignettes/shift_invariance";
    const TITLE: &'static str = "What a shift by one pixel changes: strided, anti-aliased and stride-free networks";
    const DATA: &'static [&'static str] = &[
        "mnist/train10k-images-idx3-ubyte.gz",
        "mnist/train10k-labels-idx1-ubyte.gz",
        "mnist/t10k-images-idx3-ubyte.gz",
        "mnist/t10k-labels-idx1-ubyte.gz",
    ];
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        let shelf = Shelf::new(context.data.as_deref(), context.progress == Progress::Shown);
        let train = shelf.digits(Split::Train, config.train_digits)?;
        let followed = config.shown.iter().max().map_or(0, |last| last + 1);
        let test = shelf.digits(Split::Test, config.test_digits.max(followed))?;
        outcome::investigate(&train, &test, config, context)
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        let [strided, low_passed, free] = &outcome.networks;
        let (shifts, s) = (outcome.shifts_checked, outcome.total_stride);
        // A network that says the same of everything is invariant, and shows nothing: then no number stands for a claim.
        let says = outcome.networks.iter().all(|network| !network.diverged && network.seen >= 10.0 * ROUNDING);
        let change = |measured: f64| if says { measured } else { 1.0 };
        let difference = |measured: f64| if says { measured } else { 0.0 };
        vec![
            Claim::at_most(
                format!("Without subsampling, no shift changes a score: {shifts} shifts, largest change relative to the largest score"),
                "this book",
                change(free.moved_at_multiples.max(free.most_moved_elsewhere)),
                ROUNDING,
            ),
            Claim::at_most(
                format!("With total stride {s}, no shift by multiples of {s} changes a score"),
                "this book",
                change(strided.moved_at_multiples.max(low_passed.moved_at_multiples)),
                ROUNDING,
            ),
            Claim::at_least(
                format!(
                    "Every shift that is not by multiples of {s} changes the strided network's scores: the smallest \
                     change, relative to the largest score, of {shifts} shifts"
                ),
                "this book",
                difference(strided.least_moved_elsewhere),
                10.0 * ROUNDING,
            ),
            Claim::at_most(
                "The strided network's scores, averaged over its classes of shifts, are those of the stride-free network \
                 with the same weights",
                "this book",
                change(outcome.mean_over_shifts_error),
                ROUNDING,
            ),
            Claim::at_most(
                format!("A low-pass before the last subsampling halves the stride: no shift by multiples of {} changes a score of the anti-aliased network", s / 2),
                "this book",
                change(low_passed.moved_at_half_multiples),
                ROUNDING,
            ),
            Claim::at_least(
                "A low-pass before each subsampling does not make a network invariant: the largest change of a score",
                "Zhang 2019",
                difference(low_passed.most_moved_elsewhere),
                10.0 * ROUNDING,
            ),
            Claim::at_least(
                "The learnt strided network flips more often than the anti-aliased one: lower end of the interval of the \
                 difference",
                "Azulay & Weiss 2019; Zhang 2019",
                difference(outcome.flips_more.low),
                ABOVE_ZERO,
            )
            .at_reduced_scale(format!(
                "handwritten digits and networks of {} parameters, where the sentence is about photographs and deep networks",
                outcome.parameters
            )),
        ]
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(outcome)
    }

    fn tolerance(pointer: &str) -> Tolerance {
        let is_of = |names: &[&str]| names.iter().any(|name| pointer.contains(name));
        let stays = is_of(&["/moved_at_multiples", "/mean_over_shifts_error", "/1/moved_at_half_multiples"])
            || (is_of(&["/networks/2/"]) && is_of(&["moved"]));
        let (relative, absolute, because) = if stays {
            (0.0, ROUNDING, "0 in exact arithmetic, and any rounding in the computer's")
        } else if is_of(&["/accuracy", "/flips", "/probability_change"]) {
            (0.0, 0.1, "learning is chaotic: a change of the rate by 1e-6, as of a few roundings, moves shares by .04")
        } else if is_of(&["/paths/", "/map/"]) && pointer.ends_with("/mean") {
            (0.0, 0.05, "learning is chaotic: a change of the rate by 1e-6 moves the mean of many probabilities by .02")
        } else if is_of(&["/paths/", "/map/"]) && pointer.ends_with("/norm") {
            (0.2, 0.0, "learning is chaotic: a change of the rate by 1e-6 moves the norm of probabilities by .11 of it")
        } else if is_of(&["/probes/"]) {
            (0.0, 0.3, "learning is chaotic: at quick scale, a change of the rate by 1e-6 moves a probability by .14")
        } else if is_of(&["/paths/", "/map/", "_on_map"]) {
            (
                0.0,
                0.7,
                "learning is chaotic: a change of the rate by 1e-6 moves the probability of one digit by up to .65",
            )
        } else if is_of(&["/loss", "/seen", "moved"]) {
            (1.2, 0.1, "learning is chaotic: a change of the rate by 1e-6 moves these by up to their own size")
        } else {
            (0.0, 0.0, "a count, or what was put in")
        };
        Tolerance { relative, absolute, because }
    }
}

/// The most that rounding may move a score, in units of the largest score: a mean of n positions in `f32` is exact to
/// n · 6e-8 in the worst case, and there are 1,600 positions on the largest canvas of the book.
const ROUNDING: f64 = 1e-4;

/// A share that is more than none: far below one flip in all the shifts that are counted.
const ABOVE_ZERO: f64 = 1e-6;

#[cfg(test)]
mod tests {
    use super::{Config, Experiment as _, Outcome, ShiftInvariance};
    use crate::figure::{Checked, Settings as _};
    use crate::{
        data::digits::{CLASSES, SIDE},
        figure::{Context, Verdict, drift},
        ground::scale::Scale,
    };

    /// A change of the rate by one part in a million moves the weights at each step by as much as a few roundings do.
    #[test]
    fn rounding_stays_within_the_tolerances() {
        let config = Config::at(Scale::Quick);
        let moved = Config { rate: config.rate * (1.0 + 1e-6), ..Config::at(Scale::Quick) };
        let unlearnt = Config { rate: 0.0, ..Config::at(Scale::Quick) };
        let [reference, moved, unlearnt] = [config, moved, unlearnt].map(|config| {
            let outcome = ShiftInvariance::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
            drift::summary(&serde_json::to_value(outcome).unwrap())
        });
        let compare = |other: &_| drift::compare(&reference, other, &ShiftInvariance::tolerance);
        assert!(compare(&moved).agrees(), "{:?}", compare(&moved));
        // The tolerances tell what was learnt from what was not, by each digest alone.
        for (network, name) in (0..3).flat_map(|network| [(network, "paths"), (network, "map")]) {
            for digest in ["mean", "norm"] {
                let pointer = format!("/networks/{network}/{name}/{digest}");
                let mut other = reference.clone();
                *other.pointer_mut(&pointer).unwrap() = unlearnt.pointer(&pointer).unwrap().clone();
                assert!(!compare(&other).agrees(), "{pointer}");
            }
        }
    }

    /// Small enough to learn in a moment.
    fn small() -> Config {
        Config { train_digits: 64, test_digits: 8, epochs: 1, shown: vec![0], ..Config::at(Scale::Quick) }
    }

    fn none_holds(outcome: &Outcome) -> bool {
        ShiftInvariance::claims(outcome).iter().all(|claim| claim.verdict == Verdict::DoesNotHold)
    }

    /// Such a network is invariant in a way that nobody means.
    #[test]
    fn where_a_network_says_the_same_of_everything_no_claim_holds() {
        let mut outcome = ShiftInvariance::run(&Checked::new(small()).unwrap(), &Context::default()).unwrap();
        assert!(!none_holds(&outcome));
        outcome.networks[2].seen = 0.0;
        assert!(none_holds(&outcome));
    }

    #[test]
    fn a_rate_that_is_far_too_large_is_recorded_not_hidden() {
        let config = Config { rate: 1e30, ..small() };
        let outcome = ShiftInvariance::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
        assert!(outcome.networks.iter().all(|network| network.diverged && network.loss.is_finite()));
        assert!(outcome.networks.iter().all(|network| network.steps < config.steps()));
        assert!(none_holds(&outcome));
    }

    #[test]
    fn settings_that_do_not_fit_together_are_refused_by_name() {
        let refused = |change: fn(&mut Config)| {
            let mut config = Config::at(Scale::Quick);
            change(&mut config);
            Checked::new(config.clone()).map(drop).unwrap_err().to_string()
        };
        assert!(refused(|config| config.canvas = SIDE + 2).contains("multiple of 4"));
        assert!(refused(|config| config.kernels = vec![5, 4]).contains("`kernels`"));
        assert!(refused(|config| config.kernels = vec![5]).contains("1 sides for 2 layers"));
        assert!(refused(|config| config.train_digits = 70_000).contains("`train_digits`"));
        assert!(refused(|config| config.shown.clear()).contains("`shown"));
    }

    /// Second road: with one layer on a canvas of 32, counted by hand.
    #[test]
    fn products_are_counted_as_by_hand() {
        use super::networks::{Subsampling, products};
        let one = Config { channels: vec![3], kernels: vec![5], low_pass_taps: 3, ..Config::at(Scale::Quick) };
        let counted = Subsampling::ALL.map(|subsampling| products(&one, subsampling) - 3 * CLASSES);
        assert_eq!(counted, [256 * 25 * 3, 1024 * 25 * 3 + 256 * 9 * 3, 1024 * 25 * 3]);
    }
}
