//! The drawing.

use anyhow::Result;

use super::{AtNoise, Outcome, SubspaceDenoising};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, SERIES, Series},
        slider::{Frame, Slider},
    },
    ground::estimate::Estimate,
    math::vectors::{largest, smallest},
};

const AS_IT_IS: (Series, &str) = (SERIES[0], "as it is");
const KEPT: (Series, &str) = (SERIES[2], "lengths kept");
const SOFTMAX: (Series, &str) = (SERIES[1], "plain softmax");

/// The ratio by layer, how long it lasts, and what attends to what; the noise slides.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let middle = outcome.runs.len() / 2;
    let frames = (0..outcome.runs.len()).map(|k| frame(outcome, k)).collect();
    Grid::new(SubspaceDenoising::TITLE, description(outcome))
        .lead([ratios(outcome, middle), lasting(outcome)])
        .lead([astray(outcome, middle)])
        .more([ends(outcome), self_attention(outcome)])
        .slider(Slider::new("noise δ", frames).starting_at(middle))
        .drawing()
}

fn frame(outcome: &Outcome, k: usize) -> Frame {
    let run = &outcome.runs[k];
    let mut lasting = lasting(outcome);
    lasting.cursor(outcome.noises[k]);
    let reading = format!(
        "lasts {:.1} layers, L* = {:.1}; ratio {:.1} at the start, {:.1} at the end",
        run.as_it_is.alone_mean.value,
        outcome.lasting[k],
        run.as_it_is.ratios[0].value,
        last(&run.as_it_is.ratios).value
    );
    Frame::new(format!("δ = {}", outcome.noises[k]), reading)
        .row([ratios(outcome, k), lasting])
        .row([astray(outcome, k)])
}

fn last(estimates: &[Estimate]) -> Estimate {
    estimates[estimates.len() - 1]
}

fn layers(count: usize) -> Vec<f64> {
    (0..count).map(|layer| layer as f64).collect()
}

/// From the smallest to the largest of some positive numbers, with room, on a logarithmic axis.
fn log_span(numbers: impl Iterator<Item = f64> + Clone) -> std::ops::Range<f64> {
    0.7 * smallest(numbers.clone())..1.4 * largest(numbers)
}

fn ends_of(estimates: &[Estimate]) -> impl Iterator<Item = f64> + Clone + '_ {
    estimates.iter().flat_map(|estimate| [estimate.low, estimate.high])
}

fn ratios(outcome: &Outcome, k: usize) -> Chart {
    let run = &outcome.runs[k];
    let all = outcome.runs.iter().flat_map(|run| {
        let measured = [&run.as_it_is.ratios, &run.lengths_kept.ratios, &run.softmax];
        measured.into_iter().flat_map(|ratios| ends_of(ratios)).chain(run.predicted.iter().copied())
    });
    let mut chart =
        Chart::new(("layer ℓ", 0.0..outcome.layers as f64), Axis::log("signal-to-noise ratio", log_span(all)))
            .titled("The ratio of signal to noise, layer by layer")
            .held("upright: L*; 95 % intervals over draws")
            .described(ratios_described(outcome, k));
    let xs = layers(outcome.layers + 1);
    chart.line(&xs, &run.predicted, INK, "theorem");
    for (measured, (series, name)) in
        [(&run.as_it_is.ratios, AS_IT_IS), (&run.lengths_kept.ratios, KEPT), (&run.softmax, SOFTMAX)]
    {
        chart.estimates(&xs, measured, series, name);
    }
    chart.rule_x(outcome.lasting[k], "");
    chart
}

fn ratios_described(outcome: &Outcome, k: usize) -> String {
    let run = &outcome.runs[k];
    format!(
        "Ratios at δ = {}: {:.1} at the start. After {} layers {:.2} as it is, {:.1} with lengths kept, {:.2} with plain softmax, \
         and {:.1} by the theorem; L* is {:.1}.",
        outcome.noises[k],
        run.as_it_is.ratios[0].value,
        outcome.layers,
        last(&run.as_it_is.ratios).value,
        last(&run.lengths_kept.ratios).value,
        last(&run.softmax).value,
        run.predicted[outcome.layers],
        outcome.lasting[k]
    )
}

