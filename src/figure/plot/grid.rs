//! A figure as a grid of panels: drawn whole for the committed file, and panel by panel for a page that lays them out.

use std::{fmt::Write as _, iter};

use anyhow::{Context as _, Result, ensure};

use super::{
    GAP, Panel, WIDTH, count,
    frame::frame,
    layout::Laid,
    legend::{self, Entry},
    marks,
    sheet::Sheet,
    text,
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
    /// If an axis has no end, there is no panel or more than three before the fold, the slider's frames have others, or the drawing is larger
    /// than a page should carry.
    pub fn drawing(&self) -> Result<Drawing> {
        let leading = self.lead.iter().flatten().count();
        ensure!(
            (1..=MOST_LEADING).contains(&leading),
            "`{}` has {leading} panels before the fold, not 1 to {MOST_LEADING}",
            self.title
        );
        let lead = group(&self.lead, 0)?;
        let more = if self.more.is_empty() { None } else { Some(group(&self.more, leading)?) };
        let mut sheet = Sheet::default();
        for group in iter::once(&lead).chain(&more) {
            sheet.group(group)?;
        }
        let svg = sheet.document(&self.title, &self.description)?;
        ensure!(
            svg.len() <= LARGEST_BYTES,
            "the drawing `{}` has {} bytes, more than {LARGEST_BYTES}",
            self.title,
            svg.len()
        );
        let stage = self.slider.as_ref().map(Slider::stage).transpose();
        let stage = stage.with_context(|| format!("the slider of `{}`", self.title))?;
        // Where a page moves, the frames are all that a reader sees of the story.
        if let Some(stage) = &stage {
            let moving = stage.group.rows.iter().flatten().count();
            ensure!(
                moving == leading,
                "the slider of `{}` has {moving} of {leading} panels before the fold",
                self.title
            );
        }
        Ok(Drawing { svg, lead, more, stage })
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
fn laid<'a>(row: &'a [Panel], widths: &[i32]) -> Vec<Vec<Laid<'a>>> {
    let mut laid: Vec<Vec<Laid<'_>>> = Vec::new();
    for (panel, width) in row.iter().zip(widths) {
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
    let shared = legend::shared(rows.iter().flatten()).unwrap_or_default();
    let mut letters = ('a'..='z').skip(first);
    let mut drawn = Vec::new();
    for row in rows {
        let widths = widths(row);
        let panels = row.iter().zip(laid(row, &widths)).zip(&widths);
        let panels = panels.map(|((panel, charts), &width)| {
            drawn_panel(panel, letters.next().context("a figure has at most 26 panels")?, charts, width)
        });
        drawn.push(panels.collect::<Result<Vec<_>>>()?);
    }
    Ok(Group { legend: entries(&shared)?, legend_row: legend::row(rows), rows: drawn })
}

fn drawn_panel(panel: &Panel, letter: char, charts: Vec<Laid<'_>>, width: i32) -> Result<DrawnPanel> {
    let name = format!("({letter}) {}", text::unmarked(&panel.title));
    let mut pictures = Vec::new();
    for chart in charts {
        for axis in [&chart.chart.x, &chart.chart.y] {
            let (start, end) = axis.ends();
            ensure!(axis.is_bounded(), "the axis `{}` of panel ({letter}) runs from {start} to {end}", axis.label);
        }
        let name = match chart.chart.title.as_str() {
            "" => name.clone(),
            caption => format!("{name}: {}", text::unmarked(caption)),
        };
        pictures.push(picture(&chart, &name, if panel.is_strip() { "" } else { &panel.description })?);
    }
    let bar = panel.bar.as_ref().map(|bar| picture(&Laid::new(bar, width.min(ALONE)), "Colours", ""));
    Ok(DrawnPanel {
        letter,
        title: panel.title.clone(),
        held: panel.held.clone(),
        description: panel.description.clone(),
        share: panel.share,
        width,
        legend: entries(&panel.entries())?,
        columns: panel.columns,
        pictures,
        bar: bar.transpose()?,
        table: panel.table(),
    })
}

fn entries(entries: &[Entry]) -> Result<Vec<LegendEntry>> {
    entries.iter().map(Entry::drawn).collect()
}

/// A chart as an SVG of its own, with its caption beside it.
fn picture(laid: &Laid<'_>, name: &str, description: &str) -> Result<Picture> {
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
    svg += &frame(laid)?;
    marks::draw(laid, &mut svg)?;
    svg += "</svg>\n";
    Ok(Picture { caption: laid.chart.title.clone(), width, height, svg })
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::{ALONE, Grid};
    use crate::figure::plot::{
        Axis, Cell, Chart, Colours, INK, LINE, Panel, Raster, SERIES, WIDTH,
        layout::{Area, Laid},
    };

    fn sample() -> Grid {
        let xs: Vec<f64> = (0..200).map(|i| f64::from(i) / 199.0 * PI).collect();
        let cosine: Vec<f64> = xs.iter().map(|x| x.cos()).collect();
        let mut left = Chart::new(("angle ν (rad)", 0.0..PI), ("cos ν < 1 & more", -1.0..1.0)).titled("a");
        left.line(&xs, &cosine, SERIES[0], "cos ν").line(&xs, &cosine, SERIES[1], "").rule_y(0.5, "half");
        left.dots(&xs[..20], &cosine[..20], 5.0, SERIES[2], "dots").note(1.0, 0.0, "a zero is near");
        let mut right = Chart::new(Axis::log("n", 1.0..1e4), Axis::log("error", 1e-6..1.0)).titled("b");
        right.band(&[1.0, 1e4], &[1e-6, 1e-5], &[1e-3, 1.0], SERIES[3], "band").rule_x(100.0, "n₀");
        right
            .dots(&[2.0], &[0.1], 4.0, SERIES[1], "a dot")
            .line(&xs, &cosine, SERIES[0], "cos ν")
            .line(&[1.0, 1e4], &[1.0, 1e-6], INK, "bound")
            .bars(&[(1.0..10.0, 1e-2)], 1e-6, SERIES[4], "bars");
        let heat: Vec<f64> = (0..64).map(f64::from).collect();
        let picture = || Chart::picture(Raster::new(8, &heat, &(0.0..=63.0), Colours::Viridis), "eight by eight");
        let strip = Panel::strip(
            "c",
            3,
            [picture(), picture(), picture(), picture().colours(("v", 0.0..63.0), Colours::Viridis)],
        );
        Grid::new("A < B", "Says \"all\" & more.").lead([left, right]).more([strip])
    }

    /// Where the pictures lie on the sheet, from left and top, each with its width and height.
    fn places(svg: &str) -> Vec<[i32; 4]> {
        let pictures =
            svg.lines().filter(|line| line.starts_with("<svg x=") && line.ends_with("\">") && !line.contains("class="));
        let number = |line: &str, name: &str| -> i32 {
            let (_, rest) = line.split_once(&format!(" {name}=\"")).unwrap();
            rest.split('"').next().unwrap().parse().unwrap()
        };
        pictures.map(|line| ["x", "y", "width", "height"].map(|name| number(line, name))).collect()
    }

    /// The area of a chart that has its row to itself.
    fn area(chart: &Chart) -> Area {
        Laid::new(chart, ALONE).area
    }

    #[test]
    fn an_axis_without_an_end_is_refused_by_name() {
        let chart = Chart::new(("x", 0.0..1.0), ("error", 0.0..f64::INFINITY)).titled("a");
        let error = Grid::new("", "").lead([chart]).drawing().unwrap_err().to_string();
        assert_eq!(error, "the axis `error` of panel (a) runs from 0 to inf");
    }

    /// Second road: tags counted by hand. Every theme needs the text's colour, and a page with many drawings needs no ids.
    #[test]
    fn a_drawing_and_its_panels_are_well_formed_themed_named_and_free_of_ids() {
        let drawing = sample().drawing().unwrap();
        let pictures = drawing.panels().flat_map(|panel| &panel.pictures).map(|picture| &picture.svg);
        for svg in pictures.chain([&drawing.svg]) {
            let mut depth = 0_i32;
            for tag in svg.split('<').skip(1) {
                let body = tag.split('>').next().unwrap();
                depth += if body.starts_with('/') { -1 } else { i32::from(!body.ends_with('/')) };
                assert!(depth >= 0, "{tag}");
            }
            assert_eq!(depth, 0);
            let head: Vec<&str> = svg.lines().take(2).collect();
            assert!(head[0].contains(r#"role="img""#) && head[0].contains("viewBox="), "{}", head[0]);
            assert!(head[1].starts_with("<title>"), "{}", head[1]);
            assert!(!svg.contains(" id=") && !svg.contains("#000000") && !svg.contains("black"), "{svg}");
        }
        assert!(drawing.svg.contains("<title>A &lt; B</title>\n<desc>Says &quot;all&quot; &amp; more.</desc>"));
        assert_eq!(drawing, sample().drawing().unwrap());
    }

    #[test]
    fn panels_are_lettered_and_axes_of_a_row_are_aligned() {
        let grid = sample();
        let drawing = grid.drawing().unwrap();
        assert_eq!(drawing.panels().map(|panel| panel.letter).collect::<String>(), "abc");
        let places = places(&drawing.svg);
        assert_eq!(places.len(), 7, "two charts, four pictures and a bar");
        let axes = |at: usize| {
            let (_, rest) = drawing.lead.rows[0][at].pictures[0].svg.split_once("<svg x=").unwrap();
            rest.split('"').skip(3).step_by(2).take(3).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(
            (places[0][1], &axes(0)[0], &axes(0)[2]),
            (places[1][1], &axes(1)[0], &axes(1)[2]),
            "top and height"
        );
        assert!(places.iter().all(|[x, _, width, _]| *x >= 0 && x + width <= WIDTH), "{places:?}");
        for (above, below) in [(0, 2), (2, 5), (5, 6)] {
            assert!(places[below][1] >= places[above][1] + places[above][3], "{places:?}");
        }
    }

    #[test]
    fn a_group_has_one_legend_unless_a_look_means_two_things() {
        let drawing = sample().drawing().unwrap();
        let labels: Vec<&str> = drawing.lead.legend.iter().map(|entry| entry.label.as_str()).collect();
        assert_eq!(labels, ["cos ν", "dots", "band", "a dot", "bound", "bars"]);
        for label in labels {
            assert_eq!(drawing.svg.matches(&format!(">{label}</text>")).count(), 1, "{label}");
        }
        let chart = |label: &str| {
            let mut chart = Chart::new(("x", 0.0..1.0), ("y", 0.0..1.0));
            chart.line(&[0.0, 1.0], &[0.0, 1.0], SERIES[0], label);
            chart
        };
        let drawing = Grid::new("", "").lead([chart("one"), chart("another")]).drawing().unwrap();
        assert!(drawing.lead.legend.is_empty() && drawing.panels().all(|panel| panel.legend.len() == 1));
        assert!(["one", "another"].iter().all(|name| drawing.svg.contains(&format!(">{name}</text>"))));
    }

    /// In the whole drawing, the legend's words stand below the pictures and above the charts.
    #[test]
    fn a_legend_stands_above_the_first_row_with_a_series() {
        let picture = || Chart::picture(Raster::grey(2, &[0, 1, 2, 3]), "small");
        let mut chart = Chart::new(("x", 0.0..1.0), ("y", 0.0..1.0));
        chart.line(&[0.0, 1.0], &[0.0, 1.0], SERIES[0], "rising");
        let strip = Panel::strip("pictures", 2, [picture(), picture()]);
        let drawing = Grid::new("", "").lead([strip]).lead([chart]).drawing().unwrap();
        assert_eq!((drawing.lead.legend_row, drawing.lead.legend.len()), (1, 1));
        let places = places(&drawing.svg);
        let legend = drawing.svg.lines().find(|line| line.ends_with(">rising</text>")).unwrap();
        let y: i32 = legend.split_once(" y=\"").unwrap().1.split('"').next().unwrap().parse().unwrap();
        assert!(places[1][1] + places[1][3] < y && y < places[2][1], "{legend} {places:?}");
    }

    #[test]
    fn names_at_ends_stand_apart_and_beside_the_chart() {
        let mut chart = Chart::new(("x", 0.0..1.0), ("y", 0.0..1.0)).names_at_ends();
        for (number, series) in SERIES[..4].iter().enumerate() {
            chart.line(&[0.0, 1.0], &[0.0, 0.01 * number as f64], *series, &format!("line {number}"));
        }
        let area = area(&chart);
        let svg = Grid::new("", "").lead([chart]).drawing().unwrap().svg;
        let mut heights: Vec<i32> = (0..4)
            .map(|number| {
                let line = svg.lines().find(|line| line.ends_with(&format!(">line {number}</text>"))).unwrap();
                let fields: Vec<&str> = line.split('"').collect();
                assert!(fields[1].parse::<i32>().unwrap() > area.left + area.width);
                fields[3].parse().unwrap()
            })
            .collect();
        heights.sort_unstable();
        assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= LINE * 4 / 5), "{heights:?}");
        assert!(heights[3] <= area.top + area.height + LINE, "{heights:?}");
    }

    /// Second road: the numbers given, counted and looked up.
    #[test]
    fn a_table_has_each_number_once() {
        let drawing = sample().drawing().unwrap();
        let panels: Vec<_> = drawing.panels().collect();
        assert_eq!(panels[0].table.heads, ["series", "angle ν (rad)", "cos ν < 1 & more"]);
        // The second line has the points of the first under another look; the dots lie on the first line.
        assert_eq!(panels[0].table.rows.len(), 200 + 200 + 20);
        assert_eq!(panels[1].table.heads, ["series", "n", "error", "low", "high"]);
        let bound = |row: &&Vec<Cell>| row[0] == Cell::Words("bound".to_owned());
        let bounds: Vec<_> = panels[1].table.rows.iter().filter(bound).collect();
        assert_eq!(bounds[1][1..3], [Cell::Number(1e4), Cell::Number(1e-6)]);
        assert_eq!(panels[2].table.heads, ["picture", "series", "x", "y", "v"]);
        assert_eq!(panels[2].table.rows.len(), 4 * 64);
        assert_eq!(panels[2].table.rows[9][2..], [Cell::Number(1.5), Cell::Number(1.5), Cell::Number(9.0)]);
    }

    /// The corners of a path of steps, from the upper left corner of its panel.
    fn corners(path: &str) -> Vec<(i32, i32)> {
        let numbers = path.replace(['M', 'l', 'z'], " ").replace('-', " -");
        let numbers: Vec<i32> = numbers.split_whitespace().map(|number| number.parse().unwrap()).collect();
        let mut at = (0, 0);
        let walk = |step: &[i32]| {
            at = (at.0 + step[0], at.1 + step[1]);
            at
        };
        numbers.chunks_exact(2).map(walk).collect()
    }

    /// Second road: the corners by hand, on axes from 0 to 4 and from 0 to 2.
    #[test]
    fn bands_bars_rules_and_notes_lie_where_they_are_told() {
        let mut chart = Chart::new(("x", 0.0..4.0), ("y", 0.0..2.0));
        chart.band(&[1.0, 3.0], &[0.5, 0.0], &[1.5, 2.0], SERIES[0], "");
        chart.bars(&[(0.0..1.0, 1.0), (3.0..4.0, 2.0)], 0.5, SERIES[1], "").span(1.0..2.0, SERIES[2], "");
        chart.rule_x(1.0, "left").rule_x(3.0, "right").rule_y(1.0, "low").rule_y(2.0, "high").note(2.0, 0.5, "note");
        let Area { width, height, .. } = area(&chart);
        let grid = Grid::new("", "").lead([chart]);
        let at = |x: f64, y: f64| {
            let part = |part: f64, of: i32| (part * f64::from(of)).round() as i32;
            (part(x / 4.0, width), part(1.0 - y / 2.0, height))
        };
        let svg = grid.drawing().unwrap().svg;
        let filled = |colour: &str| {
            let line = svg.lines().find(|line| line.contains(&format!("fill=\"{colour}\""))).unwrap();
            line.split('"').nth(1).unwrap()
        };
        let band = [at(1.0, 0.5), at(3.0, 0.0), at(3.0, 2.0), at(1.0, 1.5)];
        assert_eq!(corners(filled(SERIES[0].colour)), band);
        let span = [at(1.0, 0.0), at(2.0, 0.0), at(2.0, 2.0), at(1.0, 2.0)];
        assert_eq!(corners(filled(SERIES[2].colour)), span);
        let (bars, others) = filled(SERIES[1].colour).split_once('z').unwrap();
        assert_eq!(corners(bars), [at(0.0, 0.5), at(0.0, 1.0), at(1.0, 1.0), at(1.0, 0.5)]);
        assert_eq!(corners(others), [at(3.0, 0.5), at(3.0, 2.0), at(4.0, 2.0), at(4.0, 0.5)]);
        for x in [1.0, 3.0] {
            assert!(svg.contains(&format!("d=\"M{} 0V{height}\"", at(x, 0.0).0)), "{svg}");
        }
        for y in [1.0, 2.0] {
            assert!(svg.contains(&format!("d=\"M0 {}H{width}\"", at(0.0, y).1)), "{svg}");
        }
        let place = |words: &str| {
            let line = svg.lines().find(|line| line.ends_with(&format!(">{words}</text>"))).unwrap();
            let fields: Vec<&str> = line.split('"').collect();
            (fields[1].parse::<i32>().unwrap(), fields[3].parse::<i32>().unwrap(), fields[5])
        };
        // A name stands on the side of its rule with more room, and inside of the panel; no two at one height.
        assert!(place("left").0 > at(1.0, 0.0).0 && place("left").2 == "start");
        assert!(place("right").0 < at(3.0, 0.0).0 && place("right").2 == "end");
        assert!(place("right").1 - place("left").1 >= LINE);
        assert!(place("low").1 < at(0.0, 1.0).1 && place("high").1 > 0);
        let (x, y) = at(2.0, 0.5);
        assert_eq!(place("note"), (x, y, "start"));
    }

    #[test]
    fn a_drawing_too_large_for_a_page_or_with_four_panels_before_the_fold_is_refused() {
        let xs: Vec<f64> = (0..20_000).map(f64::from).collect();
        let ys: Vec<f64> = xs.iter().map(|x| (x * 12.9898).sin()).collect();
        let axes = || Chart::new(("x", 0.0..2e4), ("y", -1.0..1.0));
        let mut chart = axes();
        chart.dots(&xs, &ys, 1.0, SERIES[0], "");
        let error = Grid::new("Noise", "").lead([chart]).drawing().map(drop).unwrap_err().to_string();
        assert!(error.contains("Noise") && error.contains("60000"), "{error}");
        let error = Grid::new("Four", "").lead([axes(), axes(), axes(), axes()]).drawing().unwrap_err().to_string();
        assert!(error.contains("`Four` has 4 panels"), "{error}");
        assert!(Grid::new("None", "").more([axes()]).drawing().is_err());
    }

    #[test]
    fn points_that_are_not_numbers_part_a_line() {
        let mut chart = Chart::new(("x", 0.0..4.0), ("y", 0.0..1.0));
        chart.line(&[0.0, 1.0, 2.0, 3.0, 4.0], &[0.0, 0.5, f64::NAN, 0.5, 0.0], SERIES[0], "apart");
        let svg = Grid::new("", "").lead([chart]).drawing().unwrap().svg;
        let path = svg.lines().find(|line| line.contains("data-name=\"apart\"")).unwrap();
        assert_eq!(path.matches('M').count(), 2, "{path}");
    }
}
