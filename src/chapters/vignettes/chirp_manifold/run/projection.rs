//! The manifold in three dimensions: aligned templates in their leading principal components.

use faer::Mat;
use rayon::prelude::*;
use rustfft::num_complex::Complex64;

use super::{
    super::{Config, Projection, View},
    family::{Family, pairs},
};
use crate::{
    ground::pixels::Pixels,
    math::{
        subspaces::principal_components::PrincipalComponents,
        vectors::{dot, largest, smallest},
        waves::{chirp::Binary, noise_weighted::as_reals},
    },
};

/// What the projection starts from: templates aligned to one of them.
pub(super) struct Aligned {
    /// The template that the others are aligned to.
    reference: Vec<Complex64>,
    /// Their leading directions, over the reals.
    pub(super) components: PrincipalComponents,
}

impl Aligned {
    /// `templates` aligned to the one of the centre.
    pub(super) fn to_centre(family: &Family, templates: &[Vec<Complex64>], centre: Binary) -> Self {
        let reference = family.template(centre);
        let columns: Vec<Vec<f64>> =
            templates.par_iter().map(|template| as_reals(&family.aligned(template, &reference))).collect();
        let matrix = Mat::from_fn(columns[0].len(), columns.len(), |k, i| columns[i][k]);
        Self { components: PrincipalComponents::from_points(matrix.as_ref()), reference }
    }
}

/// Turn of the box about its upright axis, and tilt of the view, radians.
const AZIMUTH: f64 = 0.6;
const ELEVATION: f64 = 0.42;

impl Projection {
    /// The projection of a fine mesh of binaries on the components of fewer.
    pub(super) fn of_mesh(family: &Family, aligned: &Aligned, config: &Config) -> Self {
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
            view: View::drawn(&points, &extent, config.pixels, &|[x, y, z]| {
                let (sine, cosine) = AZIMUTH.sin_cos();
                let (right, away) = (y * cosine - x * sine, y * sine + x * cosine);
                [right, z * ELEVATION.cos() + away * ELEVATION.sin(), z * ELEVATION.sin() - away * ELEVATION.cos()]
            }),
            extent,
        }
    }
}

impl View {
    /// The points in their box, each with its colour from 0 to 1. `project` gives the place to the right, the height, and
    /// the nearness to the eye. Nearer points cover others.
    fn drawn(
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
            manifold: Pixels(manifold),
            shadow: Pixels(shadow),
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
fn ends(values: impl Iterator<Item = f64> + Clone) -> [f64; 2] {
    [smallest(values.clone()), largest(values)]
}

#[cfg(test)]
mod tests {
    use super::View;
    use approx::assert_abs_diff_eq;

    /// By hand: a box of 2 by 1 fills the width of the picture, and its points lie where they belong.
    #[test]
    fn points_are_shown_in_their_places() {
        let extent = [[0.0, 2.0], [0.0, 1.0], [0.0, 1.0]];
        // The second point is nearer to the eye and hides the third.
        let points = [([0.0, 0.0, 0.0], 0.0), ([1.0, 0.5, 1.0], 1.0), ([1.0, 0.5, 0.0], 0.5)];
        let view = View::drawn(&points, &extent, 56, &|point| point);
        let at = |x: usize, y: usize| view.manifold.0[y * 56 + x];
        // A unit is 20 pixels; the middle of the picture is that of the box.
        assert_eq!((at(28, 28), at(8, 38), at(48, 18)), (255, 1, 0));
        assert_eq!(view.edges.len(), 12);
        assert_abs_diff_eq!(view.axis_ends[0][0], 48.0, epsilon = 1e-12);
    }
}
