//! Energies, distances and errors.

mod classifier;
mod digits;
mod signals;

use anyhow::Result;

use super::{Config, Filters, Outcome};
use crate::{
    data::digits::{SIDE, Shelf, Split},
    figure::Context,
    math::scattering::plane_morlets,
};
use digits::Canvas;
#[cfg(test)]
pub(super) use signals::bump;

/// Looks at digits and signals, and learns from few labels.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let mut progress = context.progress.task("scattering", config.digits.scales.len() + 6);
    let shelf = Shelf::new(context.data.as_deref(), false);
    let canvas = Canvas::new(&shelf.digits(Split::Test, config.digits.count)?, config.digits.side);
    let scales = &config.digits.scales;
    let last = scales[scales.len() - 1];
    let bank = |scales: usize| plane_morlets::bank(config.digits.side, scales, config.directions);
    let mut captured = Vec::new();
    for &scales in scales {
        let kinds: &[Filters] =
            if scales == last { &[Filters::Released, Filters::Scaled, Filters::Tight] } else { &[Filters::Released] };
        captured.extend(kinds.iter().map(|&filters| canvas.captured(&bank(scales), filters)));
        progress.step();
    }
    let tight = canvas.tight(&bank(last).tight());
    progress.step();
    let largest_ratio = canvas.largest_ratio(&bank(last).scaled());
    let shifted = canvas.shifted(&config.digits, &bank);
    progress.step();
    let noise = signals::noise(config);
    let deformed = signals::deformed(config);
    progress.step();
    let (features, learnt) = classifier::learnt(config, &shelf, &mut progress)?;
    Ok(Outcome {
        directions: config.directions,
        digits: config.digits.count,
        side: config.digits.side,
        kept: scales.iter().map(|&scales| digits::kept(&bank(scales))).collect(),
        captured,
        tight,
        largest_ratio,
        shifts: config.digits.shifts.clone(),
        shifted,
        noise,
        deformed,
        labels: config.classifier.labels.clone(),
        learnt,
        features,
        pictures: canvas.pictures(&bank(last), config.directions, SIDE),
    })
}
