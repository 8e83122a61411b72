//! The printed book, checked: nothing unexpanded, no broken link, nothing asked of the network.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    path::{Component, Path, PathBuf},
};

use anyhow::{Context as _, Result};
use ground_up::ground::files;
use html5ever::{
    tendril::{ByteTendril, SliceExt as _},
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states::RawKind,
    },
};

use crate::{
    fault::Fault,
    html::{CODE, SIGN},
    labels::figure_anchor,
    preprocessor::{Press, preprocessor},
    print::lock_of,
};

/// What is wrong with the book printed at `site`; nothing if all is well.
///
/// # Errors
///
/// If the site cannot be read.
pub fn check(site: &Path) -> Result<Vec<Fault>> {
    check_with(preprocessor(), site)
}

/// What is wrong with the book printed at `site` with the figures of `press`.
///
/// # Errors
///
/// If the site cannot be read.
pub fn check_with(press: Press, site: &Path) -> Result<Vec<Fault>> {
    // Another program may be about to put a new site in the place of this one.
    let _whole = files::unlocked(&lock_of(site));
    check_for(site, &press.figures().map(|figure| figure_anchor(figure.id())).collect::<Vec<_>>())
}

fn check_for(site: &Path, anchors: &[String]) -> Result<Vec<Fault>> {
    let mut pages = BTreeMap::new();
    for path in all_files(site)? {
        if path.extension().is_some_and(|extension| extension == "html") {
            let bytes = std::fs::read(site.join(&path)).with_context(|| format!("cannot read {}", path.display()))?;
            pages.insert(path, Seen::in_page(&bytes));
        }
    }
    let mut faults = Vec::new();
    for (path, page) in &pages {
        page.faults(path, &mut faults);
        for (line, address) in &page.links {
            if let Some(message) = broken(site, &pages, path, address) {
                faults.push(Fault { file: path.display().to_string(), line: *line, message });
            }
        }
    }
    for anchor in anchors {
        // The first page stands twice in a site, as itself and as index.html; the pages to print hold all of them again.
        let at: BTreeSet<&PathBuf> = pages
            .iter()
            .filter(|(path, page)| !repeats(path, &pages) && page.ids.contains_key(anchor))
            .map(|(path, _)| path)
            .collect();
        if at.len() != 1 {
            let message = format!("figure `{anchor}` stands on {} pages, not on one", at.len());
            faults.push(Fault { file: site.display().to_string(), line: 0, message });
        }
    }
    Ok(faults)
}

/// Whether a page only repeats others, as the pages to print do: `print.html` all of them, `print-CHAPTER.html` some.
fn repeats(path: &Path, pages: &BTreeMap<PathBuf, Seen>) -> bool {
    let to_print = path.to_str().is_some_and(|path| path == "print.html" || path.starts_with("print-"));
    let own = |page: &Seen| page.ids.len();
    to_print
        || (path == Path::new("index.html")
            && pages.iter().any(|(other, page)| {
                other != path && own(page) == own(&pages[path]) && page.links == pages[path].links
            }))
}

/// All files under `folder`, by their path in it.
fn all_files(folder: &Path) -> Result<Vec<PathBuf>> {
    fn walk(folder: &Path, under: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
        for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let entry = entry?;
            let path = under.join(entry.file_name());
            if entry.path().is_dir() {
                walk(&entry.path(), &path, files)?;
            } else {
                files.push(path);
            }
        }
        Ok(())
    }
    let mut found = Vec::new();
    walk(folder, Path::new(""), &mut found)?;
    Ok(found)
}

/// Why a link leads nowhere, if it does.
fn broken(site: &Path, pages: &BTreeMap<PathBuf, Seen>, from: &Path, address: &str) -> Option<String> {
    let scheme = address.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphanumeric()));
    if scheme || address.is_empty() {
        return None;
    }
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    let mut target = if path.is_empty() { from.to_owned() } else { PathBuf::new() };
    if !path.is_empty() {
        for part in from.parent().unwrap_or(Path::new("")).join(path).components() {
            match part {
                Component::ParentDir if target.pop() => {}
                Component::ParentDir => return Some(format!("`{address}` leads out of the book")),
                Component::Normal(name) => target.push(name),
                _ => {}
            }
        }
    }
    let Some(page) = pages.get(&target) else {
        return (!site.join(&target).is_file()).then(|| format!("`{address}` leads to no file"));
    };
    let known = fragment.is_empty() || page.ids.contains_key(fragment);
    (!known).then(|| format!("`{address}` leads to no place on {}", target.display()))
}

