//! What LaTeX leaves in a field of a bibliography: emphasis, formulas, quotation marks.

use biblatex::{Chunk, Spanned};

use crate::html::{dollar, escape};

/// A part of a field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    Words(String),
    /// TeX, without its dollar signs.
    Maths(String),
    /// Parts within an element of HTML.
    Styled(&'static str, Vec<Part>),
    /// An address.
    Link(String),
}

/// The parts of a field; biblatex has resolved accents and signs, and left commands as it found them.
pub(super) fn parts(chunks: &[Spanned<Chunk>]) -> Vec<Part> {
    let mut parts = Vec::new();
    for chunk in chunks {
        match &chunk.v {
            Chunk::Normal(text) | Chunk::Verbatim(text) => read(text, false, &mut parts),
            Chunk::Math(tex) => parts.push(Part::Maths(tex.clone())),
        }
    }
    trim(&mut parts);
    parts
}

/// The parts as words alone.
pub(super) fn plain(parts: &[Part]) -> String {
    let one = |part: &Part| match part {
        Part::Words(words) | Part::Link(words) => words.clone(),
        Part::Maths(tex) => tex.replace(['\\', '{', '}', '$'], ""),
        Part::Styled(_, parts) => plain(parts),
    };
    parts.iter().map(one).collect()
}

/// The parts as HTML; `typeset` makes HTML of a formula.
pub(super) fn html(parts: &[Part], typeset: &dyn Fn(&str) -> String) -> String {
    let one = |part: &Part| match part {
        Part::Words(words) => escape(words).replace('$', &dollar()),
        Part::Maths(tex) => typeset(tex),
        Part::Styled(element, parts) => format!("<{element}>{}</{element}>", html(parts, typeset)),
        Part::Link(address) => match super::places::linked(address) {
            (name, Some(address)) => format!("<a href=\"{}\">{}</a>", escape(&address), escape(&name)),
            (name, None) => escape(&name),
        },
    };
    parts.iter().map(one).collect()
}

/// Reads what biblatex made of a chunk. Within the argument of a command a formula still has its dollar signs.
fn read(text: &str, in_argument: bool, parts: &mut Vec<Part>) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '\\' => command(after, parts),
            '$' if in_argument && after.contains('$') => {
                let (tex, after) = after.split_once('$').unwrap_or_default();
                parts.push(Part::Maths(tex.to_owned()));
                after
            }
            '~' => say("\u{a0}", after, parts),
            '`' if after.starts_with('`') => say("“", &after[1..], parts),
            '\'' if after.starts_with('\'') => say("”", &after[1..], parts),
            _ => say(&rest[..c.len_utf8()], after, parts),
        };
    }
}

/// Adds words to the parts; returns what comes after.
fn say<'a>(words: &str, after: &'a str, parts: &mut Vec<Part>) -> &'a str {
    match parts.last_mut() {
        Some(Part::Words(before)) => before.push_str(words),
        _ => parts.push(Part::Words(words.to_owned())),
    }
    after
}

/// Reads the command whose name `text` begins with; returns what comes after.
fn command<'a>(text: &'a str, parts: &mut Vec<Part>) -> &'a str {
    let letters = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let Some(c) = text.chars().next() else { return text };
    if letters == 0 {
        let after = &text[c.len_utf8()..];
        return match c {
            // biblatex takes the letters that follow for a part of the name, and puts a space after it.
            ',' => {
                let (unit, after) = after.split_at(after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len()));
                say(&format!("\u{202f}{unit}"), after, parts);
                let rest = after.strip_prefix(' ').unwrap_or(after);
                let ends = rest.is_empty() || rest.starts_with([',', '.', ';', ':', '!', '?', ')']);
                if ends || unit.is_empty() { rest } else { after }
            }
            ' ' | ';' | ':' => say(" ", after, parts),
            '/' | '!' | '@' => after,
            _ => say(&text[..c.len_utf8()], after, parts),
        };
    }
    let (name, after) = text.split_at(letters);
    let Some(argument) = braced(after) else {
        // A switch such as \em; biblatex puts a space after it.
        return after.strip_prefix(' ').unwrap_or(after);
    };
    let element = match name {
        "emph" | "textit" | "textsl" => Some("em"),
        "textbf" => Some("strong"),
        "texttt" => Some("code"),
        "textsubscript" => Some("sub"),
        "textsuperscript" => Some("sup"),
        _ => None,
    };
    match (name, element) {
        ("url" | "path" | "nolinkurl", _) => parts.push(Part::Link(argument.trim().to_owned())),
        // The address of a link whose words follow, and what is there for sorting.
        ("href" | "noopsort" | "SortNoop" | "label" | "cite", _) => {}
        (_, Some(element)) => {
            let mut inside = Vec::new();
            read(argument, true, &mut inside);
            parts.push(Part::Styled(element, inside));
        }
        (_, None) => read(argument, true, parts),
    }
    &after[argument.len() + 2..]
}

/// What stands between the braces that `text` begins with.
fn braced(text: &str) -> Option<&str> {
    let mut depth = 0;
    for (at, c) in text.strip_prefix('{')?.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return Some(&text[1..=at]),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Takes the spaces around all parts away.
fn trim(parts: &mut Vec<Part>) {
    if let Some(Part::Words(words)) = parts.first_mut() {
        *words = words.trim_start_matches([' ', '\n']).to_owned();
    }
    if let Some(Part::Words(words)) = parts.last_mut() {
        *words = words.trim_end_matches([' ', '\n']).to_owned();
    }
    parts.retain(|part| *part != Part::Words(String::new()));
}
