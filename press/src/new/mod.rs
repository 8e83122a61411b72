//! `cargo book new`: the skeleton of a figure, which compiles, and whose snapshot says what to fill in.

mod edit;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use ground_up::{chapters::CHAPTERS, figure::reproduction::snapshot_path, ground::files};

/// The files of a figure's code, by their names in its folder.
const CODE: [(&str, &str); 8] = [
    ("mod.rs", include_str!("figure/mod.rs")),
    ("config.rs", include_str!("figure/config.rs")),
    ("outcome.rs", include_str!("figure/outcome.rs")),
    ("run.rs", include_str!("figure/run.rs")),
    ("claims.rs", include_str!("figure/claims.rs")),
    ("drawing.rs", include_str!("figure/drawing.rs")),
    ("tolerances.rs", include_str!("figure/tolerances.rs")),
    ("tests.rs", include_str!("figure/tests.rs")),
];
const PAGE: &str = include_str!("page.md");
const SNAPSHOT: &str = include_str!("snapshot.txt");

/// Words of Rust, with those that it keeps for later.
const RUST: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Types that the code of every figure names, so that none can be called so itself.
const TAKEN: [&str; 10] =
    ["Checked", "Claim", "Config", "Context", "Drawing", "Experiment", "Outcome", "Result", "Rule", "Vec"];

/// A figure that can be begun: its chapter exists, its name fits, and nothing of it is there.
#[derive(Debug)]
pub struct NewFigure {
    root: PathBuf,
    chapter: String,
    name: String,
}

impl NewFigure {
    /// The figure called `id`, such as `white_box/tokens`, in the checkout at `root`.
    ///
    /// # Errors
    ///
    /// If there is no such chapter, the name cannot be that of a module and a type, or something is called so already.
    pub fn named(root: &Path, id: &str) -> Result<Self> {
        let (chapter, name) = id
            .split_once('/')
            .with_context(|| format!("a figure is called CHAPTER/FIGURE, such as white_box/tokens, and not `{id}`"))?;
        if CHAPTERS.iter().all(|known| known.id != chapter) {
            let known: Vec<&str> = CHAPTERS.iter().map(|chapter| chapter.id).collect();
            bail!("no chapter is called `{chapter}`; there are {}", known.join(", "));
        }
        let is_small =
            |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        let is_word = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.split('_').all(is_small);
        ensure!(
            is_word && !RUST.contains(&name),
            "`{name}` cannot be a figure's name: it is made of small letters, digits and single underscores, begins with \
             a letter, and is no word of Rust"
        );
        let figure = Self { root: root.to_owned(), chapter: chapter.to_owned(), name: name.to_owned() };
        let type_name = figure.type_name();
        ensure!(
            !TAKEN.contains(&type_name.as_str()),
            "`{name}` cannot be a figure's name: every figure's code has another type `{type_name}`"
        );
        let places = [
            figure.code(),
            figure.code().with_extension("rs"),
            figure.page(),
            snapshot_path(root, id),
            root.join(format!("figures/{id}.json")),
        ];
        if let Some(place) = places.iter().find(|place| place.exists()) {
            bail!("`{id}` cannot be begun: there is {}", place.strip_prefix(root).unwrap_or(place).display());
        }
        Ok(figure)
    }

    /// Writes the code, the page and the snapshot, and lists them in the chapter and in the summary: all or nothing.
    /// Returns the files that were written.
    ///
    /// # Errors
    ///
    /// If a list is not of the form that the chapters have, or a file cannot be read or written.
    pub fn write(&self) -> Result<Vec<PathBuf>> {
        let Self { root, chapter, name } = self;
        let mut parts: Vec<(PathBuf, Vec<u8>)> = Vec::new();
        let mut put = |path: PathBuf, text: &str| parts.push((path, self.filled_in(text).into_bytes()));
        for (file, text) in CODE {
            put(self.code().join(file), text);
        }
        put(self.page(), PAGE);
        put(snapshot_path(root, &format!("{chapter}/{name}")), SNAPSHOT);
        let list = root.join(format!("src/chapters/{chapter}/mod.rs"));
        let summary = root.join("book/SUMMARY.md");
        let read = |path: &Path| -> Result<String> { Ok(String::from_utf8(files::read(path)?)?) };
        let no_place = |path: &Path| format!("{} has no place for a figure that is known here", path.display());
        let listed = edit::with_figure(&read(&list)?, name, &self.type_name()).with_context(|| no_place(&list))?;
        let summed =
            edit::with_page(&read(&summary)?, chapter, &self.title(), name).with_context(|| no_place(&summary))?;
        parts.extend([(list, listed.into_bytes()), (summary, summed.into_bytes())]);
        files::write_together(&parts)?;
        Ok(parts.into_iter().map(|(path, _)| path).collect())
    }

    fn code(&self) -> PathBuf {
        self.root.join(format!("src/chapters/{}/{}", self.chapter, self.name))
    }

    fn page(&self) -> PathBuf {
        self.root.join(format!("book/{}/{}.md", self.chapter, self.name))
    }

    /// `KernelDecay` for `kernel_decay`.
    fn type_name(&self) -> String {
        self.name.split('_').map(capitalised).collect()
    }

    /// `Kernel decay` for `kernel_decay`: a title to begin with.
    fn title(&self) -> String {
        capitalised(&self.name.replace('_', " "))
    }

    /// A template with the names of this figure.
    fn filled_in(&self, template: &str) -> String {
        template
            .replace("CHAPTER", &self.chapter)
            .replace("FIGURE", &self.name)
            .replace("NewFigure", &self.type_name())
            .replace("New figure", &self.title())
    }
}

