//! ReduNet for signals of which every cyclic shift is of the same class: its maps are circulant, so that a Fourier transform
//! takes them apart into small ones, one a frequency.

use faer::{Mat, MatRef, linalg::solvers::Solve as _};
use rustfft::num_complex::Complex64;

use super::{
    classes::Classes,
    coding_rate::{cholesky, half_log_det, precision},
    membership::{self, Membership},
    redunet::Settings,
};
use crate::math::{scattering::grid_transform::GridTransform, sparse::support::columns_of};

/// Signals of C channels and T samples as their spectra.
///
/// Of a real signal the frequencies 0 to T/2 say all. A complex number is kept as two real ones, real part above imaginary
/// part, and a complex matrix X = A + iB where it multiplies as `[[A, −B], [B, A]]`.
#[derive(Debug, Clone)]
pub struct Spectra {
    /// C.
    pub channels: usize,
    /// T.
    pub period: usize,
    /// For each frequency the values of all signals: `[2C, N]`.
    pub values: Vec<Mat<f64>>,
}

impl Spectra {
    /// The spectra of `signals`: `[C·T, N]`, channel after channel.
    ///
    /// # Panics
    ///
    /// If the signals do not fill whole channels.
    #[must_use]
    pub fn new(signals: MatRef<'_, f64>, channels: usize, period: usize) -> Self {
        assert_eq!(signals.nrows(), channels * period, "{channels} channels of {period}");
        let transform = GridTransform::new(1, period);
        let mut values = vec![Mat::zeros(2 * channels, signals.ncols()); period / 2 + 1];
        for (n, signal) in signals.col_iter().enumerate() {
            let samples: Vec<f64> = signal.iter().copied().collect();
            for (c, channel) in samples.chunks_exact(period).enumerate() {
                for (at, value) in values.iter_mut().zip(transform.forward_real(channel)) {
                    at[(c, n)] = value.re;
                    at[(channels + c, n)] = value.im;
                }
            }
        }
        Self { channels, period, values }
    }

    /// The signals: `[C·T, N]`.
    #[must_use]
    pub fn signals(&self) -> Mat<f64> {
        let (channels, period) = (self.channels, self.period);
        let transform = GridTransform::new(1, period);
        let mut signals = Mat::zeros(channels * period, self.count());
        for n in 0..self.count() {
            for c in 0..channels {
                let value = |p: usize| Complex64::new(self.values[p][(c, n)], self.values[p][(channels + c, n)]);
                let whole = |p: usize| if p <= period / 2 { value(p) } else { value(period - p).conj() };
                let samples = transform.inverse((0..period).map(whole).collect());
                for (t, sample) in samples.into_iter().enumerate() {
                    signals[(c * period + t, n)] = sample.re / period as f64;
                }
            }
        }
        signals
    }

    /// N.
    #[must_use]
    pub fn count(&self) -> usize {
        self.values[0].ncols()
    }

    /// How often frequency `p` and its opposite occur among all T.
    fn weight(&self, p: usize) -> f64 {
        if p == 0 || 2 * p == self.period { 1.0 } else { 2.0 }
    }

    /// The lengths of the signals: `[N]`.
    #[must_use]
    pub fn lengths(&self) -> Vec<f64> {
        let square = |n: usize| {
            let at = |(p, values): (usize, &Mat<f64>)| self.weight(p) * values.col(n).squared_norm_l2();
            self.values.iter().enumerate().map(at).sum::<f64>() / self.period as f64
        };
        (0..self.count()).map(|n| square(n).sqrt()).collect()
    }

    /// All of length 1; a signal of length 0 stays.
    #[must_use]
    pub fn unit(mut self) -> Self {
        let scales: Vec<f64> =
            self.lengths().iter().map(|length| if *length > 0.0 { length.recip() } else { 1.0 }).collect();
        for values in &mut self.values {
            for (column, scale) in values.col_iter_mut().zip(&scales) {
                column.iter_mut().for_each(|x| *x *= scale);
            }
        }
        self
    }

    /// The signals at these places.
    #[must_use]
    pub fn part(&self, places: &[usize]) -> Self {
        Self { values: self.values.iter().map(|values| columns_of(values.as_ref(), places)).collect(), ..*self }
    }

    /// A frequency's values as a matrix that multiplies: `[2C, 2N]`.
    fn multiplying(&self, p: usize) -> Mat<f64> {
        let (channels, count, values) = (self.channels, self.count(), &self.values[p]);
        Mat::from_fn(2 * channels, 2 * count, |i, j| match (i < channels, j < count) {
            (_, true) => values[(i, j)],
            (true, false) => -values[(i + channels, j - count)],
            (false, false) => values[(i - channels, j - count)],
        })
    }

