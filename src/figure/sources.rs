//! What a record was made from: code, crates and data, by hash, so that a figure knows when it is stale.
//!
//! Code and crates are taken down when the program is built (`build.rs`, by the package `provenance`): they are those of
//! the program that runs, wherever it runs and whatever has been edited since. Data are looked at when they are used.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::LazyLock,
};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Claim, Figure, Record};
use crate::ground::{files, scale::Scale};

/// Names and hashes of everything a record was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sources {
    /// Source files under the checkout, with the start of the SHA-256 of their tokens.
    pub code: BTreeMap<String, String>,
    /// Outside crates that this code names, with the version in `Cargo.lock`.
    pub crates: BTreeMap<String, String>,
    /// Data files, with their SHA-256.
    #[serde(default)]
    pub data: BTreeMap<String, String>,
}

/// Code and crates of every figure of this program.
static BUILT: LazyLock<BTreeMap<String, Sources>> = LazyLock::new(|| {
    serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/sources.json"))).expect("written by build.rs")
});

impl Sources {
    /// The sources of `figure`: the code of this program, and the data as they are now.
    pub fn current(figure: &dyn Figure) -> Result<Self> {
        let mut sources = Self::built(figure.id());
        let checkout = files::checkout();
        // Where the checkout is not, the data come from elsewhere, and who reads them checks their sums.
        for name in figure.data().iter().filter(|_| checkout.is_dir()) {
            let path = format!("data/{name}");
            let bytes = files::read(&checkout.join(&path))
                .with_context(|| format!("{} reads it; restore it: `git checkout -- {path}`", figure.id()))?;
            sources.data.insert(path, format!("{:x}", Sha256::digest(bytes)));
        }
        Ok(sources)
    }

    /// Code and crates of the figure `id` of this program.
    #[must_use]
    pub fn built(id: &str) -> Self {
        BUILT.get(id).cloned().unwrap_or_default()
    }

    /// What of `self` is different in `now`, one phrase a part.
    #[must_use]
    pub fn changes(&self, now: &Self) -> Vec<String> {
        let mut changes = Vec::new();
        for (was, is) in [(&self.code, &now.code), (&self.crates, &now.crates), (&self.data, &now.data)] {
            for name in was.keys().chain(is.keys()).collect::<BTreeSet<_>>() {
                match (was.get(name), is.get(name)) {
                    (Some(a), Some(b)) if a == b => {}
                    (Some(_), Some(_)) => changes.push(format!("{name} changed")),
                    (None, _) => changes.push(format!("{name} is new")),
                    (_, None) => changes.push(format!("{name} is no longer used")),
                }
            }
        }
        changes
    }
}

/// Why what is committed of a figure is not what this program would make.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stale {
    /// Why its numbers are not: it must be computed again.
    pub numbers: Vec<String>,
    /// Why its drawing or its claims are not those of its numbers: it must be drawn and judged again.
    pub drawn: Vec<String>,
}

impl Stale {
    /// All reasons; none if it is fresh.
    #[must_use]
    pub fn reasons(self) -> Vec<String> {
        [self.numbers, self.drawn].concat()
    }
}

/// Why what `folder` has of `figure` is not what this program would make.
pub fn stale(figure: &dyn Figure, folder: &Path) -> Result<Stale> {
    let again = |reason: String| Ok(Stale { numbers: vec![reason], drawn: Vec::new() });
    if !Record::path(folder, figure.id()).exists() {
        return again("there is no record".to_owned());
    }
    let record = match Record::read(folder, figure.id()) {
        Ok(record) => record,
        Err(error) => return again(format!("its record cannot be read: {}", error.root_cause())),
    };
    let mut numbers = record.sources.changes(&Sources::current(figure)?);
    if record.config != figure.config(Scale::Book) {
        numbers.insert(0, "the settings changed".to_owned());
    }
    match (figure.claims(&record), figure.draw(&record)) {
        (Ok(claims), Ok(drawing)) => {
            let drawn = std::fs::read(Record::drawing_path(folder, figure.id())).ok();
            Ok(Stale { numbers, drawn: unlike(&record, &claims, drawn.as_deref(), drawing.bytes()) })
        }
        (Err(error), _) | (_, Err(error)) => {
            numbers.push(format!("its record does not fit it: {}", error.root_cause()));
            Ok(Stale { numbers, drawn: Vec::new() })
        }
    }
}

/// What of a record's claims and of the drawing beside it does not follow from its numbers.
fn unlike(record: &Record, claims: &[Claim], drawn: Option<&[u8]>, drawing: &[u8]) -> Vec<String> {
    let same = claims.len() == record.claims.len()
        && claims.iter().zip(&record.claims).all(|(claim, recorded)| claim.says_the_same(recorded));
    let claims = (!same).then_some("its claims are not those of its numbers");
    let drawing = match drawn {
        None => Some("there is no drawing"),
        Some(drawn) if drawn != drawing => Some("its drawing is not that of its numbers"),
        Some(_) => None,
    };
    let sums = record.sums.is_empty().then_some("it carries no sums of its numbers");
    claims.into_iter().chain(drawing).chain(sums).map(str::to_owned).collect()
}
