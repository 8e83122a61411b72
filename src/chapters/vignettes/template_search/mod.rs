//! Covering against optimising: a bank of templates on a surface of signals, or a coarse bank and a climb along it.

mod chirp_search;
mod claims;
mod climb;
mod config;
mod covering;
mod detection;
mod drawing;
mod growth;
mod share;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::{
    data::detector_noise::{ADVANCED_LIGO, Sensitivity},
    figure::{Checked, Claim, Context, Drawing, Experiment, Settings, Tolerance},
    ground::scale::Scale,
    math::{
        statistics::fit,
        vectors::largest,
        waves::{chirp::Binary, chirp_family::ChirpFamily},
    },
};

pub use self::{
    climb::{Basin, Example},
    config::{Chirps, Config, Torus},
    covering::{Bank, Covering},
    detection::{Chosen, Comparison, Search},
    growth::InDimension,
    share::Share,
};

/// The figure.
#[derive(Debug)]
pub struct TemplateSearch;

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// How much less a search may detect than the finest bank and count as equal.
    pub margin: f64,
    /// Frequencies of a chirp's spectrum.
    pub bins: usize,
    /// The band's last frequency, hertz.
    pub to_hz: f64,
    /// Banks of chirps.
    pub chirps: Covering,
    /// Banks on a torus of two dimensions.
    pub torus: Covering,
    /// One ascent.
    pub example: Example,
    /// From where ascents arrive.
    pub basin: Basin,
    /// Both ways to search for chirps.
    pub chirp_search: Comparison,
    /// Both ways to search on a torus, one a dimension.
    pub growth: Vec<InDimension>,
    /// The largest share of signals that a bank leaves below its minimal match.
    pub worst_uncovered: f64,
    /// By what a dimension more multiplies the cost of the cheapest bank that detects as much, fitted over the dimensions.
    pub bank_growth: f64,
    /// The same of the cheapest such ascent, if there is one in every dimension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ascent_growth: Option<f64>,
    /// The same of the cheapest ascent that is as high as the finest bank, if there is one in every dimension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_high_growth: Option<f64>,
    /// By what a dimension more multiplies the finest bank's templates, fitted.
    pub templates_growth: f64,
    /// The same by the theory of a cubic lattice.
    pub templates_growth_by_theory: f64,
    /// The first dimension in which an ascent detects as much as the cheapest bank for less, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detects_cheaper_from: Option<usize>,
    /// The first dimension in which an ascent is as high as the finest bank for less, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_high_cheaper_from: Option<usize>,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        Config::of(scale)
    }

    fn check(&self) -> Result<()> {
        self.check()
    }
}

impl Experiment for TemplateSearch {
    const ID: &'static str = "vignettes/template_search";
    const TITLE: &'static str = "Covering a surface of signals with templates, or climbing along it";
    const DATA: &'static [&'static str] = &[ADVANCED_LIGO.path];
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        let sensitivity = Sensitivity::advanced_ligo()?;
        let chirps = &config.chirps;
        let family = ChirpFamily::new(chirps.lightest..=chirps.heaviest, chirps.from_hz, chirps.step_hz, |f| {
            sensitivity.power_density(f)
        });
        let (covering, banks) = covering::of_chirps(&family, config, context);
        let (coarse, finest) = (&banks[0], &banks[banks.len() - 1]);
        let torus = covering::of_torus(config, context);
        let growth: Vec<InDimension> = (config.torus.dimensions.iter())
            .map(|&dimension| growth::in_dimension(dimension, config, context))
            .collect();
        let grows = |number: &dyn Fn(&InDimension) -> Option<f64>| -> Option<f64> {
            let dimensions: Vec<f64> = growth.iter().map(|at| at.dimension as f64).collect();
            let logs: Option<Vec<f64>> = growth.iter().map(|at| number(at).map(f64::ln)).collect();
            logs.map(|logs| fit::slope(&dimensions, &logs).exp())
        };
        let bank = |at: &InDimension| at.comparison.bank.cost;
        let ascent = |at: &InDimension| at.comparison.ascent.map(|ascent| ascent.cost);
        let as_high = |at: &InDimension| at.comparison.as_high.map(|ascent| ascent.cost);
        let first =
            |cheaper: &dyn Fn(&InDimension) -> bool| growth.iter().find(|at| cheaper(at)).map(|at| at.dimension);
        Ok(Outcome {
            margin: config.margin,
            bins: family.bins(),
            to_hz: Binary { m1: chirps.heaviest, m2: chirps.heaviest }.last_frequency(),
            example: climb::example(&family, coarse, finest, config, context),
            basin: climb::basin(&family, config, context),
            chirp_search: chirp_search::compare(&family, &banks, config, context),
            worst_uncovered: largest(covering.banks.iter().chain(&torus.banks).map(|bank| bank.below.share)),
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

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        claims::claims(outcome)
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(outcome)
    }

    fn tolerance(pointer: &str) -> Tolerance {
        let is_of = |names: &[&str]| names.iter().any(|name| pointer.contains(name));
        if is_of(&["evaluations", "products", "generation", "cost", "_growth", "steps"]) {
            return Tolerance { relative: 0.05, absolute: 0.0, because: "rounding may end an ascent a step sooner" };
        }
        if is_of(&["detected", "as_high", "shortfall", "quiet", "noisy", "below"]) {
            return Tolerance { relative: 0.0, absolute: 0.03, because: "a trial on an edge may fall to either side" };
        }
        if is_of(&["surface"]) {
            return Tolerance { relative: 0.0, absolute: 1.5e-3, because: "rounded to thousandths: one unit" };
        }
        Tolerance { relative: 1e-6, absolute: 1e-8, because: "rounding, and where it ends an ascent" }
    }
}