    fn alpha(&self, epsilon_squared: f64) -> f64 {
        precision(self.channels, self.count(), epsilon_squared)
    }

    // ANCHOR: shift_rate
    /// The coding rate of all T shifts of all signals, nats a vector of C·T numbers.
    ///
    /// ```text
    /// R = ½ Σ_p log det(I + C/(Nε²) Σ_n x̂_n(p)x̂_n(p)*),   p = 0 … T − 1                    book eq. shift-rate
    /// ```
    #[must_use]
    pub fn rate(&self, epsilon_squared: f64) -> f64 {
        let alpha = self.alpha(epsilon_squared);
        // The real form of a Hermitian matrix has its determinant squared.
        let at = |p: usize| 0.5 * self.weight(p) * half_log_det(self.multiplying(p).as_ref(), alpha);
        (0..self.values.len()).map(at).sum()
    }
    // ANCHOR_END: shift_rate

    /// The rate of each class's shifts, weighted by its share.
    #[must_use]
    pub fn class_rate(&self, classes: &Classes, epsilon_squared: f64) -> f64 {
        let parts = classes.members.iter().zip(classes.shares());
        parts.map(|(members, share)| share * self.part(members).rate(epsilon_squared)).sum()
    }
}

/// One layer: for each frequency a map of 2C numbers.
#[derive(Debug, Clone)]
pub struct ShiftLayer {
    /// Ê(p): `[2C, 2C]` each.
    pub expansion: Vec<Mat<f64>>,
    /// `Ĉ_k`(p), class after class.
    pub compressions: Vec<Vec<Mat<f64>>>,
    /// `γ_k`.
    pub shares: Vec<f64>,
}

impl ShiftLayer {
    // ANCHOR: shift_layer
    /// The layer of `features` and all their shifts.
    ///
    /// ```text
    /// Ê(p) = α(I + α Σ_n x̂_n(p)x̂_n(p)*)⁻¹,   α = C/(Nε²); Ĉ_k(p) likewise over class k       book eq. shift-layer
    /// ```
    ///
    /// Source: Chan et al. 2022.
    #[must_use]
    pub fn of(features: &Spectra, classes: &Classes, epsilon_squared: f64) -> Self {
        let operators = |features: &Spectra| -> Vec<Mat<f64>> {
            let (size, alpha) = (2 * features.channels, features.alpha(epsilon_squared));
            let at = |p: usize| {
                alpha * cholesky(features.multiplying(p).as_ref(), alpha).solve(Mat::<f64>::identity(size, size))
            };
            (0..features.values.len()).map(at).collect()
        };
        Self {
            expansion: operators(features),
            compressions: classes.members.iter().map(|members| operators(&features.part(members))).collect(),
            shares: classes.shares(),
        }
    }

    /// `features` one step further up (book eq. redunet-step), and back to length 1.
    #[must_use]
    pub fn advanced(&self, features: &Spectra, membership: Membership<'_>, settings: &Settings) -> Spectra {
        let compressed = self.compressed(features);
        let memberships = self.memberships(&compressed, membership, settings.sharpness);
        let mut moved = features.clone();
        for (p, values) in moved.values.iter_mut().enumerate() {
            *values += settings.step * (&self.expansion[p] * &features.values[p]);
            for ((k, part), share) in compressed.iter().enumerate().zip(&self.shares) {
                for (n, (column, own)) in values.col_iter_mut().zip(part.values[p].col_iter()).enumerate() {
                    let weight = settings.step * share * memberships[(k, n)];
                    column.iter_mut().zip(own.iter()).for_each(|(x, c)| *x -= weight * c);
                }
            }
        }
        moved.unit()
    }
    // ANCHOR_END: shift_layer

    /// The class that each of `features` is most taken for here; a shift does not change it.
    #[must_use]
    pub fn told(&self, features: &Spectra) -> Vec<usize> {
        membership::likeliest(self.memberships(&self.compressed(features), Membership::Estimated, 1.0).as_ref())
    }

    fn compressed(&self, features: &Spectra) -> Vec<Spectra> {
        let of_class = |operators: &Vec<Mat<f64>>| {
            let values = operators.iter().zip(&features.values).map(|(operator, values)| operator * values);
            Spectra { values: values.collect(), ..*features }
        };
        self.compressions.iter().map(of_class).collect()
    }

