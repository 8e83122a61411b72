//! The drawing.

use anyhow::Result;

use super::{Captured, Filters, Outcome, Picture, Scattering};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, Panel, Raster, SERIES, Series},
    },
    math::vectors::{largest, smallest},
};

/// What the layers see, what each captures, and errors; stability folds.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new(Scattering::TITLE, description(outcome))
        .lead([fine(outcome)])
        .lead([Panel::from(energies(outcome)), errors(outcome).into()])
        .more([coarse(outcome)])
        .more([kept(outcome), shifted(outcome)])
        .more([by_frequency(outcome), by_dilation(outcome)])
        .drawing()
}

/// Pictures in a strip.
const COLUMNS: usize = 3;

fn pictures<'a>(pictures: impl IntoIterator<Item = &'a Picture>, title: &str) -> Panel {
    let charts = pictures
        .into_iter()
        .map(|picture| Chart::picture(Raster::grey(picture.side, &picture.pixels.0), &picture.name));
    Panel::strip(title, COLUMNS, charts).held("each from 0, black, to its largest value, white")
}

fn fine(outcome: &Outcome) -> Panel {
    pictures(outcome.pictures.iter().take(COLUMNS), "A digit, and moduli of its wavelet coefficients")
        .described("The first test digit, and its strokes in two directions by fine wavelets.")
}

fn coarse(outcome: &Outcome) -> Panel {
    pictures(outcome.pictures.iter().skip(COLUMNS), "A coarse modulus, one of a modulus, and an average")
        .described("The digit by a coarse wavelet; the fine modulus by another one; and the fine modulus blurred.")
}

fn look(captured: &Captured, scales: &[usize]) -> Series {
    let place = scales.iter().position(|&other| other == captured.scales).unwrap_or_default();
    match captured.filters {
        Filters::Released => SERIES[place],
        Filters::Scaled => SERIES[4],
        Filters::Tight => SERIES[5],
    }
}

fn energies(outcome: &Outcome) -> Chart {
    let shares = || outcome.captured.iter().flat_map(|captured| &captured.shares).copied();
    let least = 10_f64.powf(smallest(shares()).max(1e-12).log10().floor());
    let orders = Axis::linear("order m", -0.2..3.2).with_ticks([(0.0, "0"), (1.0, "1"), (2.0, "2"), (3.0, "3")]);
    let mut chart = Chart::new(orders, Axis::log("‖Sₘx‖²/‖x‖²", least..1.0))
        .titled("Energy by order")
        .held(format!("{} digits on {1} × {1}, L = {2}", outcome.digits, outcome.side, outcome.directions))
        .described(energies_described(outcome));
    for captured in &outcome.captured {
        let (xs, ys): (Vec<f64>, Vec<f64>) = (0_u32..).map(f64::from).zip(captured.shares.iter().copied()).unzip();
        let name = format!("J = {}, {}", captured.scales, captured.filters.name());
        let series = look(captured, &outcome.shifted.scales);
        chart.line(&xs, &ys, series, &name).dots(&xs, &ys, 5.0, series, "");
    }
    chart
}

fn energies_described(outcome: &Outcome) -> String {
    let of = |captured: &Captured| {
        let shares: Vec<String> = captured.shares.iter().map(|share| format!("{share:.4}")).collect();
        format!("J = {}, {}: {}", captured.scales, captured.filters.name(), shares.join(", "))
    };
    format!(
        "Shares of the digits' energy by order. {}.",
        outcome.captured.iter().map(of).collect::<Vec<_>>().join("; ")
    )
}

fn errors(outcome: &Outcome) -> Chart {
    let labels: Vec<f64> = outcome.labels.iter().map(|&labels| labels as f64).collect();
    let all = || outcome.learnt.iter().flat_map(|learnt| &learnt.errors);
    let low = smallest(all().map(|error| error.low)).max(0.2 * smallest(all().map(|error| error.value))).max(1e-3);
    let high = largest(all().map(|error| error.high)).max(2.0 * low);
    let last = |errors: &[crate::ground::estimate::Estimate]| errors.last().map_or(f64::NAN, |error| error.value);
    let said: Vec<String> = outcome
        .learnt
        .iter()
        .map(|learnt| format!("{} {:.4}", learnt.representation.name(), last(&learnt.errors)))
        .collect();
    let mut chart = Chart::new(
        Axis::log("labels", 0.9 * labels[0]..1.1 * labels[labels.len() - 1]),
        Axis::log("error on test digits", 0.9 * low..1.1 * high),
    )
    .titled("Linear classifiers")
    .held(format!("{} features; 95 % intervals over draws", outcome.features))
    .described(format!("Errors against labels. With the most: {}.", said.join(", ")));
    for (learnt, series) in outcome.learnt.iter().zip([SERIES[1], SERIES[2], SERIES[0]]) {
        chart.estimates(&labels, &learnt.errors, series, learnt.representation.name());
    }
    chart
}

