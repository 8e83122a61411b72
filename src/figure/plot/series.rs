//! How one series is told from another: by a colour and by a dash.

/// The look of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Series {
    pub(super) colour: &'static str,
    /// SVG's `stroke-dasharray`, in tenths of a unit; empty for a whole line.
    pub(super) dash: &'static str,
    /// In tenths of a unit.
    pub(super) width: u32,
}

impl Series {
    const fn new(colour: &'static str, dash: &'static str) -> Self {
        Self { colour, dash, width: 22 }
    }

    /// The same, thinner: for many lines of one kind.
    #[must_use]
    pub const fn thin(self) -> Self {
        Self { width: 11, ..self }
    }

    /// The same without dashes: for a line too short or too rough to show them.
    #[must_use]
    pub const fn solid(self) -> Self {
        Self { dash: "", ..self }
    }

    /// The SVG attributes of a line drawn in this look.
    pub(super) fn stroke(self) -> String {
        let Self { colour, dash, width } = self;
        let dash = if dash.is_empty() { String::new() } else { format!(r#" stroke-dasharray="{dash}""#) };
        format!(r#"fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"{dash}"#)
    }
}

/// The looks of a chart's series, in order: colours that Okabe and Ito chose to be told apart with any common colour
/// blindness and that keep 2:1 or more against white and against navy, each with a dash of its own for print in grey.
pub const SERIES: [Series; 6] = [
    Series::new("#0072B2", ""),
    Series::new("#D55E00", "100 40"),
    Series::new("#009E73", "30 30"),
    Series::new("#CC79A7", "140 40 20 40"),
    Series::new("#E69F00", "60 30"),
    Series::new("#56B4E9", "160 30 30 30 30 30"),
];

/// The colour of the text: for a limit, a bound, or the exact answer that the series are held against.
pub const INK: Series = Series { colour: "currentColor", dash: "50 35", width: 18 };

#[cfg(test)]
mod tests {
    use super::SERIES;

    /// Relative luminance of the sRGB colour `#rrggbb` (WCAG 2.1, "relative luminance").
    fn luminance(colour: &str) -> f64 {
        let channel = |i: usize| {
            let c = f64::from(u8::from_str_radix(&colour[i..i + 2], 16).unwrap()) / 255.0;
            if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    /// mdBook's lightest and darkest pages: light (#ffffff) and ayu (#0f1419).
    #[test]
    fn every_colour_stands_out_from_a_light_and_from_a_dark_page() {
        for series in SERIES {
            for page in ["#ffffff", "#0f1419"] {
                let (a, b) = (luminance(series.colour), luminance(page));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(contrast >= 2.0, "{} on {page}: {contrast:.2}", series.colour);
            }
        }
    }

    #[test]
    fn no_two_series_share_a_colour_or_a_dash() {
        for (i, a) in SERIES.iter().enumerate() {
            assert!(SERIES[..i].iter().all(|b| a.colour != b.colour && a.dash != b.dash));
        }
    }
}
