//! Where a work appeared, and where it is to be found.

use biblatex::Entry;

use super::{
    address, field,
    latex::{self, Part, plain},
};
use crate::html::escape;

/// The venue, volume and pages; nothing if the entry has no venue.
pub(super) fn container(entry: &Entry, typeset: &dyn Fn(&str) -> String) -> Option<String> {
    const VENUES: [&str; 7] =
        ["journaltitle", "journal", "booktitle", "howpublished", "school", "institution", "publisher"];
    let venue: Vec<Part> = VENUES.into_iter().map(|name| field(entry, name)).find(|venue| !venue.is_empty())?;
    let get = |name: &str| plain(&field(entry, name));
    let (volume, number) = (get("volume"), get("number"));
    let issue = match (volume.as_str(), number.as_str()) {
        (_, "") => volume,
        ("", number) => number.to_owned(),
        (volume, number) => format!("{volume}({number})"),
    };
    let mut html = format!("<cite>{}</cite>", latex::html(&venue, typeset));
    for part in [issue, spanned(&get("pages"))].iter().filter(|part| !part.is_empty()) {
        html.extend([", ", &escape(part)]);
    }
    if !html.ends_with(".</cite>") {
        html.push('.');
    }
    Some(html)
}

/// Pages from one to another, with a dash between them.
fn spanned(pages: &str) -> String {
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    match pages.split_once('-') {
        Some((from, to)) if is_number(from.trim()) && is_number(to.trim()) => format!("{}–{}", from.trim(), to.trim()),
        _ => pages.replace('—', "–"),
    }
}

/// By DOI, on arXiv, or else at an address: each a name and where it leads.
pub(super) fn addresses(entry: &Entry) -> Vec<(String, Option<String>)> {
    let mut addresses = Vec::new();
    let doi = address(entry, "doi");
    let doi = without(&doi, &["https://", "http://", "dx.doi.org/", "www.doi.org/", "doi.org/", "doi:", "doi", " "]);
    if !doi.is_empty() {
        addresses.push((format!("doi:{doi}"), Some(format!("https://doi.org/{}", encoded(doi)))));
    }
    let is_arxiv =
        ["eprinttype", "archiveprefix"].iter().any(|name| address(entry, name).eq_ignore_ascii_case("arxiv"));
    let eprint = address(entry, "eprint");
    let is_arxiv = is_arxiv || eprint.to_ascii_lowercase().contains("arxiv");
    let eprint = without(&eprint, &["https://", "http://", "www.", "arxiv.org/", "abs/", "pdf/", "arxiv:", " "]);
    if is_arxiv && !eprint.is_empty() {
        addresses.push((format!("arXiv:{eprint}"), Some(format!("https://arxiv.org/abs/{}", encoded(eprint)))));
    }
    let url = address(entry, "url");
    if addresses.is_empty() && !url.is_empty() {
        addresses.push(linked(&url));
    }
    addresses
}

/// An address without its scheme, and where it leads: a reader is led to pages only.
pub(super) fn linked(address: &str) -> (String, Option<String>) {
    let name = address.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/').to_owned();
    let scheme = address.split_once(':').filter(|(scheme, _)| !scheme.contains(['.', '/'])).map(|(scheme, _)| scheme);
    let address = match scheme.map(str::to_ascii_lowercase).as_deref() {
        Some("http" | "https" | "ftp") => Some(address.to_owned()),
        Some(_) => None,
        None => Some(format!("https://{address}")),
    };
    (name, address.map(|address| address.replace(' ', "%20")))
}

/// Text without those of `starts` that it begins with, one after the other, in letters of any size.
fn without<'a>(text: &'a str, starts: &[&str]) -> &'a str {
    starts.iter().fold(text, |text, start| {
        let begins = text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
        if begins { &text[start.len()..] } else { text }
    })
}

/// A name as part of an address: signs that would end it, or mean something there, by their numbers.
fn encoded(name: &str) -> String {
    let one = |c: char| match c {
        '<' | '>' | '#' | '"' | ' ' | '%' | '?' | '[' | ']' | '{' | '}' | '|' | '\\' | '^' | '`' => {
            format!("%{:02X}", u32::from(c))
        }
        c => c.to_string(),
    };
    name.chars().map(one).collect()
}
