//! `{{#keywords neural tangent kernel, NTK}}`: words that a reader would search for.

use crate::html::{concat, escape};

/// The words as a line of the page; in the search index they count as its heading does.
///
/// # Errors
///
/// If there are none.
pub(super) fn keywords(rest: &str) -> Result<String, String> {
    let words: Vec<&str> = rest.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    let Some((last, first)) = words.split_last() else { return Err("`{{#keywords}}` names no word".to_owned()) };
    let first = concat(first.iter().map(|word| format!("{}, ", escape(word))));
    Ok(format!("<p class=\"keywords\">Keywords: {first}{}</p>", escape(last)))
}
