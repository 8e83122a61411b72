//! What a shift by one pixel changes, for three networks that differ in nothing but how they subsample.

mod networks;
mod shifts;

use std::ops::RangeInclusive;

use anyhow::{Context as _, Result, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use serde::{Deserialize, Serialize};

use self::{
    networks::{Subsampling, learn, model, products},
    shifts::{AllShifts, OnePixel, finite, paths},
};
use crate::{
    chapters,
    data::{
        digits::{Digits, SIDE, Shelf, Split},
        streams::stream,
    },
    figure::{
        Claim, Context, Drawing, Experiment, Progress, Scale, Tolerance,
        plot::{Axis, Chart, Colours, Page, Raster, SERIES},
        settings::in_range,
    },
    math::bootstrap::mean_interval,
    nn::{Module as _, Network},
};

/// The figure.
#[derive(Debug)]
pub struct ShiftInvariance;

/// What a reader can turn.
#[derive(Debug, Serialize, Deserialize)]
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

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Weights and biases, the same number in each network.
    pub parameters: usize,
    /// s, the product of the strides, pixels.
    pub total_stride: usize,
    /// How many shifts the exact statements were checked on: all of the canvas.
    pub shifts_checked: usize,
    /// Strided, anti-aliased, stride-free.
    pub networks: [Findings; 3],
    /// How much more often the strided network flips than the anti-aliased one, on the same digits and shifts.
    pub flips_more: Interval,
    /// How far the mean of the strided network's scores over its s² classes of shifts is from the scores of the
    /// stride-free network with the same weights, in units of the largest score.
    pub mean_over_shifts_error: f64,
    /// The digits of the path.
    pub shown: Vec<Shown>,
}

/// What was found of one network.
#[derive(Debug, Serialize, Deserialize)]
pub struct Findings {
    /// How it subsamples.
    pub name: String,
    /// Multiplications for one image.
    pub products: usize,
    /// Training steps taken.
    pub steps: usize,
    /// Whether training ended early because the loss was no number any more; what cannot be measured then is 0.
    pub diverged: bool,
    /// Mean loss of the last tenth of the steps, nats.
    pub loss: f64,
    /// Share of test digits, at random places, whose most probable class is the true one.
    pub accuracy: f64,
    /// Probability that a shift by one pixel changes the most probable class.
    pub flips: Interval,
    /// Mean change of the true class's probability under such a shift.
    pub probability_change: f64,
    /// Largest change of a score, in units of the largest score, over all shifts by multiples of s.
    pub moved_at_multiples: f64,
    /// The same over all shifts by multiples of s/2.
    pub moved_at_half_multiples: f64,
    /// Smallest such change over all shifts that are no multiples of s.
    pub least_moved_elsewhere: f64,
    /// Largest such change over these.
    pub most_moved_elsewhere: f64,
    /// Lowest probability on the map.
    pub lowest_on_map: f64,
    /// Highest probability on the map.
    pub highest_on_map: f64,
    /// Probability of the true class along the path: `[shown digits, path_shifts + 1]`.
    pub paths: Vec<Vec<f64>>,
    /// Probability of the true class of the first shown digit, shifted from the centre by −`map_reach` to `map_reach`
    /// pixels: `[down, right]`.
    pub map: Vec<Vec<f64>>,
}

/// A mean and its bootstrap interval.
#[derive(Debug, Serialize, Deserialize)]
pub struct Interval {
    /// The mean.
    pub mean: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// A digit of the path.
#[derive(Debug, Serialize, Deserialize)]
pub struct Shown {
    /// Its place in the test set.
    pub index: usize,
    /// The true class.
    pub label: u8,
    /// Its pixels: 28 × 28 bytes as base64, black 0 and white 255.
    pub pixels: String,
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

