//! Attention that denoises tokens of several subspaces, and for how many layers it can.

use faer::{Mat, MatRef};

use super::subspace_rate::Heads;
use crate::math::vectors::largest;

/// What a head makes of the inner products of its tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Attention {
    /// The softmax of each column.
    Softmax,
    /// τ where the softmax of the column exceeds τ, and 0 elsewhere.
    Thresholded {
        /// τ in [½, 1): at most one entry of a column is left.
        level: f64,
    },
}

// ANCHOR: attention_only_layer
impl Attention {
    /// The weights between tokens as one head sees them, W = `seen`: `[p, N]`; returns `[N, N]`, a column for each token
    /// that attends.
    ///
    /// ```text
    /// σ_ij = e^(w_i·w_j) / Σ_l e^(w_l·w_j),   φ = σ or τ·1[σ > τ]                            book eq. attention-weights
    /// ```
    ///
    /// Source: Wang et al. 2025, the thresholded softmax.
    #[must_use]
    pub fn weights(self, seen: MatRef<'_, f64>) -> Mat<f64> {
        let mut weights = seen.transpose() * seen;
        for j in 0..weights.ncols() {
            let column = weights.col_as_slice_mut(j);
            let most = largest(column.iter().copied());
            for x in column.iter_mut() {
                *x = (*x - most).exp();
            }
            let total: f64 = column.iter().sum();
            for x in column.iter_mut() {
                *x = self.weight(*x / total);
            }
        }
        weights
    }

    fn weight(self, share: f64) -> f64 {
        match self {
            Self::Softmax => share,
            Self::Thresholded { level } if share > level => level,
            Self::Thresholded { .. } => 0.0,
        }
    }
}

/// A layer that is attention and a skip connection and nothing else, with the step η = `step`: `[d, N]`.
///
/// ```text
/// Z ← Z + η Σ_k U_k W_k φ(W_k*W_k),   W_k = U_k*Z                                    book eq. attention-only-layer
/// ```
///
/// Source: Wang et al. 2025, the layer of their attention-only transformer.
#[must_use]
pub fn attention_only_layer(heads: &Heads, tokens: MatRef<'_, f64>, step: f64, attention: Attention) -> Mat<f64> {
    let mut after = tokens.to_owned();
    for (basis, seen) in heads.bases.iter().zip(heads.projected(tokens)) {
        let mixed = &seen * attention.weights(seen.as_ref());
        after += step * (basis * mixed);
    }
    after
}
// ANCHOR_END: attention_only_layer

/// How much of tokens lies along the subspaces to which they belong by `labels`, over what lies across: infinite where
/// nothing does.
///
/// ```text
/// SNR = √(Σ_j ‖U_kU_k*z_j‖² / Σ_j ‖(I − U_kU_k*)z_j‖²),   k the label of j                          book eq. token-snr
/// ```
///
/// Source: Wang et al. 2025, who take it class by class.
#[must_use]
pub fn signal_to_noise(heads: &Heads, tokens: MatRef<'_, f64>, labels: &[usize]) -> f64 {
    let (mut signal, mut noise) = (0.0, 0.0);
    for (token, &label) in tokens.col_iter().zip(labels) {
        let basis = &heads.bases[label];
        let own = basis * (basis.transpose() * token);
        signal += own.squared_norm_l2();
        noise += (token - &own).squared_norm_l2();
    }
    (signal / noise).sqrt()
}

// ANCHOR: lasting_layers
/// After how many layers noise of deviation δ = `noise` is about to attend to a foreign signal, if every layer multiplies
/// signals by `gain` = 1 + ητ. Below 0 where it does so from the start.
///
/// ```text
/// L* = ln(√(½ ln N) / (δ√p)) / ln(1 + ητ)                                                book eq. lasting-layers
/// ```
///
/// An estimate: the largest of N products of the deviation s is about s√(2 ln N), and outweighs N − 1 others of about 0 in
/// the softmax when it exceeds ln N.
#[must_use]
pub fn lasting_layers(count: usize, width: usize, noise: f64, gain: f64) -> f64 {
    let critical = (0.5 * (count as f64).ln()).sqrt();
    (critical / (noise * (width as f64).sqrt())).ln() / gain.ln()
}
// ANCHOR_END: lasting_layers

