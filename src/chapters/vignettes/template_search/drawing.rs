//! The drawing.

use std::ops::Range;

use anyhow::Result;

use super::{Bank, Chosen, Comparison, Covering, InDimension, Outcome, Search};
use crate::{
    figure::{
        Drawing,
        plot::{Axis, Chart, Colours, Grid, INK, Raster, SERIES, minus},
    },
    ground::estimate::Estimate,
};

/// What covering and climbing cost, and what an ascent adds to a bank; then how banks grow, what they leave, and one ascent.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let page = Grid::new("Covering a surface of signals, or climbing along it", description(outcome))
        .lead([as_much_detected(outcome), as_high(outcome)])
        .lead([searches(&outcome.chirp_search)
            .titled("Chirps: with an ascent, a coarser bank detects as much")
            .held(format!("ρ = {}, two masses", outcome.chirp_search.snr))
            .described(chirps_described(outcome))
            .aspect(0.5)]);
    let page = match outcome.growth.as_slice() {
        [first, .., last] => page.more([on_torus(first, "few"), on_torus(last, "many")]),
        _ => page,
    };
    page.more([
        sizes("Two masses: the bank grows like that of a curve", &outcome.chirps),
        sizes("A torus: the bank grows like that of a surface", &outcome.torus),
    ])
    .more([map(outcome), basin(outcome)])
    .more([below(outcome)])
    .drawing()
}

/// What the cheapest search of each kind costs in every dimension that detects as much as the finest bank.
fn as_much_detected(outcome: &Outcome) -> Chart {
    let title = match outcome.detects_cheaper_from {
        Some(dimension) => format!("As much detected: climbing pays from d = {dimension} on"),
        None => "As much detected: climbing does not pay".to_owned(),
    };
    let ascent = |at: &InDimension| at.comparison.ascent;
    growth(outcome, &|at| Some(at.comparison.bank), &ascent)
        .titled(&title)
        .held(format!("the finest bank's detections, less {} at most", outcome.margin))
}

/// The same for searches whose largest product is as high as the finest bank's.
fn as_high(outcome: &Outcome) -> Chart {
    let title = match outcome.as_high_cheaper_from {
        Some(dimension) => format!("As high a product: climbing pays from d = {dimension} on"),
        None => "As high a product: climbing does not pay".to_owned(),
    };
    growth(outcome, &|at| Some(at.comparison.finest), &|at| at.comparison.as_high)
        .titled(&title)
        .held("the finest bank's product, on 95 % of the signals")
}

/// Multiplications of two searches in every dimension.
fn growth(
    outcome: &Outcome,
    bank: &dyn Fn(&InDimension) -> Option<Chosen>,
    ascent: &dyn Fn(&InDimension) -> Option<Chosen>,
) -> Chart {
    let all = outcome.growth.iter().map(|at| &at.comparison);
    let costs = all.flat_map(|at| [Some(at.finest), Some(at.bank), at.ascent, at.as_high]).flatten();
    let costs = roomy(costs.map(|search| search.cost));
    let dimensions: Vec<(f64, String)> =
        outcome.growth.iter().map(|at| (at.dimension as f64, at.dimension.to_string())).collect();
    let (first, last) = (dimensions[0].0, dimensions[dimensions.len() - 1].0);
    let ticks = dimensions.iter().map(|(value, name)| (*value, name.as_str()));
    let axis = Axis::linear("dimension d of the torus", first - 0.2..last + 0.2).with_ticks(ticks);
    let mut told = Vec::new();
    let mut chart = Chart::new(axis, Axis::log("multiplications", costs)).names_at_ends().aspect(0.85);
    for (of, series, name) in [(bank, SERIES[0], "bank"), (ascent, SERIES[1], "ascent")] {
        let found = outcome.growth.iter().filter_map(|at| of(at).map(|search| (at.dimension as f64, search.cost)));
        let (xs, ys): (Vec<f64>, Vec<f64>) = found.unzip();
        told.extend(xs.iter().zip(&ys).map(|(dimension, cost)| format!("{name}, d = {dimension}: {cost:.1e}")));
        chart.line(&xs, &ys, series, name).dots(&xs, &ys, 6.0, series, "");
    }
    chart.described(format!("Multiplications against the dimension. {}.", told.join("; ")))
}

