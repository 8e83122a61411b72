//! Noising: two curves dissolve in the Ornstein–Uhlenbeck process, at the rate that theory promises.

use anyhow::Result;
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use rand::Rng as _;
use rand_distr::StandardNormal;
use serde::{Deserialize, Serialize};

use crate::{
    data::{curves, streams::stream},
    figure::{Claim, Context, Drawing, Experiment, Scale, Tolerance, settings::in_range},
    math::{
        diffusion::{Moments, NoisedPoints, Point, Transition, coupling_bound, decay_bound},
        euler_maruyama::{self, Noise},
        fit,
        sampling::SampleMean,
    },
};

/// Two curves under the Ornstein–Uhlenbeck process.
#[derive(Debug)]
pub struct Noising;

/// The settings.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Points on each curve, N; the start is one of them at random.
    pub samples: usize,
    /// The sine curve.
    pub sine: Sine,
    /// The circle.
    pub circle: Circle,
    /// Times shown, 0 among them: even steps of ln(1 + t/`early_time`).
    pub frames: usize,
    /// Where the times turn from even to geometric.
    pub early_time: f64,
    /// The last time.
    pub last_time: f64,
    /// Paths from each point, for the check by sampling; the first of each is shown.
    pub paths_per_sample: usize,
    /// Pixels along each side of a density.
    pub pixels: usize,
    /// The densities show coordinates from −this to this.
    pub view_half_width: f64,
    /// Cells of the quadrature to a standard deviation of the noise.
    pub cells_per_width: f64,
    /// The measurement of Euler–Maruyama's order.
    pub weak: Weak,
    /// Seed of every random stream.
    pub seed: u64,
}

/// One period of a sine.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sine {
    /// The period, which is also its extent.
    pub length: f64,
    /// The largest height.
    pub amplitude: f64,
    /// The mean of its points.
    pub centre: Point,
}

/// A circle.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Circle {
    /// The radius.
    pub radius: f64,
    /// The mean of its points.
    pub centre: Point,
}

/// How the order of Euler–Maruyama is measured.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weak {
    /// Paths, each walked at every step length.
    pub paths: usize,
    /// The time at which the laws are compared.
    pub end_time: f64,
    /// Steps to the end of the longest step length.
    pub fewest_steps: u32,
    /// How often the step is halved.
    pub halvings: u32,
}

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The times t_0 = 0, t_1, … of the frames.
    pub times: Vec<f64>,
    /// The densities show coordinates from −this to this.
    pub view_half_width: f64,
    /// Pixels along each side of a density.
    pub pixels: usize,
    /// The sine, then the circle.
    pub curves: Vec<NoisedCurve>,
    /// The order of Euler–Maruyama's error in E‖x‖², as measured over paths.
    pub weak_order_slope: f64,
    /// The same from the moments of its law, which are known.
    pub weak_order_exact: f64,
    /// The errors that the slope is fitted to, the longest step first.
    pub weak_errors: Vec<WeakError>,
}

/// A curve, dissolving. Lists that begin with `t_1` leave out the start, which has no density.
#[derive(Debug, Serialize, Deserialize)]
pub struct NoisedCurve {
    /// "sine" or "circle".
    pub name: String,
    /// Moments of its points.
    pub moments: Moments,
    /// A cloud a time, one path from each point, `[times, N, 2]`, rounded to thousandths.
    pub frames: Vec<Vec<Point>>,
    /// ρ_t over its largest value, from `t_1`: `[pixels, pixels]` bytes in base64, the top row first.
    pub densities: Vec<String>,
    /// The largest value of ρ_t among the pixels, from `t_1`.
    pub largest_density: Vec<f64>,
    /// KL(ρ_t‖γ) in nats, from `t_1`.
    pub kl_to_normal: Vec<f64>,
    /// e^{−2(t−t_1)} KL(ρ_{t_1}‖γ), from `t_1`.
    pub kl_bound: Vec<f64>,
    /// The largest KL(ρ_t‖γ) over its bound, after `t_1`.
    pub largest_of_bound: f64,
    /// The largest KL(ρ_t‖γ) over the bound by the second moment alone, from `t_1`.
    pub largest_of_coupling_bound: f64,
    /// The slope of ln KL from each of the times to the next, from `t_1`.
    pub log_slopes: Vec<f64>,
    /// The last of these slopes.
    pub late_slope: f64,
    /// That slope as mean and covariance of the start predict it.
    pub late_slope_predicted: f64,
    /// The largest relative change of KL when the quadrature's cells are halved.
    pub quadrature_error: f64,
    /// KL(ρ_t‖γ) as the mean of ln(ρ_t/γ) over all paths, from `t_1`.
    pub kl_sampled: Vec<f64>,
    /// The largest distance of `kl_sampled` from `kl_to_normal`, in standard errors.
    pub sampled_deviation: f64,
}

