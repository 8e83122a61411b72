//! The neural tangent kernel of a deep ReLU network against the angle between its inputs.

use std::f64::consts::PI;

use anyhow::{Result, ensure};
use serde::{Deserialize, Serialize};

use crate::{
    figure::{
        Claim, Context, Drawing, Experiment, Tolerance,
        claim::largest,
        plot::{Axis, Chart, Colours, INK, Page, Raster, SERIES},
        settings,
    },
    ground::scale::Scale,
    math::kernel::tangent::{
        REFERENCE, deep_kernel, floor, half_excess_width, limit_profile, limit_width, lowest, scaled_angle,
    },
};

/// How the kernel decays with angle and with depth.
#[derive(Debug)]
pub struct KernelDecay;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Hidden layers L of each network, from the shallowest to the deepest.
    pub depths: Vec<usize>,
    /// Number of angles from 0 to π, closer together where the deepest kernel is steep.
    pub angles: usize,
}

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The angles ν between the inputs, radians, from 0 to π.
    pub angles_rad: Vec<f64>,
    /// One kernel a depth.
    pub curves: Vec<Curve>,
    /// The limit of depth times half-excess width, radians.
    pub limit_width_rad: f64,
    /// The angle from e₁ of a point of the sphere seen at each of some equally spaced distances from the picture's
    /// centre, radians, from 0 to π/2.
    pub sphere_angles_rad: Vec<f64>,
    /// The kernel where it was also computed elsewhere.
    pub references: Vec<Reference>,
}

/// The kernel of one depth.
#[derive(Debug, Serialize, Deserialize)]
pub struct Curve {
    /// Hidden layers L.
    pub depth: usize,
    /// K(ν)/L in units of n/2, one value an angle.
    pub kernel: Vec<f64>,
    /// The limit profile at u = Lν/(3π), one value an angle.
    pub limit: Vec<f64>,
    /// K(ν)/L over the sphere, one value for each of `sphere_angles_rad`.
    pub sphere: Vec<f64>,
    /// K(π)/L.
    pub floor: f64,
    /// The smallest K(ν)/L.
    pub lowest: f64,
    /// Where it is, radians.
    pub lowest_angle_rad: f64,
    /// The most by which K(ν)/L rises from an angle to a larger one, neighbours or not.
    pub largest_rise: f64,
    /// Halfway between the floor and 1.
    pub half_excess: f64,
    /// Where K(ν)/L is there, radians.
    pub half_excess_width_rad: f64,
    /// The depth times that width, radians.
    pub depth_times_width_rad: f64,
}

/// A number computed here and elsewhere.
#[derive(Debug, Serialize, Deserialize)]
pub struct Reference {
    /// Hidden layers L.
    pub depth: usize,
    /// What is compared: `kernel`, or `half-excess width` in radians.
    pub what: String,
    /// The angle of a kernel, radians; of a width, π, up to where it is sought.
    pub angle_rad: f64,
    /// Computed here.
    pub here: f64,
    /// Computed elsewhere.
    pub elsewhere: f64,
}

/// Distances from the centre at which the sphere's picture is computed.
const SPHERE_RINGS: usize = 80;

impl Experiment for KernelDecay {
    const ID: &'static str = "two_curves/kernel_decay";
    const TITLE: &'static str = "The kernel of a deep network sharpens with depth";
    type Config = Config;
    type Outcome = Outcome;

    fn config(scale: Scale) -> Config {
        let angles = match scale {
            Scale::Quick => 61,
            Scale::Book => 241,
        };
        Config { depths: vec![5, 25, 125, 625], angles }
    }

    fn check(config: &Config) -> Result<()> {
        settings::in_range("the number of `depths`", config.depths.len(), 1..=SERIES.len())?;
        for &depth in &config.depths {
            settings::in_range("depths", depth, 1..=10_000)?;
        }
        ensure!(config.depths.is_sorted_by(|a, b| a < b), "`depths` must increase, and are {:?}", config.depths);
        settings::in_range("angles", config.angles, 9..=250)
    }

