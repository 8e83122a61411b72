//! Pages without directives: what each asks for, put in its place as Markdown and HTML.

use crate::{
    aside::aside,
    context::{Context, Place},
    directives::{block, card, line},
    labels::{Page, Spot, label_of, with_anchors, without_label},
    scan::{self, Piece, Placed},
};

/// The page without directives and formulas; what does not resolve is a fault of `book`.
pub(crate) fn page(book: &Context<'_>, page: &Page) -> String {
    let text = with_anchors(&page.text);
    let mut out = String::with_capacity(2 * text.len());
    for Placed { start, piece } in scan::page(&text) {
        let place = Place { page, start };
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Unclosed(fence) => book.fault(place, format!("`{fence}` is not closed")),
            Piece::Maths { tex, display: false } => out.push_str(&line::formula(book, place, tex)),
            Piece::Maths { tex, display: true } => {
                let equation = equation(book, place, &unquoted(&text, start, tex));
                out.push_str(&set_apart(&equation, margin(&text, start).unwrap_or_default()));
            }
            Piece::Directive { name, rest } if line::takes(name) => {
                out.push_str(&book.settle(place, line::directive(book, place, name, rest)));
            }
            Piece::Directive { name, rest } => {
                let block = book.settle(place, block(book, place, name, rest));
                match margin(&text, start) {
                    Some(margin) => out.push_str(&set_apart(&block, margin)),
                    None => book.fault(place, format!("`{{{{#{name}}}}}` must stand on a line of its own")),
                }
            }
        }
    }
    let cards = card::cards(book, Place { page, start: page.text.len() });
    if !cards.is_empty() {
        out.push_str(&set_apart(&cards, ""));
    }
    out
}

/// A formula's TeX without the marks of a quotation or a list that it stands in; `start` is where it begins in `text`.
pub(crate) fn unquoted(text: &str, start: usize, tex: &str) -> String {
    let margin = margin(text, start).unwrap_or_default();
    tex.replace(&format!("\n{}", margin.trim_end()), "\n")
}

/// A formula on its own, numbered if it has a label.
fn equation(book: &Context<'_>, place: Place<'_>, tex: &str) -> String {
    let body = line::values_in(book, place, &without_label(tex));
    let html = book.settle(place, book.shelf.typesetter.html(&body, true));
    let spot = label_of(tex).and_then(|label| book.labels.equations.get(label.strip_prefix("eq:")?));
    let (id, name, number) = match spot {
        Some(Spot { anchor, name, .. }) => (
            format!(" id=\"{anchor}\""),
            format!("Equation {name}"),
            format!("<a class=\"equation-number\" href=\"#{anchor}\">({name})</a>"),
        ),
        None => (String::new(), "Equation".to_owned(), String::new()),
    };
    let body = aside(&format!(
        "<div class=\"scroller\" role=\"group\" tabindex=\"0\" aria-label=\"{name}\">{html}</div>{number}"
    ));
    format!("<div class=\"equation\"{id}>{body}</div>")
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
