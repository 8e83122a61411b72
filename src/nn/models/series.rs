//! Convolutional networks on series: one dimension instead of an image's two.

use std::sync::Arc;

use dfdx::{shapes::HasShape, tensor_ops::ReshapeTo};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::nn::{
    device::Device,
    module::Module,
    parameters::{Initializer, Parameters, Slot, Weights},
    tensor::Tensor,
    windows::{Extent, Windows},
};

/// One convolution along a series, with a ReLU after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Along {
    /// Filters, each of which gives an output channel.
    #[schemars(range(min = 1, max = 32))]
    pub filters: usize,
    /// Samples under the kernel.
    #[schemars(range(min = 1, max = 64))]
    pub taps: usize,
    /// Samples by which the kernel moves.
    #[schemars(range(min = 1, max = 16))]
    pub stride: usize,
}

/// Convolutions along a series, then a hidden layer of all positions and channels, then one number.
#[derive(Debug, Clone)]
pub struct SeriesNetwork {
    samples: usize,
    convolutions: Vec<(Dense, Arc<Windows>)>,
    hidden: Dense,
    last: Dense,
    parameters: Parameters,
    products: usize,
}

/// The slots of a weight and a bias.
#[derive(Debug, Clone, Copy)]
struct Dense {
    weight: Slot,
    bias: Slot,
}

impl Dense {
    fn new(parameters: &mut Parameters, name: &str, shape: &[usize]) -> Self {
        let fan_in = shape[1..].iter().product();
        let initializer = Initializer::Kaiming;
        let weight = parameters.add(format!("{name}.weight"), shape, initializer.weight(fan_in));
        let bias = parameters.add(format!("{name}.bias"), [shape[0]], initializer.bias(fan_in));
        Self { weight, bias }
    }

    /// x Wᵀ + b, and max(·, 0) of it if `rectified`.
    fn forward<D: Device>(self, weights: &Weights<D>, x: Tensor<D>, rectified: bool) -> Tensor<D> {
        D::linear(x, weights.get(self.weight), weights.get(self.bias), rectified)
    }
}

impl SeriesNetwork {
    /// A network on series of `samples`. A kernel lies wholly on the series, so that each layer has
    /// ⌊(length − taps)/stride⌋ + 1 positions.
    ///
    /// # Panics
    ///
    /// If a kernel is longer than what it moves along, or a size is 0.
    #[must_use]
    pub fn new(samples: usize, layers: &[Along], hidden: usize) -> Self {
        let mut parameters = Parameters::default();
        let (mut length, mut channels, mut products) = (samples, 1, 0);
        let mut convolutions = Vec::new();
        for (layer, &Along { filters, taps, stride }) in layers.iter().enumerate() {
            let windows = windows(length, taps, stride);
            let shape = [filters, channels, taps];
            let dense = Dense::new(&mut parameters, &format!("conv{}", layer + 1), &shape);
            products += windows.outputs * shape.iter().product::<usize>();
            (length, channels) = (windows.outputs, filters);
            convolutions.push((dense, Arc::new(windows)));
        }
        let shape = [hidden, length * channels];
        products += shape[0] * shape[1] + hidden;
        let hidden_layer = Dense::new(&mut parameters, "fc1", &shape);
        let last = Dense::new(&mut parameters, "fc2", &[1, hidden]);
        Self { samples, convolutions, hidden: hidden_layer, last, parameters, products }
    }

    /// Multiplications that one series costs.
    #[must_use]
    pub fn products(&self) -> usize {
        self.products
    }
}

impl Module for SeriesNetwork {
    fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    fn input(&self) -> Extent {
        Extent { height: 1, width: self.samples, channels: 1 }
    }

    fn output(&self) -> Extent {
        Extent { height: 1, width: 1, channels: 1 }
    }

