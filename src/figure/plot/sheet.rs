//! All panels of a figure on one sheet, for the committed file: the panels as they are drawn for a page, in their places.

use std::{fmt::Write as _, iter};

use anyhow::Result;

use super::{GAP, LINE, WIDTH, count, text};
use crate::figure::drawing::{DrawnPanel, Group, LegendEntry, Picture};

/// A sheet that grows downward.
#[derive(Default)]
pub(super) struct Sheet {
    svg: String,
    bottom: i32,
}

impl Sheet {
    /// The sheet as an SVG document that needs no other file.
    pub(super) fn document(self, title: &str, description: &str) -> Result<String> {
        let Self { svg: body, bottom } = self;
        let mut svg = String::new();
        writeln!(
            svg,
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom}" width="{}" height="{}" role="img" font-family="system-ui,sans-serif" font-size="{}" style="max-width:100%;height:auto">"#,
            WIDTH / 10,
            bottom.div_euclid(10),
            text::SIZE
        )?;
        writeln!(svg, "<title>{}</title>", text::escaped(title))?;
        writeln!(svg, "<desc>{}</desc>", text::escaped(description))?;
        Ok(svg + &body + "</svg>\n")
    }

    /// Adds rows of panels with their legend.
    pub(super) fn group(&mut self, group: &Group) -> Result<()> {
        for (number, row) in group.rows.iter().enumerate() {
            if number == group.legend_row && !group.legend.is_empty() {
                self.bottom = self.legend(&group.legend, 0, self.bottom, WIDTH)? + LINE / 2;
            }
            self.row(row, group.legend.is_empty())?;
        }
        Ok(())
    }

    fn row(&mut self, row: &[DrawnPanel], own_legends: bool) -> Result<()> {
        let mut left = if let [panel] = row { (WIDTH - panel.width) / 2 } else { 0 };
        let legend = |panel: &DrawnPanel| if own_legends { panel.legend.clone() } else { Vec::new() };
        let heads: Vec<(Vec<String>, Vec<LegendEntry>)> = row
            .iter()
            .map(|panel| {
                let title = text::lines(&format!("({}) {}", panel.letter, panel.title), panel.width);
                (title.into_iter().chain(text::lines(&panel.held, panel.width)).collect(), legend(panel))
            })
            .collect();
        let height =
            |(words, legend): &(Vec<String>, Vec<LegendEntry>), width| words.len() + lines(legend, width).len();
        let head = heads.iter().zip(row).map(|(head, panel)| height(head, panel.width)).max().unwrap_or_default();
        let top = self.bottom + LINE * count(head) + 60;
        for (head, panel) in heads.iter().zip(row) {
            // What is said of a panel ends where its chart begins.
            let mut y = top - 60 - LINE * count(height(head, panel.width));
            for line in &head.0 {
                y += LINE;
                text::plain(&mut self.svg, (left, y - 45), "start", line)?;
            }
            self.legend(&head.1, left, y, panel.width)?;
            let bottom = self.panel(panel, left, top)?;
            self.bottom = self.bottom.max(bottom);
            left += panel.width + GAP;
        }
        self.bottom += GAP;
        Ok(())
    }

    /// The pictures of a panel; returns where they end.
    fn panel(&mut self, panel: &DrawnPanel, left: i32, mut top: i32) -> Result<i32> {
        let column = (panel.width + GAP) / count(panel.columns);
        let captioned = panel.pictures.len() > 1;
        for (number, row) in panel.pictures.chunks(panel.columns).enumerate() {
            top += if number > 0 { GAP / 2 } else { 0 };
            let caption = |picture: &Picture| {
                if captioned { text::lines(&picture.caption, column - GAP) } else { Vec::new() }
            };
            let captions: Vec<Vec<String>> = row.iter().map(caption).collect();
            let under = top + LINE * count(captions.iter().map(Vec::len).max().unwrap_or_default());
            for (number, (picture, caption)) in row.iter().zip(&captions).enumerate() {
                let at = left + column * count(number);
                for (line, words) in caption.iter().enumerate() {
                    let y = top + LINE * (count(line) + 1) - 45;
                    text::plain(&mut self.svg, (at + (column - GAP) / 2, y), "middle", words)?;
                }
                self.picture(picture, at, under);
            }
            top = under + row.iter().map(|picture| picture.height).max().unwrap_or_default();
        }
        if let Some(bar) = &panel.bar {
            self.picture(bar, left + (panel.width - bar.width) / 2, top + 60);
            top += 60 + bar.height;
        }
        Ok(top)
    }

    /// A picture in its place. The sheet is one image, so what names the picture on a page is left out.
    fn picture(&mut self, picture: &Picture, left: i32, top: i32) {
        let Picture { width, height, svg, .. } = picture;
        let named = |line: &&str| line.starts_with("<title>") || line.starts_with("<desc>");
        let body = svg.lines().skip(1).skip_while(named);
        let head = format!("<svg x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\">");
        self.svg.extend(iter::once(head.as_str()).chain(body).flat_map(|line| [line, "\n"]));
    }

    /// Entries from `left` in as few lines as `room` allows, the first under `top`; returns where they end.
    fn legend(&mut self, entries: &[LegendEntry], left: i32, top: i32, room: i32) -> Result<i32> {
        let lines = lines(entries, room);
        for (number, line) in lines.iter().enumerate() {
            let y = top + LINE * (count(number) + 1) - 45;
            let mut x = left;
            for entry in *line {
                let (_, swatch) = entry.swatch.split_once('>').unwrap_or_default();
                writeln!(self.svg, "<svg x=\"{x}\" y=\"{}\">{}", y - 95, swatch.trim_start())?;
                text::plain(&mut self.svg, (x + SWATCH + SPACE, y), "start", &entry.label)?;
                x += width(entry);
            }
        }
        Ok(top + LINE * count(lines.len()))
    }
}

/// The part of a legend's entry that shows the series, and from there to its name.
pub(super) const SWATCH: i32 = 300;
const SPACE: i32 = 60;

fn width(entry: &LegendEntry) -> i32 {
    SWATCH + SPACE + text::width(&entry.label) + GAP
}

/// The entries in as few lines as `room` allows.
fn lines(entries: &[LegendEntry], room: i32) -> Vec<&[LegendEntry]> {
    let mut lines = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (end, entry) in entries.iter().enumerate() {
        if end > start && used + width(entry) > room + GAP {
            lines.push(&entries[start..end]);
            (start, used) = (end, 0);
        }
        used += width(entry);
    }
    if start < entries.len() {
        lines.push(&entries[start..]);
    }
    lines
}