    fn run(config: &Config, context: &Context) -> Result<Outcome> {
        let deepest = config.depths.last().copied().unwrap_or(1);
        let angles_rad = angles(config.angles, half_excess_width(deepest));
        let ring = |ring: usize| ((ring as f64 + 0.5) / SPHERE_RINGS as f64).asin();
        let sphere_angles_rad: Vec<f64> = (0..SPHERE_RINGS).map(ring).collect();
        let mut task = context.progress.task("kernels", config.depths.len());
        let mut curves = Vec::new();
        for &depth in &config.depths {
            curves.push(Curve::at(depth, &angles_rad, &sphere_angles_rad));
            task.step();
        }
        Ok(Outcome { angles_rad, curves, limit_width_rad: limit_width(), sphere_angles_rad, references: references() })
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        let Outcome { curves, limit_width_rad, references, .. } = outcome;
        let rise = largest(curves.iter().map(|curve| curve.largest_rise));
        let unequal = largest(curves.iter().flat_map(|curve| curve.kernel[1..].iter().copied()));
        let widths: Vec<f64> = curves.iter().map(|curve| curve.half_excess_width_rad).collect();
        let difference = largest(references.iter().map(|reference| (reference.here - reference.elsewhere).abs()));
        let deepest = &curves[curves.len() - 1];
        // The terms that the limit leaves out fall as (ln L)/L; where they may be all of it, up to depth 3, it says nothing.
        let remainder = 1.5 * (1.0 + (deepest.depth as f64).ln()) / deepest.depth as f64;
        let nearly =
            format!("at L = {} it is within {:.1} %, which is 1.5 (1 + ln L)/L", deepest.depth, 100.0 * remainder);
        let mut claims = vec![
            Claim::at_most("The kernel is largest between equal inputs, where K/L is 1", LECTURE, unequal, 1.0),
            Claim::at_most("The kernel decays with the angle, all the way to opposite inputs", LECTURE, rise, 1e-12),
            Claim::at_most("Where it rises again, it rises by less than a hundredth of K(0)", HERE, rise, 0.01),
            Claim::is_true(
                "The deeper the network, the sharper its kernel",
                LECTURE,
                widths.is_sorted_by(|a, b| a > b),
            ),
        ];
        if remainder < 1.0 {
            claims.push(Claim::near(
                format!("Depth times half-excess width tends to {limit_width_rad:.2}; {nearly}"),
                HERE,
                deepest.depth_times_width_rad,
                *limit_width_rad,
                remainder * limit_width_rad,
            ));
            claims.push(Claim::near(
                format!("Between opposite inputs a quarter of the kernel is left; {nearly}"),
                HERE,
                deepest.floor,
                0.25,
                remainder * 0.25,
            ));
        }
        claims.push(Claim::at_most(
            "The numbers agree with those computed elsewhere to five places",
            HERE,
            difference,
            1e-5,
        ));
        claims
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        let ticks = [(0.0, "0"), (PI / 2.0, "π/2"), (PI, "π")];
        let height = || Axis::linear("kernel K(ν)/L", lower_end(outcome)..1.0);
        let mut plain = Chart::new(Axis::linear("angle ν (rad)", 0.0..PI).with_ticks(ticks), height()).height(210.0);
        // More than the book's four curves go through fewer angles, so that the drawing stays small.
        let every = outcome.curves.len().div_ceil(4);
        let thinned = |values: &[f64]| -> Vec<f64> {
            let last = values.len() - 1;
            (0..last).step_by(every).chain([last]).map(|at| values[at]).collect()
        };
        let (angles, from_first) = (thinned(&outcome.angles_rad), thinned(&outcome.angles_rad[1..]));
        let mut logarithmic = Chart::new(Axis::log("angle ν (rad)", from_first[0]..PI), height()).height(210.0);
        for (curve, series) in outcome.curves.iter().zip(SERIES) {
            plain.line(&angles, &thinned(&curve.kernel), series, &format!("L = {}", curve.depth));
            logarithmic.line(&from_first, &thinned(&curve.kernel[1..]), series, "");
        }
        for (number, curve) in outcome.curves.iter().enumerate() {
            let label = if number == 0 { "limit of large depth" } else { "" };
            logarithmic.line(&from_first, &thinned(&curve.limit[1..]), INK.thin(), label);
        }
        for (curve, series) in outcome.curves.iter().zip(SERIES) {
            logarithmic.dots(&[curve.half_excess_width_rad], &[curve.half_excess], 9.0, series, "");
        }
        plain.rule_y(0.25, "1/4");
        Page::new(Self::TITLE, description(outcome))
            .row([plain, logarithmic])
            .row(outcome.curves.iter().map(sphere))
            .row([Chart::colour_bar(("K(ν)/L over the sphere, seen from e₁", 0.0..1.0), Colours::Viridis)])
            .drawing()
    }

