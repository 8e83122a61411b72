//! Scattering: averaged moduli of wavelet coefficients, layer after layer, on a line or in a plane.

pub mod bank;
pub mod grid_transform;
pub mod line_morlets;
pub mod network;
pub mod plane_morlets;
