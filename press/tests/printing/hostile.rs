//! Pages, records and summaries that have been printed wrongly, or not at all: each with what is right.

use std::path::Path;

use ground_up::ground::files::write_whole;
use press::{build_with, check_with};

use super::book::{PRESS, book};

/// The small book's page `state`, as HTML, where it holds `markdown`; the check has found nothing in it.
fn printed(markdown: &str) -> String {
    let book = book();
    write_whole(&book.path().join("book/state.md"), format!("# State\n\n{markdown}").as_bytes()).unwrap();
    let site = build_with(PRESS, book.path()).unwrap_or_else(|error| panic!("{markdown}: {error:#}"));
    let faults: Vec<String> = check_with(PRESS, &site).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(faults, Vec::<String>::new(), "{markdown}");
    let html = std::fs::read_to_string(site.join("state.html")).unwrap();
    let (_, main) = html.split_once("<main ").unwrap();
    main.split_once("</main>").unwrap().0.to_owned()
}

/// What is said where the small book's page `state` holds `markdown`; nothing is printed.
fn refused(markdown: &str) -> String {
    let book = book();
    write_whole(&book.path().join("book/state.md"), markdown.as_bytes()).unwrap();
    let error = format!("{:#}", build_with(PRESS, book.path()).unwrap_err());
    assert!(!book.path().join("target/book/index.html").exists());
    error
}

fn formulas(html: &str) -> usize {
    html.matches("<math>").count() + html.matches("<math ").count()
}

#[test]
fn a_bar_in_a_formula_ends_no_cell() {
    let html = printed("| a | b |\n|---|---|\n| $\\text{P(A|B)}$ | second |\n| $\\|x\\|$ | $`|'$ |\n");
    assert_eq!((formulas(&html), html.matches("<td").count()), (3, 4), "{html}");
    assert!(html.contains("second</td>"), "{html}");
    let lost = refused("a\n\n| a | b |\n|---|---|\n| `1|2` | second |\n");
    assert!(lost.contains("state.md:5: a row has more cells") && lost.contains("second"), "{lost}");
}

#[test]
fn formulas_with_text_in_them_are_whole() {
    let html = printed("If $\\text{if $a<b$}$ then.\n\n$\\text{``a''}$ and $\\text{``b''}$ so.\n");
    assert_eq!(formulas(&html), 3, "{html}");
    assert!(html.contains(" then.") && html.contains(" and ") && html.contains(" so."), "{html}");
}

#[test]
fn a_dollar_sign_is_a_formulas_or_escaped() {
    let html = printed("It costs \\$5.\r\n\r\nAnd $x$, or 6 \\$.\r\n");
    assert_eq!(formulas(&html), 1, "{html}");
    let error = refused("It costs $5.\r\n\r\nAnd another 6$ here.\r\n");
    assert!(error.contains("state.md:1: `$` neither") && error.contains("state.md:3: `$` neither"), "{error}");
    assert!(printed("Set <code>$HOME/$USER</code> and `$x$`.").contains("<code>$HOME/$USER</code>"));
}

#[test]
fn a_formula_has_one_number() {
    for tex in [
        "\\begin{align} a &= b \\end{align}",
        "\\begin{gather} a \\end{gather}",
        "\\begin{equation} a \\end{equation}",
        "a \\tag{7}",
    ] {
        let error = refused(&format!("a\n\n$$\n{tex} \\label{{eq:new}}\n$$\n"));
        assert!(error.contains("state.md:3: the book numbers its formulas"), "{tex}: {error}");
    }
    let html = printed("$$\n\\begin{align*} a &= b \\end{align*} \\label{eq:new}\n$$\n");
    assert_eq!(html.matches("class=\"equation-number\"").count(), 1);
}

