//! `FlatNet` on the twos: which dimension its rule finds at which radius, and what it makes of them.

use std::sync::Mutex;

use faer::{Mat, MatRef, Scale};
use rand::seq::index;
use rayon::prelude::*;

use super::super::{Built, Check, Config, Flattening};
use super::twos::Twos;
use crate::{
    data::streams::stream,
    figure::Context,
    math::{
        manifolds::{
            extent::Extent,
            flatnet::{
                FlatNet,
                construction::Construction,
                decoder::{Code, Decoder, Order},
                local_fit::{Descent, Neighbourhood},
            },
            kernel_neighbours::quadratic_unknowns,
        },
        subspaces::principal_components::PrincipalComponents,
        vectors::mean,
    },
};

/// No reconstruction is recorded as worse than this share: layers in the wrong order can lose any number.
const MOST_LOST: f64 = 1e6;

/// The twos along their leading components, divided by one number for all, so that the mean variance is 1.
pub(super) struct Scaled<'a> {
    twos: &'a Twos,
    /// X: `[components, N]`, those that the nets are built on.
    points: Mat<f64>,
    scale: f64,
}

/// A net with its decoder.
pub(super) struct Flattener {
    net: FlatNet,
    decoder: Decoder,
    components: usize,
    scale: f64,
}

impl<'a> Scaled<'a> {
    fn of(twos: &'a Twos, config: &Config) -> Self {
        let settings = &config.flattening;
        let points = twos.coordinates(twos.train.as_ref().subcols(0, settings.twos), settings.components);
        let scale = (points.squared_norm_l2() / (points.nrows() * points.ncols()) as f64).sqrt();
        Self { twos, points: Scale(1.0 / scale) * points, scale }
    }
}

/// What the rule finds, and what nets reach: with the published radius and threshold, and with ours, a learner each.
pub(super) fn all(twos: &Twos, config: &Config, context: &Context) -> (Flattening, Vec<Flattener>) {
    let scaled = Scaled::of(twos, config);
    let settings = &config.flattening;
    let learners = config.autoencoder.learners;
    let task = Mutex::new(context.progress.task("flattening", settings.radii.len() * settings.centres + learners + 1));
    let step = || task.lock().expect("no step panics").step();
    let checks = checks(&scaled, config, &step);
    let fit = |construction: Construction| Construction {
        fit_steps: settings.fit_steps,
        fit_tolerance: settings.fit_tolerance,
        ..construction
    };
    let published = fit(Construction { check_radius: config.check_radius, ..Construction::published(settings.layers) });
    let ours = Construction {
        check_radius: settings.check_radius,
        least_radius: settings.check_radius,
        threshold: settings.threshold,
        ..published
    };
    let build = |(learner, construction): (usize, Construction)| {
        let mut rng = stream(config.seed + learner as u64, "flattened_digits/centres");
        let net = FlatNet::build(scaled.points.as_ref(), &construction, &mut rng, |_| {});
        step();
        scaled.measured(&net, config.code)
    };
    let plans: Vec<(usize, Construction)> =
        [(0, published)].into_iter().chain((0..learners).map(|learner| (learner, ours))).collect();
    let mut built: Vec<(Built, Flattener)> = plans.into_par_iter().map(build).collect();
    let (published, _) = built.remove(0);
    let (built, flatteners): (Vec<_>, Vec<_>) = built.into_iter().unzip();
    let components = scaled.points.nrows();
    let flattening = Flattening {
        samples: scaled.points.ncols(),
        components,
        left_out: twos.components.residual(components) / twos.components.residual(0),
        beyond_before: beyond(scaled.points.as_ref(), config.code),
        checks,
        published,
        built,
    };
    (flattening, flatteners)
}

/// The dimension by the published rule about some centres, at each radius.
fn checks(scaled: &Scaled<'_>, config: &Config, step: &(impl Fn() + Sync)) -> Vec<Check> {
    let settings = &config.flattening;
    let points = scaled.points.as_ref();
    let diameter = Extent::of(points).diameter;
    let mut rng = stream(config.seed, "flattened_digits/checked centres");
    let centres = index::sample(&mut rng, points.ncols(), settings.centres).into_vec();
    let check = |&part: &f64| {
        let found: Vec<(usize, f64)> = centres
            .par_iter()
            .map(|&centre| {
                let near = Neighbourhood::about(points, points.col(centre), part * diameter);
                let found = (least_dimension(&near, part * diameter, config), near.weights.iter().sum());
                step();
                found
            })
            .collect();
        let (dimensions, weights): (Vec<usize>, Vec<f64>) = found.iter().copied().unzip();
        let refused = found.iter().filter(|(d, weight)| quadratic_unknowns(*d) as f64 > *weight).count();
        Check {
            radius: part,
            dimension: mean(&dimensions.iter().map(|&d| d as f64).collect::<Vec<_>>()),
            dimensions,
            weights,
            refused,
        }
    };
    settings.radii.iter().map(check).collect()
}

