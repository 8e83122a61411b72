//! The works the book cites, from `book/references.bib`.

mod latex;
mod names;
mod places;

use std::path::Path;

use biblatex::{Bibliography, ChunksExt, Entry, EntryType};

use self::{
    latex::{Part, parts, plain},
    names::People,
};
use crate::html::{concat, escape};

/// The works there are, in the order of their list.
#[derive(Default)]
pub(crate) struct Works {
    works: Vec<Work>,
    /// Groups of works that are cited together, by their keys.
    sets: Vec<(String, Vec<String>)>,
}

/// A work as it is cited and listed.
struct Work {
    key: String,
    /// "Cho & Saul 2009".
    short: String,
    entry: Entry,
    people: People,
}

/// What stands for the year of a work that has none.
const NO_DATE: &str = "n.d.";

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
        let entries = Bibliography::parse(text).map_err(|error| error.to_string())?;
        let mut works = Vec::new();
        let mut sets = Vec::new();
        for entry in entries {
            match entry.entry_type {
                EntryType::Set => {
                    let members = plain(&field(&entry, "entryset"));
                    sets.push((entry.key, members.split(',').map(|key| key.trim().to_owned()).collect()));
                }
                EntryType::XData => {}
                _ => works.push(Work::new(entry)),
            }
        }
        works.sort_by_cached_key(Work::place);
        tell_apart(&mut works);
        Ok(Self { works, sets })
    }

    /// "Cho & Saul 2009", with letters `a`, `b` where two works would read the same.
    pub(crate) fn short(&self, key: &str) -> Option<&str> {
        Some(&self.work(key)?.short)
    }

    /// The keys of the works that `key` names: its own, or those of a set.
    pub(crate) fn members<'a>(&'a self, key: &'a str) -> Vec<&'a str> {
        let set = self.sets.iter().find(|(set, _)| set == key);
        set.map_or_else(|| vec![key], |(_, members)| members.iter().map(String::as_str).collect())
    }

    /// The keys in the order of the list of works.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.works.iter().map(|work| work.key.as_str())
    }

    /// The full entry as HTML, with links to the work itself; `typeset` makes HTML of a formula.
    pub(crate) fn html(&self, key: &str, typeset: &dyn Fn(&str) -> String) -> Option<String> {
        let Work { entry, people, .. } = self.work(key)?;
        let year = escape(&year(entry));
        let title = field(entry, "title");
        let mut html = latex::html(&title, typeset);
        if matches!(entry.entry_type, EntryType::Book | EntryType::Thesis | EntryType::PhdThesis) {
            html = format!("<cite>{html}</cite>");
        }
        let stop = if plain(&title).ends_with(['?', '!', '.']) { "" } else { "." };
        let mut html = match people.listed() {
            names if names.is_empty() => format!("{html} ({year})."),
            names => format!("{} ({year}). {html}{stop}", escape(&names)),
        };
        if let Some(container) = places::container(entry, typeset) {
            html.extend([" ", &container]);
        }
        let place = |(name, address): (String, Option<String>)| match address {
            Some(address) => format!(" <a href=\"{}\">{}</a>", escape(&address), escape(&name)),
            None => format!(" {}", escape(&name)),
        };
        Some(html + &concat(places::addresses(entry).into_iter().map(place)))
    }

    fn work(&self, key: &str) -> Option<&Work> {
        self.works.iter().find(|work| work.key == key)
    }
}

impl Work {
    fn new(entry: Entry) -> Self {
        let people = People::of(&entry);
        let short = match people.cited() {
            names if names.is_empty() => plain(&field(&entry, "title")),
            names => names,
        };
        Self { key: entry.key.clone(), short: format!("{short} {}", year(&entry)), people, entry }
    }

    /// What the list is sorted by: letters without their accents.
    fn place(&self) -> [String; 3] {
        let title = plain(&field(&self.entry, "title"));
        let names = self.people.listed();
        let name = if names.is_empty() { &title } else { &names };
        let folded = |text: &str| deunicode::deunicode(text).to_lowercase();
        [folded(name), year(&self.entry), folded(&title)]
    }
}

