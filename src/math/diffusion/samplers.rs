//! From noise to data by a denoiser: five ways to solve the probability flow and one to walk the reverse process.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ornstein_uhlenbeck::Transition;

/// A rule that takes a noised point from one time to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sampler {
    /// Euler's rule for the probability flow in t.
    Euler,
    /// Heun's rule for the probability flow in t: two guesses a step.
    Heun,
    /// The step that is exact while the guess of the clean point stays: DDIM's.
    ExponentialEuler,
    /// Heun's rule in x/a over s/a: two guesses a step.
    EdmHeun,
    /// The exponential step with the guess extended through the step before: DPM-Solver++(2M).
    DpmSolver2M,
    /// A draw of the earlier point given this one and the guess: DDPM's ancestral sampling.
    Ancestral,
}

impl Sampler {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Euler, Self::Heun, Self::ExponentialEuler, Self::EdmHeun, Self::DpmSolver2M, Self::Ancestral];

    /// The name in the literature.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Euler => "Euler",
            Self::Heun => "Heun",
            Self::ExponentialEuler => "DDIM",
            Self::EdmHeun => "EDM's Heun",
            Self::DpmSolver2M => "DPM-Solver++(2M)",
            Self::Ancestral => "ancestral",
        }
    }

    /// Guesses of the clean point that a step asks for.
    #[must_use]
    pub fn guesses_per_step(self) -> usize {
        if matches!(self, Self::Heun | Self::EdmHeun) { 2 } else { 1 }
    }
}

// ANCHOR: sample
/// Takes `x` through `times`, from the first to the last.
///
/// `x` holds all rows, one after the other. `denoise(x, t)` gives E[x₀ | xₜ = x] for every row of its argument; an exact
/// denoiser never fails, a network may. Times that fall make data of noise; times that rise are the way to noise, for which
/// the ancestral sampler adds the process's own. `normal` draws standard normals, for the ancestral sampler alone.
///
/// # Errors
///
/// The first of `denoise`.
///
/// # Panics
///
/// If a time is not positive.
pub fn sample<E>(
    sampler: Sampler,
    mut x: Vec<f64>,
    times: &[f64],
    denoise: &mut dyn FnMut(&[f64], f64) -> Result<Vec<f64>, E>,
    normal: &mut dyn FnMut() -> f64,
) -> Result<Vec<f64>, E> {
    assert!(times.iter().all(|&t| t > 0.0), "{times:?} are not all positive");
    let mut before = None;
    for pair in times.windows(2) {
        let step = Step::between(pair[0], pair[1]);
        let guess = denoise(&x, step.from)?;
        x = match sampler {
            Sampler::Euler => step.euler(&x, &guess),
            Sampler::Heun => step.heun(&x, &guess, &denoise(&step.euler(&x, &guess), step.to)?),
            Sampler::ExponentialEuler => step.exponential(&x, &guess),
            Sampler::EdmHeun => step.edm_heun(&x, &guess, &denoise(&step.exponential(&x, &guess), step.to)?),
            Sampler::DpmSolver2M => {
                let last: (f64, Vec<f64>) =
                    before.replace((step.length, guess.clone())).unwrap_or((1.0, guess.clone()));
                step.exponential(&x, &step.extended(&guess, &last))
            }
            Sampler::Ancestral => step.ancestral(&x, &guess, normal),
        };
    }
    Ok(x)
}
// ANCHOR_END: sample

/// The score of the noised distribution, from the guess of the clean point.
///
/// ```text
/// ∇log ρₜ(x) = (a E[x₀ | xₜ = x] − x)/s²                  book eq. score-denoiser
/// ```
#[must_use]
pub fn score(x: f64, guess: f64, at: Transition) -> f64 {
    (at.contraction * guess - x) / at.variance
}

/// A step from one time to another.
struct Step {
    from: f64,
    to: f64,
    here: Transition,
    there: Transition,
    /// The change of λ.
    length: f64,
}

// ANCHOR: steps
impl Step {
    fn between(from: f64, to: f64) -> Self {
        let (here, there) = (Transition::over(from), Transition::over(to));
        Self { from, to, here, there, length: there.log_ratio() - here.log_ratio() }
    }

    /// ```text
    /// x′ = x + (t′ − t) v,   v = −x − ∇log ρₜ(x)                                      book eq. flow-euler
    /// ```
    fn euler(&self, x: &[f64], guess: &[f64]) -> Vec<f64> {
        each(x, guess, |x, guess| x + (self.to - self.from) * velocity(x, guess, self.here))
    }

    /// ```text
    /// x′ = x + (t′ − t) (v(x, t) + v(x̂, t′))/2,   x̂ Euler's                           book eq. flow-heun
    /// ```
    fn heun(&self, x: &[f64], guess: &[f64], second: &[f64]) -> Vec<f64> {
        let euler = self.euler(x, guess);
        let there = each(&euler, second, |x, guess| velocity(x, guess, self.there));
        // Euler's point less half its way, and half the way of the second velocity.
        let half = (self.to - self.from) / 2.0;
        let back = each(x, guess, |x, guess| x + half * velocity(x, guess, self.here));
        each(&back, &there, |x, v| x + half * v)
    }

