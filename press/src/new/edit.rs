//! Lists that people write and a new figure is put into: the chapter's `mod.rs`, the book's summary.

/// The longest line that `rustfmt` writes.
const WIDTH: usize = 120;

/// The text of a chapter's `mod.rs` with the figure `name`, of the type `type_name`, as its module and as the last of its
/// figures; none if it is not of the form that the chapters have.
pub(super) fn with_figure(text: &str, name: &str, type_name: &str) -> Option<String> {
    let text = with_module(text, name)?;
    with_entry(&with_import(&text)?, &format!("&Of::<{name}::{type_name}>::new()"))
}

/// The summary with a page under its chapter, after the chapter's last.
pub(super) fn with_page(summary: &str, chapter: &str, title: &str, name: &str) -> Option<String> {
    let mut lines: Vec<&str> = summary.lines().collect();
    let first = lines.iter().position(|line| line.contains(&format!("]({chapter}/index.md)")))?;
    let last = lines.iter().rposition(|line| line.contains(&format!("]({chapter}/")))?;
    let margin = &lines[first][..lines[first].find('-')?];
    let line = format!("{margin}  - [{title}]({chapter}/{name}.md)");
    lines.insert(last + 1, &line);
    Some(lines.join("\n") + "\n")
}

/// With `pub mod name;` at its place in the alphabet, or before what is imported if there is no module yet.
fn with_module(text: &str, name: &str) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let declaration = format!("pub mod {name};");
    if let Some(public) = lines.iter().position(|line| line.starts_with("pub mod ")) {
        let start = lines[..public].iter().rposition(|line| module(line).is_none()).map_or(0, |before| before + 1);
        let before = lines[start..].iter().map_while(|line| module(line)).take_while(|other| *other < name).count();
        lines.insert(start + before, &declaration);
    } else {
        let imports = lines.iter().position(|line| line.starts_with("use "))?;
        lines.splice(imports..imports, [declaration.as_str(), ""]);
    }
    Some(lines.join("\n") + "\n")
}

/// The module that a line declares.
fn module(line: &str) -> Option<&str> {
    line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod ")?.strip_suffix(';')
}

/// The text with `Of` among its imports; `None` if there is no import to add it to.
fn with_import(text: &str) -> Option<String> {
    const BOTH: &str = "use crate::figure::{Chapter, Of};";
    let text = text.replace("use crate::figure::Chapter;", BOTH);
    text.contains(BOTH).then_some(text)
}

/// With an entry at the end of the chapter's list of figures.
fn with_entry(text: &str, entry: &str) -> Option<String> {
    const LIST: &str = "figures: &[";
    let open = text.find(LIST)? + LIST.len();
    let close = open + text[open..].find(']')?;
    let (before, list, after) = (&text[..open], &text[open..close], &text[close..]);
    if let Some((lines, margin)) = list.rsplit_once('\n') {
        return Some(format!("{before}{lines}\n{margin}    {entry},\n{margin}{after}"));
    }
    let comma = if list.is_empty() { "" } else { ", " };
    let (head, start) = before.split_at(before.rfind("pub static CHAPTER")?);
    let (end, tail) = after.split_at(after.find("};")? + 2);
    Some(format!("{head}{}{tail}", laid_out(&format!("{start}{list}{comma}{entry}{end}"))))
}

/// The chapter as `rustfmt` breaks it: as little as its width allows.
fn laid_out(chapter: &str) -> String {
    let fits = |text: &&String| text.lines().all(|line| line.chars().count() <= WIDTH);
    let one_line = chapter.replace("=\n    Chapter", "= Chapter");
    let fields = if one_line.contains('\n') {
        one_line.clone()
    } else {
        let broken = ["id", "number", "title", "figures"].iter().fold(one_line.clone(), |text, field| {
            text.replacen(&format!(" {field}: "), &format!("\n    {field}: "), 1)
        });
        broken.replace(" };", ",\n};")
    };
    let list = fields.replace("[&Of", "[\n        &Of").replace(", &Of", ",\n        &Of").replace(']', ",\n    ]");
    let after_sign = one_line.replace("= Chapter { ", "=\n    Chapter { ");
    [one_line, after_sign, fields].iter().find(fits).unwrap_or(&list).clone()
}

#[cfg(test)]
mod tests {
    use super::{with_entry, with_figure, with_module, with_page};

    const EMPTY: &str = "//! A.\n\nuse crate::figure::Chapter;\n\n\
        pub static CHAPTER: Chapter = Chapter { id: \"a\", number: 4, title: \"A title, with a comma\", figures: &[] };\n";

    #[test]
    fn a_chapter_without_figures_gets_its_first() {
        let text = with_figure(EMPTY, "b", "B").unwrap();
        assert_eq!(
            text,
            "//! A.\n\npub mod b;\n\nuse crate::figure::{Chapter, Of};\n\npub static CHAPTER: Chapter =\n    \
             Chapter { id: \"a\", number: 4, title: \"A title, with a comma\", figures: &[&Of::<b::B>::new()] };\n"
        );
    }

    #[test]
    fn a_chapter_is_broken_where_a_line_would_be_too_long() {
        let long = "&Of::<a_name_that_is_long::ANameThatIsLong>::new()";
        let one = with_entry(EMPTY, long).unwrap();
        assert!(one.ends_with(&format!("with a comma\",\n    figures: &[{long}],\n}};\n")), "{one}");
        let two = with_entry(&one, long).unwrap();
        assert!(two.ends_with(&format!("    figures: &[{long}, {long}],\n}};\n")), "{two}");
        let three = with_entry(&two, long).unwrap();
        let line = format!("        {long},\n");
        assert!(three.ends_with(&format!("    figures: &[\n{line}{line}{line}    ],\n}};\n")), "{three}");
        let four = with_entry(&three, "&Of::<d::D>::new()").unwrap();
        assert!(four.ends_with(&format!("{line}        &Of::<d::D>::new(),\n    ],\n}};\n")), "{four}");
    }

    #[test]
    fn a_module_stands_where_the_alphabet_has_it_and_other_lists_stay() {
        let text = "//! A.\n\npub mod b;\nmod d;\npub mod f;\n\nmod shared;\n\nuse x;\n";
        for (name, list) in [
            ("a", "pub mod a;\npub mod b;\nmod d;\npub mod f;\n\nmod shared;"),
            ("e", "pub mod b;\nmod d;\npub mod e;\npub mod f;\n\nmod shared;"),
            ("z", "pub mod b;\nmod d;\npub mod f;\npub mod z;\n\nmod shared;"),
        ] {
            assert_eq!(with_module(text, name).unwrap(), format!("//! A.\n\n{list}\n\nuse x;\n"));
        }
    }

    #[test]
    fn a_page_stands_after_the_last_of_its_chapter() {
        let summary = "- [A](a/index.md)\n  - [B](a/b.md)\n- [C](c/index.md)\n";
        let inserted = "- [A](a/index.md)\n  - [B](a/b.md)\n  - [D](a/d.md)\n- [C](c/index.md)\n";
        assert_eq!(with_page(summary, "a", "D", "d").unwrap(), inserted);
        assert!(with_page(summary, "c", "D", "d").unwrap().ends_with("- [C](c/index.md)\n  - [D](c/d.md)\n"));
        assert!(with_page(summary, "e", "D", "d").is_none());
    }

    #[test]
    fn a_list_of_another_form_is_left_alone() {
        assert!(with_figure("//! A.\n\nuse crate::figure::Chapter as C;\n", "b", "B").is_none());
    }
}
