//! The panels that fold.

use super::{
    super::{Cosines, Followed, GaussianCourse, Outcome},
    all_rates, by_layer, places, range, thin,
};
use crate::{
    figure::plot::{Axis, Chart, INK, Panel, Raster, SERIES},
    ground::estimate::Estimate,
    math::vectors::largest,
};

fn name(course: &GaussianCourse) -> String {
    format!("d = {}, σ = {}", course.dimension, course.noise)
}

/// One place along an axis for each kind of Gaussians, by numbers that are short, and for the `others`.
fn ticks(outcome: &Outcome, others: &[&str]) -> Vec<(f64, String)> {
    let gaussians = outcome.gaussians.iter().map(|course| format!("{}, {}", course.dimension, course.noise));
    (1_u32..).map(f64::from).zip(gaussians.chain(others.iter().map(|&other| other.to_owned()))).collect()
}

/// The part of the ceiling that ΔR has reached, everywhere.
pub(super) fn gaussians(outcome: &Outcome) -> Chart {
    let courses = &outcome.gaussians;
    let all = courses.iter().flat_map(|course| {
        let of = course.followed.train.reduction.iter().chain(&course.followed.test.reduction);
        of.map(|rate| rate.high)
    });
    let top = largest(all.chain(courses.iter().map(|course| course.ceiling)));
    let layers = &courses[0].followed.layers;
    let reached = |course: &GaussianCourse| {
        format!("{}: training {:.3}, test {:.3}", name(course), course.reached.value, course.reached_test.value)
    };
    let mut chart = by_layer(layers, "ΔR (nats)", 0.0..1.08 * top)
        .titled("ΔR of Gaussians")
        .held("thin: test points; dashed levels: the ceilings")
        .described(format!(
            "ΔR of Gaussians in the plane and in space. Parts of the ceiling that are reached: {}.",
            courses.iter().map(reached).collect::<Vec<_>>().join("; ")
        ));
    for (course, series) in courses.iter().zip(SERIES) {
        let xs = places(layers);
        chart.estimates(&xs, &course.followed.train.reduction, series, &name(course));
        thin(&mut chart, &xs, &course.followed.test.reduction, series, &format!("{}, test", name(course)));
    }
    let ends = [xs_end(layers, 0), xs_end(layers, layers.len() - 1)];
    let mut drawn: Vec<usize> = Vec::new();
    for course in courses {
        if !drawn.contains(&course.dimension) {
            drawn.push(course.dimension);
            chart.line(&ends, &[course.ceiling; 2], INK, if drawn.len() == 1 { "ceilings" } else { "" });
        }
    }
    chart
}

fn xs_end(layers: &[usize], at: usize) -> f64 {
    1.0 + layers[at] as f64
}

/// Class means before and after.
pub(super) fn cosines(outcome: &Outcome) -> Chart {
    let mut all: Vec<(String, &Cosines)> =
        outcome.gaussians.iter().map(|course| (name(course), &course.cosines)).collect();
    all.push(("digits".to_owned(), &outcome.digits.cosines));
    let ticks = ticks(outcome, &["digits"]);
    let said: Vec<String> = all
        .iter()
        .map(|(name, cosines)| {
            format!("{name}: training {:.4}, test {:.4}", cosines.train_after.value, cosines.test_after.value)
        })
        .collect();
    let axis = Axis::linear("d, σ of Gaussians; digits", 0.4..all.len() as f64 + 0.6)
        .with_ticks(ticks.iter().map(|(place, name)| (*place, name.as_str())));
    let mut chart = Chart::new(axis, ("largest |cos|", -0.02..1.02))
        .titled("Angles between class means")
        .held("95 % intervals over draws")
        .described(format!(
            "The largest |cos| between the means of two classes after all layers. {}.",
            said.join("; ")
        ));
    let places: Vec<f64> = ticks.iter().map(|(place, _)| *place).collect();
    let of = |of: fn(&Cosines) -> Estimate| all.iter().map(|(_, cosines)| of(cosines)).collect::<Vec<_>>();
    chart.scattered_estimates(&places, &of(|cosines| cosines.test_before), SERIES[1], "inputs, test");
    chart.scattered_estimates(&places, &of(|cosines| cosines.train_after), SERIES[0], "after all layers, training");
    chart.scattered_estimates(&places, &of(|cosines| cosines.test_after), SERIES[2], "after all layers, test");
    chart
}

