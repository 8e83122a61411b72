//! Why `cargo book` ends without having done what it was asked to, and the exit code that says so.

use std::process::ExitCode;

use anyhow::Error;

/// A reason to end, by what must be mended.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What is committed is not what comes out: numbers that drifted, faults of the book.
    Drift(Error),
    /// The command asks for what there is not.
    Request(Error),
    /// A file, the network or a device was in the way.
    World(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        if error.is::<press::Faults>() { Self::Drift(error) } else { Self::World(error) }
    }
}

impl Failure {
    fn exit_code(&self) -> u8 {
        match self {
            Self::Drift(_) => 1,
            Self::Request(_) => 2,
            Self::World(_) => 3,
        }
    }
}

/// Prints a failure on stderr and gives the exit code.
pub(crate) fn report(result: Result<(), Failure>) -> ExitCode {
    let Err(failure) = result else { return ExitCode::SUCCESS };
    let (Failure::Drift(error) | Failure::Request(error) | Failure::World(error)) = &failure;
    eprintln!("error: {error:#}");
    ExitCode::from(failure.exit_code())
}
