//! Legends: which look is which series.

use std::fmt::Write as _;

use anyhow::Result;

use super::{Panel, Series, chart::Mark, sheet::SWATCH};
use crate::figure::drawing::LegendEntry;

/// A series in a legend.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    label: String,
    series: Series,
    look: Look,
}

/// What is shown of it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Look {
    Line,
    /// A dot this many tenths of a unit across.
    Dot(u32),
    Area,
}

impl Entry {
    /// The entry of a mark that has a name.
    pub(super) fn of(mark: &Mark) -> Option<Self> {
        let label = mark.label()?.to_owned();
        let (series, look) = match mark {
            Mark::Line { series, .. } => (*series, Look::Line),
            Mark::Dots { series, size, .. } => (*series, Look::Dot((*size).max(50))),
            Mark::Band { series, .. } | Mark::Bars { series, .. } => (*series, Look::Area),
            _ => return None,
        };
        Some(Self { label, series, look })
    }

    /// The look, from the left end of its middle.
    fn swatch(&self, x: i32, y: i32, svg: &mut String) -> Result<()> {
        match self.look {
            Look::Line => writeln!(svg, r#"<path d="M{x} {y}h{SWATCH}" {}/>"#, self.series.stroke())?,
            Look::Dot(size) => {
                let look = Series { width: size, ..self.series.solid() }.stroke();
                writeln!(svg, r#"<path d="M{} {y}h0" {look} stroke-linecap="round"/>"#, x + SWATCH / 2)?;
            }
            Look::Area => {
                let (y, colour) = (y - 45, self.series.colour);
                writeln!(svg, r#"<path d="M{x} {y}h{SWATCH}v90h-{SWATCH}z" fill="{colour}" opacity=".4"/>"#)?;
            }
        }
        Ok(())
    }

    /// The entry with its look as a small drawing for the middle of a line.
    pub(super) fn drawn(&self) -> Result<LegendEntry> {
        let mut swatch =
            format!(r#"<svg viewBox="0 0 {SWATCH} 100" width="{}" height="10" aria-hidden="true">"#, SWATCH / 10);
        self.swatch(0, 50, &mut swatch)?;
        Ok(LegendEntry { label: self.label.clone(), swatch: swatch.trim_end().to_owned() + "</svg>" })
    }
}

/// The one legend of a group of panels; nothing where a look means one thing in one panel and another in the next, so
/// that each panel needs its own.
pub(super) fn shared<'a>(panels: impl Iterator<Item = &'a Panel>) -> Option<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    for entry in panels.flat_map(Panel::entries) {
        if entries.contains(&entry) {
            continue;
        }
        let clashes =
            |other: &Entry| other.label == entry.label || (other.series, other.look) == (entry.series, entry.look);
        if entries.iter().any(clashes) {
            return None;
        }
        entries.push(entry);
    }
    Some(entries)
}

/// The row that a shared legend stands above: pictures without series may come before it.
pub(super) fn row(rows: &[Vec<Panel>]) -> usize {
    rows.iter().position(|row| row.iter().any(|panel| !panel.entries().is_empty())).unwrap_or_default()
}
