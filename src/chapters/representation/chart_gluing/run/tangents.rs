//! Local PCA: dimensions and tangent planes of shapes that are known.

use anyhow::{Result, ensure};
use faer::{ColRef, Mat, MatRef};
use rayon::prelude::*;

use super::{
    super::{Config, LocalLevel, LocalShape, Spheres, config::MOST_POINTS},
    estimate,
    gluing::power,
};
use crate::{
    data::{spheres, streams::stream},
    ground::estimate::Estimate,
    math::{
        manifolds::tangent_space::{LocalPca, tangent_noise_rad, within},
        statistics::{fit::slope, median::over_repetitions},
        vectors::mean,
    },
};

/// A sample of a shape, with its tangent planes.
struct Sampled {
    points: Mat<f64>,
    /// At the first points: `[D, d]` each.
    tangents: Vec<Mat<f64>>,
    /// How far the first points are from the rim of the shape, which some have.
    to_rim: Vec<f64>,
}

/// At one radius: the root mean square tangent error in radians, and the part of neighbourhoods of the right dimension; the
/// same part among those that do not reach the rim.
struct Measured {
    error_rad: f64,
    right: f64,
    right_inside: f64,
}

impl Sampled {
    fn sphere(d: usize, count: usize, centres: usize, seed: u64, purpose: &str) -> Self {
        let points = spheres::whole(d, count, &mut stream(seed, purpose));
        let tangents: Vec<_> = (0..centres.min(count)).map(|j| sphere_tangent(points.col(j))).collect();
        Self { points, to_rim: vec![f64::INFINITY; tangents.len()], tangents }
    }

    fn roll(config: &Config, count: usize, trial: usize) -> Self {
        let mut rng = stream(config.seed, &format!("chart_gluing tangents of the roll {count} {trial}"));
        let chart = config.roll.chart_sample(None, count, &mut rng);
        let places: Vec<[f64; 2]> =
            (0..config.local.centres.min(count)).map(|j| [chart[(0, j)], chart[(1, j)]]).collect();
        let size = [config.roll.length(), config.roll.height];
        let to_rim = |place: &[f64; 2]| (0..2).map(|a| place[a].min(size[a] - place[a])).fold(f64::INFINITY, f64::min);
        Self {
            tangents: places.iter().map(|&place| config.roll.tangent(place)).collect(),
            to_rim: places.iter().map(to_rim).collect(),
            points: config.roll.points(&chart),
        }
    }

    /// Local PCA at the first points, with this radius.
    fn measure(&self, radius: f64) -> Measured {
        let found: Vec<(f64, bool)> =
            self.tangents.iter().enumerate().map(|(j, truth)| self.at(j, truth, radius)).collect();
        let squares: Vec<f64> = found.iter().map(|(error, _)| error * error).collect();
        let part = |from: f64| {
            let counted: Vec<f64> = found
                .iter()
                .zip(&self.to_rim)
                .filter(|(_, to_rim)| **to_rim >= from)
                .map(|((_, right), _)| f64::from(u8::from(*right)))
                .collect();
            // Where no neighbourhood is inside, none is wrong.
            if counted.is_empty() { 1.0 } else { mean(&counted) }
        };
        Measured { error_rad: mean(&squares).sqrt(), right: part(0.0), right_inside: part(radius) }
    }

    fn at(&self, centre: usize, truth: &Mat<f64>, radius: f64) -> (f64, bool) {
        let near = within(self.points.as_ref(), self.points.col(centre), radius);
        let ball = Mat::from_fn(self.points.nrows(), near.len(), |i, j| self.points[(i, near[j])]);
        let local = LocalPca::of(ball.as_ref());
        (local.tangent_error_rad(truth.as_ref()), local.dimension(radius) == truth.ncols())
    }
}

/// The tangent plane of the unit sphere at `x`: `[d + 1, d]`, the rest of an orthonormal basis whose first vector is x.
fn sphere_tangent(x: ColRef<'_, f64>) -> Mat<f64> {
    let column: MatRef<'_, f64> = x.as_mat();
    let basis = column.qr().compute_Q();
    basis.subcols(1, x.nrows() - 1).to_owned()
}

/// The circle, the sphere and the roll.
pub(super) fn shapes(config: &Config) -> Vec<LocalShape> {
    let smallest_radius = config.roll.curvature(config.roll.start_rad).recip();
    let local = &config.local;
    let sphere = |d: usize| {
        move |count: usize, trial: usize| {
            let purpose = format!("chart_gluing tangents of the sphere {d} {count} {trial}");
            Sampled::sphere(d, count, local.centres, config.seed, &purpose)
        }
    };
    vec![
        shape(config, ("circle", 1), 1.0, sphere(1)),
        shape(config, ("sphere", 2), 1.0, sphere(2)),
        shape(config, ("roll", 2), smallest_radius, |count, trial| Sampled::roll(config, count, trial)),
    ]
}

