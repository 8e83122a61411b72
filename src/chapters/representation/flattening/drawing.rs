//! The drawing.

use anyhow::Result;

use super::{Cloud, Construct, Film, Flattening, Outcome, Shape};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, Panel, SERIES, Series},
        slider::{Frame, Slider},
    },
    ground::estimate::Estimate,
    math::vectors::largest,
};

/// The clouds reach from −this to this in units of the data's deviation.
const REACH: f64 = 2.6;
/// Smaller singular values are drawn here.
const LEAST: f64 = 1e-6;
/// How the decoders are called, with how each looks.
const DECODERS: [(&str, Series); 3] =
    [("in the encoder's order", SERIES[1]), ("in reverse", SERIES[2]), ("in reverse, bends fitted again", SERIES[3])];

/// Two curves pressed flat, and how flat; the layers slide.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let [first, second, third] = outcome.films.as_slice() else { unreachable!("three films") };
    let frames = (0..first.layers.len().max(second.layers.len())).map(|k| frame(outcome, k)).collect();
    Grid::new(Flattening::TITLE, description(outcome))
        .lead([strip(first, SERIES[0]), strip(second, SERIES[1])])
        .lead([flatness(outcome)])
        .slider(Slider::new("layers", frames))
        .more([lost(outcome), flat(outcome)])
        .more([decoded(outcome), rounding(outcome)])
        .more([strip(third, SERIES[4]), layers(outcome).into()])
        .drawing()
}

/// Four moments of a film.
fn strip(film: &Film, series: Series) -> Panel {
    let last = film.layers.len() - 1;
    let clouds = (0..4).map(|i| i * last / 3).map(|k| {
        let side = || Axis::hidden(-REACH..REACH);
        let chart = Chart::new(side(), side()).titled(&format!("{} layers", film.layers[k])).exactly(1.0);
        cloud(chart, film, series, k)
    });
    Panel::strip(&title(film), 2, clouds).held(HELD).described(film_described(film))
}

const HELD: &str = "one construction, as published";

fn title(film: &Film) -> String {
    match film.name.as_str() {
        "open trefoil knot" => "The open trefoil knot from above, layer by layer".to_owned(),
        name => format!("The {name}, layer by layer"),
    }
}

fn cloud(mut chart: Chart, film: &Film, series: Series, k: usize) -> Chart {
    let Cloud { xs, ys } = &film.clouds[k.min(film.clouds.len() - 1)];
    chart.dots(xs, ys, 5.0, series, &film.name);
    chart
}

/// The first two films at frame `k` of the slider, and where it stands among the singular values.
fn frame(outcome: &Outcome, k: usize) -> Frame {
    let films = &outcome.films[..2];
    let longest = films.iter().max_by_key(|film| film.layers.len()).expect("two films");
    let layer = longest.layers[k.min(longest.layers.len() - 1)];
    let reading = films
        .iter()
        .map(|film| format!("{}: σ₂/σ₁ = {:.1e}", film.name, film.flatness[layer.min(film.flatness.len() - 1)]));
    let clouds = films.iter().zip(SERIES).map(|(film, series)| {
        let side = |name| Axis::linear(name, -REACH..REACH);
        let chart = Chart::new(side("z₁"), side("z₂")).titled(&title(film)).held(HELD).exactly(1.0);
        // The frame of this film whose layers come nearest from below: its last where it has fewer.
        let at = film.layers.iter().rposition(|&count| count <= layer).unwrap_or_default();
        cloud(chart, film, series, at).described(film_described(film))
    });
    let mut flatness = flatness(outcome);
    flatness.cursor(layer as f64);
    Frame::new(format!("{layer} layers"), reading.collect::<Vec<_>>().join("; ")).row(clouds).row([flatness])
}

/// σ₂/σ₁ of the films after each layer.
fn flatness(outcome: &Outcome) -> Chart {
    let films = &outcome.films[..2];
    let most = largest(films.iter().map(|film| film.flatness.len() as f64 - 1.0)).max(1.0);
    let mut chart = Chart::new(("layers", 0.0..most), Axis::log("σ₂/σ₁", LEAST..1.0))
        .titled("How far from a line")
        .held(HELD)
        .described(format!(
            "The second singular value of the points over the first, after each layer: {}.",
            films
                .iter()
                .map(|film| format!(
                    "{} from {:.2} to {:.1e}",
                    film.name,
                    film.flatness[0],
                    film.flatness[film.flatness.len() - 1]
                ))
                .collect::<Vec<_>>()
                .join(", ")
        ))
        .aspect(0.45);
    for (film, series) in films.iter().zip(SERIES) {
        let layers: Vec<f64> = (0..film.flatness.len()).map(|layer| layer as f64).collect();
        let shown: Vec<f64> = film.flatness.iter().map(|&ratio| ratio.max(LEAST)).collect();
        chart.line(&layers, &shown, series, &film.name);
    }
    chart
}

/// The shapes on an axis, with their names.
fn shapes_axis(outcome: &Outcome) -> Axis {
    let short = ["sine", "¾ circle", "knot", "curve", "surface"];
    let ticks = short.into_iter().enumerate().map(|(i, name)| (4.0 * i as f64 + 1.0, name));
    Axis::linear("shape", -1.0..4.0 * outcome.shapes.len() as f64 - 1.0).with_ticks(ticks)
}

/// One estimate of every shape, at one of the three places that each shape has.
fn over_shapes(outcome: &Outcome, side: usize, of: impl Fn(&Shape) -> Estimate) -> (Vec<f64>, Vec<Estimate>) {
    outcome.shapes.iter().enumerate().map(|(i, shape)| ((4 * i + side) as f64, of(shape))).unzip()
}

