//! The drawing.

use anyhow::Result;

use super::{Outcome, ShiftInvariance};
use crate::{
    data::digits::SIDE,
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Colours, Grid, Raster, SERIES},
    },
};

/// The digits over their paths over the maps.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    let rest = 1..outcome.shown.len();
    let pictures = rest.clone().map(|digit| picture(outcome, digit));
    let maps = outcome.networks.iter().map(|network| {
        let values: Vec<f64> = network.map.iter().flatten().copied().collect();
        let raster = Raster::new(network.map.len(), &values, &(0.0..=1.0), Colours::Viridis);
        Chart::picture(raster, &format!("{}: {:.1} % flips", network.name, 100.0 * network.flips.value))
    });
    let mut page = Grid::new(ShiftInvariance::TITLE, description(outcome))
        .lead([picture(outcome, 0).share(0.4), path(outcome, 0, true).share(1.6)]);
    if !rest.is_empty() {
        page = page.more(pictures).more(rest.map(|digit| path(outcome, digit, false)));
    }
    page.more(maps).drawing()
}

/// A digit under its true class.
fn picture(outcome: &Outcome, digit: usize) -> Chart {
    let shown = &outcome.shown[digit];
    Chart::picture(Raster::grey(SIDE, &shown.pixels.0), &shown.label.to_string())
}

/// The probability of a digit's true class along its path; the large chart has axes and names.
fn path(outcome: &Outcome, digit: usize, large: bool) -> Chart {
    let shifts: Vec<f64> = (0..outcome.networks[0].paths[digit].len()).map(|shift| shift as f64).collect();
    let far = shifts[shifts.len() - 1];
    let mut chart = if large {
        Chart::new(("shift (pixels)", 0.0..far), ("probability of the true class", 0.0..1.02)).aspect(0.46)
    } else {
        Chart::new(Axis::hidden(0.0..far), Axis::hidden(0.0..1.02)).aspect(0.9)
    };
    for (network, series) in outcome.networks.iter().zip(SERIES) {
        let (series, name) = if large { (series, network.name.as_str()) } else { (series.thin().solid(), "") };
        chart.line(&shifts, &network.paths[digit], series, name);
    }
    if !large {
        chart.rule_y(0.0, "");
    }
    chart
}

fn description(outcome: &Outcome) -> String {
    let path = outcome.networks[0].paths.first().map_or(0, |path| path.len().saturating_sub(1));
    let reach = outcome.networks[0].map.len() / 2;
    let networks = outcome.networks.iter().map(|network| {
        format!(
            "The {} network changes its answer in {:.1} % of the test digits, and on the map its probability goes from \
             {:.2} to {:.2}.",
            network.name,
            100.0 * network.flips.value,
            network.lowest_on_map,
            network.highest_on_map,
        )
    });
    format!(
        "{} handwritten digits, each with the probability of its true class while it moves to the right by {path} pixels, \
         in three lines for three networks. Below, for the first digit, maps of this probability over shifts by up to \
         {reach} pixels in every direction. {}",
        outcome.shown.len(),
        networks.collect::<Vec<_>>().join(" ")
    )
}
