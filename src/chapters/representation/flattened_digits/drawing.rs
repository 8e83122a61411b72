//! The drawing.

use std::ops::Range;

use anyhow::Result;

use super::{FlattenedDigits, Method, Outcome, claims::ON_THE_SLIDE};
use crate::{
    data::digits::SIDE,
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, Panel, Raster, SERIES},
        slider::{Frame, Slider},
    },
    ground::{estimate::Estimate, pixels::Pixels},
    math::{
        manifolds::kernel_neighbours::quadratic_unknowns,
        vectors::{largest, smallest},
    },
};

/// Images of a line in the filmstrip.
const FILM: usize = 5;
const PIXELS: usize = SIDE * SIDE;

/// The lines, their grey shares and the dimension; the place on the lines slides.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let frames = (0..outcome.places.len()).map(|place| frame(outcome, place)).collect();
    Grid::new(FlattenedDigits::TITLE, description(outcome))
        .lead([film(outcome)])
        .lead([grey(outcome, None), dimension(outcome)])
        .slider(Slider::new("place t", frames).starting_at(outcome.places.len() / 2))
        .more([probability(outcome), nearest(outcome)])
        .more([kernel(outcome), rule(outcome)])
        .more([local(outcome), known(outcome)])
        .drawing()
}

const BETWEEN: &str = "From one two to another, a straight line in each kind of coordinates";

/// One pair, by every method.
fn film(outcome: &Outcome) -> Panel {
    let last = outcome.places.len() - 1;
    let shown: Vec<usize> = (0..FILM).map(|k| k * last / (FILM - 1)).collect();
    let places: Vec<String> =
        shown.iter().map(|&place| format!("{}", (outcome.places[place] * 1e3).round() / 1e3)).collect();
    let rows = outcome.methods.iter().map(|method| {
        let images: Vec<&[u8]> = shown.iter().map(|&place| image(&method.shown[0], place)).collect();
        beside(&images, &method.name)
    });
    Panel::strip(BETWEEN, 2, rows)
        .held(format!("two twos of the test set; from left to right t = {}", places.join(", ")))
        .described(lines_described(outcome))
}

/// Some pairs at one place of their lines, and what is measured there.
fn frame(outcome: &Outcome, place: usize) -> Frame {
    let t = outcome.places[place];
    let rows = outcome.methods.iter().map(|method| {
        let images: Vec<&[u8]> = method.shown.iter().map(|line| image(line, place)).collect();
        beside(&images, &method.name)
    });
    let strip = Panel::strip(BETWEEN, 2, rows)
        .held("pairs of twos of the test set, none chosen")
        .described(format!("The images at t = {t:.3}, by every method."));
    let told = outcome.methods.iter().map(|method| format!("{} {:.2}", method.name, method.grey[place].value));
    let reading = format!("grey share: {}", told.collect::<Vec<_>>().join(", "));
    Frame::new(format!("t = {t:.3}"), reading).row([strip]).row([grey(outcome, Some(place)), dimension(outcome)])
}

/// An image of a line.
fn image(line: &Pixels, place: usize) -> &[u8] {
    &line.0[place * PIXELS..(place + 1) * PIXELS]
}

/// Images side by side, as one, in sixteen greys: so many are enough for the eye, and make a small file.
fn beside(images: &[&[u8]], caption: &str) -> Chart {
    let rows = (0..SIDE).flat_map(|row| images.iter().flat_map(move |image| &image[row * SIDE..(row + 1) * SIDE]));
    let rows: Vec<u8> = rows.map(|&byte| byte / 16 * 17).collect();
    Chart::picture(Raster::grey(images.len() * SIDE, &rows), caption)
}

/// The grey share along the lines.
fn grey(outcome: &Outcome, place: Option<usize>) -> Chart {
    let mut chart = along(outcome, ("grey share", 0.0..1.0), |method| &method.grey)
        .titled("Grey share along the line")
        .held("share of the ink that is neither dark nor light; mean over pairs, 95 % intervals")
        .described(told(outcome, "grey share", outcome.real.grey, |method| &method.grey));
    chart.rule_y(outcome.real.grey.value, "real twos");
    if let Some(place) = place {
        chart.cursor(outcome.places[place]);
    }
    chart
}

/// The classifiers' probability of a two along the lines.
fn probability(outcome: &Outcome) -> Chart {
    let least = smallest(outcome.methods.iter().flat_map(|method| &method.probability).map(|p| p.low));
    let axis = ("probability of a two", (10.0 * least).floor() / 10.0..1.0);
    let mut chart = along(outcome, axis, |method| &method.probability)
        .titled("Probability of a two along the line")
        .held("by classifiers of ours; mean over pairs, 95 % intervals")
        .described(told(outcome, "probability of a two", outcome.real.probability, |method| &method.probability));
    chart.rule_y(outcome.real.probability.value, "real twos");
    chart
}