/// Adds letters where two works would be cited alike; `works` are in the order of their list.
fn tell_apart(works: &mut [Work]) {
    let shorts: Vec<String> = works.iter().map(|work| work.short.clone()).collect();
    for (at, work) in works.iter_mut().enumerate() {
        let alike = |shorts: &[String]| shorts.iter().filter(|short| **short == work.short).count();
        let (before, all) = (alike(&shorts[..at]), alike(&shorts));
        if all > 1 {
            let joint = if work.short.ends_with('.') { "-" } else { "" };
            work.short = format!("{}{joint}{}", work.short, letters(before));
        }
    }
}

/// a, b, …, z, aa, ab, ….
fn letters(number: usize) -> String {
    let last = char::from(b'a' + u8::try_from(number % 26).unwrap_or_default());
    let before = if number < 26 { String::new() } else { letters(number / 26 - 1) };
    format!("{before}{last}")
}

/// A field as words, formulas and links.
fn field(entry: &Entry, name: &str) -> Vec<Part> {
    entry.get(name).map(parts).unwrap_or_default()
}

/// The year as the entry has it, or of its date.
fn year(entry: &Entry) -> String {
    let (year, date) = (plain(&field(entry, "year")), plain(&field(entry, "date")));
    let of_date: String = date.trim_start().chars().take_while(char::is_ascii_digit).collect();
    [year, of_date].into_iter().find(|year| !year.is_empty()).unwrap_or_else(|| NO_DATE.to_owned())
}

