//! A figure as a grid of panels: drawn whole for the committed file, and panel by panel for a page that lays them out.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, ensure};

use super::{
    GAP, LINE, Panel, WIDTH, count,
    frame::frames,
    layout::Laid,
    legend::{self, Entry},
    marks, text,
};
use crate::figure::{
    drawing::{Drawing, DrawnPanel, Group, LegendEntry, Picture},
    slider::Slider,
};

/// A figure: rows of panels, first those that tell the story, then those that fold.
#[derive(Debug, Clone)]
pub struct Grid {
    title: String,
    description: String,
    lead: Vec<Vec<Panel>>,
    more: Vec<Vec<Panel>>,
    slider: Option<Slider>,
}

/// The width of a panel that has its row to itself: its words must be readable on a phone, too.
const ALONE: i32 = 4_800;
/// No drawing may be larger.
const LARGEST_BYTES: usize = 60_000;
/// Panels before the fold.
const MOST_LEADING: usize = 3;

impl Grid {
    /// An empty grid. `title` names it and `description` says what the whole shows to who cannot see it.
    #[must_use]
    pub fn new(title: impl Into<String>, description: impl Into<String>) -> Self {
        Self { title: title.into(), description: description.into(), lead: Vec::new(), more: Vec::new(), slider: None }
    }

    /// A row of panels that tell the story, under those so far: three in all at most.
    #[must_use]
    pub fn lead(mut self, row: impl IntoIterator<Item = impl Into<Panel>>) -> Self {
        self.lead.push(row.into_iter().map(Into::into).collect());
        self
    }

    /// A row of panels that fold under “More measurements”.
    #[must_use]
    pub fn more(mut self, row: impl IntoIterator<Item = impl Into<Panel>>) -> Self {
        self.more.push(row.into_iter().map(Into::into).collect());
        self
    }

    /// A knob that a reader slides: its frames take the place of the story's panels, where a page can move.
    #[must_use]
    pub fn slider(mut self, slider: Slider) -> Self {
        self.slider = Some(slider);
        self
    }

    /// The drawing of a figure.
    ///
    /// # Errors
    ///
    /// If there is no panel or more than three before the fold, or the drawing is larger than a page should carry.
    pub fn drawing(&self) -> Result<Drawing> {
        let leading = self.lead.iter().flatten().count();
        ensure!(
            (1..=MOST_LEADING).contains(&leading),
            "`{}` has {leading} panels before the fold, not 1 to {MOST_LEADING}",
            self.title
        );
        let stage = self.slider.as_ref().map(Slider::stage).transpose();
        Ok(Drawing {
            svg: self.svg()?,
            lead: group(&self.lead, 0)?,
            more: if self.more.is_empty() { None } else { Some(group(&self.more, leading)?) },
            stage: stage.with_context(|| format!("the slider of `{}`", self.title))?,
        })
    }

    /// The whole as an SVG document that needs no other file.
    fn svg(&self) -> Result<String> {
        let mut sheet = Sheet::default();
        for rows in [&self.lead, &self.more] {
            sheet.group(rows)?;
        }
        let mut svg = String::new();
        let height = sheet.bottom;
        writeln!(
            svg,
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{}" height="{}" role="img" font-family="system-ui,sans-serif" font-size="{}" style="max-width:100%;height:auto">"#,
            WIDTH / 10,
            height.div_euclid(10),
            text::SIZE
        )?;
        writeln!(svg, "<title>{}</title>", text::escaped(&self.title))?;
        writeln!(svg, "<desc>{}</desc>", text::escaped(&self.description))?;
        svg += &frames(&sheet.charts, WIDTH, height)?;
        for chart in &sheet.charts {
            marks::draw(chart, &mut svg)?;
        }
        svg += &sheet.words;
        svg += "</svg>\n";
        ensure!(
            svg.len() <= LARGEST_BYTES,
            "the drawing `{}` has {} bytes, more than {LARGEST_BYTES}",
            self.title,
            svg.len()
        );
        Ok(svg)
    }
}

