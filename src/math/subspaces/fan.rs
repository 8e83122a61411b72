//! What one linear representation loses of points on a fan of subspaces.

/// Points on a fan of subspaces, each the one before turned by the same angle, with noise.
///
/// ```text
/// x = U_k c + σ g/√D,   c ~ N(0, I/d),   g ~ N(0, I),   k = 1, …, K equally likely
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fan {
    /// How many subspaces there are, K.
    pub count: usize,
    /// The dimension d of each.
    pub dimension: usize,
    /// Dimensions D ≥ 2d of the space.
    pub ambient: usize,
    /// θ: the angle from each subspace to the next, radians, in `(0, π)`.
    pub angle_rad: f64,
    /// σ: the noise, as a part of a point's length.
    pub noise: f64,
}

impl Fan {
    /// The part of the energy that the best subspace of dimension d loses, for the distribution of the points.
    ///
    /// ```text
    /// [½(1 − |sin Kθ| / (K sin θ)) + σ²(1 − d/D)] / (1 + σ²)           book eq. fan-residual
    /// ```
    ///
    /// The second moment of the points is that of d equal fans of lines in the plane, whose eigenvalues are
    /// ½(1 ± b) with b = |sin Kθ|/(K sin θ), plus the noise.
    #[must_use]
    pub fn residual(&self) -> f64 {
        let count = self.count as f64;
        let balance = (count * self.angle_rad).sin().abs() / (count * self.angle_rad.sin());
        let fan = 0.5 * (1.0 - balance) / (1.0 + self.noise * self.noise);
        fan + self.noise_beside()
    }

    /// The part of the energy that is noise beside the subspace of a point: σ²(1 − d/D)/(1 + σ²).
    #[must_use]
    pub fn noise_beside(&self) -> f64 {
        let square = self.noise * self.noise;
        square * (1.0 - self.dimension as f64 / self.ambient as f64) / (1.0 + square)
    }
}

#[cfg(test)]
mod tests {
    use super::Fan;
    use crate::{
        data::{streams::stream, subspaces::Subspaces},
        math::subspaces::principal_components::PrincipalComponents,
    };
    use approx::assert_abs_diff_eq;

    /// Second road: the principal components of very many points.
    #[test]
    fn one_plane_loses_what_it_loses_of_very_many_points() {
        let mut rng = stream(1, "many points");
        for (count, angle_rad, noise) in [(2, 0.5, 0.0), (3, 0.5, 0.2), (4, 0.2, 0.1)] {
            let fan = Fan { count, dimension: 2, ambient: 6, angle_rad, noise };
            let points = Subspaces::fan(count, 2, 6, angle_rad, &mut rng).points(20_000, noise, &mut rng).points;
            let components = PrincipalComponents::from_points(points.as_ref());
            let lost = components.residual(2) / components.residual(0);
            // A second moment of 40,000 points or more is known to one part in 140; four of them, of half the energy.
            assert_abs_diff_eq!(lost, fan.residual(), epsilon = 0.015);
        }
    }
}
