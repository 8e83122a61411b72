//! What is measured of every network, and of what it competes with.

use std::{convert::Infallible, f64::consts::TAU};

use anyhow::Result;
use rand::Rng as _;
use rand_distr::StandardNormal;
use rayon::prelude::*;

use super::{
    super::{Arrows, Config, Curve, Objective, OfPoints, Taught, Times},
    problem::{Noised, Problem},
    student::{Lesson, Student, window_ends},
};
use crate::{
    data::streams::stream,
    ground::{device::DeviceKind, estimate::Estimate},
    math::{
        curves::polyline::Polyline,
        diffusion::{
            empirical::EmpiricalDenoiser,
            ornstein_uhlenbeck::Transition,
            reverse,
            samplers::{Sampler, sample, score},
            signal_to_noise::log_ratio_times,
        },
        statistics::{
            LEVEL,
            median::median,
            student::mean_estimate,
            two_samples::{sliced_wasserstein, squared_mmd},
        },
        vectors::{largest, mean, thousandths},
    },
};

/// Directions of the sliced Wasserstein distance.
const DIRECTIONS: usize = 64;
/// Width of the kernel of the maximum mean discrepancy.
const WIDTH: f64 = 0.5;
/// Pairs of fresh samples that are compared with each other, and how much smaller the control is.
const FRESH: usize = 20;
const SHRUNK: f64 = 0.9;
/// The most points of a sample that are drawn.
const MOST_SHOWN: usize = 250;
/// Arrows along each side of a field, and how far from the middle they start, in radii.
const ARROWS: usize = 9;
const REACH: f64 = 1.7;
/// What one network learnt.
pub(super) struct Found {
    excess: Vec<f64>,
    learning: Vec<f64>,
    wasserstein: f64,
    walked_wasserstein: f64,
    mmd: f64,
    distance: f64,
    drawn: Vec<[f64; 2]>,
    diverged: bool,
    /// Of the first network for v alone.
    pub(super) fields: Vec<Arrows>,
}

/// What all networks of a curve are held against.
pub(super) struct Examiner<'a> {
    problem: &'a Problem,
    config: &'a Config,
    /// Noised points at each time, with their exact guesses.
    held_out: Vec<(Noised, Vec<f64>)>,
}

impl<'a> Examiner<'a> {
    pub(super) fn new(problem: &'a Problem, config: &'a Config) -> Self {
        let mut rng = stream(config.seed, &format!("score matching held out {}", problem.name));
        let held_out = config
            .times
            .iter()
            .map(|&t| {
                let noised = problem.noised(&vec![Transition::over(t); config.held_out], &mut rng);
                let exact = problem.denoise(&noised.x, t);
                (noised, exact)
            })
            .collect();
        Self { problem, config, held_out }
    }

    /// Points of the noised curve at `t_min`, as many as are drawn with a network.
    fn fresh_sample(&self, which: &str) -> Vec<Vec<f64>> {
        let mut rng = stream(self.config.seed, &format!("score matching {which} {}", self.problem.name));
        let times = vec![Transition::over(self.config.t_min); self.config.draws];
        rows(&self.problem.noised(&times, &mut rng).x)
    }

    /// All networks of some objectives, with times drawn one way: those of the first objective first.
    pub(super) fn all(&self, objectives: &[Objective], drawn: Times, device: DeviceKind) -> Result<Vec<Found>> {
        let of = |&objective| (0..self.config.seeds).map(move |number| (objective, drawn, number));
        let lessons: Vec<Lesson> = objectives.iter().flat_map(of).collect();
        lessons.into_par_iter().map(|lesson| self.of(lesson, device)).collect()
    }

    fn of(&self, lesson: Lesson, device: DeviceKind) -> Result<Found> {
        let (config, (objective, times_drawn, number)) = (self.config, lesson);
        let student = Student::taught(self.problem, lesson, config, device)?;
        let excess = self.excess(|x, t| student.denoise(x, t))?;
        let mut rng = stream(config.seed + number as u64, &format!("score matching draws {}", self.problem.name));
        let start = (0..2 * config.draws).map(|_| rng.sample(StandardNormal)).collect();
        let times = log_ratio_times(config.t_max, config.t_min, config.sampling_steps);
        let mut denoise = |x: &[f64], t: f64| student.denoise(x, t);
        let drawn = sample(Sampler::DpmSolver2M, start, &times, &mut denoise, &mut || 0.0)?;
        let drawn = rows(&drawn);
        let walked = self.walk(&student, &mut rng)?;
        let fresh = self.fresh_sample(&format!("fresh {number}"));
        let pictured = objective == Objective::Velocity && number == 0 && times_drawn == config.drawn;
        Ok(Found {
            excess,
            wasserstein: self.apart(&drawn, &fresh),
            walked_wasserstein: self.apart(&walked, &fresh),
            mmd: squared_mmd(&drawn, &fresh, WIDTH),
            distance: self.distance(&drawn),
            fields: if pictured { self.fields(&student)? } else { Vec::new() },
            drawn: shown(&drawn),
            diverged: student.diverged,
            learning: student.learning,
        })
    }

