//! A chart: two axes and the marks between them.

use std::ops::Range;

use super::{Axis, Colours, Raster, Series, table::Rows};
use crate::ground::estimate::Estimate;

/// Two axes and what is drawn between them: a [`Panel`](super::Panel) of its own, or one of a panel's pictures.
///
/// Marks are drawn in the order they are added; what lies outside the axes is cut off. A labelled mark has an entry in
/// the legend, or with [`Chart::names_at_ends`] its name at its right end; the label is its name in the panel's table of
/// numbers, too, so that a mark without one is only for what belongs to another mark.
#[derive(Debug, Clone)]
pub struct Chart {
    pub(super) x: Axis,
    pub(super) y: Axis,
    pub(super) title: String,
    pub(super) held: String,
    pub(super) description: String,
    pub(super) shape: Shape,
    pub(super) share: f64,
    pub(super) names_at_ends: bool,
    pub(super) colours: Option<(Axis, Colours)>,
    pub(super) marks: Vec<Mark>,
    pub(super) rows: Rows,
}

/// The height of the space between the axes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// In units, of which 740 are the width of the grid.
    Height(f64),
    /// As a part of the width; a row gives all such charts the height of the highest.
    About(f64),
    /// As a part of the width, whatever stands beside it.
    Exactly(f64),
}

/// One thing drawn between the axes.
#[derive(Debug, Clone)]
pub(super) enum Mark {
    Line { points: Vec<(f64, f64)>, series: Series, label: String },
    Dots { points: Vec<(f64, f64)>, series: Series, label: String, size: u32 },
    Band { outline: Vec<(f64, f64)>, series: Series, label: String },
    Bars { bars: Vec<(Range<f64>, f64)>, base: f64, series: Series, label: String },
    RuleX { at: f64, label: String },
    RuleY { at: f64, label: String },
    Cursor { at: f64 },
    Note { at: (f64, f64), text: String },
    Image { raster: Raster, x: Range<f64>, y: Range<f64> },
}

/// Estimates that a dot each sets apart; more are a line.
const FEW: usize = 12;

impl Chart {
    /// A chart with these axes and no marks yet, about 0.7 times as high as wide.
    pub fn new(x: impl Into<Axis>, y: impl Into<Axis>) -> Self {
        Self {
            x: x.into(),
            y: y.into(),
            title: String::new(),
            held: String::new(),
            description: String::new(),
            shape: Shape::About(0.7),
            share: 1.0,
            names_at_ends: false,
            colours: None,
            marks: Vec::new(),
            rows: Rows::default(),
        }
    }

    /// An image without axes, under its caption; a unit of both hidden axes is a pixel, from the upper left corner.
    #[must_use]
    pub fn picture(raster: Raster, caption: &str) -> Self {
        let (width, height) = (raster.width as f64, raster.height as f64);
        let mut chart =
            Self::new(Axis::hidden(0.0..width), Axis::hidden(height..0.0)).titled(caption).exactly(height / width);
        chart.image(raster, 0.0..width, height..0.0);
        chart
    }

    /// The colours of a heat map over their axis.
    pub(super) fn colour_bar(axis: Axis, colours: Colours) -> Self {
        let ramp: Vec<f64> = (0..255).map(f64::from).collect();
        let raster = Raster::new(ramp.len(), &ramp, &(0.0..=254.0), colours).smooth();
        let mut chart = Self::new(axis, Axis::hidden(0.0..1.0)).height(12.0);
        let (start, end) = chart.x.ends();
        chart.marks.push(Mark::Image { raster, x: start..end, y: 0.0..1.0 });
        chart
    }

