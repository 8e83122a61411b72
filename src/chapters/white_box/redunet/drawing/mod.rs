//! The drawing.

mod measurements;

use anyhow::Result;

use super::{GaussianCourse, Outcome, Rates, ReduNet};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, SERIES, Series},
        slider::{Frame, Slider},
    },
    ground::estimate::Estimate,
    math::vectors::{largest, smallest},
};

/// Points on the sphere and rates by layer, with a slider along the layers; the plane, angles, digits and turns fold.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let last = space(outcome).followed.layers.len() - 1;
    let frames = (0..=last).map(|at| frame(outcome, at)).collect();
    Grid::new(ReduNet::TITLE, description(outcome))
        .lead([sphere(outcome, last), rates(outcome)])
        .more([measurements::gaussians(outcome), measurements::cosines(outcome)])
        .more([measurements::digits(outcome), measurements::accuracy(outcome)])
        .more([measurements::pictures(outcome)])
        .more([measurements::rotation(outcome)])
        .slider(Slider::new("layers passed", frames).starting_at(last))
        .drawing()
}

/// Three Gaussians in space, with the least noise.
fn space(outcome: &Outcome) -> &GaussianCourse {
    outcome.gaussians.iter().find(|course| course.dimension == 3).expect("there are noises")
}

fn frame(outcome: &Outcome, at: usize) -> Frame {
    let followed = &space(outcome).followed;
    let mut rates = rates(outcome);
    rates.cursor(1.0 + followed.layers[at] as f64);
    let reading = format!(
        "ΔR of training points {:.3}, of test points {:.3}",
        followed.train.reduction[at].value, followed.test.reduction[at].value
    );
    Frame::new(format!("ℓ = {}", followed.layers[at]), reading).row([sphere(outcome, at), rates])
}

/// From the middle of the sphere to the picture's side.
const SIDE: f64 = 1.08;

fn sphere(outcome: &Outcome, at: usize) -> Chart {
    let (course, sphere) = (space(outcome), &outcome.sphere);
    let mut chart = Chart::new(Axis::hidden(-SIDE..SIDE), Axis::hidden(-SIDE..SIDE))
        .exactly(1.0)
        .titled("Three classes on the sphere")
        .held(format!("noise {}, seen along (1, 1, 1); smallest dots: three orthogonal directions", course.noise))
        .described(format!(
            "Training points and test points of three classes after {} layers. ΔR of training points is {:.3}.",
            course.followed.layers[at], course.followed.train.reduction[at].value
        ));
    let [xs, ys] = [0, 1].map(|a| sphere.outline.iter().map(|place| place[a]).collect::<Vec<f64>>());
    chart.line(&xs, &ys, INK.thin().solid(), "");
    let parts =
        [(&sphere.train[at], sphere.train_shown, 4.0, ""), (&sphere.test[at], sphere.test_shown, 7.0, ", test")];
    for (points, count, size, suffix) in parts {
        for (k, class) in points.chunks(count).enumerate() {
            let [xs, ys] = [0, 1].map(|a| class.iter().map(|place| place[a]).collect::<Vec<f64>>());
            // Test points have a class's other look.
            let series = SERIES[if suffix.is_empty() { k } else { k + 3 }];
            chart.dots(&xs, &ys, size, series, &format!("class {}{suffix}", k + 1));
        }
    }
    let [xs, ys] = [0, 1].map(|a| sphere.axes.iter().map(|place| place[a]).collect::<Vec<f64>>());
    chart.dots(&xs, &ys, 3.0, INK.solid(), "orthogonal");
    chart
}

/// R, R^c and ΔR in space.
fn rates(outcome: &Outcome) -> Chart {
    let course = space(outcome);
    let followed = &course.followed;
    let last = followed.layers.len() - 1;
    let top =
        largest(followed.train.whole.iter().chain(&followed.test.whole).map(|rate| rate.high)).max(course.ceiling);
    let mut chart = by_layer(&followed.layers, "nats a vector", 0.0..1.08 * top)
        .titled("Rates, layer by layer")
        .held(format!("N = {}; thin: test points, not labelled; 95 % intervals", followed.count))
        .described(format!(
            "ΔR of training points goes from {:.3} to {:.3}, of test points from {:.3} to {:.3}; the ceiling is {:.4}.",
            followed.train.reduction[0].value,
            followed.train.reduction[last].value,
            followed.test.reduction[0].value,
            followed.test.reduction[last].value,
            course.ceiling
        ));
    all_rates(&mut chart, &followed.layers, &followed.train, &followed.test);
    chart.rule_y(course.ceiling, "ceiling of ΔR");
    chart
}

/// A chart over the layers. Their number is moved by one for its logarithm.
fn by_layer(layers: &[usize], name: &str, heights: std::ops::Range<f64>) -> Chart {
    let last = 1.0 + layers[layers.len() - 1] as f64;
    Chart::new(Axis::log("1 + layers passed", 0.95..1.05 * last), (name, heights))
}

fn places(layers: &[usize]) -> Vec<f64> {
    layers.iter().map(|&layer| 1.0 + layer as f64).collect()
}

/// R, R^c and ΔR of training vectors, and thin of test vectors.
fn all_rates(chart: &mut Chart, layers: &[usize], train: &Rates, test: &Rates) {
    let xs = places(layers);
    let all = [
        ("R", &train.whole, &test.whole),
        ("R^{c}", &train.classes, &test.classes),
        ("ΔR", &train.reduction, &test.reduction),
    ];
    for ((name, train, test), series) in all.into_iter().zip(SERIES) {
        chart.estimates(&xs, train, series, name);
        thin(chart, &xs, test, series, &format!("{name}, test"));
    }
}

/// Estimates as a thin line in a band.
fn thin(chart: &mut Chart, xs: &[f64], estimates: &[Estimate], series: Series, label: &str) {
    chart.estimates(xs, estimates, series.thin(), label);
}

/// The range of intervals, with room around it.
fn range<'a>(estimates: impl Iterator<Item = &'a Estimate> + Clone) -> std::ops::Range<f64> {
    let low = smallest(estimates.clone().map(|estimate| estimate.low));
    let high = largest(estimates.map(|estimate| estimate.high));
    let room = (0.06 * (high - low)).max(1e-6);
    low - room..high + room
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let followed = &space(outcome).followed;
    format!(
        "Points of three classes on a sphere and the rates R, R^c and ΔR of training and test points, through up to {} layers \
         of ReduNet.",
        followed.layers[followed.layers.len() - 1]
    )
}
