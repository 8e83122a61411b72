//! The picture of the landscape for three atoms.

use super::{
    super::{Config, Landscape, Mark, Path},
    draws::{coefficients, direction},
    gradient_descent,
};
use crate::{
    data::streams::stream,
    ground::pixels::Pixels,
    math::{
        sparse::dictionary_objective::{dictionary_objective, population_objective},
        vectors::{dot, largest, norm, smallest},
    },
};

/// Pixels along each side of the sphere's picture.
const PIXELS: usize = 120;
/// Descents in the picture.
const PATHS: usize = 9;
/// Samples of the objective on which these descend.
const SAMPLES: usize = 2_000;

impl Landscape {
    /// The picture by these settings.
    pub(super) fn picture(config: &Config) -> Self {
        Self { size: PIXELS, pixels: pixels(config.theta), marks: marks(), paths: paths(config) }
    }
}

/// The population objective over the picture, as levels.
fn pixels(theta: f64) -> Pixels {
    let side = |i: usize| (2 * i + 1) as f64 / PIXELS as f64 - 1.0;
    let value = |i: usize| from_picture(side(i % PIXELS), -side(i / PIXELS)).map(|q| population_objective(&q, theta));
    let values: Vec<Option<f64>> = (0..PIXELS * PIXELS).map(value).collect();
    let seen = || values.iter().flatten().copied();
    let (low, high) = (smallest(seen()), largest(seen()));
    let level = |value: &Option<f64>| value.map_or(0, |v| 1 + (254.0 * (v - low) / (high - low)).round() as u8);
    values.iter().map(level).collect()
}

/// The balanced points of every choice of atoms and signs, as far as they are seen.
fn marks() -> Vec<Mark> {
    let signs = |i: usize| [(i / 9) % 3, (i / 3) % 3, i % 3].map(|digit| digit as f64 - 1.0);
    let mark = |q: [f64; 3]| {
        let length = norm(&q);
        let [right, up, toward] = seen(&q.map(|x| x / length));
        let atoms = q.iter().filter(|x| **x != 0.0).count();
        (atoms > 0 && toward > 0.05).then_some(Mark { atoms, place: [right, up] })
    };
    (0..27).map(signs).filter_map(mark).collect()
}

/// Descents on one sampled objective, from starts that are well in sight.
fn paths(config: &Config) -> Vec<Path> {
    let mut rng = stream(config.seed, "landscape");
    let data = coefficients(SAMPLES, 3, config.theta, &mut rng);
    let mut paths = Vec::new();
    while paths.len() < PATHS {
        let start = direction(3, &mut rng);
        if seen(&start)[2] < 0.5 {
            continue;
        }
        let descent = gradient_descent(config).descend(&data, start, config.mu);
        let round = |x: f64| (x * 1e3).round() / 1e3;
        let places: Vec<[f64; 3]> = descent.path.iter().map(|q| seen(q)).filter(|place| place[2] > 0.0).collect();
        paths.push(Path {
            xs: places.iter().map(|place| round(place[0])).collect(),
            ys: places.iter().map(|place| round(place[1])).collect(),
            values: descent.path.iter().map(|q| dictionary_objective(&data, q, config.mu).0).collect(),
        });
    }
    paths
}

/// The axes of the picture in space: to the right, upward, and toward the eye, which stands near (1, 1, 1).
fn frame() -> [[f64; 3]; 3] {
    let unit = |v: [f64; 3]| {
        let length = norm(&v);
        v.map(|x| x / length)
    };
    let eye = unit([1.0, 0.75, 0.9]);
    let up = unit([-eye[2] * eye[0], -eye[2] * eye[1], 1.0 - eye[2] * eye[2]]);
    let right = [up[1] * eye[2] - up[2] * eye[1], up[2] * eye[0] - up[0] * eye[2], up[0] * eye[1] - up[1] * eye[0]];
    [right, up, eye]
}

/// What the eye sees of the point q of 𝕊²: to the right, upward and toward the eye.
fn seen(q: &[f64]) -> [f64; 3] {
    frame().map(|axis| dot(&axis, q))
}

/// Where the sphere's point at a place of the picture is, if there is one.
fn from_picture(x: f64, y: f64) -> Option<[f64; 3]> {
    let z = (1.0 - x * x - y * y).sqrt();
    let [right, up, toward] = frame();
    z.is_finite().then(|| [0, 1, 2].map(|i| right[i] * x + up[i] * y + toward[i] * z))
}

#[cfg(test)]
mod tests {
    use approx::assert_abs_diff_eq;

    use super::{from_picture, seen};
    use crate::math::vectors::dot;

    #[test]
    fn the_eye_sees_a_point_where_the_picture_has_it() {
        for (x, y) in [(0.0, 0.0), (0.3, -0.7), (-0.6, 0.2)] {
            let q = from_picture(x, y).unwrap();
            let [right, up, toward] = seen(&q);
            assert_abs_diff_eq!(right, x, epsilon = 1e-14);
            assert_abs_diff_eq!(up, y, epsilon = 1e-14);
            assert!(toward > 0.0 && (dot(&q, &q) - 1.0).abs() < 1e-14);
        }
        assert!(from_picture(0.8, 0.8).is_none());
    }
}
