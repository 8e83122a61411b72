//! A figure on its page: drawing, caption, claims, and how it was made.

use std::fmt::Write as _;

use super::{claims, drawer, line, panels};
use crate::{
    aside::aside,
    context::{Context, Place},
    html::{escape, link},
    shelf::command,
};

/// The whole block of `{{#figure id | caption}}`; for a figure that was begun and has no record yet, a note with the
/// command that makes one.
///
/// # Errors
///
/// If there is no such figure, or its record does not fit it.
pub(super) fn figure(book: &Context<'_>, place: Place<'_>, id: &str, caption: &str) -> Result<String, String> {
    let figure = book.shelf.figure(id)?;
    let spot = book.labels.figures.get(id).ok_or_else(|| format!("figure `{id}` has no number"))?;
    let Some(exhibit) = book.shelf.if_computed(figure)? else {
        return Ok(format!(
            "<figure class=\"exhibit\" id=\"{0}\">\n<figcaption>\n<p class=\"caption\"><a class=\"figure-number\" href=\"#{0}\">Figure {1}</a> <strong>{2}.</strong> This figure is not computed yet: <code>{3}</code> makes it.</p>\n</figcaption>\n</figure>",
            spot.anchor,
            spot.name,
            escape(figure.title()),
            escape(&command(figure))
        ));
    };
    let mut html = format!("<figure class=\"exhibit\" id=\"{}\">\n", spot.anchor);
    let title = escape(&exhibit.record.title);
    html.push_str(&aside(&panels::story(&exhibit.drawing, &spot.anchor)));
    write!(
        html,
        "\n<figcaption>\n<p class=\"caption\"><a class=\"figure-number\" href=\"#{}\">Figure {}</a> <strong>{title}.</strong> {}</p>\n{}\n{}{}\n</figcaption>\n</figure>",
        spot.anchor,
        spot.name,
        line::html(book, place, caption),
        claims::list(book, place, &exhibit.record),
        aside(&panels::more(&exhibit.drawing, &spot.anchor)),
        drawer::drawer(book, place, &exhibit),
    )
    .expect("a string takes any text");
    Ok(html)
}

/// The first panels of a figure, as a link to the page that has it all.
///
/// # Errors
///
/// If there is no such figure, no record of it, or no page that shows it.
pub(super) fn teaser(book: &Context<'_>, place: Place<'_>, id: &str) -> Result<String, String> {
    let exhibit = book.shelf.exhibit(id)?;
    let spot = book.labels.figures.get(id).ok_or_else(|| format!("no page shows figure `{id}`"))?;
    Ok(format!(
        "<div class=\"teaser\">\n{}<p><a href=\"{}\">Figure&nbsp;{}: {}</a></p>\n</div>",
        aside(&panels::glimpse(&exhibit.drawing)),
        link(&place.page.path, &spot.page, &spot.anchor),
        spot.name,
        escape(&exhibit.record.title)
    ))
}
