//! Networks of every objective on the circle and the sine, of the first on the spiral, and what they are worth.

mod problem;
mod scaled;
mod student;

use anyhow::Result;
use rand::Rng as _;
use rayon::prelude::*;

use super::{Arrows, Config, Curve, Objective, Outcome, Taught, Times, outcome::Divergence};
use crate::{
    data::streams::stream,
    figure::Context,
    ground::{device::DeviceKind, estimate::Estimate},
    math::{
        curves::polyline::Polyline,
        diffusion::{
            bessel,
            ornstein_uhlenbeck::Transition,
            prediction::{Prediction, edm_denoiser},
            rice::Rice,
            samplers::{Sampler, sample},
            signal_to_noise::log_ratio_times,
        },
        statistics::{
            LEVEL, bootstrap,
            two_samples::{sliced_wasserstein, squared_mmd},
        },
        vectors::{largest, mean, thousandths},
    },
};
use problem::{Noised, Problem};
use student::{Lesson, Student, window_ends};

/// Directions of the sliced Wasserstein distance.
const DIRECTIONS: usize = 64;
/// Width of the kernel of the maximum mean discrepancy.
const WIDTH: f64 = 0.5;
/// Pairs of fresh samples that are compared with each other.
const FRESH: usize = 20;
/// The most points of a sample that are drawn.
const MOST_SHOWN: usize = 250;
/// Arrows along each side of a field, and how far from the middle they start, in radii.
const ARROWS: usize = 9;
const REACH: f64 = 1.7;
/// The earliest times for which the lecture's loss is followed.
const EARLIEST: [f64; 4] = [0.1, 0.01, 1e-3, 1e-4];

/// Teaches and measures all networks.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let problems = Problem::all(config);
    let mut progress = context.progress.task("score matching", problems.len() + 1);
    let mut curves = Vec::new();
    let (mut fields, mut otherwise) = (Vec::new(), Vec::new());
    for problem in &problems {
        let objectives: &[Objective] = if problem.name == "spiral" { &Objective::ALL[..1] } else { &Objective::ALL };
        let test = Test::new(problem, config);
        let found = test.all(objectives, config.drawn, context.device)?;
        if problem.name == "circle" {
            fields.clone_from(&found[0].fields);
            otherwise = test.taught(objectives, &test.all(objectives, config.drawn.other(), context.device)?);
            progress.step();
        }
        curves.push(test.curve(objectives, &found));
        progress.step();
    }
    let radius = config.circle.radius;
    let edm = |arrows: &Arrows| edm_difference(arrows, radius);
    Ok(Outcome {
        times: config.times.clone(),
        seeds: config.seeds,
        t_min: config.t_min,
        drawn: config.drawn,
        otherwise,
        curves,
        edm_difference: largest(fields.iter().map(edm)),
        fields,
        radius,
        divergence: EARLIEST.iter().map(|&t| divergence(radius, t, config.t_max)).collect(),
    })
}

/// What one network learnt.
struct Found {
    excess: Vec<f64>,
    learning: Vec<f64>,
    wasserstein: f64,
    mmd: f64,
    strays: f64,
    drawn: Vec<[f64; 2]>,
    diverged: bool,
    /// Of the first network for v alone.
    fields: Vec<Arrows>,
}

/// What all networks of a curve are held against.
struct Test<'a> {
    problem: &'a Problem,
    config: &'a Config,
    /// Noised points at each time, with their exact guesses.
    held_out: Vec<(Noised, Vec<f64>)>,
    fresh: Vec<Vec<f64>>,
}

impl<'a> Test<'a> {
    fn new(problem: &'a Problem, config: &'a Config) -> Self {
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
        let mut test = Self { problem, config, held_out, fresh: Vec::new() };
        test.fresh = test.fresh_sample("fresh");
        test
    }

