//! Directives: what a page asks for with `{{#name …}}`, a noun a file.
//!
//! Those that stand in a line of text are expanded by [`line`]; those that stand on a line of their own, by [`block`].

pub(crate) mod card;
mod citation;
mod claims;
mod drawer;
mod figure;
mod keywords;
pub(crate) mod line;
mod listing;
mod panels;
mod peers;
mod reference;
mod tables;
mod value;

use crate::{
    context::{Context, Place},
    html,
};

const NAMES: &str = "figure, figures, teaser, value, claims, listing, ref, cite, keywords, bibliography, state, verdicts, timings, peers";

/// The directive `name` on a line of its own: HTML that Markdown leaves alone, or Markdown for a listing.
///
/// # Errors
///
/// If there is no such directive, its arguments do not fit, or what it asks for is not there.
pub(crate) fn block(book: &Context<'_>, place: Place<'_>, name: &str, rest: &str) -> Result<String, String> {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let html = match (name, words.as_slice()) {
        ("listing", [path, anchor]) => return listing::listing(book, path, anchor),
        ("figure", _) => {
            let (id, caption) = rest.split_once('|').unwrap_or((rest, ""));
            figure::figure(book, place, id.trim(), caption.trim())?
        }
        ("teaser", [id]) => figure::teaser(book, place, id)?,
        ("claims", [id]) => claims::claims(book, place, id)?,
        ("keywords", _) => keywords::keywords(rest)?,
        ("bibliography", []) => citation::bibliography(book, place),
        ("figures", [chapter]) => tables::figures(book, place, chapter)?,
        ("state", []) => tables::state(book, place)?,
        ("verdicts", []) => tables::verdicts(book, place)?,
        ("timings", []) => tables::timings(book, place)?,
        ("peers", [name]) => peers::peers(book, name)?,
        (
            "figures" | "teaser" | "claims" | "listing" | "bibliography" | "state" | "verdicts" | "timings" | "peers",
            _,
        ) => return Err(format!("`{{{{#{name} {rest}}}}}` has the wrong number of arguments")),
        _ => return Err(format!("no directive is called `{name}`; there are {NAMES}")),
    };
    Ok(html::block(&html))
}
