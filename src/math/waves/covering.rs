//! How many balls cover a space: lattices, their thickness, and the size of a bank of templates.
//!
//! A bank with the minimal match MM covers its family with balls of radius √(1 − MM) in the metric of the match,
//! 1 − M ≈ `g_ij` dθⁱ dθʲ. A lattice covers flat space by equal balls; its thickness Θ ≥ 1 is how many of them a point lies
//! in on average.

use std::f64::consts::PI;

use faer::MatRef;

/// Volume of the unit ball of `dimension` d.
///
/// ```text
/// V_d = π^(d/2) / Γ(d/2 + 1),   V_d = (2π/d) V_(d−2)
/// ```
#[must_use]
pub fn ball_volume(dimension: usize) -> f64 {
    match dimension {
        0 => 1.0,
        1 => 2.0,
        _ => 2.0 * PI / dimension as f64 * ball_volume(dimension - 2),
    }
}

/// Thickness of the lattice `A_d`*, the thinnest lattice covering that is known for d ≤ 5; in the plane the hexagonal one.
///
/// ```text
/// Θ(A_d*) = V_d √(d + 1) [d(d + 2) / (12(d + 1))]^(d/2)                           book eq. lattice-thickness
/// ```
///
/// 1, 1.2092, 1.4635, 1.7655 in 1 to 4 dimensions; `dimension` d ≥ 1.
///
/// Source: Conway & Sloane 1999, chapter 2, table 2.1 and chapter 4, §6.6.
#[must_use]
pub fn best_lattice_thickness(dimension: usize) -> f64 {
    let d = dimension as f64;
    ball_volume(dimension) * (d + 1.0).sqrt() * (d * (d + 2.0) / (12.0 * (d + 1.0))).powf(0.5 * d)
}

/// Thickness of the cubic lattice: the half diagonal of a unit cube is √d/2.
///
/// ```text
/// Θ(ℤ^d) = V_d (√d / 2)^d
/// ```
///
/// 1, 1.5708, 2.7207, 4.9348 in 1 to 4 dimensions; `dimension` d ≥ 1.
#[must_use]
pub fn cubic_thickness(dimension: usize) -> f64 {
    let d = dimension as f64;
    ball_volume(dimension) * (0.5 * d.sqrt()).powf(d)
}

// ANCHOR: covering_number
/// How many templates cover a flat family without edges.
///
/// ```text
/// N = Θ V / (V_d r^d),   r = √(1 − MM)                                                 book eq. covering-number
/// ```
///
/// V = `volume` in the metric of the match, Θ = `thickness` of the covering, `radius` r above 0.
///
/// Source: Owen 1996, §II, for the cubic lattice; Prix 2007 for any.
#[must_use]
pub fn covering_number(volume: f64, thickness: f64, dimension: usize, radius: f64) -> f64 {
    thickness * volume / (ball_volume(dimension) * radius.powf(dimension as f64))
}
// ANCHOR_END: covering_number

/// The farthest that a point of a torus of side 1 is from the grid with `counts` points along each axis, in a constant
/// metric g: `[d, d]`.
///
/// ```text
/// r² = max over signs of ¼ Σ_ij g_ij (±1/k_i)(±1/k_j)
/// ```
///
/// The corners of a cell are the farthest from its middle, since the square of the distance is convex. If g is not
/// diagonal another grid point may be nearer to a corner: the value is then an upper bound.
#[must_use]
pub fn cell_radius(metric: MatRef<'_, f64>, counts: &[usize]) -> f64 {
    let d = counts.len();
    let corner = |signs: usize| {
        let half: Vec<f64> = (0..d)
            .map(|i| if signs >> i & 1 == 1 { -0.5 / counts[i] as f64 } else { 0.5 / counts[i] as f64 })
            .collect();
        (0..d * d).map(|ij| metric[(ij / d, ij % d)] * half[ij / d] * half[ij % d]).sum::<f64>()
    };
    (0..1_usize << d).map(corner).fold(0.0, f64::max).sqrt()
}

