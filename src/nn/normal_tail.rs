//! How much of a standard normal lies beyond |x|, from operations that every device has.
//!
//! ```text
//! Φ(−|x|) ≈ e^{−x²/2} t (c₁ + t (c₂ + t (c₃ + t (c₄ + t c₅)))),   t = 1/(1 + b|x|),   to 7.5e-8
//! ```
//!
//! Source: Abramowitz & Stegun 1964, 26.2.17.

/// b.
pub(super) const SLOPE: f32 = 0.231_641_9;

/// c₅, c₄, …, c₁, the order in which they are used.
pub(super) const COEFFICIENTS: [f32; 5] =
    [1.330_274_4 * ROOT, -1.821_255_9 * ROOT, 1.781_477_9 * ROOT, -0.356_563_78 * ROOT, 0.319_381_54 * ROOT];

/// 1/√(2π).
pub(super) const ROOT: f32 = 0.398_942_3;
