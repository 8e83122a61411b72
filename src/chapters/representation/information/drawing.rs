//! The drawing.

use anyhow::Result;

use super::{Information, Outcome};
use crate::figure::{
    Drawing, Experiment as _,
    plot::{Axis, Chart, Grid, INK, Panel, Raster, SERIES},
    slider::{Frame, Slider},
};

/// The losses, the digits and their agreement; the time slides over the digits.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let times = &outcome.digits.times;
    let middle = times.len() / 2;
    Grid::new(Information::TITLE, description(outcome))
        .lead([losses(outcome), agreement(outcome)])
        .lead([pictures(outcome, middle)])
        .more([collapse(outcome), pair(outcome)])
        .slider(Slider::new("time t", (0..times.len()).map(|k| frame(outcome, k)).collect()).starting_at(middle))
        .drawing()
}

fn frame(outcome: &Outcome, k: usize) -> Frame {
    let digits = &outcome.digits;
    let mut agreement = agreement(outcome);
    agreement.cursor(digits.times[k]);
    let reading = digits.scores.iter().map(|score| {
        format!("N = {}: same digit {:.2}, same class {:.2}", score.count, score.same_digit[k], score.same_class[k])
    });
    Frame::new(format!("t = {:.2}", digits.times[k]), reading.collect::<Vec<_>>().join("; "))
        .row([losses(outcome), agreement])
        .row([pictures(outcome, k)])
}

/// One noised digit, and what each score makes of it.
fn pictures(outcome: &Outcome, k: usize) -> Panel {
    let digits = &outcome.digits;
    let noised = Chart::picture(Raster::grey(digits.side, &digits.noised[k].0), "noised");
    let guesses = digits.scores.iter().map(|score| {
        Chart::picture(Raster::grey(digits.side, &score.guesses[k].0), &format!("guess, N = {}", score.count))
    });
    Panel::strip("A noised digit, and the exact guess from N digits", 4, [noised].into_iter().chain(guesses)).described(
        format!(
            "A digit under noise at t = {:.2}, and the mean of the clean digits given it, for {} numbers of digits: blurred at \
             late times, one digit at early ones.",
            digits.times[k],
            digits.scores.len()
        ),
    )
}

fn losses(outcome: &Outcome) -> Chart {
    let ends = outcome.lattices.iter().map(|lattice| lattice.log_ratios[lattice.log_ratios.len() - 1]);
    let end = ends.chain([outcome.log_ratios[outcome.log_ratios.len() - 1]]).fold(0.0, f64::max);
    let all = outcome.lattices.iter().flat_map(|lattice| &lattice.losses).chain(&outcome.circle);
    let most = all.copied().fold(1.0, f64::max);
    let information: Vec<String> = outcome
        .lattices
        .iter()
        .map(|lattice| {
            format!("N = {}: {:.4} nats, ln N = {:.4}", lattice.count, lattice.information, lattice.log_count)
        })
        .collect();
    let mut chart = Chart::new(("λ = ln(a/s)", -4.0..end), ("least loss (dimensions)", 0.0..1.1 * most))
        .titled("The least loss on a circle and on N of its points")
        .held("the area under a curve is information: ln N")
        .described(format!(
            "The least loss against λ: one dimension for the whole circle; for N points it falls to none. Areas: {}.",
            information.join("; ")
        ));
    for (lattice, series) in outcome.lattices.iter().zip(SERIES) {
        chart.line(&lattice.log_ratios, &lattice.losses, series, &format!("N = {}", lattice.count));
    }
    chart.line(&outcome.log_ratios, &outcome.circle, INK, "whole circle");
    chart
}

fn agreement(outcome: &Outcome) -> Chart {
    let digits = &outcome.digits;
    let (first, last) = (digits.times[0], digits.times[digits.times.len() - 1]);
    let of = |score: &super::DigitScore| {
        format!(
            "N = {}: the same digit half the time at t = {:.2}, the same class .55 of the time at {:.2}",
            score.count, score.collapse.time.value, score.speciation.time.value
        )
    };
    let mut chart = Chart::new(("time t", first..last), ("probability", 0.0..1.05))
        .titled("Two reverse paths from one noised digit agree")
        .held("whole: on the class; thin: on the digit")
        .described(format!(
            "The probability of agreement against the time of the common start. {}.",
            digits.scores.iter().map(of).collect::<Vec<_>>().join("; ")
        ));
    for (score, series) in digits.scores.iter().zip(SERIES) {
        chart.line(&digits.times, &score.same_class, series, &format!("class, N = {}", score.count));
        chart.line(&digits.times, &score.same_digit, series.thin(), &format!("digit, N = {}", score.count));
    }
    if (first..last).contains(&digits.spectral_time) {
        chart.rule_x(digits.spectral_time, "½ ln Λ");
    }
    chart
}

fn collapse(outcome: &Outcome) -> Chart {
    let all = |of: fn(&super::LatticeScore) -> f64| outcome.lattices.iter().map(of).collect::<Vec<f64>>();
    let counts = all(|lattice| lattice.count as f64);
    let (measured, predicted) = (all(|lattice| lattice.collapse_time), all(|lattice| lattice.predicted_time));
    let span = |values: &[f64]| {
        let (low, high) = values.iter().fold((f64::MAX, 0.0_f64), |(low, high), &v| (low.min(v), high.max(v)));
        low / 1.5..high * 1.5
    };
    let off = outcome.lattices.iter().map(|lattice| (lattice.collapse_time / lattice.predicted_time - 1.0).abs());
    let mut chart = Chart::new(Axis::log("points N", span(&counts)), Axis::log("time t", span(&measured)))
        .titled("When the loss of N points falls through ½")
        .held("line: ½ ln(1 + 2πR²/(eN²))")
        .described(format!(
            "The time at which the loss is half a dimension, against N, on the predicted line to {:.1e} of itself.",
            off.fold(0.0, f64::max)
        ));
    chart.line(&counts, &predicted, INK, "law").dots(&counts, &measured, 6.0, SERIES[0], "measured");
    chart
}

fn pair(outcome: &Outcome) -> Chart {
    let pair = &outcome.pair;
    let last = pair.times[pair.times.len() - 1].max(pair.sampled_times[pair.sampled_times.len() - 1]);
    let mut chart = Chart::new(("time t", 0.0..last), ("probability", 0.45..1.05))
        .titled("Two reverse paths end in the same Gaussian")
        .held("95 % intervals of sampled pairs")
        .described(format!(
            "The probability of agreement against the time of the common start: three quarters at t = {:.4}; ½ ln Λ is {:.4}.",
            pair.speciation_time, pair.spectral_time
        ));
    chart.line(&pair.times, &pair.same, INK, "exact");
    chart.scattered_estimates(&pair.sampled_times, &pair.sampled, SERIES[0], "sampled");
    if pair.spectral_time < last {
        chart.rule_x(pair.spectral_time, "½ ln Λ");
    }
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let counts: Vec<String> = outcome.digits.scores.iter().map(|score| score.count.to_string()).collect();
    format!(
        "The least loss of the exact score as a dimension, on a circle, and the times at which the exact scores of {} digits \
         decide on a class and on a digit.",
        counts.join(", ")
    )
}
