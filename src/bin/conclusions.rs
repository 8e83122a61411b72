//! Chapter 5, Conclusions: its figures from the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    ground_up::cli::chapter(&ground_up::chapters::conclusions::CHAPTER)
}
