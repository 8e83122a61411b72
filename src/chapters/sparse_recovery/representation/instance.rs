//! One data set of the figure: X, Z and X̂.

use std::f64::consts::FRAC_PI_2;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use faer::{Mat, MatRef};
use rand::Rng;
use serde::{Deserialize, Serialize};

use super::{Config, trial::Trial};
use crate::{
    data::components::Components,
    math::subspaces::{clustering_accuracy::clustering_accuracy, k_means::k_means, principal_angles::principal_angles},
};

/// A data set, identified and represented. Points are in order: component after component, each by its angle.
#[derive(Debug, Serialize, Deserialize)]
pub struct Instance {
    /// Components K.
    pub components: usize,
    /// The dimension d of each.
    pub dimension: usize,
    /// Dimensions D of the space.
    pub ambient: usize,
    /// The part of the points that sparse subspace clustering puts right.
    pub ssc_accuracy: f64,
    /// The part that k-means on d principal coordinates of all points puts right.
    pub pca_accuracy: f64,
    /// The part that k-means on the points themselves puts right.
    pub k_means_accuracy: f64,
    /// The part of the points whose code has nothing on other components.
    pub preserved: f64,
    /// The mean over points of the part of a code that lies on other components.
    pub foreign_share: f64,
    /// The normalised cut of the graph by the identified components.
    pub cut_by_identified: f64,
    /// The normalised cut of the graph by the true components.
    pub cut_by_true: f64,
    /// The largest angle between each identified subspace and the true one, degrees; none for curves, which fill the
    /// space.
    pub turned_deg: Vec<f64>,
    /// Nonzero entries of a code, on average.
    pub code_entries: f64,
    /// The relative error of making up each point, at length one, by its code.
    pub code_error: f64,
    /// The numbers of coordinates q at which errors are given, 1 to D.
    pub coordinates: Vec<usize>,
    /// The part of the energy that q principal coordinates of all points together lose.
    pub lost_by_one: Vec<f64>,
    /// The part that q principal coordinates of each identified component lose.
    pub lost_by_identified: Vec<f64>,
    /// The part that q principal coordinates of each true component lose.
    pub lost_by_true: Vec<f64>,
    /// What is drawn.
    pub picture: Picture,
}

/// What is drawn of a data set: flat views, rounded to thousandths.
#[derive(Debug, Serialize, Deserialize)]
pub struct Picture {
    /// X, seen from a fixed side: `[N, 2]`.
    pub points: Vec<[f64; 2]>,
    /// The true component of each point.
    pub labels: Vec<usize>,
    /// The angle of each point on its component, radians.
    pub angles_rad: Vec<f64>,
    /// Pixels along each side of the affinity.
    pub pixels: usize,
    /// The square root of the affinity over its largest value, `[pixels, pixels]` bytes in base64; where several points
    /// share a pixel, their largest.
    pub affinity: String,
    /// The identified component of each point.
    pub identified: Vec<usize>,
    /// Z, the coordinates on the identified component, d of them: `[N, d]`.
    pub coordinates: Vec<Vec<f64>>,
    /// X̂ from these coordinates, seen from the same side: `[N, 2]`.
    pub reconstruction: Vec<[f64; 2]>,
    /// No view has a coordinate larger than this.
    pub extent: f64,
}

impl Instance {
    /// The instance of `components`, `count` of dimension `dimension`, with a view along the rows of `axes`: `[3, D]`.
    /// `subspaces` are bases of the true components, if these are linear.
    pub(super) fn of(
        components: &Components,
        (count, dimension): (usize, usize),
        subspaces: &[Mat<f64>],
        axes: MatRef<'_, f64>,
        config: &Config,
        rng: &mut impl Rng,
    ) -> Self {
        let components = components.in_order();
        let trial = Trial::of(&components, count, dimension, config, rng);
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
            foreign_share: trial.foreign_shares.iter().sum::<f64>() / trial.foreign_shares.len() as f64,
            cut_by_identified,
            cut_by_true,
            turned_deg: subspaces.iter().enumerate().map(turned_deg).collect(),
            code_entries: trial.entries(),
            code_error: trial.code_error(&components),
            lost_by_one: lost(&|q| trial.of_all.lost(q)),
            lost_by_identified: lost(&|q| trial.of_identified.lost(q)),
            lost_by_true: lost(&|q| trial.of_true.lost(q)),
            coordinates,
            picture: Picture::of(&components, &trial, dimension, axes),
        }
    }
}

impl Picture {
    fn of(components: &Components, trial: &Trial, dimension: usize, axes: MatRef<'_, f64>) -> Self {
        let points = components.points.as_ref();
        let rebuilt = trial.of_identified.reconstruction(points, dimension);
        let (seen, seen_again) = (view(&(axes * points)), view(&(axes * rebuilt)));
        let coordinates = trial.of_identified.coordinates(points, dimension);
        let coordinates: Vec<Vec<f64>> =
            coordinates.col_iter().map(|z| z.iter().copied().map(thousandths).collect()).collect();
        let (pixels, affinity) = pixels(&trial.affinity);
        let all = seen.iter().chain(&seen_again).flatten().chain(coordinates.iter().flatten());
        Self {
            extent: all.fold(0.0, |most: f64, x| most.max(x.abs())),
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

fn thousandths(x: f64) -> f64 {
    (x * 1e3).round() / 1e3
}

/// The most pixels along a side of the affinity: single entries must be seen, also on a phone.
const MOST_PIXELS: usize = 50;

/// The number of pixels along a side, and in each the square root of its largest weight over the largest of all, as bytes
/// in base64: small weights must be seen beside large ones.
fn pixels(weights: &Mat<f64>) -> (usize, String) {
    let points = weights.nrows();
    let side = points.div_ceil(MOST_PIXELS);
    let pixels = points.div_ceil(side);
    let mut largest = vec![0.0_f64; pixels * pixels];
    for i in 0..points {
        for j in 0..points {
            let pixel = &mut largest[i / side * pixels + j / side];
            *pixel = pixel.max(weights[(i, j)]);
        }
    }
    let most = weights.norm_max();
    let bytes: Vec<u8> = largest.into_iter().map(|w| (255.0 * (w / most).sqrt()).round() as u8).collect();
    (pixels, BASE64.encode(bytes))
}
