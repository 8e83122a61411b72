//! From pages to a site.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use ground_up::ground::files;
use mdbook_driver::MDBook;

use crate::{
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
    let mut book = MDBook::load(&root)?;
    book.with_preprocessor(press);
    // Printed beside the book that is there, which is whole until the new one is.
    let site = book.build_dir_for("html");
    book.config.build.build_dir = site.with_extension("printing");
    book.build()?;
    let printed = book.build_dir_for("html");
    finish(press, &book, &printed)?;
    files::replace_folder(&printed, &site)?;
    Ok(site)
}
