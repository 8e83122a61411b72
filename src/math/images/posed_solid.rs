//! A painted ellipsoid before a pinhole camera: its picture as a smooth function of its pose.

use super::{
    image::Image,
    paint::Paint,
    rigid::{Rotation, Vector, along, dot},
};

/// An ellipsoid about the origin, its axes those of space.
#[derive(Debug, Clone, Copy)]
pub struct Ellipsoid {
    /// Half of its extent along each axis.
    pub semi_axes: Vector,
}

/// Where a ray meets a surface first.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// The point of the surface.
    pub point: Vector,
    /// The outward unit normal there.
    pub normal: Vector,
    /// The cosine of the angle between the normal and the way back along the ray: 1 face on, 0 at the silhouette.
    pub facing: f64,
}

impl Ellipsoid {
    // ANCHOR: hit
    /// Where the ray from `origin` along `direction` meets the surface, if it does; `origin`
    /// is outside.
    ///
    /// ```text
    /// q = o/a,  w = d/a,  Δ = (q·w)² − (w·w)(q·q − 1)              book eq. ray-ellipsoid
    /// ρ = [−q·w − √Δ] / w·w
    /// n ∝ x/a²,  cos(n, −d) = √Δ / (‖x/a²‖ ‖d‖)
    /// ```
    ///
    /// Divisions by the semi-axes a are entry by entry: they make the ellipsoid a unit ball.
    #[must_use]
    pub fn hit(&self, origin: Vector, direction: Vector) -> Option<Hit> {
        let scaled = |v: Vector| [0, 1, 2].map(|i| v[i] / self.semi_axes[i]);
        let (q, w) = (scaled(origin), scaled(direction));
        let (forward, square) = (dot(q, w), dot(w, w));
        let discriminant = forward * forward - square * (dot(q, q) - 1.0);
        if discriminant <= 0.0 || forward >= 0.0 {
            return None;
        }
        let root = discriminant.sqrt();
        let point = along(origin, (-forward - root) / square, direction);
        let normal = scaled(scaled(point));
        let length = dot(normal, normal).sqrt();
        let facing = root / (length * dot(direction, direction).sqrt());
        Some(Hit { point, normal: normal.map(|x| x / length), facing })
    }
    // ANCHOR_END: hit
}

/// A solid and what its surface does with light.
#[derive(Debug, Clone)]
pub struct Solid {
    /// Its shape, before it is placed.
    pub shape: Ellipsoid,
    /// Its paint, which moves with it.
    pub paint: Paint,
    /// The power β with which radiance falls towards the silhouette.
    pub fade: f64,
}

impl Solid {
    /// Light that comes back along the ray from `origin`, of a lamp beside the camera; 0 where the ray misses.
    ///
    /// ```text
    /// L = α(x) cosᵝ(n, −d)                                                            book eq. limb
    /// ```
    ///
    /// α is the paint at the point x that is hit, n the normal there and d the ray's direction. As cos² falls linearly
    /// towards the silhouette, L is differentiable in the pose there if β > 2, and continuously so.
    #[must_use]
    pub fn radiance(&self, origin: Vector, direction: Vector) -> f64 {
        let hit = self.shape.hit(origin, direction);
        hit.map_or(0.0, |hit| self.paint.albedo(hit.point) * hit.facing.powf(self.fade))
    }
}

/// Where a solid is and how large.
#[derive(Debug, Clone, Copy)]
pub struct Pose {
    /// R, from the solid at rest to how it is turned.
    pub rotation: Rotation,
    /// t, from the camera to the centre.
    pub translation: Vector,
    /// The factor by which the solid is larger than its shape says.
    pub size: f64,
}

impl Pose {
    // ANCHOR: moved
    /// The pose after a motion with parameters (τ, ω, s) from here: shifted by τ, turned about the solid's centre by
    /// ω radians, and eˢ times as large.
    ///
    /// ```text
    /// (R, t, λ) ↦ (exp[ω]× R, t + τ, eˢ λ)                                            book eq. rigid-pose
    /// ```
    #[must_use]
    pub fn moved(&self, motion: [f64; 7]) -> Self {
        let [x, y, z, turn_x, turn_y, turn_z, growth] = motion;
        Self {
            rotation: Rotation::exp([turn_x, turn_y, turn_z]).after(&self.rotation),
            translation: along(self.translation, 1.0, [x, y, z]),
            size: self.size * growth.exp(),
        }
    }
    // ANCHOR_END: moved

