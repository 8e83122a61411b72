//! The signals: chirps of two masses and a phase that end at a known time, and some that are no members.

use std::f64::consts::{PI, TAU};

use rand::Rng;
use rustfft::num_complex::Complex64;

use super::super::config::{END, Signals};
use crate::{
    data::strain::Detector,
    math::waves::{
        chirp::{Binary, Order, SUN_S},
        noise_weighted::{normalised, product},
    },
    nn::Matrix,
};

/// How a signal leaves the family.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Beyond {
    /// The phase's term in v³ is larger by this part of itself.
    Coefficient(f64),
    /// The amplitude is modulated over frequency by this part of itself.
    Modulation(f64),
    /// Both masses exceed the largest by this part of it.
    Heavier(f64),
}

/// A period of the modulation, hertz: copies of the signal a tenth of a second before and after it.
const MODULATION_HZ: f64 = 10.0;

/// The family, as the detector hears it.
#[derive(Debug)]
pub(super) struct Family<'a> {
    detector: &'a Detector,
    masses: [f64; 2],
}

/// A place of the fine grid.
#[derive(Debug)]
pub(super) struct Place {
    /// The unit whitened spectrum.
    pub(super) spectrum: Vec<Complex64>,
    /// The part of the prior around it.
    pub(super) weight: f64,
}

impl<'a> Family<'a> {
    /// The family of the settings, as `detector` hears it.
    pub(super) fn new(detector: &'a Detector, settings: &Signals) -> Self {
        Self { detector, masses: settings.masses }
    }

    /// The unit whitened spectrum of a binary with phase 0.
    pub(super) fn spectrum(&self, binary: Binary, beyond: Option<Beyond>) -> Vec<Complex64> {
        let end_s = END * self.detector.seconds;
        let eta = binary.symmetric_mass_ratio();
        let strain = |f: f64| {
            // Members end above the band; what is heavier ends in it.
            if f > binary.last_frequency() && matches!(beyond, Some(Beyond::Heavier(_))) {
                return Complex64::new(0.0, 0.0);
            }
            let (mut amplitude, mut phase) = (binary.amplitude(f, 1.0), binary.phase(f, Order::SecondPostNewtonian));
            match beyond {
                Some(Beyond::Coefficient(part)) => {
                    let v = (PI * binary.total_mass() * SUN_S * f).cbrt();
                    phase += 3.0 / (128.0 * eta) * v.powi(-2) * (-16.0 * PI * part);
                }
                Some(Beyond::Modulation(part)) => amplitude *= 1.0 + part * (TAU * f / MODULATION_HZ).cos(),
                Some(Beyond::Heavier(_)) | None => {}
            }
            Complex64::from_polar(amplitude, -phase - TAU * f * end_s)
        };
        normalised(self.detector.band.whiten(strain))
    }

    /// A member with masses uniform over their range and any phase, or one of the signals beyond.
    pub(super) fn draw(&self, beyond: Option<Beyond>, rng: &mut impl Rng) -> Vec<Complex64> {
        let [least, most] = self.masses;
        let mut mass = || least + (most - least) * rng.r#gen::<f64>();
        let inside = Binary { m1: mass(), m2: mass() };
        let binary = match beyond {
            Some(Beyond::Heavier(part)) => Binary { m1: most * (1.0 + part), m2: most * (1.0 + part) },
            _ => inside,
        };
        let turn = Complex64::from_polar(1.0, TAU * rng.r#gen::<f64>());
        self.spectrum(binary, beyond).into_iter().map(|entry| entry * turn).collect()
    }

    /// A grid over the family: midpoints, even in 𝓜^(−5/3), to which the leading phase is proportional, and in the ratio
    /// of the masses q; the weights are the prior, uniform over the masses.
    ///
    /// ```text
    /// dm₁ dm₂ ∝ m₁² 𝓜^(5/3) d(𝓜^(−5/3)) dq,   m₁ ≥ m₂ = q m₁
    /// ```
    pub(super) fn grid(&self, chirps: usize, ratios: usize) -> Vec<Place> {
        let [least, most] = self.masses;
        let scaled = |mass: f64| Binary { m1: mass, m2: mass }.chirp_mass().powf(-5.0 / 3.0);
        let (low, high) = (scaled(most), scaled(least));
        let middle = |index: usize, count: usize| (index as f64 + 0.5) / count as f64;
        let mut places = Vec::new();
        for ratio in (0..ratios).map(|index| least / most + (1.0 - least / most) * middle(index, ratios)) {
            for chirp_mass in (0..chirps).map(|index| (low + (high - low) * middle(index, chirps)).powf(-0.6)) {
                let binary = Binary::of_chirp_mass(chirp_mass, ratio / (1.0 + ratio).powi(2));
                if binary.m1 <= most && binary.m2 >= least {
                    let weight = binary.m1.powi(2) * chirp_mass.powf(5.0 / 3.0);
                    places.push(Place { spectrum: self.spectrum(binary, None), weight });
                }
            }
        }
        if places.is_empty() {
            let middle = f64::midpoint(least, most);
            places.push(Place { spectrum: self.spectrum(Binary { m1: middle, m2: middle }, None), weight: 1.0 });
        }
        let total: f64 = places.iter().map(|place| place.weight).sum();
        for place in &mut places {
            place.weight /= total;
        }
        places
    }

    /// The whitened series of spectra at some phases, `[spectra · phases, samples]`: phase after phase of each spectrum.
    pub(super) fn templates<'s>(&self, spectra: impl Iterator<Item = &'s [Complex64]>, phases: &[f64]) -> Matrix {
        let mut values = Vec::new();
        let mut rows = 0;
        for spectrum in spectra {
            for &phase in phases {
                let turn = Complex64::from_polar(1.0, phase);
                let turned: Vec<_> = spectrum.iter().map(|entry| entry * turn).collect();
                values.extend(self.detector.series(&turned).into_iter().map(|value| value as f32));
                rows += 1;
            }
        }
        Matrix::new(rows, self.detector.samples, values)
    }
}

