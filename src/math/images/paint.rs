//! Paint: an albedo that varies smoothly through space, without an edge.

use super::rigid::{Vector, dot};

/// A plane wave of the albedo through space.
#[derive(Debug, Clone, Copy)]
pub struct Wave {
    /// Its direction, times its frequency in radians over unit length.
    pub vector: Vector,
    /// Its phase at the origin, radians.
    pub phase: f64,
}

/// The paint that waves make; without waves, grey.
#[derive(Debug, Clone, Default)]
pub struct Paint {
    /// The waves, all of the same strength.
    pub waves: Vec<Wave>,
}

/// How far the darkest and the lightest paint are from grey, which is ½.
const CONTRAST: f64 = 0.45;

impl Paint {
    /// The part of the light that the paint at `point` gives back, from .05 to .95.
    ///
    /// ```text
    /// α(x) = ½ + .45 sin(√(8/K) Σ_k cos(w_k·x + φ_k))                                  book eq. wave-paint
    /// ```
    ///
    /// The argument of the sine has a mean square of 4 with K waves, so that it runs through dark and light.
    #[must_use]
    pub fn albedo(&self, point: Vector) -> f64 {
        if self.waves.is_empty() {
            return 0.5;
        }
        let strength = (8.0 / self.waves.len() as f64).sqrt();
        let sum: f64 = self.waves.iter().map(|wave| (dot(wave.vector, point) + wave.phase).cos()).sum();
        0.5 + CONTRAST * (strength * sum).sin()
    }
}

#[cfg(test)]
mod tests {
    use super::{Paint, Wave};
    use approx::assert_abs_diff_eq;
    use std::f64::consts::{FRAC_PI_2, TAU};

    #[test]
    fn a_wave_comes_back_after_its_length_and_stays_within_the_contrast() {
        let paint = Paint { waves: vec![Wave { vector: [0.0, TAU / 0.4, 0.0], phase: 0.3 }] };
        for step in 0..50 {
            let y = f64::from(step) * 0.02;
            let here = paint.albedo([0.7, y, -0.1]);
            assert!((0.05..=0.95).contains(&here), "{here}");
            // Two angles of ten radians, to rounding, times √8.
            assert_abs_diff_eq!(here, paint.albedo([-0.2, y + 0.4, 0.9]), epsilon = 1e-13);
        }
        // By hand: where the wave is zero, grey; where the argument is √8, that sine.
        assert_abs_diff_eq!(paint.albedo([0.0, (FRAC_PI_2 - 0.3) * 0.4 / TAU, 0.0]), 0.5, epsilon = 1e-13);
        let crest = 0.5 + 0.45 * 8.0_f64.sqrt().sin();
        assert_abs_diff_eq!(paint.albedo([0.0, -0.3 * 0.4 / TAU, 0.0]), crest, epsilon = 1e-13);
        assert_abs_diff_eq!(Paint::default().albedo([1.0; 3]), 0.5, epsilon = 0.0);
    }
}
