//! The shifts of a photograph: a surface of two dimensions that no small subspace holds.

mod drawing;
mod neighbours;
mod outcome;
mod pictures;

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::outcome::{Blurred, Disc, Outcome, Pictures, Refinement, Window};
use crate::{
    data::photographs::{FILES, Photograph},
    figure::{
        Checked, Claim, Context, Drawing, Experiment, Settings, Tolerance,
        settings::{in_range, rising},
    },
    ground::scale::Scale,
    math::vectors::{largest, smallest},
};

/// The figure.
#[derive(Debug)]
pub struct CurvatureOfImages;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Of every random draw.
    pub seed: u64,
    /// Which photograph: camera, chelsea, coffee, brick, grass or gravel.
    pub photograph: String,
    /// Side of the picture that is shifted, pixels; a power of 2 from 16 to 256.
    pub side: usize,
    /// The part of the side, at each edge, along which the picture fades to its mean.
    pub fade: f64,
    /// Standard deviations of the Gaussian blurs, pixels, rising, the first 0.
    pub blurs: Vec<f64>,
    /// Shift of the pictures shown to each side, pixels.
    pub shown_shift: f64,
    /// How many random shifts the neighbours are looked for among, rising.
    pub samples: Vec<usize>,
    /// Neighbours of each.
    pub neighbours: usize,
    /// Sides at which one shift of the same scene is looked at, pixels; powers of 2 from 16 to 256, rising.
    pub sides: Vec<usize>,
    /// That shift, and the blur beside none, as a part of the side.
    pub part_of_side: f64,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Config {
            seed: 1,
            photograph: "camera".to_owned(),
            side: 64,
            fade: 0.25,
            blurs: vec![0.0, 1.0, 2.0, 4.0],
            shown_shift: 4.0,
            samples: vec![30, 100, 300, 1_000, 3_000, 10_000],
            neighbours: 10,
            sides: vec![16, 32, 64, 128, 256],
            part_of_side: 1.0 / 64.0,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Config { side: 32, samples: vec![30, 100, 1_000], sides: vec![16, 32, 64, 128], ..book },
        }
    }

    fn check(&self) -> Result<()> {
        Photograph::named(&self.photograph)?;
        let power = |name: &str, side: usize| {
            in_range(name, side, 16..=256)?;
            ensure!(side.is_power_of_two(), "`{name}` is {side}, and must be a power of 2");
            Ok(())
        };
        power("side", self.side)?;
        in_range("fade", self.fade, 0.01..=0.5)?;
        in_range("blurs (how many)", self.blurs.len(), 2..=5)?;
        crate::figure::settings::count_in_range("blurs", &self.blurs, 2..=usize::MAX)?;
        rising("blurs", &self.blurs)?;
        ensure!(self.blurs[0] == 0.0, "the first of `blurs` must be 0: the picture as it is");
        in_range("blurs", self.blurs[1], 0.1..=16.0)?;
        in_range("blurs", self.blurs[self.blurs.len() - 1], 0.1..=16.0)?;
        in_range("shown_shift", self.shown_shift, 0.25..=16.0)?;
        in_range("neighbours", self.neighbours, 3..=50)?;
        in_range("samples (how many)", self.samples.len(), 1..=12)?;
        crate::figure::settings::count_in_range("samples", &self.samples, 1..=usize::MAX)?;
        rising("samples", &self.samples)?;
        in_range("samples", self.samples[0], self.neighbours + 1..=20_000)?;
        in_range("samples", self.samples[self.samples.len() - 1], self.neighbours + 1..=20_000)?;
        in_range("sides (how many)", self.sides.len(), 2..=5)?;
        crate::figure::settings::count_in_range("sides", &self.sides, 2..=usize::MAX)?;
        rising("sides", &self.sides)?;
        self.sides.iter().try_for_each(|&side| power("sides", side))?;
        in_range("part_of_side", self.part_of_side, 1e-3..=0.1)
    }
}

