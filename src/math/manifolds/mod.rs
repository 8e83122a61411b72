//! Manifolds known by samples: neighbourhoods, dimensions, charts, and how they are flattened.
//!
//! Dimensions are estimated in four ways, two of which live with the subspaces:
//!
//! - `subspaces::intrinsic_dimension`: by maximum likelihood from the distances to the k nearest others;
//! - `subspaces::two_neighbours`: from the ratio of the distances to the two nearest alone;
//! - [`local_pca_dimension`]: how many components carry a share of the energy of the nearest others;
//! - [`tangent_space`]: whose flat ball has the spectrum nearest to that of the points within a radius.

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
