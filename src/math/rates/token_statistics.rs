//! Compression by second moments alone: a rate without determinants, and a step of attention without pairs of tokens.

use faer::{Mat, MatRef, Side};

use super::{coding_rate::half_log_det, subspace_rate::Heads};
use crate::math::vectors::largest;

// ANCHOR: variational_rate
/// The coding rate of tokens that belong to subspaces by shares, with the diagonal of each subspace's second moment in place
/// of its eigenvalues.
#[derive(Debug, Clone)]
pub struct VariationalRate<'a> {
    /// `U_k`, one a head.
    pub heads: &'a Heads,
    /// π: `[K, N]`, the share with which a token belongs to a subspace, from 0 to 1.
    pub memberships: Mat<f64>,
    /// ε² > 0.
    pub epsilon_squared: f64,
}

impl VariationalRate<'_> {
    /// The nats a token, for `tokens` Z: `[d, N]`.
    ///
    /// ```text
    /// R^var = ½ Σ_k (N_k/N) Σ_i f(m_ki),   m_ki = Σ_j π_kj (u_ki*z_j)² / N_k,   N_k = Σ_j π_kj,
    /// f(x) = ln(1 + dx/ε²)                                                                book eq. variational-rate
    /// ```
    ///
    /// Source: Wu et al. 2025.
    #[must_use]
    pub fn value(&self, tokens: MatRef<'_, f64>) -> f64 {
        let nats = |(k, seen): (usize, Mat<f64>)| {
            let sum: f64 = self.moments(k, &seen).iter().map(|moment| (self.slope() * moment).ln_1p()).sum();
            0.5 * self.size(k) * sum
        };
        self.heads.projected(tokens).enumerate().map(nats).sum::<f64>() / count(tokens)
    }

    /// Its gradient by the tokens, with fixed memberships: `[d, N]`.
    ///
    /// ```text
    /// ∇R^var = (1/N) Σ_k U_k Diag(f′(m_k)) U_k*Z Diag(π_k)                             book eq. variational-gradient
    /// ```
    #[must_use]
    pub fn gradient(&self, tokens: MatRef<'_, f64>) -> Mat<f64> {
        (self.slope() / count(tokens)) * self.direction(tokens)
    }

    /// A step of size τ against the gradient, with s = `step` = τf′(0)/N: attention over token statistics. Among orthogonal
    /// subspaces it lowers the rate for 0 < s ≤ 2.
    ///
    /// ```text
    /// Z ← Z − s Σ_k U_k Diag(1/(1 + (d/ε²) m_k)) U_k*Z Diag(π_k)                    book eq. token-statistics-step
    /// ```
    #[must_use]
    pub fn step(&self, tokens: MatRef<'_, f64>, step: f64) -> Mat<f64> {
        tokens - step * self.direction(tokens)
    }

    /// f′(m)/f′(0) = 1/(1 + (d/ε²)m) of each direction of subspace `k`: from 1, where no token lies, towards 0.
    #[must_use]
    pub fn attenuations(&self, k: usize, seen: &Mat<f64>) -> Vec<f64> {
        self.moments(k, seen).iter().map(|moment| (1.0 + self.slope() * moment).recip()).collect()
    }

    fn direction(&self, tokens: MatRef<'_, f64>) -> Mat<f64> {
        let mut sum = Mat::zeros(tokens.nrows(), tokens.ncols());
        for (k, mut seen) in self.heads.projected(tokens).enumerate() {
            let attenuations = self.attenuations(k, &seen);
            for j in 0..seen.ncols() {
                let share = self.memberships[(k, j)];
                seen.col_as_slice_mut(j).iter_mut().zip(&attenuations).for_each(|(w, kept)| *w *= share * kept);
            }
            sum += &self.heads.bases[k] * seen;
        }
        sum
    }
    // ANCHOR_END: variational_rate

    /// The second moments `m_k` of subspace `k`, of tokens as its head sees them, `seen`: `[p, N]`; 0 where no token belongs.
    #[must_use]
    pub fn moments(&self, k: usize, seen: &Mat<f64>) -> Vec<f64> {
        let mut moments = vec![0.0; seen.nrows()];
        for j in 0..seen.ncols() {
            let share = self.memberships[(k, j)];
            moments.iter_mut().zip(seen.col_as_slice(j)).for_each(|(moment, w)| *moment += share * w * w);
        }
        let size = self.size(k);
        if size > 0.0 {
            for moment in &mut moments {
                *moment /= size;
            }
        }
        moments
    }

    /// The same rate with the eigenvalues themselves, at most [`Self::value`].
    ///
    /// ```text
    /// ½ Σ_k (N_k/N) log det(I + d/(N_kε²) U_k*Z Diag(π_k) Z*U_k)
    /// ```
    #[must_use]
    pub fn by_determinants(&self, tokens: MatRef<'_, f64>) -> f64 {
        let nats = |(k, mut seen): (usize, Mat<f64>)| {
            let size = self.size(k);
            for j in 0..seen.ncols() {
                let root = self.memberships[(k, j)].sqrt();
                seen.col_as_slice_mut(j).iter_mut().for_each(|w| *w *= root);
            }
            // A subspace without tokens has the rate 0, and no size to divide by.
            if size > 0.0 { size * half_log_det(seen.as_ref(), self.slope() / size) } else { 0.0 }
        };
        self.heads.projected(tokens).enumerate().map(nats).sum::<f64>() / count(tokens)
    }

    /// f′(0) = d/ε².
    fn slope(&self) -> f64 {
        self.heads.bases[0].nrows() as f64 / self.epsilon_squared
    }

    /// `N_k`.
    fn size(&self, k: usize) -> f64 {
        (0..self.memberships.ncols()).map(|j| self.memberships[(k, j)]).sum()
    }
}

