//! A plane and a bend fitted to the points about a centre.

use faer::{Col, ColRef, Mat, MatRef, Scale, Side};

use super::layer::quadratic_features;

/// Points whose weight is less than this are left out of a fit.
const LEAST_WEIGHT: f64 = 1e-6;
/// Directions of the features in which they are smaller than this part of the largest count as missing.
const RANK_TOLERANCE: f64 = 1e-4;
/// The first step of a descent turns the plane by about this, radians.
const FIRST_TURN: f64 = 0.1;
/// A step has to gain at least this part of what the slope promises (Armijo's condition).
const SUFFICIENT: f64 = 1e-4;

/// The points about a centre, with weights.
#[derive(Debug, Clone)]
pub struct Neighbourhood {
    /// Y: `[D, m]`, the points less the centre.
    pub displacements: Mat<f64>,
    /// w: `[m]`, in (0, 1].
    pub weights: Vec<f64>,
    /// μ: `[D]`, the mean about the centre.
    pub mean: Col<f64>,
}

/// How a fit descends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Descent {
    /// Steps at most.
    pub steps: usize,
    /// It ends where a step moves the entries of U by less than this, root mean square.
    pub tolerance: f64,
    /// Whether a bend is fitted.
    pub bend: bool,
}

/// A plane and a bend, and what they leave.
#[derive(Debug, Clone)]
pub struct LocalFit {
    /// U: `[D, d]`, orthonormal columns.
    pub tangent: Mat<f64>,
    /// V: `[D, d(d + 1)/2]`, on [`quadratic_features`].
    pub curvature: Mat<f64>,
    /// Half the mean square of the weighted residuals, over points and coordinates.
    pub loss: f64,
    /// The longest weighted residual of a point.
    pub largest_residual: f64,
    /// Whether the descent came to rest.
    pub converged: bool,
}

/// γ for a kernel that halves at `radius` from its centre.
///
/// ```text
/// γ = ln 2/r²                                             book eq. flat-radius
/// ```
#[must_use]
pub fn gamma(radius: f64) -> f64 {
    std::f64::consts::LN_2 / (radius * radius)
}

