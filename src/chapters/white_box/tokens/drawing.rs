//! The drawing.

use anyhow::Result;

use super::{Ensemble, Outcome, Picture, Tokens};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, Raster, SERIES, Series},
    },
    math::vectors::{largest, smallest},
};

/// The tokens, what subspaces explain, and how alike neighbours are; the rest folds.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new(Tokens::TITLE, description(outcome))
        .lead([tokens(outcome)])
        .lead([explained(outcome), likeness(outcome)])
        .more([directions(outcome)])
        .more([spectrum(outcome), dimensions(outcome)])
        .drawing()
}

fn look(ensemble: Ensemble) -> Series {
    match ensemble {
        Ensemble::Patches => SERIES[0],
        Ensemble::Gaussian => SERIES[1],
        Ensemble::UnitGaussian => SERIES[4],
        Ensemble::Shuffled => SERIES[2],
    }
}

fn picture(picture: &Picture, title: &str) -> Chart {
    Chart::picture(Raster::grey(picture.width, &picture.pixels.0), title)
}

fn tokens(outcome: &Outcome) -> Chart {
    picture(&outcome.tokens, "Tokens of six photographs")
        .held(format!("{0} × {0} pixels, of mean 0 and length 1", outcome.side))
        .described("Sixty-four patches drawn at random: edges, slow shades and textures.")
}

fn directions(outcome: &Outcome) -> Chart {
    let most = outcome.subspaces[outcome.subspaces.len() - 1];
    picture(&outcome.directions, &format!("The first directions of {most} subspaces"))
        .held("a column a subspace, its first direction above its second")
        .described("The first two directions of each subspace that was fitted to patches, as patches.")
}

fn explained(outcome: &Outcome) -> Chart {
    let ks: Vec<f64> = outcome.subspaces.iter().map(|&k| k as f64).collect();
    let mut chart =
        Chart::new(Axis::log("subspaces K", 0.9..1.1 * ks[ks.len() - 1]), ("share of held-out energy", 0.0..1.0))
            .titled("What K subspaces explain")
            .held(format!("dimension q = {}; 95 % intervals over draws", outcome.dimension))
            .described(explained_described(outcome));
    for measured in &outcome.measured {
        chart.estimates(&ks, &measured.explained, look(measured.ensemble), measured.ensemble.name());
    }
    chart
}

fn explained_described(outcome: &Outcome) -> String {
    let last = outcome.subspaces.len() - 1;
    let of = |measured: &super::Measured| {
        format!(
            "{}: {:.3} with one subspace, {:.3} with {}",
            measured.ensemble.name(),
            measured.explained[0].value,
            measured.explained[last].value,
            outcome.subspaces[last]
        )
    };
    format!("Explained shares. {}.", outcome.measured.iter().map(of).collect::<Vec<_>>().join("; "))
}

fn likeness(outcome: &Outcome) -> Chart {
    let likeness = &outcome.likeness;
    let distances: Vec<f64> = likeness.distances.iter().map(|&distance| distance as f64).collect();
    let all = || likeness.within.iter().chain([&likeness.between]);
    let (low, high) = (smallest(all().map(|e| e.low)), largest(all().map(|e| e.high)));
    let room = 0.1 * (high - low);
    let ends = 0.9 * distances[0]..1.1 * distances[distances.len() - 1];
    let mut chart = Chart::new(Axis::log("distance (patches)", ends), ("mean |cos|", low - room..high + room))
        .titled("How alike tokens of one photograph are")
        .held("95 % intervals over photographs")
        .described(format!(
            "Mean absolute cosines between two tokens: {:.3} for neighbours, {:.3} for tokens of different photographs.",
            likeness.within[0].value, likeness.between.value
        ));
    chart.estimates(&distances, &likeness.within, SERIES[3], "one photograph");
    chart.rule_y(likeness.between.value, "different photographs");
    chart
}

fn spectrum(outcome: &Outcome) -> Chart {
    // The last direction, of the mean, has nothing.
    let found = outcome.measured.iter().map(|measured| measured.spectrum.len()).min().unwrap_or_default();
    let count = (outcome.side * outcome.side - 1).min(found);
    let places: Vec<f64> = (1..=count).map(|i| i as f64).collect();
    let all = || outcome.measured.iter().flat_map(|measured| &measured.spectrum[..count]).copied();
    let least = smallest(all().filter(|share| *share > 0.0)).max(1e-6);
    let mut chart = Chart::new(
        Axis::log("principal direction", 0.9..1.1 * count as f64),
        Axis::log("share of energy", 0.8 * least..1.0),
    )
    .titled("Spectra")
    .held("of the tokens that subspaces are fitted to, first draw")
    .described("Shares of energy along the principal directions: patches and Gaussian vectors alike, shuffled pixels nearly flat.");
    for measured in &outcome.measured {
        let shares: Vec<f64> = measured.spectrum[..count].iter().map(|share| share.max(least)).collect();
        chart.line(&places, &shares, look(measured.ensemble), measured.ensemble.name());
    }
    chart
}

fn dimensions(outcome: &Outcome) -> Chart {
    let names = [(0.0, "patches"), (1.0, "Gaussian"), (2.0, "length 1"), (3.0, "shuffled")];
    let top = largest(outcome.measured.iter().map(|measured| measured.local_dimension.high));
    let said: Vec<String> = outcome
        .measured
        .iter()
        .map(|measured| format!("{} {:.1}", measured.ensemble.name(), measured.local_dimension.value))
        .collect();
    let axis = Axis::linear("tokens", -0.5..3.5).with_ticks(names);
    let mut chart = Chart::new(axis, ("local dimension", 0.0..1.1 * top))
        .titled("Local dimensions")
        .held("by the distances to the nearest neighbours")
        .described(format!("Local dimensions: {}.", said.join(", ")));
    for (place, measured) in (0_u32..).map(f64::from).zip(&outcome.measured) {
        chart.scattered_estimates(
            &[place],
            &[measured.local_dimension],
            look(measured.ensemble),
            measured.ensemble.name(),
        );
    }
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "Patches of {0} × {0} pixels of six photographs: what up to {1} subspaces of dimension {2} explain of them, beside \
         Gaussian vectors of equal covariance, of any length and of length 1, and shuffled pixels, and how alike neighbours are.",
        outcome.side,
        outcome.subspaces[outcome.subspaces.len() - 1],
        outcome.dimension
    )
}
