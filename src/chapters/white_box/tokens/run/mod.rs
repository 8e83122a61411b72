//! Tokens and what is measured of them.

mod likeness;

use anyhow::Result;
use faer::{Mat, MatRef, Side, reborrow::Reborrow as _};
use rand::{Rng as _, seq::SliceRandom as _};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use rayon::prelude::*;

use super::{super::patches::Patches, Config, Difference, Ensemble, Measured, Outcome, Picture};
use crate::{
    data::{photographs, streams::stream},
    figure::Context,
    ground::estimate::Estimate,
    math::{
        manifolds::neighbours::Neighbours,
        rates::unit_tokens::unit_tokens,
        statistics::{LEVEL, student::mean_estimate},
        subspaces::{
            intrinsic_dimension::neighbour_dimension, k_subspaces::KSubspaces,
            principal_components::PrincipalComponents,
        },
    },
};
/// Patches in a row of a picture, and rows.
const SHOWN: (usize, usize) = (16, 4);

/// Looks at tokens of all photographs.
pub(super) fn run(config: &Config, context: &Context) -> Result<Outcome> {
    let mut progress = context.progress.task("tokens", 3);
    let photographs = photographs::ALL.iter().map(|photograph| Ok(Patches::of(&photograph.load()?, config.side)));
    let photographs: Vec<Patches> = photographs.collect::<Result<_>>()?;
    let likeness = likeness::likeness(&photographs, &config.distances);
    progress.step();
    let pool: Vec<&[f64]> = photographs.iter().flat_map(Patches::all).collect();
    anyhow::ensure!(
        pool.len() >= 2 * config.tokens,
        "the photographs have {} patches, and twice `tokens` are {}: take fewer `tokens` or a smaller `side`",
        pool.len(),
        2 * config.tokens
    );
    let draws: Vec<Vec<Drawn>> = (0..config.draws)
        .into_par_iter()
        .map(|draw| {
            let split = Split::drawn(&pool, config, draw);
            Ensemble::ALL.map(|ensemble| split.of(ensemble, config, draw).measured(config, draw, ensemble)).into()
        })
        .collect();
    progress.step();
    let of = |place: usize| draws.iter().map(move |draw| &draw[place]);
    let estimate =
        |place: usize, value: &dyn Fn(&Drawn) -> f64| mean_estimate(&of(place).map(value).collect::<Vec<_>>(), LEVEL);
    let over_k = |value: &dyn Fn(usize) -> Estimate| (0..config.subspaces.len()).map(value).collect::<Vec<_>>();
    // The patches of a draw less its control at that place.
    let less = |control: usize| {
        let estimate = |value: &dyn Fn(&Drawn) -> f64| {
            let each: Vec<f64> = draws.iter().map(|draw| value(&draw[0]) - value(&draw[control])).collect();
            mean_estimate(&each, LEVEL)
        };
        Difference {
            explained: over_k(&|k| estimate(&|drawn| drawn.explained[k])),
            gain: over_k(&|k| estimate(&|drawn| drawn.explained[k] - drawn.explained[0])),
            local_dimension: estimate(&|drawn| drawn.local_dimension),
        }
    };
    let measured = Ensemble::ALL.into_iter().enumerate().map(|(place, ensemble)| Measured {
        ensemble,
        spectrum: draws[0][place].spectrum.clone(),
        explained: over_k(&|k| estimate(place, &|drawn| drawn.explained[k])),
        explained_fitted: over_k(&|k| estimate(place, &|drawn| drawn.explained_fitted[k])),
        local_dimension: estimate(place, &|drawn| drawn.local_dimension),
    });
    let measured = measured.collect();
    let shown = Split::drawn(&pool, config, 0);
    let found = &draws[0][0].most;
    let directions: Vec<Vec<f64>> = (0..2.min(config.dimension))
        .flat_map(|k| found.bases.iter().map(move |basis| basis.col(k).iter().copied().collect()))
        .collect();
    let firsts: Vec<Vec<f64>> =
        (0..SHOWN.0 * SHOWN.1).map(|i| shown.fitted.col(i % config.tokens).iter().copied().collect()).collect();
    progress.step();
    Ok(Outcome {
        side: config.side,
        dimension: config.dimension,
        subspaces: config.subspaces.clone(),
        measured,
        beyond_gaussian: less(1),
        beyond_unit_gaussian: less(2),
        likeness,
        tokens: picture(&firsts, config.side, SHOWN.0),
        directions: picture(&directions, config.side, found.bases.len()),
    })
}

/// Tokens to fit to and tokens to look at: `[p², tokens]` each.
struct Split {
    fitted: Mat<f64>,
    held_out: Mat<f64>,
}

/// What is found of one kind of tokens in one draw.
struct Drawn {
    spectrum: Vec<f64>,
    explained: Vec<f64>,
    explained_fitted: Vec<f64>,
    local_dimension: f64,
    most: KSubspaces,
}

