//! The panels of a drawing as HTML that a page lays out: side by side where there is room, else one under the other.

use ground_up::figure::{
    drawing::{Drawing, DrawnPanel, Group, LegendEntry, Picture, Stage},
    plot,
};

use crate::html::{concat, escape};

/// How much larger than its natural width a chart may be drawn.
const STRETCH: f64 = 1.12;

/// The panels of the story; where there is a slider, also its stage, which stays hidden until the script takes over.
/// `anchor` is the figure's.
pub(super) fn story(drawing: &Drawing, anchor: &str) -> String {
    let stills = group(&drawing.lead, Some(anchor));
    match &drawing.stage {
        None => format!("<div class=\"drawing\">\n{stills}</div>"),
        Some(stage) => {
            format!(
                "<div class=\"drawing slider\">\n<div class=\"stills\">\n{stills}</div>\n{}</div>",
                staged(stage, anchor)
            )
        }
    }
}

/// The panels that fold.
pub(super) fn more(drawing: &Drawing, anchor: &str) -> String {
    let Some(more) = &drawing.more else { return String::new() };
    let names = more.rows.iter().flatten().map(|panel| format!("({}) {}", panel.letter, plot::html(&panel.title)));
    format!(
        "<details class=\"more-panels\"><summary>More measurements: {}</summary>\n{}</details>\n",
        names.collect::<Vec<_>>().join("; "),
        group(more, Some(anchor))
    )
}

/// The first row of the story, to look at in passing.
pub(super) fn glimpse(drawing: &Drawing) -> String {
    let Group { legend, legend_row, rows } = &drawing.lead;
    let first = rows.iter().take(1).cloned().collect::<Vec<_>>();
    let shown = |entry: &&LegendEntry| first.iter().flatten().any(|panel| panel.legend.contains(entry));
    group(&Group { legend: legend.iter().filter(shown).cloned().collect(), legend_row: *legend_row, rows: first }, None)
}

/// Panels with their legend; with `anchor`, each has an id of its own.
fn group(group: &Group, anchor: Option<&str>) -> String {
    let row = |(number, panels): (usize, &Vec<DrawnPanel>)| {
        let above = if number == group.legend_row { legend(&group.legend) } else { String::new() };
        let shares: Vec<String> = panels.iter().map(|panel| format!("minmax(0,{}fr)", panel.share)).collect();
        format!(
            "{above}<div class=\"row\" style=\"--shares:{}\">\n{}</div>\n",
            shares.join(" "),
            concat(panels.iter().map(|one| panel(one, anchor, group.legend.is_empty())))
        )
    };
    format!("<div class=\"group\">\n{}</div>\n", concat(group.rows.iter().enumerate().map(row)))
}

fn legend(entries: &[LegendEntry]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let entry = |entry: &LegendEntry| format!("<li>{} {}</li>", entry.swatch, plot::html(&entry.label));
    format!("<ul class=\"legend\">{}</ul>\n", concat(entries.iter().map(entry)))
}

fn panel(panel: &DrawnPanel, anchor: Option<&str>, own_legend: bool) -> String {
    let DrawnPanel { letter, title, held, description, columns, pictures, bar, .. } = panel;
    let id = anchor.map_or(String::new(), |anchor| format!(" id=\"{anchor}-{letter}\""));
    let title = plot::html(title);
    let held =
        if held.is_empty() { String::new() } else { format!("<span class=\"held\">{}</span>", plot::html(held)) };
    let (several, described) = if pictures.len() > 1 {
        let group = format!(" role=\"group\" aria-label=\"({letter}) {}\"", escape(&plot::unmarked(&panel.title)));
        (group, format!("<p class=\"visually-hidden\">{}</p>\n", escape(description)))
    } else {
        (String::new(), String::new())
    };
    format!(
        "<div class=\"panel\"{id}>\n<p class=\"panel-title\"><b>({letter})</b> {title}{held}</p>\n<div class=\"panel-legend\">{}</div>\n\
         <div class=\"pictures\"{several} style=\"--columns:{columns};--narrow:{}\">\n{described}{}{}</div>\n</div>\n",
        if own_legend { legend(&panel.legend) } else { String::new() },
        narrow(*columns),
        concat(pictures.iter().map(|one| picture(one, pictures.len() > 1))),
        bar.as_ref().map_or(String::new(), |bar| format!("<div class=\"bar\">{}</div>\n", sized(bar)))
    )
}

/// Pictures side by side on a phone: three at most, and of four, two and two.
fn narrow(columns: usize) -> usize {
    if columns == 4 { 2 } else { columns.min(3) }
}

