//! The works the book cites, from `book/references.bib`.

use std::{fmt::Write as _, path::Path};

use biblatex::{Bibliography, ChunksExt, Entry, EntryType, Person};

use crate::html::escape;

/// The works there are.
#[derive(Default)]
pub(crate) struct Works(Bibliography);

impl Works {
    /// The works in the file, none if there is no file.
    ///
    /// # Errors
    ///
    /// If it is not BibTeX.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, String> {
        Bibliography::parse(text).map(Self).map_err(|error| error.to_string())
    }

    /// "Cho & Saul 2009", with letters `a`, `b` where two works would read the same.
    pub(crate) fn short(&self, key: &str) -> Option<String> {
        let name = |entry: &Entry| format!("{} {}", surnames(entry), year(entry));
        let own = name(self.0.get(key)?);
        let twins: Vec<&str> = self.sorted().into_iter().filter(|e| name(e) == own).map(|e| e.key.as_str()).collect();
        let letter = match twins.iter().position(|&twin| twin == key) {
            Some(i) if twins.len() > 1 => char::from(b'a' + u8::try_from(i).ok()?).to_string(),
            _ => String::new(),
        };
        Some(own + &letter)
    }

    /// The keys in the order of the list of works.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.sorted().into_iter().map(|entry| entry.key.clone()).collect()
    }

    /// The full entry as HTML, with links to the work itself.
    pub(crate) fn html(&self, key: &str) -> Option<String> {
        let entry = self.0.get(key)?;
        let mut html = format!("{} ({}). ", escape(&authors(entry)), escape(&year(entry)));
        let title = field(entry, "title");
        let stop = if title.ends_with(['?', '!', '.']) { "" } else { "." };
        let title = escape(&title);
        if matches!(entry.entry_type, EntryType::Book | EntryType::Thesis | EntryType::PhdThesis) {
            write!(html, "<cite>{title}</cite>{stop}").ok()?;
        } else {
            write!(html, "{title}{stop}").ok()?;
        }
        let venue = venue(entry);
        let container = container(entry);
        if let Some(issue) = container.strip_prefix(&venue).filter(|_| !container.is_empty()) {
            write!(html, " <cite>{}</cite>{}.", escape(&venue), escape(issue)).ok()?;
        }
        for (name, address) in addresses(entry) {
            write!(html, " <a href=\"{}\">{}</a>", escape(&address), escape(&name)).ok()?;
        }
        Some(html)
    }

    fn sorted(&self) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = self.0.iter().collect();
        entries.sort_by_key(|entry| (authors(entry).to_lowercase(), year(entry), field(entry, "title")));
        entries
    }
}

/// A field as text, without braces.
fn field(entry: &Entry, name: &str) -> String {
    entry.get(name).map(ChunksExt::format_verbatim).unwrap_or_default().trim().replace('~', "\u{a0}")
}

fn year(entry: &Entry) -> String {
    let year = field(entry, "year");
    let date = field(entry, "date");
    if year.is_empty() { date.chars().take(4).collect() } else { year }
}

fn people(entry: &Entry) -> Vec<Person> {
    entry
        .author()
        .ok()
        .filter(|people| !people.is_empty())
        .unwrap_or_else(|| entry.editors().unwrap_or_default().into_iter().flat_map(|(people, _)| people).collect())
}

fn family(person: &Person) -> String {
    if person.prefix.is_empty() { person.name.clone() } else { format!("{} {}", person.prefix, person.name) }
}

/// "Cho & Saul", "Buchanan et al.".
fn surnames(entry: &Entry) -> String {
    let people = people(entry);
    match people.as_slice() {
        [] => field(entry, "title"),
        [one] => family(one),
        [one, other] => format!("{} & {}", family(one), family(other)),
        [first, ..] => format!("{} et al.", family(first)),
    }
}

/// "Cho, Y. & Saul, L. K."
fn authors(entry: &Entry) -> String {
    let names: Vec<String> = people(entry)
        .iter()
        .map(|person| {
            let initials: Vec<String> = person
                .given_name
                .split([' ', '-'])
                .filter_map(|name| name.chars().next())
                .map(|initial| format!("{initial}."))
                .collect();
            let name = family(person);
            if initials.is_empty() { name } else { format!("{name}, {}", initials.join("\u{a0}")) }
        })
        .collect();
    match names.split_last() {
        None => field(entry, "title"),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} & {last}", rest.join(", ")),
    }
}

