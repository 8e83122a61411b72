use super::{Config, Measurements};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict},
    ground::scale::Scale,
};

/// Second road: the statistical dimension and the width of its transition, against counts.
#[test]
fn counts_agree_with_the_statistical_dimension_and_tell_the_rules_apart() {
    let outcome = Measurements::run(&Checked::new(Config::at(Scale::Quick)).unwrap(), &Context::default()).unwrap();
    for claim in Measurements::claims(&outcome) {
        let rule = claim.sentence.contains("rule") || claim.sentence.contains("one constant");
        assert_eq!(claim.verdict == Verdict::Holds, !rule, "{claim:?}");
    }
    // By the classical rule the measurements double; at so small sizes they grow a little less.
    assert!(outcome.growth > 1.3 && outcome.growth < outcome.classical_growth, "{}", outcome.growth);
}

#[test]
fn settings_out_of_range_are_refused_by_name() {
    let refused = |config: Config| Checked::new(config).map(drop).unwrap_err().to_string();
    let book = || Config::at(Scale::Book);
    assert!(refused(Config { ns: vec![64, 32], ..book() }).contains("`ns` must rise from each number to the next"));
    assert!(refused(Config { ks: vec![17], ..book() }).contains("`ks[0]` is 17, and must be from 1 to 16"));
    assert!(refused(Config { rate: 1.0, ..book() }).contains("`rate`"));
}
