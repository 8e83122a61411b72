//! Sliders: frames over a knob, such as a depth or a time, that a reader moves through.

use std::{fmt::Write as _, iter};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};

use super::{
    drawing::{Group, Stage},
    plot::{Panel, group},
};

/// Frames that follow each other along one knob.
#[derive(Debug, Clone)]
pub struct Slider {
    knob: String,
    frames: Vec<Frame>,
    start: usize,
}

/// The panels at one value of the knob.
#[derive(Debug, Clone)]
pub struct Frame {
    label: String,
    reading: String,
    rows: Vec<Vec<Panel>>,
}

impl Frame {
    /// A frame without panels yet. `label` is the knob's value, such as `L = 25`; `reading` is what is read there, such as
    /// `half-excess width 0.089 rad`, shown beside the slider and said by a screen reader.
    #[must_use]
    pub fn new(label: impl Into<String>, reading: impl Into<String>) -> Self {
        Self { label: label.into(), reading: reading.into(), rows: Vec::new() }
    }

    /// A row of panels, under those so far.
    #[must_use]
    pub fn row(mut self, panels: impl IntoIterator<Item = impl Into<Panel>>) -> Self {
        self.rows.push(panels.into_iter().map(Into::into).collect());
        self
    }
}

/// What of an element may differ between frames, and what precedes and follows it in the element's line.
const MOVABLE: [(&str, &str, &str); 3] = [("d", " d=\"", "\""), ("href", " href=\"", "\""), ("text", ">", "<")];

impl Slider {
    /// A slider along `knob`, such as `depth L`.
    ///
    /// The frames are drawings of the same panels with the same titles and axes; their lines, dots, images, notes and
    /// descriptions may move.
    #[must_use]
    pub fn new(knob: &str, frames: Vec<Frame>) -> Self {
        Self { knob: knob.to_owned(), frames, start: 0 }
    }

    /// The frame that a reader finds it at, counted from 0, where that is not the first.
    #[must_use]
    pub fn starting_at(mut self, frame: usize) -> Self {
        self.start = frame;
        self
    }

    /// The first frame, and how its parts change.
    pub(super) fn stage(&self) -> Result<Stage> {
        let groups = self.frames.iter().map(|frame| group(&frame.rows, 0)).collect::<Result<Vec<_>>>()?;
        let mut stage = groups.first().context("it has no frames")?.clone();
        ensure!(
            groups.iter().all(|group| said(group) == said(&stage)),
            "its frames differ in titles, captions or legends"
        );
        ensure!(self.start < groups.len(), "it starts at frame {} of {}", self.start, groups.len());
        let pictures = groups.iter().map(|group| {
            let panels = group.rows.iter().flatten();
            panels.flat_map(|panel| &panel.pictures).map(|picture| picture.svg.as_str()).collect::<Vec<_>>()
        });
        let pictures: Vec<Vec<&str>> = pictures.collect();
        ensure!(pictures.iter().all(|frame| frame.len() == pictures[0].len()), "its frames differ in their pictures");
        let mut parts = Vec::new();
        let staged = stage.rows.iter_mut().flatten().flat_map(|panel| &mut panel.pictures);
        for (number, picture) in staged.enumerate() {
            let over_knob: Vec<&str> = pictures.iter().map(|frame| frame[number]).collect();
            picture.svg = moving(&over_knob, &mut parts)?;
        }
        let all = |of: fn(&Frame) -> &String| self.frames.iter().map(of).collect::<Vec<_>>();
        let frames =
            json!({"labels": all(|frame| &frame.label), "readings": all(|frame| &frame.reading), "parts": parts});
        Ok(Stage { knob: self.knob.clone(), start: self.start, group: stage, frames })
    }
}

/// What a page says around the drawings, which does not move.
fn said(group: &Group) -> Vec<&str> {
    let panels = group.rows.iter().flatten();
    let words = panels.flat_map(|panel| {
        let captions = panel.pictures.iter().map(|picture| picture.caption.as_str());
        let legend = panel.legend.iter().map(|entry| entry.label.as_str());
        [panel.title.as_str(), &panel.held].into_iter().chain(captions).chain(legend)
    });
    words.chain(group.legend.iter().map(|entry| entry.label.as_str())).collect()
}

/// The first of a picture's drawings, with a number on each of its elements that moves; the elements go to `parts`.
fn moving(drawings: &[&str], parts: &mut Vec<Value>) -> Result<String> {
    let lines: Vec<Vec<&str>> = drawings.iter().map(|drawing| drawing.lines().collect()).collect();
    ensure!(lines.iter().all(|frame| frame.len() == lines[0].len()), "its frames differ in their number of marks");
    let mut stage = String::new();
    for (number, &line) in lines[0].iter().enumerate() {
        let over_knob: Vec<&str> = lines.iter().map(|frame| frame[number]).collect();
        if over_knob.iter().all(|&other| other == line) {
            stage += line;
        } else {
            let (attribute, values) = difference(&over_knob)?;
            let (element, rest) = line.split_at(line.find([' ', '>']).context("an element without an end")?);
            write!(stage, "{element} data-part=\"{}\"{rest}", parts.len())?;
            parts.push(json!({"attribute": attribute, "values": values}));
        }
        stage.push('\n');
    }
    Ok(stage)
}

