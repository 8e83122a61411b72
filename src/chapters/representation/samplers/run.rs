//! Every sampler for every number of steps, against the exact flow.

use std::{convert::Infallible, f64::consts::PI};

use rand::Rng as _;
use rand_distr::StandardNormal;

use super::{Ancestral, Config, Curve, FlowMatching, Outcome, Picture};
use crate::{
    data::streams::stream,
    figure::Context,
    ground::estimate::Estimate,
    math::{
        diffusion::{
            circle::CircleDenoiser,
            empirical::EmpiricalDenoiser,
            ornstein_uhlenbeck::{Point, Transition},
            rice::Rice,
            samplers::{Sampler, sample},
            signal_to_noise::log_ratio_times,
            straight_path,
        },
        statistics::{fit::order, power_law::fitted_power, sampling::SampleMean},
        vectors::{largest, mean, thousandths},
    },
};

/// The samplers with an exact end.
const DETERMINISTIC: [Sampler; 5] =
    [Sampler::Euler, Sampler::Heun, Sampler::ExponentialEuler, Sampler::EdmHeun, Sampler::DpmSolver2M];
/// The samplers whose ends are shown.
const SHOWN: [Sampler; 2] = [Sampler::ExponentialEuler, Sampler::DpmSolver2M];
/// Ends that are shown of each.
const ENDS: usize = 48;

/// The samplers' errors.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let mut progress = context.progress.task("samplers", DETERMINISTIC.len() + 2);
    let problem = Problem::new(config);
    let curves: Vec<Curve> = DETERMINISTIC
        .iter()
        .map(|&sampler| {
            let curve = problem.curve(sampler, config);
            progress.step();
            curve
        })
        .collect();
    let errors: Vec<f64> = config.steps.iter().map(|&n| problem.straight_error(n)).collect();
    let flow_matching = FlowMatching { order: last_order(&config.steps, &errors), errors };
    progress.step();
    let ancestral = ancestral(config);
    progress.step();
    let points = |x: &[f64]| -> Vec<Point> {
        x.chunks_exact(2).step_by(stride(config)).map(|x| [thousandths(x[0]), thousandths(x[1])]).collect()
    };
    let pictures = SHOWN.map(|sampler| Picture {
        name: sampler.name().to_owned(),
        ends: config.steps.iter().map(|&n| points(&problem.down(sampler, &problem.starts, n))).collect(),
    });
    let all = |curve: &Curve| curve.errors.iter().chain(&curve.round_trips).all(|e| e.is_finite());
    Outcome {
        steps: config.steps.clone(),
        all_finite: curves.iter().all(all) && flow_matching.errors.iter().all(|e| e.is_finite()),
        curves,
        flow_matching,
        ancestral,
        one_point_error: one_point_error(config),
        exact_ends: points(&problem.ends),
        pictures: pictures.into(),
        view_half_width: 1.6 * config.radius + 2.0 * Transition::over(config.t_min).noise(),
    }
}

/// Of so many starts one is shown.
fn stride(config: &Config) -> usize {
    config.starts.div_ceil(ENDS)
}

/// A circle, starts at the first time, and where the exact flow takes them.
struct Problem {
    circle: CircleDenoiser,
    start_time: f64,
    t_min: f64,
    starts: Vec<f64>,
    ends: Vec<f64>,
}

impl Problem {
    /// The flow keeps directions, and the part of the probability inside of a disc: a quantile of the radius goes to the same
    /// quantile.
    fn new(config: &Config) -> Self {
        let at = |t: f64| {
            let rice = radial(config.radius, t);
            let row = |k: usize| {
                let r = rice.quantile((k as f64 + 0.5) / config.starts as f64);
                // The golden angle from one that is shown to the next.
                let (sine, cosine) = (PI * (3.0 - 5.0_f64.sqrt()) * k as f64 / stride(config) as f64).sin_cos();
                [r * cosine, r * sine]
            };
            (0..config.starts).flat_map(row).collect()
        };
        Self {
            circle: CircleDenoiser { radius: config.radius },
            start_time: config.start_time,
            t_min: config.t_min,
            starts: at(config.start_time),
            ends: at(config.t_min),
        }
    }

    fn walk(&self, sampler: Sampler, x: &[f64], times: &[f64]) -> Vec<f64> {
        let mut denoise = |x: &[f64], t: f64| Ok::<_, Infallible>(self.circle.denoise(x, t));
        let Ok(x) = sample(sampler, x.to_vec(), times, &mut denoise, &mut || 0.0);
        x
    }

    /// From the start to the end.
    fn down(&self, sampler: Sampler, x: &[f64], steps: usize) -> Vec<f64> {
        self.walk(sampler, x, &log_ratio_times(self.start_time, self.t_min, steps))
    }

