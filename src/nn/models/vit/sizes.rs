//! The sizes of a vision transformer, and how many parameters follow from them.

use crate::nn::{
    models::image_tokens::{Patches, Pool},
    windows::Extent,
};

/// The sizes of a vision transformer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VitSizes {
    /// The images, and the patches that they are cut into.
    pub patches: Patches,
    /// Numbers of a token, d.
    pub dim: usize,
    /// Layers.
    pub depth: usize,
    /// Heads of attention, K.
    pub heads: usize,
    /// Numbers that each head gives a token, p; K · p may differ from d.
    pub width: usize,
    /// Units of the hidden layer of each perceptron, h; 4d as a rule.
    pub hidden: usize,
    /// Numbers of the output, one a class.
    pub classes: usize,
    /// What the class is read from.
    pub pool: Pool,
}

impl VitSizes {
    /// ViT-T: 5.72 M parameters.
    pub const TINY: Self = Self::published(192, 3, 12);
    /// ViT-S: 22.05 M parameters.
    pub const SMALL: Self = Self::published(384, 6, 12);
    /// ViT-B: 86.57 M parameters.
    pub const BASE: Self = Self::published(768, 12, 12);
    /// ViT-L: 304.33 M parameters.
    pub const LARGE: Self = Self::published(1024, 16, 24);

    /// A size as published, for `ImageNet`.
    ///
    /// Source: Dosovitskiy et al. 2021, table 1; Touvron et al. 2021, table 1 for the two smaller ones.
    const fn published(dim: usize, heads: usize, depth: usize) -> Self {
        Self {
            patches: Patches { image: Extent { height: 224, width: 224, channels: 3 }, side: 16 },
            dim,
            depth,
            heads,
            width: dim / heads,
            hidden: 4 * dim,
            classes: 1000,
            pool: Pool::Cls,
        }
    }

    /// Numbers of all heads together, K · p.
    #[must_use]
    pub fn inner(&self) -> usize {
        self.heads * self.width
    }

    // ANCHOR: parameters
    /// How many parameters there are, in closed form. With P numbers a patch, N patches, L layers and C classes:
    ///
    /// ```text
    /// (P + 1)d  +  (N + 2)d  +  L(4d + 3Kp(d + 1) + Kp·d + d + 2hd + h + d)  +  2d + (d + 1)C
    /// ```
    ///
    /// The patches, the class token and the positions, the layers, the head. With Kp = d and h = 4d a layer has 12d² + 13d.
    #[must_use]
    pub fn parameters(&self) -> usize {
        let &Self { patches, dim: d, depth, hidden, classes, .. } = self;
        let inner = self.inner();
        let attention = 3 * inner * (d + 1) + inner * d + d;
        let layer = 4 * d + attention + 2 * hidden * d + hidden + d;
        let before = (patches.numbers() + 1) * d + (patches.count() + 2) * d;
        before + depth * layer + 2 * d + (d + 1) * classes
    }
    // ANCHOR_END: parameters
}
