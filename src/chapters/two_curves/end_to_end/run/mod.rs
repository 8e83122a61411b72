//! Three diagrams of trained networks, some trained functions, and the pairs of curves.

mod diagram;
mod portrait;
mod problem;

use std::sync::Mutex;

use anyhow::Result;

use self::diagram::Columns;
use super::{Cell, Config, Diagram, Outcome, Pair, Portrait, Tally, config::Place};
use crate::figure::Context;

/// Trains and tests all networks.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let places = config.places();
    let trainings = places.concat().len() * config.depths.len() * config.trials;
    let task = Mutex::new(context.progress.task("trainings", trainings));
    let device = context.device;
    let diagram = |places: &[Place], limits, column: fn(&Place) -> f64| {
        let columns = Columns { values: places.iter().map(column).collect(), places, limits };
        Diagram::compute(columns, config, device, &task)
    };
    let separation = diagram(&places[0], places[0].len(), |place| place.separation_rad)?;
    let width = diagram(&places[1], 1, |place| place.width as f64)?;
    let samples = diagram(&places[2], places[2].len(), |place| place.samples as f64)?;
    let portraits = config.portrayed().into_iter().map(|depth| Portrait::paint(depth, config, device));
    let portraits = portraits.collect::<Result<Vec<_>>>()?;
    let pairs = config.separations_rad.iter().copied().chain([config.held_separation_rad]);
    let row = |row: usize| Tally::from_cells(&separation.networks[row]);
    let rows = 0..config.depths.len();
    Ok(Outcome {
        pairs: pairs.map(|along_meridian_rad| Pair::measure(config, along_meridian_rad)).collect(),
        all: Tally::from_cells(distinct(places.iter().zip([&separation, &width, &samples]))),
        shallowest: row(0),
        deepest: row(rows.len() - 1),
        success_by_depth: rows.map(|depth| row(depth).perfect as f64 / row(depth).trials as f64).collect(),
        limit_wrong_by_depth: width.limit.iter().map(|cells| cells[0].wrong).collect(),
        portraits,
        separation,
        width,
        samples,
    })
}

/// The cells of all diagrams, each column of the same place once: the column at the fixed settings is in all three.
fn distinct<'a>(diagrams: impl Iterator<Item = (&'a Vec<Place>, &'a Diagram)>) -> Vec<&'a Cell> {
    let (mut seen, mut cells) = (Vec::new(), Vec::new());
    for (places, diagram) in diagrams {
        for (column, place) in places.iter().enumerate() {
            if !seen.contains(place) {
                seen.push(*place);
                cells.extend(diagram.networks.iter().map(|row| &row[column]));
            }
        }
    }
    cells
}
