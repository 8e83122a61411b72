//! The one look of all figures: charts, heat maps and strips of pictures as SVG that suits every theme and a phone.
//!
//! A [`Grid`] holds rows of [`Panel`]s, each a [`Chart`] or a strip of them. Words and axes are in `currentColor`; series
//! have a colour and a dash; every panel has a title and a description; there are no ids, so that a page can hold many
//! drawings. A panel is drawn at a width that is its own on a desk and on a phone, so that its words keep their size.

mod axis;
mod chart;
mod frame;
mod grid;
mod layout;
mod legend;
mod marks;
mod panel;
mod raster;
mod series;
mod sheet;
mod table;
mod text;

pub use axis::Axis;
pub use chart::Chart;
pub use grid::Grid;
pub(super) use grid::group;
pub use panel::Panel;
pub use raster::{Colours, Raster};
pub use series::{INK, SERIES, Series};
pub use table::{Cell, Table};
pub use text::{html, minus, unmarked};

/// The width of a whole drawing, in tenths of a unit: drawn 740 pixels wide, a unit is a pixel.
const WIDTH: i32 = 7_400;
/// Space between panels.
const GAP: i32 = 200;
/// From a line of words to the next.
const LINE: i32 = 175;

/// A number of rows, lines or charts: few.
fn count(things: usize) -> i32 {
    i32::try_from(things).unwrap_or(i32::MAX)
}
