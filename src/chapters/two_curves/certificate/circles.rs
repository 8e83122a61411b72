//! Two circles by the closed form.

use serde::{Deserialize, Serialize};

use crate::math::kernel::label_eigenvalue::{REFERENCE, circle_eigenvalues, growth_limit};

/// Two circles of latitude, one entry a depth.
#[derive(Debug, Serialize, Deserialize)]
pub struct Circles {
    /// Δ, radians.
    pub separation_rad: f64,
    /// `λ_y`, the eigenvalue of the label.
    pub label: Vec<f64>,
    /// `λ_1`, the eigenvalue of the constants.
    pub constant: Vec<f64>,
    /// The smallest norm of a certificate that leaves the part `residual` of the label: `(1 − residual)/λ_y`.
    pub norm: Vec<f64>,
    /// The smallest part of the label that a certificate of norm `budget` leaves: 1 − budget · `λ_y`, or 0.
    pub least_residual: Vec<f64>,
    /// `λ_1/λ_y`, the label's time in units of the constant's.
    pub constant_over_label: Vec<f64>,
    /// The power of the depth with which `λ_y` grows between neighbouring depths, one less than there are depths.
    pub exponents: Vec<f64>,
}

impl Circles {
    pub(super) fn of(depths: &[usize], separation: f64, residual: f64, budget: f64) -> Self {
        let values = circle_eigenvalues(depths, separation);
        let label: Vec<f64> = values.iter().map(|value| value.label).collect();
        let constant: Vec<f64> = values.iter().map(|value| value.constant).collect();
        let exponent = |(depths, label): (&[usize], &[f64])| {
            (label[1] / label[0]).ln() / (depths[1] as f64 / depths[0] as f64).ln()
        };
        Self {
            separation_rad: separation,
            norm: label.iter().map(|label| (1.0 - residual) / label).collect(),
            least_residual: label.iter().map(|label| (1.0 - budget * label).max(0.0)).collect(),
            constant_over_label: constant.iter().zip(&label).map(|(constant, label)| constant / label).collect(),
            exponents: depths.windows(2).zip(label.windows(2)).map(exponent).collect(),
            label,
            constant,
        }
    }
}

/// How `λ_y` of the main pair of circles grows at large depth.
#[derive(Debug, Serialize, Deserialize)]
pub struct Growth {
    /// The depth from which it is measured, LΔ = 300.
    pub from: usize,
    /// The depth to which it is measured, twice that.
    pub to: usize,
    /// The gain of `λ_y` divided by that of ln L.
    pub gain: f64,
    /// Its limit 3/(8 cos δ).
    pub limit: f64,
    /// The power of the depth with which `λ_y` grows there.
    pub exponent: f64,
}

impl Growth {
    pub(super) fn of(separation: f64) -> Self {
        let from = (300.0 / separation).ceil() as usize;
        let to = 2 * from;
        let values = circle_eigenvalues(&[from, to], separation);
        let gain_of_log = 2_f64.ln();
        Self {
            from,
            to,
            gain: (values[1].label - values[0].label) / gain_of_log,
            limit: growth_limit(separation),
            exponent: (values[1].label / values[0].label).ln() / gain_of_log,
        }
    }
}

/// `λ_y` computed here and elsewhere.
#[derive(Debug, Serialize, Deserialize)]
pub struct Reference {
    /// Hidden layers L.
    pub depth: usize,
    /// Δ, radians.
    pub separation_rad: f64,
    /// Computed here.
    pub here: f64,
    /// Computed elsewhere, to four places.
    pub elsewhere: f64,
}

/// Every eigenvalue that was also computed elsewhere.
pub(super) fn references() -> Vec<Reference> {
    let compared = |reference: &crate::math::kernel::label_eigenvalue::Reference| Reference {
        depth: reference.depth,
        separation_rad: reference.separation_rad,
        here: circle_eigenvalues(&[reference.depth], reference.separation_rad)[0].label,
        elsewhere: reference.label,
    };
    REFERENCE.iter().map(compared).collect()
}