impl Neighbourhood {
    /// The points about `centre` to within a few `radius`. The weights are those of a kernel about the *mean* that the
    /// kernel about the centre gives, since a centre at the edge of the data has all of them on one side.
    ///
    /// ```text
    /// μ = Σ e^{−γ‖xᵢ − x_c‖²} xᵢ / Σ e^{−γ‖xᵢ − x_c‖²},   wᵢ = e^{−γ‖xᵢ − μ‖²}        book eq. flat-weights
    /// ```
    ///
    /// Source: Psenka et al. 2023, as their program 0.2.1 has it.
    #[must_use]
    pub fn about(points: MatRef<'_, f64>, centre: ColRef<'_, f64>, radius: f64) -> Self {
        let gamma = gamma(radius);
        let kernel = |from: ColRef<'_, f64>| {
            points.col_iter().map(|x| (-gamma * (x - from).squared_norm_l2()).exp()).collect::<Vec<f64>>()
        };
        let near = kernel(centre);
        let share = near.iter().sum::<f64>();
        let mean = points * Col::from_fn(near.len(), |i| near[i] / share);
        let weights = kernel(mean.as_ref());
        let kept: Vec<usize> = (0..weights.len()).filter(|&i| weights[i] > LEAST_WEIGHT).collect();
        let displacements = Mat::from_fn(points.nrows(), kept.len(), |j, i| points[(j, kept[i])] - centre[j]);
        Self { displacements, weights: kept.iter().map(|&i| weights[i]).collect(), mean }
    }

    // ANCHOR: local_fit
    /// The plane through the centre, and the bend on it, that leave least, found by a descent from `start`: `[D, d]`.
    ///
    /// ```text
    /// min over U, V of 1/(2mD) Σᵢ wᵢ² ‖(I − UUᵀ)yᵢ − V q(Uᵀyᵢ)‖²,   UᵀU = I          book eq. flat-fit
    /// ```
    ///
    /// V is the least-squares solution for each U, so that the loss depends on the plane alone: the descent is that of
    /// conjugate gradients on the Grassmann manifold. It ends when a step moves the entries of U by less than the
    /// descent's tolerance in root mean square, or after its steps.
    ///
    /// Without `bend`, V stays 0, and the plane alone is fitted.
    ///
    /// Source: Psenka et al. 2023, §4; conjugate gradients: Edelman, Arias & Smith 1998, §3.4, with Polak and Ribière's
    /// factor, transport by projection and a retraction by QR.
    ///
    /// # Panics
    ///
    /// If no points are near.
    #[must_use]
    pub fn fit(&self, start: MatRef<'_, f64>, descent: &Descent) -> LocalFit {
        assert!(self.displacements.ncols() > 0, "no points are near");
        let mut at = self.evaluate(orthonormal(&start.to_owned()), descent.bend);
        let mut direction = -&at.gradient;
        let mut step = FIRST_TURN / direction.norm_l2().max(f64::MIN_POSITIVE);
        let mut converged = false;
        for _ in 0..descent.steps {
            let mut slope = inner(at.gradient.as_ref(), direction.as_ref());
            if slope >= 0.0 {
                direction = -&at.gradient;
                slope = -at.gradient.squared_norm_l2();
            }
            let Some((taken, next)) = self.line_search(&at, direction.as_ref(), slope, (step, descent.bend)) else {
                converged = true;
                break;
            };
            let moved = (&next.tangent - &at.tangent).norm_l2()
                / (at.tangent.nrows() as f64 * at.tangent.ncols() as f64).sqrt();
            let [old, carried] = [&at.gradient, &direction].map(|v| tangential(next.tangent.as_ref(), v.clone()));
            let turned = inner(next.gradient.as_ref(), (&next.gradient - old).as_ref());
            let keep = (turned / at.gradient.squared_norm_l2()).max(0.0);
            direction = Scale(keep) * carried - &next.gradient;
            (at, step) = (next, 2.0 * taken);
            if moved < descent.tolerance {
                converged = true;
                break;
            }
        }
        at.fit(converged)
    }
    // ANCHOR_END: local_fit

    /// The first of the halved steps that gains enough, or nothing if none does: then rounding is all that is left.
    fn line_search(
        &self,
        at: &Evaluated,
        direction: MatRef<'_, f64>,
        slope: f64,
        (first, bend): (f64, bool),
    ) -> Option<(f64, Evaluated)> {
        (0..40).map(|halvings| first * 0.5_f64.powi(halvings)).find_map(|step| {
            let next = self.evaluate(orthonormal(&(&at.tangent + Scale(step) * direction)), bend);
            (next.loss < at.loss + SUFFICIENT * step * slope).then_some((step, next))
        })
    }

    /// The loss of a plane with the best bend on it, and its gradient along the Grassmann manifold.
    fn evaluate(&self, tangent: Mat<f64>, bend: bool) -> Evaluated {
        let y = &self.displacements;
        let coordinates = tangent.transpose() * y;
        let across = y - &tangent * &coordinates;
        let features = self.weighted(features(coordinates.as_ref()));
        let curvature = if bend {
            least_squares(features.as_ref(), self.weighted(across.clone()).as_ref())
        } else {
            Mat::zeros(y.nrows(), features.nrows())
        };
        // w times the residual; its part along the plane is 0, since both of its terms lie across it.
        let residuals = self.weighted(across) - &curvature * features;
        let scale = 1.0 / (y.nrows() as f64 * y.ncols() as f64);
        let loss = 0.5 * scale * residuals.squared_norm_l2();
        // d residual = −w (dU c + V J_q(c) dUᵀy) but for what lies along the plane.
        let weighted = self.weighted(residuals.clone());
        let along = curvature.transpose() * &weighted;
        let d = tangent.ncols();
        let turned = Mat::from_fn(d, y.ncols(), |a, i| {
            let pairs = (0..d).flat_map(|b| (b..d).map(move |c| (b, c))).enumerate();
            pairs.fold(0.0, |sum, (pair, (b, c))| {
                let by =
                    if b == a { coordinates[(c, i)] } else { 0.0 } + if c == a { coordinates[(b, i)] } else { 0.0 };
                sum + along[(pair, i)] * by
            })
        });
        let gradient = Scale(-scale) * (&weighted * coordinates.transpose() + y * turned.transpose());
        let gradient = tangential(tangent.as_ref(), gradient);
        Evaluated { tangent, curvature, residuals, loss, gradient }
    }

    /// Each column times its weight.
    fn weighted(&self, mut columns: Mat<f64>) -> Mat<f64> {
        for (mut column, &weight) in columns.col_iter_mut().zip(&self.weights) {
            column *= Scale(weight);
        }
        columns
    }
}

