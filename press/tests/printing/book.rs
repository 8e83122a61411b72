//! A small book with figures of its own, printed: what its pages hold, that it comes out the same twice, and that
//! whatever does not resolve is found.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use ground_up::ground::files::write_whole;
use mdbook_driver::MDBook;
use mdbook_preprocessor::{Preprocessor as _, PreprocessorContext, book::BookItem};
use press::{Press, build_with, check_with, preprocess};

use super::figures::{CHAPTERS, committed};

pub(crate) const PRESS: Press = Press::new(&CHAPTERS);

/// A copy of the fixture with its records, which can be changed.
pub(crate) fn book() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture"), folder.path());
    committed(&folder.path().join("figures"));
    // What the link book/figures is in the real book.
    copy(&folder.path().join("figures"), &folder.path().join("book/figures"));
    folder
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files(from) {
        write_whole(&to.join(path), &bytes).unwrap();
    }
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            files.insert(path.strip_prefix(folder).unwrap().to_owned(), std::fs::read(&path).unwrap());
        }
    }
    files
}

fn page(site: &Path, path: &str) -> String {
    std::fs::read_to_string(site.join(path)).unwrap()
}

fn holds(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(
            page.contains(part),
            "`{part}` is not in\n{}",
            &page[page.find("<main ").unwrap()..page.find("</main>").unwrap()]
        );
    }
}

#[test]
fn a_page_holds_what_its_directives_ask_for() {
    let book = book();
    let site = build_with(PRESS, book.path()).unwrap();
    let line = page(&site, "alpha/line.html");
    holds(
        &line,
        &[
            "<p class=\"keywords\">Keywords: affine map, y &lt; x</p>",
            "id=\"sec-why\"",
            "id=\"eq-line\"",
            "<a class=\"ref\" href=\"#eq-line\">(2.1)</a>",
            "<span class=\"value\" title=\"alpha/line /outcome/end\">20.00</span>",
            "2.0\u{a0}×\u{a0}10¹",
            "Cho &amp; Saul 2009</a>",
            "<figure class=\"exhibit\" id=\"fig-alpha-line\">",
            ">Figure 2.1</a> <strong>A line.</strong> The end is",
            "<span class=\"badge holds\">holds</span>",
            "<span class=\"badge fails\">does not hold</span>",
            "measured 20, expected 20 ± 0.5",
            "measured 20, expected at most 1; missed by 19 <span",
            "data-copy=\"cargo run --release --bin alpha -- line\"",
            "slope=2.0",
            "<title>(a) Two dots</title>",
            "<b>(b)</b> The same again",
            "<details class=\"provenance stale\"",
            "the settings changed",
            "<code class=\"language-rust\">/// A line through the origin",
        ],
    );
    assert!(!line.contains("<p><div") && !line.contains("ANCHOR"), "{line}");
    holds(
        &page(&site, "index.html"),
        &[
            "class=\"teaser\"",
            "<b>(a)</b> A line that rises",
            "alpha/line.html#fig-alpha-line",
            "Figure\u{a0}2.1",
            "{{#figure alpha/line}}",
        ],
    );
    holds(&page(&site, "alpha/index.html"), &["Figure\u{a0}2.1</a> A line", "cargo run --release --bin alpha -- dots"]);
    holds(
        &page(&site, "state.html"),
        &[
            "holds: 1, does not hold: 1",
            "this book: 1, lecture: 1",
            "<td>lecture, “Key insights”</td>",
            "stale",
            "<th scope=\"col\">Seconds</th>",
            "0.6 (not reached)",
        ],
    );
    let works = page(&site, "bibliography.html");
    holds(&works, &["id=\"work-cho2009\"", "alpha/line.html#cite-cho2009-2", "Never cited"]);
}

