//! Networks of a kind on one set of images, held against the theories of these images.

use anyhow::Result;

use super::{
    super::{Architecture, Compared, Config, Kernels, Predicted, Theory, TheoryFound, Trained},
    course::{Course, mean_of, squared_correlations},
    images::Images,
    learner::Learner,
    noised::Noised,
    theories::{Offers, Theories},
};
use crate::{
    data::digits::halved::HALF_PIXELS,
    ground::device::DeviceKind,
    math::{statistics::median::median, vectors::mean},
};

/// A set of images with its theories.
pub(super) struct Arm<'a> {
    config: &'a Config,
    course: &'a Course,
    images: &'a Images,
    pub(super) theories: Theories<'a>,
    /// What losses are measured on.
    noised: Noised<'a>,
    /// What kernels are chosen on.
    calibrated: Noised<'a>,
    offers: Offers,
}

/// Networks of a kind, what was measured of them, and the guesses on the way to samples.
pub(super) struct Followed {
    pub(super) trained: Trained,
    pub(super) learners: Vec<Learner>,
    /// Of the first network, by time.
    pub(super) guesses: Vec<Vec<f64>>,
    /// Of each theory, by time.
    pub(super) by_theory: Vec<(Theory, Vec<Vec<f64>>)>,
}

impl<'a> Arm<'a> {
    pub(super) fn new(config: &'a Config, course: &'a Course, images: &'a Images) -> Self {
        let theories = Theories::of(&images.learnt);
        let noised = Noised::of(&images.held_out, &course.times, config.seed, "score architecture held out");
        let some = &images.held_out[..config.calibrated * HALF_PIXELS];
        let calibrated = Noised::of(some, &course.times, config.seed, "score architecture calibrated");
        let offers = Offers::made(&theories, &calibrated, config);
        Self { config, course, images, theories, noised, calibrated, offers }
    }

    /// Trains all networks of a kind, lets the local theories choose their kernels, and draws samples with all.
    pub(super) fn follow(
        &self,
        architecture: Architecture,
        device: DeviceKind,
        step: &mut dyn FnMut(),
    ) -> Result<Followed> {
        let mut learners = Vec::new();
        for number in 0..self.config.seeds {
            let seed = self.config.seed.wrapping_add(number as u64);
            learners.push(Learner::taught(architecture, &self.images.learnt, seed, self.config, device)?);
            step();
        }
        let guesses_at = |noised: &Noised<'_>| -> Result<Vec<Vec<Vec<f64>>>> {
            let of = |learner: &Learner| noised.by_time().map(|(t, x)| Ok(learner.denoise(x, t)?)).collect();
            learners.iter().map(of).collect()
        };
        let kernels = self.offers.nearest(&guesses_at(&self.calibrated)?);
        let on_held_out = guesses_at(&self.noised)?;
        let mut courses = Vec::new();
        for learner in &learners {
            courses.push(self.course.guesses(|_, x, t| Ok(learner.denoise(x, t)?))?);
        }
        let mut by_theory = Vec::new();
        for theory in Theory::ALL {
            by_theory.push((theory, self.drawn_by(theory, &kernels)?));
        }
        step();
        let samples: Vec<&[f64]> = courses.iter().map(|guesses| last(guesses)).collect();
        let losses = self.noised.losses(&on_held_out.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let trained = Trained {
            architecture,
            weights: learners[0].weights(),
            loss: mean(&learners.iter().map(|learner| learner.loss).collect::<Vec<_>>()),
            diverged: learners.iter().filter(|learner| learner.diverged).count(),
            kernels,
            compared: self.compared(&samples, &by_theory),
            losses,
        };
        let guesses = courses.swap_remove(0);
        Ok(Followed { trained, learners, guesses, by_theory })
    }

    fn drawn_by(&self, theory: Theory, kernels: &Kernels) -> Result<Vec<Vec<f64>>> {
        let kernels = kernels.of(theory);
        let kernel = |time: usize| kernels.get(time).copied().unwrap_or(1);
        self.course.guesses(|time, x, t| Ok(self.theories.denoise(theory, kernel(time), x, t)))
    }

    /// The samples of each network beside those of each theory.
    fn compared(&self, samples: &[&[f64]], by_theory: &[(Theory, Vec<Vec<f64>>)]) -> Compared {
        // By network, by sample.
        let with = |guesses: &[Vec<f64>], later: usize| -> Vec<Vec<f64>> {
            samples.iter().map(|drawn| squared_correlations(drawn, last(guesses), later)).collect()
        };
        let squares: Vec<Vec<Vec<f64>>> = by_theory.iter().map(|(_, guesses)| with(guesses, 0)).collect();
        let means: Vec<Vec<f64>> = squares.iter().map(|of_each| mean_of(of_each)).collect();
        let predicted: Vec<Predicted> = by_theory
            .iter()
            .zip(squares.iter().zip(&means))
            .map(|(&(theory, _), (of_each, means))| Predicted {
                theory,
                correlation: self.course.median(means),
                of_each: of_each.iter().map(|squares| median(squares)).collect(),
            })
            .collect();
        let mut order: Vec<usize> = (0..predicted.len()).collect();
        order.sort_by(|&a, &b| predicted[b].correlation.value.total_cmp(&predicted[a].correlation.value));
        let (best, next) = (order[0], order[1]);
        let lead: Vec<f64> = means[best].iter().zip(&means[next]).map(|(best, next)| best - next).collect();
        let pairs = (0..samples.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
        let pairs: Vec<Vec<f64>> = pairs.map(|(a, b)| squared_correlations(samples[a], samples[b], 0)).collect();
        Compared {
            best: by_theory[best].0,
            lead: self.course.median(&lead),
            each_other: self.course.median(&mean_of(&pairs)),
            other_noise: self.course.median(&mean_of(&with(&by_theory[best].1, 1))),
            predicted,
        }
    }

    /// What the theories lose on the images held out, with these kernels.
    pub(super) fn losses(&self, kernels: &Kernels) -> Vec<TheoryFound> {
        let of = |theory: Theory| {
            let guess = |(time, (t, x)): (usize, (f64, &[f64]))| {
                self.theories.denoise(theory, kernels.of(theory).get(time).copied().unwrap_or(1), x, t)
            };
            let guesses: Vec<Vec<f64>> = self.noised.by_time().enumerate().map(guess).collect();
            TheoryFound { theory, losses: self.noised.losses(&[&guesses]) }
        };
        Theory::ALL.map(of).into()
    }
}

/// The sample that a course ended with.
fn last(guesses: &[Vec<f64>]) -> &[f64] {
    guesses.last().expect("a course has steps")
}
