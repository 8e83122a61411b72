//! `FlatNet`: a network that flattens a manifold, built layer by layer without training.

pub mod decoder;
pub mod layer;
pub mod local_fit;

use faer::{Col, Mat, MatRef, Scale};
use rand::Rng;
use rand_distr::StandardNormal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::math::vectors::largest;

use layer::{FlatteningLayer, Normalisation};
use local_fit::{Descent, LocalFit, Neighbourhood, gamma, orthonormal};

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

/// The layers, and how they came about.
#[derive(Debug, Clone)]
pub struct FlatNet {
    /// In the order in which the encoder applies them.
    pub layers: Vec<FlatteningLayer>,
    /// Each neighbourhood that was looked at.
    pub looks: Vec<Look>,
    /// Whether nothing moved any more before the iterations were used up.
    pub at_rest: bool,
}

/// What was found at one neighbourhood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// d, the dimension of the plane.
    pub dimension: usize,
    /// The radius of the layer.
    pub radius: f64,
    /// The loss of its fit.
    pub loss: f64,
    /// α.
    pub alpha: f64,
    /// How far it moves the points, root mean square over points and coordinates.
    pub movement: f64,
    /// Whether it became a layer.
    pub kept: bool,
}

impl FlatNet {
    /// Builds the layers on `points`: `[D, N]`. Each time a point is drawn; about it the smallest dimension is found that a
    /// plane with a bend needs, then the radius to which the fit is good, and the layer presses what is within flat.
    /// `progress` is called after each with its number.
    ///
    /// Source: Psenka, Pai, Raman, Sastry & Ma 2023, algorithm 1, as their program 0.2.1 has it. The fits are by a descent
    /// of our own instead of a thousand steps of Adam.
    ///
    /// # Panics
    ///
    /// If there are fewer than two different points.
    #[must_use]
    pub fn build(
        points: MatRef<'_, f64>,
        construction: &Construction,
        rng: &mut impl Rng,
        mut progress: impl FnMut(usize),
    ) -> Self {
        let extent = Extent::of(points);
        assert!(extent.diameter > 0.0, "points that differ");
        let mut z = points.to_owned();
        let mut net = Self { layers: Vec::new(), looks: Vec::new(), at_rest: false };
        let (mut dimension, mut idle) = (1, 0);
        for iteration in 0..construction.iterations {
            let (mut layer, radius, loss) = construction.layer(z.as_ref(), &extent, dimension, rng);
            let mut moved = layer.flatten(z.as_ref());
            if construction.normalise {
                let normalisation = Normalisation::of(moved.as_ref());
                moved = normalisation.apply(moved.as_ref());
                layer.normalisation = Some(normalisation);
            }
            let movement = (&moved - &z).norm_l2() / (z.nrows() as f64 * z.ncols() as f64).sqrt();
            let kept = movement >= construction.least_movement;
            let d = layer.tangent.ncols();
            net.looks.push(Look { dimension: d, radius, loss, alpha: layer.alpha, movement, kept });
            if kept {
                (z, dimension, idle) = (moved, d, 0);
                net.layers.push(layer);
            } else {
                idle = if radius >= construction.most_radius * extent.diameter { idle + 1 } else { 0 };
            }
            progress(iteration);
            if idle >= construction.patience {
                net.at_rest = true;
                break;
            }
        }
        net
    }

    /// The points after each layer, those given first: `[layers + 1][D, N]`.
    #[must_use]
    pub fn iterates(&self, points: MatRef<'_, f64>) -> Vec<Mat<f64>> {
        let mut iterates = vec![points.to_owned()];
        for layer in &self.layers {
            iterates.push(layer.flatten(iterates[iterates.len() - 1].as_ref()));
        }
        iterates
    }

    /// The points after the last layer: `[D, N]`.
    #[must_use]
    pub fn flatten(&self, points: MatRef<'_, f64>) -> Mat<f64> {
        self.layers.iter().fold(points.to_owned(), |z, layer| layer.flatten(z.as_ref()))
    }

    /// The points before the first layer, from those after the last: `[D, N]`. The exact inverse, but for rounding, which
    /// each layer can amplify.
    #[must_use]
    pub fn invert(&self, points: MatRef<'_, f64>) -> Mat<f64> {
        self.layers.iter().rev().fold(points.to_owned(), |z, layer| layer.invert(z.as_ref()))
    }

