//! Chapter 2, Identification: binary classification of two curves: its figures from the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    ground_up::cli::chapter(&ground_up::chapters::two_curves::CHAPTER)
}