    /// Points of the noised curve at `t_min`, as many as are drawn with a network.
    fn fresh_sample(&self, which: &str) -> Vec<Vec<f64>> {
        let mut rng = stream(self.config.seed, &format!("score matching {which} {}", self.problem.name));
        let times = vec![Transition::over(self.config.t_min); self.config.draws];
        self.problem.noised(&times, &mut rng).x.chunks_exact(2).map(<[f64]>::to_vec).collect()
    }

    /// All networks of some objectives, with times drawn one way: those of the first objective first.
    fn all(&self, objectives: &[Objective], drawn: Times, device: DeviceKind) -> Result<Vec<Found>> {
        let of = |&objective| (0..self.config.seeds).map(move |number| (objective, drawn, number));
        let lessons: Vec<Lesson> = objectives.iter().flat_map(of).collect();
        lessons.into_par_iter().map(|lesson| self.of(lesson, device)).collect()
    }

    fn of(&self, lesson: Lesson, device: DeviceKind) -> Result<Found> {
        let (config, (objective, times_drawn, number)) = (self.config, lesson);
        let student = Student::taught(self.problem, lesson, config, device)?;
        let mut excess = Vec::new();
        for (&t, (noised, exact)) in config.times.iter().zip(&self.held_out) {
            let guesses = student.denoise(&noised.x, t)?;
            let square: f64 = guesses.iter().zip(exact).map(|(guess, exact)| (guess - exact).powi(2)).sum();
            excess.push(Transition::over(t).snr() * square / config.held_out as f64);
        }
        let mut rng = stream(config.seed + number as u64, &format!("score matching draws {}", self.problem.name));
        let start = (0..2 * config.draws).map(|_| rng.sample(rand_distr::StandardNormal)).collect();
        let times = log_ratio_times(config.t_max, config.t_min, config.sampling_steps);
        let mut denoise = |x: &[f64], t: f64| student.denoise(x, t);
        let drawn = sample(Sampler::DpmSolver2M, start, &times, &mut denoise, &mut || 0.0)?;
        let drawn: Vec<Vec<f64>> = drawn.chunks_exact(2).map(<[f64]>::to_vec).collect();
        let mut directions = stream(config.seed, "score matching directions");
        let pictured = objective == Objective::Velocity && number == 0 && times_drawn == config.drawn;
        Ok(Found {
            excess,
            wasserstein: sliced_wasserstein(&drawn, &self.fresh, DIRECTIONS, &mut directions),
            mmd: squared_mmd(&drawn, &self.fresh, WIDTH),
            strays: self.strays(&drawn),
            fields: if pictured { self.fields(&student)? } else { Vec::new() },
            drawn: shown(&drawn),
            diverged: student.diverged,
            learning: student.learning,
        })
    }

