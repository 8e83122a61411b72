//! Words in a drawing: how wide they are about, and how they are written.

use std::fmt::Write as _;

use anyhow::Result;

/// The size of all words, in tenths of a unit: 640 units across, a phone of 360 still shows them at 9.
pub(super) const SIZE: i32 = 160;

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
    (words.chars().map(em).sum::<f64>() * f64::from(SIZE)).ceil() as i32
}

/// Writes words at a place: `anchor` is `start`, `middle` or `end`.
pub(super) fn plain(svg: &mut String, (x, y): (i32, i32), anchor: &str, words: &str) -> Result<()> {
    writeln!(svg, r#"<text x="{x}" y="{y}" text-anchor="{anchor}" fill="currentColor">{}</text>"#, escaped(words))?;
    Ok(())
}

/// Writes words over data, readable through a halo in the page's colour.
pub(super) fn halo(svg: &mut String, (x, y): (i32, i32), anchor: &str, words: &str) -> Result<()> {
    writeln!(
        svg,
        r#"<text x="{x}" y="{y}" text-anchor="{anchor}" fill="currentColor" stroke="var(--bg,#fff)" stroke-width="50" stroke-linejoin="round" paint-order="stroke">{}</text>"#,
        escaped(words)
    )?;
    Ok(())
}

/// Words with the characters that SVG keeps for itself written out.
pub(in crate::figure) fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{escaped, width};

    #[test]
    fn words_are_escaped_once() {
        assert_eq!(escaped("a < b & \"c\" > d"), "a &lt; b &amp; &quot;c&quot; &gt; d");
    }

    #[test]
    fn a_longer_line_is_wider_and_nothing_has_no_width() {
        assert_eq!(width(""), 0);
        assert!(width("illicit") < width("mammoth"));
    }
}