/// The panels' widths in a row.
fn widths(row: &[Panel]) -> Vec<i32> {
    if let [panel] = row {
        return vec![if panel.is_strip() { WIDTH } else { ALONE }];
    }
    let shares: f64 = row.iter().map(|panel| panel.share).sum();
    let free = f64::from(WIDTH - GAP * (count(row.len()) - 1));
    row.iter().map(|panel| (free * panel.share / shares).round() as i32).collect()
}

/// The charts of each panel of a row, with one height for all that may have it.
fn laid(row: &[Panel]) -> Vec<Vec<Laid<'_>>> {
    let mut laid: Vec<Vec<Laid<'_>>> = Vec::new();
    for (panel, width) in row.iter().zip(widths(row)) {
        let columns = count(panel.columns);
        let width = (width - GAP * (columns - 1)) / columns;
        laid.push(panel.charts.iter().map(|chart| Laid::new(chart, width)).collect());
    }
    let height = laid.iter().flatten().filter(|chart| chart.takes_part()).map(|chart| chart.area.height).max();
    let height = height.unwrap_or_default();
    laid.into_iter().map(|panel| panel.into_iter().map(|chart| chart.stretched(height)).collect()).collect()
}

/// Panels for a page, lettered from the `first` letter on.
pub(in crate::figure) fn group(rows: &[Vec<Panel>], first: usize) -> Result<Group> {
    let shared = legend::shared(rows.iter().flatten());
    let own = |panel: &Panel| if shared.is_some() { Ok(Vec::new()) } else { entries(&panel.entries()) };
    let mut letters = ('a'..='z').skip(first);
    let mut drawn = Vec::new();
    for row in rows {
        let mut panels = Vec::new();
        for (panel, charts) in row.iter().zip(laid(row)) {
            let letter = letters.next().context("a figure has at most 26 panels")?;
            let name = format!("({letter}) {}", text::unmarked(&panel.title));
            let mut pictures = Vec::new();
            for chart in charts {
                let name = match chart.chart.title.as_str() {
                    "" => name.clone(),
                    caption => format!("{name}: {}", text::unmarked(caption)),
                };
                pictures.push(picture(chart, &name, if panel.is_strip() { "" } else { &panel.description })?);
            }
            let bar = panel.bar.as_ref().map(|bar| Laid::new(bar, widths(row)[panels.len()].min(ALONE)));
            panels.push(DrawnPanel {
                letter,
                title: panel.title.clone(),
                held: panel.held.clone(),
                description: panel.description.clone(),
                share: panel.share,
                legend: own(panel)?,
                columns: panel.columns,
                pictures,
                bar: bar.map(|bar| picture(bar, "Colours", "")).transpose()?,
                table: panel.table(),
            });
        }
        drawn.push(panels);
    }
    Ok(Group { legend: entries(&shared.unwrap_or_default())?, rows: drawn })
}

fn entries(entries: &[Entry]) -> Result<Vec<LegendEntry>> {
    entries.iter().map(|entry| Ok(LegendEntry { label: entry.label.clone(), swatch: entry.picture()? })).collect()
}

/// A chart as an SVG of its own, with its caption beside it.
fn picture(laid: Laid<'_>, name: &str, description: &str) -> Result<Picture> {
    let (width, height) = (laid.width(), laid.height());
    let mut svg = format!(
        "<svg viewBox=\"0 0 {width} {height}\" width=\"{}\" height=\"{}\" role=\"img\" font-size=\"{}\">\n<title>{}</title>\n",
        width / 10,
        height / 10,
        text::SIZE,
        text::escaped(name)
    );
    if !description.is_empty() {
        writeln!(svg, "<desc>{}</desc>", text::escaped(description))?;
    }
    let caption = laid.chart.title.clone();
    let charts = [laid];
    svg += &frames(&charts, width, height)?;
    marks::draw(&charts[0], &mut svg)?;
    svg += "</svg>\n";
    Ok(Picture { caption, width: width / 10, svg })
}

