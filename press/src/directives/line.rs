//! What may stand in a line of text: formulas, and the directives `value`, `ref` and `cite`.

use mdbook_markdown::pulldown_cmark;

use super::{citation, reference, value};
use crate::{
    context::{Context, Place},
    number::Into,
    scan::{self, Piece, Placed},
};

/// Whether the directive `name` stands in a line of text, not on one of its own.
pub(crate) fn takes(name: &str) -> bool {
    matches!(name, "value" | "ref" | "cite")
}

/// The directive `name` in a line of text, as HTML.
///
/// # Errors
///
/// If it cannot stand there, its arguments do not fit, or what it asks for is not there.
pub(crate) fn directive(book: &Context<'_>, place: Place<'_>, name: &str, rest: &str) -> Result<String, String> {
    match name {
        "value" => value::value(book, rest, Into::Text),
        "ref" => reference::reference(book, place, rest, |title| html(book, place, title)),
        "cite" => citation::cite(book, place, rest),
        _ => Err(format!("`{{{{#{name}}}}}` cannot stand in a line of text")),
    }
}

/// A line of Markdown with formulas and directives, as HTML.
pub(crate) fn html(book: &Context<'_>, place: Place<'_>, text: &str) -> String {
    let mut markdown = String::new();
    for Placed { piece, .. } in scan::line(text) {
        match piece {
            Piece::Text(text) => markdown.push_str(text),
            Piece::Unclosed(fence) => book.fault(place, format!("`{fence}` is not closed")),
            Piece::Maths { tex, .. } => markdown.push_str(&formula(book, place, tex)),
            Piece::Directive { name, rest } => {
                markdown.push_str(&book.settle(place, directive(book, place, name, rest)));
            }
        }
    }
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(&markdown));
    let html = html.trim();
    html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).unwrap_or(html).to_owned()
}

/// A formula in a sentence, as HTML.
pub(crate) fn formula(book: &Context<'_>, place: Place<'_>, tex: &str) -> String {
    let tex = values_in(book, place, tex);
    book.settle(place, book.shelf.typesetter.html(&tex, false))
}

/// TeX with the numbers that it asks for.
pub(crate) fn values_in(book: &Context<'_>, place: Place<'_>, tex: &str) -> String {
    let mut out = String::new();
    for Placed { piece, .. } in scan::directives(tex) {
        match piece {
            Piece::Directive { name: "value", rest } => {
                out.push_str(&book.settle(place, value::value(book, rest, Into::Tex)));
            }
            Piece::Directive { name, .. } => book.fault(place, format!("a formula cannot hold `{{{{#{name}}}}}`")),
            Piece::Text(text) => out.push_str(text),
            Piece::Unclosed(_) | Piece::Maths { .. } => book.fault(place, "`{{#` is not closed"),
        }
    }
    out
}
