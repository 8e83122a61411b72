//! One instance: by its path, by both descents, and by least squares on what was found.

mod descent;
mod instance;
mod recovery;
mod weights;

use super::{Config, Descent, Entry, Instances, Outcome, Picture, Recovery, Weights};
use crate::{
    figure::Context,
    math::sparse::{
        homotopy::lasso_path,
        lasso::Lasso,
        proximal_gradient::{fista, fista_bound, fista_late_factor, ista, ista_bound, ista_late_factor},
        support::{columns_of, exact_support_measurements, refit, spectral_norm, support, universal_threshold},
    },
};

use instance::Instance;

/// Solves one instance in every way, and further ones by their paths.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let instance = Instance::draw(config, 0);
    let a = instance.a.as_ref();
    let universal_threshold = universal_threshold(config.noise, config.n);
    let lambda = config.weight * universal_threshold;
    let problem = Lasso::new(a, &instance.y, lambda);
    let path = lasso_path(a, &instance.y, config.path_end * lambda);
    let solution = path.at(lambda);
    let places = support(&solution);

    let curvature = spectral_norm(a).powi(2);
    let step = curvature.recip();
    let distance_squared: f64 = solution.iter().map(|x| x * x).sum();
    let iterations = descent::shown(config.iterations);
    let start = || vec![0.0; config.n];
    let descents = vec![
        Descent::follow(
            "ISTA",
            &problem,
            &solution,
            ista(problem, start(), step),
            |k| ista_bound(curvature, distance_squared, k),
            &iterations,
        ),
        Descent::follow(
            "FISTA",
            &problem,
            &solution,
            fista(problem, start(), step),
            |k| fista_bound(curvature, distance_squared, k),
            &iterations,
        ),
    ];
    let found = columns_of(a, &places);
    let late_factors = || [ista_late_factor(found.as_ref(), step), fista_late_factor(found.as_ref(), step)];

    let refitted = refit(a, &instance.y, &places);
    let entry =
        |place: usize| Entry { place, truth: instance.truth[place], lasso: solution[place], refit: refitted[place] };
    Outcome {
        measurements: config.m,
        unknowns: config.n,
        universal_threshold,
        lambda,
        curvature,
        distance_squared,
        optimum: problem.objective(&solution),
        picture: Picture::paint(&instance, &solution),
        entries: (0..config.n).map(entry).filter(|entry| entry.truth != 0.0 || entry.lasso != 0.0).collect(),
        recovery: Recovery::judge(&instance, &path, lambda),
        iterations,
        descents,
        late_factors: (!places.is_empty()).then(late_factors),
        weights: Weights::along(&instance, &path, lambda),
        exact_support_measurements: exact_support_measurements(config.k, config.n),
        instances: Instances::solve(config, lambda, config.path_end * lambda, context),
    }
}
