//! N even points of a circle under noise: what is lost, what is known, and when the points fall apart.

use std::f64::consts::{E, PI, TAU};

use super::{empirical::EmpiricalDenoiser, ornstein_uhlenbeck::Transition, signal_to_noise::time_at_log_ratio};

/// Points at even angles on a circle about the origin of the plane, each as likely as the others.
#[derive(Debug, Clone)]
pub struct Lattice {
    radius: f64,
    points: Vec<[f64; 2]>,
    denoiser: EmpiricalDenoiser,
}

/// What the noised points still say of the clean ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// The least loss, snr·E‖x₀ − E[x₀|xₜ]‖², in dimensions.
    pub dimension: f64,
    /// `E Σ_i w_i²`, the probability that two draws given one noised point are the same.
    pub squared_weights: f64,
    /// The mutual information of x₀ and xₜ, from 0 to ln N nats.
    pub information: f64,
}

impl Lattice {
    /// `count` points at the distance `radius`.
    ///
    /// # Panics
    ///
    /// If there are no points.
    #[must_use]
    pub fn new(radius: f64, count: usize) -> Self {
        let point = |i: usize| {
            let (sine, cosine) = (TAU * i as f64 / count as f64).sin_cos();
            [radius * cosine, radius * sine]
        };
        let points: Vec<[f64; 2]> = (0..count).map(point).collect();
        Self { radius, denoiser: EmpiricalDenoiser::new(points.concat(), 2), points }
    }

    // ANCHOR: known
    /// All three at time `t`, by quadrature over the noise about the first point: the others are its turns.
    ///
    /// ```text
    /// I(x₀; xₜ) = ln N + E ln w₀,   snr E‖x₀ − E[x₀|xₜ]‖²,   E Σ_i w_i²
    /// ```
    ///
    /// The trapezoidal rule with five nodes to a standard deviation, as far as eight; the half below the axis is the mirror
    /// image of the half above. About nine digits.
    #[must_use]
    pub fn at(&self, t: f64) -> Known {
        const SPACING: f64 = 0.2;
        const NODES: i32 = 40;
        let transition = Transition::over(t);
        let mut known = Known { dimension: 0.0, squared_weights: 0.0, information: (self.points.len() as f64).ln() };
        for row in 0..=NODES {
            let node = |column: i32| {
                let [across, along] = [row, column].map(|k| transition.noise() * SPACING * f64::from(k));
                [transition.contraction * self.radius + along, across]
            };
            let x: Vec<f64> = (-NODES..=NODES).flat_map(node).collect();
            let weights = self.denoiser.weights(&x, t);
            for (column, weights) in (-NODES..=NODES).zip(weights.chunks_exact(self.points.len())) {
                let square = f64::from(row * row + column * column) * SPACING * SPACING;
                let mass = if row == 0 { 1.0 } else { 2.0 } * SPACING * SPACING * (-square / 2.0).exp() / TAU;
                // From the first point, so that a small loss keeps its digits.
                let miss = |j: usize| -> f64 {
                    weights.iter().zip(&self.points).map(|(w, point)| w * (point[j] - self.points[0][j])).sum()
                };
                known.dimension += mass * transition.snr() * (miss(0).powi(2) + miss(1).powi(2));
                known.squared_weights += mass * weights.iter().map(|w| w * w).sum::<f64>();
                known.information += mass * weights[0].ln();
            }
        }
        known
    }
    // ANCHOR_END: known

    /// The time at which the loss falls through half a dimension, by bisection about the predicted one.
    #[must_use]
    pub fn collapse_time(&self) -> f64 {
        let predicted = predicted_collapse_time(self.radius, self.points.len());
        self.crossing(predicted, |known| known.dimension > 0.5)
    }

    /// The time at which two draws given one noised point are the same with probability ½, by bisection about the time at
    /// which s√π is the spacing.
    #[must_use]
    pub fn same_point_time(&self) -> f64 {
        let spacing = TAU * self.radius / self.points.len() as f64;
        let predicted = 0.5 * (spacing * spacing / PI).ln_1p();
        self.crossing(predicted, |known| known.squared_weights < 0.5)
    }

    /// The time at which `before` ends to hold, within half a unit of λ of a `predicted` one.
    fn crossing(&self, predicted: f64, before: impl Fn(&Known) -> bool) -> f64 {
        let middle = Transition::over(predicted).log_ratio();
        let (mut low, mut high) = (middle - 0.5, middle + 0.5);
        for _ in 0..24 {
            let middle = f64::midpoint(low, high);
            if before(&self.at(time_at_log_ratio(middle))) {
                low = middle;
            } else {
                high = middle;
            }
        }
        time_at_log_ratio(f64::midpoint(low, high))
    }