/// Euler–Maruyama's error in E‖x‖² at the end time.
#[derive(Debug, Serialize, Deserialize)]
pub struct WeakError {
    /// The length of a step, h.
    pub step: f64,
    /// The mean of ‖x_h‖² − ‖x‖² over paths, x and x_h driven by the same noise.
    pub error: f64,
    /// The standard error of that mean.
    pub standard_error: f64,
    /// The error as the moments of both laws give it.
    pub exact: f64,
}

impl Experiment for Noising {
    const ID: &'static str = "representation/noising";
    const TITLE: &'static str = "Two curves dissolve into noise, and how fast";
    type Config = Config;
    type Outcome = Outcome;

    fn config(scale: Scale) -> Config {
        let book = Config {
            samples: 240,
            sine: Sine { length: 3.0, amplitude: 1.0, centre: [0.6, 0.4] },
            circle: Circle { radius: 1.0, centre: [0.0, 0.0] },
            frames: 25,
            early_time: 0.05,
            last_time: 4.0,
            paths_per_sample: 20,
            pixels: 64,
            view_half_width: 3.0,
            cells_per_width: 3.0,
            weak: Weak { paths: 40_000, end_time: 1.0, fewest_steps: 8, halvings: 4 },
            seed: 3,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Config {
                samples: 60,
                frames: 9,
                paths_per_sample: 8,
                pixels: 24,
                weak: Weak { paths: 4_000, ..book.weak },
                ..book
            },
        }
    }

    fn check(config: &Config) -> Result<()> {
        in_range("samples", config.samples, 1..=2_000)?;
        in_range("sine.length", config.sine.length, 0.0..=100.0)?;
        in_range("sine.amplitude", config.sine.amplitude, 0.0..=100.0)?;
        in_range("circle.radius", config.circle.radius, 0.0..=100.0)?;
        for x in config.sine.centre.into_iter().chain(config.circle.centre) {
            in_range("centre", x, -100.0..=100.0)?;
        }
        in_range("frames", config.frames, 3..=100)?;
        in_range("early_time", config.early_time, 1e-3..=10.0)?;
        in_range("last_time", config.last_time, 0.1..=6.0)?;
        in_range("paths_per_sample", config.paths_per_sample, 2..=1_000)?;
        in_range("pixels", config.pixels, 2..=128)?;
        in_range("view_half_width", config.view_half_width, 0.1..=100.0)?;
        in_range("cells_per_width", config.cells_per_width, 1.0..=8.0)?;
        in_range("weak.paths", config.weak.paths, 2..=1_000_000)?;
        in_range("weak.end_time", config.weak.end_time, 0.01..=10.0)?;
        in_range("weak.fewest_steps", config.weak.fewest_steps, 1..=1_024)?;
        in_range("weak.halvings", config.weak.halvings, 1..=8)
    }

