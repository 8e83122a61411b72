use super::{Config, Learning, Objective, ScoreMatching};
use crate::{
    data::curves::Circle,
    figure::{Checked, Context, Experiment as _, Settings as _, record::layout},
    ground::scale::Scale,
};

/// Networks that learn next to nothing: what is tested needs none that has.
fn untaught(config: Config) -> Config {
    Config {
        learning: Learning { hidden: vec![4], steps: 20, batch: 16, rate: 1e-3 },
        held_out: 200,
        draws: 50,
        walking_steps: 10,
        points: vec![10],
        ..config
    }
}

fn run(config: Config) -> super::Outcome {
    ScoreMatching::run(&Checked::new(config).unwrap(), &Context::default()).unwrap()
}

/// Second road: floors of the circle by an independent program's quadrature, 1.0107, 1.1076, .4484, .1451 dimensions.
#[test]
fn floors_are_the_least_losses_of_the_population() {
    let times = vec![0.01, 0.1, 0.5, 1.0];
    let outcome = run(Config { times, held_out: 20_000, seeds: 2, ..untaught(Config::at(Scale::Quick)) });
    for (floor, reference) in outcome.curves[0].floor.iter().zip([1.0107, 1.1076, 0.4484, 0.1451]) {
        // A squared error varies by about √2 times its mean; four standard errors.
        approx::assert_relative_eq!(*floor, reference, max_relative = 0.045);
    }
}

/// Invariant: a network that has learnt nothing errs by more than one that has, and no loss is far below the exact score's.
#[test]
fn learning_brings_losses_to_their_floor() {
    let config = Config { seeds: 2, ..Config::at(Scale::Quick) };
    let (taught, untaught) = (run(config.clone()), run(untaught(config)));
    for (taught, untaught) in taught.curves[0].taught.iter().zip(&untaught.curves[0].taught) {
        assert!(taught.excess[1].value < untaught.excess[1].value, "{:?}", taught.objective);
        assert!(taught.learning.iter().all(|ratio| *ratio > 0.9), "{:?}", taught.learning);
    }
}

/// The most of everything that takes room, and the least.
#[test]
fn the_largest_and_the_smallest_settings_draw_and_make_a_record() {
    let times = (1..=12).map(|k| 0.3 * f64::from(k)).collect();
    let pictured = (1..=8).map(|k| 0.3 * f64::from(k)).collect();
    let most = Config { times, pictured, seeds: 20, ..untaught(Config::at(Scale::Book)) };
    let circle = Circle { radius: 0.1, centre: [0.0; 2] };
    let least = Config {
        circle,
        times: vec![1e-4, 8.0],
        pictured: vec![1e-3, 8.0],
        t_min: 1e-4,
        t_max: 8.0,
        seeds: 2,
        sampling_steps: 2,
        ..untaught(Config::at(Scale::Quick))
    };
    for config in [most, least] {
        let outcome = run(config);
        ScoreMatching::draw(&outcome).unwrap();
        let record = layout(&serde_json::to_value(&outcome).unwrap());
        assert!(record.len() < 985_000, "{} bytes", record.len());
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_name() {
    let book = || Config::at(Scale::Book);
    let refused = |config: Config| Checked::new(config).unwrap_err().to_string();
    assert!(refused(Config { times: vec![0.001, 1.0], ..book() }).contains("times[0]"));
    assert!(refused(Config { circle: Circle { radius: 1.0, centre: [1.0, 0.0] }, ..book() }).contains("circle.centre"));
    let learning = Learning { hidden: vec![1_024; 6], steps: 100_000, batch: 10_000, rate: 1e-3 };
    assert!(refused(Config { learning, ..book() }).contains("take fewer `seeds`"));
    assert_eq!(Objective::ALL.len(), 5);
}