    fn forward<D: Device>(&self, weights: &Weights<D>, x: Tensor<D>) -> Tensor<D> {
        let examples = x.shape().0 / self.samples;
        let convolve = |x, (dense, windows): &(Dense, Arc<Windows>)| {
            D::convolve(x, weights.get(dense.weight), weights.get(dense.bias), true, windows)
        };
        let x = self.convolutions.iter().fold(x, convolve);
        let (rows, channels) = *x.shape();
        let flat: Tensor<D> = x.reshape_like(&(examples, rows / examples * channels));
        let hidden = self.hidden.forward(weights, flat, true);
        self.last.forward(weights, hidden, false)
    }
}

/// The windows of a kernel of `taps` along a series.
fn windows(length: usize, taps: usize, stride: usize) -> Windows {
    assert!((1..=length).contains(&taps) && stride > 0, "a kernel of {taps} moved by {stride} along {length}");
    let outputs = (length - taps) / stride + 1;
    let table = (0..outputs).flat_map(|output| (0..taps).map(move |tap| Some(output * stride + tap))).collect();
    Windows { taps, inputs: length, outputs, table, same_size: None }
}

#[cfg(test)]
mod tests {
    use super::{Along, SeriesNetwork};
    use crate::{
        ground::device::DeviceKind,
        nn::{Matrix, Module as _, Network},
    };
    use approx::assert_relative_eq;
    use std::collections::HashMap;

    /// Second road: the sums written out, and their multiplications counted.
    #[test]
    fn it_is_the_sums_of_its_layers() {
        let layers = [Along { filters: 3, taps: 4, stride: 2 }, Along { filters: 2, taps: 3, stride: 1 }];
        let network = Network::new(SeriesNetwork::new(15, &layers, 5), DeviceKind::Cpu, 3).unwrap();
        let x = Matrix::from_fn(4, 15, |row, column| (((row * 13 + column * 5) % 9) as f32 - 4.0) / 4.0);
        let weights: HashMap<_, _> =
            network.weights().map(|(parameter, values)| (parameter.name.clone(), values)).collect();
        let mut multiplications = 0;
        let mut expected = Vec::new();
        for row in 0..4 {
            // A channel after the other, each a series.
            let mut channels = vec![x.row(row).to_vec()];
            for (layer, Along { filters, taps, stride }) in layers.iter().enumerate() {
                let weight = &weights[&format!("conv{}.weight", layer + 1)];
                let outputs = (channels[0].len() - taps) / stride + 1;
                let filtered = (0..*filters).map(|filter| {
                    let at = |output: usize| {
                        let mut sum = 0.0;
                        for (channel, series) in channels.iter().enumerate() {
                            for tap in 0..*taps {
                                sum += weight[(filter * channels.len() + channel) * taps + tap]
                                    * series[output * stride + tap];
                                multiplications += 1;
                            }
                        }
                        f32::max(sum, 0.0)
                    };
                    (0..outputs).map(at).collect::<Vec<f32>>()
                });
                channels = filtered.collect();
            }
            let flat: Vec<f32> = (0..channels[0].len()).flat_map(|at| channels.iter().map(move |c| c[at])).collect();
            let mut dense = |name: &str, x: &[f32]| -> Vec<f32> {
                let rows = weights[&format!("{name}.weight")].chunks(x.len());
                rows.map(|row| {
                    multiplications += row.len();
                    row.iter().zip(x).map(|(w, x)| w * x).sum()
                })
                .collect()
            };
            let hidden: Vec<f32> = dense("fc1", &flat).into_iter().map(|y| y.max(0.0)).collect();
            expected.push(dense("fc2", &hidden)[0]);
        }
        for (found, expected) in network.apply(&x).unwrap().values().iter().zip(expected) {
            // f32, a dozen products a sum.
            assert_relative_eq!(*found, expected, max_relative = 1e-4, epsilon = 1e-5);
        }
        assert_eq!(4 * network.model().products(), multiplications);
        assert_eq!(network.model().parameters().count(), 3 * 4 + 3 + 2 * 3 * 3 + 2 + 5 * 8 + 5 + 5 + 1);
    }
}
