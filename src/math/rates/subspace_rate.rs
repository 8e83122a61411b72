//! The coding rate of tokens against subspaces, one for each head of attention.

use faer::{Mat, MatRef};

use super::coding_rate::{half_log_det, half_log_det_gradient, precision};

/// K subspaces of one dimension p, to which the K heads of attention will project.
#[derive(Debug, Clone)]
pub struct Heads {
    /// `U_k`: `[d, p]` each.
    pub bases: Vec<Mat<f64>>,
}

impl Heads {
    /// The columns of `frame` (`[d, Kp]`) in `count` groups side by side, one a head.
    ///
    /// # Panics
    ///
    /// If they do not divide evenly.
    #[must_use]
    pub fn split(frame: MatRef<'_, f64>, count: usize) -> Self {
        assert!(count > 0 && frame.ncols().is_multiple_of(count), "{} columns for {count} heads", frame.ncols());
        let width = frame.ncols() / count;
        Self { bases: (0..count).map(|k| frame.subcols(k * width, width).to_owned()).collect() }
    }

    /// p.
    #[must_use]
    pub fn width(&self) -> usize {
        self.bases[0].ncols()
    }

    /// a = p/(Nε²), the factor before a head's Gram matrix, for `count` = N tokens; 0 for none.
    #[must_use]
    pub fn precision(&self, count: usize, epsilon_squared: f64) -> f64 {
        precision(self.width(), count, epsilon_squared)
    }

    /// The tokens as each head sees them, `U_k`*Z: `[p, N]`.
    pub fn projected(&self, tokens: MatRef<'_, f64>) -> impl Iterator<Item = Mat<f64>> {
        self.bases.iter().map(move |basis| basis.transpose() * tokens)
    }

    // ANCHOR: subspace_rate
    /// The nats a token that it takes to store `tokens` (`[d, N]`) head by head, up to the mean square error `epsilon_squared`.
    ///
    /// ```text
    /// R^c(Z; U_[K]) = ½ Σ_k log det(I + p/(Nε²) (U_k*Z)*(U_k*Z))                        book eq. subspace-rate
    /// ```
    ///
    /// Source: Yu et al. 2023, § 2.3.
    #[must_use]
    pub fn rate(&self, tokens: MatRef<'_, f64>, epsilon_squared: f64) -> f64 {
        let a = self.precision(tokens.ncols(), epsilon_squared);
        self.projected(tokens).map(|seen| half_log_det(seen.as_ref(), a)).sum()
    }

    /// Its gradient by the tokens: `[d, N]`.
    ///
    /// ```text
    /// ∇R^c(Z) = a Σ_k U_k U_k*Z (I + a(U_k*Z)*(U_k*Z))⁻¹,   a = p/(Nε²)        book eq. subspace-rate-gradient
    /// ```
    ///
    /// Source: Yu et al. 2023, § 2.3.
    #[must_use]
    pub fn gradient(&self, tokens: MatRef<'_, f64>, epsilon_squared: f64) -> Mat<f64> {
        let a = self.precision(tokens.ncols(), epsilon_squared);
        let mut gradient = Mat::zeros(tokens.nrows(), tokens.ncols());
        for (basis, seen) in self.bases.iter().zip(self.projected(tokens)) {
            gradient += basis * half_log_det_gradient(seen.as_ref(), a);
        }
        gradient
    }
    // ANCHOR_END: subspace_rate
}

#[cfg(test)]
mod tests {
    use super::{super::coding_rate::coding_rate, Heads};
    use crate::data::{streams::stream, subspaces::orthonormal_frame};
    use approx::assert_relative_eq;
    use faer::Mat;
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    fn drawn() -> (Heads, Mat<f64>) {
        let mut rng = stream(5, "heads");
        let heads = Heads::split(orthonormal_frame(6, 6, &mut rng).as_ref(), 3);
        (heads, Mat::from_fn(6, 4, |_, _| rng.sample(StandardNormal)))
    }

    #[test]
    fn one_head_that_sees_everything_has_the_coding_rate() {
        let (_, tokens) = drawn();
        let whole = Heads::split(orthonormal_frame(6, 6, &mut stream(6, "heads")).as_ref(), 1);
        assert_relative_eq!(whole.rate(tokens.as_ref(), 0.2), coding_rate(tokens.as_ref(), 0.2), max_relative = 1e-12);
    }

    /// Second road: central differences, whose error is of the order of the step squared, 1e-10.
    #[test]
    fn the_gradient_is_the_limit_of_differences() {
        let (heads, tokens) = drawn();
        let gradient = heads.gradient(tokens.as_ref(), 0.2);
        for (i, j) in [(0, 0), (5, 3), (2, 1)] {
            let moved = |by: f64| {
                let mut tokens = tokens.clone();
                tokens[(i, j)] += by;
                heads.rate(tokens.as_ref(), 0.2)
            };
            assert_relative_eq!(gradient[(i, j)], (moved(1e-5) - moved(-1e-5)) / 2e-5, epsilon = 1e-8);
        }
    }
}