    /// The singular values of ∂z/∂x over all layers at a point, falling: `[D]`.
    ///
    /// # Panics
    ///
    /// If the point is not finite.
    #[must_use]
    pub fn jacobian_singular_values(&self, point: MatRef<'_, f64>) -> Vec<f64> {
        let mut z = point.to_owned();
        let mut jacobian = Mat::<f64>::identity(z.nrows(), z.nrows());
        for layer in &self.layers {
            jacobian = layer.jacobian(z.col(0)) * jacobian;
            z = layer.flatten(z.as_ref());
        }
        jacobian.singular_values().expect("finite numbers")
    }
}

/// The largest and the smallest distance of two points that differ.
struct Extent {
    diameter: f64,
    closest: f64,
}

impl Extent {
    fn of(points: MatRef<'_, f64>) -> Self {
        let distances =
            (0..points.ncols()).flat_map(|i| (0..i).map(move |j| (points.col(i) - points.col(j)).norm_l2()));
        let (diameter, closest) = distances.fold((0.0, f64::INFINITY), |(most, least): (f64, f64), distance| {
            (most.max(distance), if distance > 0.0 { least.min(distance) } else { least })
        });
        Self { diameter, closest }
    }
}

impl Construction {
    fn descent(&self) -> Descent {
        Descent { steps: self.fit_steps, tolerance: self.fit_tolerance, bend: self.bend }
    }

