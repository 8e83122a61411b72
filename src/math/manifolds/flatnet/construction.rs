//! Where a layer is put, and how wide and how strong it is.

use faer::{Col, Mat, MatRef, Scale};
use rand::Rng;
use rand_distr::StandardNormal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    layer::FlatteningLayer,
    local_fit::{Descent, LocalFit, Neighbourhood, gamma, orthonormal},
};
use crate::math::manifolds::extent::Extent;

/// The knobs of the construction. Radii are parts of the points' diameter, the largest distance between two of them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Construction {
    /// Neighbourhoods that are looked at.
    #[schemars(range(min = 1, max = 1_000))]
    pub iterations: usize,
    /// Steps of a fit at most.
    #[schemars(range(min = 1, max = 10_000))]
    pub fit_steps: usize,
    /// A fit ends where a step moves the entries of U by less than this, root mean square.
    #[schemars(range(min = 1e-12, max = 0.1))]
    pub fit_tolerance: f64,
    /// Whether the fits have a bend, the second-order information; without it a plane alone.
    pub bend: bool,
    /// The loss of a fit that the radius is chosen for.
    #[schemars(range(min = 1e-12, max = 1.0))]
    pub threshold: f64,
    /// The largest α.
    #[schemars(range(min = 0.01, max = 0.99))]
    pub largest_alpha: f64,
    /// The radius at which the dimension is found.
    #[schemars(range(min = 0.01, max = 2.0))]
    pub check_radius: f64,
    /// The largest residual there, as a part of that radius.
    #[schemars(range(min = 1e-3, max = 10.0))]
    pub largest_residual: f64,
    /// The smallest radius of a layer.
    #[schemars(range(min = 0.01, max = 2.0))]
    pub least_radius: f64,
    /// The largest radius of a layer.
    #[schemars(range(min = 0.01, max = 10.0))]
    pub most_radius: f64,
    /// Steps of the secant method for the radius, at most.
    #[schemars(range(min = 1, max = 20))]
    pub radius_steps: usize,
    /// A layer that moves the points by less than this, root mean square over their coordinates, is left out.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub least_movement: f64,
    /// After so many layers in a row that were left out at the largest radius, the construction ends.
    #[schemars(range(min = 1, max = 1_000))]
    pub patience: usize,
    /// Whether each layer centres the points and divides them by the largest norm.
    pub normalise: bool,
}

impl Construction {
    /// The settings of the authors' program, version 0.2.1, for `iterations` neighbourhoods.
    #[must_use]
    pub const fn published(iterations: usize) -> Self {
        Self {
            iterations,
            fit_steps: 1000,
            fit_tolerance: 1e-5,
            bend: true,
            threshold: 1e-4,
            largest_alpha: 0.5,
            check_radius: 0.15,
            largest_residual: 0.3,
            least_radius: 0.15,
            most_radius: 1.1,
            radius_steps: 1,
            least_movement: 1e-4,
            patience: 10,
            normalise: false,
        }
    }
}

/// What is known of a layer beside its maps.
pub(super) struct Found {
    /// The radius of the layer.
    pub(super) radius: f64,
    /// The loss of its fit.
    pub(super) loss: f64,
    /// Whether the fit ended because it moved no more.
    pub(super) converged: bool,
}

impl Construction {
    fn descent(&self) -> Descent {
        Descent { steps: self.fit_steps, tolerance: self.fit_tolerance, bend: self.bend }
    }

    /// A layer about a point drawn from the data, and how its fit ended.
    pub(super) fn layer(
        &self,
        points: MatRef<'_, f64>,
        extent: &Extent,
        dimension: usize,
        rng: &mut impl Rng,
    ) -> (FlatteningLayer, Found) {
        let centre = points.col(rng.gen_range(0..points.ncols())).to_owned();
        let (tangent, check_loss) = self.plane(points, &centre, extent, dimension, rng);
        let (fit, radius) = self.widest(points, &centre, extent, (tangent, check_loss));
        let mean = Neighbourhood::about(points, centre.as_ref(), radius).mean;
        let alpha = if fit.loss > 0.0 {
            (self.threshold / fit.loss).sqrt().min(self.largest_alpha)
        } else {
            self.largest_alpha
        };
        let LocalFit { tangent, curvature, loss, converged, .. } = fit;
        (
            FlatteningLayer { tangent, curvature, mean, centre, alpha, gamma: gamma(radius), normalisation: None },
            Found { radius, loss, converged },
        )
    }

