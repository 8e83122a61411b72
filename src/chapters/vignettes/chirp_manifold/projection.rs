//! The manifold in three dimensions: aligned templates in their leading principal components.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use faer::Mat;
use rayon::prelude::*;
use rustfft::num_complex::Complex64;
use serde::{Deserialize, Serialize};

use super::{
    Config,
    family::{Family, pairs},
};
use crate::math::{
    subspaces::principal_components::PrincipalComponents,
    waves::{chirp::Binary, noise_weighted::as_reals},
};

/// The manifold seen through its three leading principal components.
#[derive(Debug, Serialize, Deserialize)]
pub struct Projection {
    /// The part of the templates' energy along each of the three directions.
    pub carried: [f64; 3],
    /// The part along all three.
    pub carried_by_three: f64,
    /// The smallest and the largest chirp mass, units of the sun's mass: the ends of the colours.
    pub chirp_masses_msun: [f64; 2],
    /// The smallest and the largest coordinate along each direction.
    pub extent: [[f64; 2]; 3],
    /// Seen obliquely, from above: the manifold, its shadow on the floor, and the edges of the box around it.
    pub view: View,
}

/// A picture of the manifold.
#[derive(Debug, Serialize, Deserialize)]
pub struct View {
    /// Pixels of a row.
    pub width: usize,
    /// Bytes, the top row first, in base64: 0 for nothing, 1 to 255 from the smallest chirp mass to the largest.
    pub manifold: String,
    /// The same of the shadow: 0 or 1.
    pub shadow: String,
    /// Lines, each from one pixel to another, counted from the upper left corner.
    pub edges: Vec<[[f64; 2]; 2]>,
    /// Where the far end of each of the three axes is.
    pub axis_ends: Vec<[f64; 2]>,
}

/// What the projection starts from: templates aligned to one of them.
pub(super) struct Aligned {
    /// The template that the others are aligned to.
    reference: Vec<Complex64>,
    /// Their leading directions, over the reals.
    pub(super) components: PrincipalComponents,
}

impl Aligned {
    /// `templates` aligned to the one of the centre.
    pub(super) fn of(family: &Family, templates: &[Vec<Complex64>], centre: Binary) -> Self {
        let reference = family.template(centre);
        let columns: Vec<Vec<f64>> =
            templates.par_iter().map(|template| as_reals(&family.aligned(template, &reference))).collect();
        let matrix = Mat::from_fn(columns[0].len(), columns.len(), |k, i| columns[i][k]);
        Self { components: PrincipalComponents::of(matrix.as_ref()), reference }
    }
}

/// Turn of the box about its upright axis, and tilt of the view, radians.
const AZIMUTH: f64 = 0.6;
const ELEVATION: f64 = 0.42;

impl Projection {
    /// Of a fine mesh of binaries, in the components of fewer.
    pub(super) fn of(family: &Family, aligned: &Aligned, config: &Config) -> Self {
        let basis = aligned.components.basis(3);
        let directions: Vec<Vec<f64>> = basis.col_iter().map(|column| column.iter().copied().collect()).collect();
        let mut points: Vec<([f64; 3], f64)> = pairs(config, config.mesh)
            .into_par_iter()
            .map(|binary| {
                let reals = as_reals(&family.aligned(&family.template(binary), &aligned.reference));
                let along = |i: usize| directions.get(i).map_or(0.0, |axis| dot(axis, &reals));
                ([along(0), along(1), along(2)], binary.chirp_mass())
            })
            .collect();
        let chirp_masses_msun = ends(points.iter().map(|point| point.1));
        let extent = [0, 1, 2].map(|i| ends(points.iter().map(|point| point.0[i])));
        let [least, most] = chirp_masses_msun;
        for point in &mut points {
            point.1 = (point.1 - least) / (most - least);
        }
        let whole = aligned.components.residual(0);
        let carried = [0, 1, 2].map(|i| aligned.components.energies.get(i).copied().unwrap_or(0.0) / whole);
        Self {
            carried,
            carried_by_three: carried.iter().sum(),
            chirp_masses_msun,
            view: View::of(&points, &extent, config.pixels, &|[x, y, z]| {
                let (sine, cosine) = AZIMUTH.sin_cos();
                let (right, away) = (y * cosine - x * sine, y * sine + x * cosine);
                [right, z * ELEVATION.cos() + away * ELEVATION.sin(), z * ELEVATION.sin() - away * ELEVATION.cos()]
            }),
            extent,
        }
    }
}

