//! The slider's pairs: three walks of one length.

use rayon::prelude::*;

use super::{
    super::{Config, Step, Walks},
    pairs::{Made, part, swings},
};

impl Walks {
    /// From the fewest waves of a row to the most, from its first separation to its last, and from a circle to three leaves
    /// on narrow necks; as many steps as there are whole numbers of waves.
    pub(super) fn between_the_rows(config: &Config) -> Self {
        let frequencies = || config.frequencies.iter().copied();
        let waves: Vec<u32> =
            (frequencies().min().unwrap_or_default()..=frequencies().max().unwrap_or_default()).collect();
        let steps = waves.len();
        let (first, last) = (config.separations_rad[0], config.separations_rad[config.separations_rad.len() - 1]);
        let separations = (0..steps).map(|step| first * (last / first).powf(part(step, steps)));
        let all = |made: Vec<Made>| -> Vec<Step> { made.into_par_iter().map(|made| made.seen(config)).collect() };
        Self {
            windings: all(waves.iter().map(|&frequency| Made::winding(frequency, config)).collect()),
            moved: all(separations.map(|separation| Made::moved(separation, config)).collect()),
            swung: all(swings(steps, config).into_iter().map(|swing| Made::swung(swing, config)).collect()),
        }
    }
}
