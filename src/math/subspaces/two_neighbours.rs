//! How many dimensions a set of points has, by the two nearest neighbours of each.

/// The dimension of the set that points are drawn from, from the ratio of the distances to the two nearest others alone.
///
/// `ratios`: μᵢ, the distance to the second nearest over the distance to the nearest, one a point, in any order. Where the
/// density does not change within two neighbours, μ has a Pareto distribution, whatever the density is:
///
/// ```text
/// P(μ > m) = m^{−d},   so that   −ln(1 − F(μ)) = d ln μ                       book eq. two-neighbours
/// ```
///
/// with F = i/N at the i-th smallest ratio. d is the slope of the line through the origin, fitted by least squares to all
/// but the largest `discarded` share of the ratios, which lie far from their line where the set is curved or ends.
///
/// Source: Facco, d'Errico, Rodriguez & Laio 2017, with a tenth discarded.
///
/// # Panics
///
/// If `discarded` leaves no ratio, or a ratio is less than 1.
// ANCHOR: two_neighbours
#[must_use]
pub fn two_neighbour_dimension(ratios: &[f64], discarded: f64) -> f64 {
    let mut logs: Vec<f64> = ratios.iter().map(|ratio| ratio.ln()).collect();
    assert!(logs.iter().all(|&log| log >= 0.0), "a second neighbour nearer than the first");
    logs.sort_by(f64::total_cmp);
    let n = logs.len() as f64;
    let kept = (n * (1.0 - discarded)).floor() as usize;
    assert!((1..logs.len()).contains(&kept), "{kept} of {n} ratios kept");
    let survival = |i: usize| -(-(i as f64 + 1.0) / n).ln_1p();
    let (mut above, mut below) = (0.0, 0.0);
    for (i, &log) in logs[..kept].iter().enumerate() {
        above += survival(i) * log;
        below += log * log;
    }
    above / below
}
// ANCHOR_END: two_neighbours

#[cfg(test)]
mod tests {
    use super::two_neighbour_dimension;
    use crate::data::streams::stream;
    use rand::Rng;

    /// Second road: quantiles of the Pareto distribution lie on the line.
    #[test]
    fn ratios_of_a_known_dimension_give_it_back() {
        const N: usize = 4_000;
        for d in [1.0, 7.5, 20.0] {
            let ratios: Vec<f64> = (1..=N).rev().map(|i| (1.0 - i as f64 / (N + 1) as f64).powf(-1.0 / d)).collect();
            // F = i/N instead of i/(N + 1): at most 1/(.1 N) of the survival probability, in its logarithm at least .0025.
            assert!((two_neighbour_dimension(&ratios, 0.1) / d - 1.0).abs() < 0.003);
        }
    }

    /// Second road: the torus, and the maximum of the likelihood, N/Σ ln μ.
    #[test]
    fn on_a_torus_it_is_the_dimension() {
        let mut rng = stream(6, "torus");
        let points: Vec<[f64; 2]> = (0..1_500).map(|_| [rng.r#gen(), rng.r#gen()]).collect();
        let along = |a: f64, b: f64| (a - b).abs().min(1.0 - (a - b).abs());
        let ratio = |i: usize| {
            let mut all: Vec<f64> = (0..points.len())
                .filter(|&j| j != i)
                .map(|j| along(points[i][0], points[j][0]).hypot(along(points[i][1], points[j][1])))
                .collect();
            all.sort_by(f64::total_cmp);
            all[1] / all[0]
        };
        let ratios: Vec<f64> = (0..points.len()).map(ratio).collect();
        let likely = ratios.len() as f64 / ratios.iter().map(|ratio| ratio.ln()).sum::<f64>();
        // A relative standard error of about 1/√1500 = 2.6 % each, more for the line; three of them.
        for found in [likely, two_neighbour_dimension(&ratios, 0.1)] {
            assert!((found / 2.0 - 1.0).abs() < 0.09, "{found}");
        }
    }
}
