//! Computing figures and writing what came out, so that nothing computed is lost.

use std::{path::Path, time::Instant};

use anyhow::{Context as _, Result, anyhow};

use super::{Asked, Failure, Failures, arguments::Arguments, say};
use crate::{
    figure::{
        Chapter, Context, Figure, Record,
        record::{self, RunFacts},
        sources::{self, Sources},
    },
    ground::{files, progress::tell},
};

/// Computes the figures asked for. One that fails is told of, and the others go on; what failed is the error at the end.
pub(super) fn make(
    chapter: &Chapter,
    asked: &[Asked],
    arguments: &Arguments,
    context: &Context,
) -> Result<(), Failure> {
    if asked.is_empty() {
        tell(&format!("the chapter {} has no figures yet", chapter.id));
    }
    let folder = arguments.folder().map_err(Failure::Request)?;
    if same_folder(&folder, &files::checkout().join("figures")) {
        refuse_the_book(chapter, arguments)?;
    } else if let Some(file) = newer_source(chapter)? {
        tell(&format!(
            "note: {file} is newer than this program, whose numbers come from the code that it was built from"
        ));
    }
    files::ensure_writable(&folder.join(chapter.id))?;
    if arguments.redraw {
        return redraw(asked, &folder);
    }
    let only_stale = arguments.figures.is_empty() && !arguments.all && arguments.writes_the_book();
    let mut failures = Failures::default();
    for one in asked {
        let figure = one.figure;
        if only_stale {
            let stale = sources::stale(figure, &folder)?;
            if stale.numbers.is_empty() {
                let done = if stale.drawn.is_empty() {
                    Ok("fresh")
                } else {
                    redraw_one(figure, &folder).map(|()| "drawn again")
                };
                match done {
                    Ok(done) => tell(&format!("{} is {done}", figure.id())),
                    Err(error) => failures.tell(figure, &error),
                }
                continue;
            }
        }
        if arguments.resume && is_there(one, arguments, &folder)? {
            tell(&format!("{} is there already", figure.id()));
            continue;
        }
        tell(&format!("{} at {} scale", figure.id(), arguments.scale_name()));
        if let Err(error) = make_one(one, arguments, context, &folder) {
            failures.tell(figure, &error);
        }
    }
    Ok(failures.end()?)
}

/// Draws again from the records in `folder`, whose claims are judged anew, too: they follow from the numbers as the drawing
/// does.
fn redraw(asked: &[Asked], folder: &Path) -> Result<(), Failure> {
    let mut failures = Failures::default();
    for Asked { figure, .. } in asked {
        if let Err(error) = redraw_one(*figure, folder) {
            failures.tell(*figure, &error);
        }
    }
    Ok(failures.end()?)
}

fn redraw_one(figure: &dyn Figure, folder: &Path) -> Result<()> {
    let mut record = Record::read(folder, figure.id())?;
    let claims = figure.claims(&record)?;
    // A record of before there were sums is given its own.
    let sums = record::sums(&record.outcome);
    let path = Record::path(folder, figure.id());
    let changed = record.claims != claims || record.sums != sums;
    if changed {
        (record.claims, record.sums) = (claims, sums);
        files::write_whole(&path, record.text()?.as_bytes())?;
    }
    let drawn = record.write_drawing(&figure.draw(&record)?, folder)?;
    changed.then_some(path).iter().chain([&drawn]).try_for_each(|path| say(&format!("{}\n", path.display())))
}

/// Computes a figure, writes its record, then draws it: a drawing that fails takes nothing of the run with it.
fn make_one(one: &Asked, arguments: &Arguments, context: &Context, folder: &Path) -> Result<()> {
    let figure = one.figure;
    Record::ensure_replaceable(folder, figure.id())?;
    #[expect(clippy::disallowed_methods, reason = "the seconds of a run are no part of its result")]
    let start = Instant::now();
    let record = figure.record(arguments.scale_name(), &one.config, context)?;
    let facts = RunFacts::new(start.elapsed().as_secs_f64(), context.device);
    for claim in &record.claims {
        tell(&format!("  {}: {}", claim.verdict.words(), claim.sentence));
    }
    tell(&format!("  {:.1} s", facts.seconds));
    let written = record.write(&facts, folder)?;
    let drawing = record.ensure_small().and_then(|()| figure.draw(&record));
    let drawn = drawing.and_then(|drawing| record.write_drawing(&drawing, folder));
    // Told last: a stdout that is full costs no drawing.
    written.iter().chain(drawn.as_ref().ok()).try_for_each(|path| say(&format!("{}\n", path.display())))?;
    drawn.context("its record is written, but not its drawing")?;
    Ok(())
}

