//! Points about their mean.

use faer::{Col, Mat, MatRef};

/// The mean of points `[D, N]`.
#[must_use]
pub fn mean_of(points: MatRef<'_, f64>) -> Col<f64> {
    Col::from_fn(points.nrows(), |i| points.row(i).iter().sum::<f64>() / points.ncols() as f64)
}

/// Points `[D, N]` less `mean`.
#[must_use]
pub fn centred(points: MatRef<'_, f64>, mean: &Col<f64>) -> Mat<f64> {
    Mat::from_fn(points.nrows(), points.ncols(), |i, j| points[(i, j)] - mean[i])
}

#[cfg(test)]
mod tests {
    use super::{centred, mean_of};
    use approx::assert_abs_diff_eq;
    use faer::Mat;

    /// By hand.
    #[test]
    fn the_mean_is_taken_off_each_point() {
        let points = Mat::from_fn(2, 3, |i, j| (j * (i + 1)) as f64);
        let mean = mean_of(points.as_ref());
        assert_abs_diff_eq!(mean[1], 2.0);
        let about = centred(points.as_ref(), &mean);
        assert_abs_diff_eq!(about[(1, 0)], -2.0);
        assert_abs_diff_eq!(mean_of(about.as_ref()).norm_max(), 0.0);
    }
}