#[test]
fn what_a_formula_cannot_hold_is_a_fault() {
    for tex in ["\\href{https://example.org}{x}", "\\htmlId{a}{x}", "\\includegraphics{a.png}", "\\url{a}"] {
        let error = refused(&format!("a ${tex}$"));
        assert!(error.contains("state.md:1: a formula of this book cannot hold `\\"), "{tex}: {error}");
    }
}

#[test]
fn deep_formulas_are_printed_or_refused() {
    let nested = |open: &str, close: &str, levels: usize| format!("${}x{}$", open.repeat(levels), close.repeat(levels));
    for (open, close, too_many) in [("{", "}", 5_000), ("\\left(", "\\right)", 1_500), ("\\frac{1}{", "}", 1_900)] {
        assert_eq!(formulas(&printed(&nested(open, close, 300))), 1, "{open}");
        let error = refused(&nested(open, close, too_many));
        assert!(error.contains(&format!("{too_many} groups within each other")), "{error}");
    }
    assert!(refused(&nested("\\left(", "", 3_000)).contains("groups within each other"));
    let _ = refused(&nested("\\frac1", "", 3_000));
}

/// A heading that refers to itself, and two that refer to each other.
#[test]
fn headings_that_refer_in_circles_are_faults() {
    for page in [
        "## Loop {{#ref sec:loop}} {#sec:loop}\n\n{{#ref sec:loop}}\n",
        "## A {{#ref sec:b}} {#sec:a}\n\n## B {{#ref sec:a}} {#sec:b}\n\n{{#ref sec:a}}\n",
        "## A {{#cite cho2009}} {#sec:a}\n\n{{#ref sec:a}}\n",
        "## A [link](index.md) {#sec:a}\n\n{{#ref sec:a}}\n",
    ] {
        assert!(refused(page).contains("state.md:1: the heading of `sec:"), "{page}");
    }
    assert!(printed("## A $x$ {#sec:a}\n\nSee {{#ref sec:a}}.\n").contains("href=\"#sec-a\""));
}

/// Changes the record of the line, and prints the page that shows it.
fn with_record(change: impl Fn(&str) -> String) -> Result<String, String> {
    let book = book();
    let record = book.path().join("figures/alpha/line.json");
    let text = std::fs::read_to_string(&record).unwrap();
    let changed = change(&text);
    assert_ne!(changed, text);
    write_whole(&record, changed.as_bytes()).unwrap();
    let site = build_with(PRESS, book.path()).map_err(|error| format!("{error:#}"))?;
    Ok(["alpha/line.html", "state.html"].map(|page| std::fs::read_to_string(site.join(page)).unwrap()).concat())
}

#[test]
fn what_comes_from_a_record_is_text() {
    let html = with_record(|text| {
        text.replacen(
            "The line ends at 20.",
            "So <script>alert(1)</script> *the* $x$ [line](https://example.org) ends.",
            1,
        )
    })
    .unwrap();
    let shown = "So &lt;script&gt;alert(1)&lt;/script&gt; <em>the</em> <span class=\"katex\">";
    assert_eq!(html.matches(shown).count(), 3, "{html}");
    assert!(!html.contains("<script>alert") && !html.contains("https://example.org"));
    let html = with_record(|text| text.replacen("The line ends at 20.", "<script>alert(1)</script>", 1)).unwrap();
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !html.contains("<script>alert"));
    for (from, to) in [
        ("\"title\": \"A line\"", "\"title\": \"<img src=x onerror=alert(1)>\""),
        ("\"scale\": \"book\"", "\"scale\": \"<img src=x onerror=alert(1)>\""),
        ("\"code\": {", "\"code\": {\"<img src=x onerror=alert(1)>\": \"<img src=x onerror=alert(1)>\""),
        ("\"slope\": 2.0", "\"slope\": 2.0, \"<img src=x onerror=alert(1)>\": \"<img src=x onerror=alert(1)>\""),
        ("\"lecture\": \"Key insights\"", "\"lecture\": \"<img src=x onerror=alert(1)>\""),
    ] {
        let html = with_record(|text| text.replacen(from, to, 1)).unwrap();
        assert!(html.contains("&lt;img") && !html.contains("<img src=x"), "{to}");
    }
}

