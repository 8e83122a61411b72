//! What stands beside the text (drawings, claims, drawers, tables), between marks: a search for its words finds the text.

/// The comment before what stands beside the text, without its brackets.
pub(crate) const BEGIN: &str = "aside";
/// The comment after it.
pub(crate) const END: &str = "/aside";

/// HTML between the marks. It must not begin a block of Markdown, which a comment would end.
pub(crate) fn aside(html: &str) -> String {
    format!("<!--{BEGIN}-->{html}<!--{END}-->")
}

/// HTML without the marks.
pub(crate) fn unmarked(html: &str) -> String {
    html.replace(&format!("<!--{BEGIN}-->"), "").replace(&format!("<!--{END}-->"), "")
}
