//! Three networks, trained and asked the same questions.

mod networks;
mod shifts;

use anyhow::{Context as _, Result};

use self::{
    networks::{Subsampling, learn, model, products},
    shifts::{AllShifts, OnePixel, finite, paths},
};
use super::{Config, Findings, Outcome, Shown};
use crate::{
    data::{
        digits::{Shelf, Split},
        streams::stream,
    },
    figure::Context,
    ground::{estimate::Estimate, pixels::Pixels, progress::Progress},
    math::{
        statistics::bootstrap::mean_interval,
        vectors::{largest, mean, smallest},
    },
    nn::{Module as _, Network},
};

/// Trains the three networks and asks each the same questions.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let shelf = Shelf::new(context.data.as_deref(), context.progress == Progress::Shown);
    let train = shelf.digits(Split::Train, config.train_digits)?;
    let followed = config.shown.iter().max().map_or(0, |last| last + 1);
    let test = shelf.digits(Split::Test, config.test_digits.max(followed))?;
    let first = *config.shown.first().context("a digit to follow")?;
    let stride = config.total_stride();
    let mut found = Vec::with_capacity(3);
    let mut mean_over_shifts_error = 0.0;
    for subsampling in Subsampling::ALL {
        let mut network = Network::new(model(config, subsampling), context.device, config.seed)?;
        let mut task = context.progress.task(subsampling.name(), config.steps());
        let history = learn(&mut network, &train, config, &mut task)?;
        drop(task);
        let all = AllShifts::measured(&network, &test, first, config)?;
        if subsampling == Subsampling::Strided {
            let free = network.with_model(model(config, Subsampling::StrideFree));
            mean_over_shifts_error = all.mean_against(&AllShifts::measured(&free, &test, first, config)?, stride);
        }
        let pixel = OnePixel::measured(&network, &test, config)?;
        let elsewhere = all.movement(stride, false);
        let map = all.map(test.labels[first], config.map_reach);
        let on_map = || map.iter().flatten().copied();
        let findings = Findings {
            name: subsampling.name().to_owned(),
            products: products(config, subsampling),
            steps: history.losses.len(),
            diverged: history.diverged_at.is_some(),
            loss: finite(f64::from(history.recent(config.steps().div_ceil(10)))),
            accuracy: mean(&pixel.right),
            flips: bootstrapped(&pixel.flips, config),
            probability_change: mean(&pixel.changes),
            seen: all.seen(&network)?,
            moved_at_multiples: *all.movement(stride, true).end(),
            moved_at_half_multiples: *all.movement(stride / 2, true).end(),
            least_moved_elsewhere: *elsewhere.start(),
            most_moved_elsewhere: *elsewhere.end(),
            paths: paths(&network, &test, config)?,
            lowest_on_map: smallest(on_map()),
            highest_on_map: largest(on_map()),
            map,
        };
        found.push((findings, pixel.flips));
    }
    let more: Vec<f64> = found[0].1.iter().zip(&found[1].1).map(|(strided, low_passed)| strided - low_passed).collect();
    let shown = |&index: &usize| {
        let (label, pixels) = (test.labels[index], Pixels(test.image(index).to_vec()));
        Shown { index, label, pixels }
    };
    Ok(Outcome {
        parameters: model(config, Subsampling::Strided).parameters().count(),
        total_stride: stride,
        shifts_checked: config.canvas * config.canvas,
        flips_more: bootstrapped(&more, config),
        mean_over_shifts_error,
        shown: config.shown.iter().map(shown).collect(),
        networks: <[_; 3]>::try_from(found.into_iter().map(|(findings, _)| findings).collect::<Vec<_>>())
            .expect("findings for each network"),
    })
}

/// The mean of `samples` with its bootstrap interval.
fn bootstrapped(samples: &[f64], config: &Config) -> Estimate {
    let mut rng = stream(config.seed, "shift_invariance/bootstrap");
    Estimate::new(mean(samples), mean_interval(samples, config.level, config.resamples, &mut rng))
}
