//! All shifts of a picture, as a surface among pictures: its distances, tangent planes, curvature and principal components,
//! from the picture's power spectrum alone.
//!
//! A shift multiplies each Fourier coefficient by a number of modulus one. So every inner product of two shifted pictures,
//! or of their derivatives, is a sum over frequencies of the energy there times a cosine of the shift, and nothing has to
//! be interpolated between pixels.

use std::f64::consts::{PI, SQRT_2};

use rustfft::{FftPlanner, num_complex::Complex64};

use super::image::Image;

/// The orbit of a square picture under shifts on the torus, the picture scaled to norm 1 and without its mean.
#[derive(Debug, Clone)]
pub struct TranslationOrbit {
    side: usize,
    /// p(ω): `[side, side]`, the share of the picture's energy at each frequency, rows along y.
    shares: Vec<f64>,
}

impl TranslationOrbit {
    /// The orbit of `image`.
    ///
    /// The mean does not move and is left out. So is, for an even side, the highest frequency: between two pixels its phase
    /// is not known.
    ///
    /// # Panics
    ///
    /// If the image is not square, or is of one grey.
    #[must_use]
    pub fn new(image: &Image) -> Self {
        assert_eq!(image.width, image.height, "a square picture");
        let side = image.width;
        let mut spectrum: Vec<Complex64> = image.pixels.iter().map(|&pixel| Complex64::new(pixel, 0.0)).collect();
        transform(&mut spectrum, side, false);
        let mut shares: Vec<f64> = spectrum.iter().map(Complex64::norm_sqr).collect();
        shares[0] = 0.0;
        if side.is_multiple_of(2) {
            for i in 0..side {
                shares[i * side + side / 2] = 0.0;
                shares[side / 2 * side + i] = 0.0;
            }
        }
        Self { side, shares }.of_norm_one()
    }

    fn of_norm_one(mut self) -> Self {
        let total: f64 = self.shares.iter().sum();
        assert!(total > 0.0, "a picture of one grey has no orbit");
        for share in &mut self.shares {
            *share /= total;
        }
        self
    }

    /// The orbit of the picture blurred by a Gaussian of standard deviation `sigma` pixels, scaled to norm 1 again.
    ///
    /// ```text
    /// p_σ(ω) ∝ p(ω) e^(−σ²|ω|²)                                            book eq. blurred-spectrum
    /// ```
    #[must_use]
    pub fn blurred(&self, sigma: f64) -> Self {
        let mut shares = self.shares.clone();
        for (share, (x, y)) in shares.iter_mut().zip(self.frequencies()) {
            *share *= (-(sigma * sigma) * (x * x + y * y)).exp();
        }
        Self { side: self.side, shares }.of_norm_one()
    }

    /// The frequencies in the order of the shares, radians per pixel, from −π to π.
    fn frequencies(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        (0..self.side).flat_map(move |y| (0..self.side).map(move |x| (self.frequency(x), self.frequency(y))))
    }

    fn frequency(&self, index: usize) -> f64 {
        let signed = if 2 * index > self.side { index as f64 - self.side as f64 } else { index as f64 };
        2.0 * PI * signed / self.side as f64
    }

    /// Σ p(ω) weight(ω) (1 − cos ω·u), without the cancellation at small shifts.
    fn decrease(&self, u: [f64; 2], weight: impl Fn(f64, f64) -> f64) -> f64 {
        let halves = |along: f64| -> Vec<(f64, f64)> {
            (0..self.side).map(|index| (0.5 * self.frequency(index) * along).sin_cos()).collect()
        };
        let (columns, rows) = (halves(u[0]), halves(u[1]));
        let mut sum = 0.0;
        for (y, &(sin_y, cos_y)) in rows.iter().enumerate() {
            for (x, &(sin_x, cos_x)) in columns.iter().enumerate() {
                let sine = sin_x * cos_y + cos_x * sin_y;
                let share = self.shares[y * self.side + x];
                sum += share * weight(self.frequency(x), self.frequency(y)) * 2.0 * sine * sine;
            }
        }
        sum
    }

    // ANCHOR: orbit_distance
    /// Distance of the picture from itself shifted by `u` = (columns, rows), pixels; 0 to 2, and √2 for strangers.
    ///
    /// ```text
    /// ‖x_u − x‖² = 2 Σ p(ω) (1 − cos ω·u)                                  book eq. orbit-distance
    /// ```
    #[must_use]
    pub fn distance(&self, u: [f64; 2]) -> f64 {
        SQRT_2 * self.decrease(u, |_, _| 1.0).sqrt()
    }
    // ANCHOR_END: orbit_distance

