use super::{Config, WidthConcentration};
use crate::{
    data::sphere_curves::SphereCurve,
    figure::{Checked, Context, Experiment as _, Settings as _, Verdict, record::layout},
    ground::scale::Scale,
    math::kernel::spread::relative_variance,
};

fn small() -> Config {
    Config {
        depths: vec![2, 4],
        shown_depths: [2, 4],
        widths: vec![16, 32],
        networks: 200,
        curve_points: 3,
        ..Config::at(Scale::Quick)
    }
}

/// Second road: the variance by its closed form, here of networks that the figure draws and evaluates.
#[test]
fn the_networks_of_the_figure_have_the_exact_mean_and_deviation() {
    let outcome = WidthConcentration::run(&Checked::new(small()).unwrap(), &Context::default()).unwrap();
    for depth in &outcome.depths {
        for cell in &depth.cells {
            let exact = relative_variance(depth.depth, cell.width).sqrt();
            // Four standard errors of a mean over so many networks; the mean over their points is surer still.
            let error = exact / (cell.networks as f64).sqrt();
            assert!((cell.mean.value - 1.0).abs() < 4.0 * error, "{cell:?}");
            // A standard deviation of 200 draws, with tails a little heavier than a Gaussian's: 8 %; four of them.
            assert!((cell.deviation.value / exact - 1.0).abs() < 0.32, "{cell:?}");
        }
    }
}

/// Invariant: at angle 0 the bias is that of Θ(x, x), of which the control takes away all but the scatter of one
/// point beside the others.
#[test]
fn the_control_leaves_no_bias_between_equal_inputs() {
    let outcome = WidthConcentration::run(&Checked::new(small()).unwrap(), &Context::default()).unwrap();
    for cell in outcome.depths.iter().flat_map(|depth| &depth.cells) {
        let angle = &cell.against_angle;
        // An interval of 95 % with room for twice its length.
        let room = angle.bias[0].high - angle.bias[0].low;
        // As long as that of one point without the control, if the control did nothing.
        let uncontrolled = 2.0 * 1.96 * cell.exact_deviation / (cell.networks as f64).sqrt();
        assert!(angle.bias[0].value.abs() < 1.5 * room && room < 0.9 * uncontrolled, "{cell:?}");
    }
}

#[test]
fn a_kernel_that_is_biased_or_does_not_narrow_breaks_the_claims() {
    let mut outcome = WidthConcentration::run(&Checked::new(small()).unwrap(), &Context::default()).unwrap();
    outcome.depths[0].cells[0].against_angle.mean[0] = 1.5;
    let cell = &mut outcome.depths[0].cells[1];
    (cell.exact_deviation, cell.deviation.value) = (0.3, 0.9);
    outcome.depths[0].deviation_power.value = -0.2;
    outcome.depths[1].sup_power.high = 0.1;
    let failing: Vec<String> = WidthConcentration::claims(&outcome)
        .into_iter()
        .filter(|claim| claim.verdict == Verdict::DoesNotHold)
        .map(|claim| claim.sentence)
        .collect();
    for start in ["At an input paired", "Its relative deviation", "With L = 2 the deviation", "The largest distance"] {
        assert!(failing.iter().any(|sentence| sentence.starts_with(start)), "{start}: {failing:?}");
    }
}

#[test]
fn the_extremes_of_the_settings_run_and_draw() {
    for config in [
        Config { depths: vec![1, 100], shown_depths: [100, 1], widths: vec![8, 9], networks: 8, ..small() },
        Config {
            depths: vec![1, 2, 3, 4, 5, 6],
            shown_depths: [6, 6],
            widths: vec![8, 10, 12, 14, 16, 18],
            networks: 8,
            angles: 33,
            curve: SphereCurve::Coil { latitude_rad: 0.01, opening_rad: 1.5, windings: 50 },
            curve_points: 48,
            ..small()
        },
    ] {
        let outcome = WidthConcentration::run(&Checked::new(config).unwrap(), &Context::default()).unwrap();
        WidthConcentration::claims(&outcome);
        WidthConcentration::draw(&outcome).unwrap();
        let record = layout(&serde_json::to_value(&outcome).unwrap());
        // What else the record holds, its settings and claims, is under 10 kB.
        assert!(record.len() < 990_000, "{} bytes", record.len());
    }
}

#[test]
fn settings_out_of_range_are_refused_by_name() {
    let refused = |config: Config| Checked::new(config).unwrap_err().to_string();
    assert!(refused(Config { depths: vec![4, 2], ..small() }).contains("`depths`"));
    assert!(refused(Config { widths: vec![16], ..small() }).contains("`widths`"));
    assert!(refused(Config { shown_depths: [2, 3], ..small() }).contains("`shown_depths` has 3"));
    let deep = Config { depths: vec![2, 100], widths: vec![16, 2_000], shown_depths: [2, 2], ..small() };
    assert!(refused(deep).contains("square of the widest"));
    let many = Config { widths: vec![512, 1024], networks: 4_000, ..small() };
    assert!(refused(many).contains("take fewer `networks`"));
}
