use super::{Articulation, Camera, Config, Illumination, Perspective, SolidSettings};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict, record::layout},
    ground::scale::Scale,
};

#[test]
fn every_claim_holds_at_quick_scale() {
    let outcome = Articulation::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
    for claim in Articulation::claims(&outcome) {
        assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
    }
}

/// Cheap settings, to be changed where a test looks.
fn small() -> Config {
    Config {
        camera: Camera { pixels: 12, rays: 1, distance: 5.0 },
        perspective: Perspective { pixels: 12, blur_px: 2.0, ..Config::at(Scale::Quick).perspective },
        illumination: Illumination { pixels: 12, lamps: 50, bumps: 3, bump_height: 0.3 },
        orientations: 20,
        steps: 5,
        ..Config::at(Scale::Quick)
    }
}

/// The claims about the painted solid are about *it*: a plain ball in its place fails them and keeps the one about
/// stabilisers.
#[test]
fn claims_fail_of_a_solid_that_does_not_show_its_turns() {
    let solid = SolidSettings { semi_axes: [1.0; 3], waves: 0, frequency: 6.0, fade: 4.0 };
    let outcome = Articulation::run(&Checked::new(Config { solid, ..small() }).unwrap(), &Context::default()).unwrap();
    assert!(outcome.pose.iter().all(|orbit| orbit.rank == 3 && orbit.stabiliser == 3), "{:?}", outcome.pose);
    let verdict = |start: &str| {
        let claims = Articulation::claims(&outcome);
        claims.iter().find(|claim| claim.sentence.starts_with(start)).unwrap().verdict
    };
    assert_eq!(verdict("Rigid pose"), Verdict::DoesNotHold);
    assert_eq!(verdict("The count for the painted solid is 6"), Verdict::DoesNotHold);
    assert_eq!(verdict("Pose is no such case"), Verdict::DoesNotHold);
    assert_eq!(verdict("Each of 8 counts"), Verdict::Holds);
}

/// The ends of the settings, and what takes most room in the drawing: paint and grass that look like noise.
#[test]
fn settings_at_their_ends_still_draw_and_make_a_record() {
    let ends = |axes: [f64; 3], waves, frequency, fade, distance, bumps, step| Config {
        solid: SolidSettings { semi_axes: axes, waves, frequency, fade },
        camera: Camera { distance, ..small().camera },
        perspective: Perspective { photograph: "grass".to_owned(), blur_px: 1.0, window: 1.0, ..small().perspective },
        illumination: Illumination { bumps, bump_height: 0.4, ..small().illumination },
        step,
        steps: 25,
        ..small()
    };
    for config in [
        ends([1.6; 3], 50, 20.0, 1.0, 3.5, 12, 0.1),
        ends([0.4, 0.4, 1.6], 2, 0.0, 10.0, 100.0, 0, 1e-9),
        Config { camera: Camera { pixels: 8, ..small().camera }, ..ends([0.4; 3], 0, 0.0, 10.0, 100.0, 0, 0.1) },
    ] {
        Checked::new(config.clone()).map(drop).unwrap();
        let outcome = Articulation::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
        Articulation::draw(&outcome).unwrap();
        let record = layout(&serde_json::to_value(&outcome).unwrap());
        assert!(record.len() < 200_000 && !record.contains("null"), "{} bytes", record.len());
    }
}

#[test]
fn a_photograph_that_is_not_there_is_refused_with_those_that_are() {
    let perspective = Perspective { photograph: "terrier".to_owned(), ..small().perspective };
    let error = Checked::new(Config { perspective, ..small() }).unwrap_err().to_string();
    assert!(error.contains("terrier") && error.contains("chelsea, coffee"), "{error}");
}
