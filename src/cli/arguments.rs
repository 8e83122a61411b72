//! What can be asked of a chapter's program.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::{ArgGroup, Parser};
use clap_complete::Shell;

use crate::ground::{device::DeviceKind, files, scale::Scale};

/// Computes the chapter's figures: numbers as JSON, and the drawing made from them.
///
/// Without a figure: every figure whose settings, code or data changed since its record was written, at book scale,
/// into figures/. With --set, --scale quick or --out nothing is written into figures/.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXAMPLES)]
#[command(group(ArgGroup::new("mode").args(["list", "print_config", "describe", "check", "redraw", "completions"])))]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Arguments {
    /// The figures to compute, as --list names them [default: the stale ones]
    pub(super) figures: Vec<String>,
    /// Change a setting: a dotted field of the figure's settings and a JSON value; may be repeated
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    pub(super) set: Vec<String>,
    /// The settings to start from: `quick` takes seconds, `book` is what the book prints
    #[arg(long, value_enum, default_value_t = Scale::Book)]
    pub(super) scale: Scale,
    /// The folder to write into [default: figures/, or target/figures/ where settings are not the book's]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Compute all the chapter's figures, not only the stale ones
    #[arg(long, conflicts_with = "figures")]
    pub(super) all: bool,
    /// Leave out the figures of which --out already holds a record of the same settings, code and data
    #[arg(long, conflicts_with = "check")]
    pub(super) resume: bool,
    /// Draw again and judge the claims again from the records that are there, and compute nothing
    #[arg(long, conflicts_with_all = ["set", "resume"])]
    pub(super) redraw: bool,
    /// List the chapter's figures, or those named, and whether each is stale, and stop
    #[arg(long)]
    pub(super) list: bool,
    /// With --list: as JSON, with the data that each figure reads and the tolerance of each of its numbers
    #[arg(long, requires = "list")]
    pub(super) json: bool,
    /// Print the settings as JSON, and stop
    #[arg(long)]
    pub(super) print_config: bool,
    /// Print the JSON Schema of the settings, and stop: what each means, its type and its range
    #[arg(long)]
    pub(super) describe: bool,
    /// Compute again and compare with what is committed; exit with 1 on drift; write nothing
    #[arg(long, conflicts_with_all = ["set", "out", "all"])]
    pub(super) check: bool,
    /// Where networks are trained
    #[arg(long, value_enum, default_value_t = DeviceKind::Cpu)]
    pub(super) device: DeviceKind,
    /// A folder of MNIST files, searched before the committed ones; all other data are the committed ones. Where it is not
    /// given, the variable `GROUND_UP_DATA` names it
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// Threads to compute with; no result depends on it [default: all cores]
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<usize>,
    /// Print a completion script for this shell, and stop
    #[arg(long, value_name = "SHELL")]
    pub(super) completions: Option<Shell>,
}

const EXAMPLES: &str = "\
Examples (after `cargo run --release --bin CHAPTER --`):
  --list                                       the figures there are
  FIGURE --print-config                        the knobs of a figure
  FIGURE --scale quick --out mine              a figure in seconds
  FIGURE --set 'depths=[5,40]'                 a figure of your own, into target/figures/
  FIGURE --describe                            what each knob means, its type and its range
  --check                                      has anything drifted?
  --all --out DIR --resume                     go on with a run that was interrupted

Progress goes to stderr; stdout carries the paths written, one a line. The exit code is 0 if all went well, 1 if a number
drifted, 2 if the request was not understood, 3 if the machine stood in the way (a file, the network, the disk, a card).";

impl Arguments {
    /// The scale's name in the record.
    pub(super) fn scale_name(&self) -> &'static str {
        if self.set.is_empty() { self.scale.name() } else { "custom" }
    }

    /// Whether the book's own records are asked for.
    pub(super) fn writes_the_book(&self) -> bool {
        self.out.is_none() && self.set.is_empty() && self.scale == Scale::Book
    }

    /// Where records and drawings go.
    pub(super) fn folder(&self) -> Result<PathBuf> {
        if let Some(folder) = &self.out {
            return Ok(folder.clone());
        }
        let checkout = files::checkout();
        ensure!(
            checkout.is_dir(),
            "the checkout that this program was built from, {}, is not here: name a folder with --out",
            checkout.display()
        );
        Ok(checkout.join(if self.writes_the_book() { "figures" } else { "target/figures" }))
    }
}

#[cfg(test)]
mod tests {
    use super::Arguments;
    use clap::{CommandFactory as _, Parser as _};

    #[test]
    fn two_things_that_a_program_does_and_stops_are_not_asked_for_at_once() {
        let modes = ["--list", "--print-config", "--describe", "--check", "--redraw", "--completions=bash"];
        for (i, one) in modes.into_iter().enumerate() {
            assert!(Arguments::try_parse_from(["two_curves", one]).is_ok(), "{one}");
            for other in &modes[i + 1..] {
                assert!(Arguments::try_parse_from(["two_curves", one, other]).is_err(), "{one} {other}");
            }
        }
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }
}
