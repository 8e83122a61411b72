//! Which input positions each output position of a convolution or a pooling looks at.

use serde::{Deserialize, Serialize};

/// What lies beyond the edge of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Padding {
    /// This many rows and columns of zeros on every side.
    Zeros(usize),
    /// The image again: the plane is a torus, seen this many rows and columns beyond every side.
    Circular(usize),
}

impl Padding {
    fn width(self) -> usize {
        match self {
            Self::Zeros(width) | Self::Circular(width) => width,
        }
    }
}

/// Height, width and channels of the value of one example; a plain vector is 1 × 1 × its length, and a sequence of
/// tokens 1 × its length × the width of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// Rows of pixels; 1 where there is no plane.
    pub height: usize,
    /// Columns of pixels, or tokens of a sequence.
    pub width: usize,
    /// Numbers of each pixel or token.
    pub channels: usize,
}

impl Extent {
    /// Pixels, or tokens, of one example.
    #[must_use]
    pub fn positions(self) -> usize {
        self.height * self.width
    }

    /// Numbers of one example, all channels of all positions.
    #[must_use]
    pub fn len(self) -> usize {
        self.positions() * self.channels
    }

    /// Whether an example has no numbers at all.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// What windows look at that are moved by one pixel with as much padding as keeps an image's size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SameSize {
    /// Rows of pixels.
    pub height: usize,
    /// Columns of pixels.
    pub width: usize,
    /// Rows and columns of the kernel, an odd number.
    pub side: usize,
    /// Whether the plane is a torus; zeros lie around it otherwise.
    pub circular: bool,
}

/// For each output position, in row-major order, the input position under each of the kernel's taps.
#[derive(Debug, Clone)]
pub struct Windows {
    /// Taps of the kernel, its height times its width.
    pub taps: usize,
    /// Positions of one input image.
    pub inputs: usize,
    /// Positions of one output image.
    pub outputs: usize,
    /// `[outputs, taps]`; `None` where a tap lies on padding of zeros.
    pub table: Vec<Option<usize>>,
    /// If [`Windows::new`] made them with a stride of 1, an odd kernel and half of it as padding.
    pub same_size: Option<SameSize>,
}

impl Windows {
    /// The windows of a square `kernel` moved by `stride` over images of `extent`, and the extent of what results.
    ///
    /// The output has ⌊(size + 2·padding − kernel) / stride⌋ + 1 positions a side.
    ///
    /// # Panics
    ///
    /// If the kernel or the stride is 0, the kernel is larger than the padded image, or circular padding wider than
    /// the image.
    #[must_use]
    pub fn new(extent: Extent, kernel: usize, stride: usize, padding: Padding) -> (Self, Extent) {
        let (mut windows, output) = Self::spread(extent, (kernel, 1), stride, padding);
        let circular = matches!(padding, Padding::Circular(_));
        let Extent { height, width, .. } = extent;
        let same = stride == 1 && kernel % 2 == 1 && padding.width() == kernel / 2;
        windows.same_size = same.then_some(SameSize { height, width, side: kernel, circular });
        (windows, output)
    }

    /// The windows of a square `kernel` whose taps lie `spacing` pixels apart, at every position of a torus: the output
    /// has the extent of the input.
    ///
    /// Source: Yu & Koltun 2016, eq. 2, there called dilated convolution.
    ///
    /// # Panics
    ///
    /// If the kernel is even, so that it has no centre, or its half wider than the image.
    #[must_use]
    pub fn dilated(extent: Extent, kernel: usize, spacing: usize) -> (Self, Extent) {
        assert!(kernel % 2 == 1, "a kernel of {kernel} has no centre");
        Self::spread(extent, (kernel, spacing), 1, Padding::Circular(kernel / 2 * spacing))
    }

    fn spread(extent: Extent, (kernel, spacing): (usize, usize), stride: usize, padding: Padding) -> (Self, Extent) {
        let pad = padding.width();
        assert!(kernel > 0 && stride > 0, "a kernel of {kernel} moved by {stride}");
        let reach = (kernel - 1) * spacing + 1;
        let side = |size: usize| {
            assert!(reach <= size + 2 * pad, "a kernel of {reach} on {size} pixels padded by {pad}");
            assert!(matches!(padding, Padding::Zeros(_)) || pad <= size, "circular padding {pad} of {size} pixels");
            (size + 2 * pad - reach) / stride + 1
        };
        let (height, width) = (side(extent.height), side(extent.width));
        let source = |at: usize, size: usize| match padding {
            Padding::Zeros(_) => at.checked_sub(pad).filter(|&at| at < size),
            Padding::Circular(_) => Some((at + size - pad) % size),
        };
        let mut table = Vec::with_capacity(height * width * kernel * kernel);
        for (row, column) in (0..height * width).map(|at| (at / width, at % width)) {
            for (down, right) in (0..kernel * kernel).map(|tap| (tap / kernel * spacing, tap % kernel * spacing)) {
                let row = source(row * stride + down, extent.height);
                let column = source(column * stride + right, extent.width);
                table.push(row.zip(column).map(|(row, column)| row * extent.width + column));
            }
        }
        let (taps, inputs, outputs) = (kernel * kernel, extent.positions(), height * width);
        let windows = Self { taps, inputs, outputs, table, same_size: None };
        (windows, Extent { height, width, channels: extent.channels })
    }

    /// One window over the whole image.
    #[must_use]
    pub fn whole(extent: Extent) -> (Self, Extent) {
        let inputs = extent.positions();
        let table = (0..inputs).map(Some).collect();
        let windows = Self { taps: inputs, inputs, outputs: 1, table, same_size: None };
        (windows, Extent { height: 1, width: 1, channels: extent.channels })
    }
}

#[cfg(test)]
mod tests {
    use super::{Extent, Padding, Windows};

    const IMAGE: Extent = Extent { height: 3, width: 4, channels: 1 };

    #[test]
    fn zeros_lie_beyond_the_edge() {
        let (windows, extent) = Windows::new(IMAGE, 3, 2, Padding::Zeros(1));
        assert_eq!((extent.height, extent.width), (2, 2));
        assert_eq!(windows.table[..9], [None, None, None, None, Some(0), Some(1), None, Some(4), Some(5)]);
    }

    #[test]
    fn on_a_torus_every_position_is_seen_as_often_as_the_kernel_has_taps() {
        let (windows, extent) = Windows::new(IMAGE, 3, 1, Padding::Circular(1));
        assert_eq!((extent.height, extent.width), (3, 4));
        let mut seen = [0; 12];
        windows.table.iter().flatten().for_each(|&at| seen[at] += 1);
        assert_eq!(seen, [9; 12]);
    }

    /// Second road: on the pixels of one phase, dilated is the plain kernel on the subsampled image.
    #[test]
    fn with_holes_a_kernel_sees_one_phase_of_the_image() {
        let image = Extent { height: 6, width: 4, channels: 1 };
        let (holes, extent) = Windows::dilated(image, 3, 2);
        assert_eq!(extent, image);
        let (plain, _) = Windows::new(Extent { height: 3, width: 2, channels: 1 }, 3, 1, Padding::Circular(1));
        for (at, taps) in plain.table.chunks(9).enumerate() {
            let (row, column) = (at / 2, at % 2);
            for phase in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                let fine = |row: usize, column: usize| (2 * row + phase.0) * 4 + 2 * column + phase.1;
                let expected: Vec<_> = taps.iter().map(|at| at.map(|at| fine(at / 2, at % 2))).collect();
                assert_eq!(holes.table[9 * fine(row, column)..][..9], expected);
            }
        }
    }
}