    /// A layer about a point drawn from the data, with its radius and the loss of its fit.
    fn layer(
        &self,
        points: MatRef<'_, f64>,
        extent: &Extent,
        dimension: usize,
        rng: &mut impl Rng,
    ) -> (FlatteningLayer, f64, f64) {
        let centre = points.col(rng.gen_range(0..points.ncols())).to_owned();
        let (tangent, check_loss) = self.plane(points, &centre, extent, dimension, rng);
        let (fit, radius) = self.widest(points, &centre, extent, (tangent, check_loss));
        let mean = Neighbourhood::about(points, centre.as_ref(), radius).mean;
        let alpha = if fit.loss > 0.0 {
            (self.threshold / fit.loss).sqrt().min(self.largest_alpha)
        } else {
            self.largest_alpha
        };
        let LocalFit { tangent, curvature, loss, .. } = fit;
        (
            FlatteningLayer { tangent, curvature, mean, centre, alpha, gamma: gamma(radius), normalisation: None },
            radius,
            loss,
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

impl Normalisation {
    /// That which centres `points`: `[D, N]` and makes the largest norm 1.
    fn of(points: MatRef<'_, f64>) -> Self {
        let mean = points * Col::from_fn(points.ncols(), |_| 1.0 / points.ncols() as f64);
        let norm = largest(points.col_iter().map(|x| (x - &mean).norm_l2()));
        Self { mean, norm }
    }

    fn apply(&self, points: MatRef<'_, f64>) -> Mat<f64> {
        Mat::from_fn(points.nrows(), points.ncols(), |i, j| (points[(i, j)] - self.mean[i]) / self.norm)
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

#[cfg(test)]
mod tests {
    use super::{Construction, FlatNet};
    use crate::data::{sparse_signals::gaussian_matrix, streams::stream};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use faer::Mat;
    use std::f64::consts::TAU;

    fn sine(n: usize) -> Mat<f64> {
        let middle = |j: usize| TAU * (j as f64 + 0.5) / n as f64;
        Mat::from_fn(2, n, |i, j| [(middle(j) - TAU / 2.0) / 1.2, middle(j).sin() / 1.2][i])
    }

    fn built(points: &Mat<f64>, iterations: usize, normalise: bool) -> FlatNet {
        let construction = Construction { normalise, ..Construction::published(iterations) };
        FlatNet::build(points.as_ref(), &construction, &mut stream(2, "net"), |_| {})
    }

    /// A limit: what is flat already needs no layer.
    #[test]
    fn a_line_is_left_alone() {
        let line = Mat::from_fn(3, 1, |i, _| [1.0, 0.5, -1.0][i]) * gaussian_matrix(1, 40, &mut stream(1, "line"));
        let net = built(&line, 40, false);
        assert!(net.layers.is_empty());
        // A fit ends a step of 1e-5 from the line, and half of what lies off it is taken away.
        assert!(net.looks.iter().all(|look| look.dimension == 1 && look.movement < 1e-4), "{:?}", net.looks);
    }

    /// Each layer's exact inverse brings its points back, also where the whole net's no longer does.
    #[test]
    fn every_layer_can_be_undone() {
        for normalise in [false, true] {
            let points = sine(50);
            let net = built(&points, 60, normalise);
            let iterates = net.iterates(points.as_ref());
            assert!(net.layers.len() > 5);
            for (layer, pair) in net.layers.iter().zip(iterates.windows(2)) {
                // Coordinates of order 1; a layer stretches at most by 1/(1 − α) = 2 on the way back.
                assert!((layer.invert(pair[1].as_ref()) - &pair[0]).norm_max() < 1e-14);
            }
            assert_eq!(net.flatten(points.as_ref()), iterates[net.layers.len()]);
            // What rounding leaves is at most its own size over the smallest singular value on the way.
            let worst = (0..50)
                .map(|i| *net.jacobian_singular_values(points.subcols(i, 1)).last().unwrap())
                .fold(1.0, f64::min);
            let back = net.invert(iterates[net.layers.len()].as_ref());
            assert!((back - &points).norm_max() < 1e3 * f64::EPSILON / worst);
        }
    }

    /// Second road: central differences through all layers.
    #[test]
    fn the_jacobian_of_the_net_is_that_of_differences() {
        let points = sine(50);
        let net = built(&points, 6, true);
        let (point, h) = (points.subcols(7, 1), 1e-6);
        let moved = |j: usize, by: f64| {
            net.flatten(Mat::from_fn(2, 1, |i, _| point[(i, 0)] + if i == j { by } else { 0.0 }).as_ref())
        };
        let columns = [0, 1].map(|j| (moved(j, h) - moved(j, -h)) * faer::Scale(0.5 / h));
        let differences = Mat::from_fn(2, 2, |i, j| columns[j][(i, 0)]);
        let exact = net.jacobian_singular_values(point);
        for (found, by_differences) in exact.iter().zip(differences.singular_values().unwrap()) {
            // h² and a rounding over h.
            assert_relative_eq!(*found, by_differences, max_relative = 1e-6);
        }
    }

    /// An invariant: the construction knows no unit of length. With the loss's threshold in the square of the unit and the
    /// least movement in the unit, a scaled curve gets the same layers, scaled.
    #[test]
    fn a_scaled_curve_is_flattened_alike() {
        let points = sine(40);
        let scaled = faer::Scale(8.0) * &points;
        let construction = Construction::published(15);
        let larger = Construction {
            threshold: 64.0 * construction.threshold,
            least_movement: 8.0 * construction.least_movement,
            ..construction
        };
        let [small, large] = [(&points, construction), (&scaled, larger)].map(|(points, construction)| {
            FlatNet::build(points.as_ref(), &construction, &mut stream(3, "net"), |_| {})
        });
        assert_eq!(small.looks.len(), large.looks.len());
        for (a, b) in small.looks.iter().zip(&large.looks) {
            assert_eq!((a.dimension, a.kept), (b.dimension, b.kept));
            // A power of two scales without rounding, but for logarithms and powers of the loss.
            assert_abs_diff_eq!(8.0 * a.radius, b.radius, epsilon = 1e-6);
            assert_abs_diff_eq!(a.alpha, b.alpha, epsilon = 1e-6);
        }
    }

    /// The normalisation holds what it says after each layer.
    #[test]
    fn normalised_points_are_centred_and_reach_one() {
        let points = sine(50);
        let net = built(&points, 12, true);
        for z in &net.iterates(points.as_ref())[1..] {
            assert_abs_diff_eq!(z.row(0).iter().sum::<f64>(), 0.0, epsilon = 1e-12);
            let reach = z.col_iter().map(|x| x.norm_l2()).fold(0.0, f64::max);
            assert_abs_diff_eq!(reach, 1.0, epsilon = 1e-12);
        }
    }
}
