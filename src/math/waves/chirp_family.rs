//! All chirps of a range of masses, as a surface with coordinates in which the metric of the match is nearly flat.
//!
//! In one band for all, the whitened amplitude of a chirp does not depend on the masses, so that a unit template differs
//! from another by its phase alone: Ψ + 2πft = Σ cᵢ bᵢ(f), with bᵢ the powers −5/3, −1, −2/3, −1/3 and 1 of f/f₀, and
//! f₀ the band's first frequency. The coefficients c of the first and the third power, p₀ and −p₃, are coordinates of the
//! masses, and the arrival time t is the fifth. Of these the metric is a covariance of the b, and changes little with the
//! masses (Sathyaprakash 1994, Owen 1996).
//!
//! A *place* z = Lᵀ(t, p₀, p₃) is measured in lengths of the match: 1 − M ≈ |δz|², with `LLᵀ` the metric in the middle of the
//! range. Time comes first, so that (z₁, z₂) alone measures what the match loses when it is maximised over time.

pub mod correlation;

use std::{f64::consts::PI, ops::RangeInclusive};

use faer::{Mat, linalg::solvers::Llt};
use rand::Rng;
use rustfft::num_complex::Complex64;

use super::{
    chirp::{Binary, SUN_S, phase_series},
    noise_weighted::{Band, norm},
};

/// A place on the surface: (z₀, z₁, z₂), see the module.
pub type Place = [f64; 3];

/// The powers of frequency in the phase and the time.
const POWERS: [f64; 5] = [-5.0 / 3.0, -1.0, -2.0 / 3.0, -1.0 / 3.0, 1.0];

/// The family of unit templates.
#[derive(Debug, Clone)]
pub struct ChirpFamily {
    /// The whitened amplitude, of norm 1: one per frequency.
    amplitudes: Vec<f64>,
    /// bᵢ: one row per frequency.
    powers: Vec<[f64; 5]>,
    /// ½ Cov(bᵢ, bⱼ) under the energy: the metric in the coefficients c.
    covariance: [[f64; 5]; 5],
    /// L, the lower triangular factor of the metric in the middle of the range.
    factor: [[f64; 3]; 3],
    /// The masses that a body may have, suns.
    masses: RangeInclusive<f64>,
    /// The band's first frequency f₀, hertz.
    reference_hz: f64,
    /// From a frequency to the next, hertz.
    step_hz: f64,
    /// z₁ of the heaviest and of the lightest pair.
    along: [f64; 2],
}

impl ChirpFamily {
    /// Chirps of bodies of these `masses`, from `from_hz` to the last frequency of the heaviest pair.
    ///
    /// # Panics
    ///
    /// If the band holds less than two frequencies.
    #[must_use]
    pub fn new(masses: RangeInclusive<f64>, from_hz: f64, step_hz: f64, power_density: impl Fn(f64) -> f64) -> Self {
        let (lightest, heaviest) = (*masses.start(), *masses.end());
        let to_hz = Binary { m1: heaviest, m2: heaviest }.last_frequency();
        let band = Band::new(from_hz, to_hz, step_hz, power_density);
        assert!(band.frequencies.len() > 1, "no band from {from_hz} Hz to {to_hz} Hz");
        let whitened = band.whiten(|f| Complex64::new(f.powf(-7.0 / 6.0), 0.0));
        let length = norm(&whitened);
        let amplitudes: Vec<f64> = whitened.iter().map(|a| a.re / length).collect();
        let reference_hz = band.frequencies[0];
        let powers: Vec<[f64; 5]> =
            band.frequencies.iter().map(|f| POWERS.map(|power| (f / reference_hz).powf(power))).collect();
        let mean =
            |of: &dyn Fn(&[f64; 5]) -> f64| powers.iter().zip(&amplitudes).map(|(b, a)| a * a * of(b)).sum::<f64>();
        let means = std::array::from_fn::<f64, 5, _>(|i| mean(&|b| b[i]));
        let covariance =
            std::array::from_fn(|i| std::array::from_fn(|j| 0.5 * mean(&|b| (b[i] - means[i]) * (b[j] - means[j]))));
        let mut family = Self {
            amplitudes,
            powers,
            covariance,
            factor: [[0.0; 3]; 3],
            masses,
            reference_hz,
            step_hz,
            along: [0.0; 2],
        };
        let middle = (lightest * heaviest).sqrt();
        let metric = family.metric_of_coefficients(family.coordinates(Binary { m1: middle, m2: middle }));
        let factor = Llt::new(metric.as_ref(), faer::Side::Lower).expect("time and masses are told apart");
        family.factor = std::array::from_fn(|i| std::array::from_fn(|j| factor.L()[(i, j)]));
        family.along = [heaviest, lightest].map(|m| family.place(Binary { m1: m, m2: m }, 0.0)[1]);
        family
    }

