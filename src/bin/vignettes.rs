//! Chapter 1, Motivating vignettes: its figures from the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    ground_up::cli::chapter(&ground_up::chapters::vignettes::CHAPTER)
}
