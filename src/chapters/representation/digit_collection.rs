//! Digits as the networks see them.

use anyhow::Result;
use rand::seq::SliceRandom as _;

use super::digit_learning::GRID;
use crate::{
    data::{
        digits::{Digits, SIDE, Shelf, Split},
        streams::stream,
    },
    figure::Context,
    ground::progress::Progress,
};

/// Digits with their labels: pixels with mean 0 and deviation 1 over the training digits.
pub(super) struct Images {
    /// `[N, side · side]`, one after the other.
    pub(super) pixels: Vec<f64>,
    pub(super) labels: Vec<u8>,
}

/// Training digits, and two sets of held-out ones.
pub(super) struct Collection {
    pub(super) side: usize,
    /// The mean and the deviation of the ink of training pixels.
    standard: [f64; 2],
    pub(super) train: Images,
    /// Shuffled: the first are those that losses are measured on and drawn digits are compared with.
    pub(super) test: Images,
}

impl Collection {
    /// `count` training digits with `side` pixels a side, and all test digits in an order of the `seed`'s.
    pub(super) fn read(side: usize, count: usize, seed: u64, context: &Context) -> Result<Self> {
        let shelf = Shelf::new(context.data.as_deref(), context.progress == Progress::Shown);
        let train = shelf.digits(Split::Train, count)?;
        let test = shelf.digits(Split::Test, 10_000)?;
        let mut order: Vec<usize> = (0..test.len()).collect();
        order.shuffle(&mut stream(seed, "denoised digits held out"));
        let all: Vec<usize> = (0..train.len()).collect();
        let (mut train, mut test) = (Images::of(&train, &all, side), Images::of(&test, &order, side));
        let count = train.pixels.len() as f64;
        let mean = train.pixels.iter().sum::<f64>() / count;
        let deviation = (train.pixels.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count).sqrt();
        for x in train.pixels.iter_mut().chain(&mut test.pixels) {
            *x = (*x - mean) / deviation;
        }
        Ok(Self { side, standard: [mean, deviation], train, test })
    }

    /// The ink of pixels: 0 is paper, 1 the darkest.
    pub(super) fn ink(&self, pixel: f64) -> f64 {
        self.standard[0] + self.standard[1] * pixel
    }

    /// Images side by side: ink from 0 to 255 in `levels` steps, `[side, images · side]`.
    pub(super) fn strip(&self, images: &[f64], levels: f64) -> Vec<u8> {
        let (side, size) = (self.side, self.size());
        let count = images.len() / size;
        let byte = |ink: f64| ((ink.clamp(0.0, 1.0) * levels).round() / levels * 255.0).round() as u8;
        (0..size * count)
            .map(|place| {
                let (row, column) = (place / (side * count), place % (side * count));
                byte(self.ink(images[column / side * size + row * side + column % side]))
            })
            .collect()
    }

    /// Numbers of an image.
    pub(super) fn size(&self) -> usize {
        self.side * self.side
    }
}

impl Images {
    /// The chosen digits' ink, means over blocks where the side is smaller than the scan's.
    fn of(digits: &Digits, chosen: &[usize], side: usize) -> Self {
        let block = SIDE / side;
        let mut pixels = Vec::with_capacity(chosen.len() * side * side);
        for &index in chosen {
            let image = digits.image(index);
            for place in 0..side * side {
                let corner = place / side * block * SIDE + place % side * block;
                let sum: f64 =
                    (0..block * block).map(|k| f64::from(image[corner + k / block * SIDE + k % block])).sum();
                pixels.push(sum / (255 * block * block) as f64);
            }
        }
        Self { pixels, labels: chosen.iter().map(|&index| digits.labels[index]).collect() }
    }
}

/// The place in an image of each number of the network's grid, whose positions hold blocks of pixels as channels:
/// `[GRID · GRID · channels]`.
pub(super) fn places(side: usize) -> Vec<usize> {
    let block = side / GRID;
    let channels = block * block;
    (0..side * side)
        .map(|number| {
            let (position, channel) = (number / channels, number % channels);
            let (row, column) = (position / GRID * block + channel / block, position % GRID * block + channel % block);
            row * side + column
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::places;

    /// Invariant: every pixel is in one place of the grid, and a position holds a block of neighbours.
    #[test]
    fn the_grid_holds_every_pixel_once() {
        for side in [14, 28] {
            let mut all = places(side);
            all.sort_unstable();
            assert!(all.iter().enumerate().all(|(i, &place)| i == place));
        }
        assert_eq!(places(28)[..4], [0, 1, 28, 29]);
        assert_eq!(places(28)[4 * 14..4 * 14 + 4], [56, 57, 84, 85]);
        assert_eq!(places(14)[..3], [0, 1, 2]);
    }
}
