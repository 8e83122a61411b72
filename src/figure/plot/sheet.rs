//! All panels of a figure on one sheet, for the committed file.

use anyhow::Result;

use super::{
    GAP, LINE, Panel, WIDTH, count,
    layout::Laid,
    legend::{self, Entry},
    text,
};

/// The width of a panel that has its row to itself: its words must be readable on a phone, too.
pub(super) const ALONE: i32 = 4_800;

/// The panels' widths in a row.
pub(super) fn widths(row: &[Panel]) -> Vec<i32> {
    if let [panel] = row {
        return vec![if panel.is_strip() { WIDTH } else { ALONE }];
    }
    let shares: f64 = row.iter().map(|panel| panel.share).sum();
    let free = f64::from(WIDTH - GAP * (count(row.len()) - 1));
    row.iter().map(|panel| (free * panel.share / shares).round() as i32).collect()
}

/// The charts of each panel of a row, with one height for all that may have it.
pub(super) fn laid(row: &[Panel]) -> Vec<Vec<Laid<'_>>> {
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

/// The drawing of the whole, growing downward.
#[derive(Default)]
pub(super) struct Sheet<'a> {
    pub(super) charts: Vec<Laid<'a>>,
    pub(super) words: String,
    pub(super) bottom: i32,
    letters: usize,
}

impl<'a> Sheet<'a> {
    /// Adds rows of panels with their legend.
    pub(super) fn group(&mut self, rows: &'a [Vec<Panel>]) -> Result<()> {
        let shared = legend::shared(rows.iter().flatten());
        let lines = shared.as_deref().map(|entries| legend::lines(entries, WIDTH)).unwrap_or_default();
        for (number, row) in rows.iter().enumerate() {
            if number == legend::row(rows) && !lines.is_empty() {
                legend::draw(&lines, 0, self.bottom, &mut self.words)?;
                self.bottom += LINE * count(lines.len()) + LINE / 2;
            }
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
