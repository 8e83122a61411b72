//! Tangent planes and dimensions from the points near a point.

use faer::{Col, Mat, MatRef};

use super::centring::{centred, mean_of};
use crate::math::subspaces::{principal_angles::principal_angles, principal_components::PrincipalComponents};

/// Principal components of a neighbourhood, about its mean.
#[derive(Debug, Clone)]
pub struct LocalPca {
    mean: Col<f64>,
    components: PrincipalComponents,
    points: usize,
}

impl LocalPca {
    // ANCHOR: local_pca
    /// Of the points of a neighbourhood: `[D, n]`.
    ///
    /// ```text
    /// Σ_r = (1/n) Σ (xᵢ − x̄)(xᵢ − x̄)ᵀ,   the sum over ‖xᵢ − x‖ ≤ r            book eq. local-covariance
    /// ```
    ///
    /// # Panics
    ///
    /// If there are no points, or a coordinate is not finite.
    #[must_use]
    pub fn of(points: MatRef<'_, f64>) -> Self {
        let mean = mean_of(points);
        let components = PrincipalComponents::from_points(centred(points, &mean).as_ref());
        Self { mean, components, points: points.ncols() }
    }

    /// The dimension d whose flat ball of `radius` has the nearest spectrum, from 0 to D.
    ///
    /// ```text
    /// d̂ = argmin_d Σⱼ (λⱼ/r² − [j ≤ d]/(d + 2))²                              book eq. flat-spectrum
    /// ```
    ///
    /// A ball of d dimensions has d eigenvalues r²/(d + 2) and no others. Source: the covariance of a uniform ball, by
    /// which Lim, Oberhauser & Nanda 2021 prove that the dimension is found.
    #[must_use]
    pub fn dimension(&self, radius: f64) -> usize {
        let scale = radius * radius * self.points as f64;
        let ambient = self.mean.nrows();
        let spectrum: Vec<f64> =
            (0..ambient).map(|j| self.components.energies.get(j).map_or(0.0, |energy| energy / scale)).collect();
        let distance = |d: usize| {
            let flat = |j: usize| if j < d { 1.0 / (d + 2) as f64 } else { 0.0 };
            spectrum.iter().enumerate().map(|(j, lambda)| (lambda - flat(j)).powi(2)).sum::<f64>()
        };
        (0..=ambient).min_by(|&a, &b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
    }
    // ANCHOR_END: local_pca

    /// The first `d` directions: `[D, d]`; fewer if the points do not span as many.
    #[must_use]
    pub fn tangent(&self, d: usize) -> MatRef<'_, f64> {
        self.components.basis(d.min(self.points.saturating_sub(1)))
    }

    /// The coordinates of `points`: `[D, M]` in the plane of the first `d` directions, from the mean: `[d, M]`.
    #[must_use]
    pub fn coordinates(&self, points: MatRef<'_, f64>, d: usize) -> Mat<f64> {
        self.components.coordinates(centred(points, &self.mean).as_ref(), d)
    }

    /// The largest angle between the estimated and the true tangent plane, radians. `truth`: `[D, d]`, orthonormal columns.
    /// A right angle, if the points span fewer than d directions.
    #[must_use]
    pub fn tangent_error_rad(&self, truth: MatRef<'_, f64>) -> f64 {
        let tangent = self.tangent(truth.ncols());
        if tangent.ncols() < truth.ncols() {
            return std::f64::consts::FRAC_PI_2;
        }
        principal_angles(tangent, truth).last().copied().unwrap_or(0.0)
    }
}

/// The places of the `points`: `[D, N]` within `radius` of `centre`, itself among them.
#[must_use]
pub fn within(points: MatRef<'_, f64>, centre: faer::ColRef<'_, f64>, radius: f64) -> Vec<usize> {
    (0..points.ncols()).filter(|&j| (points.col(j) - centre).squared_norm_l2() <= radius * radius).collect()
}

// ANCHOR: tangent_noise
/// What chance leaves of the tangent plane of a d-sphere of curvature κ from n points of a neighbourhood of radius r:
/// the root mean square of the largest angle, radians, to first order in κr.
///
/// ```text
/// E θ² ≈ c_d κ²r²/n,   c_d = (d + 2)²/4 · (d/(d + 6) − 2d²/((d + 2)(d + 4)) + d³/(d + 2)³)      book eq. tangent-noise
/// ```
///
/// c₁ = 11/105, c₂ = 1/6.
#[must_use]
pub fn tangent_noise_rad(d: usize, curvature: f64, radius: f64, points: f64) -> f64 {
    let d = d as f64;
    let spread = d / (d + 6.0) - 2.0 * d * d / ((d + 2.0) * (d + 4.0)) + (d / (d + 2.0)).powi(3);
    curvature * radius * ((d + 2.0).powi(2) / 4.0 * spread / points).sqrt()
}

