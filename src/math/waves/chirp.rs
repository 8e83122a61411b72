//! The gravitational wave of two bodies that spiral into each other, in the frequency domain, through 2PN.
//!
//! Stationary-phase approximation, circular orbits, no spins ("`TaylorF2`"): Buonanno, Iyer, Ochsner, Pan &
//! Sathyaprakash 2009, equations (3.18) and (3.19) up to v⁴. Frequencies are in hertz, times in seconds; masses are in
//! units of the sun's mass and as the detector sees them, redshift included.

use std::f64::consts::PI;

use rustfft::num_complex::Complex64;

/// Mass of the sun as a time, G M☉/c³, seconds (IAU 2015 nominal value of G M☉, and c).
pub const SUN_S: f64 = 1.327_124_4e20 / (299_792_458.0 * 299_792_458.0 * 299_792_458.0);

/// One megaparsec as a time, Mpc/c, seconds.
pub const MEGAPARSEC_S: f64 = 3.085_677_581_491_367e22 / 299_792_458.0;

/// Masses of two bodies, in units of the sun's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Binary {
    /// Mass of one body.
    pub m1: f64,
    /// Mass of the other.
    pub m2: f64,
}

impl Binary {
    /// The binary of a chirp mass 𝓜 and a symmetric mass ratio η in (0, 1/4], the heavier body first.
    ///
    /// # Panics
    ///
    /// If η is above 1/4, which no two masses have, or not above 0.
    #[must_use]
    pub fn of_chirp_mass(chirp_mass: f64, symmetric_mass_ratio: f64) -> Self {
        assert!(symmetric_mass_ratio > 0.0 && symmetric_mass_ratio <= 0.25, "η = {symmetric_mass_ratio}");
        let total = chirp_mass / symmetric_mass_ratio.powf(0.6);
        let difference = (1.0 - 4.0 * symmetric_mass_ratio).sqrt();
        Self { m1: 0.5 * total * (1.0 + difference), m2: 0.5 * total * (1.0 - difference) }
    }

    /// Total mass M = m₁ + m₂.
    #[must_use]
    pub fn total_mass(&self) -> f64 {
        self.m1 + self.m2
    }

    /// Symmetric mass ratio η = m₁m₂/M², between 0 and 1/4.
    #[must_use]
    pub fn symmetric_mass_ratio(&self) -> f64 {
        self.m1 * self.m2 / self.total_mass().powi(2)
    }

    /// Chirp mass, in units of the sun's.
    ///
    /// ```text
    /// 𝓜 = (m₁m₂)^(3/5) / (m₁ + m₂)^(1/5)                                                book eq. chirp-mass
    /// ```
    #[must_use]
    pub fn chirp_mass(&self) -> f64 {
        (self.m1 * self.m2).powf(0.6) / self.total_mass().powf(0.2)
    }

    /// Where the inspiral ends: twice the orbital frequency of the innermost stable circular orbit of a test body,
    /// f = 1/(6^(3/2) π M), hertz.
    #[must_use]
    pub fn last_frequency(&self) -> f64 {
        1.0 / (6.0_f64.powf(1.5) * PI * self.total_mass() * SUN_S)
    }

    /// Phase of the wave's Fourier transform at frequency `f`, coalescence at time 0 and phase 0, radians.
    ///
    /// ```text
    /// Ψ(f) = 3/(128η) v⁻⁵ [1 + (3715/756 + 55η/9)v² − 16πv³
    ///                       + (15293365/508032 + 27145η/504 + 3085η²/72)v⁴] − π/4         book eq. chirp-phase
    /// v = (πMf)^(1/3)
    /// ```
    ///
    /// The series is cut after the order that is asked for. At the leading order it is a function of 𝓜 alone.
    #[must_use]
    pub fn phase(&self, f: f64, order: Order) -> f64 {
        let v = (PI * self.total_mass() * SUN_S * f).cbrt();
        let [leading, first, one_and_a_half, second] = phase_series(self.symmetric_mass_ratio());
        let beyond = match order {
            Order::Newtonian => 0.0,
            Order::SecondPostNewtonian => first * v.powi(2) + one_and_a_half * v.powi(3) + second * v.powi(4),
        };
        (leading + beyond) * v.powi(-5) - PI / 4.0
    }

