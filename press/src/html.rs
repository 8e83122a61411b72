//! Pieces of HTML that survive Markdown.

use std::{fmt::Write as _, ops::Range, path::Path};

/// Elements whose text is shown as it is, or not at all.
pub(crate) const CODE: [&str; 8] = ["code", "kbd", "pre", "samp", "script", "style", "textarea", "tt"];

/// The class of a dollar sign that is meant as one.
pub(crate) const SIGN: &str = "dollar";

/// A dollar sign in text: the check takes any other for a formula that was not typeset.
pub(crate) fn dollar() -> String {
    format!("<span class=\"{SIGN}\">&#36;</span>")
}

/// Text as it may stand between tags and in a quoted attribute. In a line of Markdown, a tag may hold no bar, which would
/// end the cell of a table, and no backtick, which would end code that began before it.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '|' => escaped.push_str("&#124;"),
            '`' => escaped.push_str("&#96;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A tag in HTML, or a comment, whose name is empty.
pub(crate) struct Mark<'a> {
    pub(crate) range: Range<usize>,
    /// In small letters, if it is written so.
    pub(crate) name: &'a str,
    pub(crate) closing: bool,
}

/// The tags and comments of a piece of HTML, in order.
pub(crate) fn tags(html: &str) -> Vec<Mark<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(offset) = html[at..].find('<') {
        let start = at + offset;
        let rest = &html[start..];
        if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(html.len(), |end| start + end + 3);
            tags.push(Mark { range: start..end, name: "", closing: false });
            at = end;
            continue;
        }
        let inside = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
        let name = &inside[..inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len())];
        at = start + 1;
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let mut quote = None;
            let ends = |&(_, c): &(usize, char)| {
                match (quote, c) {
                    (None, '>') => return true,
                    (None, '"' | '\'') => quote = Some(c),
                    (Some(open), c) if open == c => quote = None,
                    _ => {}
                }
                false
            };
            let end = rest.char_indices().find(ends).map_or(html.len(), |(end, _)| start + end + 1);
            tags.push(Mark { range: start..end, name, closing: rest.starts_with("</") });
            at = end;
        }
    }
    tags
}

/// Text as it may stand in a line of Markdown: no character of it means anything there.
pub(crate) fn inert(text: &str) -> String {
    let mut inert = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            write!(inert, "&#{};", u32::from(c)).expect("a string takes any text");
        } else {
            inert.push(c);
        }
    }
    inert
}

/// A block that Markdown leaves alone: an empty line would end it.
pub(crate) fn block(html: &str) -> String {
    html.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

/// Parts, one after the other.
pub(crate) fn concat(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().concat()
}

/// A name as part of an `id`: letters, digits, `-` and `_`.
pub(crate) fn slug(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect()
}

/// The way from a page (`two_curves/kernel_decay.md`) to the root of the book.
pub(crate) fn to_root(page: &Path) -> String {
    "../".repeat(page.components().count().saturating_sub(1))
}

/// The link from one page to an anchor of another.
pub(crate) fn link(from: &Path, to: &Path, anchor: &str) -> String {
    if from == to {
        return format!("#{anchor}");
    }
    let target = to.with_extension("html").to_string_lossy().replace('\\', "/");
    let fragment = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
    format!("{}{target}{fragment}", to_root(from))
}

#[cfg(test)]
mod tests {
    use super::{inert, link};
    use std::path::Path;

    #[test]
    fn a_link_goes_up_before_it_goes_down() {
        let (deep, top) = (Path::new("two_curves/kernel.md"), Path::new("notation.md"));
        assert_eq!(link(deep, top, "eq-a"), "../notation.html#eq-a");
        assert_eq!(link(top, deep, ""), "two_curves/kernel.html");
        assert_eq!(link(deep, deep, "eq-a"), "#eq-a");
    }

    #[test]
    fn inert_text_has_nothing_that_markdown_reads() {
        assert_eq!(inert("a*b"), "a&#42;b");
        assert!(!inert("`_[]<>|\\").contains(['`', '_', '[', '<', '|', '\\']));
    }
}
