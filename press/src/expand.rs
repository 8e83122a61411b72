//! Pages without directives: what each asks for, put in its place as Markdown and HTML.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use mdbook_markdown::pulldown_cmark;

use crate::{
    block, claims,
    fault::Fault,
    html::{block as closed, escape, inert, link, slug},
    labels::{Labels, Page, Spot, label_of, with_anchors, without_label, work_anchor},
    listing,
    number::{self, Into, Places},
    scan::{self, Piece, Placed},
    shelf::Shelf,
    tables,
};

/// A place that cites a work.
pub(crate) struct Citing {
    pub(crate) page: PathBuf,
    pub(crate) title: String,
    pub(crate) anchor: String,
}

/// Expands pages, and gathers what does not resolve.
pub(crate) struct Expander<'a> {
    pub(crate) shelf: &'a Shelf,
    pub(crate) labels: &'a Labels,
    pub(crate) citing: RefCell<BTreeMap<String, Vec<Citing>>>,
    faults: RefCell<Vec<Fault>>,
}

/// A place in a page.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) page: &'a Page,
    pub(crate) start: usize,
}

const DIRECTIVES: &str =
    "figure, figures, teaser, value, claims, listing, ref, cite, bibliography, state, verdicts, timings, peers";

impl<'a> Expander<'a> {
    pub(crate) fn new(shelf: &'a Shelf, labels: &'a Labels) -> Self {
        Self { shelf, labels, citing: RefCell::default(), faults: RefCell::default() }
    }

    /// What did not resolve so far.
    pub(crate) fn into_faults(self) -> Vec<Fault> {
        self.faults.into_inner()
    }

