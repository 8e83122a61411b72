//! Computing a figure again and holding it against what is committed.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::{
    Claim, Context, Figure, Record, Tolerance,
    drift::{self, Drift},
};
use crate::ground::{files, scale::Scale};

/// A figure computed again, and how it compares with its reference.
#[derive(Debug, Clone, PartialEq)]
pub struct Reproduction {
    /// The id of the figure that was computed again.
    pub id: &'static str,
    /// Wall time of the experiment, seconds.
    pub seconds: f64,
    /// The number that moved most.
    pub drift: Drift,
}

impl Reproduction {
    /// `"reproduced"` or `"drifted"`.
    #[must_use]
    pub fn verdict(&self) -> &'static str {
        if self.drift.agrees() { "reproduced" } else { "drifted" }
    }

    /// Heads of [`Self::row`].
    pub const COLUMNS: [&'static str; 8] =
        ["figure", "seconds", "most moved", "reference", "measured", "deviation", "tolerance", "verdict"];

    /// The reproduction as a row of a table; where nothing moved there is nothing to name.
    #[must_use]
    pub fn row(&self) -> [String; 8] {
        let drift = &self.drift;
        let moved = |text: String| if drift.pointer.is_empty() { "–".to_owned() } else { text };
        let number = |x: f64| if x.is_finite() { format!("{x:.1e}") } else { "not comparable".to_owned() };
        [
            self.id.to_owned(),
            format!("{:.1}", self.seconds),
            moved(drift.pointer.clone()),
            moved(drift.reference.clone()),
            moved(drift.measured.clone()),
            moved(number(drift.distance)),
            moved(number(drift.allowed)),
            self.verdict().to_owned(),
        ]
    }
}

/// Runs `figure` at `scale` and compares it with what is committed under `checkout`: at quick scale its snapshot, at
/// book scale its record.
pub fn reproduce(figure: &dyn Figure, scale: Scale, checkout: &Path, context: &Context) -> Result<Reproduction> {
    let reference = match scale {
        Scale::Quick => snapshot(checkout, figure.id())?,
        Scale::Book => comparable(
            &Record::read(&checkout.join("figures"), figure.id())
                .context("there is nothing to compare with; make it with the chapter's program")?,
        ),
    };
    #[expect(clippy::disallowed_methods, reason = "the seconds of a run are no part of its result")]
    let start = Instant::now();
    let record = figure.record(scale.name(), &figure.config(scale), context)?;
    let seconds = start.elapsed().as_secs_f64();
    let measured = match scale {
        Scale::Quick => drift::summary(&comparable(&record)),
        Scale::Book => comparable(&record),
    };
    Ok(Reproduction { id: figure.id(), seconds, drift: compare(figure, &reference, &measured) })
}

/// What of a record must come out again: settings, numbers, and the verdict of every claim.
#[must_use]
pub fn comparable(record: &Record) -> Value {
    let verdict = |claim: &Claim| json!([claim.sentence, claim.verdict]);
    let verdicts: Vec<Value> = record.claims.iter().map(verdict).collect();
    json!({"config": record.config, "outcome": record.outcome, "verdicts": verdicts})
}

/// Compares two [`comparable`] values of `figure`, or two summaries of them, with the tolerances of the figure.
#[must_use]
pub fn compare(figure: &dyn Figure, reference: &Value, measured: &Value) -> Drift {
    // Settings and verdicts are equal or they are not.
    let tolerance =
        |pointer: &str| pointer.strip_prefix("/outcome").map_or(Tolerance::EXACT, |within| figure.tolerance(within));
    drift::compare(reference, measured, &tolerance)
}

/// Where the quick-scale snapshot of figure `id` lies.
#[must_use]
pub fn snapshot_path(checkout: &Path, id: &str) -> PathBuf {
    checkout.join(format!("tests/snapshots/{}.snap", snapshot_name(id)))
}

/// The snapshot's name: the id with its slash doubled into underscores.
#[must_use]
pub fn snapshot_name(id: &str) -> String {
    id.replace('/', "__")
}

/// The numbers of a committed snapshot: what follows the header between two `---` lines.
pub fn snapshot(checkout: &Path, id: &str) -> Result<Value> {
    let path = snapshot_path(checkout, id);
    let text = String::from_utf8(files::read(&path)?).with_context(|| format!("{} is not UTF-8", path.display()))?;
    let body = text.splitn(3, "---\n").nth(2).unwrap_or_default();
    serde_json::from_str(body).with_context(|| {
        // The snapshot of a figure that was just begun says in words what is to be done.
        let words = body.lines().find(|line| line.starts_with("No numbers yet."));
        let remedy = words.unwrap_or("it holds no numbers; restore it with git checkout");
        format!("{}: {remedy}", path.display())
    })
}
