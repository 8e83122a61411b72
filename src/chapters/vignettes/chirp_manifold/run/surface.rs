//! The match with the centre, its metric, and how far the metric carries.

use faer::{Mat, Side};
use rayon::prelude::*;

use super::{
    super::{Config, Contour, Curvature, Metric, Surface},
    family::{Coordinates, Family},
};
use crate::{
    ground::pixels::Pixels,
    math::{statistics::fit, vectors::smallest, waves::chirp::Binary},
};

/// The match that the map around the centre reaches on both sides, by the metric.
const REACHED: f64 = 0.5;
/// The matches whose curves are drawn.
const LEVELS: [f64; 2] = [0.97, 0.9];
/// Points of the curve of one chirp mass, and of the integrals.
const POINTS: usize = 61;

impl Surface {
    /// The match around the centre of the settings.
    pub(super) fn around_centre(family: &Family, config: &Config) -> Self {
        let centre = config.centre();
        let template = family.template(centre);
        let with = |binary: Binary| family.matcher.best(&template, &family.template(binary)).value;
        let metric = Metric::at(family, centre, config);
        let pixels = config.map_pixels;
        let (least, most) = (config.lightest_msun, config.heaviest_msun);
        let place = |i: usize| (i as f64 + 0.5) / pixels as f64;
        let mass = |i: usize| least + (most - least) * place(i);
        let over_masses: Vec<u8> = (0..pixels * pixels)
            .into_par_iter()
            .map(|pixel| {
                let (column, row) = (pixel % pixels, pixels - 1 - pixel / pixels);
                let binary = Binary { m1: mass(column), m2: mass(row) };
                if row > column { 0 } else { byte(with(binary)) }
            })
            .collect();
        let same_chirp_mass = of_chirp_mass(centre.chirp_mass(), config);
        let on_curve = same_chirp_mass.par_iter().map(|&[m1, m2]| with(Binary { m1, m2 })).collect::<Vec<f64>>();

        let [[left, right], [low, high]] = window(&metric, centre, config);
        let (chirp_mass, ratio) =
            (|i: usize| left + (right - left) * place(i), |i: usize| low + (high - low) * place(i));
        let rows: Vec<Vec<f64>> = (0..pixels)
            .into_par_iter()
            .map(|row| (0..pixels).map(|i| with(Binary::of_chirp_mass(chirp_mass(i), ratio(row)))).collect())
            .collect();
        let chirp_masses: Vec<f64> = (0..pixels).map(chirp_mass).collect();
        let ratios: Vec<f64> = (0..pixels).map(ratio).collect();
        let contours =
            LEVELS.map(|level| Contour::traced(level, &chirp_masses, &ratios, &rows, &metric, centre)).into();
        Self {
            pixels,
            over_masses: Pixels(over_masses),
            same_chirp_mass,
            least_on_curve: smallest(on_curve.into_iter().chain([1.0])),
            around: rows.iter().rev().flatten().map(|&value| byte(value)).collect(),
            chirp_masses_msun: [left, right],
            ratios: [low, high],
            contours,
            curvatures: curvatures(family, &metric, centre),
            metric,
        }
    }
}

/// 1 to 255 for a match of 0 to 1.
fn byte(value: f64) -> u8 {
    1 + (254.0 * value.clamp(0.0, 1.0)).round() as u8
}

/// The pairs of masses of one chirp mass that are within the range, the heavier body first.
fn of_chirp_mass(chirp_mass: f64, config: &Config) -> Vec<[f64; 2]> {
    let within = |mass: f64| (config.lightest_msun..=config.heaviest_msun).contains(&mass);
    let smallest = ratio_of(config.heaviest_msun, config.lightest_msun);
    (0..POINTS)
        .map(|i| 0.25 - (0.25 - smallest) * (i as f64 / (POINTS - 1) as f64).powi(2))
        .map(|eta| Binary::of_chirp_mass(chirp_mass, eta))
        .filter(|binary| within(binary.m1) && within(binary.m2))
        .map(|binary| [binary.m1, binary.m2])
        .collect()
}

fn ratio_of(m1: f64, m2: f64) -> f64 {
    Binary { m1, m2 }.symmetric_mass_ratio()
}

/// Chirp masses and η of the map around the centre: all the η of the range of masses, and as many chirp masses as the
/// metric says that the match needs to fall well below 1 and to follow its ridge.
fn window(metric: &Metric, centre: Binary, config: &Config) -> [[f64; 2]; 2] {
    let [along, mixed, ..] = metric.in_chirp_mass;
    let (chirp_mass, eta) = (centre.chirp_mass(), centre.symmetric_mass_ratio());
    let ratios = [ratio_of(config.heaviest_msun, config.lightest_msun), 0.25];
    let farthest = (eta - ratios[0]).max(ratios[1] - eta);
    let reach = ((1.0 - REACHED) / along).sqrt() + (mixed / along).abs() * farthest;
    let reach = reach.min(0.5 * chirp_mass);
    [[chirp_mass - reach, chirp_mass + reach], ratios]
}

