//! What every directive is given: what there is to ask for, and where the faults and citations of all pages gather.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use crate::{
    directives::card::Card,
    fault::Fault,
    labels::{Labels, Page},
    shelf::Shelf,
};

/// A place in a page that cites a work.
pub(crate) struct Citing {
    pub(crate) page: PathBuf,
    /// The title of the page, which the list of works shows.
    pub(crate) title: String,
    /// The `id` of the citation on that page.
    pub(crate) anchor: String,
}

/// The book while its pages are expanded.
pub(crate) struct Context<'a> {
    pub(crate) shelf: &'a Shelf,
    pub(crate) labels: &'a Labels,
    /// Where each work has been cited so far, by its key.
    pub(crate) citing: RefCell<BTreeMap<String, Vec<Citing>>>,
    /// What the page that is being expanded refers to on other pages.
    pub(crate) cards: RefCell<BTreeSet<Card>>,
    faults: RefCell<Vec<Fault>>,
}

/// Where a directive or a formula stands.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) page: &'a Page,
    /// Bytes of the page before it.
    pub(crate) start: usize,
}

impl<'a> Context<'a> {
    pub(crate) fn new(shelf: &'a Shelf, labels: &'a Labels) -> Self {
        Self { shelf, labels, citing: RefCell::default(), cards: RefCell::default(), faults: RefCell::default() }
    }

    /// Keeps a fault for the list of all of them.
    pub(crate) fn fault(&self, place: Place<'_>, message: impl Into<String>) {
        self.faults.borrow_mut().push(place.page.fault(place.start, message));
    }

    /// What was asked for; nothing, and a fault, where it does not resolve.
    pub(crate) fn settle(&self, place: Place<'_>, result: Result<String, String>) -> String {
        result.unwrap_or_else(|message| {
            self.fault(place, message);
            String::new()
        })
    }

    /// What did not resolve so far.
    pub(crate) fn into_faults(self) -> Vec<Fault> {
        self.faults.into_inner()
    }
}
