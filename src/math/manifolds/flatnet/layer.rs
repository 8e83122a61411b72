//! One flattening layer: forward, its exact inverse, and the inverse that a decoder uses.

use faer::{Col, ColRef, Mat, MatRef, Scale};

use crate::math::{
    manifolds::centring::{centred, mean_of},
    vectors::largest,
};

/// A layer that presses points near μ towards a plane through it, and remembers how the data bend away from that plane.
///
/// D is the dimension of the space, d that of the plane.
#[derive(Debug, Clone, PartialEq)]
pub struct FlatteningLayer {
    /// U: `[D, d]`, orthonormal columns: the directions of the plane.
    pub tangent: Mat<f64>,
    /// V: `[D, d(d + 1)/2]`, columns orthogonal to U: the bend, on [`quadratic_features`] about the centre.
    pub curvature: Mat<f64>,
    /// μ: `[D]`, the point that the plane passes through.
    pub mean: Col<f64>,
    /// `x_c`: `[D]`, the data point that the bend is counted from.
    pub centre: Col<f64>,
    /// α in `[0, 1)`: how far a point at μ is moved.
    pub alpha: f64,
    /// γ ≥ 0: ln 2 over the square of the distance from μ at which the movement has halved.
    pub gamma: f64,
    /// What is done to the points after that, if anything.
    pub normalisation: Option<Normalisation>,
}

/// Points are centred and scaled.
#[derive(Debug, Clone, PartialEq)]
pub struct Normalisation {
    /// `[D]`, subtracted.
    pub mean: Col<f64>,
    /// What is divided by, > 0.
    pub norm: f64,
}

impl Normalisation {
    /// That which centres `points`: `[D, N]` and makes the largest norm 1.
    pub(super) fn of(points: MatRef<'_, f64>) -> Self {
        let mean = mean_of(points);
        let norm = largest(points.col_iter().map(|x| (x - &mean).norm_l2()));
        Self { mean, norm }
    }

    pub(super) fn apply(&self, points: MatRef<'_, f64>) -> Mat<f64> {
        Scale(1.0 / self.norm) * centred(points, &self.mean)
    }
}

/// The products of pairs of coordinates, `[d(d + 1)/2]`, in the order (1, 1), (1, 2), …, (d, d).
#[must_use]
pub fn quadratic_features(coordinates: ColRef<'_, f64>) -> Col<f64> {
    let d = coordinates.nrows();
    let pairs: Vec<f64> = (0..d).flat_map(|i| (i..d).map(move |j| coordinates[i] * coordinates[j])).collect();
    Col::from_fn(pairs.len(), |k| pairs[k])
}

// ANCHOR: normal_square
/// The squared distance s from the plane that a point had before a layer, from the one it has after it.
///
/// ```text
/// (1 − α e^{−γ(a + s)})² s = ‖z⊥‖²                         book eq. flat-inverse
/// ```
///
/// `tangent_square` is a, the squared distance from μ along the plane, which the layer leaves alone; `flattened_square` is
/// ‖z⊥‖². The left side increases in s wherever α < 1, so there is one solution, between ‖z⊥‖² and ‖z⊥‖²/(1 − α)²:
/// Newton's steps find it, and where one leaves the bracket, the bracket is halved.
#[must_use]
pub fn normal_square(alpha: f64, gamma: f64, tangent_square: f64, flattened_square: f64) -> f64 {
    let (mut low, mut high) = (flattened_square, flattened_square / (1.0 - alpha).powi(2));
    let mut s = low;
    for _ in 0..200 {
        let k = alpha * (-gamma * (tangent_square + s)).exp();
        let excess = (1.0 - k).powi(2) * s - flattened_square;
        if excess > 0.0 {
            high = s;
        } else {
            low = s;
        }
        let newton = s - excess / ((1.0 - k).powi(2) + 2.0 * (1.0 - k) * k * gamma * s);
        let next = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
        if (next - s).abs() <= f64::EPSILON * s {
            return next;
        }
        s = next;
    }
    s
}
// ANCHOR_END: normal_square

impl FlatteningLayer {
    /// k(x): how far the layer moves a point towards the plane, in `[0, α]`.
    ///
    /// ```text
    /// k(x) = α exp(−γ‖x − μ‖²)                                book eq. flat-kernel
    /// ```
    fn kernel(&self, from_mean: ColRef<'_, f64>) -> f64 {
        self.alpha * (-self.gamma * from_mean.squared_norm_l2()).exp()
    }

