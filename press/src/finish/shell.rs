//! What stands around the text of a page: the way past the controls, and the way to the printer.

use std::path::Path;

use anyhow::{Result, ensure};

use super::chapters;
use crate::{aside::unmarked, html::to_root};

/// The `id` of a page's `<main>`.
const TEXT: &str = "page-text";

/// A page as the site has it; the marks are gone. On a page of a chapter, mdBook's button prints the chapter if there
/// is something `to_print`.
///
/// # Errors
///
/// If the page is not as mdBook prints one.
pub(super) fn dressed(path: &Path, html: &str, to_print: bool) -> Result<String> {
    let mut html = unmarked(html);
    replace(&mut html, "<body>", &format!("<body>\n    <a class=\"skip\" href=\"#{TEXT}\">Skip to the text</a>"))?;
    // Focus must be able to go where the link leads.
    replace(&mut html, "<main>", &format!("<main id=\"{TEXT}\" tabindex=\"-1\">"))?;
    if let Some(chapter) = chapters::of(path).filter(|_| to_print) {
        let (root, file) = (to_root(path), chapters::file(chapter));
        let button =
            |file: &str, what: &str| format!("<a href=\"{root}{file}\" title=\"{what}\" aria-label=\"{what}\">");
        replace(&mut html, &button("print.html", "Print this book"), &button(&file, "Print this chapter"))?;
        if path.ends_with("index.html") {
            let link = format!("<p class=\"print-chapter\"><a href=\"{root}{file}\">Print this chapter</a></p>\n");
            replace(&mut html, "</main>", &format!("{link}</main>"))?;
        }
    }
    Ok(html)
}

fn replace(html: &mut String, from: &str, to: &str) -> Result<()> {
    ensure!(html.contains(from), "a page has no `{from}`");
    *html = html.replacen(from, to, 1);
    Ok(())
}
