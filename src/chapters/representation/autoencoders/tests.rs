use super::{Autoencoders, Config, Digits, Kind, Learning};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict, record::layout},
    ground::scale::Scale,
};

/// Networks as small as they get: what is tested needs none that has learnt.
fn untaught(config: Config) -> Config {
    let learning = Learning { hidden: vec![4], steps: 20, batch: 16, rate: 1e-3 };
    let digits = Digits { train: 50, held_out: 20, learning: learning.clone(), code: 4, ..config.digits };
    Config { samples: 50, learning, digits, ..config }
}

/// Claims about optima that are known need no networks that have learnt more, but for the linear one, whose data have two
/// eigenvalues that are close.
#[test]
fn what_is_known_exactly_holds_at_quick_scale() {
    let outcome = Autoencoders::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
    let exact = ["linear decoder", "lower bound", "Vector quantisation"];
    let claims = Autoencoders::claims(&outcome);
    for words in exact {
        let claim = claims.iter().find(|claim| claim.sentence.contains(words)).unwrap();
        assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
    }
}

/// The most of everything that takes room.
#[test]
fn the_largest_settings_still_draw_and_make_a_record() {
    let turns = vec![0.5, 1.0, 2.0, 3.0, 4.0];
    let moved: Vec<f64> = (0..12).map(|i| f64::from(i) / 30.0).collect();
    let config = untaught(Config { turns, moved, seeds: 20, ..Config::at(Scale::Book) });
    let outcome = Autoencoders::run(&Checked::new(config).unwrap(), &Context::default()).unwrap();
    Autoencoders::draw(&outcome).unwrap();
    let record = layout(&serde_json::to_value(&outcome).unwrap());
    // What else the record holds, its settings and claims, is under 15 kB.
    assert!(record.len() < 985_000, "{} bytes", record.len());
}

/// Invariant: codes are at mean 0 and rise on the whole; a quantised code has no more values than words.
#[test]
fn codes_are_standardised_and_quantised_ones_are_words() {
    let config = untaught(Config { seeds: 2, ..Config::at(Scale::Quick) });
    let words = config.strengths.words;
    let outcome = Autoencoders::run(&Checked::new(config).unwrap(), &Context::default()).unwrap();
    for trained in outcome.curves.iter().flat_map(|curve| &curve.kinds) {
        for codes in &trained.codes {
            let middle = (codes.len() - 1) as f64 / 2.0;
            let rise: f64 = codes.iter().enumerate().map(|(i, code)| (i as f64 - middle) * code).sum();
            // A quarter of the places is kept, to thousandths.
            assert!(rise > -0.5 && codes.iter().sum::<f64>().abs() < 0.2 * codes.len() as f64, "{:?}", trained.kind);
            let mut values = codes.clone();
            values.sort_by(f64::total_cmp);
            values.dedup();
            assert!(trained.kind != Kind::Quantised || values.len() <= words);
        }
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let book = || Config::at(Scale::Book);
    let refused = |config: Config| Checked::new(config).unwrap_err().to_string();
    assert!(refused(Config { shown: 4, ..book() }).contains("`shown`"));
    assert!(refused(Config { moved: vec![0.0, 0.5], ..book() }).contains("`moved`"));
    assert!(refused(Config { samples: 50, ..book() }).contains("learning.batch"));
    let digits = Digits { word_width: 5, ..book().digits };
    assert!(refused(Config { digits, ..book() }).contains("digits.code"));
    let learning = Learning { hidden: vec![1_024; 4], steps: 100_000, batch: 400, rate: 1e-3 };
    assert!(refused(Config { learning, ..book() }).contains("take fewer `seeds`"));
}
