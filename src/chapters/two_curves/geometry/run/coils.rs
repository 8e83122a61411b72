//! Near returns of coils, by points and by the closed form of their distance.

use super::super::{CoilReturns, Config};
use crate::{
    data::sphere_curves::SphereCurve,
    math::curves::{
        clover_number::{Reach, coil_returns, near_returns},
        curvature::curvature_of_a_coil,
        sampled_curve::SampledCurve,
    },
};

/// Points of a coil on the radius of a covering ball.
const POINTS_A_BALL: f64 = 30.0;

impl CoilReturns {
    /// The near returns of the coil of these windings.
    pub(super) fn count(windings: u32, config: &Config) -> Self {
        let (latitude, opening) = (config.separation_rad / 2.0, config.opening_rad);
        let curvature = curvature_of_a_coil(latitude, opening, windings);
        let reach = Reach::of_curvature(curvature, config.far, config.near);
        let coil = SphereCurve::Coil { latitude_rad: latitude, opening_rad: opening, windings };
        let length = coil.length_rad();
        let count = (POINTS_A_BALL * length / reach.ball).ceil() as usize;
        let points = coil.points(count, 0.0);
        let own = SampledCurve { points: &points, step: length / count as f64 };
        let places = [0, count / 3, count / 2];
        let counted = places.map(|at| near_returns(own, at, SampledCurve::NONE, reach));
        Self {
            windings,
            curvature,
            clover: counted.into_iter().max().unwrap_or_default(),
            closed_form: coil_returns(latitude, opening, windings, reach.near),
        }
    }
}
