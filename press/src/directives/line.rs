//! What may stand in a line of text: formulas, and the directives `value`, `ref` and `cite`.

use mdbook_markdown::pulldown_cmark::{self, Event, Options, Parser, Tag, TagEnd};

use super::{citation, reference, value};
use crate::{
    context::{Context, Place},
    grammar::Grammar,
    html::{self, escape},
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
    for Placed { piece, .. } in scan::page(text) {
        match piece {
            Piece::Text(text) => markdown.push_str(text),
            Piece::Dollar => {
                if markdown.ends_with('\\') {
                    markdown.pop();
                }
                markdown.push_str(&html::dollar());
            }
            Piece::Unclosed(fence) => book.fault(place, scan::unclosed(fence)),
            Piece::Maths { tex, .. } => markdown.push_str(&formula(book, place, &tex)),
            Piece::Directive { name, rest } => {
                markdown.push_str(&book.settle(place, directive(book, place, name, rest)));
            }
        }
    }
    rendered(Parser::new(&markdown))
}

/// A sentence of a record as HTML: what it emphasises and its formulas are typeset, and all else in it is text, whatever
/// it looks like.
pub(crate) fn recorded(book: &Context<'_>, place: Place<'_>, text: &str) -> String {
    let shown = |event| match event {
        Event::InlineMath(tex) | Event::DisplayMath(tex) => {
            Some(Event::InlineHtml(book.settle(place, book.shelf.typesetter.html(&tex, false)).into()))
        }
        Event::Html(html) | Event::InlineHtml(html) => Some(Event::Text(html)),
        Event::Text(words) if words.contains('$') => {
            Some(Event::InlineHtml(escape(&words).replace('$', &html::dollar()).into()))
        }
        Event::Start(Tag::Emphasis | Tag::Strong)
        | Event::End(TagEnd::Emphasis | TagEnd::Strong)
        | Event::Text(_)
        | Event::Code(_)
        | Event::SoftBreak
        | Event::HardBreak => Some(event),
        _ => None,
    };
    if !Grammar::of(text).strays.is_empty() {
        book.fault(place, format!("in the record's `{text}`, {}", scan::unclosed("$")));
    }
    rendered(Parser::new_ext(text, Options::ENABLE_MATH).filter_map(shown))
}

/// The HTML of a line, without the paragraph that it would be.
fn rendered<'a>(events: impl Iterator<Item = Event<'a>>) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events);
    let html = html.trim();
    html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).unwrap_or(html).to_owned()
}

/// A formula in a sentence, as HTML.
pub(crate) fn formula(book: &Context<'_>, place: Place<'_>, tex: &str) -> String {
    let tex = values_in(book, place, tex);
    book.settle(place, book.shelf.typesetter.html(&tex, false))
}

/// A work's entry in the list, as HTML.
pub(super) fn work(book: &Context<'_>, place: Place<'_>, key: &str) -> String {
    let typeset = |tex: &str| book.settle(place, book.shelf.typesetter.html(tex, false));
    book.shelf.works.html(key, &typeset).unwrap_or_default()
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
            _ => book.fault(place, "`{{#` is not closed"),
        }
    }
    out
}
