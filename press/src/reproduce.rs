//! `cargo book reproduce`: every figure computed again, compared, and reported.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, Result, anyhow};
use ground_up::{
    chapters::figures,
    cli::{self, Failure},
    figure::{
        Context, Figure, Reproduction,
        record::{self, RunFacts},
        reproduction,
    },
    ground::{device::DeviceKind, files, progress::tell, scale::Scale},
};
use serde_json::json;

/// Figures computed again at a scale, and what kept others from it.
pub(crate) struct Findings {
    scale: Scale,
    reproductions: Vec<Reproduction>,
    failures: Vec<NotComputed>,
}

/// A figure that could not be run, or has nothing to be compared with.
struct NotComputed {
    id: &'static str,
    error: String,
}

impl Findings {
    fn drifted(&self) -> usize {
        self.reproductions.iter().filter(|one| !one.drift.agrees()).count()
    }

    /// Fails if a figure was not computed or not compared; if one drifted, the exit code says so.
    pub(crate) fn verdict(&self) -> Result<ExitCode, Failure> {
        match self.failures.len() {
            0 => Ok(cli::drifted(self.drifted() > 0)),
            failed => Err(Failure::World(anyhow!("figures that were not computed, or not compared: {failed}"))),
        }
    }
}

/// Computes `figures` at `scale` and compares them with what is committed. A figure that cannot be run or has no
/// reference is told of, and the others go on.
pub(crate) fn reproduce(
    checkout: &Path,
    scale: Scale,
    figures: Vec<&'static dyn Figure>,
    context: &Context,
) -> Findings {
    let mut findings = Findings { scale, reproductions: Vec::new(), failures: Vec::new() };
    for figure in figures {
        tell(&format!("{} at {} scale", figure.id(), scale.name()));
        match reproduction::reproduce(figure, scale, checkout, context) {
            Ok(one) => {
                tell(&format!("  {} in {:.1} s", one.verdict(), one.seconds));
                findings.reproductions.push(one);
            }
            Err(error) => {
                tell(&format!("error: {error:#}"));
                findings.failures.push(NotComputed { id: figure.id(), error: format!("{error:#}") });
            }
        }
    }
    findings
}

/// The figures named by `ids`; all if none is.
///
/// # Errors
///
/// If an id is unknown: with those that there are.
pub(crate) fn chosen(ids: &[String]) -> Result<Vec<&'static dyn Figure>> {
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

/// The findings as JSON, an object a figure. Where no number moved there is none to point at, and where two values
/// cannot be compared they have no distance: null.
pub(crate) fn as_json(findings: &Findings) -> Result<String> {
    let scale = findings.scale.name();
    let compared = findings.reproductions.iter().map(|one| {
        let drift = &one.drift;
        let moved = |text: &str| (!drift.pointer.is_empty()).then(|| text.to_owned());
        json!({
            "id": one.id,
            "scale": scale,
            "seconds": one.seconds,
            "verdict": one.verdict(),
            "pointer": moved(&drift.pointer),
            "reference": moved(&drift.reference),
            "measured": moved(&drift.measured),
            "distance": drift.distance,
            "allowed": drift.allowed,
            "deviation": drift.deviation,
            "because": moved(drift.tolerance.because),
        })
    });
    let failed = findings.failures.iter().map(
        |NotComputed { id, error }| json!({"id": id, "scale": scale, "verdict": "not computed", "because": error}),
    );
    Ok(serde_json::to_string_pretty(&compared.chain(failed).collect::<Vec<_>>())? + "\n")
}

/// Writes the report, one HTML file that needs no other, and returns its path.
pub(crate) fn write_report(checkout: &Path, findings: &Findings) -> Result<PathBuf> {
    let path = checkout.join("target/reproduce/report.html");
    files::write_whole(&path, report(findings)?.as_bytes())?;
    Ok(path)
}

