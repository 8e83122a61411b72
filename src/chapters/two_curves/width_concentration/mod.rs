//! How far the kernel of a random network of finite width is from that of a wide one.

mod cell;
mod claims;
mod drawing;

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::cell::{AgainstAngle, Cell};
use self::cell::{Points, measure};
use super::{
    curve_setting,
    interval::{LEVEL, RESAMPLES, mean},
};
use crate::{
    data::{sphere_curves::SphereCurve, streams::stream},
    figure::{
        Checked, Claim, Context, Drawing, Experiment, Settings, Tolerance,
        plot::SERIES,
        settings::{in_range, rising},
    },
    ground::scale::Scale,
    math::{
        kernel::{
            spread::{relative_variance, wide_deviation},
            tangent::deep_kernel,
        },
        statistics::{fit::order, power_law::PowerLaw},
    },
};

/// The figure.
#[derive(Debug)]
pub struct WidthConcentration;

/// The settings.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Hidden layers L, rising.
    pub depths: Vec<usize>,
    /// Neurons n of a hidden layer, rising.
    pub widths: Vec<usize>,
    /// Networks drawn at each depth for the largest width; narrower ones in proportion more.
    pub networks: usize,
    /// Angles from 0 to π.
    pub angles: usize,
    /// The depths whose kernels are drawn against the angle, two of `depths`.
    pub shown_depths: [usize; 2],
    /// The curve; with its mirror image it makes the pair.
    pub curve: SphereCurve,
    /// Points on each of the two curves.
    pub curve_points: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The angles ν, radians, from 0 to π.
    pub angles_rad: Vec<f64>,
    /// One entry a depth.
    pub depths: Vec<Depth>,
    /// The depths drawn against the angle, as places in `depths`.
    pub shown: [usize; 2],
    /// Networks drawn, all together.
    pub networks: usize,
    /// Points on both curves.
    pub curve_points: usize,
}

/// What was found at one depth.
#[derive(Debug, Serialize, Deserialize)]
pub struct Depth {
    /// Hidden layers L.
    pub depth: usize,
    /// K(ν)/L, one value an angle.
    pub kernel: Vec<f64>,
    /// One entry a width.
    pub cells: Vec<Cell>,
    /// √(11/3) √(L/n), the first order of the deviation, one a width.
    pub wide_deviation: Vec<f64>,
    /// The power of n with which the deviation of Θ(x, x) falls.
    pub deviation_power: PowerLaw,
    /// The power that the exact deviations have over these widths.
    pub exact_power: f64,
    /// The power of n with which the mean over networks of the root mean square over pairs falls.
    pub rms_power: PowerLaw,
    /// The same of the largest distance over pairs.
    pub sup_power: PowerLaw,
}

/// The most networks in a cell.
const MOST_NETWORKS: usize = 4_000;
/// The most weights of a network.
const MOST_WEIGHTS: usize = 100_000_000;
/// The most work, in numbers drawn and neurons evaluated.
const MOST_WORK: f64 = 3e10;

impl Config {
    /// Networks drawn of one width.
    fn networks(&self, width: usize) -> usize {
        let widest = self.widths.last().copied().unwrap_or(width);
        (self.networks * widest / width).min(MOST_NETWORKS)
    }

    /// What all networks cost, in numbers drawn: a layer's weights, and what its evaluation at every point adds.
    fn work(&self) -> f64 {
        let points = self.angles + 2 * self.curve_points;
        let of_width = |&width: &usize| self.networks(width) as f64 * ((width + points) as f64).powi(2);
        self.widths.iter().map(of_width).sum::<f64>() * self.depths.iter().sum::<usize>() as f64
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Config {
            depths: vec![5, 10, 20, 50],
            widths: vec![64, 128, 256, 512, 1024],
            networks: 100,
            angles: 15,
            shown_depths: [5, 20],
            curve: SphereCurve::Winding { latitude_rad: 0.5, amplitude_rad: 0.3, frequency: 4 },
            curve_points: 24,
            seed: 1,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Config {
                depths: vec![5, 10],
                widths: vec![32, 64, 128],
                networks: 250,
                angles: 9,
                shown_depths: [5, 10],
                curve_points: 8,
                ..book
            },
        }
    }

