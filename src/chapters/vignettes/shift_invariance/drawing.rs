//! The drawing.

use anyhow::Result;

use super::{Findings, Outcome, ShiftInvariance};
use crate::{
    data::digits::SIDE,
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Colours, Grid, Panel, Raster, SERIES, Series},
        slider::{Frame, Slider},
    },
    ground::estimate::Estimate,
};

/// Shifts of the filmstrip, in quarters of the total stride.
const FILM: [usize; 4] = [0, 1, 2, 4];

/// The first digit on its way, what each network says of it there and after all small shifts; then how often they flip,
/// and the other digits.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let film = FILM.map(|quarters| {
        let shift = quarters * outcome.total_stride / 4;
        canvas(outcome, shift, 3.5).titled(&format!("{shift} pixels"))
    });
    let film = Panel::strip(MOVES, 2, film).held(canvas_held(outcome)).described(canvas_described(outcome)).share(0.8);
    let frames = (0..outcome.networks[0].paths[0].len()).map(|shift| frame(outcome, shift)).collect();
    let page = Grid::new(ShiftInvariance::TITLE, description(outcome))
        .lead([film, Panel::from(path(outcome)).share(1.2)])
        .lead([maps(outcome, None)])
        .slider(Slider::new("shift b", frames))
        .more([price(outcome)]);
    if outcome.shown.len() > 1 { page.more([others(outcome)]).more([other_paths(outcome)]) } else { page }.drawing()
}

const MOVES: &str = "The digit moves, the strides’ grid stays";

/// The digit and its probabilities at one shift.
fn frame(outcome: &Outcome, shift: usize) -> Frame {
    let canvas = canvas(outcome, shift, 5.0)
        .titled(MOVES)
        .held(canvas_held(outcome))
        .described(format!(
            "The digit {} on the canvas, {shift} pixels to the right, under dots that do not move.",
            outcome.shown[0].label
        ))
        .share(0.8);
    let mut path = path(outcome).share(1.2);
    path.cursor(shift as f64);
    for (network, series) in outcome.networks.iter().zip(SERIES) {
        path.dots(&[shift as f64], &[network.paths[0][shift]], 7.0, series, "");
    }
    let said = outcome.networks.iter().map(|network| format!("{} {:.2}", network.name, network.paths[0][shift]));
    let reading = format!("probability of a {}: {}", outcome.shown[0].label, said.collect::<Vec<_>>().join(", "));
    Frame::new(format!("b = {shift} pixels"), reading).row([canvas, path]).row([maps(outcome, Some(shift))])
}

/// The first digit on the canvas, `shift` pixels from the left edge, under the pixels that all strides keep.
fn canvas(outcome: &Outcome, shift: usize, dot: f64) -> Chart {
    let side = canvas_side(outcome);
    let mut pixels = vec![0; side * side];
    let top = (side - SIDE) / 2;
    for (row, line) in outcome.shown[0].pixels.0.chunks_exact(SIDE).enumerate() {
        for (column, &pixel) in line.iter().enumerate() {
            pixels[(top + row) * side + (shift + column) % side] = pixel;
        }
    }
    let across = -0.5..side as f64 - 0.5;
    let down = across.end..across.start;
    let mut chart = Chart::new(Axis::hidden(across.clone()), Axis::hidden(down.clone())).exactly(1.0);
    let kept = || (0..side).step_by(outcome.total_stride).map(|at| at as f64);
    let (columns, rows): (Vec<f64>, Vec<f64>) = kept().flat_map(|row| kept().map(move |column| (column, row))).unzip();
    chart.image(Raster::grey(side, &pixels), across, down).dots(&columns, &rows, dot, SERIES[4], "kept by all strides");
    chart
}

/// The side of the canvas: its shifts are as many as its pixels.
fn canvas_side(outcome: &Outcome) -> usize {
    outcome.shifts_checked.isqrt()
}

fn canvas_held(outcome: &Outcome) -> String {
    let side = canvas_side(outcome);
    format!("canvas of {side} × {side} pixels, total stride {}", outcome.total_stride)
}

/// The probability of the first digit's true class along its path.
fn path(outcome: &Outcome) -> Chart {
    let (s, shown) = (outcome.total_stride, &outcome.shown[0]);
    let far = outcome.networks[0].paths[0].len() - 1;
    let axis = format!("probability of a {}", shown.label);
    let mut chart = Chart::new(("shift b (pixels)", 0.0..far as f64), (axis.as_str(), 0.0..1.0))
        .titled(&format!("Strided: other answers on the way, the same after {s} pixels"))
        .held(format!("one digit {}, moved to the right by b", shown.label))
        .described(paths_described(outcome, 0))
        .names_at_ends()
        .aspect(0.8);
    lines(&mut chart, outcome, 0, |series| series);
    chart
}

/// The probability of a digit's true class along its path, a line a network.
fn lines(chart: &mut Chart, outcome: &Outcome, digit: usize, look: fn(Series) -> Series) {
    let shifts: Vec<f64> = (0..outcome.networks[0].paths[digit].len()).map(|shift| shift as f64).collect();
    for (network, series) in outcome.networks.iter().zip(SERIES) {
        chart.line(&shifts, &network.paths[digit], look(series), &network.name);
    }
}