    fn tolerance(pointer: &str) -> Tolerance {
        if pointer.ends_with("/lowest_angle_rad") {
            return Tolerance {
                relative: 0.0,
                absolute: 1e-3,
                because: "a minimum this flat has no sharper place in f64",
            };
        }
        Tolerance::CLOSED_FORM
    }
}

const LECTURE: &str = "lecture, chapter 2, the neural tangent kernel";
const HERE: &str = "this book";

impl Curve {
    /// The kernel of a network with `depth` hidden layers at these angles, radians.
    fn at(depth: usize, angles_rad: &[f64], sphere_angles_rad: &[f64]) -> Self {
        let kernel_at = |angles: &[f64]| angles.iter().map(|&nu| deep_kernel(nu, depth)).collect::<Vec<_>>();
        let kernel = kernel_at(angles_rad);
        let (lowest_angle_rad, lowest) = lowest(depth);
        let half_excess_width_rad = half_excess_width(depth);
        Self {
            depth,
            // The lowest value need not lie at one of the angles.
            largest_rise: largest_rise(&kernel).max(floor(depth) - lowest),
            kernel,
            limit: angles_rad.iter().map(|&nu| limit_profile(scaled_angle(nu, depth))).collect(),
            sphere: kernel_at(sphere_angles_rad),
            floor: floor(depth),
            lowest,
            lowest_angle_rad,
            half_excess: f64::midpoint(1.0, floor(depth)),
            half_excess_width_rad,
            depth_times_width_rad: depth as f64 * half_excess_width_rad,
        }
    }
}

/// The largest of `values[j] − values[i]` over i ≤ j; 0 where they only fall.
fn largest_rise(values: &[f64]) -> f64 {
    let (_, rise) = values.iter().fold((f64::INFINITY, 0.0_f64), |(lowest, rise), &value| {
        let lowest = value.min(lowest);
        (lowest, rise.max(value - lowest))
    });
    rise
}

/// `count` angles from 0 to π, radians: evenly spaced well below `width`, by equal ratios well above it.
fn angles(count: usize, width: f64) -> Vec<f64> {
    let last = (PI / width).asinh();
    let angle = |i: usize| width * (last * i as f64 / (count - 1) as f64).sinh();
    (0..count - 1).map(angle).chain([PI]).collect()
}

/// Every number that was also computed elsewhere.
fn references() -> Vec<Reference> {
    let kernels = REFERENCE.iter().flat_map(|reference| {
        reference.kernel.map(|(angle_rad, elsewhere)| Reference {
            depth: reference.depth,
            what: "kernel".to_owned(),
            angle_rad,
            here: deep_kernel(angle_rad, reference.depth),
            elsewhere,
        })
    });
    let widths = REFERENCE.iter().map(|reference| Reference {
        depth: reference.depth,
        what: "half-excess width".to_owned(),
        angle_rad: PI,
        here: half_excess_width(reference.depth),
        elsewhere: reference.half_excess_width_rad,
    });
    kernels.chain(widths).collect()
}

/// The lower end of the kernel's axis: 0, or where a very shallow kernel is negative, a round number below it.
fn lower_end(outcome: &Outcome) -> f64 {
    let lowest = outcome.curves.iter().map(|curve| curve.lowest).fold(0.0, f64::min);
    (lowest * 10.0).floor() / 10.0
}

