//! What a record was made from: code, crates and data, by hash, so that a figure knows when it is stale.
//!
//! The code of a figure is its own file and every module of `math`, `data` and `nn` that is reached from it through
//! paths. Of each file the tokens are hashed, without comments, tests, drawing and claims: those cannot move a number.
//! Nor can a room's list of its modules, `mod.rs`: a module counts where a path leads to it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::{Context as _, Result};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use syn::{
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use super::{Figure, Record};
use crate::ground::{files, scale::Scale};

/// Names and hashes of everything a record was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sources {
    /// Source files under the checkout, with the start of the SHA-256 of their tokens.
    pub code: BTreeMap<String, String>,
    /// Outside crates that this code names, with the version in `Cargo.lock`.
    pub crates: BTreeMap<String, String>,
    /// Data files, with their SHA-256.
    pub data: BTreeMap<String, String>,
}

/// Rooms whose code gives a figure its shape and look, not its numbers.
const SHAPE_AND_LOOK: [&str; 2] = ["figure", "cli"];

/// Items of an experiment that read numbers and make none.
const READERS: [&str; 3] = ["draw", "claims", "tolerance"];

impl Sources {
    /// The sources of `figure` in this checkout, as they are now.
    pub fn of(figure: &dyn Figure) -> Result<Self> {
        let checkout = files::checkout();
        let mut sources = Self::default();
        let mut names = BTreeSet::new();
        let start = std::iter::once("chapters").chain(figure.id().split('/')).map(str::to_owned).collect();
        let mut waiting: Vec<Vec<String>> = vec![start];
        while let Some(module) = waiting.pop() {
            let Some(path) = module_file(&checkout, &module) else { continue };
            if sources.code.contains_key(&path) {
                continue;
            }
            let text = String::from_utf8(files::read(&checkout.join(&path))?)?;
            let mut syntax = syn::parse_file(&text).with_context(|| format!("{path} does not parse"))?;
            Stripped.visit_file_mut(&mut syntax);
            if path.ends_with("/mod.rs") {
                syntax.items.retain(|item| !matches!(item, syn::Item::Mod(module) if module.content.is_none()));
            }
            sources.code.insert(path, short_hash(syntax.to_token_stream().to_string().as_bytes()));
            for path in Paths::of(&syntax) {
                // A path of one name is a variable more often than a crate.
                if path.len() > 1 {
                    names.insert(path[0].clone());
                }
                waiting.extend(modules(&checkout, &module, &path));
            }
        }
        sources.add_crates(&checkout, &names)?;
        for name in figure.data() {
            let path = format!("data/{name}");
            sources.data.insert(path.clone(), hex(&Sha256::digest(files::read(&checkout.join(&path))?)));
        }
        Ok(sources)
    }

    /// Adds the versions in `Cargo.lock` of this package's dependencies among `names`. A dependency that is a package of
    /// this checkout counts by its code, and by the versions of its own dependencies.
    fn add_crates(&mut self, checkout: &Path, names: &BTreeSet<String>) -> Result<()> {
        let lock: toml::Table = String::from_utf8(files::read(&checkout.join("Cargo.lock"))?)?.parse()?;
        let packages = lock.get("package").and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for (name, version) in dependencies(packages, env!("CARGO_PKG_NAME"), None) {
            if !names.contains(&name.replace('-', "_")) {
                continue;
            }
            let code = format!("patches/{name}/src/lib.rs");
            if checkout.join(&code).is_file() {
                self.crates.extend(dependencies(packages, &name, Some(&version)));
                self.code.insert(code.clone(), short_hash(&files::read(&checkout.join(&code))?));
            } else {
                self.crates.insert(name, version);
            }
        }
        Ok(())
    }

    /// What of `self` is different in `now`, one phrase a part.
    #[must_use]
    pub fn changes(&self, now: &Self) -> Vec<String> {
        let mut changes = Vec::new();
        for (was, is) in [(&self.code, &now.code), (&self.crates, &now.crates), (&self.data, &now.data)] {
            for name in was.keys().chain(is.keys()).collect::<BTreeSet<_>>() {
                match (was.get(name), is.get(name)) {
                    (Some(a), Some(b)) if a == b => {}
                    (Some(_), Some(_)) => changes.push(format!("{name} changed")),
                    (None, _) => changes.push(format!("{name} is new")),
                    (_, None) => changes.push(format!("{name} is no longer used")),
                }
            }
        }
        changes
    }
}

/// Why the committed record of `figure` under `folder` is not what this checkout would make; empty if it is fresh.
pub fn stale(figure: &dyn Figure, folder: &Path) -> Result<Vec<String>> {
    if !Record::path(folder, figure.id()).exists() {
        return Ok(vec!["there is no record".to_owned()]);
    }
    let Ok(record) = Record::read(folder, figure.id()) else {
        return Ok(vec!["its record cannot be read".to_owned()]);
    };
    let mut reasons = record.sources.changes(&Sources::of(figure)?);
    if record.config != figure.config(Scale::Book) {
        reasons.insert(0, "the settings changed".to_owned());
    }
    Ok(reasons)
}

