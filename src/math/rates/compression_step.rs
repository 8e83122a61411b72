//! Steps that are to lower the rate of tokens against subspaces: the gradient's, and what attention makes of it.

use faer::{Mat, MatRef};

use super::{subspace_rate::Heads, unit_tokens::unit_tokens};
use crate::math::vectors::largest;

/// A compressing step: against which subspaces, up to which error, and how far.
#[derive(Debug, Clone, Copy)]
pub struct CompressionStep<'a> {
    /// The subspaces. For the steps after the gradient's they should share out the whole space, `Σ_k U_kU_k*` = I.
    pub heads: &'a Heads,
    /// ε² > 0.
    pub epsilon_squared: f64,
    /// κa, the gradient's step size κ times a = p/(Nε²), above 0 and at most 1: so far tokens shrink where they are few.
    pub part: f64,
}

impl CompressionStep<'_> {
    // ANCHOR: compression_step
    /// One step down the gradient of the rate. `tokens` Z: `[d, N]`; so is the result, of this and of all other steps.
    ///
    /// ```text
    /// Z − κ∇R^c(Z) = Z − κa Σ_k U_kU_k*Z (I + aG_k)⁻¹,   G_k = (U_k*Z)*(U_k*Z)                  book eq. exact-step
    /// ```
    #[must_use]
    pub fn exact(&self, tokens: MatRef<'_, f64>) -> Mat<f64> {
        let kappa = self.part / self.precision(tokens);
        tokens - kappa * self.heads.gradient(tokens, self.epsilon_squared)
    }

    /// The same with the inverse expanded to first order, which asks that a‖`G_k`‖ be less than 1.
    ///
    /// ```text
    /// Z − κa Σ_k U_kU_k*Z (I − aG_k)                                                          book eq. neumann-step
    /// ```
    #[must_use]
    pub fn neumann(&self, tokens: MatRef<'_, f64>) -> Mat<f64> {
        let a = self.precision(tokens);
        let first_order = |seen: &Mat<f64>| seen - a * (seen * (seen.transpose() * seen));
        tokens - self.part * lifted(self.heads, tokens, first_order)
    }

    /// The same with the softmax of each column of `G_k` in place of `G_k`, where `Σ_k U_kU_k*` = I.
    ///
    /// ```text
    /// (1 − κa) Z + κa MSSA(Z),   MSSA(Z) = a Σ_k U_kU_k*Z softmax(G_k)                         book eq. convex-step
    /// ```
    ///
    /// Source: Yu et al. 2023, section 2.3.
    #[must_use]
    pub fn convex(&self, tokens: MatRef<'_, f64>) -> Mat<f64> {
        let mssa = self.precision(tokens) * attention(self.heads, tokens, 1.0);
        (1.0 - self.part) * tokens + self.part * mssa
    }

    /// The layer that the derivation ends with: both weights 1. It knows no step size.
    ///
    /// ```text
    /// Z + MSSA(Z)                                                                         book eq. simplified-step
    /// ```
    #[must_use]
    pub fn simplified(&self, tokens: MatRef<'_, f64>) -> Mat<f64> {
        tokens + self.precision(tokens) * attention(self.heads, tokens, 1.0)
    }
    // ANCHOR_END: compression_step

    /// a.
    fn precision(&self, tokens: MatRef<'_, f64>) -> f64 {
        self.heads.precision(tokens.ncols(), self.epsilon_squared)
    }

    /// a times the largest ‖`G_k`‖: below 1 the inverse has the expansion that the Neumann step begins.
    ///
    /// # Panics
    ///
    /// If a number is not finite.
    #[must_use]
    pub fn largest_gram(&self, tokens: MatRef<'_, f64>) -> f64 {
        let squared = |seen: Mat<f64>| {
            let singular = seen.singular_values().expect("singular values of finite numbers");
            singular.first().map_or(0.0, |largest| largest * largest)
        };
        self.precision(tokens) * largest(self.heads.projected(tokens).map(squared))
    }
}

