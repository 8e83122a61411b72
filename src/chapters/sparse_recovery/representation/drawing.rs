//! The drawing.

use std::f64::consts::TAU;

use anyhow::Result;

use super::{CURVE, Instance, Outcome, PLANE, Sweep};
use crate::{
    figure::{
        Drawing,
        plot::{Axis, Chart, Colours, Grid, INK, Panel, Raster, SERIES, Series},
    },
    ground::estimate::Estimate,
    math::vectors::largest,
};

/// One PCA of all points, where it is held against a PCA of each component.
const ONE: Series = SERIES[4];
/// The codes that stay on their component.
const PRESERVED: Series = SERIES[3];
/// What one PCA loses of a component's distribution.
const EXACT: &str = "infinitely many points, exact";

/// X → Z → X̂ of planes and of curves, over what few coordinates lose; who makes up whom and both sweeps fold.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new("Points on planes and on curves: identified, represented and made again", description(outcome))
        .lead([planes(&outcome.planes)])
        .lead([curves(&outcome.curves)])
        .lead([by_coordinates(outcome)])
        .more([affinities(outcome)])
        .more([planes_identified(outcome), planes_represented(outcome)])
        .more([curves_identified(outcome), curves_represented(outcome)])
        .drawing()
}

fn planes(instance: &Instance) -> Panel {
    let (view, picture) = (View { instance, component: "plane" }, &instance.picture);
    let code: Vec<[f64; 2]> = picture.coordinates.iter().map(|z| [z[0], z[1]]).collect();
    Panel::strip(
        &format!("Planes: {} put right, and two coordinates make them again", percent(instance.ssc_accuracy)),
        3,
        [
            view.seen("X by true plane", &picture.points, &picture.labels),
            view.seen("Z by found plane", &code, &picture.identified),
            view.seen("X̂ by found plane", &picture.reconstruction, &picture.identified),
        ],
    )
    .held(points(instance, "planes"))
    .described(chain_described(instance, "planes"))
}

fn curves(instance: &Instance) -> Panel {
    let (view, picture) = (View { instance, component: "curve" }, &instance.picture);
    let along: Vec<[f64; 2]> = picture.angles_rad.iter().zip(&picture.coordinates).map(|(&t, z)| [t, z[0]]).collect();
    let turn = Axis::hidden(-0.05 * TAU..1.05 * TAU);
    Panel::strip(
        &format!("Curves: {} put right, and one coordinate makes lines of them", percent(instance.ssc_accuracy)),
        3,
        [
            view.seen("X by true curve", &picture.points, &picture.labels),
            view.scattered(turn, "Z over t by found curve", &along, &picture.identified),
            view.seen("X̂ by found curve", &picture.reconstruction, &picture.identified),
        ],
    )
    .held(points(instance, "curves"))
    .described(chain_described(instance, "curves"))
}

/// How the points of a data set are drawn.
struct View<'a> {
    instance: &'a Instance,
    /// What a component of it is called.
    component: &'a str,
}

impl View<'_> {
    /// Points with one unit on both axes.
    fn seen(&self, caption: &str, points: &[[f64; 2]], labels: &[usize]) -> Chart {
        self.scattered(self.side(), caption, points, labels)
    }

    /// Points in the colours of their components.
    fn scattered(&self, x: Axis, caption: &str, points: &[[f64; 2]], labels: &[usize]) -> Chart {
        let mut chart = Chart::new(x, self.side()).titled(caption).exactly(1.0);
        for (component, series) in (0..self.instance.components).zip(SERIES) {
            let mine = points.iter().zip(labels).filter(|(_, label)| **label == component);
            let (xs, ys): (Vec<f64>, Vec<f64>) = mine.map(|([x, y], _)| (*x, *y)).unzip();
            chart.dots(&xs, &ys, 4.4, series, &format!("{} {}", self.component, component + 1));
        }
        chart
    }

    /// A little more than the points need, so that no dot is cut.
    fn side(&self) -> Axis {
        let reach = 1.05 * self.instance.picture.extent;
        Axis::hidden(-reach..reach)
    }
}

/// What is left over by q coordinates, for both data sets.
fn by_coordinates(outcome: &Outcome) -> Chart {
    let dimensions = [CURVE, PLANE, outcome.curves.ambient, outcome.planes.ambient];
    let names = dimensions.map(|q| q.to_string());
    let ticks = dimensions.iter().zip(&names).map(|(&q, name)| (q as f64, name.as_str()));
    let most = outcome.planes.ambient.max(outcome.curves.ambient);
    let kept = Axis::linear("coordinates q of a point", 1.0..most as f64).with_ticks(ticks);
    let mut chart = Chart::new(kept, part("energy lost"))
        .titled("Two coordinates do for a plane; a curve needs them all")
        .described(coordinates_described(outcome))
        .aspect(0.4);
    let sets = [("planes", &outcome.planes, SERIES[4]), ("curves", &outcome.curves, SERIES[5])];
    for (name, instance, series) in sets {
        let places: Vec<f64> = instance.coordinates.iter().map(|&q| q as f64).collect();
        chart
            .line(&places, &instance.lost_by_one, series, &format!("{name}: one PCA"))
            .line(&places, &instance.lost_by_identified, series.solid(), &format!("{name}: a PCA each"))
            .dots(&[instance.code_entries], &[instance.code_error], 9.0, series, &format!("{name}: sparse code"));
    }
    chart
}

