//! Segments of the detector's output, whitened, with a signal or without, drawn in pieces so that none waits for another.

use rayon::prelude::*;
use rustfft::num_complex::Complex64;

use super::family::{Beyond, Family};
use crate::{
    data::{
        strain::{Detector, Disturbance},
        streams::stream,
    },
    math::waves::noise_weighted::product,
    nn::Matrix,
};

/// Segments that one stream of random numbers draws.
const PIECE: usize = 64;

/// What segments are made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) detector: &'a Detector,
    pub(super) family: &'a Family<'a>,
    pub(super) disturbance: &'a Disturbance,
    /// How the signals leave the family, if they do.
    pub(super) beyond: Option<Beyond>,
    /// The signal-to-noise ratio; 0 is noise alone.
    pub(super) snr: f64,
}

/// Segments, each with the template that belongs to it.
#[derive(Debug)]
pub(super) struct Segments {
    /// Whitened, one per row: `[segments, samples]`.
    pub(super) series: Matrix,
    /// The unit template that belongs to each: that of its signal or, without one, of a member that might have been there.
    pub(super) templates: Vec<Vec<Complex64>>,
    /// The product of each segment with its template.
    pub(super) products: Vec<f32>,
}

impl Source<'_> {
    /// The segments number `from` to `from + count` of those that `purpose` names; `from` is a multiple of the pieces that
    /// are drawn at a time.
    pub(super) fn draw(&self, seed: u64, purpose: &str, from: usize, count: usize) -> Segments {
        assert!(from.is_multiple_of(PIECE), "segments from number {from} on");
        let pieces = (0..count.div_ceil(PIECE)).into_par_iter().map(|piece| {
            let mut rng = stream(seed, &format!("detection/{purpose}/{}", from / PIECE + piece));
            let rows = PIECE.min(count - piece * PIECE);
            let row = |_| {
                let template = self.family.draw(self.beyond, &mut rng);
                let mut spectrum = self.detector.whiten(&self.detector.disturbed_noise(self.disturbance, &mut rng));
                spectrum.iter_mut().zip(&template).for_each(|(x, t)| *x += t * self.snr);
                let own = product(&template, &spectrum).re as f32;
                (self.detector.series(&spectrum), template, own)
            };
            (0..rows).map(row).collect::<Vec<_>>()
        });
        let mut values = Vec::with_capacity(count * self.detector.samples);
        let (mut templates, mut products) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for (series, template, own) in pieces.collect::<Vec<_>>().into_iter().flatten() {
            values.extend(series.into_iter().map(|value| value as f32));
            templates.push(template);
            products.push(own);
        }
        Segments { series: Matrix::new(count, self.detector.samples, values), templates, products }
    }
}
