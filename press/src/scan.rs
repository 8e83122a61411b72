//! A page taken apart: text, formulas and directives. Code stays text.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

/// A part of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Anything that is neither of the others, code included.
    Text(&'a str),
    /// What stands between `$` and `$`, or between `$$` and `$$`.
    Maths {
        /// The TeX between the dollar signs.
        tex: &'a str,
        /// Whether it stands on its own.
        display: bool,
    },
    /// `{{#name rest}}`, which asks for something to be put in its place.
    Directive {
        /// What is asked for: `figure`, `value`, ….
        name: &'a str,
        /// What follows it, trimmed.
        rest: &'a str,
    },
    /// `{{#` without its `}}`, or `$$` without its `$$`.
    Unclosed(&'a str),
}

/// A piece and where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed<'a> {
    /// Bytes of the text before it.
    pub(crate) start: usize,
    /// The part of the text that begins there.
    pub(crate) piece: Piece<'a>,
}

/// Takes a page apart.
pub(crate) fn page(text: &str) -> Vec<Placed<'_>> {
    pieces(text, &code(text))
}

/// Takes a line of text apart that has no code in it.
pub(crate) fn line(text: &str) -> Vec<Placed<'_>> {
    pieces(text, &[])
}

/// Takes a formula apart: text and the directives within it.
pub(crate) fn directives(tex: &str) -> Vec<Placed<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(offset) = tex[at..].find("{{#") {
        pieces.push(Placed { start: at, piece: Piece::Text(&tex[at..at + offset]) });
        let (piece, length) = directive(&tex[at + offset..]);
        pieces.push(Placed { start: at + offset, piece });
        at += offset + length;
    }
    pieces.push(Placed { start: at, piece: Piece::Text(&tex[at..]) });
    pieces
}

/// The line of a byte, from 1.
pub(crate) fn line_number(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Where the code and the comments of a page are, in order.
pub(crate) fn code(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = new_cmark_parser(text, &MarkdownOptions::default())
        .into_offset_iter()
        .filter(|(event, range)| match event {
            Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => true,
            Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => text[range.clone()].trim_start().starts_with("<!--"),
            _ => false,
        })
        .map(|(_, range)| range)
        .collect();
    ranges.sort_by_key(|range| range.start);
    ranges
}

fn pieces<'a>(text: &'a str, code: &[Range<usize>]) -> Vec<Placed<'a>> {
    let mut pieces = Vec::new();
    let mut code = code.iter().peekable();
    let (mut at, mut text_start) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        while code.next_if(|range| range.end <= at).is_some() {}
        if let Some(range) = code.peek().filter(|range| range.contains(&at)) {
            at = range.end;
            continue;
        }
        let rest = &text[at..];
        let found = match c {
            '\\' => {
                at += 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                continue;
            }
            '{' if rest.starts_with("{{#") => Some(directive(rest)),
            '$' => maths(rest),
            _ => None,
        };
        let Some((piece, length)) = found else {
            at += c.len_utf8();
            continue;
        };
        if text_start < at {
            pieces.push(Placed { start: text_start, piece: Piece::Text(&text[text_start..at]) });
        }
        pieces.push(Placed { start: at, piece });
        at += length;
        text_start = at;
    }
    if text_start < text.len() {
        pieces.push(Placed { start: text_start, piece: Piece::Text(&text[text_start..]) });
    }
    pieces
}

/// The directive that `text` begins with, and its length. Formulas and directives within it are skipped over.
fn directive(text: &str) -> (Piece<'_>, usize) {
    let mut at = 3;
    let mut depth = 1;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if rest.starts_with("{{#") {
            depth += 1;
            at += 3;
        } else if rest.starts_with("}}") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                let inside = text[3..at - 2].trim();
                let (name, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
                return (Piece::Directive { name, rest: rest.trim() }, at);
            }
        } else if let Some((Piece::Maths { .. }, length)) = maths(rest) {
            at += length;
        } else {
            at += c.len_utf8();
        }
    }
    (Piece::Unclosed("{{#"), 3)
}

