//! Bases turned, and steps taken.

use faer::Mat;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::{Changes, Config, Directions, Length, Outcome, Own, Products, Short, Turned};
use crate::{
    data::{streams::stream, subspace_tokens::subspace_tokens, subspaces::orthonormal_frame},
    figure::Context,
    ground::estimate::Estimate,
    math::{
        rates::{
            coding_rate::coding_rate,
            lengths::{radial_part, with_lengths_of},
            subspace_rate::Heads,
            token_statistics::{
                VariationalRate, diagonal_rate, eigenvalue_rate, memberships, pairwise_products, statistics_products,
                turned_in_pairs,
            },
            unit_tokens::unit_tokens,
        },
        statistics::{LEVEL, student::mean_estimate},
        vectors::{largest, mean, smallest},
    },
};

/// The largest step that must lower R^var.
pub(super) const SAFE: f64 = 2.0;

/// Measures each draw, then takes means.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let mut progress = context.progress.task("token statistics", 2);
    let draws: Vec<Measured> = (0..config.draws).into_par_iter().map(|draw| measured(config, draw)).collect();
    progress.step();
    let length = length(config);
    progress.step();
    let all = |of: &dyn Fn(&Measured) -> f64| estimate(draws.iter().map(of));
    let each = |count: usize, of: &dyn Fn(&Measured, usize) -> f64| -> Vec<Estimate> {
        (0..count).map(|i| estimate(draws.iter().map(|draw| of(draw, i)))).collect()
    };
    let (steps, safe) = (config.steps.len(), config.steps.iter().filter(|step| **step <= SAFE).count());
    let changes = |place: usize| Changes {
        before: all(&|draw| draw.before[place]),
        step: each(steps, &|draw, i| draw.changes[place].step[i]),
        shrunk: each(steps, &|draw, i| draw.changes[place].shrunk[i]),
        unit: each(steps, &|draw, i| draw.changes[place].unit[i]),
        shrunk_share: each(safe, &|draw, i| draw.changes[place].shrunk[i] / draw.changes[place].step[i]),
    };
    let angle = |k: usize| 90.0 * k as f64 / (config.angles - 1) as f64;
    let last = config.angles - 1;
    let bases = || draws.iter().map(|draw| &draw.bases);
    Outcome {
        heads: config.heads,
        width: config.width,
        tokens: config.tokens,
        epsilon_squared: config.epsilon_squared,
        membership: all(&|draw| draw.membership),
        turned: Turned {
            angles_deg: (0..config.angles).map(angle).collect(),
            excess: each(config.angles, &|draw, k| draw.bases.turned[k]),
            halfway: all(&|draw| draw.bases.turned[last / 2]),
            random: all(&|draw| draw.bases.random),
            own: all(&|draw| draw.bases.own),
            most: all(&|draw| draw.bases.most),
            least: smallest(bases().flat_map(|bases| bases.turned.iter().copied().chain([bases.random]))),
            at_eigenvectors: largest(bases().flat_map(|bases| [bases.turned[0].abs(), bases.turned[last].abs()])),
        },
        steps: config.steps.clone(),
        variational: changes(0),
        pairwise: changes(1),
        reduction_unit: each(steps, &|draw, i| draw.changes[2].unit[i] - draw.changes[1].unit[i]),
        largest_to_two: largest(draws.iter().flat_map(|draw| draw.changes[0].step[..safe].iter().copied())),
        length,
        short: Short {
            length: config.short_length,
            relative: each(steps, &|draw, i| draw.short[i]),
            limit: config.steps.iter().map(|s| (1.0 - s).powi(2) - 1.0).collect(),
        },
        directions: Directions {
            moments: each(config.width, &|draw, i| draw.moments[i]),
            left: each(config.width, &|draw, i| draw.left[i]),
        },
        own: Own {
            before: all(&|draw| draw.own_share),
            after: each(steps, &|draw, i| draw.own_after[i]),
            change: each(steps, &|draw, i| draw.own_after[i] - draw.own_share),
        },
        products: products(config),
    }
}

