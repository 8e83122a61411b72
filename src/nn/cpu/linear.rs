//! A linear map with a bias, and max(·, 0) of it, in one operation.

use dfdx::{shapes::HasShape, tensor::Cpu};
use gemm::{View, multiply_together};
use lend::{numbers, numbers_mut};

use super::{
    custom::custom,
    rows::{add_bias_rows, add_columns, drop_where_zero},
};
use crate::nn::tensor::Tensor;

/// With dy = 0 where y = 0, if rectified, the backward pass is
///
/// ```text
/// dx = dy W,   dW = dyᵀ x,   db = Σ dy
/// ```
pub(super) fn linear(x: Tensor<Cpu>, weight: Tensor<Cpu>, bias: Tensor<Cpu>, rectified: bool) -> Tensor<Cpu> {
    let ((rows, inputs), (outputs, columns)) = (*x.shape(), *weight.shape());
    assert!(columns == inputs && *bias.shape() == (1, outputs), "weight and bias of a map from {inputs} to {outputs}");
    let least = if rectified { 0.0 } else { f32::NEG_INFINITY };
    custom(
        [x, weight, bias],
        (rows, outputs),
        move |[x, weight, bias], output| {
            let (y, bias) = (numbers_mut(output), numbers(&bias));
            let by = View::new(numbers(&weight), outputs, inputs, inputs).transposed();
            multiply_together(y, outputs, 0.0, 1.0, View::new(numbers(&x), rows, inputs, inputs), by);
            add_bias_rows(y, bias, least);
            (x, weight, rectified.then(|| output.clone()))
        },
        move |(x, weight, rectified), dy, [dx, dweight, dbias]| {
            if let Some(y) = rectified {
                drop_where_zero(dy, numbers(&y));
            }
            let slope = View::new(dy, rows, outputs, outputs);
            if let Some(dx) = dx {
                multiply_together(dx, inputs, 1.0, 1.0, slope, View::new(numbers(&weight), outputs, inputs, inputs));
            }
            if let Some(dweight) = dweight {
                let x = View::new(numbers(&x), rows, inputs, inputs);
                multiply_together(dweight, inputs, 1.0, 1.0, slope.transposed(), x);
            }
            if let Some(dbias) = dbias {
                add_columns(dbias, dy);
            }
        },
    )
}
