//! Curves of the plane as chains of segments, and the nearest point on them.

/// Points of the plane, joined in order.
#[derive(Debug, Clone)]
pub struct Polyline {
    vertices: Vec<[f64; 2]>,
    /// The length up to each vertex.
    lengths: Vec<f64>,
}

/// The point of a polyline that is nearest to another point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Foot {
    /// How far it is.
    pub distance: f64,
    /// Where it is, as a part of the whole length.
    pub part: f64,
}

impl Polyline {
    /// The polyline through `vertices`.
    ///
    /// # Panics
    ///
    /// If there are fewer than two, or all coincide.
    #[must_use]
    pub fn new(vertices: Vec<[f64; 2]>) -> Self {
        let mut lengths = vec![0.0];
        for pair in vertices.windows(2) {
            lengths.push(lengths[lengths.len() - 1] + (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1]));
        }
        assert!(lengths[lengths.len() - 1] > 0.0, "a polyline of no length");
        Self { vertices, lengths }
    }

    /// The nearest point, the first among equals.
    ///
    /// ```text
    /// min over segments [a, b] of ‖p − a − t (b − a)‖,   t = ⟨p − a, b − a⟩/‖b − a‖², cut to [0, 1]
    /// ```
    #[must_use]
    pub fn foot(&self, point: [f64; 2]) -> Foot {
        let whole = self.lengths[self.lengths.len() - 1];
        let mut best = Foot { distance: f64::INFINITY, part: 0.0 };
        for (pair, length) in self.vertices.windows(2).zip(&self.lengths) {
            let [a, b] = [pair[0], pair[1]];
            let (along, from) = ([b[0] - a[0], b[1] - a[1]], [point[0] - a[0], point[1] - a[1]]);
            let squared = along[0] * along[0] + along[1] * along[1];
            if squared > 0.0 {
                let t = ((from[0] * along[0] + from[1] * along[1]) / squared).clamp(0.0, 1.0);
                let distance = (from[0] - t * along[0]).hypot(from[1] - t * along[1]);
                if distance < best.distance {
                    best = Foot { distance, part: (length + t * squared.sqrt()) / whole };
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::Polyline;
    use crate::data::curves::Circle;
    use approx::assert_abs_diff_eq;

    #[test]
    fn feet_on_a_corner_are_those_of_geometry() {
        let corner = Polyline::new(vec![[0.0, 0.0], [3.0, 0.0], [3.0, 1.0]]);
        for (point, distance, part) in
            [([1.0, 2.0], 2.0, 0.25), ([-3.0, -4.0], 5.0, 0.0), ([4.0, 0.5], 1.0, 0.875), ([6.0, -4.0], 5.0, 0.75)]
        {
            let foot = corner.foot(point);
            assert_abs_diff_eq!(foot.distance, distance, epsilon = 1e-14);
            assert_abs_diff_eq!(foot.part, part, epsilon = 1e-14);
        }
    }

    /// Limit: the chords of a circle lie within 1 − cos(π/n) of it.
    #[test]
    fn a_polygon_is_as_far_as_its_circle() {
        let mut vertices = Circle { radius: 1.0, centre: [0.0, 0.0] }.points(1_000);
        vertices.push(vertices[0]);
        let circle = Polyline::new(vertices);
        for radius in [0.2, 0.9, 3.0] {
            let angle: f64 = 2.0;
            let foot = circle.foot([radius * angle.cos(), radius * angle.sin()]);
            assert_abs_diff_eq!(foot.distance, (radius - 1.0_f64).abs(), epsilon = 5e-6);
            // Half a chord: the foot on a chord is not at the angle of the point.
            assert_abs_diff_eq!(foot.part, angle / std::f64::consts::TAU, epsilon = 5e-4);
        }
    }
}
