//! Chapter 4, White-box networks: its figures from the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    ground_up::cli::chapter(&ground_up::chapters::white_box::CHAPTER)
}
