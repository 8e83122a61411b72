//! Formulas, typeset while the book is built.
//!
//! A formula comes out twice: as MathML for screen readers and for the search index, and as placed glyphs for the eye.
//! The glyphs stand in attributes and are shown by the style sheet, so that no formula is read, found or copied twice.

use std::{collections::BTreeSet, sync::LazyLock};

use katex::{
    KatexContext, ParseError, Settings, StrictMode, StrictSetting,
    define_function::{FunctionDefSpec, FunctionPropSpec},
    parser::parse_node::{NodeType, ParseNode, ParseNodeOrdGroup, ParseNodeSqrt},
    render_to_string,
    types::ParseErrorKind,
};

use crate::html::{concat, escape, inert};

/// KaTeX with the settings of this book, for formulas in a sentence and on their own.
pub(crate) struct Typesetter {
    context: KatexContext,
    inline: Settings,
    display: Settings,
}

/// The colour in which KaTeX shows what it refuses; no formula can ask for it.
const REFUSED: &str = "refused-command";

/// How long a formula may be, bytes; what is read before its depth is seen fits on the stack of [`deep`].
const LONGEST: usize = 20_000;
/// How many groups may be open within each other in a formula.
const DEEPEST: usize = 300;

/// Bytes of stack for the deepest formulas: one whose functions stand within each other without braces has a level for
/// every five bytes.
const STACK: usize = 256 << 20;

/// Does `work`, which typesets formulas, where even the deepest that is let through has room.
pub(crate) fn deep<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let done = thread.expect("a thread can be started").join();
        done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

impl Typesetter {
    pub(crate) fn new() -> Self {
        let settings = |display| {
            Settings::builder()
                .display_mode(display)
                .throw_on_error(true)
                .error_color(REFUSED.to_owned())
                .strict(StrictSetting::Mode(StrictMode::Ignore))
                .build()
        };
        let mut context = KatexContext::default();
        context.define_function(root());
        Self { context, inline: settings(false), display: settings(true) }
    }

    /// A formula as HTML on one line, for the middle of a sentence or to stand on its own. It is called within [`deep`].
    ///
    /// # Errors
    ///
    /// If the TeX cannot be read: what KaTeX says of it; if it holds what a formula of a book cannot have, numbers itself,
    /// or is nested too deeply.
    pub(crate) fn html(&self, tex: &str, display: bool) -> Result<String, String> {
        let settings = if display { &self.display } else { &self.inline };
        let tex = tex.trim();
        shallow(tex)?;
        if commands(tex).any(|name| name == "tag") {
            return Err(NUMBERED.replace('#', r"\tag"));
        }
        let markup = render_to_string(&self.context, tex, settings).map_err(|error| error.to_string())?;
        if markup.contains("eqn-num") {
            return Err(NUMBERED.replace('#', "its environment") + ", or take the environment with a star");
        }
        if let Some(command) = refused(&markup) {
            return Err(format!("a formula of this book cannot hold `{command}`"));
        }
        Ok(settled(&markup))
    }
}

/// What is wrong with a formula that `#` gives a number.
const NUMBERED: &str =
    r"the book numbers its formulas, and `#` would number this one again: write `\label{eq:…}` instead";

/// The names of a formula's commands.
fn commands(tex: &str) -> impl Iterator<Item = &str> {
    let mut rest = tex;
    std::iter::from_fn(move || {
        let after = &rest[rest.find('\\')? + 1..];
        let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let name = &after[..letters.max(after.chars().next().map_or(0, char::len_utf8))];
        rest = &after[name.len()..];
        Some(name)
    })
}

