//! The house's rooms import only along the arrows of ARCHITECTURE.md.

use std::path::{Path, PathBuf};

use ground_up::chapters::CHAPTERS;

/// A room of `src/` and the rooms it may import from.
const ARROWS: [(&str, &[&str]); 7] = [
    ("ground", &[]),
    ("math", &["ground"]),
    ("data", &["ground", "math"]),
    ("nn", &["ground", "math", "data"]),
    ("figure", &["ground"]),
    ("chapters", &["ground", "math", "data", "nn", "figure"]),
    ("cli", &["ground", "figure", "chapters"]),
];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// A file's code without its tests, which may import anything.
fn code(file: &Path) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned()
}

/// The rooms that a source text of the library names.
fn rooms(text: &str) -> Vec<String> {
    rooms_after(text, "crate::")
}

/// The rooms that a source text names as `crate::ROOM` (or after another `root`), also inside `use crate::{a, b::c}`.
fn rooms_after(text: &str, root: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    let first_name =
        |text: &str| -> String { text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    for (at, _) in text.match_indices(root) {
        let rest = &text[at + root.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            rooms.push(first_name(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = 0;
        for (i, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    rooms.push(first_name(&group[start..i]));
                    break;
                }
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    rooms.push(first_name(&group[start..i]));
                    start = i + 1;
                }
                _ => {}
            }
        }
    }
    rooms.retain(|room| !room.is_empty());
    rooms
}

#[test]
fn every_room_imports_only_along_the_arrows() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    for (room, allowed) in ARROWS {
        let single = source.join(format!("{room}.rs"));
        let files = if single.exists() { vec![single] } else { rust_files(&source.join(room)) };
        assert!(!files.is_empty(), "no room {room}");
        for file in files {
            for named in rooms(&code(&file)) {
                if named != room && !allowed.contains(&named.as_str()) {
                    faults.push(format!("{} imports crate::{named}", file.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn chapters_never_call_each_other() {
    let folders = || CHAPTERS.iter().map(|chapter| chapter.id);
    for folder in folders() {
        let chapter = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/chapters").join(folder);
        for file in rust_files(&chapter) {
            let code = code(&file);
            for other in folders().filter(|other| *other != folder) {
                assert!(!code.contains(&format!("chapters::{other}")), "{} calls {other}", file.display());
                // A figure may have the name of another chapter: then the name is its own.
                let its_own = chapter.join(other).join("mod.rs").exists();
                assert!(its_own || !code.contains(&format!("{other}::")), "{} calls {other}", file.display());
            }
        }
    }
}

#[test]
fn programs_and_the_press_know_the_trait_the_list_and_the_command_line_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in [rust_files(&root.join("src/bin")), rust_files(&root.join("press/src"))].concat() {
        let allowed: &[&str] = if file.starts_with(root.join("src/bin")) {
            &["cli", "chapters"]
        } else {
            &["ground", "figure", "cli", "chapters"]
        };
        for room in rooms_after(&code(&file), "ground_up::") {
            assert!(allowed.contains(&room.as_str()), "{}: {room}", file.display());
        }
    }
}

#[test]
fn what_follows_a_module_of_tests_in_a_file_of_its_own_counts() {
    let main = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/chapters/two_curves/kernel_decay/mod.rs");
    assert!(rooms(&code(&main)).contains(&"figure".to_owned()));
}

#[test]
fn no_room_is_left_out_of_the_arrows() {
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
        let known = ARROWS.iter().any(|(room, _)| *room == name);
        assert!(known || ["lib", "bin"].contains(&name.as_str()), "src/{name} is in no arrow");
    }
}

#[test]
fn a_function_of_mathematics_has_one_path() {
    for file in rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/math")) {
        assert!(!code(&file).contains("pub use "), "{} re-exports", file.display());
    }
}

#[test]
fn rooms_are_found_in_plain_and_grouped_imports() {
    assert_eq!(rooms("use crate::math::kernel::tangent;"), ["math"]);
    assert_eq!(rooms("use crate::{\n    data::{a, b},\n    figure::Record,\n};"), ["data", "figure"]);
    assert_eq!(rooms("fn f() { crate::nn::train(); }"), ["nn"]);
}
