//! A curve that is known by points.

/// Points of a closed curve at equal steps of arc length.
#[derive(Debug, Clone, Copy)]
pub struct SampledCurve<'a> {
    /// The points, in order: `[N, n₀]`.
    pub points: &'a [Vec<f64>],
    /// The arc length from each to the next, radians.
    pub step: f64,
}

impl SampledCurve<'_> {
    /// No curve: what is beside a curve that is alone.
    pub const NONE: SampledCurve<'static> = SampledCurve { points: &[], step: 1.0 };
}
