//! The kernels of networks of several depths at one angle, from one pass through the layers.

use std::f64::consts::PI;

use super::tangent::iterated_angles;

/// K(ν), in units of n/2, of the networks with each of `depths` hidden layers. It is the depth at ν = 0.
///
/// ```text
/// K_0 = 0,  K_{ℓ+1} = (1 − ν_ℓ/π)(K_ℓ + cos ν_ℓ)            book eq. depth-recursion
/// ```
///
/// `nu` in `[0, π]`, radians; `depths` rise. The shallower kernels are met on the way to the deepest, so that all cost as
/// much as that one.
///
/// # Panics
///
/// If `nu` is outside `[0, π]`, or the depths do not rise from 1 or more.
#[must_use]
pub fn kernels_by_depth(nu: f64, depths: &[usize]) -> Vec<f64> {
    assert!(depths.is_sorted_by(|a, b| a < b) && depths.first() != Some(&0), "depths {depths:?} that rise from 1");
    let mut kernels = Vec::with_capacity(depths.len());
    let mut kernel = 0.0;
    for (layer, nu) in iterated_angles(nu, depths.last().copied().unwrap_or(0)).enumerate() {
        kernel = (1.0 - nu / PI) * (kernel + nu.cos());
        if depths[kernels.len()] == layer + 1 {
            kernels.push(kernel);
        }
    }
    kernels
}

/// The covariance E f(x) f(x′) of the outputs of wide random networks with each of `depths` hidden layers, on inputs at
/// the angle `nu`: the cosine of the angle after the last layer.
///
/// ```text
/// E f(x) f(x′) → cos φ^(L)(ν),  n → ∞                       book eq. start-covariance
/// ```
///
/// # Panics
///
/// As [`kernels_by_depth`].
#[must_use]
pub fn covariances_by_depth(nu: f64, depths: &[usize]) -> Vec<f64> {
    assert!(depths.is_sorted_by(|a, b| a < b) && depths.first() != Some(&0), "depths {depths:?} that rise from 1");
    let mut wanted = depths.iter().copied().peekable();
    let angles = iterated_angles(nu, depths.last().map_or(0, |depth| depth + 1)).enumerate();
    angles.filter(|&(layer, _)| wanted.next_if_eq(&layer).is_some()).map(|(_, nu)| nu.cos()).collect()
}

/// How steeply K falls from equal inputs, −dK/dν at ν = 0, in units of n/2 a radian.
///
/// ```text
/// −K′(0) = Σ_{ℓ=0}^{L−1} Σ_{m=ℓ}^{L−1} 1/π = L(L + 1)/(2π)
/// ```
///
/// Source: the derivative of book eq. deep-kernel, in which all angles change at the rate of the first.
#[must_use]
pub fn slope_at_zero(depth: usize) -> f64 {
    let depth = depth as f64;
    depth * (depth + 1.0) / (2.0 * PI)
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use approx::{assert_abs_diff_eq, assert_relative_eq};

    use super::{covariances_by_depth, kernels_by_depth, slope_at_zero};
    use crate::math::kernel::tangent::{angle_map, deep_kernel};

    /// Second road: each depth by itself. The same operations in the same order, up to the division by the depth.
    #[test]
    fn one_pass_gives_the_kernel_of_every_depth() {
        let depths = [1, 2, 7, 40];
        for nu in [0.0, 1e-5, 0.3, 1.9, PI] {
            for (kernel, depth) in kernels_by_depth(nu, &depths).into_iter().zip(depths) {
                assert_relative_eq!(
                    kernel,
                    depth as f64 * deep_kernel(nu, depth),
                    epsilon = 1e-14,
                    max_relative = 1e-14
                );
            }
        }
        assert!(kernels_by_depth(0.3, &[]).is_empty());
    }

    /// Closed form of one layer, and that a deeper network sees the angle that the first layer leaves.
    #[test]
    fn a_covariance_is_one_layer_after_another() {
        for nu in [0.0, 0.2, 1.4, PI] {
            let covariances = covariances_by_depth(nu, &[1, 2, 6]);
            // A few roundings each.
            assert_abs_diff_eq!(covariances[0], (1.0 - nu / PI) * nu.cos() + nu.sin() / PI, epsilon = 1e-15);
            let after = covariances_by_depth(angle_map(nu), &[1, 5]);
            assert_abs_diff_eq!(covariances[1], after[0], epsilon = 1e-15);
            assert_abs_diff_eq!(covariances[2], after[1], epsilon = 1e-15);
        }
    }

    /// Order of convergence: a difference quotient errs at first order in the angle, so halving it halves the error.
    #[test]
    fn the_slope_is_the_limit_of_difference_quotients() {
        for depth in [1, 2, 9, 50] {
            let error = |nu: f64| (depth as f64 - kernels_by_depth(nu, &[depth])[0]) / nu - slope_at_zero(depth);
            // The terms left out are of relative order depth · angle = 0.05 at most; 3 % of the ratio.
            assert!((error(1e-3) / error(5e-4) - 2.0).abs() < 0.06, "L = {depth}: {}", error(1e-3) / error(5e-4));
        }
    }
}
