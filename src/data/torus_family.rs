//! A family of unit signals with as many parameters as one likes: the orbit of a random signal under shifts.
//!
//! A sum of m waves on a torus of d dimensions, seen through its values of every wave: shifting it by θ turns wave j by
//! 2π kⱼ·θ. All signals of the family are unit vectors, no place of it is special, and it has no edge. With one dimension
//! it is a sound shifted in time, with two a picture shifted along both sides.

use std::f64::consts::TAU;

use faer::Mat;
use rand::{Rng, seq::SliceRandom as _};
use rand_distr::{Distribution as _, StandardNormal};

/// The orbit of a random signal under shifts along each of its dimensions.
#[derive(Debug, Clone)]
pub struct TorusFamily {
    /// The numbers of turns kⱼ: `[m]` rows of d whole numbers.
    waves: Vec<Vec<f64>>,
}

// ANCHOR: torus_family
impl TorusFamily {
    /// Waves whose numbers of turns are normal with deviation `spread`, rounded to whole numbers: along each axis the same
    /// numbers, in an order of its own, so that all axes are equally long, and those of fewer dimensions are the first of
    /// more. They come in fours that differ by signs, a Hadamard matrix of them, so that the metric is diagonal.
    ///
    /// # Panics
    ///
    /// If the dimension is not from 1 to 4, or the number of waves is no multiple of four.
    #[must_use]
    pub fn new(dimension: usize, waves: usize, spread: f64, rng: &mut impl Rng) -> Self {
        const SIGNS: [[f64; 4]; 4] =
            [[1.0, 1.0, 1.0, 1.0], [1.0, -1.0, 1.0, -1.0], [1.0, 1.0, -1.0, -1.0], [1.0, -1.0, -1.0, 1.0]];
        assert!((1..=4).contains(&dimension) && waves.is_multiple_of(4), "{waves} waves in {dimension} dimensions");
        let mut drawn = || {
            let normal: f64 = StandardNormal.sample(rng);
            (spread * normal).round()
        };
        let mut numbers: Vec<f64> = (0..waves / 4).map(|_| drawn()).collect();
        let mut axis = |_| {
            numbers.shuffle(rng);
            numbers.clone()
        };
        let axes: Vec<Vec<f64>> = (0..dimension).map(&mut axis).collect();
        let four = |wave: usize| {
            SIGNS.map(|signs| axes.iter().zip(signs).map(|(numbers, sign)| numbers[wave] * sign).collect())
        };
        Self { waves: (0..waves / 4).flat_map(four).collect() }
    }

    /// The signal at θ: `[2m]`, of length 1. θ counts turns of the torus: `[d]`.
    ///
    /// ```text
    /// s(θ) = (cos 2πk₁·θ, sin 2πk₁·θ, …, cos 2πkₘ·θ, sin 2πkₘ·θ)/√m                       book eq. torus-family
    /// ```
    #[must_use]
    pub fn signal(&self, theta: &[f64]) -> Vec<f64> {
        let scale = (self.waves.len() as f64).sqrt().recip();
        let pair = |wave: &Vec<f64>| {
            let (sin, cos) = angle(wave, theta).sin_cos();
            [scale * cos, scale * sin]
        };
        self.waves.iter().flat_map(pair).collect()
    }

    /// The metric of the match, the same everywhere: `[d, d]`, per turn squared.
    ///
    /// ```text
    /// g = ½ (2π)² (1/m) Σⱼ kⱼ kⱼᵀ                                                           book eq. torus-metric
    /// ```
    #[must_use]
    pub fn metric(&self) -> Mat<f64> {
        let scale = 0.5 * TAU * TAU / self.waves.len() as f64;
        let d = self.waves[0].len();
        Mat::from_fn(d, d, |i, j| scale * self.waves.iter().map(|wave| wave[i] * wave[j]).sum::<f64>())
    }
}
// ANCHOR_END: torus_family