/// Who makes up whom, with the points in order of component and place.
fn affinities(outcome: &Outcome) -> Panel {
    let weights = Axis::linear("255 √(W / max W)", 0.0..255.0).with_ticks([(0.0, "0"), (255.0, "255")]);
    let picture = |name: &str, instance: &Instance| {
        let picture = &instance.picture;
        let levels = Raster::new(picture.pixels, &picture.affinity.levels(), &(0.0..=255.0), Colours::Viridis);
        Chart::picture(levels, name).colours(weights.clone(), Colours::Viridis)
    };
    Panel::strip(
        "Codes keep to their plane, and to the neighbours on a curve",
        2,
        [picture("planes", &outcome.planes), picture("curves", &outcome.curves)],
    )
    .described(format!(
        "The weights W between points in order of component and place. Planes: blocks on the diagonal, {:.3} of the codes \
         have nothing outside of them. Curves: a thin band along the diagonal, {:.3} of the codes have nothing on the other \
         curve.",
        outcome.planes.preserved, outcome.curves.preserved
    ))
}

/// An axis through the places of a sweep.
fn along(label: &str, places: &[f64], named: &[(f64, &str)]) -> Axis {
    Axis::log(label, places[0]..places[places.len() - 1]).with_ticks(named.iter().copied())
}

fn angles(outcome: &Outcome) -> Axis {
    along("angle θ between planes (°)", &outcome.angles_deg, &[(1.0, "1"), (3.0, "3"), (10.0, "10"), (30.0, "30")])
}

fn samples(outcome: &Outcome) -> Axis {
    along("points on each curve", &outcome.samples, &[(8.0, "8"), (32.0, "32"), (128.0, "128")])
}

/// An axis from nothing to all, with few ticks.
fn part(label: &str) -> Axis {
    Axis::linear(label, 0.0..1.0).with_ticks([(0.0, "0"), (0.5, "0.5"), (1.0, "1")])
}

fn noise(sweep: &Sweep) -> String {
    if sweep.noise == 0.0 { "no noise".to_owned() } else { format!("noise σ = {}", sweep.noise) }
}

fn planes_identified(outcome: &Outcome) -> Chart {
    let mut chart = Chart::new(angles(outcome), part("points put right"))
        .titled("Planes are found if they are far enough apart")
        .held(points(&outcome.planes, "planes"))
        .described(identified_described(outcome))
        .aspect(0.8);
    for (sweep, series) in outcome.against_angle.iter().zip(SERIES) {
        chart.estimates(&outcome.angles_deg, &sweep.ssc, series, &noise(sweep));
    }
    if let Some(sweep) = outcome.against_angle.first() {
        chart.estimates(&outcome.angles_deg, &sweep.pca, ONE, "one PCA");
        chart.estimates(&outcome.angles_deg, &sweep.preserved, PRESERVED, "codes preserved, no noise");
    }
    chart.rule_x(outcome.guarantee.covering_radius_deg, "γ");
    chart
}

fn planes_represented(outcome: &Outcome) -> Chart {
    let decades = Axis::log("energy lost", 1e-4..1.0).with_ticks([(1e-4, "10⁻⁴"), (1e-2, "10⁻²"), (1.0, "1")]);
    let mut chart = Chart::new(angles(outcome), decades)
        .titled("Confused planes lose more than true ones")
        .held(coordinates(PLANE))
        .described(represented_described(outcome))
        .aspect(0.8);
    for (sweep, series) in outcome.against_angle.iter().zip(SERIES) {
        chart.estimates(&outcome.angles_deg, &sweep.lost_by_identified, series, &noise(sweep));
    }
    // Without noise true planes lose what rounding does.
    if let Some(noisiest) = outcome.against_angle.last().filter(|sweep| sweep.noise > 0.0) {
        let (last, label) = (outcome.against_angle.len() - 1, format!("true planes, {}", noise(noisiest)));
        chart.estimates(&outcome.angles_deg, &noisiest.lost_by_true, SERIES[last].thin().solid(), &label);
    }
    if let Some(sweep) = outcome.against_angle.first() {
        chart.estimates(&outcome.angles_deg, &sweep.lost_by_one, ONE, "one PCA");
    }
    chart.line(&outcome.angles_deg, &outcome.lost_by_one_exact, INK, EXACT);
    chart
}