/// Detected shares against the size of the bank, for banks alone and with ascents from their best templates.
fn searches(comparison: &Comparison) -> Chart {
    let sizes = roomy(comparison.searches.iter().map(|search| search.templates as f64));
    let least = comparison.searches.iter().map(|search| search.detected.low).fold(1.0, f64::min);
    let detected = ("share detected", (least - 0.05).max(0.0)..1.0);
    let mut chart = Chart::new(Axis::log("templates of the bank", sizes), detected);
    let mut kinds: Vec<usize> = comparison.searches.iter().map(|search| search.starts).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for (&starts, series) in kinds.iter().zip(SERIES) {
        let of: Vec<&Search> = comparison.searches.iter().filter(|search| search.starts == starts).collect();
        let xs: Vec<f64> = of.iter().map(|search| search.templates as f64).collect();
        let shares: Vec<Estimate> = of.iter().map(|search| search.detected).collect();
        let label = match starts {
            0 => "bank alone".to_owned(),
            1 => "and 1 ascent".to_owned(),
            _ => format!("and {starts} ascents"),
        };
        chart.estimates(&xs, &shares, series, &label);
    }
    chart
}

/// The searches in one dimension.
fn on_torus(at: &InDimension, saved: &str) -> Chart {
    searches(&at.comparison)
        .titled(&format!("Torus, d = {}: an ascent saves {saved} templates", at.dimension))
        .described(format!("Detected shares against templates. {}.", chosen_described(&at.comparison)))
        .aspect(0.7)
}

fn sizes(title: &str, covering: &Covering) -> Chart {
    let of = |number: &dyn Fn(&Bank) -> f64| covering.banks.iter().map(number).collect::<Vec<f64>>();
    let reach = of(&|bank| bank.reach);
    let counts = of(&|bank| bank.templates as f64);
    let (surface, curve) = (of(&|bank| bank.of_a_surface), of(&|bank| bank.of_a_curve));
    let range = roomy(counts.iter().chain(&surface).chain(&curve).copied().map(|n| n.max(1.0)));
    let reaches = roomy(reach.iter().copied());
    let told: Vec<String> =
        covering.banks.iter().map(|bank| format!("MM {}: {}", bank.minimal_match, bank.templates)).collect();
    let mut chart = Chart::new(Axis::log("reach r = √(1 − MM)", reaches), Axis::log("templates N", range))
        .titled(title)
        .held(format!("fitted: N as (1 − MM)^{{{}}}", signed(covering.exponent)))
        .described(format!(
            "Templates against the reach of one. {}. Fitted exponent of 1 − MM: {:.2}.",
            told.join("; "),
            covering.exponent
        ))
        .aspect(0.8);
    chart
        .line(&reach, &surface, INK, "a surface, hexagons")
        .line(&reach, &curve, SERIES[1].thin(), "a curve, a row")
        .dots(&reach, &counts, 7.0, SERIES[0], "placed at random");
    chart
}

fn below(outcome: &Outcome) -> Chart {
    let all = || outcome.chirps.banks.iter().chain(&outcome.torus.banks);
    let most = all().map(|bank| bank.below.high.max(bank.promised)).fold(0.0, f64::max);
    let least = all().map(|bank| bank.minimal_match).fold(1.0, f64::min);
    let matches = ("minimal match MM", (least - 0.05).max(0.0)..1.0);
    let mut chart = Chart::new(matches, ("share of signals below MM", 0.0..1.1 * most))
        .titled("Banks leave about as little uncovered as promised")
        .described(format!("Shares of signals below the minimal match; the largest is {:.3}.", outcome.worst_uncovered))
        .aspect(0.8);
    for (covering, series, label) in [(&outcome.chirps, SERIES[0], "chirps"), (&outcome.torus, SERIES[2], "torus")] {
        let matches: Vec<f64> = covering.banks.iter().map(|bank| bank.minimal_match).collect();
        let shares: Vec<Estimate> = covering.banks.iter().map(|bank| bank.below).collect();
        chart.estimates(&matches, &shares, series, label);
    }
    if let Some(bank) = outcome.chirps.banks.first() {
        chart.rule_y(bank.promised, "promised");
    }
    chart
}

fn basin(outcome: &Outcome) -> Chart {
    let basin = &outcome.basin;
    let told = basin.starting_match.iter().zip(basin.quiet.iter().zip(&basin.noisy)).map(|(at, (quiet, noisy))| {
        format!("from {at:.2}, {:.2} without noise and {:.2} with noise", quiet.value, noisy.value)
    });
    let halves = [(0.0, "0"), (0.5, "0.5"), (1.0, "1")];
    let start = Axis::linear("match at the start", 0.0..1.0).with_ticks(halves);
    let arrive = Axis::linear("share of ascents that arrive", 0.0..1.04).with_ticks(halves);
    let mut chart = Chart::new(start, arrive)
        .titled("Noise drowns ascents that start from a poor match")
        .described(format!("Shares of ascents that arrive: {}.", told.collect::<Vec<_>>().join("; ")))
        .aspect(0.8);
    chart.estimates(&basin.starting_match, &basin.quiet, SERIES[0], "without noise");
    chart.estimates(&basin.starting_match, &basin.noisy, SERIES[1], "with noise");
    chart
}

