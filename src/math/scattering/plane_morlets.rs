//! Morlet wavelets of the plane: Gaussian envelopes on waves of L directions and J scales.

use std::{
    f64::consts::{PI, TAU},
    sync::Arc,
};

use rustfft::num_complex::Complex64;

use super::{
    bank::{Bank, Wavelet},
    grid_transform::GridTransform,
};

/// The deviation of the finest envelope along its wave, pixels; each scale doubles it.
const FINEST_DEVIATION: f64 = 0.8;
/// The finest wave's frequency, radians per pixel; each scale halves it.
const FINEST_FREQUENCY: f64 = 0.75 * PI;
/// Periods of the grid on each side whose envelopes are added.
const PERIODS: i32 = 2;

/// The bank of `scales` J and `directions` L on a square grid whose opposite edges meet.
///
/// ```text
/// ψ_{j,θ}(u) = g(u) (e^{iξ·a} − β),   g(u) = s/(2πσ²) e^{−(a² + s²b²)/(2σ²)},   σ = .8·2ʲ, ξ = ¾π/2ʲ, s = 4/L
/// ```
///
/// with a along and b across the direction θ, and β such that ψ has mean 0. The average φ is a round g with
/// σ = .8·2^(J−1). These are kymatio's filters, with π to all its digits.
///
/// # Panics
///
/// If there is no scale or no direction.
#[must_use]
pub fn bank(side: usize, scales: usize, directions: usize) -> Bank {
    assert!(scales > 0 && directions > 0, "{scales} scales and {directions} directions");
    let transform = GridTransform::new(side, side);
    let of_scale = |j: usize| {
        let transform = &transform;
        (0..directions).map(move |number| {
            let turn = directions as f64 / 2.0 - 1.0;
            let angle = (turn.trunc() - number as f64) * PI / directions as f64;
            let growth = f64::from(1_u32 << j);
            let envelope = Envelope { deviation: FINEST_DEVIATION * growth, slant: 4.0 / directions as f64, angle };
            Wavelet { scale: j, spectrum: envelope.morlet(transform, FINEST_FREQUENCY / growth) }
        })
    };
    let wavelets = Arc::new((0..scales).flat_map(of_scale).collect::<Vec<_>>());
    let deviation = FINEST_DEVIATION * f64::from(1_u32 << (scales - 1));
    let average = Envelope { deviation, slant: 1.0, angle: 0.0 }.wave(&transform, 0.0);
    let average = reals(transform.forward(average));
    Bank { transform, largest_scale: scales, average, wavelets: [wavelets.clone(), wavelets] }
}

/// A Gaussian of volume 1, `slant` times as narrow along its direction as across.
struct Envelope {
    deviation: f64,
    slant: f64,
    angle: f64,
}

impl Envelope {
    /// The envelope on a wave along its direction: `[rows, columns]`. Rows are the first coordinate.
    fn wave(&self, transform: &GridTransform, frequency: f64) -> Vec<Complex64> {
        let (sine, cosine) = self.angle.sin_cos();
        let (rows, columns) = (transform.rows as f64, transform.columns as f64);
        let at = |x: f64, y: f64| {
            let (along, across) = (x * cosine + y * sine, y * cosine - x * sine);
            let exponent = -(along.powi(2) + (self.slant * across).powi(2)) / (2.0 * self.deviation.powi(2));
            Complex64::from_polar(exponent.exp(), frequency * along)
        };
        let summed = |place: usize| {
            let (row, column) = ((place / transform.columns) as f64, (place % transform.columns) as f64);
            let periods =
                (-PERIODS..=PERIODS).flat_map(|i| (-PERIODS..=PERIODS).map(move |j| (f64::from(i), f64::from(j))));
            periods.map(|(i, j)| at(row + i * rows, column + j * columns)).sum::<Complex64>()
        };
        let volume = TAU * self.deviation.powi(2) / self.slant;
        (0..transform.size()).map(|place| summed(place) / volume).collect()
    }

    /// The spectrum of the wave less so much of the envelope that nothing is left at frequency 0.
    fn morlet(&self, transform: &GridTransform, frequency: f64) -> Vec<f64> {
        let [wave, envelope] =
            [frequency, 0.0].map(|frequency| reals(transform.forward(self.wave(transform, frequency))));
        let part = wave[0] / envelope[0];
        wave.iter().zip(&envelope).map(|(wave, envelope)| wave - part * envelope).collect()
    }
}

/// The real parts; the imaginary ones are rounding, since the filters are even but for conjugation.
fn reals(spectrum: Vec<Complex64>) -> Vec<f64> {
    spectrum.into_iter().map(|value| value.re).collect()
}

#[cfg(test)]
pub(in crate::math::scattering) mod tests {
    use std::path::Path;

    use safetensors::SafeTensors;

    use super::bank;
    use crate::math::vectors::{largest, smallest};

    /// kymatio's filters and outputs: see `tests/oracles/README.md`. Numbers of the tensor `name`.
    pub(in crate::math::scattering) fn oracle(name: &str) -> Vec<f64> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/scattering.safetensors");
        let bytes = std::fs::read(path).unwrap();
        let file = SafeTensors::deserialize(&bytes).unwrap();
        let tensor = file.tensor(name).unwrap();
        match tensor.dtype() {
            safetensors::Dtype::F64 => tensor.data().as_chunks().0.iter().map(|b| f64::from_le_bytes(*b)).collect(),
            safetensors::Dtype::F32 => {
                tensor.data().as_chunks().0.iter().map(|b| f64::from(f32::from_le_bytes(*b))).collect()
            }
            other => panic!("{name} holds {other:?}"),
        }
    }

    /// A square spectrum row after row, as a spectrum of ours, column after column.
    pub(in crate::math::scattering) fn transposed(values: &[f64], side: usize) -> Vec<f64> {
        (0..values.len()).map(|at| values[at % side * side + at / side]).collect()
    }

    /// Literals: kymatio 0.3.0 in single precision, with 3.1415 for π: a relative 3e-5.
    #[test]
    fn the_filters_are_kymatios() {
        let bank = bank(36, 2, 8);
        let off = |ours: &[f64], name: &str| {
            let theirs = transposed(&oracle(name), 36);
            largest(ours.iter().zip(theirs).map(|(a, b)| (a - b).abs()))
        };
        assert!(off(&bank.average, "phi2d") < 3.1e-5);
        for (number, wavelet) in bank.wavelets[0].iter().enumerate() {
            assert_eq!(wavelet.scale, number / 8);
            assert!(off(&wavelet.spectrum, &format!("psi2d.{number}")) < 3.1e-5, "{number}");
        }
    }

    /// Literals: the issue's, by kymatio.
    #[test]
    fn the_sum_over_the_filters_has_the_known_range() {
        let kept = bank(36, 2, 8).littlewood_paley(0);
        assert!((smallest(kept.iter().copied()) - 0.123).abs() < 5e-4);
        assert!((largest(kept) - 1.0001).abs() < 1.5e-4);
        // Up to 1.019 at three scales, according to the size.
        for (side, most) in [(48, 1.0185), (128, 1.0195)] {
            assert!((bank(side, 3, 8).most_kept() - most).abs() < 1e-4);
        }
    }
}