fn curves_identified(outcome: &Outcome) -> Chart {
    let (sweep, places) = (&outcome.against_samples, &outcome.samples);
    let mut chart = Chart::new(samples(outcome), part("points put right"))
        .titled("Curves are found if they are sampled densely")
        .held(space(&outcome.curves, "curves"))
        .described(format!(
            "The part of the points put right against the samples of each curve. {}. Codes leave their curve less often from \
             the start: {}.",
            ends("Sparse subspace clustering", &sweep.ssc),
            ends("those that stay", &sweep.preserved)
        ))
        .aspect(0.8);
    chart.estimates(places, &sweep.ssc, SERIES[0], &noise(sweep));
    chart.estimates(places, &sweep.pca, ONE, "one PCA");
    chart.estimates(places, &sweep.preserved, PRESERVED, "codes preserved, no noise");
    chart
}

fn curves_represented(outcome: &Outcome) -> Chart {
    let (sweep, places) = (&outcome.against_samples, &outcome.samples);
    let mut chart = Chart::new(samples(outcome), part("energy lost"))
        .titled("To know the right curve gains next to nothing")
        .held(coordinates(CURVE))
        .described(format!(
            "The part of the energy lost against the samples of each curve. {}, {}, {}; a whole curve loses {:.3}.",
            ends("Found curves", &sweep.lost_by_identified),
            ends("true curves", &sweep.lost_by_true),
            ends("one PCA", &sweep.lost_by_one),
            outcome.lost_by_curve_exact
        ))
        .aspect(0.8);
    chart.estimates(places, &sweep.lost_by_identified, SERIES[0], &noise(sweep));
    chart.estimates(places, &sweep.lost_by_true, SERIES[0].thin(), "true curves");
    chart.estimates(places, &sweep.lost_by_one, ONE, "one PCA");
    chart.line(places, &vec![outcome.lost_by_curve_exact; places.len()], INK, EXACT);
    chart
}

fn coordinates(count: usize) -> String {
    format!("{count} coordinate{} of a point", if count == 1 { "" } else { "s" })
}

fn space(instance: &Instance, name: &str) -> String {
    format!("{} {name} in {} dimensions", instance.components, instance.ambient)
}

fn points(instance: &Instance, name: &str) -> String {
    format!("{} points on {}", instance.picture.points.len(), space(instance, name))
}

fn percent(part: f64) -> String {
    format!("{:.0} %", 100.0 * part)
}

/// A sweep's first and last mean in words.
fn ends(what: &str, means: &[Estimate]) -> String {
    let [first, last] = [means.first(), means.last()].map(|mean| mean.map_or(0.0, |mean| mean.value));
    format!("{what}: from {first:.3} to {last:.3}")
}

fn chain_described(instance: &Instance, name: &str) -> String {
    let at = instance.dimension - 1;
    format!(
        "Three pictures of {}: the data, the coordinates that each point has on the component where it was found, and the \
         points made again from them. Sparse subspace clustering puts {:.3} of them right, k-means on principal coordinates \
         {:.3}. A PCA of each found component loses {:.1e} of the energy, one PCA of all points {:.3}.",
        points(instance, name),
        instance.ssc_accuracy,
        instance.pca_accuracy,
        instance.lost_by_identified[at],
        instance.lost_by_one[at]
    )
}

fn coordinates_described(outcome: &Outcome) -> String {
    let of = |name: &str, instance: &Instance| {
        format!(
            "{name}: one coordinate of a PCA of each found component loses {:.3}, two lose {:.4}; a sparse code with {:.1} \
             entries on average loses {:.4}",
            instance.lost_by_identified[0], instance.lost_by_identified[1], instance.code_entries, instance.code_error
        )
    };
    format!(
        "The part of the energy that is lost against the coordinates kept of a point. {}. {}.",
        of("Planes", &outcome.planes),
        of("Curves", &outcome.curves)
    )
}

fn identified_described(outcome: &Outcome) -> String {
    let each = outcome.against_angle.iter().map(|sweep| match sweep.identified_from {
        Some(angle) => format!("With {} sparse subspace clustering passes 95 % at {angle}°.", noise(sweep)),
        None => format!("With {} sparse subspace clustering does not reach 95 %.", noise(sweep)),
    });
    format!(
        "The part of the points put right against the angle between neighbouring planes. {} The mean covering radius γ is \
         {:.1}°. k-means on the coordinates of one PCA is hardly better than a guess.",
        each.collect::<Vec<_>>().join(" "),
        outcome.guarantee.covering_radius_deg
    )
}

fn represented_described(outcome: &Outcome) -> String {
    let worst = outcome.against_angle.iter().map(|sweep| {
        let most = |means: &[Estimate]| largest(means.iter().map(|mean| mean.value));
        format!("With {} found planes lose up to {:.4}.", noise(sweep), most(&sweep.lost_by_identified))
    });
    format!(
        "The part of the energy lost by {PLANE} coordinates against the angle, on logarithmic axes. One PCA loses more the \
         further the planes are apart, found planes most where they are confused, and true planes the noise beside them \
         alone. {}",
        worst.collect::<Vec<_>>().join(" ")
    )
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "The chain from data to coordinates and back, for {} and for {}: planes are found and made again from two \
         coordinates of each point, curves are harder to find and not to be made again from one. Behind it who makes up \
         whom, and charts of both against the angle between planes and the samples of curves.",
        points(&outcome.planes, "planes"),
        points(&outcome.curves, "curves")
    )
}