#[cfg(test)]
mod tests {
    use super::{Chirps, Config, TemplateSearch, Torus};
    use crate::figure::{Checked, Settings as _};
    use crate::{
        figure::{Context, Experiment as _, Verdict, record::layout},
        ground::scale::Scale,
    };

    /// Cheap, and otherwise the quick settings.
    fn small() -> Config {
        let quick = Config::at(Scale::Quick);
        Config {
            chirps: Chirps {
                step_hz: 1.0,
                patience: 5,
                noises: 20,
                signals: 10,
                basin_starts: 10,
                map_pixels: 8,
                ..quick.chirps
            },
            torus: Torus { dimensions: vec![1, 2], noises: 20, signals: 10, ..quick.torus },
            injections: 10,
            ..quick
        }
    }

    #[test]
    fn claims_that_need_few_trials_hold_at_quick_scale() {
        let outcome =
            TemplateSearch::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
        let needs_few = ["narrower than", "no more than the placement", "a bank is cheaper"];
        let claims = TemplateSearch::claims(&outcome);
        for words in needs_few {
            let claim = claims.iter().find(|claim| claim.sentence.contains(words)).unwrap();
            assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
        }
    }

    /// The most of everything that takes room in the drawing or the record, at places that differ.
    #[test]
    fn the_largest_settings_still_draw_and_make_a_record() {
        let small = small();
        let many = vec![0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 0.9];
        let config = Config {
            chirps: Chirps { minimal_matches: many.clone(), ascents_up_to: 1.0, map_pixels: 64, ..small.chirps },
            torus: Torus {
                dimensions: vec![1, 2, 3, 4],
                minimal_matches: vec![0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4],
                placed_matches: many,
                ascents_up_to: 1.0,
                ..small.torus
            },
            starts: vec![1, 2, 3, 4, 5],
            steps: 100,
            least_gain: 1e-9,
            ..small
        };
        Checked::new(config.clone()).map(drop).unwrap();
        let outcome = TemplateSearch::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
        TemplateSearch::draw(&outcome).unwrap();
        let record = layout(&serde_json::to_value(&outcome).unwrap());
        // What else the record holds, its settings and claims, is under 10 kB.
        assert!(record.len() < 990_000, "{} bytes", record.len());
    }

    /// Signals that cannot be heard, ascents that may not move, banks that hold one template: finite, and drawn.
    #[test]
    fn the_smallest_settings_still_draw() {
        let small = small();
        let config = Config {
            chirps: Chirps {
                lightest: 10.0,
                heaviest: 12.0,
                from_hz: 150.0,
                minimal_matches: vec![0.05, 0.8, 0.81],
                snr: 0.0,
                ..small.chirps
            },
            torus: Torus {
                dimensions: vec![3, 4],
                minimal_matches: vec![0.05, 0.06],
                placed_matches: vec![0.8, 0.81],
                above_threshold: 0.0,
                ..small.torus
            },
            starts: vec![64],
            steps: 1,
            longest_step: 1e-3,
            least_gain: 0.1,
            false_alarm: 0.5,
            margin: 0.0,
            products_per_entry: 0.0,
            ..small
        };
        // A band that is too narrow is refused, a narrow one is not.
        assert!(Checked::new(config.clone()).map(drop).unwrap_err().to_string().contains("from_hz"));
        let config = Config { chirps: Chirps { from_hz: 110.0, step_hz: 0.5, ..config.chirps }, ..config };
        Checked::new(config.clone()).map(drop).unwrap();
        let outcome = TemplateSearch::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
        TemplateSearch::draw(&outcome).unwrap();
        let claims = TemplateSearch::claims(&outcome);
        assert!(claims.iter().all(|claim| claim.measured.is_finite()), "{claims:?}");
    }

    #[test]
    fn settings_that_do_not_fit_are_refused_by_name() {
        let refused = |change: fn(&mut Config)| {
            let mut config = Config::at(Scale::Quick);
            change(&mut config);
            Checked::new(config.clone()).map(drop).unwrap_err().to_string()
        };
        assert!(refused(|config| config.torus.waves = 66).contains("multiple of 4"));
        let too_fine = |config: &mut Config| {
            config.torus.dimensions = vec![1, 4];
            config.torus.minimal_matches = vec![0.5, 0.99];
        };
        assert!(refused(too_fine).contains("finest bank on the torus"));
        assert!(refused(|config| config.torus.placed_matches = vec![0.5, 0.9]).contains("exponent"));
        assert!(refused(|config| config.false_alarm = 1e-3).contains("`chirps.noises`"));
        assert!(refused(|config| config.chirps.step_hz = 0.01).contains("frequencies in the band"));
        assert!(refused(|config| config.starts = vec![4, 1]).contains("rising"));
    }
}
