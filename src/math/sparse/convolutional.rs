//! Sparse coding with a dictionary of all shifts of a few filters.

use rustfft::num_complex::Complex64;

use super::soft_threshold::soft_threshold;
use crate::math::scattering::grid_transform::GridTransform;

/// A dictionary whose columns are all shifts of some filters on a circle, by the filters' spectra.
#[derive(Debug, Clone)]
pub struct Convolutional {
    transform: GridTransform,
    spectra: Vec<Vec<Complex64>>,
}

impl Convolutional {
    /// The dictionary of `filters`, each no longer than the `samples` of a signal.
    ///
    /// # Panics
    ///
    /// If a filter is longer.
    #[must_use]
    pub fn new(samples: usize, filters: &[Vec<f64>]) -> Self {
        let transform = GridTransform::new(1, samples);
        let spectrum = |filter: &Vec<f64>| {
            assert!(filter.len() <= samples, "a filter of {} for {samples} samples", filter.len());
            let mut padded = filter.clone();
            padded.resize(samples, 0.0);
            transform.forward_real(&padded)
        };
        Self { spectra: filters.iter().map(spectrum).collect(), transform }
    }

    fn samples(&self) -> usize {
        self.transform.columns
    }

    // ANCHOR: convolutional
    /// `Dx = Σ_m d_m ∗ x_m`: `[filters · samples]` to `[samples]`, filter after filter.
    #[must_use]
    pub fn synthesis(&self, code: &[f64]) -> Vec<f64> {
        let mut sum = vec![Complex64::ZERO; self.samples()];
        for (map, spectrum) in code.chunks_exact(self.samples()).zip(&self.spectra) {
            for ((sum, x), d) in sum.iter_mut().zip(self.transform.forward_real(map)).zip(spectrum) {
                *sum += x * d;
            }
        }
        self.back(sum)
    }

    /// D*y, the correlation of y with each filter at each shift: `[samples]` to `[filters · samples]`.
    #[must_use]
    pub fn analysis(&self, signal: &[f64]) -> Vec<f64> {
        let spectrum = self.transform.forward_real(signal);
        let map = |filter: &Vec<Complex64>| self.back(spectrum.iter().zip(filter).map(|(y, d)| y * d.conj()).collect());
        self.spectra.iter().flat_map(map).collect()
    }
    // ANCHOR_END: convolutional

    /// ‖D‖²: at each frequency DD* is one number.
    ///
    /// ```text
    /// ‖D‖² = max_ω Σ_m |d̂_m(ω)|²                                            book eq. convolutional-norm
    /// ```
    #[must_use]
    pub fn squared_norm(&self) -> f64 {
        let at = |k: usize| self.spectra.iter().map(|spectrum| spectrum[k].norm_sqr()).sum::<f64>();
        (0..self.samples()).map(at).fold(0.0, f64::max)
    }

    /// ½‖y − Dx‖² + λ‖x‖₁.
    #[must_use]
    pub fn objective(&self, signal: &[f64], code: &[f64], lambda: f64) -> f64 {
        let fit: f64 = self.synthesis(code).iter().zip(signal).map(|(x, y)| (y - x).powi(2)).sum();
        0.5 * fit + lambda * code.iter().map(|x| x.abs()).sum::<f64>()
    }

    /// The code after so many steps of FISTA (book eq. fista-step) from 0, each of which costs a transform a filter there
    /// and back instead of a product with a matrix of `samples` by `filters · samples`. The momentum starts anew when it
    /// points uphill.
    ///
    /// Source: Beck & Teboulle 2009; O'Donoghue & Candès 2015 for the restart.
    #[must_use]
    pub fn code(&self, signal: &[f64], lambda: f64, steps: usize) -> Vec<f64> {
        let step = 1.0 / self.squared_norm().max(f64::MIN_POSITIVE);
        let mut x = vec![0.0; self.spectra.len() * self.samples()];
        let (mut ahead, mut t) = (x.clone(), 1.0_f64);
        for _ in 0..steps {
            let residual: Vec<f64> = self.synthesis(&ahead).iter().zip(signal).map(|(x, y)| y - x).collect();
            let moved = ahead.iter().zip(self.analysis(&residual)).map(|(z, c)| z + step * c);
            let next: Vec<f64> = moved.map(|z| soft_threshold(z, step * lambda)).collect();
            let uphill: f64 = ahead.iter().zip(&next).zip(&x).map(|((z, next), x)| (z - next) * (next - x)).sum();
            let next_t = if uphill > 0.0 { 1.0 } else { f64::midpoint(1.0, (1.0 + 4.0 * t * t).sqrt()) };
            let momentum = if uphill > 0.0 { 0.0 } else { (t - 1.0) / next_t };
            ahead = next.iter().zip(&x).map(|(next, x)| next + momentum * (next - x)).collect();
            (x, t) = (next, next_t);
        }
        x
    }

    fn back(&self, spectrum: Vec<Complex64>) -> Vec<f64> {
        let samples = self.samples() as f64;
        self.transform.inverse(spectrum).into_iter().map(|value| value.re / samples).collect()
    }
}