/// What the decoders lose.
fn lost(outcome: &Outcome) -> Chart {
    let mut chart = Chart::new(shapes_axis(outcome), Axis::log("mean square lost / variance", 1e-4..10.0))
        .titled("What three decoders lose of the data")
        .held("as published; medians with 95 % intervals")
        .described(format!(
            "The mean square that decoding from the flat code loses, as a part of the variance. For the sine: {}.",
            DECODERS
                .iter()
                .zip(outcome.shapes[0].constructs[0].lost)
                .map(|((name, _), lost)| format!("{:.4} {name}", lost.value))
                .collect::<Vec<_>>()
                .join(", ")
        ))
        .aspect(0.8);
    for (decoder, (name, series)) in DECODERS.into_iter().enumerate() {
        let (places, estimates) = over_shapes(outcome, decoder, |shape| shape.constructs[0].lost[decoder]);
        chart.scattered_estimates(&places, &estimates, series, name);
    }
    chart
}

/// The share of constructions that end flat.
fn flat(outcome: &Outcome) -> Chart {
    let mut chart = Chart::new(shapes_axis(outcome), ("share of constructions that end flat", -0.03..1.03))
        .titled("How often a shape ends flat")
        .held("95 % intervals")
        .described(by_construct(outcome, "The share of constructions that end flat", |construct| construct.flat))
        .aspect(0.8);
    for (way, series) in [SERIES[0], SERIES[5], SERIES[4]].into_iter().enumerate() {
        let (places, estimates) = over_shapes(outcome, way, |shape| shape.constructs[way].flat);
        chart.scattered_estimates(&places, &estimates, series, &outcome.shapes[0].constructs[way].name);
    }
    chart
}

/// The number of layers.
fn layers(outcome: &Outcome) -> Chart {
    let most = outcome.shapes.iter().flat_map(|shape| &shape.constructs).map(|construct| construct.layers.high);
    let mut chart = Chart::new(shapes_axis(outcome), ("layers", 0.0..1.05 * largest(most).max(1.0)))
        .titled("How many layers they take")
        .held("medians with 95 % intervals")
        .described(by_construct(outcome, "The median number of layers", |construct| construct.layers))
        .aspect(0.8);
    for (way, series) in [SERIES[0], SERIES[5], SERIES[4]].into_iter().enumerate() {
        let (places, estimates) = over_shapes(outcome, way, |shape| shape.constructs[way].layers);
        chart.scattered_estimates(&places, &estimates, series, &outcome.shapes[0].constructs[way].name);
    }
    chart
}

/// The decoded sine.
fn decoded(outcome: &Outcome) -> Chart {
    let decoded = &outcome.decoded;
    let side = |name| Axis::linear(name, -REACH..REACH);
    let mut chart = Chart::new(side("x₁"), side("x₂"))
        .titled(&format!("The {}, decoded", outcome.films[0].name))
        .held(HELD)
        .described("The data, and the points that each of the three decoders makes of their flat code.")
        .exactly(1.0);
    chart.dots(&decoded.points.xs, &decoded.points.ys, 7.0, SERIES[0], "data");
    for (cloud, (name, series)) in decoded.decoders.iter().zip(DECODERS) {
        chart.line(&cloud.xs, &cloud.ys, series, name);
    }
    chart
}

/// Errors of the exact inverse against the number of layers.
fn rounding(outcome: &Outcome) -> Chart {
    let numbers = || outcome.rounding.iter().flat_map(|rounding| rounding.error.iter().chain(&rounding.foretold));
    let highest = 10_f64.powf(largest(numbers().copied()).max(1e-7).log10().ceil());
    let most = outcome.rounding.iter().map(|rounding| rounding.layers.len()).max().unwrap_or(1).max(2) as f64;
    let mut chart = Chart::new(("layers", 1.0..most), Axis::log("largest error", 1e-8..highest))
        .titled("The exact inverse after a rounding to single precision")
        .held(HELD)
        .described(format!(
            "The largest error of the exact inverse from points rounded to single precision, against the number of layers, and \
             what the smallest singular value of the Jacobian foretells. At the end: {}.",
            outcome
                .rounding
                .iter()
                .filter_map(|rounding| Some(format!("{} {:.1e}", rounding.name, rounding.error.last()?)))
                .collect::<Vec<_>>()
                .join(", ")
        ))
        .exactly(1.0);
    for (rounding, series) in outcome.rounding.iter().zip(SERIES) {
        let floored = |numbers: &[f64]| numbers.iter().map(|&x| x.max(1e-8)).collect::<Vec<_>>();
        chart.line(&rounding.layers, &floored(&rounding.error), series, &rounding.name);
        let label = format!("{}, foretold", rounding.name);
        chart.line(&rounding.layers, &floored(&rounding.foretold), series.thin(), &label);
    }
    chart
}

/// A film in words.
fn film_described(film: &Film) -> String {
    format!(
        "The points of the {} after a growing number of layers, up to {}. Their second singular value falls from {:.2} of \
         the first to {:.1e}.",
        film.name,
        film.layers[film.layers.len() - 1],
        film.flatness[0],
        film.flatness[film.flatness.len() - 1]
    )
}

/// An estimate of each shape, as published, in words.
fn by_construct(outcome: &Outcome, what: &str, of: impl Fn(&Construct) -> Estimate) -> String {
    let parts = outcome.shapes.iter().map(|shape| format!("{} {:.2}", shape.name, of(&shape.constructs[0]).value));
    format!(
        "{what}, as published, each layer normalised, and without the bend. As published: {}.",
        parts.collect::<Vec<_>>().join(", ")
    )
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let names: Vec<&str> = outcome.shapes.iter().map(|shape| shape.name.as_str()).collect();
    format!("FlatNet on five shapes, {}: how flat they become, and what comes back.", names.join(", "))
}
