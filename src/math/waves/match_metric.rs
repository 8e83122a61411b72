//! How alike two templates are at best, and the metric that this makes of a family of templates.
//!
//! A detector does not know when a signal arrives nor at which phase, so two whitened spectra are compared by the
//! *match*, their largest product over both. Near a template the match falls off as a square, 1 − M ≈ `g_ij` dθⁱ dθʲ,
//! and g is a Riemannian metric of the family (Owen 1996). It takes derivatives of the template only.
//!
//! Any family will do: a template is a complex vector, as [`Band::whiten`](super::noise_weighted::Band::whiten) makes
//! it, with as many parameters as it has derivatives.

use std::{f64::consts::PI, fmt, sync::Arc};

use faer::{
    Mat,
    linalg::solvers::{Llt, Solve as _},
};
use rustfft::{Fft, FftPlanner, num_complex::Complex64};

use super::noise_weighted::{norm, product};

/// The largest product of two unit spectra over their phase.
///
/// ```text
/// M(a, b) = |Σ_k a_k* b_k| / (‖a‖ ‖b‖)                       book eq. match, at one time
/// ```
///
/// Neither spectrum need have norm 1. In `[0, 1]`.
///
/// # Panics
///
/// If the spectra are of different bands.
#[must_use]
pub fn match_over_phase(a: &[Complex64], b: &[Complex64]) -> f64 {
    product(a, b).norm() / (norm(a) * norm(b))
}

/// Matches over phase and time, of spectra on one grid of frequencies.
#[derive(Clone)]
pub struct Matcher {
    /// From a frequency to the next, hertz.
    step_hz: f64,
    /// Frequencies of a spectrum.
    bins: usize,
    /// From frequencies to times; the spectrum is continued by zeros, so that the times are close.
    transform: Arc<dyn Fft<f64>>,
}

/// How alike two spectra are at best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// The match M, in `[0, 1]`.
    pub value: f64,
    /// The delay of the second spectrum at which it is reached, seconds, in ±1/(2Δf).
    pub delay_s: f64,
}

/// Times to a width of the peak, 1/(bins · Δf), or more. The nearest time is then at most 1/16 of a width from a peak,
/// where the product is still within 1 − sinc(1/16) = 0.7 % of it even if all weights are equal.
const TIMES_A_WIDTH: usize = 8;
/// Peaks that are lower than this part of the highest time cannot be the highest peak.
const NEARLY: f64 = 0.98;

impl Matcher {
    /// For spectra at `bins` frequencies, `step_hz` apart.
    ///
    /// # Panics
    ///
    /// If there are no bins, or the step is not above 0.
    #[must_use]
    pub fn new(bins: usize, step_hz: f64) -> Self {
        assert!(bins > 0 && step_hz > 0.0, "{bins} bins, {step_hz} Hz apart");
        let times = (TIMES_A_WIDTH * bins).next_power_of_two();
        Self { step_hz, bins, transform: FftPlanner::new().plan_fft_forward(times) }
    }

    /// The largest product of two unit spectra over phase and time.
    ///
    /// ```text
    /// M(a, b) = max_τ |Σ_k a_k* b_k e^(−2πi f_k τ)| / (‖a‖ ‖b‖)                          book eq. match
    /// ```
    ///
    /// The times of a Fourier transform that is padded with zeros bracket the peaks, and Newton's method finds their
    /// tops, so that the value is exact to rounding. Neither spectrum need have norm 1. Time is a circle, 1/Δf around.
    ///
    /// # Panics
    ///
    /// If a spectrum has another number of bins, or the norm 0.
    #[must_use]
    pub fn best(&self, a: &[Complex64], b: &[Complex64]) -> Match {
        assert!(a.len() == self.bins && b.len() == self.bins, "{} and {} bins, not {}", a.len(), b.len(), self.bins);
        let scale = norm(a) * norm(b);
        assert!(scale > 0.0, "a spectrum without a norm");
        let across: Vec<Complex64> = a.iter().zip(b).map(|(a, b)| a.conj() * b / scale).collect();
        let times = self.transform.len();
        let mut at_times = across.clone();
        at_times.resize(times, Complex64::ZERO);
        self.transform.process(&mut at_times);
        let heights: Vec<f64> = at_times.iter().map(|c| c.norm()).collect();
        let highest = heights.iter().copied().fold(0.0, f64::max);
        let mut best = Match { value: 0.0, delay_s: 0.0 };
        for (index, &height) in heights.iter().enumerate() {
            let neighbours = (heights[(index + times - 1) % times], heights[(index + 1) % times]);
            if height < NEARLY * highest || height < neighbours.0 || height < neighbours.1 {
                continue;
            }
            let top = top_of_peak(&across, 2.0 * PI / times as f64, index as f64);
            if top.0 > best.value {
                let turns = (top.1 + times as f64 / 2.0).rem_euclid(times as f64) / times as f64 - 0.5;
                best = Match { value: top.0, delay_s: turns / self.step_hz };
            }
        }
        best
    }
}

