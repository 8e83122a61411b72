//! Noising: two curves dissolve in the Ornstein–Uhlenbeck process, at the rate that theory promises.

mod drawing;
mod noised_curve;

use anyhow::{Result, ensure};
use rand::Rng as _;
use rand_distr::StandardNormal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::{
        curves::{Circle, Sine},
        streams::stream,
    },
    figure::{Checked, Claim, Context, Drawing, Experiment, Settings, Tolerance, settings::in_range},
    ground::scale::Scale,
    math::{
        diffusion::{
            euler_maruyama::{self, WeakError},
            ornstein_uhlenbeck::{NoisedPoints, Point},
        },
        statistics::fit,
        vectors::largest,
    },
};

pub use noised_curve::NoisedCurve;

/// Two curves under the Ornstein–Uhlenbeck process.
#[derive(Debug)]
pub struct Noising;

/// The settings.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Points on each curve, N; the start is one of them at random. The clouds show at most 240 of them.
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

/// How the order of Euler–Maruyama is measured.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
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
    /// The times t₀ = 0, t₁, … of the frames.
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

impl Settings for Config {
    fn at(scale: Scale) -> Self {
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

    fn check(&self) -> Result<()> {
        in_range("samples", self.samples, 1..=2_000)?;
        in_range("sine.length", self.sine.length, 0.0..=100.0)?;
        in_range("sine.amplitude", self.sine.amplitude, 0.0..=100.0)?;
        in_range("circle.radius", self.circle.radius, 0.0..=100.0)?;
        for x in self.sine.centre.into_iter().chain(self.circle.centre) {
            in_range("centre", x, -100.0..=100.0)?;
        }
        in_range("frames", self.frames, 3..=40)?;
        in_range("early_time", self.early_time, 1e-3..=10.0)?;
        in_range("last_time", self.last_time, 0.1..=6.0)?;
        in_range("paths_per_sample", self.paths_per_sample, 2..=1_000)?;
        in_range("pixels", self.pixels, 2..=64)?;
        in_range("view_half_width", self.view_half_width, 0.1..=100.0)?;
        in_range("cells_per_width", self.cells_per_width, 1.0..=8.0)?;
        in_range("weak.paths", self.weak.paths, 2..=1_000_000)?;
        in_range("weak.end_time", self.weak.end_time, 0.01..=10.0)?;
        in_range("weak.fewest_steps", self.weak.fewest_steps, 1..=1_024)?;
        in_range("weak.halvings", self.weak.halvings, 1..=8)?;
        // The finest quadrature is the one that checks the others, at the first time.
        let first = times(self)[1];
        for points in [self.sine.points(self.samples), self.circle.points(self.samples)] {
            let cells = NoisedPoints::at(&points, first).quadrature_cells(2.0 * self.cells_per_width);
            ensure!(
                cells <= MOST_CELLS,
                "the quadrature at the first time, {first:.1e}, needs {cells} cells from the origin to each side, and \
                 {MOST_CELLS} are the most; take a larger `early_time`, fewer `frames` or `cells_per_width`, or a \
                 smaller curve"
            );
        }
        Ok(())
    }
}

impl Experiment for Noising {
    const ID: &'static str = "representation/noising";
    const TITLE: &'static str = "Two curves dissolve into noise, and how fast";
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        let times = times(config);
        let (sine, circle) = (config.sine.points(config.samples), config.circle.points(config.samples));
        let mut progress = context.progress.task("noising", 3);
        let curves = [("sine", &sine), ("circle", &circle)]
            .into_iter()
            .map(|(name, points)| {
                let curve = NoisedCurve::of(name, points, &times, config);
                progress.step();
                curve
            })
            .collect();
        let Weak { paths, end_time, fewest_steps, halvings } = config.weak;
        let mut rng = stream(config.seed, "noising weak order");
        let starts: Vec<Point> = sine.iter().copied().cycle().take(paths).collect();
        let steps = (0..=halvings).map(|halving| fewest_steps << halving).collect::<Vec<_>>();
        let weak_errors = euler_maruyama::weak_errors(&starts, end_time, &steps, &mut || rng.sample(StandardNormal));
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
        let over_curves = |of: fn(&NoisedCurve) -> f64| largest(outcome.curves.iter().map(of));
        let [sine, circle] = outcome.curves.as_slice() else { return Vec::new() };
        vec![
            Claim::at_most(
                "The relative entropy to N(0, I) stays below exp(−2(t − t₀)) times what it was at the first time t₀ > 0: \
                 largest ratio to that bound",
                SLIDE,
                over_curves(|curve| curve.largest_of_bound),
                1.0,
            ),
            Claim::at_most(
                "Between any two times its logarithm falls with a slope of −2 or steeper: the least steep slope",
                SLIDE,
                over_curves(|curve| largest(curve.log_slopes.iter().copied())),
                // The quadrature's own error, where the slope has reached its limit.
                -2.0 + 1e-6,
            ),
            Claim::at_most(
                "Started from points, where the entropy is infinite, it is below (E‖x₀‖² + 2)/(2(e²ᵗ − 1)) at every \
                 t > 0: largest ratio to that bound",
                BOOK,
                over_curves(|curve| curve.largest_of_coupling_bound),
                1.0,
            ),
            // The next term is e⁻²ᵗ of the first, 0.0003 at t = 4, times a ratio of moments of order 1.
            Claim::near("The sine curve, which is off centre, ends with slope −2", BOOK, sine.late_slope, -2.0, 0.01),
            Claim::near("The circle, which is centred, ends with slope −4", BOOK, circle.late_slope, -4.0, 0.01),
            Claim::at_most(
                "The cloud has the exact law: the mean of ln(ρₜ/γ) over its points is the entropy by quadrature; the \
                 largest deviation, in standard errors",
                BOOK,
                over_curves(|curve| curve.sampled_deviation),
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
        drawing::draw(outcome)
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

/// The finest quadrature may have no more cells from the origin to each side: minutes, not hours.
const MOST_CELLS: usize = 2_000;

/// Even steps of ln(1 + t/τ) from 0 to the last time: even ones while t < τ, then each a factor longer.
fn times(config: &Config) -> Vec<f64> {
    let steps = config.frames - 1;
    let whole = (config.last_time / config.early_time).ln_1p();
    (0..=steps).map(|k| config.early_time * (whole * k as f64 / steps as f64).exp_m1()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Config, Noising, Weak, times};
    use crate::figure::{Checked, Settings as _};
    use crate::{
        data::curves::{Circle, Sine},
        figure::{Context, Drawing, Experiment as _, Verdict, record::layout},
        ground::scale::Scale,
        math::diffusion::ornstein_uhlenbeck::Moments,
    };
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};

    #[test]
    fn every_claim_holds_at_quick_scale() {
        let outcome = Noising::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
        for claim in Noising::claims(&outcome) {
            assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
        }
    }

    #[test]
    fn times_are_even_at_first_and_geometric_at_last() {
        let config = Config { frames: 1001, early_time: 0.1, last_time: 6.0, ..Config::at(Scale::Quick) };
        let times = times(&config);
        assert_abs_diff_eq!(times[0], 0.0, epsilon = 0.0);
        assert_relative_eq!(times[1000], 6.0, max_relative = 1e-12);
        // The steps change by a factor of 1 + ln(61)/1000 from one to the next, at either end.
        assert_relative_eq!((times[2] - times[1]) / times[1], 1.0, max_relative = 0.005);
        assert_relative_eq!(times[999] / times[998], times[1000] / times[999], max_relative = 1e-3);
    }

    /// Second road: a density is a probability; its pixels sum to one but for what lies outside of the view.
    #[test]
    fn the_pixels_of_a_density_sum_to_one() {
        let config = Config { view_half_width: 5.0, pixels: 100, ..Config::at(Scale::Quick) };
        let outcome = Noising::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
        for curve in &outcome.curves {
            for (bytes, largest) in curve.densities.iter().zip(&curve.largest_density).skip(2) {
                let sum: f64 = BASE64.decode(bytes).unwrap().into_iter().map(f64::from).sum();
                // A byte is known to half of one in 255, and a density fills hundreds of pixels.
                assert_relative_eq!(sum / 255.0 * largest * 0.1 * 0.1, 1.0, max_relative = 0.01);
            }
        }
    }

    /// The most of everything that takes room: points, frames and pixels, with every point inside of the view.
    #[test]
    fn the_largest_settings_still_draw_and_make_a_record() {
        let most = |sine, circle, view_half_width| Config {
            samples: 300,
            sine,
            circle,
            frames: 40,
            pixels: 64,
            view_half_width,
            paths_per_sample: 2,
            cells_per_width: 1.0,
            weak: Weak { paths: 100, end_time: 1.0, fewest_steps: 1, halvings: 1 },
            ..Config::at(Scale::Book)
        };
        let Config { sine, circle, .. } = Config::at(Scale::Book);
        let wild = Sine { length: 90.0, amplitude: 40.0, centre: [0.0, 0.0] };
        for config in [
            most(sine, circle, 4.0),
            // Blots without order fill the view, each coordinate has all of its digits, or nothing is in view.
            most(wild, circle, 4.0),
            most(wild, Circle { radius: 90.0, centre: [0.0, 0.0] }, 100.0),
            most(wild, Circle { radius: 30.0, centre: [60.0; 2] }, 0.1),
        ] {
            Checked::new(config.clone()).map(drop).unwrap();
            let outcome = Noising::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
            assert!(matches!(Noising::draw(&outcome).unwrap(), Drawing::Animation(_)));
            let record = layout(&serde_json::to_value(&outcome).unwrap());
            // What else the record holds, its settings and claims, is under 10 kB.
            assert!(record.len() < 990_000, "{} bytes", record.len());
        }
    }

    /// Cheap, because the noise is wide and the pixels are few.
    #[test]
    fn statistics_use_every_point_and_clouds_show_few() {
        let config = Config {
            samples: 2_000,
            frames: 3,
            early_time: 10.0,
            pixels: 2,
            paths_per_sample: 2,
            ..Config::at(Scale::Quick)
        };
        let outcome = Noising::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
        for (curve, points) in outcome.curves.iter().zip([config.sine.points(2_000), config.circle.points(2_000)]) {
            assert!(curve.frames.iter().all(|cloud| cloud.len() == 240));
            assert_eq!(curve.moments, Moments::of(&points));
            // Evenly along the curve: each shown point of the start is the one asked for, to its three places.
            for (shown, start) in curve.frames[0].iter().enumerate() {
                let point = points[shown * 2_000 / 240];
                assert!((0..2).all(|j| (start[j] - point[j]).abs() <= 0.5001e-3), "{shown}");
            }
        }
    }

    #[test]
    fn a_quadrature_that_would_take_hours_is_refused_with_its_bound() {
        let circle = Circle { radius: 100.0, centre: [0.0, 0.0] };
        let config = Config { early_time: 1e-3, circle, ..Config::at(Scale::Book) };
        let error = Checked::new(config.clone()).map(drop).unwrap_err().to_string();
        assert!(error.contains("2000 are the most") && error.contains("`early_time`"), "{error}");
    }

    #[test]
    fn the_drawing_has_a_frame_a_time() {
        let outcome = Noising::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
        let Drawing::Animation(animation) = Noising::draw(&outcome).unwrap() else { panic!("not an animation") };
        assert_eq!(animation.frames["labels"].as_array().unwrap().len(), outcome.times.len());
        // Two densities, two clouds and two markers.
        assert_eq!(animation.frames["parts"].as_array().unwrap().len(), 6);
    }
}
