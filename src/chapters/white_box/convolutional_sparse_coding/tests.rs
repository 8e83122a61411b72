use super::{Config, ConvolutionalSparseCoding, Layers, Outcome, Patchwork, Spikes, run};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict},
    ground::scale::Scale,
};

fn quick() -> Config {
    Config::at(Scale::Quick)
}

fn outcome(config: Config) -> Outcome {
    ConvolutionalSparseCoding::run(&Checked::new(config).unwrap(), &Context::default()).unwrap()
}

/// Second road: the transform's columns are orthonormal, and the overcomplete ones hold it at every second frequency.
#[test]
fn as_many_cosines_as_pixels_are_the_cosine_transform() {
    let (square, twice) = (run::cosines(6, 6), run::cosines(6, 12));
    let products = square.transpose() * &square;
    for i in 0..36 {
        for j in 0..36 {
            assert!((products[(i, j)] - f64::from(u8::from(i == j))).abs() < 1e-13);
        }
        // cos(π 2k (i + ½)/12) = cos(πk (i + ½)/6).
        let same = twice.col(2 * (i / 6) * 12 + 2 * (i % 6)) - square.col(i);
        assert!(same.norm_l2() < 1e-13);
    }
}

#[test]
fn what_does_not_depend_on_scale_holds_at_quick_scale() {
    let outcome = outcome(quick());
    let claims = ConvolutionalSparseCoding::claims(&outcome);
    for words in ["Layered thresholding", "homotopy finds"] {
        let claim = claims.iter().find(|claim| claim.sentence.contains(words)).unwrap();
        assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
    }
    assert!(outcome.spiked.kkt_residual < 1e-8);
    for approximated in &outcome.dictionary.approximated {
        assert!(approximated.errors.windows(2).all(|pair| pair[1].value < pair[0].value), "{}", approximated.name);
    }
}

/// Each setting at its least and its greatest: numbers, and a drawing.
#[test]
fn the_extremes_of_the_settings_give_numbers_and_a_drawing() {
    let small = || {
        let config = quick();
        Config { patches: Patchwork { patches: 600, atoms_along: 8, rounds: 1, ..config.patches }, ..config }
    };
    let spikes = |change: fn(&mut Spikes)| {
        let mut config = small();
        change(&mut config.spikes);
        config
    };
    let layers = |change: fn(&mut Layers)| {
        let mut config = small();
        change(&mut config.layers);
        config
    };
    let patches = |change: fn(&mut Patchwork)| {
        let mut config = small();
        change(&mut config.patches);
        config
    };
    for config in [
        spikes(|s| (s.samples, s.taps) = (32, 2)),
        spikes(|s| s.samples = 200),
        spikes(|s| s.filters = 1),
        spikes(|s| s.filters = 4),
        spikes(|s| s.taps = 32),
        spikes(|s| s.spikes = 1),
        spikes(|s| s.spikes = 20),
        spikes(|s| s.noise = 0.0),
        spikes(|s| s.noise = 0.5),
        spikes(|s| s.weight = 0.01),
        spikes(|s| s.weight = 0.5),
        spikes(|s| s.steps = 100),
        spikes(|s| s.steps = 20_000),
        layers(|l| l.layers = 1),
        layers(|l| l.layers = 6),
        layers(|l| l.filters = 1),
        layers(|l| l.filters = 32),
        layers(|l| l.threshold = 0.0),
        layers(|l| l.threshold = 2.0),
        patches(|p| p.side = 4),
        patches(|p| (p.side, p.atoms_along) = (12, 12)),
        patches(|p| p.patches = 5_000),
        patches(|p| p.atoms_along = 18),
        patches(|p| p.sparsity = 1),
        patches(|p| p.sparsity = 12),
        patches(|p| p.rounds = 20),
        patches(|p| p.draws = 10),
    ] {
        let outcome = outcome(config);
        ConvolutionalSparseCoding::draw(&outcome).unwrap();
        assert!(!serde_json::to_string(&outcome).unwrap().contains("null"));
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let refused = |change: fn(&mut Config)| {
        let mut config = quick();
        change(&mut config);
        match Checked::new(config) {
            Err(error) => error.to_string(),
            Ok(config) => ConvolutionalSparseCoding::run(&config, &Context::default()).unwrap_err().to_string(),
        }
    };
    assert!(refused(|c| (c.spikes.samples, c.spikes.taps) = (32, 20)).contains("spikes.taps"));
    assert!(refused(|c| c.patches.sparsities = vec![4, 2]).contains("`patches.sparsities` must rise"));
    assert!(refused(|c| c.patches.side = 12).contains("patches.atoms_along"));
    assert!(
        refused(|c| (c.patches.side, c.patches.atoms_along, c.patches.patches) = (12, 12, 5_000))
            .contains("take fewer")
    );
}
