//! The text of a page by its headings, as a search finds and shows it.

use std::cell::RefCell;

use anyhow::{Result, ensure};
use html5ever::{
    Attribute,
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states::RawKind,
    },
};

use crate::aside;

/// What stands under one heading, or before the first.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Section {
    /// The `id` of the heading; none before the first.
    pub(super) anchor: Option<String>,
    /// From 1; 0 before the first heading.
    pub(super) level: u8,
    pub(super) heading: String,
    /// What `{{#keywords}}` printed.
    pub(super) keywords: String,
    pub(super) text: String,
}

/// The sections of what stands in a page's `<main>`, without what stands beside the text and without listings of code;
/// headings below `deepest` begin none.
///
/// # Errors
///
/// If the marks around what stands beside the text do not match.
pub(super) fn sections(main: &str, deepest: u8) -> Result<Vec<Section>> {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(main));
    let reader =
        Reader { deepest, state: RefCell::new(State { sections: vec![Section::default()], ..State::default() }) };
    let tokenizer = Tokenizer::new(reader, TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let State { sections, beside, unmatched, .. } = tokenizer.sink.state.into_inner();
    ensure!(!unmatched && !beside, "the marks around what stands beside the text do not match");
    let holds_words = |section: &Section| !section.heading.is_empty() || !section.text.trim().is_empty();
    Ok(sections.into_iter().filter(holds_words).collect())
}

struct Reader {
    deepest: u8,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    sections: Vec<Section>,
    /// Within what stands beside the text.
    beside: bool,
    /// A mark stood where none may stand.
    unmatched: bool,
    /// Within code that is no text: a script, a style sheet, a listing.
    code: bool,
    part: Part,
    /// The formula that is open.
    formula: Option<Formula>,
}

/// The part of a section that is being read.
#[derive(Default)]
enum Part {
    #[default]
    Text,
    Heading,
    Keywords,
}

#[derive(Default)]
struct Formula {
    text: String,
    /// It would read as something else if its symbols stood one after the other.
    stacked: bool,
}

/// Elements of a formula whose parts stand above each other.
const STACKS: [&str; 8] = ["mfrac", "msup", "msubsup", "mroot", "munder", "mover", "munderover", "mtable"];

impl State {
    fn start(&mut self, tag: &Tag, deepest: u8) {
        let get = |name: &str| {
            let attribute = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
            attribute.map(|attribute| attribute.value.to_string())
        };
        let level = level(&tag.name).filter(|level| *level <= deepest);
        if let Some(formula) = &mut self.formula {
            formula.stacked |= STACKS.contains(&&*tag.name);
        } else if &*tag.name == "math" {
            self.formula = Some(Formula::default());
        } else if let Some((level, anchor)) = level.zip(get("id")) {
            self.sections.push(Section { anchor: Some(anchor), level, ..Section::default() });
            self.part = Part::Heading;
        } else {
            self.say(" ");
            if get("class").is_some_and(|class| class == "keywords") {
                self.part = Part::Keywords;
            }
        }
    }

    fn end(&mut self, tag: &Tag, deepest: u8) {
        match &*tag.name {
            "math" => {
                let Formula { text, stacked } = self.formula.take().unwrap_or_default();
                self.say(if stacked { "…" } else { &text });
            }
            "p" => self.part = Part::Text,
            name if level(name).is_some_and(|level| level <= deepest) => self.part = Part::Text,
            _ => {}
        }
    }

    fn say(&mut self, text: &str) {
        if let Some(formula) = &mut self.formula {
            formula.text.push_str(text.trim());
            return;
        }
        let Some(section) = self.sections.last_mut() else { return };
        match self.part {
            Part::Heading => section.heading.push_str(text),
            Part::Keywords => section.keywords.push_str(text),
            Part::Text => section.text.push_str(text),
        }
    }
}

/// The level of a heading.
fn level(name: &str) -> Option<u8> {
    name.strip_prefix('h')?.parse().ok().filter(|level| (1..=6).contains(level))
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Token::CommentToken(mark) if &*mark == aside::BEGIN => {
                state.unmatched |= state.beside;
                state.beside = true;
            }
            Token::CommentToken(mark) if &*mark == aside::END => {
                state.unmatched |= !state.beside;
                state.beside = false;
            }
            Token::TagToken(tag) if matches!(&*tag.name, "script" | "style") => {
                state.code = tag.kind == TagKind::StartTag;
                match &*tag.name {
                    "script" if state.code => return TokenSinkResult::RawData(RawKind::ScriptData),
                    "style" if state.code => return TokenSinkResult::RawData(RawKind::Rawtext),
                    _ => {}
                }
            }
            Token::TagToken(tag) if &*tag.name == "code" => {
                let rust = |attribute: &Attribute| attribute.value.contains("language-rust");
                state.code = tag.kind == TagKind::StartTag && tag.attrs.iter().any(rust);
            }
            Token::TagToken(tag) if !state.beside => match tag.kind {
                TagKind::StartTag => state.start(&tag, self.deepest),
                TagKind::EndTag => state.end(&tag, self.deepest),
            },
            Token::CharacterTokens(text) if !state.beside && !state.code => state.say(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::{Section, sections};

    fn words(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_page_falls_into_its_headings() {
        let main = "before<h1 id=\"a\"><a href=\"#a\">A <em>line</em></a></h1><p class=\"keywords\">Keywords: slope</p>\
            <p>one</p><p>two</p><h4 id=\"b\">deep</h4><h2 id=\"c\">C</h2><script>if (a<b) {}</script><p>three</p>";
        let found = sections(main, 3).unwrap();
        let told: Vec<_> = found
            .iter()
            .map(|Section { anchor, level, heading, keywords, text }| {
                (anchor.as_deref(), *level, words(heading), words(keywords), words(text))
            })
            .collect();
        let owned = |text: &str| text.to_owned();
        assert_eq!(
            told,
            [
                (None, 0, owned(""), owned(""), owned("before")),
                (Some("a"), 1, owned("A line"), owned("Keywords: slope"), owned("one two deep")),
                (Some("c"), 2, owned("C"), owned(""), owned("three")),
            ]
        );
    }

    #[test]
    fn what_stands_beside_the_text_is_left_out() {
        let main = "<p>a</p><code class=\"language-rust\">fn <span>f</span>()</code><figure><!--aside--><svg><title>b</title></svg><script>\"<!--/aside-->\"</script><!--/aside--><p>c</p></figure>";
        assert_eq!(words(&sections(main, 3).unwrap()[0].text), "a c");
        for unmatched in ["a<!--aside-->", "a<!--/aside-->b", "<!--aside-->a<!--aside-->b<!--/aside--><!--/aside-->"] {
            assert!(sections(unmatched, 3).is_err(), "{unmatched}");
        }
    }

    #[test]
    fn a_formula_is_in_the_text_if_it_reads_in_a_row() {
        let main = "at <math><mi>K</mi><mo>(</mo><mi>ν</mi> <mo>)</mo></math> and <math><mfrac><mi>a</mi><mi>b</mi></mfrac></math>.";
        assert_eq!(words(&sections(main, 3).unwrap()[0].text), "at K(ν) and ….");
    }
}
