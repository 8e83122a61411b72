//! Banks and ascents, on chirps and on tori.

mod chirp_search;
mod climb;
mod covering;
mod detection;
mod growth;
mod share;

use anyhow::Result;

use super::{Config, InDimension, Outcome};
use crate::{
    data::detector_noise::Sensitivity,
    figure::Context,
    math::{statistics::fit, vectors::largest, waves::chirp_family::ChirpFamily},
};

/// Places the banks, and compares searches on chirps and on tori of every dimension.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let sensitivity = Sensitivity::advanced_ligo()?;
    let chirps = &config.chirps;
    let family = ChirpFamily::new(chirps.lightest..=chirps.heaviest, chirps.from_hz, chirps.step_hz, |f| {
        sensitivity.power_density(f)
    });
    let (covering, banks) = covering::of_chirps(&family, config, context);
    let (coarse, finest) = (&banks[0], &banks[banks.len() - 1]);
    let torus = covering::of_torus(config, context);
    let growth: Vec<InDimension> =
        (config.torus.dimensions.iter()).map(|&dimension| growth::in_dimension(dimension, config, context)).collect();
    let grows = |number: &dyn Fn(&InDimension) -> Option<f64>| -> Option<f64> {
        let dimensions: Vec<f64> = growth.iter().map(|at| at.dimension as f64).collect();
        let logs: Option<Vec<f64>> = growth.iter().map(|at| number(at).map(f64::ln)).collect();
        logs.map(|logs| fit::slope(&dimensions, &logs).exp())
    };
    let bank = |at: &InDimension| at.comparison.bank.cost;
    let ascent = |at: &InDimension| at.comparison.ascent.map(|ascent| ascent.cost);
    let as_high = |at: &InDimension| at.comparison.as_high.map(|ascent| ascent.cost);
    let first = |cheaper: &dyn Fn(&InDimension) -> bool| growth.iter().find(|at| cheaper(at)).map(|at| at.dimension);
    Ok(Outcome {
        margin: config.margin,
        bins: family.bins(),
        to_hz: chirps.to_hz(),
        example: climb::example(&family, coarse, finest, config, context),
        basin: climb::basin(&family, config, context),
        chirp_search: chirp_search::compare(&family, &banks, config, context),
        worst_uncovered: largest(covering.banks.iter().chain(&torus.banks).map(|bank| bank.below.value)),
        chirps: covering,
        torus,
        bank_growth: grows(&|at| Some(bank(at))).unwrap_or_default(),
        ascent_growth: grows(&ascent),
        as_high_growth: grows(&as_high),
        templates_growth: grows(&|at| Some(at.comparison.finest.templates as f64)).unwrap_or_default(),
        templates_growth_by_theory: grows(&|at| Some(at.templates_by_theory)).unwrap_or_default(),
        detects_cheaper_from: first(&|at| ascent(at).is_some_and(|cost| cost < bank(at))),
        as_high_cheaper_from: first(&|at| as_high(at).is_some_and(|cost| cost < at.comparison.finest.cost)),
        growth,
    })
}
