//! A chart: two axes and the marks between them.

use std::ops::Range;

use super::{Axis, Colours, Raster, Series};
use crate::ground::estimate::Estimate;

/// Two axes and what is drawn between them, one panel of a [`Page`](super::Page).
///
/// Marks are drawn in the order they are added; what lies outside the axes is cut off. A mark with an empty label has
/// no entry in the legend, which stands above the panel, where no data are.
#[derive(Debug, Clone)]
pub struct Chart {
    pub(super) x: Axis,
    pub(super) y: Axis,
    pub(super) title: String,
    pub(super) shape: Shape,
    pub(super) share: f64,
    pub(super) marks: Vec<Mark>,
}

/// The height of the space between the axes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// In units, of which 640 are the width of the page.
    Height(f64),
    /// As a part of the width.
    Aspect(f64),
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
    Note { at: (f64, f64), text: String },
    Image { raster: Raster, x: Range<f64>, y: Range<f64> },
}

/// Estimates that a dot each sets apart; more are a line.
const FEW: usize = 12;

impl Chart {
    /// A chart with these axes and no marks yet, 0.6 times as high as wide.
    pub fn new(x: impl Into<Axis>, y: impl Into<Axis>) -> Self {
        let (x, y) = (x.into(), y.into());
        Self { x, y, title: String::new(), shape: Shape::Aspect(0.6), share: 1.0, marks: Vec::new() }
    }

    /// An image without axes, under its caption; a unit of both hidden axes is a pixel, from the upper left corner.
    #[must_use]
    pub fn picture(raster: Raster, caption: &str) -> Self {
        let (width, height) = (raster.width as f64, raster.height as f64);
        let mut chart =
            Self::new(Axis::hidden(0.0..width), Axis::hidden(height..0.0)).titled(caption).aspect(height / width);
        chart.image(raster, 0.0..width, height..0.0);
        chart
    }

    /// The colours of a heat map over their axis.
    pub fn colour_bar(axis: impl Into<Axis>, colours: Colours) -> Self {
        let ramp: Vec<f64> = (0..255).map(f64::from).collect();
        let raster = Raster::new(ramp.len(), &ramp, &(0.0..=254.0), colours).smooth();
        let mut chart = Self::new(axis, Axis::hidden(0.0..1.0)).height(16.0);
        let (start, end) = chart.x.ends();
        chart.image(raster, start..end, 0.0..1.0);
        chart
    }

    /// Words above the panel.
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }

    /// The height of the space between the axes, where 640 units are the width of the page.
    #[must_use]
    pub fn height(mut self, units: f64) -> Self {
        self.shape = Shape::Height(units);
        self
    }

    /// The height of the space between the axes as a part of its width: 1 is a square.
    #[must_use]
    pub fn aspect(mut self, part: f64) -> Self {
        self.shape = Shape::Aspect(part);
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
        self.add(Mark::Line { points: paired(xs, ys), series, label: label.to_owned() })
    }

    /// A dot at every point (xᵢ, yᵢ), `size` units across.
    pub fn dots(&mut self, xs: &[f64], ys: &[f64], size: f64, series: Series, label: &str) -> &mut Self {
        let size = (size * 10.0).round() as u32;
        self.add(Mark::Dots { points: paired(xs, ys), series, label: label.to_owned(), size })
    }

    /// The space between `low` and `high`, such as a confidence interval.
    pub fn band(&mut self, xs: &[f64], low: &[f64], high: &[f64], series: Series, label: &str) -> &mut Self {
        let back = paired(xs, high).into_iter().rev();
        self.add(Mark::Band {
            outline: paired(xs, low).into_iter().chain(back).collect(),
            series,
            label: label.to_owned(),
        })
    }

    /// Estimates over `xs`: their intervals as a band, a line through the numbers, and where they are few, a dot at each.
    pub fn estimates(&mut self, xs: &[f64], estimates: &[Estimate], series: Series, label: &str) -> &mut Self {
        let all = |of: fn(&Estimate) -> f64| estimates.iter().map(of).collect::<Vec<_>>();
        let values = all(|estimate| estimate.value);
        self.band(xs, &all(|estimate| estimate.low), &all(|estimate| estimate.high), series, "");
        self.line(xs, &values, series, label);
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
        // One line that a gap parts, in fewer bytes than many.
        let uprights: Vec<f64> = xs.iter().flat_map(|&x| [x, x, f64::NAN]).collect();
        let ends: Vec<f64> = estimates.iter().flat_map(|estimate| [estimate.low, estimate.high, f64::NAN]).collect();
        let values: Vec<f64> = estimates.iter().map(|estimate| estimate.value).collect();
        self.line(&uprights, &ends, series.thin().solid(), "").dots(xs, &values, 6.0, series, label)
    }

    /// An upright bar over each `(from..to, height)`, standing on `base`.
    pub fn bars(&mut self, bars: &[(Range<f64>, f64)], base: f64, series: Series, label: &str) -> &mut Self {
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

    /// Words that start at a point.
    pub fn note(&mut self, x: f64, y: f64, text: &str) -> &mut Self {
        self.add(Mark::Note { at: (x, y), text: text.to_owned() })
    }

    /// An image whose left and right edges lie at the ends of `x` and whose lower and upper edges at those of `y`.
    pub fn image(&mut self, raster: Raster, x: Range<f64>, y: Range<f64>) -> &mut Self {
        self.add(Mark::Image { raster, x, y })
    }

    fn add(&mut self, mark: Mark) -> &mut Self {
        self.marks.push(mark);
        self
    }
}

impl Mark {
    /// The entry in the legend, if there is one.
    pub(super) fn entry(&self) -> Option<(&str, Series)> {
        let (label, series) = match self {
            Self::Line { label, series, .. }
            | Self::Dots { label, series, .. }
            | Self::Band { label, series, .. }
            | Self::Bars { label, series, .. } => (label, *series),
            Self::RuleX { .. } | Self::RuleY { .. } | Self::Note { .. } | Self::Image { .. } => return None,
        };
        (!label.is_empty()).then_some((label.as_str(), series))
    }
}

fn paired(xs: &[f64], ys: &[f64]) -> Vec<(f64, f64)> {
    assert_eq!(xs.len(), ys.len(), "as many heights as places");
    xs.iter().copied().zip(ys.iter().copied()).collect()
}
