//! How much the tangent kernel of a random network of finite width varies, exactly, between equal inputs.

// ANCHOR: relative_variance
/// The variance of Θ(x, x) over random networks of `depth` hidden layers of `width`
/// neurons, in units of the squared mean (nL/2)².
///
/// ```text
/// Var Θ(x, x) / (nL/2)² = r^L [1/3 + 2/(3L²) Σ_{ℓ,m} ρ^|ℓ−m|] − 1     book eq. concentration
/// r = 1 + 5/n,   ρ = (1 − 1/n) / (1 + 5/n)
/// ```
///
/// Returns a number from 0. Tends to (11 L/3 + 4/(3 L))/n where L/n is small. Absolute error:
/// a few roundings of the first term.
///
/// Source: derived in the book, from the second moments of products of Gaussian matrices
/// with random gates; Hanin & Nica 2020 bound the same moments.
///
/// # Panics
///
/// If there is no layer or no neuron.
#[must_use]
pub fn relative_variance(depth: usize, width: usize) -> f64 {
    assert!(depth > 0 && width > 0, "a network of {depth} layers of {width}");
    let (layers, n) = (depth as f64, width as f64);
    let growth = 1.0 + 5.0 / n;
    let ratio = (1.0 - 1.0 / n) / growth;
    // A pair of layers with k − 1 others between them: L − k such pairs, in either order.
    let apart = |(power, sum): (f64, f64), k: usize| {
        let power = power * ratio;
        (power, sum + 2.0 * (depth - k) as f64 * power)
    };
    let (_, sum) = (1..depth).fold((1.0, layers), apart);
    growth.powf(layers) * (1.0 + 2.0 * sum / (layers * layers)) / 3.0 - 1.0
}
// ANCHOR_END: relative_variance

/// The root of [`relative_variance`] where L/n is small and L is not: √(11/3) √(L/n).
///
/// # Panics
///
/// If there is no neuron.
#[must_use]
pub fn wide_deviation(depth: usize, width: usize) -> f64 {
    assert!(width > 0, "a layer of no neurons");
    (11.0 * depth as f64 / (3.0 * width as f64)).sqrt()
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use rand::{Rng as _, SeedableRng as _};
    use rand_chacha::ChaCha8Rng;
    use rand_distr::StandardNormal;

    use super::{relative_variance, wide_deviation};
    use crate::math::statistics::sampling::SampleMean;

    /// Θ(x, x)/(nL/2) of one random ReLU network, by plain loops forward and backward; x is the first axis of ℝ³.
    fn drawn(width: usize, depth: usize, rng: &mut ChaCha8Rng) -> f64 {
        let scale = (2.0 / width as f64).sqrt();
        let mut layers: Vec<Vec<Vec<f64>>> = Vec::new();
        let mut alphas = vec![vec![1.0, 0.0, 0.0]];
        for _ in 0..depth {
            let alpha = &alphas[alphas.len() - 1];
            let weights: Vec<Vec<f64>> = (0..width)
                .map(|_| alpha.iter().map(|_| scale * rng.sample::<f64, _>(StandardNormal)).collect())
                .collect();
            let next = |row: &Vec<f64>| row.iter().zip(alpha).map(|(w, a)| w * a).sum::<f64>().max(0.0);
            let next = weights.iter().map(next).collect();
            alphas.push(next);
            layers.push(weights);
        }
        let square = |x: &[f64]| x.iter().map(|x| x * x).sum::<f64>();
        let mut arriving: Vec<f64> = (0..width).map(|_| rng.sample(StandardNormal)).collect();
        let mut kernel = 0.0;
        for layer in (0..depth).rev() {
            let active = &alphas[layer + 1];
            let beta: Vec<f64> = arriving.iter().zip(active).map(|(b, &a)| if a > 0.0 { *b } else { 0.0 }).collect();
            kernel += square(&alphas[layer]) * square(&beta);
            let below = |j: usize| layers[layer].iter().zip(&beta).map(|(row, b)| row[j] * b).sum();
            arriving = (0..alphas[layer].len()).map(below).collect();
        }
        kernel / (width * depth) as f64 * 2.0
    }

    /// Second road: networks drawn and differentiated, in f64, by plain loops. The mean is 1 at every width.
    #[test]
    fn the_variance_is_that_of_networks_drawn() {
        let mut rng = ChaCha8Rng::seed_from_u64(4);
        for (width, depth) in [(4, 1), (6, 3), (10, 4)] {
            let kernels: Vec<f64> = (0..30_000).map(|_| drawn(width, depth, &mut rng)).collect();
            let squares: Vec<f64> = kernels.iter().map(|kernel| (kernel - 1.0).powi(2)).collect();
            // Four standard errors, each a few per cent of the number: a factor of the growth that is missing shows.
            assert!(SampleMean::from_draws(&kernels).deviation_from(1.0) < 4.0, "mean, n = {width}, L = {depth}");
            let variance = SampleMean::from_draws(&squares);
            let exact = relative_variance(depth, width);
            assert!(variance.deviation_from(exact) < 4.0, "{variance:?}, n = {width}, L = {depth}: {exact}");
            assert!(variance.standard_error < 0.1 * exact, "{variance:?}");
        }
    }

    /// Second road: the moments carried layer by layer, without the closed form of their powers. With R the Gram matrix of
    /// what a layer sends backward, p = E‖α‖² tr R and q = E⟨α, Rα⟩.
    #[test]
    fn the_closed_form_is_the_recursion_over_layers() {
        for (width, depth) in [(5.0, 1), (8.0, 7), (300.0, 40)] {
            let n: f64 = width;
            let growth = 1.0 + 5.0 / n;
            let joint = |apart: usize| {
                if apart == 0 {
                    return 1.0;
                }
                let step =
                    |(p, q): (f64, f64), _| ((1.0 + 1.0 / n) * p + 4.0 / n * q, 2.0 / n * p + (1.0 + 3.0 / n) * q);
                2.0 / n * (1..apart).fold((f64::midpoint(n, 1.0), 1.0), step).0
            };
            let pairs = (0..depth).flat_map(|l| (0..depth).map(move |m: usize| m.abs_diff(l)));
            let sum: f64 = pairs.map(|apart| growth.powf((depth - apart) as f64) * joint(apart)).sum();
            let by_layers = sum / (depth * depth) as f64 - 1.0;
            // Forty layers of roundings, relative to a second moment of order 1.
            assert_relative_eq!(relative_variance(depth, n as usize), by_layers, epsilon = 1e-12);
        }
    }

    /// Limit: the first order in 1/n, which the next leaves at a distance of order L/n.
    #[test]
    fn wide_networks_vary_as_the_root_of_depth_over_width() {
        for depth in [20, 80] {
            for width in [4_000, 64_000] {
                let (exact, wide) = (relative_variance(depth, width).sqrt(), wide_deviation(depth, width));
                // The first order leaves out 2/(11 L²) of itself, the second is 1.07 L/n of it.
                let apart = 2.0 * depth as f64 / width as f64 + 1.0 / (depth * depth) as f64;
                assert!((exact / wide - 1.0).abs() < apart, "{exact} {wide}");
            }
        }
    }
}