/// At most what a token's softmax gives to others at the start, on average: `own` other tokens of its subspace and
/// `foreign` of others, with noise of deviation δ = `noise` < √3.
///
/// ```text
/// E[1 − σ_jj] ≤ own 2^(−p/2) + foreign (3 − δ²)^(−p/2)                              book eq. self-attention-gap
/// ```
#[must_use]
pub fn self_attention_gap(own: usize, foreign: usize, width: usize, noise: f64) -> f64 {
    let power = -0.5 * width as f64;
    own as f64 * 2.0_f64.powf(power) + foreign as f64 * noise.mul_add(-noise, 3.0).powf(power)
}

#[cfg(test)]
mod tests {
    use super::{Attention, attention_only_layer, lasting_layers, self_attention_gap, signal_to_noise};
    use crate::{
        data::{streams::stream, subspace_tokens::subspace_tokens, subspaces::orthonormal_frame},
        math::{rates::subspace_rate::Heads, statistics::sampling::SampleMean, vectors::dot},
    };
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Mat;
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    fn drawn() -> (Heads, Mat<f64>) {
        let mut rng = stream(8, "heads");
        let heads = Heads::split(orthonormal_frame(6, 6, &mut rng).as_ref(), 2);
        (heads, Mat::from_fn(6, 5, |_, _| rng.sample(StandardNormal)))
    }

    /// Second road: sums written out, one entry after the other.
    #[test]
    fn a_layer_is_what_its_sums_say() {
        let (heads, tokens) = drawn();
        for attention in [Attention::Softmax, Attention::Thresholded { level: 0.5 }] {
            let layer = attention_only_layer(&heads, tokens.as_ref(), 0.3, attention);
            for (row, column) in [(0, 0), (5, 4), (2, 3)] {
                let mut entry = tokens[(row, column)];
                for basis in &heads.bases {
                    let seen = |a: usize, j: usize| (0..6).map(|i| basis[(i, a)] * tokens[(i, j)]).sum::<f64>();
                    let product = |i: usize, j: usize| (0..3).map(|a| seen(a, i) * seen(a, j)).sum::<f64>();
                    let total: f64 = (0..5).map(|l| product(l, column).exp()).sum();
                    for i in 0..5 {
                        let share = product(i, column).exp() / total;
                        let weight = match attention {
                            Attention::Softmax => share,
                            Attention::Thresholded { level } => level * f64::from(u8::from(share > level)),
                        };
                        entry += 0.3 * weight * (0..3).map(|a| basis[(row, a)] * seen(a, i)).sum::<f64>();
                    }
                }
                assert_relative_eq!(layer[(row, column)], entry, max_relative = 1e-12);
            }
        }
    }

    #[test]
    fn shares_sum_to_one_and_a_threshold_leaves_one_of_a_column_at_most() {
        let (heads, tokens) = drawn();
        // Products of some hundred: their exponentials would overflow if they were not taken from the largest.
        let seen = 20.0 * heads.projected(tokens.as_ref()).next().unwrap();
        let shares = Attention::Softmax.weights(seen.as_ref());
        let kept = Attention::Thresholded { level: 0.5 }.weights(seen.as_ref());
        for (shares, kept) in shares.col_iter().zip(kept.col_iter()) {
            assert_relative_eq!(shares.iter().sum::<f64>(), 1.0, max_relative = 1e-14);
            assert!(kept.iter().filter(|weight| **weight > 0.0).count() <= 1);
            assert!(kept.iter().all(|weight| *weight == 0.0 || (*weight - 0.5).abs() < 1e-15));
        }
    }

