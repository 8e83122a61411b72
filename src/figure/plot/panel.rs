//! A panel: a chart in its place, with the room that its names, title and legend take.

use std::fmt::Write as _;

use anyhow::Result;

use super::{
    Axis, Chart, GAP, LINE, Series,
    chart::{Mark, Shape},
    text,
};

/// Where the marks of a panel lie: its place in the drawing, in tenths of a unit, and its axes.
#[derive(Debug, Clone)]
pub(super) struct Area {
    /// From the left edge of the drawing.
    pub(super) left: i32,
    /// From the upper edge of the drawing.
    pub(super) top: i32,
    /// Between the ends of the horizontal axis.
    pub(super) width: i32,
    /// Between the ends of the vertical axis.
    pub(super) height: i32,
    pub(super) x: Axis,
    pub(super) y: Axis,
}

/// A chart with its axes settled and its place in the row.
pub(super) struct Panel<'a> {
    pub(super) chart: &'a Chart,
    legend: Vec<Vec<(&'a str, Series, &'a Mark)>>,
    /// Space above, left of and under the axes.
    pub(super) head: i32,
    pub(super) before: i32,
    pub(super) foot: i32,
    pub(super) area: Area,
}

/// The part of a legend's entry that shows the series.
const SWATCH: i32 = 340;

impl Area {
    /// A place between the axes, in tenths of a unit from the panel's upper left corner.
    pub(super) fn place(&self, x: f64, y: f64) -> (i32, i32) {
        (self.place_x(x), self.place_y(y))
    }

    pub(super) fn place_x(&self, x: f64) -> i32 {
        tenths(self.x.fraction(x) * f64::from(self.width))
    }

    pub(super) fn place_y(&self, y: f64) -> i32 {
        tenths((1.0 - self.y.fraction(y)) * f64::from(self.height))
    }
}

impl<'a> Panel<'a> {
    pub(super) fn new(chart: &'a Chart, left: i32, width: i32) -> Self {
        let y = chart.y.settled(6);
        let names = y.names().iter().map(|(_, name)| text::width(name)).max();
        // The label's line, the names, the ticks; half a name may stand out at the end of the horizontal axis.
        let before = if y.label.is_empty() { 0 } else { LINE + 40 } + names.map_or(0, |names| names + 100);
        let x = chart.x.settled(((width - before) / 480).clamp(2, 10) as usize);
        let end = |name: Option<&(f64, String)>| name.map_or(0, |(_, name)| text::width(name) / 2 + 30);
        let before = before.max(end(x.names().first()));
        let inner = (width - before - end(x.names().last())).max(LINE);
        let height = match chart.shape {
            Shape::Height(units) => tenths(units * 10.0),
            Shape::Aspect(part) => tenths(f64::from(inner) * part),
        };
        let legend = legend(&chart.marks, before + inner);
        // Half a name stands out at the top of the vertical axis.
        let head = LINE * (count(legend.len()) + i32::from(!chart.title.is_empty())) + 80;
        let foot = if x.names().is_empty() { 0 } else { LINE + 60 } + if x.label.is_empty() { 0 } else { LINE };
        Self {
            chart,
            legend,
            head,
            before,
            foot,
            area: Area { left: left + before, top: 0, width: inner, height, x, y },
        }
    }
}

/// The legend's entries, in as few lines as `width` allows.
fn legend(marks: &[Mark], width: i32) -> Vec<Vec<(&str, Series, &Mark)>> {
    let mut lines: Vec<Vec<_>> = Vec::new();
    let mut room = 0;
    for (label, series, mark) in
        marks.iter().filter_map(|mark| mark.entry().map(|(label, series)| (label, series, mark)))
    {
        let needed = entry_width(label);
        if room < needed {
            lines.push(Vec::new());
            room = width;
        }
        room -= needed;
        lines.last_mut().expect("a line was just begun").push((label, series, mark));
    }
    lines
}

fn entry_width(label: &str) -> i32 {
    SWATCH + 70 + text::width(label) + 2 * GAP
}

/// The title and the legend, above the panel.
pub(super) fn head(panel: &Panel<'_>, svg: &mut String) -> Result<()> {
    let Area { left, top, width, .. } = panel.area;
    let mut y = top - panel.head + LINE - 40;
    if !panel.chart.title.is_empty() {
        text::plain(svg, (left + width / 2, y), "middle", &panel.chart.title)?;
        y += LINE;
    }
    for line in &panel.legend {
        let needed: i32 = line.iter().map(|(label, ..)| entry_width(label)).sum();
        // Over the panel where the line fits, else ending with it.
        let mut x = if needed <= width { left } else { left + width - needed };
        for (label, series, mark) in line {
            let middle = y - 50;
            match mark {
                Mark::Dots { size, .. } => {
                    let look = Series { width: (*size).max(50), ..series.solid() }.stroke();
                    writeln!(svg, r#"<path d="M{} {middle}h0" {look} stroke-linecap="round"/>"#, x + SWATCH / 2)?;
                }
                Mark::Band { .. } | Mark::Bars { .. } => {
                    let (y, colour) = (middle - 50, series.colour);
                    writeln!(svg, r#"<path d="M{x} {y}h{SWATCH}v100h-{SWATCH}z" fill="{colour}" opacity=".4"/>"#)?;
                }
                _ => writeln!(svg, r#"<path d="M{x} {middle}h{SWATCH}" {}/>"#, series.stroke())?,
            }
            text::plain(svg, (x + SWATCH + 70, y), "start", label)?;
            x += entry_width(label);
        }
        y += LINE;
    }
    Ok(())
}

/// Rounds, and keeps what lies far outside of the drawing at a distance that every renderer can handle.
fn tenths(place: f64) -> i32 {
    place.round().clamp(-1e5, 1e5) as i32
}

/// A number of rows, lines or charts: few.
pub(super) fn count(things: usize) -> i32 {
    i32::try_from(things).unwrap_or(i32::MAX)
}
