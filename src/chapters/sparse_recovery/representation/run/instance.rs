//! One data set of the figure: X, Z and X̂.

use std::f64::consts::FRAC_PI_2;

use faer::{Mat, MatRef};
use rand::Rng;

use super::{
    super::{Config, Instance, Picture},
    trial::{Sought, Trial},
};
use crate::{
    data::components::Components,
    ground::pixels::Pixels,
    math::{
        subspaces::{clustering_accuracy::clustering_accuracy, k_means::k_means, principal_angles::principal_angles},
        vectors::{largest, mean, thousandths},
    },
};

impl Instance {
    /// What is found of `components`, with a view along the rows of `axes`: `[3, D]`. `subspaces` are bases of the true
    /// components, if these are linear.
    pub(super) fn find(
        components: &Components,
        sought: Sought,
        subspaces: &[Mat<f64>],
        axes: MatRef<'_, f64>,
        config: &Config,
        rng: &mut impl Rng,
    ) -> Self {
        let components = components.in_order();
        let Sought { count, dimension } = sought;
        let trial = Trial::make(&components, sought, config, rng);
        let [cut_by_identified, cut_by_true] = trial.cuts(&components);
        let ambient = components.points.nrows();
        let grouping = k_means(components.points.as_ref(), count, config.restarts, rng);
        let turned_deg = |(label, subspace): (usize, &Mat<f64>)| {
            let angles =
                trial.of_identified.basis(label, dimension).map(|found| principal_angles(found, subspace.as_ref()));
            // An empty group has found nothing.
            angles.and_then(|angles| angles.last().copied()).unwrap_or(FRAC_PI_2).to_degrees()
        };
        let coordinates: Vec<usize> = (1..=ambient).collect();
        let lost = |by: &dyn Fn(usize) -> f64| coordinates.iter().map(|&q| by(q)).collect::<Vec<_>>();
        Self {
            components: count,
            dimension,
            ambient,
            ssc_accuracy: trial.ssc_accuracy,
            pca_accuracy: trial.pca_accuracy,
            k_means_accuracy: clustering_accuracy(&grouping.labels, &components.labels, count),
            preserved: trial.preserved(),
            foreign_share: mean(&trial.foreign_shares),
            cut_by_identified,
            cut_by_true,
            turned_deg: subspaces.iter().enumerate().map(turned_deg).collect(),
            code_entries: trial.entries(),
            code_error: trial.code_error(&components),
            lost_by_one: lost(&|q| trial.of_all.lost(q)),
            lost_by_identified: lost(&|q| trial.of_identified.lost(q)),
            lost_by_true: lost(&|q| trial.of_true.lost(q)),
            coordinates,
            picture: Picture::paint(&components, &trial, dimension, axes),
        }
    }
}

impl Picture {
    /// Flat views of the points, of their coordinates and of the points made again.
    fn paint(components: &Components, trial: &Trial, dimension: usize, axes: MatRef<'_, f64>) -> Self {
        let points = components.points.as_ref();
        let rebuilt = trial.of_identified.reconstruction(points, dimension);
        let (seen, seen_again) = (view(&(axes * points)), view(&(axes * rebuilt)));
        let coordinates = trial.of_identified.coordinates(points, dimension);
        let coordinates: Vec<Vec<f64>> =
            coordinates.col_iter().map(|z| z.iter().copied().map(thousandths).collect()).collect();
        let (pixels, affinity) = pixels(&trial.affinity);
        let all = seen.iter().chain(&seen_again).flatten().chain(coordinates.iter().flatten());
        Self {
            extent: largest(all.map(|x| x.abs())),
            points: seen,
            labels: components.labels.clone(),
            angles_rad: components.angles_rad.iter().copied().map(thousandths).collect(),
            pixels,
            affinity,
            identified: trial.identified.clone(),
            coordinates,
            reconstruction: seen_again,
        }
    }
}

/// Points of space, `[3, N]`, as seen by who looks down on them from the side: `[N, 2]`, rounded to thousandths.
fn view(points: &Mat<f64>) -> Vec<[f64; 2]> {
    /// The direction one looks from: round the third axis, and up from the first two.
    const ROUND_RAD: f64 = -1.35;
    const UP_RAD: f64 = 0.3;
    let ((sin, cos), (sin_up, cos_up)) = (ROUND_RAD.sin_cos(), UP_RAD.sin_cos());
    let seen = |x: f64, y: f64, z: f64| [cos * y - sin * x, cos_up * z - sin_up * (cos * x + sin * y)];
    points.col_iter().map(|point| seen(point[0], point[1], point[2]).map(thousandths)).collect()
}

/// The most pixels along a side of the affinity: single entries must be seen, also on a phone.
const MOST_PIXELS: usize = 50;

/// The number of pixels along a side, and in each the square root of its largest weight over the largest of all: small
/// weights must be seen beside large ones.
fn pixels(weights: &Mat<f64>) -> (usize, Pixels) {
    let points = weights.nrows();
    let side = points.div_ceil(MOST_PIXELS);
    let pixels = points.div_ceil(side);
    let mut heaviest = vec![0.0_f64; pixels * pixels];
    for i in 0..points {
        for j in 0..points {
            let pixel = &mut heaviest[i / side * pixels + j / side];
            *pixel = pixel.max(weights[(i, j)]);
        }
    }
    let most = weights.norm_max();
    (pixels, heaviest.into_iter().map(|w| (255.0 * (w / most).sqrt()).round() as u8).collect())
}
