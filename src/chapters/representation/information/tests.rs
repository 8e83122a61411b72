use super::{CircleSettings, Config, DigitSettings, Information, PairSettings};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict},
    ground::scale::Scale,
};

fn quick() -> Config {
    Config::at(Scale::Quick)
}

#[test]
fn every_claim_but_one_holds_at_quick_scale() {
    let outcome = Information::run(&Checked::new(quick()).unwrap(), &Context::default()).unwrap();
    for claim in Information::claims(&outcome) {
        // Random digits leave room, as the most at the book's scale do.
        let fails = claim.sentence.contains("leaves no room");
        assert_eq!(claim.verdict, if fails { Verdict::DoesNotHold } else { Verdict::Holds }, "{claim:?}");
    }
    // A digit is of one class: who agrees on the digit agrees on the class.
    for score in &outcome.digits.scores {
        assert!(score.same_digit.iter().zip(&score.same_class).all(|(digit, class)| digit <= class));
        assert!(score.collapse.inside && score.speciation.inside);
    }
}

/// Settings at their least and greatest, where nothing crosses, too: numbers, and a drawing.
#[test]
fn the_extremes_of_the_settings_give_numbers_and_a_drawing() {
    let small = Config {
        circle: CircleSettings { counts: vec![16], per_unit: 4, ..quick().circle },
        digits: DigitSettings {
            counts: vec![50],
            times: vec![0.2, 0.3, 0.4],
            draws: 20,
            walked: 50,
            walks: 10,
            steps: 10,
        },
        pair: PairSettings { paths: 20, steps: 10, times: vec![0.05, 6.0], ..quick().pair },
        seed: 2,
    };
    let circle = |radius: f64| Config { circle: CircleSettings { radius, ..small.circle.clone() }, ..small.clone() };
    let pair = |mean: f64, variance: f64| Config {
        pair: PairSettings { mean, variance, ..small.pair.clone() },
        ..small.clone()
    };
    let late = DigitSettings { times: vec![3.0, 4.0, 5.0], ..small.digits.clone() };
    for config in
        [circle(0.1), circle(10.0), pair(1.0, 4.0), pair(100.0, 0.01), Config { digits: late, ..small.clone() }]
    {
        let outcome = Information::run(&Checked::new(config).unwrap(), &Context::default()).unwrap();
        Information::draw(&outcome).unwrap();
        assert!(!serde_json::to_string(&outcome).unwrap().contains("null"));
        assert!(!outcome.digits.scores[0].collapse.inside);
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let refused = |config: Config| Checked::new(config).unwrap_err().to_string();
    let digits = |digits: DigitSettings| Config { digits, ..quick() };
    assert!(refused(digits(DigitSettings { draws: 25, ..quick().digits })).contains("`digits.draws` is 25"));
    assert!(refused(digits(DigitSettings { counts: vec![100, 20_000], ..quick().digits })).contains("counts"));
    let long = DigitSettings { counts: vec![10_000], walked: 10_000, walks: 1_000, steps: 1_000, ..quick().digits };
    assert!(refused(digits(long)).contains("take fewer `digits.draws`"));
}