/// A plane on the way.
struct Evaluated {
    tangent: Mat<f64>,
    curvature: Mat<f64>,
    residuals: Mat<f64>,
    loss: f64,
    gradient: Mat<f64>,
}

impl Evaluated {
    fn fit(self, converged: bool) -> LocalFit {
        let largest_residual = self.residuals.col_iter().map(|r| r.norm_l2()).fold(0.0, f64::max);
        let Self { tangent, curvature, loss, .. } = self;
        LocalFit { tangent, curvature, loss, largest_residual, converged }
    }
}

fn features(coordinates: MatRef<'_, f64>) -> Mat<f64> {
    let d = coordinates.nrows();
    let mut features = Mat::zeros(d * (d + 1) / 2, coordinates.ncols());
    for (mut column, point) in features.col_iter_mut().zip(coordinates.col_iter()) {
        column.copy_from(quadratic_features(point));
    }
    features
}

/// The matrix B: `[D, p]` with the least ‖T − B X‖², for inputs X: `[p, m]` and targets T: `[D, m]`; the smallest one where
/// the inputs leave it open.
///
/// By the eigenvectors of `XXᵀ`: directions in which the inputs are smaller than 1e-4 of the largest are left out, and
/// squared, that is far above rounding.
pub(super) fn least_squares(inputs: MatRef<'_, f64>, targets: MatRef<'_, f64>) -> Mat<f64> {
    let eigen = (inputs * inputs.transpose()).self_adjoint_eigen(Side::Lower).expect("finite numbers");
    let (values, vectors) = (eigen.S().column_vector(), eigen.U());
    let largest = values.iter().copied().fold(0.0, f64::max);
    let mut along = (targets * inputs.transpose()) * vectors;
    for (mut column, &value) in along.col_iter_mut().zip(values.iter()) {
        let kept = value > RANK_TOLERANCE * RANK_TOLERANCE * largest;
        column *= Scale(if kept { 1.0 / value } else { 0.0 });
    }
    along * vectors.transpose()
}

/// Orthonormal columns that span what those of `matrix` span, near them: `[D, d]`.
pub(super) fn orthonormal(matrix: &Mat<f64>) -> Mat<f64> {
    let qr = matrix.qr();
    let mut q = qr.compute_thin_Q();
    for (j, mut column) in q.col_iter_mut().enumerate() {
        if qr.thin_R()[(j, j)] < 0.0 {
            column *= Scale(-1.0);
        }
    }
    q
}

/// The part of a matrix of vectors that turns the plane.
fn tangential(tangent: MatRef<'_, f64>, vectors: Mat<f64>) -> Mat<f64> {
    let along = tangent * (tangent.transpose() * &vectors);
    vectors - along
}

fn inner(a: MatRef<'_, f64>, b: MatRef<'_, f64>) -> f64 {
    a.col_iter().zip(b.col_iter()).map(|(a, b)| a.transpose() * b).sum()
}

#[cfg(test)]
mod tests {
    use super::{Descent, Neighbourhood, inner, least_squares, orthonormal, tangential};
    use crate::data::{sparse_signals::gaussian_matrix, streams::stream, subspaces::orthonormal_frame};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::{Col, Mat, Scale};

    /// Points on a random quadratic graph over a random plane: `[D, N]`, its plane and its bend.
    fn graph(ambient: usize, d: usize, n: usize) -> (Mat<f64>, Mat<f64>, Mat<f64>) {
        let mut rng = stream(4, "graph");
        let tangent = orthonormal_frame(ambient, d, &mut rng);
        let curvature = tangential(tangent.as_ref(), gaussian_matrix(ambient, d * (d + 1) / 2, &mut rng));
        let coordinates = Scale(0.5) * gaussian_matrix(d, n, &mut rng);
        let points = &tangent * &coordinates + &curvature * super::features(coordinates.as_ref());
        (points, tangent, curvature)
    }

