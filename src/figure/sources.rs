//! What a record was made from: code, crates and data, by hash, so that a figure knows when it is stale.
//!
//! Code and crates are taken down when the program is built (`build.rs`, by the package `provenance`): they are those of
//! the program that runs, wherever it runs and whatever has been edited since. Data are looked at when they are used.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::LazyLock,
};

use anyhow::Result;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Figure, Record};
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
            let bytes = files::read(&checkout.join(&path))?;
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

/// Why the committed record of `figure` under `folder` is not what this program would make; empty if it is fresh.
pub fn stale(figure: &dyn Figure, folder: &Path) -> Result<Vec<String>> {
    if !Record::path(folder, figure.id()).exists() {
        return Ok(vec!["there is no record".to_owned()]);
    }
    let Ok(record) = Record::read(folder, figure.id()) else {
        return Ok(vec!["its record cannot be read".to_owned()]);
    };
    let mut reasons = record.sources.changes(&Sources::current(figure)?);
    if record.config != figure.config(Scale::Book) {
        reasons.insert(0, "the settings changed".to_owned());
    }
    Ok(reasons)
}