/// What is of interest in a page.
#[derive(Default)]
struct Seen {
    /// Ids and how often each stands.
    ids: BTreeMap<String, usize>,
    /// Addresses within the book or out of it that a reader may follow or a page loads.
    links: Vec<(usize, String)>,
    /// What the page would load from elsewhere.
    foreign: Vec<(usize, String)>,
    /// Text that is no code and still has a directive, a formula, markup or a formula's error in it.
    unexpanded: Vec<(usize, String)>,
}

impl Seen {
    /// What a tokenizer of HTML finds in a page.
    fn in_page(html: &[u8]) -> Self {
        let bytes: ByteTendril = html.to_tendril();
        let queue = BufferQueue::default();
        if let Ok(text) = bytes.try_reinterpret() {
            queue.push_back(text);
        }
        let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
        let _ = tokenizer.feed(&queue);
        tokenizer.end();
        tokenizer.sink.seen.into_inner()
    }

    fn faults(&self, path: &Path, faults: &mut Vec<Fault>) {
        let mut fault = |line, message| faults.push(Fault { file: path.display().to_string(), line, message });
        for (id, count) in self.ids.iter().filter(|(_, count)| **count > 1) {
            fault(0, format!("id `{id}` stands {count} times"));
        }
        for (line, address) in &self.foreign {
            fault(*line, format!("the page asks the network for {address}"));
        }
        for (line, text) in &self.unexpanded {
            fault(*line, format!("not expanded: {text}"));
        }
    }
}

/// Reads a page tag by tag.
#[derive(Default)]
struct Reader {
    seen: RefCell<Seen>,
    /// How many elements are open whose text is code.
    code: RefCell<usize>,
    /// The text since the last tag, and its line.
    text: RefCell<(usize, String)>,
    /// Within a dollar sign that is meant as one.
    sign: RefCell<bool>,
}

impl Reader {
    fn start(&self, tag: &Tag, line: usize) {
        let mut seen = self.seen.borrow_mut();
        let get = |name: &str| {
            tag.attrs
                .iter()
                .find(|attribute| &*attribute.name.local == name)
                .map(|attribute| attribute.value.to_string())
        };
        if let Some(id) = get("id") {
            *seen.ids.entry(id).or_default() += 1;
        }
        if get("class").is_some_and(|class| class.contains("katex-error")) {
            seen.unexpanded.push((line, "a formula with an error".to_owned()));
        }
        let rel = get("rel").unwrap_or_default();
        let loads = |attribute: &str| match (&*tag.name, attribute) {
            ("a", _) => false,
            ("link", "href") => ["stylesheet", "icon", "preload"].iter().any(|kind| rel.contains(kind)),
            _ => true,
        };
        for attribute in ["href", "src", "poster", "data"] {
            let Some(address) = get(attribute) else { continue };
            if address.starts_with("http:") || address.starts_with("https:") || address.starts_with("//") {
                if loads(attribute) {
                    seen.foreign.push((line, address));
                }
            } else {
                seen.links.push((line, address));
            }
        }
    }
}

impl Reader {
    /// Looks at the text that a tag has ended.
    fn end_text(&self) {
        let (line, text) = std::mem::take(&mut *self.text.borrow_mut());
        if *self.code.borrow() == 0 && !*self.sign.borrow() && is_left_over(&text) {
            self.seen.borrow_mut().unexpanded.push((line, text.trim().chars().take(60).collect()));
        }
    }
}

