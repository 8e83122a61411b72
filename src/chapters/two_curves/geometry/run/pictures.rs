//! The curves and the sphere as the pictures show them.

use std::f64::consts::PI;

use super::super::{Kind, Stroke};
use crate::data::sphere_curves::{SphereCurve, mirrored};

/// Points of a drawn curve.
const DRAWN: usize = 180;
/// How far above the equator the eye stands, radians.
const ELEVATION: f64 = 0.35;

/// Both curves of a pair as the eye sees them, each cut where it goes behind the sphere.
pub(super) fn strokes(curve: &SphereCurve) -> Vec<Stroke> {
    let upper: Vec<Vec<f64>> =
        (0..=DRAWN).zip(curve.points(DRAWN, 0.0).iter().cycle()).map(|(_, x)| x.clone()).collect();
    let lower = upper.iter().map(|point| mirrored(point)).collect();
    [(Kind::Upper, upper), (Kind::Lower, lower)].into_iter().flat_map(|(kind, points)| seen(kind, &points)).collect()
}

/// A line on the sphere as the eye sees it, in pieces that are all before or all behind.
fn seen(kind: Kind, points: &[Vec<f64>]) -> Vec<Stroke> {
    let (sin, cos) = ELEVATION.sin_cos();
    let toward = |x: &[f64]| cos * x[0] + sin * x[2];
    let hidden = |x: &[f64]| toward(x) < 0.0;
    // A thousandth of the radius is a tenth of a unit of the page.
    let place = |x: f64| (x * 1e3).round() / 1e3;
    let mut strokes: Vec<Stroke> = Vec::new();
    for (i, point) in points.iter().enumerate() {
        let (right, up) = (place(point[1]), place(cos * point[2] - sin * point[0]));
        let turned = i == 0 || hidden(point) != hidden(&points[i - 1]);
        if let Some(stroke) = strokes.last_mut().filter(|_| i > 0) {
            stroke.xs.push(right);
            stroke.ys.push(up);
        }
        if turned {
            strokes.push(Stroke { kind, hidden: hidden(point), xs: vec![right], ys: vec![up] });
        }
    }
    strokes
}

/// The sphere's own lines: its outline and its equator.
pub(super) fn globe() -> Vec<Stroke> {
    let turns = |of: &dyn Fn(f64) -> Vec<f64>| (0..=120).map(|i| of(PI * f64::from(i) / 60.0)).collect::<Vec<_>>();
    let (sin, cos) = ELEVATION.sin_cos();
    let equator = turns(&|t| vec![t.cos(), t.sin(), 0.0]);
    // The great circle across the line of sight, a little toward the eye so that rounding hides no part of it.
    let outline = turns(&|t| vec![1e-9 * cos - t.sin() * sin, t.cos(), 1e-9 * sin + t.sin() * cos]);
    [seen(Kind::Globe, &outline), seen(Kind::Globe, &equator)].concat()
}
