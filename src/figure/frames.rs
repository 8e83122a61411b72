//! Animations: frames that a reader scrubs through, and a filmstrip of them for print.

use std::{fmt::Write as _, iter};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};

use super::plot::{Page, escaped};

/// Drawings that follow each other along one axis, such as time, with a filmstrip of some of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Animation {
    /// Four to six frames side by side: an SVG document; the committed file, what prints, what shows without JavaScript.
    pub filmstrip: String,
    /// The first frame: an SVG document; each part of it that moves has a `data-part`, counted from 0.
    pub stage: String,
    /// `{"labels": […], "parts": [{"attribute": "d", "values": […]}, …]}`: a label a frame, and for each part what its
    /// attribute is in each frame. The attribute of words is `"text"`.
    pub frames: Value,
    /// What the scrubber runs through, such as "time t".
    pub axis: String,
}

/// What of an element may differ between frames, and what precedes and follows it in the element's line.
const MOVABLE: [(&str, &str, &str); 3] = [("d", " d=\"", "\""), ("href", " href=\"", "\""), ("text", ">", "<")];

impl Animation {
    /// An animation of `frames`, a label and a page each, which run along `axis`.
    ///
    /// The pages are drawings of the same charts with the same axes; their lines, dots, images and words may move.
    ///
    /// # Errors
    ///
    /// If there are no frames, or they differ in more than that, such as in their number of marks.
    pub fn new(axis: &str, filmstrip: &Page, frames: &[(String, Page)]) -> Result<Self> {
        let drawings = frames.iter().map(|(_, page)| page.svg()).collect::<Result<Vec<_>>>()?;
        let lines: Vec<Vec<&str>> = drawings.iter().map(|drawing| drawing.lines().collect()).collect();
        let first = lines.first().context("an animation without frames")?;
        ensure!(lines.iter().all(|frame| frame.len() == first.len()), "the frames differ in their number of marks");
        let mut stage = String::new();
        let mut parts = Vec::new();
        for (number, &line) in first.iter().enumerate() {
            let over_time: Vec<&str> = lines.iter().map(|frame| frame[number]).collect();
            if over_time.iter().all(|&other| other == line) {
                writeln!(stage, "{line}")?;
                continue;
            }
            let (attribute, values) = moving(&over_time)?;
            let (element, rest) = line.split_at(line.find([' ', '>']).context("an element without an end")?);
            writeln!(stage, "{element} data-part=\"{}\"{rest}", parts.len())?;
            parts.push(json!({"attribute": attribute, "values": values}));
        }
        let labels: Vec<&String> = frames.iter().map(|(label, _)| label).collect();
        let frames = json!({"labels": labels, "parts": parts});
        Ok(Self { filmstrip: filmstrip.svg()?, stage, frames, axis: axis.to_owned() })
    }

    /// The animation as part of a page that has `scrubber.js` and `scrubber.css`; `id` is its own on that page.
    ///
    /// The stage and its control stay hidden until the script takes over from the filmstrip.
    #[must_use]
    pub fn html(&self, id: &str) -> String {
        let Self { filmstrip, stage, frames, .. } = self;
        let axis = escaped(&self.axis);
        let last = frames["labels"].as_array().map_or(0, |labels| labels.len() - 1);
        let first_label = escaped(frames["labels"][0].as_str().unwrap_or_default());
        // In a script element only the start of a tag could end it.
        let data = frames.to_string().replace('<', "\\u003c");
        format!(
            r#"<div class="scrubber" id="{id}">
<div class="scrubber-filmstrip">
{filmstrip}</div>
<div class="scrubber-stage" hidden>
{stage}<div class="scrubber-control">
<button type="button" class="scrubber-play">Play</button>
<label for="{id}-frame">{axis}</label>
<input type="range" id="{id}-frame" min="0" max="{last}" step="1" value="0" aria-valuetext="{first_label}">
<output for="{id}-frame">{first_label}</output>
</div>
</div>
<script type="application/json">{data}</script>
</div>
"#
        )
    }
}