    // ANCHOR: tangent_angle
    /// Largest principal angle between the tangent planes at the picture and at its shift by `u`, radians in `[0, π/2]`.
    ///
    /// ```text
    /// G(u)_ij = Σ p(ω) ω_i ω_j cos ω·u
    /// cos θ   = singular values of G(0)^(−1/2) G(u) G(0)^(−1/2)            book eq. tangent-angle
    /// ```
    ///
    /// # Panics
    ///
    /// If the picture varies along one direction only, so that its orbit is a curve.
    #[must_use]
    pub fn tangent_angle(&self, u: [f64; 2]) -> f64 {
        let gram = self.tangent_gram();
        let lost = [self.decrease(u, |x, _| x * x), self.decrease(u, |x, y| x * y), self.decrease(u, |_, y| y * y)];
        // L Lᵀ = G(0), and 1 − cos θ are the eigenvalues of L⁻¹ (G(0) − G(u)) L⁻ᵀ.
        let l00 = gram[0].sqrt();
        let l10 = gram[1] / l00;
        let l11 = (gram[2] - l10 * l10).sqrt();
        assert!(l11 > 1e-9 * l00, "the orbit is a curve");
        let a = lost[0] / (l00 * l00);
        let b = (lost[1] / l00 - a * l10) / l11;
        let c = (lost[2] - 2.0 * l10 * lost[1] / l00 + l10 * l10 * a) / (l11 * l11);
        let middle = f64::midpoint(a, c);
        let radius = (0.5 * (a - c)).hypot(b);
        let angle = |versine: f64| {
            if versine < 1.0 { 2.0 * (0.5 * versine.max(0.0)).sqrt().asin() } else { (versine - 1.0).min(1.0).acos() }
        };
        angle(middle + radius).max(angle(middle - radius))
    }
    // ANCHOR_END: tangent_angle

    /// G(0), the products of the derivatives along columns and rows: its entries xx, xy and yy, per square pixel.
    fn tangent_gram(&self) -> [f64; 3] {
        self.shares
            .iter()
            .zip(self.frequencies())
            .fold([0.0; 3], |sum, (p, (x, y))| [sum[0] + p * x * x, sum[1] + p * x * y, sum[2] + p * y * y])
    }

    /// How fast the picture changes along `direction`, of length one: the norm of its derivative, per pixel.
    #[must_use]
    pub fn speed(&self, direction: [f64; 2]) -> f64 {
        self.moment(direction, 2).sqrt()
    }

    /// Curvature of the path along `direction`, of length one: one over the radius, in units of the picture's norm.
    ///
    /// ```text
    /// κ = ‖x''‖/‖x'‖² = √(Σ p (ω·e)⁴) / Σ p (ω·e)²                         book eq. orbit-curvature
    /// ```
    ///
    /// It is at least 1, as the orbit lies on a sphere of radius 1, and 1 for a single wave, whose orbit is a circle.
    #[must_use]
    pub fn curvature(&self, direction: [f64; 2]) -> f64 {
        self.moment(direction, 4).sqrt() / self.moment(direction, 2)
    }

    fn moment(&self, direction: [f64; 2], power: i32) -> f64 {
        let along = |(x, y): (f64, f64)| x * direction[0] + y * direction[1];
        self.shares.iter().zip(self.frequencies()).map(|(p, frequency)| p * along(frequency).powi(power)).sum()
    }

    /// How far the average of two shifts, by u/2 and by −u/2, is from the picture half-way between them.
    ///
    /// ```text
    /// ‖½(x_(u/2) + x_(−u/2)) − x‖² = Σ p(ω) (1 − cos ω·u/2)²               book eq. ghost
    /// ```
    #[must_use]
    pub fn midpoint_error(&self, u: [f64; 2]) -> f64 {
        let halves = |(x, y): (f64, f64)| 0.25 * (x * u[0] + y * u[1]);
        let squares = self
            .shares
            .iter()
            .zip(self.frequencies())
            .map(|(p, frequency)| p * (2.0 * halves(frequency).sin().powi(2)).powi(2));
        squares.sum::<f64>().sqrt()
    }

    // ANCHOR: orbit_energies
    /// The share of the orbit's energy along each of its principal components, the largest first.
    ///
    /// Waves stay waves when they are shifted, so the orbit's principal components are the picture's waves, and the shares
    /// are those of its power spectrum.
    #[must_use]
    pub fn energies(&self) -> Vec<f64> {
        let mut energies: Vec<f64> = self.shares.iter().copied().filter(|&share| share > 0.0).collect();
        energies.sort_by(|a, b| b.total_cmp(a));
        energies
    }
    // ANCHOR_END: orbit_energies