/// Whether a reader sees what was to be something else: a directive, a formula, a mark of Markdown or of HTML.
fn is_left_over(text: &str) -> bool {
    const MARKS: [&str; 7] = ["{{", "`", "**", "](", "</", "=\"", "&#"];
    // In raw HTML, a price.
    let price = |at: usize| text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
    let formula = text.match_indices('$').any(|(at, _)| !price(at));
    let command = |at: usize| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
    formula || MARKS.iter().any(|mark| text.contains(mark)) || text.match_indices('\\').any(|(at, _)| command(at))
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let line = usize::try_from(line).unwrap_or_default();
        if !matches!(token, Token::CharacterTokens(_)) {
            self.end_text();
        }
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                self.start(&tag, line);
                let is_sign = |class: &str| class == SIGN;
                *self.sign.borrow_mut() =
                    tag.attrs.iter().any(|attribute| &*attribute.name.local == "class" && is_sign(&attribute.value));
                if CODE.contains(&&*tag.name) {
                    *self.code.borrow_mut() += 1;
                }
                match &*tag.name {
                    "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
                    "style" => return TokenSinkResult::RawData(RawKind::Rawtext),
                    _ => {}
                }
            }
            Token::TagToken(tag) if CODE.contains(&&*tag.name) => {
                let mut code = self.code.borrow_mut();
                *code = code.saturating_sub(1);
            }
            Token::TagToken(_) => *self.sign.borrow_mut() = false,
            Token::CharacterTokens(text) => {
                let mut seen = self.text.borrow_mut();
                if seen.1.is_empty() {
                    seen.0 = line;
                }
                seen.1.push_str(&text);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::check_for;
    use ground_up::ground::files::write_whole;

    fn faults(pages: &[(&str, &str)], anchors: &[&str]) -> Vec<String> {
        let site = tempfile::tempdir().unwrap();
        for (path, html) in pages {
            write_whole(&site.path().join(path), html.as_bytes()).unwrap();
        }
        let anchors: Vec<String> = anchors.iter().map(|anchor| (*anchor).to_owned()).collect();
        check_for(site.path(), &anchors).unwrap().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_sound_book_has_no_fault() {
        let pages = [
            (
                "a/b.html",
                "<p id=\"x\">t</p><a href=\"../c.html#y\">c</a><a href=\"https://example.org/\">out</a><code>{{#a}}</code>",
            ),
            ("c.html", "<p id=\"y\">t</p><a href=\"a/b.html#x\">b</a><script>'{{#a}} <p id=\"y\">'</script>"),
            ("print.html", "<p id=\"x\">t</p><p id=\"y\">t</p>"),
            ("print-a.html", "<p id=\"x\">t</p>"),
        ];
        assert_eq!(faults(&pages, &["x"]), Vec::<String>::new());
    }

    #[test]
    fn what_a_reader_sees_of_a_formula_or_of_markup_is_found() {
        for left in [
            "costs 5$",
            "$x",
            "\\text{a}",
            "&lt;span class=&quot;mi&quot;",
            "a &lt;/p&gt;",
            "a `b",
            "**a",
            "[a](b.md)",
            "<em>a</em>{{#b}}",
        ] {
            let found = faults(&[("p.html", &format!("<p>{left}</p>"))], &[]);
            assert!(found.len() == 1 && found[0].contains("p.html:1: not expanded"), "{left}: {found:?}");
        }
        for fine in [
            "<code>$HOME `a` **</code>",
            "<kbd>\\text</kbd> and a &lt; b",
            "costs <span class=\"dollar\">&#36;</span> and &#36;5",
            "<script>`$x`</script><pre><code>a</code> $b</pre>",
            "a * b, 1/2 and a \\ b",
        ] {
            assert_eq!(faults(&[("p.html", &format!("<p>{fine}</p>"))], &[]), Vec::<String>::new(), "{fine}");
        }
    }

    #[test]
    fn every_kind_of_fault_is_found() {
        let page = "<p id=\"x\"></p><p id=\"x\"></p>\n<a href=\"no.html\">a</a><a href=\"#no\">b</a><a href=\"../no\">c</a>\
                    <img src=\"https://example.org/a.png\"><link rel=\"stylesheet\" href=\"//example.org/a.css\">{{#value}}\
                    <span class=\"katex-error\">a</span>";
        let found = faults(&[("p.html", page)], &["x", "missing"]).join("\n");
        for part in [
            "id `x` stands 2 times",
            "no.html` leads to no file",
            "`#no` leads to no place",
            "leads out of the book",
            "a.png",
            "a.css",
            "not expanded: {{#value}}",
            "a formula with an error",
            "`missing` stands on 0 pages",
        ] {
            assert!(found.contains(part), "{part} is not in\n{found}");
        }
        assert!(found.contains("p.html:2:"), "{found}");
    }
}