    /// A ray from the camera, as the solid sees it: from where, and in which direction.
    fn ray(&self, direction: Vector) -> (Vector, Vector) {
        let scaled = |v: Vector| self.rotation.undone(v).map(|x| x / self.size);
        (scaled(self.translation.map(|x| -x)), scaled(direction))
    }
}

/// A pinhole camera at the origin that looks along the third axis, the first to the right and the second down.
#[derive(Debug, Clone, Copy)]
pub struct Pinhole {
    /// Pixels along each side of its pictures.
    pub pixels: usize,
    /// Rays along each side of a pixel, whose mean the pixel is.
    pub rays: usize,
    /// Half of the picture's width at distance 1.
    pub half_width: f64,
}

impl Pinhole {
    // ANCHOR: picture
    /// The picture of a solid.
    ///
    /// ```text
    /// x_i = mean of L over the rays (u, v, 1) of pixel i                               book eq. pinhole
    /// ```
    ///
    /// The rays lie on a grid that never moves, so that a pixel is as smooth in the pose as L is.
    #[must_use]
    pub fn picture(&self, solid: &Solid, pose: &Pose) -> Image {
        let grid = (self.pixels * self.rays) as f64;
        let place = |index: usize| self.half_width * (2.0 * (index as f64 + 0.5) / grid - 1.0);
        Image::from_fn(self.pixels, self.pixels, |column, row| {
            let mut sum = 0.0;
            for down in 0..self.rays {
                for right in 0..self.rays {
                    let direction = [place(column * self.rays + right), place(row * self.rays + down), 1.0];
                    let (origin, direction) = pose.ray(direction);
                    sum += solid.radiance(origin, direction);
                }
            }
            sum / (self.rays * self.rays) as f64
        })
    }
    // ANCHOR_END: picture
}

#[cfg(test)]
mod tests {
    use super::{Ellipsoid, Pinhole, Pose, Solid};
    use crate::math::images::{
        paint::Paint,
        rigid::{Rotation, Vector, along, dot},
    };
    use approx::assert_abs_diff_eq;

    /// Second road: bisection of the equation of the surface along the ray, and its gradient by differences.
    #[test]
    fn a_ray_hits_where_bisection_says() {
        let shape = Ellipsoid { semi_axes: [0.7, 1.0, 1.4] };
        let level = |x: Vector| (0..3).map(|i| (x[i] / shape.semi_axes[i]).powi(2)).sum::<f64>() - 1.0;
        let (origin, direction) = ([0.3, -0.4, -5.0], [0.05, 0.11, 1.3]);
        let hit = shape.hit(origin, direction).unwrap();
        // The ray is inside where it passes the centre's plane.
        let (mut before, mut inside) = (0.0, 5.0 / 1.3);
        assert!(level(along(origin, inside, direction)) < 0.0);
        for _ in 0..60 {
            let middle = 0.5 * (before + inside);
            if level(along(origin, middle, direction)) > 0.0 { before = middle } else { inside = middle }
        }
        let found = along(origin, before, direction);
        let gradient = [0, 1, 2].map(|i| {
            let mut nearby = [hit.point; 2];
            nearby[0][i] += 1e-6;
            nearby[1][i] -= 1e-6;
            (level(nearby[0]) - level(nearby[1])) / 2e-6
        });
        let length = dot(gradient, gradient).sqrt();
        for i in 0..3 {
            // Sixty halvings of 4, and central differences of a quadratic: rounding over the step.
            assert_abs_diff_eq!(hit.point[i], found[i], epsilon = 1e-13);
            assert_abs_diff_eq!(hit.normal[i], gradient[i] / length, epsilon = 1e-9);
        }
        let back = dot(hit.normal, direction) / dot(direction, direction).sqrt();
        assert_abs_diff_eq!(hit.facing, -back, epsilon = 1e-13);
        assert!(shape.hit(origin, [0.6, 0.0, 1.0]).is_none());
        assert!(shape.hit(origin, direction.map(|x| -x)).is_none(), "what is behind the camera is not seen");
    }