/// A word of ASCII with its first letter large.
fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(1.min(word.len()));
    first.to_ascii_uppercase() + rest
}

#[cfg(test)]
mod tests {
    use super::{CHAPTERS, NewFigure, TAKEN, snapshot_path};
    use ground_up::ground::files::{checkout, write_whole};
    use std::{
        collections::BTreeMap,
        path::{Path, PathBuf},
    };

    /// A copy of the lists that a new figure is written into.
    fn lists() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let modules = CHAPTERS.iter().map(|chapter| format!("src/chapters/{}/mod.rs", chapter.id));
        for file in modules.chain(["book/SUMMARY.md".to_owned()]) {
            write_whole(&folder.path().join(&file), &std::fs::read(checkout().join(&file)).unwrap()).unwrap();
        }
        folder
    }

    fn texts(folder: &Path) -> BTreeMap<PathBuf, String> {
        let mut texts = BTreeMap::new();
        let mut waiting = vec![folder.to_owned()];
        while let Some(path) = waiting.pop() {
            if path.is_dir() {
                waiting.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            } else {
                texts.insert(path.strip_prefix(folder).unwrap().to_owned(), std::fs::read_to_string(&path).unwrap());
            }
        }
        texts
    }

    #[test]
    fn a_figure_can_be_begun_in_every_chapter() {
        for chapter in CHAPTERS {
            let folder = lists();
            let before = texts(folder.path());
            let id = format!("{}/begun_figure", chapter.id);
            let written = NewFigure::named(folder.path(), &id).unwrap().write().unwrap();
            let after = texts(folder.path());
            assert_eq!(written.len(), 12);
            assert_eq!(after.len(), before.len() + 10);
            for path in &written {
                let text = std::fs::read_to_string(path).unwrap();
                assert!(
                    !["CHAPTER/", "CHAPTER ", "FIGURE", "NewFigure", "New figure"]
                        .iter()
                        .any(|left| text.contains(left)),
                    "{text}"
                );
                if path.extension().is_some_and(|extension| extension == "rs") {
                    syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}\n{text}", path.display()));
                }
            }
            let at = |path: &str| after[Path::new(path)].as_str();
            let code = at(&format!("src/chapters/{id}/mod.rs"));
            assert!(
                code.contains(&format!("impl Experiment for BegunFigure {{\n    const ID: &'static str = \"{id}\";"))
            );
            let list = at(&format!("src/chapters/{}/mod.rs", chapter.id));
            assert!(list.contains("pub mod begun_figure;\n"), "{list}");
            let entries: Vec<&str> = list.split("&Of::<").skip(1).collect();
            assert_eq!(entries.len(), chapter.figures.len() + 1);
            assert!(entries.last().unwrap().starts_with("begun_figure::BegunFigure>::new()"), "{list}");
            let line = format!("  - [Begun figure]({id}.md)");
            let summary: Vec<&str> = at("book/SUMMARY.md").lines().collect();
            let place = summary.iter().position(|other| *other == line).unwrap();
            assert!(summary[place - 1].contains(&format!("]({}/", chapter.id)), "{summary:?}");
            assert!(at(&format!("book/{id}.md")).contains(&format!("{{{{#figure {id}}}}}")));
            let snapshot = std::fs::read_to_string(snapshot_path(folder.path(), &id)).unwrap();
            let (_, body) = snapshot.rsplit_once("---\n").unwrap();
            assert!(body.contains(&format!("--test figures -- {id}")), "{body}");
            assert!(serde_json::from_str::<serde_json::Value>(body).is_err(), "no numbers can be equal to it");
        }
    }

    #[test]
    fn a_figure_that_cannot_be_begun_is_refused_in_a_line_and_nothing_is_written() {
        let folder = lists();
        write_whole(&folder.path().join("figures/white_box/made.json"), b"{}").unwrap();
        write_whole(&folder.path().join("src/chapters/white_box/helper.rs"), b"").unwrap();
        let before = texts(folder.path());
        for (id, words) in [
            ("tokens", "CHAPTER/FIGURE"),
            ("black_box/tokens", "no chapter is called `black_box`; there are sparse_recovery"),
            ("white_box/", "cannot be a figure's name"),
            ("white_box/Tokens", "small letters"),
            ("white_box/a/b", "small letters"),
            ("white_box/2d", "begins with a letter"),
            ("white_box/to__kens", "single underscores"),
            ("white_box/loop", "no word of Rust"),
            ("white_box/config", "another type `Config`"),
            ("white_box/helper", "there is src/chapters/white_box/helper.rs"),
            ("white_box/made", "there is figures/white_box/made.json"),
        ] {
            let error = format!("{:#}", NewFigure::named(folder.path(), id).unwrap_err());
            assert!(error.contains(words) && !error.contains('\n'), "{id}: {error}");
        }
        write_whole(&folder.path().join("book/SUMMARY.md"), b"# Summary\n").unwrap();
        let error = format!("{:#}", NewFigure::named(folder.path(), "white_box/tokens").unwrap().write().unwrap_err());
        assert!(error.contains("SUMMARY.md has no place"), "{error}");
        assert_eq!(texts(folder.path()).len(), before.len());
    }

    #[test]
    fn the_taken_types_are_those_that_the_code_names() {
        let code = super::CODE.iter().find(|(file, _)| *file == "mod.rs").unwrap().1;
        for name in TAKEN {
            let words = code.split(|c: char| !c.is_alphanumeric());
            assert!(words.into_iter().any(|word| word == name), "{name} is not in\n{code}");
        }
    }
}
