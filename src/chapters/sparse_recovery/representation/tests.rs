use super::{Config, Curves, Planes, Representation, config::MOST_PLACES};
use crate::{
    figure::{Checked, Claim, Context, Experiment as _, Settings as _, Verdict, record::layout},
    ground::scale::Scale,
};

/// All but the one about densely sampled curves, which are not sampled so densely here.
#[test]
fn claims_that_need_few_samples_hold_at_quick_scale() {
    let outcome = Representation::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
    assert!(outcome.guarantee.promised > 0);
    // The former need more samples than these few; the latter does not hold at any scale.
    let needs_few =
        |claim: &Claim| !claim.sentence.contains("sampled densely") && !claim.sentence.contains("With the most noise");
    for claim in Representation::claims(&outcome).into_iter().filter(needs_few) {
        assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
    }
}

/// The most of everything that takes room.
#[test]
fn the_largest_settings_still_draw_and_make_a_record() {
    let config = Config {
        planes: Planes { count: 6, ambient: 20, per_plane: 33, angle_deg: 30.0, noise: 1.0 },
        curves: Curves { count: 6, frequencies: 10, per_curve: 33 },
        penalty: 1e-3,
        restarts: 1,
        angles_deg: (1..=MOST_PLACES).map(|i| i as f64).collect(),
        noises: vec![0.0, 0.1, 0.3],
        samples: (4..4 + MOST_PLACES).collect(),
        repetitions: 1,
        ..Config::at(Scale::Book)
    };
    let outcome = Representation::run(&Checked::new(config).unwrap(), &Context::default()).unwrap();
    Representation::draw(&outcome).unwrap();
    let record = layout(&serde_json::to_value(&outcome).unwrap());
    // What else the record holds, its settings and claims, is under 10 kB.
    assert!(record.len() < 990_000, "{} bytes", record.len());
}

#[test]
fn settings_that_would_not_fit_the_pictures_are_refused() {
    let planes = Planes { count: 6, per_plane: 34, angle_deg: 30.0, ..Config::at(Scale::Book).planes };
    let angles_deg = vec![1.0, 30.0];
    let error = Checked::new(Config { planes, angles_deg, ..Config::at(Scale::Book) });
    assert!(error.unwrap_err().to_string().contains("planes.count · planes.per_plane"));
    let samples = vec![16, 8];
    let error = Checked::new(Config { samples, ..Config::at(Scale::Book) });
    assert!(error.unwrap_err().to_string().contains("rise"));
}
