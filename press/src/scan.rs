//! A page taken apart: text, formulas and directives. Code stays text.
//!
//! What is code, raw HTML, a formula or a heading is what the Markdown parser says it is (`press/src/grammar.rs`); the
//! directives, which Markdown does not know, are looked for in what it leaves.

use std::{borrow::Cow, ops::Range};

use crate::grammar::{Formula, Grammar};

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Anything that is none of the others, code included.
    Text(&'a str),
    /// What stands between `$` and `$`, or between `$$` and `$$`.
    Maths {
        /// The TeX between the dollar signs, without the marks of a quotation or a list that it stands in.
        tex: Cow<'a, str>,
        /// Whether it stands on its own.
        display: bool,
    },
    /// `{{#name rest}}`, which asks for something to be put in its place.
    Directive {
        /// What is asked for: `figure`, `value`, ….
        name: &'a str,
        /// What follows it, trimmed.
        rest: &'a str,
    },
    /// A dollar sign that is meant as one, such as `\$`.
    Dollar,
    /// `{{#` without its `}}`, `$$` without its `$$`, or a `$` that neither opens nor closes a formula.
    Unclosed(&'a str),
}

/// What is wrong with what stands at an unclosed `fence`, and what would be right.
pub(crate) fn unclosed(fence: &str) -> String {
    match fence {
        "$" => "`$` neither opens nor closes a formula: write `\\$` for the sign, or `&#36;` in raw HTML".to_owned(),
        fence => format!("`{fence}` is not closed"),
    }
}

/// A piece and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed<'a> {
    /// Bytes of the text before it.
    pub(crate) start: usize,
    /// The part of the text that begins there.
    pub(crate) piece: Piece<'a>,
}

/// Takes a page, or a part of one such as a caption, apart.
pub(crate) fn page(text: &str) -> Vec<Placed<'_>> {
    let grammar = Grammar::of(text);
    let mut pieces = Vec::new();
    let (mut at, mut text_start) = (0, 0);
    let mut rest_of = Rests::new(&grammar);
    while at < text.len() {
        if let Some(code) = rest_of.code_at(at) {
            at = code.end;
            continue;
        }
        let found = if let Some(formula) = rest_of.formula_at(at) {
            let Formula { range, tex, display } = formula;
            Some((Piece::Maths { tex: tex.clone(), display: *display }, range.len()))
        } else if let Some(range) = rest_of.sign_at(at) {
            Some((Piece::Dollar, range.len()))
        } else if let Some(length) = rest_of.stray_at(at) {
            Some((Piece::Unclosed(&text[at..at + length]), length))
        } else if text[at..].starts_with("{{#") {
            Some(directive(text, at, &grammar))
        } else {
            None
        };
        let Some((piece, length)) = found else {
            // A backslash keeps what follows it from being a directive, and a dollar sign is a piece of its own.
            let escaping = text[at..].starts_with('\\') && !text[at + 1..].starts_with('$');
            at += 1 + if escaping { next(text, at + 1) } else { next(text, at) - 1 };
            continue;
        };
        if text_start < at {
            pieces.push(Placed { start: text_start, piece: Piece::Text(&text[text_start..at]) });
        }
        pieces.push(Placed { start: at, piece });
        at += length;
        text_start = at;
    }
    if text_start < text.len() {
        pieces.push(Placed { start: text_start, piece: Piece::Text(&text[text_start..]) });
    }
    pieces
}

/// Takes a formula apart: text and the directives within it.
pub(crate) fn directives(tex: &str) -> Vec<Placed<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(offset) = tex[at..].find("{{#") {
        pieces.push(Placed { start: at, piece: Piece::Text(&tex[at..at + offset]) });
        let (piece, length) = directive(tex, at + offset, &Grammar::default());
        pieces.push(Placed { start: at + offset, piece });
        at += offset + length;
    }
    pieces.push(Placed { start: at, piece: Piece::Text(&tex[at..]) });
    pieces
}

