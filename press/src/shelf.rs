//! Everything a page can ask for: figures and their records, works, code.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::{Component, Path, PathBuf},
    rc::Rc,
};

use ground_up::figure::{Chapter, Drawing, Figure, Record, sources};
use serde_json::Value;

use crate::{maths::Typesetter, works::Works};

/// A figure with what is committed of it.
pub(crate) struct Exhibit {
    pub(crate) figure: &'static dyn Figure,
    pub(crate) record: Record,
    /// The record as JSON, for pointers.
    pub(crate) json: Value,
    pub(crate) drawing: Drawing,
    /// Why it is stale; empty if it is fresh.
    pub(crate) stale: Vec<String>,
}

/// What a page can ask for.
pub(crate) struct Shelf {
    pub(crate) root: PathBuf,
    pub(crate) chapters: &'static [&'static Chapter],
    pub(crate) works: Works,
    pub(crate) typesetter: Typesetter,
    exhibits: RefCell<BTreeMap<&'static str, Result<Rc<Exhibit>, String>>>,
}

impl Shelf {
    pub(crate) fn new(root: &Path, chapters: &'static [&'static Chapter], works: Works) -> Self {
        let (root, typesetter, exhibits) = (root.to_owned(), Typesetter::new(), RefCell::default());
        Self { root, chapters, works, typesetter, exhibits }
    }

    /// The folder of records.
    pub(crate) fn folder(&self) -> PathBuf {
        self.root.join("figures")
    }

    pub(crate) fn chapter(&self, id: &str) -> Option<&'static Chapter> {
        self.chapters.iter().copied().find(|chapter| chapter.id == id)
    }

    /// Every figure, in reading order.
    pub(crate) fn figures(&self) -> impl Iterator<Item = &'static dyn Figure> + use<> {
        self.chapters.iter().flat_map(|chapter| chapter.figures.iter().copied())
    }

    /// The figure called `id`.
    ///
    /// # Errors
    ///
    /// If there is none: with the names of those there are.
    pub(crate) fn figure(&self, id: &str) -> Result<&'static dyn Figure, String> {
        self.figures().find(|figure| figure.id() == id).ok_or_else(|| {
            let known: Vec<&str> = self.figures().map(Figure::id).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            format!("no figure is called `{id}`; there are {known}")
        })
    }

    /// The figure called `id` with its record and drawing.
    ///
    /// # Errors
    ///
    /// If there is no such figure, or no record that fits it: with the command that makes one.
    pub(crate) fn exhibit(&self, id: &str) -> Result<Rc<Exhibit>, String> {
        let figure = self.figure(id)?;
        self.if_computed(figure)?
            .ok_or_else(|| format!("there is no record figures/{id}.json; make it with `{}`", command(figure)))
    }

    /// A figure with its record and drawing; none if it was begun and has no record yet.
    ///
    /// # Errors
    ///
    /// If it has a record that does not fit it, or no drawing beside it: with the command that makes them again.
    pub(crate) fn if_computed(&self, figure: &'static dyn Figure) -> Result<Option<Rc<Exhibit>>, String> {
        if !Record::path(&self.folder(), figure.id()).exists() {
            return Ok(None);
        }
        let known = self.exhibits.borrow().get(figure.id()).cloned();
        let exhibit = known.unwrap_or_else(|| {
            let exhibit = self.fetch(figure).map(Rc::new);
            self.exhibits.borrow_mut().insert(figure.id(), exhibit.clone());
            exhibit
        });
        exhibit.map(Some)
    }

    fn fetch(&self, figure: &'static dyn Figure) -> Result<Exhibit, String> {
        let (id, folder) = (figure.id(), self.folder());
        let remedy = |what: String| format!("{what}; make it with `{}`", command(figure));
        let record = Record::read(&folder, id).map_err(|error| remedy(format!("{error:#}")))?;
        let json = serde_json::to_value(&record).map_err(|error| error.to_string())?;
        let drawing = figure.draw(&record).map_err(|error| remedy(format!("{error:#}")))?;
        let drawn = Record::drawing_path(&folder, id);
        if !drawn.exists() {
            return Err(remedy(format!("there is no drawing figures/{id}.svg")));
        }
        let stale = sources::stale(figure, &folder).map_err(|error| format!("{error:#}"))?.reasons();
        Ok(Exhibit { figure, record, json, drawing, stale })
    }
}

/// Whether a path leads down from the folder that it is taken from, and nowhere else.
pub(crate) fn is_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
}

/// The command that makes a figure again.
pub(crate) fn command(figure: &dyn Figure) -> String {
    let chapter = figure.id().split('/').next().unwrap_or_default();
    format!("cargo run --release --bin {chapter} -- {}", figure.name())
}