    /// The share of points that are farther than four deviations of the noise from the curve.
    fn strays(&self, drawn: &[Vec<f64>]) -> f64 {
        let at = Transition::over(self.config.t_min);
        let outline = Polyline::new(self.problem.outline.iter().map(|p| p.map(|x| at.contraction * x)).collect());
        let far = |point: &&Vec<f64>| outline.foot([point[0], point[1]]).distance > 4.0 * at.noise();
        drawn.iter().filter(far).count() as f64 / drawn.len() as f64
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
    fn curve(&self, objectives: &[Objective], found: &[Found]) -> Curve {
        let floor = |(&t, (noised, exact)): (&f64, &(Noised, Vec<f64>))| {
            let square: f64 = noised.clean.iter().zip(exact).map(|(clean, exact)| (clean - exact).powi(2)).sum();
            Transition::over(t).snr() * square / self.config.held_out as f64
        };
        let pairs: Vec<(f64, f64)> = (0..FRESH)
            .into_par_iter()
            .map(|pair| {
                let other = self.fresh_sample(&format!("fresh again {pair}"));
                let mut directions = stream(self.config.seed, "score matching directions");
                let wasserstein = sliced_wasserstein(&other, &self.fresh, DIRECTIONS, &mut directions);
                (wasserstein, squared_mmd(&other, &self.fresh, WIDTH))
            })
            .collect();
        let (wasserstein, mmd): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let first: Vec<f64> = found[..self.config.seeds].iter().map(|found| found.strays).collect();
        Curve {
            name: self.problem.name.to_owned(),
            floor: self.config.times.iter().zip(&self.held_out).map(floor).collect(),
            taught: self.taught(objectives, found),
            fresh_wasserstein: self.estimate(&wasserstein),
            fresh_mmd: self.estimate(&mmd),
            drawn: found[0].drawn.clone(),
            fresh: shown(&self.fresh),
            strays: self.estimate(&first),
        }
    }

    fn taught(&self, objectives: &[Objective], found: &[Found]) -> Vec<Taught> {
        let groups = objectives.iter().zip(found.chunks(self.config.seeds));
        groups.map(|(&objective, found)| self.of_objective(objective, found)).collect()
    }

    fn of_objective(&self, objective: Objective, found: &[Found]) -> Taught {
        let of = |number: &dyn Fn(&Found) -> f64| self.estimate(&found.iter().map(number).collect::<Vec<_>>());
        let windows = found.iter().map(|found| found.learning.len()).min().unwrap_or(0);
        let at = |window: usize| mean(&found.iter().map(|found| found.learning[window]).collect::<Vec<_>>());
        Taught {
            objective,
            excess: (0..self.config.times.len()).map(|k| of(&|found| found.excess[k])).collect(),
            learning: (0..windows).map(at).collect(),
            steps: window_ends(self.config.learning.steps).into_iter().take(windows).collect(),
            wasserstein: of(&|found| found.wasserstein),
            mmd: of(&|found| found.mmd),
            diverged: found.iter().filter(|found| found.diverged).count(),
        }
    }

    /// The mean with its interval.
    fn estimate(&self, values: &[f64]) -> Estimate {
        let mut rng = stream(self.config.seed, "score matching bootstrap");
        bootstrap::mean_estimate(values, LEVEL, bootstrap::RESAMPLES, &mut rng)
    }
}

fn shown(points: &[Vec<f64>]) -> Vec<[f64; 2]> {
    points.iter().take(MOST_SHOWN).map(|point| [point[0], point[1]].map(thousandths)).collect()
}

/// How far v's guess of the clean point is from EDM's, given the same output, at the starts of all arrows.
fn edm_difference(arrows: &Arrows, radius: f64) -> f64 {
    let at = Transition::over(arrows.t);
    let difference = |&x: &f64| {
        // Any output does; it is of the size that networks give.
        let output = x / radius;
        let edm = edm_denoiser(x / at.contraction, at.noise() / at.contraction, -output);
        (edm - Prediction::Velocity.clean(x, output, at)).abs()
    };
    largest(arrows.from.iter().flatten().map(difference))
}

/// The least of the lecture's loss on a circle under times uniform between two, by Simpson's rule in ln t.
fn divergence(radius: f64, t_min: f64, t_max: f64) -> Divergence {
    const CELLS: usize = 256;
    let step = (t_max / t_min).ln() / CELLS as f64;
    let weight = |i: usize| match i {
        0 | CELLS => 1.0,
        _ if i % 2 == 1 => 4.0,
        _ => 2.0,
    };
    let term = |i: usize| {
        let t = t_min * (step * i as f64).exp();
        let floor = Prediction::Score.floor_per_dimension(Transition::over(t)) * circle_floor(radius, t);
        weight(i) * t * floor
    };
    let least = (0..=CELLS).map(term).sum::<f64>() * step / 3.0 / (t_max - t_min);
    Divergence { t_min, least, law: -t_min.ln() / (2.0 * (t_max - t_min)) }
}

/// snr E‖x₀ − E[x₀|xₜ]‖² on a circle: of its square radius the guess, R I₁/I₀, keeps a part.
fn circle_floor(radius: f64, t: f64) -> f64 {
    let at = Transition::over(t);
    let distances = Rice { centre: at.contraction * radius, deviation: at.noise() };
    let kept = distances.mean_of(|r| bessel::ratio(at.contraction * radius * r / at.variance).powi(2));
    at.snr() * radius * radius * (1.0 - kept)
}
