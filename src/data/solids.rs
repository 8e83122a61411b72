//! Procedural solids: paint of random waves, and bumps in random directions.

use std::f64::consts::TAU;

use rand::Rng;
use rand_distr::{StandardNormal, UnitSphere};

use crate::math::images::{
    bumpy_ball::BumpyBall,
    paint::{Paint, Wave},
    rigid::{Rotation, Vector, dot},
};

/// A direction of space, each as likely as any other.
pub fn direction(rng: &mut impl Rng) -> Vector {
    rng.sample(UnitSphere)
}

/// A rotation, each as likely as any other: its quaternion is a direction of four dimensions.
pub fn rotation(rng: &mut impl Rng) -> Rotation {
    let quaternion: [f64; 4] = std::array::from_fn(|_| rng.sample(StandardNormal));
    let [scalar, vector @ ..] = quaternion;
    let length = dot(vector, vector).sqrt();
    // The quaternion (cos θ/2, sin θ/2 · axis), of whatever length.
    let angle = 2.0 * length.atan2(scalar);
    Rotation::exp(vector.map(|x| x / length * angle))
}

/// Paint of as many `waves`, in random directions and phases, whose frequencies are between half of `frequency` and all
/// of it, radians over unit length.
pub fn paint(waves: usize, frequency: f64, rng: &mut impl Rng) -> Paint {
    let mut wave = || {
        let frequency = frequency * rng.gen_range(0.5..1.0);
        Wave { vector: direction(rng).map(|x| frequency * x), phase: rng.gen_range(0.0..TAU) }
    };
    Paint { waves: (0..waves).map(|_| wave()).collect() }
}

/// A ball with as many bumps of a height, in random directions.
pub fn bumpy_ball(bumps: usize, height: f64, rng: &mut impl Rng) -> BumpyBall {
    BumpyBall { bumps: (0..bumps).map(|_| direction(rng)).collect(), height, sharpness: 10.0 }
}

#[cfg(test)]
mod tests {
    use super::{direction, paint, rotation};
    use crate::{
        data::streams::stream,
        math::images::rigid::{Rotation, dot},
    };
    use approx::assert_abs_diff_eq;

    #[test]
    fn directions_have_no_preference() {
        let mut rng = stream(1, "directions");
        let drawn: Vec<_> = (0..20_000).map(|_| direction(&mut rng)).collect();
        for i in 0..3 {
            let mean = drawn.iter().map(|u| u[i]).sum::<f64>() / 20_000.0;
            let square = drawn.iter().map(|u| u[i] * u[i]).sum::<f64>() / 20_000.0;
            // Four standard errors: √(1/3) and √(4/45), over √20,000.
            assert_abs_diff_eq!(mean, 0.0, epsilon = 0.017);
            assert_abs_diff_eq!(square, 1.0 / 3.0, epsilon = 0.009);
        }
    }

    /// Second road: a point on the sphere is taken anywhere alike, and the mean trace of a random rotation is 0.
    #[test]
    fn rotations_have_no_preference() {
        let mut rng = stream(3, "rotations");
        let drawn: Vec<_> = (0..20_000).map(|_| rotation(&mut rng)).collect();
        let axis = |i: usize| std::array::from_fn(|j| f64::from(u8::from(i == j)));
        let mean = |of: &dyn Fn(&Rotation) -> f64| drawn.iter().map(of).sum::<f64>() / 20_000.0;
        for i in 0..3 {
            // As for directions.
            assert_abs_diff_eq!(mean(&|r| r.applied_to(axis(1))[i]), 0.0, epsilon = 0.017);
            assert_abs_diff_eq!(mean(&|r| r.applied_to(axis(1))[i].powi(2)), 1.0 / 3.0, epsilon = 0.009);
        }
        // The trace has variance 1 over all rotations; four standard errors.
        let trace = |r: &Rotation| (0..3).map(|i| r.applied_to(axis(i))[i]).sum::<f64>();
        assert_abs_diff_eq!(mean(&trace), 0.0, epsilon = 0.029);
    }

    #[test]
    fn waves_have_the_frequencies_asked_for() {
        let paint = paint(50, 6.0, &mut stream(2, "paint"));
        assert_eq!(paint.waves.len(), 50);
        for wave in paint.waves {
            let frequency = dot(wave.vector, wave.vector).sqrt();
            assert!((3.0..6.0).contains(&frequency), "{frequency}");
        }
    }
}
