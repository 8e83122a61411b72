//! Pages without directives: what each asks for, put in its place as Markdown and HTML.

use mdbook_markdown::{
    MarkdownOptions, new_cmark_parser,
    pulldown_cmark::{Event, Tag, TagEnd},
};

use crate::{
    aside::aside,
    context::{Context, Place},
    directives::{block, card, line},
    grammar::margin,
    html,
    labels::{Page, Spot, label_of, with_anchors, without_label},
    scan::{self, Piece, Placed},
};

/// The page without directives and formulas; what does not resolve is a fault of `book`.
pub(crate) fn page(book: &Context<'_>, page: &Page) -> String {
    let text = with_anchors(&page.text);
    let mut out = String::with_capacity(2 * text.len());
    // Where each piece begins on the page and in what is printed of it.
    let mut starts = Vec::new();
    for Placed { start, piece } in scan::page(&text) {
        let place = Place { page, start };
        starts.push((start, out.len()));
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Dollar if text[..start].ends_with('\\') => {
                out.pop();
                out.push_str(&html::dollar());
            }
            Piece::Dollar => out.push_str(&html::dollar()),
            Piece::Unclosed(fence) => book.fault(place, scan::unclosed(fence)),
            Piece::Maths { tex, display: false } => out.push_str(&line::formula(book, place, &tex)),
            Piece::Maths { tex, display: true } => {
                let equation = equation(book, place, &tex);
                out.push_str(&set_apart(&equation, margin(&text, start).unwrap_or_default()));
            }
            Piece::Directive { name, rest } if line::takes(name) => {
                out.push_str(&book.settle(place, line::directive(book, place, name, rest)));
            }
            Piece::Directive { name, rest } => {
                let block = book.settle(place, block(book, place, name, rest));
                match margin(&text, start) {
                    Some(margin) => out.push_str(&set_apart(&block, margin)),
                    None => book.fault(place, format!("`{{{{#{name}}}}}` must stand on a line of its own")),
                }
            }
        }
    }
    for (at, cells) in lost_cells(&out) {
        let piece = starts.partition_point(|(_, printed)| *printed <= at) - 1;
        let (start, printed) = starts[piece];
        let end = starts.get(piece + 1).map_or(text.len(), |(start, _)| *start);
        let place = Place { page, start: (start + at - printed).min(end) };
        let message = "a row has more cells than its table has heads, and what is too much would not be printed";
        book.fault(place, format!("{message}: `{}`; a bar that ends no cell is written `\\|`", cells.trim()));
    }
    let cards = card::cards(book, Place { page, start: page.text.len() });
    if !cards.is_empty() {
        out.push_str(&set_apart(&cards, ""));
    }
    out
}

/// What Markdown leaves out of the rows of its tables, with its place.
fn lost_cells(markdown: &str) -> Vec<(usize, &str)> {
    let mut lost = Vec::new();
    // Where the last cell of the row that is being read ends.
    let mut end = 0;
    for (event, range) in new_cmark_parser(markdown, &MarkdownOptions::default()).into_offset_iter() {
        match event {
            Event::Start(Tag::TableRow) => end = range.start,
            Event::End(TagEnd::TableCell) => end = range.end,
            Event::End(TagEnd::TableRow) if end < range.end => {
                let rest = &markdown[end..range.end];
                if !rest.chars().all(|c| c == '|' || c.is_whitespace()) {
                    lost.push((end, rest.trim_start_matches('|')));
                }
            }
            _ => {}
        }
    }
    lost
}

/// A formula on its own, numbered if it has a label.
fn equation(book: &Context<'_>, place: Place<'_>, tex: &str) -> String {
    let body = line::values_in(book, place, &without_label(tex));
    let html = book.settle(place, book.shelf.typesetter.html(&body, true));
    let spot = label_of(tex).and_then(|label| book.labels.equations.get(label.strip_prefix("eq:")?));
    let (id, name, number) = match spot {
        Some(Spot { anchor, name, .. }) => (
            format!(" id=\"{anchor}\""),
            format!("Equation {name}"),
            format!("<a class=\"equation-number\" href=\"#{anchor}\">({name})</a>"),
        ),
        None => (String::new(), "Equation".to_owned(), String::new()),
    };
    let body = aside(&format!(
        "<div class=\"scroller\" role=\"group\" tabindex=\"0\" aria-label=\"{name}\">{html}</div>{number}"
    ));
    format!("<div class=\"equation\"{id}>{body}</div>")
}

/// A block between empty lines, at a margin.
fn set_apart(block: &str, margin: &str) -> String {
    let lines = block.replace('\n', &format!("\n{margin}"));
    format!("\n{margin}{lines}\n{margin}\n{margin}")
}

#[cfg(test)]
mod tests {
    use super::lost_cells;

    #[test]
    fn a_cell_that_would_not_be_printed_is_found() {
        let lost = |row: &str| {
            let table = format!("before\n\n| a | b |\n|---|---|\n{row}\n| c | d |\n\nafter | e | f | g\n");
            lost_cells(&table).into_iter().map(|(_, cells)| cells.trim().to_owned()).collect::<Vec<_>>()
        };
        for sound in ["| 1 | 2 |", "| 1 | 2", "1 | 2", "| 1 |", "| `1\\|2` | 3 |", "| 1 | 2 | |", "| 1 | 2 |  "] {
            assert_eq!(lost(sound), Vec::<String>::new(), "{sound}");
        }
        assert_eq!(lost("| 1 | 2 | 3 |"), ["3 |"]);
        assert_eq!(lost("| `1|2` | 3 |"), ["3 |"]);
    }
}
