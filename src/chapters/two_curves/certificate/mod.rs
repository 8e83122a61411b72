//! Certificates of pairs of curves: how large they are, what depth does to them, and what they promise.

mod circles;
mod claims;
mod decay;
mod drawing;
mod pair;
mod start;

use anyhow::{Result, ensure};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    data::sphere_curves::{CurvePair, SphereCurve},
    figure::{
        Checked, Claim, Context, Drawing, Experiment, Settings, Tolerance,
        settings::{in_range, rising},
    },
    ground::scale::Scale,
    math::kernel::tangent::scaled_angle,
};

pub use circles::{Circles, Growth, Reference};
pub use decay::Decay;
pub use pair::{Along, AtDepth, Pair};
pub use start::Start;

/// Certificates of two circles, two winding curves and two coils.
#[derive(Debug)]
pub struct Certificate;

/// The settings.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Hidden layers L, rising. The shallowest and the deepest are the ones whose decay and certificate are drawn.
    pub depths: Vec<usize>,
    /// The separation Δ of the circles, of the winding curves and of the coils, radians.
    pub separation: f64,
    /// Separations of other pairs of circles, by the closed form alone, radians, rising.
    pub other_separations: Vec<f64>,
    /// The winding curves.
    pub winding: Winding,
    /// The coils.
    pub coil: Coil,
    /// The part of ‖ζ₀‖ that a certificate may leave.
    pub residual: f64,
    /// The norm that a certificate may have where its residual is asked for.
    pub budget: f64,
    /// Points on each curve; everything is computed again with twice as many.
    pub grid: usize,
}

/// A wave about a latitude.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Winding {
    /// The amplitude a, radians.
    pub amplitude_rad: f64,
    /// Waves in a turn.
    pub frequency: u32,
}

/// A helix around a circle.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coil {
    /// The opening η, radians.
    pub opening_rad: f64,
    /// Turns of the helix.
    pub windings: u32,
}

/// What was found. Eigenvalues are in units of n/2, and times t in units of 2/n, so that λt is a number.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Hidden layers L.
    pub depths: Vec<usize>,
    /// The part of ‖ζ₀‖ left by the certificates whose norm is given.
    pub residual: f64,
    /// The norm of the certificates whose residual is given, 1/(n/2).
    pub budget: f64,
    /// Circles by the closed form: the other separations, then the main one.
    pub circles: Vec<Circles>,
    /// How the eigenvalue of the label grows at depths beyond those drawn.
    pub growth: Growth,
    /// The closed form where it was also computed elsewhere.
    pub references: Vec<Reference>,
    /// Circles, winding curves and coils of the same separation, on a grid.
    pub pairs: Vec<Pair>,
    /// What the error of a random network adds to the label, on the circles: one a depth.
    pub start: Vec<Start>,
}

/// Grid steps are no longer than this, as scaled angles Lν/(3π): beyond, the grid does not see the kernel's spot.
const COARSEST: f64 = 1.0;