#[test]
fn the_printed_book_is_sound_and_the_same_twice() {
    let book = book();
    let site = build_with(PRESS, book.path()).unwrap();
    let faults: Vec<String> = check_with(PRESS, &site).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(faults, Vec::<String>::new());
    let first = files(&site);
    assert_eq!(build_with(PRESS, book.path()).unwrap(), site);
    let second = files(&site);
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (path, bytes) in &first {
        assert!(bytes == &second[path], "{} differs between two builds", path.display());
    }
}

/// The search index of a site, as text.
fn index(site: &Path) -> String {
    let is_index = |path: &Path| path.to_string_lossy().starts_with("searchindex");
    let (_, index) = files(site).into_iter().find(|(path, _)| is_index(path)).unwrap();
    String::from_utf8(index).unwrap()
}

#[test]
fn a_formula_is_found_once_and_never_by_its_tex() {
    let book = book();
    let index = index(&build_with(PRESS, book.path()).unwrap());
    assert!(!index.contains("frac"), "TeX is in the search index");
    assert_eq!(index.matches("b≥c").count(), 1);
    assert!(!index.contains('≤'), "a formula on its own is no text");
}

/// Each of these words stands on the printed page; only those of the text are found.
#[test]
fn what_stands_beside_the_text_is_not_found() {
    let book = book();
    let site = build_with(PRESS, book.path()).unwrap();
    let (index, printed) = (index(&site), page(&site, "print.html"));
    let text = ["A quotation with", "The end is", "Dots."];
    let beside = ["Two dots", "The line ends at", "How this figure was made", "not reached", "Never cited", "fn line"];
    for (words, found) in text.map(|words| (words, true)).into_iter().chain(beside.map(|words| (words, false))) {
        assert!(printed.contains(words), "`{words}` is not printed");
        assert_eq!(index.contains(words), found, "`{words}` in the index");
    }
    assert!(!printed.contains("<!--aside") && !printed.contains("<!--/aside"));
}

/// A fold never hides that a claim in it does not hold.
#[test]
fn claims_after_the_third_are_in_a_fold_that_says_how_they_stand() {
    let book = book();
    let site = build_with(PRESS, book.path()).unwrap();
    let line = page(&site, "alpha/line.html");
    let (_, figure) = line.split_once("id=\"fig-alpha-dots\"").unwrap();
    let (shown, fold) = figure.split_once("<details class=\"more-claims\"").unwrap();
    assert_eq!(shown.matches("class=\"sentence\"").count(), 3);
    let (fold, _) = fold.split_once("</details>").unwrap();
    assert!(fold.starts_with("><summary>2 more claims: 1 holds, 1 does not hold</summary>"), "{fold}");
    assert_eq!(fold.matches("class=\"sentence\"").count(), 2);
    // The line makes two claims: no fold.
    let (before, _) = line.split_once("id=\"fig-alpha-dots\"").unwrap();
    assert!(!before.contains("more-claims"));
}

/// The files that a drawer names are in the site, text as text; one that is no longer in the checkout is not linked.
#[test]
fn a_drawer_leads_to_its_sources() {
    let book = book();
    let record = book.path().join("figures/alpha/line.json");
    let text = std::fs::read_to_string(&record).unwrap();
    let named = "\"sources\": {\"code\": {\"src/line.rs\": \"a1\", \"src/gone.rs\": \"b2\"}, \"crates\": {}, \
                 \"data\": {\"data/given.txt\": \"c3\"}},\"was\": {";
    let changed = text.replacen("\"sources\": {", named, 1);
    assert_ne!(changed, text);
    write_whole(&record, changed.as_bytes()).unwrap();
    for path in ["data/given.txt", "data/LICENSES.md", "data/unnamed.txt"] {
        write_whole(&book.path().join(path), path.as_bytes()).unwrap();
    }
    let site = build_with(PRESS, book.path()).unwrap();
    holds(
        &page(&site, "alpha/line.html"),
        &[
            "<code><a href=\"../sources/src/line.rs.txt\">src/line.rs</a></code>",
            "<code>src/gone.rs</code>",
            "<a href=\"../sources/data/given.txt\">data/given.txt</a>",
        ],
    );
    let copied: Vec<_> = files(&site.join("sources")).into_keys().collect();
    let paths = ["data/LICENSES.md", "data/given.txt", "src/line.rs.txt"].map(PathBuf::from);
    assert_eq!(copied, paths);
    assert_eq!(page(&site, "sources/src/line.rs.txt"), page(book.path(), "src/line.rs"));
    assert_eq!(check_with(PRESS, &site).unwrap(), []);
}

