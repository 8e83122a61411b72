//! The panels that fold.

use super::{
    super::{LocalShape, Outcome},
    ends, numbers, percent, range,
};
use crate::{
    figure::plot::{Axis, Chart, INK, Panel, SERIES},
    ground::estimate::Estimate,
    math::vectors::largest,
};

/// The error against N without the hole, and with the same k throughout.
pub(super) fn without_hole(outcome: &Outcome) -> Chart {
    let shape = &outcome.shapes[0];
    let samples = numbers(&outcome.samples);
    let all = shape.isomap.error.iter().chain(&shape.ltsa.error).chain(&shape.fixed_k).copied();
    let mut chart = Chart::new(Axis::log("points N", ends(&samples)), Axis::log("Procrustes error E", range(all)))
        .titled("Error of the chart, without the hole")
        .held(format!("k from {} to {}", outcome.neighbours[0], outcome.neighbours[outcome.neighbours.len() - 1]))
        .described(format!(
            "The power of N is {:.2} for Isomap, {:.2} for LTSA and {:.2} for Isomap with k = {} throughout.",
            shape.isomap.power.value, shape.ltsa.power.value, shape.fixed_k_power.value, outcome.neighbours[0]
        ));
    chart
        .estimates(&samples, &shape.isomap.error, SERIES[0], "Isomap")
        .estimates(&samples, &shape.ltsa.error, SERIES[1], "LTSA")
        .estimates(&samples, &shape.fixed_k, SERIES[2], "Isomap, the first k throughout");
    chart
}

/// The error against k.
pub(super) fn sweep(outcome: &Outcome) -> Chart {
    let sweep = &outcome.sweep;
    let ks = numbers(&sweep.neighbours);
    let all = sweep.isomap.iter().chain(&sweep.ltsa).copied();
    let last = ks.len() - 1;
    let mut chart = Chart::new(Axis::log("neighbours k", ends(&ks)), Axis::log("Procrustes error E", range(all)))
        .titled("Error against the number of neighbours")
        .held(format!("N = {}, no hole", sweep.samples))
        .described(format!(
            "With k = {} Isomap's error is {} and LTSA's {}, and {} of the edges are shortcuts between turns.",
            sweep.neighbours[last],
            percent(sweep.isomap[last].value),
            percent(sweep.ltsa[last].value),
            percent(sweep.shortcuts[last].value)
        ));
    chart.estimates(&ks, &sweep.isomap, SERIES[0], "Isomap").estimates(&ks, &sweep.ltsa, SERIES[1], "LTSA");
    chart
}

/// Images of the whole sphere.
pub(super) fn whole_sphere(outcome: &Outcome) -> Panel {
    let pictures = [("Isomap", &outcome.sphere.isomap), ("LTSA", &outcome.sphere.ltsa)].map(|(title, glued)| {
        let far = 1.1 * largest(glued.whole.iter().flatten().flatten().map(|x| x.abs()));
        let side = || Axis::hidden(-far..far);
        let mut chart = Chart::new(side(), side()).titled(title).exactly(1.0);
        for ((images, name), series) in glued.whole.iter().zip(["as seen from outside", "turned over"]).zip(SERIES) {
            let [xs, ys] = [0, 1].map(|a| images.iter().map(|image| image[a]).collect::<Vec<f64>>());
            chart.dots(&xs, &ys, 5.0, series, name);
        }
        chart
    });
    Panel::strip("The whole sphere, laid flat", 2, pictures)
        .held("colours: the orientation of the neighbourhood's image")
        .described(
            "Images of points of the whole sphere; those that keep their orientation and those that are turned over.",
        )
}

