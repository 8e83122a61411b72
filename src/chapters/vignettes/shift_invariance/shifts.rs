//! What shifts of the input do to a network's answer.

use rand::Rng as _;

use super::{
    Config,
    networks::{Place, centre, random_place, views},
};
use crate::{
    data::{digits::Digits, streams::stream},
    nn::{Matrix, Network},
};

/// The scores of one digit at every place of the torus: `[canvas², classes]`, places in row-major order.
#[derive(Debug)]
pub(super) struct AllShifts {
    canvas: usize,
    centre: Place,
    scores: Matrix,
}

/// How far scores move, in units of the largest score at the centre: over shifts by multiples of the total stride, and
/// over all others.
#[derive(Debug, PartialEq)]
pub(super) struct Movement {
    pub(super) at_multiples: f64,
    pub(super) least_elsewhere: f64,
    pub(super) most_elsewhere: f64,
}

impl AllShifts {
    pub(super) fn of(network: &Network, digits: &Digits, index: usize, config: &Config) -> Self {
        let canvas = config.canvas;
        let placed: Vec<_> = (0..canvas * canvas).map(|at| (index, (at / canvas, at % canvas))).collect();
        Self { canvas, centre: centre(config), scores: network.apply(&views(digits, canvas, &placed)) }
    }

    /// The row of `scores` for the digit shifted from the centre by `shift`: down and right, pixels, round the torus.
    fn row(&self, shift: (isize, isize)) -> usize {
        let (row, column) = shifted(self.centre, shift, self.canvas);
        row * self.canvas + column
    }

    /// The probability of class `label` after each shift of at most `reach` pixels: `[down, right]`.
    pub(super) fn map(&self, label: u8, reach: usize) -> Vec<Vec<f64>> {
        let probabilities = self.scores.softmax();
        let reach = reach as isize;
        let at = |down, right| finite(f64::from(probabilities.row(self.row((down, right)))[usize::from(label)]));
        (-reach..=reach).map(|down| (-reach..=reach).map(|right| at(down, right)).collect()).collect()
    }

    pub(super) fn movement(&self, total_stride: usize) -> Movement {
        let still = self.scores.row(self.row((0, 0)));
        let (side, stride) = (self.canvas as isize, total_stride as isize);
        let mut movement = Movement { at_multiples: 0.0, least_elsewhere: f64::INFINITY, most_elsewhere: 0.0 };
        for shift in (0..side).flat_map(|down| (0..side).map(move |right| (down, right))) {
            let moved = distance(self.scores.row(self.row(shift)), still);
            if shift.0 % stride == 0 && shift.1 % stride == 0 {
                movement.at_multiples = movement.at_multiples.max(moved);
            } else {
                movement.least_elsewhere = movement.least_elsewhere.min(moved);
                movement.most_elsewhere = movement.most_elsewhere.max(moved);
            }
        }
        movement
    }

    /// The mean of the scores over the shifts by 0 to `total_stride` − 1 pixels down and right: one shift of each class
    /// of shifts that differ by multiples of the stride.
    fn mean_over_classes_of_shifts(&self, total_stride: usize) -> Vec<f32> {
        let stride = total_stride as isize;
        let count = (total_stride * total_stride) as f64;
        let mut sums = vec![0.0; self.scores.columns()];
        for shift in (0..stride).flat_map(|down| (0..stride).map(move |right| (down, right))) {
            for (sum, score) in sums.iter_mut().zip(self.scores.row(self.row(shift))) {
                *sum += f64::from(*score);
            }
        }
        sums.into_iter().map(|sum| (sum / count) as f32).collect()
    }

    /// How far the mean of these scores over the small shifts is from the scores of `free` at the centre, in units of
    /// the largest of those.
    pub(super) fn mean_against(&self, free: &Self, total_stride: usize) -> f64 {
        distance(&self.mean_over_classes_of_shifts(total_stride), free.scores.row(free.row((0, 0))))
    }
}

/// The largest difference of two rows of scores, in units of the largest of `reference`.
fn distance(scores: &[f32], reference: &[f32]) -> f64 {
    let difference = scores.iter().zip(reference).map(|(a, b)| (f64::from(*a) - f64::from(*b)).abs());
    let size = reference.iter().map(|b| f64::from(b.abs())).fold(0.0, f64::max);
    finite(difference.fold(0.0, f64::max) / size)
}

/// The place that `shift`, down and right, leads to, round the torus.
fn shifted(from: Place, shift: (isize, isize), canvas: usize) -> Place {
    let moved = |at: usize, by: isize| (at as isize + by).rem_euclid(canvas as isize) as usize;
    (moved(from.0, shift.0), moved(from.1, shift.1))
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
    pub(super) fn of(network: &Network, digits: &Digits, config: &Config) -> Self {
        const DIRECTIONS: [(isize, isize); 4] = [(0, 1), (1, 0), (0, -1), (-1, 0)];
        let mut rng = stream(config.seed, "shift_invariance/test places");
        let (before, after): (Vec<_>, Vec<_>) = (0..config.test_digits)
            .map(|index| {
                let place = random_place(config, &mut rng);
                let direction = DIRECTIONS[rng.gen_range(0..DIRECTIONS.len())];
                ((index, place), (index, shifted(place, direction, config.canvas)))
            })
            .unzip();
        let probabilities = |placed: &[_]| network.apply(&views(digits, config.canvas, placed)).softmax();
        let (before, after) = (probabilities(&before), probabilities(&after));
        let (first, second) = (before.argmax(), after.argmax());
        let labels = || digits.labels.iter().map(|&label| usize::from(label));
        let yes = |so: bool| f64::from(u8::from(so));
        Self {
            right: first.iter().zip(labels()).map(|(&class, label)| yes(class == label)).collect(),
            flips: first.iter().zip(&second).map(|(a, b)| yes(a != b)).collect(),
            changes: (0..config.test_digits)
                .zip(labels())
                .map(|(row, label)| finite(f64::from(before.row(row)[label] - after.row(row)[label]).abs()))
                .collect(),
        }
    }
}

/// The probability of the true class of each shown digit as it moves from the left edge to the right, a pixel a time:
/// `[shown, path_shifts + 1]`.
pub(super) fn paths(network: &Network, digits: &Digits, config: &Config) -> Vec<Vec<f64>> {
    let path = |&index: &usize| {
        let placed: Vec<_> = (0..=config.path_shifts).map(|right| (index, (centre(config).0, right))).collect();
        let probabilities = network.apply(&views(digits, config.canvas, &placed)).softmax();
        let label = usize::from(digits.labels[index]);
        (0..placed.len()).map(|row| finite(f64::from(probabilities.row(row)[label]))).collect()
    };
    config.shown.iter().map(path).collect()
}

/// `value`, or 0 where a network that diverged gives none; its record says that it diverged.
pub(super) fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}
