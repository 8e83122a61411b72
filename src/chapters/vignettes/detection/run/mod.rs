//! The whole run: signals, bank, lessons, and every detector on every kind of noise.

mod detectors;
mod family;
mod learning;
mod measure;
mod segments;

use std::f64::consts::{FRAC_PI_2, TAU};

use anyhow::Result;
use rustfft::num_complex::Complex64;

use self::{
    detectors::{Detectors, Learner, Likelihood, Scores, largest_products},
    family::{Beyond, Family, Place, cover},
    learning::Lesson,
    measure::{Ranked, Scored, excess, known, share_above},
    segments::{Segments, Source},
};
use super::{
    Config, Detector, Exact, InNoise, Outcome, Sizes, Strength, Way,
    outcome::{BANK, CONVOLUTIONAL, KNOWN, LIKELIHOOD, NOISES, TRAINED_BANK},
};
use crate::{
    data::{
        detector_noise::Sensitivity,
        strain::{self, Disturbance, Glitches},
    },
    figure::Context,
    ground::device::DeviceError,
    ground::{device::DeviceKind, estimate::Estimate, progress::Task},
    math::{
        statistics::{proportion::student_tail, sampling::SampleMean},
        vectors::{largest, mean},
        waves::detection::detection_of_known,
    },
    nn::{History, Matrix, Module as _, Network, TemplateBank},
};

/// Segments that are held at a time.
const AT_A_TIME: usize = 4_096;

/// Steps of training whose mean loss is kept.
const LAST_STEPS: usize = 50;

/// A network after its lessons.
struct Taught {
    name: &'static str,
    /// The kind of noise, by its place in [`NOISES`].
    noise: usize,
    products: usize,
    parameters: usize,
    history: History,
}

/// Everything that scores segments, and what they are drawn from.
struct World<'a> {
    config: &'a Config,
    family: &'a Family<'a>,
    detector: &'a strain::Detector,
    detectors: Detectors,
    taught: Vec<Taught>,
    studied: usize,
}

/// Scores of noise alone, one list per detector and signal-to-noise ratio, ranked.
struct Noise(Vec<Vec<Ranked>>);

/// What all detectors said in one kind of noise.
struct Heard {
    noise: Scores,
    ranked: Noise,
    /// One per signal-to-noise ratio.
    signals: Vec<Scores>,
}

/// What sees all segments and scores as they pass, with the signal-to-noise ratio of the signals in them.
type Look<'a> = dyn FnMut(f64, &Segments, &Scores) -> Result<(), DeviceError> + 'a;

/// A way off the family.
struct Leaving<'a> {
    name: &'a str,
    strengths: &'a [f64],
    /// The signals of one strength.
    signals: fn(f64) -> Beyond,
}

