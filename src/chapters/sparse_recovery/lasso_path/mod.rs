//! One instance of the LASSO: what was measured, what is found, how fast, and for which weights.

mod descent;
mod drawing;
mod instance;
mod recovery;
mod weights;

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{Checked, Claim, Context, Drawing, Experiment, Settings, Tolerance, settings::in_range},
    ground::scale::Scale,
    math::sparse::{
        homotopy::lasso_path,
        lasso::Lasso,
        proximal_gradient::{fista, fista_bound, fista_late_factor, ista, ista_bound, ista_late_factor},
        support::{columns_of, exact_support_measurements, refit, spectral_norm, support, universal_threshold},
    },
};

pub use descent::Descent;
pub use instance::Picture;
pub use recovery::{Instances, Recovery};
pub use weights::{Coordinate, Weights};

use instance::Instance;

/// One instance of the LASSO.
#[derive(Debug)]
pub struct LassoPath;

/// The settings.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Measurements m.
    pub m: usize,
    /// Unknowns n.
    pub n: usize,
    /// Nonzero entries k of the signal: draws from N(0, 1), moved away from zero by `smallest`.
    pub k: usize,
    /// The least size of a nonzero entry.
    pub smallest: f64,
    /// Standard deviation σ of the noise of a measurement.
    pub noise: f64,
    /// λ as a multiple of σ√(2 ln n), the height that noise alone reaches.
    pub weight: f64,
    /// Iterations of ISTA and FISTA.
    pub iterations: usize,
    /// Where the path ends, as a part of λ.
    pub path_end: f64,
    /// Further instances, for how often the support is found.
    pub instances: usize,
    /// Seed of every random stream.
    pub seed: u64,
}

/// What was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Measurements m.
    pub measurements: usize,
    /// Unknowns n.
    pub unknowns: usize,
    /// The height σ√(2 ln n) that noise alone reaches.
    pub universal_threshold: f64,
    /// The weight λ.
    pub lambda: f64,
    /// ‖A‖².
    pub curvature: f64,
    /// ‖x*‖², the squared distance from the start of the iterations, 0, to the solution x*.
    pub distance_squared: f64,
    /// F* = F(x*), with x* from the path.
    pub optimum: f64,
    /// y = Ax₀ + w and x* as colours.
    pub picture: Picture,
    /// Every entry that is not zero in the signal or in the solution.
    pub entries: Vec<Entry>,
    /// How well the signal was found.
    pub recovery: Recovery,
    /// The iterations shown, from 1.
    pub iterations: Vec<usize>,
    /// ISTA, then FISTA.
    pub descents: Vec<Descent>,
    /// The factors by which the gaps of the two shrink in the end, as predicted from the support; none if it is empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_factors: Option<[f64; 2]>,
    /// The solutions for other weights.
    pub weights: Weights,
    /// Measurements around which the support begins to be found exactly, 2k ln(n − k).
    pub exact_support_measurements: f64,
    /// How often it was, over further instances.
    pub instances: Instances,
}

/// One entry of the signal and of its estimates.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Its place, from 0.
    pub place: usize,
    /// In x₀.
    pub truth: f64,
    /// In the LASSO's solution.
    pub lasso: f64,
    /// After least squares on the solution's support.
    pub refit: f64,
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Config {
            m: 96,
            n: 256,
            k: 12,
            smallest: 1.0,
            noise: 0.05,
            weight: 2.0,
            iterations: 500,
            path_end: 0.1,
            instances: 1_000,
            seed: 0,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Config { instances: 40, ..book },
        }
    }

    fn check(&self) -> Result<()> {
        in_range("n", self.n, 2..=1_024)?;
        in_range("m", self.m, 1..=self.n)?;
        in_range("k", self.k, 1..=self.m.min(self.n - 1))?;
        in_range("smallest", self.smallest, 0.0..=100.0)?;
        in_range("noise", self.noise, 1e-6..=100.0)?;
        in_range("weight", self.weight, 0.01..=100.0)?;
        in_range("iterations", self.iterations, 1..=20_000)?;
        in_range("path_end", self.path_end, 0.01..=1.0)?;
        in_range("instances", self.instances, 1..=10_000)?;
        // The path of an instance takes about m steps of mn products; the iterations of the one shown 4mn each.
        let work = self.m * self.n * (self.m * self.instances + 8 * self.iterations);
        ensure!(
            work <= MOST_WORK,
            "m·n·(m·instances + 8·iterations) is {work}, and must be at most {MOST_WORK}; take fewer `instances`"
        );
        Ok(())
    }
}

impl Experiment for LassoPath {
    const ID: &'static str = "sparse_recovery/lasso_path";
    const TITLE: &'static str = "One sparse signal, measured, found again, and certified";
    type Config = Config;
    type Outcome = Outcome;