impl View {
    /// `project` gives the place to the right, the height, and the nearness to the eye. Nearer points cover others.
    fn of(
        points: &[([f64; 3], f64)],
        extent: &[[f64; 2]; 3],
        pixels: usize,
        project: &dyn Fn([f64; 3]) -> [f64; 3],
    ) -> Self {
        let corner = |i: usize| project([extent[0][i & 1], extent[1][i >> 1 & 1], extent[2][i >> 2 & 1]]);
        let corners: Vec<[f64; 3]> = (0..8).map(corner).collect();
        let [[left, right], [bottom, top]] = [0, 1].map(|j| ends(corners.iter().map(|corner| corner[j])));
        let side = (right - left).max(top - bottom).max(f64::MIN_POSITIVE) / (pixels as f64 - 2.0 * MARGIN);
        let at = |[x, y, _]: [f64; 3]| {
            let centred = |value: f64, low: f64, high: f64| (value - 0.5 * (low + high)) / side + 0.5 * pixels as f64;
            [centred(x, left, right), pixels as f64 - centred(y, bottom, top)]
        };
        let mut order: Vec<([f64; 3], f64)> = points.iter().map(|&(point, colour)| (project(point), colour)).collect();
        order.sort_by(|a, b| a.0[2].total_cmp(&b.0[2]));
        let mut manifold = vec![0_u8; pixels * pixels];
        for (point, colour) in order {
            blot(&mut manifold, pixels, at(point), 1 + (254.0 * colour).round() as u8);
        }
        let mut shadow = vec![0_u8; pixels * pixels];
        for &([x, y, _], _) in points {
            blot(&mut shadow, pixels, at(project([x, y, extent[2][0]])), 1);
        }
        let edge = |(i, bit): (usize, usize)| (i & bit == 0).then(|| [at(corners[i]), at(corners[i | bit])]);
        Self {
            width: pixels,
            manifold: BASE64.encode(manifold),
            shadow: BASE64.encode(shadow),
            edges: (0..8).flat_map(|i| [1, 2, 4].map(|bit| (i, bit))).filter_map(edge).collect(),
            axis_ends: [1, 2, 4].map(|i| at(corners[i])).to_vec(),
        }
    }
}

/// Pixels free around the box.
const MARGIN: f64 = 8.0;

/// Colours the pixel at a place and its four neighbours.
fn blot(picture: &mut [u8], width: usize, [x, y]: [f64; 2], colour: u8) {
    let (column, row) = (x as usize, y as usize);
    for (dx, dy) in [(1, 1), (0, 1), (2, 1), (1, 0), (1, 2)] {
        let (column, row) = (column + dx, row + dy);
        if (1..=width).contains(&column) && (1..=width).contains(&row) {
            picture[(row - 1) * width + column - 1] = colour;
        }
    }
}

/// The smallest and the largest.
fn ends(values: impl Iterator<Item = f64>) -> [f64; 2] {
    values.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], x| [low.min(x), high.max(x)])
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::View;
    use approx::assert_abs_diff_eq;
    use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};

    /// By hand: a box of 2 by 1 fills the width of the picture, and its points lie where they belong.
    #[test]
    fn points_are_shown_in_their_places() {
        let extent = [[0.0, 2.0], [0.0, 1.0], [0.0, 1.0]];
        // The second point is nearer to the eye and hides the third.
        let points = [([0.0, 0.0, 0.0], 0.0), ([1.0, 0.5, 1.0], 1.0), ([1.0, 0.5, 0.0], 0.5)];
        let view = View::of(&points, &extent, 56, &|point| point);
        let bytes = BASE64.decode(&view.manifold).unwrap();
        let at = |x: usize, y: usize| bytes[y * 56 + x];
        // A unit is 20 pixels; the middle of the picture is that of the box.
        assert_eq!((at(28, 28), at(8, 38), at(48, 18)), (255, 1, 0));
        assert_eq!(view.edges.len(), 12);
        assert_abs_diff_eq!(view.axis_ends[0][0], 48.0, epsilon = 1e-12);
    }
}
