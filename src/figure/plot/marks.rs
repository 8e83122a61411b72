//! Marks as SVG elements, in tenths of a unit from the upper left corner of their panel.
//!
//! plotters draws the axes; marks are written here because its SVG has no dashed polyline, no clipping and whole pixels.

use std::fmt::Write as _;

use anyhow::Result;

use super::{
    LINE,
    chart::Mark,
    layout::{Area, LEADER, Laid},
    series::Series,
    text,
};

/// Draws the marks of a chart, and the names at the ends of its lines. The axes are told, so that a place can be turned
/// back into what was measured there.
pub(super) fn draw(laid: &Laid<'_>, svg: &mut String) -> Result<()> {
    let area = &laid.area;
    let Area { left, top, width, height, x, y } = area;
    let axes = if x.is_hidden() && y.is_hidden() { String::new() } else { format!(" {} {}", x.told("x"), y.told("y")) };
    writeln!(svg, r#"<svg x="{left}" y="{top}" width="{width}" height="{height}" class="area"{axes}>"#)?;
    let mut rules_seen = 0;
    for mark in &laid.chart.marks {
        draw_one(mark, area, rules_seen, svg)?;
        rules_seen += i32::from(matches!(mark, Mark::RuleX { label, .. } if !label.is_empty()));
    }
    writeln!(svg, "</svg>")?;
    for name in laid.end_names() {
        let (from, to) = ((left + name.end.0, top + name.end.1), (left + width + LEADER - 30, top + name.y));
        let look = name.series.solid().thin().stroke();
        writeln!(svg, r#"<path d="M{} {}L{} {}" {look}/>"#, from.0, from.1, to.0, to.1)?;
        text::plain(svg, (left + width + LEADER, top + name.y + 45), "start", name.label)?;
    }
    Ok(())
}

fn draw_one(mark: &Mark, area: &Area, rules_seen: i32, svg: &mut String) -> Result<()> {
    let name = mark
        .label()
        .map_or(String::new(), |label| format!(r#" data-name="{}""#, text::escaped(&text::unmarked(label))));
    // A number below 0 has no place on a logarithmic axis.
    let placed = |(x, y): &(f64, f64)| {
        x.is_finite() && y.is_finite() && !area.x.fraction(*x).is_nan() && !area.y.fraction(*y).is_nan()
    };
    match mark {
        Mark::Line { points, series, .. } => {
            let runs = points.split(|point| !placed(point)).filter(|run| run.len() > 1);
            let path: String = runs.map(|run| polyline(area, run)).collect();
            writeln!(svg, r#"<path{name} d="{path}" {}/>"#, series.stroke())?;
        }
        Mark::Dots { points, series, size, .. } => {
            // A line of no length with round ends is a dot, in a fifth of a circle element's bytes.
            let finite = points.iter().filter(|point| placed(point));
            // What lies outside by its own size would be cut off whole.
            let margin = i32::try_from(*size)?;
            let within = |place: i32, end: i32| (-margin..=end + margin).contains(&place);
            let places = finite.map(|&(x, y)| area.place(x, y));
            let path = places
                .filter(|&(x, y)| within(x, area.width) && within(y, area.height))
                .fold(String::new(), |path, (x, y)| path + &format!("M{x} {y}h0"));
            let look = Series { width: *size, ..series.solid() }.stroke();
            writeln!(svg, r#"<path{name} d="{path}" {look} stroke-linecap="round"/>"#)?;
        }
        Mark::Band { outline, series, .. } => {
            writeln!(svg, r#"<path d="{}z" fill="{}" opacity=".22"/>"#, polyline(area, outline), series.colour)?;
        }
        Mark::Bars { bars, base, series, .. } => {
            let path = bars.iter().fold(String::new(), |path, (span, height)| {
                let corners = [(span.start, *base), (span.start, *height), (span.end, *height), (span.end, *base)];
                path + &polyline(area, &corners) + "z"
            });
            writeln!(svg, r#"<path d="{path}" fill="{}" opacity=".75"/>"#, series.colour)?;
        }
        Mark::RuleX { at, label } => {
            let x = area.place_x(*at);
            writeln!(svg, r#"<path d="M{x} 0V{}" {RULE}/>"#, area.height)?;
            // Beside the line, on the side with more room.
            let (x, anchor) = if x * 2 < area.width { (x + 50, "start") } else { (x - 50, "end") };
            if !label.is_empty() {
                // A line lower for each name before it: two rules may stand close to each other.
                text::halo(svg, (x, 130 + rules_seen * LINE), anchor, label)?;
            }
        }
        Mark::Cursor { at } => {
            let x = area.place_x(*at);
            writeln!(svg, r#"<path class="cursor" d="M{x} 0V{}" {CURSOR}/>"#, area.height)?;
        }
        Mark::RuleY { at, label } => {
            let y = area.place_y(*at);
            writeln!(svg, r#"<path d="M0 {y}H{}" {RULE}/>"#, area.width)?;
            // Above the line, or under it at the top of the panel.
            if !label.is_empty() {
                text::halo(svg, (area.width - 50, if y < 180 { y + 145 } else { y - 50 }), "end", label)?;
            }
        }
        Mark::Note { at: (x, y), text } => text::halo(svg, area.place(*x, *y), "start", text)?,
        Mark::Image { raster, x, y } => {
            let (left, top) = area.place(x.start, y.end);
            let (right, bottom) = area.place(x.end, y.start);
            let look = match (raster.smooth, raster.round) {
                (true, false) => "",
                (true, true) => r#" style="clip-path:ellipse(50% 50%)""#,
                (false, false) => r#" style="image-rendering:pixelated""#,
                (false, true) => r#" style="image-rendering:pixelated;clip-path:ellipse(50% 50%)""#,
            };
            let (width, height, data) = (right - left, bottom - top, raster.data_uri()?);
            writeln!(
                svg,
                r#"<image x="{left}" y="{top}" width="{width}" height="{height}" preserveAspectRatio="none"{look} href="{data}"/>"#,
            )?;
        }
    }
    Ok(())
}

/// How far a line may pass from its corners, in tenths of a unit.
const SLIGHT: f64 = 1.5;

/// The corners that a line needs to pass all of them closely: those furthest from the chords, one after the other (Douglas
/// & Peucker 1973).
fn simplified(places: &[(i32, i32)]) -> Vec<(i32, i32)> {
    let distance = |(x, y): (i32, i32), (from, to): ((i32, i32), (i32, i32))| {
        let [dx, dy] = [to.0 - from.0, to.1 - from.1].map(f64::from);
        let [x, y] = [x - from.0, y - from.1].map(f64::from);
        let along = ((x * dx + y * dy) / dx.hypot(dy).powi(2).max(1.0)).clamp(0.0, 1.0);
        (x - along * dx).hypot(y - along * dy)
    };
    let mut kept = vec![false; places.len()];
    let mut stretches = Vec::from_iter(places.len().checked_sub(1).map(|last| (0, last)));
    while let Some((from, to)) = stretches.pop() {
        let chord = (places[from], places[to]);
        kept[from] = true;
        kept[to] = true;
        let furthest = (from + 1..to)
            .map(|at| (at, distance(places[at], chord)))
            .max_by(|(_, one), (_, other)| one.total_cmp(other));
        if let Some((at, distance)) = furthest
            && distance > SLIGHT
        {
            stretches.extend([(from, at), (at, to)]);
        }
    }
    places.iter().zip(kept).filter_map(|(&place, kept)| kept.then_some(place)).collect()
}

const CURSOR: &str = r#"fill="none" stroke="currentColor" stroke-width="22""#;
const RULE: &str = r#"fill="none" stroke="currentColor" stroke-width="10" opacity=".6""#;

/// The path through `points`, in steps, without the corners too slight to see.
fn polyline(area: &Area, points: &[(f64, f64)]) -> String {
    let mut places: Vec<(i32, i32)> = points.iter().map(|&(x, y)| area.place(x, y)).collect();
    places.dedup();
    let places = simplified(&places);
    let Some((x, y)) = places.first() else { return String::new() };
    // A minus sign parts two numbers as well as a space does.
    let step = |pair: &[(i32, i32)]| format!(" {} {}", pair[1].0 - pair[0].0, pair[1].1 - pair[0].1).replace(" -", "-");
    let steps: String = places.windows(2).map(step).collect();
    if steps.is_empty() { format!("M{x} {y}h0") } else { format!("M{x} {y}l{}", steps.trim_start()) }
}

#[cfg(test)]
mod tests {
    use super::{SLIGHT, simplified};
    use crate::figure::plot::{Chart, Colours, Grid, Raster};

    /// Second road: every corner's distance to every part of the line that is left.
    #[test]
    fn a_simplified_line_passes_all_corners_closely_with_fewer_of_its_own() {
        let wave = |i: i32| (i * 10, (1_000.0 * (f64::from(i) / 30.0).sin()).round() as i32);
        let all: Vec<(i32, i32)> = (0..300).map(wave).collect();
        let few = simplified(&all);
        assert!(few.len() * 3 < all.len() && few[0] == all[0] && few.last() == all.last(), "{}", few.len());
        for &(x, y) in &all {
            let nearest = few.windows(2).map(|ends| {
                // A hundred points of the part between two corners.
                let part = |part: i32| {
                    let share = f64::from(part) / 100.0;
                    let mixed = |a: i32, b: i32| f64::from(a) + share * f64::from(b - a);
                    (mixed(ends[0].0, ends[1].0) - f64::from(x)).hypot(mixed(ends[0].1, ends[1].1) - f64::from(y))
                };
                (0..=100).map(part).fold(f64::INFINITY, f64::min)
            });
            // Between two of the hundred points lie at most about three tenths.
            assert!(nearest.fold(f64::INFINITY, f64::min) <= SLIGHT + 3.0);
        }
        assert_eq!(simplified(&[(1, 2)]), [(1, 2)]);
        assert_eq!(simplified(&[(0, 0), (5, 0), (9, 0), (9, 9)]), [(0, 0), (9, 0), (9, 9)]);
        assert!(simplified(&[]).is_empty());
    }

    #[test]
    fn an_image_is_cut_round_and_blended_only_where_it_is_asked_to() {
        let square = || Raster::new(2, &[0.0, 0.5, 0.5, 1.0], &(0.0..=1.0), Colours::Viridis);
        for raster in [square(), square().smooth(), square().round(), square().smooth().round()] {
            let (smooth, round) = (raster.smooth, raster.round);
            let svg = Grid::new("", "").lead([Chart::picture(raster, "")]).drawing().unwrap().svg;
            let image = svg.lines().find(|line| line.starts_with("<image")).unwrap();
            assert_eq!((!image.contains("pixelated"), image.contains("clip-path")), (smooth, round), "{image}");
        }
    }
}
