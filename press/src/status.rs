//! `cargo book status`: which figures are stale, and why.

use std::path::Path;

use anyhow::Result;
use ground_up::{
    chapters::figures,
    cli,
    figure::{record::RunFacts, sources},
};

/// A line a figure: fresh or stale, the seconds its committed record took, and with `why` the parts that changed.
pub(crate) fn status(checkout: &Path, why: bool) -> Result<String> {
    let folder = checkout.join("figures");
    let mut rows = Vec::new();
    let mut told = Vec::new();
    for figure in figures() {
        let reasons = sources::stale(figure, &folder)?;
        let seconds =
            RunFacts::read(&folder, figure.id()).map_or("–".to_owned(), |facts| format!("{:.1}", facts.seconds));
        let state = if reasons.is_empty() { "fresh" } else { "stale" };
        rows.push([figure.id().to_owned(), state.to_owned(), seconds]);
        told.extend(reasons.iter().map(|reason| format!("  {}: {reason}\n", figure.id())));
    }
    let table = cli::table(&["figure", "state", "seconds at book scale"], &rows);
    Ok(if why { table + &told.concat() } else { table })
}
