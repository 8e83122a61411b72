//! The pairs of curves of one row, how each is made to hold what the row holds, and what is measured of it.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use super::{Config, Convergence, Kind, Pair, Stroke};
use crate::{
    data::sphere_curves::{Jet, SphereCurve, mirrored},
    math::{
        curves::{
            clover_number::{Reach, clover_number},
            curvature::{curvature_of_a_wave, curvature_of_points, geodesic_curvature, largest},
            separation::separation,
        },
        statistics::fit,
    },
};

/// The swing of the leaves of the row in which only the separation varies: far from closing their necks.
const OPEN_SWING: f64 = 1.0;
/// Steps of θ of the search for a largest curvature, and of the search for the nearest points.
const CURVATURE_STEPS: usize = 2_400;
const SEPARATION_STEPS: usize = 360;
/// Points of a curve at which a near return is looked for. A multiple of twice the number of any clover's leaves, so that the
/// tips of leaves and of bays are among them; with twice as many points on the curve, twice as many are taken.
pub(super) const PLACES: usize = 240;
/// Points of a drawn curve.
const DRAWN: usize = 180;
/// How far above the equator the eye stands, radians.
const ELEVATION: f64 = 0.35;

/// Curves of one frequency each, whose troughs lie at the same latitude.
pub(super) fn windings(config: &Config) -> Vec<Pair> {
    let at = |&frequency: &u32| {
        let latitude_rad = config.separation_rad / 2.0 + config.amplitude_rad;
        let curve = SphereCurve::Winding { latitude_rad, amplitude_rad: config.amplitude_rad, frequency };
        let exact = curvature_of_a_wave(latitude_rad, config.amplitude_rad, frequency);
        measured(config, f64::from(frequency), curve, (exact, config.separation_rad))
    };
    config.frequencies.iter().map(at).collect()
}

/// The same curve at several distances from the equator.
pub(super) fn moved(config: &Config) -> Vec<Pair> {
    let at = |&separation: &f64| {
        let curve = settled(3, OPEN_SWING, config.curvature, separation);
        measured(config, separation, curve, (config.curvature, separation))
    };
    config.separations_rad.iter().map(at).collect()
}

/// Clovers with these leaves, all with the same curvature, the same distance from the equator and necks as narrow as each
/// other; without leaves, a circle.
pub(super) fn clovers(config: &Config) -> Vec<Pair> {
    let at = |&leaves: &u32| {
        let (curvature, separation) = (config.curvature, config.separation_rad);
        let ball = 1.0 / (1.0 + curvature * curvature).sqrt();
        let curve = if leaves == 0 {
            settled(2, 0.0, curvature, separation)
        } else {
            // The neck narrows as the swing grows.
            let wide = |swing: f64| neck(&settled(leaves, swing, curvature, separation), leaves) > config.neck * ball;
            settled(leaves, bisected(0.2, 2.4, wide), curvature, separation)
        };
        measured(config, f64::from(leaves), curve, (curvature, separation))
    };
    config.leaves.iter().map(at).collect()
}

/// The clover with these leaves and this swing whose leaves' ends have the `curvature`, and whose lowest end lies half the
/// `separation` above the equator.
fn settled(leaves: u32, swing_rad: f64, curvature: f64, separation: f64) -> SphereCurve {
    let clover =
        |scale: f64, centre_latitude_rad: f64| SphereCurve::Clover { leaves, swing_rad, scale, centre_latitude_rad };
    // Around the pole, where the latitude of the leaf's end is its distance from a right angle.
    let end = |scale: f64| clover(scale, FRAC_PI_2).jet(0.0);
    // Smaller is sharper. At scale 1 every leaf reaches past the equator of its own centre.
    let scale = bisected(1e-3, 1.0, |scale| curvature_at(&end(scale)) > curvature);
    let extent = FRAC_PI_2 - end(scale).point[2].asin();
    clover(scale, separation / 2.0 + extent)
}

/// The width of the neck of the leaf at θ = 0, radians: its narrowest place beyond its widest.
fn neck(curve: &SphereCurve, leaves: u32) -> f64 {
    let steps = 240;
    let half = |i: usize| curve.jet(PI / f64::from(leaves) * i as f64 / steps as f64).point[1];
    let widths: Vec<f64> = (0..=steps).map(half).collect();
    let widest = (0..=steps).max_by(|&i, &j| widths[i].total_cmp(&widths[j])).unwrap_or_default();
    2.0 * widths[widest..].iter().fold(f64::INFINITY, |a, &b| a.min(b)).asin()
}

