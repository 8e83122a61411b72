//! Progress of long work on stderr.

use std::io::{self, Write as _};

use indicatif::{ProgressBar, ProgressStyle};

/// Progress on stderr: a bar on a terminal, plain lines elsewhere, or nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is shown; for tests.
    #[default]
    Hidden,
    /// A bar on a terminal, a line every tenth of the way elsewhere.
    Shown,
}

impl Progress {
    /// Starts a task of `length` steps, named `what`.
    #[must_use]
    pub fn task(self, what: &str, length: usize) -> Task {
        if self == Self::Hidden {
            return Task { bar: ProgressBar::hidden(), plain: false, what: what.to_owned(), length, done: 0 };
        }
        let bar = ProgressBar::new(length as u64).with_message(what.to_owned());
        let style = ProgressStyle::with_template("{msg:32} {bar:32} {pos}/{len} {eta}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        let plain = bar.is_hidden();
        Task { bar, plain, what: what.to_owned(), length, done: 0 }
    }
}

/// A task under way; its bar goes when it is dropped.
#[derive(Debug)]
pub struct Task {
    bar: ProgressBar,
    plain: bool,
    what: String,
    length: usize,
    done: usize,
}

/// Says something on stderr, a line. A stderr that is full or closed loses the words and nothing else: no run ends for it.
pub fn tell(words: &str) {
    // Not `eprintln!`, which panics.
    let _ = writeln!(io::stderr(), "{words}");
}

impl Task {
    /// Counts one step as done and moves the bar.
    pub fn step(&mut self) {
        self.bar.inc(1);
        self.done += 1;
        let tenth = |done: usize| done * 10 / self.length.max(1);
        if self.plain && tenth(self.done) > tenth(self.done - 1) {
            tell(&format!("  {}: {}/{}", self.what, self.done, self.length));
        }
    }

    /// Says something beside the bar, such as the loss.
    pub fn note(&self, what: &str) {
        self.bar.set_message(format!("{}  {what}", self.what));
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