/// The drawing of the whole, growing downward.
#[derive(Default)]
struct Sheet<'a> {
    charts: Vec<Laid<'a>>,
    words: String,
    bottom: i32,
    letters: usize,
}

impl<'a> Sheet<'a> {
    fn group(&mut self, rows: &'a [Vec<Panel>]) -> Result<()> {
        let shared = legend::shared(rows.iter().flatten());
        if let Some(entries) = &shared {
            let lines = legend::lines(entries, WIDTH);
            legend::draw(&lines, 0, self.bottom, &mut self.words)?;
            self.bottom += LINE * count(lines.len()) + if lines.is_empty() { 0 } else { LINE / 2 };
        }
        for row in rows {
            self.row(row, shared.is_none())?;
        }
        Ok(())
    }

    fn row(&mut self, row: &'a [Panel], own_legends: bool) -> Result<()> {
        let widths = widths(row);
        let mut left = if row.len() == 1 { (WIDTH - widths[0]) / 2 } else { 0 };
        let own: Vec<Vec<Entry>> =
            row.iter().map(|panel| if own_legends { panel.entries() } else { Vec::new() }).collect();
        let mut heads = Vec::new();
        for (number, (panel, &width)) in row.iter().zip(&widths).enumerate() {
            let letter = char::from(b'a' + u8::try_from(self.letters)?);
            self.letters += 1;
            let title = text::lines(&format!("({letter}) {}", panel.title), width);
            let held = text::lines(&panel.held, width);
            heads.push((title.into_iter().chain(held).collect::<Vec<_>>(), legend::lines(&own[number], width)));
        }
        let head = heads.iter().map(|(words, legend)| words.len() + legend.len()).max().unwrap_or_default();
        let top = self.bottom + LINE * count(head) + 60;
        for (((words, legend), panel), (charts, &width)) in
            heads.iter().zip(row).zip(laid(row).into_iter().zip(&widths))
        {
            // What is said of a panel ends where its chart begins.
            let mut y = top - 60 - LINE * count(words.len() + legend.len());
            for line in words {
                y += LINE;
                text::plain(&mut self.words, (left, y - 45), "start", line)?;
            }
            legend::draw(legend, left, y, &mut self.words)?;
            let bottom = self.panel(panel, charts, left, top, width)?;
            self.bottom = self.bottom.max(bottom);
            left += width + GAP;
        }
        self.bottom += GAP;
        Ok(())
    }

    /// The charts of a panel; returns where they end.
    fn panel(&mut self, panel: &'a Panel, charts: Vec<Laid<'a>>, left: i32, mut top: i32, width: i32) -> Result<i32> {
        let column = (width + GAP) / count(panel.columns);
        let mut charts = charts.into_iter().peekable();
        while charts.peek().is_some() {
            let row: Vec<Laid<'a>> = charts.by_ref().take(panel.columns).collect();
            let captions: Vec<Vec<String>> =
                row.iter().map(|chart| text::lines(&chart.chart.title, column - GAP)).collect();
            let lines = captions.iter().map(Vec::len).max().unwrap_or_default();
            let mut bottom = top;
            for (number, (chart, caption)) in row.into_iter().zip(&captions).enumerate() {
                let at = left + column * count(number);
                for (line, words) in caption.iter().enumerate() {
                    let y = top + LINE * (count(line) + 1) - 45;
                    text::plain(&mut self.words, (at + (column - GAP) / 2, y), "middle", words)?;
                }
                let chart = chart.at(at, top + LINE * count(lines));
                bottom = bottom.max(chart.area.top + chart.area.height + chart.foot);
                self.charts.push(chart);
            }
            top = bottom + if charts.peek().is_some() { GAP / 2 } else { 0 };
        }
        if let Some(bar) = &panel.bar {
            let bar = Laid::new(bar, width.min(ALONE)).at(left + (width - width.min(ALONE)) / 2, top + 60);
            top = bar.area.top + bar.area.height + bar.foot;
            self.charts.push(bar);
        }
        Ok(top)
    }
}
