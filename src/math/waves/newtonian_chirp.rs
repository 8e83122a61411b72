//! The gravitational wave of two bodies that spiral into each other, in time, at leading order.
//!
//! The orbit shrinks because the wave carries energy away. At leading order its frequency has a closed form in the
//! time that is left, so the wave can be Fourier transformed by plain summation. That is a second road to the
//! stationary-phase formulas of [`chirp`](super::chirp), and says how good they are.

use std::f64::consts::PI;

use rustfft::num_complex::Complex64;

use super::chirp::{Binary, Order};

/// The frequency of the wave `left` before coalescence, hertz; `chirp_mass` and `left` in seconds.
///
/// ```text
/// f(t) = (1/π) 𝓜^(−5/8) (5/(256 |t|))^(3/8),   that is   df/dt = (96/5) π^(8/3) 𝓜^(5/3) f^(11/3)
///                                                                                    book eq. chirp-in-time
/// ```
#[must_use]
pub fn frequency(chirp_mass: f64, left: f64) -> f64 {
    (5.0 / (256.0 * left)).powf(0.375) * chirp_mass.powf(-0.625) / PI
}

/// The time before coalescence at which the wave has the frequency `f`: seconds, `chirp_mass` in seconds.
#[must_use]
pub fn time_left(chirp_mass: f64, f: f64) -> f64 {
    5.0 / 256.0 * chirp_mass * (PI * chirp_mass * f).powf(-8.0 / 3.0)
}

/// The phase of the wave `left` before coalescence, radians, 0 at coalescence and falling before:
/// φ(t) = −2 (|t|/(5𝓜))^(5/8).
#[must_use]
pub fn phase(chirp_mass: f64, left: f64) -> f64 {
    -2.0 * (left / (5.0 * chirp_mass)).powf(0.625)
}

// ANCHOR: stationary_phase_error
/// The Fourier transform at `f` of the wave (4/D) 𝓜^(5/3) (πf(t))^(2/3) cos φ(t), over what the stationary-phase
/// formula gives there, less 1. `chirp_mass` in seconds.
///
/// The integral is cut off smoothly far from the time at which the wave passes through `f`, where it sums to nothing.
/// What is left is the formula's own error, of order (π𝓜f)^(5/3), the inverse of the phase that is still to come.
#[must_use]
pub fn stationary_phase_error(chirp_mass: f64, f: f64) -> Complex64 {
    let (first, last) = (time_left(chirp_mass, f / WIDEST), time_left(chirp_mass, f * WIDEST));
    let steps = ((first - last) * SAMPLES_A_CYCLE * WIDEST * f).ceil();
    let step = (first - last) / steps;
    let sum: Complex64 = (1..steps as usize)
        .map(|i| {
            let left = first - i as f64 * step;
            let now = frequency(chirp_mass, left);
            let window = smooth_step(((now / f).ln().abs() / WIDEST.ln() - 0.5) * 2.0);
            let wave = 4.0 * chirp_mass.powf(5.0 / 3.0) * (PI * now).powf(2.0 / 3.0) * phase(chirp_mass, left).cos();
            Complex64::from_polar(window * wave * step, 2.0 * PI * f * left)
        })
        .sum();
    // Two equal bodies; at this order only the chirp mass counts. The distance is one second of light.
    let mass = chirp_mass / super::chirp::SUN_S * 2.0_f64.powf(0.2);
    let binary = Binary { m1: mass, m2: mass };
    let amplitude = binary.amplitude(f, 1.0 / super::chirp::MEGAPARSEC_S);
    sum / Complex64::from_polar(amplitude, -binary.phase(f, Order::Newtonian)) - 1.0
}
// ANCHOR_END: stationary_phase_error

/// The integral runs over the times at which the wave's frequency is within this factor of the one asked for.
const WIDEST: f64 = 3.0;
/// Samples to a cycle of the highest frequency; the trapezoidal rule then has no error beside rounding.
const SAMPLES_A_CYCLE: f64 = 6.0;

/// 1 up to 0, 0 from 1 on, with all derivatives in between.
fn smooth_step(x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    if x >= 1.0 {
        return 0.0;
    }
    1.0 / (1.0 + (1.0 / (1.0 - x) - 1.0 / x).exp())
}

#[cfg(test)]
mod tests {
    use super::{frequency, phase, stationary_phase_error, time_left};
    use crate::math::{statistics::fit, waves::chirp::SUN_S};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use std::f64::consts::PI;

    /// Second road: the quadrupole formula's rate of the frequency, and the frequency as the phase's rate.
    #[test]
    fn the_frequency_obeys_the_quadrupole_formula() {
        let m = 9.0 * SUN_S;
        for f in [20.0, 70.0] {
            let left = time_left(m, f);
            assert_relative_eq!(frequency(m, left), f, max_relative = 1e-12);
            let step = 1e-4 * left;
            let rate = |of: &dyn Fn(f64) -> f64| (of(left - step) - of(left + step)) / (2.0 * step);
            let expected = 96.0 / 5.0 * PI.powf(8.0 / 3.0) * m.powf(5.0 / 3.0) * f.powf(11.0 / 3.0);
            // The central differences are off by the square of the relative step, times a factor of order one.
            assert_relative_eq!(rate(&|left| frequency(m, left)), expected, max_relative = 1e-7);
            assert_relative_eq!(rate(&|left| phase(m, left)), 2.0 * PI * f, max_relative = 1e-7);
        }
    }

    /// The transform of the wave is the stationary-phase formula in amplitude and phase, but for an error that is the
    /// first correction of the method: of order (π𝓜f)^(5/3).
    #[test]
    fn the_stationary_phase_is_right_to_the_order_of_its_first_correction() {
        let m = 2.0 * SUN_S;
        let frequencies = [30.0, 60.0, 120.0];
        let errors = frequencies.map(|f| stationary_phase_error(m, f).norm());
        // Its coefficient is of order one, and the next correction is smaller by as much again.
        for (f, error) in frequencies.iter().zip(errors) {
            let scale = (PI * m * f).powf(5.0 / 3.0);
            assert!((0.1..10.0).contains(&(error / scale)), "{error} at {f} Hz, scale {scale}");
        }
        assert_abs_diff_eq!(fit::order(&frequencies, &errors), 5.0 / 3.0, epsilon = 0.02);
    }
}
