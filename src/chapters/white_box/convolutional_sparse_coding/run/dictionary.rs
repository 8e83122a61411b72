//! Four dictionaries of patches.

use std::f64::consts::PI;

use anyhow::{Result, ensure};
use faer::Mat;
use rand::seq::SliceRandom as _;

use super::super::{super::patches::Patches, Approximated, Dictionary, Patchwork};
use crate::{
    data::{photographs, sparse_signals::with_unit_columns, streams::stream},
    ground::pixels::Pixels,
    math::{
        sparse::{
            dictionary_learning::{codes, learnt_dictionary},
            matching_pursuit::Pursuit,
        },
        statistics::{LEVEL, student::mean_estimate},
        subspaces::principal_components::PrincipalComponents,
        vectors::{largest, mean},
    },
};

/// The names of the dictionaries.
const NAMES: [&str; 4] = ["cosines, orthonormal", "principal components", "cosines, overcomplete", "learnt"];

pub(super) fn dictionary(settings: &Patchwork, seed: u64) -> Result<Dictionary> {
    let photographs = photographs::ALL.iter().map(|photograph| Ok(Patches::of(&photograph.load()?, settings.side)));
    let photographs: Vec<Patches> = photographs.collect::<Result<_>>()?;
    let pool: Vec<&[f64]> = photographs.iter().flat_map(Patches::all).collect();
    ensure!(
        pool.len() >= 2 * settings.patches,
        "the photographs have {} patches, and twice `patches.patches` are {}: take fewer, or a smaller `patches.side`",
        pool.len(),
        2 * settings.patches
    );
    let most = settings.sparsities[settings.sparsities.len() - 1];
    // [draws][dictionaries][sparsities]
    let mut errors: Vec<Vec<Vec<f64>>> = Vec::new();
    let mut atoms = Vec::new();
    let mut shown = None;
    for draw in 0..settings.draws {
        let mut rng = stream(seed, &format!("convolutional patches {draw}"));
        let mut order: Vec<usize> = (0..pool.len()).collect();
        order.shuffle(&mut rng);
        let part = |from: usize| Mat::from_fn(pool[0].len(), settings.patches, |i, j| pool[order[from + j]][i]);
        let (fitted, held_out) = (part(0), part(settings.patches));
        let count = settings.atoms_along * settings.atoms_along;
        let dictionaries = [
            cosines(settings.side, settings.side),
            PrincipalComponents::from_points(fitted.as_ref()).basis(pool[0].len()).to_owned(),
            cosines(settings.side, settings.atoms_along),
            learnt_dictionary(fitted.as_ref(), count, settings.sparsity, settings.rounds, &mut rng),
        ];
        let missed = |dictionary: &Mat<f64>| {
            let codes = codes(dictionary.as_ref(), held_out.as_ref(), most);
            settings.sparsities.iter().map(|&sparsity| missed(&codes, sparsity)).collect()
        };
        errors.push(dictionaries.iter().map(missed).collect());
        atoms = dictionaries.iter().map(Mat::ncols).collect();
        shown
            .get_or_insert_with(|| by_use(&dictionaries[3], &codes(dictionaries[3].as_ref(), held_out.as_ref(), most)));
    }
    let estimates = |value: &dyn Fn(&[Vec<f64>], usize) -> f64| {
        let at = |k: usize| mean_estimate(&errors.iter().map(|of_draw| value(of_draw, k)).collect::<Vec<_>>(), LEVEL);
        (0..settings.sparsities.len()).map(at).collect::<Vec<_>>()
    };
    let approximated = NAMES.iter().enumerate().map(|(place, name)| Approximated {
        name: (*name).to_owned(),
        atoms: atoms[place],
        errors: estimates(&|of_draw, k| of_draw[place][k]),
        learnt_less: estimates(&|of_draw, k| of_draw[NAMES.len() - 1][k] - of_draw[place][k]),
    });
    let approximated = approximated.collect();
    let (width, atoms) = picture(&shown.expect("a draw"), settings.side, settings.atoms_along);
    Ok(Dictionary { side: settings.side, sparsities: settings.sparsities.clone(), approximated, width, atoms })
}

/// The mean share of energy that codes of `sparsity` atoms miss; a code that ended before has what it had.
fn missed(codes: &[Pursuit], sparsity: usize) -> f64 {
    let of = |code: &Pursuit| code.squared_errors[sparsity.min(code.squared_errors.len() - 1)] / code.squared_errors[0];
    mean(&codes.iter().map(of).collect::<Vec<_>>())
}

/// Products of cosines of `count` frequencies from 0 to below a half along each side: `[side², count²]`, columns of length 1.
/// With as many as the side they are the discrete cosine transform.
///
/// ```text
/// cos(πk(i + ½)/count),  k = 0 … count − 1,  i = 0 … side − 1
/// ```
pub(in crate::chapters::white_box::convolutional_sparse_coding) fn cosines(side: usize, count: usize) -> Mat<f64> {
    let wave = |k: usize, i: usize| (PI * k as f64 * (i as f64 + 0.5) / count as f64).cos();
    with_unit_columns(Mat::from_fn(side * side, count * count, |at, atom| {
        wave(atom / count, at / side) * wave(atom % count, at % side)
    }))
}

/// The columns, those first that most codes use.
fn by_use(dictionary: &Mat<f64>, codes: &[Pursuit]) -> Vec<Vec<f64>> {
    let mut uses = vec![0_usize; dictionary.ncols()];
    codes.iter().flat_map(|code| &code.places).for_each(|&place| uses[place] += 1);
    let mut order: Vec<usize> = (0..uses.len()).collect();
    order.sort_by_key(|&atom| (std::cmp::Reverse(uses[atom]), atom));
    order.into_iter().map(|atom| dictionary.col(atom).iter().copied().collect()).collect()
}

/// Atoms in rows of `columns`, a black pixel between, 0 grey; the number of pixels in a row, and the pixels.
fn picture(atoms: &[Vec<f64>], side: usize, columns: usize) -> (usize, Pixels) {
    let width = columns * (side + 1) - 1;
    let mut pixels = vec![0; width * (atoms.len().div_ceil(columns) * (side + 1) - 1)];
    for (number, atom) in atoms.iter().enumerate() {
        let most = largest(atom.iter().map(|x| x.abs())).max(f64::MIN_POSITIVE);
        for (at, x) in atom.iter().enumerate() {
            let (row, column) = (number / columns * (side + 1) + at / side, number % columns * (side + 1) + at % side);
            pixels[row * width + column] = (127.5 * (1.0 + x / most)).round() as u8;
        }
    }
    (width, pixels.into_iter().collect())
}
