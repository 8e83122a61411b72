//! The drawing: two fields, their difference by time for each objective, and what else was measured.

use anyhow::{Result, bail};

use super::{Arrows, Curve, Objective, Outcome, Taught, Times};
use crate::{
    figure::{
        Drawing,
        plot::{Axis, Chart, Grid, INK, SERIES, Series},
        slider::{Frame, Slider},
    },
    ground::estimate::Estimate,
    math::vectors::{largest, smallest},
};

/// Points of a sample that are drawn, few so that the file is small.
const MOST_DOTS: usize = 150;
/// Ticks of the earliest times.
const TENTHS: [(f64, &str); 4] = [(1e-4, "10⁻⁴"), (1e-3, "10⁻³"), (1e-2, "10⁻²"), (0.1, "10⁻¹")];

/// All panels; the time of the fields slides.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let middle = outcome.fields.len() / 2;
    let [circle, sine, spiral] = outcome.curves.as_slice() else { bail!("a record of other than three curves") };
    let frames = outcome.fields.iter().map(|arrows| {
        let mut errors = of_circle(outcome, circle);
        errors.cursor(arrows.t);
        Frame::new(format!("t = {}", arrows.t), format!("arrows that miss by more than .1: {}", missed(arrows)))
            .row([field(outcome, arrows), errors])
    });
    Grid::new("What networks learn of the score of a noised curve, asked in five ways", description(outcome))
        .lead([field(outcome, &outcome.fields[middle]), of_circle(outcome, circle)])
        .more([learning(circle)])
        .more([errors(outcome, sine), otherwise(outcome, circle)])
        .more([divergence(outcome)])
        .more([drawn(circle), drawn(sine), drawn(spiral)])
        .more([distances(outcome, circle), distances(outcome, sine)])
        .slider(Slider::new("time t", frames.collect()).starting_at(middle))
        .drawing()
}

fn series(objective: Objective) -> Series {
    match objective {
        Objective::Velocity => SERIES[0],
        Objective::Noise => SERIES[1],
        Objective::Clean => SERIES[2],
        Objective::WeightedScore => SERIES[3],
        Objective::Score => SERIES[4],
    }
}

/// Arrows whose ends are more than a tenth apart.
fn missed(arrows: &Arrows) -> usize {
    let apart = |(a, b): (&[f64; 2], &[f64; 2])| (a[0] - b[0]).hypot(a[1] - b[1]) > 0.1;
    arrows.exact.iter().zip(&arrows.learnt).filter(|pair| apart(*pair)).count()
}

/// Segments from the starts to the ends, one after the other.
fn segments(from: &[[f64; 2]], to: &[[f64; 2]]) -> (Vec<f64>, Vec<f64>) {
    from.iter().zip(to).flat_map(|(from, to)| [*from, *to, [f64::NAN; 2]]).map(|[x, y]| (x, y)).unzip()
}

fn field(outcome: &Outcome, arrows: &Arrows) -> Chart {
    let reach = 1.1 * largest(outcome.fields.iter().flat_map(|arrows| &arrows.from).flatten().map(|x| x.abs()));
    let mut chart = Chart::new(Axis::hidden(-reach..reach), Axis::hidden(-reach..reach))
        .titled("Where the score points")
        .held("circle; from each place to a E[x₀|xₜ], which is s² times the score away; a dot at the end")
        .described(
            "Segments from points of a grid to where the exact field and the first network for v lead, at the time of the \
             slider.",
        )
        .exactly(1.0);
    let (xs, ys) = segments(&arrows.from, &arrows.exact);
    chart.line(&xs, &ys, INK.solid(), "exact");
    let (xs, ys) = segments(&arrows.from, &arrows.learnt);
    chart.line(&xs, &ys, SERIES[0].thin().solid(), "network for v");
    let (xs, ys): (Vec<f64>, Vec<f64>) = arrows.learnt.iter().map(|[x, y]| (*x, *y)).unzip();
    chart.dots(&xs, &ys, 2.0, SERIES[0], "its end");
    chart
}

fn errors(outcome: &Outcome, curve: &Curve) -> Chart {
    excess(outcome, &curve.taught, &format!("Error of the learnt score: the {}", curve.name), outcome.drawn)
}

/// On the circle, beside the exact scores of random points, which need no training.
fn of_circle(outcome: &Outcome, circle: &Curve) -> Chart {
    let mut chart = errors(outcome, circle);
    for (of_points, series) in outcome.of_points.iter().rev().zip([INK.thin().solid(), INK.thin()]) {
        let losses: Vec<f64> = of_points.excess.iter().map(|excess| excess.value.max(1e-7)).collect();
        chart.line(&outcome.times, &losses, series, &format!("exact, {} points", of_points.count));
    }
    chart
}

/// The same with times drawn the other way.
fn otherwise(outcome: &Outcome, circle: &Curve) -> Chart {
    let title = format!("The {}, with times drawn {}", circle.name, outcome.drawn.other().name());
    excess(outcome, &outcome.otherwise, &title, outcome.drawn.other())
}

