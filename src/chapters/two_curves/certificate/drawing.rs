//! The drawing.

use anyhow::Result;

use super::{Certificate, Circles, Decay, Outcome, Pair, Walked};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, SERIES, Series, minus},
        slider::{Frame, Slider},
    },
    math::vectors::{largest, smallest},
};

/// The looks of the shallowest network and of the deepest.
const ENDS: [Series; 2] = [SERIES[5].solid(), SERIES[2].solid()];

/// Norms over the depth, and on the winding curves the bounds over the error and the certificate; the depth slides.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let frames = outcome.walk.iter().map(|walked| frame(outcome, walked)).collect();
    Grid::new(Certificate::TITLE, description(outcome))
        .lead([norms(outcome), decay_on_winding(outcome)])
        .lead([along(outcome)])
        .more([residuals(outcome), shapes(outcome)])
        .more([eigenvalues(outcome), decay_on_circles(outcome)])
        .slider(Slider::new("depth L", frames))
        .drawing()
}

/// The same three panels at one depth.
fn frame(outcome: &Outcome, walked: &Walked) -> Frame {
    let winding = &outcome.pairs[1];
    let ratio = minus(&format!("{:.2}", walked.near_over_far));
    let reading =
        format!("‖g‖ = {:.2}; g where the curves are nearest over g where they are farthest: {ratio}", walked.norm);
    let mut norms = norms(outcome);
    norms.cursor(walked.depth as f64);
    let (mut decay, mut along) = (decay_axes(outcome, winding, BOUNDED), along_axes(outcome));
    for (series, (ended, its)) in ENDS.into_iter().zip(winding.decays.iter().zip(&winding.along)) {
        decay.line(&every_other(&ended.times), &every_other(&ended.error), series.thin(), &at_depth(ended.depth));
        along.line(&its.place, &its.certificate, series.thin(), &at_depth(its.depth));
    }
    let times = every_other(&winding.decays[0].times);
    decay
        .line(&times, &every_other(&walked.bound), INK, "one certificate")
        .line(&times, &every_other(&walked.best_bound), INK.solid().thin(), "best bound")
        .line(&times, &every_other(&walked.error), INK.solid(), AT_SLIDER);
    along.line(&winding.along[0].place, &walked.certificate, INK.solid(), AT_SLIDER);
    Frame::new(at_depth(walked.depth), reading).row([norms, decay]).row([along])
}

/// A slider has many frames: their lines go through half of the points.
fn every_other(values: &[f64]) -> Vec<f64> {
    values.iter().copied().step_by(2).collect()
}

const AT_SLIDER: &str = "L chosen";

fn at_depth(depth: usize) -> String {
    format!("L = {depth}")
}

/// The depths, and an axis through them.
fn depths(outcome: &Outcome) -> (Vec<f64>, Axis) {
    let depths: Vec<f64> = outcome.depths.iter().map(|&depth| depth as f64).collect();
    let axis = Axis::log("depth L", depths[0] / 1.1..depths[depths.len() - 1] * 1.1);
    let ticks: Vec<(f64, String)> = depths.iter().map(|depth| (*depth, format!("{depth}"))).collect();
    let axis = axis.with_ticks(ticks.iter().map(|(depth, name)| (*depth, name.as_str())));
    (depths, axis)
}

/// A logarithmic axis that holds all of `values`.
fn log_axis(label: &str, values: &[f64]) -> Axis {
    let (low, high) = (smallest(values.iter().copied()), largest(values.iter().copied()));
    Axis::log(label, low / 1.2..high * 1.2)
}

/// The main pair of circles, and those of other separations.
fn circles(outcome: &Outcome) -> (&Circles, &[Circles]) {
    outcome.circles.split_last().expect("the main circles")
}

/// The looks of curves: the main circles, the winding curves, the coils, and circles of other separations.
const PAIRS: [Series; 3] = [SERIES[0], SERIES[1], SERIES[2]];
const OTHERS: [Series; 2] = [SERIES[3], SERIES[4]];

fn name(curves: &str, separation_rad: f64) -> String {
    format!("{curves}, Δ {separation_rad}")
}

