//! The networks' layers, and how an image and a time lie in their rows of inputs.

use super::super::{Architecture, Config};
use crate::{
    data::digits::halved::{HALF_PIXELS, HALF_SIDE},
    nn::{Initializer, Padding, Stack},
};

/// Patches of 2 × 2 pixels a side.
const PATCHES: usize = HALF_SIDE / 2;

impl Architecture {
    /// The layers.
    pub(super) fn stack(self, config: &Config) -> Stack {
        let features = config.learning.features;
        match self {
            Self::Convolution => {
                let channels = config.convolution.channels;
                let stack = Stack::images(HALF_SIDE, HALF_SIDE, 1 + features).initializer(Initializer::PyTorch);
                let blocks = (0..config.convolution.blocks).fold(stack.linear("in", channels), |stack, block| {
                    let conv = |stack: Stack, part: &str| {
                        stack.conv2d(&format!("block{block}.{part}"), channels, 3, 1, Padding::Zeros(1))
                    };
                    stack.residual(|x| conv(conv(x.relu(), "conv1").relu(), "conv2"))
                });
                blocks.relu().linear("out", 1)
            }
            Self::Perceptron => {
                let width = config.perceptron.width;
                let stack = Stack::vectors(HALF_PIXELS + features).initializer(Initializer::PyTorch);
                let layers = (0..config.perceptron.layers).fold(stack.linear("in", width), |stack, layer| {
                    stack.residual(|x| x.relu().linear(&format!("layer{layer}"), width))
                });
                layers.relu().linear("out", HALF_PIXELS)
            }
            Self::Attention => {
                let sizes = &config.attention;
                let stack = Stack::tokens(PATCHES * PATCHES, 4 + 2 * PATCHES + features);
                let first = stack.initializer(Initializer::PyTorch).linear("in", sizes.width);
                let blocks = (0..sizes.blocks).fold(first, |stack, block| {
                    stack.transformer_block(&format!("block{block}"), sizes.heads, 2 * sizes.width)
                });
                blocks.layer_norm("norm").linear("out", 4)
            }
        }
    }

    /// Appends the inputs of one image: the pixels, and beside each pixel, token, or after all of them, the features of the
    /// time; beside a token, too, which row and which column of patches it is.
    pub(super) fn write(self, image: &[f64], features: &[f32], row: &mut Vec<f32>) {
        match self {
            Self::Convolution => {
                for &x in image {
                    row.push(x as f32);
                    row.extend(features);
                }
            }
            Self::Perceptron => {
                row.extend(image.iter().map(|&x| x as f32));
                row.extend(features);
            }
            Self::Attention => {
                let order = self.order();
                for (token, pixels) in order.chunks_exact(4).enumerate() {
                    row.extend(pixels.iter().map(|&pixel| image[pixel] as f32));
                    let place = [token / PATCHES, token % PATCHES];
                    row.extend(place.iter().flat_map(|&at| (0..PATCHES).map(move |k| f32::from(u8::from(k == at)))));
                    row.extend(features);
                }
            }
        }
    }

    /// Which pixel each number of the output is for.
    pub(super) fn order(self) -> Vec<usize> {
        match self {
            Self::Convolution | Self::Perceptron => (0..HALF_PIXELS).collect(),
            Self::Attention => (0..PATCHES * PATCHES)
                .flat_map(|token| {
                    let corner = 2 * (token / PATCHES) * HALF_SIDE + 2 * (token % PATCHES);
                    [0, 1, HALF_SIDE, HALF_SIDE + 1].map(|step| corner + step)
                })
                .collect(),
        }
    }
}
