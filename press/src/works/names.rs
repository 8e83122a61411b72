//! The people of a work, as a citation and as the list has them.

use biblatex::{Chunk, ChunksExt, Entry, Person, Spanned, Type};

/// The authors of a work, or its editors if it has none.
pub(super) struct People {
    people: Vec<Person>,
    /// There are more, who are not named: `and others`.
    others: bool,
}

impl People {
    pub(super) fn of(entry: &Entry) -> Self {
        let named = ["author", "editor"].into_iter().find_map(|role| {
            let chunks = entry.get(role).filter(|chunks| !chunks.format_verbatim().trim().is_empty())?;
            Vec::<Person>::from_chunks(&tied(chunks)).ok()
        });
        let mut people = named.unwrap_or_default();
        let is_others = |person: &Person| person.name == "others" && person.given_name.is_empty();
        let others = people.last().is_some_and(is_others);
        people.retain(|person| !is_others(person) && !family(person).is_empty());
        Self { people, others }
    }

    /// "Cho & Saul", "Buchanan et al."; nothing if there are no people.
    pub(super) fn cited(&self) -> String {
        match (self.people.as_slice(), self.others) {
            ([], _) => String::new(),
            ([one], false) => family(one),
            ([one, other], false) => format!("{} & {}", family(one), family(other)),
            ([first, ..], _) => format!("{} et al.", family(first)),
        }
    }

    /// "Cho, Y. & Saul, L. K.", "Abbott, B. P. et al."; nothing if there are no people.
    pub(super) fn listed(&self) -> String {
        let names: Vec<String> = self.people.iter().map(listed).collect();
        match names.split_last() {
            None => String::new(),
            Some(_) if self.others => format!("{} et al.", names.join(", ")),
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} & {last}", rest.join(", ")),
        }
    }
}

/// Names with spaces where they have ties, and signs of TeX that are none of a name gone.
fn tied(chunks: &[Spanned<Chunk>]) -> Vec<Spanned<Chunk>> {
    let mut chunks = chunks.to_vec();
    for chunk in &mut chunks {
        let text = chunk.v.get_mut();
        *text = text.replace(['~', '\u{a0}'], " ").replace("\\,", " ");
    }
    chunks
}

fn family(person: &Person) -> String {
    if person.prefix.is_empty() { person.name.clone() } else { format!("{} {}", person.prefix, person.name) }
}

/// "King, M. L., Jr."
fn listed(person: &Person) -> String {
    let given = person.given_initials.as_ref().unwrap_or(&person.given_name);
    let initials = initials(given);
    let suffix = person.suffix.trim();
    [family(person), initials, suffix.to_owned()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// "L. K." of "Lawrence K." and of "L.K.", "J.-P." of "Jean-Pierre".
fn initials(given: &str) -> String {
    let initial = |name: &str| name.chars().next().map(|first| format!("{first}."));
    let hyphened = |name: &str| name.split('-').filter_map(initial).collect::<Vec<_>>().join("-");
    let names = given.split([' ', '.']).filter(|name| !name.is_empty());
    // What follows a stop and begins with a hyphen belongs to what is before it.
    names.fold(String::new(), |before, name| match name.strip_prefix('-') {
        Some(rest) if !before.is_empty() => format!("{before}-{}", hyphened(rest)),
        _ if before.is_empty() => hyphened(name),
        _ => format!("{before}\u{a0}{}", hyphened(name)),
    })
}
