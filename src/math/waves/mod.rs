//! Gravitational waves in noise: chirps, matches, filters, and banks of templates.

pub mod chirp;
pub mod chirp_family;
pub mod covering;
pub mod detection;
pub mod match_metric;
pub mod matched_filter;
pub mod newtonian_chirp;
pub mod noise_weighted;
pub mod riemannian_ascent;
pub mod stochastic_bank;
