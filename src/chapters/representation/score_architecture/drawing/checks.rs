//! The panels that fold: what was chosen, what controls say.

use super::{
    super::{Outcome, Theory},
    PLACES, counts, counts_axis, series, theories_axis,
};
use crate::{
    figure::plot::{Axis, Chart, INK, SERIES, Series},
    ground::estimate::Estimate,
    math::vectors::{largest, smallest},
};

/// An axis over the times of the sampler.
fn times_axis(outcome: &Outcome) -> Axis {
    let times = &outcome.times;
    Axis::log("time t", times[times.len() - 1]..times[0])
}

/// The look of a theory; its networks have other colours or are in other panels.
fn theory_series(theory: Theory) -> Series {
    match theory {
        Theory::Empirical => INK,
        Theory::Gaussian => SERIES[3],
        Theory::Local => SERIES[4],
        Theory::EquivariantLocal => SERIES[5],
    }
}

/// The kernels with which the equivariant local score machine comes nearest to each network.
pub(super) fn kernels(outcome: &Outcome) -> Chart {
    let all = outcome.networks.iter().flat_map(|trained| &trained.kernels.equivariant_local);
    let most = largest(all.map(|&kernel| kernel as f64)).max(outcome.field as f64);
    let told = outcome.networks.iter().map(|trained| {
        let kernels = &trained.kernels.equivariant_local;
        format!("{} from {} to {}", trained.architecture.name(), kernels[0], kernels[kernels.len() - 1])
    });
    let mut chart = Chart::new(times_axis(outcome), ("kernel (pixels)", 0.0..1.15 * most))
        .titled("The kernel that fits each network")
        .held("equivariant local score machine, nearest in the mean square on noised held-out digits")
        .described(format!(
            "The side of the window at each time, from the latest to the earliest: {}.",
            told.collect::<Vec<_>>().join(", ")
        ));
    for trained in &outcome.networks {
        let kernels: Vec<f64> = trained.kernels.equivariant_local.iter().map(|&kernel| kernel as f64).collect();
        chart.line(&outcome.times, &kernels, series(trained.architecture), trained.architecture.name());
    }
    chart.rule_y(outcome.field as f64, "field of the convolution");
    chart
}

/// The loss as a dimension, of networks and theories.
pub(super) fn losses(outcome: &Outcome) -> Chart {
    let value = |estimates: &[Estimate]| -> Vec<f64> { estimates.iter().map(|estimate| estimate.value).collect() };
    let networks = outcome
        .networks
        .iter()
        .map(|trained| (series(trained.architecture), trained.architecture.name().to_owned(), value(&trained.losses)));
    let theories = outcome
        .theories
        .iter()
        .map(|found| (theory_series(found.theory), format!("{} theory", found.theory.name()), value(&found.losses)));
    let all: Vec<(Series, String, Vec<f64>)> = networks.chain(theories).collect();
    let every = || all.iter().flat_map(|(_, _, losses)| losses.iter().copied());
    let range = smallest(every()).max(1e-3)..2.0 * largest(every()).max(1e-2);
    let mut chart = Chart::new(times_axis(outcome), Axis::log("loss (dimensions)", range.start * 0.8..range.end))
        .titled("What each loses on digits that it has not seen")
        .held("snr times the mean square error of the guess; means over noised held-out digits")
        .described(
            "The loss of three networks and four theories against time, on logarithmic axes; the local theories have the \
             kernels that fit the convolution.",
        );
    for (series, name, losses) in &all {
        chart.line(&outcome.times, losses, *series, name);
    }
    chart
}