/// The journal, the proceedings or the publisher.
fn venue(entry: &Entry) -> String {
    ["journaltitle", "journal", "booktitle", "howpublished", "school", "institution", "publisher"]
        .into_iter()
        .map(|name| field(entry, name))
        .find(|venue| !venue.is_empty())
        .unwrap_or_default()
        .trim_end_matches('.')
        .to_owned()
}

/// Where a work appeared: the venue, volume and pages.
fn container(entry: &Entry) -> String {
    let get = |name: &str| field(entry, name);
    let (volume, number) = (get("volume"), get("number"));
    let issue = match (volume.as_str(), number.as_str()) {
        (_, "") => volume,
        ("", number) => number.to_owned(),
        (volume, number) => format!("{volume}({number})"),
    };
    let pages = get("pages").replace("---", "–").replace("--", "–");
    let parts = [venue(entry), issue, pages];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Where to find a work: by DOI, on arXiv, or at an address.
fn addresses(entry: &Entry) -> Vec<(String, String)> {
    let get = |name: &str| field(entry, name);
    let mut addresses = Vec::new();
    if !get("doi").is_empty() {
        addresses.push((format!("doi:{}", get("doi")), format!("https://doi.org/{}", get("doi"))));
    }
    let arxiv = ["eprinttype", "archiveprefix"].iter().any(|name| get(name).eq_ignore_ascii_case("arxiv"));
    if arxiv && !get("eprint").is_empty() {
        addresses.push((format!("arXiv:{}", get("eprint")), format!("https://arxiv.org/abs/{}", get("eprint"))));
    }
    if addresses.is_empty() && !get("url").is_empty() {
        let address = get("url");
        let name = address.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
        addresses.push((name.to_owned(), address.clone()));
    }
    addresses
}

#[cfg(test)]
mod tests {
    use super::Works;

    const BIB: &str = "@inproceedings{cho2009, author = {Cho, Youngmin and Saul, Lawrence K.}, title = {Kernel Methods for {Deep} Learning}, \
        booktitle = {Advances in Neural Information Processing Systems}, volume = {22}, pages = {342--350}, year = {2009} }\n\
        @article{buchanan2021a, author = {Buchanan, Sam and Gilboa, Dar and Wright, John}, title = {A}, journal = {J}, year = {2021}, doi = {10.1/a} }\n\
        @article{buchanan2021b, author = {Buchanan, Sam and Gilboa, Dar and Wright, John}, title = {B}, year = {2021}, eprint = {2008.11245}, eprinttype = {arxiv} }\n";

    #[test]
    fn a_work_is_named_by_its_authors_and_year() {
        let works = Works::parse(BIB).unwrap();
        assert_eq!(works.short("cho2009").unwrap(), "Cho & Saul 2009");
        assert_eq!(works.short("buchanan2021a").unwrap(), "Buchanan et al. 2021a");
        assert_eq!(works.short("buchanan2021b").unwrap(), "Buchanan et al. 2021b");
        assert_eq!(works.short("nobody"), None);
    }

    #[test]
    fn an_entry_says_where_to_find_the_work() {
        let works = Works::parse(BIB).unwrap();
        let cho = works.html("cho2009").unwrap();
        assert!(cho.starts_with("Cho, Y. &amp; Saul, L.\u{a0}K. (2009). Kernel Methods for Deep Learning."), "{cho}");
        assert!(cho.contains("Processing Systems</cite>, 22, 342–350."), "{cho}");
        assert!(works.html("buchanan2021a").unwrap().contains("https://doi.org/10.1/a"));
        assert!(works.html("buchanan2021b").unwrap().contains("https://arxiv.org/abs/2008.11245"));
    }

    #[test]
    fn works_are_listed_by_author_and_year() {
        assert_eq!(Works::parse(BIB).unwrap().keys(), ["buchanan2021a", "buchanan2021b", "cho2009"]);
        assert!(Works::parse("@article{a, title = {b}").is_err());
    }
}
