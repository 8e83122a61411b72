//! The exact score of handwritten digits: when a noised digit has decided on a class, and when on a digit.

use std::convert::Infallible;

use anyhow::Result;
use rand::{Rng as _, seq::SliceRandom as _};
use rand_distr::StandardNormal;
use rayon::prelude::*;

use super::super::{Crossing, DigitScore, DigitSettings, Digits, Walked};
use crate::{
    data::{
        digits::{CLASSES, SIDE, Shelf, Split, normalised},
        streams::stream,
    },
    figure::Context,
    ground::{estimate::Estimate, pixels::Pixels, progress::Progress},
    math::{
        diffusion::{
            empirical::EmpiricalDenoiser,
            gaussian::GaussianDenoiser,
            ornstein_uhlenbeck::Transition,
            samplers::{Sampler, sample},
            signal_to_noise::log_ratio_times,
        },
        statistics::{LEVEL, proportion, student},
        vectors::mean,
    },
};

const PIXELS: usize = SIDE * SIDE;
/// Training digits that come with the book.
const COMMITTED: usize = 10_000;
/// Halfway between a tenth and one.
const SAME_CLASS: f64 = 0.55;
/// Batches of the draws, for intervals.
const BATCHES: usize = 10;
/// Draws whose weights are held at a time.
const ROWS: usize = 128;

pub(super) fn digits(settings: &DigitSettings, seed: u64, context: &Context) -> Result<Digits> {
    let (images, labels) = shuffled(seed, context)?;
    let most = settings.counts.iter().copied().max().unwrap_or_default();
    let mut rng = stream(seed, "information shown digit");
    let noise: Vec<f64> = (0..PIXELS).map(|_| rng.sample(StandardNormal)).collect();
    let shown = |t: f64| noised(&images[..PIXELS], &noise, t);
    let score = |&count: &usize| {
        let pieces = (labels.len() / count).min(BATCHES);
        let sets: Vec<Set<'_>> = (0..pieces).map(|piece| Set::new(&images, &labels, piece, count)).collect();
        let guess = |&t: &f64| picture(&sets[0].denoiser.denoise(&shown(t), t));
        DigitScore { guesses: settings.times.iter().map(guess).collect(), ..scored(&sets, settings, seed) }
    };
    let scores: Vec<DigitScore> = settings.counts.iter().map(score).collect();
    let variances = GaussianDenoiser::of_points(&images[..most * PIXELS], PIXELS).variances;
    let walked = Set::new(&images, &labels, 0, settings.walked);
    let middle = settings.times[settings.times.len() / 2];
    let time =
        scores.iter().find(|score| score.count == settings.walked).map_or(middle, |score| score.collapse.time.value);
    Ok(Digits {
        times: settings.times.clone(),
        spectral_time: 0.5 * variances[PIXELS - 1].ln(),
        side: SIDE,
        noised: settings.times.iter().map(|&t| grey(&shown(t))).collect(),
        walked: walked.walk(time, settings, seed),
        scores,
    })
}

/// The committed training digits in random order, so that any stretch of them is a random set.
fn shuffled(seed: u64, context: &Context) -> Result<(Vec<f64>, Vec<u8>)> {
    let shelf = Shelf::new(context.data.as_deref(), context.progress == Progress::Shown);
    let digits = shelf.digits(Split::Train, COMMITTED)?;
    let mut order: Vec<usize> = (0..COMMITTED).collect();
    order.shuffle(&mut stream(seed, "information order"));
    let images = order.iter().flat_map(|&i| digits.view(i)).map(f64::from).collect();
    Ok((images, order.iter().map(|&i| digits.labels[i]).collect()))
}