/// How far denoisers look, on digits and on digits with their pixels in another order.
pub(super) fn reaches(outcome: &Outcome) -> Chart {
    let reaches = &outcome.reaches;
    let (first, last) = (reaches.times[0], reaches.times[reaches.times.len() - 1]);
    let middle = reaches.times.len() / 2;
    let told = reaches.curves.iter().map(|curve| format!("{} {:.1}", curve.name, curve.distance[middle].value));
    let mut chart = Chart::new(Axis::log("time t", 0.8 * first..1.25 * last), ("mean distance (pixels)", 0.0..9.0))
        .titled("How far a denoiser looks")
        .held("distance of pixels, weighted with squared derivatives; scrambled: pixels in another order")
        .described(format!("At t = {}: {}.", reaches.times[middle], told.collect::<Vec<_>>().join(", ")));
    let looks = [SERIES[3], SERIES[0], SERIES[1], SERIES[4], SERIES[2]];
    for (curve, look) in reaches.curves.iter().zip(looks) {
        chart.estimates(&reaches.times, &curve.distance, look, &curve.name);
    }
    chart.rule_y(reaches.in_field, "all pixels of the field alike");
    chart
}

/// How well theories predict the convolution, on digits and on scrambled ones.
pub(super) fn scrambled(outcome: &Outcome) -> Chart {
    let mut chart = Chart::new(theories_axis(), ("squared correlation", 0.0..1.0))
        .titled("The convolution on digits and on scrambled ones")
        .held("medians over samples, bootstrap intervals of 95 %; kernels chosen anew")
        .described(
            "Median squared correlation of the convolution's samples with each theory's, on both sets of images.",
        );
    let both = [(&outcome.networks[0], "digits", SERIES[0], -1.0), (&outcome.scrambled, "scrambled", SERIES[2], 1.0)];
    for (trained, name, look, shift) in both {
        let xs: Vec<f64> = (0..Theory::ALL.len()).map(|at| PLACES * at as f64 + shift).collect();
        let estimates: Vec<Estimate> = trained.compared.predicted.iter().map(|p| p.correlation).collect();
        chart.scattered_estimates(&xs, &estimates, look, name);
    }
    chart
}

/// How near samples are to digits of either half, and to samples from other noise.
pub(super) fn memory(outcome: &Outcome) -> Chart {
    let mut chart = Chart::new(counts_axis(outcome), ("cosine", -0.2..1.0))
        .titled("Do they remember? Nearest digits of both halves")
        .held("of the first network's samples; medians, 95 % intervals")
        .described("The cosine of samples with the nearest digit that the network learnt from, the nearest of the other half, and samples from other noise.");
    for (agreed, (own, other)) in outcome.agreed.iter().zip([(SERIES[0], SERIES[2]), (SERIES[1], SERIES[3])]) {
        let of = |number: fn(&super::super::Half) -> Estimate| -> Vec<Estimate> {
            agreed.halves.iter().map(number).collect()
        };
        let name = agreed.architecture.name();
        chart.estimates(&counts(outcome), &of(|half| half.nearest_own), own, &format!("{name}, own half"));
        chart.estimates(&counts(outcome), &of(|half| half.nearest_other), other, &format!("{name}, other half"));
    }
    let chance = largest(outcome.agreed.iter().flat_map(|agreed| &agreed.halves).map(|half| half.other_noise.value));
    chart.rule_y(chance, "two samples, other noise");
    chart
}

/// What no theory can exceed, and what chance gives.
pub(super) fn seeds(outcome: &Outcome) -> Chart {
    let ticks: Vec<(f64, &str)> =
        outcome.networks.iter().enumerate().map(|(at, trained)| (at as f64, trained.architecture.name())).collect();
    let mut chart = Chart::new(Axis::linear("network", -0.5..2.5).with_ticks(ticks), ("squared correlation", 0.0..1.0))
        .titled("Ceiling and floor of a prediction")
        .held("medians over samples, bootstrap intervals of 95 %")
        .described("The squared correlation of samples of two networks that differ in their seeds alone, of the best theory with a network, and of the best theory with a network from other noise.");
    let xs = [0.0, 1.0, 2.0];
    let of = |number: fn(&super::super::Trained) -> Estimate| -> Vec<Estimate> {
        outcome.networks.iter().map(number).collect()
    };
    chart.scattered_estimates(&xs, &of(|trained| trained.compared.each_other), SERIES[4], "another seed");
    let best = of(|trained| trained.by(trained.compared.best).correlation);
    chart.scattered_estimates(&xs, &best, SERIES[5], "best theory");
    chart.scattered_estimates(&xs, &of(|trained| trained.compared.other_noise), SERIES[3], "best theory, other noise");
    chart
}