/// What is measured of one draw. Places 0, 1 and 2 are R^var, R^c and R.
struct Measured {
    membership: f64,
    bases: Bases,
    before: [f64; 3],
    changes: [Changed; 3],
    short: Vec<f64>,
    moments: Vec<f64>,
    left: Vec<f64>,
    own_share: f64,
    own_after: Vec<f64>,
}

/// What the bound exceeds the rate by, in bases of the first subspace.
struct Bases {
    turned: Vec<f64>,
    random: f64,
    own: f64,
    most: f64,
}

/// Changes of one rate, for each step.
#[derive(Default)]
struct Changed {
    step: Vec<f64>,
    shrunk: Vec<f64>,
    unit: Vec<f64>,
}

fn measured(config: &Config, draw: usize) -> Measured {
    let mut rng = stream(config.seed, &format!("token statistics {draw}"));
    let (heads, tokens, labels) = drawn(config, config.decay, &mut rng);
    let rate = VariationalRate {
        heads: &heads,
        memberships: memberships(&heads, tokens.as_ref(), config.temperature),
        epsilon_squared: config.epsilon_squared,
    };
    let rates = |tokens: &Mat<f64>| {
        let (tokens, precision) = (tokens.as_ref(), config.epsilon_squared);
        [rate.value(tokens), heads.rate(tokens, precision), coding_rate(tokens, precision)]
    };
    let before = rates(&tokens);
    let short = config.short_length * &tokens;
    let short_rate = rate.value(short.as_ref());
    let mut changes: [Changed; 3] = Default::default();
    let (mut short_changes, mut own_after) = (Vec::new(), Vec::new());
    for &step in &config.steps {
        let after = rate.step(tokens.as_ref(), step);
        let shrunk = with_lengths_of(tokens.as_ref(), after.as_ref());
        let unit = with_lengths_of(after.as_ref(), tokens.as_ref());
        let [stepped, shrunk, unit] = [&after, &shrunk, &unit].map(rates);
        for (place, changed) in changes.iter_mut().enumerate() {
            changed.step.push(stepped[place] - before[place]);
            changed.shrunk.push(shrunk[place] - before[place]);
            changed.unit.push(unit[place] - before[place]);
        }
        short_changes.push(rate.value(rate.step(short.as_ref(), step).as_ref()) / short_rate - 1.0);
        own_after.push(own_share(&heads, &after, &labels));
    }
    let seen = heads.bases[0].transpose() * &tokens;
    Measured {
        membership: mean(&labels.iter().enumerate().map(|(j, &k)| rate.memberships[(k, j)]).collect::<Vec<_>>()),
        bases: bases(config, &rate, &seen, &mut rng),
        before,
        changes,
        short: short_changes,
        moments: rate.moments(0, &seen),
        left: rate.attenuations(0, &seen).iter().map(|kept| 1.0 - kept).collect(),
        own_share: own_share(&heads, &tokens, &labels),
        own_after,
    }
}

/// The smallest step beside shrinking alone, and the gradient beside the tokens, for each power.
fn length(config: &Config) -> Length {
    let at = |decay: f64| -> Vec<[f64; 2]> {
        let of = |draw: usize| {
            // The subspaces and codes of the draw, whatever the power.
            let mut rng = stream(config.seed, &format!("token statistics {draw}"));
            let (heads, tokens, _) = drawn(config, decay, &mut rng);
            let rate = VariationalRate {
                heads: &heads,
                memberships: memberships(&heads, tokens.as_ref(), config.temperature),
                epsilon_squared: config.epsilon_squared,
            };
            let after = rate.step(tokens.as_ref(), config.steps[0]);
            let shrunk = with_lengths_of(tokens.as_ref(), after.as_ref());
            let [before, after, shrunk] = [&tokens, &after, &shrunk].map(|tokens| rate.value(tokens.as_ref()));
            let gradient = rate.gradient(tokens.as_ref());
            [(shrunk - before) / (after - before), radial_part(gradient.as_ref(), tokens.as_ref())]
        };
        (0..config.draws).into_par_iter().map(of).collect()
    };
    let found: Vec<Vec<[f64; 2]>> = config.decays.iter().map(|&decay| at(decay)).collect();
    let means = |place: usize| found.iter().map(|draws| estimate(draws.iter().map(|draw| draw[place]))).collect();
    Length { decays: config.decays.clone(), measured: means(0), radial: means(1) }
}

