//! Two circles of latitude, the pair on which the label is an eigenfunction of the kernel.

use std::f64::consts::PI;

use super::by_depth::kernels_by_depth;

/// What the kernel multiplies the label and the constants by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CircleEigenvalues {
    /// `λ_y`, of the label ±1, in units of n/2.
    pub label: f64,
    /// `λ_1`, of the constants, in units of n/2.
    pub constant: f64,
}

/// Steps of the quadrature, an even number.
const STEPS: usize = 512;

// ANCHOR: circle_eigenvalues
/// The eigenvalues of the label and of the constants on two circles of latitudes ±δ, under the uniform distribution on both
/// together, of networks with each of `depths` hidden layers.
///
/// ```text
/// λ_y = ½ mean_θ [K(ν_same) − K(ν_cross)]                        book eq. label-eigenvalue
/// λ_1 = ½ mean_θ [K(ν_same) + K(ν_cross)]
/// cos ν = cos²δ cos θ ± sin²δ,  δ = Δ/2
/// sin(ν_same/2) = cos δ sin(θ/2),  sin²(ν_cross/2) = sin²(ν_same/2) + sin²δ
/// ```
///
/// `separation` Δ in `(0, π)`, radians; in units of n/2. The last line, not the arc cosine, gives the angles. Near θ = 0
/// the kernel changes over an angle of 1/L, so the mean is taken in s with θ = w sinh s, by Simpson's rule: to about 1e-8
/// of `λ_1` for Δ of 0.1 and more, to 3e-6 for the smallest Δ, where opposite points are not resolved as finely.
///
/// Source: derived in the book; rotating both circles together leaves the kernel and the label as they are.
///
/// # Panics
///
/// If `separation` is outside `(0, π)`, or the depths do not rise from 1 or more.
#[must_use]
pub fn circle_eigenvalues(depths: &[usize], separation: f64) -> Vec<CircleEigenvalues> {
    assert!(separation > 0.0 && separation < PI, "a separation between 0 and π, not {separation}");
    let (height, radius) = (separation / 2.0).sin_cos();
    let width = (1.0 / depths.last().map_or(1.0, |&depth| depth as f64)).min(separation);
    let step = (PI / width).asinh() / STEPS as f64;
    let mut sums = vec![CircleEigenvalues { label: 0.0, constant: 0.0 }; depths.len()];
    for i in 0..=STEPS {
        let s = step * i as f64;
        let theta = (width * s.sinh()).min(PI);
        let simpson = if i == 0 || i == STEPS { 1.0 } else { f64::from(2 + 2 * u8::from(i % 2 == 1)) };
        // ½ · (1/π) ∫₀^π … dθ, with dθ = w cosh s ds.
        let weight = 0.5 / PI * simpson * step / 3.0 * width * s.cosh();
        let half = radius * (theta / 2.0).sin();
        let angle = |half_sine: f64| (2.0 * half_sine.min(1.0).asin()).min(PI);
        let same = kernels_by_depth(angle(half), depths);
        let cross = kernels_by_depth(angle(half.hypot(height)), depths);
        for (sum, (same, cross)) in sums.iter_mut().zip(same.into_iter().zip(cross)) {
            sum.label += weight * (same - cross);
            sum.constant += weight * (same + cross);
        }
    }
    sums
}
// ANCHOR_END: circle_eigenvalues

/// What `λ_y` gains when ln L grows by 1, in the limit of large LΔ, in units of n/2.
///
/// ```text
/// dλ_y/d ln L → 3 / (8 cos δ)                                    book eq. label-growth
/// ```
///
/// Source: derived in the book, from the tail K(ν) − L/4 → 3π/(4ν) of the limit profile.
#[must_use]
pub fn growth_limit(separation: f64) -> f64 {
    3.0 / (8.0 * (separation / 2.0).cos())
}

/// `λ_y` of circles of latitude at one depth and one separation, computed elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Reference {
    /// Hidden layers L of the network whose kernel it is.
    pub depth: usize,
    /// The separation Δ of the two circles, radians.
    pub separation_rad: f64,
    /// `λ_y`, in units of n/2.
    pub label: f64,
}

/// Values computed apart from this library, given to four places, some of them cut there and not rounded.
pub const REFERENCE: [Reference; 8] = [
    Reference { depth: 5, separation_rad: 0.2, label: 0.0375 },
    Reference { depth: 25, separation_rad: 0.2, label: 0.2112 },
    Reference { depth: 50, separation_rad: 0.2, label: 0.3808 },
    Reference { depth: 125, separation_rad: 0.2, label: 0.6767 },
    Reference { depth: 5, separation_rad: 0.8, label: 0.2768 },
    Reference { depth: 25, separation_rad: 0.8, label: 0.6651 },
    Reference { depth: 50, separation_rad: 0.8, label: 0.8942 },
    Reference { depth: 125, separation_rad: 0.8, label: 1.2316 },
];

