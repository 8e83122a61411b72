//! Chapter 0, Recap: sparse recovery: its figures from the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    ground_up::cli::chapter(&ground_up::chapters::sparse_recovery::CHAPTER)
}