    /// Amplitude of the wave's Fourier transform at frequency `f` for an optimally oriented binary at a distance of
    /// `megaparsec`, strain per hertz.
    ///
    /// ```text
    /// |h(f)| = √(5/24) π^(−2/3) 𝓜^(5/6) f^(−7/6) / D                                     book eq. chirp-amplitude
    /// ```
    #[must_use]
    pub fn amplitude(&self, f: f64, megaparsec: f64) -> f64 {
        (5.0_f64 / 24.0).sqrt() * PI.powf(-2.0 / 3.0) * (self.chirp_mass() * SUN_S).powf(5.0 / 6.0) * f.powf(-7.0 / 6.0)
            / (megaparsec * MEGAPARSEC_S)
    }

    /// Fourier transform of the wave at frequency `f`, |h| e^(−iΨ), through 2PN; nothing above the last frequency.
    ///
    /// With the transform ∫ h(t) e^(−2πift) dt, a positive frequency's phase is −Ψ for Ψ of [`Self::phase`].
    #[must_use]
    pub fn strain(&self, f: f64, megaparsec: f64) -> Complex64 {
        if f > self.last_frequency() {
            return Complex64::new(0.0, 0.0);
        }
        Complex64::from_polar(self.amplitude(f, megaparsec), -self.phase(f, Order::SecondPostNewtonian))
    }
}

/// How far the phase's series in v² goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The leading term, 0PN.
    Newtonian,
    /// All terms through v⁴, 2PN.
    SecondPostNewtonian,
}

/// The numbers before v⁻⁵, v⁻³, v⁻² and v⁻¹ in the phase of [`Binary::phase`] through 2PN, radians.
///
/// η above 1/4, which no two masses have, continues the series beyond the edge of equal masses, where derivatives are taken.
#[must_use]
pub fn phase_series(symmetric_mass_ratio: f64) -> [f64; 4] {
    let eta = symmetric_mass_ratio;
    let leading = 3.0 / (128.0 * eta);
    [
        leading,
        leading * (3715.0 / 756.0 + 55.0 * eta / 9.0),
        leading * (-16.0 * PI),
        leading * (15_293_365.0 / 508_032.0 + 27145.0 * eta / 504.0 + 3085.0 * eta * eta / 72.0),
    ]
}

#[cfg(test)]
mod tests {
    use super::{Binary, MEGAPARSEC_S, Order, SUN_S};
    use approx::assert_relative_eq;
    use std::f64::consts::PI;

    #[test]
    fn the_leading_phase_is_that_of_the_chirp_mass_alone() {
        let one = Binary { m1: 10.0, m2: 10.0 };
        let other = Binary::of_chirp_mass(one.chirp_mass(), 0.11);
        assert_relative_eq!(other.chirp_mass(), one.chirp_mass(), max_relative = 1e-14);
        assert_relative_eq!(other.symmetric_mass_ratio(), 0.11, max_relative = 1e-14);
        for f in [25.0, 60.0, 150.0] {
            // Written without M and η: Ψ = (3/128)(π𝓜f)^(−5/3) − π/4.
            let by_chirp_mass = 3.0 / 128.0 * (PI * one.chirp_mass() * SUN_S * f).powf(-5.0 / 3.0) - PI / 4.0;
            for binary in [one, other] {
                assert_relative_eq!(binary.phase(f, Order::Newtonian), by_chirp_mass, max_relative = 1e-13);
            }
            let apart = one.phase(f, Order::SecondPostNewtonian) - other.phase(f, Order::SecondPostNewtonian);
            assert!(apart.abs() > 1e-2, "at 2PN the mass ratio is seen: {apart}");
        }
    }

