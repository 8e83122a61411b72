//! The training digits nearest to digits that were drawn.

use rayon::prelude::*;

use super::super::{super::digit_collection::Collection, Config, Neighbours};
use crate::{ground::pixels::Pixels, math::statistics::median::median};

/// Pairs that are shown.
const SHOWN: usize = 10;
/// Grey levels of the pairs.
const GREYS: f64 = 15.0;

/// Looks for the nearest training digits of the first of `drawn` and of held-out digits.
pub(super) fn neighbours(digits: &Collection, drawn: &[f64], config: &Config) -> Neighbours {
    let (size, count) = (digits.size(), config.sampling.neighbours);
    let of = |images: &[f64]| -> Vec<Nearest> {
        images[..count * size].par_chunks_exact(size).map(|image| nearest(image, &digits.train.pixels)).collect()
    };
    let (of_drawn, of_held_out) = (of(drawn), of(&digits.test.pixels));
    let ratios = |found: &[Nearest]| -> Vec<f64> {
        found.iter().map(|nearest| nearest.distances[0] / nearest.distances[1]).collect()
    };
    let first = |found: &[Nearest]| median(&found.iter().map(|nearest| nearest.distances[0]).collect::<Vec<_>>());
    let shown = SHOWN.min(count);
    let partners: Vec<f64> = of_drawn[..shown]
        .iter()
        .flat_map(|found| &digits.train.pixels[found.which * size..(found.which + 1) * size])
        .copied()
        .collect();
    let pairs = [&drawn[..shown * size], &partners].map(|images| digits.strip(images, GREYS));
    Neighbours {
        copies: ratios(&of_drawn).iter().filter(|&&ratio| ratio < 0.5).count(),
        drawn: median(&ratios(&of_drawn)),
        held_out: median(&ratios(&of_held_out)),
        nearest_drawn: first(&of_drawn),
        nearest_held_out: first(&of_held_out),
        pairs: Pixels(pairs.concat()),
    }
}

struct Nearest {
    which: usize,
    /// Of the nearest and of the second.
    distances: [f64; 2],
}

fn nearest(image: &[f64], train: &[f64]) -> Nearest {
    let mut found = Nearest { which: 0, distances: [f64::INFINITY; 2] };
    for (which, other) in train.chunks_exact(image.len()).enumerate() {
        let square: f64 = image.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum();
        let distance = square.sqrt();
        if distance < found.distances[0] {
            found = Nearest { which, distances: [distance, found.distances[0]] };
        } else if distance < found.distances[1] {
            found.distances[1] = distance;
        }
    }
    found
}
