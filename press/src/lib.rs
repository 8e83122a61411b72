//! Prints the book: pages in Markdown with directives go in, a site that needs no network comes out.
//!
//! ```text
//! page ──scan──▶ pieces ──labels──▶ numbers, anchors ──expand──▶ plain Markdown ──mdBook──▶ site
//! ```
//!
//! Everything happens in the preprocessor, so that the stock `mdbook` command gives the same bytes as [`build`].

mod check;
mod context;
mod directives;
mod expand;
mod fault;
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
