//! What shifts of the input do to a network's answer.

use std::ops::RangeInclusive;

use rand::Rng as _;

use super::{
    super::Config,
    networks::{Place, centre, random_place, views},
};
use crate::{
    data::{digits::Digits, streams::stream},
    ground::device::DeviceError,
    math::vectors::largest,
    nn::{Matrix, Network, Stack},
};

/// The scores of one digit at every place of the torus: `[canvas², classes]`, places in row-major order.
#[derive(Debug)]
pub(super) struct AllShifts {
    canvas: usize,
    centre: Place,
    scores: Matrix,
}

impl AllShifts {
    /// The scores that `network` gives the digit at `index` at every place.
    pub(super) fn measured(
        network: &Network<Stack>,
        digits: &Digits,
        index: usize,
        config: &Config,
    ) -> Result<Self, DeviceError> {
        let canvas = config.canvas;
        let placed: Vec<_> = (0..canvas * canvas).map(|at| (index, (at / canvas, at % canvas))).collect();
        let scores = network.apply(&views(digits, canvas, &placed))?;
        Ok(Self { canvas, centre: centre(config), scores })
    }

    /// The scores of the digit shifted from the centre by `shift`: down and right, pixels, round the torus.
    fn at(&self, shift: Shift) -> &[f32] {
        let (row, column) = shifted(self.centre, shift, self.canvas);
        self.scores.row(row * self.canvas + column)
    }

    /// The probability of class `label` after each shift of at most `reach` pixels: `[down, right]`.
    pub(super) fn map(&self, label: u8, reach: usize) -> Vec<Vec<f64>> {
        let probabilities = self.scores.softmax();
        let by = |along: usize| (self.canvas + along - reach) % self.canvas;
        let at = |down: usize, right: usize| {
            let (row, column) = shifted(self.centre, (by(down), by(right)), self.canvas);
            finite(f64::from(probabilities.row(row * self.canvas + column)[usize::from(label)]))
        };
        (0..=2 * reach).map(|down| (0..=2 * reach).map(|right| at(down, right)).collect()).collect()
    }

    /// How far each shift moves the scores, in units of the largest score at the centre: smallest and largest over the
    /// shifts, other than none, that are multiples of `step` down and right (`true`) or that are not (`false`).
    pub(super) fn movement(&self, step: usize, multiples: bool) -> RangeInclusive<f64> {
        let is_multiple = |by: usize| by.is_multiple_of(step);
        let all = (0..self.canvas * self.canvas).map(|at| (at / self.canvas, at % self.canvas)).skip(1);
        let chosen = all.filter(|&(down, right)| (is_multiple(down) && is_multiple(right)) == multiples);
        let moved = chosen.map(|shift| largest_difference(self.at(shift), self.at((0, 0))));
        let (least, most) = moved.fold((f64::INFINITY, 0.0), |(least, most), by| (by.min(least), by.max(most)));
        least.min(most)..=most
    }

    /// How far the scores at the centre are from those of an empty canvas, in units of the largest of them.
    pub(super) fn seen(&self, network: &Network<Stack>) -> Result<f64, DeviceError> {
        let empty = Matrix::new(1, self.canvas * self.canvas, vec![0.0; self.canvas * self.canvas]);
        Ok(largest_difference(network.apply(&empty)?.row(0), self.at((0, 0))))
    }

    /// The mean of the scores over the shifts by 0 to `total_stride` − 1 pixels down and right: one shift of each class
    /// of shifts that differ by multiples of the stride.
    fn mean_over_classes_of_shifts(&self, total_stride: usize) -> Vec<f32> {
        let classes = total_stride * total_stride;
        let mut sums = vec![0.0; self.scores.columns()];
        for shift in (0..classes).map(|class| (class / total_stride, class % total_stride)) {
            sums.iter_mut().zip(self.at(shift)).for_each(|(sum, score)| *sum += f64::from(*score));
        }
        sums.into_iter().map(|sum| (sum / classes as f64) as f32).collect()
    }

    /// How far the mean of these scores over the small shifts is from the scores of `free` at the centre, in units of
    /// the largest of those.
    pub(super) fn mean_against(&self, free: &Self, total_stride: usize) -> f64 {
        largest_difference(&self.mean_over_classes_of_shifts(total_stride), free.at((0, 0)))
    }
}

/// The largest difference of two rows of scores, in units of the largest of `reference`.
fn largest_difference(scores: &[f32], reference: &[f32]) -> f64 {
    let difference = scores.iter().zip(reference).map(|(a, b)| (f64::from(*a) - f64::from(*b)).abs());
    let size = largest(reference.iter().map(|b| f64::from(b.abs())));
    finite(largest(difference) / size)
}

/// Down and right, pixels; round the torus, so that one less than the canvas is a pixel back.
type Shift = (usize, usize);

/// The place that `shift` leads to.
fn shifted(from: Place, shift: Shift, canvas: usize) -> Place {
    ((from.0 + shift.0) % canvas, (from.1 + shift.1) % canvas)
}

/// What a shift by one pixel does, digit by digit.
#[derive(Debug)]
pub(super) struct OnePixel {
    /// 1 where the most probable class before the shift is the true one, else 0.
    pub(super) right: Vec<f64>,
    /// 1 where the shift changes the most probable class, else 0.
    pub(super) flips: Vec<f64>,
    /// Change of the true class's probability.
    pub(super) changes: Vec<f64>,
}