    /// Frequencies of a template.
    #[must_use]
    pub fn bins(&self) -> usize {
        self.amplitudes.len()
    }

    /// From a frequency to the next, hertz.
    #[must_use]
    pub fn step_hz(&self) -> f64 {
        self.step_hz
    }

    /// z₁ from the heaviest to the lightest pair.
    #[must_use]
    pub fn along(&self) -> [f64; 2] {
        self.along
    }

    /// The place of a binary that arrives at `time_s`.
    #[must_use]
    pub fn place(&self, binary: Binary, time_s: f64) -> Place {
        let [p0, p3] = self.coordinates(binary);
        let l = &self.factor;
        [l[0][0] * time_s + l[1][0] * p0 + l[2][0] * p3, l[1][1] * p0 + l[2][1] * p3, l[2][2] * p3]
    }

    /// The masses at a place, the heavier body first. Beyond the edge of equal masses, equal masses.
    #[must_use]
    pub fn binary(&self, place: Place) -> Binary {
        let [_, p0, p3] = self.unfolded(place);
        let eta = Self::symmetric_mass_ratio(p0, p3);
        let total = self.total_mass_s(p0, p3) / SUN_S;
        let difference = (1.0 - 4.0 * eta).max(0.0).sqrt();
        Binary { m1: 0.5 * total * (1.0 + difference), m2: 0.5 * total * (1.0 - difference) }
    }

    /// The place with the arrival time `time_s` and else the same.
    #[must_use]
    pub fn at_time(&self, place: Place, time_s: f64) -> Place {
        let [_, p0, p3] = self.unfolded(place);
        [self.factor[0][0] * time_s + self.factor[1][0] * p0 + self.factor[2][0] * p3, place[1], place[2]]
    }

    /// The unit template at a place.
    ///
    /// ```text
    /// a_k e^(−iΣᵢ cᵢ bᵢ(f_k)),   a_k ∝ f_k^(−7/6) / √S(f_k)                                book eq. unit-chirp
    /// ```
    #[must_use]
    pub fn template(&self, place: Place) -> Vec<Complex64> {
        let c = self.coefficients(self.unfolded(place));
        let of = |(a, b): (&f64, &[f64; 5])| Complex64::from_polar(*a, -phase(&c, b));
        self.amplitudes.iter().zip(&self.powers).map(of).collect()
    }

    /// A place with random masses at time 0: uniform along the strip of masses, then across it.
    pub fn draw(&self, rng: &mut impl Rng) -> Place {
        let along = rng.gen_range(self.along[0]..=self.along[1]);
        let [equal, unequal] = self.across(along);
        let place = [0.0, along, rng.gen_range(equal..=unequal)];
        self.at_time(place, 0.0)
    }

    /// z₂ of equal masses and of the most unequal pair of the range, at z₁ = `along`.
    ///
    /// Along this line z₂ ∝ p₃ rises while η falls, the heavier body grows heavier and the lighter one lighter.
    #[must_use]
    pub fn across(&self, along: f64) -> [f64; 2] {
        let l = &self.factor;
        let p0 = |p3: f64| (along - l[2][1] * p3) / l[1][1];
        let [lightest, heaviest] = [*self.masses.start(), *self.masses.end()];
        let ends = [heaviest, lightest].map(|m| self.coordinates(Binary { m1: m, m2: m })[1]);
        let equal = last_that(ends[0] * 0.5, ends[1] * 2.0, |p3| Self::symmetric_mass_ratio(p0(p3), p3) > 0.25);
        let inside = |p3: f64| {
            let Binary { m1, m2 } = self.binary([0.0, along, l[2][2] * p3]);
            m1 <= heaviest && m2 >= lightest
        };
        [l[2][2] * equal, l[2][2] * last_that(equal, 4.0 * equal, inside)]
    }

    /// The metric of the masses alone at a place, time maximised, in (z₁, z₂): `[2, 2]`.
    #[must_use]
    pub fn mass_metric(&self, place: Place) -> [[f64; 2]; 2] {
        let g = self.metric_at(place);
        std::array::from_fn(|i| std::array::from_fn(|j| g[(i + 1, j + 1)] - g[(i + 1, 0)] * g[(0, j + 1)] / g[(0, 0)]))
    }

    /// The metric at a place, in (z₀, z₁, z₂): `[3, 3]`.
    fn metric_at(&self, place: Place) -> Mat<f64> {
        let [_, p0, p3] = self.unfolded(place);
        let metric = self.metric_of_coefficients([p0, p3]);
        // δθ = L⁻ᵀ δz.
        let back = self.folding();
        back.transpose() * metric * back
    }

