//! The lecture's network, a deep ReLU network without biases, and its empirical neural tangent kernel.

use dfdx::{
    shapes::{Axes2, HasShape},
    tensor::{PutTape, SplitTape},
    tensor_ops::{PermuteTo, TryMatMul},
};
use faer::{Mat, Side};

use crate::{
    ground::device::DeviceError,
    nn::{
        device::Device,
        matrix::Matrix,
        module::Module,
        network::Network,
        parameters::{Initial, Parameters, Slot, Weights},
        question::Question,
        tape::Recorder,
        tensor::{Constant, Tensor},
        windows::Extent,
    },
};

/// L hidden layers of width n, without biases, and one linear output.
///
/// ```text
/// α⁰ = x,  z^ℓ = W^ℓ α^{ℓ−1},  α^ℓ = max(z^ℓ, 0),  f(x) = W^{L+1} α^L            book eq. relu-network
/// ```
///
/// At the start the entries of W¹ … W^L are drawn from N(0, 2/n) and those of W^{L+1} from N(0, 1), so that
/// E f(x)² = ‖x‖². The parameters are `layer1.weight` to `layer{L}.weight`, and `last.weight`.
///
/// Source: Buchanan et al. 2021, section 2.
#[derive(Debug, Clone)]
pub struct ReluNetwork {
    parameters: Parameters,
    hidden: Vec<Slot>,
    last: Slot,
    inputs: usize,
}

impl ReluNetwork {
    /// A network on `inputs` numbers with `depth` hidden layers of `width` neurons.
    ///
    /// # Panics
    ///
    /// If one of the three is 0.
    #[must_use]
    pub fn new(inputs: usize, width: usize, depth: usize) -> Self {
        assert!(inputs > 0 && width > 0 && depth > 0, "a network of {depth} layers of {width} on {inputs} numbers");
        let mut parameters = Parameters::default();
        let hidden = (0..depth).map(|layer| {
            let shape = [width, if layer == 0 { inputs } else { width }];
            parameters.add(
                format!("layer{}.weight", layer + 1),
                shape,
                Initial::Normal { variance: 2.0 / width as f64 },
            )
        });
        let hidden = hidden.collect();
        let last = parameters.add("last.weight", [1, width], Initial::Normal { variance: 1.0 });
        Self { parameters, hidden, last, inputs }
    }

    /// How many hidden layers L there are.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.hidden.len()
    }
}

impl Module for ReluNetwork {
    fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    fn input(&self) -> Extent {
        Extent { height: 1, width: 1, channels: self.inputs }
    }

    fn output(&self) -> Extent {
        Extent { height: 1, width: 1, channels: 1 }
    }

    fn forward<D: Device>(&self, weights: &Weights<D>, x: Tensor<D>) -> Tensor<D> {
        let through = |x: Tensor<D>, slot| x.matmul(weights.get(slot).permute::<_, Axes2<1, 0>>());
        let top = self.hidden.iter().fold(x, |x, &slot| D::relu(through(x, slot)));
        through(top, self.last)
    }
}

// ANCHOR: factors
/// The two factors of a network's tangent kernel, a matrix a layer: what reaches the layer forward, α^{ℓ−1}, and what
/// reaches it backward, β^ℓ = ∂f/∂z^ℓ, one example a row.
struct Factors<D: Device> {
    forward: Vec<Constant<D>>,
    backward: Vec<Constant<D>>,
}

impl<D: Device> Factors<D> {
    /// One forward and one backward pass, for all examples together.
    fn pass(model: &ReluNetwork, weights: &Weights<D>, x: Constant<D>) -> Self {
        let hidden: Vec<Constant<D>> = model.hidden.iter().map(|&slot| constant(weights, slot)).collect();
        let mut forward = vec![x];
        for weight in &hidden {
            let z = forward[forward.len() - 1].clone().matmul(weight.clone().permute::<_, Axes2<1, 0>>());
            forward.push(z.relu());
        }
        let rows = forward[0].shape().0;
        // Before the first gate, what arrives from the output is the last layer's weights, for every example.
        let ones: Constant<D> = weights.device().ones_like(&(rows, 1));
        let mut arriving = ones.matmul(constant(weights, model.last));
        let mut backward = Vec::with_capacity(hidden.len());
        for (layer, weight) in hidden.iter().enumerate().rev() {
            let beta = gate(&forward[layer + 1], arriving);
            arriving = if layer == 0 { beta.clone() } else { beta.clone().matmul(weight.clone()) };
            backward.push(beta);
        }
        backward.reverse();
        forward.pop();
        Self { forward, backward }
    }
}
// ANCHOR_END: factors

