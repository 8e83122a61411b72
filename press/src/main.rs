//! `cargo book`: regenerates the figures, compares them, and prints the book.

mod reproduce;
mod status;

use std::{
    io::{stdin, stdout},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Result, bail, ensure};
use clap::{Parser, Subcommand, ValueEnum};
use ground_up::{
    cli,
    figure::Context,
    ground::{files, progress::Progress, scale::Scale},
};

/// Computes every figure at quick scale, compares it with its snapshot, and prints the book.
#[derive(Parser)]
#[command(name = "cargo book", version, max_term_width = 100, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  cargo book                                        the main job; prints where the book is
  cargo book serve                                  read it at http://localhost:3000, printed again at every change
  cargo book reproduce two_curves/kernel_decay      one figure, compared with its snapshot
  cargo book reproduce --scale book                 every figure as the book prints it, compared with its record
  cargo book status --why                           which figures are stale, and which part changed";

#[derive(Subcommand)]
enum Command {
    /// Print the book, without computing a figure.
    Build,
    /// Show the book on this machine, printed again when pages or figures change.
    Serve {
        /// The port.
        #[arg(long, default_value_t = 3000)]
        port: u16,
    },
    /// Compute figures again, compare them with what is committed, and write a report; exit with 1 on drift.
    Reproduce {
        /// The figures, as CHAPTER/FIGURE [default: all].
        ids: Vec<String>,
        /// `quick` compares with the snapshots, `book` with the records that the book prints.
        #[arg(long, value_enum, default_value_t = ScaleName::Quick)]
        scale: ScaleName,
    },
    /// Say which figures are stale.
    Status {
        /// Also say which part changed.
        #[arg(long)]
        why: bool,
    },
    /// Print the book and check it: links, anchors, ids, nothing unexpanded, nothing from the network.
    Check,
    /// Speak mdBook's protocol: `mdbook` calls this.
    #[command(hide = true)]
    Preprocess {
        #[command(subcommand)]
        question: Option<Question>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum ScaleName {
    Quick,
    Book,
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
    perform(Arguments::parse().command).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn perform(command: Option<Command>) -> Result<ExitCode> {
    files::end_cleanly_on_interrupt()?;
    let checkout = files::checkout();
    match command {
        None => {
            let reproduced = reproduced(&checkout, Scale::Quick, &[])?;
            print_book(&checkout)?;
            return Ok(reproduced);
        }
        Some(Command::Build) => print_book(&checkout)?,
        Some(Command::Serve { port }) => press::serve(&checkout, port)?,
        Some(Command::Reproduce { ids, scale }) => {
            let scale = match scale {
                ScaleName::Quick => Scale::Quick,
                ScaleName::Book => Scale::Book,
            };
            return reproduced(&checkout, scale, &ids);
        }
        Some(Command::Status { why }) => cli::say(&status::status(&checkout, why)?)?,
        Some(Command::Check) => check(&checkout)?,
        Some(Command::Preprocess { question: None }) => {
            press::preprocess(press::preprocessor(), stdin().lock(), stdout().lock())?;
        }
        Some(Command::Preprocess { question: Some(Question::Supports { renderer }) }) => {
            ensure!(press::supports(&renderer), "the press prints for html, not for {renderer}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Computes figures again, prints the table and the path of the report; the exit code says whether any drifted.
fn reproduced(checkout: &Path, scale: Scale, ids: &[String]) -> Result<ExitCode> {
    let data = std::env::var_os("GROUND_UP_DATA").map(PathBuf::from);
    let context = Context { progress: Progress::Shown, data, ..Context::default() };
    let findings = reproduce::reproduce(checkout, scale, ids, &context)?;
    let report = reproduce::write_report(checkout, scale, &findings)?;
    cli::say(&format!("{}{}\n", reproduce::table(&findings), report.display()))?;
    Ok(if findings.all_agree() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print_book(checkout: &Path) -> Result<()> {
    cli::say(&format!("{}\n", press::build(checkout)?.join("index.html").display()))
}

fn check(checkout: &Path) -> Result<()> {
    let site = press::build(checkout)?;
    let faults = press::check(&site)?;
    if faults.is_empty() {
        return cli::say(&format!("{} is sound\n", site.display()));
    }
    for fault in &faults {
        eprintln!("  {fault}");
    }
    bail!("the printed book has {} faults, listed above", faults.len())
}