impl Experiment for CurvatureOfImages {
    const ID: &'static str = "vignettes/curvature_of_images";
    const TITLE: &'static str = "Two dimensions that no subspace holds: the shifts of a photograph";
    const DATA: &'static [&'static str] = &FILES;
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        let photograph = Photograph::named(&config.photograph)?.load()?;
        Ok(outcome::investigate(config, &photograph, context))
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        const BOOK: &str = "this book";
        let raw = &outcome.blurred[0];
        let last = |values: &[f64]| values[values.len() - 1];
        let clearest = outcome.blurred.iter().skip(1).map(|blurred| blurred.angle_at_blur_deg);
        let spread = largest(clearest.clone()) - smallest(clearest);
        let refinement = &outcome.refinement;
        vec![
            Claim::at_least(
                "The shifts have 2 dimensions, and a subspace that holds 95 % of their energy has more than ten times as many",
                BOOK,
                raw.dimensions[0] as f64,
                20.0,
            ),
            Claim::at_least(
                "So it is for a window that moves over the photograph, where nothing wraps around: dimensions for 95 %",
                BOOK,
                outcome.window.dimensions[0] as f64,
                20.0,
            ),
            Claim::at_most(
                "The best plane holds less than half of the energy: the share that two components hold",
                BOOK,
                raw.held_by_two,
                0.5,
            ),
            Claim::near(
                format!(
                    "Among {} shifts, blurred by {} pixel, neighbours see the two dimensions",
                    outcome.samples[outcome.samples.len() - 1],
                    outcome.blurred[1].blur
                ),
                BOOK,
                last(&outcome.blurred[1].neighbour_dimensions),
                2.0,
                0.2,
            ),
            Claim::at_least(
                format!("Among {}, without blur, they see more: at least 3", outcome.samples[0]),
                BOOK,
                raw.neighbour_dimensions[0],
                3.0,
            ),
            Claim::at_least(
                "Without blur a shift by one pixel turns the tangent plane by 45° or more",
                BOOK,
                raw.angle_at_a_pixel_deg,
                45.0,
            ),
            Claim::at_most(
                "What counts is the shift in units of the blur: at a shift by one blur, the angles of all blurs lie within 10°",
                BOOK,
                spread,
                10.0,
            ),
            Claim::is_true(
                "With every finer pixel, without blur, the same shift of the scene turns the tangent plane by more",
                "Donoho & Grimes 2005",
                refinement.sharp_deg.is_sorted_by(|coarse, fine| coarse < fine),
            ),
            Claim::at_most(
                "With a blur of the scene the turn converges: its change over the last refinement, degrees",
                "Wakin et al. 2005",
                (last(&refinement.blurred_deg) - refinement.blurred_deg[refinement.blurred_deg.len() - 2]).abs(),
                2.0,
            ),
            Claim::near(
                "A disc with a sharp edge moves by the square root of its shift: the exponent",
                "Donoho & Grimes 2005",
                outcome.disc.exponent,
                0.5,
                0.03,
            ),
            Claim::at_least(
                format!(
                    "The average of two shifts, by {} pixels to each side, is no shift: its distance to the picture half-way, \
                     in norms of the picture",
                    outcome.pictures.shift
                ),
                BOOK,
                outcome.pictures.average_error,
                0.5,
            ),
        ]
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(outcome)
    }

    fn tolerance(pointer: &str) -> Tolerance {
        let is_of = |names: &[&str]| names.iter().any(|name| pointer.contains(name));
        let (relative, absolute, because) = if is_of(&["/nearest_is_nearest"]) {
            (0.0, 0.01, "a share of points, where two distances may be equal up to rounding")
        } else if is_of(&["/bytes"]) {
            (0.0, 0.0, "grey levels, rounded")
        } else {
            (1e-6, 1e-9, "sums over frequencies in double precision, whose transforms differ among processors")
        };
        Tolerance { relative, absolute, because }
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, CurvatureOfImages};
    use crate::figure::{Checked, Settings as _};
    use crate::{
        figure::{Context, Experiment},
        ground::scale::Scale,
    };

    fn quick(change: impl Fn(&mut Config)) -> Config {
        let mut config = Config { samples: vec![30, 100], sides: vec![16, 32], ..Config::at(Scale::Quick) };
        change(&mut config);
        config
    }

    #[test]
    fn a_picture_that_is_more_blurred_turns_less_and_needs_fewer_dimensions() {
        let outcome = CurvatureOfImages::run(&Checked::new(quick(|_| ())).unwrap(), &Context::default()).unwrap();
        for pair in outcome.blurred.windows(2) {
            let [sharper, softer] = pair else { unreachable!("windows of two") };
            assert!(softer.angle_at_a_pixel_deg < sharper.angle_at_a_pixel_deg);
            assert!(softer.dimensions[0] <= sharper.dimensions[0]);
            assert!(softer.held_by_two > sharper.held_by_two);
        }
    }

    #[test]
    fn every_photograph_gives_an_outcome_and_an_unknown_one_a_list_of_names() {
        for name in ["chelsea", "coffee", "brick", "grass", "gravel"] {
            let config = quick(|config| config.photograph = name.to_owned());
            Checked::new(config.clone()).map(drop).unwrap();
            let outcome = CurvatureOfImages::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
            CurvatureOfImages::draw(&outcome).unwrap();
        }
        let unknown = quick(|config| config.photograph = "terrier".to_owned());
        assert!(Checked::new(unknown).map(drop).unwrap_err().to_string().contains("gravel"));
    }

    #[test]
    fn the_largest_settings_are_drawn_within_the_limit() {
        let config = quick(|config| {
            config.side = 256;
            config.blurs = vec![0.0, 0.1, 1.0, 4.0, 16.0];
            config.samples = (0..12).map(|i| 60 + i).collect();
            config.neighbours = 50;
            config.sides = vec![16, 32, 64, 128, 256];
        });
        Checked::new(config.clone()).map(drop).unwrap();
        let outcome = CurvatureOfImages::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
        CurvatureOfImages::draw(&outcome).unwrap();
    }
}
