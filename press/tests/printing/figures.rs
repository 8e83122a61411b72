//! Two figures for the small book: a line and dots.

use std::path::Path;

use anyhow::Result;
use ground_up::{
    figure::{
        Chapter, Checked, Claim, Context, Drawing, Experiment, Of, Record, Rule, Settings, Source, Tolerance,
        plot::{Chart, Grid, SERIES},
        record::RunFacts,
    },
    ground::{files::write_whole, scale::Scale},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

static ALPHA: Chapter =
    Chapter { id: "alpha", number: 2, title: "Alpha", figures: &[&Of::<Line>::new(), &Of::<Dots>::new()] };

pub(crate) static CHAPTERS: [&Chapter; 1] = [&ALPHA];

struct Line;
struct Dots;

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Config {
    slope: f64,
}

impl Settings for Config {
    fn at(_: Scale) -> Self {
        Self { slope: 2.0 }
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DotsConfig {
    slope: f64,
}

impl Settings for DotsConfig {
    fn at(scale: Scale) -> Self {
        Self { slope: if scale == Scale::Book { 3.0 } else { 1.0 } }
    }
}

const TOLERANCES: &[Rule] = &[Rule { fields: &[""], tolerance: Tolerance::CLOSED_FORM }];

#[derive(Serialize, Deserialize)]
struct Outcome {
    end: f64,
    points: Vec<f64>,
}

fn outcome(slope: f64) -> Outcome {
    Outcome { end: 10.0 * slope, points: vec![0.0, slope] }
}

impl Experiment for Line {
    const ID: &'static str = "alpha/line";
    const TITLE: &'static str = "A line";
    const TOLERANCES: &'static [Rule] = TOLERANCES;
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, _: &Context) -> Result<Outcome> {
        Ok(outcome(config.slope))
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        vec![
            Claim::near("The line ends at 20.", Source::Book, outcome.end, 20.0, 0.5),
            Claim::at_most("It ends below 1.", Source::lecture("Key insights"), outcome.end, 1.0),
        ]
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        let chart = |title: &str| {
            let mut chart = Chart::new(("x", 0.0..1.0), ("y", 0.0..outcome.end)).titled(title).described("It rises.");
            chart.line(&[0.0, 1.0], &outcome.points, SERIES[0], "line");
            chart
        };
        Grid::new("A line", "It rises.").lead([chart("A line that rises")]).more([chart("The same again")]).drawing()
    }
}

impl Experiment for Dots {
    const ID: &'static str = "alpha/dots";
    const TITLE: &'static str = "Dots";
    const TOLERANCES: &'static [Rule] = TOLERANCES;
    type Config = DotsConfig;
    type Outcome = Outcome;

    fn run(config: &Checked<DotsConfig>, _: &Context) -> Result<Outcome> {
        Ok(outcome(config.slope))
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        let above = |bound: f64| Claim::at_least(format!("It ends above {bound}."), Source::Book, outcome.end, bound);
        [50.0, 40.0, 30.0, 20.0, 10.0].map(above).into()
    }

    fn draw(_: &Outcome) -> Result<Drawing> {
        Grid::new("Dots", "Two dots").lead([Chart::new(("x", 0.0..1.0), ("y", 0.0..1.0)).titled("Two dots")]).drawing()
    }
}

/// Writes the records and drawings of both figures into `folder`; that of the dots with settings that are not the book's.
pub(crate) fn committed(folder: &Path) {
    let facts = RunFacts {
        seconds: 1.5,
        machine: "a machine".to_owned(),
        device: "cpu".to_owned(),
        rustc: "rustc".to_owned(),
        revision: "abc".to_owned(),
    };
    for (figure, scale) in [(ALPHA.figures[0], Scale::Book), (ALPHA.figures[1], Scale::Quick)] {
        let record = figure.record(scale.name(), &figure.config(scale), &Context::default()).unwrap();
        let drawing = figure.draw(&record).unwrap();
        write_whole(&Record::path(folder, figure.id()), record.text().unwrap().as_bytes()).unwrap();
        write_whole(&Record::drawing_path(folder, figure.id()), drawing.bytes()).unwrap();
        write_whole(&Record::facts_path(folder, figure.id()), &serde_json::to_vec(&facts).unwrap()).unwrap();
    }
}