    fn run(config: &Checked<Config>, context: &Context) -> Result<Outcome> {
        let instance = Instance::draw(config, 0);
        let a = instance.a.as_ref();
        let universal_threshold = universal_threshold(config.noise, config.n);
        let lambda = config.weight * universal_threshold;
        let problem = Lasso::new(a, &instance.y, lambda);
        let path = lasso_path(a, &instance.y, config.path_end * lambda);
        let solution = path.at(lambda);
        let places = support(&solution);

        let curvature = spectral_norm(a).powi(2);
        let step = curvature.recip();
        let distance_squared: f64 = solution.iter().map(|x| x * x).sum();
        let iterations = descent::shown(config.iterations);
        let start = || vec![0.0; config.n];
        let descents = vec![
            Descent::follow(
                "ISTA",
                &problem,
                &solution,
                ista(problem, start(), step),
                |k| ista_bound(curvature, distance_squared, k),
                &iterations,
            ),
            Descent::follow(
                "FISTA",
                &problem,
                &solution,
                fista(problem, start(), step),
                |k| fista_bound(curvature, distance_squared, k),
                &iterations,
            ),
        ];
        let found = columns_of(a, &places);
        let late_factors = || [ista_late_factor(found.as_ref(), step), fista_late_factor(found.as_ref(), step)];

        let refitted = refit(a, &instance.y, &places);
        let entry = |place: usize| Entry {
            place,
            truth: instance.truth[place],
            lasso: solution[place],
            refit: refitted[place],
        };
        Ok(Outcome {
            measurements: config.m,
            unknowns: config.n,
            universal_threshold,
            lambda,
            curvature,
            distance_squared,
            optimum: problem.objective(&solution),
            picture: Picture::of(&instance, &solution),
            entries: (0..config.n).map(entry).filter(|entry| entry.truth != 0.0 || entry.lasso != 0.0).collect(),
            recovery: Recovery::of(&instance, &path, lambda),
            iterations,
            descents,
            late_factors: (!places.is_empty()).then(late_factors),
            weights: Weights::of(&path, &instance.truth, lambda),
            exact_support_measurements: exact_support_measurements(config.k, config.n),
            instances: Instances::of(config, lambda, config.path_end * lambda, context),
        })
    }

    fn claims(outcome: &Outcome) -> Vec<Claim> {
        const RATES: &str = "Beck & Teboulle 2009";
        const SUPPORT: &str = "Wainwright 2009";
        const BOOK: &str = "this book";
        let [ista, fista] = outcome.descents.as_slice() else { return Vec::new() };
        let Recovery { missed, false_entries, .. } = outcome.recovery;
        let mut claims = vec![
            Claim::at_most(
                "ISTA's gap stays below ‖A‖²‖x*‖²/(2k) at every iteration k: largest ratio to that bound",
                RATES,
                ista.largest_of_bound,
                1.0,
            ),
            Claim::at_most(
                "FISTA's gap stays below 2‖A‖²‖x*‖²/(k + 1)² at every iteration k: largest ratio to that bound",
                RATES,
                fista.largest_of_bound,
                1.0,
            ),
            Claim::at_most(
                "FISTA's last iterate meets the KKT conditions to 10⁻⁸ of λ: largest violation",
                BOOK,
                fista.last_kkt_residual,
                1e-8,
            ),
            Claim::at_most(
                "The support of the LASSO's solution is that of x₀: entries missed or false",
                BOOK,
                (missed + false_entries) as f64,
                0.0,
            ),
            Claim::is_true(
                "Of the solution's entries, those whose least-squares value exceeds λ are those of x₀",
                BOOK,
                outcome.recovery.kept_exact,
            ),
        ];
        if let (Some([predicted, _]), Some(factor)) = (outcome.late_factors, ista.late_factor) {
            claims.push(Claim::near(
                "In the end ISTA's gap shrinks in each iteration by the factor (1 − σ_min(A_S)²/‖A‖²)²",
                BOOK,
                factor,
                predicted,
                // The next eigenvalue has not quite died out where the fit begins.
                0.01,
            ));
        }
        claims.push(if (outcome.measurements as f64) < outcome.exact_support_measurements {
            Claim::at_most(
                "With fewer than 2k ln(n − k) measurements there is a weight with an exact support in less than half of all \
                 instances",
                SUPPORT,
                outcome.instances.exact_with_some_weight,
                0.5,
            )
        } else {
            Claim::at_least(
                "With more than 2k ln(n − k) measurements there is a weight with an exact support in more than half of all \
                 instances",
                SUPPORT,
                outcome.instances.exact_with_some_weight,
                0.5,
            )
        });
        claims.push(Claim::at_least(
            "In 95 % of all instances the entries whose least-squares value exceeds λ are those of x₀",
            BOOK,
            outcome.instances.kept_exact,
            0.95,
        ));
        claims.push(Claim::at_most(
            "The homotopy's solution meets the KKT conditions to 10⁻⁸ of λ in every instance: largest violation",
            BOOK,
            outcome.instances.largest_kkt_residual,
            1e-8,
        ));
        claims
    }

    fn draw(outcome: &Outcome) -> Result<Drawing> {
        drawing::draw(outcome)
    }