/// The formula that `text` begins with, and its length.
///
/// A single `$` opens one only before a character that is not a space, and closes it only after one and not before a
/// digit, within a paragraph: prices stay prices.
fn maths(text: &str) -> Option<(Piece<'_>, usize)> {
    if !text.starts_with('$') {
        return None;
    }
    let display = text.starts_with("$$");
    let fence = if display { "$$" } else { "$" };
    let body = &text[fence.len()..];
    let mut escaped = false;
    for (i, c) in body.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        match c {
            '\\' => escaped = true,
            '$' if display && body[i..].starts_with("$$") => {
                return Some((Piece::Maths { tex: &body[..i], display }, i + 4));
            }
            '$' if !display => {
                let tex = &body[..i];
                let spaced =
                    tex.is_empty() || tex.starts_with(char::is_whitespace) || tex.ends_with(char::is_whitespace);
                if spaced || body[i + 1..].starts_with(|c: char| c.is_ascii_digit()) {
                    return None;
                }
                return Some((Piece::Maths { tex, display }, i + 2));
            }
            '\n' if !display && body[i + 1..].trim_start_matches([' ', '\t']).starts_with('\n') => return None,
            _ => {}
        }
    }
    display.then_some((Piece::Unclosed("$$"), 2))
}

#[cfg(test)]
mod tests {
    use super::{Piece, line_number, page};

    fn directives(text: &str) -> Vec<(String, String)> {
        let named = |piece| match piece {
            Piece::Directive { name, rest } => Some((String::from(name), String::from(rest))),
            _ => None,
        };
        page(text).into_iter().filter_map(|placed| named(placed.piece)).collect()
    }

    fn formulas(text: &str) -> Vec<(String, bool)> {
        let formula = |piece| match piece {
            Piece::Maths { tex, display } => Some((String::from(tex), display)),
            _ => None,
        };
        page(text).into_iter().filter_map(|placed| formula(placed.piece)).collect()
    }

    #[test]
    fn the_pieces_put_together_are_the_page() {
        let text = "# A $x$ {#sec:a}\n\n{{#value a/b /c 2}} and `{{#no}}`\n\n$$\na\n$$\n";
        let length = |piece| match piece {
            Piece::Text(text) => text.len(),
            Piece::Maths { tex, display } => tex.len() + if display { 4 } else { 2 },
            Piece::Directive { name, rest } => name.len() + rest.len() + 6,
            Piece::Unclosed(fence) => fence.len(),
        };
        assert_eq!(page(text).iter().map(|placed| length(placed.piece)).sum::<usize>(), text.len());
    }

    #[test]
    fn code_comments_and_escapes_stay_as_they_are() {
        let text = "`{{#a}} $x$`\n\n```text\n{{#b}}\n```\n\n    {{#c}}\n\n<!-- {{#d}} -->\n\n\\{{#e}} \\$y$\n";
        assert_eq!(page(text).len(), 1, "{:?}", page(text));
    }

    #[test]
    fn a_directive_may_hold_directives_and_formulas_with_braces() {
        let text = r"{{#figure a/b | at {{#value a/b /c 2}}, $\frac{a}{b^{c}}$}} after";
        let rest = r"a/b | at {{#value a/b /c 2}}, $\frac{a}{b^{c}}$";
        assert_eq!(directives(text), [("figure".to_owned(), rest.to_owned())]);
    }

    #[test]
    fn prices_are_not_formulas() {
        assert_eq!(formulas("from $5 to $10"), []);
        assert_eq!(formulas("a $x$, b\n\n$ c"), [("x".to_owned(), false)]);
        assert_eq!(formulas("$$\nx\n$$ and $y_{1}$"), [("\nx\n".to_owned(), true), ("y_{1}".to_owned(), false)]);
    }

    #[test]
    fn what_does_not_close_is_said_so() {
        assert!(page("{{#figure a").iter().any(|placed| placed.piece == Piece::Unclosed("{{#")));
        assert!(page("$$ a").iter().any(|placed| placed.piece == Piece::Unclosed("$$")));
    }

    #[test]
    fn lines_count_from_one() {
        assert_eq!(line_number("a\nb\nc", 4), 3);
    }
}
