//! Takes down what each figure is made from, so that a program knows it wherever it runs.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

/// What a number can depend on, and what a revision is called changed by.
const WATCHED: [&str; 7] = ["build.rs", "Cargo.lock", "Cargo.toml", "data", "patches", "provenance", "src"];

fn main() -> Result<()> {
    let checkout = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    for path in WATCHED {
        println!("cargo::rerun-if-changed={path}");
    }
    // A file that does not parse is the compiler's to report.
    let sources = sources(&checkout).unwrap_or_else(|error| {
        println!("cargo::warning=the sources of the figures are not known: {error:#}");
        "{}".to_owned()
    });
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("sources.json");
    // A target folder that was copied by hard links has the file of another checkout here.
    if out.exists() {
        std::fs::remove_file(&out).with_context(|| format!("cannot remove {}", out.display()))?;
    }
    #[expect(clippy::disallowed_methods, reason = "cargo reads it after this program has ended well, or not at all")]
    std::fs::write(&out, sources).with_context(|| format!("cannot write {}", out.display()))?;
    println!("cargo::rustc-env=GROUND_UP_REVISION={}", revision(&checkout));
    let rustc = said(&checkout, &std::env::var("RUSTC")?, &["--version"]);
    println!("cargo::rustc-env=GROUND_UP_RUSTC={}", rustc.unwrap_or_else(|| "unknown".to_owned()));
    Ok(())
}

/// `{"CHAPTER/FIGURE": {"code": {…}, "crates": {…}}, …}`.
fn sources(checkout: &Path) -> Result<String> {
    let mut tracer = provenance::Tracer::new(checkout, &std::env::var("CARGO_PKG_NAME")?)?;
    let mut text = String::from("{");
    for (number, id) in provenance::figures(checkout)?.iter().enumerate() {
        let provenance::Made { code, crates } = tracer.made(id).with_context(|| id.clone())?;
        let comma = if number == 0 { "" } else { "," };
        // Maps of plain names to plain words are the same in Rust's debug format and in JSON.
        write!(text, "{comma}\n{id:?}: {{\"code\": {code:?}, \"crates\": {crates:?}}}")?;
    }
    Ok(text + "\n}\n")
}

/// The git revision, with a `+` where what the figures are made from has changes.
fn revision(checkout: &Path) -> String {
    // A commit moves the reference that HEAD names.
    let git_path = |name: &str| said(checkout, "git", &["rev-parse", "--git-path", name]);
    let head = said(checkout, "git", &["symbolic-ref", "--quiet", "HEAD"]);
    for path in ["HEAD", "logs/HEAD"].into_iter().chain(head.as_deref()).filter_map(git_path) {
        if checkout.join(&path).exists() {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    let Some(revision) = said(checkout, "git", &["rev-parse", "--short", "HEAD"]) else { return "unknown".to_owned() };
    let changes = said(checkout, "git", &[&["status", "--porcelain", "--"], &WATCHED[..]].concat());
    revision + if changes.is_some_and(|changes| !changes.is_empty()) { "+" } else { "" }
}

fn said(checkout: &Path, program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).current_dir(checkout).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