/// Teaches the networks, and has every detector score every kind of noise and signal.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let device = context.device;
    let signals = &config.family;
    let sensitivity = Sensitivity::advanced_ligo()?;
    let detector =
        strain::Detector::new(&sensitivity, signals.seconds, signals.rate_hz, (signals.from_hz, signals.to_hz()));
    let family = Family::new(&detector, signals);
    let grid = family.grid(signals.grid_chirps, signals.grid_ratios);
    let (detectors, places) = given(config, &family, &grid);
    let grid_places = grid.len();
    drop(grid);
    let templates = detectors.bank.rows();
    let glitches = |probability| {
        Disturbance::Glitches(Glitches {
            probability,
            snr: config.glitches.snr[0]..=config.glitches.snr[1],
            quality: config.glitches.quality[0]..=config.glitches.quality[1],
        })
    };
    let disturbances = [Disturbance::None, glitches(config.glitches.probability)];
    let taught = glitches(config.glitches.taught);
    let source = |disturbance| Source { detector: &detector, family: &family, disturbance, beyond: None, snr: 0.0 };
    let exact = Network::new(TemplateBank::new(&detectors.bank, 1.0, 0.0), device, config.seed)?;
    let mut world = World {
        config,
        family: &family,
        detector: &detector,
        detectors,
        taught: Vec::new(),
        studied: nearest(&config.snr, config.learning.snr),
    };
    world.teach(&[source(&disturbances[0]), source(&taught)], context, device)?;

    let mut task = context.progress.task("segments", world.chunks());
    let mut compared = Compared::default();
    let mut white = Vec::new();
    let mut look = |snr: f64, segments: &Segments, scores: &Scores| -> Result<(), DeviceError> {
        compared.add(&scores.bank, exact.apply(&segments.series)?.values());
        let expected = 2.0 * detector.band.frequencies.len() as f64;
        let square = |row| segments.series.row(row).iter().map(|x| f64::from(*x).powi(2)).sum::<f64>() / expected;
        white.extend((0..segments.series.rows()).filter(|_| snr == 0.0).map(square));
        Ok(())
    };
    let heard = world.listen(&source(&disturbances[0]), "gaussian", &mut look, &mut task)?;
    let white = SampleMean::from_draws(&white);
    let alarms = alarms(config.noise_draws);
    let of_known: Vec<&[f32]> = heard.signals.iter().map(|scores| scores.known.as_slice()).collect();
    let known = known(&heard.noise.known, &of_known, &config.snr, &alarms, config.false_alarm, config.level);
    let gaussian = world.in_noise(&heard, &heard.ranked, &alarms);
    let of_gaussian = heard.ranked;
    let heard = world.listen(&source(&disturbances[1]), "glitches", &mut |_, _, _| Ok(()), &mut task)?;
    let glitches = world.in_noise(&heard, &of_gaussian, &alarms);

    let tails = Disturbance::HeavyTails(config.freedom);
    let heavy_tails = world.heavy_tails(&source(&tails), &of_gaussian, &mut task)?;
    let threshold = f64::from(of_gaussian.by(KNOWN, 0).threshold(config.false_alarm));
    let heavy_tails_exact = student_tail(threshold * (config.freedom / (config.freedom - 2.0)).sqrt(), config.freedom);
    let inside = world.strength(&source(&disturbances[0]), None, "inside", &of_gaussian, &mut task)?;
    let beyond = world.beyond(&source(&disturbances[0]), &of_gaussian, &mut task)?;
    Ok(Outcome {
        snr: config.snr.clone(),
        studied: world.studied,
        false_alarm: config.false_alarm,
        sizes: Sizes {
            samples: detector.samples,
            frequencies: detector.band.frequencies.len(),
            to_hz: signals.to_hz(),
            places,
            templates,
            grid: grid_places,
            whiteness: white.value,
            whiteness_error: white.standard_error,
        },
        known,
        exact: Exact { segments: compared.segments, largest_difference: compared.largest_difference },
        alarms,
        detectors: world.describe(gaussian, glitches),
        heavy_tails,
        heavy_tails_exact,
        inside,
        beyond,
    })
}

/// The detectors that are not taught, and the pairs of masses of the bank.
fn given(config: &Config, family: &Family, grid: &[Place]) -> (Detectors, usize) {
    let kept = cover(grid, config.bank.minimal_match);
    let phases: Vec<f64> = (0..config.bank.phases).map(|j| TAU * j as f64 / config.bank.phases as f64).collect();
    let bank = family.templates(kept.iter().copied(), &phases);
    let quadratures = family.templates(grid.iter().map(|place| place.spectrum.as_slice()), &[0.0, FRAC_PI_2]);
    let weights = grid.iter().map(|place| place.weight).collect();
    let likelihood = Likelihood { quadratures, weights, snr: config.snr.clone() };
    (Detectors { bank, likelihood, learners: Vec::new() }, kept.len())
}

/// The largest difference of two lists of numbers, over all that were added.
#[derive(Default)]
struct Compared {
    segments: usize,
    largest_difference: f64,
}

impl Compared {
    fn add(&mut self, one: &[f32], other: &[f32]) {
        self.segments += one.len();
        let differences = one.iter().zip(other).map(|(one, other)| (f64::from(*one) - f64::from(*other)).abs());
        self.largest_difference = largest(differences.chain([self.largest_difference]));
    }
}