    /// The page without directives and formulas.
    pub(crate) fn page(&self, page: &Page) -> String {
        let text = with_anchors(&page.text);
        let mut out = String::with_capacity(2 * text.len());
        for Placed { start, piece } in scan::page(&text) {
            let place = Place { page, start };
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Unclosed(fence) => self.fault(place, format!("`{fence}` is not closed")),
                Piece::Maths { tex, display: false } => out.push_str(&self.formula(place, tex)),
                Piece::Maths { tex, display: true } => {
                    let margin = margin(&text, start).unwrap_or_default();
                    let equation = self.equation(place, &tex.replace(&format!("\n{}", margin.trim_end()), "\n"));
                    out.push_str(&set_apart(&equation, margin));
                }
                Piece::Directive { name: name @ ("value" | "ref" | "cite"), rest } => {
                    out.push_str(&self.settle(place, self.inline(place, name, rest, Into::Text)));
                }
                Piece::Directive { name, rest } => {
                    let block = self.settle(place, self.block(place, name, rest));
                    match margin(&text, start) {
                        Some(margin) => out.push_str(&set_apart(&block, margin)),
                        None => self.fault(place, format!("`{{{{#{name}}}}}` must stand on a line of its own")),
                    }
                }
            }
        }
        out
    }

    /// A line of Markdown with formulas and directives as HTML.
    pub(crate) fn line(&self, place: Place<'_>, text: &str) -> String {
        let mut markdown = String::new();
        for Placed { piece, .. } in scan::line(text) {
            match piece {
                Piece::Text(text) => markdown.push_str(text),
                Piece::Unclosed(fence) => self.fault(place, format!("`{fence}` is not closed")),
                Piece::Maths { tex, .. } => markdown.push_str(&self.formula(place, tex)),
                Piece::Directive { name, rest } => {
                    markdown.push_str(&self.settle(place, self.inline(place, name, rest, Into::Text)));
                }
            }
        }
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(&markdown));
        let html = html.trim();
        html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).unwrap_or(html).to_owned()
    }

    pub(crate) fn fault(&self, place: Place<'_>, message: impl core::convert::Into<String>) {
        self.faults.borrow_mut().push(place.page.fault(place.start, message));
    }

    fn settle(&self, place: Place<'_>, result: Result<String, String>) -> String {
        result.unwrap_or_else(|message| {
            self.fault(place, message);
            String::new()
        })
    }

    /// A formula in a sentence.
    fn formula(&self, place: Place<'_>, tex: &str) -> String {
        let tex = self.values_in(place, tex);
        self.settle(place, self.shelf.typesetter.html(&tex, false))
    }

    /// A formula on its own, numbered if it has a label.
    fn equation(&self, place: Place<'_>, tex: &str) -> String {
        let body = self.values_in(place, &without_label(tex));
        let html = self.settle(place, self.shelf.typesetter.html(&body, true));
        let spot = label_of(tex).and_then(|label| self.labels.equations.get(label.strip_prefix("eq:")?));
        let (id, name, number) = match spot {
            Some(Spot { anchor, name, .. }) => (
                format!(" id=\"{anchor}\""),
                format!("Equation {name}"),
                format!("<a class=\"equation-number\" href=\"#{anchor}\">({name})</a>"),
            ),
            None => (String::new(), "Equation".to_owned(), String::new()),
        };
        format!(
            "<div class=\"equation\"{id}><div class=\"scroller\" role=\"group\" tabindex=\"0\" aria-label=\"{name}\">{html}</div>{number}</div>"
        )
    }

    /// TeX with the numbers it asks for.
    fn values_in(&self, place: Place<'_>, tex: &str) -> String {
        let mut out = String::new();
        for Placed { piece, .. } in scan::directives(tex) {
            match piece {
                Piece::Directive { name: "value", rest } => {
                    out.push_str(&self.settle(place, self.inline(place, "value", rest, Into::Tex)));
                }
                Piece::Directive { name, .. } => self.fault(place, format!("a formula cannot hold `{{{{#{name}}}}}`")),
                Piece::Text(text) => out.push_str(text),
                Piece::Unclosed(_) | Piece::Maths { .. } => self.fault(place, "`{{#` is not closed"),
            }
        }
        out
    }

    fn inline(&self, place: Place<'_>, name: &str, rest: &str, into: Into) -> Result<String, String> {
        let words: Vec<&str> = rest.split_whitespace().collect();
        match name {
            "value" => self.value(&words, into),
            "ref" => self.reference(place, rest),
            "cite" => self.cite(place, rest),
            _ => Err(format!("`{{{{#{name}}}}}` cannot stand in a line of text")),
        }
    }

    fn block(&self, place: Place<'_>, name: &str, rest: &str) -> Result<String, String> {
        let words: Vec<&str> = rest.split_whitespace().collect();
        match (name, words.as_slice()) {
            ("figure", _) => {
                let (id, caption) = rest.split_once('|').unwrap_or((rest, ""));
                block::figure(self, place, id.trim(), caption.trim()).map(|html| closed(&html))
            }
            ("figures", [chapter]) => tables::figures(self, place, chapter).map(|html| closed(&html)),
            ("teaser", [id]) => block::teaser(self, place, id).map(|html| closed(&html)),
            ("claims", [id]) => claims::list(self, place, id).map(|html| closed(&html)),
            ("listing", [path, anchor]) => self.listing(path, anchor),
            ("bibliography", []) => Ok(closed(&tables::bibliography(self, place))),
            ("state", []) => tables::state(self, place).map(|html| closed(&html)),
            ("verdicts", []) => tables::verdicts(self, place).map(|html| closed(&html)),
            ("timings", []) => tables::timings(self, place).map(|html| closed(&html)),
            ("peers", [name]) => tables::peers(self, name).map(|html| closed(&html)),
            (
                "figures" | "teaser" | "claims" | "listing" | "bibliography" | "state" | "verdicts" | "timings"
                | "peers",
                _,
            ) => Err(format!("`{{{{#{name} {rest}}}}}` has the wrong number of arguments")),
            _ => Err(format!("no directive is called `{name}`; there are {DIRECTIVES}")),
        }
    }

    fn value(&self, words: &[&str], into: Into) -> Result<String, String> {
        let (id, pointer, places) = match words {
            [id, pointer] => (id, pointer, Places::AsItStands),
            [id, pointer, places] => (id, pointer, places.parse()?),
            _ => return Err("write `{{#value FIGURE /pointer PLACES}}`".to_owned()),
        };
        let exhibit = self.shelf.exhibit(id)?;
        let value =
            exhibit.json.pointer(pointer).ok_or_else(|| format!("the record of {id} has nothing at {pointer}"))?;
        let printed =
            number::print(value, places, into).map_err(|what| format!("{pointer} in the record of {id} {what}"))?;
        Ok(match into {
            Into::Tex => printed,
            Into::Text => {
                format!("<span class=\"value\" title=\"{} {}\">{}</span>", escape(id), escape(pointer), inert(&printed))
            }
        })
    }

    fn reference(&self, place: Place<'_>, label: &str) -> Result<String, String> {
        let (kind, name) = label.split_once(':').unwrap_or(("", label));
        let (spots, what) = match kind {
            "fig" => (&self.labels.figures, "figure"),
            "eq" => (&self.labels.equations, "equation"),
            "sec" => (&self.labels.sections, "section"),
            _ => return Err(format!("`{label}` is no label: it begins with fig:, eq: or sec:")),
        };
        let spot = spots.get(name).ok_or_else(|| {
            let known: Vec<&str> = spots.keys().map(String::as_str).collect();
            format!(
                "no {what} is labelled `{label}`; there are {}",
                if known.is_empty() { "none".to_owned() } else { known.join(", ") }
            )
        })?;
        let address = link(&place.page.path, &spot.page, &spot.anchor);
        Ok(match kind {
            "fig" => {
                let title = self.shelf.figure(name)?.title();
                format!("<a class=\"ref\" href=\"{address}\" title=\"{}\">Figure&nbsp;{}</a>", escape(title), spot.name)
            }
            "eq" => format!("<a class=\"ref\" href=\"{address}\" title=\"Equation {0}\">({0})</a>", spot.name),
            _ => format!("<a class=\"ref\" href=\"{address}\">{}</a>", self.line(place, &spot.name)),
        })
    }

    fn cite(&self, place: Place<'_>, rest: &str) -> Result<String, String> {
        let keys: Vec<&str> = rest.split([' ', ',', '\n']).filter(|key| !key.is_empty()).collect();
        let list = self.labels.bibliography.as_ref().ok_or("no page has the list of works, `{{#bibliography}}`")?;
        if keys.is_empty() {
            return Err("`{{#cite}}` names no work".to_owned());
        }
        let mut links = Vec::new();
        for key in keys {
            let short =
                self.shelf.works.short(key).ok_or_else(|| format!("no work in references.bib has the key `{key}`"))?;
            let mut citing = self.citing.borrow_mut();
            let places = citing.entry(key.to_owned()).or_default();
            let anchor = format!("cite-{}-{}", slug(key), places.len() + 1);
            places.push(Citing {
                page: place.page.path.clone(),
                title: place.page.title.clone(),
                anchor: anchor.clone(),
            });
            links.push(format!(
                "<a id=\"{anchor}\" href=\"{}\" title=\"{}\">{}</a>",
                link(&place.page.path, list, &work_anchor(key)),
                escape(&self.shelf.works.plain(key).unwrap_or_default()),
                inert(&short)
            ));
        }
        Ok(format!("<span class=\"cite\">&#91;{}&#93;</span>", links.join("; ")))
    }

    fn listing(&self, path: &str, anchor: &str) -> Result<String, String> {
        let code = listing::lines(&self.shelf.root, path, anchor)?;
        let is_rust = Path::new(path).extension().is_some_and(|extension| extension == "rs");
        let language = if is_rust { "rust" } else { "text" };
        let fence = if code.contains("```") { "~~~~" } else { "```" };
        Ok(format!(
            "<figure class=\"listing\">\n<figcaption><code>{}</code> <span class=\"anchor\">{}</span></figcaption>\n\n\
             {fence}{language}\n{code}\n{fence}\n\n</figure>",
            escape(path),
            escape(anchor)
        ))
    }
}

/// What stands before a byte on its line, if that is only the margin of a list or a quotation.
fn margin(text: &str, start: usize) -> Option<&str> {
    let before = &text[..start];
    let line = &before[before.rfind('\n').map_or(0, |newline| newline + 1)..];
    line.chars().all(|c| c == ' ' || c == '>').then_some(line)
}

/// A block between empty lines, at a margin.
fn set_apart(block: &str, margin: &str) -> String {
    let lines = block.replace('\n', &format!("\n{margin}"));
    format!("\n{margin}{lines}\n{margin}\n{margin}")
}