fn lasting(outcome: &Outcome) -> Chart {
    let noises = &outcome.noises;
    let of = |run: fn(&AtNoise) -> Estimate| outcome.runs.iter().map(run).collect::<Vec<_>>();
    let said = noises.iter().zip(&outcome.runs).zip(&outcome.lasting);
    let said: Vec<String> = said
        .map(|((noise, run), lasting)| {
            let [as_it_is, kept] = [&run.as_it_is, &run.lengths_kept].map(|way| way.alone_mean.value);
            format!("δ = {noise}: {as_it_is:.1} as it is, {kept:.1} with lengths kept, L* {lasting:.1}")
        })
        .collect();
    let mut chart = Chart::new(log_axis(noises), ("layers", -0.5..outcome.layers as f64 + 0.5))
        .titled("Layers in which every token attends to itself alone")
        .held(format!("of {}; means with 95 % intervals", outcome.layers))
        .described(format!("Mean numbers of layers. {}.", said.join("; ")));
    chart.line(noises, &outcome.lasting, INK.thin(), "L*");
    chart.estimates(noises, &of(|run| run.as_it_is.alone_mean), AS_IT_IS.0, AS_IT_IS.1);
    chart.estimates(noises, &of(|run| run.lengths_kept.alone_mean), KEPT.0, KEPT.1);
    chart
}

fn log_axis(noises: &[f64]) -> Axis {
    Axis::log("noise δ", 0.8 * noises[0]..1.25 * noises[noises.len() - 1])
}

fn astray(outcome: &Outcome, k: usize) -> Chart {
    let run = &outcome.runs[k];
    let mut chart = Chart::new(("layer ℓ", 0.0..outcome.layers as f64), ("share", -0.03..1.03))
        .titled("Noisy parts that attend to something")
        .held("of all parts of tokens along subspaces that are not theirs; upright: L*")
        .described(format!(
            "At δ = {}: in the last layer {:.3} of the noisy parts attend to some token as it is, and {:.3} with lengths kept.",
            outcome.noises[k],
            last(&run.as_it_is.astray).value,
            last(&run.lengths_kept.astray).value
        ));
    let xs = layers(outcome.layers);
    chart.estimates(&xs, &run.as_it_is.astray, AS_IT_IS.0, AS_IT_IS.1);
    chart.estimates(&xs, &run.lengths_kept.astray, KEPT.0, KEPT.1);
    chart.rule_x(outcome.lasting[k], "");
    chart
}

fn ends(outcome: &Outcome) -> Chart {
    let noises = &outcome.noises;
    let of = |run: fn(&AtNoise) -> Estimate| outcome.runs.iter().map(run).collect::<Vec<_>>();
    let ways = [
        (of(|run| run.as_it_is.end), AS_IT_IS),
        (of(|run| run.lengths_kept.end), KEPT),
        (of(|run| run.softmax_end), SOFTMAX),
    ];
    let all = ways.iter().flat_map(|(ends, _)| ends_of(ends)).chain([1.0]);
    let said: Vec<String> = noises
        .iter()
        .zip(&outcome.runs)
        .map(|(noise, run)| {
            format!(
                "δ = {noise}: {:.2} as it is, {:.1} with lengths kept, {:.2} with plain softmax",
                run.as_it_is.end.value, run.lengths_kept.end.value, run.softmax_end.value
            )
        })
        .collect();
    let mut chart = Chart::new(log_axis(noises), Axis::log("last ratio over the first", log_span(all)))
        .titled("What the layers have gained in the end")
        .held(format!("after {} layers", outcome.layers))
        .described(format!("The ratio after the last layer over that at the start. {}.", said.join("; ")));
    for (ends, (series, name)) in &ways {
        chart.estimates(noises, ends, *series, name);
    }
    chart.rule_y(1.0, "no gain");
    chart
}

fn self_attention(outcome: &Outcome) -> Chart {
    let found = &outcome.self_attention;
    let widths: Vec<f64> = found.widths.iter().map(|&width| width as f64).collect();
    let all = ends_of(&found.to_others).chain(found.bounds.iter().copied());
    let said: Vec<String> =
        found.widths.iter().zip(&found.to_others).map(|(p, given)| format!("p = {p}: {:.1e}", given.value)).collect();
    let mut chart = Chart::new(
        Axis::log("dimension p", 0.9 * widths[0]..1.1 * widths[widths.len() - 1]),
        Axis::log("softmax given to others", log_span(all)),
    )
    .titled("What a token gives to other tokens at the start")
    .held(format!("in the head of its own subspace; δ = {}", found.noise))
    .described(format!("Geometric means over draws, under the bound on the mean. {}.", said.join("; ")));
    chart.line(&widths, &found.bounds, INK, "bound on the mean");
    chart.estimates(&widths, &found.to_others, SERIES[3], "measured");
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "Layers of attention over {} tokens of {} subspaces of dimension {}: the ratio of signal to noise by layer for {} \
         deviations of the noise, with a threshold, with lengths kept, and with plain softmax.",
        outcome.tokens,
        outcome.heads,
        outcome.width,
        outcome.noises.len()
    )
}