    /// ```text
    /// x′ = a′ x̂₀ + (s′/s)(x − a x̂₀)                                                    book eq. ddim
    /// ```
    fn exponential(&self, x: &[f64], guess: &[f64]) -> Vec<f64> {
        let shrink = self.there.noise() / self.here.noise();
        each(x, guess, |x, guess| self.there.contraction * guess + shrink * (x - self.here.contraction * guess))
    }

    /// ```text
    /// y′ = y + (σ′ − σ)(d + d′)/2,   d = (y − x̂₀)/σ,   y = x/a,  σ = s/a               book eq. edm
    /// ```
    fn edm_heun(&self, x: &[f64], guess: &[f64], second: &[f64]) -> Vec<f64> {
        let direction =
            |at: Transition| move |x: f64, guess: f64| (x / at.contraction - guess) / (at.noise() / at.contraction);
        let [d, there] =
            [each(x, guess, direction(self.here)), each(&self.exponential(x, guess), second, direction(self.there))];
        let [sigma, next] = [self.here, self.there].map(|at| at.noise() / at.contraction);
        let half = each(&d, &there, |d, there| (next - sigma) * f64::midpoint(d, there));
        each(x, &half, |x, change| self.there.contraction * (x / self.here.contraction + change))
    }

    /// ```text
    /// x̃₀ = x̂₀ + (h/2h₋)(x̂₀ − x̂₀₋),   h = λ′ − λ, and h₋ that of the step before        book eq. dpm
    /// ```
    fn extended(&self, guess: &[f64], (length, before): &(f64, Vec<f64>)) -> Vec<f64> {
        each(guess, before, |guess, before| guess + self.length / (2.0 * length) * (guess - before))
    }

    /// ```text
    /// x′ | x, x̂₀ ~ N((a′β x̂₀ + α s′² x)/s², β s′²/s²),   α = a/a′,  β = 1 − α²          book eq. ancestral
    /// ```
    fn ancestral(&self, x: &[f64], guess: &[f64], normal: &mut dyn FnMut() -> f64) -> Vec<f64> {
        let between = Transition::over((self.from - self.to).abs());
        if self.to > self.from {
            return x.iter().map(|&x| between.step(x, normal())).collect();
        }
        let [for_guess, for_x] = [
            self.there.contraction * between.variance / self.here.variance,
            between.contraction * self.there.variance / self.here.variance,
        ];
        let deviation = (between.variance * self.there.variance / self.here.variance).sqrt();
        each(x, guess, |x, guess| for_guess * guess + for_x * x + deviation * normal())
    }
}

/// The probability flow's velocity.
fn velocity(x: f64, guess: f64, at: Transition) -> f64 {
    -x - score(x, guess, at)
}
// ANCHOR_END: steps