fn map(outcome: &Outcome) -> Chart {
    let example = &outcome.example;
    let (least, most) = ends(example.surface.iter().copied());
    let masses = example.from_msun..example.to_msun;
    let raster = Raster::new(example.pixels, &example.surface, &(least..=most), Colours::Viridis).smooth();
    let path = [0, 1].map(|body| example.path.iter().map(|masses| masses[body]).collect::<Vec<f64>>());
    let start = path.each_ref().map(|along| vec![along[0]]);
    let [m1, m2] = example.injected;
    let side = if example.reached < example.finest_bank { "below" } else { "above" };
    let mut chart = Chart::new(("mass m₁ (suns)", masses.clone()), ("mass m₂ (suns)", masses.clone()))
        .titled(&format!("One ascent, which ends {side} the finest bank"))
        .held(format!("from {:.2} to {:.2}; the finest bank has {:.2}", example.values[0], example.reached, example.finest_bank))
        .described(format!(
            "A map of the product with noisy data over two masses, at the best phase and time, symmetric in the masses. The \
             ascent starts at {:.1} and {:.1}, the signal is at {m1:.1} and {m2:.1}, where the product is {:.2}.",
            start[0][0], start[1][0], example.at_injected
        ))
        .colours(("product", least..most), Colours::Viridis)
        .exactly(1.0);
    chart
        .image(raster, masses.clone(), masses)
        .line(&path[0], &path[1], SERIES[1].solid(), "path")
        .dots(&start[0], &start[1], 7.0, SERIES[4], "start")
        .dots(&[m1], &[m2], 9.0, SERIES[3], "signal")
        .dots(&path[0], &path[1], 4.0, SERIES[1], "");
    chart
}

/// The least and the most.
fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::MAX, f64::MIN), |(least, most), x| (least.min(x), most.max(x)))
}

/// A range on a logarithmic axis with some room at both ends.
fn roomy(values: impl Iterator<Item = f64>) -> Range<f64> {
    let (least, most) = ends(values);
    0.7 * least..1.4 * most
}

/// Two places after the point, with a true minus sign.
fn signed(number: f64) -> String {
    minus(&format!("{number:.2}"))
}

fn chirps_described(outcome: &Outcome) -> String {
    format!("Detected shares of chirps against templates of the bank. {}.", chosen_described(&outcome.chirp_search))
}

/// The searches that were chosen, in words.
fn chosen_described(comparison: &Comparison) -> String {
    let Comparison { finest, bank, ascent, .. } = comparison;
    let said = |name: &str, search: &Chosen| {
        let (templates, cost) = (search.templates, search.cost);
        format!("{name}: {templates} templates, {cost:.1e} multiplications, {:.3} detected", search.detected.value)
    };
    let mut told = vec![said("the finest bank", finest), said("the cheapest bank that detects as much", bank)];
    told.extend(ascent.iter().map(|ascent| said("the cheapest ascent that does", ascent)));
    told.join("; ")
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let grown = outcome.growth.iter().map(|at| {
        let ascent = at.comparison.ascent.map_or_else(|| "none".to_owned(), |ascent| format!("{:.1e}", ascent.cost));
        format!("d = {}: bank {:.1e}, ascent {ascent}", at.dimension, at.comparison.bank.cost)
    });
    format!(
        "Multiplications of banks and of ascents on tori against the dimension, for equal detection and for equal height, \
         and detected shares of chirps against templates. Then detected shares on tori; templates against their reach, for \
         chirps (exponent {:.2}) and a torus of two dimensions (exponent {:.2}); the path of an ascent, which rises from {:.2} \
         to {:.2}; the share of ascents that arrive against the match at their start; and shares of signals left uncovered. \
         Multiplications for equal detection on the torus: {}.",
        outcome.chirps.exponent,
        outcome.torus.exponent,
        outcome.example.values.first().copied().unwrap_or_default(),
        outcome.example.values.last().copied().unwrap_or_default(),
        grown.collect::<Vec<_>>().join("; ")
    )
}
