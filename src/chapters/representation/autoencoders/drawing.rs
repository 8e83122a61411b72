//! The drawing: what each kind does in the plane, its codes along the curve, and what becomes of both as the curve grows.

use anyhow::Result;

use super::{Curve, Kind, Outcome, Trained, TwosOf};
use crate::{
    data::digits::SIDE,
    figure::{
        Drawing,
        plot::{Axis, Chart, Colours, Grid, INK, Panel, Raster, SERIES, Series},
        slider::{Frame, Slider},
    },
    ground::estimate::Estimate,
    math::vectors::largest,
};

/// Networks whose codes are drawn: more would cover each other.
const MOST_CODES: usize = 5;
/// Of the places of codes, of the points of the curve and of the images of a line, every so many is drawn.
const THINNED: usize = 2;
/// Grey levels of the twos, few so that their files are small.
const GREYS: f64 = 9.0;

/// All panels; the number of turns slides.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let shown = &outcome.curves[outcome.shown];
    let frames = outcome.curves.iter().map(|curve| {
        let mut injectivity = injectivity(outcome);
        injectivity.cursor(curve.turns);
        let reading = curve
            .kinds
            .iter()
            .map(|trained| format!("{} {} of {}", trained.kind.name(), trained.monotone, outcome.seeds));
        let reading = format!("never turn back: {}", reading.collect::<Vec<_>>().join(", "));
        Frame::new(format!("{} turns", curve.turns), reading)
            .row([planes(outcome, curve)])
            .row([codes(curve)])
            .row([injectivity])
    });
    Grid::new("What six kinds of autoencoder learn of a spiral, and of handwritten twos", description(outcome))
        .lead([planes(outcome, shown)])
        .lead([codes(shown)])
        .lead([injectivity(outcome)])
        .more([
            missed(outcome, shown, "Points moved off the curve in its plane", |trained| &trained.missed),
            missed(outcome, &outcome.embedded, "Points moved out of the curve's plane", |trained| &trained.missed_out),
        ])
        .more([losses(outcome), twos_losses(outcome)])
        .more([twos_lines(outcome)])
        .slider(Slider::new("turns of the spiral", frames.collect()).starting_at(outcome.shown))
        .drawing()
}

fn series(kind: Kind) -> Series {
    match kind {
        Kind::Linear => SERIES[5],
        Kind::Plain => SERIES[0],
        Kind::Denoising => SERIES[1],
        Kind::Contractive => SERIES[2],
        Kind::Variational => SERIES[3],
        Kind::Quantised => SERIES[4],
    }
}

fn thinned<T: Copy>(values: &[T]) -> Vec<T> {
    values.iter().copied().step_by(THINNED).collect()
}

/// The x and the y of points.
fn unzipped(points: &[[f64; 2]]) -> (Vec<f64>, Vec<f64>) {
    points.iter().map(|[x, y]| (*x, *y)).unzip()
}

/// The curve, the decoded straight line over it, and where points off the curve are taken to, a picture a kind.
fn planes(outcome: &Outcome, curve: &Curve) -> Panel {
    let all = outcome.curves.iter().flat_map(|curve| &curve.outline).flatten();
    let reach = 1.15 * largest(all.map(|x| x.abs()));
    let pictures = curve.kinds.iter().map(|trained| {
        let side = || Axis::hidden(-reach..reach);
        let mut chart = Chart::new(side(), side()).titled(trained.kind.name()).exactly(1.0);
        let (xs, ys) = unzipped(&thinned(&curve.outline));
        chart.line(&xs, &ys, INK.solid(), "curve");
        let arrows = trained.picture.from.iter().zip(&trained.picture.to);
        let (xs, ys) = unzipped(&arrows.flat_map(|(from, to)| [*from, *to, [f64::NAN; 2]]).collect::<Vec<_>>());
        chart.line(&xs, &ys, SERIES[1].thin().solid(), "to a reconstruction");
        let (xs, ys) = unzipped(&trained.picture.line);
        chart.line(&xs, &ys, SERIES[0].solid(), "decoded straight line");
        chart
    });
    Panel::strip("The straight line between the codes of the ends, decoded", 6, pictures)
        .held(format!("the first of {} networks of each kind; a code is one number", outcome.seeds))
        .described(format!(
            "Root mean square distance of the decoded line from the curve, and the largest distance of a point of the curve \
             from the line: {}.",
            listed(&curve.kinds, |trained| format!("{:.3} and {:.3}", trained.line_off.value, trained.line_gap.value))
        ))
}

