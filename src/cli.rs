//! One command line for all chapters.

use std::{
    collections::BTreeSet,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use anyhow::{Context as _, Result, bail, ensure};
use clap::{CommandFactory as _, FromArgMatches as _, Parser, ValueEnum};
use clap_complete::Shell;
use serde_json::Value;

use crate::figure::{
    Chapter, Context, Figure, Progress, Reproduction, Scale,
    context::Device,
    files,
    record::{self, RunFacts},
    reproduction, settings,
    sources::{self, Sources},
};

/// Computes the chapter's figures: numbers as JSON, and the drawing made from them.
///
/// Without a figure: every figure whose settings, code or data changed since its record was written, at book scale,
/// into figures/. With --set, --scale quick or --out nothing is written into figures/.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXAMPLES)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
struct Arguments {
    /// The figures to compute, as --list names them [default: the stale ones]
    figures: Vec<String>,
    /// Change a setting: a dotted field of the figure's settings and a JSON value; may be repeated
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    set: Vec<String>,
    /// The settings to start from: `quick` takes seconds, `book` is what the book prints
    #[arg(long, value_enum, default_value_t = ScaleName::Book)]
    scale: ScaleName,
    /// The folder to write into [default: figures/, or target/figures/ where settings are not the book's]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Compute all the chapter's figures, not only the stale ones
    #[arg(long, conflicts_with = "figures")]
    all: bool,
    /// List the chapter's figures and whether each is stale, and stop
    #[arg(long)]
    list: bool,
    /// Print the settings as JSON, and stop
    #[arg(long)]
    print_config: bool,
    /// Compute again and compare with what is committed; exit with 1 on drift; write nothing
    #[arg(long, conflicts_with_all = ["set", "out", "all"])]
    check: bool,
    /// Where networks are trained
    #[arg(long, value_enum, default_value_t = DeviceName::Cpu)]
    device: DeviceName,
    /// A folder of data files, searched before the committed ones
    #[arg(long, value_name = "DIR", env = "GROUND_UP_DATA")]
    data: Option<PathBuf>,
    /// Threads to compute with; no result depends on it [default: all cores]
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Print a completion script for this shell, and stop
    #[arg(long, value_name = "SHELL")]
    completions: Option<Shell>,
}

const EXAMPLES: &str = "\
Examples (after `cargo run --release --bin CHAPTER --`):
  --list                                       the figures there are
  FIGURE --print-config                        the knobs of a figure
  FIGURE --scale quick --out mine              a figure in seconds
  FIGURE --set 'depths=[5,40]'                 a figure of your own, into target/figures/
  --check                                      has anything drifted?

Progress goes to stderr; stdout carries the paths written, one a line.";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ScaleName {
    Quick,
    Book,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum DeviceName {
    Cpu,
    Cuda,
}

/// The program of a chapter: reads the arguments, does what they say, prints an error once.
#[must_use]
pub fn chapter(chapter: &Chapter) -> ExitCode {
    let about = format!("Chapter {}, {}", chapter.number, chapter.title);
    let command = Arguments::command().name(chapter.id).before_help(about);
    let arguments = match Arguments::from_arg_matches(&command.clone().get_matches()) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    if let Some(shell) = arguments.completions {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut command.clone(), chapter.id, &mut script);
        return report(say(&String::from_utf8_lossy(&script)).map(|()| ExitCode::SUCCESS));
    }
    report(perform(chapter, &arguments))
}

/// Prints an error as one line on stderr and gives the exit code.
fn report(result: Result<ExitCode>) -> ExitCode {
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {}", format!("{error:#}").replace('\n', " "));
            ExitCode::FAILURE
        }
    }
}

/// Writes to stdout; a reader such as `head` that closed it early is no failure.
pub fn say(text: &str) -> Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to stdout"),
    }
}

