//! The network, and the denoiser that it is once it has learnt.

use rand::Rng as _;
use rand_distr::StandardNormal;

use super::{
    digit_collection::{Collection, places},
    digit_learning::{GRID, Learning},
};
use crate::{
    data::{digits::CLASSES, streams::stream},
    ground::{
        device::{DeviceError, DeviceKind},
        progress::Task,
    },
    math::diffusion::{ornstein_uhlenbeck::Transition, prediction::Prediction},
    nn::{Extent, History, Matrix, Network, SquareLoss, Stack, unet},
};

/// Numbers that tell the time at each position.
const OF_TIME: usize = 7;

/// A network that predicts v.
pub(super) struct Student {
    network: Network<Stack>,
    /// Where each number of the grid is in an image.
    places: Vec<usize>,
    pub(super) history: History,
}

/// The network for digits of `side` pixels a side, laid out on the grid.
pub(super) fn model(side: usize, channels: usize, heads: usize) -> Stack {
    let of_image = (side / GRID).pow(2);
    let seen = Extent { height: GRID, width: GRID, channels: of_image + OF_TIME + CLASSES };
    unet(seen, of_image, channels, heads)
}

impl Student {
    /// A network that has learnt at times from `t_max` to `t_min`.
    pub(super) fn taught(
        digits: &Collection,
        learning: &Learning,
        [t_max, t_min]: [f64; 2],
        seed: u64,
        device: DeviceKind,
        progress: &mut Task,
    ) -> Result<Self, DeviceError> {
        let mut rng = stream(seed, "denoised digits training");
        let places = places(digits.side);
        let mut network = Network::new(model(digits.side, learning.channels, learning.heads), device, seed)?;
        let size = digits.size();
        let bounds = [t_max, t_min].map(|t| Transition::over(t).log_ratio());
        let mut batch = || {
            let (mut inputs, mut targets) = (Vec::new(), Vec::new());
            for _ in 0..learning.batch {
                let chosen = rng.gen_range(0..digits.train.labels.len());
                let drawn: f64 = rng.sample(StandardNormal);
                let log_ratio = learning.log_ratio_mean + learning.log_ratio_deviation * drawn;
                let at = Transition::at_log_ratio(log_ratio.clamp(bounds[0], bounds[1]));
                let told = rng.r#gen::<f64>() >= learning.without_class;
                let clean = &digits.train.pixels[chosen * size..(chosen + 1) * size];
                let noise: Vec<f64> = (0..size).map(|_| rng.sample(StandardNormal)).collect();
                let x: Vec<f64> = clean.iter().zip(&noise).map(|(x, e)| at.contraction * x + at.noise() * e).collect();
                fill(&mut inputs, &x, &places, at, told.then_some(digits.train.labels[chosen]));
                targets.extend(places.iter().map(|&p| Prediction::Velocity.target(clean[p], noise[p], at) as f32));
            }
            (
                Matrix::new(learning.batch, inputs.len() / learning.batch, inputs),
                Matrix::new(learning.batch, size, targets),
            )
        };
        let history = network.train(&mut batch, &SquareLoss, &learning.training(), &mut |_, _| progress.step())?;
        Ok(Self { network, places, history })
    }

    /// The guesses of the clean digits, one a row of `x`; of their classes if they are told, guided with strength `guidance`.
    ///
    /// ```text
    /// v̂ = (1 + w) v̂(x, class) − w v̂(x)                        book eq. guidance
    /// ```
    ///
    /// Source: Ho & Salimans 2022, eq. 6.
    pub(super) fn denoise(
        &self,
        x: &[f64],
        t: f64,
        classes: Option<&[u8]>,
        guidance: f64,
    ) -> Result<Vec<f64>, DeviceError> {
        let velocity = self.velocity(x, t, classes)?;
        let at = Transition::over(t);
        let clean = |velocity: &[f64]| -> Vec<f64> {
            x.iter().zip(velocity).map(|(&x, &v)| Prediction::Velocity.clean(x, v, at)).collect()
        };
        if guidance > 0.0 && classes.is_some() {
            let without = self.velocity(x, t, None)?;
            let pairs = velocity.iter().zip(&without);
            return Ok(clean(&pairs.map(|(told, not)| (1.0 + guidance) * told - guidance * not).collect::<Vec<_>>()));
        }
        Ok(clean(&velocity))
    }