/// Agreements over ten batches of draws, from a set of digits each where there are so many. A batch has the same noise at
/// every time.
fn scored(sets: &[Set<'_>], settings: &DigitSettings, seed: u64) -> DigitScore {
    let count = sets[0].labels.len();
    let of_batch = |batch: usize| -> Vec<[f64; 2]> {
        let set = &sets[batch % sets.len()];
        let mut rng = stream(seed, &format!("information {count} digits, batch {batch}"));
        let (clean, noise) = set.draws(settings.draws / BATCHES, &mut rng);
        settings.times.iter().map(|&t| mean_of(&set.agreements(&noised(&clean, &noise, t), t))).collect()
    };
    let batches: Vec<Vec<[f64; 2]>> = (0..BATCHES).into_par_iter().map(of_batch).collect();
    let means: Vec<[f64; 2]> =
        (0..settings.times.len()).map(|k| mean_of(&batches.iter().map(|batch| batch[k]).collect::<Vec<_>>())).collect();
    // Of all draws, and of each batch.
    let crossings = |of: fn(&[f64; 2]) -> f64, level: f64| {
        let of = |curve: &Vec<[f64; 2]>| passes(&settings.times, &curve.iter().map(of).collect::<Vec<_>>(), level);
        (of(&means), batches.iter().map(of).collect::<Vec<(f64, bool)>>())
    };
    let crossing = |((time, _), of_batches): &((f64, bool), Vec<(f64, bool)>)| {
        let times: Vec<f64> = of_batches.iter().map(|(time, _)| *time).collect();
        Crossing { time: interval(*time, &times), inside: of_batches.iter().all(|(_, inside)| *inside) }
    };
    let collapse = crossings(|agreement| agreement[0], 0.5);
    let others = crossings(class_of_others, SAME_CLASS);
    let rooms: Vec<f64> = others.1.iter().zip(&collapse.1).map(|(others, collapse)| others.0 - collapse.0).collect();
    DigitScore {
        count,
        same_digit: column(&means, 0),
        same_class: column(&means, 1),
        collapse: crossing(&collapse),
        speciation: crossing(&crossings(|agreement| agreement[1], SAME_CLASS)),
        speciation_of_others: crossing(&others),
        room: interval(others.0.0 - collapse.0.0, &rooms),
        guesses: Vec::new(),
    }
}

/// How often two paths that end in different digits end in the same class, of how often any two end in the same digit and
/// in the same class.
fn class_of_others(&[digit, class]: &[f64; 2]) -> f64 {
    // Where all end in one digit, to rounding, there are no others to differ.
    if 1.0 - digit > 1e-9 { (class - digit) / (1.0 - digit) } else { 1.0 }
}

/// `value`, with the interval of Student's from its values in the batches.
fn interval(value: f64, of_batches: &[f64]) -> Estimate {
    let around = student::mean_estimate(of_batches, LEVEL);
    Estimate::new(value, (value - (around.value - around.low), value + (around.high - around.value)))
}

/// Some of the digits.
struct Set<'a> {
    images: &'a [f64],
    labels: &'a [u8],
    denoiser: EmpiricalDenoiser,
}

impl<'a> Set<'a> {
    /// The piece number `piece` of `count` digits.
    fn new(images: &'a [f64], labels: &'a [u8], piece: usize, count: usize) -> Self {
        let images = &images[piece * count * PIXELS..][..count * PIXELS];
        let denoiser = EmpiricalDenoiser::new(images.to_vec(), PIXELS);
        Self { images, labels: &labels[piece * count..][..count], denoiser }
    }

    /// Digits of the set, one after the other, and standard normal noise for each.
    fn draws(&self, count: usize, rng: &mut impl rand::Rng) -> (Vec<f64>, Vec<f64>) {
        let digit = |_| rng.gen_range(0..self.labels.len());
        let chosen: Vec<usize> = (0..count).map(digit).collect();
        let clean = chosen.iter().flat_map(|&i| &self.images[i * PIXELS..(i + 1) * PIXELS]).copied().collect();
        (clean, (0..count * PIXELS).map(|_| rng.sample(StandardNormal)).collect())
    }

    /// For each row, Σ w² over digits and Σ (Σ w)² over classes.
    fn agreements(&self, x: &[f64], t: f64) -> Vec<[f64; 2]> {
        let of_row = |weights: &[f64]| {
            let mut classes = [0.0; CLASSES];
            weights.iter().zip(self.labels).for_each(|(w, &label)| classes[usize::from(label)] += w);
            [weights, &classes].map(|w| w.iter().map(|w| w * w).sum())
        };
        let of_rows = |x: &[f64]| {
            let weights = self.denoiser.weights(x, t);
            weights.chunks_exact(self.labels.len()).map(of_row).collect::<Vec<[f64; 2]>>()
        };
        x.chunks(ROWS * PIXELS).flat_map(of_rows).collect()
    }

