//! Linear functions fitted by least squares with a penalty, for one set of features and many penalties.

use faer::{
    Accum, Mat, MatRef, Par, Side,
    linalg::{
        matmul::triangular::{BlockStructure, matmul as block_matmul},
        solvers::{Llt, Solve},
    },
    reborrow::Reborrow as _,
};

/// Features and targets, centred, with the smaller of the two Gram matrices.
#[derive(Debug)]
pub struct Ridge {
    /// `[N, n]`, centred.
    features: Mat<f64>,
    /// `[N, K]`, centred.
    targets: Mat<f64>,
    feature_means: Vec<f64>,
    target_means: Vec<f64>,
    /// X*X or XX*, whichever is smaller; its lower half.
    gram: Mat<f64>,
}

/// x ↦ W*(x − m) + b.
#[derive(Debug, Clone)]
pub struct Linear {
    /// W: `[n, K]`.
    pub weights: Mat<f64>,
    /// m: `[n]`.
    pub feature_means: Vec<f64>,
    /// b: `[K]`.
    pub target_means: Vec<f64>,
}

impl Ridge {
    /// The problem of predicting `targets` (`[N, K]`) from `features` (`[N, n]`), one sample a row.
    ///
    /// # Panics
    ///
    /// If there are no samples, or not as many targets.
    #[must_use]
    pub fn new(mut features: Mat<f64>, mut targets: Mat<f64>) -> Self {
        assert!(features.nrows() > 0 && features.nrows() == targets.nrows(), "{} targets", targets.nrows());
        let [feature_means, target_means] = [&mut features, &mut targets].map(centre);
        let (samples, width) = (features.nrows(), features.ncols());
        let (left, right) = if samples >= width {
            (features.transpose(), features.as_ref())
        } else {
            (features.as_ref(), features.transpose())
        };
        let mut gram = Mat::zeros(samples.min(width), samples.min(width));
        let (lower, whole) = (BlockStructure::TriangularLower, BlockStructure::Rectangular);
        block_matmul(&mut gram, lower, Accum::Replace, left, whole, right, whole, 1.0, Par::Seq);
        Self { features, targets, feature_means, target_means, gram }
    }

    // ANCHOR: ridge
    /// The minimiser for a `penalty`, in units of the mean of the n squared singular values of the centred X.
    ///
    /// ```text
    /// W = argmin ‖Y − XW‖² + λ‖W‖² = (X*X + λI)⁻¹ X*Y = X*(XX* + λI)⁻¹ Y,   λ = penalty · ‖X‖²/n
    /// ```
    ///
    /// # Panics
    ///
    /// If the penalty is not positive, or a feature is not finite.
    #[must_use]
    pub fn fitted(&self, penalty: f64) -> Linear {
        assert!(penalty > 0.0, "a penalty of {penalty}");
        let width = self.features.ncols();
        let diagonal = |i: usize| self.gram[(i, i)];
        let trace: f64 = (0..self.gram.nrows()).map(diagonal).sum();
        // Features that never move have no singular values; any penalty gives W = 0.
        let weight = if trace > 0.0 { penalty * trace / width as f64 } else { penalty };
        let mut matrix = self.gram.clone();
        for i in 0..matrix.nrows() {
            matrix[(i, i)] += weight;
        }
        let factor = Llt::new(matrix.as_ref(), Side::Lower).expect("a positive definite matrix");
        let weights = if self.gram.nrows() == width {
            factor.solve(self.features.transpose() * &self.targets)
        } else {
            self.features.transpose() * factor.solve(&self.targets)
        };
        Linear { weights, feature_means: self.feature_means.clone(), target_means: self.target_means.clone() }
    }
    // ANCHOR_END: ridge
}

impl Linear {
    /// The predictions for `features`: `[N, n]` to `[N, K]`.
    ///
    /// # Panics
    ///
    /// If the features are not as many.
    #[must_use]
    pub fn predicted(&self, features: MatRef<'_, f64>) -> Mat<f64> {
        let offset: Vec<f64> = (0..self.weights.ncols())
            .map(|k| {
                let moved = self.weights.col(k).iter().zip(&self.feature_means).map(|(w, m)| w * m).sum::<f64>();
                self.target_means[k] - moved
            })
            .collect();
        let mut predicted = features * &self.weights;
        for (column, offset) in predicted.col_iter_mut().zip(offset) {
            column.iter_mut().for_each(|value| *value += offset);
        }
        predicted
    }

    /// The class of the largest prediction for each row, the first if there are several.
    #[must_use]
    pub fn classes(&self, features: MatRef<'_, f64>) -> Vec<usize> {
        let predicted = self.predicted(features);
        let best = |row: usize| {
            (0..predicted.ncols())
                .fold(0, |best, k| if predicted[(row, k)] > predicted[(row, best)] { k } else { best })
        };
        (0..predicted.nrows()).map(best).collect()
    }
}

/// Takes each column's mean away, and returns the means.
fn centre(matrix: &mut Mat<f64>) -> Vec<f64> {
    let rows = matrix.nrows() as f64;
    let columns = matrix.col_iter_mut().map(|column| {
        let mean = column.rb().iter().sum::<f64>() / rows;
        column.iter_mut().for_each(|x| *x -= mean);
        mean
    });
    columns.collect()
}

#[cfg(test)]
mod tests {
    use faer::Mat;
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    use super::Ridge;
    use crate::data::streams::stream;

    fn problem(samples: usize, width: usize) -> (Mat<f64>, Mat<f64>) {
        let mut rng = stream(5, "ridge");
        let mut normal = |rows, columns| Mat::from_fn(rows, columns, |_, _| rng.sample::<f64, _>(StandardNormal) + 0.5);
        (normal(samples, width), normal(samples, 2))
    }

    /// Second road: at the minimum the gradient X*(Y − XW) = λW of the objective is zero, in both forms.
    #[test]
    fn the_gradient_vanishes_with_more_samples_than_features_and_with_fewer() {
        for (samples, width) in [(12, 5), (5, 12)] {
            let (features, targets) = problem(samples, width);
            let linear = Ridge::new(features.clone(), targets.clone()).fitted(0.3);
            let residual = &targets - linear.predicted(features.as_ref());
            let centred = Mat::from_fn(samples, width, |i, j| features[(i, j)] - linear.feature_means[j]);
            let weight = 0.3 * centred.squared_norm_l2() / width as f64;
            let gradient = centred.transpose() * residual - faer::Scale(weight) * &linear.weights;
            // Sums of a dozen numbers of order one.
            assert!(gradient.norm_max() < 1e-12, "{gradient:?}");
        }
    }

    #[test]
    fn a_small_penalty_fits_fewer_samples_than_features_exactly_and_a_large_one_gives_the_mean() {
        let (features, targets) = problem(4, 9);
        let ridge = Ridge::new(features.clone(), targets.clone());
        let exact = ridge.fitted(1e-10).predicted(features.as_ref());
        assert!((exact - &targets).norm_max() < 1e-8);
        let flat = ridge.fitted(1e12).predicted(features.as_ref());
        let mean = (0..4).map(|i| targets[(i, 0)]).sum::<f64>() / 4.0;
        assert!((flat[(2, 0)] - mean).abs() < 1e-9);
    }

    #[test]
    fn features_that_never_move_say_nothing() {
        let ridge = Ridge::new(Mat::from_fn(3, 2, |_, _| 1.0), Mat::from_fn(3, 2, |i, k| f64::from(u8::from(i == k))));
        let classes = ridge.fitted(0.1).classes(Mat::from_fn(1, 2, |_, _| 7.0).as_ref());
        assert_eq!(classes, [0]);
    }
}
