//! Three networks with the same parameters, and how they learn.

use rand::{Rng, seq::SliceRandom as _};

use super::super::Config;
use crate::{
    data::{
        digits::{CLASSES, Digits, SIDE},
        streams::stream,
    },
    ground::{device::DeviceError, progress::Task},
    nn::{CrossEntropy, History, Matrix, Network, Padding, Schedule, Stack, Training},
};

/// How a network goes from a fine grid to a coarse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subsampling {
    /// Every second position of a convolution is computed.
    Strided,
    /// Every position is computed, a low-pass follows, every second position is kept.
    AntiAliased,
    /// Every position is computed and kept; later kernels reach as far by holes between their taps.
    StrideFree,
}

impl Subsampling {
    /// All of them, in the order of the figure.
    pub(super) const ALL: [Self; 3] = [Self::Strided, Self::AntiAliased, Self::StrideFree];

    /// Its name in the figure.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Strided => "strided",
            Self::AntiAliased => "anti-aliased",
            Self::StrideFree => "stride-free",
        }
    }
}

// ANCHOR: networks
/// In each layer a convolution and a ReLU, then the mean over all positions and one score per class. The canvas is a
/// torus, and every `subsampling` gives parameters of the same names and shapes.
pub(super) fn model(config: &Config, subsampling: Subsampling) -> Stack {
    let mut stack = Stack::images(config.canvas, config.canvas, 1);
    for (layer, (&channels, &side)) in config.channels.iter().zip(&config.kernels).enumerate() {
        let name = format!("conv{}", layer + 1);
        let around = Padding::Circular(side / 2);
        let taps = config.low_pass_taps;
        stack = match subsampling {
            Subsampling::Strided => stack.conv2d(&name, channels, side, 2, around).relu(),
            Subsampling::AntiAliased => {
                stack.conv2d(&name, channels, side, 1, around).relu().low_pass(taps, 2, Padding::Circular(taps / 2))
            }
            Subsampling::StrideFree => stack.conv2d_dilated(&name, channels, side, 1 << layer).relu(),
        };
    }
    stack.global_average().linear("classes", CLASSES)
}
// ANCHOR_END: networks

/// Multiplications that one image costs.
pub(super) fn products(config: &Config, subsampling: Subsampling) -> usize {
    let (mut total, mut inputs, mut side) = (0, 1, config.canvas);
    for (&channels, &kernel) in config.channels.iter().zip(&config.kernels) {
        let (position, coarse) = (kernel * kernel * inputs * channels, side * side / 4);
        total += match subsampling {
            Subsampling::Strided => coarse * position,
            Subsampling::AntiAliased => side * side * position + coarse * channels * config.low_pass_taps.pow(2),
            Subsampling::StrideFree => config.canvas.pow(2) * position,
        };
        (inputs, side) = (channels, side / 2);
    }
    total + inputs * CLASSES
}

/// Trains `network` on `digits`, every epoch in a new order and, with `augment`, every digit at a new place.
///
/// All networks see the same batches.
pub(super) fn learn(
    network: &mut Network<Stack>,
    digits: &Digits,
    config: &Config,
    task: &mut Task,
) -> Result<History, DeviceError> {
    let mut orders = stream(config.seed, "shift_invariance/order");
    let mut places = stream(config.seed, "shift_invariance/training places");
    let mut waiting: Vec<usize> = Vec::new();
    let mut batches = || {
        if waiting.len() < config.batch_size {
            waiting = (0..digits.len()).collect();
            waiting.shuffle(&mut orders);
        }
        let chosen = waiting.split_off(waiting.len() - config.batch_size);
        let labels: Vec<u8> = chosen.iter().map(|&index| digits.labels[index]).collect();
        let place = |index| (index, if config.augment { random_place(config, &mut places) } else { centre(config) });
        let placed: Vec<_> = chosen.into_iter().map(place).collect();
        (views(digits, config.canvas, &placed), Matrix::one_hot(&labels, CLASSES))
    };
    let training =
        Training { schedule: Schedule::Cosine { warm_up: 0 }, ..Training::adam(config.steps(), config.rate) };
    network.train(&mut batches, &CrossEntropy, &training, &mut |_, loss| {
        task.step();
        task.note(&format!("loss {loss:.3}"));
    })
}

/// Where the upper left corner of a digit lies on the canvas: row and column.
pub(super) type Place = (usize, usize);

/// The place at which a digit lies in the middle of the canvas.
pub(super) fn centre(config: &Config) -> Place {
    let margin = (config.canvas - SIDE) / 2;
    (margin, margin)
}

/// A place where a digit passes no edge, each as probable as another.
pub(super) fn random_place(config: &Config, rng: &mut impl Rng) -> Place {
    let margin = config.canvas - SIDE;
    (rng.gen_range(0..=margin), rng.gen_range(0..=margin))
}

/// One canvas per row, for digits each at its place.
pub(super) fn views(digits: &Digits, canvas: usize, placed: &[(usize, Place)]) -> Matrix {
    let views = placed.iter().flat_map(|&(index, place)| digits.on_canvas(index, canvas, place)).collect();
    Matrix::new(placed.len(), canvas * canvas, views)
}

#[cfg(test)]
mod tests {
    use super::{CLASSES, Config, Subsampling, products};
    use crate::{figure::Settings as _, ground::scale::Scale};

    /// Second road: with one layer on a canvas of 32, counted by hand.
    #[test]
    fn products_are_counted_as_by_hand() {
        let one = Config { channels: vec![3], kernels: vec![5], low_pass_taps: 3, ..Config::at(Scale::Quick) };
        let counted = Subsampling::ALL.map(|subsampling| products(&one, subsampling) - 3 * CLASSES);
        assert_eq!(counted, [256 * 25 * 3, 1024 * 25 * 3 + 256 * 9 * 3, 1024 * 25 * 3]);
    }
}
