//! The neural tangent kernel of a deep, wide ReLU network as a function of the angle between its inputs.
//!
//! The network has L hidden layers of width n with weights N(0, 2/n), a last layer with weights N(0, 1), no biases, and
//! inputs on the unit sphere. As n → ∞ its kernel Θ depends on the angle ν alone: Θ(ν) = (n/2) K(ν), where K counts the
//! L hidden layers and leaves out the last one, whose part does not grow with n.

use std::f64::consts::PI;

// ANCHOR: angle_map
/// The angle between two inputs after one ReLU layer, given the angle before it.
///
/// ```text
/// cos φ(ν) = (1 − ν/π) cos ν + (sin ν)/π                    book eq. angle-map
/// 2 sin²(φ/2) = (1 − ν/π) · 2 sin²(ν/2) + (ν − sin ν)/π     book eq. half-angles
/// ```
///
/// `nu` in `[0, π]`, radians; returns radians in `[0, π/2]`, never more than `nu`.
/// Evaluated by the second line, whose terms are never negative: exact to a few
/// roundings also where ν → 0, where the first line loses every digit.
///
/// Source: Cho & Saul 2009, section 2, the arc-cosine kernel of order 1, divided by
/// its value at ν = 0.
///
/// # Panics
///
/// If `nu` is outside `[0, π]`.
#[must_use]
pub fn angle_map(nu: f64) -> f64 {
    assert!((0.0..=PI).contains(&nu), "an angle from 0 to π, not {nu}");
    let one_less_cosine = 2.0 * (nu / 2.0).sin().powi(2);
    let image = (1.0 - nu / PI) * one_less_cosine + angle_minus_sine(nu) / PI;
    2.0 * (image / 2.0).sqrt().asin()
}
// ANCHOR_END: angle_map

/// ν − sin ν, without the cancellation at small ν. `nu` in `[0, π]`, radians.
fn angle_minus_sine(nu: f64) -> f64 {
    if nu > 1.0 {
        return nu - nu.sin();
    }
    // ν³/3! − ν⁵/5! + …, innermost first; at ν = 1 the first term left out, ν²¹/21!, is 1e-19 of the sum.
    let square = nu * nu;
    let tail = (2..=9).rev().fold(1.0, |tail, k| 1.0 - square / f64::from(2 * k * (2 * k + 1)) * tail);
    nu * square / 6.0 * tail
}

/// The angles before each of `layers` ReLU layers: ν, φ(ν), φ(φ(ν)), …, in radians.
///
/// # Panics
///
/// If `nu` is outside `[0, π]`.
pub fn iterated_angles(nu: f64, layers: usize) -> impl Iterator<Item = f64> {
    std::iter::successors(Some(nu), |&nu| Some(angle_map(nu))).take(layers)
}

// ANCHOR: deep_kernel
/// The kernel of a network with `depth` hidden layers, divided by the depth: K(ν)/L,
/// 1 at ν = 0.
///
/// ```text
/// K(ν) = Σ_{ℓ=0}^{L−1} cos ν_ℓ Π_{m=ℓ}^{L−1} (1 − ν_m/π)    book eq. deep-kernel
/// K_0 = 0,  K_{ℓ+1} = (1 − ν_ℓ/π)(K_ℓ + cos ν_ℓ)            book eq. depth-recursion
/// ν_ℓ = φ^(ℓ)(ν)
/// ```
///
/// `nu` in `[0, π]`, radians; returns a number in `[-1, 1]`. The recursion adds a layer
/// to a shallower network's kernel and divides by nothing, so that it holds at ν = π
/// too, where a factor is zero. Absolute error: a few roundings.
///
/// Source: Jacot et al. 2018, theorem 1, for this network; Buchanan et al. 2021 for its
/// form in the angle.
///
/// # Panics
///
/// If `nu` is outside `[0, π]` or there is no hidden layer.
#[must_use]
pub fn deep_kernel(nu: f64, depth: usize) -> f64 {
    assert!(depth > 0, "a network with at least one hidden layer");
    let add_layer = |kernel: f64, nu: f64| (1.0 - nu / PI) * (kernel + nu.cos());
    iterated_angles(nu, depth).fold(0.0, add_layer) / depth as f64
}
// ANCHOR_END: deep_kernel

