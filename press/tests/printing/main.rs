//! A book, printed: a small one with figures of its own, and that of this checkout.

mod book;
mod figures;
mod hostile;
mod real_book;
