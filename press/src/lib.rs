//! Prints the book: pages in Markdown with directives go in, a site that needs no network comes out.
//!
//! ```text
//! page ──scan──▶ pieces ──labels──▶ numbers, anchors ──expand──▶ plain Markdown ──mdBook──▶ pages ──finish──▶ site
//! ```
//!
//! What a page says is the preprocessor's work, so that the stock `mdbook` command prints the same pages. What is done to
//! the site as a whole, such as its search index, is [`build`]'s alone.

mod aside;
mod check;
mod context;
mod directives;
mod expand;
mod fault;
mod finish;
mod grammar;
mod html;
mod labels;
mod maths;
mod new;
mod number;
mod preprocessor;
mod print;
mod scan;
mod serve;
mod shelf;
mod works;

pub use check::{check, check_with};
pub use fault::{Fault, Faults};
pub use new::NewFigure;
pub use preprocessor::{Press, preprocess, preprocessor, supports};
pub use print::{build, build_with};
pub use serve::serve;
