//! Chapter 3, Representation: learning the structure of a manifold: its figures from the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    ground_up::cli::chapter(&ground_up::chapters::representation::CHAPTER)
}
