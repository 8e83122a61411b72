//! Sparse self-expression: each point as a combination of few of the others.

use faer::{ColRef, Mat, MatRef};

use crate::math::sparse::homotopy::lasso_path;

// ANCHOR: self_expression
/// C, whose column i says how the other points make up point i: `[N, N]`, zero on the diagonal.
///
/// ```text
/// cᵢ = argmin_c ½‖xᵢ − Xc‖² + λᵢ‖c‖₁  subject to  c_ii = 0,
/// λᵢ = `penalty` · max_{j ≠ i} |xⱼᵀxᵢ|                               book eq. self-expression
/// ```
///
/// X: `[D, N]`, points of any length but zero; they are scaled to length one first. `penalty` in `(0, 1)`, the weight as
/// a part of the smallest at which the code is zero.
///
/// Source: Elhamifar & Vidal 2013, §2; the weight of each point, Soltanolkotabi, Elhamifar & Candès 2014.
///
/// # Panics
///
/// If `penalty` is not in `(0, 1)`, or a point is zero.
#[must_use]
pub fn self_expression(points: MatRef<'_, f64>, penalty: f64) -> Mat<f64> {
    assert!(penalty > 0.0 && penalty < 1.0, "a penalty of {penalty}");
    let unit = to_unit_length(points);
    let mut codes = Mat::zeros(unit.ncols(), unit.ncols());
    for i in 0..unit.ncols() {
        let others = without_column(unit.as_ref(), i);
        let point = unit.col_as_slice(i);
        let lambda = penalty * (others.transpose() * ColRef::from_slice(point)).norm_max();
        let code = lasso_path(others.as_ref(), point, lambda).at(lambda);
        code.into_iter().enumerate().for_each(|(j, c)| codes[(j + usize::from(j >= i), i)] = c);
    }
    codes
}
// ANCHOR_END: self_expression

/// The points, each divided by its length: `[D, N]`.
///
/// # Panics
///
/// If a point is zero.
#[must_use]
pub fn to_unit_length(points: MatRef<'_, f64>) -> Mat<f64> {
    let mut unit = points.to_owned();
    for mut point in unit.col_iter_mut() {
        let length = point.norm_l2();
        assert!(length > 0.0, "a point at the origin has no direction");
        point *= faer::Scale(length.recip());
    }
    unit
}

fn without_column(matrix: MatRef<'_, f64>, left_out: usize) -> Mat<f64> {
    Mat::from_fn(matrix.nrows(), matrix.ncols() - 1, |i, j| matrix[(i, j + usize::from(j >= left_out))])
}

/// The weights of the graph that joins each point with those that make it up: `[N, N]`, symmetric.
///
/// ```text
/// W = |C| + |C|ᵀ                                                    book eq. affinity
/// ```
#[must_use]
pub fn affinity(codes: MatRef<'_, f64>) -> Mat<f64> {
    Mat::from_fn(codes.nrows(), codes.ncols(), |i, j| codes[(i, j)].abs() + codes[(j, i)].abs())
}

// ANCHOR: foreign_share
/// The part of each point's code that lies on points of other components: `[N]`, in `[0, 1]`. Where it is zero for
/// every point, the code is *subspace preserving*.
///
/// ```text
/// Σ_{j of another component than i} |C_ji| / ‖cᵢ‖₁                  book eq. foreign-share
/// ```
///
/// Source: Elhamifar & Vidal 2013, §4, for the property.
#[must_use]
pub fn foreign_share(codes: MatRef<'_, f64>, labels: &[usize]) -> Vec<f64> {
    let share = |(code, own): (ColRef<'_, f64>, &usize)| {
        let foreign: f64 = code.iter().zip(labels).filter(|(_, of)| *of != own).map(|(c, _)| c.abs()).sum();
        foreign / code.norm_l1()
    };
    codes.col_iter().zip(labels).map(share).collect()
}
// ANCHOR_END: foreign_share

#[cfg(test)]
mod tests {
    use super::{affinity, foreign_share, self_expression, to_unit_length};
    use crate::data::{
        sparse_signals::gaussian_matrix,
        streams::stream,
        subspaces::{Subspaces, orthonormal_frame},
    };
    use approx::assert_abs_diff_eq;
    use faer::{ColRef, Mat};
    use proptest::prelude::*;

    /// Second road: the conditions that make c the minimum, checked point by point.
    #[test]
    fn every_code_has_its_certificate() {
        let points = gaussian_matrix(6, 25, &mut stream(1, "points"));
        let unit = to_unit_length(points.as_ref());
        let codes = self_expression(points.as_ref(), 0.1);
        for i in 0..25 {
            let correlations = unit.transpose() * (unit.col(i) - &unit * codes.col(i));
            let others = || (0..25).filter(|&j| j != i);
            let lambda = 0.1 * others().map(|j| (unit.col(j).transpose() * unit.col(i)).abs()).fold(0.0, f64::max);
            assert_abs_diff_eq!(codes[(i, i)], 0.0, epsilon = 0.0);
            for j in others() {
                // Rounding, after a dozen knots.
                assert!(correlations[j].abs() <= lambda + 1e-12);
                if codes[(j, i)] != 0.0 {
                    assert!((correlations[j] - lambda * codes[(j, i)].signum()).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn orthogonal_subspaces_leave_zero_blocks() {
        let mut rng = stream(2, "orthogonal");
        let frame = orthonormal_frame(10, 6, &mut rng);
        let within = gaussian_matrix(2, 24, &mut rng);
        let labels: Vec<usize> = (0..24).map(|i| i / 8).collect();
        let points = Mat::from_fn(10, 24, |row, i| {
            (0..2).map(|j| frame[(row, 2 * labels[i] + j)] * within[(j, i)]).sum::<f64>()
        });
        let codes = self_expression(points.as_ref(), 0.05);
        assert_eq!(foreign_share(codes.as_ref(), &labels), [0.0; 24]);
        let weights = affinity(codes.as_ref());
        assert_eq!(weights, weights.transpose().to_owned());
        assert!((0..24).all(|i| (0..24).all(|j| labels[i] == labels[j] || weights[(i, j)] == 0.0)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// Independent subspaces, whatever the angle between them: as the weight falls, nothing foreign is left
        /// (Elhamifar & Vidal 2013, Theorem 1, is the limit).
        #[test]
        fn independent_subspaces_are_preserved_as_the_weight_falls(seed in any::<u64>(), angle in 0.05_f64..1.5) {
            let mut rng = stream(seed, "independent");
            let pair = Subspaces::fan(2, 2, 6, angle, &mut rng);
            let components = pair.points(15, 0.0, &mut rng);
            let codes = self_expression(components.points.as_ref(), 1e-7);
            for share in foreign_share(codes.as_ref(), &components.labels) {
                // What is foreign has to make up for itself: it is of the order of the weight over the angle's sine.
                prop_assert!(share < 1e-4, "{}", share);
            }
        }
    }

    /// The sparse code makes up the point but for the shrinkage, of the order of the weight.
    #[test]
    fn a_small_weight_gives_the_point_back() {
        let mut rng = stream(4, "give back");
        let points = Subspaces::fan(3, 2, 6, 0.5, &mut rng).points(20, 0.0, &mut rng).points;
        let unit = to_unit_length(points.as_ref());
        let codes = self_expression(points.as_ref(), 1e-3);
        for i in 0..60 {
            let missing = unit.col(i) - &unit * codes.col(i);
            let made: ColRef<'_, f64> = missing.as_ref();
            // In a plane with 20 points the multiplier is at most 1/cos of half of the largest gap, well under 5.
            assert!(made.norm_l2() < 5e-3);
        }
    }
}
