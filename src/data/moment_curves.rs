//! Closed curves that fill every dimension of their space: trigonometric moment curves.

use std::f64::consts::TAU;

use faer::{Mat, MatRef};
use rand::Rng;

use super::{components::Components, subspaces::orthonormal_frame};

// ANCHOR: moment_curve
/// A point of the trigonometric moment curve of M frequencies, a closed curve of the unit sphere: `[2M]`.
///
/// ```text
/// γ(t) = (cos t, sin t, cos 2t, sin 2t, …, cos Mt, sin Mt)/√M       book eq. moment-curve
/// ```
///
/// Its coordinates are orthogonal functions of t with the same mean square, 1/(2M): to a linear method the curve is a
/// ball. `t` in radians.
#[must_use]
pub fn moment_curve(t: f64, frequencies: usize) -> Vec<f64> {
    let scale = (frequencies as f64).sqrt().recip();
    (1..=frequencies).flat_map(|m| [(m as f64 * t).cos() * scale, (m as f64 * t).sin() * scale]).collect()
}
// ANCHOR_END: moment_curve

/// Several moment curves in one space: the curve itself, and copies that are turned at random.
#[derive(Debug, Clone)]
pub struct MomentCurves {
    /// The turn of each, `[2M, 2M]`; the first is the identity.
    pub turns: Vec<Mat<f64>>,
}

impl MomentCurves {
    /// `count` curves of M = `frequencies`.
    #[must_use]
    pub fn new(count: usize, frequencies: usize, rng: &mut impl Rng) -> Self {
        let ambient = 2 * frequencies;
        let first = Mat::identity(ambient, ambient);
        let others = (1..count).map(|_| orthonormal_frame(ambient, ambient, rng));
        Self { turns: std::iter::once(first).chain(others).collect() }
    }

    /// `per_component` points at random parameters on each curve, the first curve's first. Its angle is t.
    #[must_use]
    pub fn points(&self, per_component: usize, rng: &mut impl Rng) -> Components {
        let labels = Components::labels(self.turns.len(), per_component);
        let angles_rad: Vec<f64> = labels.iter().map(|_| rng.gen_range(0.0..TAU)).collect();
        let ambient = self.turns[0].nrows();
        let mut points = Mat::zeros(ambient, labels.len());
        for (i, (&label, &t)) in labels.iter().zip(&angles_rad).enumerate() {
            let curve = moment_curve(t, ambient / 2);
            let turned = &self.turns[label] * MatRef::from_column_major_slice(&curve, ambient, 1);
            points.col_mut(i).copy_from(turned.col(0));
        }
        Components { points, labels, angles_rad }
    }
}

#[cfg(test)]
mod tests {
    use super::{MomentCurves, moment_curve};
    use crate::{data::streams::stream, math::subspaces::principal_components::PrincipalComponents};
    use approx::assert_abs_diff_eq;
    use faer::Mat;
    use std::f64::consts::TAU;

    /// Second road: even samples of a trigonometric polynomial have its moments exactly.
    #[test]
    fn to_a_linear_method_the_curve_is_a_ball() {
        let columns: Vec<Vec<f64>> = (0..9).map(|i| moment_curve(TAU * f64::from(i) / 9.0, 4)).collect();
        let points = Mat::from_fn(8, 9, |i, j| columns[j][i]);
        for energy in PrincipalComponents::from_points(points.as_ref()).energies {
            assert_abs_diff_eq!(energy / 9.0, 1.0 / 8.0, epsilon = 1e-14);
        }
    }

    #[test]
    fn turned_curves_are_the_curve_seen_from_elsewhere() {
        let mut rng = stream(1, "curves");
        let curves = MomentCurves::new(3, 2, &mut rng);
        let components = curves.points(5, &mut rng);
        for (i, t) in components.angles_rad.iter().enumerate() {
            let back = curves.turns[components.labels[i]].transpose() * components.points.col(i);
            for (x, expected) in back.iter().zip(moment_curve(*t, 2)) {
                assert_abs_diff_eq!(*x, expected, epsilon = 1e-14);
            }
        }
    }
}
