use super::{Config, CurvatureOfImages};
use crate::{
    figure::{Checked, Context, Experiment as _, Settings as _},
    ground::scale::Scale,
};

fn quick(change: impl Fn(&mut Config)) -> Config {
    let mut config = Config { samples: vec![30, 100], sides: vec![16, 32], ..Config::at(Scale::Quick) };
    change(&mut config);
    config
}

#[test]
fn a_picture_that_is_more_blurred_turns_less_and_needs_fewer_dimensions() {
    let outcome = CurvatureOfImages::run(&Checked::new(quick(|_| ())).unwrap(), &Context::default()).unwrap();
    for pair in outcome.blurred.windows(2) {
        let [sharper, softer] = pair else { unreachable!("windows of two") };
        assert!(softer.angle_at_a_pixel_deg < sharper.angle_at_a_pixel_deg);
        assert!(softer.dimensions[0] <= sharper.dimensions[0]);
        assert!(softer.held_by_two > sharper.held_by_two);
    }
}

#[test]
fn every_photograph_gives_an_outcome_and_an_unknown_one_a_list_of_names() {
    for name in ["chelsea", "coffee", "brick", "grass", "gravel"] {
        let config = quick(|config| config.photograph = name.to_owned());
        Checked::new(config.clone()).map(drop).unwrap();
        let outcome = CurvatureOfImages::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
        CurvatureOfImages::draw(&outcome).unwrap();
    }
    let unknown = quick(|config| config.photograph = "terrier".to_owned());
    assert!(Checked::new(unknown).map(drop).unwrap_err().to_string().contains("gravel"));
}

#[test]
fn the_largest_settings_are_drawn_within_the_limit() {
    let config = quick(|config| {
        config.side = 256;
        config.blurs = vec![0.0, 0.1, 1.0, 4.0, 16.0];
        config.samples = (0..12).map(|i| 60 + i).collect();
        config.neighbours = 50;
        config.sides = vec![16, 32, 64, 128, 256];
    });
    Checked::new(config.clone()).map(drop).unwrap();
    let outcome = CurvatureOfImages::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
    CurvatureOfImages::draw(&outcome).unwrap();
}