impl fmt::Debug for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Matcher").field("step_hz", &self.step_hz).field("bins", &self.bins).finish_non_exhaustive()
    }
}

/// The height and the place of the peak of |Σ `z_k` e^(−ikαt)| next to `t`, by Newton's method on its square.
///
/// `alpha` is in radians; the peak is less than one unit of `t` away.
fn top_of_peak(z: &[Complex64], alpha: f64, from: f64) -> (f64, f64) {
    let mut t = from;
    let mut height = 0.0;
    // Each step squares a distance that is a small part of the peak's width: three are enough, and the bound is for
    // peaks that are flat to rounding.
    for _ in 0..12 {
        let (value, [slope, curvature]) = height_and_derivatives(z, alpha, t);
        height = value;
        let step = if curvature < 0.0 { slope / curvature } else { 0.0 };
        let next = (t - step).clamp(from - 1.0, from + 1.0);
        if (next - t).abs() < 1e-9 {
            break;
        }
        t = next;
    }
    (height, t)
}

/// |c|, and the first and the second derivative of |c|² by t, of c = Σ `z_k` e^(−ikαt).
fn height_and_derivatives(z: &[Complex64], alpha: f64, t: f64) -> (f64, [f64; 2]) {
    let turn = Complex64::from_polar(1.0, -alpha * t);
    let mut rotation = Complex64::ONE;
    let [mut c, mut first, mut second] = [Complex64::ZERO; 3];
    for (k, z) in z.iter().enumerate() {
        let rate = Complex64::new(0.0, -alpha * k as f64);
        let term = z * rotation;
        c += term;
        first += term * rate;
        second += term * rate * rate;
        rotation *= turn;
    }
    let slope = 2.0 * (c.conj() * first).re;
    (c.norm(), [slope, 2.0 * (first.norm_sqr() + (c.conj() * second).re)])
}

// ANCHOR: match_metric
/// g: `[n, n]`, the metric of the match at a template a with derivatives ∂₁a, …, ∂ₙa, positive semidefinite.
///
/// ```text
/// 1 − M(a(θ), a(θ + dθ)) = g_ij dθⁱ dθʲ + O(dθ³)
/// g_ij = ½ Re ⟨Q∂_i a, Q∂_j a⟩ / ‖a‖²                                                book eq. match-metric
/// ```
///
/// Q takes away what the match does not see: the template itself (its norm) and i times it (its phase), together the
/// complex multiples of a, and then the real span of what is left of `nuisances`, further directions over which the
/// match is maximised, such as [`time_direction`]. Neither a need have norm 1 nor its derivatives be those of a unit
/// template.
///
/// Source: Owen 1996, §II, there as γ − γγᵀ/γ after the maximum over time; here as one projection.
///
/// # Panics
///
/// If lengths differ, if a is 0, or if the nuisances are linearly dependent of each other and of a.
#[must_use]
pub fn match_metric(template: &[Complex64], derivatives: &[Vec<Complex64>], nuisances: &[Vec<Complex64>]) -> Mat<f64> {
    let energy = norm(template).powi(2);
    assert!(energy > 0.0, "a template without a norm");
    let off_template = |direction: &Vec<Complex64>| -> Vec<Complex64> {
        let along = product(template, direction) / energy;
        direction.iter().zip(template).map(|(direction, a)| direction - along * a).collect()
    };
    let intrinsic: Vec<_> = derivatives.iter().map(off_template).collect();
    let nuisances: Vec<_> = nuisances.iter().map(off_template).collect();
    let gram = |left: &[Vec<Complex64>], right: &[Vec<Complex64>]| {
        Mat::from_fn(left.len(), right.len(), |i, j| 0.5 * product(&left[i], &right[j]).re / energy)
    };
    let whole = gram(&intrinsic, &intrinsic);
    if nuisances.is_empty() {
        return whole;
    }
    let across = gram(&nuisances, &intrinsic);
    let factor = Llt::new(gram(&nuisances, &nuisances).as_ref(), faer::Side::Lower)
        .expect("nuisances that are linearly independent of each other and of the template");
    whole - across.transpose() * factor.solve(&across)
}
// ANCHOR_END: match_metric

