//! What leaves each layer of a model, beside its output.

use std::ops::Range;

use dfdx::shapes::HasShape;

use super::{
    device::Device, matrix::Matrix, module::Module, network::Network, parameters::Weights, question::Question,
    tensor::Tensor,
};
use crate::ground::device::DeviceError;

/// A model that can be looked at layer by layer.
pub trait Layered: Module {
    /// The output, as [`Module::forward`] has it; `visit` sees the number of each layer, from 1, and what leaves it.
    fn forward_by_layer<D: Device>(
        &self,
        weights: &Weights<D>,
        x: Tensor<D>,
        visit: &mut dyn FnMut(usize, &Tensor<D>),
    ) -> Tensor<D>;
}

/// What leaves some of the layers.
struct Iterates<'a> {
    /// Examples, one a row.
    inputs: &'a Matrix,
    /// Numbers of layers, rising.
    layers: &'a [usize],
    /// Sees the place in `layers` and what leaves that layer.
    visit: &'a mut dyn FnMut(usize, &Matrix),
}

impl<M: Layered> Question<M> for Iterates<'_> {
    type Answer = ();

    fn answer<D: Device>(self, model: &M, weights: &Weights<D>) {
        let Self { inputs, layers, visit } = self;
        let x = weights.examples(inputs, model.input());
        model.forward_by_layer(weights, x, &mut |layer, values: &Tensor<D>| {
            if let Ok(place) = layers.binary_search(&layer) {
                let columns = values.shape().0 * values.shape().1 / inputs.rows();
                visit(place, &Matrix::new(inputs.rows(), columns, D::read(values)));
            }
        });
    }
}

impl<M: Layered> Network<M> {
    /// Shows `visit` what leaves the layers whose numbers, from 1, are in `layers`, which rise: the number's place in
    /// `layers`, which examples, and their values, one example a row.
    ///
    /// # Panics
    ///
    /// If a row is not one input example.
    pub fn iterates(
        &self,
        inputs: &Matrix,
        layers: &[usize],
        visit: &mut dyn FnMut(usize, Range<usize>, &Matrix),
    ) -> Result<(), DeviceError> {
        self.in_parts(inputs, |rows, inputs| {
            let visit = &mut |place, values: &Matrix| visit(place, rows.clone(), values);
            self.answer(Iterates { inputs, layers, visit })
        })
    }
}
