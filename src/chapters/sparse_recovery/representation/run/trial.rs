//! One data set through both methods.

use faer::Mat;
use rand::Rng;

use super::super::Config;
use crate::{
    data::components::Components,
    math::subspaces::{
        clustering_accuracy::{best_names, clustering_accuracy},
        k_means::k_means,
        piecewise_pca::PiecewisePca,
        principal_components::{PrincipalComponents, relative_error},
        self_expression::{affinity, foreign_share, self_expression, to_unit_length},
        spectral_clustering::{normalised_cut, spectral_clustering},
    },
};

/// What the methods are told of the components that they are to find.
#[derive(Clone, Copy)]
pub(super) struct Sought {
    /// How many there are.
    pub(super) count: usize,
    /// The dimension of each.
    pub(super) dimension: usize,
}

/// What the two methods make of a data set.
pub(super) struct Trial {
    /// The sparse self-expression C: `[N, N]`.
    pub(super) codes: Mat<f64>,
    /// |C| + |C|ᵀ: `[N, N]`.
    pub(super) affinity: Mat<f64>,
    /// The component that sparse subspace clustering finds for each point, by the names that suit best: `[N]`.
    pub(super) identified: Vec<usize>,
    /// The part of the points that sparse subspace clustering puts right.
    pub(super) ssc_accuracy: f64,
    /// The part that k-means on the principal coordinates of all points puts right.
    pub(super) pca_accuracy: f64,
    /// The part of each point's code that lies on other components: `[N]`.
    pub(super) foreign_shares: Vec<f64>,
    /// Principal components of all points.
    pub(super) of_all: PiecewisePca,
    /// Principal components of each identified component.
    pub(super) of_identified: PiecewisePca,
    /// Principal components of each true component.
    pub(super) of_true: PiecewisePca,
}

impl Trial {
    /// Identifies the components of the points, and represents them.
    pub(super) fn make(components: &Components, sought: Sought, config: &Config, rng: &mut impl Rng) -> Self {
        let Sought { count, dimension } = sought;
        let (points, labels) = (components.points.as_ref(), &components.labels);
        let codes = self_expression(points, config.penalty);
        let affinity = affinity(codes.as_ref());
        let found = spectral_clustering(affinity.as_ref(), count, config.restarts, rng);
        let names = best_names(&found, labels, count);
        let identified: Vec<usize> = found.iter().map(|group| names[*group]).collect();
        let coordinates = PrincipalComponents::from_points(points).coordinates(points, dimension);
        let near = k_means(coordinates.as_ref(), count, config.restarts, rng).labels;
        Self {
            ssc_accuracy: clustering_accuracy(&identified, labels, count),
            pca_accuracy: clustering_accuracy(&near, labels, count),
            foreign_shares: foreign_share(codes.as_ref(), labels),
            of_all: PiecewisePca::of_groups(points, &vec![0; labels.len()]),
            of_identified: PiecewisePca::of_groups(points, &identified),
            of_true: PiecewisePca::of_groups(points, labels),
            codes,
            affinity,
            identified,
        }
    }

    /// The part of the points whose code has nothing on other components.
    pub(super) fn preserved(&self) -> f64 {
        let preserved = self.foreign_shares.iter().filter(|share| **share == 0.0).count();
        preserved as f64 / self.foreign_shares.len() as f64
    }

    /// The normalised cut of the graph by the identified components, and by the true ones.
    pub(super) fn cuts(&self, components: &Components) -> [f64; 2] {
        [&self.identified, &components.labels].map(|labels| normalised_cut(self.affinity.as_ref(), labels))
    }

    /// Nonzero entries of a code, on average.
    pub(super) fn entries(&self) -> f64 {
        let nonzero: usize = self.codes.col_iter().map(|code| code.iter().filter(|c| **c != 0.0).count()).sum();
        nonzero as f64 / self.codes.ncols() as f64
    }

    /// The relative error of making up each point, at length one, by its code.
    pub(super) fn code_error(&self, components: &Components) -> f64 {
        let unit = to_unit_length(components.points.as_ref());
        relative_error(unit.as_ref(), (&unit * &self.codes).as_ref())
    }
}