/// The one attribute in which the lines differ, and its values.
fn moving(lines: &[&str]) -> Result<(&'static str, Vec<String>)> {
    for (attribute, before, after) in MOVABLE {
        let split = |line: &str| -> Option<[String; 3]> {
            let start = line.find(before)? + before.len();
            let end = start + line[start..].find(after)?;
            Some([line[..start].to_owned(), line[start..end].to_owned(), line[end..].to_owned()])
        };
        let Some(pieces) = lines.iter().map(|line| split(line)).collect::<Option<Vec<_>>>() else { continue };
        if iter::zip(&pieces, &pieces[1..]).all(|([a, _, b], [c, _, d])| a == c && b == d) {
            return Ok((attribute, pieces.into_iter().map(|[_, value, _]| unescaped(&value)).collect()));
        }
    }
    bail!("the frames differ in more than a path, an image or words: {}", lines[0])
}

/// The value that an XML parser finds.
fn unescaped(value: &str) -> String {
    value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::Animation;
    use crate::figure::plot::{Chart, Colours, Page, Raster, SERIES};

    fn page(at: f64, words: &str) -> Page {
        let mut chart = Chart::new(("x", 0.0..1.0), ("y", 0.0..1.0)).titled(words);
        chart.image(Raster::new(1, &[at], &(0.0..=1.0), Colours::Haze), 0.0..1.0, 0.0..1.0);
        chart.dots(&[at], &[at], 3.0, SERIES[0], "moves").line(&[0.0, 1.0], &[0.0, 1.0], SERIES[1], "stays");
        Page::new("title", "description").row([chart])
    }

    fn animation() -> Animation {
        let frames = [(0.25, "a < b"), (0.75, "c & d")].map(|(at, words)| (words.to_owned(), page(at, words)));
        Animation::new("time < end", &page(0.5, "e"), &frames).unwrap()
    }

    /// Second road: the stage with the values of frame k put in is the page of frame k.
    #[test]
    fn values_put_into_the_stage_make_every_frame() {
        let animation = animation();
        let parts = animation.frames["parts"].as_array().unwrap();
        assert_eq!(parts.len(), 3);
        for (k, (at, words)) in [(0.25, "a < b"), (0.75, "c & d")].into_iter().enumerate() {
            let mut drawn = animation.stage.clone();
            for (number, part) in parts.iter().enumerate() {
                let escaped = |k: usize| {
                    part["values"][k].as_str().unwrap().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
                };
                let line = drawn.lines().find(|line| line.contains(&format!("data-part=\"{number}\""))).unwrap();
                let moved = line.replace(&format!(" data-part=\"{number}\""), "").replace(&escaped(0), &escaped(k));
                drawn = drawn.replace(line, &moved);
            }
            assert_eq!(drawn, page(at, words).svg().unwrap());
        }
    }

    #[test]
    fn frames_of_another_structure_are_refused() {
        let other = Page::new("title", "description").row([Chart::new(("x", 0.0..1.0), ("y", 0.0..1.0))]);
        let frames = [("a".to_owned(), page(0.5, "a")), ("b".to_owned(), other)];
        assert!(Animation::new("time", &page(0.5, "a"), &frames).is_err());
        let wider = Page::new("another title", "").row([Chart::new(("x", 0.0..1.0), ("y", 0.0..1.0))]);
        let plain = Page::new("title", "x").row([Chart::new(("x", 0.0..1.0), ("y", 0.0..1.0))]);
        let frames = [("a".to_owned(), plain), ("b".to_owned(), wider)];
        assert!(Animation::new("time", &page(0.5, "a"), &frames).is_ok(), "words may move");
        assert!(Animation::new("time", &page(0.5, "a"), &[]).is_err());
    }

    #[test]
    fn the_html_names_its_control_and_keeps_its_data_inside_the_script() {
        let html = animation().html("fig-x");
        assert_eq!(html.matches("id=\"fig-x").count(), 2);
        assert!(html.contains("<label for=\"fig-x-frame\">time &lt; end</label>"));
        assert!(html.contains("aria-valuetext=\"a &lt; b\""));
        assert!(html.contains("<output for=\"fig-x-frame\">a &lt; b</output>"));
        let data = html.split_once("application/json\">").unwrap().1.split_once("</script>").unwrap().0;
        assert!(!data.contains('<'));
        assert_eq!(serde_json::from_str::<serde_json::Value>(data).unwrap(), animation().frames);
        assert!(!html.contains("\n\n"), "a blank line ends a block of HTML in Markdown");
    }
}
