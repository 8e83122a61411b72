//! The drawing: samples from shared noise, how well each theory predicts each network, and when two networks agree.

mod checks;

use anyhow::Result;

use super::{Architecture, Outcome, Theory};
use crate::{
    data::digits::halved::HALF_SIDE,
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, Panel, Raster, SERIES, Series},
        slider::{Frame, Slider},
    },
    ground::estimate::Estimate,
};

/// All panels; the steps of the sampler slide.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let last = outcome.pictures.times.len() - 1;
    let frames = (0..=last).map(|frame| {
        let t = outcome.pictures.times[frame];
        let reading = if frame == last {
            format!("after the last guess, at t = {t:.2}, the step to t = 0: these are the samples")
        } else {
            format!("guesses at t = {t:.2}")
        };
        let row = [predicted(outcome), agreed(outcome)];
        Frame::new(format!("t = {t:.2}"), reading).row([guesses(outcome, frame)]).row(row)
    });
    let frames: Vec<Frame> = frames.collect();
    Grid::new(super::ScoreArchitecture::TITLE, description(outcome))
        .lead([guesses(outcome, last)])
        .lead([predicted(outcome), agreed(outcome)])
        .slider(Slider::new("time t of the sampler", frames).starting_at(last))
        .more([checks::kernels(outcome), checks::losses(outcome)])
        .more([checks::reaches(outcome), checks::scrambled(outcome)])
        .more([checks::memory(outcome), checks::seeds(outcome)])
        .drawing()
}

/// The look of a kind of network.
fn series(architecture: Architecture) -> Series {
    match architecture {
        Architecture::Convolution => SERIES[0],
        Architecture::Perceptron => SERIES[1],
        Architecture::Attention => SERIES[2],
    }
}

/// What each denoiser guesses at one step of the sampler.
fn guesses(outcome: &Outcome, frame: usize) -> Panel {
    let pictures = &outcome.pictures;
    let (width, bytes) = (pictures.shown * HALF_SIDE, pictures.shown * HALF_SIDE * HALF_SIDE);
    let rows = pictures.rows.iter().map(|row| {
        // Sixteen greys are enough for the eye, and make a small file.
        let greys: Vec<u8> = row.frames.0[frame * bytes..][..bytes].iter().map(|&byte| byte / 16 * 17).collect();
        Chart::picture(Raster::grey(width, &greys), &row.name)
    });
    let told: Vec<String> =
        pictures.rows.iter().map(|row| format!("{} {:.2}", row.name, row.with_convolution)).collect();
    Panel::strip("Guesses E[x₀ | xₜ] on the way from shared noise to samples", 2, rows)
        .held("the same draws of noise in each strip, none chosen; the first network of each kind")
        .described(format!(
            "Samples of three networks and four theories from the same noise. Median squared correlation with the \
             convolution's samples: {}.",
            told.join(", ")
        ))
}

/// Places on that axis from one theory to the next, so that networks stand side by side at whole places.
const PLACES: f64 = 8.0;

/// An axis with a place for each theory.
fn theories_axis() -> Axis {
    let ticks = Theory::ALL.iter().enumerate().map(|(at, theory)| {
        (PLACES * at as f64, if *theory == Theory::EquivariantLocal { "equivariant" } else { theory.name() })
    });
    Axis::linear("theory", -0.5 * PLACES..3.5 * PLACES).with_ticks(ticks)
}

/// How well each theory predicts each network.
fn predicted(outcome: &Outcome) -> Chart {
    let mut chart = Chart::new(theories_axis(), ("squared correlation", 0.0..1.0))
        .titled("How well each theory predicts each network")
        .held("medians over samples, bootstrap intervals of 95 %; equivariant: the equivariant local score machine")
        .described(format!("Median squared correlation of samples from the same noise. {}.", told(outcome)))
        .aspect(0.8);
    for (trained, shift) in outcome.networks.iter().zip([-1.0, 0.0, 1.0]) {
        let xs: Vec<f64> = (0..Theory::ALL.len()).map(|at| PLACES * at as f64 + shift).collect();
        let estimates: Vec<Estimate> = trained.compared.predicted.iter().map(|p| p.correlation).collect();
        chart.scattered_estimates(&xs, &estimates, series(trained.architecture), trained.architecture.name());
    }
    chart
}

/// The medians of all networks, in words.
fn told(outcome: &Outcome) -> String {
    let of = |trained: &super::Trained| {
        let each = trained.compared.predicted.iter();
        let each: Vec<String> = each.map(|p| format!("{} {:.2}", p.theory.name(), p.correlation.value)).collect();
        format!("{}: {}", trained.architecture.name(), each.join(", "))
    };
    outcome.networks.iter().map(of).collect::<Vec<_>>().join("; ")
}

/// An axis over the sizes of halves.
fn counts_axis(outcome: &Outcome) -> Axis {
    let counts = counts(outcome);
    Axis::log("digits in a half N", 0.8 * counts[0]..1.25 * counts[counts.len() - 1])
}

fn counts(outcome: &Outcome) -> Vec<f64> {
    outcome.agreed[0].halves.iter().map(|half| half.count as f64).collect()
}

/// How near two networks that learnt from disjoint digits are.
fn agreed(outcome: &Outcome) -> Chart {
    let mut chart = Chart::new(counts_axis(outcome), ("cosine", -0.2..1.0))
        .titled("Two networks that learnt from disjoint halves")
        .held("same noise; deviations from the mean digit; medians over samples, intervals of 95 %")
        .described(format!("The cosine of two networks' samples, by the digits in a half. {}.", halves_told(outcome)))
        .aspect(0.8);
    for agreed in &outcome.agreed {
        let between: Vec<Estimate> = agreed.halves.iter().map(|half| half.between).collect();
        chart.estimates(&counts(outcome), &between, series(agreed.architecture), agreed.architecture.name());
    }
    chart
}

fn halves_told(outcome: &Outcome) -> String {
    let of = |agreed: &super::Agreed| {
        let each: Vec<String> =
            agreed.halves.iter().map(|half| format!("{:.2} at {}", half.between.value, half.count)).collect();
        format!("{}: {}", agreed.architecture.name(), each.join(", "))
    };
    outcome.agreed.iter().map(of).collect::<Vec<_>>().join("; ")
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "Samples of networks and of theories from the same noise, and how near they are. Median squared correlation: {}.",
        told(outcome)
    )
}
