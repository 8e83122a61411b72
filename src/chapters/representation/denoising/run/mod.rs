//! The ways back with the exact score, and what is measured along them.

mod collapse;
mod early_starts;
mod laws;
mod target;

use rand::Rng as _;
use rand_distr::StandardNormal;

use super::{Cloud, Config, Outcome, Radii};
use crate::{
    data::{curves::Circle, streams::stream},
    figure::Context,
    ground::pixels::Pixels,
    math::{
        diffusion::{
            circle::CircleDenoiser,
            ornstein_uhlenbeck::{NoisedPoints, Point, Transition},
            samplers::score,
            signal_to_noise::log_ratio_times,
        },
        vectors::{largest, thousandths},
    },
};
use laws::{Number, law};
use target::{Target, Way, radial};

/// Positions of a cloud that the record keeps.
const SHOWN: usize = 64;
/// Times at which distributions are compared.
const COMPARED: usize = 5;
/// The quantiles that are followed.
const SHARES: [f64; 3] = [0.1, 0.5, 0.9];

/// Takes all clouds back, and compares them with what they should be.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let mut progress = context.progress.task("denoising", 8);
    let times = log_ratio_times(config.start_time, config.t_min, config.steps);
    let circle = Circle { radius: config.radius, centre: [0.0; 2] }.points(config.samples);
    let sine = config.sine.points(config.samples);
    let targets = [
        Target::points(&format!("{} points of the circle", config.samples), &circle),
        Target::whole_circle(CircleDenoiser { radius: config.radius }),
        Target::points(&format!("{} points of the sine", config.samples), &sine),
    ];
    let frames: Vec<usize> = (0..config.frames).map(|j| config.steps * j / (config.frames - 1)).collect();
    let compared: Vec<usize> = (1..=COMPARED).map(|j| config.steps * j / COMPARED).collect();
    let kept: Vec<usize> = frames.iter().chain(&compared).copied().collect();
    let mut ways = Vec::new();
    for (number, target) in targets.iter().enumerate() {
        for way in [Way::ReverseProcess, Way::ProbabilityFlow] {
            let mut rng = stream(config.seed, &format!("denoising {number} {}", way.name()));
            let starts = (0..2 * config.paths).map(|_| rng.sample(StandardNormal)).collect();
            ways.push((target, way, way.follow(target, starts, &times, &kept, &mut || rng.sample(StandardNormal))));
            progress.step();
        }
    }
    let laws: Vec<_> = ways
        .iter()
        .flat_map(|(target, way, states)| {
            let numbers =
                if target.is_a_circle(config.radius) { vec![Number::Radius] } else { Number::COORDINATES.to_vec() };
            numbers.into_iter().map(move |number| (*target, *way, states, number))
        })
        .map(|(target, way, states, number)| law(target, way, number, states, &times, &compared, config.radius))
        .collect();
    let comparisons = (laws.len() * COMPARED) as f64;
    let back_to_points = &ways[0].2;
    let collapse = collapse::collapse(&targets[0], &circle, config);
    progress.step();
    let on_a_point = collapse::share_on_a_point(&back_to_points[config.steps], &circle, collapse.spacing / 10.0);
    let (early_starts, arcs) = early_starts::early_starts(&targets[2], &sine, config);
    progress.step();
    let cloud = |place: usize, points: &[Point]| {
        let (target, way, states) = &ways[place];
        Cloud {
            name: format!("{}, {}", target.name(), way.name()),
            frames: frames.iter().map(|&k| shown(&states[k])).collect(),
            densities: frames.iter().map(|&k| density(points, times[k], config)).collect(),
        }
    };
    let at = |places: &[usize]| places.iter().map(|&k| times[k]).collect::<Vec<_>>();
    Outcome {
        times: at(&frames),
        view_half_width: config.view_half_width,
        pixels: config.pixels,
        clouds: vec![cloud(0, &circle), cloud(5, &sine)],
        radii: radii(back_to_points, &frames, &times, config.radius),
        compared: at(&compared),
        laws,
        // 2 exp(−2K²) = 1 % over the number of comparisons.
        critical: (0.5 * (2.0 * comparisons / 0.01).ln()).sqrt(),
        tweedie_difference: tweedie_difference(&targets[0], &circle, back_to_points, &times, &compared),
        on_a_point,
        collapse,
        early_starts,
        arcs,
    }
}

/// The first paths, rounded to thousandths.
fn shown(state: &[f64]) -> Vec<Point> {
    state.chunks_exact(2).take(SHOWN).map(|x| [thousandths(x[0]), thousandths(x[1])]).collect()
}

/// The density at the middles of the pixels over its largest value, the top row first.
fn density(points: &[Point], t: f64, config: &Config) -> Pixels {
    let middle = |i: usize| config.view_half_width * ((2 * i + 1) as f64 / config.pixels as f64 - 1.0);
    let xs: Vec<f64> = (0..config.pixels).map(middle).collect();
    let ys: Vec<f64> = xs.iter().rev().copied().collect();
    let density = NoisedPoints::at(points, t).density_on(&xs, &ys);
    let peak = largest(density.iter().copied()).max(f64::MIN_POSITIVE);
    density.iter().map(|rho| (255.0 * rho / peak).round() as u8).collect()
}

/// Quantiles of the radius at the frames.
fn radii(states: &[Vec<f64>], frames: &[usize], times: &[f64], radius: f64) -> Radii {
    let sorted: Vec<Vec<f64>> = frames
        .iter()
        .map(|&k| {
            let mut radii: Vec<f64> = states[k].chunks_exact(2).map(|x| x[0].hypot(x[1])).collect();
            radii.sort_by(f64::total_cmp);
            radii
        })
        .collect();
    let quantile = |share: f64| sorted.iter().map(|radii| radii[(share * radii.len() as f64) as usize]).collect();
    let exact = |share: f64| frames.iter().map(|&k| radial(radius, times[k]).quantile(share)).collect();
    Radii {
        shares: SHARES.to_vec(),
        sampled: SHARES.iter().map(|&share| quantile(share)).collect(),
        exact: SHARES.iter().map(|&share| exact(share)).collect(),
    }
}

/// The score at some of the samples by two ways.
fn tweedie_difference(target: &Target, points: &[Point], states: &[Vec<f64>], times: &[f64], at: &[usize]) -> f64 {
    const SAMPLES: usize = 20;
    let differences = at.iter().flat_map(|&k| {
        let transition = Transition::over(times[k]);
        let (noise, density) = (transition.noise(), NoisedPoints::at(points, times[k]));
        let h = 1e-5 * noise;
        let x = &states[k][..(2 * SAMPLES).min(states[k].len())];
        let guesses = target.denoise(x, times[k]);
        let pairs: Vec<(usize, Point)> = x.chunks_exact(2).enumerate().map(|(row, x)| (row, [x[0], x[1]])).collect();
        pairs.into_iter().flat_map(move |(row, x)| {
            let along = |j: usize| {
                let shifted = |by: f64| std::array::from_fn(|i| if i == j { x[i] + by } else { x[i] });
                (density.log_density(shifted(h)) - density.log_density(shifted(-h))) / (2.0 * h)
            };
            [0, 1].map(|j| (noise * (along(j) - score(x[j], guesses[2 * row + j], transition))).abs())
        })
    });
    largest(differences)
}