/// N, and 1 for no tokens, whose rate is 0.
fn count(tokens: MatRef<'_, f64>) -> f64 {
    tokens.ncols().max(1) as f64
}

/// With which share each token belongs to each subspace, `[K, N]`, by the share of its energy there and a `temperature` T > 0.
///
/// ```text
/// π_kj = e^(E_kj/2T) / Σ_l e^(E_lj/2T),   E_kj = ‖U_k*z_j‖²/‖z_j‖²                        book eq. memberships
/// ```
///
/// A token of length 0 belongs to all alike.
///
/// Source: Wu et al. 2025, with tokens of length 1.
#[must_use]
pub fn memberships(heads: &Heads, tokens: MatRef<'_, f64>, temperature: f64) -> Mat<f64> {
    let mut shares = Mat::zeros(heads.bases.len(), tokens.ncols());
    for (k, seen) in heads.projected(tokens).enumerate() {
        for (j, (part, token)) in seen.col_iter().zip(tokens.col_iter()).enumerate() {
            let energy = token.squared_norm_l2();
            shares[(k, j)] = if energy > 0.0 { part.squared_norm_l2() / energy } else { 0.0 };
        }
    }
    for j in 0..shares.ncols() {
        let column = shares.col_as_slice_mut(j);
        let most = largest(column.iter().copied());
        for share in column.iter_mut() {
            *share = ((*share - most) / (2.0 * temperature)).exp();
        }
        let total: f64 = column.iter().sum();
        for share in column.iter_mut() {
            *share /= total;
        }
    }
    shares
}

// ANCHOR: diagonal_rate
/// The rate of a second moment M = `moments` (`[p, p]`) by its diagonal in the orthonormal basis Q = `basis`, with f′(0) =
/// `slope`.
///
/// ```text
/// ½ Σ_i ln(1 + f′(0) λ_i(M)) ≤ ½ Σ_i ln(1 + f′(0) (Q*MQ)_ii)                          book eq. variational-bound
/// ```
///
/// With equality if and only if Q diagonalises M.
///
/// Source: Wu et al. 2025, theorem 1.
#[must_use]
pub fn diagonal_rate(moments: MatRef<'_, f64>, basis: MatRef<'_, f64>, slope: f64) -> f64 {
    let moved = moments * basis;
    let energies = basis.col_iter().zip(moved.col_iter()).map(|(q, mq)| q.transpose() * mq);
    energies.map(|energy| 0.5 * (slope * energy).ln_1p()).sum()
}
// ANCHOR_END: diagonal_rate