/// A cover: places of `grid`, in its order, each of which has a match below `minimal_match` with those before it. Every place
/// of the grid then has a match of at least `minimal_match` with one of them, the phase being free.
pub(super) fn cover(grid: &[Place], minimal_match: f64) -> Vec<&[Complex64]> {
    let mut kept: Vec<&[Complex64]> = Vec::new();
    for place in grid {
        if kept.iter().all(|template| product(template, &place.spectrum).norm() < minimal_match) {
            kept.push(&place.spectrum);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{Beyond, Family, cover};
    use crate::{
        chapters::vignettes::detection::config::Config,
        data::{detector_noise::Sensitivity, strain::Detector, streams::stream},
        figure::Settings as _,
        ground::scale::Scale,
        math::{
            statistics::sampling::SampleMean,
            waves::{
                chirp::Binary,
                noise_weighted::{norm, product},
            },
        },
    };
    use approx::assert_relative_eq;
    use rand::Rng as _;

    fn detector(config: &Config) -> Detector {
        let signals = &config.family;
        let sensitivity = Sensitivity::advanced_ligo().unwrap();
        Detector::new(&sensitivity, signals.seconds, signals.rate_hz, (signals.from_hz, signals.to_hz()))
    }

    /// Second road: the mean over the prior of a function of the masses, by the grid and by draws.
    #[test]
    fn the_grids_weights_are_the_prior() {
        let config = Config::at(Scale::Quick);
        let detector = detector(&config);
        let family = Family::new(&detector, &config.family);
        let signal = family.spectrum(Binary { m1: 27.0, m2: 26.0 }, None);
        let mut rng = stream(1, "tests/prior");
        let [least, most] = config.family.masses;
        let drawn: Vec<f64> = (0..4_000)
            .map(|_| {
                let mut mass = || rng.gen_range(least..most);
                product(&signal, &family.spectrum(Binary { m1: mass(), m2: mass() }, None)).norm_sqr()
            })
            .collect();
        let drawn = SampleMean::from_draws(&drawn);
        let by_grid: f64 =
            family.grid(200, 8).iter().map(|place| place.weight * product(&signal, &place.spectrum).norm_sqr()).sum();
        // Four standard errors, and a hundredth for places at the edge of the triangle of masses.
        assert!((drawn.value - by_grid).abs() < 4.0 * drawn.standard_error + 0.01 * by_grid, "{drawn:?} {by_grid}");
    }

    #[test]
    fn every_place_of_the_grid_has_a_template_near_and_no_two_templates_are() {
        let config = Config::at(Scale::Quick);
        let detector = detector(&config);
        let family = Family::new(&detector, &config.family);
        let grid = family.grid(60, 3);
        let kept = cover(&grid, 0.9);
        let best = |spectrum: &[_]| kept.iter().map(|template| product(template, spectrum).norm()).fold(0.0, f64::max);
        assert!(grid.iter().all(|place| best(&place.spectrum) >= 0.9 - 1e-12));
        for (i, template) in kept.iter().enumerate() {
            assert!(kept[..i].iter().all(|other| product(other, template).norm() < 0.9));
        }
        assert!(kept.len() > 3 && kept.len() < grid.len());
    }

    /// Closed forms: in a wide band a modulation by e leaves the match 1/√(1 + e²/2), and no strength leaves a member.
    #[test]
    fn signals_leave_the_family_by_their_strength() {
        let config = Config::at(Scale::Book);
        let detector = detector(&config);
        let family = Family::new(&detector, &config.family);
        let binary = Binary { m1: 20.0, m2: 17.0 };
        let member = family.spectrum(binary, None);
        for none in [Beyond::Coefficient(0.0), Beyond::Modulation(0.0), Beyond::Heavier(0.0)] {
            assert_relative_eq!(product(&member, &family.spectrum(binary, Some(none))).re, 1.0, max_relative = 1e-12);
        }
        let modulated = product(&member, &family.spectrum(binary, Some(Beyond::Modulation(1.0)))).norm();
        // The band has five periods, and the noise weighs them unequally: a few hundredths.
        assert!((modulated - 1.5_f64.sqrt().recip()).abs() < 0.05, "{modulated}");
        let pushed = family.spectrum(binary, Some(Beyond::Coefficient(0.2)));
        assert_relative_eq!(norm(&pushed), 1.0, max_relative = 1e-12);
        assert!(product(&member, &pushed).norm() < 0.9);
    }

    /// A chirp of the family lies in the segment: little of its power falls after its end.
    #[test]
    fn a_chirp_ends_where_it_should() {
        let config = Config::at(Scale::Book);
        let detector = detector(&config);
        let family = Family::new(&detector, &config.family);
        for mass in config.family.masses {
            let series = detector.series(&family.spectrum(Binary { m1: mass, m2: mass }, None));
            let late = series.iter().zip(detector.times()).filter(|(_, t)| *t > 0.97 * detector.seconds || *t < 0.02);
            let power: f64 = late.map(|(x, _)| x * x).sum();
            assert!(power < 0.1, "{mass}: {power}");
        }
    }
}
