//! Every figure has one shape, and says of every number how far it may move.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use ground_up::{
    chapters::{CHAPTERS, figures},
    figure::{Source, lecture::SLIDES, reproduction, tolerance},
};

use super::committed;

fn checkout() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn entries(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// The parts of a figure; two of them may be a folder.
const PARTS: [&str; 8] = ["claims", "config", "drawing", "mod", "outcome", "run", "tests", "tolerances"];

#[test]
fn every_folder_of_a_chapter_is_a_figure_and_has_the_parts_of_one_and_no_others() {
    let listed: BTreeSet<String> = figures().map(|figure| figure.id().to_owned()).collect();
    let mut found = BTreeSet::new();
    for chapter in CHAPTERS {
        let folder = checkout().join("src/chapters").join(chapter.id);
        for name in entries(&folder).into_iter().filter(|name| !name.contains('.')) {
            let parts: Vec<String> =
                entries(&folder.join(&name)).into_iter().map(|part| part.trim_end_matches(".rs").to_owned()).collect();
            assert_eq!(parts, PARTS, "{}/{name}", chapter.id);
            let with_mod = |part: &str| folder.join(&name).join(part).join("mod.rs").is_file();
            for part in ["outcome", "run"] {
                let single = folder.join(&name).join(part).with_extension("rs").is_file();
                assert!(single || with_mod(part), "{}/{name}/{part}", chapter.id);
            }
            found.insert(format!("{}/{name}", chapter.id));
        }
    }
    assert_eq!(found, listed);
}

#[test]
fn the_main_file_of_a_figure_is_the_experiment_and_nothing_else() {
    for figure in figures() {
        let path = checkout().join("src/chapters").join(figure.id()).join("mod.rs");
        let text = std::fs::read_to_string(&path).unwrap();
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let code = code.join("\n");
        let words: Vec<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let after =
            |word: &str| -> Vec<&str> { words.windows(2).filter(|pair| pair[0] == word).map(|pair| pair[1]).collect() };
        assert_eq!(after("fn"), ["run", "claims", "draw"], "{}", path.display());
        assert_eq!(after("impl"), ["Experiment"], "{}", path.display());
        assert_eq!(after("struct").len(), 1, "{}", path.display());
        for other in ["enum", "trait", "macro_rules", "union"] {
            assert!(!words.contains(&other), "{}: {other}", path.display());
        }
        assert!(text.lines().count() <= 80, "{} has {} lines", path.display(), text.lines().count());
    }
}

#[test]
fn every_number_has_a_tolerance_and_every_rule_a_number() {
    for (figure, record) in committed() {
        let quick = reproduction::snapshot(&checkout(), figure.id()).unwrap();
        let faults = tolerance::faults(figure.tolerances(), &[&record.outcome, &quick["outcome"]]);
        assert!(faults.is_empty(), "{}: {}", figure.id(), faults.join("; "));
    }
}

#[test]
fn a_claim_of_the_lecture_names_one_of_its_slides() {
    for (figure, record) in committed() {
        for claim in record.claims {
            if let Source::Lecture(title) = &claim.source {
                assert!(SLIDES.contains(&title.as_ref()), "{}: there is no slide “{title}”", figure.id());
            }
        }
    }
}