// ANCHOR: attention
/// Subspace self-attention of all heads, without a factor in front: MSSA(Z)/a for `temperature` 1. `tokens` Z: `[d, N]`.
///
/// ```text
/// Σ_k U_k U_k*Z softmax(G_k / temperature),   G_k = (U_k*Z)*(U_k*Z), the softmax of each column   book eq. attention
/// ```
///
/// Every token becomes, in each subspace, a mean of all tokens. `temperature` is above 0; the released code takes √p.
#[must_use]
pub fn attention(heads: &Heads, tokens: MatRef<'_, f64>, temperature: f64) -> Mat<f64> {
    lifted(heads, tokens, |seen| seen * column_softmax(((1.0 / temperature) * (seen.transpose() * seen)).as_ref()))
}
// ANCHOR_END: attention

/// What attention does where all scores are alike: the mean of all tokens is added to each.
///
/// ```text
/// Z + Z 11*/N                                                                          book eq. averaging-step
/// ```
#[must_use]
pub fn averaged(tokens: MatRef<'_, f64>) -> Mat<f64> {
    let count = tokens.ncols() as f64;
    let means: Vec<f64> = tokens.row_iter().map(|row| row.iter().sum::<f64>() / count).collect();
    Mat::from_fn(tokens.nrows(), tokens.ncols(), |i, j| tokens[(i, j)] + means[i])
}

/// The softmax of each column: positive numbers that sum to 1, in the ratios exp(xᵢ) : exp(xⱼ).
#[must_use]
pub fn column_softmax(scores: MatRef<'_, f64>) -> Mat<f64> {
    let mut weights = scores.to_owned();
    for j in 0..weights.ncols() {
        let most = largest(weights.col(j).iter().copied());
        weights.col_mut(j).iter_mut().for_each(|x| *x = (*x - most).exp());
        let total: f64 = weights.col(j).iter().sum();
        weights.col_mut(j).iter_mut().for_each(|x| *x /= total);
    }
    weights
}

/// `tokens` in their own directions, each as long as the token of `like` at its place; both `[d, N]`.
///
/// # Panics
///
/// If there are not as many tokens.
#[must_use]
pub fn at_lengths_of(tokens: MatRef<'_, f64>, like: MatRef<'_, f64>) -> Mat<f64> {
    assert_eq!(tokens.ncols(), like.ncols(), "a length for each token");
    let mut scaled = unit_tokens(tokens);
    for (column, like) in scaled.col_iter_mut().zip(like.col_iter()) {
        let length = like.norm_l2();
        column.iter_mut().for_each(|x| *x *= length);
    }
    scaled
}