/// What is left of the kernel between opposite inputs: K(π)/L, which tends to 1/4 with depth.
///
/// # Panics
///
/// If there is no hidden layer.
#[must_use]
pub fn floor(depth: usize) -> f64 {
    deep_kernel(PI, depth)
}

/// The angle where the excess of K/L over its floor has fallen to half, radians.
///
/// # Panics
///
/// If there is no hidden layer.
#[must_use]
pub fn half_excess_width(depth: usize) -> f64 {
    let half = f64::midpoint(1.0, floor(depth));
    last_above(0.0, PI, |nu| deep_kernel(nu, depth) > half)
}

/// Where K/L is smallest, radians, and how small. It falls to one lowest value and, just before π, rises again.
///
/// The value is good to a rounding; the place to 1e-6 at L = 5 and to 1e-4 at L = 625, where the rise is of a few
/// roundings.
///
/// # Panics
///
/// If there is no hidden layer.
#[must_use]
pub fn lowest(depth: usize) -> (f64, f64) {
    let (mut low, mut high) = (0.0, PI);
    while high - low > 1e-7 {
        let third = (high - low) / 3.0;
        if deep_kernel(low + third, depth) < deep_kernel(high - third, depth) {
            high -= third;
        } else {
            low += third;
        }
    }
    let inside = f64::midpoint(low, high);
    let place = if deep_kernel(inside, depth) < floor(depth) { inside } else { PI };
    (place, deep_kernel(place, depth))
}

// ANCHOR: limit_profile
/// The kernel K/L in the limit of large depth, at the scaled angle u = Lν/(3π).
///
/// ```text
/// K/L → [(1 + u) − (1 + u)⁻³] / (4u)                        book eq. limit-profile
///     = (1 + w²)(1 + w)/4,  w = 1/(1 + u)
/// ```
///
/// `u` at least 0; returns a number in `[1/4, 1]`. The second form has no cancellation
/// and holds at u = 0.
///
/// Source: derived in the book; the sum of eq. deep-kernel as an integral over layers.
///
/// # Panics
///
/// If `u` is negative or not a number.
#[must_use]
pub fn limit_profile(u: f64) -> f64 {
    assert!(u >= 0.0, "a scaled angle from 0, not {u}");
    let w = 1.0 / (1.0 + u);
    (1.0 + w * w) * (1.0 + w) / 4.0
}
// ANCHOR_END: limit_profile

/// The angle ν at depth L as the limit profile counts it: u = Lν/(3π).
#[must_use]
pub fn scaled_angle(nu: f64, depth: usize) -> f64 {
    depth as f64 * nu / (3.0 * PI)
}

/// The limit of L times the half-excess width, radians: 4.20….
#[must_use]
pub fn limit_width() -> f64 {
    let half = f64::midpoint(1.0, 0.25);
    3.0 * PI * last_above(0.0, 1.0, |u| limit_profile(u) > half)
}

/// The last number in `[low, high]` where `above` holds, if it holds at `low`, not at `high`, and changes once between:
/// bisection until the two ends are neighbours.
fn last_above(mut low: f64, mut high: f64, above: impl Fn(f64) -> bool) -> f64 {
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return low;
        }
        if above(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// The kernel of one depth, computed elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Reference {
    /// Hidden layers L of the network whose kernel it is.
    pub depth: usize,
    /// Pairs of an angle in radians and K/L there.
    pub kernel: [(f64, f64); 5],
    /// The half-excess width, radians.
    pub half_excess_width_rad: f64,
}

/// Values computed with 60 digits by mpmath 1.3.0, with the arc cosine and with forward products of the factors.
pub const REFERENCE: [Reference; 4] = [
    Reference {
        depth: 5,
        kernel: [
            (0.01, 0.990_468_586_031_48),
            (0.1, 0.906_568_422_964_01),
            (PI / 4.0, 0.433_654_912_075_76),
            (PI / 2.0, 0.211_249_923_243_39),
            (PI, 0.149_887_392_770_93),
        ],
        half_excess_width_rad: 0.526_935_496_141_61,
    },
    Reference {
        depth: 25,
        kernel: [
            (0.01, 0.960_266_248_955_17),
            (0.1, 0.710_718_933_830_58),
            (PI / 4.0, 0.325_220_616_188_19),
            (PI / 2.0, 0.277_486_431_907_51),
            (PI, 0.266_401_220_354_24),
        ],
        half_excess_width_rad: 0.144_697_576_946_76,
    },
    Reference {
        depth: 50,
        kernel: [
            (0.01, 0.925_316_105_085_25),
            (0.1, 0.577_472_111_208_91),
            (PI / 4.0, 0.295_757_745_696_77),
            (PI / 2.0, 0.272_645_081_097_49),
            (PI, 0.267_398_501_881_36),
        ],
        half_excess_width_rad: 0.076_573_268_309_283,
    },
    Reference {
        depth: 625,
        kernel: [
            (0.01, 0.544_096_452_390_95),
            (0.1, 0.287_017_441_791_08),
            (PI / 4.0, 0.255_549_635_977_15),
            (PI / 2.0, 0.253_769_859_117_2),
            (PI, 0.253_368_820_509_16),
        ],
        half_excess_width_rad: 0.006_649_403_079_683_5,
    },
];

