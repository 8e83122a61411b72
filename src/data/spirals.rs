//! Spirals of the plane, by arc length.

use std::f64::consts::TAU;

/// An Archimedean spiral, once from its inner end to its outer one.
///
/// ```text
/// γ = r (cos φ, sin φ),   r = inner + gap · φ/2π,   0 ≤ φ ≤ 2π · turns                   book eq. spiral
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spiral {
    /// The distance of the inner end from the origin.
    pub inner: f64,
    /// How much further out the spiral is after a turn; not 0.
    pub gap: f64,
    /// How often it goes around.
    pub turns: f64,
}

/// A place on a curve of the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Where it is.
    pub point: [f64; 2],
    /// The unit normal, to the left of the way.
    pub normal: [f64; 2],
}

impl Spiral {
    /// The length of the whole.
    #[must_use]
    pub fn length(&self) -> f64 {
        let b = self.gap / TAU;
        length_to((self.inner + self.gap * self.turns) / b, b) - length_to(self.inner / b, b)
    }

    /// The place at a part of the length, from 0 to 1.
    ///
    /// With b = gap/2π and u = r/b the length grows by b √(1 + u²) du. That is integrated in closed form and inverted by
    /// bisection.
    #[must_use]
    pub fn at(&self, part: f64) -> Place {
        let b = self.gap / TAU;
        let (first, last) = (self.inner / b, (self.inner + self.gap * self.turns) / b);
        let wanted = length_to(first, b) + part * self.length();
        let (mut low, mut high) = (first, last);
        // Each halves what is left, down to rounding.
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if length_to(middle, b) < wanted { low = middle } else { high = middle }
        }
        let u = f64::midpoint(low, high);
        let (sin, cos) = (u - first).sin_cos();
        let speed = u.hypot(1.0);
        let along = [(cos - u * sin) / speed, (sin + u * cos) / speed];
        Place { point: [b * u * cos, b * u * sin], normal: [-along[1], along[0]] }
    }

    /// `count` places at even parts of the length, the two ends among them.
    #[must_use]
    pub fn places(&self, count: usize) -> Vec<Place> {
        (0..count).map(|i| self.at(i as f64 / (count.max(2) - 1) as f64)).collect()
    }
}

/// ∫₀ᵘ b √(1 + v²) dv.
fn length_to(u: f64, b: f64) -> f64 {
    0.5 * b * (u * u.hypot(1.0) + u.asinh())
}

#[cfg(test)]
mod tests {
    use super::Spiral;
    use crate::math::vectors::{distance, dot, norm};
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    const SPIRAL: Spiral = Spiral { inner: 0.5, gap: 0.8, turns: 1.5 };

    /// Second road: the lengths of chords, which fall short by order n⁻².
    #[test]
    fn places_are_evenly_apart_and_normals_are_upright() {
        let places = SPIRAL.places(2_001);
        let chords: Vec<f64> = places.windows(2).map(|pair| distance(&pair[0].point, &pair[1].point)).collect();
        assert_relative_eq!(chords.iter().sum::<f64>(), SPIRAL.length(), max_relative = 1e-5);
        for (chord, pair) in chords.iter().zip(places.windows(2)) {
            assert_relative_eq!(*chord, SPIRAL.length() / 2_000.0, max_relative = 1e-4);
            let along = [pair[1].point[0] - pair[0].point[0], pair[1].point[1] - pair[0].point[1]];
            assert_abs_diff_eq!(norm(&pair[0].normal), 1.0, epsilon = 1e-12);
            // The angle between a chord and the tangent at its end is half of its turn, at most 0.01 here.
            assert!(dot(&along, &pair[0].normal).abs() < 0.01 * chord);
        }
    }

    #[test]
    fn a_turn_leads_out_by_the_gap() {
        let [first, last] = [0.0, 1.0].map(|part| SPIRAL.at(part).point);
        assert_abs_diff_eq!(norm(&first), 0.5, epsilon = 1e-12);
        assert_abs_diff_eq!(norm(&last), 0.5 + 1.5 * 0.8, epsilon = 1e-12);
        // Half a turn more than a whole one: on the other side.
        assert_relative_eq!(last[0] / norm(&last), -first[0] / norm(&first), max_relative = 1e-9);
    }
}
