//! How often a curve that has gone far comes back near: the ✿-number, read "clover number".

use std::f64::consts::PI;

use super::{golden_section::maximum, sampled_curve::SampledCurve};

/// The two distances that "far along the curve" and "near in the sphere" mean, and the balls that count what is near,
/// radians.
#[derive(Debug, Clone, Copy)]
pub struct Reach {
    /// τ₁: farther along the curve than this is far. No less than `ball`.
    pub far: f64,
    /// τ₂: a smaller angle than this is near.
    pub near: f64,
    /// The radius of a covering ball, along the curve.
    pub ball: f64,
}

impl Reach {
    /// The reach that belongs to a curvature κ, as multiples of the radius of the circle of latitude with this curvature.
    ///
    /// ```text
    /// r = 1/√(1 + κ²),   τ₁ = c₁ r,   τ₂ = c₂ r
    /// ```
    ///
    /// `far` c₁, 1 or more; `near` c₂ above 0. By Schur's comparison with a circle, a curve of this curvature has left the
    /// angle τ₂ when it has gone τ₁, if c₂ ≤ 2 sin(c₁/2).
    #[must_use]
    pub fn of_curvature(curvature: f64, far: f64, near: f64) -> Self {
        let ball = 1.0 / (1.0 + curvature * curvature).sqrt();
        Self { far: far * ball, near: near * ball, ball }
    }
}

// ANCHOR: near_returns
/// How many balls cover what is near the point `at` and far from it along the curves.
///
/// ```text
/// N({x′ : d(x, x′) > τ₁, ∠(x, x′) < τ₂}, r)                                             book eq. clover-number
/// ```
///
/// `own`: the curve of the point x, whose number on it is `at`; `other`: the other curve, every point of which is far. d is
/// the way along the curve, N(S, r) the least number of balls of radius r, in this distance, that cover S.
///
/// On a curve a ball is an arc of length 2r. On x's own curve the gap of 2τ₁ ≥ 2r around x is too wide for an arc to reach
/// across, so that a sweep that starts at x and lays each arc down at the first point not yet covered is optimal; on the
/// other curve the best start is tried.
#[must_use]
pub fn near_returns(own: SampledCurve, at: usize, other: SampledCurve, reach: Reach) -> usize {
    let SampledCurve { points, step } = own;
    let count = points.len();
    // ∠ < τ₂ as a bound on the square of the chord.
    let chord = (2.0 * (reach.near / 2.0).sin()).powi(2);
    let near = |x: &[f64]| x.iter().zip(&points[at]).map(|(x, y)| (x - y).powi(2)).sum::<f64>() < chord;
    let far = |offset: usize| offset.min(count - offset) as f64 * step > reach.far;
    let own_places = (0..count).filter(|&offset| far(offset) && near(&points[(at + offset) % count]));
    let own_balls = sweep(own_places.map(|offset| offset as f64 * step), 2.0 * reach.ball);
    own_balls + cover_of_a_loop(other, near, 2.0 * reach.ball)
}
// ANCHOR_END: near_returns

/// The ✿-number of a curve beside another: the most that [`near_returns`] finds at any of every `stride`-th point.
///
/// # Panics
///
/// If the stride is 0.
#[must_use]
pub fn clover_number(own: SampledCurve, other: SampledCurve, reach: Reach, stride: usize) -> usize {
    (0..own.points.len()).step_by(stride).map(|at| near_returns(own, at, other, reach)).max().unwrap_or_default()
}

// ANCHOR: coil_returns
/// The windings of a coil that come near a point of it, each counted once: as if one ball covered what it brings near.
///
/// ```text
/// sin²(∠/2) = cos²δ (cos²η sin²(θ/2) + sin²η sin²(mθ/2))
/// #{j = 1, …, m − 1 : min ∠ < τ₂ over |θ − 2πj/m| ≤ π/m}
/// ```
///
/// θ is the angle of the coil between the two points; every point of a coil sees the same. `latitude` δ, `opening` η and
/// `near` τ₂ in radians; `windings` m.
#[must_use]
pub fn coil_returns(latitude: f64, opening: f64, windings: u32, near: f64) -> usize {
    let m = f64::from(windings);
    let half_sine = |theta: f64| {
        let parts = opening.cos() * (theta / 2.0).sin();
        latitude.cos() * parts.hypot(opening.sin() * (m * theta / 2.0).sin())
    };
    let nearest = |j: u32| {
        let (low, high) = ((2.0 * f64::from(j) - 1.0) * PI / m, (2.0 * f64::from(j) + 1.0) * PI / m);
        -maximum(|theta| -half_sine(theta), low..high, 32)
    };
    (1..windings).filter(|&j| nearest(j) < (near / 2.0).sin()).count()
}
// ANCHOR_END: coil_returns