/// Refuses a formula that is too long or too deep: KaTeX, and every browser, goes down a level for each group.
fn shallow(tex: &str) -> Result<(), String> {
    if tex.len() > LONGEST {
        return Err(format!("a formula of {} bytes; at most {LONGEST} are allowed", tex.len()));
    }
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut rest = tex;
    while let Some(at) = rest.find(['\\', '{', '}']) {
        let word = if rest[at..].starts_with('\\') { commands(&rest[at..]).next().unwrap_or_default() } else { "" };
        match (&rest[at..=at], word) {
            ("{", _) | (_, "left" | "begin" | "bgroup" | "begingroup") => depth += 1,
            ("}", _) | (_, "right" | "end" | "egroup" | "endgroup") => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
        rest = &rest[at + 1 + word.len()..];
    }
    if deepest > DEEPEST {
        return Err(format!("a formula with {deepest} groups within each other; at most {DEEPEST} are allowed"));
    }
    Ok(())
}

/// The command that KaTeX has shown in the place of what it does: a link, an id, an image, which could lead anywhere.
fn refused(markup: &str) -> Option<String> {
    let (_, after) = markup.split_once(&format!("mathcolor=\"{REFUSED}\""))?;
    let (_, inside) = after.split_once('>')?;
    parts(inside).find(|part| !part.starts_with('<')).map(unescape)
}

/// `\sqrt`, with what stands under it as a group: katex-rs 0.3 makes room for the sign of a root only before a group, and
/// draws it across anything that stands without braces.
fn root() -> FunctionDefSpec<'static> {
    FunctionDefSpec {
        node_type: Some(NodeType::Sqrt),
        names: &["\\sqrt"],
        props: FunctionPropSpec { num_args: 1, num_optional_args: 1, ..FunctionPropSpec::default() },
        handler: Some(|context, arguments, options| {
            let mode = context.parser.mode;
            let (body, index) = (arguments.into_iter().next(), options.into_iter().next().flatten());
            let body = body.ok_or_else(|| ParseError::new(ParseErrorKind::NullArgument))?;
            let body = match body {
                group @ ParseNode::OrdGroup(_) => group,
                other => {
                    ParseNode::OrdGroup(ParseNodeOrdGroup { mode, loc: None, body: vec![other], semisimple: None })
                }
            };
            Ok(ParseNode::Sqrt(Box::new(ParseNodeSqrt { mode, loc: context.loc(), body, index })))
        }),
        html_builder: None,
        mathml_builder: None,
    }
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
                let start = sorted(part, None);
                let mut glyphs = parts[i].to_owned();
                i += 1;
                // Letters of one look in a row are one run, but where a space around each may follow.
                while start.contains("class=") && !start.contains("style=") {
                    let [Some(&"</span>"), Some(next), Some(glyph), Some(&"</span>")] =
                        [0, 1, 2, 3].map(|j| parts.get(i + j))
                    else {
                        break;
                    };
                    if glyph.starts_with('<') || !next.starts_with("<span") || sorted(next, None) != start {
                        break;
                    }
                    glyphs.push_str(glyph);
                    i += 3;
                }
                html.push_str(&sorted(part, Some(&glyphs)));
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
        let value = match key.trim() {
            // In a page of HTML an element's name says what it belongs to; the MathML is read and not seen.
            "xmlns" | "stretchy" | "separator" | "fence" => String::new(),
            "class" => styled(value),
            "style" => tidied(value),
            _ => value.to_owned(),
        };
        if !value.is_empty() {
            attributes.push((key.trim(), value));
        }
        rest = after;
    }
    if let Some(glyph) = glyph {
        attributes.push(("data-g", escape(&unescape(glyph))));
    }
    attributes.sort_by(|a, b| a.0.cmp(b.0));
    shorten(&mut attributes);
    let settled = |value: &str| value.replace('"', "&quot;").replace('\n', " ");
    let attributes = concat(attributes.iter().map(|(key, value)| format!(" {key}=\"{}\"", settled(value))));
    format!("<{name}{attributes}{closing}")
}

/// What stands thousands of times in the book, and the class of `book.css` that stands for it.
const SHORT: [([(&str, &str); 2], &str); 7] = [
    ([("class", "mspace"), ("style", "margin-right:.1667em")], "s3"),
    ([("class", "mspace"), ("style", "margin-right:.2222em")], "s4"),
    ([("class", "mspace"), ("style", "margin-right:.2778em")], "s5"),
    ([("class", "pstrut"), ("style", "height:2.7em")], "p27"),
    ([("class", "pstrut"), ("style", "height:3em")], "p30"),
    ([("class", "katex-sizing reset-size6 size3"), ("", "")], "z3"),
    ([("class", "mathnormal"), ("", "")], "mi"),
];

/// Puts the short class in the place of what it stands for.
fn shorten(attributes: &mut Vec<(&str, String)>) {
    for (long, short) in SHORT {
        let long: Vec<(&str, &str)> = long.into_iter().filter(|(key, _)| !key.is_empty()).collect();
        if long.iter().all(|(key, value)| attributes.iter().any(|(other, held)| other == key && held == value)) {
            attributes.retain(|(key, _)| long.iter().all(|(other, _)| other != key));
            attributes.insert(0, ("class", short.to_owned()));
        }
    }
}

/// The style sheet of formulas.
const STYLES: &str = include_str!("../../book/assets/katex/katex.css");