/// The line of a byte, from 1.
pub(crate) fn line_number(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Bytes of the character at `at`; none at the end.
fn next(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// What of the grammar has not been passed yet.
struct Rests<'g, 'a> {
    code: std::iter::Peekable<std::slice::Iter<'g, Range<usize>>>,
    formulas: std::iter::Peekable<std::slice::Iter<'g, Formula<'a>>>,
    signs: std::iter::Peekable<std::slice::Iter<'g, Range<usize>>>,
    strays: std::iter::Peekable<std::slice::Iter<'g, Range<usize>>>,
}

impl<'g, 'a> Rests<'g, 'a> {
    fn new(grammar: &'g Grammar<'a>) -> Self {
        Self {
            code: grammar.code.iter().peekable(),
            formulas: grammar.formulas.iter().peekable(),
            signs: grammar.signs.iter().peekable(),
            strays: grammar.strays.iter().peekable(),
        }
    }

    fn code_at(&mut self, at: usize) -> Option<&'g Range<usize>> {
        while self.code.next_if(|range| range.end <= at).is_some() {}
        self.code.peek().copied().filter(|range| range.start <= at)
    }

    fn formula_at(&mut self, at: usize) -> Option<&'g Formula<'a>> {
        while self.formulas.next_if(|formula| formula.range.start < at).is_some() {}
        self.formulas.peek().copied().filter(|formula| formula.range.start == at)
    }

    fn sign_at(&mut self, at: usize) -> Option<&'g Range<usize>> {
        while self.signs.next_if(|range| range.start < at).is_some() {}
        self.signs.peek().copied().filter(|range| range.start == at)
    }

    fn stray_at(&mut self, at: usize) -> Option<usize> {
        while self.strays.next_if(|range| range.start < at).is_some() {}
        self.strays.peek().copied().filter(|range| range.start == at).map(Range::len)
    }
}

/// The directive at `start`, and its length. Code, formulas and directives within it are skipped over.
fn directive<'a>(text: &'a str, start: usize, grammar: &Grammar<'_>) -> (Piece<'a>, usize) {
    const OPEN: &str = "{{#";
    let mut rest_of = Rests::new(grammar);
    let mut at = start + OPEN.len();
    let mut depth = 1;
    while at < text.len() {
        let rest = &text[at..];
        if let Some(code) = rest_of.code_at(at) {
            at = code.end;
        } else if let Some(formula) = rest_of.formula_at(at) {
            at = formula.range.end;
        } else if rest.starts_with(OPEN) {
            depth += 1;
            at += OPEN.len();
        } else if rest.starts_with("}}") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                let inside = text[start + OPEN.len()..at - 2].trim();
                let (name, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
                return (Piece::Directive { name, rest: rest.trim() }, at - start);
            }
        } else {
            at += next(text, at);
        }
    }
    (Piece::Unclosed(OPEN), OPEN.len())
}

#[cfg(test)]
mod tests {
    use super::{Piece, Placed, line_number, page};

    fn directives(text: &str) -> Vec<(String, String)> {
        let named = |piece| match piece {
            Piece::Directive { name, rest } => Some((String::from(name), String::from(rest))),
            _ => None,
        };
        page(text).into_iter().filter_map(|placed| named(placed.piece)).collect()
    }

    fn formulas(text: &str) -> Vec<(String, bool)> {
        let formula = |piece| match piece {
            Piece::Maths { tex, display } => Some((tex.into_owned(), display)),
            _ => None,
        };
        page(text).into_iter().filter_map(|placed| formula(placed.piece)).collect()
    }

    fn inline(text: &str) -> Vec<String> {
        formulas(text).into_iter().map(|(tex, _)| tex).collect()
    }

    /// How many fences stand alone.
    fn strays(text: &str) -> usize {
        page(text).iter().filter(|placed| matches!(placed.piece, Piece::Unclosed(_))).count()
    }

    #[test]
    fn the_pieces_put_together_are_the_page() {
        let text = "# A $x$ {#sec:a}\n\n{{#value a/b /c 2}} and `{{#no}}` for \\$\n\n$$\na\n$$\n";
        let pieces = page(text);
        let ends = pieces.iter().skip(1).map(|placed| placed.start).chain([text.len()]);
        for (Placed { start, piece }, end) in pieces.iter().zip(ends) {
            let source = &text[*start..end];
            match piece {
                Piece::Text(text) => assert_eq!(*text, source),
                Piece::Maths { tex, .. } => assert!(source.starts_with('$') && source.contains(&**tex), "{source}"),
                Piece::Directive { name, rest } => assert_eq!(source, format!("{{{{#{name} {rest}}}}}")),
                Piece::Dollar => assert_eq!(source, "$"),
                Piece::Unclosed(fence) => panic!("{fence}"),
            }
        }
        assert_eq!(pieces[0].start, 0);
    }

    #[test]
    fn code_comments_and_escapes_stay_as_they_are() {
        let text = "`{{#a}} $x$`\n\n```text\n{{#b}}\n```\n\n    {{#c}}\n\n<!-- {{#d}} $y -->\n\n\\{{#e}} y\n";
        assert_eq!(page(text).len(), 1, "{:?}", page(text));
    }

    #[test]
    fn a_directive_may_hold_directives_formulas_and_code_with_braces() {
        let text = r"{{#figure a/b | at {{#value a/b /c 2}}, $\frac{a}{b^{c}}$, `}}`}} after";
        let rest = r"a/b | at {{#value a/b /c 2}}, $\frac{a}{b^{c}}$, `}}`";
        assert_eq!(directives(text), [("figure".to_owned(), rest.to_owned())]);
    }

