//! Subspaces: principal components, clusters on several of them, angles, ranks and dimensions.

pub mod clustering_accuracy;
pub mod covering_radius;
pub mod fan;
pub mod intrinsic_dimension;
pub mod k_means;
pub mod k_subspaces;
pub mod numerical_rank;
pub mod piecewise_pca;
pub mod principal_angles;
pub mod principal_components;
pub mod probabilistic_pca;
pub mod self_expression;
pub mod spectral_clustering;
pub mod two_neighbours;