/// The code of every network along the curve.
fn codes(curve: &Curve) -> Panel {
    let pictures = curve.kinds.iter().map(|trained| {
        let mut chart =
            Chart::new(Axis::hidden(0.0..1.0), Axis::hidden(-2.6..2.6)).titled(trained.kind.name()).exactly(1.0);
        for codes in trained.codes.iter().take(MOST_CODES) {
            chart.line(&thinned(&curve.places), &thinned(codes), SERIES[0].thin().solid(), "code of a network");
        }
        chart
    });
    Panel::strip("The code along the curve", 6, pictures)
        .held("across: arc length; upwards: the code, at mean 0 and variance 1, rising on the whole")
        .described(format!(
            "Networks whose code never turns back along the curve: {}.",
            listed(&curve.kinds, |trained| format!("{} of {}", trained.monotone, trained.codes.len()))
        ))
}

/// How near to one code two points of the curve come, against the number of turns.
fn injectivity(outcome: &Outcome) -> Chart {
    let turns: Vec<f64> = outcome.curves.iter().map(|curve| curve.turns).collect();
    let ends = turns[0]..turns[turns.len() - 1];
    let mut chart = Chart::new(("turns of the spiral", ends), ("injectivity ratio", 0.0..1.0))
        .titled("How near to one code two points come, as the curve grows")
        .held(format!("means over {} networks of each kind, bootstrap intervals of 95 %", outcome.seeds))
        .described(format!(
            "The smallest ratio of distances over the median one. At the most turns: {}.",
            listed(&outcome.curves[outcome.curves.len() - 1].kinds, |trained| {
                format!("{:.3}", trained.injectivity.value)
            })
        ))
        .aspect(0.5);
    for (number, trained) in outcome.curves[0].kinds.iter().enumerate() {
        let estimates: Vec<Estimate> = outcome.curves.iter().map(|curve| curve.kinds[number].injectivity).collect();
        chart.estimates(&turns, &estimates, series(trained.kind), trained.kind.name());
    }
    chart
}

/// What reconstructions of moved points miss the places by that the points came from.
fn missed(outcome: &Outcome, curve: &Curve, title: &str, of: fn(&Trained) -> &Vec<Estimate>) -> Chart {
    let most = outcome.moved[outcome.moved.len() - 1];
    let mut chart = Chart::new(("moved by", 0.0..most), ("reconstruction misses the foot by", 0.0..2.0 * most))
        .titled(title)
        .held(format!("{} dimensions, turns: {}", curve.ambient, curve.turns))
        .described(format!(
            "At the largest distance, {most}: {}.",
            listed(&curve.kinds, |trained| of(trained)
                .last()
                .map_or(String::new(), |last| format!("{:.3}", last.value)))
        ));
    for trained in &curve.kinds {
        chart.estimates(&outcome.moved, of(trained), series(trained.kind), trained.kind.name());
    }
    chart.line(&[0.0, most], &[0.0, most], INK, "left where they are");
    chart
}

/// An axis of kinds, by the first letters of their names, which differ.
fn kinds(outcome: &Outcome) -> Axis {
    let letters = outcome.twos.kinds.iter().enumerate().map(|(i, of)| (3.0 * i as f64 + 0.5, &of.kind.name()[..1]));
    Axis::linear("kind, by its first letter", -1.0..3.0 * outcome.twos.kinds.len() as f64 - 1.0).with_ticks(letters)
}