    /// A quadratic graph is fitted exactly, from any start.
    #[test]
    fn a_quadratic_graph_is_found() {
        for (ambient, d) in [(2, 1), (3, 2), (8, 3)] {
            let (points, tangent, curvature) = graph(ambient, d, 60);
            let near = Neighbourhood::about(points.as_ref(), Col::zeros(ambient).as_ref(), 3.0);
            let start = &tangent + Scale(0.3) * gaussian_matrix(ambient, d, &mut stream(5, "start"));
            let fit = near.fit(start.as_ref(), &Descent { steps: 2000, tolerance: 1e-12, bend: true });
            // The loss is a square: rounding squared, and what the last steps leave.
            assert!(fit.converged && fit.loss < 1e-18, "{}", fit.loss);
            let planes = |u: &Mat<f64>| u * u.transpose();
            assert!((planes(&fit.tangent) - planes(&tangent)).norm_max() < 1e-7);
            // The bend in the found plane's own coordinates, at one point.
            let c = Col::from_fn(d, |i| 0.1 + i as f64);
            let own = fit.tangent.transpose() * (&tangent * &c);
            let bend = |v: &Mat<f64>, c: &Col<f64>| v * super::quadratic_features(c.as_ref());
            assert!((bend(&fit.curvature, &own) - bend(&curvature, &c)).norm_max() < 1e-6);
        }
    }

    /// Second road: central differences of the loss along a turn of the plane, error of order h².
    #[test]
    fn the_gradient_is_that_of_differences() {
        let mut rng = stream(6, "points");
        let points = gaussian_matrix(5, 40, &mut rng);
        let near = Neighbourhood::about(points.as_ref(), points.col(3), 0.8);
        let at = near.evaluate(orthonormal_frame(5, 2, &mut rng), true);
        let turn = tangential(at.tangent.as_ref(), gaussian_matrix(5, 2, &mut rng));
        let h = 1e-5;
        let loss = |step: f64| near.evaluate(orthonormal(&(&at.tangent + Scale(step) * &turn)), true).loss;
        let slope = (loss(h) - loss(-h)) / (2.0 * h);
        assert_relative_eq!(inner(at.gradient.as_ref(), turn.as_ref()), slope, max_relative = 1e-6);
    }

    /// A limit: without a bend the best plane through the centre is that of the weighted principal components.
    #[test]
    fn without_a_bend_it_is_weighted_principal_components() {
        let points = gaussian_matrix(4, 50, &mut stream(8, "points"));
        let near = Neighbourhood::about(points.as_ref(), points.col(0), 0.7);
        let start = orthonormal_frame(4, 2, &mut stream(9, "start"));
        let fit = near.fit(start.as_ref(), &Descent { steps: 3000, tolerance: 1e-11, bend: false });
        let energies = near.weighted(near.displacements.clone()).singular_values().unwrap();
        let left = energies[2..].iter().map(|s| s * s).sum::<f64>() / (2.0 * 4.0 * near.weights.len() as f64);
        // At the minimum the loss is flat: the last step's square.
        assert_relative_eq!(fit.loss, left, max_relative = 1e-9);
        assert_abs_diff_eq!(fit.curvature.norm_max(), 0.0);
    }

    /// A point at the radius weighs half of one at the centre, and the mean of a symmetric cloud is its centre.
    #[test]
    fn the_weight_halves_at_the_radius() {
        let points = Mat::from_fn(1, 3, |_, j| [-0.5, 0.0, 0.5][j]);
        let near = Neighbourhood::about(points.as_ref(), points.col(1), 0.5);
        assert_abs_diff_eq!(near.mean[0], 0.0);
        for (found, exact) in near.weights.iter().zip([0.5, 1.0, 0.5]) {
            assert_abs_diff_eq!(*found, exact, epsilon = 1e-15);
        }
    }

    /// Second road: the normal equations; and of two equal inputs each gets half.
    #[test]
    fn least_squares_solves_and_divides_what_is_open() {
        let mut rng = stream(7, "inputs");
        let (inputs, truth) = (gaussian_matrix(4, 30, &mut rng), gaussian_matrix(3, 4, &mut rng));
        let found = least_squares(inputs.as_ref(), (&truth * &inputs).as_ref());
        assert!((found - truth).norm_max() < 1e-12);
        let twice = Mat::from_fn(2, 5, |_, j| j as f64);
        let half = least_squares(twice.as_ref(), Mat::from_fn(1, 5, |_, j| j as f64).as_ref());
        assert_abs_diff_eq!(half[(0, 0)], 0.5, epsilon = 1e-14);
        assert_abs_diff_eq!(half[(0, 1)], 0.5, epsilon = 1e-14);
    }
}
