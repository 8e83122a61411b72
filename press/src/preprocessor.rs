//! The press as a preprocessor of mdBook, in this process or behind its protocol.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    path::{Path, PathBuf},
};

use anyhow::Result;
use ground_up::{
    chapters::CHAPTERS,
    figure::{Chapter as Figures, Figure},
};
use mdbook_preprocessor::{
    Preprocessor, PreprocessorContext,
    book::{Book, BookItem, Chapter},
    parse_input,
};

use crate::{
    context::Context,
    expand,
    fault::{Fault, Faults},
    labels::{Labels, Page},
    maths,
    shelf::Shelf,
    works::Works,
};

/// Expands the directives and formulas of a book whose figures are `chapters`.
#[derive(Clone, Copy)]
pub struct Press {
    chapters: &'static [&'static Figures],
}

impl Press {
    /// A press for the figures of `chapters`.
    #[must_use]
    pub const fn new(chapters: &'static [&'static Figures]) -> Self {
        Self { chapters }
    }

    /// The text of every page by its path, with everything in it that the page asks for.
    fn expanded(self, root: &Path, source: &Path, pages: &[Page]) -> Result<BTreeMap<PathBuf, String>, Faults> {
        let (works, unread) = match Works::read(&root.join(source).join("references.bib")) {
            Ok(works) => (works, None),
            Err(message) => {
                let file = format!("{}/references.bib", source.display());
                (Works::default(), Some(Fault { file, line: 0, message }))
            }
        };
        let shelf = Shelf::new(root, self.chapters, works);
        let (labels, mut faults) = Labels::collect(&shelf, pages);
        faults.extend(unread);
        let expanding = Context::new(&shelf, &labels);
        // The list of works links back to every citation, so its page comes last.
        let (last, first): (Vec<&Page>, Vec<&Page>) =
            pages.iter().partition(|page| labels.bibliography.as_ref() == Some(&page.path));
        let expand = |page: &Page| (page.path.clone(), expand::page(&expanding, page));
        let expanded = first.into_iter().chain(last).map(expand).collect();
        faults.extend(expanding.into_faults());
        Faults::none(faults)?;
        Ok(expanded)
    }

    pub(crate) fn figures(self) -> impl Iterator<Item = &'static dyn Figure> {
        self.chapters.iter().flat_map(|chapter| chapter.figures.iter().copied())
    }
}

/// The press for this book's figures.
#[must_use]
pub const fn preprocessor() -> Press {
    Press::new(&CHAPTERS)
}

/// Whether pages of the press are for this renderer: they hold HTML.
#[must_use]
pub fn supports(renderer: &str) -> bool {
    renderer == "html"
}

/// Answers the stock `mdbook` command: a book with its settings in, the expanded book out, both as JSON.
///
/// # Errors
///
/// If the input is not what mdBook sends, or the book has faults: all of them are listed.
pub fn preprocess(press: Press, input: impl Read, mut output: impl Write) -> Result<()> {
    let (context, book) = parse_input(input)?;
    serde_json::to_writer(&mut output, &press.run(&context, book)?)?;
    output.flush()?;
    Ok(())
}

impl Preprocessor for Press {
    fn name(&self) -> &'static str {
        "press"
    }

    fn supports_renderer(&self, renderer: &str) -> Result<bool> {
        Ok(supports(renderer))
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let (root, source) = (&context.root, &context.config.book.src);
        let pages = pages(&book, source);
        let expanded = maths::deep(|| self.expanded(root, source, &pages))?;
        each_chapter(&mut book.items, &mut |chapter| {
            if let Some(text) = chapter.path.as_ref().and_then(|path| expanded.get(path)) {
                chapter.content.clone_from(text);
            }
        });
        Ok(book)
    }
}

/// The pages of a book in reading order.
fn pages(book: &Book, source: &Path) -> Vec<Page> {
    let page = |item: &BookItem| match item {
        BookItem::Chapter(chapter) => Some(Page {
            path: chapter.path.clone()?,
            folder: source.to_string_lossy().into_owned(),
            title: chapter.name.clone(),
            text: chapter.content.clone(),
        }),
        _ => None,
    };
    book.iter().filter_map(page).collect()
}

fn each_chapter(items: &mut [BookItem], change: &mut dyn FnMut(&mut Chapter)) {
    for item in items {
        if let BookItem::Chapter(chapter) = item {
            change(chapter);
            each_chapter(&mut chapter.sub_items, change);
        }
    }
}
