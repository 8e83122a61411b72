//! From a flattened manifold's coordinates back to its points: three decoders of the same layers.

use faer::{Col, Mat, MatRef};

use crate::math::{
    manifolds::centring::{centred, mean_of},
    subspaces::principal_components::PrincipalComponents,
};

use super::{FlatNet, layer::FlatteningLayer};

/// The subspace that flattened points lie near, and their coordinates in it.
#[derive(Debug, Clone)]
pub struct Code {
    /// `[D]`, the mean of the points.
    pub mean: Col<f64>,
    /// B: `[D, d]`, orthonormal columns.
    pub directions: Mat<f64>,
    /// σ: `[min(D, N)]`, the singular values of the centred points, falling.
    pub singular_values: Vec<f64>,
}

impl Code {
    /// The `d` leading principal directions of `points`: `[D, N]`, about their mean.
    ///
    /// # Panics
    ///
    /// If there are no points.
    #[must_use]
    pub fn of(points: MatRef<'_, f64>, d: usize) -> Self {
        let mean = mean_of(points);
        let components = PrincipalComponents::from_points(centred(points, &mean).as_ref());
        let singular_values = components.energies.iter().map(|energy| energy.sqrt()).collect();
        Self { mean, directions: components.basis(d).to_owned(), singular_values }
    }

    /// The coordinates: `[d, N]`.
    #[must_use]
    pub fn encode(&self, points: MatRef<'_, f64>) -> Mat<f64> {
        self.directions.transpose() * centred(points, &self.mean)
    }

    /// The points of the subspace with these coordinates: `[D, N]`.
    #[must_use]
    pub fn embed(&self, coordinates: MatRef<'_, f64>) -> Mat<f64> {
        let linear = &self.directions * coordinates;
        Mat::from_fn(linear.nrows(), linear.ncols(), |i, j| linear[(i, j)] + self.mean[i])
    }

    /// How far the points are from flat: the first singular value that the subspace leaves out over the largest.
    #[must_use]
    pub fn flatness(&self) -> f64 {
        let left_out = self.singular_values.get(self.directions.ncols()).copied().unwrap_or(0.0);
        left_out / self.singular_values[0]
    }
}

/// In which order a decoder applies the layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The encoder's, as the authors' program 0.2.1 has it.
    Encoder,
    /// The reverse: what was pressed last is bent back first.
    Reversed,
    /// The reverse, with the bend of each layer fitted again to the points that arrive there.
    Refitted,
}

/// Layers that bend a flat code back.
#[derive(Debug, Clone)]
pub struct Decoder {
    /// In the order in which they are applied.
    pub layers: Vec<FlatteningLayer>,
    /// Where the code lies.
    pub code: Code,
}

impl Decoder {
    /// The decoder of `net` for codes of `d` numbers; `points`: `[D, N]` are those that the net was built on.
    ///
    /// # Panics
    ///
    /// If there are no points.
    #[must_use]
    pub fn new(net: &FlatNet, points: MatRef<'_, f64>, d: usize, order: Order) -> Self {
        let iterates = net.iterates(points);
        let code = Code::of(iterates[net.layers.len()].as_ref(), d);
        let layers = match order {
            Order::Encoder => net.layers.clone(),
            Order::Reversed => net.layers.iter().rev().cloned().collect(),
            Order::Refitted => {
                let mut arriving = code.embed(code.encode(iterates[net.layers.len()].as_ref()).as_ref());
                let refit = |(layer, wanted): (&FlatteningLayer, &Mat<f64>)| {
                    let layer = layer.refitted(arriving.as_ref(), wanted.as_ref());
                    arriving = layer.bend_back(arriving.as_ref());
                    layer
                };
                net.layers.iter().zip(&iterates).rev().map(refit).collect()
            }
        };
        Self { layers, code }
    }

    /// Points from their codes: `[d, N]` to `[D, N]`.
    #[must_use]
    pub fn decode(&self, coordinates: MatRef<'_, f64>) -> Mat<f64> {
        let flat = self.code.embed(coordinates);
        self.layers.iter().fold(flat, |z, layer| layer.bend_back(z.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, Decoder, Order};
    use crate::{
        data::{sparse_signals::gaussian_matrix, streams::stream},
        math::manifolds::flatnet::{FlatNet, construction::Construction},
    };
    use approx::assert_relative_eq;
    use faer::Mat;

    fn bent(n: usize) -> Mat<f64> {
        let x = |j: usize| 2.0 * (j as f64 + 0.5) / n as f64 - 1.0;
        Mat::from_fn(2, n, |i, j| [x(j), 0.4 * x(j) * x(j)][i])
    }

    /// Second road: principal components by what they lose.
    #[test]
    fn a_code_loses_the_singular_values_left_out() {
        let points = gaussian_matrix(5, 30, &mut stream(1, "points"));
        let code = Code::of(points.as_ref(), 2);
        let lost = (code.embed(code.encode(points.as_ref()).as_ref()) - &points).squared_norm_l2();
        let left_out: f64 = code.singular_values[2..].iter().map(|s| s * s).sum();
        assert_relative_eq!(lost, left_out, max_relative = 1e-12);
        assert_relative_eq!(code.flatness(), code.singular_values[2] / code.singular_values[0]);
    }

    /// With one layer there is nothing to order. What the fit anew can do the old bend is a case of, so it loses no more.
    #[test]
    fn orders_of_one_layer_agree_and_a_refit_loses_no_more() {
        let points = bent(40);
        let mut net = FlatNet::build(points.as_ref(), &Construction::published(3), &mut stream(2, "net"), |_| {});
        net.layers.truncate(1);
        let z = net.flatten(points.as_ref());
        let lost = |order| {
            let decoder = Decoder::new(&net, points.as_ref(), 1, order);
            (decoder.decode(decoder.code.encode(z.as_ref()).as_ref()) - &points).squared_norm_l2()
        };
        let [encoder, reversed, refitted] = [Order::Encoder, Order::Reversed, Order::Refitted].map(lost);
        assert!((encoder - reversed).abs() < 1e-15);
        assert!(refitted <= encoder + 1e-12, "{refitted} {encoder}");
    }

    /// A limit: without layers the decoder is the code's own plane, in any order, and with all dimensions it loses nothing.
    #[test]
    fn without_layers_a_code_of_all_dimensions_loses_nothing() {
        let points = bent(40);
        let net = FlatNet { layers: Vec::new(), looks: Vec::new(), at_rest: true };
        for order in [Order::Encoder, Order::Reversed, Order::Refitted] {
            let back = |d: usize| {
                let decoder = Decoder::new(&net, points.as_ref(), d, order);
                decoder.decode(decoder.code.encode(points.as_ref()).as_ref()) - &points
            };
            assert!(back(2).norm_max() < 1e-14);
            let left_out = Code::of(points.as_ref(), 1).singular_values[1];
            assert_relative_eq!(back(1).norm_l2(), left_out, max_relative = 1e-12);
        }
    }
}
