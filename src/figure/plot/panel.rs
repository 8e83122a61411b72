//! A panel of a figure: one chart, or a strip of pictures, with what is said of it.

use super::{
    Chart,
    legend::Entry,
    table::{Rows, Table},
    text,
};

/// A part of a figure that says one thing: a chart, or pictures of one kind side by side. The grid gives it its letter.
#[derive(Debug, Clone)]
pub struct Panel {
    pub(super) title: String,
    pub(super) held: String,
    pub(super) description: String,
    pub(super) share: f64,
    /// Pictures side by side, where there is room.
    pub(super) columns: usize,
    pub(super) charts: Vec<Chart>,
    pub(super) bar: Option<Chart>,
}

impl From<Chart> for Panel {
    fn from(mut chart: Chart) -> Self {
        let take = std::mem::take::<String>;
        Self {
            title: take(&mut chart.title),
            held: take(&mut chart.held),
            description: take(&mut chart.description),
            share: chart.share,
            columns: 1,
            bar: chart.colours.clone().map(|(axis, colours)| Chart::colour_bar(axis, colours)),
            charts: vec![chart],
        }
    }
}

impl Panel {
    /// Pictures of one kind, each with its title as its caption, `columns` side by side where there is room.
    ///
    /// # Panics
    ///
    /// If there are no pictures or no columns.
    #[must_use]
    pub fn strip(title: &str, columns: usize, pictures: impl IntoIterator<Item = Chart>) -> Self {
        let charts: Vec<Chart> = pictures.into_iter().collect();
        assert!(!charts.is_empty() && columns > 0, "a strip has pictures and columns");
        let bar = charts.iter().find_map(|chart| chart.colours.clone());
        Self {
            title: title.to_owned(),
            held: String::new(),
            description: String::new(),
            share: 1.0,
            columns: columns.min(charts.len()),
            bar: bar.map(|(axis, colours)| Chart::colour_bar(axis, colours)),
            charts,
        }
    }

    /// See [`Chart::held`].
    #[must_use]
    pub fn held(mut self, constants: impl Into<String>) -> Self {
        self.held = constants.into();
        self
    }

    /// See [`Chart::described`].
    #[must_use]
    pub fn described(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// See [`Chart::share`].
    #[must_use]
    pub fn share(mut self, share: f64) -> Self {
        self.share = share;
        self
    }

    /// Whether it has several pictures, each with a caption.
    pub(super) fn is_strip(&self) -> bool {
        self.charts.len() > 1
    }

    /// The legend's entries of its charts, each once.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for entry in
            self.charts.iter().filter(|chart| !chart.names_at_ends).flat_map(|chart| &chart.marks).filter_map(Entry::of)
        {
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        entries
    }

    /// Its numbers.
    pub(super) fn table(&self) -> Table {
        let charts: Vec<(&str, &Rows)> = self.charts.iter().map(|chart| (chart.title.as_str(), &chart.rows)).collect();
        let named = |label: &str, other: &str| if label.is_empty() { other.to_owned() } else { text::unmarked(label) };
        let value = self.bar.as_ref().map_or(String::new(), |bar| bar.x.label.clone());
        let chart = &self.charts[0];
        Rows::table(&charts, &named(&chart.x.label, "x"), &named(&chart.y.label, "y"), &named(&value, "value"))
    }
}
