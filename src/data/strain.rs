//! What a detector puts out for a few seconds: coloured Gaussian noise, noise of an uncertain level, glitches; and its
//! whitening.

use std::{f64::consts::TAU, fmt, ops::RangeInclusive, sync::Arc};

use rand::Rng;
use rand_distr::{ChiSquared, Distribution, StandardNormal};
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};
use rustfft::num_complex::Complex64;

use super::detector_noise::Sensitivity;
use crate::math::waves::noise_weighted::{Band, norm};

/// A detector that is read out for some seconds, and the band of frequencies in which its output is whitened. A segment is a
/// period: its end is joined to its beginning.
#[derive(Clone)]
pub struct Detector {
    /// Seconds of a segment.
    pub seconds: f64,
    /// Samples of a segment.
    pub samples: usize,
    /// The band, a multiple of 1/seconds after the other.
    pub band: Band,
    /// Number of the band's first multiple.
    first: usize,
    /// `√(S(f_k)/(4Δf))`, the deviation of a spectrum's real and imaginary part, strain per hertz; 0 where S is not known.
    colour: Vec<f64>,
    forward: Arc<dyn RealToComplex<f64>>,
    inverse: Arc<dyn ComplexToReal<f64>>,
}

/// Transients that are no signals: sine-Gaussians.
#[derive(Debug, Clone, PartialEq)]
pub struct Glitches {
    /// The probability that a segment has one.
    pub probability: f64,
    /// Range of the signal-to-noise ratio at which their own template would find them; its logarithm is uniform.
    pub snr: RangeInclusive<f64>,
    /// Range of the quality factor, 2π times the cycles within a deviation of the envelope over √2; uniform.
    pub quality: RangeInclusive<f64>,
}

/// What there is beside Gaussian noise of a known spectrum.
#[derive(Debug, Clone, PartialEq)]
pub enum Disturbance {
    /// Nothing: Gaussian noise alone.
    None,
    /// Glitches in some segments.
    Glitches(Glitches),
    /// Each segment has a level of its own, so that every sample has Student's t distribution with this many degrees of
    /// freedom, more than 2, and the variance it would have without.
    HeavyTails(f64),
}

impl fmt::Debug for Detector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Detector")
            .field("seconds", &self.seconds)
            .field("samples", &self.samples)
            .finish_non_exhaustive()
    }
}

impl Detector {
    /// A detector read out `rate_hz` times a second, its band from `from_hz` to `to_hz`.
    ///
    /// # Panics
    ///
    /// If the number of samples is odd, or the band is empty, begins where the sensitivity is not known, or reaches half
    /// the rate.
    #[must_use]
    pub fn new(sensitivity: &Sensitivity, seconds: f64, rate_hz: f64, (from_hz, to_hz): (f64, f64)) -> Self {
        let samples = (seconds * rate_hz).round() as usize;
        let step = 1.0 / seconds;
        let band = Band::new(from_hz, to_hz, step, |f| sensitivity.power_density(f));
        let first = (from_hz / step).ceil() as usize;
        assert!(samples.is_multiple_of(2), "{samples} samples");
        assert!(!band.frequencies.is_empty() && first + band.frequencies.len() <= samples / 2, "the band");
        let (lowest, highest) = sensitivity.range();
        let colour = |k: usize| {
            let f = k as f64 * step;
            let known = k < samples / 2 && (lowest..=highest).contains(&f);
            if known { (sensitivity.power_density(f) / (4.0 * step)).sqrt() } else { 0.0 }
        };
        let mut planner = RealFftPlanner::new();
        let (forward, inverse) = (planner.plan_fft_forward(samples), planner.plan_fft_inverse(samples));
        let colour = (0..=samples / 2).map(colour).collect();
        Self { seconds, samples, band, first, colour, forward, inverse }
    }

    /// The times of the samples, seconds.
    pub fn times(&self) -> impl Iterator<Item = f64> {
        let step = self.seconds / self.samples as f64;
        (0..self.samples).map(move |sample| sample as f64 * step)
    }

    /// Gaussian noise with the detector's spectrum, strain.
    pub fn noise(&self, rng: &mut impl Rng) -> Vec<f64> {
        let mut draw = || -> f64 { rng.sample(StandardNormal) };
        let spectrum = self.colour.iter().map(|&colour| Complex64::new(draw(), draw()) * colour / self.seconds);
        self.to_time(spectrum.collect())
    }

