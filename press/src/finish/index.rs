//! The search index: mdBook's own would hold every number of every drawer, and each word twice.

use std::path::Path;

use anyhow::{Context as _, Result};
use elasticlunr::IndexBuilder;
use ground_up::ground::files;
use mdbook_driver::config::{Config, Search};
use serde_json::{Value, json};

use super::{
    Page, main_of,
    sections::{Section, sections},
};

/// Longer words are left out, as mdBook does: nobody types them.
const LONGEST_WORD: usize = 80;

/// Writes the index of `pages` in the place of mdBook's, for mdBook's script to read; nothing if there is none.
///
/// # Errors
///
/// If a page is not as mdBook and the press print one, or a file cannot be read or written.
pub(super) fn write(config: &Config, pages: &[Page], folder: &Path) -> Result<()> {
    let search = config.html_config().and_then(|html| html.search).unwrap_or_default();
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("searchindex") {
            files::write_whole(&path, script(&search, pages)?.as_bytes())?;
        }
    }
    Ok(())
}

/// The script that hands the index to mdBook's search.
fn script(search: &Search, pages: &[Page]) -> Result<String> {
    // A document counts the words of a field in all later ones, too (elasticlunr-rs 3.0.2): so the text comes last.
    let mut index = ["breadcrumbs", "title", "body"]
        .into_iter()
        .fold(IndexBuilder::new(), |index, field| index.add_field_with_tokenizer(field, Box::new(words)))
        .build();
    let mut addresses = Vec::new();
    for page in pages {
        let sections = main_of(&page.html).and_then(|main| sections(main, search.heading_split_level));
        for section in sections.with_context(|| page.path.display().to_string())? {
            let title = format!("{} {}", section.heading, section.keywords);
            let fields = [&trail(page, &section), &title, &section.text].map(|text| settled(text));
            index.add_doc(&addresses.len().to_string(), fields);
            let fragment = section.anchor.map_or(String::new(), |anchor| format!("#{anchor}"));
            addresses.push(page.path.to_string_lossy().replace('\\', "/") + &fragment);
        }
    }
    let mut index = serde_json::to_value(index)?;
    slim(&mut index);
    let boost = |boost: u8| json!({ "boost": boost });
    let json = json!({
        "results_options": { "limit_results": search.limit_results, "teaser_word_count": search.teaser_word_count },
        "search_options": {
            "bool": if search.use_boolean_and { "AND" } else { "OR" },
            "expand": search.expand,
            "fields": {
                "title": boost(search.boost_title),
                "body": boost(search.boost_paragraph),
                "breadcrumbs": boost(search.boost_hierarchy),
            },
        },
        "doc_urls": addresses,
        "index": index,
    });
    let json = json.to_string().replace('\\', "\\\\").replace('\'', "\\'");
    Ok(format!("window.search = Object.assign(window.search, JSON.parse('{json}'));"))
}

/// Leaves out what the script does not need, a quarter of the whole: at the letters on the way to a word, that no
/// section holds them; of the root of a word's count, which weighs a result, all digits but three.
fn slim(node: &mut Value) {
    let Value::Object(fields) = node else { return };
    if fields.get("df").is_some_and(|sections| sections == 0) {
        fields.retain(|key, _| key != "df" && key != "docs");
    }
    for (key, value) in fields {
        match value.as_f64().filter(|_| key == "tf") {
            Some(root) => *value = json!((root * 100.0).round() / 100.0),
            None => slim(value),
        }
    }
}

/// The titles from the chapter down to the section: what a result shows.
fn trail(page: &Page, section: &Section) -> String {
    let mut titles: Vec<&str> = page.above.iter().map(String::as_str).collect();
    titles.push(&page.title);
    // The page's own heading says what its title says.
    titles.extend((section.level > 1).then_some(section.heading.as_str()));
    titles.join(" » ")
}

fn settled(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a text, as mdBook's script takes a reader's apart.
fn words(text: &str) -> Vec<String> {
    let pieces = text.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty());
    pieces.map(str::to_lowercase).filter(|word| word.len() <= LONGEST_WORD).collect()
}
