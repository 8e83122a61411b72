//! The sizes of a CRATE, and how many parameters follow from them.

use crate::nn::{
    models::image_tokens::{Patches, Pool},
    windows::Extent,
};

/// How the answers of the heads become tokens again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Projection {
    /// By a matrix of its own with a bias: as released.
    Free,
    /// By the subspaces themselves, Σ `U_k` · answer of head k: as the formula says.
    Tied,
    /// Not at all: as released for one head that is as wide as the tokens.
    Absent,
}

/// The sizes of a CRATE.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrateSizes {
    /// The images, and the patches that they are cut into.
    pub patches: Patches,
    /// Numbers of a token, d.
    pub dim: usize,
    /// Layers.
    pub depth: usize,
    /// Heads of attention, K, each with its subspace.
    pub heads: usize,
    /// Dimensions of each subspace, p; K · p may differ from d.
    pub width: usize,
    /// Numbers of the output, one a class.
    pub classes: usize,
    /// What the class is read from.
    pub pool: Pool,
    /// How answers become tokens again.
    pub projection: Projection,
    /// η, the step of sparse coding.
    pub step_size: f64,
    /// λ, the price of a code; the step's threshold is ηλ.
    pub lambda: f64,
}

// ANCHOR: presets
impl CrateSizes {
    /// CRATE-T: 6.09 M parameters.
    pub const TINY: Self = Self::released(384, 6, 12);
    /// CRATE-S: 13.12 M parameters.
    pub const SMALL: Self = Self::released(576, 12, 12);
    /// CRATE-B: 22.80 M parameters.
    pub const BASE: Self = Self::released(768, 12, 12);
    /// CRATE-L: 77.64 M parameters.
    pub const LARGE: Self = Self::released(1024, 16, 24);

    /// A size as released, for `ImageNet`.
    ///
    /// Source: Yu et al. 2023, table 1, and its code.
    const fn released(dim: usize, heads: usize, depth: usize) -> Self {
        Self {
            patches: Patches { image: Extent { height: 224, width: 224, channels: 3 }, side: 16 },
            dim,
            depth,
            heads,
            width: dim / heads,
            classes: 1000,
            pool: Pool::Cls,
            projection: Projection::Free,
            step_size: Self::STEP_SIZE,
            lambda: Self::LAMBDA,
        }
    }
}
// ANCHOR_END: presets

impl CrateSizes {
    /// η as released.
    pub const STEP_SIZE: f64 = 0.1;
    /// λ as released.
    pub const LAMBDA: f64 = 0.1;

    /// Numbers of all heads together, K · p.
    #[must_use]
    pub fn inner(&self) -> usize {
        self.heads * self.width
    }

    // ANCHOR: parameters
    /// How many parameters there are, in closed form. With P numbers a patch, N patches, L layers and C classes:
    ///
    /// ```text
    /// 2P + (P + 1)d + 2d  +  (N + 2)d  +  L(4d + Kp·d + d² + back)  +  2d + (d + 1)C
    /// back = Kp·d + d if the projection is free, 0 if it is tied or absent
    /// ```
    ///
    /// The patches between two norms, the class token and the positions, the layers, the head. As released it is
    /// L(3d² + 5d) + 1971d + 2536.
    #[must_use]
    pub fn parameters(&self) -> usize {
        let &Self { patches, dim: d, depth, classes, projection, .. } = self;
        let (numbers, inner) = (patches.numbers(), self.inner());
        let back = if projection == Projection::Free { inner * d + d } else { 0 };
        let embedding = 2 * numbers + (numbers + 1) * d + 2 * d;
        let tokens = (patches.count() + 2) * d;
        let layer = 4 * d + inner * d + d * d + back;
        embedding + tokens + depth * layer + 2 * d + (d + 1) * classes
    }
    // ANCHOR_END: parameters
}
