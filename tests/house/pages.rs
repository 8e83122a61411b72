//! What a reader takes from a page to the program or to the code: commands, and the labels of equations.

use std::{collections::HashMap, path::Path, process::Command};

use ground_up::ground::files::checkout;

/// The programs that pages name.
const PROGRAMS: [(&str, &str); 6] = [
    ("conclusions", env!("CARGO_BIN_EXE_conclusions")),
    ("representation", env!("CARGO_BIN_EXE_representation")),
    ("sparse_recovery", env!("CARGO_BIN_EXE_sparse_recovery")),
    ("two_curves", env!("CARGO_BIN_EXE_two_curves")),
    ("vignettes", env!("CARGO_BIN_EXE_vignettes")),
    ("white_box", env!("CARGO_BIN_EXE_white_box")),
];

/// The texts of all files under a folder that end so, with their paths.
fn texts(folder: &Path, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(texts(&path, ending));
        } else if path.extension().is_some_and(|of_path| of_path == ending) {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
    found
}

/// The words of a command as a shell takes it apart, with single quotes only.
fn words(command: &str) -> Vec<String> {
    let pieces = command.split('\'').enumerate();
    let marked =
        pieces.map(|(k, piece)| if k % 2 == 0 { piece.replace(char::is_whitespace, "\0") } else { piece.into() });
    marked.collect::<String>().split('\0').filter(|word| !word.is_empty() && *word != "\\").map(str::to_owned).collect()
}

/// The command lines with settings, each with what follows its program's name; a line goes on after a `\`.
fn commands(page: &str) -> Vec<(String, Vec<String>)> {
    let joined = page.replace("\\\n", " ");
    let commands = joined.lines().filter_map(|line| {
        let (_, command) = line.split_once("cargo run --release --bin ")?;
        let (program, arguments) = command.split_once(" -- ")?;
        Some((program.to_owned(), words(arguments.split('`').next()?)))
    });
    commands.filter(|(_, arguments)| arguments.iter().any(|word| word == "--set")).collect()
}

/// Settings change, and a page's command must still be one that the program takes.
#[test]
fn every_command_on_a_page_has_settings_that_fit() {
    let mut tried = 0;
    for (path, page) in texts(&checkout().join("book"), "md") {
        for (program, arguments) in commands(&page) {
            let &(_, program) = PROGRAMS.iter().find(|(name, _)| *name == program).unwrap();
            let output = Command::new(program).args(&arguments).arg("--print-config").output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{path}: {}: {said}", arguments.join(" "));
            tried += 1;
        }
    }
    assert!(tried > 20, "only {tried} commands were found");
}

/// A label is how a reader goes from a formula in the code to the page that derives it.
#[test]
fn every_equation_that_the_code_names_is_on_one_page() {
    let mut pages: HashMap<String, usize> = HashMap::new();
    for (_, page) in texts(&checkout().join("book"), "md") {
        for label in page.split("\\label{eq:").skip(1) {
            *pages.entry(label.split('}').next().unwrap().to_owned()).or_default() += 1;
        }
    }
    for (path, code) in texts(&checkout().join("src"), "rs") {
        for rest in code.split("book eq. ").skip(1) {
            let label = rest.split(|c: char| c != '-' && !c.is_ascii_alphanumeric()).next().unwrap();
            assert_eq!(pages.get(label), Some(&1), "{path} names the equation `{label}`, and so many pages have it");
        }
    }
}
