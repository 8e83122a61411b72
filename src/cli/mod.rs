//! One command line for all chapters.

mod arguments;
mod make;

use std::{
    collections::BTreeSet,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, Result, ensure};
use clap::{ArgMatches, Command, CommandFactory as _, FromArgMatches as _};
use serde_json::{Value, json};

use self::arguments::Arguments;
use crate::{
    figure::{Chapter, Context, Figure, Reproduction, record, reproduction, settings, sources},
    ground::{
        device::DeviceKind,
        files,
        progress::{Progress, tell},
        scale::Scale,
    },
};

pub use crate::ground::failure::Failure;

/// Drift is told by the exit code 1.
#[must_use]
pub fn drifted(drifted: bool) -> ExitCode {
    ExitCode::from(u8::from(drifted))
}

/// The exit code of a program; a failure is printed as one line on stderr.
#[must_use]
pub fn report(result: Result<ExitCode, Failure>) -> ExitCode {
    let failure = match result {
        Ok(code) => return code,
        Err(failure) => failure,
    };
    tell(&format!("error: {failure}"));
    ExitCode::from(match failure {
        Failure::Request(_) => 2,
        Failure::World(_) => 3,
    })
}

/// What a chapter's program does besides its figures, as a command of its own.
#[derive(Debug, Clone, Copy)]
pub struct Tool {
    /// Its name, its arguments and its help.
    pub command: fn() -> Command,
    /// Does what the arguments say; returns the files that it wrote.
    pub run: fn(&ArgMatches) -> Result<Vec<PathBuf>, Failure>,
}

/// The program of a chapter: reads the arguments, does what they say, prints an error once.
#[must_use]
pub fn chapter(chapter: &Chapter) -> ExitCode {
    chapter_with(chapter, &[])
}

/// The program of a chapter that has tools besides its figures.
#[must_use]
pub fn chapter_with(chapter: &Chapter, tools: &[Tool]) -> ExitCode {
    let command = command(chapter, tools);
    let matches = command.clone().get_matches();
    if let Some((name, asked)) = matches.subcommand() {
        let tool = tools.iter().find(|tool| (tool.command)().get_name() == name);
        return report(tool.map_or(Ok(ExitCode::SUCCESS), |tool| use_tool(*tool, asked)));
    }
    let arguments = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    if let Some(shell) = arguments.completions {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut command.clone(), chapter.id, &mut script);
        return report(say(&String::from_utf8_lossy(&script)).map(|()| ExitCode::SUCCESS).map_err(Failure::World));
    }
    report(perform(chapter, &arguments))
}

/// The command line of a chapter.
fn command(chapter: &Chapter, tools: &[Tool]) -> Command {
    let about = format!("Chapter {}, {}", chapter.number, chapter.title);
    let command = Arguments::command().name(chapter.id).before_help(about);
    let command = command.args_conflicts_with_subcommands(true).disable_help_subcommand(true);
    tools.iter().fold(command, |command, tool| command.subcommand((tool.command)()))
}

