//! Why a program ends without having done all that was asked.

use std::fmt;

/// Why a program ends without having done all that was asked. The exit code says which.
#[derive(Debug)]
pub enum Failure {
    /// What was asked for is not there, or does not fit: 2.
    Request(anyhow::Error),
    /// A file, the network, the disk or a device stood in the way: 3.
    World(anyhow::Error),
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::World(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Request(error) | Self::World(error)) = self;
        f.write_str(&format!("{error:#}").replace('\n', " "))
    }
}
