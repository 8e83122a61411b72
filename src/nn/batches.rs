//! Where the examples of each training step come from.

use std::borrow::Cow;

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::matrix::Matrix;
use crate::data::streams::stream;

/// A source of batches: inputs and targets, one example a row. Any closure that makes them is one.
pub trait Batches {
    /// The inputs and the targets of the next step, as many rows of one as of the other.
    fn next(&mut self) -> (Cow<'_, Matrix>, Cow<'_, Matrix>);
}

impl<F: FnMut() -> (Matrix, Matrix)> Batches for F {
    fn next(&mut self) -> (Cow<'_, Matrix>, Cow<'_, Matrix>) {
        let (inputs, targets) = self();
        (Cow::Owned(inputs), Cow::Owned(targets))
    }
}

/// All examples in every step.
#[derive(Debug, Clone, Copy)]
pub struct Whole<'a> {
    /// The inputs, one example a row.
    pub inputs: &'a Matrix,
    /// The targets, one example a row.
    pub targets: &'a Matrix,
}

impl Batches for Whole<'_> {
    fn next(&mut self) -> (Cow<'_, Matrix>, Cow<'_, Matrix>) {
        (Cow::Borrowed(self.inputs), Cow::Borrowed(self.targets))
    }
}

/// Every example once an epoch, in an order drawn anew for each from the stream "nn/batches"; what does not fill a
/// batch at the end of an epoch waits for another.
#[derive(Debug)]
pub struct Shuffled<'a> {
    inputs: &'a Matrix,
    targets: &'a Matrix,
    size: usize,
    order: Vec<usize>,
    used: usize,
    rng: ChaCha8Rng,
}

impl<'a> Shuffled<'a> {
    /// Batches of `size` of the examples.
    ///
    /// # Panics
    ///
    /// If there are not as many targets as inputs, or fewer than one batch.
    #[must_use]
    pub fn new(inputs: &'a Matrix, targets: &'a Matrix, size: usize, seed: u64) -> Self {
        assert_eq!(inputs.rows(), targets.rows(), "inputs and targets");
        assert!((1..=inputs.rows()).contains(&size), "batches of {size} of {} examples", inputs.rows());
        let order: Vec<_> = (0..inputs.rows()).collect();
        Self { inputs, targets, size, used: order.len(), order, rng: stream(seed, "nn/batches") }
    }
}

impl Batches for Shuffled<'_> {
    fn next(&mut self) -> (Cow<'_, Matrix>, Cow<'_, Matrix>) {
        if self.used + self.size > self.order.len() {
            self.order.shuffle(&mut self.rng);
            self.used = 0;
        }
        let chosen = &self.order[self.used..][..self.size];
        self.used += self.size;
        (Cow::Owned(self.inputs.select(chosen)), Cow::Owned(self.targets.select(chosen)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Batches, Matrix, Shuffled};

    #[test]
    fn an_epoch_shows_every_example_once_and_the_next_in_another_order() {
        let inputs = Matrix::from_fn(12, 1, |row, _| row as f32);
        let mut batches = Shuffled::new(&inputs, &inputs, 4, 5);
        let mut epoch = || (0..3).flat_map(|_| batches.next().0.values().to_vec()).collect::<Vec<_>>();
        let (first, second) = (epoch(), epoch());
        assert_ne!(first, second);
        for mut seen in [first, second] {
            seen.sort_by(f32::total_cmp);
            assert_eq!(seen, inputs.values());
        }
    }
}