fn along(outcome: &Outcome, axis: (&str, Range<f64>), numbers: fn(&Method) -> &Vec<Estimate>) -> Chart {
    let mut chart = Chart::new(("place t on the line", 0.0..1.0), axis).aspect(0.75);
    for (method, series) in outcome.methods.iter().zip(SERIES) {
        chart.estimates(&outcome.places, numbers(method), series, &method.name);
    }
    chart
}

/// The distance to the nearest two of the training set, which blur makes small.
fn nearest(outcome: &Outcome) -> Chart {
    let count = outcome.methods.len() as f64;
    let all = outcome.methods.iter().map(|method| method.nearest).chain([outcome.real.nearest]);
    let most = largest(all.map(|estimate| estimate.high));
    let ticks: Vec<(f64, String)> = (1..=outcome.methods.len()).map(|at| (at as f64, at.to_string())).collect();
    let axis = Axis::linear("method, in the order of the legend", 0.5..count + 0.5)
        .with_ticks(ticks.iter().map(|(at, name)| (*at, name.as_str())));
    let mut chart = Chart::new(axis, ("distance", 0.0..1.15 * most))
        .titled("Halfway, how near a training two is")
        .held("Euclidean, over pixels from 0 to 1; mean over pairs, 95 % intervals")
        .described(format!(
            "The distance from the image halfway to the nearest two of the training set: {}; real twos {:.2}.",
            outcome.methods.iter().map(|m| format!("{} {:.2}", m.name, m.nearest.value)).collect::<Vec<_>>().join(", "),
            outcome.real.nearest.value
        ))
        .aspect(0.75);
    for ((at, method), series) in (1..).map(f64::from).zip(&outcome.methods).zip(SERIES) {
        chart.scattered_estimates(&[at], &[method.nearest], series, &method.name);
    }
    chart.rule_y(outcome.real.nearest.value, "real twos");
    chart
}

/// Two estimates of the dimension, by the number of twos.
fn dimension(outcome: &Outcome) -> Chart {
    let samples: Vec<f64> = outcome.dimensions.iter().map(|d| d.samples as f64).collect();
    let most = largest(outcome.dimensions.iter().map(|d| d.two_neighbours.high)).max(ON_THE_SLIDE);
    let axis = Axis::log("twos N", 0.8 * samples[0]..1.25 * samples[samples.len() - 1]);
    let last = &outcome.dimensions[outcome.dimensions.len() - 1];
    let mut chart = Chart::new(axis, ("dimension", 0.0..1.2 * most))
        .titled("Dimension, by the number of twos")
        .held("in pixels; 95 % intervals over twos")
        .described(format!(
            "The dimension of the twos against their number, by the two nearest neighbours and by maximum likelihood. With {} \
             twos it is {:.1} by the two nearest, {:.1} by likelihood.",
            last.samples,
            last.two_neighbours.value,
            last.likelihood.last().map_or(0.0, |estimate| estimate.value)
        ))
        .aspect(0.75);
    let two: Vec<Estimate> = outcome.dimensions.iter().map(|d| d.two_neighbours).collect();
    let likely: Vec<Estimate> = outcome.dimensions.iter().filter_map(|d| d.likelihood.last().copied()).collect();
    chart.estimates(&samples, &two, SERIES[4], "two nearest neighbours");
    chart.estimates(&samples, &likely, SERIES[5], "maximum likelihood");
    chart.rule_y(ON_THE_SLIDE, "the slide’s 12");
    chart
}

/// The components of local PCA, by the number of twos.
fn local(outcome: &Outcome) -> Chart {
    let samples: Vec<f64> = outcome.dimensions.iter().map(|d| d.samples as f64).collect();
    let most = largest(outcome.dimensions.iter().flat_map(|d| &d.local_pca).map(|estimate| estimate.high));
    let axis = Axis::log("twos N", 0.8 * samples[0]..1.25 * samples[samples.len() - 1]);
    let mut chart = Chart::new(axis, ("components", 0.0..1.1 * most))
        .titled("Local PCA: components for a share of the energy")
        .held("a two’s nearest neighbours, about their mean; mean over twos, 95 % intervals")
        .described("The components that a local PCA needs, which depend on the share of the energy that is asked for.")
        .aspect(0.75);
    for ((at, share), series) in outcome.energy_shares.iter().enumerate().zip(SERIES) {
        let needed: Vec<Estimate> = outcome.dimensions.iter().map(|d| d.local_pca[at]).collect();
        chart.estimates(&samples, &needed, series, &format!("{} % of the energy", (100.0 * share).round()));
    }
    chart.rule_y(ON_THE_SLIDE, "the slide’s 12");
    chart
}