    /// The plane of the smallest dimension that leaves residuals below the bound at the check radius, and the loss of its
    /// fit. The search starts at `dimension` and goes down while the bound is kept, or up until it is.
    fn plane(
        &self,
        points: MatRef<'_, f64>,
        centre: &Col<f64>,
        extent: &Extent,
        dimension: usize,
        rng: &mut impl Rng,
    ) -> (Mat<f64>, f64) {
        let ambient = points.nrows();
        let radius = self.check_radius * extent.diameter;
        let near = Neighbourhood::about(points, centre.as_ref(), radius);
        let mut start = orthonormal(&Mat::from_fn(ambient, dimension, |_, _| rng.sample(StandardNormal)));
        // The last fit within the bound, on the way down.
        let mut good: Option<LocalFit> = None;
        let mut rising = false;
        loop {
            let fit = near.fit(start.as_ref(), &self.descent());
            let d = fit.tangent.ncols();
            if fit.largest_residual <= self.largest_residual * radius {
                if rising || d == 1 {
                    return (fit.tangent, fit.loss);
                }
                start = without_least(fit.tangent.as_ref(), near.displacements.as_ref());
                good = Some(fit);
            } else if let Some(good) = good {
                return (good.tangent, good.loss);
            } else if d == ambient {
                return (fit.tangent, fit.loss);
            } else {
                rising = true;
                start = with_another(fit.tangent.as_ref(), rng);
            }
        }
    }

    /// The fit at the radius where the logarithm of its loss meets that of the threshold, by the secant method from the
    /// check radius and the middle of those allowed.
    fn widest(
        &self,
        points: MatRef<'_, f64>,
        centre: &Col<f64>,
        extent: &Extent,
        (tangent, check_loss): (Mat<f64>, f64),
    ) -> (LocalFit, f64) {
        let [check, least, most] =
            [self.check_radius, self.least_radius, self.most_radius].map(|part| part * extent.diameter);
        let fit_at = |radius: f64, from: &Mat<f64>| {
            let near = Neighbourhood::about(points, centre.as_ref(), radius);
            near.fit(from.as_ref(), &self.descent())
        };
        let excess = |loss: f64| loss.max(f64::MIN_POSITIVE).ln() - self.threshold.ln();
        let mut before = (check, excess(check_loss));
        let mut radius = f64::midpoint(least, most);
        let mut fit = fit_at(radius, &tangent);
        for _ in 0..self.radius_steps {
            let now = (radius, excess(fit.loss));
            let difference = now.1 - before.1;
            // Two equal losses say nothing of a slope: the step is cut to the ends.
            let difference = if difference.abs() < 1e-6 { 1e-6_f64.copysign(difference) } else { difference };
            radius = (now.0 - (now.0 - before.0) / difference * now.1).clamp(least, most);
            fit = fit_at(radius, &fit.tangent);
            before = now;
            if (radius - before.0).abs() < extent.closest {
                break;
            }
        }
        (fit, radius)
    }
}

/// The plane without the direction along which the points reach least.
fn without_least(tangent: MatRef<'_, f64>, displacements: MatRef<'_, f64>) -> Mat<f64> {
    let coordinates = tangent.transpose() * displacements;
    let reach = |i: usize| coordinates.row(i).iter().map(|x| x.abs()).sum::<f64>();
    let least = (0..tangent.ncols()).min_by(|&a, &b| reach(a).total_cmp(&reach(b))).expect("a direction");
    let kept: Vec<usize> = (0..tangent.ncols()).filter(|&i| i != least).collect();
    Mat::from_fn(tangent.nrows(), kept.len(), |i, j| tangent[(i, kept[j])])
}

/// The plane with one more direction, drawn at random across it.
fn with_another(tangent: MatRef<'_, f64>, rng: &mut impl Rng) -> Mat<f64> {
    let drawn = Col::from_fn(tangent.nrows(), |_| rng.sample::<f64, _>(StandardNormal));
    let across = &drawn - tangent * (tangent.transpose() * &drawn);
    let across = Scale(1.0 / across.norm_l2()) * across;
    let d = tangent.ncols();
    Mat::from_fn(tangent.nrows(), d + 1, |i, j| if j < d { tangent[(i, j)] } else { across[i] })
}
