//! Diffusion: the Ornstein–Uhlenbeck process and its reversal, exactly and by discretised paths.

pub mod bessel;
pub mod circle;
pub mod dimension;
pub mod empirical;
pub mod euler_maruyama;
pub mod gaussian;
pub mod lattice;
pub mod ornstein_uhlenbeck;
pub mod prediction;
pub mod reverse;
pub mod rice;
#[expect(clippy::type_complexity, reason = "a denoiser that may fail is a closure, said once and in full")]
pub mod samplers;
pub mod score_machines;
pub mod signal_to_noise;
pub mod soft_mean;
pub mod straight_path;
pub mod two_gaussians;
