//! Digits on a canvas: what layers capture of them, and what a shift changes.

use rayon::prelude::*;

use super::super::{Captured, Filters, Kept, Picture, Shifted, Tight, config};
use crate::{
    data::digits::{self, SIDE},
    ground::pixels::Pixels,
    math::{
        scattering::{
            bank::Bank,
            grid_transform::GridTransform,
            network::{Network, Paths, Sampling},
        },
        vectors::{largest, smallest},
    },
};

/// Orders of the network whose energies are followed.
const ORDERS: usize = 3;
/// Orders of the networks that are held against shifts, and of the tight one with all paths.
const SHALLOW: usize = 2;

/// What the released filters keep of each frequency.
pub(super) fn kept(bank: &Bank) -> Kept {
    let sum = bank.littlewood_paley(0);
    let side = bank.transform.rows;
    let places: Vec<usize> = (0..=side / 2).collect();
    let step = 2.0 * std::f64::consts::PI / side as f64;
    Kept {
        scales: bank.largest_scale,
        least: smallest(sum.iter().copied()),
        most: largest(sum.iter().copied()),
        frequencies: places.iter().map(|&k| k as f64 * step).collect(),
        along_axis: places.iter().map(|&k| sum[k]).collect(),
        along_diagonal: places.iter().map(|&k| sum[k * side + k]).collect(),
    }
}

/// Digits in the middle of a black canvas.
pub(super) struct Canvas {
    side: usize,
    images: Vec<Vec<f64>>,
}

impl Canvas {
    /// Black 0 and white 1.
    pub(super) fn new(digits: &digits::Digits, side: usize) -> Self {
        let margin = (side - SIDE) / 2;
        let on_canvas = |index: usize| {
            let mut canvas = vec![0.0; side * side];
            for (row, pixels) in digits.image(index).chunks_exact(SIDE).enumerate() {
                let start = (row + margin) * side + margin;
                for (place, &pixel) in canvas[start..start + SIDE].iter_mut().zip(pixels) {
                    *place = f64::from(pixel) / 255.0;
                }
            }
            canvas
        };
        Self { side, images: (0..digits.len()).map(on_canvas).collect() }
    }

    fn energy(&self) -> f64 {
        self.images.iter().flatten().map(|x| x * x).sum()
    }

    /// The paths of each order, their energies over that of the digits where there are any, and ‖U‖² of the last order.
    fn shares(&self, network: &Network) -> (Vec<usize>, Vec<f64>, f64) {
        let energies = |image: &Vec<f64>| {
            let scattered = network.scatter(image);
            let mut start = 0;
            let squares: Vec<f64> = scattered
                .paths
                .iter()
                .map(|paths| {
                    let end = start + paths * network.places();
                    let sum = scattered.coefficients[start..end].iter().map(|x| x * x).sum();
                    start = end;
                    sum
                })
                .collect();
            (scattered.paths, squares, scattered.propagated[scattered.propagated.len() - 1])
        };
        let each: Vec<_> = self.images.par_iter().map(energies).collect();
        let total = self.energy();
        let of_order = |order: usize| each.iter().map(|(_, squares, _)| squares[order]).sum::<f64>() / total;
        let paths = each[0].0.clone();
        let last = each.iter().map(|(.., propagated)| propagated).sum::<f64>() / total;
        let shares = (0..paths.len()).filter(|&order| paths[order] > 0).map(of_order).collect();
        (paths, shares, last)
    }

    pub(super) fn captured(&self, bank: &Bank, filters: Filters) -> Captured {
        let bank = match filters {
            Filters::Released => bank.clone(),
            Filters::Scaled => bank.scaled(),
            Filters::Tight => bank.tight(),
        };
        let (paths, shares, _) = self.shares(&Network::new(&bank, ORDERS, Sampling::Full, Paths::Rising));
        let third_part = shares.get(ORDERS).map_or(0.0, |third| third / shares.iter().sum::<f64>());
        Captured { scales: bank.largest_scale, filters, paths, shares, third_part }
    }

    pub(super) fn tight(&self, bank: &Bank) -> Tight {
        let (paths, shares, last) = self.shares(&Network::new(bank, SHALLOW, Sampling::Full, Paths::All));
        let deeper = last - shares[SHALLOW];
        Tight { scales: bank.largest_scale, paths, shares, deeper }
    }

    /// The largest expansion over neighbours in the list.
    pub(super) fn largest_ratio(&self, bank: &Bank) -> f64 {
        let network = Network::new(bank, ORDERS, Sampling::Full, Paths::Rising);
        let ratio = |pair: &[Vec<f64>]| {
            let [a, b] = [&pair[0], &pair[1]].map(|image| network.scatter(image).coefficients);
            (squared_distance(&a, &b) / squared_distance(&pair[0], &pair[1])).sqrt()
        };
        largest(self.images.par_windows(2).map(ratio).collect::<Vec<_>>())
    }

