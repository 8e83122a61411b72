//! Codes of digits, what lies between two of them, and what a linear probe reads off them.

mod probe;
mod spaces;

use anyhow::Result;
use rand::Rng as _;
use rand_distr::StandardNormal;

use super::{
    super::{digit_collection::Collection, digit_student::Student},
    Between, Config, Outcome, Probed, Space,
};
use crate::{
    data::streams::stream,
    figure::Context,
    ground::{estimate::Estimate, pixels::Pixels},
    math::{
        diffusion::{gaussian::GaussianDenoiser, ornstein_uhlenbeck::Transition},
        images::grey_share::grey_share,
        statistics::{LEVEL, bootstrap, proportion, student::mean_estimate},
        vectors::mean,
    },
};
use probe::Probes;
#[cfg(test)]
pub(super) use spaces::halfway as great_circle;
use spaces::{Code, GaussianCode, NetworkCode, PixelCode, halfway};

/// Pictures on a way, and ways that are shown.
const WAY: usize = 9;
const WAYS: usize = 5;

/// Trains the networks, and looks at their codes.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let digits = Collection::read(config.side, config.train, config.seed, context)?;
    let mut progress = context.progress.task("pitfalls", config.networks * (config.learning.steps + 2) + 2);
    let gaussian = GaussianDenoiser::of_points(&digits.train.pixels, digits.size());
    let judge = probe::judge(&digits, config, context.device)?;
    let lab = Lab { config, digits: &digits, judge: &judge, pairs: pairs(&digits, config.pairs) };
    let pixels = lab.look(&PixelCode::new(&digits.train.pixels, digits.size()), context)?;
    progress.step();
    let linear = lab.look(&GaussianCode(&gaussian), context)?;
    progress.step();
    let (mut networks, mut noised_squares) = (Vec::new(), Vec::new());
    let (at, mut rng) = (Transition::over(config.t_min), stream(config.seed, "pitfalls noise"));
    let noised: Vec<f64> = lab.ends().into_iter().map(|x| at.step(x, rng.sample(StandardNormal))).collect();
    for number in 0..config.networks {
        let (times, seed) = ([config.t_max, config.t_min], config.seed + number as u64);
        let student = Student::taught(&digits, &config.learning, times, seed, context.device, &mut progress)?;
        progress.step();
        let code = NetworkCode { student: &student, gaussian: &gaussian, config };
        networks.push(lab.look(&code, context)?);
        noised_squares.push(mean_square(&code.encode(&noised)?));
        progress.step();
    }
    let ways = (0..WAYS.min(config.pairs)).map(|pair| {
        let rows = [&pixels, &linear, &networks[0]].map(|seen| &seen.ways[pair]);
        Pixels(rows.into_iter().flat_map(|row| lab.strip(row)).collect())
    });
    let ways = ways.collect();
    let found = judge.classes(&digits.test.pixels)?;
    let judged_right = found.iter().zip(&digits.test.labels).filter(|(found, label)| found == label).count();
    let of_networks = |of: &dyn Fn(&Seen) -> f64| mean_estimate(&networks.iter().map(of).collect::<Vec<_>>(), LEVEL);
    let spaces = [std::slice::from_ref(&pixels), std::slice::from_ref(&linear), &networks[..]];
    Ok(Outcome {
        side: config.side,
        networks: config.networks,
        round_trip: of_networks(&|seen| seen.round_trip),
        code_square: of_networks(&|seen| mean_square(&seen.codes)),
        noised_code_square: mean_estimate(&noised_squares, LEVEL),
        judged_right: judged_right as f64 / found.len() as f64,
        disagreement: disagreement([&networks[0], &networks[1]], digits.size()),
        between: Space::ALL.iter().zip(spaces).map(|(&space, seen)| lab.between(space, seen)).collect(),
        real_grey: mean(&lab.greys(&digits.test.pixels[..config.pairs * digits.size()])),
        probes: Space::ALL.iter().zip(spaces).map(|(&space, seen)| lab.probed(space, seen)).collect(),
        dimensions: config.probe.dimensions.clone(),
        ways,
    })
}

/// Held-out digits of different classes, each used once: the first that follow each other so.
fn pairs(digits: &Collection, count: usize) -> Vec<[usize; 2]> {
    let labels = &digits.test.labels;
    let differ = (0..labels.len() / 2).map(|k| [2 * k, 2 * k + 1]).filter(|[a, b]| labels[*a] != labels[*b]);
    differ.take(count).collect()
}

/// What is seen in one space.
struct Seen {
    /// Codes of the held-out digits of the pairs.
    codes: Vec<f64>,
    round_trip: f64,
    /// Digits halfway between the pairs: pixels.
    middles: Vec<f64>,
    /// Middles of a third class.
    third: usize,
    /// Right answers of the probe of each dimension.
    right: Vec<usize>,
    /// The pixels of the shown ways.
    ways: Vec<Vec<f64>>,
}

/// What spaces are held against.
struct Lab<'a> {
    config: &'a Config,
    digits: &'a Collection,
    judge: &'a probe::Judge,
    pairs: Vec<[usize; 2]>,
}