/// Arcs of this length that cover rising places on a line, laid down one by one.
fn sweep(places: impl Iterator<Item = f64>, arc: f64) -> usize {
    let (balls, _) =
        places.fold(
            (0, f64::NEG_INFINITY),
            |(balls, end), place| {
                if place > end { (balls + 1, place + arc) } else { (balls, end) }
            },
        );
    balls
}

/// The fewest arcs that cover the points of a closed curve that are `near`: the best of the sweeps from each of them, since
/// in a least cover every arc may be slid on until it begins at one of them.
fn cover_of_a_loop(curve: SampledCurve, near: impl Fn(&[f64]) -> bool, arc: f64) -> usize {
    let SampledCurve { points, step } = curve;
    let marked: Vec<usize> = (0..points.len()).filter(|&i| near(&points[i])).collect();
    let from = |start: usize| {
        let (before, after) = marked.split_at(start);
        let turned = after.iter().copied().chain(before.iter().map(|&i| i + points.len()));
        sweep(turned.map(|i| i as f64 * step), arc)
    };
    (0..marked.len()).map(from).min().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Reach, SampledCurve, clover_number, coil_returns, cover_of_a_loop, near_returns};
    use crate::{data::sphere_curves::SphereCurve, math::curves::curvature::curvature_of_a_coil};

    /// Closed form: a circle never comes back, as long as τ₂ is below the chord over τ₁; above it, it does.
    #[test]
    fn a_circle_returns_only_where_the_distances_contradict_each_other() {
        let circle = SphereCurve::Latitude { latitude_rad: 1.1 };
        let points = circle.points(2_000, 0.0);
        let own = SampledCurve { points: &points, step: circle.length_rad() / 2_000.0 };
        let number =
            |near: f64| clover_number(own, SampledCurve::NONE, Reach::of_curvature(1.1_f64.tan(), 1.0, near), 50);
        let chord = 2.0 * 0.5_f64.sin();
        // The chord of the sphere is shorter than the arc: at r = .454 by a part of τ₂²/24, below 1 %.
        assert_eq!((number(0.98 * chord), number(1.03 * chord)), (0, 2));
    }

    /// Second road: the distance in closed form, minimised winding by winding, without points and without balls.
    #[test]
    fn a_coil_returns_as_often_as_its_closed_form_says() {
        for windings in [10, 16, 20, 40] {
            let (latitude, opening) = (0.1_f64, 0.4_f64);
            let coil = SphereCurve::Coil { latitude_rad: latitude, opening_rad: opening, windings };
            let count = 4_000;
            let points = coil.points(count, 0.0);
            let reach = Reach::of_curvature(curvature_of_a_coil(latitude, opening, windings), 1.0, 0.9);
            let own = SampledCurve { points: &points, step: coil.length_rad() / count as f64 };
            let expected = coil_returns(latitude, opening, windings, reach.near);
            assert_eq!(near_returns(own, 17, SampledCurve::NONE, reach), expected, "{windings} windings");
            assert!(windings < 16 || expected > 0);
        }
    }

    /// Second road: the fewest of all sets of arcs, by trying every set, over many sets of points.
    #[test]
    fn no_start_needs_fewer_arcs() {
        for pattern in (1_u32..1 << 12).step_by(7) {
            let points: Vec<Vec<f64>> = (0..12).map(|i| vec![f64::from(pattern >> i & 1)]).collect();
            let found = cover_of_a_loop(SampledCurve { points: &points, step: 1.0 }, |x| x[0] > 0.5, 3.0);
            // An arc of length 3 that begins at i covers i to i + 3.
            let covers = |begins: u32| {
                (0..12).all(|i| pattern >> i & 1 == 0 || (0..4).any(|back| begins >> ((i + 12 - back) % 12) & 1 == 1))
            };
            let fewest = (0_u32..1 << 12).filter(|&begins| covers(begins)).map(u32::count_ones).min().unwrap();
            assert_eq!(found, fewest as usize, "{pattern:b}");
        }
    }

    /// The other curve counts wherever it is near: a neighbour at a smaller angle than τ₂ adds its arc.
    #[test]
    fn another_curve_is_far_along_and_counts_where_it_is_near() {
        let (low, high) = (SphereCurve::Latitude { latitude_rad: 0.1 }, SphereCurve::Latitude { latitude_rad: 0.15 });
        let (points, others) = (low.points(600, 0.0), high.points(600, 0.3));
        let own = SampledCurve { points: &points, step: low.length_rad() / 600.0 };
        let reach = Reach { far: 0.5, near: 0.04, ball: 0.3 };
        let beside = SampledCurve { points: &others, step: high.length_rad() / 600.0 };
        assert_eq!(near_returns(own, 0, beside, reach), 0);
        assert_eq!(near_returns(own, 0, beside, Reach { near: 0.2, ..reach }), 1);
    }
}
