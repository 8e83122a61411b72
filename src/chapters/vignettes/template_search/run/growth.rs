//! How both ways to search grow with the dimension, on a torus.

use faer::Mat;
use rand::Rng as _;
use rand_distr::{Distribution as _, StandardNormal};
use rayon::prelude::*;

use super::{
    super::{Comparison, Config, InDimension},
    detection::{Costs, Tried, threshold},
};
use crate::{
    data::{streams::stream, torus_family::TorusFamily},
    figure::Context,
    math::{
        vectors::largest,
        waves::{
            covering::{covering_grid, covering_number, cubic_thickness},
            riemannian_ascent::{Landscape, ascend},
        },
    },
};

/// The products of data with a family on a torus.
struct OnTorus<'a> {
    family: &'a TorusFamily,
    metric: &'a Mat<f64>,
    data: &'a [f64],
}

impl Landscape for OnTorus<'_> {
    fn slope(&self, at: &[f64]) -> (f64, Vec<f64>) {
        self.family.slope(self.data, at)
    }

    fn metric(&self, _: &[f64]) -> Mat<f64> {
        self.metric.clone()
    }
}

/// A grid of templates.
struct Grid {
    minimal_match: f64,
    counts: Vec<usize>,
    /// Ascents from its best templates: 0 if it is only a bank.
    starts: usize,
}

/// The best templates of a grid for one trial, falling.
type Best = Vec<(f64, usize)>;

/// Trials that are worked on together.
const TOGETHER: usize = 256;
/// Templates that are made together.
const BLOCK: usize = 256;

/// Both ways to search in `dimension` dimensions.
pub(super) fn in_dimension(dimension: usize, config: &Config, context: &Context) -> InDimension {
    let torus = &config.torus;
    let mut rng = stream(config.seed, "template search torus");
    let family = TorusFamily::new(dimension, torus.waves, torus.spread, &mut rng);
    let metric = family.metric();
    let most_starts = config.starts.last().copied().unwrap_or_default();
    let grids: Vec<Grid> = (torus.minimal_matches.iter())
        .map(|&minimal_match| Grid {
            minimal_match,
            counts: covering_grid(metric.as_ref(), TorusFamily::radius(minimal_match)),
            starts: if minimal_match <= torus.ascents_up_to { most_starts } else { 0 },
        })
        .collect();
    let mut task = context.progress.task(&format!("torus of {dimension} dimensions"), 2 * grids.len());
    let mut searched = |data: &[Vec<f64>]| -> Vec<Vec<Tried>> {
        let of = |grid: &Grid| {
            let tried = search(&family, &metric, grid, data, config);
            task.step();
            tried
        };
        grids.iter().map(of).collect()
    };
    let draw = |purpose: &str, trial: usize, snr: f64| -> Vec<f64> {
        let mut rng = stream(config.seed, &format!("template search torus {dimension} {purpose} {trial}"));
        let theta: Vec<f64> = (0..dimension).map(|_| rng.gen_range(0.0..1.0)).collect();
        let noise = |s: f64| {
            let z: f64 = StandardNormal.sample(&mut rng);
            snr * s + z
        };
        family.signal(&theta).into_iter().map(noise).collect()
    };
    let noise: Vec<Vec<f64>> = (0..torus.noises).map(|trial| draw("noise", trial, 0.0)).collect();
    let in_noise = searched(&noise);
    drop(noise);
    let finest = &in_noise[in_noise.len() - 1][0].noise;
    let snr = threshold(finest, config.false_alarm) + torus.above_threshold;
    let signals: Vec<Vec<f64>> = (0..torus.signals).map(|trial| draw("signal", trial, snr)).collect();
    let in_signals = searched(&signals);
    let with_signals = |(mut noise, signals): (Tried, Tried)| {
        noise.signals = signals.noise;
        noise
    };
    let tried: Vec<Tried> =
        in_noise.into_iter().flatten().zip(in_signals.into_iter().flatten()).map(with_signals).collect();
    let (entries, derivatives) = (2.0 * torus.waves as f64, dimension as f64);
    let costs = Costs {
        template: entries,
        evaluation: entries * (1.0 + derivatives),
        generation: entries * (config.products_per_entry + derivatives),
    };
    let volume = metric.determinant().sqrt();
    let finest = torus.minimal_matches[torus.minimal_matches.len() - 1];
    InDimension {
        dimension,
        volume,
        templates_by_theory: covering_number(
            volume,
            cubic_thickness(dimension),
            dimension,
            TorusFamily::radius(finest),
        ),
        comparison: Comparison::from_trials(&tried, costs, snr, config.false_alarm, config.margin),
    }
}