#[test]
fn what_comes_from_a_comparison_is_text() {
    let book = book();
    let path = book.path().join("benches/peers/a_step.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut measured: serde_json::Value = serde_json::from_str(&text).unwrap();
    for pointer in ["/what", "/machine", "/rustc", "/peers/0/name", "/peers/0/version", "/rows/0/what"] {
        *measured.pointer_mut(pointer).unwrap() = "<img src=x onerror=alert(1)>".into();
    }
    write_whole(&path, measured.to_string().as_bytes()).unwrap();
    let site = build_with(PRESS, book.path()).unwrap();
    let html = std::fs::read_to_string(site.join("state.html")).unwrap();
    assert!(html.matches("&lt;img").count() >= 6 && !html.contains("<img src=x"), "{html}");
}

#[test]
fn a_record_is_of_the_figure_whose_place_it_has() {
    let error =
        with_record(|text| text.replacen("\"id\": \"alpha/line\"", "\"id\": \"x\\\"><script>alert(1)</script>\"", 1));
    assert!(error.unwrap_err().contains("figures/alpha/line.json is the record of another figure"));
}

/// A path in a record leads to no file outside the checkout, and writes none outside the site.
#[test]
fn sources_of_a_record_lie_within_the_checkout() {
    for path in ["/etc/passwd", "../secret.txt", "src/../../secret.txt"] {
        let book = book();
        let record = book.path().join("figures/alpha/line.json");
        write_whole(&book.path().join("secret.txt"), b"secret").unwrap();
        let text = std::fs::read_to_string(&record).unwrap();
        let changed = text.replacen("\"code\": {", &format!("\"code\": {{\"{path}\": \"a\""), 1);
        write_whole(&record, changed.as_bytes()).unwrap();
        let site = build_with(PRESS, book.path()).unwrap();
        let html = std::fs::read_to_string(site.join("alpha/line.html")).unwrap();
        assert!(html.contains(&format!("<code>{path}</code>")) && !html.contains(&format!("sources/{path}")), "{path}");
    }
}

#[test]
fn a_page_outside_the_book_is_refused() {
    let book = book();
    let outside = tempfile::tempdir().unwrap();
    write_whole(&outside.path().join("o.md"), b"# Outside\n").unwrap();
    write_whole(&book.path().join("o.md"), b"# Outside\n").unwrap();
    let summary = book.path().join("book/SUMMARY.md");
    let text = std::fs::read_to_string(&summary).unwrap();
    let absolute = outside.path().join("o.md").display().to_string();
    for page in ["../o.md", "alpha/../../o.md", &absolute] {
        write_whole(&summary, format!("{text}[Outside]({page})\n").as_bytes()).unwrap();
        let error = format!("{:#}", build_with(PRESS, book.path()).unwrap_err());
        let line = text.lines().count() + 1;
        assert!(error.contains(&format!("book/SUMMARY.md:{line}: `{page}` is not within the book")), "{error}");
    }
    assert!(!book.path().join("target/o.html").exists() && !Path::new(&absolute).with_extension("html").exists());
}

/// Two programs that print the book at the same time: each finds it whole, then and afterwards.
#[test]
fn two_prints_at_a_time_do_not_meet() {
    let book = book();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..3 {
                    let site = build_with(PRESS, book.path()).unwrap();
                    assert_eq!(check_with(PRESS, &site).unwrap(), []);
                }
            });
        }
    });
    let site = book.path().join("target/book");
    assert!(site.join("index.html").is_file() && site.join("alpha/line.html").is_file());
    let left: Vec<_> =
        std::fs::read_dir(book.path().join("target")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| name == "book" || name == "book.lock"), "{left:?}");
}
