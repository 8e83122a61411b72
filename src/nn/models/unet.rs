//! A small U-Net: a fine grid of pixels, and around it, half as fine, a coarse one with attention.

use super::stack::Stack;
use crate::nn::{
    parameters::Initializer,
    windows::{Extent, Padding},
};

// ANCHOR: unet
/// Residual blocks on the grid of `input`; around the coarser part, with twice the channels and attention, goes another
/// residual connection, which is what joins the two sides of the U. Returns `outputs` channels on the grid of `input`.
/// Every branch normalises what it sees. Layers begin as PyTorch's do.
///
/// Source: Ronneberger, Fischer & Brox 2015, with sums in place of concatenations and one level.
///
/// # Panics
///
/// If the height or the width is odd, or the heads do not divide twice the channels.
#[must_use]
pub fn unet(input: Extent, outputs: usize, channels: usize, heads: usize) -> Stack {
    let same = Padding::Zeros(1);
    let block = |stack: Stack, name: &str, channels: usize| {
        stack.residual(|x| {
            let middle =
                x.layer_norm(&format!("{name}.norm")).conv2d(&format!("{name}.conv1"), channels, 3, 1, same).relu();
            middle.conv2d(&format!("{name}.conv2"), channels, 3, 1, same)
        })
    };
    let stack = Stack::new(input).initializer(Initializer::PyTorch).conv2d("in", channels, 3, 1, same);
    let stack = block(stack, "fine1", channels);
    let stack = stack.residual(|x| {
        let coarse = x.conv2d("down", 2 * channels, 3, 2, same).relu();
        let coarse = block(coarse, "coarse1", 2 * channels);
        let coarse = coarse.residual(|x| x.layer_norm("norm").attention("attention", heads));
        block(coarse, "coarse2", 2 * channels).linear("up", 4 * channels).depth_to_space(2)
    });
    block(stack, "fine2", channels).relu().conv2d("out", outputs, 3, 1, same)
}
// ANCHOR_END: unet

#[cfg(test)]
mod tests {
    use super::unet;
    use crate::{
        ground::device::DeviceKind,
        nn::{Extent, Matrix, Module as _, Network},
    };

    /// Invariant: the extent of the input comes back, and every output sees every input by way of the attention.
    #[test]
    fn every_output_depends_on_every_input() {
        let input = Extent { height: 6, width: 4, channels: 3 };
        let network = Network::new(unet(input, 2, 4, 2), DeviceKind::Cpu, 1).unwrap();
        assert_eq!(network.model().output(), Extent { channels: 2, ..input });
        let zeros = Matrix::from_fn(1, input.len(), |_, _| 0.0);
        let rest = network.apply(&zeros).unwrap();
        for touched in [0, input.len() - 1] {
            let moved = Matrix::from_fn(1, input.len(), |_, column| if column == touched { 3.0 } else { 0.0 });
            let answer = network.apply(&moved).unwrap();
            let unmoved = answer.values().iter().zip(rest.values()).filter(|(a, b)| a.to_bits() == b.to_bits()).count();
            // A rectifier may stand in the way of a few.
            assert!(unmoved < 4, "{unmoved} outputs do not see input {touched}");
        }
    }
}
