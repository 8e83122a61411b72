//! What the leading order of the phase sees of the masses, and what it misses.

use rayon::prelude::*;
use rustfft::num_complex::Complex64;

use super::{
    super::{Config, Fit, Leading},
    family::Family,
};
use crate::math::{
    statistics::fit,
    vectors::largest,
    waves::{
        chirp::{Binary, Order, SUN_S},
        newtonian_chirp::stationary_phase_error,
    },
};

/// The chirp mass of the wave that is transformed from time, units of the sun's mass: light, so that the wave has many
/// cycles.
const TRANSFORMED_MSUN: f64 = 2.0;
/// The frequencies at which the formula is held against its transform, hertz.
const TRANSFORMED_HZ: [f64; 4] = [30.0, 50.0, 80.0, 120.0];
/// Chirp masses tried for a fit lie within this factor of the true one.
const FIT_REACH: f64 = 1.25;
/// How many are tried before the best is refined.
const TRIED: i32 = 400;

impl Leading {
    /// The family of the settings beside its leading order.
    pub(super) fn measured(family: &Family, config: &Config) -> Self {
        let centre = config.centre();
        let errors = TRANSFORMED_HZ.map(|f| stationary_phase_error(TRANSFORMED_MSUN * SUN_S, f).norm());
        let (light, heavy) = (config.lightest_msun, config.heaviest_msun);
        let corners = [(light, light), (heavy, light), (heavy, heavy)].map(|(m1, m2)| Binary { m1, m2 });
        let fits = [centre].into_iter().chain(corners).map(|binary| Fit::measured(family, binary)).collect();
        Self {
            apart_at_0pn: apart(centre, Order::Newtonian, config),
            apart_at_2pn: apart(centre, Order::SecondPostNewtonian, config),
            fits,
            transformed_hz: TRANSFORMED_HZ.to_vec(),
            stationary_phase_order: fit::order(&TRANSFORMED_HZ, &errors),
            stationary_phase_errors: errors.to_vec(),
        }
    }
}

/// The largest relative difference of the phases of equal and of unequal masses of one chirp mass.
fn apart(centre: Binary, order: Order, config: &Config) -> f64 {
    let equal = Binary::of_chirp_mass(centre.chirp_mass(), 0.25);
    let unequal = [0.1, 0.15, 0.2, 0.24].map(|eta| Binary::of_chirp_mass(centre.chirp_mass(), eta));
    let frequencies = [config.from_hz, (config.from_hz * config.to_hz()).sqrt(), config.to_hz()];
    let relative = |binary: &Binary, f: f64| (binary.phase(f, order) / equal.phase(f, order) - 1.0).abs();
    largest(unequal.iter().flat_map(|binary| frequencies.map(|f| relative(binary, f))))
}

impl Fit {
    /// The template of a binary beside the leading order's.
    fn measured(family: &Family, binary: Binary) -> Self {
        let template = family.template(binary);
        let with = |ratio: f64| {
            let other: Vec<Complex64> =
                family.newtonian_template(Binary { m1: ratio * binary.m1, m2: ratio * binary.m2 });
            family.matcher.best(&template, &other).value
        };
        let step = 2.0 * FIT_REACH.ln() / f64::from(TRIED);
        let ratio = |i: f64| (i * step - FIT_REACH.ln()).exp();
        let tried: Vec<f64> = (0..=TRIED).into_par_iter().map(|i| with(ratio(f64::from(i)))).collect();
        let best = (0..=TRIED).zip(&tried).max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(i, _)| i);
        let (place, fitting_factor) =
            highest(&|i| with(ratio(i)), f64::from((best - 1).max(0)), f64::from((best + 1).min(TRIED)));
        Self {
            m1_msun: binary.m1,
            m2_msun: binary.m2,
            same_masses: with(1.0),
            fitting_factor,
            chirp_mass_ratio: ratio(place),
        }
    }
}

/// The place and the height of the one top of `of` between two places, by golden sections.
fn highest(of: &dyn Fn(f64) -> f64, mut from: f64, mut to: f64) -> (f64, f64) {
    let golden = 0.5 * (5.0_f64.sqrt() - 1.0);
    let (mut low, mut high) = (to - golden * (to - from), from + golden * (to - from));
    let (mut at_low, mut at_high) = (of(low), of(high));
    for _ in 0..SECTIONS {
        if at_low < at_high {
            (from, low, at_low) = (low, high, at_high);
            high = from + golden * (to - from);
            at_high = of(high);
        } else {
            (to, high, at_high) = (high, low, at_low);
            low = to - golden * (to - from);
            at_low = of(low);
        }
    }
    if at_low < at_high { (high, at_high) } else { (low, at_low) }
}

/// A top is flat: its place is not known better than the root of rounding, which this many sections reach.
const SECTIONS: u32 = 34;

#[cfg(test)]
mod tests {
    use super::{Fit, highest};
    use crate::{
        chapters::vignettes::chirp_manifold::{Config, run::family::Family},
        figure::Settings as _,
        ground::scale::Scale,
    };
    use approx::assert_abs_diff_eq;

    /// A family that is the leading order itself is fitted by its own chirp mass.
    #[test]
    fn the_leading_order_fits_itself() {
        let config = Config { order: 0, ..Config::at(Scale::Quick) };
        let fit = Fit::measured(&Family::new(&config).unwrap(), config.centre());
        // The top is known to the root of rounding.
        assert_abs_diff_eq!(fit.same_masses, 1.0, epsilon = 1e-12);
        assert_abs_diff_eq!(fit.fitting_factor, 1.0, epsilon = 1e-12);
        assert_abs_diff_eq!(fit.chirp_mass_ratio, 1.0, epsilon = 1e-6);
    }

    #[test]
    fn golden_sections_find_a_top() {
        let (place, height) = highest(&|x| 2.0 - (x - 0.3).powi(2), -1.0, 1.0);
        // The root of rounding, and rounding.
        assert_abs_diff_eq!(place, 0.3, epsilon = 1e-7);
        assert_abs_diff_eq!(height, 2.0, epsilon = 1e-14);
    }
}
