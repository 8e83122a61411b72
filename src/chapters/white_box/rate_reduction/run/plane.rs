//! Tokens on two lines of a plane.

use faer::{Mat, MatRef};
use rand::Rng as _;
use rand_distr::StandardNormal;

use super::super::{Balls, Config, Picture, Plane, Scaled};
use crate::{
    data::streams::stream,
    ground::estimate::Estimate,
    math::{
        rates::{
            balls::{ball_count, cells},
            coding_rate::{cholesky, coding_rate, precision},
            subspace_rate::Heads,
        },
        statistics::{LEVEL, student::mean_estimate},
        vectors::{largest, thousandths},
    },
};

/// Farther from 0 than tokens that are drawn.
const BEYOND: f64 = 9.0;

/// What the pictures are called.
const NAMES: [&str; 3] = ["oblique, with noise", "orthogonal", "on the axes"];

/// One draw: three sets of tokens, `[2, N]`, each with its lines as the columns of `[2, 2]`.
pub(super) struct Drawn {
    tokens: [Mat<f64>; 3],
    lines: [Mat<f64>; 3],
}

impl Drawn {
    pub(super) fn new(config: &Config, draw: usize) -> Self {
        let plane = &config.plane;
        let mut rng = stream(config.seed, &format!("plane {draw}"));
        let mut normal = || rng.sample::<f64, _>(StandardNormal);
        let count = 2 * plane.per_line;
        let places: Vec<f64> = (0..count).map(|_| normal()).collect();
        let noise = Mat::from_fn(2, count, |_, _| plane.noise * normal());
        let lines = |first: f64, angle: f64| {
            Mat::from_fn(2, 2, |i, k| {
                let (sin, cos) = (first + k as f64 * angle).sin_cos();
                if i == 0 { cos } else { sin }
            })
        };
        let on = |lines: &Mat<f64>| Mat::from_fn(2, count, |i, j| lines[(i, j / plane.per_line)] * places[j]);
        let oblique = lines(plane.turn_rad, plane.angle_rad);
        let orthogonal = lines(plane.turn_rad, std::f64::consts::FRAC_PI_2);
        // Exactly: a token on an axis has one entry that is 0.
        let axes = Mat::identity(2, 2);
        Self { tokens: [on(&oblique) + noise, on(&orthogonal), on(&axes)], lines: [oblique, orthogonal, axes] }
    }

    fn rates(&self, which: usize, scale: f64, epsilon_squared: f64) -> (f64, f64) {
        let tokens = scale * &self.tokens[which];
        let heads = Heads::split(self.lines[which].as_ref(), 2);
        (coding_rate(tokens.as_ref(), epsilon_squared), heads.rate(tokens.as_ref(), epsilon_squared))
    }

    fn reduction(&self, which: usize, epsilon_squared: f64) -> f64 {
        let (whole, against) = self.rates(which, 1.0, epsilon_squared);
        whole - against
    }

    pub(super) fn pictures(&self, epsilon_squared: f64) -> Vec<Picture> {
        let picture = |(which, name): (usize, &str)| {
            let (rate, subspace_rate) = self.rates(which, 1.0, epsilon_squared);
            let (tokens, lines) = (&self.tokens[which], &self.lines[which]);
            Picture {
                name: name.to_owned(),
                places: tokens.col_iter().map(|token| [thousandths(token[0]), thousandths(token[1])]).collect(),
                lines: [0, 1].map(|k| [-BEYOND, BEYOND].map(|c| [0, 1].map(|i| thousandths(c * lines[(i, k)])))),
                rate,
                subspace_rate,
                reduction: rate - subspace_rate,
                nonzero: tokens.col_iter().flat_map(|token| [token[0], token[1]]).filter(|x| *x != 0.0).count(),
            }
        };
        NAMES.into_iter().enumerate().map(picture).collect()
    }

    /// The second picture times each scale.
    pub(super) fn scaled(&self, plane: &Plane) -> Scaled {
        let rates: Vec<(f64, f64)> =
            plane.scales.iter().map(|&scale| self.rates(1, scale, plane.epsilon_squared)).collect();
        Scaled {
            scales: plane.scales.clone(),
            rates: rates.iter().map(|(whole, _)| *whole).collect(),
            subspace_rates: rates.iter().map(|(_, against)| *against).collect(),
            reductions: rates.iter().map(|(whole, against)| whole - against).collect(),
            // d = 2 and p = 1.
            limit: 2.0_f64.ln(),
        }
    }

    /// The region of the second picture.
    pub(super) fn balls(&self, plane: &Plane) -> Balls {
        let (tokens, errors) = (self.tokens[1].as_ref(), &plane.ball_errors);
        let shown_error = errors[errors.len() / 2];
        let shown = cells(tokens, shown_error);
        Balls {
            errors: errors.clone(),
            expected: errors.iter().map(|&error| ball_count(tokens, error)).collect(),
            counted: errors.iter().map(|&error| cells(tokens, error).len()).collect(),
            shown_error,
            cells: shown.iter().map(|cell| cell.map(thousandths)).collect(),
        }
    }
}

/// ΔR of the second picture less that of the first.
pub(super) fn rise(draws: &[Drawn], epsilon_squared: f64) -> Estimate {
    let each = draws.iter().map(|drawn| drawn.reduction(1, epsilon_squared) - drawn.reduction(0, epsilon_squared));
    mean_estimate(&each.collect::<Vec<_>>(), LEVEL)
}

pub(super) fn turn_changes(draws: &[Drawn], epsilon_squared: f64) -> f64 {
    let change = |drawn: &Drawn| (drawn.reduction(2, epsilon_squared) - drawn.reduction(1, epsilon_squared)).abs();
    largest(draws.iter().map(change))
}

/// By the 2 × 2 and by the N × N determinant.
pub(super) fn forms_differ(draws: &[Drawn], epsilon_squared: f64) -> f64 {
    let differ = |tokens: &Mat<f64>| {
        let a = precision(tokens.nrows(), tokens.ncols(), epsilon_squared);
        let form = |rows: MatRef<'_, f64>| -> f64 {
            cholesky(rows, a).L().diagonal().column_vector().iter().map(|pivot| pivot.ln()).sum()
        };
        let [small, large] = [form(tokens.as_ref()), form(tokens.transpose())];
        (large / small - 1.0).abs()
    };
    largest(draws.iter().flat_map(|drawn| &drawn.tokens).map(differ))
}