/// A field that is an address, as it is meant: without what TeX needs around it.
fn address(entry: &Entry, name: &str) -> String {
    let mut text = entry.get(name).map(ChunksExt::format_verbatim).unwrap_or_default();
    for (written, meant) in [
        ("\\textasciitilde", "~"),
        ("$\\sim$", "~"),
        ("\\string~", "~"),
        ("\\textunderscore", "_"),
        ("\\url", ""),
        ("\\path", ""),
        ("\u{2013}", "--"),
        ("\u{2014}", "---"),
    ] {
        text = text.replace(written, meant);
    }
    for sign in ['_', '%', '&', '#', '~', '$', '^', '-'] {
        text = text.replace(&format!("\\{sign}"), &sign.to_string());
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::Works;

    const BIB: &str = "@inproceedings{cho2009, author = {Cho, Youngmin and Saul, Lawrence K.}, title = {Kernel Methods for {Deep} Learning}, \
        booktitle = {Advances in Neural Information Processing Systems}, volume = {22}, pages = {342--350}, year = {2009} }\n\
        @article{buchanan2021a, author = {Buchanan, Sam and Gilboa, Dar and Wright, John}, title = {A}, journal = {J}, year = {2021}, doi = {10.1/a} }\n\
        @article{buchanan2021b, author = {Buchanan, Sam and Gilboa, Dar and Wright, John}, title = {B}, year = {2021}, eprint = {2008.11245}, eprinttype = {arxiv} }\n";

    fn works(text: &str) -> Works {
        Works::parse(text).unwrap()
    }

    fn listed(works: &Works, key: &str) -> String {
        works.html(key, &|tex| format!("[{tex}]")).unwrap()
    }

    /// The entry `a` of an article with these fields.
    fn article(fields: &str) -> String {
        listed(&works(&format!("@article{{a, {fields} }}")), "a")
    }

    #[test]
    fn a_work_is_named_by_its_authors_and_year() {
        let works = works(BIB);
        assert_eq!(works.short("cho2009").unwrap(), "Cho & Saul 2009");
        assert_eq!(works.short("buchanan2021a").unwrap(), "Buchanan et al. 2021a");
        assert_eq!(works.short("buchanan2021b").unwrap(), "Buchanan et al. 2021b");
        assert_eq!(works.short("nobody"), None);
    }

    #[test]
    fn an_entry_says_where_to_find_the_work() {
        let works = works(BIB);
        let cho = listed(&works, "cho2009");
        assert!(cho.starts_with("Cho, Y. &amp; Saul, L.\u{a0}K. (2009). Kernel Methods for Deep Learning."), "{cho}");
        assert!(cho.contains("Processing Systems</cite>, 22, 342–350."), "{cho}");
        assert!(listed(&works, "buchanan2021a").contains("https://doi.org/10.1/a"));
        assert!(listed(&works, "buchanan2021b").contains("https://arxiv.org/abs/2008.11245"));
    }

    #[test]
    fn works_are_listed_by_author_and_year() {
        assert_eq!(works(BIB).keys().collect::<Vec<_>>(), ["buchanan2021a", "buchanan2021b", "cho2009"]);
        assert!(Works::parse("@article{a, title = {b}").is_err());
    }

    #[test]
    fn letters_with_accents_stand_where_those_without_do() {
        let bib = ["Zorn, A.", "{\\'E}luard, P.", "{\\O}rsted, H.", "Ostrom, E.", "eckart, c.", "Ångström, A."];
        let entry =
            |(i, name): (usize, &&str)| format!("@book{{k{i}, author = {{{name}}}, title = {{T}}, year = 2000}}\n");
        let bib = bib.iter().enumerate().map(entry).collect::<Vec<_>>().concat();
        assert_eq!(works(&bib).keys().collect::<Vec<_>>(), ["k5", "k4", "k1", "k2", "k3", "k0"]);
    }

    #[test]
    fn and_others_is_et_al() {
        let works = works(
            "@article{one, author = {Abbott, B. P. and others}, title = {T}, year = {2016}}\n\
             @article{two, author = {Aasi, J. and Abbott, B. P. and others}, title = {T}, year = {2015}}\n\
             @book{three, editor = {Poe, E. and others}, title = {T}, year = {2014}}\n",
        );
        assert_eq!(works.short("one").unwrap(), "Abbott et al. 2016");
        assert_eq!(works.short("two").unwrap(), "Aasi et al. 2015");
        assert_eq!(works.short("three").unwrap(), "Poe et al. 2014");
        assert!(listed(&works, "one").starts_with("Abbott, B.\u{a0}P. et al. (2016)."));
        assert!(listed(&works, "two").starts_with("Aasi, J., Abbott, B.\u{a0}P. et al. (2015)."));
    }

    #[test]
    fn initials_particles_and_suffixes_are_kept() {
        for (name, listed) in [
            ("Saul, L.~K.", "Saul, L.\u{a0}K."),
            ("Saul, L.K.", "Saul, L.\u{a0}K."),
            ("Saul, LK", "Saul, L."),
            ("Absil, P.-A.", "Absil, P.-A."),
            ("Jean-Pierre Serre", "Serre, J.-P."),
            ("King, Jr., Martin Luther", "King, M.\u{a0}L., Jr."),
            ("Valentin de Bortoli", "de Bortoli, V."),
            ("{van den Oord}, A{\\\"a}ron", "van den Oord, A."),
            ("de la Vall{\\'e}e Poussin, Ch.", "de la Vallée Poussin, C."),
            ("{LIGO Scientific Collaboration}", "LIGO Scientific Collaboration"),
            ("Plato", "Plato"),
        ] {
            let html = article(&format!("author = {{{name}}}, title = {{T}}, year = {{2000}}"));
            assert!(html.starts_with(&format!("{listed} (2000). T.")), "{name}: {html}");
        }
    }

    #[test]
    fn what_an_entry_lacks_is_said_or_left_out() {
        let dateless = works(
            "@misc{poe, author = {Poe, Edgar}, title = {T}}\n@misc{poe2, author = {Poe, Edgar}, title = {U}}\n\
             @misc{day, author = {Day, D.}, title = {T}, date = {2019-05/2020}}\n@misc{anon, title = {Who $x$ wrote?}, year = {1900}}\n",
        );
        assert_eq!(dateless.short("poe").unwrap(), "Poe n.d.-a");
        assert!(listed(&dateless, "poe").starts_with("Poe, E. (n.d.). T."));
        assert_eq!(dateless.short("day").unwrap(), "Day 2019");
        assert_eq!(listed(&dateless, "anon"), "Who [x] wrote? (1900).");
        assert_eq!(dateless.short("anon").unwrap(), "Who x wrote? 1900");
    }

    #[test]
    fn a_title_may_hold_formulas_and_emphasis() {
        let title = |title: &str| {
            let html = article(&format!("author = {{A, B}}, year = 2000, title = {{{title}}}"));
            html.strip_prefix("A, B. (2000). ").unwrap().to_owned()
        };
        assert_eq!(title(r"The $\ell_1$ norm"), r"The [\ell_1] norm.");
        assert_eq!(
            title(r"On \textit{E. coli} and \emph{other} things"),
            "On <em>E. coli</em> and <em>other</em> things."
        );
        assert_eq!(title(r"\emph{The $k$-means}"), "<em>The [k]-means</em>.");
        assert_eq!(
            title(r"{\em Old} \textbf{b}, \textsc{Small} 5\,km, ``so''"),
            "Old <strong>b</strong>, Small 5\u{202f}km, “so”."
        );
        assert_eq!(title(r"A \& B <c> costs \$5"), "A &amp; B &lt;c&gt; costs <span class=\"dollar\">&#36;</span>5.");
    }

    #[test]
    fn a_journal_keeps_its_stop() {
        let html = article("author = {A, B}, title = {T}, year = 2000, journal = {Phys. Rev. Lett.}, volume = 116");
        assert!(html.ends_with("<cite>Phys. Rev. Lett.</cite>, 116."), "{html}");
        let html = article("author = {A, B}, title = {T}, year = 2000, journal = {Phys. Rev. Lett.}");
        assert!(html.ends_with("<cite>Phys. Rev. Lett.</cite>"), "{html}");
    }

    #[test]
    fn addresses_are_those_of_the_works() {
        let link = |fields: &str| {
            let html = article(&format!("author = {{A, B}}, title = {{T}}, year = 2000, {fields}"));
            html.strip_prefix("A, B. (2000). T. ").unwrap_or(&html).to_owned()
        };
        let to = |address: &str, name: &str| format!("<a href=\"{address}\">{name}</a>");
        for url in [
            "url = {https://a.org/~b/c_d}",
            r"url = {https://a.org/\~b/c\_d}",
            r"url = {\url{https://a.org/~b/c_d}}",
            r"url = {https://a.org/{\textasciitilde}b/c{\_}d}",
        ] {
            assert_eq!(link(url), to("https://a.org/~b/c_d", "a.org/~b/c_d"), "{url}");
        }
        for doi in [
            "10.1/a_b",
            r"10.1/a\_b",
            "https://doi.org/10.1/a_b",
            "http://dx.doi.org/10.1/a_b",
            "doi:10.1/a_b",
            "DOI 10.1/a_b",
        ] {
            assert_eq!(link(&format!("doi = {{{doi}}}")), to("https://doi.org/10.1/a_b", "doi:10.1/a_b"), "{doi}");
        }
        let odd = link("doi = {10.1002/(SICI)1097(1997)16:2<185::AID-SIM4>3.0.CO;2-#}");
        assert!(odd.contains("16:2%3C185::AID-SIM4%3E3.0.CO;2-%23\">doi:10.1002/(SICI)1097(1997)16:2&lt;185"), "{odd}");
        for eprint in ["1602.03837", "arXiv:1602.03837", "arxiv:1602.03837", "https://arxiv.org/abs/1602.03837"] {
            let fields = format!("eprint = {{{eprint}}}, archivePrefix = {{arXiv}}");
            assert_eq!(link(&fields), to("https://arxiv.org/abs/1602.03837", "arXiv:1602.03837"), "{eprint}");
        }
        let fields = r"howpublished = {\url{https://a.org/~b}}";
        assert_eq!(link(fields), format!("<cite>{}</cite>.", to("https://a.org/~b", "a.org/~b")));
        assert_eq!(link("url = {www.a.org}"), to("https://www.a.org", "www.a.org"));
        assert_eq!(link("url = {javascript:alert(1)}"), "javascript:alert(1)");
    }

    #[test]
    fn a_set_is_its_works() {
        let works = works(&format!("{BIB}@set{{both, entryset = {{cho2009, buchanan2021a}}}}\n"));
        assert_eq!(works.members("both"), ["cho2009", "buchanan2021a"]);
        assert_eq!(works.members("cho2009"), ["cho2009"]);
        assert_eq!(works.keys().count(), 3);
    }
}
