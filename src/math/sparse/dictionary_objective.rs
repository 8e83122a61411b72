//! Dictionary learning over the sphere: one direction at a time, the one along which the data are sparsest.

use std::f64::consts::{LN_2, PI};

use faer::{Mat, Side};

use crate::math::vectors::{dot, norm};

/// A smooth absolute value.
///
/// ```text
/// h_μ(z) = μ log cosh(z/μ) = |z| + μ (log(1 + exp(−2|z|/μ)) − log 2)
/// ```
///
/// `mu` above 0; 0 at z = 0, and between |z| − μ log 2 and |z| elsewhere.
#[must_use]
pub fn smooth_absolute(z: f64, mu: f64) -> f64 {
    z.abs() + mu * ((-2.0 * z.abs() / mu).exp().ln_1p() - LN_2)
}

// ANCHOR: dictionary_objective
/// How far from sparse the samples look along a direction, and its gradient in the space around the sphere: `[n]`.
///
/// ```text
/// φ(q) = 1/N Σ_i h_μ(qᵀ y_i),   ∇φ(q) = 1/N Σ_i tanh(qᵀ y_i/μ) y_i           book eq. dictionary-objective
/// ```
///
/// `samples`: y, `[N, n]`, one sample a row; `q` a unit vector, `[n]`; `mu` above 0.
///
/// Source: Sun, Qu & Wright 2017, part I, eq. (I.3).
#[must_use]
pub fn dictionary_objective(samples: &[Vec<f64>], q: &[f64], mu: f64) -> (f64, Vec<f64>) {
    let mut value = 0.0;
    let mut gradient = vec![0.0; q.len()];
    for y in samples {
        let z = dot(q, y);
        value += smooth_absolute(z, mu);
        let slope = (z / mu).tanh();
        gradient.iter_mut().zip(y).for_each(|(g, y)| *g += slope * y);
    }
    let count = samples.len() as f64;
    (value / count, gradient.into_iter().map(|g| g / count).collect())
}
// ANCHOR_END: dictionary_objective

/// The eigenvalues of the second derivative along great circles through `q`, n − 1 of them, rising.
///
/// ```text
/// Hess φ(q) = P (∇²φ(q) − ⟨q, ∇φ(q)⟩ I) P,   P = I − qqᵀ,   ∇²φ = 1/N Σ_i y_i y_iᵀ / (μ cosh²(qᵀ y_i/μ))
/// ```
///
/// Arguments as of [`dictionary_objective`]. Source: Absil, Mahony & Sepulchre 2008, §5.3, for the sphere.
///
/// # Panics
///
/// If the eigenvalues do not converge.
#[must_use]
pub fn sphere_curvatures(samples: &[Vec<f64>], q: &[f64], mu: f64) -> Vec<f64> {
    let n = q.len();
    let slope = dot(q, &dictionary_objective(samples, q, mu).1);
    let mut hessian = Mat::<f64>::zeros(n, n);
    for y in samples {
        let weight = (dot(q, y) / mu).cosh().powi(-2) / (mu * samples.len() as f64);
        for i in 0..n {
            for j in 0..n {
                hessian[(i, j)] += weight * y[i] * y[j];
            }
        }
    }
    let across = Mat::from_fn(n, n, |i, j| f64::from(u8::from(i == j)) - q[i] * q[j]);
    // A large number along q keeps this direction, which is no direction of the sphere, at the end of the list.
    let beyond = 1e6;
    let shifted = &across * (&hessian - slope * Mat::<f64>::identity(n, n)) * &across
        + Mat::from_fn(n, n, |i, j| beyond * q[i] * q[j]);
    let mut values = shifted.self_adjoint_eigenvalues(Side::Lower).expect("a symmetric matrix");
    values.pop();
    values
}

