//! What stales a figure and what does not, on a copy of the sources.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use ground_up::{
    chapters::figures,
    figure::sources::Sources,
    ground::files::{self, write_whole},
};
use provenance::{Made, Tracer};

fn made(checkout: &Path) -> BTreeMap<&'static str, Made> {
    let mut tracer = Tracer::new(checkout, "ground-up").unwrap();
    figures().map(|figure| (figure.id(), tracer.made(figure.id()).unwrap())).collect()
}

/// A copy of what is traced.
fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut waiting = vec![PathBuf::from("src"), PathBuf::from("patches"), PathBuf::from("Cargo.lock")];
    while let Some(path) = waiting.pop() {
        let from = files::checkout().join(&path);
        if from.is_dir() {
            waiting.extend(std::fs::read_dir(from).unwrap().map(|entry| path.join(entry.unwrap().file_name())));
        } else {
            write_whole(&folder.path().join(path), &std::fs::read(from).unwrap()).unwrap();
        }
    }
    folder
}

fn edit(path: &Path, change: impl Fn(String) -> String) {
    let text = std::fs::read_to_string(path).unwrap();
    let changed = change(text.clone());
    assert_ne!(changed, text, "{} was not edited", path.display());
    write_whole(path, changed.as_bytes()).unwrap();
}

#[test]
fn a_program_carries_what_its_checkout_is_traced_to() {
    assert_eq!(provenance::figures(&files::checkout()).unwrap().len(), figures().count());
    for (id, made) in made(&files::checkout()) {
        let built = Sources::built(id);
        assert_eq!((built.code, built.crates), (made.code, made.crates), "{id}");
    }
}

#[test]
fn a_new_module_of_the_networks_and_its_re_export_stale_nothing() {
    let copy = copy();
    let before = made(copy.path());
    let new = "//! New.\n\n/// New.\npub fn novel(x: f32) -> f32 {\n    x + 1.0\n}\n";
    write_whole(&copy.path().join("src/nn/novel.rs"), new.as_bytes()).unwrap();
    edit(&copy.path().join("src/nn/mod.rs"), |text| text + "\nmod novel;\npub use novel::novel;\n");
    assert_eq!(made(copy.path()), before);
}

#[test]
fn a_word_in_a_claim_a_drawing_a_tolerance_or_a_doc_stales_nothing() {
    let copy = copy();
    let before = made(copy.path());
    for figure in figures() {
        let folder = copy.path().join("src/chapters").join(figure.id());
        let drawing = if folder.join("drawing.rs").exists() { "drawing.rs" } else { "drawing/mod.rs" };
        for part in ["claims.rs", drawing, "tolerances.rs", "tests.rs"] {
            edit(&folder.join(part), |text| text + "\nconst WORD: &str = \"another\";\n");
        }
        edit(&folder.join("mod.rs"), |text| {
            let (before, title) = text.split_once("TITLE: &'static str =").unwrap();
            format!("{before}TITLE: &'static str ={}", title.replacen('"', "\"Another ", 1))
        });
        edit(&folder.join("config.rs"), |text| text.replace("    /// ", "    /// Another word. "));
    }
    assert_eq!(made(copy.path()), before);
}

#[test]
fn a_comment_in_the_matrix_product_stales_nothing() {
    let copy = copy();
    let before = made(copy.path());
    edit(&copy.path().join("patches/gemm/src/lib.rs"), |text| text + "\n// Another word.\n");
    assert_eq!(made(copy.path()), before);
}

#[test]
fn a_number_in_a_function_stales_what_reaches_it_and_nothing_else() {
    let copy = copy();
    let before = made(copy.path());
    edit(&copy.path().join("src/math/kernel/tangent.rs"), |text| text + "\nconst SEVEN: f64 = 7.0;\n");
    let after = made(copy.path());
    let stale = |id: &str| before[id] != after[id];
    assert!(stale("two_curves/kernel_decay") && stale("two_curves/certificate"));
    assert!(!stale("representation/noising") && !stale("sparse_recovery/lasso_path"));
    edit(&copy.path().join("src/chapters/representation/noising/config.rs"), |text| text.replace("seed: 3", "seed: 4"));
    assert_ne!(made(copy.path())["representation/noising"], before["representation/noising"]);
}

/// Two figures of one chapter share a module beside them or below, and nothing else.
#[test]
fn a_figure_is_not_made_from_its_neighbours() {
    for (id, made) in made(&files::checkout()) {
        let own = format!("src/chapters/{id}/");
        for file in made.code.keys().filter(|file| file.starts_with("src/chapters/")) {
            // A file of the chapter itself has no folder of a figure on its way.
            assert!(file.starts_with(&own) || file.matches('/').count() == 3, "{id} is made from {file}");
        }
    }
}

#[test]
fn a_learnt_figure_is_made_from_the_network_code_and_a_closed_form_is_not() {
    let made = made(&files::checkout());
    let learnt = &made["vignettes/shift_invariance"];
    for file in ["src/nn/training.rs", "src/nn/cpu/convolution.rs", "src/data/digits.rs", "patches/gemm/src/lib.rs"] {
        assert!(learnt.code.contains_key(file), "{file} is not in {:?}", learnt.code.keys());
    }
    assert_eq!(learnt.crates["dfdx"], "0.13.0");
    assert!(learnt.crates["gemm"].starts_with("0.19"));
    let closed = &made["two_curves/kernel_decay"];
    assert!(closed.code.contains_key("src/math/kernel/tangent.rs"));
    assert!(closed.code.keys().all(|file| !file.starts_with("src/nn") && !file.starts_with("src/figure")));
}
