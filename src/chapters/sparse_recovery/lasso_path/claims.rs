//! What the text asserts.

use super::{Outcome, Recovery};
use crate::figure::{Claim, Source};

/// The claims on an outcome.
pub(super) fn claims(outcome: &Outcome) -> Vec<Claim> {
    const RATES: Source = Source::work("beck2009fast");
    const SUPPORT: Source = Source::work("wainwright2009sharp");
    let [ista, fista] = outcome.descents.as_slice() else { return Vec::new() };
    let Recovery { missed, false_entries, .. } = outcome.recovery;
    let in_any_instance = if (outcome.measurements as f64) < outcome.exact_support_measurements {
        Claim::at_most(
            "With fewer than 2k ln(n − k) measurements there is a weight with an exact support in less than half of all \
             instances",
            SUPPORT,
            outcome.instances.exact_with_some_weight,
            0.5,
        )
    } else {
        Claim::at_least(
            "With more than 2k ln(n − k) measurements there is a weight with an exact support in more than half of all \
             instances",
            SUPPORT,
            outcome.instances.exact_with_some_weight,
            0.5,
        )
    };
    let mut claims = vec![
        Claim::at_most(
            "The support of the LASSO's solution is that of x₀: entries missed or false",
            Source::Book,
            (missed + false_entries) as f64,
            0.0,
        ),
        Claim::is_true(
            "Of the solution's entries, those whose least-squares value exceeds λ are those of x₀",
            Source::Book,
            outcome.recovery.kept_exact,
        ),
        in_any_instance,
        Claim::at_least(
            "In 95 % of all instances the entries whose least-squares value exceeds λ are those of x₀",
            Source::Book,
            outcome.instances.kept_exact,
            0.95,
        ),
        Claim::at_most(
            "ISTA's gap stays below ‖A‖²‖x*‖²/(2k) at every iteration k: largest ratio to that bound",
            RATES,
            ista.largest_of_bound,
            1.0,
        ),
        Claim::at_most(
            "FISTA's gap stays below 2‖A‖²‖x*‖²/(k + 1)² at every iteration k: largest ratio to that bound",
            RATES,
            fista.largest_of_bound,
            1.0,
        ),
    ];
    if let (Some([predicted, _]), Some(factor)) = (outcome.late_factors, ista.late_factor) {
        claims.push(Claim::near(
            "In the end ISTA's gap shrinks in each iteration by the factor (1 − σ_min(A_S)²/‖A‖²)²",
            Source::Book,
            factor,
            predicted,
            // The next eigenvalue has not quite died out where the fit begins.
            0.01,
        ));
    }
    claims.extend([
        Claim::at_most(
            "FISTA's last iterate meets the KKT conditions to 10⁻⁸ of λ: largest violation",
            Source::Book,
            fista.last_kkt_residual,
            1e-8,
        ),
        Claim::at_most(
            "The homotopy's solution meets the KKT conditions to 10⁻⁸ of λ in every instance: largest violation",
            Source::Book,
            outcome.instances.largest_kkt_residual,
            1e-8,
        ),
    ]);
    claims
}