    fn curve(&self, sampler: Sampler, config: &Config) -> Curve {
        let error = |&n: &usize| distance(&self.down(sampler, &self.starts, n), &self.ends);
        let round_trip = |&n: &usize| {
            let code = self.walk(sampler, &self.ends, &log_ratio_times(self.t_min, self.start_time, n));
            distance(&self.down(sampler, &code, n), &self.ends)
        };
        let errors: Vec<f64> = config.steps.iter().map(error).collect();
        let round_trips: Vec<f64> = config.steps.iter().map(round_trip).collect();
        Curve {
            sampler,
            name: sampler.name().to_owned(),
            guesses_per_step: sampler.guesses_per_step(),
            order: last_order(&config.steps, &errors),
            errors,
            round_trip_order: last_order(&config.steps, &round_trips),
            round_trips,
        }
    }

    fn straight_error(&self, steps: usize) -> f64 {
        let times = log_ratio_times(self.start_time, self.t_min, steps);
        distance(&straight_path::walk(&self.starts, &times, |x, t| self.circle.denoise(x, t)), &self.ends)
    }
}

fn radial(radius: f64, t: f64) -> Rice {
    let transition = Transition::over(t);
    Rice { centre: transition.contraction * radius, deviation: transition.noise() }
}

/// The root of the mean square distance of points of the plane.
fn distance(x: &[f64], y: &[f64]) -> f64 {
    let squares = x.iter().zip(y).map(|(x, y)| (x - y).powi(2)).sum::<f64>();
    (squares / (x.len() / 2) as f64).sqrt()
}

/// The order by the last three numbers of steps.
fn last_order(steps: &[usize], errors: &[f64]) -> f64 {
    let last = steps.len() - 3;
    let lengths: Vec<f64> = steps[last..].iter().map(|&n| 1.0 / n as f64).collect();
    // An error of exactly nothing has no logarithm.
    order(&lengths, &errors[last..].iter().map(|e| e.max(f64::MIN_POSITIVE)).collect::<Vec<_>>())
}

/// The error of E r² by the ancestral sampler.
fn ancestral(config: &Config) -> Ancestral {
    let circle = CircleDenoiser { radius: config.radius };
    let end = Transition::over(config.t_min);
    let exact = (end.contraction * config.radius).powi(2) + 2.0 * end.variance;
    let deviations: Vec<Vec<f64>> = config
        .ancestral_steps
        .iter()
        .map(|&n| {
            let mut rng = stream(config.seed, &format!("samplers ancestral {n}"));
            let start = Transition::over(config.start_time);
            let starts = (0..config.ancestral_paths).flat_map(|k| {
                let (sine, cosine) = (PI * (3.0 - 5.0_f64.sqrt()) * k as f64).sin_cos();
                [cosine, sine].map(|x| start.step(config.radius * x, rng.sample(StandardNormal)))
            });
            let starts = starts.collect();
            let times = log_ratio_times(config.start_time, config.t_min, n);
            let mut denoise = |x: &[f64], t: f64| Ok::<_, Infallible>(circle.denoise(x, t));
            let Ok(x) = sample(Sampler::Ancestral, starts, &times, &mut denoise, &mut || rng.sample(StandardNormal));
            x.chunks_exact(2).map(|x| x[0] * x[0] + x[1] * x[1] - exact).collect()
        })
        .collect();
    let error = |draws: &Vec<f64>| {
        let SampleMean { value, standard_error } = SampleMean::from_draws(draws);
        Estimate::new(value, (value - 1.96 * standard_error, value + 1.96 * standard_error))
    };
    let lengths: Vec<f64> = config.ancestral_steps.iter().map(|&n| 1.0 / n as f64).collect();
    let mut rng = stream(config.seed, "samplers bootstrap");
    Ancestral {
        steps: config.ancestral_steps.clone(),
        errors: deviations.iter().map(error).collect(),
        order: fitted_power(&lengths, &deviations, mean, 0.95, 200, &mut rng),
    }
}

/// DDIM's largest error in one step for one data point.
fn one_point_error(config: &Config) -> f64 {
    let point = [0.3, -1.2];
    let denoiser = EmpiricalDenoiser::new(point.to_vec(), 2);
    let [start, end] = [config.start_time, config.t_min].map(Transition::over);
    let mut denoise = |x: &[f64], t: f64| Ok::<_, Infallible>(denoiser.denoise(x, t));
    largest([[0.7, 2.0], [-1.1, 0.4], [0.2, -0.9]].into_iter().flat_map(|x: [f64; 2]| {
        let times = [config.start_time, config.t_min];
        let Ok(reached) = sample(Sampler::ExponentialEuler, x.to_vec(), &times, &mut denoise, &mut || 0.0);
        [0, 1].map(|j| {
            let noise = (x[j] - start.contraction * point[j]) / start.noise();
            (reached[j] - (end.contraction * point[j] + end.noise() * noise)).abs()
        })
    }))
}