/// The stretch against the angle from the middle of a cap.
pub(super) fn profile(outcome: &Outcome) -> Chart {
    let sphere = &outcome.sphere;
    let angles = &sphere.profile_rad;
    let methods = [(&sphere.isomap, "Isomap"), (&sphere.ltsa, "LTSA")];
    let highest = methods.iter().flat_map(|(glued, _)| glued.profile.iter().flatten()).map(|estimate| estimate.high);
    let top = 1.1 * largest(highest);
    let mut chart = Chart::new(("angle from the middle θ (rad)", 0.0..sphere.shown_cap_rad), ("stretch", 0.0..top))
        .titled("Where a cap is stretched")
        .held(format!("α = {:.1} rad", sphere.shown_cap_rad))
        .described("The mean stretch away from the middle of a cap and around it, by both methods.");
    for (at, (glued, name)) in methods.into_iter().enumerate() {
        let [away, around] = &glued.profile;
        chart.estimates(angles, away, SERIES[2 * at], &format!("{name}, away from the middle")).estimates(
            angles,
            around,
            SERIES[2 * at + 1],
            &format!("{name}, around it"),
        );
    }
    chart
}

fn most_errors(shape: &LocalShape) -> &[Estimate] {
    &shape.levels[shape.levels.len() - 1].tangent_error_rad
}

/// The tangent error against the radius at the largest N.
pub(super) fn tangents(outcome: &Outcome) -> Chart {
    let shapes = &outcome.local;
    let all = shapes.iter().flat_map(|shape| most_errors(shape).iter().copied());
    let samples = shapes[0].levels[shapes[0].levels.len() - 1].samples;
    let radius = Axis::log("radius r, over the smallest radius of curvature", ends(&shapes[0].radii));
    let mut chart = Chart::new(radius, Axis::log("tangent error (rad)", range(all)))
        .titled("Tangent error against the radius")
        .held(format!("N = {samples}; dashed: chance alone, by the closed form"))
        .described(
            "The root mean square tangent error of circle, sphere and roll against the radius of neighbourhoods.",
        );
    for (shape, series) in shapes.iter().zip(SERIES) {
        chart.estimates(&shape.radii, most_errors(shape), series, &shape.name);
        if !shape.closed_form_rad.is_empty() {
            chart.line(&shape.radii, &shape.closed_form_rad, INK, &format!("closed form, {}", shape.name));
        }
    }
    chart
}

/// The part of neighbourhoods whose dimension is found.
pub(super) fn dimensions(outcome: &Outcome) -> Chart {
    let shapes = &outcome.local;
    let samples = shapes[0].levels[shapes[0].levels.len() - 1].samples;
    let radius = Axis::log("radius r, over the smallest radius of curvature", ends(&shapes[0].radii));
    let mut chart = Chart::new(radius, ("part with the right dimension", 0.0..1.05))
        .titled("Where the dimension is found")
        .held(format!("N = {samples}"))
        .described(
            "The part of neighbourhoods in which local PCA finds the dimension 1, 2 and 2 of circle, sphere and roll.",
        );
    for (shape, series) in shapes.iter().zip(SERIES) {
        let right = &shape.levels[shape.levels.len() - 1].right_dimension;
        chart.estimates(&shape.radii, right, series, &format!("{}, d = {}", shape.name, shape.dimension));
    }
    chart
}

/// The points that a tangent error needs.
pub(super) fn spheres(outcome: &Outcome) -> Chart {
    let spheres = &outcome.spheres;
    let dimensions: Vec<f64> = (1..=spheres.fixed.len()).map(|d| d as f64).collect();
    let all = spheres.fixed.iter().chain(&spheres.best).copied();
    let last = dimensions[dimensions.len() - 1];
    let mut chart =
        Chart::new(("dimension d of the sphere", 0.8..last + 0.2), Axis::log("points N needed", range(all)))
            .titled("Points for a given tangent error")
            .held(format!("tangent error {} rad", spheres.target_rad))
            .aspect(0.4)
            .described(format!(
                "With the radius {} the points multiply by {:.1} with each dimension, with the best radius by {:.1}.",
                spheres.radius, spheres.fixed_growth.value, spheres.best_growth.value
            ));
    chart.estimates(&dimensions, &spheres.fixed, SERIES[0], &format!("r = {}", spheres.radius)).estimates(
        &dimensions,
        &spheres.best,
        SERIES[1],
        "the best radius",
    );
    chart
}