    fn tolerance(pointer: &str) -> Tolerance {
        if pointer.contains("kkt_residual") || pointer.ends_with("/last_duality_gap") {
            return Tolerance { relative: 0.0, absolute: 1e-9, because: "what is left is rounding" };
        }
        if pointer.contains("/gaps") {
            return Tolerance { relative: 1e-6, absolute: 1e-18, because: "late gaps are squares of rounding errors" };
        }
        if pointer.ends_with("/late_factor") {
            return Tolerance { relative: 1e-6, absolute: 0.0, because: "a fit to late gaps" };
        }
        if pointer.ends_with("_at") {
            return Tolerance { relative: 0.0, absolute: 1.0, because: "rounding may decide between two iterations" };
        }
        if pointer.starts_with("/picture/") {
            return Tolerance { relative: 0.0, absolute: 1.0, because: "rounded to steps: one step" };
        }
        Tolerance {
            relative: 1e-8,
            absolute: 1e-10,
            because: "a hundred small linear systems, solved by another machine's instructions",
        }
    }
}

/// A run may multiply and add no more often: some minutes.
const MOST_WORK: usize = 50_000_000_000;

#[cfg(test)]
mod tests {
    use super::{Config, LassoPath, Outcome};
    use crate::figure::{Checked, Settings as _};
    use crate::{
        figure::{
            Context, Drawing, Experiment as _, Verdict,
            record::{self, layout},
        },
        ground::scale::Scale,
    };
    use approx::assert_relative_eq;

    fn outcome(config: &Config) -> Outcome {
        Checked::new(config.clone()).map(drop).unwrap();
        LassoPath::run(&Checked::new(config.clone()).unwrap(), &Context::default()).unwrap()
    }

    /// All but one, which is a finding: with so few measurements the support is seldom exact.
    #[test]
    fn every_claim_holds_at_quick_scale_but_that_of_the_exact_support() {
        for claim in LassoPath::claims(&outcome(&Config::at(Scale::Quick))) {
            let is_finding = claim.sentence.starts_with("The support of the LASSO's solution");
            assert_eq!(claim.verdict, if is_finding { Verdict::DoesNotHold } else { Verdict::Holds }, "{claim:?}");
        }
    }

    /// Second road to the optimum: two other algorithms, which know nothing of the path. All three agree to rounding.
    #[test]
    fn the_homotopy_and_both_descents_end_at_the_same_value() {
        for seed in [1, 2] {
            let outcome = outcome(&Config { iterations: 3_000, instances: 1, seed, ..Config::at(Scale::Quick) });
            for descent in &outcome.descents {
                assert_relative_eq!(descent.last_objective, outcome.optimum, max_relative = 1e-13);
                assert!(descent.last_duality_gap < 1e-12 && descent.last_kkt_residual < 1e-12, "{descent:?}");
            }
        }
    }

    /// A limit, from the theorem behind the claim: with twice the measurements it asks for the support is found.
    #[test]
    fn with_twice_the_measurements_the_support_is_exact_more_often_than_not() {
        let config = Config { m: 256, iterations: 1, ..Config::at(Scale::Quick) };
        assert!(outcome(&config).instances.exact > 0.5);
    }

    #[test]
    fn a_weight_that_asks_for_nothing_still_has_an_outcome() {
        let config = Config { weight: 100.0, instances: 1, ..Config::at(Scale::Quick) };
        let outcome = outcome(&config);
        assert_eq!((outcome.recovery.found, outcome.recovery.missed), (0, 12));
        assert!(outcome.late_factors.is_none() && outcome.descents[0].largest_of_bound <= 0.0);
        assert!(matches!(LassoPath::draw(&outcome).unwrap(), Drawing::Svg(_)));
        // Every number is finite.
        assert!(!layout(&record::plain(&outcome).unwrap()).is_empty());
    }

    #[test]
    fn the_largest_settings_still_draw_and_make_a_record() {
        let quick = || Config { instances: 1, iterations: 1_000, ..Config::at(Scale::Quick) };
        for config in [
            Config { m: 400, n: 1_024, k: 90, noise: 0.001, path_end: 0.01, ..quick() },
            Config { m: 160, n: 160, k: 159, weight: 0.01, path_end: 0.01, ..quick() },
            Config { m: 1, n: 2, k: 1, iterations: 1, path_end: 1.0, ..quick() },
        ] {
            let outcome = outcome(&config);
            assert!(matches!(LassoPath::draw(&outcome).unwrap(), Drawing::Svg(_)));
            assert!(layout(&record::plain(&outcome).unwrap()).len() < 990_000);
        }
    }

    #[test]
    fn settings_out_of_range_are_refused_by_name() {
        let quick = || Config::at(Scale::Quick);
        for (config, name) in [
            (Config { k: 97, ..quick() }, "`k`"),
            (Config { m: 257, ..quick() }, "`m`"),
            (Config { noise: 0.0, ..quick() }, "`noise`"),
            (Config { m: 1_024, n: 1_024, instances: 1_000, ..quick() }, "fewer `instances`"),
        ] {
            let error = Checked::new(config).map(drop).unwrap_err().to_string();
            assert!(error.contains(name), "{error}");
        }
    }
}
