use super::{Case, Config, Dictionary, Ensemble, Outcome, SparsificationStep};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict},
    ground::scale::Scale,
};
use approx::{assert_abs_diff_eq, assert_relative_eq};

fn quick() -> Config {
    Config::at(Scale::Quick)
}

fn outcome(config: Config) -> Outcome {
    SparsificationStep::run(&Checked::new(config).unwrap(), &Context::default()).unwrap()
}

fn small() -> Config {
    Config {
        width: 8,
        tokens: 4,
        nonzeros: 2,
        draws: 2,
        curvatures: vec![0.5, 1.0],
        steps: vec![1, 3],
        epsilon_squared: vec![0.1, 1.0],
        widths: vec![4, 8],
        ..quick()
    }
}

fn cases(outcome: &Outcome, dictionary: Dictionary) -> Vec<&Case> {
    outcome.cases.iter().filter(|case| case.dictionary == dictionary).collect()
}

/// Closed form: in an orthogonal dictionary ‖D‖² = 1, a step of size 1 from anywhere is the solution, and rates are alike.
#[test]
fn in_an_orthogonal_dictionary_one_step_of_size_one_solves() {
    let config = quick();
    let one = config.curvatures.iter().position(|size| (size - 1.0).abs() < 1e-12).unwrap();
    for case in cases(&outcome(config), Dictionary::Orthogonal) {
        assert_relative_eq!(case.squared_norm.value, 1.0, max_relative = 1e-12);
        for by_size in &case.by_size {
            // The solver ends within 1e-9 of the least.
            assert_abs_diff_eq!(by_size.objectives[one].value, case.codes.solution.objective.value, epsilon = 1e-8);
        }
        for ratio in case.rates.layer.iter().chain(&case.rates.solution) {
            assert_relative_eq!(ratio.value, 1.0, max_relative = 1e-10);
        }
    }
}

/// Limits: at coarse precision a rate is proportional to the energy, which D multiplies by its columns' squared length.
/// Orthogonal dictionaries have D*D = I, and the others what their law says.
#[test]
fn dictionaries_are_what_they_are_called() {
    let outcome = outcome(Config { epsilon_squared: vec![1e-3, 100.0], draws: 10, ..quick() });
    let of = |kind: Dictionary| outcome.incoherence.iter().find(|found| found.dictionary == kind).unwrap();
    assert_abs_diff_eq!(of(Dictionary::Orthogonal).departures[1].value, 0.0, epsilon = 1e-13);
    assert_abs_diff_eq!(of(Dictionary::Orthogonal).coherences[1].value, 0.0, epsilon = 1e-13);
    // Means over ten draws of numbers that scatter by some hundredths; at width 64 a part 1/d is missing.
    assert_abs_diff_eq!(of(Dictionary::Gaussian).departures[1].value, 1.0, epsilon = 0.05);
    assert_abs_diff_eq!(of(Dictionary::Kaiming).departures[1].value, 5.0_f64.sqrt(), epsilon = 0.1);
    assert_abs_diff_eq!(of(Dictionary::Gaussian).coarse_ratios[1].value, 1.0, epsilon = 0.05);
    assert_abs_diff_eq!(of(Dictionary::Kaiming).coarse_ratios[1].value, 2.0, epsilon = 0.1);
}

/// The first of many steps is the layer, and nonzeros and objectives are of the same codes.
#[test]
fn the_first_step_is_the_layer_and_no_code_is_better_than_the_solution() {
    for case in &outcome(quick()).cases {
        let layer = &case.codes.layer;
        assert_relative_eq!(case.after_steps.objectives[0].value, layer.objective.value, max_relative = 1e-12);
        assert_relative_eq!(case.after_steps.nonzeros[0].value, layer.nonzeros.value, max_relative = 1e-12);
        let gained = layer.nonzeros.value - case.codes.rectified.nonzeros.value;
        assert_abs_diff_eq!(gained, case.nonzeros_gained.value, epsilon = 1e-12);
        assert_relative_eq!(case.codes.rectified.objective.value, 1.0, max_relative = 1e-12);
        let least = case.codes.solution.objective.value;
        let all = case.by_size.iter().flat_map(|by_size| &by_size.objectives).chain(&case.after_steps.objectives);
        assert!(all.into_iter().all(|objective| objective.value >= least * (1.0 - 1e-8)));
        assert_abs_diff_eq!(case.codes.solution.distance.value, 0.0);
        // A root of the gap, over λ.
        assert!(case.solved.converged && case.solved.largest_violation < 1e-2, "{:?}", case.solved);
    }
}

#[test]
fn what_does_not_depend_on_scale_holds_at_quick_scale() {
    let outcome = outcome(quick());
    let claims = SparsificationStep::claims(&outcome);
    for words in ["A theorem, as a check", "An identity, as a check", "Every problem was solved"] {
        let claim = claims.iter().find(|claim| claim.sentence.contains(words)).unwrap();
        assert_eq!(claim.verdict, Verdict::Holds, "{claim:?}");
    }
    let kinds: Vec<_> = outcome.cases.iter().map(|case| (case.ensemble, case.dictionary)).collect();
    let expected: Vec<_> =
        Ensemble::ALL.iter().flat_map(|&ensemble| Dictionary::ALL.map(|dictionary| (ensemble, dictionary))).collect();
    assert_eq!(kinds, expected);
}

/// Each setting at its least and its greatest: numbers, and a drawing.
#[test]
fn the_extremes_of_the_settings_give_numbers_and_a_drawing() {
    for config in [
        Config { width: 4, nonzeros: 1, ..small() },
        Config { width: 128, nonzeros: 128, ..small() },
        Config { tokens: 2, ..small() },
        Config { tokens: 256, ..small() },
        Config { lambda: 1e-3, ..small() },
        Config { lambda: 2.0, ..small() },
        Config { eta: 1e-3, ..small() },
        Config { lambda: 2.0, eta: 1.0, ..small() },
        Config { curvatures: vec![0.01, 4.0], ..small() },
        Config { curvatures: vec![3.0, 4.0], ..small() },
        Config { steps: vec![1, 2_000], ..small() },
        Config { epsilon_squared: vec![1e-3, 100.0], ..small() },
        Config { widths: vec![4, 512], ..small() },
        Config { draws: 100, ..small() },
    ] {
        let outcome = outcome(config.clone());
        SparsificationStep::draw(&outcome).unwrap();
        assert!(!serde_json::to_string(&outcome).unwrap().contains("null"), "{config:?}");
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let refused = |config: Config| Checked::new(config).unwrap_err().to_string();
    assert!(refused(Config { nonzeros: 33, ..quick() }).contains("nonzeros"));
    assert!(refused(Config { steps: vec![2, 3], ..quick() }).contains("the first of `steps`"));
    assert!(refused(Config { curvatures: vec![1.0, 0.5], ..quick() }).contains("`curvatures` must rise"));
    assert!(refused(Config { epsilon_squared: vec![1.0, 0.5], ..quick() }).contains("`epsilon_squared` must rise"));
    assert!(refused(Config { widths: vec![8, 8], ..quick() }).contains("`widths` must rise"));
    let long = Config { width: 128, tokens: 256, draws: 100, ..quick() };
    assert!(refused(long).contains("take fewer `draws`"));
}