    /// snr E‖x̂₀ − E[x₀|xₜ]‖² of a denoiser at each time.
    fn excess<E>(&self, denoise: impl Fn(&[f64], f64) -> Result<Vec<f64>, E>) -> Result<Vec<f64>, E> {
        let at = |(&t, (noised, exact)): (&f64, &(Noised, Vec<f64>))| {
            let guesses = denoise(&noised.x, t)?;
            let square: f64 = guesses.iter().zip(exact).map(|(guess, exact)| (guess - exact).powi(2)).sum();
            Ok(Transition::over(t).snr() * square / self.config.held_out as f64)
        };
        self.config.times.iter().zip(&self.held_out).map(at).collect()
    }

    /// That of the exact score of random points of the curve.
    pub(super) fn of_points(&self, count: usize) -> OfPoints {
        let of_set = |set: usize| {
            let mut rng = stream(self.config.seed, &format!("score matching {count} points, set {set}"));
            let points = self.problem.noised(&vec![Transition::over(0.0); count], &mut rng).clean;
            let denoiser = EmpiricalDenoiser::new(points, 2);
            let Ok(excess) = self.excess(|x, t| Ok::<_, Infallible>(denoiser.denoise(x, t)));
            excess
        };
        let of_sets: Vec<Vec<f64>> = (0..self.config.seeds).into_par_iter().map(of_set).collect();
        let at = |k: usize| estimate(&of_sets.iter().map(|set| set[k]).collect::<Vec<_>>());
        OfPoints { count, excess: (0..self.config.times.len()).map(at).collect() }
    }

    /// Points that the reverse SDE draws with a network, from standard normal ones.
    fn walk(&self, student: &Student, rng: &mut impl rand::Rng) -> Result<Vec<Vec<f64>>> {
        let config = self.config;
        let mut x: Vec<f64> = (0..2 * config.draws).map(|_| rng.sample(StandardNormal)).collect();
        for pair in log_ratio_times(config.t_max, config.t_min, config.walking_steps).windows(2) {
            let (at, guesses) = (Transition::over(pair[0]), student.denoise(&x, pair[0])?);
            for (x, guess) in x.iter_mut().zip(guesses) {
                *x = reverse::step(*x, score(*x, guess, at), pair[0] - pair[1], rng.sample(StandardNormal));
            }
        }
        Ok(rows(&x))
    }

    fn apart(&self, a: &[Vec<f64>], b: &[Vec<f64>]) -> f64 {
        sliced_wasserstein(a, b, DIRECTIONS, &mut stream(self.config.seed, "score matching directions"))
    }

    /// The median distance of points to the curve, at the scale of `t_min`.
    fn distance(&self, points: &[Vec<f64>]) -> f64 {
        let outline = self.outline();
        median(&points.iter().map(|point| outline.foot([point[0], point[1]]).distance).collect::<Vec<_>>())
    }

    fn outline(&self) -> Polyline {
        let contraction = Transition::over(self.config.t_min).contraction;
        Polyline::new(self.problem.outline.iter().map(|point| point.map(|x| contraction * x)).collect())
    }