    /// Squared distances for the shifts by multiples of `1/finer` pixels: `[side·finer, side·finer]`, rows along y.
    #[must_use]
    pub fn squared_distances(&self, finer: usize) -> Vec<f64> {
        let large = self.side * finer;
        let mut spectrum = vec![Complex64::new(0.0, 0.0); large * large];
        let place = |index: usize| if 2 * index > self.side { large - (self.side - index) } else { index };
        for y in 0..self.side {
            for x in 0..self.side {
                spectrum[place(y) * large + place(x)] = Complex64::new(self.shares[y * self.side + x], 0.0);
            }
        }
        transform(&mut spectrum, large, true);
        spectrum.iter().map(|correlation| (2.0 - 2.0 * correlation.re).max(0.0)).collect()
    }
}

/// The picture shifted by `u` = (columns, rows), pixels, on the torus: what comes between pixels follows from its waves.
///
/// # Panics
///
/// If the image is not square.
#[must_use]
pub fn shifted(image: &Image, u: [f64; 2]) -> Image {
    assert_eq!(image.width, image.height, "a square picture");
    let side = image.width;
    let mut spectrum: Vec<Complex64> = image.pixels.iter().map(|&pixel| Complex64::new(pixel, 0.0)).collect();
    transform(&mut spectrum, side, false);
    let signed = |index: usize| if 2 * index > side { index as f64 - side as f64 } else { index as f64 };
    for (at, coefficient) in spectrum.iter_mut().enumerate() {
        let (x, y) = (signed(at % side), signed(at / side));
        // The highest frequency of an even side stays real: half of it turns one way and half the other.
        let turn = |k: f64, along: f64| {
            let angle = -2.0 * PI * k * along / side as f64;
            if 2.0 * k >= side as f64 { Complex64::new(angle.cos(), 0.0) } else { Complex64::cis(angle) }
        };
        *coefficient *= turn(x, u[0]) * turn(y, u[1]);
    }
    transform(&mut spectrum, side, true);
    let count = (side * side) as f64;
    Image { width: side, height: side, pixels: spectrum.iter().map(|pixel| pixel.re / count).collect() }
}

