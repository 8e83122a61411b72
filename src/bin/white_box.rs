//! Chapter 4, White-box networks: its figures from the command line, and what a transformer makes of images.

use std::process::ExitCode;

use ground_up::{
    chapters::white_box::{CHAPTER, infer},
    cli::{Tool, chapter_with},
};

fn main() -> ExitCode {
    chapter_with(&CHAPTER, &[Tool { command: infer::command, run: infer::run }])
}
