use super::{Config, Scattering, config::paths, run};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict},
    ground::scale::Scale,
};

fn quick() -> Config {
    Config::at(Scale::Quick)
}

fn outcome(config: Config) -> super::Outcome {
    Scattering::run(&Checked::new(config).unwrap(), &Context::default()).unwrap()
}

/// Second road: a narrow bump's modulus is a Gaussian of deviation 1/w about ξ, moved by εξ and 1 + ε as wide: the distance
/// of two such Gaussians in closed form.
#[test]
fn a_dilation_moves_the_fourier_modulus_as_two_gaussians_lie_apart() {
    let outcome = outcome(quick());
    let deformed = &outcome.deformed;
    let (width, ratio) = (quick().signals.width, 1.0 + deformed.dilation);
    for (frequency, distance) in deformed.frequencies.iter().zip(&deformed.by_frequency[1]) {
        // x̂(ω) = e^(−w²(ω−ξ)²/2), and (1/r) of it at ω/r: ∫xx′/∫x² = √(2/(1+r²)) e^(−w²ξ²(r−1)²/(2(1+r²))), ∫x′²/∫x² = 1/r.
        let far = (width * frequency * (ratio - 1.0)).powi(2) / (2.0 * (1.0 + ratio * ratio));
        let product = (2.0 / (1.0 + ratio * ratio)).sqrt() * (-far).exp();
        let exact = (1.0 + 1.0 / ratio - 2.0 * product).sqrt();
        // The halves at ξ and −ξ meet where ξ is a few 1/w: at the lowest frequency by e^(−w²ξ²).
        assert!((distance - exact).abs() < 1e-4, "{frequency}: {distance} {exact}");
    }
}

#[test]
fn what_does_not_depend_on_scale_holds_at_quick_scale() {
    let outcome = outcome(quick());
    let claims = Scattering::claims(&outcome);
    for words in ["does not expand", "changes white noise", "in proportion", "Fourier modulus further"] {
        let claim = claims.iter().find(|claim| claim.sentence.contains(words)).unwrap();
        assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
    }
    assert!(outcome.shifted.fourier.iter().all(|distance| *distance < 1e-12));
    // Energy is counted once: what tight filters capture and leave over is what was there.
    let tight = &outcome.tight;
    let unseen: f64 = tight.shares.iter().sum::<f64>() + tight.deeper;
    assert!((unseen - 1.0).abs() < 1e-12, "{unseen}");
}

#[test]
fn paths_are_counted_as_networks_walk_them() {
    assert_eq!([1, 2, 3].map(|orders| paths(3, 8, orders)), [25, 217, 729]);
    for captured in outcome(quick()).captured {
        assert_eq!(captured.paths.iter().sum::<usize>(), paths(captured.scales, 8, 3));
    }
}

/// A bump on a wave is where it should be, and the dilated one is narrower.
#[test]
fn a_dilated_bump_is_the_bump_in_faster_time() {
    let [still, faster] = [0.0, 0.25].map(|dilation| run::bump(64, 6.0, 0.7, dilation));
    // (1 + ε) t = 5 for t = 4.
    assert!((faster[36] - still[37]).abs() < 1e-12 && (still[32] - 1.0).abs() < 1e-15);
}

/// Each setting at its least and its greatest: numbers, and a drawing.
#[test]
fn the_extremes_of_the_settings_give_numbers_and_a_drawing() {
    use super::{Classifier, Digits, Signals};
    let small = || {
        let config = quick();
        let classifier =
            Classifier { scales: 1, labels: vec![50, 60], test: 50, penalties: vec![0.1], ..config.classifier };
        Config { classifier, ..config }
    };
    let digits = |change: fn(&mut Digits)| {
        let mut config = small();
        config.digits.count = 2;
        change(&mut config.digits);
        config
    };
    let signals = |change: fn(&mut Signals)| {
        let mut config = digits(|_| ());
        change(&mut config.signals);
        config
    };
    let classifier = |change: fn(&mut Classifier)| {
        let mut config = digits(|_| ());
        change(&mut config.classifier);
        config
    };
    for config in [
        Config { directions: 2, ..small() },
        digits(|d| (d.count, d.scales) = (100, vec![1, 2])),
        digits(|d| d.side = 28),
        digits(|d| d.side = 64),
        digits(|d| d.scales = vec![1, 2]),
        digits(|d| d.scales = vec![3, 4]),
        digits(|d| d.shifts = vec![14]),
        signals(|s| (s.samples, s.width) = (256, 5.0)),
        signals(|s| s.samples = 4_096),
        signals(|s| s.scale = 2),
        signals(|s| s.scale = 7),
        signals(|s| s.frequencies = vec![0.1, 2.6]),
        signals(|s| s.dilations = vec![1e-4, 0.1]),
        signals(|s| s.noises = 2),
        signals(|s| s.noises = 1_000),
        classifier(|c| c.scales = 3),
        classifier(|c| c.penalties = vec![1e-6, 100.0]),
        classifier(|c| c.draws = 10),
        classifier(|c| c.test = 5_000),
    ] {
        let outcome = outcome(config);
        Scattering::draw(&outcome).unwrap();
        assert!(!serde_json::to_string(&outcome).unwrap().contains("null"));
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let refused = |change: fn(&mut Config)| {
        let mut config = quick();
        change(&mut config);
        Checked::new(config).unwrap_err().to_string()
    };
    assert!(refused(|c| c.digits.side = 33).contains("digits.side"));
    assert!(refused(|c| c.digits.scales = vec![3, 2]).contains("`digits.scales` must rise"));
    assert!(refused(|c| c.classifier.test = 5_001).contains("test"));
    assert!(refused(|c| (c.classifier.draws, c.classifier.test) = (3, 5_000)).contains("classifier.draws"));
    assert!(refused(|c| c.signals.samples = 512).contains("signals.width"));
    let long = refused(|c| {
        c.classifier.labels = (5..=10).map(|k| k * 1_000).collect();
        c.classifier.draws = 10;
        c.classifier.penalties = (1..=8).map(f64::from).collect();
    });
    assert!(long.contains("classifier.labels"), "{long}");
}