    /// The part of a vector along the plane, and the part across it.
    fn parts(&self, vector: ColRef<'_, f64>) -> (Col<f64>, Col<f64>) {
        let along = &self.tangent * (self.tangent.transpose() * vector);
        let across = vector - &along;
        (along, across)
    }

    // ANCHOR: flatten
    /// The layer: X `[D, N]` to Z `[D, N]`, one point a column.
    ///
    /// ```text
    /// z = k(x) P(x) + (1 − k(x)) x,   P(x) = μ + UUᵀ(x − μ)     book eq. flat-layer
    /// ```
    ///
    /// Source: Psenka, Pai, Raman, Sastry & Ma 2023, §4.
    #[must_use]
    pub fn flatten(&self, points: MatRef<'_, f64>) -> Mat<f64> {
        columns(points, |x| {
            let from_mean = x - &self.mean;
            let (_, across) = self.parts(from_mean.as_ref());
            let z = x - Scale(self.kernel(from_mean.as_ref())) * across;
            match &self.normalisation {
                Some(Normalisation { mean, norm }) => Scale(1.0 / norm) * (z - mean),
                None => z,
            }
        })
    }

    /// The points before the layer: `[D, N]`, from those after it, whatever they are.
    ///
    /// ```text
    /// x = μ + p + z⊥/(1 − k),   k = α e^{−γ(‖p‖² + s)}         book eq. flat-exact-inverse
    /// ```
    ///
    /// p and z⊥ are the parts of z − μ along and across the plane, and s is [`normal_square`].
    #[must_use]
    pub fn invert(&self, points: MatRef<'_, f64>) -> Mat<f64> {
        columns(points, |z| {
            let (along, across, k) = self.before(self.unscaled(z).as_ref());
            &self.mean + along + Scale(1.0 / (1.0 - k)) * across
        })
    }

    /// What the decoder makes of points after the layer: `[D, N]`. It adds the bend of the data where they were moved, and
    /// needs no distance from the plane, so that it brings points back that lie on the plane.
    ///
    /// ```text
    /// x̂ = z + k ((I − UUᵀ)(x_c − μ) + V q(Uᵀ(z − x_c)))        book eq. flat-decoder
    /// ```
    ///
    /// k is that of the exact inverse, q are the [`quadratic_features`].
    #[must_use]
    pub fn bend_back(&self, points: MatRef<'_, f64>) -> Mat<f64> {
        let (_, offset) = self.parts((&self.centre - &self.mean).as_ref());
        columns(points, |z| {
            let (z, features, k) = self.decoded(z);
            z + Scale(k) * (&offset + &self.curvature * features)
        })
    }
    // ANCHOR_END: flatten

    /// The layer whose bend brings `arriving`: `[D, N]` nearest to `wanted`: `[D, N]`, the points that the layer was given,
    /// in the sum of squares.
    ///
    /// ```text
    /// min over V of Σᵢ ‖x̂(zᵢ) − xᵢ‖²                          book eq. flat-refit
    /// ```
    #[must_use]
    pub fn refitted(&self, arriving: MatRef<'_, f64>, wanted: MatRef<'_, f64>) -> Self {
        let (_, offset) = self.parts((&self.centre - &self.mean).as_ref());
        let (n, pairs) = (arriving.ncols(), self.curvature.ncols());
        let (mut inputs, mut targets) = (Mat::zeros(pairs, n), Mat::zeros(wanted.nrows(), n));
        for i in 0..n {
            let (z, features, k) = self.decoded(arriving.col(i));
            inputs.col_mut(i).copy_from(Scale(k) * features);
            targets.col_mut(i).copy_from(wanted.col(i) - z - Scale(k) * &offset);
        }
        let curvature = super::local_fit::least_squares(inputs.as_ref(), targets.as_ref());
        Self { curvature, ..self.clone() }
    }

    /// A point after the layer without its normalisation, its features about the centre, and k.
    fn decoded(&self, point: ColRef<'_, f64>) -> (Col<f64>, Col<f64>, f64) {
        let z = self.unscaled(point);
        let (_, _, k) = self.before(z.as_ref());
        let coordinates = self.tangent.transpose() * (&z - &self.centre);
        (z, quadratic_features(coordinates.as_ref()), k)
    }