/// `Σ_k U_k f(U_k*Z)`, for f from `[p, N]` to `[p, N]`.
fn lifted(heads: &Heads, tokens: MatRef<'_, f64>, f: impl Fn(&Mat<f64>) -> Mat<f64>) -> Mat<f64> {
    let mut sum = Mat::zeros(tokens.nrows(), tokens.ncols());
    for (basis, seen) in heads.bases.iter().zip(heads.projected(tokens)) {
        sum += basis * f(&seen);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::{CompressionStep, at_lengths_of, attention, averaged, column_softmax};
    use crate::{
        data::{streams::stream, subspaces::orthonormal_frame},
        math::rates::{coding_rate::coding_rate, subspace_rate::Heads, unit_tokens::unit_tokens},
    };
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::{Mat, mat};
    use rand::Rng as _;
    use rand_distr::StandardNormal;
    use serde_json::Value;

    fn drawn() -> (Heads, Mat<f64>) {
        let mut rng = stream(8, "step");
        let heads = Heads::split(orthonormal_frame(6, 6, &mut rng).as_ref(), 3);
        let tokens = Mat::from_fn(6, 5, |_, _| rng.sample(StandardNormal));
        (heads, unit_tokens(tokens.as_ref()))
    }

    fn matrix(rows: &Value) -> Mat<f64> {
        let rows: Vec<Vec<f64>> = serde_json::from_value(rows.clone()).unwrap();
        Mat::from_fn(rows.len(), rows[0].len(), |i, j| rows[i][j])
    }

    /// The inner product of two matrices over their lengths.
    fn cosine(one: &Mat<f64>, other: &Mat<f64>) -> f64 {
        let product: f64 = one.col_iter().zip(other.col_iter()).map(|(a, b)| a.transpose() * b).sum();
        product / (one.norm_l2() * other.norm_l2())
    }

    /// Literals: an independent program in `NumPy`, `tests/oracles/compression_audit.json`; all precisions, all steps, both
    /// kinds of tokens.
    #[test]
    fn rates_and_lengths_after_every_step_are_those_of_another_program() {
        let oracle: Value =
            serde_json::from_str(include_str!("../../../tests/oracles/compression_audit.json")).unwrap();
        let heads = Heads::split(matrix(&oracle["U"]).as_ref(), 3);
        let mut compared = 0;
        for kind in ["isotropic", "mixture"] {
            let tokens = matrix(&oracle["Z"][kind]);
            for audit in oracle["audit"][kind].as_array().unwrap() {
                let number = |value: &Value| value.as_f64().unwrap();
                let (epsilon_squared, a) = (number(&audit["epsilon_squared"]), number(&audit["a"]));
                let step = CompressionStep { heads: &heads, epsilon_squared, part: 0.1 };
                let z = tokens.as_ref();
                assert_relative_eq!(step.largest_gram(z), number(&audit["a_largest_gram_norm"]), max_relative = 1e-9);
                let gradient = heads.gradient(z, epsilon_squared);
                assert_relative_eq!(gradient.norm_l2(), number(&audit["gradient_norm"]), max_relative = 1e-9);
                let toward = &tokens - step.convex(z);
                assert_relative_eq!(
                    cosine(&gradient, &toward),
                    number(&audit["cos_gradient_mssa"]),
                    max_relative = 1e-9
                );
                let unscaled = attention(&heads, z, 1.0);
                let toward = &tokens - &unscaled;
                assert_relative_eq!(
                    cosine(&gradient, &toward),
                    number(&audit["cos_gradient_unscaled"]),
                    max_relative = 1e-9
                );
                assert_relative_eq!(a, heads.precision(20, epsilon_squared), max_relative = 1e-12);
                for (name, after) in [
                    ("tokens", tokens.clone()),
                    ("gradient", step.exact(z)),
                    ("neumann", step.neumann(z)),
                    ("convex", step.convex(z)),
                    ("slide", step.simplified(z)),
                    ("unscaled", &tokens + &unscaled),
                ] {
                    let expected = &audit["steps"][name];
                    let unit = unit_tokens(after.as_ref());
                    for (measured, key) in [
                        (heads.rate(after.as_ref(), epsilon_squared), "Rc"),
                        (coding_rate(after.as_ref(), epsilon_squared), "R"),
                        (heads.rate(unit.as_ref(), epsilon_squared), "Rc_unit"),
                        (coding_rate(unit.as_ref(), epsilon_squared), "R_unit"),
                        (after.col_iter().map(|token| token.norm_l2()).sum::<f64>() / 20.0, "mean_norm"),
                    ] {
                        assert_relative_eq!(measured, number(&expected[key]), max_relative = 1e-9);
                        compared += 1;
                    }
                }
            }
        }
        assert_eq!(compared, 2 * 5 * 6 * 5);
    }

    /// Limit: a small step lowers the rate by κ‖∇R^c‖², up to the order κ²; halving κ halves what is off.
    #[test]
    fn a_small_exact_step_falls_by_the_square_of_the_gradient() {
        let (heads, tokens) = drawn();
        let off = |part: f64| {
            let step = CompressionStep { heads: &heads, epsilon_squared: 0.5, part };
            let kappa = part / heads.precision(5, 0.5);
            let fall = heads.rate(tokens.as_ref(), 0.5) - heads.rate(step.exact(tokens.as_ref()).as_ref(), 0.5);
            fall / (kappa * heads.gradient(tokens.as_ref(), 0.5).squared_norm_l2()) - 1.0
        };
        assert!(off(1e-3).abs() < 1e-2);
        // The next order is as large as the part itself.
        assert_relative_eq!(off(1e-3) / off(5e-4), 2.0, max_relative = 1e-2);
    }

    /// Order of convergence: what the expansion leaves out is (aG)², so that twice ε² makes it four times smaller.
    #[test]
    fn the_neumann_step_errs_in_second_order() {
        let (heads, tokens) = drawn();
        let error = |epsilon_squared: f64| {
            let step = CompressionStep { heads: &heads, epsilon_squared, part: 0.1 };
            (step.neumann(tokens.as_ref()) - step.exact(tokens.as_ref())).norm_l2()
        };
        // The third order is smaller by aG, some hundredths.
        assert_relative_eq!(error(40.0) / error(80.0), 4.0, max_relative = 0.05);
    }

    /// Second road: by hand. One head that sees two numbers x = (1, ½), a = ½.
    #[test]
    fn two_tokens_of_one_number_move_as_on_paper() {
        let heads = Heads { bases: vec![Mat::identity(1, 1)] };
        let tokens: Mat<f64> = mat![[1.0, 0.5]];
        let step = CompressionStep { heads: &heads, epsilon_squared: 1.0, part: 0.1 };
        let expect = |found: Mat<f64>, expected: [f64; 2]| {
            for j in 0..2 {
                assert_abs_diff_eq!(found[(0, j)], expected[j], epsilon = 1e-15);
            }
        };
        // ‖x‖² = 5/4: the inverse is 1/(1 + 5/8) = 8/13 along x, its expansion 1 − 5/8 = 3/8.
        expect(step.exact(tokens.as_ref()), [1.0 - 0.8 / 13.0, 0.5 - 0.4 / 13.0]);
        expect(step.neumann(tokens.as_ref()), [1.0 - 0.3 / 8.0, 0.5 - 0.15 / 8.0]);
        // Each token's weights are the softmax of its products with both.
        let mean = |to_first: f64, to_second: f64| {
            let (first, second) = (to_first.exp(), to_second.exp());
            (first + 0.5 * second) / (first + second)
        };
        let means = [mean(1.0, 0.5), mean(0.5, 0.25)];
        expect(step.convex(tokens.as_ref()), [0.9 + 0.05 * means[0], 0.45 + 0.05 * means[1]]);
        expect(step.simplified(tokens.as_ref()), [1.0 + 0.5 * means[0], 0.5 + 0.5 * means[1]]);
        assert_relative_eq!(step.largest_gram(tokens.as_ref()), 0.625, max_relative = 1e-14);
        assert_relative_eq!(heads.rate(tokens.as_ref(), 1.0), 0.5 * 1.625_f64.ln(), max_relative = 1e-14);
    }

    /// Limits: at a high temperature all weights are alike; and a token alone attends to itself.
    #[test]
    fn attention_is_a_mean_and_of_one_token_the_token() {
        let (heads, tokens) = drawn();
        let hot = attention(&heads, tokens.as_ref(), 1e9);
        let mean = averaged(tokens.as_ref()) - &tokens;
        // Scores of at most 1 over the temperature.
        assert_abs_diff_eq!((hot - mean).norm_max(), 0.0, epsilon = 1e-8);
        let alone = tokens.subcols(0, 1);
        assert_abs_diff_eq!((attention(&heads, alone, 1.0) - alone).norm_max(), 0.0, epsilon = 1e-14);
    }

    #[test]
    fn a_softmax_is_a_distribution_that_no_shift_changes() {
        let scores: Mat<f64> = mat![[1.0, 501.0], [2.0, 502.0], [4.0, 504.0]];
        let weights = column_softmax(scores.as_ref());
        for i in 0..3 {
            assert_relative_eq!(weights[(i, 0)], weights[(i, 1)], max_relative = 1e-12);
        }
        assert_relative_eq!(weights.col(0).iter().sum::<f64>(), 1.0, max_relative = 1e-14);
        assert_relative_eq!(weights[(2, 0)] / weights[(1, 0)], 2_f64.exp(), max_relative = 1e-14);
    }

    #[test]
    fn lengths_are_taken_and_directions_kept() {
        let (_, tokens) = drawn();
        let like = Mat::from_fn(2, 5, |i, j| (1 + i + j) as f64);
        let scaled = at_lengths_of(tokens.as_ref(), like.as_ref());
        for j in 0..5 {
            assert_relative_eq!(scaled.col(j).norm_l2(), like.col(j).norm_l2(), max_relative = 1e-14);
            let along: f64 = scaled.col(j).transpose() * tokens.col(j);
            assert_relative_eq!(along, like.col(j).norm_l2(), max_relative = 1e-14);
        }
    }
}
