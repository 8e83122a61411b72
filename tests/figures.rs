//! Every figure at quick scale against its snapshot: a test each, called by the figure's id.
//!
//! One alone: `cargo test --release --test figures -- two_curves/kernel_decay`. To accept a change on purpose:
//! `INSTA_UPDATE=always cargo test --release --test figures`, and say in the commit what moved and why.

use std::process::ExitCode;

use ground_up::{
    chapters::figures,
    figure::{
        Context, Figure, drift,
        record::layout,
        reproduction::{comparable, compare, snapshot_name},
    },
    ground::scale::Scale,
};
use insta::{Snapshot, comparator::Comparator};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;

fn main() -> ExitCode {
    let trials = figures().map(|figure| Trial::test(figure.id(), || is_as_in_its_snapshot(figure))).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn is_as_in_its_snapshot(figure: &'static dyn Figure) -> Result<(), Failed> {
    let said = |error: anyhow::Error| format!("{error:#}");
    let record = figure.record("quick", &figure.config(Scale::Quick), &Context::default()).map_err(said)?;
    figure.draw(&record).map_err(said)?;
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_comparator(Box::new(WithTolerances(figure)));
    settings.bind(|| {
        insta::assert_snapshot!(snapshot_name(figure.id()), layout(&drift::summary(&comparable(&record))));
    });
    Ok(())
}

/// Compares two snapshots number by number, with the tolerances of their figure.
#[derive(Clone)]
struct WithTolerances(&'static dyn Figure);

impl Comparator for WithTolerances {
    fn matches(&self, reference: &Snapshot, test: &Snapshot) -> bool {
        let numbers =
            |snapshot: &Snapshot| -> Option<Value> { serde_json::from_str(&snapshot.as_text()?.to_string()).ok() };
        match (numbers(reference), numbers(test)) {
            (Some(reference), Some(test)) => {
                let drift = compare(self.0, &reference, &test);
                if !drift.agrees() {
                    eprintln!("{}: {drift:#?}", self.0.id());
                }
                drift.agrees()
            }
            _ => false,
        }
    }

    fn dyn_clone(&self) -> Box<dyn Comparator> {
        Box::new(self.clone())
    }
}