    /// The panel's title, or a picture's caption: what is to be seen, in a few words.
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }

    /// What is held constant in this panel, such as `n = 128, Δ = 0.3`, under its title.
    #[must_use]
    pub fn held(mut self, constants: impl Into<String>) -> Self {
        self.held = constants.into();
        self
    }

    /// What the panel shows, with its numbers, to who cannot see it.
    #[must_use]
    pub fn described(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// Names the labelled lines at their right ends and not in a legend: for up to five lines that end apart.
    #[must_use]
    pub fn names_at_ends(mut self) -> Self {
        self.names_at_ends = true;
        self
    }

    /// A bar under the chart that says what the colours of its heat map mean.
    #[must_use]
    pub fn colours(mut self, axis: impl Into<Axis>, colours: Colours) -> Self {
        self.colours = Some((axis.into(), colours));
        self
    }

    /// The height of the space between the axes in units, of which 740 are the width of the grid.
    #[must_use]
    pub fn height(mut self, units: f64) -> Self {
        self.shape = Shape::Height(units);
        self
    }

    /// About how high the space between the axes is, as a part of its width: a row gives all its charts one height.
    #[must_use]
    pub fn aspect(mut self, part: f64) -> Self {
        self.shape = Shape::About(part);
        self
    }

    /// The height of the space between the axes as a part of its width, whatever stands beside it: 1 for a plane whose
    /// axes have one unit.
    #[must_use]
    pub fn exactly(mut self, part: f64) -> Self {
        self.shape = Shape::Exactly(part);
        self
    }

    /// How much of its row the chart takes, where its neighbours take 1 each.
    #[must_use]
    pub fn share(mut self, share: f64) -> Self {
        self.share = share;
        self
    }

    /// A line through the points (xᵢ, yᵢ).
    ///
    /// # Panics
    ///
    /// If there are not as many `ys` as `xs`; so do the other marks.
    pub fn line(&mut self, xs: &[f64], ys: &[f64], series: Series, label: &str) -> &mut Self {
        self.rows.line(label, series, xs, ys);
        self.add(Mark::Line { points: paired(xs, ys), series, label: label.to_owned() })
    }

    /// A dot at every point (xᵢ, yᵢ), `size` units across.
    pub fn dots(&mut self, xs: &[f64], ys: &[f64], size: f64, series: Series, label: &str) -> &mut Self {
        self.rows.dots(label, series, xs, ys);
        let size = (size * 10.0).round() as u32;
        self.add(Mark::Dots { points: paired(xs, ys), series, label: label.to_owned(), size })
    }

    /// The space between `low` and `high`, such as a confidence interval.
    pub fn band(&mut self, xs: &[f64], low: &[f64], high: &[f64], series: Series, label: &str) -> &mut Self {
        self.rows.bands(label, xs, low, high);
        self.add_band(xs, low, high, series, label)
    }

    /// Estimates over `xs`: their intervals as a band, a line through the numbers, and where they are few, a dot at each.
    pub fn estimates(&mut self, xs: &[f64], estimates: &[Estimate], series: Series, label: &str) -> &mut Self {
        self.rows.estimates(label, series, xs, estimates);
        let all = |of: fn(&Estimate) -> f64| estimates.iter().map(of).collect::<Vec<_>>();
        let values = all(|estimate| estimate.value);
        self.add_band(xs, &all(|estimate| estimate.low), &all(|estimate| estimate.high), series, "");
        self.add(Mark::Line { points: paired(xs, &values), series, label: label.to_owned() });
        if values.len() <= FEW {
            self.dots(xs, &values, 5.0, series, "");
        }
        self
    }

    /// Estimates that no line joins: a dot at each, and its interval as an upright line.
    pub fn scattered_estimates(
        &mut self,
        xs: &[f64],
        estimates: &[Estimate],
        series: Series,
        label: &str,
    ) -> &mut Self {
        self.rows.estimates(label, series, xs, estimates);
        // One line that a gap parts, in fewer bytes than many.
        let uprights: Vec<f64> = xs.iter().flat_map(|&x| [x, x, f64::NAN]).collect();
        let ends: Vec<f64> = estimates.iter().flat_map(|estimate| [estimate.low, estimate.high, f64::NAN]).collect();
        let values: Vec<f64> = estimates.iter().map(|estimate| estimate.value).collect();
        let interval =
            Mark::Line { points: paired(&uprights, &ends), series: series.thin().solid(), label: String::new() };
        self.add(interval).dots(xs, &values, 6.0, series, label)
    }

    /// The whole height of the chart over a stretch of its horizontal axis, such as where something holds.
    pub fn span(&mut self, x: Range<f64>, series: Series, label: &str) -> &mut Self {
        self.rows.span(label, &x);
        let (low, high) = self.y.ends();
        self.add_band(&[x.start, x.end], &[low; 2], &[high; 2], series, label)
    }

    /// An upright bar over each `(from..to, height)`, standing on `base`.
    pub fn bars(&mut self, bars: &[(Range<f64>, f64)], base: f64, series: Series, label: &str) -> &mut Self {
        self.rows.bars(label, bars);
        self.add(Mark::Bars { bars: bars.to_vec(), base, series, label: label.to_owned() })
    }

    /// An upright line across the panel at `at`, with its name beside its upper end.
    pub fn rule_x(&mut self, at: f64, label: &str) -> &mut Self {
        self.add(Mark::RuleX { at, label: label.to_owned() })
    }

    /// A level line across the panel at `at`, with its name above its right end.
    pub fn rule_y(&mut self, at: f64, label: &str) -> &mut Self {
        self.add(Mark::RuleY { at, label: label.to_owned() })
    }

    /// Where the slider's knob stands on this chart's horizontal axis: an upright line that the reader can drag.
    pub fn cursor(&mut self, at: f64) -> &mut Self {
        self.add(Mark::Cursor { at })
    }

    /// Words that start at a point.
    pub fn note(&mut self, x: f64, y: f64, text: &str) -> &mut Self {
        self.add(Mark::Note { at: (x, y), text: text.to_owned() })
    }

    /// An image whose left and right edges lie at the ends of `x` and whose lower and upper edges at those of `y`.
    pub fn image(&mut self, raster: Raster, x: Range<f64>, y: Range<f64>) -> &mut Self {
        self.rows.image(&raster, &x, &y);
        self.add(Mark::Image { raster, x, y })
    }

    fn add_band(&mut self, xs: &[f64], low: &[f64], high: &[f64], series: Series, label: &str) -> &mut Self {
        let back = paired(xs, high).into_iter().rev();
        let outline = paired(xs, low).into_iter().chain(back).collect();
        self.add(Mark::Band { outline, series, label: label.to_owned() })
    }

    fn add(&mut self, mark: Mark) -> &mut Self {
        self.marks.push(mark);
        self
    }
}

impl Mark {
    /// The name of a series, if it has one.
    pub(super) fn label(&self) -> Option<&str> {
        match self {
            Self::Line { label, .. }
            | Self::Dots { label, .. }
            | Self::Band { label, .. }
            | Self::Bars { label, .. } => (!label.is_empty()).then_some(label),
            _ => None,
        }
    }
}

fn paired(xs: &[f64], ys: &[f64]) -> Vec<(f64, f64)> {
    assert_eq!(xs.len(), ys.len(), "as many heights as places");
    xs.iter().copied().zip(ys.iter().copied()).collect()
}