/// What losses are above their floor, by time.
fn excess(outcome: &Outcome, taught: &[Taught], title: &str, drawn: Times) -> Chart {
    let all = || taught.iter().flat_map(|taught| &taught.excess);
    let bottom = smallest(all().map(|excess| excess.low)).max(1e-7);
    let top = largest(all().map(|excess| excess.high)).max(2.0 * bottom);
    let times = &outcome.times;
    let mut chart = Chart::new(
        Axis::log("time t", times[0]..times[times.len() - 1]),
        Axis::log("excess, dimensions", 0.7 * bottom..1.5 * top),
    )
    .titled(title)
    .held(format!(
        "snr E‖x̂₀ − E[x₀|xₜ]‖²; times of training {}; means over {} networks, Student's intervals of 95 %",
        drawn.name(),
        outcome.seeds
    ))
    .described(format!(
        "At the first time: {}.",
        taught
            .iter()
            .map(|taught| format!("{} {:.4}", taught.objective.name(), taught.excess[0].value))
            .collect::<Vec<_>>()
            .join("; ")
    ));
    for taught in taught {
        let floored: Vec<Estimate> = taught.excess.iter().map(|excess| excess.map(|x| x.max(1e-7))).collect();
        chart.estimates(times, &floored, series(taught.objective), taught.objective.name());
    }
    chart
}

/// The training loss over the exact score's.
fn learning(circle: &Curve) -> Chart {
    let top = largest(circle.taught.iter().flat_map(|taught| taught.learning.iter().copied())).max(1.01);
    let steps = circle.taught.iter().filter_map(|taught| taught.steps.last()).max().map_or(1.0, |&last| last as f64);
    let mut chart = Chart::new(("steps of training", 0.0..steps), Axis::log("loss / least", 0.95..1.1 * top))
        .titled("Learning: each loss over its least value")
        .held("circle; sums over windows of steps, on the same batches; 1 is the exact score")
        .described("Each objective's training loss over that of the exact score on the same batches, window by window.")
        .aspect(0.4)
        .names_at_ends();
    for taught in &circle.taught {
        let steps: Vec<f64> = taught.steps.iter().map(|&step| step as f64).collect();
        chart.line(&steps, &taught.learning, series(taught.objective), taught.objective.name());
    }
    chart.rule_y(1.0, "exact score");
    chart
}

/// The least value of the lecture's loss against the earliest time.
fn divergence(outcome: &Outcome) -> Chart {
    let times: Vec<f64> = outcome.divergence.iter().map(|divergence| divergence.t_min).collect();
    let least: Vec<f64> = outcome.divergence.iter().map(|divergence| divergence.least).collect();
    let law: Vec<f64> = outcome.divergence.iter().map(|divergence| divergence.law).collect();
    let mut chart = Chart::new(
        Axis::log("earliest time", smallest(times.iter().copied())..largest(times.iter().copied())).with_ticks(TENTHS),
        ("mean of ‖F + ε/s‖²", 0.0..1.1 * largest(least.iter().chain(&law).copied())),
    )
    .titled("The least value of the lecture's loss")
    .held("circle, the exact score, times uniform from the earliest to T; by quadrature")
    .described("The mean loss of the exact score, and the law ln(1/t)/2(T − t) that it grows by.");
    chart.line(&times, &least, SERIES[4], "exact score's loss");
    chart.line(&times, &law, INK, "the law of its growth");
    chart
}

/// Points drawn with the first network for v over fresh ones.
fn drawn(curve: &Curve) -> Chart {
    let reach = 1.1 * largest(curve.fresh.iter().chain(&curve.drawn).flatten().map(|x| x.abs()));
    let mut chart = Chart::new(Axis::hidden(-reach..reach), Axis::hidden(-reach..reach))
        .titled(&format!("Drawn with a network: the {}", curve.name))
        .held("the first network for v")
        .described(
            "Fresh points of the curve with the noise of the last time, and points drawn with the first network for v.",
        )
        .exactly(1.0);
    let unzipped =
        |points: &[[f64; 2]]| -> (Vec<f64>, Vec<f64>) { points.iter().take(MOST_DOTS).map(|[x, y]| (*x, *y)).unzip() };
    let (xs, ys) = unzipped(&curve.fresh);
    chart.dots(&xs, &ys, 2.0, INK, "fresh");
    let (xs, ys) = unzipped(&curve.drawn);
    chart.dots(&xs, &ys, 2.0, SERIES[0], "drawn");
    chart
}

fn distances(outcome: &Outcome, curve: &Curve) -> Chart {
    let places: Vec<f64> = (0..curve.taught.len()).map(|i| i as f64).collect();
    let letters: Vec<String> = curve.taught.iter().map(|taught| short(taught.objective).to_owned()).collect();
    let values: Vec<Estimate> = curve.taught.iter().map(|taught| taught.wasserstein).collect();
    let top = largest(values.iter().map(|value| value.high).chain([curve.shrunk_wasserstein.value]));
    let axis = Axis::linear("objective", -0.5..places.len() as f64 - 0.5)
        .with_ticks(places.iter().copied().zip(letters.iter().map(String::as_str)));
    let mut chart = Chart::new(axis, ("sliced Wasserstein distance", 0.0..1.1 * top))
        .titled(&format!("Drawn points from fresh ones: the {}", curve.name))
        .held(format!("means over {} networks, Student's intervals of 95 %", outcome.seeds))
        .described(
            "The sliced Wasserstein distance of points drawn with the networks of each objective from fresh points.",
        );
    chart.scattered_estimates(&places, &values, SERIES[0], "drawn from fresh");
    chart
        .rule_y(curve.fresh_wasserstein.value, "fresh from fresh")
        .rule_y(curve.shrunk_wasserstein.value, "a tenth too small");
    chart
}

fn short(objective: Objective) -> &'static str {
    match objective {
        Objective::Velocity => "v",
        Objective::Noise => "ε",
        Objective::Clean => "x₀",
        Objective::WeightedScore => "s²·score",
        Objective::Score => "score",
    }
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "Networks learn the score of a noised circle, sine and spiral, {} for each of five losses: where the fields point, how \
         far each is from the exact one by time, and how its loss falls to its least value. Behind it the divergence of the \
         lecture's loss, drawn points, and their distance from fresh ones.",
        outcome.seeds
    )
}
