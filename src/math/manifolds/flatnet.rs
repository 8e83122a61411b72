//! `FlatNet`: a network that flattens a manifold, built layer by layer without training.

pub mod construction;
pub mod decoder;
pub mod layer;
pub mod local_fit;

use faer::{Mat, MatRef, Side};
use rand::Rng;

use super::extent::Extent;
use construction::Construction;
use layer::{FlatteningLayer, Normalisation};

/// The layers, and how they came about.
#[derive(Debug, Clone)]
pub struct FlatNet {
    /// In the order in which the encoder applies them.
    pub layers: Vec<FlatteningLayer>,
    /// Each neighbourhood that was looked at.
    pub looks: Vec<Look>,
    /// Whether nothing moved any more before the iterations were used up.
    pub at_rest: bool,
}

/// What was found at one neighbourhood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// d, the dimension of the plane.
    pub dimension: usize,
    /// The radius of the layer.
    pub radius: f64,
    /// The loss of its fit.
    pub loss: f64,
    /// α.
    pub alpha: f64,
    /// How far it moves the points, root mean square over points and coordinates.
    pub movement: f64,
    /// Whether it became a layer.
    pub kept: bool,
    /// Whether its fit ended because it moved no more, and not because its steps were used up.
    pub converged: bool,
}

impl FlatNet {
    /// Builds the layers on `points`: `[D, N]`. Each time a point is drawn; about it the smallest dimension is found that a
    /// plane with a bend needs, then the radius to which the fit is good, and the layer presses what is within flat.
    /// `progress` is called after each with its number.
    ///
    /// Source: Psenka, Pai, Raman, Sastry & Ma 2023, algorithm 1, as their program 0.2.1 has it. The fits are by a descent
    /// of our own instead of a thousand steps of Adam.
    ///
    /// # Panics
    ///
    /// If there are fewer than two different points.
    #[must_use]
    pub fn build(
        points: MatRef<'_, f64>,
        construction: &Construction,
        rng: &mut impl Rng,
        mut progress: impl FnMut(usize),
    ) -> Self {
        let extent = Extent::of(points);
        assert!(extent.diameter > 0.0, "points that differ");
        let mut z = points.to_owned();
        let mut net = Self { layers: Vec::new(), looks: Vec::new(), at_rest: false };
        let (mut dimension, mut idle) = (1, 0);
        for iteration in 0..construction.iterations {
            let (mut layer, fit) = construction.layer(z.as_ref(), &extent, dimension, rng);
            let mut moved = layer.flatten(z.as_ref());
            if construction.normalise {
                let normalisation = Normalisation::of(moved.as_ref());
                moved = normalisation.apply(moved.as_ref());
                layer.normalisation = Some(normalisation);
            }
            let movement = (&moved - &z).norm_l2() / (z.nrows() as f64 * z.ncols() as f64).sqrt();
            let kept = movement >= construction.least_movement;
            let d = layer.tangent.ncols();
            net.looks.push(Look {
                dimension: d,
                radius: fit.radius,
                loss: fit.loss,
                alpha: layer.alpha,
                movement,
                kept,
                converged: fit.converged,
            });
            if kept {
                (z, dimension, idle) = (moved, d, 0);
                net.layers.push(layer);
            } else {
                idle = if fit.radius >= construction.most_radius * extent.diameter { idle + 1 } else { 0 };
            }
            progress(iteration);
            if idle >= construction.patience {
                net.at_rest = true;
                break;
            }
        }
        net
    }

    /// The points after each layer, those given first: `[layers + 1][D, N]`.
    #[must_use]
    pub fn iterates(&self, points: MatRef<'_, f64>) -> Vec<Mat<f64>> {
        let mut iterates = vec![points.to_owned()];
        for layer in &self.layers {
            iterates.push(layer.flatten(iterates[iterates.len() - 1].as_ref()));
        }
        iterates
    }

