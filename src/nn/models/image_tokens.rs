//! What transformers on images share: patches as tokens, a class token before them, and what of them is read in the end.

use std::sync::Arc;

use clap::ValueEnum;
use dfdx::tensor::{PutTape, SplitTape};
use serde::{Deserialize, Serialize};

use crate::nn::{
    device::Device,
    matrix::Matrix,
    operations::{StartTokens, perform},
    parameters::{Initial, Parameters, Slot, Weights},
    tensor::Tensor,
    windows::{Extent, Windows},
};

/// How images are cut into patches, each of which becomes a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patches {
    /// The extent of an image.
    pub image: Extent,
    /// Pixels along each side of a patch, which divides the height and the width of the image.
    pub side: usize,
}

impl Patches {
    /// Patches of an image.
    #[must_use]
    pub fn count(self) -> usize {
        (self.image.height / self.side) * (self.image.width / self.side)
    }

    /// Tokens of an image: the class token and its patches.
    #[must_use]
    pub fn tokens(self) -> usize {
        1 + self.count()
    }

    /// Numbers of a patch: all channels of its pixels.
    #[must_use]
    pub fn numbers(self) -> usize {
        self.side * self.side * self.image.channels
    }

    /// Square patches of as many numbers as weights were made for, which fill an image in as many positions, the class
    /// token's included; or what is wrong with that, and what would be right.
    pub(in crate::nn) fn of(image: Extent, numbers: usize, positions: usize) -> Result<Self, String> {
        let Extent { height, width, channels } = image;
        let side_with = |channels: usize| {
            let side = (numbers / channels.max(1)).isqrt();
            Some(side).filter(|side| side * side * channels == numbers)
        };
        let Some(side) = side_with(channels) else {
            let right: Vec<String> =
                (1..=4).filter_map(|c| side_with(c).map(|side| format!("{c} ({side} × {side})"))).collect();
            let right = if right.is_empty() { "as many as in training".to_owned() } else { right.join(" or ") };
            return Err(format!(
                "a patch of {numbers} numbers is no square of pixels with {channels} channels: give images whose channels \
                 are {right}"
            ));
        };
        if !(height.is_multiple_of(side) && width.is_multiple_of(side)) {
            return Err(format!(
                "images of {height} × {width} do not cut into patches of {side} × {side}: crop or resize them to multiples \
                 of {side}"
            ));
        }
        let patches = Self { image, side };
        if patches.tokens() != positions {
            let learnt = positions - 1;
            let (down, right) = (height / side, width / side);
            let root = learnt.isqrt();
            let size =
                if root * root == learnt { format!(" ({0} × {0} if square)", root * side) } else { String::new() };
            return Err(format!(
                "images of {height} × {width} make {down} × {right} = {} patches of {side} × {side}, and there are positions \
                 for {learnt}: resize the images to {learnt} patches{size}, or resample the positions to {down} × {right}",
                patches.count()
            ));
        }
        Ok(patches)
    }

    /// # Panics
    ///
    /// If patches do not fill the image, or there are none.
    pub(super) fn ensure_they_fit(self) {
        let Self { image: Extent { height, width, channels }, side } = self;
        let fit = side > 0 && height.is_multiple_of(side) && width.is_multiple_of(side);
        assert!(fit && self.count() * channels > 0, "patches of {side} × {side} of {:?}", self.image);
    }
}

/// Images whose channels lie one after the other, `[images, channels, height, width]` as PyTorch has them, one a row as
/// networks take them: the channels of a pixel side by side.
///
/// # Panics
///
/// If they are no whole number of images of this extent.
#[must_use]
pub fn images_of_planes(planes: &[f32], image: Extent) -> Matrix {
    let (channels, pixels) = (image.channels, image.positions());
    assert!(planes.len().is_multiple_of(image.len()), "{} numbers as images of {image:?}", planes.len());
    Matrix::from_fn(planes.len() / image.len(), image.len(), |number, at| {
        planes[(number * channels + at % channels) * pixels + at / channels]
    })
}

/// The number under which [`crate::nn::Layered`] shows the tokens between attention and the rest of a layer, counted from 0;
/// one past the last layer, it is that of the output.
#[must_use]
pub fn after_attention(layer: usize) -> usize {
    2 * layer + 1
}

/// The number under which [`crate::nn::Layered`] shows the tokens that leave a layer, counted from 0. Those that enter the first
/// layer have the number 0.
#[must_use]
pub fn after_layer(layer: usize) -> usize {
    2 * layer + 2
}

/// What of the last tokens the class is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Pool {
    /// The class token.
    #[default]
    Cls,
    /// The mean token.
    Mean,
}

impl Pool {
    /// Its name on the command line and in a file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cls => "cls",
            Self::Mean => "mean",
        }
    }
}

/// The class token and the positions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    class: Slot,
    positions: Slot,
}

impl Start {
    /// Adds the class token, `[1, 1, dim]`, and the positions, `[1, tokens, dim]`, under these names, drawn with these
    /// variances.
    pub(super) fn new(
        parameters: &mut Parameters,
        [class, positions]: [&str; 2],
        (tokens, dim): (usize, usize),
        [of_class, of_positions]: [f64; 2],
    ) -> Self {
        Self {
            class: parameters.add(class, [1, 1, dim], Initial::Normal { variance: of_class }),
            positions: parameters.add(positions, [1, tokens, dim], Initial::Normal { variance: of_positions }),
        }
    }

    /// Patches: `[images · patches, dim]`; returns `[images · tokens, dim]`.
    pub(super) fn forward<D: Device>(self, weights: &Weights<D>, patches: Tensor<D>) -> Tensor<D> {
        perform(StartTokens, [patches, weights.get(self.class), weights.get(self.positions)])
    }
}

/// What is read of the tokens: a weighted mean of them.
#[derive(Debug, Clone)]
pub(super) struct Readout {
    shares: Arc<[f32]>,
    tokens: Arc<Windows>,
}

impl Readout {
    /// The class token, or the mean of `tokens` from the token `first` on.
    pub(super) fn new(pool: Pool, tokens: usize, first: usize) -> Self {
        let share = |token: usize| match pool {
            Pool::Cls => f32::from(u8::from(token == 0)),
            Pool::Mean if token < first => 0.0,
            Pool::Mean => 1.0 / (tokens - first) as f32,
        };
        let (windows, _) = Windows::whole(Extent { height: 1, width: tokens, channels: 1 });
        Self { shares: (0..tokens).map(share).collect(), tokens: Arc::new(windows) }
    }

    /// x: `[images · tokens, dim]`; returns `[images, dim]`.
    pub(super) fn forward<D: Device>(&self, x: Tensor<D>) -> Tensor<D> {
        D::filter(x, &self.shares, &self.tokens)
    }
}

/// Two uses of the same tensor.
pub(super) fn forked<D: Device>(x: Tensor<D>) -> (Tensor<D>, Tensor<D>) {
    let (x, recorder) = x.split_tape();
    (x.clone().put_tape(recorder.fork()), x.put_tape(recorder))
}
