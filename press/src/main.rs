//! `cargo book`: regenerates the figures, compares them, and prints the book.

mod reproduce;
mod status;

use std::{
    io::{stdin, stdout},
    path::Path,
    process::ExitCode,
};

use anyhow::{Result, anyhow};
use clap::{Parser, Subcommand};
use ground_up::{
    cli::{self, Failure},
    figure::Context,
    ground::{
        files,
        progress::{Progress, tell},
        scale::Scale,
    },
};

use press::Faults;

/// Computes every figure at quick scale, compares it with its snapshot, and prints the book.
#[derive(Parser)]
#[command(name = "cargo book", bin_name = "cargo book", version, max_term_width = 100, after_help = EXAMPLES)]
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
  cargo book reproduce --json                       the same comparisons, for another program to read
  cargo book status --why                           which figures are stale, and which part changed
  cargo book new white_box/tokens                   the skeleton of a figure: code, page, and a test to fill in

Exit codes: 0; 1 where numbers drifted or the printed book has faults; 2 for a bad request; 3 where the world
(a file, the network, a device) was in the way.";

#[derive(Subcommand)]
enum Command {
    /// Print the book, without computing a figure.
    Build,
    /// Show the book on this machine, printed again when pages or figures change.
    Serve {
        /// The port of this machine at which to serve it.
        #[arg(long, default_value_t = 3000)]
        port: u16,
    },
    /// Compute figures again, compare them with what is committed, and write a report; exit with 1 on drift.
    Reproduce {
        /// The figures, as CHAPTER/FIGURE [default: all].
        ids: Vec<String>,
        /// `quick` compares with the snapshots, `book` with the records that the book prints.
        #[arg(long, value_enum, default_value_t = Scale::Quick)]
        scale: Scale,
        /// Print the findings as JSON instead of the table; the path of the report goes to stderr.
        #[arg(long)]
        json: bool,
    },
    /// Say which figures are stale.
    Status {
        /// Also say which part changed.
        #[arg(long)]
        why: bool,
    },
    /// Write the skeleton of a figure: its code, its place in the chapter, its page, and a snapshot to fill in.
    New {
        /// The figure, as CHAPTER/FIGURE: small letters, digits and underscores.
        id: String,
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

#[derive(Subcommand)]
enum Question {
    /// Whether a renderer can use the pages.
    Supports {
        /// The renderer's name in mdBook's settings, such as `html`.
        renderer: String,
    },
}

fn main() -> ExitCode {
    cli::report(perform(Arguments::parse().command))
}

fn perform(command: Option<Command>) -> Result<ExitCode, Failure> {
    files::end_cleanly_on_interrupt()?;
    let checkout = files::checkout();
    match command {
        None => {
            // The book is printed also where a figure drifted.
            let compared = reproduced(&checkout, Scale::Quick, &[], false);
            let printed = unless_faulty(print_book(&checkout))?;
            return if printed == ExitCode::SUCCESS { compared } else { Ok(printed) };
        }
        Some(Command::Build) => return unless_faulty(print_book(&checkout)),
        Some(Command::Serve { port }) => return unless_faulty(press::serve(&checkout, port)),
        Some(Command::Reproduce { ids, scale, json }) => return reproduced(&checkout, scale, &ids, json),
        Some(Command::Status { why }) => cli::say(&status::status(&checkout, why)?)?,
        Some(Command::New { id }) => begin(&checkout, &id)?,
        Some(Command::Check) => return unless_faulty(check(&checkout)),
        Some(Command::Preprocess { question: None }) => {
            let answered = press::preprocess(press::preprocessor(), stdin().lock(), stdout().lock());
            return unless_faulty(answered);
        }
        Some(Command::Preprocess { question: Some(Question::Supports { renderer }) }) => {
            if !press::supports(&renderer) {
                return Err(Failure::Request(anyhow!("the press prints for html, not for {renderer}")));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A book with faults ends in the exit code 1, as drift does; the faults are listed, a line each.
fn unless_faulty(done: Result<()>) -> Result<ExitCode, Failure> {
    let Err(error) = done else { return Ok(ExitCode::SUCCESS) };
    let faults = error.downcast::<Faults>()?;
    tell(&format!("error: {faults}"));
    Ok(cli::drifted(true))
}

/// Computes figures again and prints what came of it, as a table with the path of the report, or as JSON.
fn reproduced(checkout: &Path, scale: Scale, ids: &[String], json: bool) -> Result<ExitCode, Failure> {
    let data = cli::data_folder(None).map_err(Failure::Request)?;
    let context = Context { progress: Progress::Shown, data, ..Context::default() };
    let figures = reproduce::chosen(ids).map_err(Failure::Request)?;
    cli::start_threads(None)?;
    let findings = reproduce::reproduce(checkout, scale, figures, &context);
    let report = reproduce::write_report(checkout, &findings)?;
    if json {
        cli::say(&reproduce::as_json(&findings)?)?;
        tell(&report.display().to_string());
    } else {
        cli::say(&format!("{}{}\n", reproduce::table(&findings), report.display()))?;
    }
    findings.verdict()
}

fn print_book(checkout: &Path) -> Result<()> {
    cli::say(&format!("{}\n", press::build(checkout)?.join("index.html").display()))
}

/// Writes the skeleton of a figure, prints what was written, and says how to go on.
fn begin(checkout: &Path, id: &str) -> Result<(), Failure> {
    let figure = press::NewFigure::named(checkout, id).map_err(Failure::Request)?;
    for path in figure.write()? {
        cli::say(&format!("{}\n", path.display()))?;
    }
    tell(&format!("cargo test --release --test figures -- {id} says what to fill in"));
    Ok(())
}

fn check(checkout: &Path) -> Result<()> {
    let site = press::build(checkout)?;
    let faults = [press::check(&site)?, status::damage(checkout)?].concat();
    Faults::none(faults)?;
    cli::say(&format!("{} is sound\n", site.display()))
}