    fn run(config: &Config, context: &Context) -> Result<Outcome> {
        let times = times(config);
        let sine = curves::sine(config.samples, config.sine.length, config.sine.amplitude);
        let sine = curves::moved(&sine, config.sine.centre);
        let circle = curves::moved(&curves::circle(config.samples, config.circle.radius), config.circle.centre);
        let mut progress = context.progress.task("noising", 3);
        let curves = [("sine", &sine), ("circle", &circle)]
            .into_iter()
            .map(|(name, points)| {
                let curve = NoisedCurve::of(name, points, &times, config);
                progress.step();
                curve
            })
            .collect();
        let weak_errors = weak_errors(&sine, &config.weak, config.seed);
        progress.step();
        let steps: Vec<f64> = weak_errors.iter().map(|error| error.step).collect();
        let errors: Vec<f64> = weak_errors.iter().map(|error| error.error).collect();
        let exact: Vec<f64> = weak_errors.iter().map(|error| error.exact).collect();
        Ok(Outcome {
            times,
            view_half_width: config.view_half_width,
            pixels: config.pixels,
            curves,
            weak_order_slope: fit::order(&steps, &errors),
            weak_order_exact: fit::order(&steps, &exact),
            weak_errors,
        })
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        const SLIDE: &str = "lecture 7, the slide on the Ornstein–Uhlenbeck process";
        const BOOK: &str = "this book";
        let largest = |of: &dyn Fn(&NoisedCurve) -> f64| outcome.curves.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        let [sine, circle] = outcome.curves.as_slice() else { return Vec::new() };
        vec![
            Claim::at_most(
                "The relative entropy to N(0, I) stays below e^{−2(t−s)} times what it was at the first time s > 0: \
                 largest ratio to that bound",
                SLIDE,
                largest(&|curve| curve.largest_of_bound),
                1.0,
            ),
            Claim::at_most(
                "Between any two times its logarithm falls with a slope of −2 or steeper: the least steep slope",
                SLIDE,
                largest(&|curve| curve.log_slopes.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
                -2.0,
            ),
            Claim::at_most(
                "Started from points, where the entropy is infinite, it is below (E‖x₀‖² + 2)/(2(e^{2t} − 1)) at every \
                 t > 0: largest ratio to that bound",
                BOOK,
                largest(&|curve| curve.largest_of_coupling_bound),
                1.0,
            ),
            // The next term is e^{−2t} of the first, 0.0003 at t = 4, times a ratio of moments of order 1.
            Claim::near("The sine curve, which is off centre, ends with slope −2", BOOK, sine.late_slope, -2.0, 0.01),
            Claim::near("The circle, which is centred, ends with slope −4", BOOK, circle.late_slope, -4.0, 0.01),
            Claim::at_most(
                "The cloud has the exact law: the mean of ln(ρ_t/γ) over its points is the entropy by quadrature; the \
                 largest deviation, in standard errors",
                BOOK,
                largest(&|curve| curve.sampled_deviation),
                4.0,
            ),
            // Steps from 1/8 down: the next order in h moves the slope by about half the middle step.
            Claim::near(
                "Euler–Maruyama's weak order is 1, measured by E‖x‖²",
                BOOK,
                outcome.weak_order_slope,
                1.0,
                0.05,
            ),
        ]
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        Ok(Drawing::Svg(format!("{}", outcome.pixels)))
    }

    fn tolerance(pointer: &str) -> Tolerance {
        if pointer.contains("/frames/") {
            return Tolerance { relative: 0.0, absolute: 1.5e-3, because: "rounded to thousandths: one unit" };
        }
        if pointer.contains("/densities/") {
            return Tolerance { relative: 0.0, absolute: 1.0, because: "rounded to bytes: one unit" };
        }
        if pointer.ends_with("/quadrature_error") {
            return Tolerance { relative: 0.0, absolute: 1e-7, because: "what is left is rounding" };
        }
        Tolerance {
            relative: 1e-8,
            absolute: 1e-12,
            because: "closed forms and means of the same draws; the smallest entropies lose a digit in δ = ρ/γ − 1",
        }
    }
}

/// Even steps of ln(1 + t/τ) from 0 to the last time: even ones while t < τ, then each a factor longer.
fn times(config: &Config) -> Vec<f64> {
    let steps = config.frames - 1;
    let whole = (config.last_time / config.early_time).ln_1p();
    (0..=steps).map(|k| config.early_time * (whole * k as f64 / steps as f64).exp_m1()).collect()
}

impl NoisedCurve {
    fn of(name: &str, points: &[Point], times: &[f64], config: &Config) -> Self {
        let moments = Moments::of(points);
        let clouds = clouds(name, points, times, config);
        let (start, noised) = (times[1], &times[1..]);
        let laws: Vec<NoisedPoints> = noised.iter().map(|&t| NoisedPoints::at(points, t)).collect();
        let kl = |cells: f64| laws.iter().map(|law| law.kl_to_normal(cells)).collect::<Vec<_>>();
        let kl_to_normal = kl(config.cells_per_width);
        let halved = kl(2.0 * config.cells_per_width);
        let kl_bound: Vec<f64> = noised.iter().map(|t| decay_bound(kl_to_normal[0], t - start)).collect();
        let coupling: Vec<f64> = noised.iter().map(|&t| coupling_bound(&moments, t)).collect();
        let log_slopes: Vec<f64> = (1..noised.len())
            .map(|k| (kl_to_normal[k] / kl_to_normal[k - 1]).ln() / (noised[k] - noised[k - 1]))
            .collect();
        let sampled: Vec<SampleMean> = laws
            .iter()
            .zip(&clouds[1..])
            .map(|(law, cloud)| {
                SampleMean::of(&cloud.iter().map(|&x| law.log_ratio_to_normal(x)).collect::<Vec<_>>())
            })
            .collect();
        let last = noised.len() - 1;
        let predicted = (moments.late_kl(noised[last]) / moments.late_kl(noised[last - 1])).ln();
        let pictures: Vec<(String, f64)> = laws.iter().map(|law| picture(law, config)).collect();
        Self {
            name: name.to_owned(),
            frames: clouds.iter().map(|cloud| rounded(&cloud[..points.len()])).collect(),
            densities: pictures.iter().map(|(bytes, _)| bytes.clone()).collect(),
            largest_density: pictures.iter().map(|(_, largest)| *largest).collect(),
            largest_of_bound: largest_ratio(&kl_to_normal[1..], &kl_bound[1..]),
            largest_of_coupling_bound: largest_ratio(&kl_to_normal, &coupling),
            late_slope: log_slopes[last - 1],
            late_slope_predicted: predicted / (noised[last] - noised[last - 1]),
            log_slopes,
            quadrature_error: kl_to_normal.iter().zip(&halved).map(|(a, b)| (a / b - 1.0).abs()).fold(0.0, f64::max),
            kl_sampled: sampled.iter().map(|mean| mean.value).collect(),
            sampled_deviation: sampled.iter().zip(&kl_to_normal).map(|(m, &kl)| m.deviation_from(kl)).fold(0.0, f64::max),
            kl_to_normal,
            kl_bound,
            moments,
        }
    }
}

/// Paths by exact transitions, as many from each point: a cloud a time, the first path of each point first.
fn clouds(name: &str, points: &[Point], times: &[f64], config: &Config) -> Vec<Vec<Point>> {
    let mut rng = stream(config.seed, &format!("noising {name}"));
    let mut cloud = points.repeat(config.paths_per_sample);
    let mut clouds = vec![cloud.clone()];
    for pair in times.windows(2) {
        let transition = Transition::over(pair[1] - pair[0]);
        cloud.iter_mut().flatten().for_each(|x| *x = transition.step(*x, rng.sample(StandardNormal)));
        clouds.push(cloud.clone());
    }
    clouds
}

fn rounded(cloud: &[Point]) -> Vec<Point> {
    cloud.iter().map(|point| point.map(|x| (x * 1e3).round() / 1e3)).collect()
}

/// The density at the middles of the pixels, as bytes in base64 with the top row first, and its largest value.
fn picture(law: &NoisedPoints, config: &Config) -> (String, f64) {
    let middle = |i: usize| config.view_half_width * ((2 * i + 1) as f64 / config.pixels as f64 - 1.0);
    let xs: Vec<f64> = (0..config.pixels).map(middle).collect();
    let ys: Vec<f64> = xs.iter().rev().copied().collect();
    let density = law.density_on(&xs, &ys);
    let largest = density.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let bytes: Vec<u8> = density.iter().map(|rho| (255.0 * rho / largest).round() as u8).collect();
    (BASE64.encode(bytes), largest)
}

fn largest_ratio(values: &[f64], bounds: &[f64]) -> f64 {
    values.iter().zip(bounds).map(|(value, bound)| value / bound).fold(0.0, f64::max)
}

/// Walks the same Brownian paths at every step length and by the true process, and compares E‖x‖² at the end.
// ANCHOR: weak_errors
fn weak_errors(points: &[Point], weak: &Weak, seed: u64) -> Vec<WeakError> {
    let mut rng = stream(seed, "noising weak order");
    let finest = weak.fewest_steps << weak.halvings;
    let h = weak.end_time / f64::from(finest);
    let levels = weak.halvings as usize + 1;
    let mut differences = vec![Vec::with_capacity(weak.paths); levels];
    for start in points.iter().cycle().take(weak.paths) {
        let mut squares = vec![0.0; levels];
        let mut true_square = 0.0;
        for &x0 in start {
            let (mut truth, mut walkers) = (x0, vec![(x0, 0.0); levels]);
            for k in 1..=finest {
                let noise = Noise::over(h, [rng.sample(StandardNormal), rng.sample(StandardNormal)]);
                truth = euler_maruyama::exact_step(truth, h, noise);
                for (level, (x, gathered)) in walkers.iter_mut().enumerate() {
                    *gathered += noise.increment;
                    let pieces = finest / (weak.fewest_steps << level);
                    if k % pieces == 0 {
                        *x = euler_maruyama::step(*x, f64::from(pieces) * h, *gathered);
                        *gathered = 0.0;
                    }
                }
            }
            true_square += truth * truth;
            squares.iter_mut().zip(&walkers).for_each(|(square, (x, _))| *square += x * x);
        }
        differences.iter_mut().zip(&squares).for_each(|(all, square)| all.push(square - true_square));
    }
    let start = Moments::of(points);
    let true_mean = start.after(weak.end_time).mean_square();
    differences
        .iter()
        .enumerate()
        .map(|(level, differences)| {
            let steps = weak.fewest_steps << level;
            let step = weak.end_time / f64::from(steps);
            let SampleMean { value, standard_error } = SampleMean::of(differences);
            let exact = euler_maruyama::mean_square(start.mean_square(), 2, step, steps) - true_mean;
            WeakError { step, error: value, standard_error, exact }
        })
        .collect()
}
// ANCHOR_END: weak_errors
