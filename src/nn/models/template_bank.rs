//! A bank of templates as a network: one linear layer, then the largest of its outputs.

use std::sync::Arc;

use dfdx::{
    shapes::{Axes2, HasShape},
    tensor_ops::{PermuteTo, ReshapeTo, TryMatMul},
};

use crate::nn::{
    device::Device,
    matrix::Matrix,
    module::Module,
    parameters::{Initial, Parameters, Slot, Weights},
    tensor::Tensor,
    windows::{Extent, Windows},
};

/// The largest product of the input with any of the templates, scaled and shifted.
///
/// ```text
/// f(x) = s · max_i ⟨x, t_i⟩ + o                                                        book eq. bank-network
/// ```
///
/// `templates.weight`: `[templates, inputs]`, and s and o, `head.weight` and `head.bias`, are learnt. With s = 1 and o = 0
/// the output is the statistic of matched filtering itself, to the last bit.
///
/// Source: Yan et al. 2021, §III.
#[derive(Debug, Clone)]
pub struct TemplateBank {
    templates: Slot,
    scale: Slot,
    offset: Slot,
    inputs: usize,
    over_templates: Arc<Windows>,
    parameters: Parameters,
}

impl TemplateBank {
    /// The network that begins with `templates`, `[templates, inputs]`, a scale and an offset.
    ///
    /// # Panics
    ///
    /// If there are no templates.
    #[must_use]
    pub fn new(templates: &Matrix, scale: f32, offset: f32) -> Self {
        let (count, inputs) = (templates.rows(), templates.columns());
        let (over_templates, _) = Windows::whole(Extent { height: 1, width: count, channels: 1 });
        assert!(count > 0, "a bank without templates");
        let mut parameters = Parameters::default();
        let given = |values: &[f32]| Initial::Given(values.into());
        Self {
            templates: parameters.add("templates.weight", [count, inputs], given(templates.values())),
            scale: parameters.add("head.weight", [1, 1], given(&[scale])),
            offset: parameters.add("head.bias", [1], given(&[offset])),
            inputs,
            over_templates: Arc::new(over_templates),
            parameters,
        }
    }
}

impl Module for TemplateBank {
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
        let products: Tensor<D> = x.matmul(weights.get(self.templates).permute::<_, Axes2<1, 0>>());
        let (rows, templates) = *products.shape();
        let one_a_position: Tensor<D> = products.reshape_like(&(rows * templates, 1));
        let largest = D::max_pool(one_a_position, &self.over_templates);
        D::add_bias(largest.matmul(weights.get(self.scale)), weights.get(self.offset))
    }
}

#[cfg(test)]
mod tests {
    use super::TemplateBank;
    use crate::{
        ground::device::DeviceKind,
        nn::{LogisticLoss, Matrix, Network, Training},
    };

    fn hat(row: usize, column: usize) -> f32 {
        ((7 * row + 3 * column) % 11) as f32 - 5.0
    }

    /// Second road: products added up one after the other. Small integers, so that no order of a sum matters.
    #[test]
    fn it_is_the_largest_product() {
        let (templates, x) = (Matrix::from_fn(5, 8, hat), Matrix::from_fn(300, 8, |row, column| hat(row + 4, column)));
        let network = Network::new(TemplateBank::new(&templates, 1.0, 0.0), DeviceKind::Cpu, 1).unwrap();
        let found = network.apply(&x).unwrap();
        for row in 0..x.rows() {
            let product = |i: usize| templates.row(i).iter().zip(x.row(row)).map(|(t, x)| t * x).sum::<f32>();
            let largest = (0..5).map(product).fold(f32::NEG_INFINITY, f32::max);
            assert_eq!(found.row(row)[0].to_bits(), largest.to_bits());
        }
    }

    /// One template, on examples of one class along each axis: it turns to the axis of the signals.
    #[test]
    fn training_turns_a_template_to_the_signal() {
        let start = Matrix::new(1, 2, vec![0.8, 0.6]);
        let mut network = Network::new(TemplateBank::new(&start, 1.0, 0.0), DeviceKind::Cpu, 1).unwrap();
        let mut batches = || {
            (
                Matrix::new(4, 2, vec![2.0, 1.0, 2.0, -1.0, 0.0, 1.0, 0.0, -1.0]),
                Matrix::new(4, 1, vec![1.0, 1.0, 0.0, 0.0]),
            )
        };
        let history = network.train(&mut batches, &LogisticLoss, &Training::adam(300, 0.03), &mut |_, _| ()).unwrap();
        let (_, template) = network.weights().next().unwrap();
        // By symmetry the best template has no second entry; the start has a slope of 3/4.
        assert!(template[1].abs() < 0.1 * template[0], "{template:?}");
        assert!(history.recent(1) < 0.5 * history.losses[0]);
    }
}
