//! The drawing.

use anyhow::Result;

use super::{Outcome, Picture, Problem, RateReduction};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, Panel, SERIES, minus},
    },
    math::vectors::{largest, smallest},
};

/// The three pictures, what length does, and what each class is given; counts and ascents fold.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new(RateReduction::TITLE, description(outcome))
        .lead([pictures(outcome)])
        .lead([scaled(outcome), singular_values(outcome)])
        .more([starts(outcome), gains(outcome)])
        .more([balls(outcome), cells(outcome)])
        .more([unit(outcome)])
        .drawing()
}

/// From the middle of a picture of tokens to its side.
const SIDE: f64 = 3.0;

fn pictures(outcome: &Outcome) -> Panel {
    let said = |picture: &Picture| {
        format!("{}: ΔR {:.3}, {} nonzero entries", picture.name, picture.reduction, picture.nonzero)
    };
    Panel::strip("The same tokens three times", 3, outcome.pictures.iter().map(picture))
        .held(format!("ε² = {}; lines: the subspaces; ΔR in nats a token", outcome.epsilon_squared))
        .described(format!(
            "Tokens on two lines. {}.",
            outcome.pictures.iter().map(said).collect::<Vec<_>>().join("; ")
        ))
}

fn picture(picture: &Picture) -> Chart {
    let reduction = minus(&format!("{:.3}", picture.reduction));
    let caption = format!("{}: ΔR = {reduction}, ‖Z‖₀ = {}", picture.name, picture.nonzero);
    let mut chart = plane().titled(&caption);
    let half = picture.places.len() / 2;
    for (k, places) in picture.places.chunks(half.max(1)).enumerate() {
        let [xs, ys] = [0, 1].map(|a| picture.lines[k].map(|end| end[a]));
        chart.line(&xs, &ys, INK.thin().solid(), "");
        let [xs, ys] = [0, 1].map(|a| places.iter().map(|place| place[a]).collect::<Vec<f64>>());
        chart.dots(&xs, &ys, 5.0, SERIES[k], if k == 0 { "first line's" } else { "second line's" });
    }
    chart
}

fn plane() -> Chart {
    Chart::new(Axis::hidden(-SIDE..SIDE), Axis::hidden(-SIDE..SIDE)).exactly(1.0)
}

fn scaled(outcome: &Outcome) -> Chart {
    let scaled = &outcome.scaled;
    let last = scaled.scales.len() - 1;
    let mut chart = Chart::new(
        Axis::log("factor c", 0.9 * scaled.scales[0]..1.1 * scaled.scales[last]),
        ("nats a token", 0.0..1.05 * largest(scaled.rates.iter().copied())),
    )
    .titled("Longer tokens have all rates higher")
    .held("the second picture's tokens times c")
    .described(format!(
        "R, R^c and ΔR of cZ rise with c: R^c from {:.3} to {:.3}, ΔR from {:.3} to {:.3}, whose limit is {:.3}.",
        scaled.subspace_rates[0],
        scaled.subspace_rates[last],
        scaled.reductions[0],
        scaled.reductions[last],
        scaled.limit
    ));
    chart.line(&scaled.scales, &scaled.rates, SERIES[0], "R(cZ)");
    chart.line(&scaled.scales, &scaled.subspace_rates, SERIES[1], "R^{c}(cZ)");
    chart.line(&scaled.scales, &scaled.reductions, SERIES[2], "ΔR(cZ)");
    chart.rule_y(scaled.limit, "(d/2) ln(d/p)");
    chart
}

fn singular_values(outcome: &Outcome) -> Chart {
    let classes: Vec<_> = outcome.problems.iter().flat_map(|problem| &problem.classes).collect();
    let names: Vec<String> = classes.iter().map(|class| class.size.to_string()).collect();
    let places: Vec<f64> = (1..=classes.len()).map(|place| place as f64).collect();
    let ticks = places.iter().copied().zip(names.iter().map(String::as_str));
    let closed: Vec<f64> = classes.iter().map(|class| class.singular_value).collect();
    let found: Vec<(f64, f64)> = places
        .iter()
        .zip(&classes)
        .flat_map(|(&place, class)| class.found.iter().map(move |&sigma| (place, sigma)))
        .collect();
    let (xs, ys): (Vec<f64>, Vec<f64>) = found.into_iter().unzip();
    let ends: usize = outcome.problems.iter().map(|problem| problem.ends.len()).sum();
    let off = largest(outcome.problems.iter().map(|problem| problem.singular_values_off));
    let axis =
        Axis::linear("size of the class, problem after problem", 0.4..classes.len() as f64 + 0.6).with_ticks(ticks);
    let mut chart = Chart::new(axis, ("singular value", 0.0..1.15 * largest(closed.iter().copied())))
        .titled("One singular value a class")
        .held(format!("smallest and largest nonzero ones of {ends} ends of ascent"))
        .described(format!(
            "Nonzero singular values of each class where ascents end lie on the closed form's, to {off:.1e}."
        ));
    chart.dots(&places, &closed, 11.0, SERIES[4], "closed form");
    chart.dots(&xs, &ys, 5.0, SERIES[0], "found");
    chart
}

fn name(problem: &Problem) -> String {
    let sizes: Vec<String> = problem.classes.iter().map(|class| class.size.to_string()).collect();
    format!("d = {}, sizes {}", problem.dimension, sizes.join(" "))
}

