//! How far denoisers look: squared derivatives against distance.

use anyhow::Result;

use super::{
    super::{Architecture, Config, Reach, Reaches, Theory},
    arm::{Arm, Followed},
    images::Images,
    noised::Noised,
};
use crate::{
    data::{
        digits::halved::{HALF_PIXELS, HALF_SIDE},
        streams::stream,
    },
    ground::estimate::Estimate,
    math::{
        statistics::{LEVEL, bootstrap},
        vectors::mean,
    },
};

/// Half the step of the differences, in standard deviations of a pixel. The Gaussian denoiser is linear, and networks of
/// rectifiers are linear in pieces; their numbers have seven digits.
const STEP: f64 = 0.05;

/// Networks of two kinds on digits, one of them on scrambled ones as well, each beside the Gaussian denoiser.
pub(super) struct Looked<'a> {
    pub(super) digits: (&'a Arm<'a>, &'a Images),
    pub(super) scrambled: (&'a Arm<'a>, &'a Images),
    pub(super) convolution: &'a Followed,
    pub(super) perceptron: &'a Followed,
    pub(super) convolution_scrambled: &'a Followed,
}

impl Looked<'_> {
    /// The distances of all, by time.
    pub(super) fn reaches(&self, config: &Config, field: usize) -> Result<Reaches> {
        let part = config.sensitivity.images * HALF_PIXELS;
        let times = &config.sensitivity.times;
        let seen = |images: &'_ Images| images.held_out[..part].to_vec();
        let (clean, clean_scrambled) = (seen(self.digits.1), seen(self.scrambled.1));
        let noised = |clean| Noised::of(clean, times, config.seed, "score architecture sensitivity");
        let (digits, scrambled) = (noised(&clean), noised(&clean_scrambled));
        let gaussian = |arm: &Arm<'_>, noised: &Noised<'_>| {
            by_time(noised, |x, t| Ok(arm.theories.denoise(Theory::Gaussian, 1, x, t)))
        };
        let networks = |followed: &Followed, noised: &Noised<'_>| -> Result<Vec<Vec<f64>>> {
            followed.learners.iter().map(|learner| by_time(noised, |x, t| Ok(learner.denoise(x, t)?))).collect()
        };
        let (exact, exact_scrambled) = (gaussian(self.digits.0, &digits)?, gaussian(self.scrambled.0, &scrambled)?);
        let convolution = networks(self.convolution, &digits)?;
        let perceptron = networks(self.perceptron, &digits)?;
        let convolution_scrambled = networks(self.convolution_scrambled, &scrambled)?;
        let over_networks = |number: &dyn Fn(usize) -> f64, count: usize| -> Estimate {
            let mut rng = stream(config.seed, "score architecture bootstrap of reaches");
            let of_each: Vec<f64> = (0..count).map(number).collect();
            bootstrap::mean_estimate(&of_each, LEVEL, bootstrap::RESAMPLES, &mut rng)
        };
        let reach = |name: &str, distances: &[Vec<f64>]| Reach {
            name: name.to_owned(),
            distance: (0..times.len()).map(|time| over_networks(&|k| distances[k][time], distances.len())).collect(),
        };
        let name = |architecture: Architecture, images: &str| format!("{}, {images}", architecture.name());
        let share = |time: usize| {
            let whole = exact_scrambled[time] - exact[time];
            let of = |k: usize| {
                let way = convolution_scrambled[k][time] - convolution[k][time];
                if whole.abs() > 1e-9 { way / whole } else { 0.0 }
            };
            over_networks(&of, convolution.len())
        };
        Ok(Reaches {
            times: times.clone(),
            all_pairs: mean_distance(HALF_SIDE),
            in_field: mean_distance(field / 2),
            share: (0..times.len()).map(share).collect(),
            curves: vec![
                reach("Gaussian theory, digits", &[exact]),
                reach(&name(Architecture::Convolution, "digits"), &convolution),
                reach(&name(Architecture::Perceptron, "digits"), &perceptron),
                reach("Gaussian theory, scrambled", &[exact_scrambled]),
                reach(&name(Architecture::Convolution, "scrambled"), &convolution_scrambled),
            ],
        })
    }
}

fn by_time(noised: &Noised<'_>, mut denoise: impl FnMut(&[f64], f64) -> Result<Vec<f64>>) -> Result<Vec<f64>> {
    noised.by_time().map(|(t, x)| distance(x, |x| denoise(x, t))).collect()
}

/// The mean distance of two different pixels p and q, weighted with the square of `∂D_p/∂x_q`, over all images of `x`; 0 if none
/// depends on another.
///
/// ```text
/// Σ_{p≠q} (∂D_p/∂x_q)² |p − q| / Σ_{p≠q} (∂D_p/∂x_q)²      book eq. reach
/// ```
pub(in super::super) fn distance(x: &[f64], mut denoise: impl FnMut(&[f64]) -> Result<Vec<f64>>) -> Result<f64> {
    let (mut far, mut all) = (0.0, 0.0);
    for image in x.chunks_exact(HALF_PIXELS) {
        let moved = |step: f64| -> Vec<f64> {
            let by_pixel = |q: usize| image.iter().enumerate().map(move |(p, &x)| if p == q { x + step } else { x });
            (0..HALF_PIXELS).flat_map(by_pixel).collect()
        };
        let (up, down) = (denoise(&moved(STEP))?, denoise(&moved(-STEP))?);
        for (at, (up, down)) in up.iter().zip(&down).enumerate() {
            let (q, p) = (at / HALF_PIXELS, at % HALF_PIXELS);
            if p != q {
                let square = ((up - down) / (2.0 * STEP)).powi(2);
                far += square * apart(p, q);
                all += square;
            }
        }
    }
    Ok(if all > 0.0 { far / all } else { 0.0 })
}

/// The distance of two pixels.
fn apart(p: usize, q: usize) -> f64 {
    let off = |a: usize, b: usize| a.abs_diff(b) as f64;
    off(p / HALF_SIDE, q / HALF_SIDE).hypot(off(p % HALF_SIDE, q % HALF_SIDE))
}

/// The mean distance of two different pixels of which rows and columns differ by no more than `reach`.
fn mean_distance(reach: usize) -> f64 {
    let near = |p: usize, q: usize| {
        (p / HALF_SIDE).abs_diff(q / HALF_SIDE) <= reach && (p % HALF_SIDE).abs_diff(q % HALF_SIDE) <= reach
    };
    let pairs = (0..HALF_PIXELS).flat_map(|p| (0..HALF_PIXELS).map(move |q| (p, q)));
    mean(&pairs.filter(|&(p, q)| p != q && near(p, q)).map(|(p, q)| apart(p, q)).collect::<Vec<_>>())
}