    /// The loss at even steps of λ, `1/per_unit` apart, from where nothing is known to where all is: `(λ, dimensions)`.
    #[must_use]
    pub fn losses(&self, per_unit: usize) -> Vec<(f64, f64)> {
        // Below, the loss is e^{2λ}R² = 1e-9; above, the spacing is 16 deviations of the noise.
        let start = -10.4 - self.radius.ln();
        let end = (16.0 * self.points.len() as f64 / (TAU * self.radius)).ln();
        let steps = ((end - start) * per_unit as f64).ceil() as usize;
        let place = |k: usize| start + k as f64 / per_unit as f64;
        (0..=steps).map(place).map(|l| (l, self.at(time_at_log_ratio(l)).dimension)).collect()
    }
}

// ANCHOR: total_information
/// All information that the losses stand for, in nats: their area over λ, by the trapezoidal rule.
///
/// ```text
/// ½ ∫ mmse d snr = ∫ snr·mmse dλ = ln N                   book eq. i-mmse
/// ```
///
/// Source: Guo, Shamai & Verdú 2005, equation 1.
#[must_use]
pub fn total_information(losses: &[(f64, f64)]) -> f64 {
    losses.windows(2).map(|pair| (pair[1].0 - pair[0].0) * f64::midpoint(pair[0].1, pair[1].1)).sum()
}
// ANCHOR_END: total_information

/// Where the noise, as a Gaussian along the curve, has the entropy of a cell between points.
///
/// ```text
/// ½ ln(2πe s²) = ln(a·2πR/N),   t_C = ½ ln(1 + 2πR²/(eN²))           book eq. collapse-time
/// ```
#[must_use]
pub fn predicted_collapse_time(radius: f64, count: usize) -> f64 {
    0.5 * (TAU * radius * radius / (E * (count * count) as f64)).ln_1p()
}

#[cfg(test)]
mod tests {
    use super::{Known, Lattice, predicted_collapse_time, total_information};
    use crate::math::diffusion::{dimension::circle_dimension, ornstein_uhlenbeck::Transition};
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    /// Literals: scipy's quadrature, `tests/oracles/diffusion.json`.
    #[test]
    fn all_three_are_what_an_independent_quadrature_gives() {
        let text = include_str!("../../../tests/oracles/diffusion.json");
        let oracle: serde_json::Value = serde_json::from_str(text).unwrap();
        let lattice = Lattice::new(1.0, 64);
        for row in oracle["circle_64_points"].as_array().unwrap() {
            let number = |name: &str| row[name].as_f64().unwrap();
            let Known { dimension, squared_weights, information } = lattice.at(number("t"));
            // The quadrature's own error, in units of the largest value.
            assert_abs_diff_eq!(dimension, number("floor"), epsilon = 1e-7);
            assert_abs_diff_eq!(squared_weights, number("sum_of_squared_weights"), epsilon = 1e-7);
            assert_abs_diff_eq!(information, number("information"), epsilon = 1e-7);
        }
    }

    /// Second road: the area under the loss is the logarithm of the number of points, and the area above a λ is what is not
    /// known there.
    #[test]
    fn the_area_under_the_loss_is_information() {
        for (radius, count) in [(1.0, 16), (2.5, 40)] {
            let lattice = Lattice::new(radius, count);
            let losses = lattice.losses(8);
            assert_abs_diff_eq!(total_information(&losses), (count as f64).ln(), epsilon = 1e-6);
            let half = losses.len() / 2;
            let t = crate::math::diffusion::signal_to_noise::time_at_log_ratio(losses[half].0);
            let known = total_information(&losses[..=half]);
            // The rule's first error at an inner end: the slope there, at most 1, over 12·8².
            assert_abs_diff_eq!(known, lattice.at(t).information, epsilon = 2e-3);
        }
    }

    /// Literal and limits: the issue's time for 256 points; many points under much noise are a circle.
    #[test]
    fn points_fall_apart_where_the_law_says() {
        assert_relative_eq!(predicted_collapse_time(1.0, 256), 1.763e-5, max_relative = 3e-4);
        // The law is a limit: at 64 points it is off by .14 %, and from 256 on by less than .1 %.
        let many = Lattice::new(1.0, 256);
        assert_relative_eq!(many.collapse_time(), predicted_collapse_time(1.0, 256), max_relative = 1e-3);
        let lattice = Lattice::new(1.0, 64);
        // 1/√π of the spacing, but for the circle's curvature.
        let ratio = (-Transition::over(lattice.same_point_time()).log_ratio()).exp() * 64.0 / std::f64::consts::TAU;
        assert_relative_eq!(ratio, std::f64::consts::FRAC_2_SQRT_PI / 2.0, max_relative = 1e-3);
        assert_relative_eq!(lattice.at(0.05).dimension, circle_dimension(1.0, 0.05), max_relative = 1e-7);
    }
}