impl Lab<'_> {
    fn look(&self, code: &dyn Code, context: &Context) -> Result<Seen> {
        let (size, probe) = (self.digits.size(), &self.config.probe);
        let test = &self.digits.test;
        let ends = self.ends();
        let codes = code.encode(&ends)?;
        let back = code.decode(&codes)?;
        let changes: Vec<f64> = back.iter().zip(&ends).map(|(a, b)| (a - b).powi(2)).collect();
        let apart = |pair: usize, part: f64| {
            let [a, b] = [2 * pair, 2 * pair + 1].map(|k| &codes[k * size..(k + 1) * size]);
            halfway(a, b, part, code.is_spherical())
        };
        let middles = code.decode(&(0..self.pairs.len()).flat_map(|pair| apart(pair, 0.5)).collect::<Vec<_>>())?;
        let found = self.judge.classes(&middles)?;
        let third =
            found.iter().zip(&self.pairs).filter(|(class, pair)| pair.iter().all(|&k| test.labels[k] != **class));
        let way = |pair: usize| {
            let parts = (0..WAY).map(|k| k as f64 / (WAY - 1) as f64);
            code.decode(&parts.flat_map(|part| apart(pair, part)).collect::<Vec<_>>())
        };
        let held_out = &test.pixels[test.pixels.len() - probe.held_out * size..];
        let probes = Probes {
            train: code.coordinates(&code.encode(&self.digits.train.pixels[..probe.train * size])?),
            train_labels: &self.digits.train.labels[..probe.train],
            test: code.coordinates(&code.encode(held_out)?),
            test_labels: &test.labels[test.labels.len() - probe.held_out..],
        };
        Ok(Seen {
            round_trip: mean(&changes).sqrt(),
            third: third.count(),
            right: probes.right(self.config, context.device)?,
            ways: (0..WAYS.min(self.pairs.len())).map(way).collect::<Result<_>>()?,
            middles,
            codes,
        })
    }

    /// The pixels of the held-out digits of the pairs.
    fn ends(&self) -> Vec<f64> {
        let (size, pixels) = (self.digits.size(), &self.digits.test.pixels);
        self.pairs.iter().flatten().flat_map(|&k| &pixels[k * size..(k + 1) * size]).copied().collect()
    }

    /// The grey shares of images.
    fn greys(&self, pixels: &[f64]) -> Vec<f64> {
        let of = |image: &[f64]| grey_share(&image.iter().map(|&x| self.digits.ink(x)).collect::<Vec<_>>());
        pixels.chunks_exact(self.digits.size()).map(of).collect()
    }

    fn between(&self, space: Space, seen: &[Seen]) -> Between {
        let greys: Vec<Vec<f64>> = seen.iter().map(|seen| self.greys(&seen.middles)).collect();
        let of_pair = |pair: usize| mean(&greys.iter().map(|greys| greys[pair]).collect::<Vec<_>>());
        let mut rng = stream(self.config.seed, "pitfalls bootstrap");
        let of_pairs: Vec<f64> = (0..self.pairs.len()).map(of_pair).collect();
        Between {
            space,
            grey: bootstrap::mean_estimate(&of_pairs, LEVEL, bootstrap::RESAMPLES, &mut rng),
            third: share(seen.iter().map(|seen| seen.third), self.pairs.len()),
        }
    }

    fn probed(&self, space: Space, seen: &[Seen]) -> Probed {
        let of = |dimension: usize| share(seen.iter().map(|seen| seen.right[dimension]), self.config.probe.held_out);
        Probed { space, right: (0..self.config.probe.dimensions.len()).map(of).collect() }
    }

    /// Images side by side, ink from 0 to 255 in sixteen levels.
    fn strip(&self, images: &[f64]) -> Vec<u8> {
        self.digits.strip(images, 15.0)
    }
}

fn mean_square(numbers: &[f64]) -> f64 {
    mean(&numbers.iter().map(|x| x * x).collect::<Vec<_>>())
}

/// The share of `of` that is counted, with its exact interval; of several networks, which see the same digits, the mean of
/// theirs.
fn share(counts: impl Iterator<Item = usize>, of: usize) -> Estimate {
    let each: Vec<Estimate> = counts.map(|count| proportion::estimate(count, of, LEVEL)).collect();
    let mean_of = |end: fn(&Estimate) -> f64| mean(&each.iter().map(end).collect::<Vec<_>>());
    Estimate::new(mean_of(|e| e.value), (mean_of(|e| e.low), mean_of(|e| e.high)))
}

/// How far networks' codes of one digit are apart, over how far codes of different digits of one network are.
fn disagreement([first, second]: [&Seen; 2], size: usize) -> f64 {
    let square = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
    let same = square(&first.codes, &second.codes);
    let other: f64 =
        first.codes.chunks_exact(size).zip(first.codes.chunks_exact(size).skip(1)).map(|(a, b)| square(a, b)).sum();
    let (digits, steps) = ((first.codes.len() / size) as f64, (first.codes.len() / size - 1) as f64);
    (same / digits / (other / steps)).sqrt()
}