    /// The orbit's energy, −½ 𝓜^(5/3) (πf)^(2/3), and what flows out through a sphere, (π/2) D² f² ∫ |h₊|² + |h×|² dΩ with
    /// h₊ = h (1 + c²)/2 and h× = h c over c = cos ι, are lost and carried at the same rate.
    #[test]
    fn the_amplitude_carries_the_energy_that_the_orbit_loses() {
        let binary = Binary { m1: 14.0, m2: 9.0 };
        let m = binary.chirp_mass() * SUN_S;
        let directions = 20_000;
        let over_directions = (0..directions)
            .map(|i| -1.0 + (2.0 * f64::from(i) + 1.0) / f64::from(directions))
            .map(|c| (0.5 + 0.5 * c * c).powi(2) + c * c)
            .sum::<f64>()
            * (2.0 * PI)
            * (2.0 / f64::from(directions));
        let energy = |f: f64| -0.5 * m.powf(5.0 / 3.0) * (PI * f).powf(2.0 / 3.0);
        for f in [20.0, 100.0] {
            let lost = -(energy(f * 1.0001) - energy(f * 0.9999)) / (0.0002 * f);
            let h = binary.amplitude(f, 100.0) * 100.0 * MEGAPARSEC_S;
            let carried = PI / 2.0 * (f * h).powi(2) * over_directions;
            // Both sums are off by the square of their steps, 1e-8.
            assert_relative_eq!(carried, lost, max_relative = 1e-7);
        }
    }

    /// Second road to every coefficient: energy balance. The orbit's energy −½ηv²(1 + e₂v² + e₄v⁴) changes at the rate
    /// of the flux (32/5)η²v¹⁰(1 + f₂v² + f₃v³ + f₄v⁴) (Blanchet, Damour, Iyer, Will & Wiseman 1995), so that
    /// dt/dv = −E′/F. A term `τ_k v^k` of its series relative to the first makes `40 τ_k/((k−5)(k−8)) v^k` of the
    /// phase's.
    #[test]
    fn the_series_of_the_phase_follows_from_energy_and_flux() {
        for eta in [0.1, 0.18, 0.25] {
            let (e2, e4) = (-(9.0 + eta) / 12.0, -(81.0 - 57.0 * eta + eta * eta) / 24.0);
            let f2 = -(1247.0 / 336.0 + 35.0 * eta / 12.0);
            let f3 = 4.0 * PI;
            let f4 = -44711.0 / 9072.0 + 9271.0 * eta / 504.0 + 65.0 * eta * eta / 18.0;
            // E′ ∝ 1 + 2e₂v² + 3e₄v⁴, and 1/(1 + f₂v² + f₃v³ + f₄v⁴) = 1 − f₂v² − f₃v³ + (f₂² − f₄)v⁴ + ….
            let rate = [1.0, 0.0, 2.0 * e2 - f2, -f3, 3.0 * e4 - 2.0 * e2 * f2 + f2 * f2 - f4];
            let binary = Binary::of_chirp_mass(10.0, eta);
            for f in [20.0, 60.0] {
                let v = (PI * binary.total_mass() * SUN_S * f).cbrt();
                let series: f64 = (0..5)
                    .zip(rate)
                    .map(|(k, tau)| 40.0 * tau / (f64::from(k - 5) * f64::from(k - 8)) * v.powi(k))
                    .sum();
                let expected = 3.0 / (128.0 * eta) * v.powi(-5) * series - PI / 4.0;
                assert_relative_eq!(binary.phase(f, Order::SecondPostNewtonian), expected, max_relative = 1e-13);
            }
        }
    }

    #[test]
    fn the_phase_gives_the_time_to_coalescence() {
        // t(f) = −(5/256) 𝓜 (π𝓜f)^(−8/3) is the time of the frequency f; stationary phase asks for dΨ/df = 2π t with the
        // sign of Ψ's convention.
        let binary = Binary { m1: 14.0, m2: 9.0 };
        let m = binary.chirp_mass() * SUN_S;
        for f in [20.0, 50.0, 100.0] {
            let step = 1e-4 * f;
            let slope =
                (binary.phase(f + step, Order::Newtonian) - binary.phase(f - step, Order::Newtonian)) / (2.0 * step);
            let time = -5.0 / 256.0 * m * (PI * m * f).powf(-8.0 / 3.0);
            // The central difference is off by (step/f)² times a factor of order ten.
            assert_relative_eq!(slope, 2.0 * PI * time, max_relative = 1e-6);
        }
    }
}