/// `arriving` where the neuron is active, 0 elsewhere.
fn gate<D: Device>(alpha: &Constant<D>, arriving: Constant<D>) -> Constant<D> {
    D::gate(alpha, arriving.put_tape(Recorder::off())).split_tape().0
}

fn constant<D: Device>(weights: &Weights<D>, slot: Slot) -> Constant<D> {
    weights.get(slot).split_tape().0
}

/// The kernel between the rows of two matrices.
struct TangentKernel<'a> {
    left: &'a Matrix,
    right: Option<&'a Matrix>,
}

impl Question<ReluNetwork> for TangentKernel<'_> {
    type Answer = Matrix;

    fn answer<D: Device>(self, model: &ReluNetwork, weights: &Weights<D>) -> Matrix {
        let factors = |x: &Matrix| {
            assert_eq!(x.columns(), model.inputs, "numbers of an input example");
            Factors::pass(model, weights, weights.constant(x, model.input()))
        };
        let left = factors(self.left);
        let other = self.right.map(factors);
        let right = other.as_ref().unwrap_or(&left);
        let gram = |a: &Constant<D>, b: &Constant<D>| a.clone().matmul(b.clone().permute::<_, Axes2<1, 0>>());
        let layers = (0..model.depth()).map(|layer| {
            gram(&left.forward[layer], &right.forward[layer]) * gram(&left.backward[layer], &right.backward[layer])
        });
        let sum = layers.reduce(|sum, layer| sum + layer).expect("a hidden layer");
        let (rows, columns) = *sum.shape();
        Matrix::new(rows, columns, D::read(&sum))
    }
}

impl Network<ReluNetwork> {
    /// The empirical neural tangent kernel of the hidden layers between every two rows of `points`, `[points, points]`,
    /// in the network's own units (the kernel of a wide one is near (n/2) K(ν)).
    ///
    /// ```text
    /// Θ(x, x′) = Σ_ℓ ⟨α^{ℓ−1}, α′^{ℓ−1}⟩ ⟨β^ℓ, β′^ℓ⟩ + ⟨α^L, α′^L⟩                   book eq. forward-backward
    /// ```
    ///
    /// The gradient by W^ℓ is the outer product of β^ℓ and α^{ℓ−1}, so its inner products need neither the gradient nor
    /// memory for it: two matrix products a layer for the passes, two for the Gram matrices. The last term, the
    /// output layer's, is left out as in the limit; see `math::kernel`.
    ///
    /// # Panics
    ///
    /// If a row is not one input example.
    pub fn tangent_kernel(&self, points: &Matrix) -> Result<Matrix, DeviceError> {
        self.answer(TangentKernel { left: points, right: None })
    }

    /// As [`Self::tangent_kernel`], between the rows of `left` and those of `right`: `[left, right]`.
    ///
    /// # Panics
    ///
    /// As [`Self::tangent_kernel`].
    pub fn tangent_kernel_between(&self, left: &Matrix, right: &Matrix) -> Result<Matrix, DeviceError> {
        self.answer(TangentKernel { left, right: Some(right) })
    }

    /// The rate η of gradient descent on the mean square error of these N examples, by the largest eigenvalue λ of the
    /// kernel between them.
    ///
    /// ```text
    /// η = share · N / λ
    /// ```
    ///
    /// A step multiplies the error by 1 − 2ηΘ/N, if the last layer's small part of the kernel is left out: while the
    /// kernel stays what it is, no mode of the error grows with a share below 1, and none changes its sign below ½.
    ///
    /// # Panics
    ///
    /// As [`Self::tangent_kernel`], or if the kernel has a number that is none.
    pub fn rate_by_kernel(&self, inputs: &Matrix, share: f64) -> Result<f64, DeviceError> {
        Ok(share * inputs.rows() as f64 / largest_eigenvalue(&self.tangent_kernel(inputs)?))
    }
}