impl Contour {
    /// The curve of `level` through `rows` of matches: a row per ratio, in it a match per chirp mass.
    fn traced(
        level: f64,
        chirp_masses: &[f64],
        ratios: &[f64],
        rows: &[Vec<f64>],
        metric: &Metric,
        centre: Binary,
    ) -> Self {
        let [mut measured, mut by_metric] = [[Vec::new(), Vec::new()], [Vec::new(), Vec::new()]];
        let [along, mixed, _, across] = metric.in_chirp_mass;
        for (&ratio, row) in ratios.iter().zip(rows) {
            for (i, pair) in row.windows(2).enumerate() {
                let rises = pair[0] < level && pair[1] >= level;
                if rises || (pair[0] >= level && pair[1] < level) {
                    let part = (level - pair[0]) / (pair[1] - pair[0]);
                    let at = chirp_masses[i] + part * (chirp_masses[i + 1] - chirp_masses[i]);
                    measured[usize::from(!rises)].push([at, ratio]);
                }
            }
            // along x² + 2 mixed x y + across y² = 1 − level, for x.
            let y = ratio - centre.symmetric_mass_ratio();
            let middle = -mixed * y / along;
            let square = (1.0 - level - across * y * y) / along + middle * middle;
            if square >= 0.0 {
                let at = centre.chirp_mass() + middle;
                by_metric[0].push([at - square.sqrt(), ratio]);
                by_metric[1].push([at + square.sqrt(), ratio]);
            }
        }
        Self { level, measured, by_metric }
    }
}

impl Metric {
    /// The metric at the centre, and the lengths that it gives the manifold around it.
    fn at(family: &Family, centre: Binary, config: &Config) -> Self {
        let in_masses = family.metric(centre, Coordinates::Masses);
        let eigen = in_masses.self_adjoint_eigen(Side::Lower).expect("a symmetric matrix of finite numbers");
        let [least, most] = [0, 1].map(|i| eigen.S()[i]);
        let easy = [eigen.U()[(0, 0)], eigen.U()[(1, 0)]];
        let constant = constant_chirp_mass(centre);
        let cosine = (easy[0] * constant[0] + easy[1] * constant[1]).abs().min(1.0);
        let in_chirp_mass = family.metric(centre, Coordinates::ChirpMass);
        let [length, width] = lengths(family, centre, config);
        Self {
            in_masses: entries(&in_masses),
            eigenvalues: [least, most],
            ratio: least / most,
            off_chirp_mass_deg: cosine.acos().to_degrees(),
            across_msun: (0.03 / most).sqrt(),
            in_chirp_mass: entries(&in_chirp_mass),
            length,
            width,
            length_to_width: length / width.max(1e-12 * length),
        }
    }
}

fn entries(matrix: &Mat<f64>) -> [f64; 4] {
    [matrix[(0, 0)], matrix[(0, 1)], matrix[(1, 0)], matrix[(1, 1)]]
}

/// The unit vector in (m₁, m₂) along which the chirp mass does not change: across its gradient, whose parts are
/// 𝓜/m₁ (3/5 − m₁/(5M)) and 𝓜/m₂ (3/5 − m₂/(5M)).
fn constant_chirp_mass(binary: Binary) -> [f64; 2] {
    let part = |mass: f64| (0.6 - 0.2 * mass / binary.total_mass()) / mass;
    let (first, second) = (part(binary.m1), part(binary.m2));
    let norm = first.hypot(second);
    [-second / norm, first / norm]
}

/// ∫√g d𝓜 at the centre's η over all chirp masses of the range, and ∫√g dη at its chirp mass over all η, where of the
/// latter what a change of 𝓜 can undo is taken away.
fn lengths(family: &Family, centre: Binary, config: &Config) -> [f64; 2] {
    let equal = |mass: f64| Binary { m1: mass, m2: mass }.chirp_mass();
    let eta = centre.symmetric_mass_ratio();
    let along = integral(equal(config.lightest_msun), equal(config.heaviest_msun), &|chirp_mass| {
        let g = family.metric(Binary::of_chirp_mass(chirp_mass, eta), Coordinates::ChirpMass);
        g[(0, 0)].sqrt()
    });
    // At equal masses, η = 1/4, there is no binary beyond, and the first step is taken from half a step before.
    let across = integral(ratio_of(config.heaviest_msun, config.lightest_msun), 0.25, &|eta| {
        let g = family.metric(Binary::of_chirp_mass(centre.chirp_mass(), eta), Coordinates::ChirpMass);
        (g[(1, 1)] - g[(0, 1)] * g[(0, 1)] / g[(0, 0)]).max(0.0).sqrt()
    });
    [along, across]
}

/// By the midpoint rule, which asks for no value at the ends.
fn integral(from: f64, to: f64, of: &(dyn Fn(f64) -> f64 + Sync)) -> f64 {
    let step = (to - from) / POINTS as f64;
    let values: Vec<f64> = (0..POINTS).into_par_iter().map(|i| of(from + (i as f64 + 0.5) * step)).collect();
    values.into_iter().sum::<f64>() * step
}