/// Points along each axis of a grid that covers the torus of side 1 with balls of `radius` in a constant metric: one more
/// along the axis that shortens the cell most, until it is short enough.
///
/// # Panics
///
/// If the radius is not above 0.
#[must_use]
pub fn covering_grid(metric: MatRef<'_, f64>, radius: f64) -> Vec<usize> {
    assert!(radius > 0.0, "balls of radius {radius} cover nothing");
    let mut counts = vec![1; metric.nrows()];
    while cell_radius(metric, &counts) > radius {
        let finer = |axis: usize| {
            let mut counts = counts.clone();
            counts[axis] += 1;
            counts
        };
        let candidates = (0..counts.len()).map(finer);
        let shortest = candidates.min_by(|a, b| cell_radius(metric, a).total_cmp(&cell_radius(metric, b)));
        counts = shortest.expect("an axis");
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::{ball_volume, best_lattice_thickness, cell_radius, covering_grid, covering_number, cubic_thickness};
    use crate::data::streams::stream;
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Mat;
    use rand::Rng as _;

    /// Second road: points of the cube that fall into the ball.
    #[test]
    fn the_ball_is_its_share_of_the_cube() {
        let mut rng = stream(1, "balls");
        for d in 1..=5 {
            let draws = 40_000;
            let inside =
                (0..draws).filter(|_| (0..d).map(|_| rng.gen_range(-1.0_f64..1.0).powi(2)).sum::<f64>() < 1.0).count();
            let share = inside as f64 / f64::from(draws);
            // A share of 40,000 draws has a standard error of at most .0025; four of them.
            assert_abs_diff_eq!(share, ball_volume(d) / 2.0_f64.powf(d as f64), epsilon = 0.01);
        }
    }

    /// Distance of a point from `A_d`*, the projection of ℤ^(d+1) along the diagonal: the nearest of the integer points that
    /// rounding the coordinates plus any multiple of the diagonal gives.
    fn distance(x: &[f64]) -> f64 {
        let shifts = (0..x.len()).flat_map(|i| [-1e-9, 1e-9].map(|eps| 0.5 - x[i].rem_euclid(1.0) + eps));
        let to = |shift: f64| {
            let left: Vec<f64> = x.iter().map(|x| x - (x + shift).round()).collect();
            let mean = left.iter().sum::<f64>() / left.len() as f64;
            left.iter().map(|l| (l - mean).powi(2)).sum::<f64>()
        };
        shifts.map(to).fold(f64::INFINITY, f64::min).sqrt()
    }

    /// Second road: the covering radius by search. `A_d`* has one point in a volume of 1/√(d + 1).
    #[test]
    fn the_thickness_is_that_of_the_lattice_itself() {
        let mut rng = stream(2, "lattice");
        for d in 1..=3 {
            let mut farthest = 0.0_f64;
            for _ in 0..200_000 {
                let x: Vec<f64> = (0..=d).map(|_| rng.gen_range(0.0..1.0)).collect();
                farthest = farthest.max(distance(&x));
            }
            let thickness = ball_volume(d) * farthest.powf(d as f64) * ((d + 1) as f64).sqrt();
            assert!(thickness <= best_lattice_thickness(d) * (1.0 + 1e-12));
            // The farthest of 200,000 points is within 200,000^(−1/3) or so of a corner of the cell, 2 % in 3 dimensions.
            assert_relative_eq!(thickness, best_lattice_thickness(d), max_relative = 0.08);
        }
    }

    #[test]
    fn in_one_dimension_all_lattices_are_one_and_beyond_it_the_cubic_one_is_thicker() {
        assert_relative_eq!(best_lattice_thickness(1), 1.0, max_relative = 1e-14);
        assert_relative_eq!(cubic_thickness(1), 1.0, max_relative = 1e-14);
        // The hexagonal covering: 2π/√27.
        assert_relative_eq!(
            best_lattice_thickness(2),
            2.0 * std::f64::consts::PI / 27.0_f64.sqrt(),
            max_relative = 1e-14
        );
        assert!((2..=8).all(|d| cubic_thickness(d) > best_lattice_thickness(d)));
    }

    /// Second road: random points of the torus, each with its nearest grid point, and the count that a cube's thickness gives.
    #[test]
    fn the_grid_covers_the_torus_and_is_about_as_large_as_its_thickness_says() {
        let mut rng = stream(3, "torus");
        let metric = Mat::from_fn(3, 3, |i, j| if i == j { [9.0, 16.0, 30.0][i] } else { 0.8 });
        let radius = 0.4;
        let counts = covering_grid(metric.as_ref(), radius);
        let mut farthest = 0.0_f64;
        for _ in 0..20_000 {
            let offset: Vec<f64> = counts.iter().map(|&k| (rng.gen_range(0.0..1.0) - 0.5) / k as f64).collect();
            let square: f64 = (0..9).map(|ij| metric[(ij / 3, ij % 3)] * offset[ij / 3] * offset[ij % 3]).sum();
            farthest = farthest.max(square.sqrt());
        }
        assert!(farthest <= radius && farthest > 0.85 * radius, "{farthest}, {counts:?}");
        let metric = Mat::from_fn(2, 2, |i, j| if i == j { 400.0 } else { 0.0 });
        let counts = covering_grid(metric.as_ref(), 0.3);
        let expected = covering_number(400.0, cubic_thickness(2), 2, 0.3);
        // Each count is rounded up, by less than one of 47.
        assert_relative_eq!(counts.iter().product::<usize>() as f64, expected, max_relative = 0.045);
        assert!(cell_radius(metric.as_ref(), &counts) <= 0.3);
    }
}