/// The two-dimensional Fourier transform of `[side, side]` values in place, without a factor; `back` for its inverse.
fn transform(values: &mut [Complex64], side: usize, back: bool) {
    let mut planner = FftPlanner::new();
    let plan = if back { planner.plan_fft_inverse(side) } else { planner.plan_fft_forward(side) };
    for _ in 0..2 {
        plan.process(values);
        for y in 0..side {
            for x in 0..y {
                values.swap(y * side + x, x * side + y);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{TranslationOrbit, shifted};
    use crate::{
        data::streams::stream,
        math::{
            images::image::Image,
            statistics::fit::slope,
            subspaces::{principal_angles::principal_angles, principal_components::PrincipalComponents},
            vectors::distance,
        },
    };
    use approx::assert_relative_eq;
    use faer::{Mat, linalg::solvers::Qr};
    use rand::Rng;
    use rand_distr::StandardNormal;
    use std::f64::consts::PI;

    /// A picture of norm 1 and mean 0 without the highest frequency, so that every shift of it is known.
    fn picture(side: usize) -> Image {
        let mut rng = stream(3, "picture");
        let noise = Image::from_fn(side, side, |_, _| 0.0);
        let pixels: Vec<f64> = noise.pixels.iter().map(|_| rng.sample(StandardNormal)).collect();
        let mean = pixels.iter().sum::<f64>() / pixels.len() as f64;
        let norm = pixels.iter().map(|pixel| (pixel - mean).powi(2)).sum::<f64>().sqrt();
        Image { pixels: pixels.iter().map(|pixel| (pixel - mean) / norm).collect(), ..noise }
    }

    fn difference(a: &Image, b: &Image) -> f64 {
        distance(&a.pixels, &b.pixels)
    }

    #[test]
    fn distances_are_those_of_shifted_pixels() {
        // An odd side has no highest frequency of its own.
        let image = picture(9);
        let orbit = TranslationOrbit::new(&image);
        let grid = orbit.squared_distances(4);
        for [x, y] in [[1, 0], [3, 2], [14, 35]] {
            let u = [x as f64 / 4.0, y as f64 / 4.0];
            let exact = difference(&shifted(&image, u), &image);
            assert_relative_eq!(orbit.distance(u), exact, max_relative = 1e-10);
            assert_relative_eq!(grid[y * 36 + x].sqrt(), exact, max_relative = 1e-10);
        }
        // A shift by a whole pixel is a shift of the pixels.
        let whole = shifted(&image, [1.0, 0.0]);
        for at in 0..81 {
            let from = at / 9 * 9 + (at % 9 + 8) % 9;
            assert_relative_eq!(whole.pixels[at], image.pixels[from], epsilon = 1e-12);
        }
    }

    /// Two derivatives of the pixels at each of two shifts, by central differences, and the angles between their planes.
    #[test]
    fn angles_are_those_between_derivatives_of_pixels() {
        let image = picture(9);
        let plane = |u: [f64; 2]| {
            let h = 1e-4;
            let tangents = [[h, 0.0], [0.0, h]].map(|[x, y]| {
                let (ahead, behind) = (shifted(&image, [u[0] + x, u[1] + y]), shifted(&image, [u[0] - x, u[1] - y]));
                ahead.pixels.iter().zip(&behind.pixels).map(|(a, b)| (a - b) / (2.0 * h)).collect::<Vec<f64>>()
            });
            Qr::new(Mat::from_fn(81, 2, |row, column| tangents[column][row]).as_ref()).compute_thin_Q()
        };
        for u in [[0.1, 0.0], [0.4, -0.3], [2.5, 1.0]] {
            let angles = principal_angles(plane([0.0, 0.0]).as_ref(), plane(u).as_ref());
            let largest = angles.iter().copied().fold(0.0, f64::max);
            // Central differences are off by the square of their step times a frequency squared, 1e-7.
            assert_relative_eq!(TranslationOrbit::new(&image).tangent_angle(u), largest, max_relative = 1e-5);
        }
    }

    #[test]
    fn principal_components_of_all_shifts_are_the_spectrum() {
        const SIDE: usize = 7;
        let image = picture(SIDE);
        let all = Mat::from_fn(SIDE * SIDE, SIDE * SIDE, |pixel, shift| {
            let (row, column) = (pixel / SIDE + shift / SIDE, pixel % SIDE + shift % SIDE);
            image.pixels[row % SIDE * SIDE + column % SIDE]
        });
        let found = PrincipalComponents::from_points(all.as_ref());
        let total: f64 = found.energies.iter().sum();
        for (found, exact) in found.energies.iter().zip(TranslationOrbit::new(&image).energies()) {
            assert_relative_eq!(found / total, exact, max_relative = 1e-9);
        }
    }

    #[test]
    fn a_single_wave_runs_round_a_circle() {
        let wave = Image::from_fn(16, 16, |x, _| (2.0 * PI * 3.0 * x as f64 / 16.0).cos());
        let orbit = TranslationOrbit::new(&wave);
        assert_relative_eq!(orbit.curvature([1.0, 0.0]), 1.0, max_relative = 1e-12);
        assert_relative_eq!(orbit.speed([1.0, 0.0]), 2.0 * PI * 3.0 / 16.0, max_relative = 1e-12);
        // Half of the way round the circle is its diameter.
        assert_relative_eq!(orbit.distance([8.0 / 3.0, 0.0]), 2.0, max_relative = 1e-12);
    }

    /// The average of two near points of a curve is off by its sagitta, κ v² u²/8, up to the fourth order.
    #[test]
    fn the_midpoint_is_off_by_the_sagitta() {
        let orbit = TranslationOrbit::new(&picture(9));
        let e = [0.6, 0.8];
        let errors = [0.02, 0.01].map(|u: f64| {
            let sagitta = orbit.curvature(e) * (orbit.speed(e) * u).powi(2) / 8.0;
            (orbit.midpoint_error([u * e[0], u * e[1]]) / sagitta - 1.0).abs()
        });
        assert!(errors[1] < 1e-4, "{errors:?}");
        // What is left falls with the square of u.
        assert_relative_eq!(errors[0] / errors[1], 4.0, max_relative = 1e-2);
    }

    /// The picture of an edge moves by the square root of its shift; a blurred one in proportion.
    #[test]
    fn edges_move_by_the_root_of_the_shift() {
        let orbit = TranslationOrbit::new(&Image::from_fn(512, 512, |x, _| f64::from(u8::from(x < 256))));
        let shifts = [2.0, 4.0, 8.0, 16.0_f64];
        let exponent = |orbit: &TranslationOrbit| {
            let logs: Vec<f64> = shifts.iter().map(|&u| orbit.distance([u, 0.0]).ln()).collect();
            slope(&shifts.map(f64::ln), &logs)
        };
        // Whole pixels change by their number, exactly.
        assert_relative_eq!(exponent(&orbit), 0.5, max_relative = 1e-2);
        // At a hundredth of the blur, what is left of the next order is (2/100)²/8 and the like.
        let small = [0.2, 0.4].map(|u| orbit.blurred(20.0).distance([u, 0.0]));
        assert_relative_eq!(small[1] / small[0], 2.0, max_relative = 1e-4);
    }
}
