//! The signals, and their measurements.

use rand::Rng;
use rand_distr::StandardNormal;

use super::{super::Config, World};
use crate::{
    data::{
        sparse_signals::{bernoulli_gaussian, gaussian_matrix, with_unit_columns},
        streams::stream,
    },
    math::sparse::known_support::known_support_error,
    nn::{Matrix, Measured},
};

/// Signals beside their measurements, one per row.
#[derive(Debug)]
pub(super) struct Examples {
    /// y: `[signals, m]`.
    pub(super) measurements: Matrix,
    /// x: `[signals, n]`.
    pub(super) signals: Matrix,
}

/// A: `[m, n]`, Gaussian with columns of length 1.
pub(super) fn measured(config: &Config) -> Measured {
    let mut rng = stream(config.seed, "unrolling/matrix");
    Measured::by(with_unit_columns(gaussian_matrix(config.measurements, config.unknowns, &mut rng)))
}

/// σ: as much noise in each measurement as makes E‖Ax‖²/E‖noise‖² the signal-to-noise ratio at the trained sparsity.
///
/// Columns of length 1 and independent entries of variance p give E‖Ax‖² = pn.
pub(super) fn noise_deviation(config: &Config, snr_db: Option<f64>) -> f64 {
    let power = config.probability * config.unknowns as f64 / config.measurements as f64;
    snr_db.map_or(0.0, |db| (power / 10_f64.powf(db / 10.0)).sqrt())
}

impl Examples {
    /// `count` signals whose entries are not zero with `probability`, and y = Ax plus noise of deviation `noise`.
    pub(super) fn draw(count: usize, probability: f64, noise: f64, measured: &Measured, rng: &mut impl Rng) -> Self {
        let a = measured.matrix();
        let (m, n) = (a.nrows(), a.ncols());
        let (mut measurements, mut signals) = (Vec::with_capacity(count * m), Vec::with_capacity(count * n));
        for _ in 0..count {
            let signal = bernoulli_gaussian(n, probability, rng);
            let mut y: Vec<f64> = (0..m).map(|_| noisy(noise, rng)).collect();
            for (x, column) in signal.iter().zip(a.col_iter()).filter(|(x, _)| **x != 0.0) {
                y.iter_mut().zip(column.iter()).for_each(|(y, a)| *y += x * a);
            }
            measurements.extend(y.into_iter().map(|y| y as f32));
            signals.extend(signal.into_iter().map(|x| x as f32));
        }
        Self { measurements: Matrix::new(count, m, measurements), signals: Matrix::new(count, n, signals) }
    }

    /// `count` signals from the stream `purpose`, measured as `world` does.
    pub(super) fn from_stream(purpose: &str, count: usize, probability: f64, world: &World, config: &Config) -> Self {
        let mut rng = stream(config.seed, &format!("unrolling/{purpose}"));
        Self::draw(count, probability, world.noise_deviation, &world.measured, &mut rng)
    }

    /// Σ‖x‖².
    pub(super) fn energy(&self) -> f64 {
        self.signals.values().iter().map(|&x| f64::from(x).powi(2)).sum()
    }

    /// The first `count`.
    pub(super) fn first(&self, count: usize) -> Self {
        let rows = 0..count.min(self.signals.rows());
        Self { measurements: self.measurements.slice(rows.clone()), signals: self.signals.slice(rows) }
    }

    /// What noise of deviation σ leaves of the first `count` signals' energy to who knows their supports, in dB.
    pub(super) fn floor_db(&self, count: usize, noise: f64, measured: &Measured) -> f64 {
        if noise <= 0.0 {
            return decibels(0.0);
        }
        let some = self.first(count);
        let error = |row: usize| {
            let signal = some.signals.row(row);
            let support: Vec<usize> = (0..signal.len()).filter(|&j| signal[j] != 0.0).collect();
            known_support_error(measured.matrix(), &support, noise * noise)
        };
        decibels((0..some.signals.rows()).map(error).sum::<f64>() / some.energy())
    }
}

fn noisy(deviation: f64, rng: &mut impl Rng) -> f64 {
    if deviation > 0.0 { deviation * rng.sample::<f64, _>(StandardNormal) } else { 0.0 }
}

/// 10 log₁₀ of a ratio of energies, kept between −200 and 100: an estimate that is exact in single precision, or no number.
pub(super) fn decibels(ratio: f64) -> f64 {
    if ratio.is_finite() { (10.0 * ratio.log10()).clamp(-200.0, 100.0) } else { 100.0 }
}

#[cfg(test)]
mod tests {
    use super::{Config, Examples, World, measured, noise_deviation};
    use crate::{
        chapters::sparse_recovery::unrolling::run::algorithms::nmse_db,
        figure::Settings as _,
        ground::{device::DeviceKind, scale::Scale},
        nn::{Matrix, Unrolled},
    };
    use approx::assert_abs_diff_eq;

    /// An estimate of nothing leaves all the energy, 0 dB, and λ beyond any correlation makes FISTA estimate nothing.
    #[test]
    fn the_nmse_of_zero_is_zero_decibels() {
        let config = Config { measurements: 10, unknowns: 20, ..Config::at(Scale::Quick) };
        let world = World::new("test".to_owned(), measured(&config), 0.0, DeviceKind::Cpu);
        let examples = Examples::from_stream("tests", 50, 0.2, &world, &config);
        let nothing = world.network(Unrolled::fista(&world.measured, 3, 1e6)).unwrap();
        // Two sums of 1,000 terms, in another order.
        for db in nmse_db(&nothing, &examples, &[1, 3]).unwrap() {
            assert_abs_diff_eq!(db, 0.0, epsilon = 1e-12);
        }
    }

    /// Second road: the noise's energy over the measurements', from the signals and from the measurements themselves.
    #[test]
    fn measurements_have_the_ratio_of_signal_to_noise_asked_for() {
        let config = Config { measurements: 40, unknowns: 80, snr_db: 10.0, ..Config::at(Scale::Quick) };
        let (measured, noise) = (measured(&config), noise_deviation(&config, Some(config.snr_db)));
        let draw = |noise| {
            let world = World::new("test".to_owned(), measured.clone(), noise, DeviceKind::Cpu);
            Examples::from_stream("tests", 4_000, config.probability, &world, &config).measurements
        };
        let energy = |y: &Matrix| y.values().iter().map(|&y| f64::from(y).powi(2)).sum::<f64>();
        let (clean, noisy) = (energy(&draw(0.0)), energy(&draw(noise)));
        // 4,000 signals with 8 entries each on average: √(3/32000) of the energy, about .05 dB; four of them.
        assert_abs_diff_eq!(10.0 * (clean / (noisy - clean)).log10(), 10.0, epsilon = 0.3);
    }
}
