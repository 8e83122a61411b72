//! How a figure was made: command, settings, sources, run, record.

use std::{fmt::Write as _, path::Path};

use ground_up::figure::{Record, plot, record::RunFacts};
use serde_json::Value;

use crate::{
    aside::aside,
    context::{Context, Place},
    finish::{sources, tables},
    html::{concat, escape, slug, to_root},
    labels::figure_anchor,
    number,
    shelf::{Exhibit, command, is_inside},
};

/// The drawer under a figure: closed, and marked where the figure is stale.
pub(super) fn drawer(book: &Context<'_>, place: Place<'_>, exhibit: &Exhibit) -> String {
    let Record { scale, config, sources: made_from, .. } = &exhibit.record;
    let id = exhibit.figure.id();
    let command = escape(&command(exhibit.figure));
    let stale = !exhibit.stale.is_empty();
    let mut html = String::new();
    let mut row = |name: &str, content: String| {
        writeln!(html, "<dt>{name}</dt><dd>{content}</dd>").expect("a string takes any text");
    };
    if stale {
        row("Stale because", items(exhibit.stale.iter().map(|reason| escape(reason))));
    }
    row(
        "Command",
        format!(
            "<span class=\"command\"><code>{command}</code><button type=\"button\" class=\"copy\" data-copy=\"{command}\">Copy the command</button></span>"
        ),
    );
    row("Scale", escape(scale));
    row("Settings", settings(config));
    row("Code", items(made_from.code.iter().map(|(path, hash)| named(&file(book, place, path), hash))));
    if !made_from.crates.is_empty() {
        row("Crates", items(made_from.crates.iter().map(|(name, version)| named(&escape(name), version))));
    }
    if !made_from.data.is_empty() {
        row("Data", items(made_from.data.iter().map(|(path, hash)| named(&file(book, place, path), hash))));
    }
    if let Some(facts) = RunFacts::read(&book.shelf.folder(), id) {
        let RunFacts { seconds, machine, device, rustc, revision } = facts;
        row(
            "Run",
            format!(
                "{} s on {} ({}), {}, revision <code>{}</code>",
                number::short(seconds),
                escape(&machine),
                escape(&device),
                escape(&rustc),
                escape(&revision)
            ),
        );
    }
    let record = format!("{}figures/{id}.json", to_root(&place.page.path));
    let numbers = exhibit.drawing.panels().filter(|panel| !panel.table.rows.is_empty()).map(|panel| {
        let address = format!("{}{}", to_root(&place.page.path), tables::address(id, panel.letter));
        format!("<a href=\"{address}\" download>({}) {}</a>", panel.letter, plot::html(&panel.title))
    });
    row("Numbers drawn (CSV)", items(numbers));
    row("Record", format!("<a href=\"{record}\" download>{}</a>", escape(&format!("{id}.json"))));
    let (class, word) = if stale { (" stale", " <span class=\"badge\">stale</span>") } else { ("", "") };
    let summary = format!("<summary>How this figure was made{word}</summary>");
    format!(
        "<details class=\"provenance{class}\" id=\"made-{}\">{}</details>",
        slug(&figure_anchor(id)),
        aside(&format!("{summary}\n<dl>\n{html}</dl>\n"))
    )
}

/// A file of the checkout, as a link to the site's copy of it; the name alone where the file is no longer there.
fn file(book: &Context<'_>, place: Place<'_>, path: &str) -> String {
    let name = escape(path);
    if !is_inside(Path::new(path)) || !book.shelf.root.join(path).is_file() {
        return name;
    }
    format!("<a href=\"{}{}\">{name}</a>", to_root(&place.page.path), escape(&sources::address(path)))
}

fn named(name: &str, hash: &str) -> String {
    format!("<code>{name}</code> <code class=\"hash\">{}</code>", escape(hash))
}

fn items(items: impl Iterator<Item = String>) -> String {
    format!("<ul>{}</ul>", concat(items.map(|item| format!("<li>{item}</li>"))))
}

/// Settings by their dotted names, as `--set` takes them.
fn settings(config: &Value) -> String {
    fn walk(value: &Value, path: &str, rows: &mut Vec<String>) {
        if let Value::Object(map) = value {
            for (key, value) in map {
                walk(value, &if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, rows);
            }
        } else {
            rows.push(format!("<code>{}={}</code>", escape(path), escape(&value.to_string())));
        }
    }
    let mut rows = Vec::new();
    walk(config, "", &mut rows);
    items(rows.into_iter())
}
