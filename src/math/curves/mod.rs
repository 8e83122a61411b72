//! Curves: curvature, separation, how often they come near themselves, and gaps between samples.

pub mod clover_number;
pub mod curvature;
pub mod golden_section;
pub mod polyline;
pub mod sample_spacing;
pub mod sampled_curve;
pub mod separation;