/// The chapter's pages and no others, with links to those; its pages lead to it.
#[test]
fn a_chapter_is_printed_alone() {
    let book = book();
    let site = build_with(PRESS, book.path()).unwrap();
    let chapter = page(&site, "print-alpha.html");
    holds(
        &chapter,
        &[
            "id=\"fig-alpha-line\"",
            "href=\"#eq-line\"",
            "href=\"bibliography.html#work-cho2009\"",
            "figures/alpha/line.json",
        ],
    );
    assert!(chapter.contains("<title>Alpha - A small book</title>"));
    assert!(!chapter.contains("id=\"work-cho2009\"") && !chapter.contains("id=\"cover\""));
    let link = "<a href=\"../print-alpha.html\">Print this chapter</a>";
    assert!(page(&site, "alpha/index.html").contains(link) && !page(&site, "alpha/line.html").contains(link));
    assert!(page(&site, "alpha/line.html").contains("<a href=\"../print-alpha.html\" title=\"Print this chapter\""));
    assert!(page(&site, "state.html").contains("<a href=\"print.html\" title=\"Print this book\""));
}

/// What is on other pages is at the end of a page, once, however often it is cited; what the page shows itself is not.
#[test]
fn a_page_brings_what_it_refers_to_on_other_pages() {
    let book = book();
    let site = build_with(PRESS, book.path()).unwrap();
    let cards = |path| {
        let html = page(&site, path);
        let (_, cards) = html.split_once("<div class=\"cards\" hidden").unwrap();
        let (cards, _) = cards.split_once("</main>").unwrap();
        assert!(!cards.contains(" id="), "an id would stand twice: {cards}");
        cards.to_owned()
    };
    let line = cards("alpha/line.html");
    assert_eq!(line.matches("data-card").count(), 1, "{line}");
    assert!(line.contains("data-card=\"work-cho2009\">Cho, Y. &amp; Saul"), "{line}");
    let cover = cards("index.html");
    assert!(cover.contains("data-card=\"eq-line\"><span class=\"katex-display\">"), "{cover}");
    assert!(!page(&site, "bibliography.html").contains("data-card"));
}

/// Every fault of a page is told at once, each with its line.
#[test]
fn all_faults_are_listed_with_their_lines() {
    let lines = [
        ("{{#figure alpha/nothing}}", "no figure is called `alpha/nothing`; there are alpha/line, alpha/dots"),
        ("{{#figure alpha/line}}", "figure `alpha/line` stands twice"),
        ("{{#value alpha/line /outcome/nothing 2}}", "has nothing at /outcome/nothing"),
        ("{{#value alpha/line /outcome/points 2}}", "array of 2"),
        ("{{#value alpha/line /outcome/end x2}}", "`x2` is not a number of places"),
        ("{{#ref eq:nothing}}", "no equation is labelled `eq:nothing`; there are line"),
        ("{{#ref nothing}}", "`nothing` is no label"),
        ("{{#cite nobody1900}}", "has the key `nobody1900`"),
        ("{{#listing src/nothing.rs line}}", "cannot read src/nothing.rs"),
        ("{{#listing src/line.rs nothing}}", "no anchor `nothing`"),
        ("{{#listing ../secret.rs line}}", "leads out of the book"),
        ("{{#nonsense a}}", "no directive is called `nonsense`"),
        ("{{#keywords ,}}", "names no word"),
        ("{{#state too many}}", "wrong number of arguments"),
        ("{{#figures nothing}}", "no chapter is called `nothing`; there are alpha"),
        ("{{#peers a_step}}", "cannot read benches/peers/a_step.json"),
        ("a $\\frac{1}$ b", "KaTeX"),
        ("text {{#state}}", "line of its own"),
        ("$$ y \\label{eq:line} $$", "`eq:line` is labelled twice"),
        ("$$ y \\label{line} $$", "begins with `eq:`"),
        ("{{#figure alpha/line", "`{{#` is not closed"),
    ];
    let book = book();
    std::fs::remove_file(book.path().join("benches/peers/a_step.json")).unwrap();
    let text = lines.map(|(line, _)| line).join("\n\n");
    write_whole(&book.path().join("book/state.md"), text.as_bytes()).unwrap();
    let error = format!("{:#}", build_with(PRESS, book.path()).unwrap_err());
    for (i, (line, message)) in lines.iter().enumerate() {
        let place = format!("book/state.md:{}: ", 2 * i + 1);
        let told = error.lines().any(|told| told.contains(&place) && told.contains(message));
        assert!(told, "{line}: `{place}… {message}` is not in\n{error}");
    }
    assert!(!book.path().join("target/book/index.html").exists(), "nothing is printed");
}

