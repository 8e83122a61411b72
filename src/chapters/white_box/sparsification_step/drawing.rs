//! The drawing.

use anyhow::Result;

use super::{BySize, Case, Dictionary, Ensemble, Incoherence, Outcome, SparsificationStep, Start};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, SERIES, Series},
    },
    ground::estimate::Estimate,
    math::vectors::{largest, smallest},
};

/// The objective after a step, rates of codes and how sparse they become; the rest folds.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let of = |ensemble: Ensemble, dictionary: Dictionary| {
        outcome.cases.iter().find(move |case| case.ensemble == ensemble && case.dictionary == dictionary)
    };
    let coded = |dictionary: Dictionary| of(Ensemble::Coded, dictionary).map(|case| by_size(outcome, case));
    let normal = of(Ensemble::Normal, Dictionary::Kaiming).map(|case| by_size(outcome, case));
    Grid::new(SparsificationStep::TITLE, description(outcome))
        .lead(coded(Dictionary::Kaiming).into_iter().chain([rates(outcome)]))
        .lead([nonzeros(outcome, Ensemble::Coded)])
        .more(coded(Dictionary::Gaussian).into_iter().chain(coded(Dictionary::Orthogonal)))
        .more(normal.into_iter().chain([nonzeros(outcome, Ensemble::Normal)]))
        .more([departures(outcome), ratios(outcome)])
        .drawing()
}

fn look(dictionary: Dictionary) -> Series {
    match dictionary {
        Dictionary::Orthogonal => SERIES[3],
        Dictionary::Gaussian => SERIES[4],
        Dictionary::Kaiming => SERIES[5],
    }
}

/// The numbers alone, for what folds: a sheet has room for the story's intervals.
fn values(estimates: &[Estimate]) -> Vec<f64> {
    estimates.iter().map(|estimate| estimate.value).collect()
}

/// Above this the objective is not shown: long steps may end far higher.
const HIGHEST: f64 = 2.0;

fn by_size(outcome: &Outcome, case: &Case) -> Chart {
    let sizes = &outcome.curvatures;
    let last = sizes[sizes.len() - 1];
    let least = case.codes.solution.objective;
    let all = || case.by_size.iter().flat_map(|by_size| &by_size.objectives).map(|objective| objective.high);
    let high = largest(all()).clamp(1.1, HIGHEST);
    let titled = match (case.ensemble, case.dictionary) {
        (Ensemble::Coded, Dictionary::Kaiming) => "The objective after one step",
        (Ensemble::Coded, Dictionary::Gaussian) => "The same in a Gaussian D",
        (Ensemble::Coded, Dictionary::Orthogonal) => "And in an orthogonal D",
        (Ensemble::Normal, _) => "The same for Gaussian tokens",
    };
    let mut chart = Chart::new(("η‖D‖²", 0.0..1.05 * last), ("F/F(ReLU(u))", 0.0..1.05 * high))
        .titled(titled)
        .held(format!("{}, {}; λ = {}", case.dictionary.name(), case.ensemble.name(), outcome.lambda))
        .described(by_size_described(outcome, case));
    for (by_size, series) in case.by_size.iter().zip(SERIES) {
        match (case.ensemble, case.dictionary) {
            (Ensemble::Coded, Dictionary::Kaiming) => {
                chart.estimates(sizes, &by_size.objectives, series, by_size.start.name())
            }
            _ => chart.line(sizes, &values(&by_size.objectives), series, by_size.start.name()),
        };
    }
    for (at, name) in [(1.0, "1/‖D‖²"), (2.0, "2/‖D‖²")] {
        if at < last {
            chart.rule_x(at, name);
        }
    }
    chart.rule_y(1.0, "").rule_y(least.value, "least");
    chart
}

fn by_size_described(outcome: &Outcome, case: &Case) -> String {
    let place = outcome.curvatures.iter().rposition(|size| *size <= 1.0).unwrap_or(0);
    let said: Vec<String> = case
        .by_size
        .iter()
        .map(|by_size: &BySize| format!("{} {:.3}", by_size.start.name(), by_size.objectives[place].value))
        .collect();
    format!(
        "The objective after one step over that of ReLU(u), against the step size, {}, {}. At {}/‖D‖²: {}; the least is {:.3}.",
        case.dictionary.name(),
        case.ensemble.name(),
        outcome.curvatures[place],
        said.join(", "),
        case.codes.solution.objective.value
    )
}

fn rates(outcome: &Outcome) -> Chart {
    let precisions = &outcome.epsilon_squared;
    let (first, last) = (precisions[0], precisions[precisions.len() - 1]);
    let cases = || outcome.cases.iter().filter(|case| case.ensemble == Ensemble::Coded);
    let all = || cases().flat_map(|case| &case.rates.layer);
    let (low, high) = (smallest(all().map(|e| e.low)).min(1.0), largest(all().map(|e| e.high)).max(1.0));
    let room = 0.05 * (high - low).max(1e-6);
    let said: Vec<String> = cases()
        .map(|case| {
            let ratios = &case.rates.layer;
            format!("{}: {:.3} and {:.3}", case.dictionary.name(), ratios[0].value, ratios[ratios.len() - 1].value)
        })
        .collect();
    let mut chart = Chart::new(Axis::log("ε²", 0.9 * first..1.1 * last), ("R(DZ)/R(Z)", low - room..high + room))
        .titled("Is R(Z) that of DZ?")
        .held("Z: codes after one layer, of mean squared length 1")
        .described(format!(
            "The ratio of the rates of DZ and of Z against the squared precision. At {first} and at {last}: {}.",
            said.join("; ")
        ));
    for case in cases() {
        chart.estimates(precisions, &case.rates.layer, look(case.dictionary), case.dictionary.name());
    }
    chart.rule_y(1.0, "");
    chart
}