/// How often a shift flips each network, against its multiplications.
fn price(outcome: &Outcome) -> Chart {
    let products = || outcome.networks.iter().map(|network| network.products as f64);
    let (least, most) = products().fold((f64::INFINITY, 0.0_f64), |(least, most), x| (least.min(x), most.max(x)));
    let highest = outcome.networks.iter().map(|network| network.flips.high).fold(0.01, f64::max);
    let axes = (
        Axis::log("multiplications for a picture", 0.6 * least..1.6 * most),
        ("share of digits that flip", -0.04 * highest..1.1 * highest),
    );
    let told = outcome.networks.iter().map(|network| {
        let Estimate { value, low, high } = network.flips;
        format!("{}: {} multiplications, {value:.3} ({low:.3} to {high:.3})", network.name, network.products)
    });
    let told = told.collect::<Vec<_>>().join("; ");
    let mut chart = Chart::new(axes.0, axes.1)
        .titled("Flips against multiplications")
        .held("shifts by one pixel; interval over the test digits")
        .described(format!("The share of test digits whose class a shift by one pixel changes. {told}."))
        .aspect(0.5);
    for (Findings { products, flips, name, .. }, series) in outcome.networks.iter().zip(SERIES) {
        chart.scattered_estimates(&[*products as f64], &[*flips], series, name);
    }
    chart
}

/// The first digit's probability after each shift from the centre; a dot where its path is after a `shift`.
fn maps(outcome: &Outcome, shift: Option<usize>) -> Panel {
    let (s, label) = (outcome.total_stride, outcome.shown[0].label);
    let reach = outcome.networks[0].map.len() / 2;
    // The path starts at the left edge of the canvas, the map in its middle.
    let margin = (canvas_side(outcome) - SIDE) / 2;
    let bar = format!("probability of a {label}");
    let maps = outcome.networks.iter().map(|network| {
        let values: Vec<f64> = network.map.iter().flatten().copied().collect();
        let raster = Raster::new(network.map.len(), &values, &(0.0..=1.0), Colours::Viridis);
        let caption = format!("{}: {:.1} % flips", network.name, 100.0 * network.flips.value);
        let mut map = Chart::picture(raster, &caption).colours((bar.as_str(), 0.0..1.0), Colours::Viridis);
        if let Some(shift) = shift {
            let column = (reach + shift) as f64 - margin as f64 + 0.5;
            map.dots(&[column], &[reach as f64 + 0.5], 8.0, SERIES[3], "shift b");
        }
        map
    });
    let told = outcome.networks.iter().map(|network| {
        let Findings { name, lowest_on_map, highest_on_map, flips, .. } = network;
        format!("{name} from {lowest_on_map:.2} to {highest_on_map:.2}, {:.3} of all test digits flip", flips.value)
    });
    let told = told.collect::<Vec<_>>().join("; ");
    Panel::strip(&format!("Over all shifts: tiles of {s} pixels, tiles of {}, and none", s / 2), 3, maps)
        .held(format!(
            "the digit {label} shifted up to {reach} pixels in every direction; flips: of all test digits, by a pixel"
        ))
        .described(format!("Maps of the probability of the true class over shifts: {told}."))
}

/// The digits that nobody chose.
fn others(outcome: &Outcome) -> Panel {
    let pictures = outcome.shown[1..]
        .iter()
        .map(|shown| Chart::picture(Raster::grey(SIDE, &shown.pixels.0), &format!("a {}", shown.label)));
    let labels: Vec<String> = outcome.shown[1..].iter().map(|shown| shown.label.to_string()).collect();
    Panel::strip("Other digits of the test set, not chosen", outcome.shown.len() - 1, pictures)
        .described(format!("Handwritten digits: {}.", labels.join(", ")))
}

/// Their paths, in their order.
fn other_paths(outcome: &Outcome) -> Panel {
    let far = outcome.networks[0].paths[0].len() - 1;
    let charts = (1..outcome.shown.len()).map(|digit| {
        let mut chart = Chart::new(Axis::hidden(0.0..far as f64), Axis::hidden(-0.03..1.06))
            .titled(&format!("a {}", outcome.shown[digit].label))
            .exactly(1.0);
        chart.rule_y(0.0, "").rule_y(1.0, "");
        lines(&mut chart, outcome, digit, |series| series.thin().solid());
        chart
    });
    let told: Vec<String> = (1..outcome.shown.len()).map(|digit| paths_described(outcome, digit)).collect();
    Panel::strip("Some shake the strided network, some do not", outcome.shown.len() - 1, charts)
        .held(format!("along: shift, 0 to {far} pixels; upright: probability of the true class, 0 to 1"))
        .described(told.join(" "))
}

/// A digit's path in words.
fn paths_described(outcome: &Outcome, digit: usize) -> String {
    let networks = outcome.networks.iter().map(|network| {
        let path = &network.paths[digit];
        let (least, most) = path.iter().fold((1.0_f64, 0.0_f64), |(least, most), &p| (least.min(p), most.max(p)));
        format!("{} from {least:.2} to {most:.2}", network.name)
    });
    format!(
        "The probability of a {} as it moves to the right: {}.",
        outcome.shown[digit].label,
        networks.collect::<Vec<_>>().join(", ")
    )
}

fn canvas_described(outcome: &Outcome) -> String {
    format!(
        "The digit {} on the canvas at several shifts, under dots at every {}th row and column, which do not move.",
        outcome.shown[0].label, outcome.total_stride
    )
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let networks = outcome.networks.iter().map(|network| {
        format!(
            "The {} network changes its answer in {:.1} % of the test digits.",
            network.name,
            100.0 * network.flips.value
        )
    });
    format!(
        "A handwritten digit that moves to the right, the probability of its true class by three networks along the way, \
         and maps of that probability over all small shifts. Then how often each network changes its answer against what it \
         costs, and {} other digits. {}",
        outcome.shown.len() - 1,
        networks.collect::<Vec<_>>().join(" ")
    )
}
