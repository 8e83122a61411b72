//! Axes, ticks and grid, by plotters.

use anyhow::{Context as _, Result};
use plotters::{
    coord::{Shift, ranged1d::ValueFormatter as _},
    prelude::*,
};

use super::{
    WIDTH,
    panel::{Area, Panel},
};

/// Axes, ticks and grid of all panels, by plotters, in the colour of the text.
pub(super) fn frames(panels: &[Panel<'_>], height: i32) -> Result<String> {
    let mut document = String::new();
    {
        let root = SVGBackend::with_string(&mut document, (WIDTH as u32, height as u32)).into_drawing_area();
        for panel in panels.iter().filter(|panel| !(panel.area.x.is_hidden() && panel.area.y.is_hidden())) {
            frame(panel, &root)?;
        }
        root.present()?;
    }
    let body = document.split_once('\n').and_then(|(_, rest)| rest.rsplit_once("</svg>")).context("plotters' SVG")?.0;
    Ok(body
        .replace("\"#000000\"", "\"currentColor\"")
        .replace(" opacity=\"1\"", "")
        .replace(" font-family=\"sans-serif\"", "")
        .replace(&format!(" font-size=\"{}\"", LINE_HEIGHT / 1.24), "")
        .replace(">\n<", "><")
        .replace(">\n", ">")
        .replace("\n</text>", "</text>")
        .replace("><", ">\n<"))
}

/// What plotters asks for as the size of a font: the height of a line, 1.24 times the size it writes, in whole pixels.
const LINE_HEIGHT: f64 = 198.0;

fn frame(panel: &Panel<'_>, root: &DrawingArea<SVGBackend<'_>, Shift>) -> Result<()> {
    let Area { left, top, width, height, x, y } = &panel.area;
    let before = if y.is_hidden() { 0 } else { panel.before };
    let corner = (before + width, height + panel.foot);
    let area = root.clone().shrink((left - before, *top), corner);
    let mut chart = ChartBuilder::on(&area)
        .set_label_area_size(LabelAreaPosition::Left, before)
        .set_label_area_size(LabelAreaPosition::Bottom, panel.foot)
        .build_cartesian_2d(x.clone(), y.clone())?;
    let font = ("sans-serif", LINE_HEIGHT);
    chart
        .configure_mesh()
        .label_style(font)
        .axis_desc_style(font)
        .axis_style(BLACK.stroke_width(10))
        .bold_line_style(BLACK.mix(0.15).stroke_width(10))
        .light_line_style(TRANSPARENT)
        .set_all_tick_mark_size(50)
        .x_label_formatter(&|value| x.format_ext(value))
        .y_label_formatter(&|value| y.format_ext(value))
        .x_desc(&x.label)
        .y_desc(&y.label)
        .draw()?;
    Ok(())
}
