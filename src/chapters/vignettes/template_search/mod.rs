//! Covering against optimising: a bank of templates on a surface of signals, or a coarse bank and a climb along it.

mod claims;
mod config;
mod drawing;
mod outcome;
mod run;
#[cfg(test)]
mod tests;
mod tolerances;

use anyhow::Result;

pub use config::{Chirps, Config, Torus};
pub use outcome::{Bank, Basin, Chosen, Comparison, Covering, Example, InDimension, Outcome, Search};

use crate::{
    data::detector_noise::ADVANCED_LIGO,
    figure::{Checked, Claim, Context, Drawing, Experiment, Rule},
};

/// What a search by templates finds and costs, and what one by ascents does.
#[derive(Debug)]
pub struct TemplateSearch;

impl Experiment for TemplateSearch {
    const ID: &'static str = "vignettes/template_search";
    const TITLE: &'static str = "Covering a surface of signals with templates, or climbing along it";
    const DATA: &'static [&'static str] = &[ADVANCED_LIGO.path];
    const TOLERANCES: &'static [Rule] = tolerances::TOLERANCES;
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        run::run(config, context)
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        claims::claims(outcome)
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(outcome)
    }
}
