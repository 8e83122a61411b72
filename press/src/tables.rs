//! Generated lists and tables: figures and their state, verdicts, timings, works.

use ground_up::figure::{Figure, Record, record::RunFacts};
use serde_json::Value;

use crate::{
    claims,
    expand::{Expander, Place},
    html::{concat, escape, link},
    labels::{Spot, work_anchor},
    number::short,
    shelf::command,
};

/// A table that scrolls in itself where it is wider than the page.
fn table(label: &str, heads: &[&str], rows: &[Vec<String>]) -> String {
    let head = concat(heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")));
    let cells = |row: &Vec<String>| concat(row.iter().map(|cell| format!("<td>{cell}</td>")));
    let body = concat(rows.iter().map(|row| format!("<tr>{}</tr>\n", cells(row))));
    format!(
        "<div class=\"scroller\" role=\"group\" tabindex=\"0\" aria-label=\"{label}\"><table class=\"generated\">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table></div>"
    )
}

/// A link to the figure by its number; by its title where no page shows it.
fn numbered(book: &Expander<'_>, place: Place<'_>, figure: &dyn Figure) -> String {
    match book.labels.figures.get(figure.id()) {
        Some(Spot { page, anchor, name }) => {
            format!("<a href=\"{}\">Figure\u{a0}{name}</a>", link(&place.page.path, page, anchor))
        }
        None => escape(figure.title()),
    }
}

/// The figure's number and title.
fn linked(book: &Expander<'_>, place: Place<'_>, figure: &dyn Figure) -> String {
    let number = numbered(book, place, figure);
    let title = escape(figure.title());
    if number == title { title } else { format!("{number} {title}") }
}

/// `{{#figures chapter}}`: the chapter's figures with the command that makes each.
pub(crate) fn figures(book: &Expander<'_>, place: Place<'_>, chapter: &str) -> Result<String, String> {
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

/// `{{#state}}`: every figure, whether its record is fresh, and how its claims stand.
pub(crate) fn state(book: &Expander<'_>, place: Place<'_>) -> Result<String, String> {
    let mut rows = Vec::new();
    for figure in book.shelf.figures() {
        let exhibit = book.shelf.exhibit(figure.id())?;
        let state = match exhibit.stale.as_slice() {
            [] => "fresh".to_owned(),
            reasons => format!("<span class=\"badge\">stale</span> {}", escape(&reasons.join("; "))),
        };
        rows.push(vec![
            linked(book, place, figure),
            format!("<code>{}</code>", escape(figure.id())),
            escape(&exhibit.record.scale),
            state,
            tally(&exhibit.record),
        ]);
    }
    if rows.is_empty() {
        return Ok("<p>There is no figure yet.</p>".to_owned());
    }
    Ok(table("State of every figure", &["Figure", "Name", "Scale", "Record", "Claims"], &rows))
}

/// How many claims of a record have each verdict.
fn tally(record: &Record) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for claim in &record.claims {
        let words = claim.verdict.words();
        match counts.iter_mut().find(|(known, _)| *known == words) {
            Some((_, count)) => *count += 1,
            None => counts.push((words, 1)),
        }
    }
    counts.iter().map(|(words, count)| format!("{words}: {count}")).collect::<Vec<_>>().join(", ")
}

/// `{{#verdicts}}`: all claims of the book.
pub(crate) fn verdicts(book: &Expander<'_>, place: Place<'_>) -> Result<String, String> {
    let mut rows = Vec::new();
    for figure in book.shelf.figures() {
        for claim in &book.shelf.exhibit(figure.id())?.record.claims {
            rows.push(vec![
                numbered(book, place, figure),
                format!(
                    "{} <span class=\"source\">({})</span>",
                    book.line(place, &claim.sentence),
                    escape(&claim.source)
                ),
                claims::measured(claim),
                claims::expected(book, place, claim),
                claims::badge(claim.verdict),
            ]);
        }
    }
    if rows.is_empty() {
        return Ok("<p>There is no claim yet.</p>".to_owned());
    }
    Ok(table("All claims", &["Figure", "Claim", "Measured", "Expected", "Verdict"], &rows))
}

/// `{{#timings}}`: how long each committed book-scale run took, and where.
pub(crate) fn timings(book: &Expander<'_>, place: Place<'_>) -> Result<String, String> {
    let mut rows = Vec::new();
    for figure in book.shelf.figures() {
        let exhibit = book.shelf.exhibit(figure.id())?;
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

/// Where the comparison with other programs is.
const PEERS: &str = "benches/peers/measured.json";

/// `{{#peers}}`: our seconds beside a peer's for the same work, from one run of each.
///
/// The file holds `machine`, `ours` and `peer` (each a version), and `steps`: `name`, `ours_ms`, `peer_ms`, `goal` (the
/// ratio to reach).
pub(crate) fn peers(book: &Expander<'_>) -> Result<String, String> {
    let file = std::fs::read(book.shelf.root.join(PEERS)).map_err(|error| format!("cannot read {PEERS}: {error}"))?;
    let measured: Value = serde_json::from_slice(&file).map_err(|error| format!("{PEERS}: {error}"))?;
    let text = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_str).map(escape).ok_or_else(|| format!("{PEERS} does not say `{key}`"))
    };
    let number = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_f64).ok_or_else(|| format!("{PEERS} does not say `{key}`"))
    };
    let (ours, peer) = (text(&measured, "ours")?, text(&measured, "peer")?);
    let steps = measured.get("steps").and_then(Value::as_array).ok_or_else(|| format!("{PEERS} has no `steps`"))?;
    let mut rows = Vec::new();
    for step in steps {
        let (mine, theirs, goal) = (number(step, "ours_ms")?, number(step, "peer_ms")?, number(step, "goal")?);
        let met = if mine / theirs <= goal { "met" } else { "not met" };
        rows.push(vec![
            text(step, "name")?,
            short(mine),
            short(theirs),
            format!("{:.2}", mine / theirs),
            format!("≤ {goal:.2}: {met}"),
        ]);
    }
    let heads =
        ["Step".to_owned(), format!("{ours}, ms"), format!("{peer}, ms"), "Ratio".to_owned(), "Goal".to_owned()];
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    Ok(format!(
        "{}\n<p>Measured on {}.</p>",
        table("Beside other programs", &heads, &rows),
        text(&measured, "machine")?
    ))
}

/// `{{#bibliography}}`: every work, with links back to where it is cited.
pub(crate) fn bibliography(book: &Expander<'_>, place: Place<'_>) -> String {
    let citing = book.citing.borrow();
    let item = |key: &String| {
        let work = book.shelf.works.html(key).unwrap_or_default();
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
    format!("<ul class=\"works\">\n{}</ul>", concat(book.shelf.works.keys().iter().map(item)))
}
