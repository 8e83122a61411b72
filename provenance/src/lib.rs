//! What a figure is made from: the code that its own file reaches, by hash, and the crates that this code names.
//!
//! Taken when the library is built (`build.rs`), so that a program knows what it was made from wherever it runs and
//! whatever is edited meanwhile.
//!
//! The code of a figure is the `mod.rs` of its folder and every module that is reached from there through paths and `use`
//! lines. A re-export is followed to the item that a path names, and to no other. Of each file the tokens are hashed,
//! without what cannot move a number (see [`syntax`]).

mod lock;
pub mod syntax;
mod trace;

use std::collections::BTreeMap;

pub use trace::{Tracer, figures};

/// What a figure is made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// Source files under the checkout, with the start of the SHA-256 of their tokens.
    pub code: BTreeMap<String, String>,
    /// Outside crates that this code names, with the version in `Cargo.lock`.
    pub crates: BTreeMap<String, String>,
}

/// The first 16 hexadecimal digits of the SHA-256 of some bytes.
#[must_use]
fn short_hash(bytes: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    format!("{:x}", Sha256::digest(bytes))[..16].to_owned()
}
