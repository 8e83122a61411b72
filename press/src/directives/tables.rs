//! Generated lists and tables: figures and their state, verdicts, timings.

use ground_up::figure::{Claim, Figure, record::RunFacts};

use super::{claims, line};
use crate::{
    aside::aside,
    context::{Context, Place},
    html::{concat, escape, link},
    labels::Spot,
    number::short,
    shelf::command,
};

/// A table that scrolls in itself where it is wider than the page; heads are words, and cells HTML.
pub(super) fn table(label: &str, heads: &[&str], rows: &[Vec<String>]) -> String {
    let head = concat(heads.iter().map(|head| format!("<th scope=\"col\">{}</th>", escape(head))));
    let cells = |row: &Vec<String>| concat(row.iter().map(|cell| format!("<td>{cell}</td>")));
    let body = concat(rows.iter().map(|row| format!("<tr>{}</tr>\n", cells(row))));
    let table =
        format!("<table class=\"generated\">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>");
    format!("<div class=\"scroller\" role=\"group\" tabindex=\"0\" aria-label=\"{label}\">{}</div>", aside(&table))
}

/// A link to the figure by its number; by its title where no page shows it.
fn numbered(book: &Context<'_>, place: Place<'_>, figure: &dyn Figure) -> String {
    match book.labels.figures.get(figure.id()) {
        Some(Spot { page, anchor, name }) => {
            format!("<a href=\"{}\">Figure\u{a0}{name}</a>", link(&place.page.path, page, anchor))
        }
        None => escape(figure.title()),
    }
}

/// The figure's number and title.
fn linked(book: &Context<'_>, place: Place<'_>, figure: &dyn Figure) -> String {
    let number = numbered(book, place, figure);
    let title = escape(figure.title());
    if number == title { title } else { format!("{number} {title}") }
}

/// `{{#figures chapter}}`: the chapter's figures with the command that makes each.
pub(super) fn figures(book: &Context<'_>, place: Place<'_>, chapter: &str) -> Result<String, String> {
    let chapter = book.shelf.chapter(chapter).ok_or_else(|| {
        let known: Vec<&str> = book.shelf.chapters.iter().map(|chapter| chapter.id).collect();
        format!("no chapter is called `{chapter}`; there are {}", known.join(", "))
    })?;
    if chapter.figures.is_empty() {
        return Ok("<p>No figure of this chapter exists yet.</p>".to_owned());
    }
    let item = |figure: &&'static dyn Figure| {
        format!("<li>{}<br><code>{}</code></li>", linked(book, place, *figure), escape(&command(*figure)))
    };
    Ok(format!("<ul class=\"figures\">{}</ul>", concat(chapter.figures.iter().map(item))))
}

/// `{{#state}}`: every figure, whether its record is fresh, how its claims stand, and who makes them.
pub(super) fn state(book: &Context<'_>, place: Place<'_>) -> Result<String, String> {
    let mut rows = Vec::new();
    for figure in book.shelf.figures() {
        let mut row = vec![linked(book, place, figure), format!("<code>{}</code>", escape(figure.id()))];
        row.extend(match book.shelf.if_computed(figure)? {
            None => ["–", "not computed yet", "–", "–"].map(str::to_owned),
            Some(exhibit) => {
                let state = match exhibit.stale.as_slice() {
                    [] => "fresh".to_owned(),
                    reasons => format!("<span class=\"badge\">stale</span> {}", escape(&reasons.join("; "))),
                };
                let claims = &exhibit.record.claims;
                [escape(&exhibit.record.scale), state, tally(claims, verdict), tally(claims, claims::kind_of_source)]
            }
        });
        rows.push(row);
    }
    if rows.is_empty() {
        return Ok("<p>There is no figure yet.</p>".to_owned());
    }
    Ok(table("State of every figure", &["Figure", "Name", "Scale", "Record", "Claims", "Said by"], &rows))
}

fn verdict(claim: &Claim) -> &'static str {
    claim.verdict.words()
}

/// How many claims are of each kind.
fn tally(claims: &[Claim], kind: fn(&Claim) -> &'static str) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for claim in claims {
        let words = kind(claim);
        match counts.iter_mut().find(|(known, _)| *known == words) {
            Some((_, count)) => *count += 1,
            None => counts.push((words, 1)),
        }
    }
    counts.iter().map(|(words, count)| format!("{words}: {count}")).collect::<Vec<_>>().join(", ")
}

/// `{{#verdicts}}`: all claims of the book.
pub(super) fn verdicts(book: &Context<'_>, place: Place<'_>) -> Result<String, String> {
    let mut rows = Vec::new();
    for figure in book.shelf.figures() {
        let Some(exhibit) = book.shelf.if_computed(figure)? else { continue };
        for claim in &exhibit.record.claims {
            rows.push(vec![
                numbered(book, place, figure),
                line::recorded(book, place, &claim.sentence),
                claims::source(book, place, claim),
                claims::measured(claim),
                claims::expected(claim),
                claims::badge(claim.verdict),
            ]);
        }
    }
    if rows.is_empty() {
        return Ok("<p>There is no claim yet.</p>".to_owned());
    }
    Ok(table("All claims", &["Figure", "Claim", "Said by", "Measured", "Expected", "Verdict"], &rows))
}

/// `{{#timings}}`: how long each committed book-scale run took, and where.
pub(super) fn timings(book: &Context<'_>, place: Place<'_>) -> Result<String, String> {
    let mut rows = Vec::new();
    for figure in book.shelf.figures() {
        let Some(exhibit) = book.shelf.if_computed(figure)? else { continue };
        let facts = RunFacts::read(&book.shelf.folder(), figure.id());
        let cell = |get: fn(&RunFacts) -> String| facts.as_ref().map_or("–".to_owned(), get);
        rows.push(vec![
            linked(book, place, figure),
            escape(&exhibit.record.scale),
            cell(|facts| short(facts.seconds)),
            cell(|facts| escape(&facts.machine)),
            cell(|facts| escape(&facts.device)),
        ]);
    }
    if rows.is_empty() {
        return Ok("<p>There is no figure yet.</p>".to_owned());
    }
    Ok(table("Timings", &["Figure", "Scale", "Seconds", "Machine", "Device"], &rows))
}
