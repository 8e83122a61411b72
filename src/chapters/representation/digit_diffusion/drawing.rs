//! The drawing: digits on their way from noise, what denoisers lose by time, and how near to real digits drawn ones are.

use anyhow::Result;

use super::{Film, Outcome};
use crate::{
    figure::{
        Drawing,
        plot::{Axis, Chart, Colours, Grid, INK, Raster, SERIES},
        slider::{Frame, Slider},
    },
    ground::pixels::Pixels,
    math::vectors::{largest, smallest},
};

/// All panels; the time of the film slides.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let film = &outcome.film;
    let last = film.frames.len() - 1;
    let frames = (0..film.frames.len()).map(|frame| {
        let mut losses = losses(outcome);
        losses.cursor(film.times[frame]);
        Frame::new(format!("t = {:.3}", film.times[frame]), format!("frame {} of {}", frame + 1, last + 1))
            .row([way(outcome, film, frame)])
            .row([losses])
            .row([distances(outcome)])
    });
    Grid::new("A small U-Net draws handwritten digits, and what it is worth", description(outcome))
        .lead([way(outcome, film, last)])
        .lead([losses(outcome)])
        .lead([distances(outcome)])
        .more([asked(outcome), learning(outcome)])
        .more([pairs(outcome)])
        .slider(Slider::new("time t", frames.collect()).starting_at(last))
        .drawing()
}

/// A strip of images of ink.
fn strip(pixels: &Pixels, width: usize) -> Raster {
    Raster::new(width, &pixels.levels(), &(0.0..=255.0), Colours::Grey)
}

fn way(outcome: &Outcome, film: &Film, frame: usize) -> Chart {
    Chart::picture(
        strip(&film.frames[frame], film.digits * outcome.side),
        "From noise to digits, and the guesses on the way",
    )
    .held("above: xₜ; below: the guess of x₀ given it; the first network, classes 0, 1, … told, no guidance")
    .described(
        "A row of noised digits over a row of what the network guesses of the clean ones, at the time of the slider.",
    )
}

/// What each denoiser loses on held-out digits.
fn losses(outcome: &Outcome) -> Chart {
    let times = &outcome.times;
    let closed = [&outcome.gaussian, &outcome.empirical];
    let all = || closed.into_iter().chain(outcome.trained.iter().map(|trained| &trained.unconditional)).flatten();
    let (low, high) = (smallest(all().map(|loss| loss.low)), largest(all().map(|loss| loss.high)));
    let mut ends = times[0]..times[times.len() - 1];
    ends.start = ends.start.min(outcome.film.times.iter().copied().fold(f64::INFINITY, f64::min));
    ends.end = ends.end.max(outcome.film.times[0]);
    let mut chart = Chart::new(Axis::log("time t", ends), Axis::log("loss, dimensions", 0.8 * low..1.25 * high))
        .titled("What denoisers lose of held-out digits")
        .held("snr E‖x₀ − x̂₀‖², the class not told; bootstrap intervals of 95 % over digits")
        .described(format!(
            "At the times {}: Gaussian {}; training digits {}; first network {}.",
            listed(times.iter().copied()),
            listed(outcome.gaussian.iter().map(|loss| loss.value)),
            listed(outcome.empirical.iter().map(|loss| loss.value)),
            listed(outcome.trained[0].unconditional.iter().map(|loss| loss.value)),
        ))
        .aspect(0.5);
    chart.estimates(times, &outcome.gaussian, SERIES[1], "Gaussian");
    chart.estimates(times, &outcome.empirical, SERIES[2], "exact score of training digits");
    for trained in &outcome.trained {
        chart.estimates(times, &trained.unconditional, SERIES[0], "network");
    }
    chart
}

fn listed(numbers: impl Iterator<Item = f64>) -> String {
    numbers.map(|x| format!("{x:.1}")).collect::<Vec<_>>().join(", ")
}

/// Fréchet distances against the strength of guidance.
fn distances(outcome: &Outcome) -> Chart {
    let strengths: Vec<f64> = outcome.trained[0].guided.iter().map(|drawn| drawn.guidance).collect();
    let last = strengths[strengths.len() - 1].max(1.0);
    let guided = |k: usize| outcome.trained[k].guided.iter().map(|drawn| drawn.frechet).collect::<Vec<_>>();
    let all = (0..outcome.trained.len()).flat_map(guided).chain(outcome.trained.iter().map(|trained| trained.frechet));
    let top = largest(all.chain([outcome.gaussian_frechet, outcome.real_frechet]));
    let mut chart = Chart::new(("strength w of the guidance", -0.05 * last..1.05 * last), Axis::log("Fréchet distance", 0.5 * outcome.real_frechet..1.5 * top))
        .titled("How far drawn digits are from real ones")
        .held("in 64 features of a classifier of ours; as many real digits as drawn ones")
        .described("The Fréchet distance of digits drawn with a class, by the strength of the guidance, and of what it is held against.")
        .aspect(0.5);
    for k in 0..outcome.trained.len() {
        chart.line(&strengths, &guided(k), SERIES[0], "with the class");
    }
    for trained in &outcome.trained {
        chart.dots(&[0.0], &[trained.frechet], 4.0, SERIES[3], "without the class");
    }
    chart.rule_y(outcome.gaussian_frechet, "Gaussian").rule_y(outcome.real_frechet, "real digits");
    chart
}

fn asked(outcome: &Outcome) -> Chart {
    let strengths: Vec<f64> = outcome.trained[0].guided.iter().map(|drawn| drawn.guidance).collect();
    let last = strengths[strengths.len() - 1].max(1.0);
    let mut chart =
        Chart::new(("strength w of the guidance", -0.05 * last..1.05 * last), ("share of the asked class", 0.0..1.1))
            .titled("How many look like the class that was asked for")
            .held("to the classifier; exact intervals of 95 %")
            .described("The share of drawn digits that the classifier finds to be of the class that was asked for.");
    for trained in &outcome.trained {
        let shares: Vec<_> = trained.guided.iter().map(|drawn| drawn.asked).collect();
        chart.estimates(&strengths, &shares, SERIES[0], "network");
    }
    chart.rule_y(outcome.classifier_accuracy, "real digits");
    chart
}

fn learning(outcome: &Outcome) -> Chart {
    let all = || outcome.trained.iter().flat_map(|trained| trained.learning.iter().copied());
    let mut chart = Chart::new(("twentieth of the steps", 1.0..20.0), ("loss", 0.0..1.1 * largest(all())))
        .titled("The training loss")
        .held("‖v̂ − v‖², the mean over pixels and over a twentieth of the steps")
        .described("The mean training loss of each twentieth of the training, a line a network.");
    for trained in &outcome.trained {
        let parts: Vec<f64> = (1..=trained.learning.len()).map(|part| part as f64).collect();
        chart.line(&parts, &trained.learning, INK.solid(), "network");
    }
    chart
}

fn pairs(outcome: &Outcome) -> Chart {
    let width = outcome.neighbours.pairs.0.len() / (2 * outcome.side);
    Chart::picture(strip(&outcome.neighbours.pairs, width), "Drawn digits over their nearest training digits")
        .held("the first network, no class; nearest by the distance of pixels")
        .described(
            "A row of digits drawn with the first network over a row of the training digits that are nearest to them.",
        )
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "A U-Net of {} weights learns the score of handwritten digits: digits on their way from noise, what it loses of \
         held-out ones beside two closed forms, and how far drawn digits are from real ones. Behind it what guidance does \
         to their classes, the training, and the training digits nearest to drawn ones.",
        outcome.weights
    )
}