/// Where something that is so on the left and not so on the right ends.
fn bisected(mut low: f64, mut high: f64, so: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if so(middle) { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

fn curvature_at(jet: &Jet) -> f64 {
    geodesic_curvature(&jet.point, &jet.velocity, &jet.acceleration)
}

/// Everything that is measured of a curve and its mirror image. `exact`: κ and Δ as they should be.
fn measured(config: &Config, varied: f64, curve: SphereCurve, exact: (f64, f64)) -> Pair {
    let curvature = largest(|theta| curvature_at(&curve.jet(theta)), 0.0..TAU, CURVATURE_STEPS);
    let reach = Reach::of_curvature(curvature, config.far, config.near);
    let length_rad = curve.length_rad();
    let by_points = |count: usize| {
        let (points, step) = (curve.points(count, 0.0), length_rad / count as f64);
        let mirror: Vec<Vec<f64>> = points.iter().map(|point| mirrored(point)).collect();
        let stride = config.points / PLACES;
        let beside = |other: &[Vec<f64>]| clover_number((&points, step), (other, step), reach, stride);
        (curvature_of_points(&points, step), beside(&mirror), beside(&[]))
    };
    let ((coarse, clover, clover_alone), (fine, clover_doubled, _)) =
        (by_points(config.points), by_points(2 * config.points));
    Pair {
        varied,
        curvature,
        curvature_exact: exact.0,
        curvature_by_points: [coarse, fine],
        separation_rad: separation(
            |theta| curve.jet(theta).point,
            |theta| mirrored(&curve.jet(theta).point),
            SEPARATION_STEPS,
        ),
        separation_exact_rad: exact.1,
        clover,
        clover_doubled,
        clover_alone,
        near_rad: reach.near,
        ball_rad: reach.ball,
        length_rad,
        strokes: strokes(&curve),
    }
}

/// The curvature of the second row's curve by points at four distances, against that by derivatives.
pub(super) fn convergence(config: &Config) -> Convergence {
    let curve = settled(3, OPEN_SWING, config.curvature, config.separation_rad);
    let exact = largest(|theta| curvature_at(&curve.jet(theta)), 0.0..TAU, CURVATURE_STEPS);
    let at = |halvings: u32| {
        let count = config.points / 2 * 2_usize.pow(halvings);
        let step = curve.length_rad() / count as f64;
        (step, (curvature_of_points(&curve.points(count, 0.0), step) - exact).abs())
    };
    let (steps_rad, errors): (Vec<f64>, Vec<f64>) = (0..4).map(at).unzip();
    let second_order = steps_rad.iter().map(|step| errors[3] * (step / steps_rad[3]).powi(2)).collect();
    let order = fit::order(&steps_rad, &errors);
    Convergence { steps_rad, errors, second_order, order }
}

/// Both curves of a pair as the eye sees them, each cut where it goes behind the sphere.
fn strokes(curve: &SphereCurve) -> Vec<Stroke> {
    let upper: Vec<Vec<f64>> =
        (0..=DRAWN).zip(curve.points(DRAWN, 0.0).iter().cycle()).map(|(_, x)| x.clone()).collect();
    let lower = upper.iter().map(|point| mirrored(point)).collect();
    [(Kind::Upper, upper), (Kind::Lower, lower)].into_iter().flat_map(|(kind, points)| seen(kind, &points)).collect()
}

/// A line on the sphere as the eye sees it, in pieces that are all before or all behind.
pub(super) fn seen(kind: Kind, points: &[Vec<f64>]) -> Vec<Stroke> {
    let (sin, cos) = ELEVATION.sin_cos();
    let toward = |x: &[f64]| cos * x[0] + sin * x[2];
    let hidden = |x: &[f64]| toward(x) < 0.0;
    // A thousandth of the radius is a tenth of a unit of the page.
    let place = |x: f64| (x * 1e3).round() / 1e3;
    let mut strokes: Vec<Stroke> = Vec::new();
    for (i, point) in points.iter().enumerate() {
        let (right, up) = (place(point[1]), place(cos * point[2] - sin * point[0]));
        let turned = i == 0 || hidden(point) != hidden(&points[i - 1]);
        if let Some(stroke) = strokes.last_mut().filter(|_| i > 0) {
            stroke.xs.push(right);
            stroke.ys.push(up);
        }
        if turned {
            strokes.push(Stroke { kind, hidden: hidden(point), xs: vec![right], ys: vec![up] });
        }
    }
    strokes
}

/// The sphere's own lines: its outline and its equator.
pub(super) fn globe() -> Vec<Stroke> {
    let turns = |of: &dyn Fn(f64) -> Vec<f64>| (0..=120).map(|i| of(PI * f64::from(i) / 60.0)).collect::<Vec<_>>();
    let (sin, cos) = ELEVATION.sin_cos();
    let equator = turns(&|t| vec![t.cos(), t.sin(), 0.0]);
    // The great circle across the line of sight, a little toward the eye so that rounding hides no part of it.
    let outline = turns(&|t| vec![1e-9 * cos - t.sin() * sin, t.cos(), 1e-9 * sin + t.sin() * cos]);
    [seen(Kind::Globe, &outline), seen(Kind::Globe, &equator)].concat()
}
