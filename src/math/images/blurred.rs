//! A photograph as a smooth function of the plane.

use super::image::Image;

/// A photograph blurred by a Gaussian, which can be looked up between its pixels and has derivatives of every order.
#[derive(Debug, Clone)]
pub struct Blurred {
    photograph: Image,
    deviation: f64,
}

/// The Gaussian is cut off at so many standard deviations, where it is 4e-18 of its height.
const REACH: f64 = 9.0;

impl Blurred {
    /// The photograph blurred with a standard deviation of `deviation` pixels, one or more.
    ///
    /// # Panics
    ///
    /// If the deviation is smaller, where samples of a Gaussian would not sum to one.
    #[must_use]
    pub fn new(photograph: Image, deviation: f64) -> Self {
        assert!(deviation >= 1.0, "a blur of one pixel or more, not {deviation}");
        Self { photograph, deviation }
    }

    // ANCHOR: blurred
    /// The value at column x and row y, and its derivatives by x and by y over pixels.
    ///
    /// ```text
    /// f(x, y) = Σ_{k,l} g(x − k) g(y − l) I_{kl},   g(t) = e^{−t²/2σ²} / (σ√2π)       book eq. blurred-photograph
    /// ```
    ///
    /// Beyond the edge of the photograph I there is the nearest pixel of the edge. The sum of g over the pixels is 1 to
    /// 2e^{−2π²σ²} along each axis, 5e-9 for σ = 1.
    #[must_use]
    pub fn at(&self, x: f64, y: f64) -> (f64, [f64; 2]) {
        let (columns, rows) = (self.weights(x, self.photograph.width), self.weights(y, self.photograph.height));
        let (mut value, mut by_x, mut by_y) = (0.0, 0.0, 0.0);
        for (row, weight, slope) in rows {
            let (mut sum, mut sloped) = (0.0, 0.0);
            for &(column, weight, slope) in &columns {
                let pixel = self.photograph.at(column, row);
                sum += weight * pixel;
                sloped += slope * pixel;
            }
            value += weight * sum;
            by_x += weight * sloped;
            by_y += slope * sum;
        }
        (value, [by_x, by_y])
    }
    // ANCHOR_END: blurred

    /// For each pixel in reach of `t` along a side of `count`: which one it is, g(t − k) and g′(t − k).
    fn weights(&self, t: f64, count: usize) -> Vec<(usize, f64, f64)> {
        let reach = REACH * self.deviation;
        let ends = [t - reach, t + reach].map(f64::round);
        let last = (count - 1) as f64;
        let height = 1.0 / (self.deviation * std::f64::consts::TAU.sqrt());
        let weight = |k: usize| {
            let place = ends[0] + k as f64;
            let away = (t - place) / self.deviation;
            let weight = height * (-0.5 * away * away).exp();
            (place.clamp(0.0, last) as usize, weight, -away / self.deviation * weight)
        };
        (0..=(ends[1] - ends[0]) as usize).map(weight).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Blurred;
    use crate::math::images::image::Image;
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    /// Second road: a Gaussian takes e^{−σ²ω²/2} of a wave and moves nothing; a slope it leaves as it is.
    #[test]
    fn waves_are_damped_as_fourier_says_and_slopes_are_kept() {
        let (a, b, deviation) = (0.3, 0.2, 2.0);
        let wave = Image::from_fn(80, 80, |x, y| (a * x as f64 + b * y as f64).cos());
        let blurred = Blurred::new(wave, deviation);
        let damped = (-0.5 * deviation * deviation * (a * a + b * b)).exp();
        for (x, y) in [(40.0, 40.0), (38.3, 41.9), (35.5, 36.25)] {
            let (value, [by_x, by_y]) = blurred.at(x, y);
            let phase = a * x + b * y;
            // The alias of the wave is e^{−2π²σ²} of it, far below rounding; the cut at 9 σ as well.
            assert_abs_diff_eq!(value, damped * phase.cos(), epsilon = 1e-13);
            assert_abs_diff_eq!(by_x, -a * damped * phase.sin(), epsilon = 1e-13);
            assert_abs_diff_eq!(by_y, -b * damped * phase.sin(), epsilon = 1e-13);
        }
        let slope = Blurred::new(Image::from_fn(60, 40, |x, y| x as f64 - 0.5 * y as f64), 1.5);
        let (value, [by_x, by_y]) = slope.at(30.3, 20.7);
        assert_relative_eq!(value, 30.3 - 0.5 * 20.7, max_relative = 1e-12);
        assert_relative_eq!(by_x, 1.0, max_relative = 1e-12);
        assert_relative_eq!(by_y, -0.5, max_relative = 1e-12);
    }

    #[test]
    fn beyond_the_edge_the_edge_goes_on() {
        let blurred = Blurred::new(Image::from_fn(9, 9, |x, _| f64::from(u8::from(x >= 4))), 1.0);
        // What the weights of both axes sum to besides 1: 4e^{−2π²}.
        assert_abs_diff_eq!(blurred.at(40.0, 4.0).0, 1.0, epsilon = 1.1e-8);
        assert_abs_diff_eq!(blurred.at(-40.0, 4.0).0, 0.0, epsilon = 1e-8);
    }
}