fn picture(picture: &Picture, captioned: bool) -> String {
    if !captioned {
        return sized(picture);
    }
    format!("<div class=\"picture\"><p>{}</p>\n{}</div>\n", plot::html(&picture.caption), picture.svg)
}

/// A chart that is not drawn much larger than its words are meant to be read.
fn sized(picture: &Picture) -> String {
    let widest = (f64::from(picture.width) / 10.0 * STRETCH).round();
    picture.svg.replacen("<svg ", &format!("<svg style=\"max-width:{widest}px\" "), 1)
}

/// The panels of the slider with its control, and its frames for the script.
fn staged(stage: &Stage, anchor: &str) -> String {
    let Stage { knob, start, group: first, frames } = stage;
    let knob = escape(knob);
    let last = frames["labels"].as_array().map_or(0, |labels| labels.len() - 1);
    let of = |name: &str| escape(frames[name][*start].as_str().unwrap_or_default());
    let (label, reading) = (of("labels"), of("readings"));
    // In a script element only the start of a tag could end it.
    let data = frames.to_string().replace('<', "\\u003c");
    format!(
        r#"<div class="stage" hidden>
<div class="control">
<button type="button" class="backward">Back</button>
<button type="button" class="forward">Play</button>
<label for="{anchor}-knob">{knob}</label>
<input type="range" id="{anchor}-knob" min="0" max="{last}" step="1" value="{start}" aria-valuetext="{label}: {reading}">
<output for="{anchor}-knob"><b>{label}</b> <span>{reading}</span></output>
</div>
{}</div>
<script type="application/json">{data}</script>
"#,
        group(first, None)
    )
}

#[cfg(test)]
mod tests {
    use ground_up::figure::{
        plot::{Chart, Grid, SERIES},
        slider::{Frame, Slider},
    };

    use super::{glimpse, more, narrow, story};

    fn chart(end: f64) -> Chart {
        let mut chart = Chart::new(("x", 0.0..1.0), ("y (s^{−1})", 0.0..1.0)).titled("a < b").described("It rises.");
        chart.line(&[0.0, 1.0], &[0.0, end], SERIES[0], "line").cursor(end);
        chart
    }

    fn grid() -> Grid {
        let frames = [0.25, 0.75].map(|end| Frame::new(format!("x < {end}"), "half").row([chart(end)]));
        Grid::new("title", "description")
            .lead([chart(1.0)])
            .more([chart(0.5)])
            .slider(Slider::new("x < 1", frames.into()).starting_at(1))
    }

    #[test]
    fn panels_have_letters_ids_and_one_legend() {
        let drawing = grid().drawing().unwrap();
        let (story, more) = (story(&drawing, "fig-x"), more(&drawing, "fig-x"));
        assert!(story.contains("id=\"fig-x-a\"") && story.contains("<b>(a)</b> a &lt; b"), "{story}");
        assert!(more.contains("id=\"fig-x-b\"") && more.contains("More measurements: (b) a &lt; b"), "{more}");
        assert_eq!(more.matches("class=\"legend\"").count(), 1);
        assert!(more.contains("y (s<tspan"), "an exponent is raised");
        let glimpse = glimpse(&drawing);
        assert!(!glimpse.contains(" id=") && glimpse.contains("(a)"), "it may stand on a page that has the figure");
    }

    #[test]
    fn a_phone_has_at_most_three_pictures_in_a_row_and_none_of_four_is_left_alone() {
        assert_eq!([1, 2, 3, 4, 5, 6].map(narrow), [1, 2, 3, 2, 3, 3]);
    }

    #[test]
    fn a_slider_names_its_control_and_keeps_its_data_inside_the_script() {
        let drawing = grid().drawing().unwrap();
        let html = story(&drawing, "fig-x");
        assert!(html.contains("<label for=\"fig-x-knob\">x &lt; 1</label>"));
        assert!(html.contains("value=\"1\" aria-valuetext=\"x &lt; 0.75: half\""), "it is found at its second frame");
        let data = html.split_once("application/json\">").unwrap().1.split_once("</script>").unwrap().0;
        assert!(!data.contains('<'));
        let frames = &drawing.stage.as_ref().unwrap().frames;
        assert_eq!(&serde_json::from_str::<serde_json::Value>(data).unwrap(), frames);
        assert_eq!(html.matches("id=\"fig-x-a\"").count(), 1, "the stage has no ids of its own");
        assert!(!html.contains("\n\n"), "a blank line ends a block of HTML in Markdown");
    }
}