/// The largest eigenvalue of a symmetric matrix.
fn largest_eigenvalue(matrix: &Matrix) -> f64 {
    let matrix = Mat::from_fn(matrix.rows(), matrix.rows(), |i, j| f64::from(matrix.row(i)[j]));
    let values = matrix.self_adjoint_eigenvalues(Side::Lower).expect("a finite symmetric matrix");
    values[values.len() - 1]
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::ReluNetwork;
    use crate::{
        data::streams::stream,
        ground::device::DeviceKind,
        nn::{Matrix, Network},
    };
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    fn points(count: usize, inputs: usize) -> Matrix {
        let mut rng = stream(3, "points");
        Matrix::from_fn(count, inputs, |_, _| rng.sample(StandardNormal))
    }

    /// f(x) in f64 by plain loops; `weights`: one `[rows, columns]` matrix a layer, row after row.
    fn output(weights: &[Vec<f64>], x: &[f64]) -> f64 {
        let mut alpha = x.to_vec();
        for (layer, weight) in weights.iter().enumerate() {
            let gate = if layer + 1 < weights.len() { 0.0 } else { f64::NEG_INFINITY };
            let product = |row: &[f64]| row.iter().zip(&alpha).map(|(w, a)| w * a).sum::<f64>().max(gate);
            alpha = weight.chunks(alpha.len()).map(product).collect();
        }
        alpha[0]
    }

    /// ∂f/∂W of the hidden layers by central differences, all numbers in a row.
    fn gradient(weights: &[Vec<f64>], x: &[f64]) -> Vec<f64> {
        let step = 1e-6;
        let mut slopes = Vec::new();
        for layer in 0..weights.len() - 1 {
            for at in 0..weights[layer].len() {
                let moved = |by: f64| {
                    let mut weights = weights.to_vec();
                    weights[layer][at] += by;
                    output(&weights, x)
                };
                slopes.push((moved(step) - moved(-step)) / (2.0 * step));
            }
        }
        slopes
    }

    /// Second road: the gradient by every weight, by central differences in f64, and their inner products.
    #[test]
    fn the_factors_give_the_inner_products_of_the_gradients() {
        let (inputs, width, depth) = (3, 7, 4);
        let network = Network::new(ReluNetwork::new(inputs, width, depth), DeviceKind::Cpu, 5).unwrap();
        let points = points(6, inputs);
        let weights: Vec<Vec<f64>> =
            network.weights().map(|(_, values)| values.into_iter().map(f64::from).collect()).collect();
        let wide = |row: usize| points.row(row).iter().copied().map(f64::from).collect::<Vec<_>>();
        let gradients: Vec<Vec<f64>> = (0..6).map(|row| gradient(&weights, &wide(row))).collect();
        let outputs = network.apply(&points).unwrap();
        let kernel = network.tangent_kernel(&points).unwrap();
        let between = network.tangent_kernel_between(&points.slice(0..2), &points.slice(2..6)).unwrap();
        let scale = kernel.values().iter().copied().fold(0.0, f32::max);
        for (row, left) in gradients.iter().enumerate() {
            assert_relative_eq!(f64::from(outputs.row(row)[0]), output(&weights, &wide(row)), max_relative = 1e-4);
            for (column, right) in gradients.iter().enumerate() {
                let product: f64 = left.iter().zip(right).map(|(a, b)| a * b).sum();
                // Five products in f32 and differences of a function without curvature: roundings of the largest entry.
                let off = (f64::from(kernel.row(row)[column]) - product).abs();
                assert!(off < 1e-5 * f64::from(scale), "({row}, {column}) is off by {off}");
            }
        }
        for row in 0..2 {
            for column in 0..4 {
                assert_relative_eq!(between.row(row)[column], kernel.row(row)[column + 2], max_relative = 1e-5);
            }
        }
    }

    /// Limit: E f² = ‖x‖² at the start, whatever the depth.
    #[test]
    fn the_start_keeps_the_norm_of_its_input_on_average() {
        let x = Matrix::new(1, 3, vec![2.0, -1.0, 2.0]);
        let square = |seed| {
            let network = Network::new(ReluNetwork::new(3, 64, 6), DeviceKind::Cpu, seed).unwrap();
            network.apply(&x).unwrap().values()[0].powi(2)
        };
        let draws = 1500;
        let mean = (0..draws).map(square).sum::<f32>() / draws as f32;
        // f² has mean 9 and a relative variance of 3 (1 + 5/n)^L − 1 = 3.7: one standard error is 9 · sqrt(3.7/1500) = 0.45.
        assert_relative_eq!(mean, 9.0, epsilon = 4.0 * 0.45);
    }
}
