use std::f64::consts::PI;

use serde_json::json;

use super::{
    Config, KernelDecay, Outcome,
    run::{angles, largest_rise},
};
use crate::{
    figure::{Checked, Context, Experiment as _, Figure as _, Of, Settings as _, Verdict},
    ground::scale::Scale,
};

fn run(config: Config) -> Outcome {
    KernelDecay::run(&Checked::new(config).unwrap(), &Context::default()).unwrap()
}

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
    let outcome = run(config);
    let walked = outcome.walk.iter().map(|curve| (curve, &outcome.walk_angles_rad));
    for (curve, angles_rad) in outcome.curves.iter().map(|curve| (curve, &outcome.angles_rad)).chain(walked) {
        for (&nu, &kernel) in angles_rad.iter().zip(&curve.kernel) {
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
    let mut outcome = run(Config::at(Scale::Quick));
    let curve = &mut outcome.curves[3];
    curve.kernel[30] = curve.kernel[29] + 0.02;
    curve.largest_rise = largest_rise(&curve.kernel);
    let claims = KernelDecay::claims(&outcome);
    for sentence in ["The kernel decays", "Where it rises again"] {
        let claim = claims.iter().find(|claim| claim.sentence.starts_with(sentence)).unwrap();
        assert!(claim.verdict == Verdict::DoesNotHold && claim.measured >= 0.02 - 1e-15, "{claim:?}");
    }
}

/// The slider ends at the curves of the figure, and its limit is that of the width: halved where the depth is doubled.
#[test]
fn the_walk_begins_and_ends_at_the_curves_and_the_limit_width_is_one_over_the_depth() {
    let outcome = run(Config { depths: vec![5, 10, 20], angles: 61 });
    let (first, last) = (&outcome.walk[0], &outcome.walk[outcome.walk.len() - 1]);
    for (walked, curve) in [(first, &outcome.curves[0]), (last, &outcome.curves[2])] {
        assert_eq!((walked.depth, &walked.kernel, &walked.sphere), (curve.depth, &curve.kernel, &curve.sphere));
    }
    for pair in outcome.curves.windows(2) {
        // Two roundings.
        assert!((pair[0].width_by_limit_rad / pair[1].width_by_limit_rad - 2.0).abs() < 1e-15);
    }
    assert!((outcome.curves[1].width_by_limit_rad - 0.42).abs() < 0.005, "4.2 rad over ten layers");
}

#[test]
fn every_claim_holds_but_the_decay_all_the_way() {
    let outcome = run(Config::at(Scale::Quick));
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
        let outcome = run(Config { depths: vec![depth], angles: 9 });
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
    let many = [vec![1, 2, 5, 25, 125, 625], vec![15, 16, 17, 18, 19, 20], vec![50, 100, 200, 400, 800, 1600]];
    for depths in many.into_iter().chain([vec![9]]) {
        let outcome = run(Config { depths, angles: 250 });
        KernelDecay::draw(&outcome).unwrap();
    }
    for (config, named) in [
        (json!({"depths": [5, 0], "angles": 61}), "`depths[1]` is 0"),
        (json!({"depths": [], "angles": 61}), "number of `depths`"),
        (json!({"depths": [40, 7], "angles": 61}), "must rise"),
        (json!({"depths": [5], "angles": 1}), "`angles` is 1"),
        (json!({"depths": [5], "angle": 61}), "angles"),
    ] {
        let error = format!("{:#}", figure.check(&config).unwrap_err());
        assert!(error.contains(named), "{error}");
    }
}