    /// The points after the last layer: `[D, N]`.
    #[must_use]
    pub fn flatten(&self, points: MatRef<'_, f64>) -> Mat<f64> {
        self.layers.iter().fold(points.to_owned(), |z, layer| layer.flatten(z.as_ref()))
    }

    /// The points before the first layer, from those after the last: `[D, N]`. The exact inverse, but for rounding, which
    /// each layer can amplify.
    #[must_use]
    pub fn invert(&self, points: MatRef<'_, f64>) -> Mat<f64> {
        self.layers.iter().rev().fold(points.to_owned(), |z, layer| layer.invert(z.as_ref()))
    }

    /// The singular values of ∂z/∂x over all layers at a point, falling: `[D]`.
    ///
    /// # Panics
    ///
    /// If the point is not finite.
    #[must_use]
    pub fn jacobian_singular_values(&self, point: MatRef<'_, f64>) -> Vec<f64> {
        let mut z = point.to_owned();
        let mut jacobian = Mat::<f64>::identity(z.nrows(), z.nrows());
        for layer in &self.layers {
            jacobian = layer.jacobian(z.col(0)) * jacobian;
            z = layer.flatten(z.as_ref());
        }
        singular_values(jacobian.as_ref())
    }
}

/// The singular values of a square matrix, falling: `[D]`. Where many are equal, as in layers that move a point along few
/// directions, the iteration for them can end without an answer; then eigenvalues give one.
fn singular_values(matrix: MatRef<'_, f64>) -> Vec<f64> {
    matrix.singular_values().unwrap_or_else(|_| by_eigenvalues(matrix))
}