impl Config {
    /// The pairs of the figure.
    fn pairs(&self) -> [(&'static str, CurvePair); 3] {
        let half = self.separation / 2.0;
        let Winding { amplitude_rad, frequency } = self.winding;
        let Coil { opening_rad, windings } = self.coil;
        [
            ("circles", SphereCurve::Latitude { latitude_rad: half }),
            ("winding", SphereCurve::Winding { latitude_rad: half + amplitude_rad, amplitude_rad, frequency }),
            ("coils", SphereCurve::Coil { latitude_rad: half, opening_rad, windings }),
        ]
        .map(|(name, upper)| (name, CurvePair { upper }))
    }

    /// Hidden layers of the deepest network.
    fn deepest(&self) -> usize {
        self.depths.last().copied().unwrap_or(1)
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Config {
            depths: vec![5, 10, 25, 50, 125],
            separation: 0.3,
            other_separations: vec![0.1, 0.8],
            winding: Winding { amplitude_rad: 0.3, frequency: 4 },
            coil: Coil { opening_rad: 0.4, windings: 4 },
            residual: 0.1,
            budget: 3.0,
            grid: 256,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Config { depths: vec![5, 20, 50], grid: 96, ..book },
        }
    }

    fn check(&self) -> Result<()> {
        in_range("the number of `depths`", self.depths.len(), 2..=8)?;
        crate::figure::settings::count_in_range("depths", &self.depths, 2..=usize::MAX)?;
        rising("depths", &self.depths)?;
        for &depth in &self.depths {
            // With one layer some waves along a circle have the eigenvalue zero.
            in_range("depths", depth, 2..=300)?;
        }
        in_range("separation", self.separation, 0.02..=1.5)?;
        in_range("the number of `other_separations`", self.other_separations.len(), 1..=2)?;
        crate::figure::settings::count_in_range("other_separations", &self.other_separations, 1..=usize::MAX)?;
        rising("other_separations", &self.other_separations)?;
        for &separation in &self.other_separations {
            in_range("other_separations", separation, 0.02..=1.5)?;
        }
        in_range("winding.frequency", self.winding.frequency, 1..=12)?;
        in_range("winding.amplitude_rad", self.winding.amplitude_rad, 0.01..=0.7)?;
        let highest = self.separation / 2.0 + 2.0 * self.winding.amplitude_rad;
        in_range("separation/2 + 2 winding.amplitude_rad, the winding's highest latitude", highest, 0.0..=1.5)?;
        in_range("coil.opening_rad", self.coil.opening_rad, 0.05..=1.5)?;
        in_range("coil.windings", self.coil.windings, 1..=12)?;
        in_range("residual", self.residual, 0.01..=0.9)?;
        in_range("budget", self.budget, 0.01..=1e4)?;
        in_range("grid", self.grid, 32..=320)?;
        for (name, pair) in self.pairs() {
            let spacing = pair.upper.length_rad() / self.grid as f64;
            ensure!(
                spacing <= self.separation,
                "`grid` is {}, too coarse for the separation {} of the {name}: {} points are needed",
                self.grid,
                self.separation,
                (spacing / self.separation * self.grid as f64).ceil()
            );
            let step = scaled_angle(spacing, self.deepest());
            let needed = (step / COARSEST * self.grid as f64).ceil();
            ensure!(
                step <= COARSEST,
                "`grid` is {}, too coarse for the spot of a kernel of depth {} on the {name}: {needed} points are needed",
                self.grid,
                self.deepest()
            );
        }
        Ok(())
    }
}

impl Experiment for Certificate {
    const ID: &'static str = "two_curves/certificate";
    const TITLE: &'static str = "A certificate for the error, and what depth does to it";
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        let pairs = config.pairs();
        let mut task = context.progress.task("circles, then all pairs", 2);
        let circles = config.other_separations.iter().chain([&config.separation]);
        let circles = circles
            .map(|&separation| Circles::of(&config.depths, separation, config.residual, config.budget))
            .collect();
        let start = Start::of(&pairs[0].1, config);
        task.step();
        let pairs: Vec<Pair> = pairs.par_iter().map(|(name, pair)| Pair::of(name, pair, config)).collect();
        task.step();
        Ok(Outcome {
            depths: config.depths.clone(),
            residual: config.residual,
            budget: config.budget,
            circles,
            growth: Growth::of(config.separation),
            references: circles::references(),
            pairs,
            start,
        })
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        claims::claims(outcome)
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(outcome)
    }

    fn tolerance(pointer: &str) -> Tolerance {
        if pointer.contains("tightest") {
            return Tolerance { relative: 1e-4, absolute: 0.0, because: "the place of a minimum on a grid of times" };
        }
        if pointer.contains("label_defect") || pointer.contains("least_margin") {
            return Tolerance { relative: 0.0, absolute: 1e-9, because: "zero up to rounding, or close to it" };
        }
        if pointer.contains("/pairs") || pointer.contains("/start") {
            return Tolerance {
                relative: 1e-6,
                absolute: 1e-9,
                because: "rounding, through eigenvalues of dense matrices",
            };
        }
        Tolerance::CLOSED_FORM
    }
}