/// Second differences of the match along 𝓜, along η, and along the ridge between them.
fn curvatures(family: &Family, metric: &Metric, centre: Binary) -> Vec<Curvature> {
    let [along, mixed, _, across] = metric.in_chirp_mass;
    let (chirp_mass, eta) = (centre.chirp_mass(), centre.symmetric_mass_ratio());
    let directions = [
        ("along 𝓜", [1.0, 0.0], along, 1e-2),
        ("along η", [0.0, 1.0], across, 1e-2),
        ("along the ridge", [-mixed / along, 1.0], across - mixed * mixed / along, 1e-4),
    ];
    let template = family.template(centre);
    directions
        .into_iter()
        .filter_map(|(name, d, by_metric, most_lost)| {
            // Both steps stay within the binaries that there are.
            let room = [0.1 * chirp_mass / d[0].abs(), 0.4 * (0.25 - eta).min(eta) / d[1].abs()];
            let first = (most_lost / by_metric.max(f64::MIN_POSITIVE)).sqrt().min(room[0]).min(room[1]);
            // A loss that is not far above rounding has no curvature to be measured.
            if by_metric * first * first < 1e-7 {
                return None;
            }
            let lost = |by: f64| {
                let binary = Binary::of_chirp_mass(chirp_mass + by * d[0], eta + by * d[1]);
                1.0 - family.matcher.best(&template, &family.template(binary)).value
            };
            let steps: Vec<f64> = (0..4).map(|halving| first / f64::from(1 << halving)).collect();
            let deviation = |&step: &f64| {
                let measured = 0.5 * (lost(step) + lost(-step)) / (step * step);
                (measured / by_metric - 1.0).abs().max(f64::EPSILON)
            };
            let deviations: Vec<f64> = steps.iter().map(deviation).collect();
            let order = fit::order(&steps, &deviations);
            Some(Curvature { name: name.to_owned(), by_metric, steps, deviations, order })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Contour, Metric, constant_chirp_mass, integral};
    use crate::math::waves::chirp::Binary;
    use approx::assert_abs_diff_eq;

    const CENTRE: Binary = Binary { m1: 24.0, m2: 12.0 };

    /// Second road: a step along the direction and one back.
    #[test]
    fn the_chirp_mass_is_constant_along_its_direction() {
        let [d1, d2] = constant_chirp_mass(CENTRE);
        assert_abs_diff_eq!(d1.hypot(d2), 1.0, epsilon = 1e-14);
        let moved = |by: f64| Binary { m1: CENTRE.m1 + by * d1, m2: CENTRE.m2 + by * d2 }.chirp_mass();
        // The central difference is off by the square of the step, over that of a mass.
        assert_abs_diff_eq!((moved(1e-3) - moved(-1e-3)) / 2e-3, 0.0, epsilon = 1e-8);
    }

    /// Where the match is the metric's quadratic form, both find the same curve.
    #[test]
    fn a_contour_by_the_metric_is_that_of_its_own_quadratic_form() {
        let (along, mixed, across) = (1.5, -6.0, 26.0);
        let metric = Metric {
            in_masses: [0.0; 4],
            eigenvalues: [0.0; 2],
            ratio: 0.0,
            off_chirp_mass_deg: 0.0,
            across_msun: 0.0,
            in_chirp_mass: [along, mixed, mixed, across],
            length: 0.0,
            width: 0.0,
            length_to_width: 0.0,
        };
        let (chirp_mass, eta) = (CENTRE.chirp_mass(), CENTRE.symmetric_mass_ratio());
        let chirp_masses: Vec<f64> = (0..400).map(|i| chirp_mass + 1.2 * (f64::from(i) / 199.5 - 1.0)).collect();
        let ratios: Vec<f64> = (0..9).map(|i| eta + 0.01 * f64::from(i - 4)).collect();
        let row = |&ratio: &f64| {
            let y = ratio - eta;
            let at = |&mass: &f64| {
                let x = mass - chirp_mass;
                1.0 - (along * x * x + 2.0 * mixed * x * y + across * y * y)
            };
            chirp_masses.iter().map(at).collect()
        };
        let rows: Vec<Vec<f64>> = ratios.iter().map(row).collect();
        let contour = Contour::traced(0.9, &chirp_masses, &ratios, &rows, &metric, CENTRE);
        for (measured, by_metric) in contour.measured.iter().zip(&contour.by_metric) {
            assert_eq!((measured.len(), by_metric.len()), (9, 9));
            for (a, b) in measured.iter().zip(by_metric) {
                // Between two columns, 0.006 apart, a parabola is off a line by an eighth of the square times its
                // curvature, and the crossing by that over its slope.
                assert_abs_diff_eq!(a[0], b[0], epsilon = 5e-5);
                assert_abs_diff_eq!(a[1], b[1], epsilon = 0.0);
            }
        }
    }

    #[test]
    fn the_midpoint_rule_integrates() {
        // Off by the step squared over 24 times the change of the slope: 1/61² · 2/24.
        assert_abs_diff_eq!(integral(0.0, 1.0, &|x| x * x), 1.0 / 3.0, epsilon = 3e-5);
    }
}
