//! What is given: curves, subspaces, digits, photographs, signals, the noise of a detector, and every random stream.

pub mod bent_shapes;
pub mod committed;
pub mod components;
pub mod curves;
pub mod detector_noise;
pub mod dictionaries;
pub mod digits;
pub mod direction_classes;
pub mod fetch;
pub mod idx;
pub mod moment_curves;
pub mod photographs;
pub mod solids;
pub mod sparse_signals;
pub mod sphere_curves;
pub mod spheres;
pub mod spirals;
pub mod strain;
pub mod streams;
pub mod subspace_tokens;
pub mod subspaces;
pub mod swiss_roll;
pub mod torus_family;
