//! What is true: pure functions of numbers, one a numbered equation of the book.

pub mod analytic_weights;
pub mod binomial;
pub mod bootstrap;
pub mod chirp;
pub mod clustering_accuracy;
pub mod covering_radius;
pub mod diffusion;
pub mod euler_maruyama;
pub mod extremes;
pub mod fit;
pub mod homotopy;
pub mod image;
pub mod k_means;
pub mod kernel;
pub mod known_support;
pub mod logistic;
pub mod noise_weighted;
pub mod piecewise_pca;
pub mod principal_angles;
pub mod principal_components;
pub mod rules;
pub mod sampling;
pub mod self_expression;
pub mod sparse;
pub mod spectral_clustering;
pub mod statistical_dimension;
