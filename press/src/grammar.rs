//! What the Markdown parser finds on a page: its code, its formulas and its headings.
//!
//! It reads as mdBook does, with formulas as a part of the language and without tables. So a bar in a formula or in code
//! does not end a cell, and a `$` in code, or beyond the end of a paragraph, closes nothing.

use std::{borrow::Cow, collections::BTreeSet, ops::Range};

use mdbook_markdown::pulldown_cmark::{Event, Options, Parser, Tag};

use crate::html::{CODE, tags};

/// Where on a page what is, by bytes, each list in order.
#[derive(Debug, Default)]
pub(crate) struct Grammar<'a> {
    /// Code, in Markdown and in HTML, and comments.
    pub(crate) code: Vec<Range<usize>>,
    pub(crate) formulas: Vec<Formula<'a>>,
    /// Dollar signs that are meant as such.
    pub(crate) signs: Vec<Range<usize>>,
    /// `$` and `$$` that neither open nor close a formula.
    pub(crate) strays: Vec<Range<usize>>,
    pub(crate) headings: Vec<Heading>,
}

/// A formula with its dollar signs.
#[derive(Debug)]
pub(crate) struct Formula<'a> {
    pub(crate) range: Range<usize>,
    /// What stands between the signs, without the marks of a quotation or a list.
    pub(crate) tex: Cow<'a, str>,
    pub(crate) display: bool,
}

/// A heading with an id.
#[derive(Debug)]
pub(crate) struct Heading {
    pub(crate) range: Range<usize>,
    pub(crate) id: String,
    /// Whether there is a link in it.
    pub(crate) links: bool,
}

impl<'a> Grammar<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let mut shown = Cow::Borrowed(text);
        loop {
            let grammar = Reading::of(text, &shown).grammar;
            let Some(inside) = broken_display(text, &shown, &grammar) else { return grammar };
            shown.to_mut().replace_range(inside.clone(), &"x".repeat(inside.len()));
        }
    }
}

/// mdBook's Markdown with formulas and without tables.
fn parser(text: &str) -> Parser<'_> {
    let options = Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH;
    Parser::new_ext(text, options)
}

/// The rows of all tables.
fn rows(text: &str) -> Vec<Range<usize>> {
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_GFM).into_offset_iter();
    parser
        .filter(|(event, _)| matches!(event, Event::Start(Tag::TableHead | Tag::TableRow)))
        .map(|(_, range)| range)
        .collect()
}

/// The inside of a formula that begins a line with `$$` and that the parser, who was `shown` it, has taken for something
/// else, since one of its lines looks like the beginning of a list, a quotation or a heading.
fn broken_display(text: &str, shown: &str, grammar: &Grammar<'_>) -> Option<Range<usize>> {
    const FENCE: &str = "$$";
    let inside = |stray: &Range<usize>| {
        let mut length = 0;
        for line in text[stray.end..].split_inclusive('\n') {
            if length > 0 && line.chars().all(|c| c.is_whitespace() || c == '>') {
                return None;
            }
            if let Some(close) = line.find(FENCE) {
                return Some(stray.end..stray.end + length + close);
            }
            length += line.len();
        }
        None
    };
    let opens = |stray: &&Range<usize>| stray.len() == FENCE.len() && margin(text, stray.start).is_some();
    let is_new = |inside: &Range<usize>| !shown[inside.clone()].bytes().all(|byte| byte == b'x');
    grammar.strays.iter().filter(opens).filter_map(inside).find(is_new)
}

/// What stands before a byte on its line, if that is only the margin of a list or a quotation.
pub(crate) fn margin(text: &str, start: usize) -> Option<&str> {
    let before = &text[..start];
    let line = &before[before.rfind('\n').map_or(0, |newline| newline + 1)..];
    line.chars().all(|c| c == ' ' || c == '>').then_some(line)
}

/// A formula's lines without the marks of a quotation or a list, which its first line has in its `margin`.
fn unquoted(tex: &str, margin: &str) -> String {
    if margin.is_empty() {
        return tex.to_owned();
    }
    let bare = |line: &str| {
        let strip = |line: &str| line.trim_start_matches(' ').to_owned();
        let quotes = margin.matches('>').count();
        (0..quotes).fold(strip(line), |line, _| strip(line.strip_prefix('>').unwrap_or(&line)))
    };
    let (first, rest) = tex.split_once('\n').unwrap_or((tex, ""));
    std::iter::once(first.to_owned()).chain(rest.split('\n').map(bare)).collect::<Vec<_>>().join("\n")
}

/// A page being read.
struct Reading<'a> {
    text: &'a str,
    grammar: Grammar<'a>,
    /// The element of HTML that is open, if its text is code, and where it began.
    element: Option<(String, usize)>,
    /// Places of `$` that are no sign.
    strays: BTreeSet<usize>,
}

