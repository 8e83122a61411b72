use super::{ChirpManifold, Config, config::MOST_BINS};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict, record::layout},
    ground::scale::Scale,
};

#[test]
fn every_claim_that_is_computed_holds_at_quick_scale() {
    let outcome = ChirpManifold::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
    for claim in ChirpManifold::claims(&outcome) {
        assert!(matches!(claim.verdict, Verdict::Holds | Verdict::Cited), "{claim:?}");
    }
}

/// The ends of the settings, and what is hard together with it: the widest and the narrowest band, the least and
/// the most of masses, nearly equal ones, the leading order.
#[test]
fn settings_at_their_ends_still_draw_and_make_a_record() {
    let quick = || Config::at(Scale::Quick);
    let at = |lightest: f64, heaviest: f64, from_hz: f64, order: u8| Config {
        lightest_msun: lightest,
        heaviest_msun: heaviest,
        from_hz,
        order,
        shown_msun: vec![[heaviest, lightest], [lightest, lightest], [heaviest, heaviest]],
        centre_msun: [heaviest, heaviest / 1.05],
        grid: 3,
        mesh: 30,
        ..quick()
    };
    let fine = Config { mesh: 150, pixels: 220, map_pixels: 64, ..at(12.0, 30.0, 20.0, 4) };
    let unequal = Config { centre_msun: [30.0, 10.0], distance_mpc: 0.1, ..at(10.0, 30.0, 20.0, 4) };
    for config in [
        fine,
        unequal,
        at(6.0, 6.7, 60.0, 0),
        at(5.0, 11.0, 90.0, 4),
        at(1.0, 9.0, 200.0, 4),
        at(100.0, 150.0, 10.0, 4),
        at(1.0, 1.1, 200.0, 4),
        at(30.0, 91.0, 20.0, 0),
    ] {
        if Checked::new(config.clone()).map(drop).is_err() {
            // Only what is too long, or has no band, may be refused.
            let to_hz = config.to_hz();
            assert!(config.bins() > MOST_BINS || to_hz < 1.2 * config.from_hz, "{config:?}");
            continue;
        }
        let outcome = ChirpManifold::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
        ChirpManifold::draw(&outcome).unwrap();
        let record = layout(&serde_json::to_value(&outcome).unwrap());
        assert!(!record.contains("null") && record.len() < 900_000, "{} bytes of {config:?}", record.len());
    }
}
