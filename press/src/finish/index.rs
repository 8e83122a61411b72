//! The search index: mdBook's own would hold every number of every drawer, and each word twice.

use std::path::Path;

use anyhow::{Context as _, Result};
use ground_up::ground::files;
use mdbook_driver::config::{Config, Search};
use serde_json::json;

use super::{
    Page, main_of,
    sections::{Section, sections},
};

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

/// The script that hands the index to mdBook's search. It carries the texts alone and has the page make the index of
/// them, with the library that it has already loaded to search: an index is three times as long as its texts.
fn script(search: &Search, pages: &[Page]) -> Result<String> {
    let (mut addresses, mut texts) = (Vec::new(), Vec::new());
    for page in pages {
        let sections = main_of(&page.html).and_then(|main| sections(main, search.heading_split_level));
        for section in sections.with_context(|| page.path.display().to_string())? {
            let title = format!("{} {}", section.heading, section.keywords);
            texts.push([&trail(page, &section), &title, &section.text].map(|text| settled(text)));
            let fragment = section.anchor.map_or(String::new(), |anchor| format!("#{anchor}"));
            addresses.push(page.path.to_string_lossy().replace('\\', "/") + &fragment);
        }
    }
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
        "texts": texts,
    });
    let json = json.to_string().replace('\\', "\\\\").replace('\'', "\\'");
    Ok(format!("const SEARCHED = '{json}';\n{}", include_str!("index.js")))
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