    fn unscaled(&self, point: ColRef<'_, f64>) -> Col<f64> {
        match &self.normalisation {
            Some(Normalisation { mean, norm }) => Scale(*norm) * point + mean,
            None => point.to_owned(),
        }
    }

    /// The parts of z − μ along and across the plane, and the k that moved the point there.
    fn before(&self, z: ColRef<'_, f64>) -> (Col<f64>, Col<f64>, f64) {
        let (along, across) = self.parts((z - &self.mean).as_ref());
        let a = along.squared_norm_l2();
        let s = normal_square(self.alpha, self.gamma, a, across.squared_norm_l2());
        (along, across, self.alpha * (-self.gamma * (a + s)).exp())
    }

    /// ∂z/∂x at a point: `[D, D]`.
    ///
    /// ```text
    /// ∂z/∂x = I − k (I − UUᵀ) + 2γk x⊥ (x − μ)ᵀ               book eq. flat-jacobian
    /// ```
    ///
    /// over the norm, where there is a normalisation; x⊥ is the part of x − μ across the plane.
    #[must_use]
    pub fn jacobian(&self, point: ColRef<'_, f64>) -> Mat<f64> {
        let from_mean = point - &self.mean;
        let (_, across) = self.parts(from_mean.as_ref());
        let k = self.kernel(from_mean.as_ref());
        let onto_plane = &self.tangent * self.tangent.transpose();
        let jacobian = Mat::from_fn(point.nrows(), point.nrows(), |i, j| {
            f64::from(u8::from(i == j)) * (1.0 - k)
                + k * onto_plane[(i, j)]
                + 2.0 * self.gamma * k * across[i] * from_mean[j]
        });
        match &self.normalisation {
            Some(Normalisation { norm, .. }) => Scale(1.0 / norm) * jacobian,
            None => jacobian,
        }
    }
}

/// A function of each column.
fn columns(points: MatRef<'_, f64>, of: impl Fn(ColRef<'_, f64>) -> Col<f64>) -> Mat<f64> {
    let mut images = Mat::zeros(points.nrows(), points.ncols());
    for (mut image, point) in images.col_iter_mut().zip(points.col_iter()) {
        image.copy_from(of(point));
    }
    images
}

#[cfg(test)]
mod tests {
    use super::{FlatteningLayer, Normalisation, normal_square};
    use approx::assert_abs_diff_eq;
    use faer::{Col, Mat};
    use serde::Deserialize;

    /// Layers in 40 digits, by a program of mpmath's: see `tests/oracles/README.md`.
    #[derive(Deserialize)]
    struct Oracle {
        layers: Vec<Known>,
    }

    #[derive(Deserialize)]
    #[expect(non_snake_case, reason = "the names of the paper, in the file")]
    struct Known {
        alpha: f64,
        gamma: f64,
        U: Vec<Vec<f64>>,
        V: Vec<Vec<f64>>,
        mu: Vec<f64>,
        x_c: Vec<f64>,
        mean: Vec<f64>,
        norm: f64,
        inputs: Vec<Vec<f64>>,
        outputs: Vec<Vec<f64>>,
        normal_square_s: Vec<f64>,
        quadratic_inverse: Vec<Vec<f64>>,
    }

    fn rows(of: &[Vec<f64>]) -> Mat<f64> {
        Mat::from_fn(of.len(), of[0].len(), |i, j| of[i][j])
    }

    fn column(of: &[f64]) -> Col<f64> {
        Col::from_fn(of.len(), |i| of[i])
    }

    impl Known {
        fn all() -> Vec<Self> {
            let text = include_str!("../../../../tests/oracles/flatnet_layers.json");
            serde_json::from_str::<Oracle>(text).unwrap().layers
        }

        fn layer(&self) -> FlatteningLayer {
            FlatteningLayer {
                tangent: rows(&self.U),
                curvature: rows(&self.V),
                mean: column(&self.mu),
                centre: column(&self.x_c),
                alpha: self.alpha,
                gamma: self.gamma,
                normalisation: Some(Normalisation { mean: column(&self.mean), norm: self.norm }),
            }
        }

        fn inputs(&self) -> Mat<f64> {
            rows(&self.inputs).transpose().to_owned()
        }
    }