/// The classes that the style sheet knows, of those that KaTeX gives for its own use.
fn styled(classes: &str) -> String {
    static KNOWN: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
        let name = |rest: &'static str| {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
            &rest[..end]
        };
        STYLES.split('.').skip(1).map(name).collect()
    });
    classes.split_whitespace().filter(|class| KNOWN.contains(class)).collect::<Vec<_>>().join(" ")
}

/// Declarations in as few letters as they can be: without zeros that say nothing.
fn tidied(style: &str) -> String {
    let declarations = style.split(';').map(str::trim).filter(|one| !one.is_empty());
    let nothing = |one: &&str| !matches!(*one, "margin-left:0em" | "margin-right:0em");
    let short = |one: &str| one.replace(":0.", ":.").replace(":-0.", ":-.");
    declarations.filter(nothing).map(short).collect::<Vec<_>>().join(";")
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
    fn letters_of_one_look_are_a_run_and_no_class_or_zero_says_nothing() {
        let html = Typesetter::new().html("abx^2", false).unwrap();
        assert!(html.contains("<span class=\"mi\" data-g=\"ab\"></span>"), "{html}");
        assert!(!html.contains("mord") && !html.contains(":0.") && !html.contains(";\""), "{html}");
        assert_eq!(super::tidied("top:-0.5em;margin-left:0em;height:10.05em;"), "top:-.5em;height:10.05em");
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
            (r"\sqrt\mathbf{x} + 1", r"\sqrt{\mathbf{x}} + 1"),
            (r"\sqrt\frac12", r"\sqrt{\frac12}"),
            (r"\sqrt \text{SNR}", r"\sqrt{\text{SNR}}"),
            (r"\sqrt[3]x", r"\sqrt[3]{x}"),
        ] {
            let html = typesetter.html(bare, false).unwrap();
            assert_eq!(html, typesetter.html(braced, false).unwrap());
            assert!(html.contains("padding-left"), "{html}");
        }
    }

    fn said(tex: &str) -> String {
        super::deep(|| Typesetter::new().html(tex, true).unwrap_err())
    }

    #[test]
    fn what_would_lead_out_of_the_page_or_number_a_formula_twice_is_refused() {
        for (tex, words) in [
            (r"\href{https://example.org}{x}", r"`\href`"),
            (r"a + \url{https://example.org}", r"`\url`"),
            (r"\htmlId{a}{x}", r"`\html"),
            (r"\def\a{\htmlClass{b}{x}}\a", r"`\html"),
            (r"\includegraphics{a.png}", r"`\includegraphics`"),
            (r"\begin{align} a &= b \\ c &= d \end{align}", "with a star"),
            (r"\begin{gather} a \end{gather}", "with a star"),
            (r"\begin{equation} a \end{equation}", "with a star"),
            (r"a \tag{7}", r"`\tag`"),
            (r"\begin{align*} a \tag*{7} \end{align*}", r"`\tag`"),
        ] {
            let said = said(tex);
            assert!(said.contains(words), "{tex}: {said}");
        }
        let typesetter = Typesetter::new();
        for tex in
            [r"\begin{align*} a &= b \end{align*}", r"\begin{aligned} a &= b \end{aligned}", r"\textcolor{red}{x}"]
        {
            typesetter.html(tex, true).unwrap();
        }
    }

    #[test]
    fn a_formula_is_as_deep_as_paper_allows() {
        let nested =
            |open: &str, close: &str, levels: usize| format!("{}x{}", open.repeat(levels), close.repeat(levels));
        for (open, close) in [("{", "}"), (r"\left(", r"\right)"), (r"\frac{1}{", "}"), (r"x^{", "}"), (r"\sqrt{", "}")]
        {
            super::deep(|| Typesetter::new().html(&nested(open, close, 300), true)).unwrap();
            let said = said(&nested(open, close, 2_000));
            assert!(said.contains("2000 groups within each other") || said.contains("bytes"), "{open}: {said}");
        }
        // Without braces, and by way of a macro.
        assert!(!said(&nested("{", "", 5_000)).is_empty());
        assert!(!said(&nested(r"\left(", "", 3_000)).is_empty());
        assert!(!said(r"\def\a{\left(\a}\a").is_empty());
        let _ = super::deep(|| Typesetter::new().html(&(r"\frac1".repeat(3_000) + "2"), true));
    }

    #[test]
    fn tex_that_cannot_be_read_is_an_error() {
        let error = Typesetter::new().html(r"\frac{1}{", false).unwrap_err();
        assert!(error.contains("KaTeX"), "{error}");
        assert!(Typesetter::new().html(r"\unknown{1}", false).is_err());
    }
}