/// The left side of the bound of [`diagonal_rate`], and the eigenvectors that reach it: `[p, p]`, by rising eigenvalue.
///
/// # Panics
///
/// If M is not finite.
#[must_use]
pub fn eigenvalue_rate(moments: MatRef<'_, f64>, slope: f64) -> (f64, Mat<f64>) {
    let eigen = moments.self_adjoint_eigen(Side::Lower).expect("a finite symmetric matrix");
    // Rounding may put an eigenvalue 0 below it.
    let nats = eigen.S().column_vector().iter().map(|value| 0.5 * (slope * value.max(0.0)).ln_1p()).sum();
    (nats, eigen.U().to_owned())
}

/// A basis `[p, p]` with its first vector and its last turned towards each other by `angle_rad`, the second and the last but
/// one, and so on; the one in the middle stays.
#[must_use]
pub fn turned_in_pairs(basis: MatRef<'_, f64>, angle_rad: f64) -> Mat<f64> {
    let last = basis.ncols() - 1;
    let (sin, cos) = angle_rad.sin_cos();
    Mat::from_fn(basis.nrows(), basis.ncols(), |i, j| {
        let sign = match (2 * j).cmp(&last) {
            std::cmp::Ordering::Less => sin,
            std::cmp::Ordering::Equal => return basis[(i, j)],
            std::cmp::Ordering::Greater => -sin,
        };
        cos * basis[(i, j)] + sign * basis[(i, last - j)]
    })
}

// ANCHOR: products
/// Multiplications of one step of attention over pairs, for `count` = N tokens of `dimension` d = Kp: into the heads, products
/// of all pairs, their sums, and back.
///
/// ```text
/// 2N d² + 2N² d                                                                           book eq. pairwise-products
/// ```
#[must_use]
pub fn pairwise_products(dimension: usize, count: usize) -> usize {
    2 * count * dimension * dimension + 2 * count * count * dimension
}

/// Multiplications of one step over token statistics with given memberships: into the heads, shares, squares, scaling, and
/// back.
///
/// ```text
/// 2N d² + 3N d                                                                          book eq. statistics-products
/// ```
#[must_use]
pub fn statistics_products(dimension: usize, count: usize) -> usize {
    2 * count * dimension * dimension + 3 * count * dimension
}
// ANCHOR_END: products

#[cfg(test)]
mod tests {
    use super::{
        VariationalRate, diagonal_rate, eigenvalue_rate, memberships, pairwise_products, statistics_products,
        turned_in_pairs,
    };
    use crate::{
        data::{streams::stream, subspaces::orthonormal_frame},
        math::rates::subspace_rate::Heads,
    };
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::{Mat, MatRef};
    use rand::Rng as _;
    use rand_distr::StandardNormal;
    use std::{
        cell::Cell,
        f64::consts::{FRAC_PI_2, FRAC_PI_4},
    };

    const COUNT: usize = 7;

    fn heads() -> Heads {
        Heads::split(orthonormal_frame(6, 6, &mut stream(12, "heads")).as_ref(), 2)
    }

    fn tokens() -> Mat<f64> {
        let mut rng = stream(13, "tokens");
        Mat::from_fn(6, COUNT, |_, _| rng.sample(StandardNormal))
    }

