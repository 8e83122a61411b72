//! The family of chirps: whitened spectra over one band, one for each pair of masses.

use std::f64::consts::PI;

use anyhow::Result;
use faer::Mat;
use rustfft::num_complex::Complex64;

use super::super::Config;
use crate::{
    data::detector_noise::Sensitivity,
    math::waves::{
        chirp::{Binary, Order},
        match_metric::{Matcher, match_metric, time_direction},
        noise_weighted::{Band, normalised, product},
    },
};

/// Chirps whitened over a band that is the same for all of them.
#[derive(Debug)]
pub(super) struct Family {
    /// From the first frequency to the last at which the heaviest binary still spirals.
    pub(super) band: Band,
    /// From a frequency to the next, hertz.
    pub(super) step_hz: f64,
    /// The order of the phase.
    order: Order,
    /// Finds the best time.
    pub(super) matcher: Matcher,
}

/// The parameters in which the metric is taken.
#[derive(Debug, Clone, Copy)]
pub(super) enum Coordinates {
    /// m₁ and m₂, units of the sun's mass.
    Masses,
    /// 𝓜, units of the sun's mass, and η.
    ChirpMass,
}

impl Coordinates {
    /// The binary at `theta`.
    fn binary(self, theta: &[f64]) -> Binary {
        match self {
            Self::Masses => Binary { m1: theta[0], m2: theta[1] },
            Self::ChirpMass => Binary::of_chirp_mass(theta[0], theta[1]),
        }
    }

    /// θ, the parameters of a binary.
    fn theta(self, binary: Binary) -> [f64; 2] {
        match self {
            Self::Masses => [binary.m1, binary.m2],
            Self::ChirpMass => [binary.chirp_mass(), binary.symmetric_mass_ratio()],
        }
    }
}

impl Family {
    /// The family of the settings.
    pub(super) fn new(config: &Config) -> Result<Self> {
        let sensitivity = Sensitivity::advanced_ligo()?;
        let step_hz = 1.0 / config.period_s();
        let band = Band::new(config.from_hz, config.to_hz(), step_hz, |f| sensitivity.power_density(f));
        let matcher = Matcher::new(band.frequencies.len(), step_hz);
        Ok(Self { band, step_hz, order: order(config.order), matcher })
    }

    /// The whitened spectrum of a binary at a distance.
    pub(super) fn spectrum(&self, binary: Binary, megaparsec: f64) -> Vec<Complex64> {
        self.at_order(binary, megaparsec, self.order)
    }

    /// The whitened spectrum of norm 1.
    pub(super) fn template(&self, binary: Binary) -> Vec<Complex64> {
        normalised(self.at_order(binary, 1.0, self.order))
    }

    /// The template by the leading term of the phase alone.
    pub(super) fn newtonian_template(&self, binary: Binary) -> Vec<Complex64> {
        normalised(self.at_order(binary, 1.0, Order::Newtonian))
    }

    fn at_order(&self, binary: Binary, megaparsec: f64, order: Order) -> Vec<Complex64> {
        self.band.whiten(|f| Complex64::from_polar(binary.amplitude(f, megaparsec), -binary.phase(f, order)))
    }

    /// The phase of a binary's wave at the ends of the band, of the family's order, radians.
    pub(super) fn phase_at_ends(&self, binary: Binary) -> [f64; 2] {
        let frequencies = &self.band.frequencies;
        [frequencies[0], frequencies[frequencies.len() - 1]].map(|f| binary.phase(f, self.order))
    }

    /// g over phase and time: `[2, 2]`.
    ///
    /// A derivative of a template is −i times the phase's, times the template: the amplitude changes by a factor only,
    /// which the metric does not see. Differences are taken of the phase, since those of the template itself would have
    /// to be small beside a radian, and most of what they hold is projected out.
    pub(super) fn metric(&self, binary: Binary, coordinates: Coordinates) -> Mat<f64> {
        let theta = coordinates.theta(binary);
        let mut steps = theta.map(|theta| 1e-5 * theta);
        if matches!(coordinates, Coordinates::ChirpMass) {
            // No binary has η above 1/4.
            steps[1] = steps[1].min(0.5 * (0.25 - theta[1]));
        }
        let template = self.template(binary);
        let derivative = |i: usize| -> Vec<Complex64> {
            let moved = |by: f64| {
                let mut there = theta;
                there[i] += by;
                coordinates.binary(&there)
            };
            let (ahead, behind) = (moved(steps[i]), moved(-steps[i]));
            let slope = |f: f64| (ahead.phase(f, self.order) - behind.phase(f, self.order)) / (2.0 * steps[i]);
            let frequencies = self.band.frequencies.iter();
            template.iter().zip(frequencies).map(|(a, &f)| a * Complex64::new(0.0, -slope(f))).collect()
        };
        let time = time_direction(&self.band.frequencies, &template);
        match_metric(&template, &[derivative(0), derivative(1)], &[time])
    }