// ANCHOR: rule
/// The smallest dimension of a plane with a bend whose weighted residuals about a centre stay below the bound; one more
/// than the most that is tried, if none does. Each fit starts from principal components, where a construction starts from the
/// plane of the layer before.
///
/// ```text
/// min{d : maxᵢ wᵢ‖rᵢ‖ ≤ .3 r}                                                  book eq. flat-rule
/// ```
fn least_dimension(near: &Neighbourhood, radius: f64, config: &Config) -> usize {
    let settings = &config.flattening;
    let bound = Construction::published(1).largest_residual * radius;
    let weighted = Mat::from_fn(near.displacements.nrows(), near.weights.len(), |i, j| {
        near.weights[j] * near.displacements[(i, j)]
    });
    let start = PrincipalComponents::from_points(weighted.as_ref());
    let most = settings.most_dimension.min(start.directions.ncols());
    let descent = Descent { steps: settings.fit_steps, tolerance: settings.fit_tolerance, bend: true };
    let good = |d: &usize| {
        let fit = near.fit(start.basis(*d), &descent);
        fit.largest_residual <= bound
    };
    (1..=most).find(good).unwrap_or(most + 1)
}
// ANCHOR_END: rule

impl Scaled<'_> {
    /// What a net does to the twos that it was built on, and to those in pairs, which it has not seen.
    fn measured(&self, net: &FlatNet, code: usize) -> (Built, Flattener) {
        let flat = net.flatten(self.points.as_ref());
        let of = |order| {
            let decoder = Decoder::new(net, self.points.as_ref(), code, order);
            Flattener { net: net.clone(), decoder, components: self.points.nrows(), scale: self.scale }
        };
        let [encoder, reversed, refitted] = [Order::Encoder, Order::Reversed, Order::Refitted].map(of);
        let lost = |flattener: &Flattener| self.lost(flattener, self.twos.ends.as_ref());
        let built = Built {
            layers: net.layers.len(),
            dimensions: net.looks.iter().map(|look| look.dimension).collect(),
            converged: net.looks.iter().filter(|look| look.converged).count() as f64 / net.looks.len() as f64,
            beyond: beyond(flat.as_ref(), code),
            lost_in_encoder_order: lost(&encoder),
            lost_reversed: lost(&reversed),
            lost_refitted: lost(&refitted),
            lost_refitted_seen: self.lost(&refitted, self.twos.train.as_ref().subcols(0, self.points.ncols())),
        };
        (built, refitted)
    }

    /// The share of the energy of images about the training mean that a code loses.
    fn lost(&self, flattener: &Flattener, images: MatRef<'_, f64>) -> f64 {
        let codes = flattener.code(self.twos, images);
        self.twos.lost_of(images, &flattener.images(self.twos, codes.as_ref())).min(MOST_LOST)
    }
}

impl Flattener {
    /// The codes of images, one a column: `[code, M]`.
    pub(super) fn code(&self, twos: &Twos, images: MatRef<'_, f64>) -> Mat<f64> {
        let points = Scale(1.0 / self.scale) * twos.coordinates(images, self.components);
        self.decoder.code.encode(self.net.flatten(points.as_ref()).as_ref())
    }

    /// The images of codes, one a column: `[784, M]`.
    pub(super) fn images(&self, twos: &Twos, codes: MatRef<'_, f64>) -> Mat<f64> {
        twos.images_at((Scale(self.scale) * self.decoder.decode(codes)).as_ref())
    }
}

/// The share of the energy of points about their mean beyond their first `q` principal components: 0 if they are flat.
fn beyond(points: MatRef<'_, f64>, q: usize) -> f64 {
    let energies: Vec<f64> = Code::of(points, q).singular_values.iter().map(|sigma| sigma * sigma).collect();
    energies.iter().skip(q).sum::<f64>() / energies.iter().sum::<f64>()
}