fn starts(outcome: &Outcome) -> Chart {
    let deviations = || outcome.problems.iter().flat_map(|problem| &problem.deviations).copied();
    let all = || outcome.problems.iter().flat_map(|problem| problem.ends.iter().map(|end| end.objective));
    let top = largest(all().chain(outcome.problems.iter().map(|problem| problem.best))).max(0.1);
    let low = smallest(all()).min(0.0);
    let ends = smallest(deviations()) / 1.5..largest(deviations()) * 1.5;
    let shares = |problem: &Problem| {
        let each: Vec<String> = problem.global_shares.iter().map(|share| format!("{:.2}", share.value)).collect();
        format!("{}: {}", name(problem), each.join(", "))
    };
    let mut chart = Chart::new(
        Axis::log("deviation of a start", ends.clone()),
        ("F at the end", low - 0.05 * top..1.08 * top),
    )
    .titled("Where ascents end, by the size of their start")
    .held("in units of the optimum's entries; lines: the closed form's best")
    .described(format!(
        "Objectives where ascents end. Shares that end at the best, from the smallest starts to the largest: {}.",
        outcome.problems.iter().map(shares).collect::<Vec<_>>().join("; ")
    ));
    for (problem, series) in outcome.problems.iter().zip(SERIES) {
        let xs: Vec<f64> = problem.ends.iter().map(|end| end.deviation).collect();
        let ys: Vec<f64> = problem.ends.iter().map(|end| end.objective).collect();
        chart.dots(&xs, &ys, 5.0, series, &name(problem));
        chart.line(&[ends.start, ends.end], &[problem.best; 2], series.thin(), "");
    }
    chart
}

fn gains(outcome: &Outcome) -> Chart {
    let all = || outcome.problems.iter().flat_map(|problem| &problem.gains).copied();
    let (low, high) = (smallest(all()), largest(all()));
    let parts = |problem: &Problem| format!("{}: {:.3}", name(problem), problem.gainless_part);
    let first = outcome.problems[0].lambda_parts[0];
    let mut chart = Chart::new(
        ("λ over the theorem's largest", first..1.02),
        ("g of the largest class", low - 0.05 * (high - low)..high),
    )
    .titled("What a dimension of the largest class adds")
    .described(format!(
        "The gain of a dimension falls with λ and is 0 before the largest λ. Zeros: {}.",
        outcome.problems.iter().map(parts).collect::<Vec<_>>().join("; ")
    ));
    for (problem, series) in outcome.problems.iter().zip(SERIES) {
        chart.line(&problem.lambda_parts, &problem.gains, series, &name(problem));
    }
    chart.rule_y(0.0, "nothing");
    chart
}

fn balls(outcome: &Outcome) -> Chart {
    let balls = &outcome.balls;
    let counted: Vec<f64> = balls.counted.iter().map(|&count| count as f64).collect();
    let last = balls.errors.len() - 1;
    let mut chart = Chart::new(
        Axis::log("ε²", 0.8 * balls.errors[0]..1.2 * balls.errors[last]),
        Axis::log("balls", 0.8..1.3 * largest(counted.iter().chain(&balls.expected).copied())),
    )
    .titled("How many balls fill the tokens' region")
    .held("the second picture's tokens")
    .described(format!(
        "Squares as large as a ball with their middles in the region, and e^R: {} and {:.1} at the smallest error.",
        balls.counted[0], balls.expected[0]
    ));
    chart.line(&balls.errors, &balls.expected, INK, "e^{R}").dots(&balls.errors, &counted, 7.0, SERIES[0], "counted");
    chart
}

fn cells(outcome: &Outcome) -> Chart {
    let [xs, ys] = [0, 1].map(|a| outcome.balls.cells.iter().map(|cell| cell[a]).collect::<Vec<f64>>());
    let places = &outcome.pictures[1].places;
    let [token_xs, token_ys] = [0, 1].map(|a| places.iter().map(|place| place[a]).collect::<Vec<f64>>());
    let mut chart = plane()
        .titled("The region, one dot a ball")
        .held(format!("ε² = {}", outcome.balls.shown_error))
        .described(format!(
            "Middles of the {} squares that the region of the tokens holds, and the tokens.",
            outcome.balls.cells.len()
        ));
    chart.dots(&xs, &ys, 3.0, INK.solid(), "squares").dots(&token_xs, &token_ys, 5.0, SERIES[0], "tokens");
    chart
}

fn unit(outcome: &Outcome) -> Chart {
    let unit = &outcome.unit;
    let counts: Vec<f64> = unit.counts.iter().map(|&count| count as f64).collect();
    let last = counts.len() - 1;
    let mut chart = Chart::new(
        Axis::log("tokens N", 0.9 * counts[0]..1.1 * counts[last]),
        ("nats a token", 0.0..1.08 * largest(unit.ceilings.iter().copied())),
    )
    .titled("Tokens of length 1: floor, ceiling and random directions")
    .held(format!("p = {}, ε² = {}; 95 % intervals of the mean", unit.width, unit.epsilon_squared))
    .described(format!(
        "Rates of random tokens of length 1 from {:.2} to {:.2}, between a floor of {:.2} and a ceiling of {:.2}.",
        unit.drawn[0].value, unit.drawn[last].value, unit.floor, unit.ceilings[last]
    ));
    chart.line(&counts, &unit.ceilings, SERIES[1], "ceiling").line(&counts, &unit.limits, INK, "limit, random");
    chart.scattered_estimates(&counts, &unit.drawn, SERIES[0], "drawn");
    chart.rule_y(unit.floor, "floor: all parallel");
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "Tokens on two lines of a plane in three pictures, with ΔR and the number of nonzero entries; the rates of the same \
         tokens scaled; and the singular values of {} problems of regularised rate reduction where ascents end, beside the \
         closed form.",
        outcome.problems.len()
    )
}
