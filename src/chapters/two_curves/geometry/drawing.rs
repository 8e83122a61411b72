//! The drawing.

use std::array;

use anyhow::Result;

use super::{CoilReturns, Geometry, Kind, Outcome, Pair, Step, Stroke};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, Panel, SERIES},
        slider::{Frame, Slider},
    },
    math::vectors::{largest, smallest},
};

/// A row of pairs for each number, between whose ends the slider goes, and two charts that fold.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let mut grid = Grid::new(Geometry::TITLE, description(outcome));
    let said = Said::of_panels(outcome);
    for (row, said) in [&outcome.windings, &outcome.moved, &outcome.clovers].into_iter().zip(&said) {
        let pictures = row.iter().map(|pair| {
            let numbers = numbers(pair.curvature, pair.separation_rad, pair.clover);
            picture(&outcome.globe, &pair.strokes, -SIDE).titled(&numbers)
        });
        grid = grid.lead([Panel::strip(said.title, 4, pictures).held(&said.held).described(&said.description)]);
    }
    let frames = (0..outcome.walks.moved.len()).map(|step| frame(outcome, &said, step)).collect();
    grid.more([coils(outcome), convergence(outcome)]).slider(Slider::new("from easy to hard", frames)).drawing()
}

/// What is said of a panel; on the stage its title and what is held are the same.
struct Said {
    title: &'static str,
    held: String,
    description: String,
}

impl Said {
    fn of_panels(outcome: &Outcome) -> [Self; 3] {
        let list =
            |pairs: &[Pair], number: &dyn Fn(&Pair) -> String| pairs.iter().map(number).collect::<Vec<_>>().join(", ");
        let Outcome { windings, moved, clovers, .. } = outcome;
        [
            Self {
                title: "Sharper bends: the curvature κ grows",
                held: format!("Δ = {:.2} rad", windings[0].separation_rad),
                description: format!(
                    "Waves around the sphere above the equator and their mirror image below it, with curvature {}.",
                    list(windings, &|pair| format!("{:.1}", pair.curvature))
                ),
            },
            Self {
                title: "Nearer curves: the separation Δ shrinks",
                held: format!("κ = {:.1}", moved[0].curvature),
                description: format!(
                    "A curve of three leaves that is moved toward the equator, and its mirror image, with separation {} \
                     radians.",
                    list(moved, &|pair| format!("{:.2}", pair.separation_rad))
                ),
            },
            Self {
                title: "Near returns: the ✿-number grows",
                held: format!("κ = {:.1}, Δ = {:.2} rad", clovers[0].curvature, clovers[0].separation_rad),
                description: format!(
                    "A circle and clovers with leaves on narrow necks, and their mirror images; the ✿-number is {}.",
                    list(clovers, &|pair| pair.clover.to_string())
                ),
            },
        ]
    }
}

/// The three walks at one step.
fn frame(outcome: &Outcome, said: &[Said; 3], step: usize) -> Frame {
    let [winding, moved, swung]: [&Step; 3] =
        [&outcome.walks.windings, &outcome.walks.moved, &outcome.walks.swung].map(|walk| &walk[step]);
    let label = format!("{} waves, Δ = {:.2} rad, swing {:.2} rad", winding.varied, moved.varied, swung.varied);
    let reading = format!(
        "κ = {:.1} in (a), Δ = {:.2} rad in (b), ✿ = {} in (c)",
        winding.curvature, moved.separation_rad, swung.clover
    );
    let panels: [Chart; 3] = array::from_fn(|i| {
        let Step { curvature, separation_rad, clover, strokes, .. } = [winding, moved, swung][i];
        let mut chart = picture(&outcome.globe, strokes, -1.3)
            .titled(said[i].title)
            .held(&said[i].held)
            .described(format!(
                "One pair of the walk: curvature {curvature:.1}, separation {separation_rad:.2} radians, ✿-number {clover}."
            ));
        chart.note(-0.5, -1.22, &numbers(*curvature, *separation_rad, *clover));
        chart
    });
    Frame::new(label, reading).row(panels)
}

fn numbers(curvature: f64, separation_rad: f64, clover: usize) -> String {
    format!("κ {curvature:.1}, Δ {separation_rad:.2}, ✿ {clover}")
}

/// From the middle of a picture to its side, in radii of the sphere.
const SIDE: f64 = 1.03;