    /// Relative distances under shifts to the right. A shifted input has shifted averages: no digit is scattered twice.
    pub(super) fn shifted(&self, settings: &config::Digits, bank: &impl Fn(usize) -> Bank) -> Shifted {
        let (side, shifts) = (self.side, &settings.shifts);
        let pixels = self.distances(shifts, |image, shift| (image.to_vec(), moved(image, side, shift)));
        let transform = GridTransform::new(side, side);
        let moduli = |image: &[f64]| transform.forward_real(image).iter().map(|value| value.norm()).collect();
        let fourier = self.distances(shifts, |image, shift| (moduli(image), moduli(&moved(image, side, shift))));
        let scattering: Vec<Vec<f64>> = settings
            .scales
            .iter()
            .map(|&scales| {
                let network = Network::new(&bank(scales).scaled(), SHALLOW, Sampling::Full, Paths::Rising);
                self.distances(shifts, |image, shift| {
                    let still = network.scatter(image).coefficients;
                    let moved = still.chunks_exact(side * side).flat_map(|map| moved(map, side, shift)).collect();
                    (still, moved)
                })
            })
            .collect();
        let [before, last] = [scattering.len() - 2, scattering.len() - 1];
        let steps = (settings.scales[last] - settings.scales[before]) as f64;
        Shifted {
            pixels,
            fourier,
            halvings: (scattering[before][0] / scattering[last][0]).log2() / steps,
            scattering,
            scales: settings.scales.clone(),
        }
    }

    /// Relative distances over all digits for each shift: `both` gives what is of a digit and of the shifted one.
    fn distances(&self, shifts: &[usize], both: impl Fn(&[f64], usize) -> (Vec<f64>, Vec<f64>) + Sync) -> Vec<f64> {
        let of_shift = |&shift: &usize| {
            let part = |image: &Vec<f64>| {
                let (still, moved) = both(image, shift);
                (squared_distance(&still, &moved), still.iter().map(|x| x * x).sum::<f64>())
            };
            let parts: Vec<(f64, f64)> = self.images.par_iter().map(part).collect();
            let sums = parts.into_iter().fold((0.0, 0.0), |(a, b), (distance, square)| (a + distance, b + square));
            (sums.0 / sums.1).sqrt()
        };
        shifts.iter().map(of_shift).collect()
    }

    /// The first digit, three first moduli, a second one and two averages, cut to the middle.
    pub(super) fn pictures(&self, bank: &Bank, directions: usize, cut: usize) -> Vec<Picture> {
        let image = &self.images[0];
        let size = bank.transform.size() as f64;
        let filtered = |values: &[f64], filter: &[f64]| -> Vec<f64> {
            let spectrum = bank.transform.forward_real(values);
            let product = spectrum.iter().zip(filter).map(|(x, f)| x * f / size).collect();
            bank.transform.inverse(product).iter().map(|value| value.norm()).collect()
        };
        let wavelet = |scale: usize, direction: usize| &bank.wavelets[0][scale * directions + direction].spectrum;
        let last = bank.largest_scale - 1;
        let across = directions / 2;
        let first = filtered(image, wavelet(0, 0));
        let named = |name: &str, values: &[f64]| Picture {
            name: name.to_owned(),
            side: cut,
            pixels: cut_out(values, self.side, cut),
        };
        vec![
            named("x", image),
            named("|x ∗ ψ|, fine, one direction", &first),
            named("the same, another direction", &filtered(image, wavelet(0, across))),
            named("|x ∗ ψ|, coarse", &filtered(image, wavelet(last, 0))),
            named("second modulus", &filtered(&first, wavelet(last, across))),
            named("average of the first modulus", &filtered(&first, &bank.average)),
        ]
    }
}

/// The map moved by `shift` pixels to the right.
fn moved(map: &[f64], side: usize, shift: usize) -> Vec<f64> {
    let mut moved = map.to_vec();
    moved.chunks_exact_mut(side).for_each(|row| row.rotate_right(shift % side));
    moved
}

fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum()
}

/// The middle of a map as bytes, its largest value white.
fn cut_out(values: &[f64], side: usize, cut: usize) -> Pixels {
    let margin = (side - cut) / 2;
    let most = largest(values.iter().copied()).max(f64::MIN_POSITIVE);
    let rows = values.chunks_exact(side).skip(margin).take(cut);
    rows.flat_map(|row| row[margin..margin + cut].iter().map(|x| (255.0 * (x / most).max(0.0)).round() as u8)).collect()
}