#[cfg(test)]
mod tests {
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    use super::{REFERENCE, circle_eigenvalues, growth_limit};
    use crate::{
        data::sphere_curves::{CurvePair, SphereCurve},
        math::kernel::{
            matrix::kernel_matrix,
            mirror_operator::{MirrorKernel, Parity},
        },
    };

    /// Values computed elsewhere, to one unit of their fourth place.
    #[test]
    fn the_label_eigenvalue_has_its_reference_values() {
        for reference in REFERENCE {
            let here = circle_eigenvalues(&[reference.depth], reference.separation_rad)[0];
            assert_abs_diff_eq!(here.label, reference.label, epsilon = 1e-4);
        }
    }

    /// Another quadrature, apart from this library: 4,000 midpoints of t with θ = πt³, in plain Python; 1,000 midpoints give the
    /// same nine digits.
    #[test]
    fn the_label_eigenvalue_matches_another_quadrature() {
        assert_relative_eq!(circle_eigenvalues(&[125], 0.8)[0].label, 1.231_670_877, max_relative = 1e-8);
    }

    /// Second road: the kernel matrix on a grid of both circles times the label, a plain sum. It errs at second order in
    /// the step, because of the kink, so halving the step divides the error by 4.
    #[test]
    fn the_matrix_of_a_grid_times_the_label_tends_to_it_at_second_order() {
        let (depth, separation) = (12, 0.3);
        let exact = circle_eigenvalues(&[depth], separation)[0];
        let pair = CurvePair { upper: SphereCurve::Latitude { latitude_rad: separation / 2.0 } };
        let errors = |count: usize| {
            let matrix = kernel_matrix(&pair.points(count, 0.0), depth);
            let row = |sign: f64| {
                let labelled = (0..count).map(|j| matrix[(3, j)] + sign * matrix[(3, j + count)]);
                labelled.sum::<f64>() / (2 * count) as f64
            };
            [row(-1.0) - exact.label, row(1.0) - exact.constant]
        };
        for (coarse, fine) in errors(128).into_iter().zip(errors(256)) {
            // The next term of the error is of relative order (L · step)² / 40 = 1 % on the coarse grid.
            assert!((coarse / fine - 4.0).abs() < 0.1, "{coarse:e} {fine:e}");
        }
    }

    /// Second road and order: with the kink taken out on the diagonal, halving the step divides the error by 16.
    #[test]
    fn the_corrected_operator_tends_to_it_at_fourth_order() {
        let (depth, separation) = (40, 0.3);
        let exact = circle_eigenvalues(&[depth], separation)[0].label;
        let pair = CurvePair { upper: SphereCurve::Latitude { latitude_rad: separation / 2.0 } };
        let error = |count: usize| {
            let points = pair.points(count, 0.0);
            let spacing = pair.upper.length_rad() / count as f64;
            let kernel = &MirrorKernel::by_depth(&points[..count], &points[count..], spacing, &[depth])[0];
            let operator = kernel.operator(Parity::Odd);
            (0..count).map(|j| operator[(3, j)]).sum::<f64>() - exact
        };
        let ratio = error(128) / error(256);
        // The scaled step Lν/(3π) is 0.2 on the coarse grid; the next term is of its square, times a few.
        assert!((13.0..18.0).contains(&ratio), "{ratio}");
        assert!(error(256).abs() < 1e-4 * exact, "{:e}", error(256));
    }

    /// Limit: the increase from a depth to twice the depth, divided by ln 2, at LΔ = 600 and 2,400; it errs at first order
    /// in 1/(LΔ), up to a logarithm.
    #[test]
    fn the_label_eigenvalue_grows_as_the_logarithm_of_the_depth() {
        let separation = 0.8;
        let error = |depth: usize| {
            let pair = circle_eigenvalues(&[depth, 2 * depth], separation);
            (pair[1].label - pair[0].label) / 2_f64.ln() / growth_limit(separation) - 1.0
        };
        let (near, far) = (error(750), error(3_000));
        assert!(near.abs() < 0.05 && far.abs() < near.abs() / 2.5, "{near} {far}");
    }

    /// Sum and difference: `λ_1` + `λ_y` is the mean over one circle alone, for a circle whose mirror image is far.
    #[test]
    fn both_eigenvalues_share_the_mean_over_one_circle() {
        let depth = 20;
        let values = circle_eigenvalues(&[depth], 0.4)[0];
        let circle = SphereCurve::Latitude { latitude_rad: 0.2 }.points(2_000, 0.0);
        let matrix = kernel_matrix(&circle, depth);
        let mean = (0..2_000).map(|j| matrix[(0, j)]).sum::<f64>() / 2_000.0;
        // The plain sum errs by h²/12 times the jump of the slope over the length: 2e-5 here.
        assert_relative_eq!(values.label + values.constant, mean, max_relative = 1e-4);
    }
}