/// The upper half of the eigenvalues of [[0, A], [Aᵀ, 0]], which are ±σ.
fn by_eigenvalues(matrix: MatRef<'_, f64>) -> Vec<f64> {
    let d = matrix.nrows();
    let mut doubled = Mat::zeros(2 * d, 2 * d);
    doubled.submatrix_mut(0, d, d, d).copy_from(matrix);
    doubled.submatrix_mut(d, 0, d, d).copy_from(matrix.transpose());
    let eigenvalues = doubled.self_adjoint_eigenvalues(Side::Lower).expect("finite numbers");
    eigenvalues.into_iter().rev().take(d).map(|sigma| sigma.max(0.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Construction, FlatNet};
    use crate::data::{sparse_signals::gaussian_matrix, streams::stream};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Mat;
    use std::f64::consts::TAU;

    fn sine(n: usize) -> Mat<f64> {
        let middle = |j: usize| TAU * (j as f64 + 0.5) / n as f64;
        Mat::from_fn(2, n, |i, j| [(middle(j) - TAU / 2.0) / 1.2, middle(j).sin() / 1.2][i])
    }

    fn built(points: &Mat<f64>, iterations: usize, normalise: bool) -> FlatNet {
        let construction = Construction { normalise, ..Construction::published(iterations) };
        FlatNet::build(points.as_ref(), &construction, &mut stream(2, "net"), |_| {})
    }

    /// A limit: what is flat already needs no layer.
    #[test]
    fn a_line_is_left_alone() {
        let line = Mat::from_fn(3, 1, |i, _| [1.0, 0.5, -1.0][i]) * gaussian_matrix(1, 40, &mut stream(1, "line"));
        let net = built(&line, 40, false);
        assert!(net.layers.is_empty());
        // A fit ends a step of 1e-5 from the line, and half of what lies off it is taken away.
        assert!(net.looks.iter().all(|look| look.dimension == 1 && look.movement < 1e-4), "{:?}", net.looks);
    }

    /// Each layer's exact inverse brings its points back, also where the whole net's no longer does.
    #[test]
    fn every_layer_can_be_undone() {
        for normalise in [false, true] {
            let points = sine(50);
            let net = built(&points, 60, normalise);
            let iterates = net.iterates(points.as_ref());
            assert!(net.layers.len() > 5);
            for (layer, pair) in net.layers.iter().zip(iterates.windows(2)) {
                // Coordinates of order 1; a layer stretches at most by 1/(1 − α) = 2 on the way back.
                assert!((layer.invert(pair[1].as_ref()) - &pair[0]).norm_max() < 1e-14);
            }
            assert_eq!(net.flatten(points.as_ref()), iterates[net.layers.len()]);
            // What rounding leaves is at most its own size over the smallest singular value on the way.
            let worst = (0..50)
                .map(|i| *net.jacobian_singular_values(points.subcols(i, 1)).last().unwrap())
                .fold(1.0, f64::min);
            let back = net.invert(iterates[net.layers.len()].as_ref());
            assert!((back - &points).norm_max() < 1e3 * f64::EPSILON / worst);
        }
    }

    /// Second road: each way to the singular values by the other, on a matrix with many that are equal.
    #[test]
    fn eigenvalues_give_the_singular_values() {
        let (left, right) =
            (gaussian_matrix(30, 3, &mut stream(1, "left")), gaussian_matrix(30, 3, &mut stream(1, "right")));
        let matrix = Mat::<f64>::identity(30, 30) + left * right.transpose();
        let pairs = super::singular_values(matrix.as_ref()).into_iter().zip(super::by_eigenvalues(matrix.as_ref()));
        for (one, other) in pairs {
            // Both are exact to a few roundings of the largest, about 50.
            assert_abs_diff_eq!(one, other, epsilon = 1e-12);
        }
    }

    /// Second road: central differences through all layers.
    #[test]
    fn the_jacobian_of_the_net_is_that_of_differences() {
        let points = sine(50);
        let net = built(&points, 6, true);
        let (point, h) = (points.subcols(7, 1), 1e-6);
        let moved = |j: usize, by: f64| {
            net.flatten(Mat::from_fn(2, 1, |i, _| point[(i, 0)] + if i == j { by } else { 0.0 }).as_ref())
        };
        let columns = [0, 1].map(|j| (moved(j, h) - moved(j, -h)) * faer::Scale(0.5 / h));
        let differences = Mat::from_fn(2, 2, |i, j| columns[j][(i, 0)]);
        let exact = net.jacobian_singular_values(point);
        for (found, by_differences) in exact.iter().zip(differences.singular_values().unwrap()) {
            // h² and a rounding over h.
            assert_relative_eq!(*found, by_differences, max_relative = 1e-6);
        }
    }

    /// An invariant: the construction knows no unit of length. With the loss's threshold in the square of the unit and the
    /// least movement in the unit, a scaled curve gets the same layers, scaled.
    #[test]
    fn a_scaled_curve_is_flattened_alike() {
        let points = sine(40);
        let scaled = faer::Scale(8.0) * &points;
        let construction = Construction::published(15);
        let larger = Construction {
            threshold: 64.0 * construction.threshold,
            least_movement: 8.0 * construction.least_movement,
            ..construction
        };
        let [small, large] = [(&points, construction), (&scaled, larger)].map(|(points, construction)| {
            FlatNet::build(points.as_ref(), &construction, &mut stream(3, "net"), |_| {})
        });
        assert_eq!(small.looks.len(), large.looks.len());
        for (a, b) in small.looks.iter().zip(&large.looks) {
            assert_eq!((a.dimension, a.kept), (b.dimension, b.kept));
            // A power of two scales without rounding, but for logarithms and powers of the loss.
            assert_abs_diff_eq!(8.0 * a.radius, b.radius, epsilon = 1e-6);
            assert_abs_diff_eq!(a.alpha, b.alpha, epsilon = 1e-6);
        }
    }

    /// The normalisation holds what it says after each layer.
    #[test]
    fn normalised_points_are_centred_and_reach_one() {
        let points = sine(50);
        let net = built(&points, 12, true);
        for z in &net.iterates(points.as_ref())[1..] {
            assert_abs_diff_eq!(z.row(0).iter().sum::<f64>(), 0.0, epsilon = 1e-12);
            let reach = z.col_iter().map(|x| x.norm_l2()).fold(0.0, f64::max);
            assert_abs_diff_eq!(reach, 1.0, epsilon = 1e-12);
        }
    }
}
