//! The numbers of a panel as a table, for a spreadsheet.

use std::ops::Range;

use super::{Raster, Series, text};
use crate::ground::estimate::Estimate;

/// A panel's numbers: a row a point, an interval, a bar or a cell of a heat map.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The names of the columns: the series, the quantities on the axes, and where there are intervals, their ends.
    pub heads: Vec<String>,
    /// A row has a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// The name of a series, or a picture's caption.
    Words(String),
    /// A number, as the record has it.
    Number(f64),
    /// Nothing, such as the interval of a number that has none.
    Empty,
}

/// One row: the series, where it is, the number, and its interval.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    series: String,
    colour: &'static str,
    x: f64,
    y: Option<f64>,
    interval: Option<(f64, f64)>,
    /// A cell's number, which its colour says.
    value: Option<f64>,
}

/// The rows that a chart has so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows(Vec<Row>);

/// An image with more pixels, such as one of 64 × 64, is a picture, to be had from the record.
const MOST_CELLS: usize = 4_000;

impl Rows {
    /// The corners of a line.
    pub(super) fn line(&mut self, label: &str, series: Series, xs: &[f64], ys: &[f64]) {
        self.0.extend(points(label, series, xs, ys));
    }

    /// Dots, but for those that are there already: dots on a line are its own.
    pub(super) fn dots(&mut self, label: &str, series: Series, xs: &[f64], ys: &[f64]) {
        let same = |one: &Row, other: &Row| {
            one.colour == other.colour
                && (label.is_empty() || one.series == other.series)
                && one.x.total_cmp(&other.x).is_eq()
                && one.y.zip(other.y).is_some_and(|(one, other)| one.total_cmp(&other).is_eq())
        };
        let new: Vec<Row> =
            points(label, series, xs, ys).filter(|dot| !self.0.iter().any(|row| same(dot, row))).collect();
        self.0.extend(new);
    }

    pub(super) fn estimates(&mut self, label: &str, series: Series, xs: &[f64], estimates: &[Estimate]) {
        self.0.extend(xs.iter().zip(estimates).map(|(&x, estimate)| Row {
            y: Some(estimate.value),
            interval: Some((estimate.low, estimate.high)),
            ..Row::new(label, series.colour, x)
        }));
    }

    pub(super) fn bands(&mut self, label: &str, xs: &[f64], low: &[f64], high: &[f64]) {
        let ends = low.iter().zip(high);
        let row =
            |(&x, (&low, &high)): (&f64, (&f64, &f64))| Row { interval: Some((low, high)), ..Row::new(label, "", x) };
        self.0.extend(xs.iter().zip(ends).map(row));
    }

    /// The ends of a stretch, where no height is measured.
    pub(super) fn span(&mut self, label: &str, x: &Range<f64>) {
        self.0.extend([x.start, x.end].map(|x| Row::new(label, "", x)));
    }

    pub(super) fn bars(&mut self, label: &str, bars: &[(Range<f64>, f64)]) {
        let row = |(span, height): &(Range<f64>, f64)| Row { y: Some(*height), ..Row::new(label, "", span.start) };
        self.0.extend(bars.iter().map(row));
    }

    pub(super) fn image(&mut self, raster: &Raster, x: &Range<f64>, y: &Range<f64>) {
        if raster.values.len() > MOST_CELLS {
            return;
        }
        let (width, height) = (raster.width, raster.values.len() / raster.width);
        let at = |range: &Range<f64>, i: usize, of: usize| {
            range.start + (range.end - range.start) * (i as f64 + 0.5) / of as f64
        };
        // The top row comes first, at the end of the vertical axis.
        let cell = |(i, &value): (usize, &f64)| Row {
            y: Some(at(y, height - 1 - i / width, height)),
            value: Some(value),
            ..Row::new("", "", at(x, i % width, width))
        };
        self.0.extend(raster.values.iter().enumerate().filter(|(_, value)| value.is_finite()).map(cell));
    }

    /// The table of several charts, with these names of the columns; `names` tells the charts apart.
    pub(super) fn table(charts: &[(&str, &Self)], x: &str, y: &str, value: &str) -> Table {
        let all = || charts.iter().flat_map(|(_, rows)| &rows.0);
        let (several, intervals, values) =
            (charts.len() > 1, all().any(|row| row.interval.is_some()), all().any(|row| row.value.is_some()));
        let heads = [
            (several, "picture"),
            (true, "series"),
            (true, x),
            (true, y),
            (intervals, "low"),
            (intervals, "high"),
            (values, value),
        ];
        let number = |number: Option<f64>| number.map_or(Cell::Empty, Cell::Number);
        let cells = |picture: &str, row: &Row| {
            let cells = [
                (several, Cell::Words(text::unmarked(picture))),
                (true, Cell::Words(text::unmarked(&row.series))),
                (true, Cell::Number(row.x)),
                (true, number(row.y)),
                (intervals, number(row.interval.map(|(low, _)| low))),
                (intervals, number(row.interval.map(|(_, high)| high))),
                (values, number(row.value)),
            ];
            cells.into_iter().filter_map(|(wanted, cell)| wanted.then_some(cell)).collect()
        };
        Table {
            heads: heads.into_iter().filter(|(wanted, _)| *wanted).map(|(_, head)| head.to_owned()).collect(),
            rows: charts.iter().flat_map(|(name, rows)| rows.0.iter().map(|row| cells(name, row))).collect(),
        }
    }
}

/// A row a point.
fn points(label: &str, series: Series, xs: &[f64], ys: &[f64]) -> impl Iterator<Item = Row> {
    let finite = xs.iter().zip(ys).filter(|(x, y)| x.is_finite() && y.is_finite());
    finite.map(move |(&x, &y)| Row { y: Some(y), ..Row::new(label, series.colour, x) })
}

impl Row {
    fn new(series: &str, colour: &'static str, x: f64) -> Self {
        Self { series: series.to_owned(), colour, x, y: None, interval: None, value: None }
    }
}