fn course(followed: &Followed, title: &str, held: String) -> Chart {
    let last = followed.layers.len() - 1;
    let top = largest(followed.train.whole.iter().chain(&followed.test.whole).map(|rate| rate.high));
    let mut chart =
        by_layer(&followed.layers, "nats a vector", 0.0..1.08 * top).titled(title).held(held).described(format!(
            "ΔR of training digits goes from {:.2} to {:.2}, of test digits from {:.2} to {:.2}.",
            followed.train.reduction[0].value,
            followed.train.reduction[last].value,
            followed.test.reduction[0].value,
            followed.test.reduction[last].value
        ));
    all_rates(&mut chart, &followed.layers, &followed.train, &followed.test);
    chart
}

/// Rates of digits.
pub(super) fn digits(outcome: &Outcome) -> Chart {
    let digits = &outcome.digits;
    course(
        &digits.followed,
        "Digits 0, 1 and 2 as pixels",
        format!("{0} × {0} pixels, N = {1}; thin: test digits", digits.side, digits.followed.count),
    )
}

/// Rates of turned digits.
pub(super) fn rotation(outcome: &Outcome) -> Chart {
    let rotation = &outcome.rotation;
    course(
        &rotation.followed,
        "Digits on circles, with all their turns",
        format!(
            "{} × {} numbers, N = {}; thin: turned test digits",
            rotation.radii, rotation.angles, rotation.followed.count
        ),
    )
}

/// The nearest subspace before and after, for all data.
pub(super) fn accuracy(outcome: &Outcome) -> Chart {
    let mut all: Vec<(String, &Followed)> =
        outcome.gaussians.iter().map(|course| (name(course), &course.followed)).collect();
    all.push(("digits".to_owned(), &outcome.digits.followed));
    all.push(("turned".to_owned(), &outcome.rotation.followed));
    let names = ticks(outcome, &["digits", "turned"]);
    let places: Vec<f64> = names.iter().map(|(place, _)| *place).collect();
    let inputs: Vec<_> = all.iter().map(|(_, followed)| followed.accuracy.inputs).collect();
    let outputs: Vec<_> = all.iter().map(|(_, followed)| followed.accuracy.outputs).collect();
    let said: Vec<String> = all
        .iter()
        .map(|(name, followed)| {
            let accuracy = &followed.accuracy;
            format!("{name}: {:.3} before, {:.3} after", accuracy.inputs.value, accuracy.outputs.value)
        })
        .collect();
    let axis = Axis::linear("d, σ of Gaussians; digits", 0.4..all.len() as f64 + 0.6)
        .with_ticks(names.iter().map(|(place, name)| (*place, name.as_str())));
    let mut chart = Chart::new(axis, ("accuracy on test vectors", range(inputs.iter().chain(&outputs))))
        .titled("The nearest subspace, before and after the layers")
        .held("95 % intervals over draws")
        .described(format!("Accuracy of the nearest subspace on test vectors. {}.", said.join("; ")));
    chart.scattered_estimates(&places, &inputs, SERIES[1], "inputs");
    chart.scattered_estimates(&places, &outputs, SERIES[0], "after all layers");
    chart
}

/// A turn, as pixels and on circles.
pub(super) fn pictures(outcome: &Outcome) -> Panel {
    let pictures = outcome
        .pictures
        .iter()
        .map(|picture| Chart::picture(Raster::grey(picture.width, &picture.pixels.0), &picture.name));
    Panel::strip("A turn is a cyclic shift on circles", 4, pictures)
        .held("circles: the innermost is the upper row")
        .described("A digit and the same turned by an eighth, and both on circles: there one is the other, shifted.")
}