// ANCHOR: population_objective
/// The mean of the ℓ₁ objective over Bernoulli–Gaussian samples of the dictionary I, exactly.
///
/// ```text
/// E |qᵀx| = √(2/π) Σ_Ω θ^|Ω| (1 − θ)^(n − |Ω|) ‖q_Ω‖
/// ```
///
/// Given its support Ω, qᵀx is Gaussian with the standard deviation `‖q_Ω‖`, of the entries of q in Ω. `q`: `[n]`; `theta`
/// in `[0, 1]`. The sum has 2ⁿ terms.
#[must_use]
pub fn population_objective(q: &[f64], theta: f64) -> f64 {
    let term = |support: usize| {
        let weight = |i: usize| if support >> i & 1 == 1 { theta } else { 1.0 - theta };
        let square: f64 = (0..q.len()).filter(|i| support >> i & 1 == 1).map(|i| q[i] * q[i]).sum();
        (0..q.len()).map(weight).product::<f64>() * square.sqrt()
    };
    (2.0 / PI).sqrt() * (0..1_usize << q.len()).map(term).sum::<f64>()
}
// ANCHOR_END: population_objective

/// The part of a vector of the space around the sphere that lies along the sphere at `q`: (I − qqᵀ) v, `[n]`.
#[must_use]
pub fn along_sphere(vector: &[f64], q: &[f64]) -> Vec<f64> {
    let outward = dot(q, vector);
    vector.iter().zip(q).map(|(v, q)| v - outward * q).collect()
}

/// Gradient descent along the sphere: how long its steps are, and when it ends.
#[derive(Debug, Clone, Copy)]
pub struct GradientDescent {
    /// η: the length of a step over that of the gradient along the sphere.
    pub rate: f64,
    /// Steps after which a descent ends, wherever it is.
    pub steps: usize,
    /// A descent has arrived where the gradient along the sphere is shorter than this.
    pub threshold: f64,
}

/// A descent along the sphere.
#[derive(Debug, Clone)]
pub struct Descent {
    /// The points, from the start on: `[steps + 1, n]`.
    pub path: Vec<Vec<f64>>,
    /// Whether the gradient along the sphere fell below the threshold.
    pub arrived: bool,
}

impl GradientDescent {
    /// The descent of [`dictionary_objective`] from `start`, a unit vector, `[n]`.
    ///
    /// ```text
    /// q ← (q − η (I − qqᵀ) ∇φ(q)) / ‖…‖
    /// ```
    #[must_use]
    pub fn descend(&self, samples: &[Vec<f64>], start: Vec<f64>, mu: f64) -> Descent {
        let mut path = vec![start];
        while path.len() <= self.steps {
            let q = &path[path.len() - 1];
            let along = along_sphere(&dictionary_objective(samples, q, mu).1, q);
            if norm(&along) < self.threshold {
                return Descent { path, arrived: true };
            }
            let moved: Vec<f64> = q.iter().zip(&along).map(|(q, g)| q - self.rate * g).collect();
            let length = norm(&moved);
            path.push(moved.into_iter().map(|x| x / length).collect());
        }
        Descent { path, arrived: false }
    }
}

