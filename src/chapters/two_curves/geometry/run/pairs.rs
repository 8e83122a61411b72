//! The pairs of curves of one row, how each is made to hold what the row holds, and what is measured of it.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use super::{
    super::{Config, Convergence, Pair, Step, config::PLACES},
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

/// Leaves of the curve that is moved, and of the one that swings.
const LEAVES: u32 = 3;
/// The swing of the leaves of the panel in which only the separation varies: far from closing their necks.
const OPEN_SWING: f64 = 1.0;
/// Steps of θ of the search for a largest curvature, and of the search for the nearest points.
const CURVATURE_STEPS: usize = 2_400;
const SEPARATION_STEPS: usize = 360;

/// A curve of a row, and what its numbers should be.
pub(super) struct Made {
    /// What varies in its row or walk: waves, separation, leaves or swing.
    varied: f64,
    curve: SphereCurve,
    /// κ, in closed form or as the curve was made to have.
    curvature: f64,
    /// Δ, radians.
    separation_rad: f64,
}

/// Curves of one frequency each, whose troughs lie at the same latitude.
pub(super) fn windings(config: &Config) -> Vec<Pair> {
    config.frequencies.iter().map(|&frequency| Made::winding(frequency, config).measured(config)).collect()
}

/// The same curve at several distances from the equator.
pub(super) fn moved(config: &Config) -> Vec<Pair> {
    config.separations_rad.iter().map(|&separation| Made::moved(separation, config).measured(config)).collect()
}

/// Clovers with these leaves, all with the same curvature, the same distance from the equator and necks as narrow as each
/// other; without leaves, a circle.
pub(super) fn clovers(config: &Config) -> Vec<Pair> {
    let at = |&leaves: &u32| {
        let (curvature, separation_rad) = (config.curvature, config.separation_rad);
        let curve = if leaves == 0 {
            settled(2, 0.0, curvature, separation_rad)
        } else {
            settled(leaves, closing_swing(leaves, config), curvature, separation_rad)
        };
        Made { varied: f64::from(leaves), curve, curvature, separation_rad }.measured(config)
    };
    config.leaves.iter().map(at).collect()
}

/// The swing of the curve that swings, from none to where its necks are as narrow as those of panel (c), in steps
/// that shorten as the necks close.
pub(super) fn swings(steps: usize, config: &Config) -> Vec<f64> {
    let last = closing_swing(LEAVES, config);
    (0..steps).map(|step| last * (1.0 - (1.0 - part(step, steps)).powi(2))).collect()
}

/// How far along a walk a step is, from 0 to 1; a walk of one step is at its end.
pub(super) fn part(step: usize, steps: usize) -> f64 {
    if steps == 1 { 1.0 } else { step as f64 / (steps - 1) as f64 }
}

/// The swing at which the necks between these leaves are as narrow as the settings have it.
fn closing_swing(leaves: u32, config: &Config) -> f64 {
    let Config { curvature, separation_rad, neck: width, .. } = *config;
    let ball = 1.0 / (1.0 + curvature * curvature).sqrt();
    // The neck narrows as the swing grows.
    bisected(0.2, 2.4, |swing| neck(&settled(leaves, swing, curvature, separation_rad), leaves) > width * ball)
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
    /// The waves of this frequency.
    pub(super) fn winding(frequency: u32, config: &Config) -> Self {
        let latitude_rad = config.separation_rad / 2.0 + config.amplitude_rad;
        let curve = SphereCurve::Winding { latitude_rad, amplitude_rad: config.amplitude_rad, frequency };
        let curvature = curvature_of_a_wave(latitude_rad, config.amplitude_rad, frequency);
        Self { varied: f64::from(frequency), curve, curvature, separation_rad: config.separation_rad }
    }

    /// The curve that is moved, at this separation.
    pub(super) fn moved(separation_rad: f64, config: &Config) -> Self {
        let curvature = config.curvature;
        let curve = settled(LEAVES, OPEN_SWING, curvature, separation_rad);
        Self { varied: separation_rad, curve, curvature, separation_rad }
    }

    /// The curve that swings, with this swing.
    pub(super) fn swung(swing_rad: f64, config: &Config) -> Self {
        let Config { curvature, separation_rad, .. } = *config;
        let curve = settled(LEAVES, swing_rad, curvature, separation_rad);
        Self { varied: swing_rad, curve, curvature, separation_rad }
    }

    /// What the slider shows of it.
    pub(super) fn seen(self, config: &Config) -> Step {
        let Self { varied, curve, curvature, separation_rad } = self;
        let reach = Reach::of_curvature(curvature, config.far, config.near);
        let count = config.points;
        let points = curve.points(count, 0.0);
        let mirror: Vec<Vec<f64>> = points.iter().map(|point| mirrored(point)).collect();
        let [own, other] =
            [&points, &mirror].map(|points| SampledCurve { points, step: curve.length_rad() / count as f64 });
        let clover = clover_number(own, other, reach, count / PLACES);
        Step { varied, curvature, separation_rad, clover, strokes: strokes(&curve) }
    }

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
    /// The curvature of panel (b)'s curve by points at four distances, against that by derivatives.
    pub(super) fn measure(config: &Config) -> Self {
        let curve = Made::moved(config.separation_rad, config).curve;
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