/// Tokens of length 1, each of one subspace whose directions have falling variances.
fn drawn(config: &Config, decay: f64, rng: &mut ChaCha8Rng) -> (Heads, Mat<f64>, Vec<usize>) {
    let size = config.heads * config.width;
    let heads = Heads::split(orthonormal_frame(size, size, rng).as_ref(), config.heads);
    let deviation = |i: usize| ((i + 1) as f64).powf(-0.5 * decay);
    let falling = |basis: &Mat<f64>| Mat::from_fn(size, config.width, |row, i| deviation(i) * basis[(row, i)]);
    let falling = Heads { bases: heads.bases.iter().map(falling).collect() };
    let drawn = subspace_tokens(&falling, config.tokens, config.noise, rng);
    (heads, unit_tokens(drawn.tokens.as_ref()), drawn.labels)
}

/// The bound in the first subspace: its excess in turned bases, in a random one and in the subspace's own.
fn bases(config: &Config, rate: &VariationalRate<'_>, seen: &Mat<f64>, rng: &mut ChaCha8Rng) -> Bases {
    let size: f64 = (0..config.tokens).map(|j| rate.memberships[(0, j)]).sum();
    let weighted = Mat::from_fn(config.width, config.tokens, |i, j| rate.memberships[(0, j)] / size * seen[(i, j)]);
    let moments = weighted * seen.transpose();
    let slope = (config.heads * config.width) as f64 / config.epsilon_squared;
    let (least, eigenvectors) = eigenvalue_rate(moments.as_ref(), slope);
    let excess = |basis: &Mat<f64>| diagonal_rate(moments.as_ref(), basis.as_ref(), slope) - least;
    let at = |k: usize| {
        let angle = 0.5 * std::f64::consts::PI * k as f64 / (config.angles - 1) as f64;
        excess(&turned_in_pairs(eigenvectors.as_ref(), angle))
    };
    let width = config.width as f64;
    let trace: f64 = (0..config.width).map(|i| moments[(i, i)]).sum();
    Bases {
        turned: (0..config.angles).map(at).collect(),
        random: excess(&orthonormal_frame(config.width, config.width, rng)),
        own: excess(&Mat::identity(config.width, config.width)),
        most: 0.5 * width * (slope * trace / width).ln_1p() - least,
    }
}

fn own_share(heads: &Heads, tokens: &Mat<f64>, labels: &[usize]) -> f64 {
    let own = tokens.col_iter().zip(labels).map(|(token, &k)| (heads.bases[k].transpose() * token).squared_norm_l2());
    own.sum::<f64>() / tokens.squared_norm_l2()
}

fn products(config: &Config) -> Products {
    let of = |products: fn(usize, usize) -> usize| -> Vec<usize> {
        config.counts.iter().map(|&count| products(config.counted_dimension, count)).collect()
    };
    let (pairwise, statistics) = (of(pairwise_products), of(statistics_products));
    let ratios = pairwise.iter().zip(&statistics).map(|(pairs, statistics)| *pairs as f64 / *statistics as f64);
    Products {
        dimension: config.counted_dimension,
        counts: config.counts.clone(),
        ratios: ratios.collect(),
        pairwise,
        statistics,
    }
}

fn estimate(draws: impl IntoIterator<Item = f64>) -> Estimate {
    mean_estimate(&draws.into_iter().collect::<Vec<_>>(), LEVEL)
}