fn kept(outcome: &Outcome) -> Chart {
    let most = largest(outcome.kept.iter().map(|kept| kept.most)).max(1.0);
    let said: Vec<String> =
        outcome.kept.iter().map(|kept| format!("J = {}: {:.3} to {:.4}", kept.scales, kept.least, kept.most)).collect();
    let mut chart = Chart::new(("ω (radians per pixel)", 0.0..std::f64::consts::PI), ("A", 0.0..1.1 * most))
        .titled("What kymatio's filters keep")
        .held("thin: at (ω, ω), on the diagonal")
        .described(format!("The Littlewood–Paley sum along an axis and along the diagonal. {}.", said.join("; ")));
    for (kept, series) in outcome.kept.iter().zip(SERIES) {
        chart.line(&kept.frequencies, &kept.along_axis, series, &format!("J = {}", kept.scales));
        chart.line(&kept.frequencies, &kept.along_diagonal, series.thin(), &format!("J = {}, diagonal", kept.scales));
    }
    chart.rule_y(1.0, "nothing lost");
    chart
}

fn shifted(outcome: &Outcome) -> Chart {
    let shifted = &outcome.shifted;
    let shifts: Vec<f64> = outcome.shifts.iter().map(|&shift| shift as f64).collect();
    let all = || shifted.scattering.iter().flatten().chain(&shifted.pixels).copied();
    let mut chart = Chart::new(
        Axis::log("shift (pixels)", 0.9 * shifts[0]..1.1 * shifts[shifts.len() - 1]),
        Axis::log("relative distance", 0.8 * smallest(all())..1.2 * largest(all())),
    )
    .titled("What a shift changes")
    .held("of the Fourier modulus nothing, to rounding")
    .described(
        "Distances between a digit and the shifted one, of pixels and of scattering, which fall with the scale.",
    );
    chart.line(&shifts, &shifted.pixels, INK, "pixels");
    for ((distances, scales), series) in shifted.scattering.iter().zip(&shifted.scales).zip(SERIES) {
        chart.line(&shifts, distances, series, &format!("scattering, J = {scales}"));
    }
    chart
}

/// The names and looks of what is dilated.
const DILATED: [(&str, Series); 3] = [("signal", INK), ("Fourier modulus", SERIES[1]), ("scattering", SERIES[0])];

fn by_frequency(outcome: &Outcome) -> Chart {
    let deformed = &outcome.deformed;
    let ends = 0.0..deformed.frequencies[deformed.frequencies.len() - 1];
    let mut chart = Chart::new(("ξ (radians per sample)", ends), ("relative distance", 0.0..1.6))
        .titled("What a dilation changes, against the frequency")
        .held(format!("ε = {}", deformed.dilation))
        .described("Distances between a bump on a wave and the same in faster time, of the signal, its Fourier modulus and its scattering.");
    for ((name, series), distances) in DILATED.into_iter().zip(&deformed.by_frequency) {
        chart.line(&deformed.frequencies, distances, series, name);
    }
    chart
}

fn by_dilation(outcome: &Outcome) -> Chart {
    let deformed = &outcome.deformed;
    let all = || deformed.by_dilation.iter().flatten().copied();
    let (first, last) = (deformed.dilations[0], deformed.dilations[deformed.dilations.len() - 1]);
    let mut chart = Chart::new(
        Axis::log("ε", 0.9 * first..1.1 * last),
        Axis::log("relative distance", 0.8 * smallest(all())..1.2 * largest(all())),
    )
    .titled("And against the dilation")
    .held(format!("ξ = {}", deformed.frequencies[deformed.frequencies.len() - 1]))
    .described(format!(
        "The same distances at the highest frequency; scattering's exponent is {:.2}.",
        deformed.exponent
    ));
    for ((name, series), distances) in DILATED.into_iter().zip(&deformed.by_dilation) {
        chart.line(&deformed.dilations, distances, series, name);
    }
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "Scattering of digits with {} directions: maps of one digit, energies of orders 0 to 3, and errors of linear \
         classifiers with {} to {} labels.",
        outcome.directions,
        outcome.labels[0],
        outcome.labels[outcome.labels.len() - 1]
    )
}
