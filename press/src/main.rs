//! `cargo book`: regenerates the figures, compares them, and prints the book.

fn main() {}
