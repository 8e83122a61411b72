//! Formulas, typeset while the book is built.
//!
//! A formula comes out twice: as MathML for screen readers and for the search index, and as placed glyphs for the eye.
//! The glyphs stand in attributes and are shown by the style sheet, so that no formula is read, found or copied twice.

use katex::{KatexContext, Settings, StrictMode, StrictSetting, render_to_string};

use crate::html::{concat, escape, inert};

/// KaTeX with the settings of this book, for formulas in a sentence and on their own.
pub(crate) struct Typesetter {
    context: KatexContext,
    inline: Settings,
    display: Settings,
}

impl Typesetter {
    pub(crate) fn new() -> Self {
        let settings = |display| {
            Settings::builder()
                .display_mode(display)
                .throw_on_error(true)
                .strict(StrictSetting::Mode(StrictMode::Ignore))
                .build()
        };
        Self { context: KatexContext::default(), inline: settings(false), display: settings(true) }
    }

    /// A formula as HTML on one line, for the middle of a sentence or to stand on its own.
    ///
    /// # Errors
    ///
    /// If the TeX cannot be read: what KaTeX says of it.
    pub(crate) fn html(&self, tex: &str, display: bool) -> Result<String, String> {
        let settings = if display { &self.display } else { &self.inline };
        let tex = roots_in_braces(tex.trim());
        let markup = render_to_string(&self.context, &tex, settings).map_err(|error| error.to_string())?;
        Ok(settled(&markup))
    }
}

/// `\sqrt n` as `\sqrt{n}`: katex-rs 0.3 makes room for the sign of a root only before a group, and draws it across a
/// symbol that stands without braces.
fn roots_in_braces(tex: &str) -> String {
    const ROOT: &str = "\\sqrt";
    let mut pieces = tex.split(ROOT);
    let mut braced = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        braced.push_str(ROOT);
        let radicand = piece.trim_start();
        let name = radicand.strip_prefix('\\').map(|rest| rest.chars().take_while(char::is_ascii_alphabetic).count());
        let length = name.map_or_else(|| radicand.chars().next().map_or(0, char::len_utf8), |letters| 1 + letters);
        let (symbol, after) = radicand.split_at(length);
        match symbol {
            "" | "{" | "[" => braced.push_str(piece),
            _ => braced.extend(["{", symbol, "}", after]),
        }
    }
    braced
}

/// The parts of markup: a tag, or the text between two.
fn parts(markup: &str) -> impl Iterator<Item = &str> {
    let mut rest = markup;
    std::iter::from_fn(move || {
        let end = if rest.starts_with('<') {
            rest.find('>').map_or(rest.len(), |end| end + 1)
        } else {
            rest.find('<').unwrap_or(rest.len())
        };
        let (part, after) = rest.split_at(end);
        rest = after;
        (!part.is_empty()).then_some(part)
    })
}

/// KaTeX's markup with attributes in order (they come in any), without the TeX and what a page of HTML does not need, and
/// with glyphs in attributes.
fn settled(markup: &str) -> String {
    let parts: Vec<&str> = parts(markup).collect();
    let mut html = String::with_capacity(markup.len());
    let (mut for_the_eye, mut in_annotation) = (false, false);
    let mut i = 0;
    while i < parts.len() {
        let part = parts[i];
        i += 1;
        if in_annotation {
            in_annotation = part != "</annotation>";
        } else if part.starts_with("<annotation") {
            in_annotation = true;
        } else if matches!(part, "<semantics>" | "</semantics>") {
            // What it told apart, the formula and its TeX, is now the formula alone.
        } else if !part.starts_with('<') {
            html.push_str(&inert(&unescape(part)));
        } else if part.starts_with("</") {
            html.push_str(part);
        } else {
            for_the_eye |= part.contains("katex-html");
            let is_glyph = for_the_eye
                && part.starts_with("<span")
                && parts.get(i + 1) == Some(&"</span>")
                && parts.get(i).is_some_and(|text| !text.starts_with('<'));
            if is_glyph {
                html.push_str(&sorted(part, Some(parts[i])));
                i += 1;
            } else {
                html.push_str(&sorted(part, None));
            }
        }
    }
    html
}