/// The file of a module path, if it is one.
fn module_file(checkout: &Path, module: &[String]) -> Option<String> {
    let stem = format!("src/{}", module.join("/"));
    [format!("{stem}.rs"), format!("{stem}/mod.rs")].into_iter().find(|path| checkout.join(path).is_file())
}

/// The modules that `path`, written in `module`, goes through to its end: the longest prefix that has a file.
fn modules(checkout: &Path, module: &[String], path: &[String]) -> Option<Vec<String>> {
    let mut base = module.to_vec();
    let mut rest = path;
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
    (0..=rest.len())
        .rev()
        .map(|n| [base.as_slice(), &rest[..n]].concat())
        .find(|candidate| !candidate.is_empty() && module_file(checkout, candidate).is_some())
        .filter(|found| !SHAPE_AND_LOOK.contains(&found[0].as_str()) && *found != ["chapters"])
}

/// Names and versions of what the package `name` of a lock file depends on.
fn dependencies(packages: &[toml::Value], name: &str, version: Option<&str>) -> Vec<(String, String)> {
    let field = |package: &toml::Value, key: &str| package.get(key)?.as_str().map(str::to_owned);
    let find = |name: &str, version: Option<&str>| {
        packages.iter().find(|package| {
            field(package, "name").as_deref() == Some(name)
                && version.is_none_or(|version| field(package, "version").as_deref() == Some(version))
        })
    };
    let entries = find(name, version).and_then(|package| package.get("dependencies")?.as_array());
    // An entry is "name", or "name version" where the lock holds several versions of it.
    let resolved = |entry: &str| {
        let mut words = entry.split(' ');
        let name = words.next()?;
        let version = words.next().map(str::to_owned).or_else(|| field(find(name, None)?, "version"))?;
        Some((name.to_owned(), version))
    };
    entries.into_iter().flatten().filter_map(toml::Value::as_str).filter_map(resolved).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn short_hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)[..8])
}

/// Takes out what cannot move a number: comments, tests, drawing and claims.
struct Stripped;

impl VisitMut for Stripped {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<syn::Attribute>) {
        attributes.retain(|attribute| !attribute.path().is_ident("doc"));
    }

    fn visit_file_mut(&mut self, file: &mut syn::File) {
        file.items.retain(|item| !matches!(item, syn::Item::Mod(module) if module.attrs.iter().any(is_cfg_test)));
        visit_mut::visit_file_mut(self, file);
    }

    fn visit_item_impl_mut(&mut self, block: &mut syn::ItemImpl) {
        let is_experiment = block
            .trait_
            .as_ref()
            .is_some_and(|(path, _)| path.segments.last().is_some_and(|segment| segment.ident == "Experiment"));
        if is_experiment {
            block.items.retain(|item| match item {
                syn::ImplItem::Fn(function) => READERS.iter().all(|name| function.sig.ident != name),
                syn::ImplItem::Const(constant) => constant.ident != "TITLE",
                _ => true,
            });
        }
        visit_mut::visit_item_impl_mut(self, block);
    }
}

fn is_cfg_test(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Ident>().is_ok_and(|flag| flag == "test")
}

/// Every path a file names, with `use` trees spread out, and names that a `use` brought in written in full.
#[derive(Default)]
struct Paths {
    found: Vec<Vec<String>>,
    /// The names that `use` brings in, each with its path.
    imported: BTreeMap<String, Vec<String>>,
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.spread(&item.tree, &mut Vec::new());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.found.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    /// `pub(super)` says who may see an item, and is no use of what is there.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.scan(call.tokens.clone());
        visit::visit_macro(self, call);
    }
}

impl Paths {
    fn of(syntax: &syn::File) -> Vec<Vec<String>> {
        let mut paths = Self::default();
        paths.visit_file(syntax);
        let full = |path: &Vec<String>| match paths.imported.get(&path[0]) {
            Some(import) => [import.as_slice(), &path[1..]].concat(),
            None => path.clone(),
        };
        paths.found.iter().map(full).collect()
    }

    fn spread(&mut self, tree: &syn::UseTree, prefix: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.spread(&path.tree, prefix);
                prefix.pop();
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.spread(tree, prefix)),
            syn::UseTree::Name(name) => self.import(&name.ident, &name.ident, prefix),
            syn::UseTree::Rename(rename) => self.import(&rename.rename, &rename.ident, prefix),
            syn::UseTree::Glob(_) => self.found.push(prefix.clone()),
        }
    }

    /// `use prefix::last as name`; `use prefix::{self}` brings in the last name of the prefix.
    fn import(&mut self, name: &syn::Ident, last: &syn::Ident, prefix: &[String]) {
        let (name, path) = match (last == "self", prefix.last()) {
            (true, Some(module)) => (module.clone(), prefix.to_vec()),
            _ => (name.to_string(), [prefix, &[last.to_string()]].concat()),
        };
        self.found.push(path.clone());
        self.imported.insert(name, path);
    }

    /// Paths in what a macro is given, which is tokens and no syntax: names joined by `::`.
    fn scan(&mut self, tokens: TokenStream) {
        let mut path = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.found.extend((!path.is_empty()).then(|| std::mem::take(&mut path)));
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                other => {
                    self.found.extend((!path.is_empty()).then(|| std::mem::take(&mut path)));
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.scan(group.stream());
                    }
                }
            }
        }
        self.found.extend((!path.is_empty()).then_some(path));
    }
}

