//! Curved shapes that a network is to flatten: a sine, an arc, a knot cut open, and random smooth surfaces.

use std::f64::consts::{PI, TAU};

use faer::{Mat, Scale, Side};
use rand::Rng;
use rand_distr::StandardNormal;

use crate::math::manifolds::centring::{centred, mean_of};

/// How much of a closed knot is left when it is cut open: a closed curve cannot be laid on a line one to one.
const KNOT_LEFT: f64 = 0.95;
/// What is added to the variance of a Gaussian process, so that its covariance has a Cholesky factor.
const NUGGET: f64 = 1e-10;

/// One period of a sine, `[2, n]`: at x = 2πj/n its height is sin x.
#[must_use]
pub fn sine(n: usize) -> Mat<f64> {
    curve(n, TAU, |x| [x, x.sin()])
}

/// Three quarters of a circle, `[2, n]`. The program of Psenka et al. calls this one a semicircle.
#[must_use]
pub fn arc(n: usize) -> Mat<f64> {
    curve(n, 1.5 * PI, |angle| [angle.cos(), angle.sin()])
}

/// A trefoil knot, `[3, n]`, cut open: a twentieth of its parameter's range is missing.
///
/// ```text
/// (sin t + 2 sin 2t, cos t − 2 cos 2t, −sin 3t)
/// ```
#[must_use]
pub fn open_trefoil(n: usize) -> Mat<f64> {
    curve(n, KNOT_LEFT * TAU, |t| [t.sin() + 2.0 * (2.0 * t).sin(), t.cos() - 2.0 * (2.0 * t).cos(), -(3.0 * t).sin()])
}

/// A curve at `n` even steps of its parameter, from 0, the end left out.
fn curve<const D: usize>(n: usize, end: f64, of: impl Fn(f64) -> [f64; D]) -> Mat<f64> {
    let points: Vec<[f64; D]> = (0..n).map(|j| of(end * j as f64 / n as f64)).collect();
    Mat::from_fn(D, n, |i, j| points[j][i])
}

/// A random smooth surface over `places`, points of the unit cube: `[d, n]` to `[ambient, n]`. Each coordinate is a Gaussian
/// process of its own.
///
/// ```text
/// cov(x(s), x(t)) = exp(−‖s − t‖²/(2ℓ²))
/// ```
///
/// # Panics
///
/// If ℓ is not above 0.
#[must_use]
pub fn gaussian_process(places: &Mat<f64>, ambient: usize, length_scale: f64, rng: &mut impl Rng) -> Mat<f64> {
    assert!(length_scale > 0.0, "a length scale above 0");
    let n = places.ncols();
    let covariance = Mat::from_fn(n, n, |i, j| {
        let square = (places.col(i) - places.col(j)).squared_norm_l2();
        (-0.5 * square / (length_scale * length_scale)).exp() + if i == j { NUGGET } else { 0.0 }
    });
    let factor = covariance.llt(Side::Lower).expect("a covariance with a nugget is positive");
    let draws = Mat::from_fn(ambient, n, |_, _| rng.sample::<f64, _>(StandardNormal));
    draws * factor.L().transpose()
}

/// `n` even places of the unit interval: `[1, n]`.
#[must_use]
pub fn even_places(n: usize) -> Mat<f64> {
    Mat::from_fn(1, n, |_, j| (j as f64 + 0.5) / n as f64)
}

/// `n` places of the unit square, drawn evenly: `[2, n]`.
#[must_use]
pub fn square_places(n: usize, rng: &mut impl Rng) -> Mat<f64> {
    Mat::from_fn(2, n, |_, _| rng.r#gen())
}

/// The points about their mean, scaled so that their coordinates have the mean square 1.
///
/// # Panics
///
/// If all points are equal.
#[must_use]
pub fn standardised(points: &Mat<f64>) -> Mat<f64> {
    let about = centred(points.as_ref(), &mean_of(points.as_ref()));
    let size = (about.squared_norm_l2() / (points.nrows() * points.ncols()) as f64).sqrt();
    assert!(size > 0.0, "points that differ");
    Scale(1.0 / size) * about
}

#[cfg(test)]
mod tests {
    use super::{arc, even_places, gaussian_process, open_trefoil, square_places, standardised};
    use crate::data::streams::stream;
    use approx::assert_abs_diff_eq;

    /// Second road: the covariance by sampling.
    #[test]
    fn a_gaussian_process_has_its_covariance() {
        let places = even_places(4);
        let drawn = gaussian_process(&places, 40_000, 0.3, &mut stream(1, "process"));
        for i in 0..4 {
            for j in 0..4 {
                let sampled = (drawn.col(i).transpose() * drawn.col(j)) / 40_000.0;
                let gap: f64 = (i as f64 - j as f64) / 4.0;
                // A product of two normals has variance at most 2: a standard error of .007; four of them.
                assert_abs_diff_eq!(sampled, (-0.5 * (gap / 0.3).powi(2)).exp(), epsilon = 0.03);
            }
        }
    }

    #[test]
    fn curves_stay_open_and_surfaces_smooth() {
        for curve in [arc(50), open_trefoil(50)] {
            let gap = |i: usize, j: usize| (curve.col(i) - curve.col(j)).norm_l2();
            assert!(gap(0, 49) > 1.5 * gap(0, 1));
        }
        let places = square_places(200, &mut stream(2, "places"));
        assert!(places.col_iter().all(|place| place.iter().all(|x| (0.0..1.0).contains(x))));
        let points = standardised(&gaussian_process(&places, 5, 0.5, &mut stream(2, "surface")));
        assert_abs_diff_eq!(points.squared_norm_l2() / 1000.0, 1.0, epsilon = 1e-12);
        assert_abs_diff_eq!(points.row(3).iter().sum::<f64>(), 0.0, epsilon = 1e-10);
    }
}