/// The one attribute in which the lines differ, and its values.
fn difference(lines: &[&str]) -> Result<(&'static str, Vec<String>)> {
    for (attribute, before, after) in MOVABLE {
        let split = |line: &str| -> Option<[String; 3]> {
            let start = line.find(before)? + before.len();
            let end = start + line[start..].find(after)?;
            Some([line[..start].to_owned(), line[start..end].to_owned(), line[end..].to_owned()])
        };
        let Some(pieces) = lines.iter().map(|line| split(line)).collect::<Option<Vec<_>>>() else { continue };
        // Words are put in whole: they may hold no element, such as an exponent.
        let whole = |rest: &str| attribute != "text" || rest.matches('<').count() == 1;
        if iter::zip(&pieces, &pieces[1..]).all(|([a, _, b], [c, _, d])| a == c && b == d && whole(b) && whole(d)) {
            return Ok((attribute, pieces.into_iter().map(|[_, value, _]| unescaped(&value)).collect()));
        }
    }
    bail!("its frames differ in more than a path, an image or words: {}", lines[0])
}

/// The value that an XML parser finds.
fn unescaped(value: &str) -> String {
    value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::{Frame, Slider};
    use crate::figure::plot::{Chart, Colours, Raster, SERIES, group};

    fn chart(at: f64) -> Chart {
        let mut chart = Chart::new(("x", 0.0..1.0), ("y", 0.0..1.0)).titled("moving").described("it moves");
        chart.image(Raster::new(1, &[at], &(0.0..=1.0), Colours::Haze), 0.0..1.0, 0.0..1.0);
        chart.dots(&[at], &[at], 3.0, SERIES[0], "moves").line(&[0.0, 1.0], &[0.0, 1.0], SERIES[1], "stays");
        chart.cursor(at).note(0.5, 0.5, if at < 0.5 { "a < b" } else { "c & d" });
        chart
    }

    fn frame(at: f64) -> Frame {
        Frame::new(format!("x = {at}"), "value < 1").row([chart(at)])
    }

    /// Second road: the stage with the values of frame k put in is the drawing of frame k.
    #[test]
    fn values_put_into_the_stage_make_every_frame() {
        let stage = Slider::new("x", vec![frame(0.25), frame(0.75)]).stage().unwrap();
        let parts = stage.frames["parts"].as_array().unwrap();
        assert_eq!(parts.len(), 4, "{parts:#?}");
        let drawing = |group: &crate::figure::drawing::Group| group.rows[0][0].pictures[0].svg.clone();
        for (k, at) in [0.25, 0.75].into_iter().enumerate() {
            let mut drawn = drawing(&stage.group);
            for (number, part) in parts.iter().enumerate() {
                let escaped = |k: usize| {
                    part["values"][k].as_str().unwrap().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
                };
                let line = drawn.lines().find(|line| line.contains(&format!("data-part=\"{number}\""))).unwrap();
                let moved = line.replace(&format!(" data-part=\"{number}\""), "").replace(&escaped(0), &escaped(k));
                drawn = drawn.replace(line, &moved);
            }
            assert_eq!(drawn, drawing(&group(&[vec![chart(at).into()]], 0).unwrap()));
        }
        assert_eq!(stage.frames["labels"][1], "x = 0.75");
    }

    #[test]
    fn frames_of_another_structure_are_refused() {
        let other = || Chart::new(("x", 0.0..1.0), ("y", 0.0..1.0)).titled("another");
        let refused = |frames: Vec<Frame>| Slider::new("x", frames).stage().is_err();
        assert!(refused(vec![frame(0.25), Frame::new("b", "").row([other()])]));
        assert!(refused(vec![frame(0.25), Frame::new("b", "").row([chart(0.5), chart(0.5)])]));
        assert!(refused(Vec::new()));
        let titled = |title: &str| Frame::new("c", "").row([chart(0.5).titled(title)]);
        assert!(refused(vec![titled("one"), titled("another")]), "a title stands outside of the drawing");
        let noted = |words: &str| {
            let mut chart = chart(0.5);
            chart.note(0.5, 0.5, words);
            Frame::new("d", "").row([chart])
        };
        assert!(refused(vec![noted("a_{1}"), noted("b_{1}")]), "an element within words");
        assert!(!refused(vec![noted("a"), noted("b")]));
        assert!(Slider::new("x", vec![frame(0.25)]).starting_at(1).stage().is_err());
    }
}