// ANCHOR: layered_thresholding
/// One layer of layered thresholding with nonnegative codes. `input`: `[channels · samples]`; for each channel, the dictionary
/// of its part of every atom. Returns `[filters · samples]`.
///
/// ```text
/// x = S⁺_β(D*y),   S⁺_β(u) = argmin_{x ≥ 0} ½(x − u)² + βx                      book eq. layered-thresholding
/// ```
///
/// Source: Papyan, Romano & Elad 2017, section 4.
///
/// # Panics
///
/// If there is no channel.
#[must_use]
pub fn thresholded(channels: &[Convolutional], input: &[f64], threshold: f64) -> Vec<f64> {
    let of_channel = channels.iter().zip(input.chunks_exact(channels[0].samples())).map(|(d, y)| d.analysis(y));
    let sum = of_channel.reduce(|sum, next| sum.iter().zip(next).map(|(a, b)| a + b).collect());
    sum.expect("a channel").into_iter().map(|u| soft_threshold(u, threshold).max(0.0)).collect()
}

/// The same layer as a convolutional network has it: correlate with each filter, add a bias, rectify. Term by term;
/// `filters`: `[channels][filters]`, each a list of taps.
///
/// ```text
/// x_m(i) = max(Σ_c Σ_k d_cm(k) y_c(i + k) + b, 0)                                book eq. convolutional-layer
/// ```
#[must_use]
pub fn convolutional_layer(filters: &[Vec<Vec<f64>>], input: &[f64], bias: f64) -> Vec<f64> {
    let samples = input.len() / filters.len();
    let at = |m: usize, i: usize| {
        let channel = |(c, filters): (usize, &Vec<Vec<f64>>)| {
            let window = input[c * samples..(c + 1) * samples].iter().cycle().skip(i);
            filters[m].iter().zip(window).map(|(d, y)| d * y).sum::<f64>()
        };
        (filters.iter().enumerate().map(channel).sum::<f64>() + bias).max(0.0)
    };
    (0..filters[0].len()).flat_map(|m| (0..samples).map(move |i| (m, i))).map(|(m, i)| at(m, i)).collect()
}
// ANCHOR_END: layered_thresholding

/// The dictionary as a matrix: `[samples, filters · samples]`, row after row.
#[must_use]
pub fn dense(samples: usize, filters: &[Vec<f64>]) -> faer::Mat<f64> {
    let entry = |row: usize, column: usize| {
        let (filter, shift) = (&filters[column / samples], column % samples);
        filter.get((row + samples - shift) % samples).copied().unwrap_or(0.0)
    };
    faer::Mat::from_fn(samples, filters.len() * samples, entry)
}

#[cfg(test)]
mod tests {
    use faer::ColRef;
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    use super::{Convolutional, convolutional_layer, dense, thresholded};
    use crate::{
        data::streams::stream,
        math::{
            sparse::{lasso::Lasso, support::spectral_norm},
            vectors::largest,
        },
    };

    fn drawn(count: usize, length: usize) -> Vec<f64> {
        let mut rng = stream(count as u64, "convolutional");
        (0..count * length).map(|_| rng.sample(StandardNormal)).collect()
    }

    fn off(a: &[f64], b: &[f64]) -> f64 {
        assert_eq!(a.len(), b.len());
        largest(a.iter().zip(b).map(|(a, b)| (a - b).abs()))
    }

    /// Second road: the matrix.
    #[test]
    fn transforms_do_what_the_matrix_does() {
        let filters: Vec<Vec<f64>> = drawn(3, 5).chunks_exact(5).map(<[f64]>::to_vec).collect();
        let (dictionary, matrix) = (Convolutional::new(20, &filters), dense(20, &filters));
        let (code, signal) = (drawn(3, 20), drawn(1, 20));
        let product: Vec<f64> = (&matrix * ColRef::from_slice(&code)).iter().copied().collect();
        let correlations: Vec<f64> = (matrix.transpose() * ColRef::from_slice(&signal)).iter().copied().collect();
        // Sums of dozens of products of order one.
        assert!(off(&dictionary.synthesis(&code), &product) < 1e-12);
        assert!(off(&dictionary.analysis(&signal), &correlations) < 1e-12);
        assert!((dictionary.squared_norm() - spectral_norm(matrix.as_ref()).powi(2)).abs() < 1e-11);
        let lasso = Lasso::new(matrix.as_ref(), &signal, 0.7);
        assert!((dictionary.objective(&signal, &code, 0.7) - lasso.objective(&code)).abs() < 1e-10);
        // Certified by the conditions of Karush, Kuhn and Tucker, with the matrix.
        assert!(lasso.kkt_residual(&dictionary.code(&signal, 0.7, 3_000)) < 1e-9);
    }

    #[test]
    fn a_layer_is_a_layer() {
        let filters: Vec<Vec<Vec<f64>>> =
            (1..3).map(|c| drawn(4 * c, 3).chunks_exact(3).take(4).map(<[f64]>::to_vec).collect()).collect();
        let input = drawn(2, 17);
        let channels: Vec<Convolutional> = filters.iter().map(|filters| Convolutional::new(17, filters)).collect();
        let ours = thresholded(&channels, &input, 0.4);
        // Sums of six products of order one, through transforms of seventeen numbers.
        assert!(off(&ours, &convolutional_layer(&filters, &input, -0.4)) < 1e-13);
        assert!(ours.iter().any(|x| *x > 0.0) && ours.contains(&0.0));
    }
}
