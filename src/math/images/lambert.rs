//! Matte surfaces under distant lamps: Lambert's law, and how few numbers it leaves of the light.

use std::f64::consts::PI;

use super::rigid::{Vector, dot};
use crate::math::kernel::tangent::angle_map;

// ANCHOR: shading
/// The light that a matte surface gives back, of a lamp in the direction `lamp` whose length is its
/// strength.
///
/// ```text
/// x = α max(n·l, 0)                                                 book eq. lambert
/// ```
///
/// `normal` is the outward unit normal n and `albedo` the part α of the light that is not swallowed.
/// What faces away is in the *attached* shadow; shadows that other parts cast are not in the formula.
#[must_use]
pub fn shading(albedo: f64, normal: Vector, lamp: Vector) -> f64 {
    albedo * dot(normal, lamp).max(0.0)
}
// ANCHOR_END: shading

// ANCHOR: lambert_coefficient
/// The eigenvalue of the half cosine at the spherical harmonics of an order.
///
/// ```text
/// λ_j = 2π ∫₀¹ t P_j(t) dt                                          book eq. lambert-coefficient
/// λ₀ = π,  λ₁ = 2π/3,  λ_j = 0 for odd j > 1, and for even j
/// λ_j = 2π (−1)^{j/2 − 1} j! / [(j + 2)(j − 1) 2ʲ ((j/2)!)²]
/// ```
///
/// `P_j` is the Legendre polynomial.
///
/// Source: Basri & Jacobs 2003, §3.1; Ramamoorthi & Hanrahan 2001.
#[must_use]
pub fn lambert_coefficient(order: u32) -> f64 {
    if order == 1 {
        return 2.0 * PI / 3.0;
    }
    if order % 2 == 1 {
        return 0.0;
    }
    // j!/(2ʲ((j/2)!)²), as the product of (1 − 1/(2k)) over k up to j/2.
    let central: f64 = (1..=order / 2).map(|k| 1.0 - 0.5 / f64::from(k)).product();
    let sign = if (order / 2) % 2 == 1 { 1.0 } else { -1.0 };
    let j = f64::from(order);
    2.0 * PI * sign * central / ((j + 2.0) * (j - 1.0))
}
// ANCHOR_END: lambert_coefficient

/// The part of the energy of max(n·l, 0), over all directions l, that lies in the harmonics through an order: 3/8, 7/8,
/// 127/128, …
///
/// ```text
/// Σ_{j ≤ J} λ_j² (2j + 1)/(4π) / (2π/3)                             book eq. lambert-energy
/// ```
///
/// Source: Basri & Jacobs 2003, table 1.
#[must_use]
pub fn energy_through(order: u32) -> f64 {
    (0..=order).map(|j| lambert_coefficient(j).powi(2) * f64::from(2 * j + 1)).sum::<f64>() * 3.0 / (8.0 * PI * PI)
}

// ANCHOR: pixel_product
/// The mean of the product of two pixels over lamps from everywhere, in units of its value for
/// n = n′.
///
/// ```text
/// ⟨max(n·l, 0) max(n′·l, 0)⟩_l = (1/6) [(1 − ν/π) cos ν + (sin ν)/π]    book eq. lambert-product
/// ```
///
/// The unit is 1/6, and ν the angle between n and n′: what is in brackets is the kernel of a ReLU
/// layer, `cos φ(ν)` of chapter 2.
#[must_use]
pub fn pixel_product(normal: Vector, other: Vector) -> f64 {
    let apart: f64 = (0..3).map(|i| (normal[i] - other[i]).powi(2)).sum();
    // From the chord, which is exact also for small angles.
    angle_map(2.0 * (0.5 * apart.sqrt()).min(1.0).asin()).cos()
}
// ANCHOR_END: pixel_product

/// The nine real spherical harmonics of order 0, 1 and 2 at a unit vector, orthonormal over the sphere.
///
/// Source: Basri & Jacobs 2003, equation (6) and table 2.
#[must_use]
pub fn harmonics([x, y, z]: Vector) -> [f64; 9] {
    let c0 = (0.25 / PI).sqrt();
    let c1 = (0.75 / PI).sqrt();
    let c2 = (3.75 / PI).sqrt();
    [
        c0,
        c1 * x,
        c1 * y,
        c1 * z,
        c2 * x * y,
        c2 * y * z,
        c2 * x * z,
        0.5 * c2 * (x * x - y * y),
        0.5 * c2 / 3.0_f64.sqrt() * (3.0 * z * z - 1.0),
    ]
}

