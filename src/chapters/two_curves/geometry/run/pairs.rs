//! The pairs of curves of one row, how each is made to hold what the row holds, and what is measured of it.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use super::{
    super::{Config, Convergence, Pair, config::PLACES},
    pictures::strokes,
};
use crate::{
    data::sphere_curves::{Jet, SphereCurve, mirrored},
    math::{
        curves::{
            clover_number::{Reach, clover_number},
            curvature::{curvature_of_a_wave, curvature_of_points, geodesic_curvature},
            golden_section::maximum,
            sampled_curve::SampledCurve,
            separation::separation,
        },
        statistics::fit,
        vectors::smallest,
    },
};

/// The swing of the leaves of the row in which only the separation varies: far from closing their necks.
const OPEN_SWING: f64 = 1.0;
/// Steps of θ of the search for a largest curvature, and of the search for the nearest points.
const CURVATURE_STEPS: usize = 2_400;
const SEPARATION_STEPS: usize = 360;

/// A curve of a row, and what its numbers should be.
struct Made {
    /// What varies in its row: waves, separation or leaves.
    varied: f64,
    curve: SphereCurve,
    /// κ, in closed form or as the curve was made to have.
    curvature: f64,
    /// Δ, radians.
    separation_rad: f64,
}

/// Curves of one frequency each, whose troughs lie at the same latitude.
pub(super) fn windings(config: &Config) -> Vec<Pair> {
    let at = |&frequency: &u32| {
        let latitude_rad = config.separation_rad / 2.0 + config.amplitude_rad;
        let curve = SphereCurve::Winding { latitude_rad, amplitude_rad: config.amplitude_rad, frequency };
        let curvature = curvature_of_a_wave(latitude_rad, config.amplitude_rad, frequency);
        let made = Made { varied: f64::from(frequency), curve, curvature, separation_rad: config.separation_rad };
        made.measured(config)
    };
    config.frequencies.iter().map(at).collect()
}

/// The same curve at several distances from the equator.
pub(super) fn moved(config: &Config) -> Vec<Pair> {
    let at = |&separation_rad: &f64| {
        let curvature = config.curvature;
        let curve = settled(3, OPEN_SWING, curvature, separation_rad);
        Made { varied: separation_rad, curve, curvature, separation_rad }.measured(config)
    };
    config.separations_rad.iter().map(at).collect()
}

/// Clovers with these leaves, all with the same curvature, the same distance from the equator and necks as narrow as each
/// other; without leaves, a circle.
pub(super) fn clovers(config: &Config) -> Vec<Pair> {
    let at = |&leaves: &u32| {
        let (curvature, separation_rad) = (config.curvature, config.separation_rad);
        let ball = 1.0 / (1.0 + curvature * curvature).sqrt();
        let curve = if leaves == 0 {
            settled(2, 0.0, curvature, separation_rad)
        } else {
            // The neck narrows as the swing grows.
            let wide =
                |swing: f64| neck(&settled(leaves, swing, curvature, separation_rad), leaves) > config.neck * ball;
            settled(leaves, bisected(0.2, 2.4, wide), curvature, separation_rad)
        };
        Made { varied: f64::from(leaves), curve, curvature, separation_rad }.measured(config)
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
    2.0 * smallest(widths[widest..].iter().copied()).asin()
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

/// The largest curvature of a curve, by its derivatives.
fn largest_curvature(curve: &SphereCurve) -> f64 {
    maximum(|theta| curvature_at(&curve.jet(theta)), 0.0..TAU, CURVATURE_STEPS)
}

impl Made {
    /// Everything that is measured of the curve and its mirror image.
    fn measured(self, config: &Config) -> Pair {
        let Self { varied, curve, curvature: curvature_exact, separation_rad: separation_exact_rad } = self;
        let curvature = largest_curvature(&curve);
        let reach = Reach::of_curvature(curvature, config.far, config.near);
        let length_rad = curve.length_rad();
        let by_points = |count: usize| {
            let (points, step) = (curve.points(count, 0.0), length_rad / count as f64);
            let mirror: Vec<Vec<f64>> = points.iter().map(|point| mirrored(point)).collect();
            let [own, other] = [&points, &mirror].map(|points| SampledCurve { points, step });
            let stride = config.points / PLACES;
            let beside = |other: SampledCurve| clover_number(own, other, reach, stride);
            (curvature_of_points(own), beside(other), beside(SampledCurve::NONE))
        };
        let ((coarse, clover, clover_alone), (fine, clover_doubled, _)) =
            (by_points(config.points), by_points(2 * config.points));
        Pair {
            varied,
            curvature,
            curvature_exact,
            curvature_by_points: [coarse, fine],
            separation_rad: separation(
                |theta| curve.jet(theta).point,
                |theta| mirrored(&curve.jet(theta).point),
                SEPARATION_STEPS,
            ),
            separation_exact_rad,
            clover,
            clover_doubled,
            clover_alone,
            near_rad: reach.near,
            ball_rad: reach.ball,
            length_rad,
            strokes: strokes(&curve),
        }
    }
}

impl Convergence {
    /// The curvature of the second row's curve by points at four distances, against that by derivatives.
    pub(super) fn measure(config: &Config) -> Self {
        let curve = settled(3, OPEN_SWING, config.curvature, config.separation_rad);
        let exact = largest_curvature(&curve);
        let at = |halvings: u32| {
            let count = config.points / 2 * 2_usize.pow(halvings);
            let step = curve.length_rad() / count as f64;
            let points = curve.points(count, 0.0);
            (step, (curvature_of_points(SampledCurve { points: &points, step }) - exact).abs())
        };
        let (steps_rad, errors): (Vec<f64>, Vec<f64>) = (0..4).map(at).unzip();
        let second_order = steps_rad.iter().map(|step| errors[3] * (step / steps_rad[3]).powi(2)).collect();
        let order = fit::order(&steps_rad, &errors);
        Self { steps_rad, errors, second_order, order }
    }
}