    fn rate<'a>(heads: &'a Heads, tokens: &Mat<f64>) -> VariationalRate<'a> {
        VariationalRate { heads, memberships: memberships(heads, tokens.as_ref(), 0.3), epsilon_squared: 0.4 }
    }

    /// Second road: central differences, whose error is of the order of the step squared, 1e-10.
    #[test]
    fn the_gradient_is_the_limit_of_differences() {
        let (heads, tokens) = (heads(), tokens());
        let rate = rate(&heads, &tokens);
        let gradient = rate.gradient(tokens.as_ref());
        for (i, j) in [(0, 0), (5, 6), (2, 3)] {
            let moved = |by: f64| {
                let mut tokens = tokens.clone();
                tokens[(i, j)] += by;
                rate.value(tokens.as_ref())
            };
            assert_relative_eq!(gradient[(i, j)], (moved(1e-5) - moved(-1e-5)) / 2e-5, epsilon = 1e-8);
        }
    }

    /// s = τf′(0)/N, f′(0) = d/ε² = 15.
    #[test]
    fn a_step_is_against_the_gradient() {
        let (heads, tokens) = (heads(), tokens());
        let rate = rate(&heads, &tokens);
        let stepped = rate.step(tokens.as_ref(), 0.7);
        let tau = 0.7 * COUNT as f64 / 15.0;
        let by_gradient = &tokens - tau * rate.gradient(tokens.as_ref());
        assert!((stepped - by_gradient).norm_max() < 1e-13);
    }

    /// For tokens of almost no length f is its slope: each part of a token is multiplied by 1 − sπ.
    #[test]
    fn short_tokens_are_multiplied_by_one_less_their_share_of_the_step() {
        let (heads, tokens) = (heads(), tokens());
        let rate = rate(&heads, &tokens);
        let short = 1e-5 * &tokens;
        let ratio = |s: f64| rate.value(rate.step(short.as_ref(), s).as_ref()) / rate.value(short.as_ref());
        for s in [0.5, 1.0, 2.0, 3.0] {
            let sum = |left: &dyn Fn(f64) -> f64| -> f64 {
                let parts = heads.projected(tokens.as_ref()).enumerate();
                let of = |(k, seen): (usize, Mat<f64>)| {
                    (0..COUNT).map(|j| (rate.memberships[(k, j)], seen.col(j).squared_norm_l2())).collect::<Vec<_>>()
                };
                parts.flat_map(of).map(|(share, energy)| share * energy * left(share)).sum()
            };
            let expected = sum(&|share| (1.0 - s * share).powi(2)) / sum(&|_| 1.0);
            // The next term of f is 15 · 1e-10 of the first.
            assert_relative_eq!(ratio(s), expected, max_relative = 1e-7);
        }
    }

    #[test]
    fn a_step_lowers_the_rate_up_to_two() {
        let (heads, tokens) = (heads(), tokens());
        for length in [1e-3, 0.1, 1.0, 10.0] {
            let tokens = length * &tokens;
            let rate = rate(&heads, &tokens);
            for s in [0.01, 0.5, 1.0, 2.0] {
                assert!(rate.value(rate.step(tokens.as_ref(), s).as_ref()) < rate.value(tokens.as_ref()));
            }
        }
    }

    /// Equality where each basis is turned into the eigenvectors of its subspace's second moment.
    #[test]
    fn eigenvectors_make_the_rate_that_of_determinants() {
        let (heads, tokens) = (heads(), tokens());
        let rate = rate(&heads, &tokens);
        let determinants = rate.by_determinants(tokens.as_ref());
        assert!(rate.value(tokens.as_ref()) > determinants + 1e-3);
        let turned = heads.projected(tokens.as_ref()).enumerate().map(|(k, seen)| {
            let weighted = Mat::from_fn(3, COUNT, |i, j| rate.memberships[(k, j)] * seen[(i, j)]);
            let moments = weighted * seen.transpose();
            &heads.bases[k] * eigenvalue_rate(moments.as_ref(), 1.0).1
        });
        let turned = Heads { bases: turned.collect() };
        let by_eigenvectors = VariationalRate { heads: &turned, ..rate.clone() };
        assert_relative_eq!(by_eigenvectors.value(tokens.as_ref()), determinants, max_relative = 1e-12);
        // The subspaces are the same.
        assert_relative_eq!(by_eigenvectors.by_determinants(tokens.as_ref()), determinants, max_relative = 1e-12);
    }

    /// Second road: a pair of eigenvectors turned by θ has the energies λ cos²θ + μ sin²θ and λ sin²θ + μ cos²θ.
    #[test]
    fn a_turned_pair_mixes_two_eigenvalues() {
        let frame = orthonormal_frame(5, 5, &mut stream(14, "frame"));
        let values = [0.1, 0.4, 0.5, 2.0, 7.0];
        let moments = Mat::from_fn(5, 5, |i, j| (0..5).map(|k| values[k] * frame[(i, k)] * frame[(j, k)]).sum::<f64>());
        let (least, basis) = eigenvalue_rate(moments.as_ref(), 3.0);
        let nats = |energies: &[f64]| energies.iter().map(|x| 0.5 * (3.0 * x).ln_1p()).sum::<f64>();
        assert_relative_eq!(least, nats(&values), max_relative = 1e-13);
        let of = |basis: MatRef<'_, f64>| diagonal_rate(moments.as_ref(), basis, 3.0);
        for angle in [0.0, 0.3, FRAC_PI_4, FRAC_PI_2] {
            let (sin, cos) = (angle.sin().powi(2), angle.cos().powi(2));
            let mixed = |i: usize| cos * values[i] + sin * values[4 - i];
            let expected = nats(&[mixed(0), mixed(1), values[2], mixed(3), mixed(4)]);
            let turned = turned_in_pairs(basis.as_ref(), angle);
            assert_relative_eq!(of(turned.as_ref()), expected, max_relative = 1e-12);
            assert!((turned.transpose() * &turned - Mat::<f64>::identity(5, 5)).norm_max() < 1e-14);
        }
        let mut rng = stream(15, "bases");
        assert!((0..200).all(|_| of(orthonormal_frame(5, 5, &mut rng).as_ref()) > least));
    }

    #[test]
    fn memberships_are_shares_that_no_length_changes() {
        let heads = heads();
        let mut tokens = tokens();
        tokens.col_mut(2).fill(0.0);
        let shares = memberships(&heads, tokens.as_ref(), 0.1);
        let longer = memberships(&heads, (9.0 * &tokens).as_ref(), 0.1);
        for j in 0..COUNT {
            assert_relative_eq!(shares[(0, j)] + shares[(1, j)], 1.0, max_relative = 1e-14);
            assert_abs_diff_eq!(shares[(0, j)], longer[(0, j)], epsilon = 1e-12);
        }
        assert_relative_eq!(shares[(0, 2)], 0.5, max_relative = 1e-15);
    }

    /// Second road: loops that count what they multiply, and find what the step finds.
    #[test]
    fn multiplications_are_as_many_as_loops_make() {
        let (heads, tokens) = (heads(), tokens());
        let rate = rate(&heads, &tokens);
        let made = Cell::new(0);
        let times = |a: f64, b: f64| {
            made.set(made.get() + 1);
            a * b
        };
        let mut step = Mat::<f64>::zeros(6, COUNT);
        for (k, basis) in heads.bases.iter().enumerate() {
            let seen = Mat::from_fn(3, COUNT, |a, j| (0..6).map(|i| times(basis[(i, a)], tokens[(i, j)])).sum());
            let shared = Mat::from_fn(3, COUNT, |a, j| times(rate.memberships[(k, j)], seen[(a, j)]));
            for a in 0..3 {
                let moment: f64 = (0..COUNT).map(|j| times(shared[(a, j)], seen[(a, j)])).sum::<f64>() / rate.size(k);
                // A number for each direction, whatever N is.
                let kept = 1.0 / (1.0 + 15.0 * moment);
                for j in 0..COUNT {
                    let scaled = times(kept, shared[(a, j)]);
                    (0..6).for_each(|i| step[(i, j)] += times(basis[(i, a)], scaled));
                }
            }
        }
        assert_eq!(made.get(), statistics_products(6, COUNT));
        assert!((step - rate.direction(tokens.as_ref())).norm_max() < 1e-13);

        made.set(0);
        for basis in &heads.bases {
            let seen = Mat::from_fn(3, COUNT, |a, j| (0..6).map(|i| times(basis[(i, a)], tokens[(i, j)])).sum());
            let pairs =
                Mat::from_fn(COUNT, COUNT, |i, j| (0..3).map(|a| times(seen[(a, i)], seen[(a, j)])).sum::<f64>());
            let mixed =
                Mat::from_fn(3, COUNT, |a, j| (0..COUNT).map(|i| times(seen[(a, i)], pairs[(i, j)])).sum::<f64>());
            let _ = Mat::from_fn(6, COUNT, |i, j| (0..3).map(|a| times(basis[(i, a)], mixed[(a, j)])).sum::<f64>());
        }
        assert_eq!(made.get(), pairwise_products(6, COUNT));
    }
}
