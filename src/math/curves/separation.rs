//! How near two curves come to each other.

use std::f64::consts::TAU;

use crate::math::kernel::matrix::angle_between;

/// Halvings of the step around the nearest pair of the grid: 2π/2⁶⁰ is below rounding.
const HALVINGS: usize = 60;

// ANCHOR: separation
/// The smallest angle between a point of one closed curve and a point of another, radians.
///
/// ```text
/// Δ = inf { ∠(x, x′) : x ∈ 𝓜₊, x′ ∈ 𝓜₋ }                                                  book eq. separation
/// ```
///
/// `upper` and `lower` are maps from an angle, of period 2π, to unit vectors. The nearest pair of a grid of `steps` by
/// `steps` is refined by a search along both parameters whose step is halved whenever no neighbour is nearer: exact if the
/// grid is fine enough for its nearest pair to lie in the right valley.
///
/// # Panics
///
/// If there are no steps.
#[must_use]
pub fn separation(upper: impl Fn(f64) -> Vec<f64>, lower: impl Fn(f64) -> Vec<f64>, steps: usize) -> f64 {
    assert!(steps > 0, "a minimum over no step");
    let mut step = TAU / steps as f64;
    let along = |curve: &dyn Fn(f64) -> Vec<f64>| (0..steps).map(|i| curve(i as f64 * step)).collect::<Vec<_>>();
    let (uppers, lowers) = (along(&upper), along(&lower));
    let pairs = (0..steps).flat_map(|i| (0..steps).map(move |j| (i, j)));
    let square = |i: usize, j: usize| uppers[i].iter().zip(&lowers[j]).map(|(x, y)| (x - y).powi(2)).sum::<f64>();
    let (i, j) = pairs.min_by(|a, b| square(a.0, a.1).total_cmp(&square(b.0, b.1))).unwrap_or_default();
    let mut at = [i as f64 * step, j as f64 * step];
    let mut nearest = angle_between(&uppers[i], &lowers[j]);
    for _ in 0..HALVINGS {
        loop {
            let moves = (0..9).map(|k| [f64::from(k / 3 - 1), f64::from(k % 3 - 1)]);
            let tried = moves.map(|by| [at[0] + step * by[0], at[1] + step * by[1]]);
            let valued = tried.map(|to| (angle_between(&upper(to[0]), &lower(to[1])), to));
            let Some((angle, to)) = valued.min_by(|a, b| a.0.total_cmp(&b.0)) else { break };
            if angle >= nearest {
                break;
            }
            (nearest, at) = (angle, to);
        }
        step /= 2.0;
    }
    nearest
}
// ANCHOR_END: separation

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::separation;
    use crate::data::sphere_curves::{SphereCurve, mirrored};

    fn of_a_pair(curve: SphereCurve) -> f64 {
        separation(|theta| curve.jet(theta).point, |theta| mirrored(&curve.jet(theta).point), 96)
    }

    /// Closed forms: 2δ for circles of latitude and for coils, 2(δ − a) for waves.
    #[test]
    fn separations_have_their_closed_forms() {
        for (curve, exact) in [
            (SphereCurve::Latitude { latitude_rad: 0.15 }, 0.3),
            (SphereCurve::Winding { latitude_rad: 0.5, amplitude_rad: 0.27, frequency: 7 }, 0.46),
            (SphereCurve::Coil { latitude_rad: 0.2, opening_rad: 0.4, windings: 5 }, 0.4),
        ] {
            // Near a minimum the angle is flat: the place is found to √ε, the angle to ε.
            assert_relative_eq!(of_a_pair(curve), exact, max_relative = 1e-12);
        }
    }

    /// Second road: circles of radii ρ and ρ′ around centres at an angle c are c − ρ − ρ′ apart.
    #[test]
    fn two_circles_that_are_no_mirror_images_are_as_far_apart_as_their_centres_and_radii_say() {
        let circle = |latitude: f64, radius: f64| SphereCurve::Clover {
            leaves: 2,
            swing_rad: 0.0,
            scale: (radius / 2.0).tan(),
            centre_latitude_rad: latitude,
        };
        let (upper, lower) = (circle(0.9, 0.3), circle(-0.2, 0.5));
        let found = separation(|theta| upper.jet(theta).point, |theta| lower.jet(theta).point, 50);
        assert_relative_eq!(found, 0.3, max_relative = 1e-12);
    }
}