/// The largest products of each of `data` with the grid, and after ascents from its best 1, 2, … templates; under the name
/// of noise.
fn search(family: &TorusFamily, metric: &Mat<f64>, grid: &Grid, data: &[Vec<f64>], config: &Config) -> Vec<Tried> {
    let kept = grid.starts.max(1);
    let mut chunks: Vec<(Mat<f64>, Vec<Best>)> = data
        .chunks(TOGETHER)
        .map(|trials| {
            let columns = Mat::from_fn(trials[0].len(), trials.len(), |i, j| trials[j][i]);
            (columns, vec![Best::new(); trials.len()])
        })
        .collect();
    let templates: usize = grid.counts.iter().product();
    for first in (0..templates).step_by(BLOCK) {
        let signals: Vec<Vec<f64>> =
            (first..templates.min(first + BLOCK)).map(|number| family.signal(&place(grid, number))).collect();
        let rows = Mat::from_fn(signals.len(), signals[0].len(), |i, j| signals[i][j]);
        chunks.par_iter_mut().for_each(|(data, best)| {
            let products = &rows * &*data;
            for (column, best) in products.col_iter().zip(best) {
                for (i, &product) in column.iter().enumerate() {
                    insert(best, kept, (product, first + i));
                }
            }
        });
    }
    let best: Vec<Best> = chunks.into_iter().flat_map(|(_, best)| best).collect();
    let bank = Tried {
        minimal_match: grid.minimal_match,
        starts: 0,
        templates,
        evaluations: 0.0,
        noise: best.iter().map(|best| best[0].0).collect(),
        signals: Vec::new(),
    };
    if grid.starts == 0 {
        return vec![bank];
    }
    // Of each trial: where each ascent ends, and what it costs.
    let climbed: Vec<Vec<(f64, usize)>> = data
        .par_iter()
        .zip(&best)
        .map(|(data, best)| {
            let landscape = OnTorus { family, metric, data };
            let from = |(_, number): &(f64, usize)| {
                let ascent = ascend(&landscape, place(grid, *number), config.limits());
                (ascent.highest(), ascent.evaluations)
            };
            best.iter().map(from).collect()
        })
        .collect();
    let with_starts = |starts: usize| {
        let highest = |ends: &Vec<(f64, usize)>| largest(ends.iter().take(starts).map(|end| end.0));
        let evaluations: usize = climbed.iter().flat_map(|ends| ends.iter().take(starts)).map(|end| end.1).sum();
        Tried {
            starts,
            evaluations: evaluations as f64 / climbed.len() as f64,
            noise: climbed.iter().map(highest).collect(),
            ..bank.clone()
        }
    };
    let mut tried: Vec<Tried> = config.starts.iter().map(|&starts| with_starts(starts)).collect();
    tried.insert(0, bank);
    tried
}

/// The middle of the grid's cell of this number.
fn place(grid: &Grid, number: usize) -> Vec<f64> {
    let mut left = number;
    let along = |&count: &usize| {
        let at = (left % count) as f64 + 0.5;
        left /= count;
        at / count as f64
    };
    grid.counts.iter().map(along).collect()
}

/// Puts a candidate into its place among the best `kept`, if it is one of them.
pub(super) fn insert(best: &mut Best, kept: usize, candidate: (f64, usize)) {
    if best.len() == kept && best[kept - 1].0 >= candidate.0 {
        return;
    }
    let at = best.partition_point(|other| other.0 >= candidate.0);
    best.insert(at, candidate);
    best.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::{Grid, OnTorus, insert, place};
    use crate::{
        data::{streams::stream, torus_family::TorusFamily},
        math::waves::{
            covering::covering_grid,
            riemannian_ascent::{Limits, ascend},
        },
    };
    use rand::Rng as _;
    use rand_distr::{Distribution as _, StandardNormal};

    #[test]
    fn the_best_are_kept_in_order() {
        let mut best = Vec::new();
        for (number, value) in [3.0, 1.0, 4.0, 1.5, 9.0, 2.6].into_iter().enumerate() {
            insert(&mut best, 3, (value, number));
        }
        assert_eq!(best, [(9.0, 4), (4.0, 2), (3.0, 0)]);
    }

    #[test]
    fn every_template_of_the_grid_has_a_place_of_its_own_in_the_middle_of_a_cell() {
        let grid = Grid { minimal_match: 0.5, counts: vec![2, 3], starts: 0 };
        let places: Vec<Vec<f64>> = (0..6).map(|number| place(&grid, number)).collect();
        assert_eq!(places[0], [0.25, 0.5 / 3.0]);
        assert_eq!(places[5], [0.75, 2.5 / 3.0]);
        assert!((0..6).all(|i| (0..i).all(|j| places[i] != places[j])));
    }

    /// Second road: the largest product on a grid far finer than any bank, in noise and with a signal.
    #[test]
    fn ascents_from_a_coarse_bank_reach_the_highest_place_of_the_torus() {
        let family = TorusFamily::new(2, 48, 1.0, &mut stream(1, "family"));
        let metric = family.metric();
        let grid = |minimal_match: f64| Grid {
            minimal_match,
            counts: covering_grid(metric.as_ref(), TorusFamily::radius(minimal_match)),
            starts: 0,
        };
        let (coarse, fine) = (grid(0.6), grid(0.9995));
        let mut rng = stream(2, "data");
        for snr in [0.0, 5.0] {
            for _ in 0..10 {
                let theta = [rng.gen_range(0.0..1.0), rng.gen_range(0.0..1.0)];
                let data: Vec<f64> = family
                    .signal(&theta)
                    .into_iter()
                    .map(|s| {
                        let z: f64 = StandardNormal.sample(&mut rng);
                        snr * s + z
                    })
                    .collect();
                let product = |grid: &Grid, number: usize| family.slope(&data, &place(grid, number)).0;
                let brute = (0..fine.counts.iter().product()).map(|i| product(&fine, i)).fold(f64::MIN, f64::max);
                let mut best = Vec::new();
                for number in 0..coarse.counts.iter().product() {
                    insert(&mut best, 6, (product(&coarse, number), number));
                }
                let limits = Limits { steps: 50, longest: 0.5, gain: 1e-12 };
                let landscape = OnTorus { family: &family, metric: &metric, data: &data };
                let climbed = best.iter().map(|start| ascend(&landscape, place(&coarse, start.1), limits).highest());
                let climbed = climbed.fold(f64::MIN, f64::max);
                // The fine grid loses at most 0.05 % and the ascent nothing.
                assert!(climbed >= brute && climbed <= brute * 1.001, "{climbed} {brute}");
            }
        }
    }
}