fn use_tool(tool: Tool, asked: &ArgMatches) -> Result<ExitCode, Failure> {
    files::end_cleanly_on_interrupt()?;
    for path in (tool.run)(asked)? {
        say(&format!("{}\n", path.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes to stdout; a reader such as `head` that closed it early is no failure.
pub fn say(text: &str) -> Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to stdout"),
    }
}

/// A figure and the settings that it is asked for with.
struct Asked {
    figure: &'static dyn Figure,
    config: Value,
}

fn perform(chapter: &Chapter, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let context = context(arguments).map_err(Failure::Request)?;
    start_threads(arguments.jobs)?;
    files::end_cleanly_on_interrupt()?;
    let asked = asked(chapter, arguments).map_err(Failure::Request)?;
    if arguments.list {
        list(chapter, &asked, arguments.json)?;
    } else if arguments.print_config {
        asked.iter().try_for_each(|asked| say(&record::layout(&asked.config)))?;
    } else if arguments.describe {
        asked.iter().try_for_each(|asked| say(&record::layout(&asked.figure.description())))?;
    } else if arguments.check {
        return check(&asked, arguments.scale, &context);
    } else {
        make::make(chapter, &asked, arguments, &context)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn context(arguments: &Arguments) -> Result<Context> {
    ensure!(
        arguments.device == DeviceKind::Cpu || cfg!(feature = "cuda"),
        "this program was built without CUDA; build it with `cargo run --release --features cuda …` on a machine that has \
         the CUDA toolkit, or leave out `--device cuda`"
    );
    let data = data_folder(arguments.data.as_deref())?;
    Ok(Context { device: arguments.device, data, progress: Progress::Shown })
}

/// The folder of data that `--data` names or, where it is not given, `GROUND_UP_DATA`; none where that is empty.
///
/// # Errors
///
/// If what is named is no folder: the error says who names it.
pub fn data_folder(flag: Option<&Path>) -> Result<Option<PathBuf>> {
    const VARIABLE: &str = "GROUND_UP_DATA";
    let of_environment = || std::env::var_os(VARIABLE).filter(|name| !name.is_empty()).map(PathBuf::from);
    let (who, folder) = match flag {
        Some(folder) => ("--data", Some(folder.to_owned())),
        None => (VARIABLE, of_environment()),
    };
    if let Some(folder) = &folder {
        ensure!(folder.is_dir(), "{who} names {}, which is not a folder", folder.display());
    }
    Ok(folder)
}

/// Starts the threads to compute with: as many as `--jobs` says, or else the variables that rayon reads.
///
/// # Errors
///
/// If more are asked for than a machine has use for, or they cannot be started.
pub fn start_threads(jobs: Option<usize>) -> Result<(), Failure> {
    const MOST: usize = 1024;
    let of_environment = |name: &'static str| Some((name, std::env::var(name).ok()?.parse().ok()?));
    let asked = match jobs {
        Some(jobs) => Some(("--jobs", jobs)),
        // Zero is rayon's word for all cores.
        None => ["RAYON_NUM_THREADS", "RAYON_RS_NUM_CPUS"].into_iter().find_map(of_environment).filter(|(_, n)| *n > 0),
    };
    if let Some((name, threads)) = asked {
        settings::in_range(name, threads, 1..=MOST).map_err(Failure::Request)?;
    }
    if let Some(jobs) = jobs {
        rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global().context("cannot start the threads")?;
    }
    Ok(())
}

/// The figures asked for, each with its settings, all checked before any is computed.
fn asked(chapter: &Chapter, arguments: &Arguments) -> Result<Vec<Asked>> {
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
        let mut config = figure.config(arguments.scale);
        for assignment in &arguments.set {
            settings::assign(&mut config, assignment).with_context(|| format!("cannot set {}", figure.id()))?;
        }
        figure.check(&config)?;
        Ok(Asked { figure, config })
    };
    figures.into_iter().map(with_settings).collect()
}

/// The figures, each once, in the order first named.
fn without_repeats(figures: Vec<&'static dyn Figure>) -> Vec<&'static dyn Figure> {
    let mut seen = BTreeSet::new();
    figures.into_iter().filter(|figure| seen.insert(figure.id())).collect()
}

/// Lists the figures asked for, each with whether its committed record is fresh; as JSON with what else there is to know.
fn list(chapter: &Chapter, asked: &[Asked], as_json: bool) -> Result<()> {
    if chapter.figures.is_empty() {
        tell(&format!("the chapter {} has no figures yet", chapter.id));
    }
    let folder = files::checkout().join("figures");
    let stale = |figure| Ok::<_, anyhow::Error>(sources::stale(figure, &folder)?.reasons());
    if as_json {
        let entry = |&Asked { figure, .. }: &Asked| {
            let stale = stale(figure)?;
            Ok(json!({
                "id": figure.id(), "title": figure.title(), "data": figure.data(), "stale": stale,
                "tolerances": figure.tolerances(),
            }))
        };
        let entries = asked.iter().map(entry).collect::<Result<Vec<_>>>()?;
        return say(&record::layout(&json!({"chapter": chapter.id, "title": chapter.title, "figures": entries})));
    }
    for &Asked { figure, .. } in asked {
        let reasons = stale(figure)?;
        let state = if reasons.is_empty() { "fresh".to_owned() } else { format!("stale: {}", reasons.join(", ")) };
        say(&format!("{:24} {} ({state})\n", figure.name(), figure.title()))?;
    }
    Ok(())
}

/// Computes again and compares; a figure that cannot be computed is told of, and the others go on.
fn check(asked: &[Asked], scale: Scale, context: &Context) -> Result<ExitCode, Failure> {
    let (mut rows, mut failures) = (Vec::new(), Failures::default());
    let mut any_drifted = false;
    for Asked { figure, .. } in asked {
        tell(&format!("{} at {} scale", figure.id(), scale.name()));
        match reproduction::reproduce(*figure, scale, &files::checkout(), context) {
            Ok(reproduction) => {
                any_drifted |= !reproduction.drift.agrees();
                rows.push(reproduction.row());
            }
            Err(error) => failures.tell(*figure, &error),
        }
    }
    say(&table(&Reproduction::COLUMNS, &rows))?;
    failures.end()?;
    Ok(drifted(any_drifted))
}

/// Figures that came to nothing while others went on.
#[derive(Default)]
struct Failures(Vec<&'static str>);

impl Failures {
    /// Prints the error at once, and remembers the figure.
    fn tell(&mut self, figure: &dyn Figure, error: &anyhow::Error) {
        tell(&format!("  {}: {}", figure.id(), format!("{error:#}").replace('\n', " ")));
        self.0.push(figure.id());
    }

    /// An error if there was one.
    fn end(self) -> Result<()> {
        let Self(ids) = self;
        ensure!(ids.is_empty(), "{} came to no end, as said above", ids.join(", "));
        Ok(())
    }
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

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn a_table_is_as_wide_as_its_entries() {
        let rows = [["two_curves/kernel_decay".to_owned(), "1.0".to_owned()]];
        assert_eq!(table(&["figure", "s"], &rows), "figure                   s\ntwo_curves/kernel_decay  1.0\n");
    }
}
