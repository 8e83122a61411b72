//! Generated lists and tables: figures and their state, verdicts, timings, works.

use ground_up::figure::{Figure, Record, record::RunFacts};
use serde::Deserialize;

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
                    claims::source(book, place, claim)
                ),
                claims::measured(claim),
                claims::expected(claim),
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

/// `{{#peers NAME}}`: our time beside that of other programs for the same work, as a script under `benches/peers` wrote
/// it to `NAME.json`.
pub(crate) fn peers(book: &Expander<'_>, name: &str) -> Result<String, String> {
    let path = format!("benches/peers/{name}.json");
    let file = std::fs::read(book.shelf.root.join(&path)).map_err(|error| format!("cannot read {path}: {error}"))?;
    let measured: Measured = serde_json::from_slice(&file).map_err(|error| format!("{path}: {error}"))?;
    let aims = measured.rows.iter().any(|row| row.aim.is_some());
    let mut heads = vec![measured.what.clone(), "This book, ms".to_owned()];
    for peer in &measured.peers {
        heads.extend([format!("{}, ms", peer.name), "Ours over theirs".to_owned()]);
    }
    heads.extend(aims.then(|| "At most".to_owned()));
    let cells = |row: &Row| {
        let mut cells = vec![escape(&row.what), short(row.ours_ms)];
        for peer_ms in &row.peers_ms {
            cells.extend([short(*peer_ms), ratio(row.ours_ms / peer_ms)]);
        }
        cells.extend(aims.then(|| {
            let reached = |aim: f64| row.peers_ms.iter().all(|peer_ms| row.ours_ms <= aim * peer_ms);
            let verdict = |aim: f64| if reached(aim) { "reached" } else { "not reached" };
            row.aim.map_or(String::new(), |aim| format!("{} ({})", short(aim), verdict(aim)))
        }));
        cells
    };
    let rows: Vec<_> = measured.rows.iter().map(cells).collect();
    let versions: Vec<String> =
        measured.peers.iter().map(|peer| escape(&format!("{} {}", peer.name, peer.version))).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    Ok(format!(
        "{}\n<p>Measured on {}, with {} {}, {}, {}: {}.</p>",
        table("Beside other programs", &heads, &rows),
        escape(&measured.machine),
        measured.threads,
        if measured.threads == 1 { "thread" } else { "threads" },
        escape(&measured.rustc),
        versions.join(", "),
        match measured.rounds {
            1 => "the fastest times of one round".to_owned(),
            rounds => format!("of {rounds} rounds by turns, the fastest of each"),
        },
    ))
}

/// Two digits after the point, and as many more as it takes to show two that are not zero.
fn ratio(ratio: f64) -> String {
    let places = if ratio < 0.1 { 1 - ratio.log10().floor() as i32 } else { 2 };
    format!("{ratio:.*}", usize::try_from(places).unwrap_or(2))
}

/// What a script under `benches/peers` measured.
#[derive(Deserialize)]
struct Measured {
    /// What the rows are: the head of their column.
    what: String,
    machine: String,
    threads: usize,
    rounds: usize,
    rustc: String,
    peers: Vec<Peer>,
    rows: Vec<Row>,
}

/// Another program.
#[derive(Deserialize)]
struct Peer {
    name: String,
    version: String,
}

/// The same work here and in each of the other programs: times in milliseconds, and what part of theirs ours is to be at
/// most.
#[derive(Deserialize)]
struct Row {
    what: String,
    ours_ms: f64,
    peers_ms: Vec<f64>,
    aim: Option<f64>,
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
