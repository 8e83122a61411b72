//! What a figure looks like: a file of its own, and its panels for a page that lays them out.

use serde_json::Value;

use super::plot::Table;

/// A drawing, made from a record alone, in `currentColor` and with words for who cannot see it.
///
/// Words of it may hold `^{…}` and `_{…}` (see [`plot::html`](super::plot::html)).
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// All panels as an SVG document: the committed file.
    pub svg: String,
    /// The panels that tell the story.
    pub lead: Group,
    /// The panels that fold under “More measurements”.
    pub more: Option<Group>,
    /// What takes the place of the story's panels where a reader can slide.
    pub stage: Option<Stage>,
}

/// Panels with their legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The one legend of these panels; empty where each has its own.
    pub legend: Vec<LegendEntry>,
    /// The row that the legend stands above: the first with a series in it.
    pub legend_row: usize,
    /// Rows of panels, side by side where there is room.
    pub rows: Vec<Vec<DrawnPanel>>,
}

/// A series and its look.
#[derive(Debug, Clone, PartialEq)]
pub struct LegendEntry {
    /// Its name.
    pub label: String,
    /// Its look, an SVG element for the middle of a line.
    pub swatch: String,
}

/// A panel, drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnPanel {
    /// Its letter, by which the text speaks of it.
    pub letter: char,
    /// What is to be seen, in a few words.
    pub title: String,
    /// What is held constant in it.
    pub held: String,
    /// What it shows, with its numbers.
    pub description: String,
    /// How much of its row it takes, where its neighbours take 1 each.
    pub share: f64,
    /// Its width on the sheet, tenths of a pixel.
    pub width: i32,
    /// Its series; they stand above the panel where the group has no legend.
    pub legend: Vec<LegendEntry>,
    /// Pictures side by side, where there is room.
    pub columns: usize,
    /// One chart, or pictures of one kind.
    pub pictures: Vec<Picture>,
    /// What the colours of a heat map mean.
    pub bar: Option<Picture>,
    /// Its numbers.
    pub table: Table,
}

/// A chart or an image as an SVG element without ids.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Words above it, where it is one of several.
    pub caption: String,
    /// Its natural width, tenths of a pixel: its words are then 13 pixels high.
    pub width: i32,
    /// Its natural height, tenths of a pixel.
    pub height: i32,
    /// The element; each of its parts is on a line of its own.
    pub svg: String,
}

/// The panels of a slider, at its first frame, and how they change.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// What is slid, such as "depth L".
    pub knob: String,
    /// The frame that a reader finds it at, counted from 0.
    pub start: usize,
    /// The first frame; each part of it that moves has a `data-part`, counted from 0.
    pub group: Group,
    /// `{"labels": […], "readings": […], "parts": [{"attribute": "d", "values": […]}, …]}`: a label and what is read there
    /// for each frame, and for each part what its attribute is in each frame. The attribute of words is `"text"`.
    pub frames: Value,
}

impl Drawing {
    /// The bytes of the committed file, an SVG document.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.svg.as_bytes()
    }

    /// All panels in the order of their letters.
    pub fn panels(&self) -> impl Iterator<Item = &DrawnPanel> {
        std::iter::once(&self.lead).chain(&self.more).flat_map(|group| group.rows.iter().flatten())
    }
}
