//! One second of data at 4096 Hz against 512 templates, every time and phase.
//!
//! `benches/peers/matched_filter.py` filters the same sizes with other programs and runs this one, by turns.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use ground_up::{
    data::{detector_noise::Sensitivity, streams::stream},
    math::waves::{
        chirp::Binary,
        matched_filter::MatchedFilter,
        noise_weighted::{Band, normalised},
    },
};
use rand::Rng;
use rand_distr::StandardNormal;
use rustfft::num_complex::{Complex32, Complex64};

/// Samples of a second.
const SAMPLES: usize = 4096;

/// Templates of the bank.
const TEMPLATES: usize = 512;

fn in_single(spectrum: &[Complex64]) -> Vec<Complex32> {
    spectrum.iter().map(|entry| Complex32::new(entry.re as f32, entry.im as f32)).collect()
}

fn bank(criterion: &mut Criterion) {
    let sensitivity = Sensitivity::advanced_ligo().expect("the committed curve");
    // Below 20 Hz the detector is deaf: its density is taken as infinite.
    let density = |f: f64| if f < 20.0 { f64::INFINITY } else { sensitivity.power_density(f) };
    let band = Band::new(0.0, SAMPLES as f64 / 2.0, 1.0, density);
    let templates = (0..TEMPLATES).map(|number| {
        let m1 = 10.0 + 30.0 * number as f64 / TEMPLATES as f64;
        let binary = Binary { m1, m2: 10.0 };
        in_single(&normalised(band.whiten(|f| binary.strain(f.max(1.0), 100.0))))
    });
    let filter = MatchedFilter::new(SAMPLES, templates);
    let mut rng = stream(1, "bench matched filter");
    let data: Vec<Complex32> =
        (0..=SAMPLES / 2).map(|_| Complex32::new(rng.sample(StandardNormal), rng.sample(StandardNormal))).collect();
    let mut group = criterion.benchmark_group("matched_filter");
    group.bench_function("bank", |bencher| bencher.iter(|| black_box(filter.peaks(&data))));
}

criterion_group!(benches, bank);
criterion_main!(benches);