    /// Pairs of ancestral paths from one noised digit each.
    fn walk(&self, time: f64, settings: &DigitSettings, seed: u64) -> Walked {
        let mut rng = stream(seed, "information walk");
        let (clean, noise) = self.draws(settings.walks, &mut rng);
        let starts = noised(&clean, &noise, time);
        // Where every path sits on a digit: their distance is some hundred times the noise.
        let times = log_ratio_times(time, 0.01_f64.min(time / 2.0), settings.steps);
        let mut denoise = |x: &[f64], t: f64| Ok::<_, Infallible>(self.denoiser.denoise(x, t));
        let mut ends = || -> Vec<usize> {
            let Ok(x) =
                sample(Sampler::Ancestral, starts.clone(), &times, &mut denoise, &mut || rng.sample(StandardNormal));
            let weights = self.denoiser.weights(&x, times[settings.steps]);
            let likeliest = |w: &[f64]| (0..w.len()).fold(0, |best, i| if w[i] > w[best] { i } else { best });
            weights.chunks_exact(self.labels.len()).map(likeliest).collect()
        };
        let pairs: Vec<(usize, usize)> = ends().into_iter().zip(ends()).collect();
        let digits = pairs.iter().filter(|(a, b)| a == b).count();
        let classes = pairs.iter().filter(|(a, b)| self.labels[*a] == self.labels[*b]).count();
        let [expected_digit, expected_class] = mean_of(&self.agreements(&starts, time));
        let walks = settings.walks as f64;
        let deviation = |count: usize, expected: f64| {
            (count as f64 / walks - expected).abs() / (expected * (1.0 - expected) / walks).sqrt().max(1.0 / walks)
        };
        Walked {
            count: self.labels.len(),
            time,
            same_digit: proportion::estimate(digits, settings.walks, LEVEL),
            expected_digit,
            same_class: proportion::estimate(classes, settings.walks, LEVEL),
            expected_class,
            deviation: deviation(digits, expected_digit).max(deviation(classes, expected_class)),
        }
    }
}

/// The mean of each column.
fn mean_of(rows: &[[f64; 2]]) -> [f64; 2] {
    [0, 1].map(|j| mean(&column(rows, j)))
}

fn column(rows: &[[f64; 2]], j: usize) -> Vec<f64> {
    rows.iter().map(|row| row[j]).collect()
}

fn noised(clean: &[f64], noise: &[f64], t: f64) -> Vec<f64> {
    let transition = Transition::over(t);
    clean.iter().zip(noise).map(|(&x, &z)| transition.step(x, z)).collect()
}

/// Where a falling curve passes `level`, by a line between two times, and whether it does; else the nearer end.
fn passes(times: &[f64], curve: &[f64], level: f64) -> (f64, bool) {
    let at = (1..times.len()).find(|&k| curve[k - 1] >= level && curve[k] < level);
    match at {
        Some(k) => {
            let part = (curve[k - 1] - level) / (curve[k - 1] - curve[k]);
            (times[k - 1] + part * (times[k] - times[k - 1]), true)
        }
        None if curve[0] < level => (times[0], false),
        None => (times[times.len() - 1], false),
    }
}

/// Normalised pixels as bytes, black 0 and white 255.
fn picture(x: &[f64]) -> Pixels {
    let [black, white] = [0, 255].map(|pixel| f64::from(normalised(pixel)));
    x.iter().map(|x| (255.0 * (x - black) / (white - black)).round().clamp(0.0, 255.0) as u8).collect()
}

/// Noised pixels as bytes: from three below to three above.
fn grey(x: &[f64]) -> Pixels {
    x.iter().map(|x| (255.0 * (x + 3.0) / 6.0).round().clamp(0.0, 255.0) as u8).collect()
}
