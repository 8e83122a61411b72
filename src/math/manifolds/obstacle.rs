//! Shortest paths in the plane around a rectangle.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A rectangle that paths may touch and not enter.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rectangle {
    /// Its lower left corner.
    pub low: [f64; 2],
    /// Its upper right corner.
    pub high: [f64; 2],
}

impl Rectangle {
    /// Whether it has `point` inside.
    #[must_use]
    pub fn contains(&self, point: [f64; 2]) -> bool {
        (0..2).all(|i| self.low[i] < point[i] && point[i] < self.high[i])
    }

    /// The length of the shortest path between two points outside of it.
    ///
    /// It is straight, or it bends at some corners that follow each other around the rectangle, and the first and the last
    /// of them are seen from the ends.
    #[must_use]
    pub fn distance_around(&self, a: [f64; 2], b: [f64; 2]) -> f64 {
        if !self.blocks(a, b) {
            return distance(a, b);
        }
        let ([left, bottom], [right, top]) = (self.low, self.high);
        let corners = [[left, bottom], [right, bottom], [right, top], [left, top]];
        let seen = |point: [f64; 2]| corners.map(|corner| !self.blocks(point, corner));
        let (from_a, from_b) = (seen(a), seen(b));
        let mut shortest = f64::INFINITY;
        for first in (0..4).filter(|&corner| from_a[corner]) {
            for step in [1, 3] {
                let (mut at, mut length) = (first, distance(a, corners[first]));
                for _ in 0..3 {
                    if from_b[at] {
                        shortest = shortest.min(length + distance(corners[at], b));
                    }
                    let next = (at + step) % 4;
                    length += distance(corners[at], corners[next]);
                    at = next;
                }
            }
        }
        shortest
    }

    /// Whether the segment from `a` to `b` passes through the inside: the stretches of it within both pairs of sides overlap.
    fn blocks(&self, a: [f64; 2], b: [f64; 2]) -> bool {
        let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
        for i in 0..2 {
            let along = b[i] - a[i];
            if along == 0.0 {
                if a[i] <= self.low[i] || a[i] >= self.high[i] {
                    return false;
                }
            } else {
                let (s, t) = ((self.low[i] - a[i]) / along, (self.high[i] - a[i]) / along);
                (enters, leaves) = (enters.max(s.min(t)), leaves.min(s.max(t)));
            }
        }
        // Along a side, from corner to corner, rounding leaves a stretch of no length.
        leaves - enters > 1e-12
    }
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

#[cfg(test)]
mod tests {
    use super::{Rectangle, distance};
    use crate::data::streams::stream;
    use approx::assert_relative_eq;
    use rand::Rng as _;

    const BOX: Rectangle = Rectangle { low: [-1.0, -0.5], high: [2.0, 1.5] };

    #[test]
    fn what_is_in_the_way_is_walked_around() {
        // Straight beside it, along its side, and through its middle, by either pair of corners.
        assert_relative_eq!(BOX.distance_around([-3.0, 2.0], [4.0, 2.0]), 7.0);
        assert_relative_eq!(BOX.distance_around([-3.0, 1.5], [4.0, 1.5]), 7.0);
        let around = 2.0 * 2.0_f64.hypot(1.0) + 3.0;
        assert_relative_eq!(BOX.distance_around([-3.0, 0.5], [4.0, 0.5]), around, max_relative = 1e-14);
        // Around one corner.
        let corner = distance([-2.0, 0.0], [-1.0, 1.5]) + distance([-1.0, 1.5], [0.0, 2.0]);
        assert_relative_eq!(BOX.distance_around([-2.0, 0.0], [0.0, 2.0]), corner, max_relative = 1e-14);
    }

    /// Property: symmetric, no shorter than the straight line, and with the triangle inequality.
    #[test]
    fn it_is_a_distance() {
        let mut rng = stream(1, "obstacle");
        let mut point = || loop {
            let point = [rng.gen_range(-3.0..4.0), rng.gen_range(-2.0..3.0)];
            if !BOX.contains(point) {
                return point;
            }
        };
        for _ in 0..3_000 {
            let (a, b, c) = (point(), point(), point());
            let direct = BOX.distance_around(a, b);
            assert!(direct >= distance(a, b));
            assert_relative_eq!(direct, BOX.distance_around(b, a), max_relative = 1e-13);
            // No third point makes the way shorter, but for rounding.
            assert!(direct <= BOX.distance_around(a, c) + BOX.distance_around(c, b) + 1e-12, "{a:?} {b:?} {c:?}");
        }
    }
}
