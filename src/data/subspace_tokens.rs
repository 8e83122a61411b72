//! Tokens that each belong to one of several subspaces, with noise along the others.

use faer::Mat;
use rand::Rng;
use rand_distr::StandardNormal;

use crate::math::rates::subspace_rate::Heads;

/// Tokens, and the subspace that each belongs to.
#[derive(Debug, Clone)]
pub struct SubspaceTokens {
    /// Z: `[d, N]`, one token a column.
    pub tokens: Mat<f64>,
    /// `[N]`, from 0.
    pub labels: Vec<usize>,
}

// ANCHOR: subspace_tokens
/// `count` tokens of the subspaces in turn, with noise of deviation `noise` = δ ≥ 0 along every other subspace.
///
/// ```text
/// z = U_k a + Σ_{j≠k} U_j e_j,   a ~ N(0, I),   e_j ~ N(0, δ²I)                          book eq. subspace-tokens
/// ```
///
/// Source: the setting of "Attention-only transformers via unrolled subspace denoising" 2025, arXiv 2506.03790.
#[must_use]
pub fn subspace_tokens(heads: &Heads, count: usize, noise: f64, rng: &mut impl Rng) -> SubspaceTokens {
    let labels: Vec<usize> = (0..count).map(|i| i % heads.bases.len()).collect();
    let mut tokens = Mat::zeros(heads.bases[0].nrows(), count);
    for (k, basis) in heads.bases.iter().enumerate() {
        let code = Mat::from_fn(heads.width(), count, |_, i| {
            let deviation = if labels[i] == k { 1.0 } else { noise };
            deviation * rng.sample::<f64, _>(StandardNormal)
        });
        tokens += basis * code;
    }
    SubspaceTokens { tokens, labels }
}
// ANCHOR_END: subspace_tokens

#[cfg(test)]
mod tests {
    use super::subspace_tokens;
    use crate::{
        data::{streams::stream, subspaces::orthonormal_frame},
        math::rates::subspace_rate::Heads,
    };
    use approx::assert_relative_eq;

    /// Energies by the law: p in the own subspace, pδ² in each other. Means of 3,000 tokens of 4 squares each are known to
    /// √(2/12,000) = 1.3 %; five times that.
    #[test]
    fn energies_are_those_of_the_law() {
        let mut rng = stream(1, "tokens");
        let heads = Heads::split(orthonormal_frame(12, 12, &mut rng).as_ref(), 3);
        let drawn = subspace_tokens(&heads, 9_000, 0.5, &mut rng);
        for (k, seen) in heads.projected(drawn.tokens.as_ref()).enumerate() {
            let energy = |own: bool| {
                let members = || (0..9_000).filter(|&i| (drawn.labels[i] == k) == own);
                members().map(|i| seen.col(i).squared_norm_l2()).sum::<f64>() / members().count() as f64
            };
            assert_relative_eq!(energy(true), 4.0, max_relative = 0.065);
            assert_relative_eq!(energy(false), 1.0, max_relative = 0.065);
        }
    }
}