impl Split {
    /// Patches, no two of which overlap.
    fn drawn(pool: &[&[f64]], config: &Config, draw: usize) -> Self {
        let mut order: Vec<usize> = (0..pool.len()).collect();
        order.shuffle(&mut stream(config.seed, &format!("tokens {draw}")));
        let part = |from: usize| Mat::from_fn(pool[0].len(), config.tokens, |i, j| pool[order[from + j]][i]);
        Self { fitted: part(0), held_out: part(config.tokens) }
    }

    /// The same, or vectors in their place.
    fn of(&self, ensemble: Ensemble, config: &Config, draw: usize) -> Self {
        let mut rng = stream(config.seed, &format!("tokens {draw} {}", ensemble.name()));
        match ensemble {
            Ensemble::Patches => Self { fitted: self.fitted.clone(), held_out: self.held_out.clone() },
            Ensemble::Gaussian => {
                let root = root_covariance(self);
                let [fitted, held_out] = [(); 2].map(|()| gaussian(&root, config.tokens, &mut rng));
                Self { fitted, held_out }
            }
            Ensemble::UnitGaussian => {
                let Self { fitted, held_out } = self.of(Ensemble::Gaussian, config, draw);
                Self { fitted: unit_tokens(fitted.as_ref()), held_out: unit_tokens(held_out.as_ref()) }
            }
            Ensemble::Shuffled => {
                let [fitted, held_out] = [&self.fitted, &self.held_out].map(|tokens| shuffled(tokens, &mut rng));
                Self { fitted, held_out }
            }
        }
    }

    fn measured(&self, config: &Config, draw: usize, ensemble: Ensemble) -> Drawn {
        let mut rng = stream(config.seed, &format!("tokens {draw} {} starts", ensemble.name()));
        let (fitted, held_out) = (self.fitted.as_ref(), self.held_out.as_ref());
        let models: Vec<KSubspaces> = config
            .subspaces
            .iter()
            .map(|&count| KSubspaces::fitted(fitted, count, config.dimension, config.restarts, &mut rng))
            .collect();
        let components = PrincipalComponents::from_points(fitted);
        let total: f64 = components.energies.iter().sum();
        Drawn {
            spectrum: components.energies.iter().map(|energy| energy / total).collect(),
            explained: models.iter().map(|model| model.explained(held_out)).collect(),
            explained_fitted: models.iter().map(|model| model.explained(fitted)).collect(),
            local_dimension: local_dimension(fitted, config.neighbours),
            most: models.into_iter().last().expect("numbers of subspaces"),
        }
    }
}

/// The symmetric root of XX*/N over both halves.
fn root_covariance(split: &Split) -> Mat<f64> {
    let count = (split.fitted.ncols() + split.held_out.ncols()) as f64;
    let squares = &split.fitted * split.fitted.transpose() + &split.held_out * split.held_out.transpose();
    let eigen = squares.self_adjoint_eigen(Side::Lower).expect("finite tokens");
    let mut scaled = eigen.U().to_owned();
    for (mut column, square) in scaled.col_iter_mut().zip(eigen.S().column_vector().iter()) {
        column *= faer::Scale((square.max(0.0) / count).sqrt());
    }
    scaled * eigen.U().transpose()
}

fn gaussian(root: &Mat<f64>, count: usize, rng: &mut ChaCha8Rng) -> Mat<f64> {
    root * Mat::from_fn(root.ncols(), count, |_, _| rng.sample::<f64, _>(StandardNormal))
}

fn shuffled(tokens: &Mat<f64>, rng: &mut ChaCha8Rng) -> Mat<f64> {
    let mut tokens = tokens.clone();
    for column in tokens.col_iter_mut() {
        let mut values: Vec<f64> = column.rb().iter().copied().collect();
        values.shuffle(rng);
        column.iter_mut().zip(values).for_each(|(place, value)| *place = value);
    }
    tokens
}

/// The local dimension; of tokens that coincide with others none is measured.
fn local_dimension(tokens: MatRef<'_, f64>, neighbours: usize) -> f64 {
    let nearest = Neighbours::of(tokens, neighbours).distances;
    let apart: Vec<Vec<f64>> = nearest.into_iter().filter(|distances| distances[0] > 0.0).collect();
    neighbour_dimension(&apart)
}

/// Patches in rows of `columns`, a black pixel between, 0 grey and each patch's largest absolute value black or white.
fn picture(patches: &[Vec<f64>], side: usize, columns: usize) -> Picture {
    let rows = patches.len().div_ceil(columns);
    let width = columns * (side + 1) - 1;
    let mut pixels = vec![0; width * (rows * (side + 1) - 1)];
    for (number, patch) in patches.iter().enumerate() {
        let most = patch.iter().fold(f64::MIN_POSITIVE, |most, x| most.max(x.abs()));
        for (at, x) in patch.iter().enumerate() {
            let (row, column) = (number / columns * (side + 1) + at / side, number % columns * (side + 1) + at % side);
            pixels[row * width + column] = (127.5 * (1.0 + x / most)).round() as u8;
        }
    }
    Picture { width, pixels: pixels.into_iter().collect() }
}
