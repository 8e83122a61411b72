//! Vectors and rotations of space.

/// A point or a direction of space.
pub type Vector = [f64; 3];

/// The inner product of two vectors.
#[must_use]
pub fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// a + s b.
#[must_use]
pub fn along(a: Vector, s: f64, b: Vector) -> Vector {
    [0, 1, 2].map(|i| a[i] + s * b[i])
}

/// The direction of a vector that is not zero.
#[must_use]
pub fn unit(a: Vector) -> Vector {
    let length = dot(a, a).sqrt();
    a.map(|x| x / length)
}

/// A rotation about the origin, as the rows of its matrix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rotation([Vector; 3]);

impl Rotation {
    // ANCHOR: rodrigues
    /// The rotation about the direction of ω by the angle ‖ω‖ = θ, radians, right-handed.
    ///
    /// ```text
    /// exp[ω]× = I + (sin θ/θ) [ω]× + ½ (sin(θ/2)/(θ/2))² [ω]×²          book eq. rodrigues
    /// ```
    ///
    /// `[ω]×` is the matrix of the cross product with ω. Exact to rounding also where θ → 0.
    ///
    /// Source: Rodrigues' formula, as in Hartley & Zisserman 2004, appendix 4.
    #[must_use]
    pub fn exp(omega: Vector) -> Self {
        let theta = dot(omega, omega).sqrt();
        let sinc = |x: f64| if x == 0.0 { 1.0 } else { x.sin() / x };
        let (linear, quadratic) = (sinc(theta), 0.5 * sinc(0.5 * theta).powi(2));
        let [x, y, z] = omega;
        let cross = [[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]];
        Self([0, 1, 2].map(|i| {
            [0, 1, 2].map(|j| {
                // [ω]×² = ωωᵀ − θ² I.
                let square = omega[i] * omega[j] - if i == j { theta * theta } else { 0.0 };
                f64::from(u8::from(i == j)) + linear * cross[i][j] + quadratic * square
            })
        }))
    }
    // ANCHOR_END: rodrigues

    /// R v, the vector turned.
    #[must_use]
    pub fn applied_to(&self, v: Vector) -> Vector {
        self.0.map(|row| dot(row, v))
    }

    /// Rᵀ v, the rotation undone.
    #[must_use]
    pub fn undone(&self, v: Vector) -> Vector {
        [0, 1, 2].map(|j| self.0[0][j] * v[0] + self.0[1][j] * v[1] + self.0[2][j] * v[2])
    }

    /// This rotation after another.
    #[must_use]
    pub fn after(&self, first: &Self) -> Self {
        // The rows of RQ are those of R, each times Q.
        Self(self.0.map(|row| first.undone(row)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Rotation, Vector, along, dot, unit};
    use approx::assert_abs_diff_eq;

    fn near(a: Vector, b: Vector, epsilon: f64) {
        for (a, b) in a.into_iter().zip(b) {
            assert_abs_diff_eq!(a, b, epsilon = epsilon);
        }
    }

    #[test]
    fn a_quarter_turn_about_an_axis_takes_the_next_axis_to_the_one_after() {
        let quarter = Rotation::exp([0.0, 0.0, std::f64::consts::FRAC_PI_2]);
        near(quarter.applied_to([1.0, 0.0, 0.0]), [0.0, 1.0, 0.0], 1e-15);
        near(quarter.undone([0.0, 1.0, 0.0]), [1.0, 0.0, 0.0], 1e-15);
    }

    /// Second road: a rotation is the limit of many small steps along v̇ = ω × v.
    #[test]
    fn the_exponential_is_the_limit_of_small_turns() {
        let (omega, start) = ([0.4, -1.1, 0.7], [0.3, 0.2, -0.9]);
        let steps = 100_000;
        let mut v: Vector = start;
        for _ in 0..steps {
            let cross = |v: Vector| {
                [
                    omega[1] * v[2] - omega[2] * v[1],
                    omega[2] * v[0] - omega[0] * v[2],
                    omega[0] * v[1] - omega[1] * v[0],
                ]
            };
            // The midpoint rule: its error falls with the square of the step.
            let middle = along(v, 0.5 / f64::from(steps), cross(v));
            v = along(v, 1.0 / f64::from(steps), cross(middle));
        }
        // θ³/6 over the square of 100,000 steps, and as many roundings.
        near(Rotation::exp(omega).applied_to(start), v, 1e-9);
    }

    #[test]
    fn rotations_keep_lengths_and_compose_however_small_they_are() {
        for size in [1e-12, 1e-5, 1.0, 3.0] {
            let omega = unit([1.0, 2.0, -0.5]).map(|x| size * x);
            let rotation = Rotation::exp(omega);
            let v = [0.3, -0.8, 0.5];
            assert_abs_diff_eq!(dot(rotation.applied_to(v), rotation.applied_to(v)), dot(v, v), epsilon = 1e-14);
            near(rotation.undone(rotation.applied_to(v)), v, 1e-14);
            // About one axis angles add.
            near(rotation.after(&rotation).applied_to(v), Rotation::exp(omega.map(|x| 2.0 * x)).applied_to(v), 1e-14);
            let other = Rotation::exp([0.2, 0.1, -0.4]);
            near(rotation.after(&other).applied_to(v), rotation.applied_to(other.applied_to(v)), 1e-14);
        }
    }
}
