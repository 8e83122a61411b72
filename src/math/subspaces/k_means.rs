//! k-means: points into groups of small spread.

use faer::{ColRef, MatRef};
use rand::Rng;

/// Points in groups, each about its mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Grouping {
    /// The group of each point, from 0: `[N]`.
    pub labels: Vec<usize>,
    /// The sum of squared distances of the points to the means of their groups.
    pub spread: f64,
}

/// The grouping of `points`: `[D, N]` into `count` groups with the smallest spread among `restarts` descents.
///
/// ```text
/// min over groups of Σ_k Σ_{i in group k} ‖xᵢ − mean_k‖²           book eq. k-means
/// ```
///
/// A descent assigns each point to the nearest centre and moves each centre to the mean of its points, in turn, until
/// nothing changes; neither step can raise the spread. Its first centres are points, drawn far from each other: each
/// with a probability in proportion to its squared distance from the nearest centre so far.
///
/// Source: Lloyd 1982; Arthur & Vassilvitskii 2007 for the first centres.
///
/// # Panics
///
/// If there are fewer points than groups, or no groups or restarts.
#[must_use]
pub fn k_means(points: MatRef<'_, f64>, count: usize, restarts: usize, rng: &mut impl Rng) -> Grouping {
    assert!(count > 0 && count <= points.ncols(), "{} points in {count} groups", points.ncols());
    assert!(restarts > 0, "no restarts");
    let descents = (0..restarts).map(|_| descent(points, first_centres(points, count, rng)));
    descents.min_by(|a, b| a.spread.total_cmp(&b.spread)).expect("there are restarts")
}

/// Centres, one after the other.
type Centres = Vec<Vec<f64>>;

fn first_centres(points: MatRef<'_, f64>, count: usize, rng: &mut impl Rng) -> Centres {
    let mut centres = vec![owned(points.col(rng.gen_range(0..points.ncols())))];
    while centres.len() < count {
        let weights: Vec<f64> = points.col_iter().map(|point| nearest(point, &centres).1).collect();
        let mut left = rng.r#gen::<f64>() * weights.iter().sum::<f64>();
        let drawn = weights.iter().position(|weight| {
            left -= weight;
            left < 0.0
        });
        // If all points are centres already, the weights are zero, and any will do.
        centres.push(owned(points.col(drawn.unwrap_or(points.ncols() - 1))));
    }
    centres
}

fn descent(points: MatRef<'_, f64>, mut centres: Centres) -> Grouping {
    let mut labels = Vec::new();
    loop {
        let assigned: Vec<(usize, f64)> = points.col_iter().map(|point| nearest(point, &centres)).collect();
        let next: Vec<usize> = assigned.iter().map(|(label, _)| *label).collect();
        if next == labels {
            return Grouping { labels, spread: assigned.iter().map(|(_, squared)| squared).sum() };
        }
        labels = next;
        for (label, centre) in centres.iter_mut().enumerate() {
            let members: Vec<_> = points.col_iter().zip(&labels).filter(|(_, of)| **of == label).collect();
            // A group that has lost all of its points keeps its centre.
            if !members.is_empty() {
                for (j, x) in centre.iter_mut().enumerate() {
                    *x = members.iter().map(|(point, _)| point[j]).sum::<f64>() / members.len() as f64;
                }
            }
        }
    }
}

/// The nearest centre, the first among equals, and the squared distance to it.
fn nearest(point: ColRef<'_, f64>, centres: &Centres) -> (usize, f64) {
    let squared = |centre: &[f64]| point.iter().zip(centre).map(|(x, c)| (x - c).powi(2)).sum::<f64>();
    let distances = centres.iter().map(|centre| squared(centre)).enumerate();
    distances.min_by(|a, b| a.1.total_cmp(&b.1)).expect("there are centres")
}

fn owned(point: ColRef<'_, f64>) -> Vec<f64> {
    point.iter().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::k_means;
    use crate::data::{sparse_signals::gaussian_matrix, streams::stream};
    use faer::Mat;

    /// Second road: all groupings of ten points into two, one after the other.
    #[test]
    fn of_all_groupings_of_few_points_the_best_is_found() {
        let mut rng = stream(1, "few points");
        for _ in 0..20 {
            let points = gaussian_matrix(2, 10, &mut rng);
            let spread = |members: &[usize]| {
                let mean =
                    |j: usize| members.iter().map(|&i| points[(j, i)]).sum::<f64>() / members.len().max(1) as f64;
                let mean = [mean(0), mean(1)];
                members.iter().map(|&i| (0..2).map(|j| (points[(j, i)] - mean[j]).powi(2)).sum::<f64>()).sum::<f64>()
            };
            let best = (0..512_u32)
                .map(|mask| {
                    let (ones, zeros): (Vec<usize>, Vec<usize>) = (0..10).partition(|i| mask >> i & 1 == 1);
                    spread(&ones) + spread(&zeros)
                })
                .fold(f64::INFINITY, f64::min);
            let found = k_means(points.as_ref(), 2, 30, &mut rng);
            // The same sums, to rounding.
            assert!((found.spread - best).abs() < 1e-12, "{} {best}", found.spread);
        }
    }

    #[test]
    fn groups_far_apart_are_found_also_if_points_coincide() {
        let points = Mat::from_fn(3, 12, |j, i| if j == i % 3 { 5.0 } else { 0.0 });
        let found = k_means(points.as_ref(), 3, 1, &mut stream(2, "coincide"));
        assert!((0..12).all(|i| found.labels[i] == found.labels[i % 3]) && found.spread == 0.0, "{found:?}");
        // More groups than distinct points.
        assert_eq!(k_means(points.as_ref(), 4, 1, &mut stream(3, "coincide")).labels.len(), 12);
    }
}