    /// Noise with `disturbance`, strain.
    ///
    /// # Panics
    ///
    /// If a probability is not in `[0, 1]`, or there are 2 degrees of freedom or fewer.
    pub fn disturbed_noise(&self, disturbance: &Disturbance, rng: &mut impl Rng) -> Vec<f64> {
        let mut noise = self.noise(rng);
        match disturbance {
            Disturbance::None => {}
            Disturbance::Glitches(glitches) => {
                if rng.gen_bool(glitches.probability) {
                    noise.iter_mut().zip(self.glitch(glitches, rng)).for_each(|(noise, glitch)| *noise += glitch);
                }
            }
            Disturbance::HeavyTails(freedom) => {
                assert!(*freedom > 2.0, "{freedom} degrees of freedom have no variance");
                let chi_squared: f64 = ChiSquared::new(*freedom).expect("degrees of freedom").sample(rng);
                let level = ((freedom - 2.0) / chi_squared).sqrt();
                for noise in &mut noise {
                    *noise *= level;
                }
            }
        }
        noise
    }

    /// A sine-Gaussian at a random place of the segment and of the band, strain.
    ///
    /// ```text
    /// h(t) ∝ exp(−(t − t₀)²/τ²) sin(2πf₀(t − t₀) + φ),  τ = q/(√2 π f₀)                  book eq. sine-gaussian
    /// ```
    ///
    /// The logarithm of f₀ is uniform over the band, and t₀ and φ are uniform.
    ///
    /// Source: Chatterji, Blackburn, Martin & Katsavounidis 2004, for the quality factor q.
    fn glitch(&self, glitches: &Glitches, rng: &mut impl Rng) -> Vec<f64> {
        let log_uniform = |range: (f64, f64), share: f64| (range.0.ln() + share * (range.1 / range.0).ln()).exp();
        let frequencies = &self.band.frequencies;
        let centre_hz = log_uniform((frequencies[0], frequencies[frequencies.len() - 1]), rng.r#gen());
        let quality = rng.gen_range(glitches.quality.clone());
        let (place, phase) = (rng.r#gen::<f64>() * self.seconds, rng.r#gen::<f64>() * TAU);
        let snr = log_uniform((*glitches.snr.start(), *glitches.snr.end()), rng.r#gen());
        let width = quality / (TAU / 2.0 * std::f64::consts::SQRT_2 * centre_hz);
        // In units of the noise's amplitude near f₀, so that the numbers are neither tiny nor huge.
        let unit = self.colour[(centre_hz * self.seconds).round() as usize];
        let shape = self.times().map(|t| {
            let apart = (t - place + self.seconds / 2.0).rem_euclid(self.seconds) - self.seconds / 2.0;
            unit * (-(apart / width).powi(2)).exp() * (TAU * centre_hz * apart + phase).sin()
        });
        let mut shape: Vec<f64> = shape.collect();
        let scale = snr / norm(&self.whiten(&shape));
        for h in &mut shape {
            *h *= scale;
        }
        shape
    }

    /// The whitened spectrum of a series of strain, in the band.
    #[must_use]
    pub fn whiten(&self, strain: &[f64]) -> Vec<Complex64> {
        let step = self.seconds / self.samples as f64;
        let spectrum = self.to_frequency(strain.to_vec());
        spectrum[self.first..].iter().zip(&self.band.weights).map(|(h, weight)| h * (step * weight)).collect()
    }

    /// A whitened spectrum as a whitened series of as many samples as a segment has: products of such series are ⟨a, b⟩.
    #[must_use]
    pub fn series(&self, spectrum: &[Complex64]) -> Vec<f64> {
        let mut all = vec![Complex64::ZERO; self.samples / 2 + 1];
        let scale = 1.0 / (2.0 * self.samples as f64).sqrt();
        all[self.first..].iter_mut().zip(spectrum).for_each(|(to, from)| *to = from * scale);
        self.to_time(all)
    }

    fn to_time(&self, mut spectrum: Vec<Complex64>) -> Vec<f64> {
        let mut series = self.inverse.make_output_vec();
        self.inverse
            .process(&mut spectrum, &mut series)
            .expect("no imaginary part at frequency 0 and at half the rate");
        series
    }

    fn to_frequency(&self, mut series: Vec<f64>) -> Vec<Complex64> {
        let mut spectrum = self.forward.make_output_vec();
        self.forward.process(&mut series, &mut spectrum).expect("as many samples as planned for");
        spectrum
    }
}

#[cfg(test)]
mod tests {
    use super::{Detector, Disturbance, Glitches};
    use crate::{
        data::{detector_noise::Sensitivity, streams::stream},
        math::{
            statistics::sampling::SampleMean,
            waves::noise_weighted::{norm, product},
        },
    };
    use approx::assert_relative_eq;
    use rustfft::num_complex::Complex64;

    fn detector() -> Detector {
        Detector::new(&Sensitivity::advanced_ligo().unwrap(), 1.0, 160.0, (24.0, 70.0))
    }

    /// Noise drawn with the colour of the detector, whitened, is white: real and imaginary parts have variance 1 and no
    /// correlation, among each other and with those of the next frequency, and no band of frequencies stands out.
    #[test]
    fn whitened_noise_is_white() {
        let detector = detector();
        let mut rng = stream(4, "tests/white");
        let draws = 4_000;
        let spectra: Vec<_> = (0..draws).map(|_| detector.whiten(&detector.noise(&mut rng))).collect();
        let mean = |value: &dyn Fn(&[Complex64]) -> f64| {
            SampleMean::from_draws(&spectra.iter().map(|spectrum| value(spectrum)).collect::<Vec<_>>())
        };
        for k in [0, 1, 20, 45] {
            // Four standard errors each.
            assert!(mean(&|a| a[k].re.powi(2)).deviation_from(1.0) < 4.0, "{k}");
            assert!(mean(&|a| a[k].im.powi(2)).deviation_from(1.0) < 4.0, "{k}");
            assert!(mean(&|a| a[k].re * a[k].im).deviation_from(0.0) < 4.0, "{k}");
            assert!(mean(&|a| a[k].re * a[k + 1].re).deviation_from(0.0) < 4.0, "{k}");
        }
        // Before whitening it is coloured: twenty hertz apart the power differs by far more than a sample does.
        let strain: Vec<_> = (0..200).map(|_| detector.to_frequency(detector.noise(&mut rng))).collect();
        let power = |k: usize| strain.iter().map(|h| h[k].norm_sqr()).sum::<f64>();
        assert!(power(24) > 4.0 * power(44), "{} {}", power(24), power(44));
    }

    /// Second road: a Fourier transform that is known. ∫ e^(−t²/w²) cos(2πf₀t) e^(−2πift) dt = ½ w √π e^(−(πw(f − f₀))²).
    #[test]
    fn the_spectrum_of_a_series_is_its_fourier_transform() {
        let detector = detector();
        let (width, centre) = (0.05, 45.0);
        let series: Vec<f64> = detector
            .times()
            .map(|t| {
                let apart = t - 0.5;
                (-(apart / width).powi(2)).exp() * (std::f64::consts::TAU * centre * apart).cos()
            })
            .collect();
        let spectrum = detector.whiten(&series);
        for (k, f) in detector.band.frequencies.iter().enumerate() {
            let exact = 0.5
                * width
                * std::f64::consts::PI.sqrt()
                * (-(std::f64::consts::PI * width * (f - centre)).powi(2)).exp();
            // The series is smooth and ends at e^(−100): the sum is exact to rounding, relative to the largest value.
            let largest = 0.5 * width * std::f64::consts::PI.sqrt();
            let found = spectrum[k].norm() / detector.band.weights[k];
            assert!((found - exact).abs() < 1e-12 * largest, "{f}: {found} {exact}");
        }
    }

    #[test]
    fn products_of_series_are_those_of_spectra() {
        let detector = detector();
        let mut rng = stream(5, "tests/series");
        let [a, b] = [0, 1].map(|_| detector.whiten(&detector.noise(&mut rng)));
        let plain: f64 = detector.series(&a).iter().zip(detector.series(&b)).map(|(a, b)| a * b).sum();
        // A sum of 160 products, to rounding, relative to the norms of about ten.
        assert!((plain - product(&a, &b).re).abs() < 1e-11, "{plain}");
    }

    /// In every segment, of a known strength: the power that a glitch adds is the square of its signal-to-noise ratio.
    #[test]
    fn a_glitch_has_the_strength_that_was_asked_for() {
        let detector = detector();
        let glitches = Glitches { probability: 1.0, snr: 30.0..=30.0, quality: 4.0..=16.0 };
        for seed in 0..20 {
            let with =
                detector.disturbed_noise(&Disturbance::Glitches(glitches.clone()), &mut stream(seed, "tests/glitch"));
            let without = detector.noise(&mut stream(seed, "tests/glitch"));
            let glitch: Vec<f64> = with.iter().zip(without).map(|(with, without)| with - without).collect();
            assert_relative_eq!(norm(&detector.whiten(&glitch)), 30.0, max_relative = 1e-9);
        }
    }

    /// A sample of Student's t distribution has the variance of a Gaussian one and, with ν = 10, a fourth moment of 3(ν−2)/(ν−4) = 4.
    #[test]
    fn heavy_tails_have_the_moments_of_students_law() {
        let detector = detector();
        let mut rng = stream(6, "tests/heavy tails");
        let draws = 20_000;
        let values: Vec<f64> = (0..draws)
            .map(|_| detector.whiten(&detector.disturbed_noise(&Disturbance::HeavyTails(10.0), &mut rng))[7].re)
            .collect();
        let moment =
            |power: i32| SampleMean::from_draws(&values.iter().map(|value| value.powi(power)).collect::<Vec<_>>());
        assert!(moment(2).deviation_from(1.0) < 4.0);
        assert!(moment(4).deviation_from(4.0) < 4.0 && moment(4).deviation_from(3.0) > 4.0);
    }
}
