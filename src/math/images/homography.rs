//! Homographies: the projective maps of a plane, by which a picture of something flat changes with the camera.

/// A matrix of a map of the projective plane, up to a factor.
pub type Matrix = [[f64; 3]; 3];

// ANCHOR: generators
/// Directions in which a homography can leave the identity. The first eight have no trace and
/// are a basis of sl(3); the ninth is the factor that no picture sees.
///
/// In order: shift right, shift down, turn, magnify, stretch, shear, tilt sideways, tilt
/// upwards, and the factor. Units: the half width of the picture, radian, and natural
/// logarithms of lengths.
pub const GENERATORS: [Matrix; 9] = [
    [[0.0, 0.0, 1.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]],
    [[0.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]],
    [[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]],
    [[1.0 / 3.0, 0.0, 0.0], [0.0, 1.0 / 3.0, 0.0], [0.0, 0.0, -2.0 / 3.0]],
    [[1.0, 0.0, 0.0], [0.0, -1.0, 0.0], [0.0, 0.0, 0.0]],
    [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]],
    [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [1.0, 0.0, 0.0]],
    [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 1.0, 0.0]],
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
];
// ANCHOR_END: generators

// ANCHOR: transform
/// The image of a point of the plane.
///
/// ```text
/// H·(u, v) = (a/c, b/c),   (a, b, c) = H (u, v, 1)                  book eq. homography
/// ```
///
/// Source: Hartley & Zisserman 2004, §2.3.
#[must_use]
pub fn transform(matrix: &Matrix, [u, v]: [f64; 2]) -> [f64; 2] {
    let [a, b, c] = matrix.map(|row| row[0] * u + row[1] * v + row[2]);
    [a / c, b / c]
}

/// The velocity of a point under exp(tG) at t = 0.
///
/// ```text
/// V(u, v) = (a − cu, b − cv),   (a, b, c) = G (u, v, 1)             book eq. homography-velocity
/// ```
#[must_use]
pub fn velocity(generator: &Matrix, [u, v]: [f64; 2]) -> [f64; 2] {
    let [a, b, c] = generator.map(|row| row[0] * u + row[1] * v + row[2]);
    [a - c * u, b - c * v]
}
// ANCHOR_END: transform

/// Σ pⱼGⱼ over the first of the [`GENERATORS`], as many as there are parameters.
#[must_use]
pub fn combination(parameters: &[f64]) -> Matrix {
    let mut sum = [[0.0; 3]; 3];
    for (p, generator) in parameters.iter().zip(&GENERATORS) {
        for (row, of) in sum.iter_mut().zip(generator) {
            for (entry, x) in row.iter_mut().zip(of) {
                *entry += p * x;
            }
        }
    }
    sum
}

/// exp(A), by its series at a part of A, squared as often as A was halved.
#[must_use]
pub fn exp(matrix: &Matrix) -> Matrix {
    let largest = matrix.iter().flatten().fold(0.0, |most: f64, x| most.max(x.abs()));
    let halvings = (3.0 * largest).max(1.0).log2().ceil() as i32;
    let part = matrix.map(|row| row.map(|x| x * 0.5_f64.powi(halvings)));
    let identity = GENERATORS[8];
    // Sixteen terms of a matrix of norm one or less: 1/17! is below rounding. Horner's scheme, from the last.
    let mut sum = identity;
    for term in (1..=16).rev() {
        sum = product(&part, &sum).map(|row| row.map(|x| x / f64::from(term)));
        for (i, row) in sum.iter_mut().enumerate() {
            row[i] += 1.0;
        }
    }
    (0..halvings).fold(sum, |power, _| product(&power, &power))
}

fn product(a: &Matrix, b: &Matrix) -> Matrix {
    a.map(|row| [0, 1, 2].map(|j| row[0] * b[0][j] + row[1] * b[1][j] + row[2] * b[2][j]))
}

#[cfg(test)]
mod tests {
    use super::{GENERATORS, combination, exp, product, transform, velocity};
    use approx::assert_abs_diff_eq;
    use faer::Mat;

    #[test]
    fn the_generators_are_a_basis_of_which_eight_have_no_trace() {
        let flat = Mat::from_fn(9, 9, |i, j| GENERATORS[j][i / 3][i % 3]);
        assert!(flat.singular_values().unwrap()[8] > 0.5);
        for generator in &GENERATORS[..8] {
            assert_abs_diff_eq!(generator[0][0] + generator[1][1] + generator[2][2], 0.0, epsilon = 1e-15);
        }
    }

    /// Second roads: closed forms of a turn, of a magnification and of a nilpotent one, and that exp(A) exp(−A) = I.
    #[test]
    fn the_exponential_is_what_it_is_where_it_is_known() {
        let (sin, cos) = 0.7_f64.sin_cos();
        let known = [
            (combination(&[0.0, 0.0, 0.7]), [[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]]),
            (
                combination(&[0.0, 0.0, 0.0, 3.0]),
                [[1.0_f64.exp(), 0.0, 0.0], [0.0, 1.0_f64.exp(), 0.0], [0.0, 0.0, (-2.0_f64).exp()]],
            ),
            (combination(&[2.5]), [[1.0, 0.0, 2.5], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        ];
        let some = combination(&[0.3, -0.2, 1.4, 0.5, -0.6, 0.1, 0.4, -0.9, 0.2]);
        let back = exp(&some.map(|row| row.map(|x| -x)));
        let pairs = known.map(|(matrix, exact)| (exp(&matrix), exact));
        for (found, exact) in pairs.into_iter().chain([(product(&exp(&some), &back), GENERATORS[8])]) {
            for (found, exact) in found.as_flattened().iter().zip(exact.as_flattened()) {
                // A few squarings of numbers up to ten.
                assert_abs_diff_eq!(found, exact, epsilon = 1e-13);
            }
        }
    }

    /// Second road: the velocity by differences, and what it is for a tilt, by hand.
    #[test]
    fn points_move_with_their_velocity() {
        let point = [0.4, -0.7];
        for (j, generator) in GENERATORS.iter().enumerate() {
            let at = |t: f64| {
                let mut parameters = [0.0; 9];
                parameters[j] = t;
                transform(&exp(&combination(&parameters)), point)
            };
            let (ahead, behind, exact) = (at(1e-5), at(-1e-5), velocity(generator, point));
            for i in 0..2 {
                // h² of third derivatives of order one, and rounding over h.
                assert_abs_diff_eq!((ahead[i] - behind[i]) / 2e-5, exact[i], epsilon = 1e-9);
            }
        }
        assert_abs_diff_eq!(velocity(&GENERATORS[6], point)[0], -0.16, epsilon = 1e-15);
        assert_abs_diff_eq!(velocity(&GENERATORS[6], point)[1], 0.28, epsilon = 1e-15);
    }
}