fn losses(outcome: &Outcome) -> Chart {
    let shown = &outcome.embedded;
    let mut chart = Chart::new(kinds(outcome), Axis::log("variance lost", 1e-3..1.0))
        .titled("What reconstructions of the spiral lose")
        .held(format!("turns: {}, {} dimensions", shown.turns, shown.ambient))
        .described(format!(
            "The share of the variance that reconstructions lose of points learnt from and of held-out ones. Held out: {}.",
            listed(&shown.kinds, |trained| format!("{:.4}", trained.lost_held_out.value))
        ));
    two_estimates(&mut chart, shown.kinds.iter().map(|trained| (trained.lost_train, trained.lost_held_out)));
    chart.rule_y(shown.lost_by_pca, "PCA").rule_y(shown.noise_share, "noise beside the curve");
    chart
}

fn twos_losses(outcome: &Outcome) -> Chart {
    let twos = &outcome.twos;
    let mut chart = Chart::new(kinds(outcome), Axis::log("variance lost", 0.1..1.0))
        .titled("What reconstructions of twos lose")
        .held(format!("codes of {} numbers", twos.code))
        .described(format!(
            "The share of the variance that reconstructions lose of twos learnt from and of held-out ones. Held out: {}.",
            twos_listed(&twos.kinds, |of| format!("{:.3}", of.lost_held_out.value))
        ));
    two_estimates(&mut chart, twos.kinds.iter().map(|of| (of.lost_train, of.lost_held_out)));
    chart.rule_y(twos.pca_held_out, "PCA, held out");
    chart
}

/// Of those learnt from and those held out, side by side.
fn two_estimates(chart: &mut Chart, pairs: impl Iterator<Item = (Estimate, Estimate)>) {
    let (train, held_out): (Vec<Estimate>, Vec<Estimate>) = pairs.unzip();
    let side = |by: usize| (0..train.len()).map(|i| (3 * i + by) as f64).collect::<Vec<_>>();
    chart.scattered_estimates(&side(0), &train, SERIES[0], "learnt from");
    chart.scattered_estimates(&side(1), &held_out, SERIES[1], "held out");
}

/// The straight lines between two twos, one under the other in one image.
fn twos_lines(outcome: &Outcome) -> Chart {
    let twos = &outcome.twos;
    let images = twos.lines.0.chunks(SIDE).enumerate();
    let drawn = images.filter(|(i, _)| (i % twos.steps).is_multiple_of(THINNED)).flat_map(|(_, line)| line);
    let ink: Vec<f64> = drawn.map(|&byte| (f64::from(byte) / 255.0 * GREYS).round()).collect();
    let width = twos.steps.div_ceil(THINNED) * SIDE;
    let names = twos.kinds.iter().map(|of| of.kind.name()).collect::<Vec<_>>().join(", ");
    Chart::picture(Raster::new(width, &ink, &(0.0..=GREYS), Colours::Grey), "Straight lines between two twos, decoded")
        .held(format!("rows: pixels, {names}"))
        .described(format!(
            "Rows of pictures from one held-out two to another: the mixture of their pixels, then the decoded line of the \
             first network of each kind: {names}."
        ))
}

fn listed(kinds: &[Trained], of: impl Fn(&Trained) -> String) -> String {
    kinds.iter().map(|trained| format!("{} {}", trained.kind.name(), of(trained))).collect::<Vec<_>>().join("; ")
}

fn twos_listed(kinds: &[TwosOf], of: impl Fn(&TwosOf) -> String) -> String {
    kinds.iter().map(|twos| format!("{} {}", twos.kind.name(), of(twos))).collect::<Vec<_>>().join("; ")
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "Six kinds of autoencoder on spirals of {} to {} turns: the decoded straight line over the curve, the code along the \
         curve, and how near to one code two points of it come. Behind it what becomes of points off the curve, losses, \
         and handwritten twos.",
        outcome.curves[0].turns,
        outcome.curves[outcome.curves.len() - 1].turns
    )
}
