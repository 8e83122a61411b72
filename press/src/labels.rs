//! What can be referred to, over all pages: numbered figures and equations, labelled sections.

use std::{collections::BTreeMap, path::PathBuf};

use crate::{
    fault::Fault,
    grammar::Grammar,
    html::slug,
    scan::{self, Piece, Placed},
    shelf::Shelf,
};

/// A page of the book.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// Under the source folder: `two_curves/kernel_decay.md`.
    pub(crate) path: PathBuf,
    /// The source folder's name, for faults.
    pub(crate) folder: String,
    /// The page's title in the summary.
    pub(crate) title: String,
    /// The Markdown, directives and formulas included.
    pub(crate) text: String,
}

impl Page {
    /// A fault of this page at a byte of its text.
    pub(crate) fn fault(&self, at: usize, message: impl Into<String>) -> Fault {
        let file = format!("{}/{}", self.folder, self.path.display());
        Fault { file, line: scan::line_number(&self.text, at), message: message.into() }
    }

    /// The chapter's folder, if the page is in one.
    fn folder_of_chapter(&self) -> Option<&str> {
        self.path.parent()?.components().next()?.as_os_str().to_str()
    }
}

/// Where something that can be referred to is.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    pub(crate) page: PathBuf,
    pub(crate) anchor: String,
    /// "2.1", or a section's title.
    pub(crate) name: String,
}

/// Everything that can be referred to.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    pub(crate) figures: BTreeMap<String, Spot>,
    pub(crate) equations: BTreeMap<String, Spot>,
    /// The TeX of each of these equations, without its label.
    pub(crate) tex: BTreeMap<String, String>,
    pub(crate) sections: BTreeMap<String, Spot>,
    /// The page of the list of works.
    pub(crate) bibliography: Option<PathBuf>,
}

/// The anchor of a figure.
pub(crate) fn figure_anchor(id: &str) -> String {
    format!("fig-{}", slug(id))
}

/// The anchor of a work in the list.
pub(crate) fn work_anchor(key: &str) -> String {
    format!("work-{}", slug(key))
}

impl Labels {
    /// The labels of all pages, numbered in order, and what is wrong with them.
    pub(crate) fn collect(shelf: &Shelf, pages: &[Page]) -> (Self, Vec<Fault>) {
        let mut collection = Collection { shelf, labels: Self::default(), counts: BTreeMap::new(), faults: Vec::new() };
        for page in pages {
            for Placed { start, piece } in scan::page(&page.text) {
                match piece {
                    Piece::Directive { name: "figure", rest } => collection.figure(page, start, rest),
                    Piece::Directive { name: "bibliography", .. } => collection.bibliography(page, start),
                    Piece::Maths { tex, display: true } => collection.equation(page, start, &tex),
                    _ => {}
                }
            }
            for heading in headings(&page.text) {
                collection.section(page, &heading);
            }
        }
        (collection.labels, collection.faults)
    }
}

struct Collection<'a> {
    shelf: &'a Shelf,
    labels: Labels,
    /// How many figures (`f`) and equations (`e`) of a chapter have been seen.
    counts: BTreeMap<(char, String), usize>,
    faults: Vec<Fault>,
}