/// A start tag with its attributes in order and, if there is one, a glyph among them.
fn sorted(tag: &str, glyph: Option<&str>) -> String {
    let closing = if tag.ends_with("/>") { "/>" } else { ">" };
    let inside = tag.trim_start_matches('<').trim_end_matches(closing).trim();
    let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    while let Some((key, after)) = rest.split_once('=') {
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
        let Some((value, after)) = quote.and_then(|quote| after[1..].split_once(quote)) else { break };
        // In a page of HTML an element's name says what it belongs to.
        if key.trim() != "xmlns" {
            attributes.push((key.trim(), value.to_owned()));
        }
        rest = after;
    }
    if let Some(glyph) = glyph {
        attributes.push(("data-g", escape(&unescape(glyph))));
    }
    attributes.sort_by(|a, b| a.0.cmp(b.0));
    let settled = |value: &str| value.replace('"', "&quot;").replace('\n', " ");
    let attributes = concat(attributes.iter().map(|(key, value)| format!(" {key}=\"{}\"", settled(value))));
    format!("<{name}{attributes}{closing}")
}

fn unescape(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'");
    text.replace("&#39;", "'").replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::Typesetter;

    const HARD: &str = r"\begin{aligned} \sum_{i=1}^{n} \left(\frac{1-\nu}{\pi}\right)^{\!2} &\le \sqrt{x_{i}'} \\ \mathbf{a*b} &= \text{a < b, ``q''} \end{aligned}";

    #[test]
    fn the_same_formula_gives_the_same_bytes() {
        let first = Typesetter::new().html(HARD, true).unwrap();
        for _ in 0..8 {
            assert_eq!(Typesetter::new().html(HARD, true).unwrap(), first);
        }
    }

    #[test]
    fn a_formula_is_read_once_and_its_tex_never() {
        let html = Typesetter::new().html(r"\varphi(\nu)", false).unwrap();
        let text: String = super::parts(&html).filter(|part| !part.starts_with('<')).collect();
        assert_eq!(text.matches('φ').count(), 1, "{html}");
        assert!(!html.contains("varphi"), "{html}");
        assert!(html.contains("<math><mrow>") && html.contains("data-g=\"φ\""), "{html}");
    }

    #[test]
    fn nothing_in_a_formula_means_anything_in_markdown() {
        let html = Typesetter::new().html(HARD, true).unwrap();
        let text: String = super::parts(&html).filter(|part| !part.starts_with('<')).collect();
        assert!(!text.contains(['*', '_', '`', '[', '<', '|', '\\', '\'', '"', '\n']), "{text}");
        assert!(!html.contains('\n'));
    }

    #[test]
    fn a_root_of_one_symbol_has_room_for_its_sign() {
        let typesetter = Typesetter::new();
        for (bare, braced) in [
            (r"1/\sqrt n + x", r"1/\sqrt{n} + x"),
            (r"2\sqrt\alpha\, y", r"2\sqrt{\alpha}\, y"),
            (r"\sqrt2", r"\sqrt{2}"),
        ] {
            let html = typesetter.html(bare, false).unwrap();
            assert_eq!(html, typesetter.html(braced, false).unwrap());
            assert!(html.contains("padding-left"), "{html}");
        }
        let unchanged = r"\sqrt[3]{x} + \sqrt{y}";
        assert_eq!(super::roots_in_braces(unchanged), unchanged);
    }

    #[test]
    fn tex_that_cannot_be_read_is_an_error() {
        let error = Typesetter::new().html(r"\frac{1}{", false).unwrap_err();
        assert!(error.contains("KaTeX"), "{error}");
        assert!(Typesetter::new().html(r"\unknown{1}", false).is_err());
    }
}
