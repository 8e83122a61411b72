//! Square dictionaries as networks begin with them.

use faer::Mat;
use rand::Rng;

/// D: `[d, d]`, as the released code of CRATE begins with it: entries even between ±√(6/d), whose variance is 2/d.
///
/// A column has the squared length 2 on average, which keeps the energy of what passes a rectifier.
///
/// Source: He, Zhang, Ren & Sun 2015, eq. 10, with the uniform distribution of that variance.
///
/// # Panics
///
/// If `d` is 0.
#[must_use]
pub fn kaiming_matrix(d: usize, rng: &mut impl Rng) -> Mat<f64> {
    assert!(d > 0, "a dictionary has rows");
    let bound = (6.0 / d as f64).sqrt();
    Mat::from_fn(d, d, |_, _| rng.gen_range(-bound..bound))
}

#[cfg(test)]
mod tests {
    use super::kaiming_matrix;
    use crate::{data::streams::stream, math::statistics::sampling::SampleMean};

    #[test]
    fn entries_have_the_variance_and_the_bound() {
        let matrix = kaiming_matrix(50, &mut stream(9, "dictionary"));
        let entries: Vec<f64> =
            matrix.col_iter().flat_map(|column| column.iter().copied().collect::<Vec<_>>()).collect();
        let squares: Vec<f64> = entries.iter().map(|x| x * x).collect();
        // Four standard errors.
        assert!(SampleMean::from_draws(&entries).deviation_from(0.0) < 4.0);
        assert!(SampleMean::from_draws(&squares).deviation_from(0.04) < 4.0);
        assert!(entries.iter().all(|x| x.abs() <= 0.12_f64.sqrt()));
    }
}
