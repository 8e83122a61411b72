//! How many samples it takes: the kernel's aperture against the spacing of the samples.

mod claims;
mod drawing;
mod learning;
mod needed;

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::sphere_curves::{CurvePair, SphereCurve},
    figure::{
        Checked, Claim, Context, Drawing, Experiment, Settings, Tolerance,
        settings::{in_range, rising},
    },
    ground::scale::Scale,
    math::kernel::tangent::half_excess_width,
};

pub use learning::{Learning, Spread};
pub use needed::{ByDepth, Pair};

/// Kernel regression from samples of two curves.
#[derive(Debug)]
pub struct SampleAperture;

/// The settings.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Hidden layers L, rising.
    pub depths: Vec<usize>,
    /// The separation Δ of the circles and of the winding curves, radians.
    pub separation: f64,
    /// The separation of a pair of circles closer together, radians.
    pub close_separation: f64,
    /// The amplitude a of the winding curves, radians.
    pub winding_amplitude_rad: f64,
    /// Their waves in a turn.
    pub winding_frequency: u32,
    /// Samples N of both curves together, even numbers, rising.
    pub samples: Vec<usize>,
    /// Draws of random samples.
    pub draws: usize,
    /// Placements of evenly spaced samples.
    pub placements: usize,
    /// Points on each curve at which the result is tested.
    pub test_points: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// What was found. N counts the samples of both curves together.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Hidden layers L.
    pub depths: Vec<usize>,
    /// The numbers N of samples.
    pub samples: Vec<f64>,
    /// The kernel's half-excess width with 50 hidden layers, radians.
    pub aperture_at_50_rad: f64,
    /// Draws of random samples.
    pub draws: usize,
    /// Circles, circles closer together, winding curves.
    pub pairs: Vec<Pair>,
}

