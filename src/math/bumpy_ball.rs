//! A ball with bumps: a solid that is not convex, as a radius over every direction.

use super::rigid::{Vector, along, dot, unit};

/// The star-shaped solid whose surface lies at a distance r(u) from the origin in the direction u.
#[derive(Debug, Clone)]
pub struct BumpyBall {
    /// The directions of its bumps, unit vectors.
    pub bumps: Vec<Vector>,
    /// Height of a bump over the ball of radius 1.
    pub height: f64,
    /// Sharpness κ of a bump; its width is about 1/√κ, radians.
    pub sharpness: f64,
}

/// From one place along a ray to the next, where the surface is looked for.
const STRIDE: f64 = 0.02;

impl BumpyBall {
    /// The radius in the direction of the unit vector u, and its gradient with respect to u.
    ///
    /// ```text
    /// r(u) = 1 + b Σ_k e^{κ(u·c_k − 1)}                                  book eq. bumpy-ball
    /// ```
    #[must_use]
    pub fn radius(&self, u: Vector) -> (f64, Vector) {
        let mut radius = (1.0, [0.0; 3]);
        for &bump in &self.bumps {
            let rise = self.height * (self.sharpness * (dot(u, bump) - 1.0)).exp();
            radius = (radius.0 + rise, along(radius.1, self.sharpness * rise, bump));
        }
        radius
    }

    /// No point of the solid is further out.
    fn reach(&self) -> f64 {
        1.0 + self.height * self.bumps.len() as f64
    }

    /// The outward unit normal at the surface in the direction u.
    #[must_use]
    pub fn normal(&self, u: Vector) -> Vector {
        let (radius, gradient) = self.radius(u);
        // The level set of |x| − r(x/|x|): what of the gradient lies along the sphere is divided by |x| = r.
        let tangential = along(gradient, -dot(gradient, u), u);
        unit(along(u, -1.0 / radius, tangential))
    }

    /// The normal where the ray through (x, y) along the third axis, from below, first meets the surface, if it does.
    ///
    /// The ray is walked in small strides to the first point inside, and the last stride is halved until it is rounding.
    #[must_use]
    pub fn normal_seen(&self, x: f64, y: f64) -> Option<Vector> {
        let outside = |z: f64| {
            let point = [x, y, z];
            let length = dot(point, point).sqrt();
            length > 0.0 && length > self.radius(point.map(|x| x / length)).0
        };
        let reach = self.reach();
        let strides = (2.0 * reach / STRIDE).ceil() as usize;
        let first = (0..strides).map(|k| -reach + STRIDE * k as f64).find(|&z| !outside(z))?;
        let (mut before, mut after) = (first - STRIDE, first);
        for _ in 0..45 {
            let middle = 0.5 * (before + after);
            if outside(middle) { before = middle } else { after = middle }
        }
        Some(self.normal(unit([x, y, after])))
    }
}

#[cfg(test)]
mod tests {
    use super::BumpyBall;
    use crate::math::rigid::{along, dot, unit};
    use approx::assert_abs_diff_eq;

    fn bumpy() -> BumpyBall {
        BumpyBall { bumps: vec![unit([0.2, -0.3, -1.0]), unit([1.0, 0.4, -0.1])], height: 0.4, sharpness: 8.0 }
    }

    /// Second road: the cross product of two tangents of the surface, by differences.
    #[test]
    fn normals_are_across_the_surface() {
        let solid = bumpy();
        let at = |u| {
            let u = unit(u);
            u.map(|x| x * solid.radius(u).0)
        };
        for u in [unit([0.3, -0.2, -1.0]), unit([0.9, 0.1, 0.2])] {
            let across = [[0.3, 0.8, -0.4], [-0.5, 0.1, 0.9]];
            for direction in across {
                let tangent = along(at(along(u, 1e-6, direction)), -1.0, at(along(u, -1e-6, direction)));
                // Central differences: h², and rounding over h.
                assert_abs_diff_eq!(dot(solid.normal(u), tangent.map(|x| x / 2e-6)), 0.0, epsilon = 1e-8);
            }
            assert!(dot(solid.normal(u), u) > 0.0, "outward");
        }
    }

    /// Without bumps, a ball; with them, what is seen is the first surface along the ray.
    #[test]
    fn rays_meet_the_first_surface() {
        let ball = BumpyBall { bumps: Vec::new(), ..bumpy() };
        let seen = ball.normal_seen(0.3, -0.5).unwrap();
        for (found, exact) in seen.into_iter().zip([0.3, -0.5, -(1.0_f64 - 0.34).sqrt()]) {
            // The last stride halved 45 times.
            assert_abs_diff_eq!(found, exact, epsilon = 1e-13);
        }
        assert!(ball.normal_seen(0.9, 0.9).is_none());
        // On the side of the bump the ray is still outside where the ball would be.
        let bump = bumpy().bumps[0];
        let straight = bumpy().normal_seen(bump[0] * 1.4, bump[1] * 1.4).unwrap();
        assert_abs_diff_eq!(dot(straight, bump), 1.0, epsilon = 1e-3);
    }
}