    fn config(scale: Scale) -> Config {
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

    fn check(config: &Config) -> Result<()> {
        fn all_in_range(name: &str, values: &[usize], range: RangeInclusive<usize>) -> Result<()> {
            values.iter().try_for_each(|&value| in_range(name, value, range.clone()))
        }
        let layers = config.channels.len();
        in_range("channels (how many layers)", layers, 1..=3)?;
        ensure!(config.kernels.len() == layers, "`kernels` has {} sides for {layers} layers", config.kernels.len());
        in_range("canvas", config.canvas, SIDE..=64)?;
        let stride = config.total_stride();
        ensure!(
            config.canvas.is_multiple_of(stride),
            "`canvas` is {}, and must be a multiple of {stride}",
            config.canvas
        );
        all_in_range("channels", &config.channels, 1..=64)?;
        all_in_range("kernels", &config.kernels, 1..=7)?;
        in_range("low_pass_taps", config.low_pass_taps, 1..=7)?;
        let odd = config.kernels.iter().chain([&config.low_pass_taps]).all(|side| side % 2 == 1);
        ensure!(odd, "`kernels` and `low_pass_taps` must be odd: they need a centre");
        in_range("train_digits", config.train_digits, 1..=60_000)?;
        in_range("test_digits", config.test_digits, 1..=10_000)?;
        in_range("epochs", config.epochs, 1..=100)?;
        in_range("batch_size", config.batch_size, 1..=config.train_digits)?;
        in_range("rate", config.rate, 0.0..=1.0)?;
        in_range("shown (how many digits)", config.shown.len(), 1..=8)?;
        all_in_range("shown", &config.shown, 0..=9_999)?;
        in_range("path_shifts", config.path_shifts, 1..=64)?;
        in_range("map_reach", config.map_reach, 1..=SIDE)?;
        in_range("resamples", config.resamples, 1..=100_000)?;
        in_range("level", config.level, 0.0..=1.0)
    }

    fn run(config: &Config, context: &Context) -> Result<Outcome> {
        let shelf = Shelf::new(context.data.as_deref(), context.progress == Progress::Shown);
        let train = shelf.digits(Split::Train, config.train_digits)?;
        let followed = config.shown.iter().max().map_or(0, |last| last + 1);
        let test = shelf.digits(Split::Test, config.test_digits.max(followed))?;
        investigate(&train, &test, config, context)
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        let [strided, low_passed, free] = &outcome.networks;
        let (shifts, s) = (outcome.shifts_checked, outcome.total_stride);
        vec![
            Claim::at_most(
                format!("Without subsampling, no shift changes a score: {shifts} shifts, largest change relative to the largest score"),
                "this book",
                free.moved_at_multiples.max(free.most_moved_elsewhere),
                ROUNDING,
            ),
            Claim::at_most(
                format!("With total stride {s}, no shift by multiples of {s} changes a score"),
                "this book",
                strided.moved_at_multiples.max(low_passed.moved_at_multiples),
                ROUNDING,
            ),
            Claim::at_least(
                format!("Every other shift changes the strided network's scores: the smallest change of {shifts} shifts"),
                "this book",
                strided.least_moved_elsewhere,
                10.0 * ROUNDING,
            ),
            Claim::at_most(
                "The strided network's scores, averaged over its classes of shifts, are those of the stride-free network \
                 with the same weights",
                "this book",
                outcome.mean_over_shifts_error,
                ROUNDING,
            ),
            Claim::at_most(
                format!("A low-pass before the last subsampling halves the stride: no shift by multiples of {} changes a score of the anti-aliased network", s / 2),
                "this book",
                low_passed.moved_at_half_multiples,
                ROUNDING,
            ),
            Claim::at_least(
                "A low-pass before each subsampling does not make a network invariant: the largest change of a score",
                "Zhang 2019",
                low_passed.most_moved_elsewhere,
                10.0 * ROUNDING,
            ),
            Claim::at_least(
                "The learnt strided network flips more often than the anti-aliased one: lower end of the interval of the \
                 difference",
                "Azulay & Weiss 2019; Zhang 2019",
                outcome.flips_more.low,
                ABOVE_ZERO,
            )
            .at_reduced_scale(format!(
                "handwritten digits and networks of {} parameters, where the sentence is about photographs and deep networks",
                outcome.parameters
            )),
        ]
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        let rest = 1..outcome.shown.len();
        let pictures = rest.clone().map(|digit| picture(outcome, digit)).collect::<Result<Vec<_>>>()?;
        let maps = outcome.networks.iter().map(|network| {
            let values: Vec<f64> = network.map.iter().flatten().copied().collect();
            let raster = Raster::new(network.map.len(), &values, &(0.0..=1.0), Colours::Viridis);
            Chart::picture(raster, &format!("{}: {:.1} % flips", network.name, 100.0 * network.flips.mean))
        });
        let mut page = Page::new(Self::TITLE, description(outcome))
            .row([picture(outcome, 0)?.share(0.4), path(outcome, 0, true).share(1.6)]);
        if !pictures.is_empty() {
            page = page.row(pictures).row(rest.map(|digit| path(outcome, digit, false)));
        }
        let bar = Chart::colour_bar(("probability of the true class", 0.0..1.0), Colours::Viridis);
        page.row(maps).row([bar]).drawing()
    }

    fn tolerance(pointer: &str) -> Tolerance {
        let is_of = |names: &[&str]| names.iter().any(|name| pointer.contains(name));
        let stays = is_of(&["/moved_at_multiples", "/mean_over_shifts_error", "/1/moved_at_half_multiples"])
            || (is_of(&["/networks/2/"]) && is_of(&["moved"]));
        let (relative, absolute, because) = if is_of(&["/shape"]) {
            (0.0, 0.0, "the size of an array")
        } else if stays {
            (0.0, ROUNDING, "0 in exact arithmetic, and any rounding in the computer's")
        } else if is_of(&["/accuracy", "/flips", "/probability_change"]) {
            (0.0, 0.1, "learning is chaotic: a change of the rate by 1e-6, as of a few roundings, moves shares by .04")
        } else if is_of(&["/paths", "/map", "_on_map"]) {
            (
                0.3,
                0.7,
                "learning is chaotic: a change of the rate by 1e-6 moves the probability of one digit by up to .65",
            )
        } else if is_of(&["/loss", "moved"]) {
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

/// Trains the three networks and asks each the same questions.
fn investigate(train: &Digits, test: &Digits, config: &Config, context: &Context) -> Result<Outcome> {
    let first = *config.shown.first().context("a digit to follow")?;
    let stride = config.total_stride();
    let mut found = Vec::with_capacity(3);
    let mut mean_over_shifts_error = 0.0;
    for subsampling in Subsampling::ALL {
        let mut network = Network::new(model(config, subsampling), chapters::device(context), config.seed)?;
        let mut task = context.progress.task(subsampling.name(), config.steps());
        let history = learn(&mut network, train, config, &mut task);
        drop(task);
        let all = AllShifts::of(&network, test, first, config);
        if subsampling == Subsampling::Strided {
            let free = network.with_model(model(config, Subsampling::StrideFree));
            mean_over_shifts_error = all.mean_against(&AllShifts::of(&free, test, first, config), stride);
        }
        let pixel = OnePixel::of(&network, test, config);
        let elsewhere = all.movement(stride, false);
        let map = all.map(test.labels[first], config.map_reach);
        let on_map = || map.iter().flatten().copied();
        let findings = Findings {
            name: subsampling.name().to_owned(),
            products: products(config, subsampling),
            steps: history.losses.len(),
            diverged: history.diverged_at.is_some(),
            loss: finite(f64::from(history.recent(config.steps().div_ceil(10)))),
            accuracy: mean(&pixel.right),
            flips: Interval::of(&pixel.flips, config),
            probability_change: mean(&pixel.changes),
            moved_at_multiples: *all.movement(stride, true).end(),
            moved_at_half_multiples: *all.movement(stride / 2, true).end(),
            least_moved_elsewhere: *elsewhere.start(),
            most_moved_elsewhere: *elsewhere.end(),
            paths: paths(&network, test, config),
            lowest_on_map: on_map().fold(1.0, f64::min),
            highest_on_map: on_map().fold(0.0, f64::max),
            map,
        };
        found.push((findings, pixel.flips));
    }
    let more: Vec<f64> = found[0].1.iter().zip(&found[1].1).map(|(strided, low_passed)| strided - low_passed).collect();
    let shown = |&index: &usize| {
        let (label, pixels) = (test.labels[index], BASE64.encode(test.image(index)));
        Shown { index, label, pixels }
    };
    Ok(Outcome {
        parameters: model(config, Subsampling::Strided).parameters().count(),
        total_stride: stride,
        shifts_checked: config.canvas * config.canvas,
        flips_more: Interval::of(&more, config),
        mean_over_shifts_error,
        shown: config.shown.iter().map(shown).collect(),
        networks: <[_; 3]>::try_from(found.into_iter().map(|(findings, _)| findings).collect::<Vec<_>>())
            .expect("a finding a network"),
    })
}

impl Interval {
    fn of(samples: &[f64], config: &Config) -> Self {
        let mut rng = stream(config.seed, "shift_invariance/bootstrap");
        let (low, high) = mean_interval(samples, config.level, config.resamples, &mut rng);
        Self { mean: mean(samples), low, high }
    }
}

fn mean(samples: &[f64]) -> f64 {
    samples.iter().sum::<f64>() / samples.len() as f64
}

/// A digit under its true class.
fn picture(outcome: &Outcome, digit: usize) -> Result<Chart> {
    let shown = &outcome.shown[digit];
    let pixels = BASE64.decode(&shown.pixels).context("the pixels of a digit")?;
    Ok(Chart::picture(Raster::grey(SIDE, &pixels), &shown.label.to_string()))
}

/// The probability of a digit's true class along its path; the large chart has axes and names.
fn path(outcome: &Outcome, digit: usize, large: bool) -> Chart {
    let shifts: Vec<f64> = (0..outcome.networks[0].paths[digit].len()).map(|shift| shift as f64).collect();
    let far = shifts[shifts.len() - 1];
    let mut chart = if large {
        Chart::new(("shift (pixels)", 0.0..far), ("probability of the true class", 0.0..1.02)).aspect(0.46)
    } else {
        Chart::new(Axis::hidden(0.0..far), Axis::hidden(0.0..1.02)).aspect(0.9)
    };
    for (network, series) in outcome.networks.iter().zip(SERIES) {
        let (series, name) = if large { (series, network.name.as_str()) } else { (series.thin().solid(), "") };
        chart.line(&shifts, &network.paths[digit], series, name);
    }
    if !large {
        chart.rule_y(0.0, "");
    }
    chart
}

fn description(outcome: &Outcome) -> String {
    let path = outcome.networks[0].paths.first().map_or(0, |path| path.len().saturating_sub(1));
    let reach = outcome.networks[0].map.len() / 2;
    let networks = outcome.networks.iter().map(|network| {
        format!(
            "The {} network changes its answer in {:.1} % of the test digits, and on the map its probability goes from \
             {:.2} to {:.2}.",
            network.name,
            100.0 * network.flips.mean,
            network.lowest_on_map,
            network.highest_on_map,
        )
    });
    format!(
        "{} handwritten digits, each with the probability of its true class while it moves to the right by {path} pixels, \
         in three lines for three networks. Below, for the first digit, maps of this probability over shifts by up to \
         {reach} pixels in every direction. {}",
        outcome.shown.len(),
        networks.collect::<Vec<_>>().join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::{Config, Experiment as _, ShiftInvariance};
    use crate::{
        data::digits::{CLASSES, SIDE},
        figure::{Context, Scale, drift},
    };

    /// A change of the rate by one part in a million moves the weights at each step by as much as a few roundings do.
    #[test]
    fn rounding_stays_within_the_tolerances() {
        let config = ShiftInvariance::config(Scale::Quick);
        let moved = Config { rate: config.rate * (1.0 + 1e-6), ..ShiftInvariance::config(Scale::Quick) };
        let outcome =
            |config| serde_json::to_value(ShiftInvariance::run(config, &Context::default()).unwrap()).unwrap();
        let drift = drift::compare(&outcome(&config), &outcome(&moved), &ShiftInvariance::tolerance);
        assert!(drift.agrees(), "{drift:?}");
    }

    #[test]
    fn a_rate_that_is_far_too_large_is_recorded_not_hidden() {
        let config = Config {
            train_digits: 64,
            test_digits: 8,
            epochs: 1,
            rate: 1e30,
            shown: vec![0],
            ..ShiftInvariance::config(Scale::Quick)
        };
        let outcome = ShiftInvariance::run(&config, &Context::default()).unwrap();
        assert!(outcome.networks.iter().all(|network| network.diverged && network.loss.is_finite()));
        assert!(outcome.networks.iter().all(|network| network.steps < config.steps()));
    }

    #[test]
    fn settings_that_do_not_fit_together_are_refused_by_name() {
        let refused = |change: fn(&mut Config)| {
            let mut config = ShiftInvariance::config(Scale::Quick);
            change(&mut config);
            ShiftInvariance::check(&config).unwrap_err().to_string()
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
        let one =
            Config { channels: vec![3], kernels: vec![5], low_pass_taps: 3, ..ShiftInvariance::config(Scale::Quick) };
        let counted = Subsampling::ALL.map(|subsampling| products(&one, subsampling) - 3 * CLASSES);
        assert_eq!(counted, [256 * 25 * 3, 1024 * 25 * 3 + 256 * 9 * 3, 1024 * 25 * 3]);
    }
}