    /// Points spread evenly over the smallest disc about the curve's middle that holds it.
    fn disc(&self) -> Vec<Vec<f64>> {
        let contraction = Transition::over(self.config.t_min).contraction;
        let outline = &self.problem.outline;
        let middle = [0, 1].map(|i| mean(&outline.iter().map(|point| point[i]).collect::<Vec<_>>()));
        let reach = largest(outline.iter().map(|point| (point[0] - middle[0]).hypot(point[1] - middle[1])));
        let mut rng = stream(self.config.seed, "score matching disc");
        let mut point = || {
            let (radius, angle) = (reach * rng.r#gen::<f64>().sqrt(), TAU * rng.r#gen::<f64>());
            vec![contraction * (middle[0] + radius * angle.cos()), contraction * (middle[1] + radius * angle.sin())]
        };
        (0..self.config.draws).map(|_| point()).collect()
    }

    fn fields(&self, student: &Student) -> Result<Vec<Arrows>> {
        let reach = REACH * self.config.circle.radius;
        let place = |i: usize| thousandths(reach * (2.0 * i as f64 / (ARROWS - 1) as f64 - 1.0));
        let from: Vec<[f64; 2]> = (0..ARROWS * ARROWS).map(|i| [place(i % ARROWS), place(i / ARROWS)]).collect();
        let leads = |guesses: Vec<f64>, a: f64| -> Vec<[f64; 2]> {
            guesses.chunks_exact(2).map(|guess| [a * guess[0], a * guess[1]].map(thousandths)).collect()
        };
        let arrows = |&t: &f64| {
            let a = Transition::over(t).contraction;
            let exact = leads(self.problem.denoise(&from.concat(), t), a);
            Ok(Arrows { t, exact, learnt: leads(student.denoise(&from.concat(), t)?, a), from: from.clone() })
        };
        self.config.pictured.iter().map(arrows).collect()
    }

    /// All that was found together.
    pub(super) fn curve(&self, objectives: &[Objective], found: &[Found]) -> Curve {
        let floor = |(&t, (noised, exact)): (&f64, &(Noised, Vec<f64>))| {
            let square: f64 = noised.clean.iter().zip(exact).map(|(clean, exact)| (clean - exact).powi(2)).sum();
            Transition::over(t).snr() * square / self.config.held_out as f64
        };
        let fresh = self.fresh_sample("fresh");
        let pairs: Vec<[f64; 3]> = (0..FRESH)
            .into_par_iter()
            .map(|pair| {
                let other = self.fresh_sample(&format!("fresh again {pair}"));
                let shrunk: Vec<Vec<f64>> =
                    other.iter().map(|point| point.iter().map(|x| SHRUNK * x).collect()).collect();
                [self.apart(&other, &fresh), self.apart(&shrunk, &fresh), squared_mmd(&other, &fresh, WIDTH)]
            })
            .collect();
        let of_pairs = |number: usize| estimate(&pairs.iter().map(|pair| pair[number]).collect::<Vec<_>>());
        let distances: Vec<f64> = found[..self.config.seeds].iter().map(|found| found.distance).collect();
        Curve {
            name: self.problem.name.to_owned(),
            floor: self.config.times.iter().zip(&self.held_out).map(floor).collect(),
            taught: self.taught(objectives, found),
            fresh_wasserstein: of_pairs(0),
            shrunk_wasserstein: of_pairs(1),
            fresh_mmd: of_pairs(2),
            drawn: found[0].drawn.clone(),
            distance: estimate(&distances),
            fresh_distance: self.distance(&fresh),
            disc_distance: self.distance(&self.disc()),
            fresh: shown(&fresh),
        }
    }

    pub(super) fn taught(&self, objectives: &[Objective], found: &[Found]) -> Vec<Taught> {
        let groups = objectives.iter().zip(found.chunks(self.config.seeds));
        groups.map(|(&objective, found)| self.of_objective(objective, found)).collect()
    }

    fn of_objective(&self, objective: Objective, found: &[Found]) -> Taught {
        let of = |number: &dyn Fn(&Found) -> f64| estimate(&found.iter().map(number).collect::<Vec<_>>());
        let windows = found.iter().map(|found| found.learning.len()).min().unwrap_or(0);
        let at = |window: usize| mean(&found.iter().map(|found| found.learning[window]).collect::<Vec<_>>());
        let excess: Vec<Estimate> = (0..self.config.times.len()).map(|k| of(&|found| found.excess[k])).collect();
        let error = |(excess, &t): (&Estimate, &f64)| (excess.value / Transition::over(t).snr()).sqrt();
        Taught {
            objective,
            error: excess.iter().zip(&self.config.times).map(error).collect(),
            excess,
            learning: (0..windows).map(at).collect(),
            steps: window_ends(self.config.learning.steps).into_iter().take(windows).collect(),
            wasserstein: of(&|found| found.wasserstein),
            walked_wasserstein: of(&|found| found.walked_wasserstein),
            mmd: of(&|found| found.mmd),
            diverged: found.iter().filter(|found| found.diverged).count(),
        }
    }
}

/// The mean with its interval.
fn estimate(values: &[f64]) -> Estimate {
    mean_estimate(values, LEVEL)
}

/// Points of the plane, a vector each.
fn rows(x: &[f64]) -> Vec<Vec<f64>> {
    x.chunks_exact(2).map(<[f64]>::to_vec).collect()
}

fn shown(points: &[Vec<f64>]) -> Vec<[f64; 2]> {
    points.iter().take(MOST_SHOWN).map(|point| [point[0], point[1]].map(thousandths)).collect()
}