    /// The template, delayed and turned so that it is as like `reference` as it can be.
    pub(super) fn aligned(&self, template: &[Complex64], reference: &[Complex64]) -> Vec<Complex64> {
        let delay = self.matcher.best(reference, template).delay_s;
        let mut aligned: Vec<Complex64> = template
            .iter()
            .zip(&self.band.frequencies)
            .map(|(entry, f)| entry * Complex64::from_polar(1.0, -2.0 * PI * f * delay))
            .collect();
        let turn = Complex64::from_polar(1.0, -product(reference, &aligned).arg());
        for entry in &mut aligned {
            *entry *= turn;
        }
        aligned
    }
}

/// All pairs m₂ ≤ m₁ of `grid` masses from the lightest to the heaviest.
pub(super) fn pairs(config: &Config, grid: usize) -> Vec<Binary> {
    let mass =
        |i: usize| config.lightest_msun + (config.heaviest_msun - config.lightest_msun) * i as f64 / (grid - 1) as f64;
    (0..grid).flat_map(|i| (0..=i).map(move |j| (i, j))).map(|(i, j)| Binary { m1: mass(i), m2: mass(j) }).collect()
}

/// The order that a setting names.
fn order(twice_power: u8) -> Order {
    if twice_power == 0 { Order::Newtonian } else { Order::SecondPostNewtonian }
}

#[cfg(test)]
mod tests {
    use super::{Coordinates, Family, pairs};
    use crate::{
        chapters::vignettes::chirp_manifold::Config,
        figure::Settings as _,
        ground::scale::Scale,
        math::waves::{
            chirp::Binary,
            noise_weighted::{norm, product},
        },
    };
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Mat;

    fn family(order: u8) -> (Family, Config) {
        let config = Config { order, ..Config::at(Scale::Quick) };
        (Family::new(&config).unwrap(), config)
    }

    /// Second road: the metric in the masses from that in (𝓜, η) by the chain rule.
    #[test]
    fn the_metric_is_one_in_both_coordinates() {
        let (family, config) = family(4);
        let centre = config.centre();
        let step = 1e-4;
        let jacobian = Mat::from_fn(2, 2, |i, j| {
            let moved = |by: f64| {
                let mut masses = [centre.m1, centre.m2];
                masses[j] += by;
                Coordinates::ChirpMass.theta(Binary { m1: masses[0], m2: masses[1] })[i]
            };
            (moved(step) - moved(-step)) / (2.0 * step)
        });
        let expected = jacobian.transpose() * family.metric(centre, Coordinates::ChirpMass) * &jacobian;
        let found = family.metric(centre, Coordinates::Masses);
        // Differences over 1e-5 of the parameters are right to 1e-10 of the phase's derivatives, whose squares are some
        // hundreds of times the metric; those of the coordinates to 1e-10.
        assert!((&found - expected).norm_max() < 1e-5 * found.norm_max());
    }

    /// Templates of one chirp mass are one template at the leading order, and are not through 2PN.
    #[test]
    fn at_leading_order_one_chirp_mass_is_one_template() {
        let match_at = |order: u8| {
            let (family, config) = family(order);
            let other = Binary::of_chirp_mass(config.centre().chirp_mass(), 0.2);
            family.matcher.best(&family.template(config.centre()), &family.template(other)).value
        };
        // Rounding of phases of some hundreds of radians.
        assert_abs_diff_eq!(match_at(0), 1.0, epsilon = 1e-11);
        assert!(match_at(4) < 1.0 - 1e-4, "{}", match_at(4));
    }

    /// What is aligned has the norm it had, and a real product with the reference, which is the match.
    #[test]
    fn alignment_makes_the_product_the_match() {
        let (family, config) = family(4);
        let reference = family.template(config.centre());
        for binary in pairs(&config, 4) {
            let template = family.template(binary);
            let aligned = family.aligned(&template, &reference);
            let along = product(&reference, &aligned);
            // Rounding of a sum of hundreds of terms.
            assert_relative_eq!(norm(&aligned), 1.0, max_relative = 1e-12);
            assert_abs_diff_eq!(along.im, 0.0, epsilon = 1e-12);
            assert_abs_diff_eq!(along.re, family.matcher.best(&reference, &template).value, epsilon = 1e-12);
        }
    }
}