/// What the estimators say of clouds of known dimension.
fn known(outcome: &Outcome) -> Chart {
    let truth: Vec<f64> = outcome.known.iter().map(|known| known.components as f64).collect();
    let two: Vec<f64> = outcome.known.iter().map(|known| known.two_neighbours).collect();
    let likely: Vec<f64> = outcome.known.iter().filter_map(|known| known.likelihood.last().copied()).collect();
    let range = 0.8 * truth[0]..1.25 * truth[truth.len() - 1];
    let of_twos = outcome.dimensions[outcome.dimensions.len() - 1].two_neighbours.value;
    let mut chart = Chart::new(
        Axis::log("dimension of the cloud", range.clone()),
        Axis::log("estimate", 0.5 * range.start..range.end),
    )
    .titled("What the estimators say of Gaussian clouds")
    .held("as many points as twos, with the twos’ variances along their leading components")
    .described("Estimates for clouds of known dimension: they fall behind the truth from about ten dimensions on.")
    .aspect(0.75);
    chart.line(&truth, &truth, INK, "the truth");
    chart.line(&truth, &two, SERIES[4], "two nearest neighbours").dots(&truth, &two, 5.0, SERIES[4], "");
    chart.line(&truth, &likely, SERIES[5], "maximum likelihood").dots(&truth, &likely, 5.0, SERIES[5], "");
    chart.rule_y(of_twos, "the twos");
    chart
}

/// The neighbours in a kernel, by its radius.
fn kernel(outcome: &Outcome) -> Chart {
    let radii = &outcome.radii;
    let most = largest(outcome.kernels.iter().flat_map(|kernel| kernel.neighbours.iter().copied()));
    let needed = quadratic_unknowns(ON_THE_SLIDE as usize) as f64;
    let highest = 2.0 * most.max(needed);
    let mut chart = Chart::new(
        Axis::log("radius over the diameter", radii[0]..radii[radii.len() - 1]),
        Axis::log("effective neighbours", 1e-3..highest),
    )
    .titled("Effective neighbours in a kernel")
    .held("mean over centres")
    .described("The effective neighbours of a two against the radius of the kernel.")
    .aspect(0.75);
    for (kernel, series) in outcome.kernels.iter().zip(SERIES) {
        chart.line(radii, &kernel.neighbours, series, &format!("{} twos", kernel.samples));
    }
    chart.rule_y(needed, "unknowns, d = 12").rule_y(2.0, "unknowns, d = 1").rule_x(outcome.check_radius, "published");
    chart
}

/// The dimension that the published rule finds, by its radius.
fn rule(outcome: &Outcome) -> Chart {
    let checks = &outcome.flattening.checks;
    let radii: Vec<f64> = checks.iter().map(|check| check.radius).collect();
    let found = |refused: bool| {
        let all = checks.iter().flat_map(|check| {
            let each = check.dimensions.iter().zip(&check.weights);
            each.map(|(&d, &weight)| (check.radius, d as f64, quadratic_unknowns(d) as f64 > weight))
        });
        all.filter(|(_, _, none)| *none == refused).map(|(r, d, _)| (r, d)).unzip::<f64, f64, Vec<_>, Vec<_>>()
    };
    let most = largest(checks.iter().map(|check| check.dimension)).max(ON_THE_SLIDE);
    let told = checks.iter().map(|check| format!("{:.1} at {}", check.dimension, check.radius));
    let mut chart = Chart::new(
        ("radius over the diameter", 0.0..1.1 * radii[radii.len() - 1]),
        ("dimension by FlatNet’s rule", 0.0..1.25 * most),
    )
    .titled("The dimension that FlatNet’s rule finds, by its radius")
    .held("a dot per centre; refused: fewer neighbours than unknowns")
    .described(format!(
        "The smallest dimension whose residuals stay within three tenths of the radius, the mean over centres: {}.",
        told.collect::<Vec<_>>().join(", ")
    ))
    .aspect(0.75);
    let ((xs, ys), (refused_xs, refused_ys)) = (found(false), found(true));
    chart.dots(&xs, &ys, 7.0, SERIES[2], "fitted").dots(&refused_xs, &refused_ys, 5.0, SERIES[1], "refused");
    chart.rule_y(ON_THE_SLIDE, "the slide’s 12").rule_x(outcome.check_radius, "published");
    chart
}

fn told(outcome: &Outcome, what: &str, real: Estimate, numbers: fn(&Method) -> &Vec<Estimate>) -> String {
    let half = outcome.places.len() / 2;
    let each = outcome.methods.iter().map(|method| format!("{} {:.2}", method.name, numbers(method)[half].value));
    format!("The {what} halfway: {}; real twos {:.2}.", each.collect::<Vec<_>>().join(", "), real.value)
}

fn lines_described(outcome: &Outcome) -> String {
    let names: Vec<&str> = outcome.methods.iter().map(|method| method.name.as_str()).collect();
    format!("Images on a line from one handwritten two to another, by {}.", names.join(", "))
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!("{} Then how grey they are, and how many dimensions the twos have.", lines_described(outcome))
}
