//! Two circles by the closed form.

use super::super::{Circles, Config, Growth, Reference};
use crate::math::kernel::label_eigenvalue::{self, REFERENCE, circle_eigenvalues, growth_limit};

impl Circles {
    /// Circles at this separation, radians, at the depths of the settings.
    pub(super) fn at_separation(separation: f64, config: &Config) -> Self {
        let Config { depths, residual, budget, .. } = config;
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

impl Growth {
    /// The growth on circles at this separation, radians.
    pub(super) fn at_separation(separation: f64) -> Self {
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

impl Reference {
    /// Every eigenvalue that was also computed elsewhere.
    pub(super) fn all() -> Vec<Self> {
        let compared = |reference: &label_eigenvalue::Reference| Self {
            depth: reference.depth,
            separation_rad: reference.separation_rad,
            here: circle_eigenvalues(&[reference.depth], reference.separation_rad)[0].label,
            elsewhere: reference.label,
        };
        REFERENCE.iter().map(compared).collect()
    }
}
