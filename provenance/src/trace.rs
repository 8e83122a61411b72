//! From a figure's own file to everything that it reaches.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use crate::{Made, lock::dependencies, short_hash, syntax::Source};

/// Rooms whose code gives a figure its shape, its look or its place to run, and moves no number.
const SHAPE_AND_LOOK: [&[&str]; 6] =
    [&["cli"], &["figure"], &["ground", "device"], &["ground", "files"], &["ground", "progress"], &["ground", "scale"]];

/// Crates that carry numbers and settings and make none.
const CARRIERS: [&str; 7] = ["anyhow", "base64", "clap", "indicatif", "schemars", "serde", "thiserror"];

/// The ids of the figures of a checkout, `CHAPTER/FIGURE`: each is a folder of a chapter's folder.
///
/// # Errors
///
/// If the folders cannot be read.
pub fn figures(checkout: &Path) -> Result<Vec<String>> {
    let folders = |path: &Path| -> Result<Vec<String>> {
        let entries = std::fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
        let entries = entries.collect::<Result<Vec<_>, _>>()?.into_iter();
        let folders = entries.filter(|entry| entry.path().is_dir());
        Ok(folders.map(|folder| folder.file_name().to_string_lossy().into_owned()).collect())
    };
    let mut ids = Vec::new();
    let chapters = checkout.join("src/chapters");
    for chapter in folders(&chapters)? {
        ids.extend(folders(&chapters.join(&chapter))?.into_iter().map(|figure| format!("{chapter}/{figure}")));
    }
    ids.sort();
    Ok(ids)
}

/// Finds what figures are made from; each file is read once.
#[derive(Debug)]
pub struct Tracer {
    checkout: PathBuf,
    package: String,
    lock: toml::Table,
    sources: BTreeMap<String, Source>,
}

type Module = Vec<String>;

impl Tracer {
    /// A tracer of the library `package` in `checkout`.
    ///
    /// # Errors
    ///
    /// If `Cargo.lock` cannot be read.
    pub fn new(checkout: &Path, package: &str) -> Result<Self> {
        let lock = read(&checkout.join("Cargo.lock"))?.parse()?;
        Ok(Self { checkout: checkout.to_owned(), package: package.to_owned(), lock, sources: BTreeMap::new() })
    }

    /// What the figure `id` is made from.
    ///
    /// # Errors
    ///
    /// If a file on the way cannot be read or does not parse.
    pub fn made(&mut self, id: &str) -> Result<Made> {
        let mut made = Made::default();
        let mut names = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<Module> =
            vec![std::iter::once("chapters").chain(id.split('/')).map(str::to_owned).collect()];
        while let Some(module) = waiting.pop() {
            let Some(file) = self.file(&module) else { continue };
            if !seen.insert(file.clone()) {
                continue;
            }
            let source = self.source(&file)?.clone();
            if !source.tokens.is_empty() {
                made.code.insert(file, short_hash(source.tokens.as_bytes()));
            }
            for path in source.paths {
                // A path of one name is a variable more often than a crate.
                if path.len() > 1 {
                    names.insert(path[0].clone());
                }
                waiting.extend(self.reached(&module, &path)?);
            }
        }
        self.add_crates(&mut made, &names)?;
        Ok(made)
    }

    /// The modules that `path`, written in `module`, leads to: the longest part of it that is a module, or what this module
    /// re-exports under the next name.
    fn reached(&mut self, module: &[String], path: &[String]) -> Result<Vec<Module>> {
        let (mut base, mut rest) = (module.to_vec(), path);
        match path[0].as_str() {
            "crate" => {
                base.clear();
                rest = &path[1..];
            }
            "self" => rest = &path[1..],
            _ => {}
        }
        while rest.first().is_some_and(|name| name == "super") {
            base.pop();
            rest = &rest[1..];
        }
        let candidate = |n: usize| [base.as_slice(), &rest[..n]].concat();
        let Some(longest) = (0..=rest.len()).rev().find(|&n| self.file(&candidate(n)).is_some()) else {
            return Ok(Vec::new());
        };
        let found = candidate(longest);
        if SHAPE_AND_LOOK.iter().any(|room| found.len() >= room.len() && room.iter().zip(&found).all(|(a, b)| a == b)) {
            return Ok(Vec::new());
        }
        let its_own = found == module && longest == 0 && path.len() == rest.len();
        let file = self.file(&found).expect("the module was found by its file");
        let next = rest.get(longest);
        let exports = self.source(&file)?.exports.clone();
        let mut reached = Vec::new();
        for (name, export) in &exports {
            let named = next.is_some_and(|next| next == name);
            if named || next.is_some_and(|next| next == "*") {
                reached.extend(self.reached(&found, export)?);
            }
            if named {
                return Ok(reached);
            }
        }
        // A name that a file uses of its own is there already.
        if its_own {
            return Ok(Vec::new());
        }
        // The name may come through a glob, or be the module's own.
        if next.is_some() {
            for (_, export) in exports.iter().filter(|(name, _)| name == "*") {
                reached.extend(self.reached(&found, export)?);
            }
        }
        reached.push(found);
        Ok(reached)
    }

    /// The file of a module path, if it is one.
    fn file(&self, module: &[String]) -> Option<String> {
        if module.is_empty() {
            return None;
        }
        let stem = format!("src/{}", module.join("/"));
        [format!("{stem}.rs"), format!("{stem}/mod.rs")].into_iter().find(|path| self.checkout.join(path).is_file())
    }

    fn source(&mut self, file: &str) -> Result<&Source> {
        if !self.sources.contains_key(file) {
            let text = read(&self.checkout.join(file))?;
            let source = Source::read(&text).with_context(|| file.to_owned())?;
            self.sources.insert(file.to_owned(), source);
        }
        Ok(&self.sources[file])
    }

    /// Adds the versions in `Cargo.lock` of the package's dependencies among `names`. A dependency that is a package of this
    /// checkout counts by its code, and by the versions of its own dependencies.
    fn add_crates(&mut self, made: &mut Made, names: &BTreeSet<String>) -> Result<()> {
        let lock = self.lock.clone();
        let packages = lock.get("package").and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for (name, version) in dependencies(packages, &self.package, None) {
            if !names.contains(&name.replace('-', "_")) || CARRIERS.contains(&name.as_str()) {
                continue;
            }
            let code = format!("patches/{name}/src/lib.rs");
            if self.checkout.join(&code).is_file() {
                made.crates.extend(dependencies(packages, &name, Some(&version)));
                let tokens = self.source(&code)?.tokens.clone();
                made.code.insert(code, short_hash(tokens.as_bytes()));
            } else {
                made.crates.insert(name, version);
            }
        }
        Ok(())
    }
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
