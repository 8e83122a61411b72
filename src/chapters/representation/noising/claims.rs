//! What the text asserts.

use super::{NoisedCurve, Outcome};
use crate::{
    figure::{Claim, Source},
    math::vectors::largest,
};

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    let over_curves = |number: fn(&NoisedCurve) -> f64| largest(outcome.curves.iter().map(number));
    let [sine, circle] = outcome.curves.as_slice() else { return Vec::new() };
    vec![
        Claim::at_most(
            "Linear convergence to normality, read as a rate of the relative entropy to N(0, I): it stays below \
             exp(−2(t − t₀)) times what it was at the first time t₀ > 0; largest ratio to that bound",
            Source::lecture("Closed-Form OU Evolution"),
            over_curves(|curve| curve.largest_of_bound),
            1.0,
        ),
        // The next term is e⁻²ᵗ of the first, 0.0003 at t = 4, times a ratio of moments of order 1.
        Claim::near(
            "The sine curve, which is off centre, ends with slope −2",
            Source::Book,
            sine.late_slope,
            -2.0,
            0.01,
        ),
        Claim::near("The circle, which is centred, ends with slope −4", Source::Book, circle.late_slope, -4.0, 0.01),
        Claim::at_most(
            "Between any two times the logarithm of the entropy falls with a slope of −2 or steeper: the least steep slope",
            Source::work("bakry1985diffusions"),
            over_curves(|curve| largest(curve.log_slopes.iter().copied())),
            // The quadrature's own error, where the slope has reached its limit.
            -2.0 + 1e-6,
        ),
        Claim::at_most(
            "Started from points, where the entropy is infinite, it is below (E‖x₀‖² + 2)/(2(e²ᵗ − 1)) at every \
             t > 0: largest ratio to that bound",
            Source::Book,
            over_curves(|curve| curve.largest_of_coupling_bound),
            1.0,
        ),
        Claim::at_most(
            "The cloud has the exact distribution: the mean of ln(ρₜ/γ) over its points is the entropy by quadrature; the \
             largest deviation, in standard errors",
            Source::Book,
            over_curves(|curve| curve.sampled_deviation),
            4.0,
        ),
        // Steps from 1/8 down: the next order in h moves the slope by about half the middle step.
        Claim::near(
            "Euler–Maruyama's weak order is 1, measured by E‖x‖²",
            Source::Book,
            outcome.weak_order_slope,
            1.0,
            0.05,
        ),
    ]
}
