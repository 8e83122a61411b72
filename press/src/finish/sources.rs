//! The files that the drawers name, beside the pages: what a number comes from is a click away, also without a network.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::Result;
use ground_up::ground::files;

use super::Page;
use crate::shelf::is_inside;

/// Their folder in the site.
const FOLDER: &str = "sources/";

/// Where the site has a file of the checkout. Code has an ending that browsers show instead of saving it.
pub(crate) fn address(path: &str) -> String {
    format!("{FOLDER}{path}{}", if is_code(path) { ".txt" } else { "" })
}

/// Copies every file of the checkout at `root` that a page links to by its [`address`].
///
/// # Errors
///
/// If a file cannot be read or written.
pub(super) fn copy(root: &Path, pages: &[Page], folder: &Path) -> Result<()> {
    let mut paths: BTreeSet<PathBuf> =
        pages.iter().flat_map(|page| named(&page.html)).map(PathBuf::from).filter(|path| is_inside(path)).collect();
    // Data may be passed on with their licences.
    let data: Vec<PathBuf> = paths.iter().filter(|path| path.starts_with("data")).cloned().collect();
    for folder in data.iter().flat_map(|path| path.ancestors().skip(1)).filter(|folder| folder.starts_with("data")) {
        let licences = ["LICENSE", "LICENSES.md"].map(|name| folder.join(name));
        paths.extend(licences.into_iter().filter(|path| root.join(path).is_file()));
    }
    for path in paths {
        let target = folder.join(address(&path.to_string_lossy()));
        files::write_whole(&target, &files::read(&root.join(path))?)?;
    }
    Ok(())
}

/// The files that a page links to.
fn named(html: &str) -> impl Iterator<Item = &str> {
    html.split("href=\"").skip(1).filter_map(|rest| {
        let (address, _) = rest.split_once('"')?;
        let path = address.trim_start_matches("../").strip_prefix(FOLDER)?;
        Some(path.strip_suffix(".txt").filter(|path| is_code(path)).unwrap_or(path))
    })
}

fn is_code(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "rs")
}

#[cfg(test)]
mod tests {
    use super::{address, named};

    #[test]
    fn an_address_leads_back_to_its_file() {
        for path in ["src/a.rs", "data/a.txt", "data/b.png"] {
            let html = format!("<a href=\"../../{}\">", address(path));
            assert_eq!(named(&html).collect::<Vec<_>>(), [path]);
        }
        assert_eq!(named("<a href=\"../figures/sources/a.json\"><a href=\"#b\">").count(), 0);
    }
}