#[cfg(test)]
mod tests {
    use super::{Paths, Sources, Stripped};
    use crate::chapters::figures;
    use quote::ToTokens as _;
    use syn::visit_mut::VisitMut as _;

    fn tokens(text: &str) -> String {
        let mut syntax = syn::parse_file(text).unwrap();
        Stripped.visit_file_mut(&mut syntax);
        syntax.to_token_stream().to_string()
    }

    fn paths(text: &str) -> Vec<String> {
        Paths::of(&syn::parse_file(text).unwrap()).iter().map(|path| path.join("::")).collect()
    }

    #[test]
    fn comments_tests_drawing_and_claims_do_not_count_but_numbers_do() {
        let plain = "impl Experiment for A { fn run() -> u32 { 1 } }";
        let dressed = "//! A.\n/// B.\nimpl Experiment for A {\n const TITLE: &str = \"t\"; // C.\n fn run() -> u32 { 1 } \
                       fn draw() { 2 } fn claims() { 3 } }\n#[cfg(test)] mod tests { use super::*; }";
        assert_eq!(tokens(plain), tokens(dressed));
        assert_ne!(tokens(plain), tokens("impl Experiment for A { fn run() -> u32 { 2 } }"));
        assert_ne!(tokens(""), tokens("#[cfg(not(test))] mod a { fn f() {} }"));
    }

    #[test]
    fn a_use_tree_names_every_path() {
        let found = paths("use crate::{math::{a, b as c}, data::*}; fn f() { super::g::h(1); }");
        for path in ["crate::math::a", "crate::math::b", "crate::data", "super::g::h"] {
            assert!(found.contains(&path.to_owned()), "{path} is not in {found:?}");
        }
    }

    #[test]
    fn a_path_through_an_imported_name_is_written_in_full() {
        let found =
            paths("use super::{fused, stock::{self, Way as W}}; fn f() { fused::rows::add(stock::g(), W::new()) }");
        for path in ["super::fused::rows::add", "super::stock::g", "super::stock::Way::new"] {
            assert!(found.contains(&path.to_owned()), "{path} is not in {found:?}");
        }
        let nameless = paths("use super::{first::A as _, second::B as _};");
        assert_eq!(nameless, ["super::first::A", "super::second::B"]);
    }

    #[test]
    fn a_path_inside_a_macro_counts() {
        let found = paths("fn f() { vec![1, crate::math::kernel::tangent::floor(2), a::b]; }");
        assert!(
            found.contains(&"crate::math::kernel::tangent::floor".to_owned()) && found.contains(&"a::b".to_owned())
        );
    }

    #[test]
    fn a_restricted_visibility_is_no_path() {
        assert_eq!(paths("pub(super) struct A { pub(in crate::math) b: u8 }"), ["u8"]);
    }

    /// Two figures of one chapter share a module beside them, and nothing else.
    #[test]
    fn a_figure_is_not_made_from_its_neighbours() {
        let of = |id: &str| Sources::of(figures().find(|figure| figure.id() == id).unwrap()).unwrap();
        let phase_transition = of("sparse_recovery/phase_transition");
        assert!(phase_transition.code.contains_key("src/chapters/sparse_recovery/recovery.rs"));
        for file in ["src/chapters/sparse_recovery/mod.rs", "src/chapters/sparse_recovery/measurements.rs"] {
            assert!(!phase_transition.code.contains_key(file), "{:?}", phase_transition.code.keys());
        }
    }

    #[test]
    fn a_learnt_figure_is_made_from_the_network_code_and_a_closed_form_is_not() {
        let of = |id: &str| Sources::of(figures().find(|figure| figure.id() == id).unwrap()).unwrap();
        let learnt = of("vignettes/shift_invariance");
        for file in ["src/nn/training.rs", "src/nn/cpu/convolution.rs", "src/data/digits.rs", "patches/gemm/src/lib.rs"]
        {
            assert!(learnt.code.contains_key(file), "{file} is not in {:?}", learnt.code.keys());
        }
        assert_eq!(learnt.crates["dfdx"], "0.13.0");
        assert!(learnt.crates["gemm"].starts_with("0.19"));
        let closed = of("two_curves/kernel_decay");
        assert!(closed.code.contains_key("src/math/kernel/tangent.rs"));
        assert!(closed.code.keys().all(|file| !file.starts_with("src/nn") && !file.starts_with("src/figure")));
    }
}