impl<'a> Reading<'a> {
    /// Reads `text`, of which the parser is shown `shown`: as long, and without what it would not understand.
    fn of(text: &'a str, shown: &str) -> Self {
        let mut reading = Self { text, grammar: Grammar::default(), element: None, strays: BTreeSet::new() };
        for (event, range) in parser(shown).into_offset_iter() {
            reading.take(event, range, shown);
        }
        if let Some((_, start)) = reading.element.take() {
            reading.grammar.code.push(start..text.len());
        }
        reading.close_in_rows();
        reading.settle();
        reading
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>, shown: &str) {
        let element_is_open = self.element.is_some();
        match event {
            Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => self.grammar.code.push(range),
            Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => self.html(range),
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::Text(_) if element_is_open => {}
            Event::InlineMath(tex) => {
                // A price: "$5/$10".
                if self.text[range.end..].starts_with(|c: char| c.is_ascii_digit()) {
                    self.strays.extend([range.start, range.end - 1]);
                } else {
                    let tex = Cow::Owned(tex.into_string());
                    self.grammar.formulas.push(Formula { range, tex, display: false });
                }
            }
            Event::DisplayMath(tex) => {
                let inside = range.start + 2..range.end - 2;
                let tex = if shown[inside.clone()] == self.text[inside.clone()] {
                    tex.into_string()
                } else {
                    unquoted(&self.text[inside], margin(self.text, range.start).unwrap_or_default())
                };
                self.grammar.formulas.push(Formula { range, tex: Cow::Owned(tex), display: true });
            }
            Event::Text(words) => self.signs(&words, range),
            Event::Start(Tag::Heading { id: Some(id), .. }) => {
                self.grammar.headings.push(Heading { range, id: id.into_string(), links: false });
            }
            Event::Start(Tag::Link { .. }) => {
                if let Some(heading) = self.grammar.headings.last_mut() {
                    heading.links |= heading.range.contains(&range.start);
                }
            }
            _ => {}
        }
    }

    /// Dollar signs in text: escaped, written as a character's number, or left over.
    fn signs(&mut self, words: &str, range: Range<usize>) {
        let source = &self.text[range.clone()];
        if source != words {
            if words == "$" {
                self.grammar.signs.push(range);
            }
            return;
        }
        for (i, _) in source.match_indices('$') {
            let at = range.start + i;
            let before = &self.text[..at];
            let backslashes = before.len() - before.trim_end_matches('\\').len();
            if backslashes % 2 == 1 {
                self.grammar.signs.push(at..at + 1);
            } else {
                self.strays.insert(at);
            }
        }
    }

    /// HTML: a tag in a line, or a block. Of a block, what is no tag and no code stays text.
    fn html(&mut self, range: Range<usize>) {
        let source = &self.text[range.clone()];
        let mut at = range.start;
        for tag in tags(source) {
            let place = range.start + tag.range.start..range.start + tag.range.end;
            if self.element.is_none() {
                self.left_over(at..place.start);
            }
            at = place.end;
            match &self.element {
                None if tag.name.is_empty() => self.grammar.code.push(place),
                None if CODE.contains(&tag.name) && !tag.closing => {
                    self.element = Some((tag.name.to_owned(), place.end));
                }
                Some((open, start)) if tag.closing && open == tag.name => {
                    self.grammar.code.push(*start..place.start);
                    self.element = None;
                }
                _ => {}
            }
        }
        if self.element.is_none() {
            self.left_over(at..range.end);
        }
    }

    /// Every `$` in a piece of raw HTML is left over: nothing there is a formula.
    fn left_over(&mut self, range: Range<usize>) {
        self.strays.extend(self.text[range.clone()].match_indices('$').map(|(i, _)| range.start + i));
    }

    /// A formula that goes on in the next row of a table was none, and within a row none stands on its own.
    fn close_in_rows(&mut self) {
        if !self.text.contains('|') {
            return;
        }
        for row in rows(self.text) {
            let crosses = |formula: &Formula<'_>| {
                let Range { start, end } = formula.range;
                let part = start < row.end && row.start < end;
                part && !(row.start <= start && end <= row.end)
            };
            let strays = &mut self.strays;
            self.grammar.formulas.retain(|formula| {
                if crosses(formula) {
                    strays.extend([formula.range.start, formula.range.end - 1]);
                }
                !crosses(formula)
            });
            let inside = |formula: &&mut Formula<'_>| row.contains(&formula.range.start);
            self.grammar.formulas.iter_mut().filter(inside).for_each(|formula| formula.display = false);
        }
    }

    /// Puts all lists in order, and two `$` side by side together.
    fn settle(&mut self) {
        let Grammar { code, formulas, signs, strays, .. } = &mut self.grammar;
        code.sort_by_key(|range| range.start);
        formulas.sort_by_key(|formula| formula.range.start);
        signs.sort_by_key(|range| range.start);
        for &at in &self.strays {
            match strays.last_mut().filter(|last| last.end == at && last.len() == 1) {
                Some(last) => last.end = at + 1,
                None => strays.push(at..at + 1),
            }
        }
        let in_code = |at: usize| code.iter().any(|range| range.contains(&at));
        strays.retain(|stray| !in_code(stray.start));
    }
}

#[cfg(test)]
mod tests {
    use super::Grammar;

    #[test]
    fn a_heading_with_an_id_is_found_and_its_links_are_seen() {
        let text = "# A {#sec:a}\n\n```text\n# B {#sec:b}\n```\n\nC [d](e) {#sec:c}\n===\n\n> ## D {#sec:d}\n";
        let headings = Grammar::of(text).headings;
        let found: Vec<(&str, bool)> = headings.iter().map(|heading| (heading.id.as_str(), heading.links)).collect();
        assert_eq!(found, [("sec:a", false), ("sec:c", true), ("sec:d", false)]);
        assert!(text[headings[1].range.clone()].starts_with("C [d](e) {#sec:c}"));
    }

    #[test]
    fn code_is_code_in_markdown_and_in_html() {
        let text = "`a` <code>b</code> c\n\n    d\n\n<pre>\ne\n\nf\n</pre>\n\n<!-- g\n\nh --> i\n";
        let code: Vec<&str> = Grammar::of(text).code.into_iter().map(|range| text[range].trim()).collect();
        assert_eq!(code, ["`a`", "b", "d", "e\n\nf", "<!-- g\n\nh -->"]);
    }
}