fn norms(outcome: &Outcome) -> Chart {
    let (depths, axis) = depths(outcome);
    let (main, others) = circles(outcome);
    let winding: Vec<f64> = outcome.pairs[1].by_depth.iter().map(|at| at.norm).collect();
    let all = others.iter().chain([main]).map(|circles| &circles.norm).chain([&winding]);
    let all: Vec<f64> = all.chain([&outcome.inverse_depth_norm]).flatten().copied().collect();
    let last = depths.len() - 1;
    let mut chart = Chart::new(axis, log_axis("least norm ‖g‖ (2/n)", &all))
        .titled("Depth shrinks the certificate, but not as 1/L")
        .held(format!("{} of the label is left; Δ in rad", outcome.residual))
        .described(format!(
            "The norm of the label's smallest certificate over the depth, both on logarithmic axes. On circles {} rad apart \
             it falls from {:.3} at depth {} to {:.3} at depth {}, where a fall as 1/L would end at {:.3}; on the winding \
             curves it falls from {:.3} to {:.3}.",
            main.separation_rad,
            main.norm[0],
            outcome.depths[0],
            main.norm[last],
            outcome.depths[last],
            outcome.inverse_depth_norm[last],
            winding[0],
            winding[last]
        ))
        .names_at_ends()
        .share(1.15);
    for (circles, series) in others.iter().zip(OTHERS) {
        chart.line(&depths, &circles.norm, series, &name("circles", circles.separation_rad));
    }
    chart
        .line(&depths, &main.norm, PAIRS[0], &name("circles", main.separation_rad))
        .line(&depths, &winding, PAIRS[1], &name(&outcome.pairs[1].name, main.separation_rad))
        .line(&depths, &outcome.inverse_depth_norm, INK.thin(), "as 1/L");
    chart
}

/// The axes of the decay on a pair, with its words.
fn decay_axes(outcome: &Outcome, pair: &Pair, title: &str) -> Chart {
    let times = &pair.decays[0].times;
    let time = Axis::log("time t (2/n)", times[0]..times[times.len() - 1]);
    let sentence = |decay: &Decay| {
        format!(
            " At depth {} the best bound is at its tightest {:.3} times the error, at the time {:.2}.",
            decay.depth, decay.tightest_ratio, decay.tightest_time
        )
    };
    let sentences: String = pair.decays.iter().map(sentence).collect();
    Chart::new(time, Axis::log("error ‖ζ‖", 1e-3..2.0))
        .titled(title)
        .held(format!("{}, Δ = {} rad", pair.name, circles(outcome).0.separation_rad))
        .described(format!(
            "The norm of the label's error over time, below the best bound by certificates and the bound by one of \
             them.{sentences}"
        ))
}

/// The decay at the shallowest and at the deepest network.
fn decay(mut chart: Chart, pair: &Pair) -> Chart {
    for (decay, series) in pair.decays.iter().zip(ENDS) {
        chart.line(&decay.times, &decay.error, series, &at_depth(decay.depth));
        let label = format!("L = {}, best bound", decay.depth);
        chart.line(&decay.times, &decay.best_bound, series.thin(), &label);
    }
    let deepest = &pair.decays[pair.decays.len() - 1];
    chart.line(&deepest.times, &deepest.bound, INK, &format!("L = {}, one certificate", deepest.depth));
    chart
}

const BOUNDED: &str = "The error and its bounds";

fn decay_on_winding(outcome: &Outcome) -> Chart {
    decay(decay_axes(outcome, &outcome.pairs[1], BOUNDED), &outcome.pairs[1])
}

fn decay_on_circles(outcome: &Outcome) -> Chart {
    let circles = &outcome.pairs[0];
    decay(decay_axes(outcome, circles, "On circles: the error and its bounds"), circles)
}

/// The axes of the certificate along the winding curve, with its words.
fn along_axes(outcome: &Outcome) -> Chart {
    let winding = &outcome.pairs[1];
    let values = || outcome.walk.iter().flat_map(|walked| walked.certificate.iter().copied());
    let (low, high) = (smallest(values()).min(0.0), largest(values()).max(0.0));
    let [shallowest, deepest] = [&winding.along[0], &winding.along[winding.along.len() - 1]];
    Chart::new(("place along the curve", 0.0..1.0), ("g/‖g‖", low * 1.1..high * 1.1))
        .titled("The certificate peaks where the curves are nearest")
        .aspect(0.38)
        .held(format!("{}, Δ = {} rad", winding.name, circles(outcome).0.separation_rad))
        .described(format!(
            "The certificate along the upper winding curve from its highest place. Where the curves are nearest it is {:.2} \
             times what it is where they are farthest at depth {}, and {:.2} times at depth {}.",
            shallowest.near_over_far, shallowest.depth, deepest.near_over_far, deepest.depth
        ))
}

