//! How alike two tokens are, by where they come from.

use super::super::{super::patches::Patches, Likeness};
use crate::math::{
    statistics::{LEVEL, student::mean_estimate},
    vectors::{dot, mean},
};

/// Of so many tokens of a photograph one is held against one of each other photograph.
const STRIDE: usize = 7;

pub(super) fn likeness(photographs: &[Patches], distances: &[usize]) -> Likeness {
    let within: Vec<Vec<f64>> = distances
        .iter()
        .map(|&distance| photographs.iter().map(|photograph| at_distance(photograph, distance)).collect())
        .collect();
    // For each photograph, its mean over all others.
    let between: Vec<f64> = (0..photographs.len())
        .map(|i| {
            let others = (0..photographs.len()).filter(|j| *j != i);
            mean(&others.map(|j| across(&photographs[i], &photographs[j])).collect::<Vec<_>>())
        })
        .collect();
    let excess: Vec<f64> = within[0].iter().zip(&between).map(|(within, between)| within - between).collect();
    Likeness {
        distances: distances.to_vec(),
        within: within.iter().map(|each| mean_estimate(each, LEVEL)).collect(),
        between: mean_estimate(&between, LEVEL),
        excess: mean_estimate(&excess, LEVEL),
    }
}

/// The mean |cos| of two tokens of a row, `distance` patches apart.
fn at_distance(photograph: &Patches, distance: usize) -> f64 {
    let rows = photograph.cells.chunks_exact(photograph.columns);
    let pairs = rows.flat_map(|row| row.iter().zip(row.iter().skip(distance)));
    let cosines = pairs.filter_map(|(a, b)| Some(dot(a.as_deref()?, b.as_deref()?).abs()));
    mean(&cosines.collect::<Vec<_>>())
}

fn across(one: &Patches, other: &Patches) -> f64 {
    let [one, other]: [Vec<&[f64]>; 2] = [one, other].map(|photograph| photograph.all().collect());
    // The other from its end: different parts of both.
    let cosines = one.iter().zip(other.iter().rev()).step_by(STRIDE).map(|(a, b)| dot(a, b).abs());
    mean(&cosines.collect::<Vec<_>>())
}
