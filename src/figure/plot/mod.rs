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
pub use text::{html, unmarked};

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

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::{Area, Axis, Chart, Colours, INK, Page, Raster, SERIES};

    fn sample() -> Page {
        let xs: Vec<f64> = (0..200).map(|i| f64::from(i) / 199.0 * PI).collect();
        let cosine: Vec<f64> = xs.iter().map(|x| x.cos()).collect();
        let mut left = Chart::new(("angle ν (rad)", 0.0..PI), ("cos ν < 1 & more", -1.0..1.0)).titled("a");
        left.line(&xs, &cosine, SERIES[0], "cos ν").line(&xs, &cosine, SERIES[1], "").rule_y(0.5, "half");
        left.dots(&xs[..20], &cosine[..20], 5.0, SERIES[2], "dots").note(1.0, 0.0, "a zero is near");
        let mut right = Chart::new(Axis::log("n", 1.0..1e4), Axis::log("error", 1e-6..1.0));
        right.band(&[1.0, 1e4], &[1e-6, 1e-5], &[1e-3, 1.0], SERIES[3], "band").rule_x(100.0, "n₀");
        right
            .dots(&[2.0], &[0.1], 4.0, SERIES[1], "a label too long for what is left of the line")
            .line(&[1.0, 1e4], &[1.0, 1e-6], INK, "bound")
            .bars(&[(1.0..10.0, 1e-2)], 1e-6, SERIES[4], "bars");
        let heat: Vec<f64> = (0..64).map(f64::from).collect();
        let picture = || Chart::picture(Raster::new(8, &heat, &(0.0..=63.0), Colours::Viridis), "eight by eight");
        Page::new("A < B", "Says \"all\" & more.")
            .row([left, right])
            .row([picture(), picture(), picture(), Chart::picture(Raster::grey(4, &[9; 16]), "grey").share(2.0)])
            .row([Chart::colour_bar(("value", 0.0..63.0), Colours::Viridis)])
    }

    /// Second road: an XML parser. Every theme needs the text's colour, and a page with many drawings needs no ids.
    #[test]
    fn a_page_is_well_formed_themed_named_and_free_of_ids() {
        let svg = sample().svg().unwrap();
        let mut depth = 0_i32;
        for tag in svg.split('<').skip(1) {
            let body = tag.split('>').next().unwrap();
            depth += if body.starts_with('/') { -1 } else { i32::from(!body.ends_with('/')) };
            assert!(depth >= 0, "{tag}");
        }
        assert_eq!(depth, 0);
        let head: Vec<&str> = svg.lines().take(3).collect();
        assert!(head[0].contains(r#"role="img""#) && head[0].contains("viewBox="), "{}", head[0]);
        assert_eq!(head[1..], ["<title>A &lt; B</title>", "<desc>Says &quot;all&quot; &amp; more.</desc>"]);
        assert!(!svg.contains(" id=") && !svg.contains("#000000") && !svg.contains("black"), "{svg}");
        assert_eq!(svg, sample().svg().unwrap());
    }

    #[test]
    fn marks_lie_where_their_axes_say_and_a_legend_names_each_labelled_series_once() {
        let page = sample();
        let areas: Vec<Area> = page.laid_out().0.into_iter().map(|panel| panel.area).collect();
        assert_eq!(areas.len(), 7);
        assert_eq!(areas[0].place(0.0, 1.0), (0, 0));
        assert_eq!(areas[0].place(PI, -1.0), (areas[0].width, areas[0].height));
        assert_eq!(areas[1].place(100.0, 1e-3), ((areas[1].width + 1) / 2, (areas[1].height + 1) / 2));
        let svg = page.svg().unwrap();
        for label in ["cos ν", "dots", "band", "bound", "bars"] {
            assert_eq!(svg.matches(&format!(">{label}</text>")).count(), 1, "{label}");
        }
        let heights = |labels: [&str; 2]| {
            labels.map(|label| {
                svg.lines().find(|line| line.ends_with(&format!(">{label}</text>"))).unwrap().split('"').nth(3)
            })
        };
        let ([same, also], [first, second]) =
            (heights(["cos ν", "dots"]), heights(["band", "a label too long for what is left of the line"]));
        assert!(same == also && first != second, "a legend breaks where its panel ends");
        assert!(areas.iter().all(|area| area.left >= 0 && area.left + area.width <= super::WIDTH));
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
        chart.bars(&[(0.0..1.0, 1.0), (3.0..4.0, 2.0)], 0.5, SERIES[1], "");
        chart.rule_x(1.0, "left").rule_x(3.0, "right").rule_y(1.0, "low").rule_y(2.0, "high").note(2.0, 0.5, "note");
        let page = Page::new("", "").row([chart]);
        let (panels, _) = page.laid_out();
        let Area { width, height, .. } = panels[0].area;
        let at = |x: f64, y: f64| {
            let part = |part: f64, of: i32| (part * f64::from(of)).round() as i32;
            (part(x / 4.0, width), part(1.0 - y / 2.0, height))
        };
        let svg = page.svg().unwrap();
        let filled = |colour: &str| {
            let line = svg.lines().find(|line| line.contains(&format!("fill=\"{colour}\""))).unwrap();
            line.split('"').nth(1).unwrap()
        };
        let band = [at(1.0, 0.5), at(3.0, 0.0), at(3.0, 2.0), at(1.0, 1.5)];
        assert_eq!(corners(filled(SERIES[0].colour)), band);
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
        // A name stands on the side of its rule with more room, and inside of the panel.
        assert!(place("left").0 > at(1.0, 0.0).0 && place("left").2 == "start");
        assert!(place("right").0 < at(3.0, 0.0).0 && place("right").2 == "end");
        assert!(place("low").1 < at(0.0, 1.0).1 && place("high").1 > 0);
        let (x, y) = at(2.0, 0.5);
        assert_eq!(place("note"), (x, y, "start"));
    }

    #[test]
    fn a_drawing_too_large_for_a_page_is_refused() {
        let xs: Vec<f64> = (0..20_000).map(f64::from).collect();
        let ys: Vec<f64> = xs.iter().map(|x| (x * 12.9898).sin()).collect();
        let mut chart = Chart::new(("x", 0.0..2e4), ("y", -1.0..1.0));
        chart.line(&xs, &ys, SERIES[0], "");
        let error = Page::new("Noise", "").row([chart]).svg().unwrap_err().to_string();
        assert!(error.contains("Noise") && error.contains("60000"), "{error}");
    }

    #[test]
    fn points_that_are_not_numbers_part_a_line() {
        let mut chart = Chart::new(("x", 0.0..4.0), ("y", 0.0..1.0));
        chart.line(&[0.0, 1.0, 2.0, 3.0, 4.0], &[0.0, 0.5, f64::NAN, 0.5, 0.0], SERIES[0], "");
        let svg = Page::new("", "").row([chart]).svg().unwrap();
        let path = svg.lines().find(|line| line.contains("data-series")).unwrap();
        assert_eq!(path.matches('M').count(), 2, "{path}");
    }
}