impl Config {
    /// The pairs of the figure, each with its separation Δ in radians.
    fn pairs(&self) -> [(&'static str, f64, CurvePair); 3] {
        let (half, amplitude_rad) = (self.separation / 2.0, self.winding_amplitude_rad);
        let circles = |separation: f64| SphereCurve::Latitude { latitude_rad: separation / 2.0 };
        let winding = SphereCurve::Winding {
            latitude_rad: half + amplitude_rad,
            amplitude_rad,
            frequency: self.winding_frequency,
        };
        [
            ("circles", self.separation, circles(self.separation)),
            ("close circles", self.close_separation, circles(self.close_separation)),
            ("winding", self.separation, winding),
        ]
        .map(|(name, separation, upper)| (name, separation, CurvePair { upper }))
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Config {
            depths: vec![5, 15, 50, 125],
            separation: 0.3,
            close_separation: 0.1,
            winding_amplitude_rad: 0.3,
            winding_frequency: 4,
            samples: vec![4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512],
            draws: 50,
            placements: 10,
            test_points: 400,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Config {
                depths: vec![5, 50],
                samples: vec![8, 16, 32, 64, 128, 256],
                draws: 5,
                placements: 3,
                test_points: 150,
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        in_range("the number of `depths`", self.depths.len(), 2..=4)?;
        crate::figure::settings::count_in_range("depths", &self.depths, 2..=usize::MAX)?;
        rising("depths", &self.depths)?;
        for &depth in &self.depths {
            in_range("depths", depth, 3..=300)?;
        }
        in_range("separation", self.separation, 0.02..=1.5)?;
        in_range("close_separation", self.close_separation, 0.02..=1.5)?;
        in_range("winding_frequency", self.winding_frequency, 1..=12)?;
        in_range("winding_amplitude_rad", self.winding_amplitude_rad, 0.01..=0.7)?;
        let highest = self.separation / 2.0 + 2.0 * self.winding_amplitude_rad;
        in_range("separation/2 + 2 winding_amplitude_rad, the winding's highest latitude", highest, 0.0..=1.5)?;
        in_range("the number of `samples`", self.samples.len(), 2..=16)?;
        crate::figure::settings::count_in_range("samples", &self.samples, 2..=usize::MAX)?;
        rising("samples", &self.samples)?;
        for &samples in &self.samples {
            in_range("samples", samples, 2..=600)?;
            ensure!(samples.is_multiple_of(2), "`samples` are of both curves together, and {samples} is odd");
        }
        in_range("draws", self.draws, 2..=50)?;
        in_range("placements", self.placements, 2..=50)?;
        in_range("test_points", self.test_points, 50..=1_000)?;
        // Products of tests, samples, draws and depths: this many take some minutes, with the solves.
        let work =
            self.samples.iter().sum::<usize>() * self.test_points * (self.draws + self.placements) * self.depths.len();
        in_range("samples · test_points · (draws + placements) · depths, added up", work, 0..=400_000_000)
    }
}

impl Experiment for SampleAperture {
    const ID: &'static str = "two_curves/sample_aperture";
    const TITLE: &'static str = "Samples against the aperture of the kernel";
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        let pairs = config.pairs();
        let mut task = context.progress.task("pairs of curves", pairs.len());
        let mut found = Vec::new();
        for (name, separation, pair) in &pairs {
            found.push(Pair::of(name, *separation, pair, config)?);
            task.step();
        }
        Ok(Outcome {
            depths: config.depths.clone(),
            samples: config.samples.iter().map(|&samples| samples as f64).collect(),
            aperture_at_50_rad: half_excess_width(50),
            draws: config.draws,
            pairs: found,
        })
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        claims::claims(outcome)
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(outcome)
    }

    fn tolerance(pointer: &str) -> Tolerance {
        if pointer.contains("/wrong") {
            return Tolerance {
                relative: 0.0,
                absolute: 0.005,
                because: "a point at a border may fall to either side",
            };
        }
        Tolerance { relative: 1e-6, absolute: 1e-9, because: "rounding, through factorisations of kernel matrices" }
    }
}

#[cfg(test)]
mod tests {
    use crate::figure::{Checked, Settings as _};
    use serde_json::json;

    use super::{Config, SampleAperture};
    use crate::{
        figure::{Context, Drawing, Experiment, Figure, Of},
        ground::scale::Scale,
    };

    fn config() -> Config {
        Config { samples: vec![6, 24, 120], draws: 2, placements: 2, test_points: 60, ..Config::at(Scale::Quick) }
    }

    /// Even samples of circles, many of them, have learnt the label; few have not.
    #[test]
    fn more_samples_leave_a_smaller_error() {
        let outcome = SampleAperture::run(&Checked::new(config()).unwrap(), &Context::default()).unwrap();
        for at in outcome.pairs.iter().flat_map(|pair| &pair.by_depth) {
            let error = &at.even.error.mean;
            assert!(error[2] < error[0] && error[2] < 0.5, "{error:?}");
        }
    }

    /// Of a number that no N in the list reached nothing is claimed.
    #[test]
    fn what_was_not_reached_is_not_claimed() {
        let mut outcome = SampleAperture::run(&Checked::new(config()).unwrap(), &Context::default()).unwrap();
        for at in outcome.pairs.iter_mut().flat_map(|pair| &mut pair.by_depth) {
            at.random.half_right = Some(120.0);
            at.per_aperture_half_error_even = Some(1.0);
        }
        assert_eq!(SampleAperture::claims(&outcome).len(), 7);
        outcome.pairs[0].by_depth[1].per_aperture_half_error_even = None;
        outcome.pairs[1].by_depth[0].random.half_right = None;
        let claims = SampleAperture::claims(&outcome);
        let made = |start: &str| claims.iter().any(|claim| claim.sentence.starts_with(start));
        assert!(claims.len() == 4 && made("They need to be that many") && made("It is set"), "{claims:?}");
    }

    #[test]
    fn extreme_settings_run_and_draw() {
        let figure = Of::<SampleAperture>::new();
        for change in [
            json!({"depths": [3, 300], "separation": 0.02, "close_separation": 0.02, "samples": [2, 4]}),
            json!({"depths": [3, 4, 5, 6], "separation": 1.5, "close_separation": 1.5, "winding_amplitude_rad": 0.01,
                "samples": [2, 600], "winding_frequency": 12}),
        ] {
            let mut settings = serde_json::to_value(config()).unwrap();
            for (field, value) in change.as_object().unwrap() {
                settings[field] = value.clone();
            }
            let record = figure.record("custom", &settings, &Context::default()).unwrap();
            assert!(matches!(figure.draw(&record).unwrap(), Drawing::Svg(_)));
        }
    }

    #[test]
    fn settings_out_of_range_are_refused_by_name() {
        let figure = Of::<SampleAperture>::new();
        for (field, value, named) in [
            ("depths", json!([2, 5]), "`depths` is 2"),
            ("samples", json!([4, 7]), "7 is odd"),
            ("samples", json!([8, 4]), "rising"),
            ("separation", json!(2.0), "`separation` is 2"),
            ("winding_amplitude_rad", json!(0.9), "winding_amplitude_rad"),
            ("draws", json!(1), "`draws` is 1"),
        ] {
            let mut settings = serde_json::to_value(config()).unwrap();
            settings[field] = value;
            let error = format!("{:#}", figure.check(&settings).unwrap_err());
            assert!(error.contains(named), "{error}");
        }
    }
}