    /// The theorem: tokens long enough to attend to themselves alone, noise too short to attend to anything.
    #[test]
    fn a_layer_multiplies_the_ratio_by_its_gain_while_tokens_attend_to_themselves_alone() {
        let mut rng = stream(9, "heads");
        let heads = Heads::split(orthonormal_frame(64, 64, &mut rng).as_ref(), 2);
        let drawn = subspace_tokens(&heads, 12, 0.02, &mut rng);
        let before = signal_to_noise(&heads, drawn.tokens.as_ref(), &drawn.labels);
        let attention = Attention::Thresholded { level: 0.6 };
        let after = attention_only_layer(&heads, drawn.tokens.as_ref(), 0.5, attention);
        assert_relative_eq!(signal_to_noise(&heads, after.as_ref(), &drawn.labels) / before, 1.3, max_relative = 1e-12);
    }

    /// Second road: energies head by head. By the law of the tokens the ratio is 1/(δ√(K − 1)); 3,000 tokens of 4 numbers
    /// know it to 1 %.
    #[test]
    fn the_ratio_is_that_of_energies_in_heads() {
        let mut rng = stream(10, "heads");
        let heads = Heads::split(orthonormal_frame(12, 12, &mut rng).as_ref(), 3);
        let drawn = subspace_tokens(&heads, 3_000, 0.2, &mut rng);
        let mut energies = [0.0; 2];
        for (k, seen) in heads.projected(drawn.tokens.as_ref()).enumerate() {
            for (part, &label) in seen.col_iter().zip(&drawn.labels) {
                energies[usize::from(label != k)] += part.squared_norm_l2();
            }
        }
        let ratio = signal_to_noise(&heads, drawn.tokens.as_ref(), &drawn.labels);
        assert_relative_eq!(ratio, (energies[0] / energies[1]).sqrt(), max_relative = 1e-12);
        assert_relative_eq!(ratio, 1.0 / (0.2 * 2.0_f64.sqrt()), max_relative = 0.05);
    }

    #[test]
    fn a_gain_less_noise_lasts_a_layer_longer() {
        let lasting = |noise: f64| lasting_layers(64, 32, noise, 1.3);
        assert_relative_eq!(lasting(0.05 / 1.3) - lasting(0.05), 1.0, max_relative = 1e-12);
        // Where δ√p is critical already.
        assert_abs_diff_eq!(lasting((0.5 * 64.0_f64.ln() / 32.0).sqrt()), 0.0, epsilon = 1e-14);
    }

    /// Second road: over draws of a token, the mean of Σ over the others of e^(their product less its square), which bounds
    /// what it gives them. Given the token, each term has a mean of its own: e^(s²‖w‖²/2 − ‖w‖²) for another of deviation s.
    #[test]
    fn the_gap_is_a_mean_over_draws() {
        let mut rng = stream(11, "gap");
        let (own, foreign, width, noise) = (3, 4, 6, 0.5);
        let (mut means, mut gaps) = (Vec::new(), Vec::new());
        for _ in 0..40_000 {
            let mut normal = |deviation: f64| -> Vec<f64> {
                (0..width).map(|_| deviation * rng.sample::<f64, _>(StandardNormal)).collect()
            };
            let token = normal(1.0);
            let square: f64 = token.iter().map(|x| x * x).sum();
            let deviations: Vec<f64> = (0..own + foreign).map(|i| if i < own { 1.0 } else { noise }).collect();
            means.push(deviations.iter().map(|s| (0.5 * s * s * square - square).exp()).sum::<f64>());
            let given = |s: &f64| (dot(&token, &normal(*s)) - square).exp();
            let sum: f64 = deviations.iter().map(given).sum();
            gaps.push(sum / (1.0 + sum));
        }
        let bound = self_attention_gap(own, foreign, width, noise);
        // Four standard errors.
        assert!(SampleMean::from_draws(&means).deviation_from(bound) < 4.0);
        assert!(SampleMean::from_draws(&gaps).value < bound);
    }
}
