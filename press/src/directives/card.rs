//! What a reference or a citation leads to on another page, at the end of the page that has it: hidden, for
//! `book/assets/cards.js` to show beside the link.

use std::path::Path;

use super::line;
use crate::{
    aside::aside,
    context::{Context, Place},
    html::{self, concat},
    labels::{Labels, work_anchor},
};

/// What a card shows.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Card {
    /// A labelled equation, by its label without `eq:`.
    Equation(String),
    /// A work, by its key.
    Work(String),
}

impl Card {
    /// The page that shows what the card does.
    fn page<'a>(&self, labels: &'a Labels) -> Option<&'a Path> {
        match self {
            Self::Equation(label) => labels.equations.get(label).map(|spot| spot.page.as_path()),
            Self::Work(_) => labels.bibliography.as_deref(),
        }
    }

    fn html(&self, book: &Context<'_>, place: Place<'_>) -> String {
        let (anchor, html) = match self {
            Self::Equation(label) => {
                let tex = line::values_in(book, place, book.labels.tex.get(label).map_or("", String::as_str));
                let anchor = book.labels.equations.get(label).map_or("", |spot| &spot.anchor);
                (anchor.to_owned(), book.settle(place, book.shelf.typesetter.html(&tex, true)))
            }
            Self::Work(key) => (work_anchor(key), line::work(book, place, key)),
        };
        format!("<div data-card=\"{anchor}\">{html}</div>\n")
    }
}

/// Puts a card at the end of the page, unless the page shows the same itself.
pub(super) fn want(book: &Context<'_>, place: Place<'_>, card: Card) {
    if card.page(book.labels) != Some(&place.page.path) {
        book.cards.borrow_mut().insert(card);
    }
}

/// The cards that the page has wanted so far, each once; nothing if there are none.
pub(crate) fn cards(book: &Context<'_>, place: Place<'_>) -> String {
    let cards = book.cards.take();
    if cards.is_empty() {
        return String::new();
    }
    let cards = concat(cards.iter().map(|card| card.html(book, place)));
    html::block(&format!("<div class=\"cards\" hidden>{}</div>", aside(&cards)))
}