fn perform(chapter: &Chapter, arguments: &Arguments) -> Result<ExitCode> {
    let context = context(arguments)?;
    files::end_cleanly_on_interrupt()?;
    let chosen = chosen(chapter, arguments)?;
    if arguments.list {
        list(chapter)?;
    } else if arguments.print_config {
        for (_, config) in &chosen {
            say(&record::layout(config))?;
        }
    } else if arguments.check {
        return check(&chosen, arguments.scale(), &context);
    } else {
        make(chapter, &chosen, arguments, &context)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn context(arguments: &Arguments) -> Result<Context> {
    if let Some(folder) = &arguments.data {
        ensure!(folder.is_dir(), "--data (or GROUND_UP_DATA) names {}, which is not a folder", folder.display());
    }
    if let Some(jobs) = arguments.jobs {
        settings::in_range("--jobs", jobs, 1..=1024)?;
        rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global().context("cannot start the threads")?;
    }
    let device = match arguments.device {
        DeviceName::Cpu => Device::Cpu,
        DeviceName::Cuda if cfg!(feature = "cuda") => Device::Cuda,
        DeviceName::Cuda => bail!(
            "this program was built without CUDA; build it with `cargo run --release --features cuda …` on a machine \
             that has the CUDA toolkit, or leave out `--device cuda`"
        ),
    };
    Ok(Context { device, data: arguments.data.clone(), progress: Progress::Shown })
}

/// The figures asked for, each with its settings, all checked before any is computed.
fn chosen(chapter: &Chapter, arguments: &Arguments) -> Result<Vec<(&'static dyn Figure, Value)>> {
    let figures = if arguments.figures.is_empty() {
        chapter.figures.to_vec()
    } else {
        let find = |name: &String| {
            let known = || chapter.figures.iter().map(|figure| figure.name()).collect::<Vec<_>>().join(", ");
            chapter.figure(name).with_context(|| match chapter.figures {
                [] => format!("the chapter {} has no figure `{name}`: it has none yet", chapter.id),
                _ => format!("the chapter {} has no figure `{name}`; its figures are {}", chapter.id, known()),
            })
        };
        arguments.figures.iter().map(find).collect::<Result<_>>()?
    };
    let figures = without_repeats(figures);
    ensure!(
        arguments.set.is_empty() || figures.len() == 1,
        "--set changes one figure: name it; the figures of {} are listed by --list",
        chapter.id
    );
    let with_settings = |figure: &'static dyn Figure| {
        let mut config = figure.config(arguments.scale());
        for assignment in &arguments.set {
            settings::assign(&mut config, assignment).with_context(|| format!("cannot set {}", figure.id()))?;
        }
        figure.check(&config)?;
        Ok((figure, config))
    };
    figures.into_iter().map(with_settings).collect()
}

/// The figures, each once, in the order first named.
fn without_repeats(figures: Vec<&'static dyn Figure>) -> Vec<&'static dyn Figure> {
    let mut seen = BTreeSet::new();
    figures.into_iter().filter(|figure| seen.insert(figure.id())).collect()
}

fn list(chapter: &Chapter) -> Result<()> {
    if chapter.figures.is_empty() {
        eprintln!("the chapter {} has no figures yet", chapter.id);
    }
    for &figure in chapter.figures {
        let reasons = sources::stale(figure, &files::checkout().join("figures"))?;
        let state = if reasons.is_empty() { "fresh".to_owned() } else { format!("stale: {}", reasons.join(", ")) };
        say(&format!("{:24} {} ({state})\n", figure.name(), figure.title()))?;
    }
    Ok(())
}

fn check(chosen: &[(&'static dyn Figure, Value)], scale: Scale, context: &Context) -> Result<ExitCode> {
    let mut rows = Vec::new();
    let mut drifted = false;
    for &(figure, _) in chosen {
        eprintln!("{} at {} scale", figure.id(), scale.name());
        let reproduction = reproduction::reproduce(figure, scale, &files::checkout(), context)?;
        drifted |= !reproduction.drift.agrees();
        rows.push(reproduction.row());
    }
    say(&table(&Reproduction::COLUMNS, &rows))?;
    Ok(ExitCode::from(u8::from(drifted)))
}

/// Columns of text, each as wide as its widest entry.
#[must_use]
pub fn table<const N: usize>(heads: &[&str; N], rows: &[[String; N]]) -> String {
    let width = |column: usize| {
        let entries = rows.iter().map(|row| row[column].chars().count());
        entries.chain([heads[column].chars().count()]).max().unwrap_or_default()
    };
    let line = |entries: Vec<&str>| {
        let cells = entries.iter().enumerate().map(|(i, entry)| format!("{entry:<width$}", width = width(i)));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    let body = rows.iter().map(|row| line(row.iter().map(String::as_str).collect()));
    std::iter::once(line(heads.to_vec())).chain(body).collect()
}

fn make(
    chapter: &Chapter,
    chosen: &[(&'static dyn Figure, Value)],
    arguments: &Arguments,
    context: &Context,
) -> Result<()> {
    if chosen.is_empty() {
        eprintln!("the chapter {} has no figures yet", chapter.id);
    }
    let folder = arguments.folder();
    if same_folder(&folder, &files::checkout().join("figures")) {
        ensure!(
            arguments.writes_the_book(),
            "figures/ holds the book's own records: with --set, --scale quick or --out, write somewhere else"
        );
        ensure_up_to_date(chapter)?;
    }
    files::ensure_writable(&folder.join(chapter.id))?;
    let only_stale = arguments.figures.is_empty() && !arguments.all && arguments.writes_the_book();
    for (figure, config) in chosen {
        if only_stale && sources::stale(*figure, &folder)?.is_empty() {
            eprintln!("{} is fresh", figure.id());
            continue;
        }
        eprintln!("{} at {} scale", figure.id(), arguments.scale_name());
        #[expect(clippy::disallowed_methods, reason = "the seconds of a run are no part of its result")]
        let start = Instant::now();
        let record = figure.record(arguments.scale_name(), config, context)?;
        let facts = RunFacts::of(start.elapsed().as_secs_f64(), context.device);
        let drawing = figure.draw(&record)?;
        for claim in &record.claims {
            eprintln!("  {}: {}", claim.verdict.words(), claim.sentence);
        }
        eprintln!("  {:.1} s", facts.seconds);
        for path in record.write(&drawing, &facts, &folder)? {
            say(&format!("{}\n", path.display()))?;
        }
    }
    Ok(())
}

fn same_folder(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// Refuses to write the book's records with a program older than the code that they would be said to come from.
fn ensure_up_to_date(chapter: &Chapter) -> Result<()> {
    let changed = |path: &Path| path.metadata().and_then(|facts| facts.modified());
    let built = changed(&std::env::current_exe()?)?;
    for &figure in chapter.figures {
        for file in Sources::of(figure)?.code.keys() {
            ensure!(
                changed(&files::checkout().join(file))? <= built,
                "{file} is newer than this program; build it again: cargo run --release --bin {}",
                chapter.id
            );
        }
    }
    Ok(())
}

impl Arguments {
    fn scale(&self) -> Scale {
        match self.scale {
            ScaleName::Quick => Scale::Quick,
            ScaleName::Book => Scale::Book,
        }
    }

    fn scale_name(&self) -> &'static str {
        if self.set.is_empty() { self.scale().name() } else { "custom" }
    }

    fn writes_the_book(&self) -> bool {
        self.out.is_none() && self.set.is_empty() && self.scale() == Scale::Book
    }

    fn folder(&self) -> PathBuf {
        match &self.out {
            Some(folder) => folder.clone(),
            None if self.writes_the_book() => files::checkout().join("figures"),
            None => files::checkout().join("target/figures"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Arguments, table};
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_table_is_as_wide_as_its_entries() {
        let rows = [["two_curves/kernel_decay".to_owned(), "1.0".to_owned()]];
        assert_eq!(table(&["figure", "s"], &rows), "figure                   s\ntwo_curves/kernel_decay  1.0\n");
    }
}
