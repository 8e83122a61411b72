//! Manifolds known by samples: neighbourhoods, dimensions, charts, and how they are flattened.

pub mod centring;
pub mod extent;
pub mod flatnet;
pub mod geodesics;
pub mod injectivity;
pub mod isomap;
pub mod kernel_neighbours;
pub mod local_pca_dimension;
pub mod ltsa;
pub mod neighbours;
pub mod obstacle;
pub mod procrustes;
pub mod spectrum;
pub mod stretch;
pub mod tangent_space;
