//! How the rate changes while a network is trained.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

/// The factor on the rate, by step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Schedule {
    /// 1 at every step.
    #[default]
    Constant,
    /// Up from 0 to 1 in a straight line over the first `warm_up` steps, then down to 0 along half a cosine.
    ///
    /// Source: Loshchilov & Hutter 2017, eq. 5, without restarts.
    Cosine {
        /// Steps on the way up.
        warm_up: usize,
    },
    /// Times `factor` after every `every` steps.
    Steps {
        /// Steps from one change to the next.
        every: usize,
        /// What the rate is multiplied by.
        factor: f64,
    },
}

impl Schedule {
    /// The factor at `step`, counted from 0, of `steps`.
    #[must_use]
    pub fn factor(self, step: usize, steps: usize) -> f64 {
        match self {
            Self::Constant => 1.0,
            Self::Cosine { warm_up } if step < warm_up => (step + 1) as f64 / warm_up as f64,
            Self::Cosine { warm_up } => {
                let passed = (step - warm_up) as f64 / steps.saturating_sub(warm_up).max(1) as f64;
                0.5 * (1.0 + (PI * passed).cos())
            }
            Self::Steps { every, factor } => factor.powf((step / every.max(1)) as f64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Schedule;
    use approx::assert_abs_diff_eq;

    #[test]
    fn the_cosine_rises_to_one_halves_in_the_middle_and_ends_near_zero() {
        let factor = |step| Schedule::Cosine { warm_up: 10 }.factor(step, 110);
        assert_abs_diff_eq!(factor(4), 0.5);
        assert_abs_diff_eq!(factor(9), 1.0);
        assert_abs_diff_eq!(factor(60), 0.5, epsilon = 1e-12);
        // The last step is one hundredth of the way before the end: sin²(π/200).
        assert_abs_diff_eq!(factor(109), (std::f64::consts::PI / 200.0).sin().powi(2), epsilon = 1e-12);
    }

    #[test]
    fn steps_change_the_rate_when_they_say() {
        let factor = |step| Schedule::Steps { every: 3, factor: 0.5 }.factor(step, 9);
        assert_abs_diff_eq!(factor(2), 1.0);
        assert_abs_diff_eq!(factor(3), 0.5);
        assert_abs_diff_eq!(factor(8), 0.25);
    }
}
