//! Guesses on the way to samples, as bytes of ink.

use super::{
    super::{PictureRow, Pictures, Theory},
    arm::Followed,
    course::{Course, squared_correlations},
};
use crate::{
    data::digits::halved::{HALF_PIXELS, HALF_SIDE, Halved},
    math::statistics::median::median,
};

/// Samples side by side.
const SHOWN: usize = 8;
/// Frames, evenly among the steps.
const FRAMES: usize = 8;

/// The first samples of the convolution, perceptron and attention, in this order, each before the theories: with the kernels
/// chosen for the convolution.
pub(super) fn pictures(course: &Course, networks: &[Followed], standard: Halved) -> Pictures {
    let steps = course.times.len();
    let frames: Vec<usize> = (0..FRAMES.min(steps)).map(|k| k * (steps - 1) / (FRAMES.min(steps) - 1)).collect();
    let convolution = &networks[0];
    let sample = convolution.guesses.last().expect("a course has steps");
    let shown = SHOWN.min(sample.len() / HALF_PIXELS);
    let row = |name: String, guesses: &[Vec<f64>]| PictureRow {
        name,
        frames: frames.iter().flat_map(|&frame| beside(&guesses[frame], shown, standard)).collect(),
        with_convolution: median(&squared_correlations(&guesses[steps - 1], sample, 0)),
    };
    let network = |at: usize| row(networks[at].trained.architecture.name().to_owned(), &networks[at].guesses);
    let theory = |wanted: Theory| {
        let (_, guesses) = &convolution.by_theory[Theory::ALL.iter().position(|&t| t == wanted).unwrap_or_default()];
        row(format!("{} theory", wanted.name()), guesses)
    };
    let rows = vec![
        network(0),
        theory(Theory::EquivariantLocal),
        theory(Theory::Local),
        network(1),
        theory(Theory::Gaussian),
        network(2),
        theory(Theory::Empirical),
    ];
    Pictures { times: frames.iter().map(|&frame| course.times[frame]).collect(), shown, rows }
}

/// The first images side by side.
fn beside(images: &[f64], shown: usize, standard: Halved) -> Vec<u8> {
    (0..HALF_SIDE)
        .flat_map(|line| {
            (0..shown).flat_map(move |image| &images[image * HALF_PIXELS + line * HALF_SIDE..][..HALF_SIDE])
        })
        .map(|&x| standard.ink(x))
        .collect()
}