impl World<'_> {
    /// Teaches each kind of network in each kind of noise, each as often as asked for.
    fn teach(&mut self, noises: &[Source; 2], context: &Context, device: DeviceKind) -> Result<()> {
        let learning = &self.config.learning;
        let steps = learning.bank_steps + learning.series_steps;
        let mut task = context.progress.task("lessons", 2 * learning.repetitions * steps);
        for (noise, purpose) in ["in gaussian", "in glitches"].into_iter().enumerate() {
            for repetition in 0..learning.repetitions {
                let lesson = Lesson { config: self.config, noise: noises[noise], purpose, repetition, device };
                let bank = &self.detectors.bank;
                let (bank_products, templates) = (bank.rows() * bank.columns(), bank.rows() * bank.columns() + 2);
                let (learner, history) = lesson.teach_bank(bank, &mut task)?;
                let name = TRAINED_BANK;
                self.taught.push(Taught { name, noise, products: bank_products, parameters: templates, history });
                self.detectors.learners.push(learner);
                let (learner, history) = lesson.teach_series(&mut task)?;
                let Learner::Series(network) = &learner else { unreachable!("a series network was taught") };
                let (products, parameters) = (network.model().products(), network.model().parameters().count());
                self.taught.push(Taught { name: CONVOLUTIONAL, noise, products, parameters, history });
                self.detectors.learners.push(learner);
            }
        }
        Ok(())
    }

    /// Blocks of segments of the whole run.
    fn chunks(&self) -> usize {
        let Config { snr, noise_draws, signal_draws, beyond, .. } = self.config;
        let blocks = |segments: usize| segments.div_ceil(AT_A_TIME);
        let strengths = 1 + beyond.coefficient.len() + beyond.modulation.len() + beyond.heavier.len();
        3 * blocks(*noise_draws) + 2 * snr.len() * blocks(*signal_draws) + strengths * blocks(beyond.draws)
    }

    /// The scores of `count` segments, drawn and scored block by block.
    fn hear(
        &self,
        source: &Source,
        purpose: &str,
        count: usize,
        look: &mut Look,
        task: &mut Task,
    ) -> Result<Scores, DeviceError> {
        let mut all = Scores::default();
        for from in (0..count).step_by(AT_A_TIME) {
            let segments = source.draw(self.config.seed, purpose, from, AT_A_TIME.min(count - from));
            let scores = self.detectors.scores(&segments)?;
            look(source.snr, &segments, &scores)?;
            all.extend(scores);
            task.step();
        }
        Ok(all)
    }

    /// Noise alone, then signals of every signal-to-noise ratio.
    fn listen(&self, source: &Source, name: &str, look: &mut Look, task: &mut Task) -> Result<Heard, DeviceError> {
        let Config { snr, noise_draws, signal_draws, .. } = self.config;
        let noise = self.hear(source, &format!("{name}/noise"), *noise_draws, look, task)?;
        let ranked = (0..self.count()).map(|detector| {
            let columns = if detector == LIKELIHOOD { snr.len() } else { 1 };
            (0..columns).map(|snr| Ranked::new(column(&noise, detector, snr).to_vec())).collect()
        });
        let ranked = Noise(ranked.collect());
        let mut at = |snr| self.hear(&Source { snr, ..*source }, &format!("{name}/{snr}"), *signal_draws, look, task);
        let signals = snr.iter().map(|&snr| at(snr)).collect::<Result<_, _>>()?;
        Ok(Heard { noise, ranked, signals })
    }

    /// How many detectors there are, taught or not.
    fn count(&self) -> usize {
        LIKELIHOOD + 1 + self.taught.len()
    }

    /// Every detector in one kind of noise, and its false alarms at the thresholds of Gaussian noise.
    fn in_noise(&self, Heard { noise, ranked, signals }: &Heard, of_gaussian: &Noise, alarms: &[f64]) -> Vec<InNoise> {
        let Config { false_alarm, level, .. } = *self.config;
        let of = |detector: usize| {
            let threshold = of_gaussian.by(detector, self.studied).threshold(false_alarm);
            let both = |snr: usize, detector: usize| Scored {
                noise: column(noise, detector, snr),
                signals: column(&signals[snr], detector, snr),
            };
            let over = |snr: usize| excess([both(snr, detector), both(snr, BANK)], false_alarm, level);
            let at = |snr: usize| (ranked.by(detector, snr), column(&signals[snr], detector, snr));
            InNoise {
                alarms_at_gaussian_threshold: share_above(column(noise, detector, self.studied), threshold, level),
                detection: (0..signals.len())
                    .map(at)
                    .map(|(ranked, signals)| ranked.detection(signals, false_alarm, level))
                    .collect(),
                over_bank: (0..signals.len()).map(over).collect(),
                curves: (0..signals.len()).map(at).map(|(ranked, signals)| ranked.curve(signals, alarms)).collect(),
            }
        };
        (0..self.count()).map(of).collect()
    }

    /// False alarms of what needs no teaching, in noise with heavy tails.
    fn heavy_tails(&self, source: &Source, of_gaussian: &Noise, task: &mut Task) -> Result<Vec<Estimate>, DeviceError> {
        let Config { false_alarm, level, noise_draws, .. } = *self.config;
        let noise = self.hear(source, "heavy tails/noise", noise_draws, &mut |_, _, _| Ok(()), task)?;
        let share = |detector| {
            let threshold = of_gaussian.by(detector, self.studied).threshold(false_alarm);
            share_above(column(&noise, detector, self.studied), threshold, level)
        };
        Ok([KNOWN, BANK, LIKELIHOOD].map(share).to_vec())
    }

    /// Every way off the family.
    fn beyond(&self, source: &Source, of_gaussian: &Noise, task: &mut Task) -> Result<Vec<Way>, DeviceError> {
        let beyond = &self.config.beyond;
        let ways: [Leaving; 3] = [
            Leaving { name: "phase term pushed", strengths: &beyond.coefficient, signals: Beyond::Coefficient },
            Leaving { name: "amplitude modulated", strengths: &beyond.modulation, signals: Beyond::Modulation },
            Leaving { name: "too heavy", strengths: &beyond.heavier, signals: Beyond::Heavier },
        ];
        let way = |Leaving { name, strengths, signals }: Leaving| {
            let at = |&strength: &f64| {
                let purpose = format!("{name}/{strength}");
                let found = self.strength(source, Some(signals(strength)), &purpose, of_gaussian, task)?;
                Ok(Strength { strength, ..found })
            };
            Ok(Way { name: name.to_owned(), strengths: strengths.iter().map(at).collect::<Result<_, _>>()? })
        };
        ways.into_iter().map(way).collect()
    }

    /// What all detectors find of signals of one kind at the studied signal-to-noise ratio, in Gaussian noise.
    fn strength(
        &self,
        source: &Source,
        beyond: Option<Beyond>,
        purpose: &str,
        of_gaussian: &Noise,
        task: &mut Task,
    ) -> Result<Strength, DeviceError> {
        let Config { false_alarm, level, .. } = *self.config;
        let snr = self.config.snr[self.studied];
        let source = Source { beyond, snr, ..*source };
        let mut matches = Vec::new();
        let mut look = |_: f64, segments: &Segments, _: &Scores| {
            let templates = segments.templates.iter().map(Vec::as_slice);
            matches.extend(largest_products(&self.unit_series(templates), &self.detectors.bank));
            Ok(())
        };
        let scores = self.hear(&source, purpose, self.config.beyond.draws, &mut look, task)?;
        let threshold = f64::from(of_gaussian.by(BANK, self.studied).threshold(false_alarm));
        let mean_of = |value: &dyn Fn(f64) -> f64| {
            mean(&matches.iter().map(|&matched| value(f64::from(matched))).collect::<Vec<_>>())
        };
        let detection = |detector| {
            let scores = column(&scores, detector, self.studied);
            of_gaussian.by(detector, self.studied).detection(scores, false_alarm, level)
        };
        Ok(Strength {
            strength: 0.0,
            matched: mean_of(&|matched| matched),
            by_best_template: mean_of(&|matched| detection_of_known(threshold, snr * matched)),
            detection: (0..self.count()).map(detection).collect(),
        })
    }

    fn unit_series<'s>(&self, spectra: impl Iterator<Item = &'s [Complex64]>) -> Matrix {
        self.family.templates(spectra, &[0.0])
    }

    /// The detectors with what they did.
    fn describe(&self, gaussian: Vec<InNoise>, glitches: Vec<InNoise>) -> Vec<Detector> {
        let samples = self.detector.samples;
        let bank = self.detectors.bank.rows() * samples;
        let likelihood = self.detectors.likelihood.quadratures.rows() * samples;
        let given = [("known template", samples), ("template bank", bank), ("likelihood ratio", likelihood)];
        let mut in_noise = gaussian.into_iter().zip(glitches);
        let given = given.map(|(name, products)| {
            let (gaussian, glitches) = in_noise.next().expect("a measurement of every detector");
            let name = name.to_owned();
            Detector { name, taught_in: None, products, parameters: 0, loss: 0.0, diverged: false, gaussian, glitches }
        });
        let taught: Vec<Detector> = self
            .taught
            .iter()
            .zip(in_noise)
            .map(|(taught, (gaussian, glitches))| Detector {
                name: taught.name.to_owned(),
                taught_in: Some(NOISES[taught.noise].to_owned()),
                products: taught.products,
                parameters: taught.parameters,
                loss: f64::from(taught.history.recent(LAST_STEPS)),
                diverged: taught.history.diverged_at.is_some(),
                gaussian,
                glitches,
            })
            .collect();
        given.into_iter().chain(taught).collect()
    }
}

impl Noise {
    /// The scores by one detector, for signals of one strength.
    fn by(&self, detector: usize, snr: usize) -> &Ranked {
        let columns = &self.0[detector];
        &columns[snr.min(columns.len() - 1)]
    }
}

/// A detector's scores; the likelihood ratio has one list per signal-to-noise ratio.
fn column(scores: &Scores, detector: usize, snr: usize) -> &[f32] {
    match detector {
        KNOWN => &scores.known,
        BANK => &scores.bank,
        LIKELIHOOD => &scores.likelihood[snr],
        taught => &scores.learners[taught - LIKELIHOOD - 1],
    }
}

/// The place of the number nearest to `wanted`.
fn nearest(numbers: &[f64], wanted: f64) -> usize {
    let distance = |place: &usize| (numbers[*place] - wanted).abs();
    (0..numbers.len()).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
}

/// False-alarm probabilities from where ten of the draws are false alarms to 1, their logarithms evenly spaced.
fn alarms(draws: usize) -> Vec<f64> {
    const COUNT: u32 = 22;
    let least = 10.0 / draws as f64;
    (0..COUNT).map(|step| least.powf(1.0 - f64::from(step) / f64::from(COUNT - 1))).collect()
}
