//! The drawing.

use anyhow::Result;

use super::{Instance, Outcome, Sweep};
use crate::{
    figure::{
        Drawing,
        plot::{Axis, Chart, Colours, Grid, INK, Panel, Raster, SERIES},
    },
    ground::estimate::Estimate,
};

/// X, Z and X̂ of planes and of curves, over what both methods do.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new("Points on planes and on curves: identified, represented and made again", description(outcome))
        .lead([Panel::strip("", 4, chain(&outcome.planes))])
        .more(chain(&outcome.curves))
        .more([planes_identified(outcome), planes_represented(outcome)])
        .more([curves_identified(outcome), curves_represented(outcome)])
        .more([by_coordinates("planes", &outcome.planes), by_coordinates("curves", &outcome.curves)])
        .drawing()
}

/// X → Z → X̂: the points, who makes up whom, the coordinates, and the points made again.
fn chain(instance: &Instance) -> [Chart; 4] {
    let picture = &instance.picture;
    let reach = -picture.extent..picture.extent;
    let flat = |points: &[[f64; 2]]| [0, 1].map(|j| points.iter().map(|point| point[j]).collect::<Vec<f64>>());
    let seen = |title: &str, points: &[[f64; 2]], labels: &[usize]| {
        let mut chart = Chart::new(Axis::hidden(reach.clone()), Axis::hidden(reach.clone())).titled(title).aspect(1.0);
        dots(&mut chart, flat(points), labels, instance.components);
        chart
    };
    let affinity = Raster::new(picture.pixels, &picture.affinity.levels(), &(0.0..=255.0), Colours::Viridis);
    let first: Vec<f64> = picture.coordinates.iter().map(|z| z[0]).collect();
    let coordinates = if instance.dimension == 1 {
        let turn = Axis::hidden(0.0..std::f64::consts::TAU);
        let mut chart = Chart::new(turn, Axis::hidden(reach.clone())).titled("Z: z against t").aspect(1.0);
        dots(&mut chart, [picture.angles_rad.clone(), first], &picture.identified, instance.components);
        chart
    } else {
        let plane: Vec<[f64; 2]> = picture.coordinates.iter().map(|z| [z[0], z[1]]).collect();
        seen("Z: z₂ against z₁", &plane, &picture.identified)
    };
    [
        seen("X", &picture.points, &picture.labels),
        Chart::picture(affinity, "Z: |C| + |C|ᵀ"),
        coordinates,
        seen("X̂", &picture.reconstruction, &picture.identified),
    ]
}

fn dots(chart: &mut Chart, [xs, ys]: [Vec<f64>; 2], labels: &[usize], components: usize) {
    for (component, series) in (0..components).zip(SERIES.iter().cycle()) {
        let of = |values: &[f64]| {
            values.iter().zip(labels).filter(|(_, label)| **label == component).map(|(x, _)| *x).collect::<Vec<_>>()
        };
        chart.dots(&of(&xs), &of(&ys), 3.0, *series, "");
    }
}

fn values(estimates: &[Estimate]) -> Vec<f64> {
    estimates.iter().map(|estimate| estimate.value).collect()
}

/// An axis through the places of a sweep.
fn along(label: &str, places: &[f64], named: &[(f64, &str)]) -> Axis {
    Axis::log(label, places[0]..places[places.len() - 1]).with_ticks(named.iter().copied())
}

fn angles(outcome: &Outcome) -> Axis {
    along("angle θ between planes (°)", &outcome.angles_deg, &[(1.0, "1"), (3.0, "3"), (10.0, "10"), (30.0, "30")])
}

fn samples(outcome: &Outcome) -> Axis {
    along(
        "points on each curve",
        &outcome.samples,
        &[(8.0, "8"), (16.0, "16"), (32.0, "32"), (64.0, "64"), (128.0, "128"), (256.0, "256")],
    )
}

fn noise(sweep: &Sweep) -> String {
    if sweep.noise == 0.0 { "no noise".to_owned() } else { format!("noise {}", sweep.noise) }
}