fn along(outcome: &Outcome) -> Chart {
    let mut chart = along_axes(outcome);
    for (along, series) in outcome.pairs[1].along.iter().zip(ENDS) {
        chart.line(&along.place, &along.certificate, series, &at_depth(along.depth));
    }
    chart
}

fn residuals(outcome: &Outcome) -> Chart {
    let (depths, axis) = depths(outcome);
    let (main, others) = circles(outcome);
    let mut chart = Chart::new(axis, ("least part left", 0.0..1.0))
        .titled("What one norm cannot do, depth makes possible")
        .held(format!("‖g‖ = {}", outcome.budget))
        .described(format!(
            "The smallest part of the label that a certificate of norm {} leaves, over the depth: falling to nothing on \
             every pair, later the closer the curves.",
            outcome.budget
        ));
    for (circles, series) in others.iter().zip(OTHERS) {
        chart.line(&depths, &circles.least_residual, series, &name("circles", circles.separation_rad));
    }
    for (pair, series) in outcome.pairs.iter().zip(PAIRS) {
        let values: Vec<f64> = pair.by_depth.iter().map(|at| at.least_residual).collect();
        chart.line(&depths, &values, series, &name(&pair.name, main.separation_rad));
    }
    chart
}

fn shapes(outcome: &Outcome) -> Chart {
    let (depths, axis) = depths(outcome);
    let norms: Vec<Vec<f64>> =
        outcome.pairs.iter().map(|pair| pair.by_depth.iter().map(|at| at.norm).collect()).collect();
    let separation = circles(outcome).0.separation_rad;
    let sentence = |pair: &Pair| {
        let (first, last) = (&pair.by_depth[0], &pair.by_depth[pair.by_depth.len() - 1]);
        format!(
            " On the {} it falls from {:.3} at depth {} to {:.3} at depth {}.",
            pair.name, first.norm, first.depth, last.norm, last.depth
        )
    };
    let sentences: String = outcome.pairs.iter().map(sentence).collect();
    let mut chart = Chart::new(axis, log_axis("least norm ‖g‖ (2/n)", &norms.concat()))
        .titled("At one separation the shape counts")
        .held(format!("Δ = {separation} rad; {} of the label is left", outcome.residual))
        .described(format!("The norm of the label's smallest certificate for three kinds of curves.{sentences}"));
    for ((pair, norms), series) in outcome.pairs.iter().zip(&norms).zip(PAIRS) {
        chart.line(&depths, norms, series, &name(&pair.name, separation));
    }
    chart
}

fn eigenvalues(outcome: &Outcome) -> Chart {
    let (depths, axis) = depths(outcome);
    let (main, others) = circles(outcome);
    let labels = others.iter().chain([main]).map(|circles| &circles.label);
    let all: Vec<f64> = labels.chain([&main.constant]).flatten().copied().collect();
    let last = depths.len() - 1;
    let mut chart = Chart::new(axis, log_axis("eigenvalue (n/2)", &all))
        .titled("The constant's eigenvalue grows faster than the label's")
        .held("circles, closed form; Δ in rad")
        .described(format!(
            "Eigenvalues over the depth. On circles {} rad apart that of the label grows from {:.4} to {:.4}, that of the \
             constants from {:.3} to {:.3}.",
            main.separation_rad, main.label[0], main.label[last], main.constant[0], main.constant[last]
        ))
        .names_at_ends();
    for (circles, series) in others.iter().zip(OTHERS).chain([(main, PAIRS[0])]) {
        chart.line(&depths, &circles.label, series, &format!("label, Δ {}", circles.separation_rad));
    }
    chart.line(&depths, &main.constant, INK, &format!("constants, Δ {}", main.separation_rad));
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let sentence = |pair: &Pair| {
        let (first, last) = (&pair.by_depth[0], &pair.by_depth[pair.by_depth.len() - 1]);
        format!(
            " On the {} the least norm falls from {:.3} at depth {} to {:.3} at depth {}.",
            pair.name, first.norm, first.depth, last.norm, last.depth
        )
    };
    let sentences: String = outcome.pairs.iter().map(sentence).collect();
    format!(
        "The norm of the label's smallest certificate that leaves the part {} of it, over the depth.{sentences} On the winding \
         curves, the error over time below its bounds, and the certificate along the curve. More: what a certificate of norm \
         {} leaves, three kinds of curves, eigenvalues on circles, and the error on circles.",
        outcome.residual, outcome.budget
    )
}