    #[test]
    fn prices_are_not_formulas() {
        assert_eq!(formulas("from $5 to $10"), []);
        assert_eq!(strays("from $5 to $10, or $5/$10"), 4);
        assert_eq!(strays(r"from \$5 to &#36;10"), 0);
        assert_eq!(formulas("a $x$, b\n\n$ c"), [("x".to_owned(), false)]);
        assert_eq!(formulas("$$\nx\n$$ and $y_{1}$"), [("\nx\n".to_owned(), true), ("y_{1}".to_owned(), false)]);
    }

    /// A price at the end of a paragraph and one in the next, with either end of line.
    #[test]
    fn no_formula_goes_on_in_the_next_paragraph() {
        for end in ["\n", "\r\n", "\n> ", " \n "] {
            let text = format!("It costs $5.{end}{end}Then $x$ is a formula.");
            assert_eq!((inline(&text), strays(&text)), (vec!["x".to_owned()], 1), "{text:?}");
        }
        let text = "It costs $5.\r\n\r\nOr 6$.";
        assert_eq!((inline(text), strays(text)), (Vec::new(), 2));
        assert_eq!((formulas("$$ a\n\nb $$"), strays("$$ a\n\nb $$")), (Vec::new(), 2));
    }

    #[test]
    fn a_formula_may_hold_text_with_formulas_and_quotation_marks() {
        assert_eq!(inline(r"$\text{if $a<b$}$"), [r"\text{if $a<b$}"]);
        assert_eq!(inline(r"$\text{``a''}$ and $\text{``b''}$"), [r"\text{``a''}", r"\text{``b''}"]);
        assert_eq!(inline(r"$\text{`a'}$ and `$c$` and $\text{`b'}$"), [r"\text{`a'}", r"\text{`b'}"]);
        assert_eq!(inline(r"$a_*$ and $b_*$, $\{x_i\}$"), ["a_*", "b_*", r"\{x_i\}"]);
    }

    #[test]
    fn a_bar_in_a_formula_is_no_end_of_a_cell() {
        let text = "| a | b |\n|---|---|\n| $\\text{P(A|B)}$ | $\\|x\\|_2$ |\n";
        assert_eq!(inline(text), [r"\text{P(A|B)}", r"\|x\|_2"]);
        assert_eq!(formulas("| a |\n|---|\n| $$x$$ |\n"), [("x".to_owned(), false)]);
        // What is open at the end of a row is not closed in the next.
        let text = "| a | b |\n|---|---|\n| $5 | c |\n| d | 6$ |\n";
        assert_eq!((inline(text), strays(text)), (Vec::new(), 2));
    }

    #[test]
    fn raw_html_is_no_formula() {
        for text in ["<code>$HOME/$USER</code>", "a <kbd>$x$</kbd> b", "<pre>\n$x$\n\n$y$\n</pre>", "<!-- $x -->"] {
            assert_eq!(page(text).len(), 1, "{:?}", page(text));
        }
        let text = "<div class=\"$\">\n$x$\n</div>\n";
        assert_eq!((inline(text), strays(text)), (Vec::new(), 2));
        assert_eq!(inline("<details><summary>a</summary>\n\n$x$\n\n</details>\n"), ["x"]);
        assert_eq!(directives("<div>\n{{#a}}\n</div>\n<code>{{#b}}</code>\n").len(), 1);
    }

    /// Its lines would begin lists and quotations elsewhere.
    #[test]
    fn a_formula_on_its_own_may_begin_its_lines_as_it_likes() {
        for text in ["$$\na\n+ b\n- c\n$$\n", "$$\na\n> b\n# c\n1. d\n$$\n", "$$\na\n=\nb\n$$\n", "$$\na\n    b\n$$\n"]
        {
            let tex = text.trim_end().trim_matches('$');
            assert_eq!(formulas(&format!("before\n\n{text}\nafter $x$\n"))[0], (tex.to_owned(), true));
        }
        assert_eq!(formulas("> $$\n> a\n> + b\n> $$\n"), [("\na\n+ b\n".to_owned(), true)]);
        assert_eq!(formulas("- one\n\n  $$\n  a\n  + b\n  $$\n"), [("\na\n+ b\n".to_owned(), true)]);
        assert_eq!(formulas("```text\n$$\n+ a\n$$\n```\n"), []);
    }

    #[test]
    fn what_does_not_close_is_said_so() {
        assert!(page("{{#figure a").iter().any(|placed| placed.piece == Piece::Unclosed("{{#")));
        assert!(page("$$ a").iter().any(|placed| placed.piece == Piece::Unclosed("$$")));
    }

    #[test]
    fn lines_count_from_one() {
        assert_eq!(line_number("a\nb\nc", 4), 3);
    }
}
