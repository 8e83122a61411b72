//! Words in a drawing: how wide they are about, and how they are written.
//!
//! `^{…}` raises and `_{…}` lowers what is in the braces: `strain (Hz^{−1/2})`, `σ_{max}`.

use std::fmt::Write as _;

use anyhow::Result;

/// The size of all words, in tenths of a unit.
pub(super) const SIZE: i32 = 130;
/// The size of what is raised or lowered, and how far it is moved.
const SMALL: (i32, i32) = (95, 45);

/// A stretch of words at one height.
#[derive(Debug, PartialEq)]
enum Run<'a> {
    Level(&'a str),
    Raised(&'a str),
    Lowered(&'a str),
}

fn runs(words: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut rest = words;
    let marked = |rest: &str| [rest.find("^{"), rest.find("_{")].into_iter().flatten().min();
    while let Some(start) = marked(rest) {
        let Some(length) = rest[start..].find('}') else { break };
        let inside = &rest[start + 2..start + length];
        if start > 0 {
            runs.push(Run::Level(&rest[..start]));
        }
        runs.push(if rest[start..].starts_with('^') { Run::Raised(inside) } else { Run::Lowered(inside) });
        rest = &rest[start + length + 1..];
    }
    if !rest.is_empty() {
        runs.push(Run::Level(rest));
    }
    runs
}

/// About how wide a line of words is, in tenths of a unit; on the wide side of the common sans-serif faces.
pub(super) fn width(words: &str) -> i32 {
    let em = |c: char| match c {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '(' | ')' | '[' | ']' | '/' => {
            0.34
        }
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' => 0.9,
        c if c.is_uppercase() => 0.7,
        _ => 0.58,
    };
    let ems = |words: &str| words.chars().map(em).sum::<f64>();
    let units = |run: &Run<'_>| match run {
        Run::Level(words) => ems(words) * f64::from(SIZE),
        Run::Raised(words) | Run::Lowered(words) => ems(words) * f64::from(SMALL.0),
    };
    runs(words).iter().map(units).sum::<f64>().ceil() as i32
}

/// Words in as few lines as `room` allows, in tenths of a unit; a word that is longer than a line has one to itself.
pub(super) fn lines(words: &str, room: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}")) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Writes words at a place: `anchor` is `start`, `middle` or `end`.
pub(super) fn plain(svg: &mut String, (x, y): (i32, i32), anchor: &str, words: &str) -> Result<()> {
    writeln!(svg, r#"<text x="{x}" y="{y}" text-anchor="{anchor}" fill="currentColor">{}</text>"#, typeset(words))?;
    Ok(())
}

/// Writes words over data, readable through a halo in the page's colour.
pub(super) fn halo(svg: &mut String, (x, y): (i32, i32), anchor: &str, words: &str) -> Result<()> {
    writeln!(
        svg,
        r#"<text x="{x}" y="{y}" text-anchor="{anchor}" fill="currentColor" stroke="var(--bg,#fff)" stroke-width="40" stroke-linejoin="round" paint-order="stroke">{}</text>"#,
        typeset(words)
    )?;
    Ok(())
}

/// Words as the content of an SVG `text`.
pub(super) fn typeset(words: &str) -> String {
    let (size, rise) = SMALL;
    // The next run goes on from the height that the last one left.
    let mut height = 0;
    let mut svg = String::new();
    for run in runs(words) {
        let (words, wanted) = match run {
            Run::Level(words) => (words, 0),
            Run::Raised(words) => (words, -rise),
            Run::Lowered(words) => (words, rise),
        };
        let small = if wanted == 0 { String::new() } else { format!(r#" font-size="{size}""#) };
        match wanted - height {
            0 => svg += &escaped(words),
            step => {
                write!(svg, r#"<tspan dy="{step}"{small}>{}</tspan>"#, escaped(words)).expect("a string takes text");
            }
        }
        height = wanted;
    }
    svg
}

/// Words as HTML.
#[must_use]
pub fn html(words: &str) -> String {
    let run = |run: Run<'_>| match run {
        Run::Level(words) => escaped(words),
        Run::Raised(words) => format!("<sup>{}</sup>", escaped(words)),
        Run::Lowered(words) => format!("<sub>{}</sub>", escaped(words)),
    };
    runs(words).into_iter().map(run).collect()
}

/// Words without marks, for an attribute or a table: `Hz^−1/2`.
#[must_use]
pub fn unmarked(words: &str) -> String {
    let run = |run: Run<'_>| match run {
        Run::Level(words) => words.to_owned(),
        Run::Raised(words) => format!("^{words}"),
        Run::Lowered(words) => format!("_{words}"),
    };
    runs(words).into_iter().map(run).collect()
}

/// A number with true minus signs.
#[must_use]
pub fn minus(number: &str) -> String {
    number.replace('-', "−")
}

/// Words with the characters that SVG keeps for itself written out.
pub(in crate::figure) fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{escaped, html, lines, typeset, unmarked, width};

    #[test]
    fn words_are_escaped_once() {
        assert_eq!(escaped("a < b & \"c\" > d"), "a &lt; b &amp; &quot;c&quot; &gt; d");
    }

    #[test]
    fn a_longer_line_is_wider_and_nothing_has_no_width() {
        assert_eq!(width(""), 0);
        assert!(width("illicit") < width("mammoth"));
        assert!(width("x^{2}") < width("x2"), "an exponent is small, and its marks take no room");
    }

    #[test]
    fn lines_hold_all_words_in_order_and_none_is_wider_than_its_room_but_a_single_word() {
        let words = "a few words and one incomprehensibilities among them";
        let room = width("a few words and");
        let lines = lines(words, room);
        assert_eq!(lines.join(" "), words);
        assert!(lines.iter().all(|line| width(line) <= room || !line.contains(' ')), "{lines:?}");
        assert_eq!(lines[0], "a few words and");
    }

    #[test]
    fn exponents_are_raised_and_what_follows_them_is_level_again() {
        let words = "x_{i} (Hz^{−1/2} & s)";
        assert_eq!(html(words), "x<sub>i</sub> (Hz<sup>−1/2</sup> &amp; s)");
        assert_eq!(unmarked(words), "x_i (Hz^−1/2 & s)");
        let steps: Vec<i32> = typeset(words)
            .split("dy=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
            .collect();
        assert_eq!(steps.iter().sum::<i32>(), 0, "the last run is level");
        assert_eq!(typeset("a^{b"), "a^{b");
    }
}