    fn check(&self) -> Result<()> {
        in_range("the number of `depths`", self.depths.len(), 1..=SERIES.len())?;
        in_range("the number of `widths`", self.widths.len(), 2..=SERIES.len())?;
        crate::figure::settings::count_in_range("depths", &self.depths, 1..=usize::MAX)?;
        rising("depths", &self.depths)?;
        crate::figure::settings::count_in_range("widths", &self.widths, 2..=usize::MAX)?;
        rising("widths", &self.widths)?;
        for &depth in &self.depths {
            in_range("depths", depth, 1..=100)?;
        }
        for &width in &self.widths {
            in_range("widths", width, 8..=4_096)?;
        }
        in_range("networks", self.networks, 8..=MOST_NETWORKS)?;
        in_range("angles", self.angles, 5..=33)?;
        in_range("curve_points", self.curve_points, 2..=48)?;
        for depth in self.shown_depths {
            ensure!(self.depths.contains(&depth), "`shown_depths` has {depth}, which is not one of `depths`");
        }
        curve_setting::check("curve", &self.curve)?;
        let (deepest, widest) = (self.depths[self.depths.len() - 1], self.widths[self.widths.len() - 1]);
        in_range(
            "the deepest of `depths` × the square of the widest of `widths`",
            deepest * widest * widest,
            1..=MOST_WEIGHTS,
        )?;
        in_range("the work of `depths`, `widths` and `networks`, in weights", self.work(), 0.0..=MOST_WORK)
    }
}

