//! `{{#cite key}}` and `{{#bibliography}}`: works, and the list of them.

use super::{
    card::{self, Card},
    line,
};
use crate::{
    aside::aside,
    context::{Citing, Context, Place},
    html::{concat, escape, inert, link, slug},
    labels::work_anchor,
};

/// Links to works in the list, by their keys.
///
/// # Errors
///
/// If a key is unknown, none is given, or no page has the list.
pub(super) fn cite(book: &Context<'_>, place: Place<'_>, rest: &str) -> Result<String, String> {
    let keys: Vec<&str> = rest.split([' ', ',', '\n']).filter(|key| !key.is_empty()).collect();
    let list = book.labels.bibliography.as_ref().ok_or("no page has the list of works, `{{#bibliography}}`")?;
    if keys.is_empty() {
        return Err("`{{#cite}}` names no work".to_owned());
    }
    let mut links = Vec::new();
    for key in keys.into_iter().flat_map(|key| book.shelf.works.members(key)) {
        let short =
            book.shelf.works.short(key).ok_or_else(|| format!("no work in references.bib has the key `{key}`"))?;
        let mut citing = book.citing.borrow_mut();
        let places = citing.entry(key.to_owned()).or_default();
        let anchor = format!("cite-{}-{}", slug(key), places.len() + 1);
        places.push(Citing { page: place.page.path.clone(), title: place.page.title.clone(), anchor: anchor.clone() });
        card::want(book, place, Card::Work(key.to_owned()));
        links.push(format!(
            "<a id=\"{anchor}\" href=\"{}\">{}</a>",
            link(&place.page.path, list, &work_anchor(key)),
            inert(short)
        ));
    }
    Ok(format!("<span class=\"cite\">&#91;{}&#93;</span>", links.join("; ")))
}

/// Every work, with links back to where it is cited.
pub(super) fn bibliography(book: &Context<'_>, place: Place<'_>) -> String {
    let citing = book.citing.borrow();
    let item = |key: &str| {
        let work = line::work(book, place, key);
        let places = citing.get(key).map(Vec::as_slice).unwrap_or_default();
        let links: Vec<String> = places
            .iter()
            .map(|citing| {
                format!(
                    "<a href=\"{}\">{}</a>",
                    link(&place.page.path, &citing.page, &citing.anchor),
                    escape(&citing.title)
                )
            })
            .collect();
        let back = if links.is_empty() {
            String::new()
        } else {
            format!(" <span class=\"cited-in\">Cited in {}.</span>", links.join(", "))
        };
        format!("<li id=\"{}\">{work}{back}</li>\n", work_anchor(key))
    };
    let items = aside(&concat(book.shelf.works.keys().map(item)));
    format!("<ul class=\"works\">{items}</ul>")
}
