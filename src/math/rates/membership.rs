//! To which class a vector belongs, softly, when nobody says.

use faer::{Mat, MatRef, reborrow::Reborrow as _};

/// Who says to which class a vector belongs.
#[derive(Debug, Clone, Copy)]
pub enum Membership<'a> {
    /// Its label, from 0: `[N]`.
    Known(&'a [usize]),
    /// The vector itself, through [`estimated`].
    Estimated,
}

// ANCHOR: membership
/// Soft memberships of N vectors in K classes by how much of them each class's operator `C_k` leaves over; `lengths`:
/// `[K, N]`, of `C_k` z; λ = `sharpness` ≥ 0. Returns `[K, N]`, each column of sum 1.
///
/// ```text
/// π̂_k(z) = exp(−λ‖C_k z‖) / Σ_l exp(−λ‖C_l z‖)                                  book eq. estimated-membership
/// ```
///
/// With λ = 0 all classes alike, with λ → ∞ the class with the shortest `C_k` z alone.
///
/// Source: Chan et al. 2022.
#[must_use]
pub fn estimated(lengths: MatRef<'_, f64>, sharpness: f64) -> Mat<f64> {
    let mut memberships = lengths.to_owned();
    for column in memberships.col_iter_mut() {
        // Only differences count: with the shortest taken away no exponential overflows and one is 1.
        let values: Vec<f64> = column.rb().iter().copied().collect();
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let weights: Vec<f64> = values.iter().map(|length| (-sharpness * (length - least)).exp()).collect();
        let sum: f64 = weights.iter().sum();
        column.iter_mut().zip(weights).for_each(|(place, weight)| *place = weight / sum);
    }
    memberships
}
// ANCHOR_END: membership

/// 1 for the class of a label and 0 for the others: `[K, N]`.
///
/// # Panics
///
/// If a label is `count` or more.
#[must_use]
pub fn of_labels(labels: &[usize], count: usize) -> Mat<f64> {
    assert!(labels.iter().all(|label| *label < count), "labels below {count}");
    Mat::from_fn(count, labels.len(), |k, i| f64::from(u8::from(labels[i] == k)))
}

/// The class with the largest membership, the first if there are several: `[N]`.
#[must_use]
pub fn likeliest(memberships: MatRef<'_, f64>) -> Vec<usize> {
    let best = |i: usize| {
        (1..memberships.nrows()).fold(0, |best, k| if memberships[(k, i)] > memberships[(best, i)] { k } else { best })
    };
    (0..memberships.ncols()).map(best).collect()
}

#[cfg(test)]
mod tests {
    use super::{estimated, likeliest, of_labels};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Mat;

    #[test]
    fn memberships_are_a_distribution_and_sharpen() {
        let lengths = Mat::from_fn(3, 2, |k, i| if i == 0 { k as f64 } else { 1e4 - k as f64 });
        let soft = estimated(lengths.as_ref(), 1.0);
        for i in 0..2 {
            assert_relative_eq!((0..3).map(|k| soft[(k, i)]).sum::<f64>(), 1.0, max_relative = 1e-15);
        }
        // Second road: the ratio of two memberships is the exponential of the difference.
        assert_relative_eq!(soft[(1, 0)] / soft[(0, 0)], (-1.0_f64).exp(), max_relative = 1e-14);
        assert_eq!(likeliest(soft.as_ref()), [0, 2]);
        assert_abs_diff_eq!(estimated(lengths.as_ref(), 500.0)[(2, 1)], 1.0, epsilon = 1e-100);
        assert_relative_eq!(estimated(lengths.as_ref(), 0.0)[(2, 1)], 1.0 / 3.0, max_relative = 1e-15);
    }

    #[test]
    fn a_label_is_a_membership_of_one() {
        let sure = of_labels(&[2, 0], 3);
        assert_eq!(likeliest(sure.as_ref()), [2, 0]);
        assert_relative_eq!(sure[(2, 0)] + sure[(0, 1)], 2.0);
        assert_relative_eq!(sure.norm_l1(), 2.0);
    }
}
