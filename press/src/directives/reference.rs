//! `{{#ref eq:angle-map}}`: a link to a figure, an equation or a section.

use super::card::{self, Card};
use crate::{
    context::{Context, Place},
    html::{escape, link},
};

/// A link to what `label` names, with its number; for a section, with its title as `typeset` prints it.
///
/// # Errors
///
/// If nothing has that label: with the labels there are.
pub(super) fn reference(
    book: &Context<'_>,
    place: Place<'_>,
    label: &str,
    typeset: impl Fn(&str) -> String,
) -> Result<String, String> {
    let (kind, name) = label.split_once(':').unwrap_or(("", label));
    let (spots, what) = match kind {
        "fig" => (&book.labels.figures, "figure"),
        "eq" => (&book.labels.equations, "equation"),
        "sec" => (&book.labels.sections, "section"),
        _ => return Err(format!("`{label}` is no label: it begins with fig:, eq: or sec:")),
    };
    let spot = spots.get(name).ok_or_else(|| {
        let known: Vec<&str> = spots.keys().map(String::as_str).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        format!("no {what} is labelled `{label}`; there are {known}")
    })?;
    let address = link(&place.page.path, &spot.page, &spot.anchor);
    Ok(match kind {
        "fig" => {
            let title = book.shelf.figure(name)?.title();
            format!("<a class=\"ref\" href=\"{address}\" title=\"{}\">Figure&nbsp;{}</a>", escape(title), spot.name)
        }
        "eq" => {
            card::want(book, place, Card::Equation(name.to_owned()));
            format!("<a class=\"ref\" href=\"{address}\">({})</a>", spot.name)
        }
        _ => format!("<a class=\"ref\" href=\"{address}\">{}</a>", typeset(&spot.name)),
    })
}
