//! Columns in classes, and the coding rate class by class.

use faer::{Mat, MatRef};

use super::coding_rate::coding_rate;
use crate::math::sparse::support::columns_of;

/// Which columns belong to which of K classes.
#[derive(Debug, Clone)]
pub struct Classes {
    /// The places of each class, rising: K lists of `N_k`, each place in one of them.
    pub members: Vec<Vec<usize>>,
}

impl Classes {
    /// The classes of `labels`: `[N]`, from 0 to `count` − 1.
    ///
    /// # Panics
    ///
    /// If a label is `count` or more.
    #[must_use]
    pub fn of_labels(labels: &[usize], count: usize) -> Self {
        let mut members = vec![Vec::new(); count];
        labels.iter().enumerate().for_each(|(place, &label)| members[label].push(place));
        Self { members }
    }

    /// Classes of these sizes, one after the other.
    #[must_use]
    pub fn of_sizes(sizes: &[usize]) -> Self {
        let mut end = 0;
        let class = |&size: &usize| {
            end += size;
            (end - size..end).collect()
        };
        Self { members: sizes.iter().map(class).collect() }
    }

    /// N.
    #[must_use]
    pub fn total(&self) -> usize {
        self.members.iter().map(Vec::len).sum()
    }

    /// `γ_k` = `N_k`/N of each class.
    #[must_use]
    pub fn shares(&self) -> Vec<f64> {
        let total = self.total() as f64;
        self.members.iter().map(|members| members.len() as f64 / total).collect()
    }

    /// `Z_k` of each class: `[d, N_k]`.
    pub fn parts(&self, tokens: MatRef<'_, f64>) -> impl Iterator<Item = Mat<f64>> {
        self.members.iter().map(move |members| columns_of(tokens, members))
    }

    // ANCHOR: class_rate
    /// The nats a token that it takes to store `tokens` (`[d, N]`) class by class, up to the mean square error
    /// `epsilon_squared`.
    ///
    /// ```text
    /// R^c(Z; Π) = Σ_k (N_k/N) R(Z_k)                                                      book eq. class-rate
    /// ```
    ///
    /// At most R(Z). Source: Yu et al. 2020.
    #[must_use]
    pub fn rate(&self, tokens: MatRef<'_, f64>, epsilon_squared: f64) -> f64 {
        let parts = self.parts(tokens).zip(self.shares());
        parts.map(|(part, share)| share * coding_rate(part.as_ref(), epsilon_squared)).sum()
    }
    // ANCHOR_END: class_rate

    /// The means of the classes, of length 1: `[d, K]`; 0 for a class whose mean is 0 or that has no member.
    #[must_use]
    pub fn mean_directions(&self, tokens: MatRef<'_, f64>) -> Mat<f64> {
        let sums = Mat::from_fn(tokens.nrows(), self.members.len(), |i, k| {
            self.members[k].iter().map(|&j| tokens[(i, j)]).sum::<f64>()
        });
        super::unit_tokens::unit_tokens(sums.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::Classes;
    use crate::{
        data::{sparse_signals::gaussian_matrix, streams::stream},
        math::rates::coding_rate::coding_rate,
    };
    use approx::assert_relative_eq;

    #[test]
    fn one_class_has_the_rate_of_all_and_more_have_less() {
        let tokens = gaussian_matrix(4, 12, &mut stream(1, "tokens"));
        let all = coding_rate(tokens.as_ref(), 0.1);
        assert_relative_eq!(Classes::of_sizes(&[12]).rate(tokens.as_ref(), 0.1), all, max_relative = 1e-14);
        let labels: Vec<usize> = (0..12).map(|i| i % 3).collect();
        let split = Classes::of_labels(&labels, 3);
        assert!(split.rate(tokens.as_ref(), 0.1) < all);
        assert_eq!(split.members[1], [1, 4, 7, 10]);
        assert_eq!(Classes::of_sizes(&[1, 2]).members, [vec![0], vec![1, 2]]);
        assert_relative_eq!(split.shares().iter().sum::<f64>(), 1.0, max_relative = 1e-15);
    }

    #[test]
    fn a_mean_direction_is_of_length_one() {
        let tokens = gaussian_matrix(3, 6, &mut stream(2, "tokens"));
        let means = Classes::of_sizes(&[2, 4]).mean_directions(tokens.as_ref());
        let sum: Vec<f64> = (0..3).map(|i| tokens[(i, 0)] + tokens[(i, 1)]).collect();
        let length = sum.iter().map(|x| x * x).sum::<f64>().sqrt();
        (0..3).for_each(|i| assert_relative_eq!(means[(i, 0)], sum[i] / length, epsilon = 1e-15));
    }
}
