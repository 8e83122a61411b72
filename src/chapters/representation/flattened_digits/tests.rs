use super::{Config, FlattenedDigits, Outcome};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, drift, tolerance},
    ground::scale::Scale,
};

/// Small enough for a test.
fn small() -> Config {
    let mut config = Config::at(Scale::Quick);
    config.twos = 300;
    config.dimension.samples = vec![120, 300];
    config.dimension.part = 100;
    config.dimension.local_centres = 10;
    config.dimension.known = vec![2, 12];
    config.autoencoder.epochs = 4;
    config.classifier.epochs = 1;
    config.lines.pairs = 12;
    config.flattening.twos = 120;
    config.flattening.layers = 2;
    config.flattening.centres = 2;
    config
}

fn found(config: Config) -> Outcome {
    FlattenedDigits::run(&Checked::new(config).unwrap(), &Context::default()).unwrap()
}

/// A change of the rate by one part in a million moves the weights at each step by as much as a few roundings do.
#[test]
fn rounding_stays_within_the_tolerances() {
    let with_rate = |factor: f64| {
        let mut config = Config::at(Scale::Quick);
        config.autoencoder.rate *= factor;
        config.classifier.rate *= factor;
        // A net is moved by as little; of a rate of 0 it knows nothing.
        config.flattening.threshold *= factor.max(0.5);
        drift::summary(&serde_json::to_value(found(config)).unwrap())
    };
    let (reference, moved, unlearnt) = (with_rate(1.0), with_rate(1.0 + 1e-6), with_rate(0.0));
    let compare =
        |other: &_| drift::compare(&reference, other, &|pointer| tolerance::at(FlattenedDigits::TOLERANCES, pointer));
    assert!(compare(&moved).agrees(), "{:?}", compare(&moved));
    // The tolerances tell what was learnt from what was not.
    assert!(!compare(&unlearnt).agrees());
}

/// Invariants: lines in pixels begin and end with real twos, and no line depends on which end is first in the middle.
#[test]
fn lines_in_pixels_end_in_real_twos() {
    let outcome = found(small());
    let pixels = &outcome.methods[0];
    let ends = f64::midpoint(pixels.grey[0].value, pixels.grey[outcome.places.len() - 1].value);
    // Means of the same numbers in another order.
    assert!((ends - outcome.real.grey.value).abs() < 1e-12, "{ends}");
    assert!(pixels.nearest.value > 0.0 && outcome.pca_loss < 1.0);
    assert_eq!(outcome.methods[2].halfway_probability.len(), small().autoencoder.learners);
    FlattenedDigits::draw(&outcome).unwrap();
}

/// A kernel has more neighbours in a wider radius, and the smallest radius that suffices lies where they are enough.
#[test]
fn neighbours_grow_with_the_radius() {
    let outcome = found(small());
    for kernel in &outcome.kernels {
        assert!(kernel.neighbours.is_sorted() && kernel.at_check < kernel.neighbours[3]);
        assert!(*kernel.neighbours.last().unwrap() < kernel.samples as f64);
    }
}

/// Second road: of nets on all twos, the energy that 20 components keep and of that what 12 numbers keep, is what 12
/// components keep.
#[test]
fn energies_of_components_nest() {
    let kept_by = |components: usize| {
        let mut config = small();
        config.flattening.twos = config.twos;
        config.flattening.components = components;
        let net = found(config).flattening;
        [1.0 - net.left_out, 1.0 - net.beyond_before]
    };
    let ([twenty, of_twenty], [twelve, of_twelve]) = (kept_by(20), kept_by(12));
    assert!((twenty * of_twenty - twelve).abs() < 1e-12 && (of_twelve - 1.0).abs() < 1e-12);
    assert!(twelve < twenty - 0.01);
}

#[test]
fn settings_that_do_not_fit_together_are_refused_by_name() {
    let refused = |change: fn(&mut Config)| {
        let mut config = Config::at(Scale::Quick);
        change(&mut config);
        Checked::new(config).map(drop).unwrap_err().to_string()
    };
    assert!(refused(|config| config.twos = 900).contains("`dimension.samples` ends with 1000"));
    assert!(refused(|config| config.dimension.part = 600).contains("`dimension.part`"));
    let parts = |config: &mut Config| (config.dimension.part, config.dimension.neighbours) = (60, vec![10, 80]);
    assert!(refused(parts).contains("`the last of dimension.neighbours` is 80"));
    assert!(refused(|config| config.dimension.local_neighbours = 250).contains("`dimension.local_neighbours`"));
    let batches = |config: &mut Config| (config.flattening.twos, config.autoencoder.batch) = (50, 64);
    assert!(refused(batches).contains("`autoencoder.batch` is 64"));
    assert!(refused(|config| config.lines.frames = 8).contains("`lines.frames` must be odd"));
    assert!(refused(|config| config.twos = 6_000).contains("twos"));
    assert!(refused(|config| config.autoencoder.epochs = 500_000).contains("epochs"));
    let endless = |config: &mut Config| {
        config.autoencoder.hidden = 1_024;
        config.autoencoder.epochs = 500;
        config.autoencoder.learners = 12;
    };
    assert!(refused(endless).contains("operations"));
}