impl Collection<'_> {
    fn figure(&mut self, page: &Page, start: usize, rest: &str) {
        let id = rest.split_whitespace().next().unwrap_or_default().trim_end_matches('|');
        // An unknown figure is a fault where it is printed, not here.
        if self.shelf.figure(id).is_err() {
            return;
        }
        let chapter = id.split('/').next().unwrap_or_default();
        let name = self.next('f', Some(chapter));
        let spot = Spot { page: page.path.clone(), anchor: figure_anchor(id), name };
        if let Some(first) = self.labels.figures.insert(id.to_owned(), spot) {
            let message = format!("figure `{id}` stands twice in the book, first in {}", first.page.display());
            self.faults.push(page.fault(start, message));
        }
    }

    fn equation(&mut self, page: &Page, start: usize, tex: &str) {
        let Some(label) = label_of(tex) else { return };
        let Some(bare) = label.strip_prefix("eq:") else {
            self.faults.push(page.fault(start, format!("an equation's label begins with `eq:`, not `{label}`")));
            return;
        };
        let name = self.next('e', page.folder_of_chapter());
        let spot = Spot { page: page.path.clone(), anchor: format!("eq-{}", slug(bare)), name };
        self.labels.tex.insert(bare.to_owned(), without_label(tex));
        if let Some(first) = self.labels.equations.insert(bare.to_owned(), spot) {
            let message = format!("equation `{label}` is labelled twice, first in {}", first.page.display());
            self.faults.push(page.fault(start, message));
        }
    }

    fn section(&mut self, page: &Page, heading: &Heading<'_>) {
        let anchor = format!("sec-{}", heading.label);
        let title = if heading.has_links() {
            let message = format!(
                "the heading of `sec:{}` holds a link, a reference or a citation: a reference to it would be a link in a link",
                heading.label
            );
            self.faults.push(page.fault(heading.at, message));
            heading.label
        } else {
            heading.title
        };
        let spot = Spot { page: page.path.clone(), anchor, name: title.to_owned() };
        if let Some(first) = self.labels.sections.insert(heading.label.to_owned(), spot) {
            let message =
                format!("section `sec:{}` is labelled twice, first in {}", heading.label, first.page.display());
            self.faults.push(page.fault(heading.at, message));
        }
    }

    fn bibliography(&mut self, page: &Page, start: usize) {
        if let Some(first) = self.labels.bibliography.replace(page.path.clone()) {
            let message = format!("the list of works stands twice, first in {}", first.display());
            self.faults.push(page.fault(start, message));
        }
    }

    /// The next number of a kind: "2.3" in chapter 2, "3" outside all chapters.
    fn next(&mut self, kind: char, chapter: Option<&str>) -> String {
        let chapter = chapter.and_then(|id| self.shelf.chapter(id));
        let count =
            self.counts.entry((kind, chapter.map_or(String::new(), |chapter| chapter.id.to_owned()))).or_default();
        *count += 1;
        chapter.map_or_else(|| count.to_string(), |chapter| format!("{}.{count}", chapter.number))
    }
}

/// What stands in `\label{…}`.
pub(crate) fn label_of(tex: &str) -> Option<&str> {
    tex.split_once(r"\label{")?.1.split_once('}').map(|(label, _)| label)
}

/// TeX without its `\label{…}`.
pub(crate) fn without_label(tex: &str) -> String {
    match (tex.split_once(r"\label{"), label_of(tex)) {
        (Some((before, _)), Some(label)) => {
            let after = &tex[before.len() + r"\label{".len() + label.len() + 1..];
            format!("{before}{after}")
        }
        _ => tex.to_owned(),
    }
}

/// A heading with a label.
#[derive(Debug, PartialEq)]
pub(crate) struct Heading<'a> {
    /// Where the colon of `{#sec:label}` is.
    pub(crate) at: usize,
    pub(crate) label: &'a str,
    pub(crate) title: &'a str,
    /// Whether Markdown finds a link in it.
    links: bool,
}

impl Heading<'_> {
    /// Whether it would be printed with a link in it.
    fn has_links(&self) -> bool {
        let is_link = |piece: &Piece<'_>| matches!(piece, Piece::Directive { name: "ref" | "cite", .. });
        self.links || scan::page(self.title).iter().any(|placed| is_link(&placed.piece))
    }
}

/// The headings of a page that have a label.
pub(crate) fn headings(text: &str) -> Vec<Heading<'_>> {
    const OPEN: &str = "{#sec:";
    let labelled = |heading: crate::grammar::Heading| {
        let source = &text[heading.range.clone()];
        let (title, rest) = source.rsplit_once(OPEN)?;
        let label = rest.split(['}', ' ']).next()?;
        let at = heading.range.start + title.len() + OPEN.len() - 1;
        let title = title.trim_start_matches(['#', ' ', '\t']).trim_end();
        (heading.id == OPEN[2..].to_owned() + label).then_some(Heading { at, label, title, links: heading.links })
    };
    Grammar::of(text).headings.into_iter().filter_map(labelled).collect()
}

/// The page's text with section labels as anchors: `{#sec:a}` becomes `{#sec-a}`.
pub(crate) fn with_anchors(text: &str) -> String {
    let mut anchored = text.to_owned();
    for heading in headings(text) {
        anchored.replace_range(heading.at..=heading.at, "-");
    }
    anchored
}

#[cfg(test)]
mod tests {
    use super::{label_of, with_anchors, without_label};

    #[test]
    fn a_label_is_taken_out_of_its_equation() {
        let tex = r"\label{eq:angle-map} a = \frac{1}{2}";
        assert_eq!(label_of(tex), Some("eq:angle-map"));
        assert_eq!(without_label(tex).trim(), r"a = \frac{1}{2}");
        assert_eq!(without_label("a"), "a");
    }

    #[test]
    fn a_section_label_becomes_an_anchor_but_not_in_code() {
        let text = "# A {#sec:a}\n\n```text\n# B {#sec:b}\n```\n";
        assert_eq!(with_anchors(text), "# A {#sec-a}\n\n```text\n# B {#sec:b}\n```\n");
    }
}