#[cfg(test)]
mod tests {
    use std::f64::consts::{FRAC_PI_2, PI};

    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::prelude::*;
    use rand_distr::StandardNormal;

    use super::{
        REFERENCE, angle_map, deep_kernel, floor, half_excess_width, iterated_angles, limit_profile, limit_width,
        lowest, scaled_angle,
    };
    use crate::data::streams::stream;

    /// Second road: 60 digits, the arc cosine, forward products. The tolerance is the literals' fourteen digits.
    #[test]
    fn the_kernel_matches_values_computed_elsewhere() {
        for reference in REFERENCE {
            for (nu, kernel) in reference.kernel {
                assert_relative_eq!(deep_kernel(nu, reference.depth), kernel, max_relative = 1e-13);
            }
            let width = half_excess_width(reference.depth);
            assert_relative_eq!(width, reference.half_excess_width_rad, max_relative = 1e-12);
        }
    }

    /// Second road: the layer itself, sampled. 2 E[relu(u) relu(v)] = cos φ(ν) for unit Gaussians at correlation cos ν.
    #[test]
    fn the_angle_map_matches_a_sampled_relu_layer() {
        let mut rng = stream(2, "relu-layer");
        let draws = 200_000;
        for nu in [0.3_f64, 1.2, 2.6] {
            let mut sum = 0.0;
            for _ in 0..draws {
                let (g, h): (f64, f64) = (rng.sample(StandardNormal), rng.sample(StandardNormal));
                sum += g.max(0.0) * (nu.cos() * g + nu.sin() * h).max(0.0);
            }
            // One standard error is at most sqrt((4 · 3/2 − 1) / draws) = 0.005; four of them.
            assert_abs_diff_eq!(2.0 * sum / f64::from(draws), angle_map(nu).cos(), epsilon = 0.02);
        }
    }

    /// Second road: arc cosine and forward products in f64, where the angles stay large enough for them.
    #[test]
    fn the_recursion_matches_plain_sums_of_products_at_moderate_angles() {
        for depth in [1, 2, 3, 10, 40] {
            for nu in [0.5, 1.0, FRAC_PI_2, 2.5, PI] {
                let mut angles = vec![nu];
                while angles.len() < depth {
                    let nu = angles[angles.len() - 1];
                    angles.push(((1.0 - nu / PI) * nu.cos() + nu.sin() / PI).acos());
                }
                let product = |from: usize| angles[from..].iter().map(|nu| 1.0 - nu / PI).product::<f64>();
                let sum: f64 = (0..depth).map(|layer| angles[layer].cos() * product(layer)).sum();
                // The smallest angle is near 3π/40; an arc cosine there loses a factor 1/0.2, and 40 layers add up.
                assert_relative_eq!(deep_kernel(nu, depth), sum / depth as f64, max_relative = 1e-12);
            }
        }
    }

    /// φ(ν) = ν − ν²/(3π) + O(ν³): the next term is below a rounding here, where an arc cosine would return 0.
    #[test]
    fn tiny_angles_keep_every_digit() {
        for nu in [1e-300, 1e-100, 1e-12, 1e-9] {
            assert_relative_eq!(angle_map(nu), nu * (1.0 - nu / (3.0 * PI)), max_relative = 4.0 * f64::EPSILON);
        }
        assert_abs_diff_eq!(angle_map(0.0), 0.0);
        assert_relative_eq!(angle_map(PI), FRAC_PI_2, max_relative = f64::EPSILON);
    }