impl TorusFamily {
    /// The product of `data`: `[2m]` with the signal at θ, and its derivatives by θ: `[d]`.
    #[must_use]
    pub fn slope(&self, data: &[f64], theta: &[f64]) -> (f64, Vec<f64>) {
        let scale = (self.waves.len() as f64).sqrt().recip();
        let mut value = 0.0;
        let mut gradient = vec![0.0; theta.len()];
        for (wave, pair) in self.waves.iter().zip(data.chunks_exact(2)) {
            let (sin, cos) = angle(wave, theta).sin_cos();
            value += cos * pair[0] + sin * pair[1];
            let turning = TAU * (cos * pair[1] - sin * pair[0]);
            for (gradient, turns) in gradient.iter_mut().zip(wave) {
                *gradient += turning * turns;
            }
        }
        (scale * value, gradient.into_iter().map(|d| scale * d).collect())
    }
}

/// 2π k·θ, radians.
fn angle(wave: &[f64], theta: &[f64]) -> f64 {
    TAU * wave.iter().zip(theta).map(|(turns, theta)| turns * theta).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::TorusFamily;
    use crate::{data::streams::stream, math::statistics::fit};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use rand::Rng as _;

    fn dot(a: &[f64], b: &[f64]) -> f64 {
        a.iter().zip(b).map(|(a, b)| a * b).sum()
    }

    #[test]
    fn signals_have_length_one_and_a_turn_of_the_torus_changes_nothing() {
        let family = TorusFamily::new(3, 40, 1.5, &mut stream(1, "family"));
        let signal = family.signal(&[0.3, 0.9, 0.2]);
        assert_relative_eq!(dot(&signal, &signal), 1.0, max_relative = 1e-14);
        let around = family.signal(&[1.3, -0.1, 0.2]);
        // Rounding of angles up to 2π times ten turns.
        assert_relative_eq!(dot(&signal, &around), 1.0, max_relative = 1e-12);
    }

    /// Second road: the products themselves. What 1 − M leaves of the metric is of fourth order.
    #[test]
    fn the_match_falls_off_as_the_metric_says() {
        let family = TorusFamily::new(2, 60, 1.0, &mut stream(2, "family"));
        let metric = family.metric();
        assert_abs_diff_eq!(metric[(0, 1)], 0.0);
        let (at, to) = ([0.2, 0.7], [0.8, -0.6]);
        let square: f64 = (0..4).map(|ij| metric[(ij / 2, ij % 2)] * to[ij / 2] * to[ij % 2]).sum();
        let beyond = |by: f64| {
            let moved = [at[0] + by * to[0], at[1] + by * to[1]];
            1.0 - dot(&family.signal(&at), &family.signal(&moved)) - by * by * square
        };
        let steps = [0.04, 0.02, 0.01];
        assert_abs_diff_eq!(fit::order(&steps, &steps.map(beyond)), 4.0, epsilon = 0.1);
    }

    /// Second road: central differences.
    #[test]
    fn the_slope_is_that_of_the_products() {
        let family = TorusFamily::new(3, 40, 1.5, &mut stream(3, "family"));
        let mut rng = stream(4, "data");
        let data: Vec<f64> = (0..80).map(|_| rng.gen_range(-1.0..1.0)).collect();
        let at = [0.1, 0.5, 0.8];
        let (value, gradient) = family.slope(&data, &at);
        assert_relative_eq!(value, dot(&data, &family.signal(&at)), max_relative = 1e-12);
        for (axis, slope) in gradient.iter().enumerate() {
            let along = |by: f64| {
                let mut at = at;
                at[axis] += by;
                family.slope(&data, &at).0
            };
            // The next order is the step squared times (2π · 4)³/6, rounding 1e-16/1e-5.
            assert_abs_diff_eq!((along(1e-5) - along(-1e-5)) / 2e-5, *slope, epsilon = 1e-6);
        }
    }
}
