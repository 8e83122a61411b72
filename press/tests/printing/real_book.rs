//! The book of this checkout: sound, and the same bytes twice.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use ground_up::ground::files;

/// Every file of a site with its bytes.
fn files_of(folder: &Path, into: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_of(&path, into);
        } else {
            into.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
}

/// What a reader on a phone should have to wait for.
const LARGEST_PAGE: usize = 400_000;
const LARGEST_INDEX: usize = 800_000;

#[test]
fn the_book_is_sound_and_two_prints_are_byte_identical() {
    let print = || {
        let site = press::build(&files::checkout()).unwrap();
        let mut files = BTreeMap::new();
        files_of(&site, &mut files);
        (site, files)
    };
    let (site, first) = print();
    let faults: Vec<String> = press::check(&site).unwrap().iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let (_, second) = print();
    let differing: Vec<_> = first.iter().filter(|(path, bytes)| second.get(*path) != Some(*bytes)).collect();
    assert!(first.len() == second.len() && differing.is_empty(), "{} files differ", differing.len());
    for (path, bytes) in &first {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // What prints a chapter, or all of it, is as long as that is.
        let most = match path.extension().and_then(|ending| ending.to_str()) {
            Some("html") if !name.starts_with("print") => LARGEST_PAGE,
            Some("js") if name.starts_with("searchindex") => LARGEST_INDEX,
            _ => continue,
        };
        assert!(bytes.len() <= most, "{} has {} bytes, more than {most}", path.display(), bytes.len());
    }
}