    fn assert_near(a: &Mat<f64>, b: &Mat<f64>, epsilon: f64) {
        assert!((a - b).norm_max() < epsilon, "{} apart", (a - b).norm_max());
    }

    /// Second road: arithmetic of 40 digits. Numbers of order 1 through a dozen operations.
    #[test]
    fn layers_are_those_of_an_independent_program() {
        for known in Known::all() {
            let (layer, inputs) = (known.layer(), known.inputs());
            let outputs = rows(&known.outputs).transpose().to_owned();
            assert_near(&layer.flatten(inputs.as_ref()), &outputs, 1e-12);
            assert_near(&layer.invert(outputs.as_ref()), &inputs, 1e-12);
            let restored = rows(&known.quadratic_inverse).transpose().to_owned();
            assert_near(&layer.bend_back(outputs.as_ref()), &restored, 1e-12);
            for (i, &s) in known.normal_square_s.iter().enumerate() {
                let z = layer.unscaled(outputs.col(i));
                let (along, across) = layer.parts((&z - &layer.mean).as_ref());
                let found = normal_square(layer.alpha, layer.gamma, along.squared_norm_l2(), across.squared_norm_l2());
                assert_abs_diff_eq!(found, s, epsilon = 1e-12 * s.max(1.0));
            }
        }
    }

    /// Second road: the equation itself, where Newton's steps alone would leave the bracket as well.
    #[test]
    fn the_distance_before_a_layer_solves_its_equation() {
        for alpha in [0.0, 0.5, 0.999] {
            for gamma in [0.0, 0.3, 50.0] {
                for flattened in [0.0, 1e-20, 1e-3, 1.0, 1e4] {
                    let s = normal_square(alpha, gamma, 0.2, flattened);
                    let back = (1.0 - alpha * (-gamma * (0.2 + s)).exp()).powi(2) * s;
                    // Relative, times how much the left side amplifies a rounding of s: 2γs(k/(1 − k)) + 1 < 2,000.
                    assert_abs_diff_eq!(back, flattened, epsilon = 1e-12 * flattened);
                }
            }
        }
    }

    /// Second road: central differences, whose error is about h² = 1e-10 and a rounding of 1e-16/h.
    #[test]
    fn the_jacobian_is_that_of_differences() {
        for known in Known::all() {
            let (layer, inputs, h) = (known.layer(), known.inputs(), 1e-5);
            let point = inputs.col(0);
            let jacobian = layer.jacobian(point);
            for j in 0..point.nrows() {
                let moved = |by: f64| Mat::from_fn(point.nrows(), 1, |i, _| point[i] + if i == j { by } else { 0.0 });
                let difference = layer.flatten(moved(h).as_ref()) - layer.flatten(moved(-h).as_ref());
                for i in 0..point.nrows() {
                    assert_abs_diff_eq!(jacobian[(i, j)], difference[(i, 0)] / (2.0 * h), epsilon = 1e-9);
                }
            }
        }
    }

    /// A parabola about its vertex: the plane is its tangent, and the bend brings flattened points back exactly where the
    /// points arrive as the layer left them and the kernel is flat.
    #[test]
    fn a_parabola_is_pressed_flat_and_bent_back() {
        let layer = FlatteningLayer {
            tangent: Mat::from_fn(2, 1, |i, _| [1.0, 0.0][i]),
            curvature: Mat::from_fn(2, 1, |i, _| [0.0, 0.7][i]),
            mean: Col::zeros(2),
            centre: Col::zeros(2),
            alpha: 0.4,
            gamma: 0.0,
            normalisation: None,
        };
        let parabola = Mat::from_fn(2, 9, |i, j| {
            let x = j as f64 / 4.0 - 1.0;
            [x, 0.7 * x * x][i]
        });
        let flattened = layer.flatten(parabola.as_ref());
        for j in 0..9 {
            assert_abs_diff_eq!(flattened[(1, j)], 0.6 * parabola[(1, j)], epsilon = 1e-15);
        }
        assert_near(&layer.bend_back(flattened.as_ref()), &parabola, 1e-15);
        // A bend that was lost is found again from the points.
        let forgetful = FlatteningLayer { curvature: Mat::zeros(2, 1), ..layer.clone() };
        let refitted = forgetful.refitted(flattened.as_ref(), parabola.as_ref());
        assert_near(&refitted.curvature, &layer.curvature, 1e-12);
    }
}
