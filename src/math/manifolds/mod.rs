//! Manifolds known by samples: neighbourhoods, dimensions, charts, and how they are flattened.

pub mod flatnet;
pub mod injectivity;
pub mod neighbours;
