//! What a network may be asked for when it sees a noised point, and the guess of the clean point that each answer means.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ornstein_uhlenbeck::Transition;

/// What a network predicts of `xₜ = a x₀ + s ε`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Prediction {
    /// `v = a ε − s x₀`.
    Velocity,
    /// `ε`.
    Noise,
    /// `x₀`.
    Clean,
    /// `∇log ρₜ`, by way of `−ε/s`, of which it is the mean.
    Score,
}

impl Prediction {
    // ANCHOR: prediction
    /// What training shows for one coordinate.
    #[must_use]
    pub fn target(self, clean: f64, noise: f64, at: Transition) -> f64 {
        match self {
            Self::Velocity => at.contraction * noise - at.noise() * clean,
            Self::Noise => noise,
            Self::Clean => clean,
            Self::Score => -noise / at.noise(),
        }
    }

    /// The guess of E[x₀ | xₜ = x] that an output means, one coordinate.
    ///
    /// ```text
    /// x̂₀ = a x − s v̂ = (x − s ε̂)/a = (x + s² F)/a            book eq. predictions
    /// ```
    ///
    /// Source: Salimans & Ho 2022, appendix D, for v.
    #[must_use]
    pub fn clean(self, x: f64, output: f64, at: Transition) -> f64 {
        match self {
            Self::Velocity => at.contraction * x - at.noise() * output,
            Self::Noise => (x - at.noise() * output) / at.contraction,
            Self::Clean => output,
            Self::Score => (x + at.variance * output) / at.contraction,
        }
    }

    /// The least mean square error of the target over the loss in dimensions, `snr E‖x₀ − E[x₀|xₜ]‖²`.
    ///
    /// ```text
    /// v: 1/a²,   ε: 1,   x₀: s²/a²,   score: 1/s²            book eq. prediction-floors
    /// ```
    #[must_use]
    pub fn floor_per_dimension(self, at: Transition) -> f64 {
        match self {
            Self::Velocity => at.contraction.powi(-2),
            Self::Noise => 1.0,
            Self::Clean => at.snr().recip(),
            Self::Score => at.variance.recip(),
        }
    }
    // ANCHOR_END: prediction
}

/// The preconditioning of EDM for data of unit variance: how its network `F` enters the denoiser of `y = x₀ + σ ε`.
///
/// ```text
/// D(y; σ) = c_skip y + c_out F(c_in y),   c_skip = 1/(1 + σ²),   c_out = σ/√(1 + σ²),   c_in = 1/√(1 + σ²)
/// ```
///
/// Source: Karras, Aittala, Aila & Laine 2022, table 1 with `σ_data = 1`.
#[must_use]
pub fn edm_denoiser(y: f64, sigma: f64, network: f64) -> f64 {
    let total = 1.0 + sigma * sigma;
    y / total + sigma / total.sqrt() * network
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::{Prediction, edm_denoiser};
    use crate::math::diffusion::ornstein_uhlenbeck::Transition;

    const ALL: [Prediction; 4] = [Prediction::Velocity, Prediction::Noise, Prediction::Clean, Prediction::Score];

    /// Invariant: the target itself leads back to the clean point.
    #[test]
    fn a_target_means_its_clean_point() {
        for t in [1e-3, 0.3, 4.0] {
            let at = Transition::over(t);
            let (clean, noise) = (1.3, -0.4);
            let x = at.contraction * clean + at.noise() * noise;
            for prediction in ALL {
                let found = prediction.clean(x, prediction.target(clean, noise, at), at);
                // Divided by a, which is e⁻⁴ at the last time.
                assert_relative_eq!(found, clean, max_relative = 1e-13);
            }
        }
    }

    /// Second road: the error of an output moves the clean point by dx̂₀, so its square is the error's over (dx̂₀)².
    #[test]
    fn floors_are_what_an_error_of_the_clean_point_is_in_the_target() {
        let at = Transition::over(0.37);
        for prediction in ALL {
            let moved = prediction.clean(0.7, 1.0, at) - prediction.clean(0.7, 0.0, at);
            // D dimensions are an error of D/snr of the clean point.
            assert_relative_eq!(
                prediction.floor_per_dimension(at),
                (at.snr() * moved * moved).recip(),
                max_relative = 1e-12
            );
        }
    }

    /// A network that predicts v is EDM's, but for its sign.
    #[test]
    fn velocity_is_the_preconditioning_of_edm_at_unit_variance() {
        for t in [0.01, 0.4, 3.0] {
            let at = Transition::over(t);
            for (x, output) in [(0.3, -1.2), (-2.0, 0.5)] {
                let edm = edm_denoiser(x / at.contraction, at.noise() / at.contraction, -output);
                assert_relative_eq!(edm, Prediction::Velocity.clean(x, output, at), max_relative = 1e-12);
            }
        }
    }
}
