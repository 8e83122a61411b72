//! Reading a source file: what of it can move a number, which paths it names, and what it re-exports.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

/// What a source file says, without what cannot move a number: comments, tests, lists of modules, re-exports, ranges of
/// settings and their check, and of an experiment its title, claims, drawing and tolerances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The tokens that are left, as text; empty of a file that only lists and re-exports.
    pub tokens: String,
    /// Every path that they name; names that a `use` brought in are written in full, and a glob ends in `*`.
    pub paths: Vec<Vec<String>>,
    /// What the file re-exports: each name with its path. A glob has the name `*`.
    pub exports: Vec<(String, Vec<String>)>,
}

impl Source {
    /// Reads the text of a source file.
    ///
    /// # Errors
    ///
    /// If it does not parse.
    pub fn read(text: &str) -> Result<Self> {
        let mut file = syn::parse_file(text).context("it is no Rust")?;
        let mut exports = Finder::default();
        for item in &file.items {
            if let syn::Item::Use(item) = item
                && !matches!(item.vis, syn::Visibility::Inherited)
            {
                exports.visit_item_use(item);
            }
        }
        let globs = exports.found.iter().filter(|path| path.last().is_some_and(|name| name == "*"));
        let globs = globs.map(|path| ("*".to_owned(), path[..path.len() - 1].to_vec()));
        let exports = globs.chain(exports.imported.clone()).collect();
        Stripped.visit_file_mut(&mut file);
        let mut finder = Finder::default();
        finder.visit_file(&file);
        let full = |path: &Vec<String>| match finder.imported.get(&path[0]) {
            Some(import) => [import.as_slice(), &path[1..]].concat(),
            None => path.clone(),
        };
        let paths = finder.found.iter().map(full).collect();
        Ok(Self { tokens: file.to_token_stream().to_string(), paths, exports })
    }
}

/// Items of an experiment that read numbers and make none.
const READERS: [&str; 6] = ["TITLE", "TOLERANCES", "claims", "draw", "tolerance", "check"];
/// Attributes that say something to a reader, or to a schema.
const SAYINGS: [&str; 2] = ["doc", "schemars"];

struct Stripped;

impl VisitMut for Stripped {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<syn::Attribute>) {
        attributes.retain(|attribute| SAYINGS.iter().all(|name| !attribute.path().is_ident(name)));
    }

    fn visit_file_mut(&mut self, file: &mut syn::File) {
        file.items.retain(|item| match item {
            // A list of modules: a module counts where a path leads to it.
            syn::Item::Mod(module) if module.content.is_none() => false,
            syn::Item::Mod(module) => !module.attrs.iter().any(is_cfg_test),
            syn::Item::Use(item) => matches!(item.vis, syn::Visibility::Inherited),
            _ => true,
        });
        visit_mut::visit_file_mut(self, file);
    }

    fn visit_item_impl_mut(&mut self, block: &mut syn::ItemImpl) {
        let name = block.trait_.as_ref().and_then(|(path, _)| path.segments.last()).map(|last| last.ident.to_string());
        if name.is_some_and(|name| ["Experiment", "Settings"].contains(&name.as_str())) {
            let reads = |ident: &syn::Ident| READERS.iter().any(|name| ident == name);
            block.items.retain(|item| match item {
                syn::ImplItem::Fn(function) => !reads(&function.sig.ident),
                syn::ImplItem::Const(constant) => !reads(&constant.ident),
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
struct Finder {
    found: Vec<Vec<String>>,
    /// The names that `use` brings in, each with its path.
    imported: BTreeMap<String, Vec<String>>,
}

impl<'ast> Visit<'ast> for Finder {
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

impl Finder {
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
            syn::UseTree::Glob(_) => self.found.push([prefix.as_slice(), &["*".to_owned()]].concat()),
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
    use super::Source;

    fn read(text: &str) -> Source {
        Source::read(text).unwrap()
    }

    fn paths(text: &str) -> Vec<String> {
        read(text).paths.iter().map(|path| path.join("::")).collect()
    }

    #[test]
    fn what_cannot_move_a_number_does_not_count_and_what_can_does() {
        let plain = "impl Experiment for A { fn run() -> u32 { 1 } }";
        let dressed = "//! A.\nmod claims;\npub use outcome::B;\n/// B.\nimpl Experiment for A {\n const TITLE: &str = \"t\"; // C.\n \
                       fn run() -> u32 { 1 } fn draw() { 2 } fn claims() { 3 } const TOLERANCES: u8 = 4; }\n\
                       #[cfg(test)] mod tests { use super::*; }";
        assert_eq!(read(plain).tokens, read(dressed).tokens);
        assert_ne!(read(plain).tokens, read("impl Experiment for A { fn run() -> u32 { 2 } }").tokens);
        assert_ne!(read("").tokens, read("#[cfg(not(test))] mod a { fn f() {} }").tokens);
        let settings = "struct Config { a: u8 } impl Settings for Config { fn at() { 1 } }";
        let ranged = "/// S.\nstruct Config { #[schemars(range(min = 1))] a: u8 } \
                      impl Settings for Config { fn at() { 1 } fn check(&self) { crate::figure::settings::rising() } }";
        assert_eq!(read(settings), read(ranged));
        assert_ne!(
            read(settings).tokens,
            read("struct Config { a: u16 } impl Settings for Config { fn at() { 1 } }").tokens
        );
    }

    #[test]
    fn a_use_tree_names_every_path() {
        let found = paths("use crate::{math::{a, b as c}, data::*}; fn f() { super::g::h(1); }");
        for path in ["crate::math::a", "crate::math::b", "crate::data::*", "super::g::h"] {
            assert!(found.contains(&path.to_owned()), "{path} is not in {found:?}");
        }
    }

    #[test]
    fn a_re_export_is_kept_apart_from_the_paths_in_use() {
        let source = read("pub use a::{B, c::D as E}; pub(crate) use f::*; use g::H; fn i() {}");
        assert_eq!(source.paths, [["g", "H"]]);
        let mut exports: Vec<String> =
            source.exports.iter().map(|(name, path)| format!("{name}={}", path.join("::"))).collect();
        exports.sort();
        assert_eq!(exports, ["*=f", "B=a::B", "E=a::c::D"]);
    }

    #[test]
    fn a_path_through_an_imported_name_is_written_in_full() {
        let found =
            paths("use super::{fused, stock::{self, Way as W}}; fn f() { fused::rows::add(stock::g(), W::new()) }");
        for path in ["super::fused::rows::add", "super::stock::g", "super::stock::Way::new"] {
            assert!(found.contains(&path.to_owned()), "{path} is not in {found:?}");
        }
        assert_eq!(paths("use super::{first::A as _, second::B as _};"), ["super::first::A", "super::second::B"]);
    }

    #[test]
    fn a_path_inside_a_macro_counts_and_a_restricted_visibility_does_not() {
        let found = paths("fn f() { vec![1, crate::math::kernel::floor(2), a::b]; }");
        assert!(
            ["crate::math::kernel::floor", "a::b"].iter().all(|path| found.contains(&(*path).to_owned())),
            "{found:?}"
        );
        assert_eq!(paths("pub(super) struct A { pub(in crate::math) b: u8 }"), ["u8"]);
    }
}
