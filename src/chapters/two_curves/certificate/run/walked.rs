//! The winding curves at the slider's depths.

use rayon::prelude::*;

use super::{
    super::{super::depth_walk::depth_walk, Config, Decay, Pair, Walked},
    pair::Label,
};
use crate::data::sphere_curves::CurvePair;

impl Walked {
    /// The label of the `pair`, whose certificates at the depths of the settings are `certified`, at the slider's depths.
    pub(super) fn through_depths(pair: &CurvePair, certified: &Pair, config: &Config) -> Vec<Self> {
        let depths = depth_walk(&config.depths);
        let labels = Label::by_depth(pair, config.grid, &depths);
        let at = |(label, &depth): (&Label, &usize)| {
            let Config { residual, .. } = *config;
            let decay = Decay::from_spectrum(depth, &label.spectrum, residual, &certified.decays[0].times);
            let along = label.along(depth, residual, config.winding.frequency as usize);
            Self {
                depth,
                norm: label.norm(residual),
                error: decay.error,
                bound: decay.bound,
                best_bound: decay.best_bound,
                certificate: along.certificate,
                near_over_far: along.near_over_far,
            }
        };
        labels.par_iter().zip(&depths).map(at).collect()
    }
}