const STYLE: &str = "\
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.4rem .7rem;border-bottom:1px solid #ccc;vertical-align:top}
td.number{font-variant-numeric:tabular-nums}.drifted{font-weight:700;color:#a40000}.reproduced{color:#00602b}
@media(prefers-color-scheme:dark){body{color:#eee;background:#181818}th,td{border-color:#444}
.drifted{color:#ff8a80}.reproduced{color:#7fd6a0}}";

fn report(findings: &Findings) -> Result<String> {
    let Findings { scale, reproductions, failures } = findings;
    let facts = RunFacts::new(reproductions.iter().map(|one| one.seconds).sum(), DeviceKind::Cpu);
    let drifted = findings.drifted();
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
    for NotComputed { id, error } in failures {
        writeln!(html, "<p class=\"drifted\">Not computed: {id}: {}</p>", escape(error))?;
    }
    html.push_str("</body>\n</html>\n");
    Ok(html)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{ExitCode, Failure, Findings, NotComputed, as_json, chosen, report};
    use ground_up::{
        figure::{Reproduction, Tolerance, drift},
        ground::scale::Scale,
    };
    use serde_json::{Value, json};

    #[test]
    fn an_unknown_id_is_refused_by_name() {
        let error = chosen(&["two_curves/nothing".to_owned()]).err().unwrap().to_string();
        assert!(error.contains("two_curves/nothing"), "{error}");
    }

    /// A figure compared with `floor` 1, and one that has nothing to be compared with.
    fn findings(floor: f64) -> Findings {
        let tolerance = |_: &str| Tolerance { relative: 0.01, absolute: 0.0, because: "a <test>" };
        let drift = drift::compare(&json!({"floor": 1.0}), &json!({"floor": floor}), &tolerance);
        let failures = vec![NotComputed { id: "c/d", error: "no <snapshot>".to_owned() }];
        Findings { scale: Scale::Quick, reproductions: vec![Reproduction { id: "a/b", seconds: 2.0, drift }], failures }
    }

    #[test]
    fn json_says_what_moved_and_nothing_where_nothing_did() {
        let parsed = |floor| serde_json::from_str::<Value>(&as_json(&findings(floor)).unwrap()).unwrap();
        let moved = parsed(1.5);
        let first = moved[0].as_object().unwrap();
        let keys: Vec<&str> = first.keys().map(String::as_str).collect();
        let expected = ["id", "scale", "seconds", "verdict", "pointer", "reference", "measured", "distance", "allowed"];
        assert_eq!(keys, [&expected[..], &["deviation", "because"]].concat());
        assert_eq!((&first["verdict"], &first["pointer"]), (&json!("drifted"), &json!("/floor")));
        assert_eq!((&first["distance"], &first["because"]), (&json!(0.5), &json!("a <test>")));
        assert_eq!(
            moved[1],
            json!({"id": "c/d", "scale": "quick", "verdict": "not computed", "because": "no <snapshot>"})
        );
        let still = parsed(1.0);
        assert_eq!((&still[0]["verdict"], &still[0]["pointer"]), (&json!("reproduced"), &Value::Null));
    }

    #[test]
    fn what_was_not_computed_weighs_more_than_drift() {
        let mut findings = findings(1.5);
        assert!(matches!(findings.verdict(), Err(Failure::World(_))));
        findings.failures.clear();
        assert_eq!(findings.verdict().unwrap(), ExitCode::from(1));
        findings.reproductions.clear();
        assert_eq!(findings.verdict().unwrap(), ExitCode::SUCCESS);
    }

    #[test]
    fn a_report_names_the_number_that_drifted() {
        let html = report(&findings(1.5)).unwrap();
        assert!(html.contains("1 drifted") && html.contains("/floor") && html.contains("a &lt;test&gt;"), "{html}");
        assert!(html.contains("c/d: no &lt;snapshot&gt;"), "{html}");
        assert!(!html.contains("http"), "self-contained");
    }
}
