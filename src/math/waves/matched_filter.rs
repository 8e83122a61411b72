//! Matched filtering: a whitened segment of data against a bank of templates, at every time and phase.

use std::{fmt, sync::Arc};

use rayon::prelude::*;
use rustfft::{Fft, FftPlanner, num_complex::Complex32};

/// Templates of a bank as spectra, in single precision, ready to be compared with segments of one length.
pub struct MatchedFilter {
    /// Samples of a segment.
    samples: usize,
    /// Entries of a spectrum that are kept: the frequencies 0, 1, … of a segment, in units of one over its length.
    bins: usize,
    /// The templates' spectra, conjugated: `[templates, bins]`.
    conjugates: Vec<Complex32>,
    inverse: Arc<dyn Fft<f32>>,
}

/// Where a template fits best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// The largest modulus of the product with the template, over all times and phases.
    pub modulus: f32,
    /// The time at which it is reached, samples by which the template is moved to later times.
    pub sample: usize,
}

impl fmt::Debug for MatchedFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MatchedFilter")
            .field("samples", &self.samples)
            .field("bins", &self.bins)
            .finish_non_exhaustive()
    }
}

impl MatchedFilter {
    /// A filter for segments of `samples` samples. Templates are taken one by one and are held once; each is a whitened
    /// spectrum at the first frequencies of a segment, 0, 1, … in units of one over its length.
    ///
    /// # Panics
    ///
    /// If the templates' lengths differ, or are more than the `samples/2 + 1` frequencies of a real segment.
    #[must_use]
    pub fn new(samples: usize, templates: impl IntoIterator<Item = Vec<Complex32>>) -> Self {
        let mut conjugates = Vec::new();
        let mut bins = 0;
        for template in templates {
            assert!(conjugates.is_empty() || template.len() == bins, "templates of one length");
            bins = template.len();
            conjugates.extend(template.iter().map(Complex32::conj));
        }
        assert!(bins <= samples / 2 + 1, "{bins} frequencies of {samples} samples");
        Self { samples, bins, conjugates, inverse: FftPlanner::new().plan_fft_inverse(samples) }
    }

    /// How many templates there are.
    #[must_use]
    pub fn templates(&self) -> usize {
        self.conjugates.len() / self.bins.max(1)
    }

    // ANCHOR: matched_filter
    /// The best time and phase of each template in a segment whose whitened spectrum is `data`: `[bins]`.
    ///
    /// ```text
    /// z(t) = Σ_k a_k* x_k e^(2πikt/n),   peak = max_t |z(t)|
    /// ```
    ///
    /// One inverse transform gives z at all n times: n log n products a template instead of n². The modulus is the largest
    /// product over the phase. Templates are shared among threads; each result is of one template alone.
    ///
    /// # Panics
    ///
    /// If `data` has another length than the templates.
    #[must_use]
    pub fn peaks(&self, data: &[Complex32]) -> Vec<Peak> {
        assert_eq!(data.len(), self.bins, "the frequencies of the templates");
        let workspace = || {
            let zero = Complex32::new(0.0, 0.0);
            (vec![zero; self.samples], vec![zero; self.inverse.get_inplace_scratch_len()])
        };
        self.conjugates
            .par_chunks_exact(self.bins)
            .map_init(workspace, |(series, scratch), template| {
                for ((entry, a), x) in series.iter_mut().zip(template).zip(data) {
                    *entry = a * x;
                }
                series[self.bins..].fill(Complex32::new(0.0, 0.0));
                self.inverse.process_with_scratch(series, scratch);
                peak(series)
            })
            .collect()
    }
    // ANCHOR_END: matched_filter
}

/// The largest modulus and its place, the first if there are several.
fn peak(series: &[Complex32]) -> Peak {
    /// Values compared side by side: as many as a processor's registers take.
    const LANES: usize = 8;
    let (groups, rest) = series.as_chunks::<LANES>();
    let mut lanes = [0.0_f32; LANES];
    for group in groups {
        for (lane, value) in lanes.iter_mut().zip(group) {
            let power = value.norm_sqr();
            *lane = if power > *lane { power } else { *lane };
        }
    }
    let largest = rest.iter().map(Complex32::norm_sqr).chain(lanes).fold(0.0, f32::max);
    let sample = series.iter().position(|value| value.norm_sqr() >= largest).unwrap_or(0);
    Peak { modulus: largest.sqrt(), sample }
}

#[cfg(test)]
mod tests {
    use super::MatchedFilter;
    use crate::data::streams::stream;
    use rand::Rng;
    use rand_distr::StandardNormal;
    use rustfft::num_complex::Complex32;
    use std::f32::consts::TAU;

    const SAMPLES: usize = 60;

    fn spectrum(purpose: &str) -> Vec<Complex32> {
        let mut rng = stream(4, purpose);
        (0..25).map(|_| Complex32::new(rng.sample(StandardNormal), rng.sample(StandardNormal))).collect()
    }

    #[test]
    fn a_peak_is_the_best_of_all_times_tried_one_by_one() {
        let templates = [spectrum("one"), spectrum("two"), spectrum("three")];
        let data = spectrum("data");
        let filter = MatchedFilter::new(SAMPLES, templates.clone());
        assert_eq!(filter.templates(), 3);
        for (template, peak) in templates.iter().zip(filter.peaks(&data)) {
            let modulus = |t: usize| {
                let turn = |k: usize| Complex32::from_polar(1.0, TAU * (k * t % SAMPLES) as f32 / SAMPLES as f32);
                template
                    .iter()
                    .zip(&data)
                    .enumerate()
                    .map(|(k, (a, x))| a.conj() * x * turn(k))
                    .sum::<Complex32>()
                    .norm()
            };
            let best = (0..SAMPLES).max_by(|&s, &t| modulus(s).total_cmp(&modulus(t))).unwrap();
            assert_eq!(peak.sample, best);
            // Sums of 25 products of order one in single precision.
            assert!((peak.modulus - modulus(best)).abs() < 1e-4, "{peak:?} {}", modulus(best));
        }
    }

    /// A template moved by 17 samples and turned by a phase is found there, with its norm.
    #[test]
    fn a_moved_and_turned_template_is_found_where_it_is() {
        let template = spectrum("template");
        let squared: f32 = template.iter().map(Complex32::norm_sqr).sum();
        let moved: Vec<Complex32> = template
            .iter()
            .enumerate()
            .map(|(k, a)| a * Complex32::from_polar(1.0, 0.8 - TAU * (k * 17) as f32 / SAMPLES as f32))
            .collect();
        let peaks = MatchedFilter::new(SAMPLES, [template]).peaks(&moved);
        assert_eq!(peaks[0].sample, 17);
        // Single precision over 25 products.
        assert!((peaks[0].modulus - squared).abs() < 1e-5 * squared);
    }
}
