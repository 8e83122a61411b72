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

    /// The point where the ray through (x, y) along the third axis, from below, first meets the surface, and the normal
    /// there, if it does.
    ///
    /// The ray is walked in small strides to the first point inside, and the last stride is halved until it is rounding.
    #[must_use]
    pub fn seen(&self, x: f64, y: f64) -> Option<(Vector, Vector)> {
        let outside = |z: f64| self.is_outside([x, y, z]);
        let reach = self.reach();
        let strides = (2.0 * reach / STRIDE).ceil() as usize;
        let first = (0..strides).map(|k| -reach + STRIDE * k as f64).find(|&z| !outside(z))?;
        let (mut before, mut after) = (first - STRIDE, first);
        for _ in 0..45 {
            let middle = 0.5 * (before + after);
            if outside(middle) { before = middle } else { after = middle }
        }
        let point = [x, y, after];
        Some((point, self.normal(unit(point))))
    }

    /// Whether nothing of the solid lies between a point of its surface and a lamp in the direction of a unit vector, which
    /// the surface faces: what lies in the way would *cast* a shadow. Looked at in the same small strides.
    #[must_use]
    pub fn is_free(&self, point: Vector, lamp: Vector) -> bool {
        let reach = self.reach();
        let on_the_way = (1..).map(|k| along(point, STRIDE * f64::from(k), lamp));
        on_the_way.take_while(|&at| dot(at, at) < reach * reach).all(|at| self.is_outside(at))
    }

    fn is_outside(&self, point: Vector) -> bool {
        let length = dot(point, point).sqrt();
        // Nowhere is the surface closer than the ball of radius 1.
        length > 1.0 && length > self.radius(point.map(|x| x / length)).0
    }
}

#[cfg(test)]
mod tests {
    use super::BumpyBall;
    use crate::math::images::rigid::{along, dot, unit};
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
        let (_, seen) = ball.seen(0.3, -0.5).unwrap();
        for (found, exact) in seen.into_iter().zip([0.3, -0.5, -(1.0_f64 - 0.34).sqrt()]) {
            // The last stride halved 45 times.
            assert_abs_diff_eq!(found, exact, epsilon = 1e-13);
        }
        assert!(ball.seen(0.9, 0.9).is_none());
        // On the side of the bump the ray is still outside where the ball would be.
        let bump = bumpy().bumps[0];
        let (top, straight) = bumpy().seen(bump[0] * 1.4, bump[1] * 1.4).unwrap();
        assert_abs_diff_eq!(dot(straight, bump), 1.0, epsilon = 1e-3);
        assert_abs_diff_eq!(dot(top, top).sqrt(), 1.4, epsilon = 1e-3);
    }

    /// A ball is never in its own way; beside a bump the lamp on the bump's other side is hidden until it stands as high as
    /// the bump.
    #[test]
    fn only_what_stands_out_casts_a_shadow() {
        let ball = BumpyBall { bumps: Vec::new(), ..bumpy() };
        let point = unit([0.3, -0.5, -0.7]);
        for lamp in crate::math::images::sphere::points(200).into_iter().filter(|&lamp| dot(lamp, point) > 0.0) {
            assert!(ball.is_free(point, lamp));
        }
        // A sharp bump, 1.4 high, and a point half a radian beside it, from which its top is 19° above the ground.
        let one = BumpyBall { bumps: vec![[0.0, 0.0, -1.0]], height: 0.4, sharpness: 40.0 };
        let u = [0.5_f64.sin(), 0.0, -0.5_f64.cos()];
        let point = u.map(|x| x * one.radius(u).0);
        let over = |height: f64| unit(along([0.0, 0.0, -height], -1.0, point));
        assert!(dot(one.normal(u), over(1.3)) > 0.1, "the surface faces the lamp");
        assert!(!one.is_free(point, over(1.3)));
        assert!(one.is_free(point, over(1.6)));
    }
}