fn nonzeros(outcome: &Outcome, ensemble: Ensemble) -> Chart {
    let steps: Vec<f64> = outcome.steps.iter().map(|&step| step as f64).collect();
    let (first, last) = (steps[0], steps[steps.len() - 1]);
    let cases = || outcome.cases.iter().filter(move |case| case.ensemble == ensemble);
    let said: Vec<String> = cases().map(nonzeros_described).collect();
    let titled = match ensemble {
        Ensemble::Coded => "How many entries are not zero",
        Ensemble::Normal => "The same, Gaussian tokens",
    };
    let mut chart =
        Chart::new(Axis::log("steps of size η from u", 0.9 * first..1.1 * last), ("share of nonzeros", 0.0..0.75))
            .titled(titled)
            .held(format!("{}; η = {}, λ = {}; thin: the solution", ensemble.name(), outcome.eta, outcome.lambda))
            .described(format!("Shares of nonzero entries. {}.", said.join("; ")));
    for case in cases() {
        let (series, name) = (look(case.dictionary), case.dictionary.name());
        let solution = case.codes.solution.nonzeros.value;
        match ensemble {
            Ensemble::Coded => chart.estimates(&steps, &case.after_steps.nonzeros, series, name),
            Ensemble::Normal => chart.line(&steps, &values(&case.after_steps.nonzeros), series, name),
        };
        chart.line(&[first, last], &[solution; 2], series.thin(), &format!("solution, {name}"));
    }
    if let Some(case) = cases().next_back() {
        chart.rule_y(case.codes.rectified.nonzeros.value, "ReLU(u)");
    }
    if ensemble == Ensemble::Coded {
        chart.rule_y(outcome.true_nonzeros, "the code that made u");
    }
    chart
}

fn nonzeros_described(case: &Case) -> String {
    format!(
        "{}: ReLU(u) {:.3}, after one step {:.3}, solution {:.3}",
        case.dictionary.name(),
        case.codes.rectified.nonzeros.value,
        case.after_steps.nonzeros[0].value,
        case.codes.solution.nonzeros.value
    )
}

fn departures(outcome: &Outcome) -> Chart {
    let most = largest(outcome.incoherence.iter().flat_map(|found| &found.departures).map(|e| e.high)).max(1.0);
    let mut chart = Chart::new(widths(outcome), ("‖D*D − I‖/√d; coherence", 0.0..1.1 * most))
        .titled("How far from orthogonal")
        .held("thin: the largest |cos| between two columns")
        .described(over_dictionaries(outcome, "‖D*D − I‖/√d and the coherence", |found, last| {
            format!("{:.3}, {:.3}", found.departures[last].value, found.coherences[last].value)
        }));
    for found in &outcome.incoherence {
        let (xs, series, name) = (numbers(found), look(found.dictionary), found.dictionary.name());
        chart.estimates(&xs, &found.departures, series, name);
        let coherences: Vec<f64> = found.coherences.iter().map(|estimate| estimate.value).collect();
        chart.line(&xs, &coherences, series.thin(), &format!("coherence, {name}"));
    }
    chart
}

fn ratios(outcome: &Outcome) -> Chart {
    let all = || outcome.incoherence.iter().flat_map(|found| found.fine_ratios.iter().chain(&found.coarse_ratios));
    let (low, high) = (smallest(all().map(|e: &Estimate| e.low)).min(1.0), largest(all().map(|e| e.high)).max(1.0));
    let room = 0.05 * (high - low).max(1e-6);
    let (first, last) = (outcome.epsilon_squared[0], outcome.epsilon_squared[outcome.epsilon_squared.len() - 1]);
    let mut chart = Chart::new(widths(outcome), ("R(DZ)/R(Z)", low - room..high + room))
        .titled("Rates of DZ and of Z, by width")
        .held(format!("d Gaussian tokens; ε² = {last}, thin: {first}"))
        .described(over_dictionaries(
            outcome,
            "The ratio of rates at the greatest ε² and at the least",
            |found, last| format!("{:.3}, {:.3}", found.coarse_ratios[last].value, found.fine_ratios[last].value),
        ));
    for found in &outcome.incoherence {
        let (xs, series, name) = (numbers(found), look(found.dictionary), found.dictionary.name());
        chart.estimates(&xs, &found.coarse_ratios, series, name);
        let fine: Vec<f64> = found.fine_ratios.iter().map(|estimate| estimate.value).collect();
        chart.line(&xs, &fine, series.thin(), &format!("fine, {name}"));
    }
    chart.rule_y(1.0, "");
    chart
}

fn widths(outcome: &Outcome) -> Axis {
    let xs = numbers(&outcome.incoherence[0]);
    Axis::log("width d", 0.9 * xs[0]..1.1 * xs[xs.len() - 1])
}

fn numbers(found: &Incoherence) -> Vec<f64> {
    found.widths.iter().map(|&width| width as f64).collect()
}

fn over_dictionaries(outcome: &Outcome, what: &str, of: impl Fn(&Incoherence, usize) -> String) -> String {
    let last = outcome.incoherence[0].widths.len() - 1;
    let said: Vec<String> =
        outcome.incoherence.iter().map(|found| format!("{} {}", found.dictionary.name(), of(found, last))).collect();
    format!("{what}, against the width. At {}: {}.", outcome.incoherence[0].widths[last], said.join("; "))
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let starts: Vec<&str> = Start::ALL.iter().map(|start| start.name()).collect();
    format!(
        "Codes of {} tokens of {} numbers in square dictionaries: the objective after {}, the rate of DZ beside that of Z, and \
         shares of nonzero entries step by step.",
        outcome.tokens,
        outcome.width,
        starts.join(", ")
    )
}
