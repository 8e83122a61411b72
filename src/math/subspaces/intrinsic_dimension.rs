//! How many dimensions the neighbourhoods of points have.

/// The maximum-likelihood estimate of the dimension of the set that points are drawn from, from their distances to the
/// nearest others.
///
/// `nearest`: for each point its distances to its k nearest neighbours, ascending, k ≥ 3 and the same for all. Where the
/// points are dense enough for the set to look flat and evenly covered, the number of points within T grows as `T^d`.
///
/// ```text
/// 1/d = mean over points of 1/(k − 1) Σ_{j<k} ln(T_k/T_j)                     book eq. neighbour-dimension
/// ```
///
/// One sum in k − 2 instead of k − 1 would make each point's own estimate unbiased; the mean of inverses needs no such
/// correction. Sources: Levina & Bickel 2005, eq. 8; the mean of inverses is `MacKay` & Ghahramani 2005.
///
/// # Panics
///
/// If there are no points, fewer than three neighbours, or a distance is 0.
#[must_use]
pub fn neighbour_dimension(nearest: &[Vec<f64>]) -> f64 {
    assert!(!nearest.is_empty(), "no points");
    let inverses = nearest.iter().map(|distances| {
        let (farthest, nearer) = distances.split_last().expect("neighbours");
        assert!(nearer.len() >= 2 && nearer[0] > 0.0, "three neighbours at least, none of them at distance 0");
        nearer.iter().map(|near| (farthest / near).ln()).sum::<f64>() / nearer.len() as f64
    });
    nearest.len() as f64 / inverses.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::neighbour_dimension;
    use crate::data::streams::stream;
    use rand::Rng;

    /// Points drawn evenly from a torus of `d` dimensions, which has no edge.
    fn estimate(d: usize, points: usize, k: usize) -> f64 {
        let mut rng = stream(5, "torus");
        let drawn: Vec<Vec<f64>> = (0..points).map(|_| (0..d).map(|_| rng.r#gen::<f64>()).collect()).collect();
        let distance = |a: &[f64], b: &[f64]| {
            let along = |(a, b): (&f64, &f64)| (a - b).abs().min(1.0 - (a - b).abs());
            a.iter().zip(b).map(along).map(|x| x * x).sum::<f64>().sqrt()
        };
        let nearest: Vec<Vec<f64>> = drawn
            .iter()
            .enumerate()
            .map(|(i, a)| {
                let mut all: Vec<f64> =
                    drawn.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, b)| distance(a, b)).collect();
                all.sort_by(f64::total_cmp);
                all.truncate(k);
                all
            })
            .collect();
        neighbour_dimension(&nearest)
    }

    #[test]
    fn tori_of_one_two_and_three_dimensions_are_told_apart() {
        for d in 1..=3 {
            // ln(T_k/T_j) has the deviation 1/d of an exponential distribution; 1,500 × 9 of them, each point in about
            // ten neighbourhoods: a relative standard error of about √(10/13500) = 2.7 %. Three of them.
            let found = estimate(d, 1500, 10);
            assert!((found / d as f64 - 1.0).abs() < 0.08, "{found} of {d}");
        }
    }
}
