//! What is wrong with a page, and where.

use std::fmt;

use anyhow::{Result, bail};

/// Something that does not resolve, with its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The page, as the book names it.
    pub file: String,
    /// The line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong and, where there is one, the way to mend it.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.message),
            line => write!(f, "{}:{line}: {}", self.file, self.message),
        }
    }
}

/// Fails if there is any fault, listing all of them.
///
/// # Errors
///
/// If `faults` is not empty.
pub(crate) fn none_of(mut faults: Vec<Fault>) -> Result<()> {
    if faults.is_empty() {
        return Ok(());
    }
    faults.sort();
    faults.dedup();
    let lines: Vec<String> = faults.iter().map(|fault| format!("  {fault}")).collect();
    bail!("the book has {} fault{}:\n{}", lines.len(), if lines.len() == 1 { "" } else { "s" }, lines.join("\n"))
}
