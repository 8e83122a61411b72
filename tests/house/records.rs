//! Every committed record against what its figure, its drawing and its claims say today.

use std::path::PathBuf;

use approx::relative_eq;
use ground_up::{
    chapters::figures,
    figure::{Claim, Record, Source, Verdict, claim::Expected},
    ground::scale::Scale,
};

use super::committed;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("figures")
}

#[test]
fn every_committed_drawing_is_what_its_record_draws() {
    for (figure, record) in committed() {
        let drawing = figure.draw(&record).unwrap();
        let path = Record::drawing_path(&folder(), figure.id());
        assert!(std::fs::read(&path).unwrap() == drawing.bytes(), "{} is not draw(record)", path.display());
    }
}

#[test]
fn every_committed_claim_is_what_its_record_says() {
    for (figure, record) in committed() {
        let claims = figure.claims(&record).unwrap();
        assert_eq!(claims.len(), record.claims.len(), "{}", figure.id());
        for (claim, committed) in claims.iter().zip(&record.claims) {
            assert!(says_the_same(claim, committed), "{}: {claim:#?} is not {committed:#?}", figure.id());
        }
        assert!(!record.claims.is_empty(), "{} claims nothing", figure.id());
    }
}

/// The words and the verdict to the letter, the numbers to nine digits: another libm rounds a logarithm differently.
fn says_the_same(claim: &Claim, committed: &Claim) -> bool {
    let near = |a: f64, b: f64| relative_eq!(a, b, epsilon = 0.0, max_relative = 1e-9);
    let as_expected = match (&claim.expected, &committed.expected) {
        (Expected::Near { value: a, tolerance: within_a }, Expected::Near { value: b, tolerance: within_b }) => {
            near(*a, *b) && near(*within_a, *within_b)
        }
        (Expected::AtMost(a), Expected::AtMost(b)) | (Expected::AtLeast(a), Expected::AtLeast(b)) => near(*a, *b),
        (expected, committed) => expected == committed,
    };
    let words = |claim: &Claim| (claim.sentence.clone(), claim.source.clone(), claim.reduced_scale.clone());
    as_expected
        && near(claim.measured, committed.measured)
        && claim.verdict == committed.verdict
        && words(claim) == words(committed)
}

#[test]
fn numbers_of_claims_are_compared_to_nine_digits_and_all_else_to_the_letter() {
    let claim = Claim::near("sentence", Source::Book, 1.0, 1.0, 0.5);
    assert!(says_the_same(&Claim::near("sentence", Source::Book, 1.0 + 1e-12, 1.0, 0.5 - 1e-12), &claim));
    for other in [
        Claim::near("sentence", Source::Book, 1.0 + 1e-8, 1.0, 0.5),
        Claim::near("sentence", Source::Book, 1.0, 1.0 - 1e-8, 0.5),
        Claim::near("sentence", Source::Book, 1.0, 1.0, 0.5 + 1e-8),
        Claim::near("another", Source::Book, 1.0, 1.0, 0.5),
        Claim::near("sentence", Source::work("another"), 1.0, 1.0, 0.5),
        Claim::near("sentence", Source::Book, 1.0, 1.0, 0.5).at_reduced_scale("why"),
        Claim::at_most("sentence", Source::Book, 1.0, 1.0),
        Claim { verdict: Verdict::DoesNotHold, ..claim.clone() },
    ] {
        assert!(!says_the_same(&other, &claim), "{other:?}");
    }
}

#[test]
fn every_committed_record_is_of_the_books_settings_and_in_the_files_own_layout() {
    for (figure, record) in committed() {
        assert_eq!(record.scale, "book", "{}", figure.id());
        assert_eq!(record.config, figure.config(Scale::Book), "{}: make it again at book scale", figure.id());
        let text = std::fs::read_to_string(Record::path(&folder(), figure.id())).unwrap();
        assert_eq!(text, record.text().unwrap(), "{}", figure.id());
        record.ensure_small().unwrap();
    }
}

#[test]
fn every_committed_file_belongs_to_a_figure() {
    let stems: Vec<String> = figures().map(|figure| figure.id().to_owned()).collect();
    for chapter in std::fs::read_dir(folder()).into_iter().flatten() {
        let chapter = chapter.unwrap().path();
        for file in std::fs::read_dir(&chapter).unwrap() {
            let file = file.unwrap().path();
            let relative = file.strip_prefix(folder()).unwrap().to_string_lossy().into_owned();
            let stem = relative.split('.').next().unwrap_or_default().to_owned();
            assert!(stems.contains(&stem), "{relative} belongs to no figure");
        }
    }
}