fn each(x: &[f64], y: &[f64], mut function: impl FnMut(f64, f64) -> f64) -> Vec<f64> {
    x.iter().zip(y).map(|(&x, &y)| function(x, y)).collect()
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use rand::Rng as _;
    use rand_distr::StandardNormal;

    use super::{Sampler, sample};
    use crate::{
        data::streams::stream,
        math::{
            diffusion::{
                circle::CircleDenoiser, empirical::EmpiricalDenoiser, ornstein_uhlenbeck::Transition, rice::Rice,
                signal_to_noise::log_ratio_times,
            },
            statistics::{fit::order, sampling::SampleMean},
        },
    };

    const CIRCLE: CircleDenoiser = CircleDenoiser { radius: 1.0 };

    fn radial(t: f64) -> Rice {
        let Transition { contraction, variance } = Transition::over(t);
        Rice { centre: contraction, deviation: variance.sqrt() }
    }

    fn on_the_circle(sampler: Sampler, x: Vec<f64>, times: &[f64]) -> Vec<f64> {
        let mut rng = stream(1, "tests/ancestral");
        let Ok(x) = sample(sampler, x, times, &mut |x, t| Ok::<_, Infallible>(CIRCLE.denoise(x, t)), &mut || {
            rng.sample(StandardNormal)
        });
        x
    }

    /// The root of the mean square of the error over 500 even quantiles of the start at t = 4. Second road: the flow keeps every
    /// disc's probability, so the exact end is a quantile of the end's distribution.
    fn error(sampler: Sampler, steps: usize) -> f64 {
        let shares: Vec<f64> = (0..500).map(|k| (f64::from(k) + 0.5) / 500.0).collect();
        let starts = shares.iter().flat_map(|&u| [radial(4.0).quantile(u), 0.0]).collect();
        let ends = on_the_circle(sampler, starts, &log_ratio_times(4.0, 0.01, steps));
        let squares =
            shares.iter().zip(ends.chunks_exact(2)).map(|(&u, end)| (end[0] - radial(0.01).quantile(u)).powi(2));
        (squares.sum::<f64>() / 500.0).sqrt()
    }

    /// Orders of convergence. And literals: an independent implementation, over some hundred random starts.
    #[test]
    fn each_sampler_has_its_order_and_its_error_at_64_steps() {
        for (sampler, expected, at_64) in [
            (Sampler::Euler, 1.0, 0.0158),
            (Sampler::Heun, 2.0, 0.00115),
            (Sampler::ExponentialEuler, 1.0, 0.0099),
            (Sampler::EdmHeun, 2.0, 0.00053),
            (Sampler::DpmSolver2M, 2.0, 0.00034),
        ] {
            let steps = [64, 128, 256];
            let errors = steps.map(|n| error(sampler, n));
            let measured = order(&steps.map(|n| 1.0 / n as f64), &errors);
            // The next order in h, about a tenth at these steps.
            assert_abs_diff_eq!(measured, expected, epsilon = 0.12);
            // The error is largest for the few starts in the middle: a random 500 scatter by up to a tenth.
            assert_relative_eq!(errors[0], at_64, max_relative = 0.12);
        }
    }

    /// Second road: with one data point the guess is exact, and the exponential step with it, however long.
    #[test]
    fn ddim_is_exact_in_one_step_for_one_point() {
        let (point, x) = ([0.3, -1.2], [0.7, 2.0]);
        let denoiser = EmpiricalDenoiser::new(point.to_vec(), 2);
        let mut denoise = |x: &[f64], t: f64| Ok::<_, Infallible>(denoiser.denoise(x, t));
        for sampler in [Sampler::ExponentialEuler, Sampler::DpmSolver2M] {
            let Ok(end) = sample(sampler, x.to_vec(), &[4.0, 0.01], &mut denoise, &mut || 0.0);
            let (start, last) = (Transition::over(4.0), Transition::over(0.01));
            for j in 0..2 {
                let noise = (x[j] - start.contraction * point[j]) / start.noise();
                assert_abs_diff_eq!(end[j], last.contraction * point[j] + last.noise() * noise, epsilon = 2e-15);
            }
        }
    }

    /// Second road: E r² = a² + 2s², which a weak order of 1 approaches by halves.
    #[test]
    fn ancestral_samples_have_the_circles_distribution() {
        let mut rng = stream(2, "tests/starts");
        let starts: Vec<f64> = (0..40_000).map(|_| rng.sample(StandardNormal)).collect();
        let exact = (-0.02_f64).exp() + 2.0 * Transition::over(0.01).variance;
        let errors = [50, 200].map(|steps| {
            let ends = on_the_circle(Sampler::Ancestral, starts.clone(), &log_ratio_times(4.0, 0.01, steps));
            let squares: Vec<f64> = ends.chunks_exact(2).map(|x| x[0] * x[0] + x[1] * x[1]).collect();
            let SampleMean { value, standard_error } = SampleMean::from_draws(&squares);
            (value - exact, standard_error)
        });
        // A quarter of the longer step's error is left, within four standard errors.
        assert!(errors[0].0.abs() > 6.0 * errors[0].1, "{errors:?}");
        assert_abs_diff_eq!(errors[1].0, errors[0].0 / 4.0, epsilon = 4.0 * errors[1].1);
    }

    /// Every number of steps gives numbers, in both directions, and the first error stops the way.
    #[test]
    fn any_number_of_steps_is_finite() {
        for sampler in Sampler::ALL {
            for steps in [1, 2, 3, 5] {
                for (from, to) in [(4.0, 1e-3), (1e-3, 4.0)] {
                    let end = on_the_circle(sampler, vec![0.3, -0.9, 0.0, 0.0], &log_ratio_times(from, to, steps));
                    assert!(end.iter().all(|x| x.is_finite()), "{sampler:?} {steps}: {end:?}");
                }
            }
            let failed = sample(sampler, vec![1.0], &[1.0, 0.5], &mut |_, _| Err("no"), &mut || 0.0);
            assert_eq!(failed, Err("no"));
        }
    }

    /// Order of convergence: the way up and down again returns.
    #[test]
    fn encoding_and_decoding_return_at_second_order() {
        let start = vec![1.1, 0.2, -0.3, 0.8, 0.0, -1.05];
        let distance = |steps| {
            let code = on_the_circle(Sampler::Heun, start.clone(), &log_ratio_times(0.01, 4.0, steps));
            let end = on_the_circle(Sampler::Heun, code, &log_ratio_times(4.0, 0.01, steps));
            end.iter().zip(&start).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
        };
        // The errors of the two ways cancel in part: order 2 or better.
        let measured = (distance(64) / distance(128)).log2();
        assert!(measured > 1.8, "{measured}");
    }
}