    /// L⁻ᵀ: `[3, 3]`, the derivatives of (t, p₀, p₃) by z.
    fn folding(&self) -> Mat<f64> {
        let columns =
            std::array::from_fn::<Place, 3, _>(|j| self.unfolded(std::array::from_fn(|i| f64::from(u8::from(i == j)))));
        Mat::from_fn(3, 3, |i, j| columns[j][i])
    }

    /// (t, p₀, p₃) of z.
    fn unfolded(&self, place: Place) -> [f64; 3] {
        let l = &self.factor;
        let p3 = place[2] / l[2][2];
        let p0 = (place[1] - l[2][1] * p3) / l[1][1];
        [(place[0] - l[1][0] * p0 - l[2][0] * p3) / l[0][0], p0, p3]
    }

    /// (p₀, p₃) of two masses.
    fn coordinates(&self, binary: Binary) -> [f64; 2] {
        let v = (PI * binary.total_mass() * SUN_S * self.reference_hz).cbrt();
        let series = phase_series(binary.symmetric_mass_ratio());
        [series[0] * v.powi(-5), -series[2] * v.powi(-2)]
    }

    /// G M/c³, seconds: the ratio of p₃ and p₀ is 16π·πMf₀.
    fn total_mass_s(&self, p0: f64, p3: f64) -> f64 {
        p3 / (16.0 * PI * PI * self.reference_hz * p0)
    }

    fn symmetric_mass_ratio(p0: f64, p3: f64) -> f64 {
        3.0 / (128.0 * p0) * (p3 / (16.0 * PI * p0)).powf(-5.0 / 3.0)
    }

    /// c of (t, p₀, p₃).
    fn coefficients(&self, [time_s, p0, p3]: [f64; 3]) -> [f64; 5] {
        let series = phase_series(Self::symmetric_mass_ratio(p0, p3));
        let v = (PI * self.total_mass_s(p0, p3) * self.reference_hz).cbrt();
        let time = 2.0 * PI * self.reference_hz * time_s;
        [series[0] * v.powi(-5), series[1] * v.powi(-3), series[2] * v.powi(-2), series[3] / v, time]
    }

    /// The derivatives of c by (t, p₀, p₃): five rows. By central differences of a step of 10⁻⁵ of each.
    fn coefficient_slopes(&self, [p0, p3]: [f64; 2]) -> [[f64; 3]; 5] {
        const PART: f64 = 1e-5;
        let by = |ahead: [f64; 2], behind: [f64; 2], step: f64| {
            let [ahead, behind] = [ahead, behind].map(|[p0, p3]| self.coefficients([0.0, p0, p3]));
            std::array::from_fn::<f64, 5, _>(|i| (ahead[i] - behind[i]) / (2.0 * step))
        };
        let by_p0 = by([p0 * (1.0 + PART), p3], [p0 * (1.0 - PART), p3], PART * p0);
        let by_p3 = by([p0, p3 * (1.0 + PART)], [p0, p3 * (1.0 - PART)], PART * p3);
        let by_time = [0.0, 0.0, 0.0, 0.0, 2.0 * PI * self.reference_hz];
        std::array::from_fn(|i| [by_time[i], by_p0[i], by_p3[i]])
    }

    /// The metric in (t, p₀, p₃): `[3, 3]`, half of the covariance of the phase's derivatives.
    fn metric_of_coefficients(&self, at: [f64; 2]) -> Mat<f64> {
        let slopes = self.coefficient_slopes(at);
        Mat::from_fn(3, 3, |i, j| {
            (0..25).map(|ab| slopes[ab / 5][i] * self.covariance[ab / 5][ab % 5] * slopes[ab % 5][j]).sum()
        })
    }
}

fn phase(c: &[f64; 5], b: &[f64; 5]) -> f64 {
    c.iter().zip(b).map(|(c, b)| c * b).sum()
}