fn planes_identified(outcome: &Outcome) -> Chart {
    let mut chart =
        Chart::new(angles(outcome), ("points put right", 0.0..1.0)).titled("planes: identification").aspect(0.8);
    for (sweep, series) in outcome.against_angle.iter().zip(SERIES) {
        chart.estimates(&outcome.angles_deg, &sweep.ssc, series, &format!("SSC, {}", noise(sweep)));
    }
    if let Some(sweep) = outcome.against_angle.first() {
        chart.estimates(&outcome.angles_deg, &sweep.pca, SERIES[4], "PCA, k-means");
        chart.line(&outcome.angles_deg, &values(&sweep.preserved), SERIES[3], "codes preserved");
    }
    chart.rule_x(outcome.guarantee.covering_radius_deg, "γ");
    chart
}

fn planes_represented(outcome: &Outcome) -> Chart {
    let mut chart =
        Chart::new(angles(outcome), ("energy lost", 0.0..0.6)).titled("planes: representation by 2").aspect(0.8);
    for (sweep, series) in outcome.against_angle.iter().zip(SERIES) {
        let label = format!("found planes, {}", noise(sweep));
        chart.estimates(&outcome.angles_deg, &sweep.lost_by_identified, series, &label);
    }
    if let Some(sweep) = outcome.against_angle.first() {
        chart.estimates(&outcome.angles_deg, &sweep.lost_by_one, SERIES[4], "one PCA");
    }
    chart.line(&outcome.angles_deg, &outcome.lost_by_one_exact, INK, "one PCA, exact");
    chart
}

fn curves_identified(outcome: &Outcome) -> Chart {
    let (sweep, places) = (&outcome.against_samples, &outcome.samples);
    let mut chart =
        Chart::new(samples(outcome), ("points put right", 0.0..1.0)).titled("curves: identification").aspect(0.8);
    chart.estimates(places, &sweep.ssc, SERIES[0], "SSC");
    chart.estimates(places, &sweep.pca, SERIES[4], "PCA, k-means");
    chart.line(places, &values(&sweep.preserved), SERIES[3], "codes preserved");
    chart
}

fn curves_represented(outcome: &Outcome) -> Chart {
    let (sweep, places) = (&outcome.against_samples, &outcome.samples);
    let mut chart =
        Chart::new(samples(outcome), ("energy lost", 0.0..1.0)).titled("curves: representation by 1").aspect(0.8);
    chart.estimates(places, &sweep.lost_by_identified, SERIES[0], "found curves");
    chart.estimates(places, &sweep.lost_by_one, SERIES[4], "one PCA");
    let exact = vec![outcome.lost_by_curve_exact; places.len()];
    chart.line(places, &exact, INK, "a whole curve, exact");
    chart
}

fn by_coordinates(name: &str, instance: &Instance) -> Chart {
    let places: Vec<f64> = instance.coordinates.iter().map(|&q| q as f64).collect();
    let last = places[places.len() - 1];
    let mut chart =
        Chart::new(("coordinates q of a point", 1.0..last), ("energy lost", 0.0..1.0)).titled(name).aspect(0.8);
    chart
        .line(&places, &instance.lost_by_identified, SERIES[0], "found components")
        .line(&places, &instance.lost_by_one, SERIES[4], "one PCA")
        .dots(&[instance.code_entries], &[instance.code_error], 9.0, SERIES[1], "sparse code");
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let percent = |part: f64| format!("{:.1} %", 100.0 * part);
    let of = |name: &str, instance: &Instance| {
        let at = instance.dimension - 1;
        format!(
            "{name}: sparse subspace clustering puts {} of the points right, k-means on principal coordinates {}; with {} \
             coordinate(s) one PCA loses {} of the energy, a PCA of each found component {}",
            percent(instance.ssc_accuracy),
            percent(instance.pca_accuracy),
            instance.dimension,
            percent(instance.lost_by_one[at]),
            percent(instance.lost_by_identified[at])
        )
    };
    format!(
        "Two rows of pictures, planes above curves: points, the matrix of who makes up whom, coordinates, and the points \
         made again. Charts of the same against the angle between planes, the samples of curves, and the number of \
         coordinates. {}. {}.",
        of("Planes", &outcome.planes),
        of("Curves", &outcome.curves)
    )
}