/// The direction of a delay: ∂/∂τ of `a_k` e^(−2πi `f_k` τ), that is −2πi `f_k a_k`.
///
/// # Panics
///
/// If there is not one frequency an entry.
#[must_use]
pub fn time_direction(frequencies: &[f64], template: &[Complex64]) -> Vec<Complex64> {
    assert_eq!(frequencies.len(), template.len(), "one frequency an entry");
    frequencies.iter().zip(template).map(|(f, a)| Complex64::new(0.0, -2.0 * PI * f) * a).collect()
}

/// The derivatives of a family of templates at `at`: `[n]` spectra, by central differences with `steps`: `[n]`.
///
/// The error is `step²/6` of the third derivative, and rounding over `step`.
///
/// # Panics
///
/// If there is not one step a parameter.
#[must_use]
pub fn central_differences(
    family: impl Fn(&[f64]) -> Vec<Complex64>,
    at: &[f64],
    steps: &[f64],
) -> Vec<Vec<Complex64>> {
    assert_eq!(at.len(), steps.len(), "one step a parameter");
    let moved = |i: usize, by: f64| {
        let mut theta = at.to_vec();
        theta[i] += by;
        family(&theta)
    };
    let derivative = |i: usize| {
        let (ahead, behind) = (moved(i, steps[i]), moved(i, -steps[i]));
        ahead.iter().zip(behind).map(|(ahead, behind)| (ahead - behind) / (2.0 * steps[i])).collect()
    };
    (0..at.len()).map(derivative).collect()
}

#[cfg(test)]
mod tests {
    use super::{Matcher, central_differences, match_metric, match_over_phase, time_direction};
    use crate::math::statistics::fit;
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Mat;
    use rustfft::num_complex::Complex64;
    use std::f64::consts::PI;

    const BINS: usize = 401;

    /// −10 to 10, in steps of 1/20.
    fn frequencies() -> Vec<f64> {
        (0..BINS).map(|k| -10.0 + 0.05 * k as f64).collect()
    }

    /// A spectrum whose energy is normally distributed over the frequencies, 3 to 5 of whose phases' coefficients are
    /// θ. Not of norm 1, and the norm changes with θ₀.
    fn of_phases(theta: &[f64]) -> Vec<Complex64> {
        let phase = |f: f64| (2..).zip(theta).map(|(power, theta)| theta * f.powi(power)).sum();
        let spectrum = |f: f64| Complex64::from_polar((1.0 + 0.1 * theta[0]) * (-f * f / 4.0).exp(), phase(f));
        frequencies().into_iter().map(spectrum).collect()
    }

    fn metric_at(theta: &[f64], with_time: bool) -> Mat<f64> {
        let a = of_phases(theta);
        let derivatives = central_differences(of_phases, theta, &vec![1e-5; theta.len()]);
        let time = if with_time { vec![time_direction(&frequencies(), &a)] } else { Vec::new() };
        match_metric(&a, &derivatives, &time)
    }

    /// Where the parameters are a phase's coefficients, g is half of the covariance of the powers of f under the
    /// energy, here of a standard normal: E f⁴ = 3, E f⁶ = 15; time takes away the part of f³ along f.
    #[test]
    fn for_phases_the_metric_is_half_a_covariance() {
        let theta = [0.3, -0.2];
        let without = metric_at(&theta, false);
        let with = metric_at(&theta, true);
        // A difference with step h makes f³ of every sin(hf³)/h: h²/6 E f¹² = 1.7e-7 too little.
        for (g, expected) in [
            (without[(0, 0)], 0.5 * (3.0 - 1.0)),
            (without[(0, 1)], 0.0),
            (without[(1, 1)], 0.5 * 15.0),
            (with[(0, 0)], 0.5 * (3.0 - 1.0)),
            (with[(1, 1)], 0.5 * (15.0 - 9.0)),
        ] {
            assert_abs_diff_eq!(g, expected, epsilon = 2e-7);
        }
    }