    /// Limit: ℓ φ^(ℓ)(ν) → 3π from every ν, with an error that falls as (ln ℓ)/ℓ.
    #[test]
    fn iterated_angles_fall_as_three_pi_over_the_layer() {
        for nu in [0.1, FRAC_PI_2, PI] {
            let error = |layer: usize| {
                let angle = iterated_angles(nu, layer + 1).last().unwrap();
                1.0 - layer as f64 * angle / (3.0 * PI)
            };
            assert_abs_diff_eq!(error(100_000), 0.0, epsilon = 2e-3);
            assert!(error(100_000).abs() < error(10_000).abs() / 5.0);
        }
    }

    /// Order of convergence in depth: the distance from the limit profile at a scaled angle falls as (ln L)/L.
    #[test]
    fn deep_kernels_approach_the_limit_profile_at_first_order() {
        for u in [0.1, 0.5, 2.0, 10.0] {
            let distance = |depth: usize| {
                let nu = 3.0 * PI * u / depth as f64;
                assert_relative_eq!(scaled_angle(nu, depth), u, max_relative = 1e-14);
                (deep_kernel(nu, depth) - limit_profile(u)).abs()
            };
            let ratio = distance(4_000) / distance(8_000);
            // (ln 4000 / 4000) / (ln 8000 / 8000) = 1.85; without the logarithm 2.
            assert!((1.7..2.2).contains(&ratio), "u = {u}: {ratio}");
        }
        assert_abs_diff_eq!(floor(100_000), 0.25, epsilon = 1e-4);
        assert_relative_eq!(50_000.0 * half_excess_width(50_000), limit_width(), max_relative = 1e-3);
    }

    #[test]
    fn the_limit_profile_equals_its_plain_form_and_ends_at_one_and_a_quarter() {
        for u in [1e-3_f64, 0.446, 1.0, 30.0] {
            let plain = ((1.0 + u) - (1.0 + u).powi(-3)) / (4.0 * u);
            // The plain form cancels: an error of one rounding over 4u.
            assert_relative_eq!(limit_profile(u), plain, max_relative = 1e-12);
        }
        assert_relative_eq!(limit_profile(0.0), 1.0);
        assert_relative_eq!(limit_profile(1e300), 0.25, max_relative = 1e-15);
        assert_relative_eq!(limit_profile(limit_width() / (3.0 * PI)), 0.625, max_relative = 1e-14);
    }

    /// The kernel is not monotone. The literals: mpmath 1.3.0, 60 digits.
    #[test]
    fn a_kernel_rises_again_just_before_opposite_inputs() {
        let (place, value) = lowest(5);
        assert_abs_diff_eq!(place, 2.745_297_375_68, epsilon = 1e-6);
        assert_relative_eq!(value, 0.147_520_258_992_8, max_relative = 1e-13);
        assert!(floor(5) > value + 2e-3);
    }

    proptest! {
        #[test]
        fn the_angle_map_contracts_keeps_order_and_solves_its_equation(a in 0.0..=PI, b in 0.0..=PI) {
            let (low, high) = (a.min(b), a.max(b));
            prop_assert!(angle_map(high) <= high && angle_map(high) <= FRAC_PI_2 + f64::EPSILON);
            // A slope of at least 0 up to rounding: at π the map is flat.
            prop_assert!(angle_map(low) <= angle_map(high) + 4.0 * f64::EPSILON);
            let cosine = (1.0 - a / PI) * a.cos() + a.sin() / PI;
            prop_assert!((angle_map(a).cos() - cosine).abs() < 1e-15);
        }

        #[test]
        fn a_kernel_is_largest_at_equal_inputs(nu in 0.0..=PI, depth in 1_usize..200) {
            prop_assert!(deep_kernel(nu, depth).abs() <= 1.0);
            prop_assert!((deep_kernel(0.0, depth) - 1.0).abs() < 1e-14);
        }

        #[test]
        fn a_width_halves_the_excess(depth in 1_usize..300) {
            let width = half_excess_width(depth);
            let half = f64::midpoint(1.0, floor(depth));
            prop_assert!((deep_kernel(width, depth) - half).abs() < 1e-12);
            prop_assert!(half_excess_width(depth + 1) < width);
        }
    }

    #[test]
    #[should_panic(expected = "an angle from 0 to π")]
    fn an_angle_out_of_range_is_a_bug_of_the_caller() {
        let _ = angle_map(-0.1);
    }
}
