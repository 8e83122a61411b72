//! `cargo book reproduce`: every figure computed again, compared, and reported.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use ground_up::{
    chapters::figures,
    cli,
    figure::{
        Context, Figure, Reproduction,
        record::{self, RunFacts},
        reproduction,
    },
    ground::{device::DeviceKind, files, scale::Scale},
};

/// Figures computed again, and what kept others from it.
#[derive(Default)]
pub(crate) struct Findings {
    pub(crate) reproductions: Vec<Reproduction>,
    pub(crate) failures: Vec<String>,
}

impl Findings {
    /// Whether every figure was computed and none drifted.
    pub(crate) fn all_agree(&self) -> bool {
        self.failures.is_empty() && self.reproductions.iter().all(|one| one.drift.agrees())
    }
}

/// Computes the figures named by `ids` (all if none is) at `scale` and compares them with what is committed. A figure
/// that cannot be run or has no reference is told of, and the others go on.
///
/// # Errors
///
/// If an id is unknown.
pub(crate) fn reproduce(checkout: &Path, scale: Scale, ids: &[String], context: &Context) -> Result<Findings> {
    let mut findings = Findings::default();
    for figure in chosen(ids)? {
        eprintln!("{} at {} scale", figure.id(), scale.name());
        match reproduction::reproduce(figure, scale, checkout, context) {
            Ok(one) => {
                eprintln!("  {} in {:.1} s", one.verdict(), one.seconds);
                findings.reproductions.push(one);
            }
            Err(error) => {
                eprintln!("error: {error:#}");
                findings.failures.push(format!("{}: {error:#}", figure.id()));
            }
        }
    }
    Ok(findings)
}

fn chosen(ids: &[String]) -> Result<Vec<&'static dyn Figure>> {
    if ids.is_empty() {
        return Ok(figures().collect());
    }
    let known = || figures().map(Figure::id).collect::<Vec<_>>().join(", ");
    let find = |id: &String| {
        figures().find(|figure| figure.id() == id).with_context(|| format!("no figure `{id}`; there are {}", known()))
    };
    ids.iter().map(find).collect()
}

/// The table for the terminal.
pub(crate) fn table(findings: &Findings) -> String {
    let rows: Vec<_> = findings.reproductions.iter().map(Reproduction::row).collect();
    cli::table(&Reproduction::COLUMNS, &rows) + &format!("on {}\n", record::machine())
}

/// Writes the report, one HTML file that needs no other, and returns its path.
pub(crate) fn write_report(checkout: &Path, scale: Scale, findings: &Findings) -> Result<PathBuf> {
    let path = checkout.join("target/reproduce/report.html");
    files::write_whole(&path, report(scale, findings)?.as_bytes())?;
    Ok(path)
}

const STYLE: &str = "\
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.4rem .7rem;border-bottom:1px solid #ccc;vertical-align:top}
td.number{font-variant-numeric:tabular-nums}.drifted{font-weight:700;color:#a40000}.reproduced{color:#00602b}
@media(prefers-color-scheme:dark){body{color:#eee;background:#181818}th,td{border-color:#444}
.drifted{color:#ff8a80}.reproduced{color:#7fd6a0}}";

fn report(scale: Scale, Findings { reproductions, failures }: &Findings) -> Result<String> {
    let facts = RunFacts::of(reproductions.iter().map(|one| one.seconds).sum(), DeviceKind::Cpu);
    let drifted = reproductions.iter().filter(|one| !one.drift.agrees()).count();
    let mut html = String::new();
    write!(
        html,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Reproduction report</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n\
         <h1>Reproduction report</h1>\n\
         <p>{} figures at {} scale: {} reproduced, {drifted} drifted, in {:.1} s.</p>\n\
         <p>Machine: {}. Device: {}. Compiler: {}. Revision: {}.</p>\n\
         <p>Every number of a figure is compared with its committed reference; the one that moved most, in units of \
         its tolerance, is shown. More than 1 is drift.</p>\n\
         <div class=\"scroll\"><table>\n<thead><tr>",
        reproductions.len(),
        scale.name(),
        reproductions.len() - drifted,
        facts.seconds,
        escape(&facts.machine),
        facts.device,
        escape(&facts.rustc),
        escape(&facts.revision),
    )?;
    for head in Reproduction::COLUMNS.iter().chain(&["why this tolerance"]) {
        write!(html, "<th scope=\"col\">{head}</th>")?;
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for one in reproductions {
        let verdict = one.verdict();
        write!(html, "<tr class=\"{verdict}\">")?;
        for cell in one.row() {
            write!(html, "<td class=\"number\">{}</td>", escape(&cell))?;
        }
        let tolerance = one.drift.tolerance;
        writeln!(
            html,
            "<td>{:e} relative, {:e} absolute: {}</td></tr>",
            tolerance.relative,
            tolerance.absolute,
            escape(tolerance.because)
        )?;
    }
    html.push_str("</tbody>\n</table></div>\n");
    for failure in failures {
        writeln!(html, "<p class=\"drifted\">Not computed: {}</p>", escape(failure))?;
    }
    html.push_str("</body>\n</html>\n");
    Ok(html)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{Findings, chosen, report};
    use ground_up::{
        figure::{Reproduction, Tolerance, drift},
        ground::scale::Scale,
    };
    use serde_json::json;

    #[test]
    fn an_unknown_id_is_refused_by_name() {
        let error = chosen(&["two_curves/nothing".to_owned()]).err().unwrap().to_string();
        assert!(error.contains("two_curves/nothing"), "{error}");
    }

    #[test]
    fn a_report_names_the_number_that_drifted() {
        let tolerance = |_: &str| Tolerance { relative: 0.01, absolute: 0.0, because: "a <test>" };
        let drift = drift::compare(&json!({"floor": 1.0}), &json!({"floor": 1.5}), &tolerance);
        let reproductions = vec![Reproduction { id: "a/b", seconds: 2.0, drift }];
        let findings = Findings { reproductions, failures: vec!["c/d: no <snapshot>".to_owned()] };
        let html = report(Scale::Quick, &findings).unwrap();
        assert!(html.contains("1 drifted") && html.contains("/floor") && html.contains("a &lt;test&gt;"), "{html}");
        assert!(html.contains("c/d: no &lt;snapshot&gt;"), "{html}");
        assert!(!html.contains("http"), "self-contained");
    }
}