#[cfg(test)]
mod tests {
    use crate::figure::{Checked, Settings as _};
    use serde_json::json;

    use super::{Certificate, Config};
    use crate::{
        figure::{Context, Drawing, Experiment, Figure, Of, Verdict},
        ground::scale::Scale,
    };

    fn config() -> Config {
        Config { depths: vec![3, 12], grid: 40, ..Config::at(Scale::Quick) }
    }

    #[test]
    fn every_claim_holds_but_the_fall_as_the_inverse_of_the_depth() {
        let outcome = Certificate::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
        let fails: Vec<String> = Certificate::claims(&outcome)
            .into_iter()
            .filter(|claim| claim.verdict != Verdict::Holds)
            .map(|claim| claim.sentence)
            .collect();
        assert!(fails.len() == 1 && fails[0].contains("falls as 1/L"), "{fails:?}");
    }

    /// A bound that sinks below the error, or a grid that is too coarse, breaks its claim.
    #[test]
    fn claims_can_fail() {
        let mut outcome = Certificate::run(&Checked::new(config()).unwrap(), &Context::default()).unwrap();
        outcome.pairs[1].decays[0].least_margin = -0.01;
        outcome.pairs[2].by_depth[1].norm_on_doubled_grid *= 1.1;
        let claims = Certificate::claims(&outcome);
        for sentence in ["No bound is below", "The grid is fine enough"] {
            let claim = claims.iter().find(|claim| claim.sentence.starts_with(sentence)).unwrap();
            assert_eq!(claim.verdict, Verdict::DoesNotHold, "{claim:?}");
        }
    }

    /// The smallest and the largest knobs: the record keeps its numbers finite, and the drawing its size.
    #[test]
    fn extreme_settings_run_and_draw() {
        let figure = Of::<Certificate>::new();
        for change in [
            json!({"depths": [2, 3], "separation": 0.2, "other_separations": [0.02], "grid": 60, "budget": 1e4}),
            json!({"depths": [2, 60], "separation": 1.5, "residual": 0.9, "budget": 0.01, "grid": 45,
                "winding": {"amplitude_rad": 0.01, "frequency": 12}, "coil": {"opening_rad": 0.05, "windings": 1}}),
            json!({"depths": [2, 3, 4, 5, 6, 7, 8, 9], "residual": 0.01, "grid": 160,
                "winding": {"amplitude_rad": 0.6, "frequency": 12}, "coil": {"opening_rad": 1.5, "windings": 4}}),
        ] {
            let mut settings = serde_json::to_value(config()).unwrap();
            for (field, value) in change.as_object().unwrap() {
                settings[field] = value.clone();
            }
            let record = figure.record("custom", &settings, &Context::default()).unwrap();
            assert!(matches!(figure.draw(&record).unwrap(), Drawing::Svg(_)));
            // The step of the grid is at its coarsest, and the operator still positive.
            let positive = record.claims.iter().find(|claim| claim.sentence.contains("positive on the grid")).unwrap();
            assert_eq!(positive.verdict, Verdict::Holds, "{change}");
        }
    }

    #[test]
    fn settings_out_of_range_are_refused_by_name() {
        let figure = Of::<Certificate>::new();
        for (field, value, named) in [
            ("depths", json!([1, 5]), "`depths` is 1"),
            ("depths", json!([5]), "number of `depths`"),
            ("depths", json!([5, 300]), "too coarse"),
            ("separation", json!(0.0), "`separation` is 0"),
            ("winding", json!({"amplitude_rad": 0.7, "frequency": 3}), "highest latitude"),
            ("other_separations", json!([0.4, 0.2]), "rising"),
            ("grid", json!(8), "`grid` is 8"),
        ] {
            let mut settings = serde_json::to_value(config()).unwrap();
            settings[field] = value;
            if named.contains("highest") {
                settings["separation"] = json!(0.5);
            }
            let error = format!("{:#}", figure.check(&settings).unwrap_err());
            assert!(error.contains(named), "{error}");
        }
    }
}
