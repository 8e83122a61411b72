//! The drawing.

use anyhow::Result;

use super::{Bank, Comparison, Covering, InDimension, Outcome, Search};
use crate::{
    figure::{
        Drawing,
        plot::{Axis, Chart, Colours, Grid, INK, Raster, SERIES},
    },
    ground::estimate::Estimate,
};

/// Covering, climbing, and what both cost.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let surface = &outcome.example.surface;
    let (least, most) = surface.iter().fold((f64::MAX, f64::MIN), |(a, b), &x| (a.min(x), b.max(x)));
    Grid::new("Covering a surface of signals, or climbing along it", description(outcome))
        .lead([sizes("chirps over (m₁, m₂)", &outcome.chirps), sizes("a torus of two dimensions", &outcome.torus)])
        .more([map(outcome, (least, most)), below(outcome)])
        .more([climb(outcome), basin(outcome)])
        .more([searches("chirps in noise", &outcome.chirp_search), growth(outcome)])
        .more([of_dimension(outcome.growth.first()), of_dimension(outcome.growth.last())])
        .drawing()
}

/// A range on a logarithmic axis with some room at both ends.
fn roomy(values: impl Iterator<Item = f64>) -> std::ops::Range<f64> {
    let (least, most) = values.fold((f64::MAX, 0.0_f64), |(least, most), x| (least.min(x), most.max(x)));
    0.7 * least..1.4 * most
}

fn sizes(title: &str, covering: &Covering) -> Chart {
    let of = |number: &dyn Fn(&Bank) -> f64| covering.banks.iter().map(number).collect::<Vec<f64>>();
    let lost = of(&|bank| 1.0 - bank.minimal_match);
    let counts = of(&|bank| bank.templates as f64);
    let (surface, curve) = (of(&|bank| bank.of_a_surface), of(&|bank| bank.of_a_curve));
    let range = roomy(counts.iter().chain(&surface).copied().map(|n| n.max(1.0)));
    let lost_range = roomy(lost.iter().copied());
    let mut chart =
        Chart::new(Axis::log("1 − MM", lost_range), Axis::log("templates N", range)).titled(title).aspect(0.8);
    chart
        .line(&lost, &counts, SERIES[0].thin(), "")
        .dots(&lost, &counts, 7.0, SERIES[0], "placed at random")
        .line(&lost, &surface, INK, "hexagons")
        .line(&lost, &curve, SERIES[1].thin(), "a row");
    chart
}

fn map(outcome: &Outcome, (least, most): (f64, f64)) -> Chart {
    let example = &outcome.example;
    let masses = example.from_msun..example.to_msun;
    let raster = Raster::new(example.pixels, &example.surface, &(least..=most), Colours::Viridis).smooth();
    let path = [0, 1].map(|body| example.path.iter().map(|masses| masses[body]).collect::<Vec<f64>>());
    let start = path.each_ref().map(|along| vec![along[0]]);
    let [m1, m2] = example.injected;
    let mut chart = Chart::new(("mass m₁ (suns)", masses.clone()), ("mass m₂ (suns)", masses.clone()))
        .titled("one ascent")
        .aspect(1.0);
    chart
        .image(raster, masses.clone(), masses)
        .line(&path[0], &path[1], SERIES[1].solid(), "path")
        .dots(&start[0], &start[1], 7.0, SERIES[4], "start")
        .dots(&[m1], &[m2], 9.0, SERIES[3], "signal")
        .dots(&path[0], &path[1], 4.0, SERIES[1], "");
    chart
}

fn below(outcome: &Outcome) -> Chart {
    let all = || outcome.chirps.banks.iter().chain(&outcome.torus.banks);
    let most = all().map(|bank| bank.below.high.max(bank.promised)).fold(0.0, f64::max);
    let lost = roomy(all().map(|bank| 1.0 - bank.minimal_match));
    let mut chart = Chart::new(Axis::log("1 − MM", lost), ("share of signals below MM", 0.0..1.1 * most))
        .titled("what a bank leaves uncovered")
        .aspect(1.0);
    for (covering, series, label) in [(&outcome.chirps, SERIES[0], "chirps"), (&outcome.torus, SERIES[2], "torus")] {
        let lost: Vec<f64> = covering.banks.iter().map(|bank| 1.0 - bank.minimal_match).collect();
        let shares: Vec<Estimate> = covering.banks.iter().map(|bank| bank.below).collect();
        chart.scattered_estimates(&lost, &shares, series, label);
    }
    if let Some(bank) = outcome.chirps.banks.first() {
        chart.rule_y(bank.promised, "promised");
    }
    chart
}

fn climb(outcome: &Outcome) -> Chart {
    let example = &outcome.example;
    let steps: Vec<f64> = (0..example.values.len()).map(|step| step as f64).collect();
    let levels = || example.values.iter().copied().chain([example.finest_bank, example.at_injected]);
    let (least, most) = levels().fold((f64::MAX, f64::MIN), |(a, b), x| (a.min(x), b.max(x)));
    let room = 0.12 * (most - least).max(0.1);
    let last = (steps.len() as f64 - 1.0).max(1.0);
    let mut chart =
        Chart::new(("step", 0.0..last), ("product", least - room..most + room)).titled("its height").aspect(0.8);
    chart
        .line(&steps, &example.values, SERIES[1].solid(), "")
        .dots(&steps, &example.values, 6.0, SERIES[1], "ascent")
        .line(&[0.0, last], &[example.finest_bank; 2], SERIES[0].solid(), "finest bank")
        .line(&[0.0, last], &[example.at_injected; 2], INK, "the signal's own template");
    chart
}