    /// Second road: the match itself. What is left of 1 − M falls as the cube of the offset, and as its fourth power
    /// where the cubes of an offset and of its opposite cancel.
    #[test]
    fn the_match_falls_off_as_the_metric_says() {
        let theta = [0.2, 0.1, -0.05];
        let direction = [0.6, -0.3, 0.02];
        let moved = |by: f64| -> Vec<f64> { theta.iter().zip(direction).map(|(t, d)| t + by * d).collect() };
        let matcher = Matcher::new(BINS, 0.05);
        let a = of_phases(&theta);
        for with_time in [false, true] {
            let metric = metric_at(&theta, with_time);
            let square: f64 = (0..9).map(|ij| metric[(ij / 3, ij % 3)] * direction[ij / 3] * direction[ij % 3]).sum();
            let lost = |by: f64| {
                let b = of_phases(&moved(by));
                1.0 - if with_time { matcher.best(&a, &b).value } else { match_over_phase(&a, &b) }
            };
            let steps = [0.04, 0.02, 0.01];
            let beyond = steps.map(|by| 0.5 * (lost(by) + lost(-by)) / (by * by) - square);
            // The next even order moves the slope by the largest step squared, times high moments of f.
            assert_abs_diff_eq!(fit::order(&steps, &beyond), 2.0, epsilon = 0.1);
            assert!(beyond[2].abs() < 0.01 * square, "{beyond:?} beside {square}");
        }
    }

    /// A delay that is no time of the transform, and a phase, are found and undone.
    #[test]
    fn a_delayed_and_turned_template_matches_itself() {
        let a = of_phases(&[0.3, 0.1]);
        for delay in [0.0, 0.123, -3.377, 9.9] {
            let turn = |(f, a): (f64, &Complex64)| a * Complex64::from_polar(1.0, 2.0 * PI * f * delay + 0.7);
            let early: Vec<Complex64> = frequencies().into_iter().zip(&a).map(turn).collect();
            let found = Matcher::new(BINS, 0.05).best(&a, &early);
            // Rounding of the rotations, 401 in a row; at the top of a peak a value tells a time by its square root
            // only, which Newton's method does not rest on.
            assert_abs_diff_eq!(found.value, 1.0, epsilon = 1e-12);
            assert_abs_diff_eq!(found.delay_s, delay, epsilon = 1e-9);
        }
    }

    /// Second road: every one of many times, tried. Two echoes, of which the stronger one falls between two times.
    #[test]
    fn no_time_is_better_than_the_one_found() {
        let a = of_phases(&[0.0, 0.0]);
        let echo = |f: f64, at: f64| Complex64::from_polar(1.0, -2.0 * PI * f * at);
        let b: Vec<Complex64> = frequencies()
            .into_iter()
            .zip(&a)
            .map(|(f, a)| a * (echo(f, 3.0) + 0.998 * echo(f, -2.0) + 0.2 * echo(f, 5.5)))
            .collect();
        let found = Matcher::new(BINS, 0.05).best(&a, &b);
        let at = |delay: f64| {
            let turned: Vec<Complex64> = frequencies().into_iter().zip(&b).map(|(f, b)| b * echo(f, delay)).collect();
            match_over_phase(&a, &turned)
        };
        let best = (0..20_000).map(|i| at(-10.0 + f64::from(i) * 0.001)).fold(0.0, f64::max);
        assert!(found.value >= best - 1e-13, "{} and {best}", found.value);
        // Half of a thousandth away a peak of width 1/(2π) is lower by (2π · 0.0005)²/2 of itself.
        assert_relative_eq!(found.value, best, max_relative = 5e-6);
        assert_abs_diff_eq!(at(found.delay_s), found.value, epsilon = 1e-13);
    }

    /// In other coordinates the metric is that of the chain rule.
    #[test]
    fn the_metric_changes_with_coordinates_as_a_metric_does() {
        let theta = [0.2, 0.1];
        let by = Mat::from_fn(2, 2, |i, j| [[1.0, 0.5], [-0.3, 2.0]][i][j]);
        let other = |x: &[f64]| {
            let theta: Vec<f64> = (0..2).map(|i| theta[i] + by[(i, 0)] * x[0] + by[(i, 1)] * x[1]).collect();
            of_phases(&theta)
        };
        let a = of_phases(&theta);
        let time = [time_direction(&frequencies(), &a)];
        let there = match_metric(&a, &central_differences(other, &[0.0, 0.0], &[1e-5, 1e-5]), &time);
        let expected = by.transpose() * metric_at(&theta, true) * &by;
        // Differences as above, of which those with the longer steps are off by 2⁴ times as much.
        assert!((there - expected).norm_max() < 5e-6);
    }
}
