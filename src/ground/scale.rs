//! How much work a figure is given.

use clap::ValueEnum;

/// How much work a figure is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Scale {
    /// Seconds: what the tests run.
    Quick,
    /// Minutes: what the book prints.
    Book,
}

impl Scale {
    /// The name in records and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Book => "book",
        }
    }
}
