//! `cargo book`: regenerates the figures, compares them, and prints the book.

use std::{
    io::{Write as _, stdin, stdout},
    process::ExitCode,
};

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};
use ground_up::figure::files;

/// Regenerates the figures, compares them, and prints the book.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Print the book.
    Build,
    /// Show the book on this machine, printed again when pages or figures change.
    Serve {
        /// The port.
        #[arg(long, default_value_t = 3000)]
        port: u16,
    },
    /// Check the printed book: links, anchors, ids, nothing unexpanded, nothing from the network.
    Check,
    /// Speak mdBook's protocol: `mdbook` calls this.
    #[command(hide = true)]
    Preprocess {
        #[command(subcommand)]
        question: Option<Question>,
    },
}

#[derive(Subcommand)]
enum Question {
    /// Whether a renderer can use the pages.
    Supports {
        /// Its name.
        renderer: String,
    },
}

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let root = files::checkout();
    match Arguments::parse().command {
        None | Some(Command::Build) => writeln!(stdout(), "{}", press::build(&root)?.join("index.html").display())?,
        Some(Command::Serve { port }) => press::serve(&root, port)?,
        Some(Command::Check) => {
            let site = press::build(&root)?;
            let faults = press::check(&site)?;
            if !faults.is_empty() {
                let lines: Vec<String> = faults.iter().map(|fault| format!("  {fault}")).collect();
                bail!("the printed book has {} faults:\n{}", lines.len(), lines.join("\n"));
            }
            writeln!(stdout(), "{} is sound", site.display())?;
        }
        Some(Command::Preprocess { question: None }) => {
            press::preprocess(press::preprocessor(), stdin().lock(), stdout().lock())?;
        }
        Some(Command::Preprocess { question: Some(Question::Supports { renderer }) }) => {
            return Ok(if press::supports(&renderer) { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
    }
    Ok(ExitCode::SUCCESS)
}
