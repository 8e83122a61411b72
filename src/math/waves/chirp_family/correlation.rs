//! The product of data with a chirp, as a function of the chirp's place.

use faer::Mat;
use rustfft::num_complex::Complex64;

use super::{ChirpFamily, phase};
use crate::math::waves::riemannian_ascent::Landscape;

/// The product of a whitened spectrum with the templates of a family, maximised over phase, as a function of the place.
#[derive(Debug, Clone, Copy)]
pub struct Correlation<'a> {
    /// The family whose templates the data are held against.
    pub family: &'a ChirpFamily,
    /// The whitened spectrum: one number per frequency.
    pub data: &'a [Complex64],
}

impl Landscape for Correlation<'_> {
    /// The modulus of Σ `a_k* x_k` at a place, and its derivatives by z.
    fn slope(&self, at: &[f64]) -> (f64, Vec<f64>) {
        let family = self.family;
        let theta = family.unfolded([at[0], at[1], at[2]]);
        let c = family.coefficients(theta);
        let mut sum = Complex64::ZERO;
        let mut moments = [Complex64::ZERO; 5];
        for ((a, b), x) in family.amplitudes.iter().zip(&family.powers).zip(self.data) {
            let term = Complex64::from_polar(*a, phase(&c, b)) * x;
            sum += term;
            for (moment, b) in moments.iter_mut().zip(b) {
                *moment += term * b;
            }
        }
        let height = sum.norm();
        // d|s| = Re(s* ds)/|s| with ds = i Σ dcᵢ mᵢ; where the product is 0 no direction is steepest.
        let by_c = moments.map(|moment| if height > 0.0 { -(sum.conj() * moment).im / height } else { 0.0 });
        let slopes = family.coefficient_slopes([theta[1], theta[2]]);
        let by_theta: [f64; 3] = std::array::from_fn(|j| (0..5).map(|i| by_c[i] * slopes[i][j]).sum());
        let back = family.folding();
        (height, (0..3).map(|j| (0..3).map(|i| by_theta[i] * back[(i, j)]).sum()).collect())
    }

    fn metric(&self, at: &[f64]) -> Mat<f64> {
        self.family.metric_at([at[0], at[1], at[2]])
    }

    /// z₁ and then z₂ into the range of the masses.
    fn nearest(&self, at: Vec<f64>) -> Vec<f64> {
        let along = at[1].clamp(self.family.along[0], self.family.along[1]);
        let [equal, unequal] = self.family.across(along);
        vec![at[0], along, at[2].clamp(equal, unequal)]
    }
}

#[cfg(test)]
mod tests {
    use super::Correlation;
    use crate::{
        data::{detector_noise::Sensitivity, streams::stream},
        math::waves::{
            chirp_family::ChirpFamily,
            match_metric::Matcher,
            noise_weighted::product,
            riemannian_ascent::{Landscape as _, Limits, ascend},
        },
    };
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use rand_distr::{Distribution as _, StandardNormal};
    use rustfft::num_complex::Complex64;

    fn family() -> ChirpFamily {
        let sensitivity = Sensitivity::advanced_ligo().unwrap();
        ChirpFamily::new(8.0..=20.0, 20.0, 0.25, |f| sensitivity.power_density(f))
    }

    fn noise(bins: usize, seed: u64) -> Vec<Complex64> {
        let mut rng = stream(seed, "noise");
        (0..bins).map(|_| Complex64::new(StandardNormal.sample(&mut rng), StandardNormal.sample(&mut rng))).collect()
    }

    /// Second roads: the template's own product, and central differences.
    #[test]
    fn the_slope_is_that_of_the_products() {
        let family = family();
        let data = noise(family.bins(), 1);
        let correlation = Correlation { family: &family, data: &data };
        let place = family.at_time(family.draw(&mut stream(2, "place")), 0.3);
        let (value, gradient) = correlation.slope(&place);
        assert_relative_eq!(value, product(&family.template(place), &data).norm(), max_relative = 1e-10);
        for (axis, slope) in gradient.iter().enumerate() {
            let along = |by: f64| {
                let mut place = place;
                place[axis] += by;
                correlation.slope(&place).0
            };
            // In lengths of the match the third derivative is of the order of the value; rounding of phases of a thousand
            // radians, 1e-13, over the step.
            assert_abs_diff_eq!((along(1e-4) - along(-1e-4)) / 2e-4, *slope, epsilon = 1e-6);
        }
    }

    /// Second road: the largest match over a fine grid of masses, all times and phases, by another module.
    #[test]
    fn an_ascent_never_falls_and_reaches_the_highest_place_nearby() {
        let family = family();
        let matcher = Matcher::new(family.bins(), family.step_hz());
        let mut rng = stream(3, "places");
        for trial in 0..5 {
            let place = family.at_time(family.draw(&mut rng), 1.0);
            let signal: Vec<Complex64> =
                family.template(place).iter().zip(noise(family.bins(), 10 + trial)).map(|(a, z)| 8.0 * a + z).collect();
            let correlation = Correlation { family: &family, data: &signal };
            let [from, to] = family.along();
            let start = family.at_time([0.0, (place[1] + 0.4).clamp(from, to), place[2]], 0.0);
            let start = correlation.nearest(start.to_vec());
            let start = [start[0], start[1], start[2]];
            // The delay that would bring the signal to the template is the opposite of its own.
            let time_s = -matcher.best(&family.template(start), &signal).delay_s;
            let limits = Limits { steps: 60, longest: 0.5, gain: 1e-10 };
            let ascent = ascend(&correlation, family.at_time(start, time_s).to_vec(), limits);
            assert!(ascent.values.windows(2).all(|pair| pair[0] <= pair[1]), "{:?}", ascent.values);
            let norm = signal.iter().map(Complex64::norm_sqr).sum::<f64>().sqrt();
            let mut brute = 0.0_f64;
            for i in 0..=40 {
                let along = (place[1] - 1.0 + 0.05 * f64::from(i)).clamp(from, to);
                let [equal, unequal] = family.across(along);
                for j in 0..=4 {
                    let across = equal + 0.25 * f64::from(j) * (unequal - equal);
                    let template = family.template(family.at_time([0.0, along, across], 0.0));
                    brute = brute.max(norm * matcher.best(&template, &signal).value);
                }
            }
            // The grid's steps of 0.05 lose up to 0.025² of the match, and nothing can be higher than the highest by more
            // than the ascent's own end, 1e-5 or so.
            let highest = ascent.highest();
            assert!(highest > brute * (1.0 - 1e-4) && highest < brute * 1.01, "{highest} {brute}");
        }
    }
}