/// The sphere seen from e₁, coloured by the kernel between e₁ and each point.
fn sphere(curve: &Curve) -> Chart {
    let size = 2 * curve.sphere.len();
    let centre = curve.sphere.len() as f64;
    let pixel = |i: usize| {
        let (x, y) = ((i % size) as f64 + 0.5 - centre, (i / size) as f64 + 0.5 - centre);
        curve.sphere.get(x.hypot(y) as usize).copied().unwrap_or(f64::NAN)
    };
    let pixels: Vec<f64> = (0..size * size).map(pixel).collect();
    Chart::picture(Raster::new(size, &pixels, &(0.0..=1.0), Colours::Viridis).smooth(), &format!("L = {}", curve.depth))
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    let sentence = |curve: &Curve| {
        format!(
            " At depth {} half of the excess over the floor {:.3} is lost at {:.4} rad.",
            curve.depth, curve.floor, curve.half_excess_width_rad
        )
    };
    let sentences: String = outcome.curves.iter().map(sentence).collect();
    format!(
        "Left, the kernel divided by the depth against the angle between two inputs, one curve a depth, all from 1 at \
         angle 0. Right, the same over a logarithmic angle with the limit of large depth as dashed lines.{sentences} \
         Below, the kernel over the unit sphere seen from its first axis: a spot that shrinks with depth."
    )
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use serde_json::json;

    use super::{Config, KernelDecay, angles, largest_rise};
    use crate::{
        figure::{Context, Drawing, Experiment, Figure, Of, Verdict},
        ground::scale::Scale,
    };

    /// 1 − cos φ(ν) = ∫₀^ν (1 − s/π) sin s ds, by the ten-point rule of Gauss and Legendre, which is exact to rounding for
    /// this integrand; nodes and weights from Abramowitz & Stegun, table 25.4.
    fn one_minus_image_cosine(nu: f64) -> f64 {
        const RULE: [(f64, f64); 5] = [
            (0.148_874_338_981_631, 0.295_524_224_714_753),
            (0.433_395_394_129_247, 0.269_266_719_309_996),
            (0.679_409_568_299_024, 0.219_086_362_515_982),
            (0.865_063_366_688_985, 0.149_451_349_150_581),
            (0.973_906_528_517_172, 0.066_671_344_308_688),
        ];
        let integrand = |s: f64| (1.0 - s / PI) * s.sin();
        let half = nu / 2.0;
        RULE.iter()
            .map(|(node, weight)| weight * (integrand(half - half * node) + integrand(half + half * node)))
            .sum::<f64>()
            * half
    }

    /// Second road: the angle map as an integral, inverted through both half-angles, and each layer's product apart.
    #[test]
    fn the_curves_match_the_closed_form_evaluated_another_way() {
        let config = Config { depths: vec![7, 40, 300], angles: 61 };
        let outcome = KernelDecay::run(&config, &Context::default()).unwrap();
        for curve in &outcome.curves {
            for (&nu, &kernel) in outcome.angles_rad.iter().zip(&curve.kernel) {
                let mut angles = vec![nu];
                while angles.len() < curve.depth {
                    let q = one_minus_image_cosine(angles[angles.len() - 1]);
                    angles.push(2.0 * q.sqrt().atan2((2.0 - q).sqrt()));
                }
                let product = |from: usize| angles[from..].iter().map(|nu| 1.0 - nu / PI).product::<f64>();
                let sum: f64 = (0..curve.depth).map(|layer| angles[layer].cos() * product(layer)).sum();
                let difference = (kernel - sum / curve.depth as f64).abs();
                // The nodes carry fifteen digits, and 300 layers add up; the issue asks for 1e-9.
                assert!(difference < 1e-12, "L = {}, ν = {nu}: {difference:e}", curve.depth);
            }
        }
    }

    #[test]
    fn the_angles_resolve_the_steepest_kernel_and_end_at_zero_and_pi() {
        let angles = angles(61, 0.007);
        assert_eq!((angles[0], angles[60]), (0.0, PI));
        assert!(angles.is_sorted_by(|a, b| a < b));
        assert!(angles.iter().filter(|&&nu| nu < 0.007).count() >= 5);
    }

    /// Second road: every pair.
    #[test]
    fn a_rise_is_found_wherever_it_lies_and_however_many_steps_it_takes() {
        for values in [vec![1.0, 0.2, 0.5, 0.4, 0.7, 0.1, 0.3], vec![1.0, 0.5, 0.25], vec![0.25, 0.5, 1.0, 0.9]] {
            let pairs = (0..values.len()).flat_map(|j| (0..=j).map(move |i| (i, j)));
            let rise = pairs.map(|(i, j)| values[j] - values[i]).fold(0.0, f64::max);
            // The same difference of the same two values.
            assert!(largest_rise(&values).total_cmp(&rise).is_eq(), "{values:?}");
        }
    }

    #[test]
    fn a_bump_in_the_middle_breaks_the_claim_of_decay() {
        let mut outcome = KernelDecay::run(&KernelDecay::config(Scale::Quick), &Context::default()).unwrap();
        let curve = &mut outcome.curves[3];
        curve.kernel[30] = curve.kernel[29] + 0.02;
        curve.largest_rise = largest_rise(&curve.kernel);
        let claims = KernelDecay::claims(&outcome);
        for sentence in ["The kernel decays", "Where it rises again"] {
            let claim = claims.iter().find(|claim| claim.sentence.starts_with(sentence)).unwrap();
            assert!(claim.verdict == Verdict::DoesNotHold && claim.measured >= 0.02 - 1e-15, "{claim:?}");
        }
    }

    #[test]
    fn every_claim_holds_but_the_decay_all_the_way() {
        let outcome = KernelDecay::run(&KernelDecay::config(Scale::Quick), &Context::default()).unwrap();
        let fails: Vec<String> = KernelDecay::claims(&outcome)
            .into_iter()
            .filter(|claim| claim.verdict != Verdict::Holds)
            .map(|claim| claim.sentence)
            .collect();
        assert_eq!(fails, ["The kernel decays with the angle, all the way to opposite inputs"]);
    }

    /// The tolerances of the two limits hold for any deepest network, as a reader's --set may have it, and are less than the
    /// limits themselves; where they are not, there is no claim.
    #[test]
    fn the_limits_hold_within_their_remainder_at_every_depth() {
        for depth in [1, 2, 3, 4, 5, 25, 125, 300, 3_000] {
            let outcome = KernelDecay::run(&Config { depths: vec![depth], angles: 9 }, &Context::default()).unwrap();
            let claims = KernelDecay::claims(&outcome);
            let limits: Vec<_> = claims.iter().filter(|claim| claim.sentence.contains("ln L")).collect();
            assert_eq!(limits.len(), if depth < 4 { 0 } else { 2 }, "depth {depth}");
            for claim in limits {
                assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
            }
        }
    }

    #[test]
    fn the_largest_settings_still_draw_and_others_are_refused_by_name() {
        let figure = Of::<KernelDecay>::new();
        for depths in [vec![1, 2, 5, 25, 125, 625], vec![15, 16, 17, 18, 19, 20], vec![50, 100, 200, 400, 800, 1600]] {
            let outcome = KernelDecay::run(&Config { depths, angles: 250 }, &Context::default()).unwrap();
            assert!(matches!(KernelDecay::draw(&outcome).unwrap(), Drawing::Svg(_)));
        }
        for (config, named) in [
            (json!({"depths": [5, 0], "angles": 61}), "`depths` is 0"),
            (json!({"depths": [], "angles": 61}), "number of `depths`"),
            (json!({"depths": [40, 7], "angles": 61}), "must increase"),
            (json!({"depths": [5], "angles": 1}), "`angles` is 1"),
            (json!({"depths": [5], "angle": 61}), "angles"),
        ] {
            let error = format!("{:#}", figure.check(&config).unwrap_err());
            assert!(error.contains(named), "{error}");
        }
    }
}