/// The last number from `low` to `high` for which `so` holds, if it holds from `low` up to some number and not beyond.
fn last_that(low: f64, high: f64, so: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (low, high);
    // Half of the range each time: to rounding.
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if so(middle) { low = middle } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::{ChirpFamily, Place};
    use crate::{
        data::{detector_noise::Sensitivity, streams::stream},
        math::{
            statistics::fit,
            waves::{
                chirp::Binary,
                match_metric::{Matcher, central_differences, match_metric},
                noise_weighted::{Band, normalised, product},
            },
        },
    };
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use rustfft::num_complex::Complex64;
    use std::f64::consts::PI;

    const FROM_HZ: f64 = 20.0;
    const STEP_HZ: f64 = 0.25;

    fn family() -> ChirpFamily {
        let sensitivity = Sensitivity::advanced_ligo().unwrap();
        ChirpFamily::new(8.0..=20.0, FROM_HZ, STEP_HZ, |f| sensitivity.power_density(f))
    }

    /// Second road: the strain of the binary itself, whitened and delayed.
    #[test]
    fn a_template_is_the_whitened_strain() {
        let family = family();
        let sensitivity = Sensitivity::advanced_ligo().unwrap();
        let to_hz = Binary { m1: 20.0, m2: 20.0 }.last_frequency();
        let band = Band::new(FROM_HZ, to_hz, STEP_HZ, |f| sensitivity.power_density(f));
        assert_eq!(band.frequencies.len(), family.bins());
        for (m1, m2, time_s) in [(8.0, 8.0, 0.0), (20.0, 20.0, 0.7), (20.0, 8.0, -0.3), (13.0, 9.0, 1.9)] {
            let binary = Binary { m1, m2 };
            let late = |f: f64| binary.strain(f, 100.0) * Complex64::from_polar(1.0, -2.0 * PI * f * time_s);
            let strain = normalised(band.whiten(late));
            let place = family.place(binary, time_s);
            // Rounding of phases of a thousand radians and more.
            assert_relative_eq!(product(&family.template(place), &strain).norm(), 1.0, max_relative = 1e-10);
            let found = family.binary(place);
            // At equal masses their difference is the root of a rounding error.
            assert_relative_eq!(found.m1, m1, max_relative = 1e-6);
            assert_relative_eq!(found.m2, m2, max_relative = 1e-6);
            let moved = family.at_time(place, 0.25);
            for (moved, direct) in moved.iter().zip(family.place(binary, 0.25)) {
                assert_abs_diff_eq!(*moved, direct, epsilon = 1e-9);
            }
        }
    }

    /// Second road: the metric that another module makes from the derivatives of the templates.
    #[test]
    fn the_metric_is_that_of_the_derivatives() {
        let family = family();
        let place = family.at_time(family.draw(&mut stream(1, "place")), 0.4);
        let template = |z: &[f64]| family.template([z[0], z[1], z[2]]);
        let derivatives = central_differences(template, &place, &[1e-6; 3]);
        let expected = match_metric(&template(&place), &derivatives, &[]);
        let found = family.metric_at(place);
        // A length of the match turns single phases by hundreds of radians: central differences of a step of 1e-6 are off by
        // the square of 1e-4, and by the rounding of phases of a thousand radians over the step, 1e-7.
        assert!((&found - &expected).norm_max() < 1e-6 * expected.norm_max(), "{found:?} {expected:?}");
        let time = [derivatives[0].clone()];
        let expected = match_metric(&template(&place), &derivatives[1..], &time);
        let masses = family.mass_metric(place);
        for ij in 0..4 {
            assert_abs_diff_eq!(masses[ij / 2][ij % 2], expected[(ij / 2, ij % 2)], epsilon = 1e-6);
        }
    }

    /// Second road: the match over phase and time.
    #[test]
    fn places_measure_what_the_match_loses() {
        let family = family();
        let matcher = Matcher::new(family.bins(), family.step_hz());
        let middle = 160.0_f64.sqrt();
        let place = family.place(Binary { m1: middle, m2: middle }, 0.0);
        for direction in [[1.0, 0.0], [0.6, 0.8]] {
            let moved = |by: f64| -> Place { [0.0, place[1] + by * direction[0], place[2] + by * direction[1]] };
            let lost = |by: f64| 1.0 - matcher.best(&family.template(place), &family.template(moved(by))).value;
            // In the middle of the range a place's lengths are those of the match; the two sides' cubes cancel.
            let beyond = |by: f64| 0.5 * (lost(by) + lost(-by)) - by * by;
            let steps = [0.08, 0.04, 0.02];
            assert_abs_diff_eq!(fit::order(&steps, &steps.map(beyond)), 4.0, epsilon = 0.3);
        }
    }

    #[test]
    fn the_strip_ends_at_equal_masses_and_where_a_mass_leaves_the_range() {
        let family = family();
        let [from, to] = family.along();
        assert!(from < to);
        for i in 1..20 {
            let along = from + (to - from) * f64::from(i) / 20.0;
            let [equal, unequal] = family.across(along).map(|across| family.binary([0.0, along, across]));
            assert_relative_eq!(equal.m1, equal.m2, max_relative = 1e-6);
            assert!(unequal.m1 > unequal.m2);
            let at_edge = (unequal.m1 - 20.0).abs().min((unequal.m2 - 8.0).abs());
            assert_abs_diff_eq!(at_edge, 0.0, epsilon = 1e-6);
        }
        let mut rng = stream(4, "places");
        for _ in 0..200 {
            let Binary { m1, m2 } = family.binary(family.draw(&mut rng));
            assert!(m1 <= 20.0 + 1e-6 && m2 >= 8.0 - 1e-6 && m2 <= m1);
        }
    }
}