/// The number of harmonics through an order: 1, 4, 9, …
#[must_use]
pub fn harmonics_through(order: usize) -> usize {
    (order + 1) * (order + 1)
}

#[cfg(test)]
mod tests {
    use super::{energy_through, harmonics, harmonics_through, lambert_coefficient, pixel_product, shading};
    use crate::math::images::{
        rigid::{dot, unit},
        sphere::points,
    };
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    /// The Legendre polynomial of an order at t, by its recursion.
    fn legendre(order: u32, t: f64) -> f64 {
        let (mut before, mut here) = (1.0, t);
        for k in 1..order {
            let j = f64::from(k);
            (before, here) = (here, ((2.0 * j + 1.0) * t * here - j * before) / (j + 1.0));
        }
        if order == 0 { 1.0 } else { here }
    }

    /// Second road: the integral that defines them, by the midpoint rule.
    #[test]
    fn coefficients_are_their_integrals() {
        let cells = 20_000;
        for order in 0..=12 {
            let integral: f64 = (0..cells)
                .map(|k| (f64::from(k) + 0.5) / f64::from(cells))
                .map(|t| t * legendre(order, t) / f64::from(cells))
                .sum();
            // (1/24) h² times the difference of the slopes at the ends, which is below j² + 1.
            let exact = lambert_coefficient(order);
            assert_abs_diff_eq!(std::f64::consts::TAU * integral, exact, epsilon = 1e-7);
        }
    }

    /// Closed fractions, and all of the energy in the limit.
    #[test]
    fn energies_are_the_known_fractions_and_sum_to_one() {
        for (order, exact) in [(0, 3.0 / 8.0), (1, 7.0 / 8.0), (2, 127.0 / 128.0), (3, 127.0 / 128.0)] {
            assert_relative_eq!(energy_through(order), exact, max_relative = 1e-14);
        }
        // Terms fall as j⁻⁴: what is left after 100 is of the order of 1e-6.
        assert_abs_diff_eq!(energy_through(100), 1.0, epsilon = 2e-6);
    }

    #[test]
    fn the_harmonics_are_orthonormal() {
        let points = points(4_000);
        let area = 4.0 * std::f64::consts::PI / points.len() as f64;
        for i in 0..harmonics_through(2) {
            for j in 0..=i {
                let product: f64 = points.iter().map(|&p| harmonics(p)[i] * harmonics(p)[j] * area).sum();
                // The error of these points for polynomials of degree four.
                assert_abs_diff_eq!(product, f64::from(u8::from(i == j)), epsilon = 1e-3);
            }
        }
    }

    /// Second road to the coefficients and the harmonics at once: what the series through order 2 misses, over lamps.
    #[test]
    fn the_half_cosine_through_order_two_misses_what_is_left() {
        let normal = unit([0.3, -0.5, 0.8]);
        let (mut missed, mut all) = (0.0, 0.0);
        for lamp in points(20_000) {
            let (at_normal, at_lamp) = (harmonics(normal), harmonics(lamp));
            let order = |k: usize| u32::from(k > 0) + u32::from(k > 3);
            let through: f64 = (0..9).map(|k| lambert_coefficient(order(k)) * at_normal[k] * at_lamp[k]).sum();
            let x = shading(1.0, normal, lamp);
            missed += (x - through).powi(2);
            all += x * x;
        }
        // The kink costs these points a part in ten thousand of the whole.
        assert_abs_diff_eq!(missed / all, 1.0 / 128.0, epsilon = 1e-4);
    }

    /// Second road: the mean over lamps.
    #[test]
    fn products_of_pixels_are_their_means_over_lamps() {
        let lamps = points(20_000);
        let normal = unit([0.1, 0.2, -1.0]);
        for other in [normal, unit([1.0, 0.3, -0.4]), unit([-0.2, 0.9, 0.5]), normal.map(|x| -x)] {
            let mean: f64 =
                lamps.iter().map(|&l| shading(1.0, normal, l) * shading(1.0, other, l) / lamps.len() as f64).sum();
            // As above.
            assert_abs_diff_eq!(pixel_product(normal, other), 6.0 * mean, epsilon = 1e-4);
        }
        assert_relative_eq!(pixel_product(normal, normal), 1.0);
        assert_abs_diff_eq!(dot(normal, normal), 1.0, epsilon = 1e-15);
    }
}