    fn velocity(&self, x: &[f64], t: f64, classes: Option<&[u8]>) -> Result<Vec<f64>, DeviceError> {
        // A few at a time, so that inputs never fill much memory.
        const AT_A_TIME: usize = 256;
        let (size, at) = (self.places.len(), Transition::over(t));
        let mut velocity = vec![0.0; x.len()];
        for (part, (x, velocity)) in x.chunks(AT_A_TIME * size).zip(velocity.chunks_mut(AT_A_TIME * size)).enumerate() {
            let mut inputs = Vec::new();
            for (row, x) in x.chunks_exact(size).enumerate() {
                fill(&mut inputs, x, &self.places, at, classes.map(|classes| classes[part * AT_A_TIME + row]));
            }
            let rows = x.len() / size;
            let outputs = self.network.apply(&Matrix::new(rows, inputs.len() / rows, inputs))?;
            for (row, velocity) in velocity.chunks_exact_mut(size).enumerate() {
                self.places.iter().zip(outputs.row(row)).for_each(|(&place, &v)| velocity[place] = f64::from(v));
            }
        }
        Ok(velocity)
    }
}

/// Adds what the network sees of a noised image: at each position the pixels of its block, the time, and the class.
fn fill(inputs: &mut Vec<f32>, x: &[f64], places: &[usize], at: Transition, class: Option<u8>) {
    let of_time = time_features(at);
    // A mean square of 1 over the classes, as pixels have over digits.
    let told = (CLASSES as f32).sqrt();
    for places in places.chunks_exact(places.len() / (GRID * GRID)) {
        inputs.extend(places.iter().map(|&place| x[place] as f32));
        inputs.extend(of_time);
        inputs
            .extend((0..CLASSES).map(|k| if class.is_some_and(|class| usize::from(class) == k) { told } else { 0.0 }));
    }
}

/// λ and three waves of it.
fn time_features(at: Transition) -> [f32; OF_TIME] {
    let log_ratio = at.log_ratio();
    let [a, b, c] = [0.5, 1.0, 2.0].map(|frequency: f64| (frequency * log_ratio).sin_cos());
    [log_ratio / 4.0, a.0, a.1, b.0, b.1, c.0, c.1].map(|x| x as f32)
}

#[cfg(test)]
mod tests {
    use super::{Collection, Learning, Prediction, Student, Transition};
    use crate::{
        figure::Context,
        ground::{device::DeviceKind, progress::Progress},
    };

    /// Equation against code: a mixture of both answers, made here; at strength 0 it is the one with the class, to the bit.
    #[test]
    fn guidance_goes_along_the_difference_of_two_answers() {
        let digits = Collection::read(14, 500, 1, &Context::default()).unwrap();
        let learning = Learning {
            channels: 4,
            heads: 2,
            steps: 20,
            batch: 4,
            rate: 2e-3,
            log_ratio_mean: 0.4,
            log_ratio_deviation: 1.2,
            without_class: 0.2,
            average: 0.9,
        };
        let mut progress = Progress::Hidden.task("", 1);
        let student = Student::taught(&digits, &learning, [4.0, 0.01], 1, DeviceKind::Cpu, &mut progress).unwrap();
        let (x, classes, t) = (&digits.test.pixels[..2 * digits.size()], [3, 8], 0.7);
        let [told, not] = [Some(&classes[..]), None].map(|classes| student.velocity(x, t, classes).unwrap());
        assert_ne!(told, not);
        for guidance in [0.0, 1.0, 3.0] {
            let guessed = student.denoise(x, t, Some(&classes), guidance).unwrap();
            for (k, guessed) in guessed.into_iter().enumerate() {
                let velocity = (1.0 + guidance) * told[k] - guidance * not[k];
                let clean = Prediction::Velocity.clean(x[k], velocity, Transition::over(t));
                assert_eq!(guessed.to_bits(), clean.to_bits());
            }
        }
    }
}
