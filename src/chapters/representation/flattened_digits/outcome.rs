//! What was found.

use serde::{Deserialize, Serialize};

use crate::ground::{estimate::Estimate, pixels::Pixels};

/// Every number that the drawing, the claims and the page use. Intervals are of 95 %, by the bootstrap: over twos for
/// dimensions, over pairs of twos for lines.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The dimension of the twos, by how many there are.
    pub dimensions: Vec<Dimensions>,
    /// Shares of the energy that local PCA was asked for.
    pub energy_shares: Vec<f64>,
    /// The same on disjoint parts.
    pub parts: Parts,
    /// What the estimators say of clouds whose dimension is known.
    pub known: Vec<Known>,
    /// Radii of the kernels, as parts of the diameter.
    pub radii: Vec<f64>,
    /// The published radius, as a part of the diameter.
    pub check_radius: f64,
    /// How many neighbours a kernel has, for the first thousand twos and for all.
    pub kernels: Vec<Kernel>,
    /// `FlatNet` on the twos.
    pub flattening: Flattening,
    /// What real twos of the test set are like.
    pub real: Real,
    /// The lines, a method each.
    pub methods: Vec<Method>,
    /// The share of test digits that each classifier names rightly.
    pub accuracies: Vec<f64>,
    /// The share of the held-out twos' energy about the mean that each autoencoder loses.
    pub autoencoder_losses: Vec<f64>,
    /// The same of autoencoders taught on what the nets are built on: the first twos, along the leading components.
    pub autoencoder_losses_alike: Vec<f64>,
    /// The same for as many principal components.
    pub pca_loss: f64,
    /// Places along a line, 0 to 1.
    pub places: Vec<f64>,
}

/// Estimates of one dimension.
#[derive(Debug, Serialize, Deserialize)]
pub struct Dimensions {
    /// Twos, N.
    pub samples: usize,
    /// By the ratio of the distances to the two nearest neighbours.
    pub two_neighbours: Estimate,
    /// By maximum likelihood over k neighbours, for each k.
    pub likelihood: Vec<Estimate>,
    /// Components of a local PCA, the mean over centres, for each share of the energy.
    pub local_pca: Vec<Estimate>,
}

/// Estimates on disjoint parts of the twos, which share no two.
#[derive(Debug, Serialize, Deserialize)]
pub struct Parts {
    /// Twos in each.
    pub samples: usize,
    /// By the two nearest neighbours, a part each.
    pub two_neighbours: Vec<f64>,
    /// By maximum likelihood over the first k neighbours, a part each.
    pub likelihood: Vec<f64>,
}

/// Estimates for a Gaussian cloud of as many points as there are twos, with the twos' variances along their leading
/// principal components.
#[derive(Debug, Serialize, Deserialize)]
pub struct Known {
    /// Components, which is the dimension of the cloud.
    pub components: usize,
    /// By the two nearest neighbours.
    pub two_neighbours: f64,
    /// By maximum likelihood over k neighbours, for each k.
    pub likelihood: Vec<f64>,
}

/// The effective neighbours in a kernel.
#[derive(Debug, Serialize, Deserialize)]
pub struct Kernel {
    /// Twos, N.
    pub samples: usize,
    /// The effective neighbours, the mean over centres, at each radius.
    pub neighbours: Vec<f64>,
    /// At the published check radius.
    pub at_check: f64,
    /// The smallest radius, as a part of the diameter, with as many effective neighbours as a fit of the code's dimension
    /// has unknowns; the largest radius measured, where none has.
    pub least_radius: f64,
}

/// `FlatNet` on the leading principal components of some twos.
#[derive(Debug, Serialize, Deserialize)]
pub struct Flattening {
    /// Twos that it is built on.
    pub samples: usize,
    /// Their principal components.
    pub components: usize,
    /// The share of the training twos' energy that these components leave out.
    pub left_out: f64,
    /// The share of the energy in them beyond as many components as a code has numbers.
    pub beyond_before: f64,
    /// The dimension by the published rule, at each radius.
    pub checks: Vec<Check>,
    /// What the published radius and threshold reach, with fits of as many steps as those of the figure.
    pub published: Built,
    /// What those of the figure reach, a learner each.
    pub built: Vec<Built>,
}

/// The dimension that the published rule finds within a radius.
#[derive(Debug, Serialize, Deserialize)]
pub struct Check {
    /// The radius, as a part of the diameter.
    pub radius: f64,
    /// The mean over centres.
    pub dimension: f64,
    /// About each centre; one more than the largest that was tried, where none was enough.
    pub dimensions: Vec<usize>,
    /// What the points of the fit weigh together, about each centre.
    pub weights: Vec<f64>,
    /// About how many of the centres the fit has more unknowns a coordinate than its weights add up to.
    pub refused: usize,
}

/// A net and what it loses. Shares are of the twos' energy about the training mean, in pixels.
#[derive(Debug, Serialize, Deserialize)]
pub struct Built {
    /// Layers.
    pub layers: usize,
    /// The dimension at each neighbourhood that was looked at.
    pub dimensions: Vec<usize>,
    /// The share of the fits that ended because they moved no more, and not because their steps were used up.
    pub converged: f64,
    /// The share of the energy beyond as many components as a code has numbers, after the last layer.
    pub beyond: f64,
    /// What a code of held-out twos loses, decoded by the layers in the encoder's order.
    pub lost_in_encoder_order: f64,
    /// In reverse order.
    pub lost_reversed: f64,
    /// In reverse order, with each layer's quadratic terms fitted again.
    pub lost_refitted: f64,
    /// The last on the twos that the net was built on.
    pub lost_refitted_seen: f64,
}

/// Twos of the test set that are in a pair.
#[derive(Debug, Serialize, Deserialize)]
pub struct Real {
    /// Their grey share.
    pub grey: Estimate,
    /// The classifiers' probability of a two.
    pub probability: Estimate,
    /// The distance to the nearest two of the training set.
    pub nearest: Estimate,
}

/// Lines between twos by one method.
#[derive(Debug, Serialize, Deserialize)]
pub struct Method {
    /// Its name in the figure.
    pub name: String,
    /// The grey share at each place, the mean over pairs and learners.
    pub grey: Vec<Estimate>,
    /// The classifiers' probability of a two at each place.
    pub probability: Vec<Estimate>,
    /// Halfway: the probability of a two, a learner each.
    pub halfway_probability: Vec<f64>,
    /// Halfway: the distance to the nearest two of the training set.
    pub nearest: Estimate,
    /// Images along the line of the first learner, `[pairs shown][frames · 28, 28]`, 0 to 255.
    pub shown: Vec<Pixels>,
}
