//! What is done to a printed site before it takes the place of the old one: things that mdBook has no setting for.
//!
//! The stock `mdbook` command prints the same pages without them.

mod chapters;
mod index;
mod sections;
mod shell;
pub(crate) mod sources;
pub(crate) mod tables;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use ground_up::ground::files;
use mdbook_driver::{MDBook, book::BookItem};

use crate::preprocessor::Press;

/// A printed page.
struct Page {
    /// Under the site's folder: `two_curves/kernel_decay.html`.
    path: PathBuf,
    /// In the summary.
    title: String,
    /// The titles of the pages above it in the summary.
    above: Vec<String>,
    html: String,
}

/// Finishes the site of `book` at `folder`.
///
/// # Errors
///
/// If the site is not as mdBook prints one, or cannot be read or written.
pub(crate) fn finish(press: Press, book: &MDBook, folder: &Path) -> Result<()> {
    let pages = pages(book, folder)?;
    index::write(&book.config, &pages, folder)?;
    sources::copy(&book.root, &pages, folder)?;
    tables::write(press.figures(), &book.root, folder)?;
    let book = folder.join("print.html").exists().then(|| text(folder, Path::new("print.html"))).transpose()?;
    let chapters = book.as_ref().map_or(Ok(Vec::new()), |book| chapters::print(book, &pages))?;
    let write = |path: &Path, html: &str| {
        let dressed = shell::dressed(path, html, book.is_some()).with_context(|| path.display().to_string())?;
        files::write_whole(&folder.join(path), dressed.as_bytes())
    };
    for page in &pages {
        write(&page.path, &page.html)?;
    }
    // The first page stands twice.
    let index = Path::new("index.html");
    if pages.iter().all(|page| page.path != index) {
        write(index, &text(folder, index)?)?;
    }
    for (path, html) in &chapters {
        write(path, html)?;
    }
    book.iter().try_for_each(|book| write(Path::new("print.html"), book))
}

/// The pages in reading order.
fn pages(book: &MDBook, folder: &Path) -> Result<Vec<Page>> {
    let chapters = book.iter().filter_map(|item| match item {
        BookItem::Chapter(chapter) => Some((chapter, chapter.path.as_ref()?.with_extension("html"))),
        _ => None,
    });
    chapters
        .map(|(chapter, path)| {
            let html = text(folder, &path)?;
            Ok(Page { path, title: chapter.name.clone(), above: chapter.parent_names.clone(), html })
        })
        .collect()
}

fn text(folder: &Path, path: &Path) -> Result<String> {
    String::from_utf8(files::read(&folder.join(path))?).with_context(|| format!("{} is not UTF-8", path.display()))
}

/// What stands in the page's `<main>`.
fn main_of(html: &str) -> Result<&str> {
    let inside = html.split_once("<main>").and_then(|(_, rest)| rest.rsplit_once("</main>"));
    inside.map(|(main, _)| main).ok_or_else(|| anyhow!("the page has no <main>"))
}