fn shape(
    config: &Config,
    (name, dimension): (&str, usize),
    unit: f64,
    sample: impl Fn(usize, usize) -> Sampled + Send + Sync,
) -> LocalShape {
    let local = &config.local;
    let at = |count: usize| -> Vec<Vec<Measured>> {
        let of = |trial: usize| {
            let sampled = sample(count, trial);
            local.radii.iter().map(|radius| sampled.measure(radius * unit)).collect()
        };
        (0..config.trials).into_par_iter().map(of).collect()
    };
    let levels: Vec<Vec<Vec<Measured>>> = local.samples.iter().map(|&count| at(count)).collect();
    let places = 0..local.radii.len();
    let each = |level: &[Vec<Measured>], of: fn(&Measured) -> f64| -> Vec<Estimate> {
        places.clone().map(|place| estimate(level, |trial| of(&trial[place]))).collect()
    };
    let judged = local.radii.iter().position(|r| r.to_bits() == local.judged_radius.to_bits()).unwrap_or(0);
    let most = local.samples[local.samples.len() - 1] as f64;
    let closed = |&radius: &f64| {
        // The part of the circle or of the sphere within a chord r: 2 arcsin(r/2)/π, and r²/4.
        let part =
            if dimension == 1 { 2.0 * (radius / 2.0).asin() / std::f64::consts::PI } else { radius * radius / 4.0 };
        tangent_noise_rad(dimension, 1.0, radius, most * part)
    };
    LocalShape {
        name: name.to_owned(),
        dimension,
        radii: local.radii.clone(),
        samples_power: power(&local.samples, &levels, |trial| trial[judged].error_rad),
        judged: estimate(&levels[levels.len() - 1], |trial| trial[judged].right),
        judged_inside: estimate(&levels[levels.len() - 1], |trial| trial[judged].right_inside),
        closed_form_rad: if name == "roll" { Vec::new() } else { local.radii.iter().map(closed).collect() },
        levels: levels
            .iter()
            .zip(&local.samples)
            .map(|(level, &samples)| LocalLevel {
                samples,
                tangent_error_rad: each(level, |measured| measured.error_rad),
                right_dimension: each(level, |measured| measured.right),
            })
            .collect(),
    }
}

/// The points that the tangent error needs on spheres of each dimension.
pub(super) fn spheres(config: &Config) -> Result<Spheres> {
    let settings = &config.spheres;
    let dimensions: Vec<usize> = (1..=settings.most_dimensions).collect();
    let cases: Vec<(usize, usize)> =
        (0..config.trials).flat_map(|trial| dimensions.iter().map(move |&d| (trial, d))).collect();
    let needed = cases
        .into_par_iter()
        .map(|(trial, d)| settings.radii.iter().map(|&radius| needed(config, d, radius, trial)).collect::<Vec<f64>>())
        .collect::<Vec<_>>();
    // One row per trial, one entry per dimension, of it one per radius.
    let rows: Vec<&[Vec<f64>]> = needed.chunks(dimensions.len()).collect();
    let fixed = |row: &&[Vec<f64>], at: usize| row[at][0];
    let best = |row: &&[Vec<f64>], at: usize| row[at].iter().copied().fold(f64::INFINITY, f64::min);
    ensure!(
        rows.iter().all(|row| row.iter().all(|of_radii| of_radii[0].is_finite())),
        "{MOST_POINTS} points are too few for a tangent error of `spheres.target_rad`; take a larger one, a larger first \
         of `spheres.radii` or fewer `spheres.most_dimensions`"
    );
    let growth = |of: &dyn Fn(&&[Vec<f64>], usize) -> f64| {
        let xs: Vec<f64> = dimensions.iter().map(|&d| d as f64).collect();
        let rate = |row: &&[Vec<f64>]| slope(&xs, &(0..xs.len()).map(|at| of(row, at).ln()).collect::<Vec<_>>()).exp();
        over_repetitions(&rows.iter().map(rate).collect::<Vec<_>>())
    };
    let each = |of: &dyn Fn(&&[Vec<f64>], usize) -> f64| {
        (0..dimensions.len()).map(|at| estimate(&rows, |row| of(row, at))).collect()
    };
    Ok(Spheres {
        target_rad: settings.target_rad,
        radius: settings.radii[0],
        fixed: each(&fixed),
        best: each(&best),
        fixed_growth: growth(&fixed),
        best_growth: growth(&best),
    })
}

/// The number of points at which the tangent error first falls to the target, on a line between the logarithms of two
/// numbers of points that are a factor √2 apart. Infinite, if no allowed number does.
fn needed(config: &Config, d: usize, radius: f64, trial: usize) -> f64 {
    let settings = &config.spheres;
    let mut before: Option<(f64, f64)> = None;
    for half_octave in 8..=34 {
        let count = 2.0_f64.powf(f64::from(half_octave) / 2.0).round() as usize;
        let purpose = format!("chart_gluing sphere {d} {count} {trial}");
        let sampled = Sampled::sphere(d, count, settings.centres, config.seed, &purpose);
        let error = sampled.measure(radius).error_rad;
        if error <= settings.target_rad {
            let now = ((count as f64).ln(), error.ln());
            return before.map_or(count as f64, |before: (f64, f64)| {
                let part = (before.1 - settings.target_rad.ln()) / (before.1 - now.1);
                (before.0 + part * (now.0 - before.0)).exp()
            });
        }
        before = Some(((count as f64).ln(), error.ln()));
    }
    f64::INFINITY
}
