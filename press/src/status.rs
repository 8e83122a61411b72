//! `cargo book status`: which figures are stale, and why.

use std::path::Path;

use anyhow::Result;
use ground_up::{
    chapters::figures,
    cli,
    figure::{Record, record::RunFacts, sources},
};
use press::Fault;

/// What is committed of the figures and does not follow from their numbers, since a drawing or a record was changed by hand,
/// or a drawing is gone.
pub(crate) fn damage(checkout: &Path) -> Result<Vec<Fault>> {
    let folder = checkout.join("figures");
    let mut faults = Vec::new();
    for figure in figures().filter(|figure| Record::path(&folder, figure.id()).exists()) {
        let fault = |reason| Fault {
            file: format!("figures/{}.json", figure.id()),
            line: 0,
            message: format!("{reason}; `--redraw` of its chapter's program mends it"),
        };
        faults.extend(sources::stale(figure, &folder)?.drawn.into_iter().map(fault));
    }
    Ok(faults)
}

/// A line a figure: fresh or stale, the seconds its committed record took, and with `why` the parts that changed.
pub(crate) fn status(checkout: &Path, why: bool) -> Result<String> {
    let folder = checkout.join("figures");
    let mut rows = Vec::new();
    let mut told = Vec::new();
    for figure in figures() {
        let reasons = sources::stale(figure, &folder)?.reasons();
        let seconds =
            RunFacts::read(&folder, figure.id()).map_or("–".to_owned(), |facts| format!("{:.1}", facts.seconds));
        let state = if reasons.is_empty() { "fresh" } else { "stale" };
        rows.push([figure.id().to_owned(), state.to_owned(), seconds]);
        told.extend(reasons.iter().map(|reason| format!("  {}: {reason}\n", figure.id())));
    }
    let table = cli::table(&["figure", "state", "seconds at book scale"], &rows);
    Ok(if why { table + &told.concat() } else { table })
}