    fn memberships(&self, compressed: &[Spectra], membership: Membership<'_>, sharpness: f64) -> Mat<f64> {
        match membership {
            Membership::Known(labels) => membership::of_labels(labels, self.shares.len()),
            Membership::Estimated => {
                let lengths: Vec<Vec<f64>> = compressed.iter().map(Spectra::lengths).collect();
                let lengths = Mat::from_fn(lengths.len(), lengths[0].len(), |k, n| lengths[k][n]);
                membership::estimated(lengths.as_ref(), sharpness)
            }
        }
    }
}

/// All cyclic shifts of `signals` (`[C·T, N]`) of period T: `[C·T, N·T]`, shift after shift of each signal.
#[must_use]
pub fn shifts(signals: MatRef<'_, f64>, period: usize) -> Mat<f64> {
    Mat::from_fn(signals.nrows(), signals.ncols() * period, |i, j| {
        let (channel, t) = (i / period, i % period);
        signals[(channel * period + (t + period - j % period) % period, j / period)]
    })
}

#[cfg(test)]
mod tests {
    use super::{ShiftLayer, Spectra, shifts};
    use crate::{
        data::{sparse_signals::gaussian_matrix, streams::stream},
        math::rates::{
            classes::Classes,
            coding_rate::coding_rate,
            membership::Membership,
            redunet::{Layer, Settings},
            unit_tokens::unit_tokens,
        },
    };
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Mat;

    const CHANNELS: usize = 2;

    /// Six signals of two classes, and the labels of all their shifts.
    fn drawn(period: usize) -> (Mat<f64>, Vec<usize>, Vec<usize>) {
        let signals = gaussian_matrix(CHANNELS * period, 6, &mut stream(1, "signals"));
        let labels: Vec<usize> = (0..6).map(|n| n % 2).collect();
        let repeated = labels.iter().flat_map(|&label| vec![label; period]).collect();
        (unit_tokens(signals.as_ref()), labels, repeated)
    }

    #[test]
    fn spectra_come_back_as_signals_and_know_their_lengths() {
        for period in [4, 5] {
            let signals = 3.0 * drawn(period).0;
            let spectra = Spectra::new(signals.as_ref(), CHANNELS, period);
            assert_abs_diff_eq!((spectra.signals() - &signals).norm_max(), 0.0, epsilon = 1e-14);
            spectra.lengths().iter().for_each(|length| assert_relative_eq!(*length, 3.0, max_relative = 1e-14));
            spectra.unit().lengths().iter().for_each(|length| assert_relative_eq!(*length, 1.0, max_relative = 1e-14));
        }
    }

    /// Second road: the dense layers of all shifts, for an even and an odd period, with known and estimated memberships.
    #[test]
    fn layers_by_frequency_are_the_dense_layers_of_all_shifts() {
        let settings = Settings { epsilon_squared: 0.1, step: 0.5, sharpness: 3.0 };
        for period in [4, 5] {
            let (signals, labels, repeated) = drawn(period);
            let (classes, all) = (Classes::of_labels(&labels, 2), Classes::of_labels(&repeated, 2));
            let mut features = Spectra::new(signals.as_ref(), CHANNELS, period);
            let mut dense = shifts(signals.as_ref(), period);
            for membership in [true, false] {
                assert_relative_eq!(features.rate(0.1), coding_rate(dense.as_ref(), 0.1), max_relative = 1e-12);
                let class_rate = all.rate(dense.as_ref(), 0.1);
                assert_relative_eq!(features.class_rate(&classes, 0.1), class_rate, max_relative = 1e-12);
                let layer = ShiftLayer::of(&features, &classes, 0.1);
                let whole = Layer::of(dense.as_ref(), &all, 0.1);
                let told: Vec<usize> = whole.told(dense.as_ref()).into_iter().step_by(period).collect();
                assert_eq!(layer.told(&features), told);
                let of = |labels| if membership { Membership::Known(labels) } else { Membership::Estimated };
                features = layer.advanced(&features, of(&labels), &settings);
                dense = whole.advanced(dense.as_ref(), of(&repeated), &settings);
                let again = shifts(features.signals().as_ref(), period);
                // A few dozen operations on numbers of order one.
                assert_abs_diff_eq!((again - &dense).norm_max(), 0.0, epsilon = 1e-12);
            }
        }
    }

    #[test]
    fn a_shift_moves_every_channel_to_the_right() {
        let signals = Mat::from_fn(4, 1, |i, _| i as f64);
        let all = shifts(signals.as_ref(), 2);
        assert_eq!((0..4).map(|i| all[(i, 1)] as usize).collect::<Vec<_>>(), [1, 0, 3, 2]);
        assert_eq!(all.ncols(), 2);
    }
}