impl Experiment for WidthConcentration {
    const ID: &'static str = "two_curves/width_concentration";
    const TITLE: &'static str = "Width makes the kernel certain";
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        let points = Points::of(config);
        let mut task = context.progress.task("random networks", config.depths.len() * config.widths.len());
        let mut depths = Vec::new();
        for &depth in &config.depths {
            let kernel: Vec<f64> = points.angles_rad.iter().map(|&nu| deep_kernel(nu, depth)).collect();
            let mut cells = Vec::new();
            let [mut deviations, mut rms, mut sup] = [const { Vec::new() }; 3];
            for &width in &config.widths {
                let drawn = measure((depth, width), &points, config, context)?;
                deviations.push(drawn.iter().map(|one| one.square_deviation).collect());
                rms.push(drawn.iter().map(|one| one.rms).collect());
                sup.push(drawn.iter().map(|one| one.sup).collect());
                cells.push(Cell::of((depth, width), &drawn, &kernel, config.seed));
                task.step();
            }
            let widths: Vec<f64> = config.widths.iter().map(|&width| width as f64).collect();
            let mut rng = stream(config.seed, &format!("width_concentration powers, L = {depth}"));
            let mut power = |groups: &[Vec<f64>], statistic: fn(&[f64]) -> f64| {
                PowerLaw::of(&widths, groups, statistic, (LEVEL, RESAMPLES), &mut rng)
            };
            let exact: Vec<f64> = config.widths.iter().map(|&width| relative_variance(depth, width).sqrt()).collect();
            depths.push(Depth {
                depth,
                kernel,
                cells,
                wide_deviation: config.widths.iter().map(|&width| wide_deviation(depth, width)).collect(),
                deviation_power: power(&deviations, |squares| mean(squares).sqrt()),
                exact_power: order(&widths, &exact),
                rms_power: power(&rms, mean),
                sup_power: power(&sup, mean),
            });
        }
        let place = |depth| config.depths.iter().position(|&other| other == depth).unwrap_or(0);
        Ok(Outcome {
            networks: depths.iter().flat_map(|depth| &depth.cells).map(|cell| cell.networks).sum(),
            shown: config.shown_depths.map(place),
            angles_rad: points.angles_rad,
            depths,
            curve_points: 2 * config.curve_points,
        })
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        claims::claims(outcome)
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(outcome)
    }

    fn tolerance(pointer: &str) -> Tolerance {
        if ["exact", "/kernel/", "wide_deviation", "angles_rad"].iter().any(|name| pointer.contains(name)) {
            return Tolerance::CLOSED_FORM;
        }
        // Roundings of f32 in as many layers; a gate that a rounding flips moves an entry by about 1/n.
        Tolerance { relative: 1e-3, absolute: 1e-3, because: "products in single precision, and gates that they flip" }
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, WidthConcentration};
    use crate::figure::{Checked, Settings as _};
    use crate::{
        data::sphere_curves::SphereCurve,
        figure::{Context, Drawing, Experiment as _, Verdict, record::layout},
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
                // Four standard errors of a mean of so many networks, which their points make smaller.
                let error = exact / (cell.networks as f64).sqrt();
                assert!((cell.mean.mean - 1.0).abs() < 4.0 * error, "{cell:?}");
                // A standard deviation of 200 draws, with tails a little heavier than a Gaussian's: 8 %; four of them.
                assert!((cell.deviation.mean / exact - 1.0).abs() < 0.32, "{cell:?}");
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
            let room = angle.bias_high[0] - angle.bias_low[0];
            // As long as that of one point without the control, if the control did nothing.
            let uncontrolled = 2.0 * 1.96 * cell.exact_deviation / (cell.networks as f64).sqrt();
            assert!(angle.bias[0].abs() < 1.5 * room && room < 0.9 * uncontrolled, "{cell:?}");
        }
    }

    #[test]
    fn a_kernel_that_is_biased_or_does_not_narrow_breaks_the_claims() {
        let mut outcome = WidthConcentration::run(&Checked::new(small()).unwrap(), &Context::default()).unwrap();
        outcome.depths[0].cells[0].against_angle.mean[0] = 1.5;
        let cell = &mut outcome.depths[0].cells[1];
        (cell.exact_deviation, cell.deviation.mean) = (0.3, 0.9);
        outcome.depths[0].deviation_power.power = -0.2;
        outcome.depths[1].sup_power.high = 0.1;
        let failing: Vec<String> = WidthConcentration::claims(&outcome)
            .into_iter()
            .filter(|claim| claim.verdict == Verdict::DoesNotHold)
            .map(|claim| claim.sentence)
            .collect();
        for start in
            ["At an input paired", "Its relative deviation", "With L = 2 the deviation", "The largest distance"]
        {
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
            Checked::new(config.clone()).map(drop).unwrap();
            let outcome = WidthConcentration::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap();
            WidthConcentration::claims(&outcome);
            assert!(matches!(WidthConcentration::draw(&outcome).unwrap(), Drawing::Svg(_)));
            let record = layout(&serde_json::to_value(&outcome).unwrap());
            // What else the record holds, its settings and claims, is under 10 kB.
            assert!(record.len() < 990_000, "{} bytes", record.len());
        }
    }

    #[test]
    fn settings_out_of_range_are_refused_by_name() {
        let refused = |config: Config| Checked::new(config.clone()).map(drop).unwrap_err().to_string();
        assert!(refused(Config { depths: vec![4, 2], ..small() }).contains("`depths`"));
        assert!(refused(Config { widths: vec![16], ..small() }).contains("`widths`"));
        assert!(refused(Config { shown_depths: [2, 3], ..small() }).contains("`shown_depths` has 3"));
        let deep = Config { depths: vec![2, 100], widths: vec![16, 2_000], shown_depths: [2, 2], ..small() };
        assert!(refused(deep).contains("square of the widest"));
        let many = Config { widths: vec![512, 1024], networks: 4_000, ..small() };
        assert!(refused(many).contains("the work"));
    }
}
