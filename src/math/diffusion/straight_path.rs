//! Flow matching: a straight path from noise to data, and its velocity by the same denoiser.

use super::ornstein_uhlenbeck::Transition;

// ANCHOR: straight_path
/// The place τ on the straight path `x_τ = (1 − τ) z + τ x₀` that has the ratio of signal to noise of time `t`, and the
/// factor from `x_τ` to `xₜ`.
///
/// ```text
/// (1 − τ)/τ = s/a:   τ = a/(a + s),   xₜ = (a + s) x_τ    book eq. straight-path
/// ```
#[must_use]
pub fn place(t: f64) -> (f64, f64) {
    let transition = Transition::over(t);
    let sum = transition.contraction + transition.noise();
    (transition.contraction / sum, sum)
}

/// Takes the rows of `x`, noised points at the first of `times`, along the straight path to the last, by Heun's rule in τ.
/// `denoise(x, t)` is E[x₀ | xₜ = x].
///
/// ```text
/// dx_τ/dτ = E[x₀ − z | x_τ] = (E[x₀ | x_τ] − x_τ)/(1 − τ)   book eq. flow-matching
/// ```
///
/// Source: Lipman, Chen, Ben-Hamu, Nickel & Le 2023, with the conditional path of optimal transport.
#[must_use]
pub fn walk(x: &[f64], times: &[f64], denoise: impl Fn(&[f64], f64) -> Vec<f64>) -> Vec<f64> {
    let velocity = |y: &[f64], t: f64| -> Vec<f64> {
        let (place, factor) = place(t);
        let guesses = denoise(&y.iter().map(|y| factor * y).collect::<Vec<_>>(), t);
        y.iter().zip(guesses).map(|(y, guess)| (guess - y) / (1.0 - place)).collect()
    };
    let ahead = |y: &[f64], by: f64, v: &[f64]| -> Vec<f64> { y.iter().zip(v).map(|(y, v)| y + by * v).collect() };
    let mut y: Vec<f64> = x.iter().map(|x| x / place(times[0]).1).collect();
    for pair in times.windows(2) {
        let length = place(pair[1]).0 - place(pair[0]).0;
        let first = velocity(&y, pair[0]);
        let second = velocity(&ahead(&y, length, &first), pair[1]);
        y = ahead(&ahead(&y, length / 2.0, &first), length / 2.0, &second);
    }
    let factor = place(times[times.len() - 1]).1;
    y.iter().map(|y| factor * y).collect()
}
// ANCHOR_END: straight_path

#[cfg(test)]
mod tests {
    use super::{place, walk};
    use crate::math::diffusion::{ornstein_uhlenbeck::Transition, signal_to_noise::log_ratio_times};
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    /// Second road: of one data point the straight path is straight, and one step is exact.
    #[test]
    fn one_point_is_reached_in_one_step() {
        let [start, end] = [3.0, 0.01].map(Transition::over);
        let x = walk(&[1.7], &[3.0, 0.01], |x, _| vec![-0.4; x.len()]);
        let noise = (1.7 + 0.4 * start.contraction) / start.noise();
        assert_abs_diff_eq!(x[0], -0.4 * end.contraction + noise * end.noise(), epsilon = 1e-14);
    }

    /// Order of convergence: of normal data of variance ¼ every point keeps its share of the deviation. (Of variance 1 the
    /// errors of the two halves of the way all but cancel.)
    #[test]
    fn normal_data_keep_their_quantiles() {
        const VARIANCE: f64 = 0.25;
        let square = |at: Transition| at.contraction * at.contraction * VARIANCE + at.variance;
        let error = |steps: usize| {
            let guess = |t: f64| Transition::over(t).contraction * VARIANCE / square(Transition::over(t));
            let [start, end] = [4.0, 0.01].map(|t| square(Transition::over(t)).sqrt());
            let times = log_ratio_times(4.0, 0.01, steps);
            walk(&[1.2], &times, |x, t| x.iter().map(|x| guess(t) * x).collect())[0] - 1.2 * end / start
        };
        assert_abs_diff_eq!((error(64) / error(128)).log2(), 2.0, epsilon = 0.1);
        assert_relative_eq!(place(1e-12).0, 1.0, max_relative = 1e-5);
    }
}
