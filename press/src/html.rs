//! Pieces of HTML that survive Markdown.

use std::{fmt::Write as _, path::Path};

/// Text as it may stand between tags and in a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
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
