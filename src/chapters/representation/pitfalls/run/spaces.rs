//! Spaces that a digit has a code in: a map there and a map back.

use anyhow::Result;
use faer::{Mat, MatRef};

use super::super::{super::digit_student::Student, Config};
use crate::math::{
    diffusion::{
        gaussian::GaussianDenoiser,
        samplers::{Sampler, sample},
        signal_to_noise::log_ratio_times,
    },
    vectors::dot,
};

/// Codes of digits: `[N, n]` to `[N, n]`, one after the other.
pub(super) trait Code {
    /// Digits to codes.
    fn encode(&self, pixels: &[f64]) -> Result<Vec<f64>>;

    /// Codes to digits.
    fn decode(&self, codes: &[f64]) -> Result<Vec<f64>>;

    /// The coordinates of codes that a probe sees, `[N, n]`, the one in which digits vary most first.
    fn coordinates(&self, codes: &[f64]) -> Mat<f64>;

    /// Whether codes are spread as a standard normal is, near a sphere.
    fn is_spherical(&self) -> bool {
        true
    }
}

/// Pixels are their own code.
pub(super) struct PixelCode {
    /// Pixels in the order in which they vary, the one that varies most first.
    order: Vec<usize>,
}

impl PixelCode {
    /// `train`: training digits of n pixels.
    pub(super) fn new(train: &[f64], n: usize) -> Self {
        let mut variances = vec![0.0; n];
        for image in train.chunks_exact(n) {
            // Over all digits and pixels the mean is 0; a pixel's own is subtracted below.
            variances.iter_mut().zip(image).for_each(|(v, x)| *v += x * x);
        }
        let count = (train.len() / n) as f64;
        for (pixel, variance) in variances.iter_mut().enumerate() {
            let mean = train.iter().skip(pixel).step_by(n).sum::<f64>() / count;
            *variance = *variance / count - mean * mean;
        }
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&a, &b| variances[b].total_cmp(&variances[a]));
        Self { order }
    }
}

impl Code for PixelCode {
    fn encode(&self, pixels: &[f64]) -> Result<Vec<f64>> {
        Ok(pixels.to_vec())
    }

    fn decode(&self, codes: &[f64]) -> Result<Vec<f64>> {
        Ok(codes.to_vec())
    }

    fn coordinates(&self, codes: &[f64]) -> Mat<f64> {
        let n = self.order.len();
        Mat::from_fn(codes.len() / n, n, |i, k| codes[i * n + self.order[k]])
    }

    fn is_spherical(&self) -> bool {
        false
    }
}

/// Coordinates along a Gaussian's axes over the roots of their variances.
pub(super) struct GaussianCode<'a>(pub(super) &'a GaussianDenoiser);

impl GaussianCode<'_> {
    /// The deviation along each axis; along those without variance, as paper at the edge has, a part of the mean one.
    fn deviations(&self) -> Vec<f64> {
        let least = 1e-3 * crate::math::vectors::mean(&self.0.variances);
        self.0.variances.iter().map(|v| v.max(least).sqrt()).collect()
    }
}

impl Code for GaussianCode<'_> {
    fn encode(&self, pixels: &[f64]) -> Result<Vec<f64>> {
        let (n, deviations) = (self.0.mean.len(), self.deviations());
        let centred = Mat::from_fn(pixels.len() / n, n, |i, j| pixels[i * n + j] - self.0.mean[j]);
        let along = centred * &self.0.axes;
        Ok((0..pixels.len()).map(|place| along[(place / n, place % n)] / deviations[place % n]).collect())
    }

    fn decode(&self, codes: &[f64]) -> Result<Vec<f64>> {
        let (n, deviations) = (self.0.mean.len(), self.deviations());
        let along = Mat::from_fn(codes.len() / n, n, |i, k| codes[i * n + k] * deviations[k]);
        let pixels = along * self.0.axes.transpose();
        Ok((0..codes.len()).map(|place| self.0.mean[place % n] + pixels[(place / n, place % n)]).collect())
    }

    fn coordinates(&self, codes: &[f64]) -> Mat<f64> {
        let n = self.0.mean.len();
        Mat::from_fn(codes.len() / n, n, |i, k| codes[i * n + n - 1 - k])
    }
}

/// Where the probability flow takes a digit.
pub(super) struct NetworkCode<'a> {
    pub(super) student: &'a Student,
    /// Whose axes order the coordinates: of a Gaussian the flow scales each and turns none.
    pub(super) gaussian: &'a GaussianDenoiser,
    pub(super) config: &'a Config,
}

impl NetworkCode<'_> {
    fn flow(&self, x: &[f64], from: f64, to: f64) -> Result<Vec<f64>> {
        let times = log_ratio_times(from, to, self.config.steps);
        let mut denoise = |x: &[f64], t: f64| self.student.denoise(x, t, None, 0.0);
        Ok(sample(Sampler::DpmSolver2M, x.to_vec(), &times, &mut denoise, &mut || 0.0)?)
    }
}

impl Code for NetworkCode<'_> {
    fn encode(&self, pixels: &[f64]) -> Result<Vec<f64>> {
        self.flow(pixels, self.config.t_min, self.config.t_max)
    }

    fn decode(&self, codes: &[f64]) -> Result<Vec<f64>> {
        self.flow(codes, self.config.t_max, self.config.t_min)
    }

    fn coordinates(&self, codes: &[f64]) -> Mat<f64> {
        let n = self.gaussian.mean.len();
        let along = MatRef::from_row_major_slice(codes, codes.len() / n, n) * &self.gaussian.axes;
        Mat::from_fn(along.nrows(), n, |i, k| along[(i, n - 1 - k)])
    }
}

/// A part of the way from `a` to `b`: along the great circle through both where codes lie near a sphere, else straight.
///
/// ```text
/// (sin((1 − p)θ) a + sin(pθ) b)/sin θ,   cos θ = ⟨a, b⟩/‖a‖‖b‖            book eq. slerp
/// ```
///
/// Source: Shoemake 1985, §3.
pub(in super::super) fn halfway(a: &[f64], b: &[f64], part: f64, spherical: bool) -> Vec<f64> {
    let mixed = |of_a: f64, of_b: f64| a.iter().zip(b).map(|(a, b)| of_a * a + of_b * b).collect();
    let lengths = (dot(a, a) * dot(b, b)).sqrt();
    let angle = if lengths > 0.0 { (dot(a, b) / lengths).clamp(-1.0, 1.0).acos() } else { 0.0 };
    // Of vectors along one line every great circle, or none, goes through both.
    if !spherical || angle.sin() < 1e-9 {
        return mixed(1.0 - part, part);
    }
    mixed(((1.0 - part) * angle).sin() / angle.sin(), (part * angle).sin() / angle.sin())
}
