//! The drawing.

use std::ops::Range;

use anyhow::Result;

use super::{ConvolutionalSparseCoding, Outcome};
use crate::{
    figure::{
        Drawing, Experiment as _,
        plot::{Axis, Chart, Grid, INK, Raster, SERIES},
    },
    math::vectors::{largest, smallest},
};

/// The atoms, errors against sparsity, and the spikes; the signal and the layers fold.
pub(super) fn draw(outcome: &Outcome) -> Result<Drawing> {
    Grid::new(ConvolutionalSparseCoding::TITLE, description(outcome))
        .lead([atoms(outcome), errors(outcome)])
        .lead([spikes(outcome)])
        .more([signal(outcome), active(outcome)])
        .drawing()
}

fn atoms(outcome: &Outcome) -> Chart {
    let dictionary = &outcome.dictionary;
    Chart::picture(Raster::grey(dictionary.width, &dictionary.atoms.0), "A dictionary learnt from patches")
        .held(format!("{0} × {0} pixels, the most used first", dictionary.side))
        .described("The learnt atoms as patches: oriented edges and waves, and textures of the photographs.")
}

fn errors(outcome: &Outcome) -> Chart {
    let dictionary = &outcome.dictionary;
    let sparsities: Vec<f64> = dictionary.sparsities.iter().map(|&s| s as f64).collect();
    let last = sparsities.len() - 1;
    let all = || dictionary.approximated.iter().flat_map(|approximated| &approximated.errors).map(|error| error.value);
    let said: Vec<String> = dictionary
        .approximated
        .iter()
        .map(|approximated| format!("{} {:.3}", approximated.name, approximated.errors[last].value))
        .collect();
    let mut chart = Chart::new(
        Axis::log("atoms of a code", 0.9 * sparsities[0]..1.1 * sparsities[last]),
        Axis::log("share of energy missed", 0.8 * smallest(all()).max(1e-12)..1.2 * largest(all())),
    )
    .titled("What codes of held-out patches miss")
    .held("95 % intervals over draws")
    .described(format!("With {} atoms: {}.", dictionary.sparsities[last], said.join(", ")));
    for (approximated, series) in dictionary.approximated.iter().zip([SERIES[1], SERIES[2], SERIES[3], SERIES[0]]) {
        let name = format!("{} ({})", approximated.name, approximated.atoms);
        chart.estimates(&sparsities, &approximated.errors, series, &name);
    }
    chart
}

fn spikes(outcome: &Outcome) -> Chart {
    let spiked = &outcome.spiked;
    let all = || spiked.spikes.iter().chain(&spiked.found).map(|spike| spike.height);
    let most = 1.1 * largest(all().map(f64::abs));
    let mut chart = Chart::new(("sample", 0.0..spiked.signal.len() as f64), ("height", -most..most))
        .titled("Spikes and what FISTA finds")
        .held("bars: what made the signal; dots: what is found")
        .described(format!("{} of {} spikes are found.", spiked.recovered, spiked.spikes.len()))
        .aspect(0.4);
    for (filter, series) in (0..spiked.filters).zip(SERIES) {
        let own = spiked.spikes.iter().filter(|spike| spike.filter == filter);
        let bars: Vec<(Range<f64>, f64)> =
            own.map(|spike| (spike.place as f64..spike.place as f64 + 0.8, spike.height)).collect();
        chart.bars(&bars, 0.0, series, &format!("spikes of filter {}", filter + 1));
    }
    let (places, heights): (Vec<f64>, Vec<f64>) =
        spiked.found.iter().map(|spike| (spike.place as f64, spike.height)).unzip();
    chart.dots(&places, &heights, 4.0, INK, "found");
    chart
}

fn signal(outcome: &Outcome) -> Chart {
    let spiked = &outcome.spiked;
    let xs: Vec<f64> = (0..spiked.signal.len()).map(|i| i as f64).collect();
    let most = 1.1 * largest(spiked.signal.iter().chain(&spiked.rebuilt).map(|x| x.abs()));
    let mut chart = Chart::new(("sample", 0.0..xs.len() as f64), ("signal", -most..most))
        .titled("The signal")
        .held("rebuilt from what is found")
        .described("The noisy signal and the one that the found code makes, a little smaller.");
    chart.line(&xs, &spiked.signal, INK, "noisy").line(&xs, &spiked.rebuilt, SERIES[0], "rebuilt");
    chart
}

fn active(outcome: &Outcome) -> Chart {
    let layers: Vec<f64> = (1..=outcome.layered.active.len()).map(|layer| layer as f64).collect();
    let mut chart = Chart::new(("layer", 0.5..layers.len() as f64 + 0.5), ("share not 0", 0.0..1.0))
        .titled("Active entries by layer")
        .held("random filters; both forms of a layer alike")
        .described("The share of entries above 0 after each layer.");
    chart.line(&layers, &outcome.layered.active, SERIES[0], "active").dots(
        &layers,
        &outcome.layered.active,
        5.0,
        SERIES[0],
        "",
    );
    chart
}

/// The figure in words.
fn description(outcome: &Outcome) -> String {
    format!(
        "Sparse coding by shifts of {} filters, layers as thresholds, and dictionaries of patches of {1} × {1} pixels.",
        outcome.spiked.filters, outcome.dictionary.side
    )
}