#[test]
fn a_missing_record_names_the_command_that_makes_it() {
    let book = book();
    std::fs::remove_file(book.path().join("figures/alpha/line.json")).unwrap();
    let error = format!("{:#}", build_with(PRESS, book.path()).unwrap_err());
    assert!(error.contains("make it with `cargo run --release --bin alpha -- line`"), "{error}");
}

/// A figure that was just begun has no record: its page says so, and whatever needs its numbers is a fault.
#[test]
fn a_figure_without_a_record_is_printed_as_not_computed_yet() {
    let book = book();
    std::fs::remove_file(book.path().join("figures/alpha/dots.json")).unwrap();
    let site = build_with(PRESS, book.path()).unwrap();
    holds(
        &page(&site, "alpha/line.html"),
        &[
            "id=\"fig-alpha-dots\"",
            "Dots.</strong> This figure is not computed yet: <code>cargo run --release --bin alpha -- dots</code>",
        ],
    );
    holds(&page(&site, "state.html"), &["not computed yet"]);
    assert!(check_with(PRESS, &site).unwrap().is_empty());
}

#[test]
fn a_claim_from_a_work_that_is_not_there_is_a_fault() {
    let book = book();
    let record = book.path().join("figures/alpha/line.json");
    let text = std::fs::read_to_string(&record).unwrap();
    let changed = text.replace("\"lecture\": \"Key insights\"", "\"work\": \"nobody1900\"");
    assert_ne!(changed, text);
    write_whole(&record, changed.as_bytes()).unwrap();
    let error = format!("{:#}", build_with(PRESS, book.path()).unwrap_err());
    assert!(error.contains("cites `nobody1900`, which is no work in references.bib"), "{error}");
}

/// What the stock `mdbook` command sends and gets is what [`build_with`] does in its own process.
#[test]
fn the_protocol_gives_the_same_pages() {
    let book = book();
    let root = book.path().canonicalize().unwrap();
    let loaded = MDBook::load(&root).unwrap();
    let context = PreprocessorContext::new(root, loaded.config.clone(), "html".to_owned());
    let here = PRESS.run(&context, loaded.book.clone()).unwrap();
    let (mut answer, question) = (Vec::new(), serde_json::to_vec(&(&context, &loaded.book)).unwrap());
    preprocess(PRESS, question.as_slice(), &mut answer).unwrap();
    let there: mdbook_preprocessor::book::Book = serde_json::from_slice(&answer).unwrap();
    assert_eq!(there, here);
    let expanded = |item: &BookItem| !matches!(item, BookItem::Chapter(chapter) if chapter.content.contains("{{#ref"));
    assert!(there.iter().all(expanded));
    assert!(PRESS.supports_renderer("html").unwrap() && !PRESS.supports_renderer("markdown").unwrap());
}