/// A pair on its sphere; `bottom`: how far down the picture goes.
fn picture(globe: &[Stroke], strokes: &[Stroke], bottom: f64) -> Chart {
    let mut chart =
        Chart::new(Axis::hidden(-SIDE..SIDE), Axis::hidden(bottom..SIDE)).exactly((SIDE - bottom) / (2.0 * SIDE));
    let looks = [
        (Kind::Globe, INK, ""),
        (Kind::Upper, SERIES[0], "one curve"),
        (Kind::Lower, SERIES[1].solid(), "its mirror image, the other"),
    ];
    for (kind, series, label) in looks {
        for hidden in [true, false] {
            let every = if kind == Kind::Globe { 2 } else { 1 };
            let (xs, ys) = joined(globe.iter().chain(strokes).filter(|s| s.kind == kind && s.hidden == hidden), every);
            let (series, label) = match (kind, hidden) {
                (Kind::Globe, false) => (series.solid().thin(), ""),
                (_, false) => (series, label),
                // What lies behind the sphere is thin.
                (_, true) => (series.thin(), ""),
            };
            chart.line(&xs, &ys, series, label);
        }
    }
    chart
}

/// Pieces of one look as one line with gaps, through each `every`-th of their points and the last: a dozen globes in one
/// drawing are smooth enough with fewer.
fn joined<'a>(strokes: impl Iterator<Item = &'a Stroke>, every: usize) -> (Vec<f64>, Vec<f64>) {
    let (mut xs, mut ys) = (Vec::new(), Vec::new());
    for stroke in strokes {
        let last = stroke.xs.len() - 1;
        for at in (0..last).step_by(every).chain([last]) {
            xs.push(stroke.xs[at]);
            ys.push(stroke.ys[at]);
        }
        xs.push(f64::NAN);
        ys.push(f64::NAN);
    }
    (xs, ys)
}

/// The ✿-number of coils against their windings.
fn coils(outcome: &Outcome) -> Chart {
    let coils = &outcome.coils;
    let windings: Vec<f64> = coils.iter().map(|coil| f64::from(coil.windings)).collect();
    let of = |count: fn(&CoilReturns) -> usize| coils.iter().map(|coil| count(coil) as f64).collect::<Vec<_>>();
    let (measured, exact) = (of(|coil| coil.clover), of(|coil| coil.closed_form));
    let top = largest(measured.iter().chain(&exact).copied()).max(1.0) + 1.0;
    let last = windings.last().copied().unwrap_or_default();
    let mut chart = Chart::new(("windings of a coil on 𝕊⁴", 0.0..last + 2.0), ("✿-number", 0.0..top))
        .titled("With more dimensions a curve can return more often")
        .described(format!(
            "The ✿-number of coils in five dimensions against their windings, counted from points and by the closed form of \
             the distance between windings: it rises in steps of two to {} at {last} windings.",
            measured.last().copied().unwrap_or_default()
        ))
        .aspect(0.55);
    chart.line(&windings, &exact, INK, "by distance").dots(&windings, &measured, 8.0, SERIES[0], "counted");
    chart
}

/// The error of the curvature by points against their distance.
fn convergence(outcome: &Outcome) -> Chart {
    let convergence = &outcome.convergence;
    let (steps, errors) = (&convergence.steps_rad, &convergence.errors);
    let range = |values: &[f64]| smallest(values.iter().copied()) / 1.5..largest(values.iter().copied()) * 1.5;
    let mut chart = Chart::new(
        Axis::log("step of arc length (rad)", range(steps)),
        Axis::log("error of κ", range(&[errors.clone(), convergence.second_order.clone()].concat())),
    )
    .titled("κ from points alone converges to κ from derivatives")
    .held(format!("the curve of (b), κ = {:.1}", outcome.moved[0].curvature))
    .described(format!(
        "The error of the curvature from points against their distance, both on logarithmic axes: it falls with the power \
         {:.3}.",
        convergence.order
    ))
    .aspect(0.55);
    chart.line(steps, &convergence.second_order, INK.thin(), "second order").dots(
        steps,
        errors,
        8.0,
        SERIES[2],
        "error from points",
    );
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let [first, second, third] = Said::of_panels(outcome).map(|said| said.description);
    format!(
        "Pairs of closed curves on a sphere, one above the equator in blue and its mirror image below in orange; what lies \
         behind is thin. {first} {second} {third} More: the ✿-number of a coil against its windings, in steps, and the error \
         of the curvature from points, which falls with the square of their distance."
    )
}
