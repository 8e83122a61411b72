//! Diffusion: the Ornstein–Uhlenbeck process, exactly and by discretised paths.

pub mod euler_maruyama;
pub mod ornstein_uhlenbeck;