/// The direction with equal weight on the first `atoms` of n coordinates and none on the others.
///
/// # Panics
///
/// If there are more atoms than coordinates, or none.
#[must_use]
pub fn balanced(atoms: usize, n: usize) -> Vec<f64> {
    assert!((1..=n).contains(&atoms), "{atoms} of {n} atoms");
    (0..n).map(|i| if i < atoms { 1.0 / (atoms as f64).sqrt() } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    use super::{
        GradientDescent, balanced, dictionary_objective, population_objective, smooth_absolute, sphere_curvatures,
    };
    use crate::{data::streams::stream, math::vectors::dot};

    fn samples(count: usize, n: usize, theta: f64) -> Vec<Vec<f64>> {
        let mut rng = stream(3, "dictionary-objective");
        let mut entry = || if rng.gen_bool(theta) { rng.sample::<f64, _>(StandardNormal) } else { 0.0 };
        (0..count).map(|_| (0..n).map(|_| entry()).collect()).collect()
    }

    fn on_a_circle(q: &[f64], toward: &[f64], t: f64) -> Vec<f64> {
        q.iter().zip(toward).map(|(q, v)| t.cos() * q + t.sin() * v).collect()
    }

    #[test]
    fn the_smooth_absolute_value_is_log_cosh_and_tends_to_the_absolute_value() {
        for z in [-2.0, -0.03, 0.0, 0.4_f64] {
            assert_abs_diff_eq!(smooth_absolute(z, 0.3), 0.3 * (z / 0.3).cosh().ln(), epsilon = 1e-14);
            assert_abs_diff_eq!(smooth_absolute(z, 1e-9), z.abs(), epsilon = 1e-9);
        }
    }

    /// Second road: differences of the value along great circles.
    #[test]
    fn gradient_and_curvature_are_those_of_the_value_along_great_circles() {
        let (data, mu) = (samples(400, 3, 0.4), 0.2);
        let q = balanced(2, 3);
        let gradient = dictionary_objective(&data, &q, mu).1;
        let half = 0.5_f64.sqrt();
        let directions = [[half, -half, 0.0], [0.0, 0.0, 1.0]];
        let mut trace = 0.0;
        for v in directions {
            let value = |t: f64| dictionary_objective(&data, &on_a_circle(&q, &v, t), mu).0;
            let h = 1e-3;
            let slope = dot(&gradient, &v);
            // Second-order differences: errors of h² times third derivatives of up to 1/μ².
            assert_abs_diff_eq!((value(h) - value(-h)) / (2.0 * h), slope, epsilon = 1e-4);
            trace += (value(h) - 2.0 * value(0.0) + value(-h)) / (h * h);
        }
        let curvatures = sphere_curvatures(&data, &q, mu);
        assert_eq!(curvatures.len(), 2);
        // Fourth derivatives of up to 1/μ³, and rounding over h².
        assert_abs_diff_eq!(curvatures.iter().sum::<f64>(), trace, epsilon = 1e-3);
    }

    /// Second road: the mean over samples.
    #[test]
    fn the_population_objective_is_the_mean_of_the_sampled_one() {
        let data = samples(200_000, 4, 0.3);
        for q in [balanced(1, 4), balanced(3, 4), vec![0.6, -0.8, 0.0, 0.0]] {
            let sampled = data.iter().map(|y| dot(&q, y).abs()).sum::<f64>() / data.len() as f64;
            // |qᵀx| has a variance below θ: a standard error below .0012; four of them.
            assert_abs_diff_eq!(sampled, population_objective(&q, 0.3), epsilon = 0.005);
        }
        // One atom: √(2/π) θ.
        assert_relative_eq!(
            population_objective(&balanced(1, 4), 0.3),
            0.3 * (2.0 / std::f64::consts::PI).sqrt(),
            max_relative = 1e-14
        );
    }

    /// Descent falls at every step and ends at an atom of the dictionary I.
    #[test]
    fn a_descent_falls_and_ends_at_an_atom() {
        let (data, mu) = (samples(2_000, 3, 0.2), 0.05);
        let rule = GradientDescent { rate: mu, steps: 5_000, threshold: 1e-4 };
        let descent = rule.descend(&data, vec![0.6, 0.48, 0.64], mu);
        let values: Vec<f64> = descent.path.iter().map(|q| dictionary_objective(&data, q, mu).0).collect();
        // Sums of 2,000 numbers, each rounded.
        assert!(values.windows(2).all(|pair| pair[1] <= pair[0] + 1e-12), "{values:?}");
        assert!(descent.arrived);
        let end = &descent.path[descent.path.len() - 1];
        // Where the samples have their minimum: within a few times 1/√2000 of the atom.
        assert!(end.iter().any(|x| x.abs() > 0.995), "{end:?}");
    }
}
