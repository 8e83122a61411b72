//! `{{#peers NAME}}`: our time beside other programs'.

use serde::Deserialize;

use super::tables::table;
use crate::{context::Context, html::escape, number::short};

/// Our time beside that of other programs for the same work, as a script under `benches/peers` wrote it to `NAME.json`.
///
/// # Errors
///
/// If there is no such file, or it is not what such a script writes.
pub(super) fn peers(book: &Context<'_>, name: &str) -> Result<String, String> {
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
    let peers = measured.peers.iter().map(|peer| escape(&format!("{} {}", peer.name, peer.version)));
    let versions: Vec<String> = std::iter::once(escape(&measured.rustc)).chain(peers).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let found = answers(&measured);
    Ok(format!(
        "{}\n{found}<p>Measured on {}, with {} {}, {}: {}.</p>",
        table("Beside other programs", &heads, &rows),
        escape(&measured.machine),
        measured.threads,
        if measured.threads == 1 { "thread" } else { "threads" },
        versions.join(", "),
        match measured.rounds {
            1 => "the fastest times of one round".to_owned(),
            rounds => format!("of {rounds} rounds by turns, the fastest of each"),
        },
    ))
}

/// What the programs found, where that is not the same.
fn answers(measured: &Measured) -> String {
    if measured.answers.is_empty() {
        return String::new();
    }
    let heads: Vec<&str> = ["What they find", "This book"]
        .into_iter()
        .chain(measured.peers.iter().map(|peer| peer.name.as_str()))
        .collect();
    let cells = |answer: &Answer| {
        let numbers = std::iter::once(&answer.ours).chain(&answer.peers).map(|&number| short(number));
        std::iter::once(escape(&answer.what)).chain(numbers).collect()
    };
    let rows: Vec<Vec<String>> = measured.answers.iter().map(cells).collect();
    format!("{}\n", table("What they find", &heads, &rows))
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
    /// What they found, where programs may differ.
    #[serde(default)]
    answers: Vec<Answer>,
}

/// A number that each program found.
#[derive(Deserialize)]
struct Answer {
    what: String,
    ours: f64,
    peers: Vec<f64>,
}

/// Another program that does the same work.
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