    fn ball() -> (Pinhole, Solid, Pose) {
        let solid = Solid { shape: Ellipsoid { semi_axes: [1.0; 3] }, paint: Paint::default(), fade: 4.0 };
        let pose = Pose { rotation: Rotation::exp([0.0; 3]), translation: [0.0, 0.0, 5.0], size: 1.0 };
        (Pinhole { pixels: 12, rays: 2, half_width: 0.36 }, solid, pose)
    }

    /// Second road: geometry. A unit ball at distance 5 fills a disc of the tangent of asin(1/5); with no fade the mean of
    /// its picture is the paint times the part of the picture that the disc fills.
    #[test]
    fn a_ball_fills_the_disc_that_perspective_says() {
        let (_, solid, pose) = ball();
        let camera = Pinhole { pixels: 100, rays: 4, half_width: 0.36 };
        let picture = camera.picture(&Solid { fade: 0.0, ..solid }, &pose);
        let mean = picture.pixels.iter().sum::<f64>() / picture.pixels.len() as f64;
        let radius = (0.2_f64).asin().tan() / 0.72;
        // A grid of 400² rays counts the area of a disc to a few parts in ten thousand.
        assert_abs_diff_eq!(mean, 0.5 * std::f64::consts::PI * radius * radius, epsilon = 2e-4);
    }

    #[test]
    fn what_is_twice_as_far_and_twice_as_large_looks_the_same_and_a_plain_ball_turns_unseen() {
        let (camera, solid, pose) = ball();
        let solid = Solid { shape: Ellipsoid { semi_axes: [0.7, 1.0, 1.2] }, ..solid };
        let still = camera.picture(&solid, &pose);
        let far = camera.picture(&solid, &pose.moved([0.0, 0.0, 5.0, 0.0, 0.0, 0.0, 2.0_f64.ln()]));
        let turned = pose.moved([0.0, 0.0, 0.0, 0.9, 0.3, -0.5, 0.0]);
        let (_, plain, _) = ball();
        let change = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        // Rounding, times the slope at the silhouette.
        assert_abs_diff_eq!(change(&still.pixels, &far.pixels), 0.0, epsilon = 1e-12);
        let unseen = change(&camera.picture(&plain, &pose).pixels, &camera.picture(&plain, &turned).pixels);
        assert_abs_diff_eq!(unseen, 0.0, epsilon = 1e-12);
        assert!(change(&still.pixels, &camera.picture(&solid, &turned).pixels) > 0.01, "the ellipsoid is seen to turn");
    }

    #[test]
    fn a_solid_of_revolution_hides_the_turn_about_its_axis_and_no_other() {
        let (camera, solid, _) = ball();
        let solid = Solid { shape: Ellipsoid { semi_axes: [0.8, 0.8, 1.3] }, ..solid };
        let rotation = Rotation::exp([0.5, -0.7, 0.3]);
        let pose = Pose { rotation, translation: [0.0, 0.0, 5.0], size: 1.0 };
        let change = |axis: Vector| {
            let [x, y, z] = rotation.applied_to(axis).map(|x| 0.8 * x);
            let turned = camera.picture(&solid, &pose.moved([0.0, 0.0, 0.0, x, y, z, 0.0]));
            let still = camera.picture(&solid, &pose);
            turned.pixels.iter().zip(still.pixels).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
        };
        // Rounding, times the slope at the silhouette.
        assert_abs_diff_eq!(change([0.0, 0.0, 1.0]), 0.0, epsilon = 1e-12);
        assert!(change([1.0, 0.0, 0.0]) > 0.01 && change([0.0, 1.0, 0.0]) > 0.01);
    }

    /// The radiance at the silhouette falls as the distance to the power β/2.
    #[test]
    fn the_fade_at_the_silhouette_has_its_order() {
        let (_, solid, _) = ball();
        let radiance = |inside: f64| solid.radiance([1.0 - inside, 0.0, -5.0], [0.0, 0.0, 1.0]);
        let order = (radiance(1e-4) / radiance(1e-5)).log10();
        assert_abs_diff_eq!(order, 2.0, epsilon = 1e-3);
    }
}
