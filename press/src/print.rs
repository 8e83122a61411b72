//! From pages to a site.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result};
use ground_up::ground::{files, progress::tell};
use mdbook_driver::{MDBook, config::Config};
use mdbook_summary::{Summary, SummaryItem, parse_summary};

use crate::{
    fault::{Fault, Faults},
    finish::finish,
    preprocessor::{Press, preprocessor},
};

/// Prints the book of the checkout at `root`, and returns the folder of the site.
///
/// # Errors
///
/// If the book has faults (all of them are listed), or cannot be read or written.
pub fn build(root: &Path) -> Result<PathBuf> {
    build_with(preprocessor(), root)
}

/// Prints the book at `root` with the figures of `press`.
///
/// # Errors
///
/// If the book has faults (all of them are listed), or cannot be read or written.
pub fn build_with(press: Press, root: &Path) -> Result<PathBuf> {
    // mdBook takes a relative root for relative to another folder in some places.
    let root = root.canonicalize().with_context(|| format!("there is no book at {}", root.display()))?;
    Faults::none(outside(&root)?)?;
    let mut book = MDBook::load(&root)?;
    book.with_preprocessor(press);
    let site = book.build_dir_for("html");
    let wait = || tell("another program is printing the book: waiting for it");
    let _printing = files::lock(&lock_of(&site), wait)?;
    // Printed beside the book that is there, which is whole until the new one is.
    book.config.build.build_dir = site.with_extension("printing");
    book.build()?;
    let printed = book.build_dir_for("html");
    finish(press, &book, &printed)?;
    files::replace_folder(&printed, &site)?;
    Ok(site)
}

/// The file that is locked while a site is printed, so that two programs print one after the other.
pub(crate) fn lock_of(site: &Path) -> PathBuf {
    site.with_extension("lock")
}

/// Pages of the summary that lie outside the book: they would be printed outside the site.
fn outside(root: &Path) -> Result<Vec<Fault>> {
    let settings = root.join("book.toml");
    let settings = if settings.exists() { Config::from_disk(&settings)? } else { Config::default() };
    let file = settings.book.src.join("SUMMARY.md");
    let text = String::from_utf8(files::read(&root.join(&file))?)
        .with_context(|| format!("{} is not UTF-8", file.display()))?;
    let Summary { prefix_chapters, numbered_chapters, suffix_chapters, .. } =
        parse_summary(&text).with_context(|| format!("{} cannot be read", file.display()))?;
    let mut waiting = [prefix_chapters, numbered_chapters, suffix_chapters].concat();
    let mut faults = Vec::new();
    while let Some(item) = waiting.pop() {
        let SummaryItem::Link(link) = item else { continue };
        waiting.extend(link.nested_items);
        let Some(page) = link.location else { continue };
        if page.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
            let page = page.display().to_string();
            let line = text.lines().position(|line| line.contains(&page)).map_or(0, |line| line + 1);
            let message = format!("`{page}` is not within the book, and would be printed outside its site");
            faults.push(Fault { file: file.display().to_string(), line, message });
        }
    }
    Ok(faults)
}