fn basin(outcome: &Outcome) -> Chart {
    let basin = &outcome.basin;
    let mut chart = Chart::new(("match at the start", 0.0..1.0), ("share that arrives", 0.0..1.0))
        .titled("basin of attraction")
        .aspect(0.8);
    let beside = |by: f64| basin.starting_match.iter().map(|at| at + by).collect::<Vec<f64>>();
    chart.scattered_estimates(&beside(-0.008), &basin.quiet, SERIES[0], "without noise");
    chart.scattered_estimates(&beside(0.008), &basin.noisy, SERIES[1], "with noise");
    chart
}

fn searches(title: &str, comparison: &Comparison) -> Chart {
    let costs = roomy(comparison.searches.iter().map(Search::cost));
    let least = comparison.searches.iter().map(|search| search.detected.low).fold(1.0, f64::min);
    let detected = ("detected", (least - 0.05).max(0.0)..1.0);
    let mut chart = Chart::new(Axis::log("multiplications", costs), detected).titled(title).aspect(0.8);
    let mut kinds: Vec<usize> = comparison.searches.iter().map(|search| search.starts).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for (&starts, series) in kinds.iter().zip(SERIES) {
        let of: Vec<&Search> = comparison.searches.iter().filter(|search| search.starts == starts).collect();
        let xs: Vec<f64> = of.iter().map(|search| search.cost()).collect();
        let shares: Vec<Estimate> = of.iter().map(|search| search.detected).collect();
        let label = match starts {
            0 => "bank".to_owned(),
            1 => "1 ascent".to_owned(),
            _ => format!("{starts} ascents"),
        };
        if starts == 0 {
            chart.line(&xs, &shares.iter().map(|share| share.value).collect::<Vec<_>>(), series.thin(), "");
        }
        chart.scattered_estimates(&xs, &shares, series, &label);
    }
    chart
}

fn growth(outcome: &Outcome) -> Chart {
    let dimensions = |of: &dyn Fn(&InDimension) -> Option<f64>| -> [Vec<f64>; 2] {
        let points = outcome.growth.iter().filter_map(|at| of(at).map(|cost| (at.dimension as f64, cost)));
        let (xs, ys) = points.unzip();
        [xs, ys]
    };
    let finest = dimensions(&|at| Some(at.comparison.finest.cost));
    let bank = dimensions(&|at| Some(at.comparison.bank.cost));
    let ascent = dimensions(&|at| at.comparison.ascent.map(|ascent| ascent.cost));
    let as_high = dimensions(&|at| at.comparison.as_high.map(|ascent| ascent.cost));
    let costs = roomy(finest[1].iter().chain(&bank[1]).chain(&ascent[1]).chain(&as_high[1]).copied());
    let (first, last) = (finest[0][0], finest[0][finest[0].len() - 1]);
    let ticks: Vec<(f64, String)> = finest[0].iter().map(|&d| (d, format!("{d}"))).collect();
    let axis = Axis::linear("dimension d", first - 0.2..last + 0.2)
        .with_ticks(ticks.iter().map(|(value, name)| (*value, name.as_str())));
    let mut chart = Chart::new(axis, Axis::log("multiplications", costs)).titled("tori").aspect(0.8);
    for ([xs, ys], series, label) in [
        (&finest, INK, "finest bank"),
        (&as_high, SERIES[2].solid(), "ascent as high"),
        (&bank, SERIES[0], "bank that detects as much"),
        (&ascent, SERIES[1].solid(), "ascent that does"),
    ] {
        chart.line(xs, ys, series, label).dots(xs, ys, 6.0, series, "");
    }
    chart
}

fn of_dimension(at: Option<&InDimension>) -> Chart {
    at.map_or_else(
        || Chart::new(("", 0.0..1.0), ("", 0.0..1.0)),
        |at| searches(&format!("torus, d = {}", at.dimension), &at.comparison),
    )
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let grown = outcome.growth.iter().map(|at| {
        let ascent = at.comparison.ascent.map_or_else(|| "none".to_owned(), |ascent| format!("{:.1e}", ascent.cost));
        format!("d = {}: bank {:.1e}, ascent {ascent}", at.dimension, at.comparison.bank.cost)
    });
    format!(
        "Templates against what a bank may lose, for chirps (exponent {:.2}) and a torus of two dimensions (exponent \
         {:.2}); a map of the product over two masses with the path of an ascent, which rises from {:.2} to {:.2}; shares of \
         signals left uncovered; the share of ascents that arrive against the match at their start; and the detected share \
         against multiplications. Multiplications for equal detection on the torus: {}.",
        outcome.chirps.exponent,
        outcome.torus.exponent,
        outcome.example.values.first().copied().unwrap_or_default(),
        outcome.example.values.last().copied().unwrap_or_default(),
        grown.collect::<Vec<_>>().join("; ")
    )
}