impl OnePixel {
    /// Of the first `config.test_digits` of `digits`, each at a random place and shifted by one pixel in one of the four
    /// directions; the same places and directions for every network.
    pub(super) fn measured(network: &Network<Stack>, digits: &Digits, config: &Config) -> Result<Self, DeviceError> {
        let back = config.canvas - 1;
        let directions: [Shift; 4] = [(0, 1), (1, 0), (0, back), (back, 0)];
        let mut rng = stream(config.seed, "shift_invariance/test places");
        let (before, after): (Vec<_>, Vec<_>) = (0..config.test_digits)
            .map(|index| {
                let place = random_place(config, &mut rng);
                let direction = directions[rng.gen_range(0..directions.len())];
                ((index, place), (index, shifted(place, direction, config.canvas)))
            })
            .unzip();
        let probabilities = |placed: &[_]| Ok(network.apply(&views(digits, config.canvas, placed))?.softmax());
        let (before, after) = (probabilities(&before)?, probabilities(&after)?);
        let (first, second) = (before.argmax(), after.argmax());
        let labels = || digits.labels.iter().map(|&label| usize::from(label));
        let yes = |so: bool| f64::from(u8::from(so));
        Ok(Self {
            right: first.iter().zip(labels()).map(|(&class, label)| yes(class == label)).collect(),
            flips: first.iter().zip(&second).map(|(a, b)| yes(a != b)).collect(),
            changes: (0..config.test_digits)
                .zip(labels())
                .map(|(row, label)| finite(f64::from(before.row(row)[label] - after.row(row)[label]).abs()))
                .collect(),
        })
    }
}

/// The probability of the true class of each shown digit as it moves from the left edge to the right, pixel by pixel:
/// `[shown, path_shifts + 1]`.
pub(super) fn paths(network: &Network<Stack>, digits: &Digits, config: &Config) -> Result<Vec<Vec<f64>>, DeviceError> {
    let path = |&index: &usize| {
        let placed: Vec<_> = (0..=config.path_shifts).map(|right| (index, (centre(config).0, right))).collect();
        let probabilities = network.apply(&views(digits, config.canvas, &placed))?.softmax();
        let label = usize::from(digits.labels[index]);
        Ok((0..placed.len()).map(|row| finite(f64::from(probabilities.row(row)[label]))).collect())
    };
    config.shown.iter().map(path).collect()
}

/// `value`, or 0 where a network that diverged gives none; its record says that it diverged.
pub(super) fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::AllShifts;
    use crate::{
        chapters::vignettes::shift_invariance::{
            Config,
            run::networks::{Subsampling, model},
        },
        data::digits::{Digits, Shelf, Split},
        figure::Settings as _,
        ground::{device::DeviceKind, scale::Scale},
        nn::Network,
    };

    /// A mean over n positions in `f32` errs by n · 6e-8 of its size at worst and √n · 6e-8 as a rule; there are at most
    /// 1,024 positions, and three layers.
    const ROUNDING: f64 = 3.0 * 32.0 * 6e-8;

    fn config() -> Config {
        Config { channels: vec![5, 6, 7], kernels: vec![5, 3, 3], ..Config::at(Scale::Quick) }
    }

    fn digits() -> Digits {
        Shelf::new(None, false).digits(Split::Test, 1).unwrap()
    }

    /// All shifts of a digit under a network with random weights: what holds exactly holds for any weights.
    fn untrained(config: &Config, subsampling: Subsampling) -> AllShifts {
        let network = Network::new(model(config, subsampling), DeviceKind::Cpu, 5).unwrap();
        AllShifts::measured(&network, &digits(), 0, config).unwrap()
    }

    #[test]
    fn without_strides_no_shift_moves_a_score() {
        assert!(*untrained(&config(), Subsampling::StrideFree).movement(1, true).end() < ROUNDING);
    }

    #[test]
    fn with_strides_shifts_by_multiples_of_the_total_stride_move_nothing_and_every_other_shift_does() {
        let strided = untrained(&config(), Subsampling::Strided);
        assert!(*strided.movement(8, true).end() < ROUNDING);
        assert!(*strided.movement(8, false).start() > 100.0 * ROUNDING);
    }

    #[test]
    fn the_last_low_pass_halves_the_stride() {
        let low_passed = untrained(&config(), Subsampling::AntiAliased);
        assert!(*low_passed.movement(4, true).end() < ROUNDING);
        assert!(*low_passed.movement(4, false).start() > 10.0 * ROUNDING);
    }

    #[test]
    fn the_stride_free_network_is_the_mean_of_the_strided_one_over_its_classes_of_shifts() {
        let [strided, free] = [Subsampling::Strided, Subsampling::StrideFree].map(|kind| untrained(&config(), kind));
        assert!(strided.mean_against(&free, 8) < ROUNDING);
    }

    /// Second road: a filter of one tap lets everything pass, and then the low-passed network is the strided one.
    #[test]
    fn a_low_pass_of_one_tap_is_a_plain_stride() {
        let config = Config { low_pass_taps: 1, ..config() };
        let [strided, low_passed] =
            [Subsampling::Strided, Subsampling::AntiAliased].map(|kind| untrained(&config, kind));
        for (a, b) in strided.scores.values().iter().zip(low_passed.scores.values()) {
            assert!(f64::from((a - b).abs()) < ROUNDING, "{a} {b}");
        }
    }
}
