//! Manifolds known by samples: neighbourhoods, dimensions, charts, and how they are flattened.

pub mod flatnet;
pub mod injectivity;
pub mod kernel_neighbours;
pub mod local_pca;
pub mod neighbours;
