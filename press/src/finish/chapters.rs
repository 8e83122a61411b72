//! A page to print for each chapter: mdBook prints the whole book only.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use anyhow::{Result, ensure};

use super::{Page, main_of};
use crate::html::escape;

/// What mdBook puts between two pages of the printed book.
const BREAK: &str = "<div style=\"break-before: page; page-break-before: always;\"></div>";

/// The folder of the chapter that a page is of; none for pages beside the chapters.
pub(super) fn of(page: &Path) -> Option<&str> {
    page.parent()?.components().next()?.as_os_str().to_str()
}

/// The name of the chapter's page to print, at the root of the site.
pub(super) fn file(chapter: &str) -> String {
    format!("print-{chapter}.html")
}

/// Each chapter's page to print with its name, from the page that prints the whole book.
///
/// # Errors
///
/// If the page is not as mdBook prints it.
pub(super) fn print(book: &str, pages: &[Page]) -> Result<Vec<(PathBuf, String)>> {
    let main = main_of(book)?;
    let pieces: Vec<&str> = main.split(BREAK).collect();
    ensure!(pieces.len() == pages.len(), "print.html has {} pages of {}", pieces.len(), pages.len());
    let spots = spots(&pieces, pages)?;
    let mut chapters: Vec<&str> = pages.iter().filter_map(|page| of(&page.path)).collect();
    chapters.dedup();
    let print = |chapter| {
        let of_chapter = |page: &Page| of(&page.path) == Some(chapter);
        let kept: Vec<&str> =
            pieces.iter().zip(pages).filter(|(_, page)| of_chapter(page)).map(|(piece, _)| *piece).collect();
        let elsewhere = |id: &str| {
            let Spot { page, anchor } = spots.get(id).filter(|spot| !of_chapter(spot.page))?;
            Some(format!("{}#{anchor}", page.path.to_string_lossy().replace('\\', "/")))
        };
        let html = book.replacen(main, &led(&kept.join(BREAK), elsewhere), 1);
        let title = pages.iter().find(|page| of_chapter(page)).map_or("", |page| &page.title);
        (PathBuf::from(file(chapter)), html.replacen("<title>", &format!("<title>{} - ", escape(title)), 1))
    };
    Ok(chapters.into_iter().map(print).collect())
}

/// Where an id of the printed book stands.
struct Spot<'a> {
    page: &'a Page,
    /// The id there: mdBook renames an id that several pages have.
    anchor: &'a str,
}

/// Every id of the printed book.
fn spots<'a>(pieces: &[&'a str], pages: &'a [Page]) -> Result<HashMap<&'a str, Spot<'a>>> {
    let mut spots = HashMap::new();
    for (piece, page) in pieces.iter().zip(pages) {
        let (printed, own) = (ids(piece), ids(main_of(&page.html)?));
        ensure!(printed.len() == own.len(), "{} has other ids than its print", page.path.display());
        spots.extend(printed.into_iter().zip(own).map(|(id, anchor)| (id, Spot { page, anchor })));
    }
    Ok(spots)
}

fn ids(html: &str) -> Vec<&str> {
    html.split(" id=\"").skip(1).filter_map(|rest| rest.split_once('"')).map(|(id, _)| id).collect()
}

/// HTML whose links to ids go where `elsewhere` says, if it says so.
fn led(html: &str, elsewhere: impl Fn(&str) -> Option<String>) -> String {
    const LINK: &str = " href=\"#";
    let mut pieces = html.split(LINK);
    let mut led = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (id, rest) = piece.split_once('"').unwrap_or((piece, ""));
        match elsewhere(id) {
            Some(address) => led.extend([" href=\"", &address]),
            None => led.extend([LINK, id]),
        }
        led.extend(["\"", rest]);
    }
    led
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{BREAK, print};
    use crate::finish::Page;

    #[test]
    fn a_chapter_links_to_the_pages_that_are_not_printed_with_it() {
        let page = |path: &str, title: &str, main: &str| Page {
            path: PathBuf::from(path),
            title: title.to_owned(),
            above: Vec::new(),
            html: format!("<main>{main}</main>"),
        };
        let pages = [
            page("index.html", "Cover", "<h1 id=\"cover\">C</h1>"),
            page("a/index.html", "A & B", "<h1 id=\"a\">A</h1><h2 id=\"end\">E</h2>"),
            page(
                "a/one.html",
                "One",
                "<a href=\"index.html#end\">E</a><a href=\"../b/index.html#end\">E</a><h1 id=\"one\">1</h1>",
            ),
            page("b/index.html", "B", "<h1 id=\"b\">B</h1><h2 id=\"end\">E</h2>"),
        ];
        let pieces = [
            "<h1 id=\"cover\">C</h1>",
            "<h1 id=\"a\">A</h1><h2 id=\"end\">E</h2>",
            "<a href=\"#end\">E</a><a href=\"#end-1\">E</a><h1 id=\"one\">1</h1>",
            "<h1 id=\"b\">B</h1><h2 id=\"end-1\">E</h2>",
        ];
        let book = format!("<title>T</title><main>{}</main>after", pieces.join(BREAK));
        let printed = print(&book, &pages).unwrap();
        let names: Vec<_> = printed.iter().map(|(path, _)| path.to_str().unwrap()).collect();
        assert_eq!(names, ["print-a.html", "print-b.html"]);
        let one = "<a href=\"#end\">E</a><a href=\"b/index.html#end\">E</a><h1 id=\"one\">1</h1>";
        let expected = format!("<title>A &amp; B - T</title><main>{}{BREAK}{one}</main>after", pieces[1]);
        assert_eq!(printed[0].1, expected);
        assert!(print("<main>one</main>", &pages).is_err());
    }
}