/// Whether `folder` holds a record of these settings, made from this program's code and these data, with the claims and the
/// drawing that follow from it: one that was damaged since is made again.
fn is_there(one: &Asked, arguments: &Arguments, folder: &Path) -> Result<bool> {
    let figure = one.figure;
    let Ok(record) = Record::read(folder, figure.id()) else { return Ok(false) };
    let (Ok(claims), Ok(drawing)) = (figure.claims(&record), figure.draw(&record)) else { return Ok(false) };
    let drawn = std::fs::read(Record::drawing_path(folder, figure.id())).unwrap_or_default();
    Ok(record.scale == arguments.scale_name()
        && record.config == one.config
        && record.sources == Sources::current(figure)?
        && record.title == figure.title()
        && record.claims == claims
        && drawn == drawing.bytes())
}

fn same_folder(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// Refuses to write the book's records with other settings, or with a program older than the code that they would be said
/// to come from.
fn refuse_the_book(chapter: &Chapter, arguments: &Arguments) -> Result<(), Failure> {
    let again = format!("build it again: cargo run --release --bin {}", chapter.id);
    let refusal = if !arguments.writes_the_book() {
        "figures/ holds the book's own records: with --set, --scale quick or --out, write somewhere else".to_owned()
    } else if let Some(file) = newer_source(chapter)? {
        format!("{file} is newer than this program; {again}")
    } else if let Some(figure) = chapter.figures.iter().find(|figure| Sources::built(figure.id()).code.is_empty()) {
        format!("this program was built without knowing what {} is made from; {again}", figure.id())
    } else {
        return Ok(());
    };
    Err(Failure::Request(anyhow!(refusal)))
}

/// A source of one of the chapter's figures, or the lock file, that was changed after this program was built, where its
/// checkout is here.
fn newer_source(chapter: &Chapter) -> Result<Option<String>> {
    let changed = |path: &Path| path.metadata().and_then(|facts| facts.modified());
    let built = changed(&std::env::current_exe()?)?;
    for &figure in chapter.figures {
        for file in Sources::built(figure.id()).code.into_keys().chain(["Cargo.lock".to_owned()]) {
            if changed(&files::checkout().join(&file)).is_ok_and(|changed| changed > built) {
                return Ok(Some(file));
            }
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use anyhow::{Result, ensure};
    use clap::Parser as _;
    use schemars::JsonSchema;
    use serde::{Deserialize, Serialize};

    use super::{Asked, make};
    use crate::{
        cli::{Failure, arguments::Arguments},
        figure::{
            Chapter, Checked, Claim, Context, Drawing, Experiment, Of, Rule, Settings,
            plot::{Chart, Grid},
        },
        ground::scale::Scale,
    };

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Config {}

    impl Settings for Config {
        fn at(_: Scale) -> Self {
            Self {}
        }
    }

    /// Fails at the step that its number says: 1 the run, 2 the drawing.
    struct Failing<const STEP: usize>;

    impl<const STEP: usize> Experiment for Failing<STEP> {
        const ID: &'static str = ["trial/well", "trial/run", "trial/draw"][STEP];
        const TITLE: &'static str = "A trial";
        const TOLERANCES: &'static [Rule] = &[];
        type Config = Config;
        type Outcome = usize;

        fn run(_: &Checked<Config>, _: &Context) -> Result<usize> {
            ensure!(STEP != 1, "no number");
            Ok(STEP)
        }

        fn claims(_: &usize) -> Vec<Claim> {
            Vec::new()
        }

        fn draw(_: &usize) -> Result<Drawing> {
            ensure!(STEP != 2, "no ink");
            Grid::new("A trial", "").lead([Chart::new(("x", 0.0..1.0), ("y", 0.0..1.0))]).drawing()
        }
    }

    static TRIAL: Chapter = Chapter {
        id: "trial",
        number: 9,
        title: "Trial",
        figures: &[&Of::<Failing<1>>::new(), &Of::<Failing<2>>::new(), &Of::<Failing<0>>::new()],
    };

    #[test]
    fn a_drawing_that_fails_leaves_the_record_and_no_failure_ends_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().to_str().unwrap();
        let arguments = Arguments::parse_from(["trial", "--all", "--out", out]);
        let asked: Vec<Asked> =
            TRIAL.figures.iter().map(|&figure| Asked { figure, config: figure.config(Scale::Book) }).collect();
        let failure = make(&TRIAL, &asked, &arguments, &Context::default()).unwrap_err();
        assert!(matches!(&failure, Failure::World(error) if error.to_string().contains("trial/run, trial/draw")));
        let mut names: Vec<String> = std::fs::read_dir(folder.path().join("trial"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        assert_eq!(names, ["draw.json", "draw.run.json", "well.json", "well.run.json", "well.svg"]);
    }
}
