//! `{{#listing src/math/kernel/tangent.rs angle_map}}`: code of the library, by anchor.

use std::path::Path;

use crate::{context::Context, html::escape, shelf::is_inside};

/// The code between two marks of a file, as Markdown, under the file's name.
///
/// # Errors
///
/// If the file or the anchor is missing, or the anchor does not end or holds nothing.
pub(super) fn listing(book: &Context<'_>, path: &str, anchor: &str) -> Result<String, String> {
    let code = lines(&book.shelf.root, path, anchor)?;
    let is_rust = Path::new(path).extension().is_some_and(|extension| extension == "rs");
    let language = if is_rust { "rust" } else { "text" };
    let fence = if code.contains("```") { "~~~~" } else { "```" };
    Ok(format!(
        "<figure class=\"listing\">\n<figcaption><code>{}</code> <span class=\"anchor\">{}</span></figcaption>\n\n\
         {fence}{language}\n{code}\n{fence}\n\n</figure>",
        escape(path),
        escape(anchor)
    ))
}

/// The lines between `// ANCHOR: name` and `// ANCHOR_END: name`, moved to the left margin; other anchors' marks left out.
fn lines(root: &Path, path: &str, anchor: &str) -> Result<String, String> {
    if !is_inside(Path::new(path)) {
        return Err(format!("`{path}` leads out of the book"));
    }
    let text = std::fs::read_to_string(root.join(path)).map_err(|error| format!("cannot read {path}: {error}"))?;
    between(&text, anchor).map_err(|what| format!("{path} {what}"))
}

fn between(text: &str, anchor: &str) -> Result<String, String> {
    let mark = |line: &str, kind: &str| {
        line.trim_start()
            .strip_prefix("//")
            .and_then(|rest| rest.trim().strip_prefix(kind))
            .map(|name| name.trim().to_owned())
    };
    let mut lines = text.lines().skip_while(|line| mark(line, "ANCHOR:").as_deref() != Some(anchor));
    if lines.next().is_none() {
        return Err(format!("has no anchor `{anchor}`: write `// ANCHOR: {anchor}` before the code"));
    }
    let mut inside = Vec::new();
    loop {
        let line = lines.next().ok_or_else(|| format!("does not end anchor `{anchor}`"))?;
        if mark(line, "ANCHOR_END:").as_deref() == Some(anchor) {
            break;
        }
        if mark(line, "ANCHOR:").is_none() && mark(line, "ANCHOR_END:").is_none() {
            inside.push(line);
        }
    }
    let indented = |line: &&str| !line.trim().is_empty();
    let margin = inside.iter().copied().filter(indented).map(|line| line.len() - line.trim_start().len()).min();
    let margin = margin.ok_or_else(|| format!("has nothing in anchor `{anchor}`"))?;
    Ok(inside.iter().map(|line| line.get(margin..).unwrap_or("")).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::between;

    const CODE: &str = "    // ANCHOR: f\n    /// Doc.\n    fn f() {\n        // ANCHOR: g\n\n        1\n        // ANCHOR_END: g\n    }\n    // ANCHOR_END: f\n// ANCHOR: open\n";

    #[test]
    fn code_moves_to_the_margin_and_inner_marks_go() {
        assert_eq!(between(CODE, "f").unwrap(), "/// Doc.\nfn f() {\n\n    1\n}");
        assert_eq!(between(CODE, "g").unwrap(), "\n1");
    }

    #[test]
    fn a_missing_or_open_anchor_is_named() {
        assert!(between(CODE, "h").unwrap_err().contains("no anchor `h`"));
        assert!(between(CODE, "open").unwrap_err().contains("does not end"));
    }
}