/// What a neighbourhood of radius r leaves of the tangent plane of a surface that is curved in one direction only, with the
/// rate dκ/ds of its curvature: an angle in radians, however many points there are, to lowest order in r.
///
/// ```text
/// θ ≈ |dκ/ds| r²/12                                                        book eq. tangent-bias
/// ```
#[must_use]
pub fn tangent_bias_rad(curvature_rate: f64, radius: f64) -> f64 {
    curvature_rate.abs() * radius * radius / 12.0
}
// ANCHOR_END: tangent_noise

#[cfg(test)]
mod tests {
    use super::{LocalPca, tangent_bias_rad, tangent_noise_rad, within};
    use crate::{
        data::{spheres, streams::stream, swiss_roll::SwissRoll},
        math::{statistics::fit::order, vectors::mean},
    };
    use approx::assert_relative_eq;
    use faer::Mat;

    #[test]
    fn full_balls_have_their_dimension() {
        for d in 1..=4 {
            let mut rng = stream(1, "balls");
            let cube = crate::data::sparse_signals::gaussian_matrix(5, 4_000, &mut rng);
            // A flat piece of d dimensions in five.
            let flat = Mat::from_fn(5, 4_000, |i, j| if i < d { cube[(i, j)] } else { 0.0 });
            let near = within(flat.as_ref(), Mat::<f64>::zeros(5, 1).col(0), 1.0);
            let ball = Mat::from_fn(5, near.len(), |i, j| flat[(i, near[j])]);
            assert_eq!(LocalPca::of(ball.as_ref()).dimension(1.0), d);
        }
    }

    /// Second road: spheres, sampled.
    #[test]
    fn chance_leaves_the_tangent_of_a_sphere_what_the_closed_form_says() {
        for d in [1, 2, 3] {
            let mut rng = stream(2, &format!("spheres {d}"));
            let (radius, trials) = (0.3, 400);
            let squares: Vec<(f64, f64)> = (0..trials)
                .map(|_| {
                    let cap = spheres::cap(d, 2.0 * f64::asin(radius / 2.0), 300, &mut rng);
                    let truth = Mat::from_fn(d + 1, d, |i, j| f64::from(u8::from(i == j)));
                    let error = LocalPca::of(cap.as_ref()).tangent_error_rad(truth.as_ref());
                    (error * error, tangent_noise_rad(d, 1.0, radius, 300.0).powi(2))
                })
                .collect();
            let ratio = mean(&squares.iter().map(|pair| pair.0 / pair.1).collect::<Vec<_>>());
            // A mean of 400 squares of Gaussians: a standard error of at most 7 %; three of them, and r² = 9 % of the next
            // order.
            assert!((ratio - 1.0).abs() < 0.25, "d = {d}: {ratio}");
        }
    }

    /// Order of convergence, and the constant: the roll on a fine grid around a point, where no chance is.
    #[test]
    fn the_roll_tilts_the_plane_by_the_square_of_the_radius() {
        let roll = SwissRoll { start_rad: 4.0, end_rad: 14.0, height: 20.0 };
        let centre = [roll.arc_length(6.0) - roll.arc_length(4.0), 10.0];
        let errors: Vec<f64> = [0.4, 0.8, 1.6]
            .iter()
            .map(|&radius| {
                let steps = 60;
                let place = |k: usize, middle: f64| middle + radius * (2.0 * k as f64 / f64::from(steps) - 1.0) * 1.05;
                let grid: Vec<[f64; 3]> = (0..=steps as usize)
                    .flat_map(|a| (0..=steps as usize).map(move |b| (a, b)))
                    .map(|(a, b)| roll.point([place(a, centre[0]), place(b, centre[1])]))
                    .collect();
                let points = Mat::from_fn(3, grid.len(), |i, j| grid[j][i]);
                let middle = roll.point(centre);
                let middle = Mat::from_fn(3, 1, |i, _| middle[i]);
                let near = within(points.as_ref(), middle.col(0), radius);
                let ball = Mat::from_fn(3, near.len(), |i, j| points[(i, near[j])]);
                LocalPca::of(ball.as_ref()).tangent_error_rad(roll.tangent(centre).as_ref())
            })
            .collect();
        // The next order is r² of this one over the square of the radius of curvature, 6: a few per cent, and the grid's
        // edge as much.
        assert!((order(&[0.4, 0.8, 1.6], &errors) - 2.0).abs() < 0.1, "{errors:?}");
        assert_relative_eq!(errors[1], tangent_bias_rad(roll.curvature_rate(6.0), 0.8), max_relative = 0.1);
    }
}
