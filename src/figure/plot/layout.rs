//! A chart with its axes settled and the room measured that its names take.

use super::{
    Axis, Chart, LINE, Series,
    chart::{Mark, Shape},
    text,
};

/// Where the marks of a chart lie: its place in the chart's drawing, in tenths of a unit, and its axes.
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

/// A chart with room for its names, from its own upper left corner.
#[derive(Debug, Clone)]
pub(super) struct Laid<'a> {
    pub(super) chart: &'a Chart,
    /// Space above the axes, left of them, right of them and under them.
    pub(super) head: i32,
    pub(super) before: i32,
    after: i32,
    pub(super) foot: i32,
    pub(super) area: Area,
}

/// A line's name at its end: where the line ends, and where the name stands.
#[derive(Debug, PartialEq)]
pub(super) struct EndName<'a> {
    pub(super) label: &'a str,
    pub(super) series: Series,
    pub(super) end: (i32, i32),
    pub(super) y: i32,
}

/// From a line's end to its name.
pub(super) const LEADER: i32 = 90;

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

impl<'a> Laid<'a> {
    /// The chart, as wide as this, in tenths of a unit.
    pub(super) fn new(chart: &'a Chart, width: i32) -> Self {
        let y = chart.y.settled(6);
        let names = y.names().iter().map(|(_, name)| text::width(name)).max();
        // The label's line, the names, the ticks; half a name may stand out at the end of the horizontal axis.
        let before = if y.label.is_empty() { 0 } else { LINE + 60 } + names.map_or(0, |names| names + 90);
        let x = chart.x.settled(((width - before) / 430).clamp(2, 10) as usize);
        let end = |name: Option<&(f64, String)>| name.map_or(0, |(_, name)| text::width(name) / 2 + 30);
        let before = before.max(end(x.names().first()));
        let named = chart.labels_at_ends().map(|(label, ..)| text::width(label) + LEADER + 30).max().unwrap_or(0);
        let after = end(x.names().last()).max(named);
        let inner = (width - before - after).max(LINE);
        let height = match chart.shape {
            Shape::Height(units) => tenths(units * 10.0),
            Shape::About(part) | Shape::Exactly(part) => tenths(f64::from(inner) * part),
        };
        // Half a name stands out at the top of the vertical axis.
        let head = if y.is_hidden() { 10 } else { LINE / 2 };
        let foot = if x.names().is_empty() { 10 } else { LINE + 50 } + if x.label.is_empty() { 0 } else { LINE };
        Self { chart, head, before, after, foot, area: Area { left: before, top: head, width: inner, height, x, y } }
    }

    /// Whether it has the height of its row.
    pub(super) fn takes_part(&self) -> bool {
        matches!(self.chart.shape, Shape::About(_))
    }

    /// The same with the height of its row, if it has it.
    pub(super) fn stretched(mut self, height: i32) -> Self {
        if self.takes_part() {
            self.area.height = height;
        }
        self
    }

    /// The width that it takes.
    pub(super) fn width(&self) -> i32 {
        self.before + self.area.width + self.after
    }

    /// The height that it takes.
    pub(super) fn height(&self) -> i32 {
        self.head + self.area.height + self.foot
    }

    /// The names at the ends of its lines, apart from each other.
    pub(super) fn end_names(&self) -> Vec<EndName<'a>> {
        let mut names: Vec<EndName<'a>> = self
            .chart
            .labels_at_ends()
            .map(|(label, series, (x, y))| {
                let y = self.area.place_y(y).clamp(0, self.area.height);
                EndName { label, series, end: (self.area.place_x(x).min(self.area.width), y), y }
            })
            .collect();
        names.sort_by_key(|name| name.y);
        let step = LINE * 9 / 10;
        let mut lowest = i32::MIN / 2;
        for name in &mut names {
            name.y = name.y.max(lowest + step);
            lowest = name.y;
        }
        let mut highest = self.area.height + step;
        for name in names.iter_mut().rev() {
            name.y = name.y.min(highest - step);
            highest = name.y;
        }
        names
    }
}

impl Chart {
    /// The names that stand at the ends of lines, each with the line's look and its last point within the chart.
    fn labels_at_ends(&self) -> impl Iterator<Item = (&str, Series, (f64, f64))> {
        let lines = self.marks.iter().filter(|_| self.names_at_ends);
        lines.filter_map(|mark| {
            let Mark::Line { points, series, label } = mark else { return None };
            let within = |x: f64| (-1e-9..=1.0 + 1e-9).contains(&self.x.fraction(x));
            let end = points.iter().rev().find(|(x, y)| within(*x) && y.is_finite())?;
            (!label.is_empty()).then_some((label.as_str(), *series, *end))
        })
    }
}

/// Rounds, and keeps what lies far outside of the drawing at a distance that every renderer can handle.
fn tenths(place: f64) -> i32 {
    place.round().clamp(-1e5, 1e5) as i32
}
