//! What was found.

use serde::{Deserialize, Serialize};

/// Three rows of pairs, each with one number that varies, the slider's pairs between them, and what the counts and the
/// curvature by points are checked by.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Panel (a): the curvature varies with the frequency.
    pub windings: Vec<Pair>,
    /// Panel (b): the separation varies.
    pub moved: Vec<Pair>,
    /// Panel (c): the leaves vary.
    pub clovers: Vec<Pair>,
    /// How far the numbers that a row holds moved within it.
    pub held: Held,
    /// Coils of growing windings.
    pub coils: Vec<CoilReturns>,
    /// The curvature of panel (b)'s curve from points alone.
    pub convergence: Convergence,
    /// The sphere's outline and equator, as the pictures see them.
    pub globe: Vec<Stroke>,
    /// The slider's pairs.
    pub walks: Walks,
}

/// Three walks of one length, each along one number.
#[derive(Debug, Serialize, Deserialize)]
pub struct Walks {
    /// Waves, one more at each step: the curvature grows.
    pub windings: Vec<Step>,
    /// The curve of panel (b), nearer to the equator at each step: the separation shrinks.
    pub moved: Vec<Step>,
    /// A curve of three leaves that swings more at each step, up to the neck of panel (c): the ✿-number grows.
    pub swung: Vec<Step>,
}

/// A pair of a walk.
#[derive(Debug, Serialize, Deserialize)]
pub struct Step {
    /// What varies in its walk: waves, separation or swing, the latter two in radians.
    pub varied: f64,
    /// κ in closed form, or as the curve was made to have.
    pub curvature: f64,
    /// Δ in closed form, radians.
    pub separation_rad: f64,
    /// The ✿-number over both curves.
    pub clover: usize,
    /// The pair as the picture shows it.
    pub strokes: Vec<Stroke>,
}

/// A curve and its mirror image.
#[derive(Debug, Serialize, Deserialize)]
pub struct Pair {
    /// What varies in its row: waves, separation or leaves.
    pub varied: f64,
    /// κ from derivatives, the largest on the curve.
    pub curvature: f64,
    /// κ in closed form, or as the curve was made to have.
    pub curvature_exact: f64,
    /// κ from points at equal steps of arc length: `points` of them, and twice as many.
    pub curvature_by_points: [f64; 2],
    /// Δ by minimisation, radians.
    pub separation_rad: f64,
    /// Δ in closed form, radians.
    pub separation_exact_rad: f64,
    /// The ✿-number over both curves, with `points` points on each: the other curve is far along, and counts where it is
    /// near.
    pub clover: usize,
    /// The same with twice as many points.
    pub clover_doubled: usize,
    /// The ✿-number of one curve without the other.
    pub clover_alone: usize,
    /// τ₂: a smaller angle than this is near, radians.
    pub near_rad: f64,
    /// 1/√(1 + κ²), the radius of a covering ball, radians.
    pub ball_rad: f64,
    /// The length of one of the curves, radians.
    pub length_rad: f64,
    /// The pair as the picture shows it.
    pub strokes: Vec<Stroke>,
}

/// How far the numbers that a row holds moved within it: largest minus smallest.
#[derive(Debug, Serialize, Deserialize)]
pub struct Held {
    /// Δ in panel (a), radians.
    pub windings_separation_rad: f64,
    /// ✿ over both curves in panel (a).
    pub windings_clover: usize,
    /// ✿ of one curve in panel (a).
    pub windings_clover_alone: usize,
    /// κ in panel (b).
    pub moved_curvature: f64,
    /// ✿ over both curves in panel (b).
    pub moved_clover: usize,
    /// ✿ of one curve in panel (b).
    pub moved_clover_alone: usize,
    /// κ in panel (c).
    pub clovers_curvature: f64,
    /// Δ in panel (c), radians.
    pub clovers_separation_rad: f64,
}

/// The near returns of a coil.
#[derive(Debug, Serialize, Deserialize)]
pub struct CoilReturns {
    /// Windings m of the coil.
    pub windings: u32,
    /// Its curvature κ, the same everywhere.
    pub curvature: f64,
    /// The ✿-number by points; since every point of a coil sees the same, at a few of them.
    pub clover: usize,
    /// The windings that come near, by the closed form of their distance.
    pub closed_form: usize,
}

/// How the curvature by points nears the curvature by derivatives.
#[derive(Debug, Serialize, Deserialize)]
pub struct Convergence {
    /// The steps of arc length, radians.
    pub steps_rad: Vec<f64>,
    /// The errors of κ, one per step.
    pub errors: Vec<f64>,
    /// The last error, grown with the square of the step.
    pub second_order: Vec<f64>,
    /// The fitted power of the step.
    pub order: f64,
}

/// A piece of a line as the picture shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stroke {
    /// Whose line it is a piece of.
    pub kind: Kind,
    /// Whether it lies behind the sphere.
    pub hidden: bool,
    /// To the right, in radii of the sphere.
    pub xs: Vec<f64>,
    /// Upward, in radii of the sphere.
    pub ys: Vec<f64>,
}

/// Whose line it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The sphere's own, its outline or its equator.
    Globe,
    /// The upper curve 𝓜₊.
    Upper,
    /// The lower curve 𝓜₋, its mirror image.
    Lower,
}
