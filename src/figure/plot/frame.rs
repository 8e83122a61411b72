//! Axes, ticks and grid, by plotters.

use anyhow::{Context as _, Result};
use plotters::{
    coord::{Shift, ranged1d::ValueFormatter as _},
    prelude::*,
};

use super::{
    layout::{Area, Laid},
    text,
};

/// Axes, ticks and grid of a chart, by plotters, in the colour of the text; nothing where neither axis is drawn.
pub(super) fn frame(chart: &Laid<'_>) -> Result<String> {
    let Area { x, y, .. } = &chart.area;
    if x.is_hidden() && y.is_hidden() {
        return Ok(String::new());
    }
    let mut document = String::new();
    let size = (chart.width() as u32, chart.height() as u32);
    draw(chart, &SVGBackend::with_string(&mut document, size).into_drawing_area())?;
    let body = document.split_once('\n').and_then(|(_, rest)| rest.rsplit_once("</svg>")).context("plotters' SVG")?.0;
    let body = body
        .replace("\"#000000\"", "\"currentColor\"")
        .replace(" opacity=\"1\"", "")
        .replace(" font-family=\"sans-serif\"", "")
        .replace(&format!(" font-size=\"{}\"", LINE_HEIGHT / 1.24), "")
        .replace(">\n<", "><")
        .replace(">\n", ">")
        .replace("\n</text>", "</text>")
        .replace("><", ">\n<")
        // An upright label would stand out of the drawing by the upper part of its tallest letters.
        .replace(
            r#"dy="0.76em" text-anchor="middle" fill="currentColor" transform"#,
            r#"dy="1em" text-anchor="middle" fill="currentColor" transform"#,
        );
    // plotters writes a label as it stands; an exponent in it is set here.
    Ok([&x.label, &y.label].into_iter().fold(body, |body, label| {
        body.replace(&format!(">{}</text>", text::escaped(label)), &format!(">{}</text>", text::typeset(label)))
    }))
}

/// What plotters asks for as the size of a font: the height of a line, 1.24 times the size it writes, in whole pixels.
const LINE_HEIGHT: f64 = 161.0;

fn draw(chart: &Laid<'_>, root: &DrawingArea<SVGBackend<'_>, Shift>) -> Result<()> {
    let Area { left, top, width, height, x, y } = &chart.area;
    let before = if y.is_hidden() { 0 } else { chart.before };
    let corner = (before + width, height + chart.foot);
    let area = root.clone().shrink((left - before, *top), corner);
    let mut axes = ChartBuilder::on(&area)
        .set_label_area_size(LabelAreaPosition::Left, before)
        .set_label_area_size(LabelAreaPosition::Bottom, chart.foot)
        .build_cartesian_2d(x.clone(), y.clone())?;
    let font = ("sans-serif", LINE_HEIGHT);
    axes.configure_mesh()
        .label_style(font)
        .axis_desc_style(font)
        .axis_style(BLACK.stroke_width(10))
        .bold_line_style(BLACK.mix(0.15).stroke_width(10))
        .light_line_style(TRANSPARENT)
        .set_all_tick_mark_size(40)
        .x_label_formatter(&|value| x.format_ext(value))
        .y_label_formatter(&|value| y.format_ext(value))
        .x_desc(&x.label)
        .y_desc(&y.label)
        .draw()?;
    root.present()?;
    Ok(())
}
