//! A figure on its page: drawing, caption, claims, and how it was made.

use std::fmt::Write as _;

use ground_up::figure::Drawing;

use super::{claims, drawer, line};
use crate::{
    aside::aside,
    context::{Context, Place},
    html::{escape, link, slug},
    shelf::{Exhibit, command},
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
    writeln!(html, "<div class=\"drawing\">{}</div>", aside(&drawing(&exhibit))).expect("a string takes any text");
    write!(
        html,
        "<figcaption>\n<p class=\"caption\"><a class=\"figure-number\" href=\"#{}\">Figure {}</a> <strong>{title}.</strong> {}</p>\n{}\n{}\n</figcaption>\n</figure>",
        spot.anchor,
        spot.name,
        line::html(book, place, caption),
        claims::list(book, place, &exhibit.record),
        drawer::drawer(book, place, &exhibit),
    )
    .expect("a string takes any text");
    Ok(html)
}

/// The drawing alone, as a link to the page of its figure; the title in the drawing names the link.
///
/// # Errors
///
/// If there is no such figure, no record of it, or no page that shows it.
pub(super) fn teaser(book: &Context<'_>, place: Place<'_>, id: &str) -> Result<String, String> {
    let exhibit = book.shelf.exhibit(id)?;
    let spot = book.labels.figures.get(id).ok_or_else(|| format!("no page shows figure `{id}`"))?;
    let drawing = match &exhibit.drawing {
        Drawing::Svg(svg) => with_ids_after(svg, "teaser-"),
        Drawing::Animation(animation) => with_ids_after(&animation.filmstrip, "teaser-"),
    };
    // The drawing names the link, by its title.
    let address = link(&place.page.path, &spot.page, "");
    Ok(format!("<div><a class=\"teaser\" href=\"{address}\">{}</a></div>", aside(&drawing)))
}

/// SVG whose ids, and what points at them, begin with `prefix`: the same drawing may stand twice in the printed book.
fn with_ids_after(svg: &str, prefix: &str) -> String {
    let mut svg = svg.to_owned();
    for pointer in [" id=\"", "url(#", "href=\"#", "aria-labelledby=\"", "aria-describedby=\""] {
        svg = svg.replace(pointer, &format!("{pointer}{prefix}"));
    }
    svg
}

fn drawing(exhibit: &Exhibit) -> String {
    match &exhibit.drawing {
        Drawing::Svg(svg) => format!(
            "<div class=\"scroller\" role=\"group\" tabindex=\"0\" aria-label=\"Drawing: {}\">{}</div>",
            escape(&exhibit.record.title),
            without_prologue(svg)
        ),
        Drawing::Animation(animation) => animation.html(&format!("scrubber-{}", slug(&exhibit.record.id))),
    }
}

/// SVG as it stands within HTML: from its `<svg` on.
fn without_prologue(svg: &str) -> &str {
    svg.find("<svg").map_or(svg, |start| &svg[start..])
}

#[cfg(test)]
mod tests {
    use super::with_ids_after;

    #[test]
    fn a_drawing_may_stand_twice() {
        let svg =
            "<svg aria-labelledby=\"t\"><title id=\"t\">a</title><g clip-path=\"url(#c)\"/><clipPath id=\"c\"/></svg>";
        let renamed = with_ids_after(svg, "x-");
        assert_eq!(renamed.matches("x-t").count(), 2);
        assert_eq!(renamed.matches("x-c").count(), 2);
    }
}
