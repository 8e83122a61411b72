//! Lines between twos, in pixels and in codes, and what lies on them.

use anyhow::Result;
use faer::{Mat, MatRef};

use super::super::{Config, Method, Real};
use super::{
    autoencoder::Autoencoder,
    flattening::Flattener,
    judge::Judge,
    twos::{PIXELS, Twos},
};
use crate::{
    data::streams::stream,
    figure::Context,
    ground::{estimate::Estimate, pixels::Pixels},
    math::{
        images::grey_share::grey_share,
        manifolds::neighbours::Neighbours,
        statistics::{LEVEL, bootstrap::mean_estimate},
        vectors::mean,
    },
};

/// The images on the lines of one method.
pub(super) struct Lines {
    name: String,
    /// A learner each, or one for what is not learnt: `[784, pairs]` at each place.
    learners: Vec<Vec<Mat<f64>>>,
}

/// What was measured on all lines.
pub(super) struct Measured {
    pub(super) real: Real,
    pub(super) methods: Vec<Method>,
}

/// Places along a line, from 0 to 1.
pub(super) fn places(config: &Config) -> Vec<f64> {
    let steps = config.lines.frames - 1;
    (0..=steps).map(|k| k as f64 / steps as f64).collect()
}

/// The lines of every method.
pub(super) fn all(twos: &Twos, networks: &[Autoencoder], flatteners: &[Flattener], config: &Config) -> Vec<Lines> {
    let pixels = along(twos.ends.as_ref(), config, |points| points.to_owned());
    let code = twos.coordinates(twos.ends.as_ref(), config.code);
    let principal = along(code.as_ref(), config, |code| twos.images_at(code));
    let learnt = networks
        .iter()
        .map(|network| along(network.code(twos.ends.as_ref()).as_ref(), config, |code| network.images(code)));
    let flattened = flatteners.iter().map(|flattener| {
        let code = flattener.code(twos, twos.ends.as_ref());
        along(code.as_ref(), config, |code| flattener.images(twos, code))
    });
    vec![
        Lines { name: "pixels".to_owned(), learners: vec![pixels] },
        Lines { name: format!("{} principal components", config.code), learners: vec![principal] },
        Lines { name: "autoencoder".to_owned(), learners: learnt.collect() },
        Lines { name: "flattened".to_owned(), learners: flattened.collect() },
    ]
}

/// The images at each place of the straight lines between the ends, which are codes one after the other.
///
/// ```text
/// x̂(t) = g((1 − t) f(x) + t f(y))                                              book eq. latent-line
/// ```
fn along(ends: MatRef<'_, f64>, config: &Config, decode: impl Fn(MatRef<'_, f64>) -> Mat<f64>) -> Vec<Mat<f64>> {
    let on_line = |t: f64| {
        Mat::from_fn(ends.nrows(), ends.ncols() / 2, |i, j| (1.0 - t) * ends[(i, 2 * j)] + t * ends[(i, 2 * j + 1)])
    };
    places(config).into_iter().map(|t| decode(on_line(t).as_ref())).collect()
}

/// Grey shares, probabilities and distances on the lines, and of real twos.
pub(super) fn measured(
    twos: &Twos,
    lines: &[Lines],
    judges: &[Judge],
    config: &Config,
    context: &Context,
) -> Result<Measured> {
    let mut task = context.progress.task("lines", lines.len());
    let methods = lines.iter().map(|lines| {
        let method = lines.measured(twos, judges, config);
        task.step();
        method
    });
    let methods = methods.collect::<Result<_>>()?;
    let ends = twos.ends.as_ref();
    let real = Real {
        grey: bootstrapped(&greys(ends), config),
        probability: bootstrapped(&judged(judges, ends)?, config),
        nearest: bootstrapped(&nearest(twos, ends), config),
    };
    Ok(Measured { real, methods })
}

impl Lines {
    fn measured(&self, twos: &Twos, judges: &[Judge], config: &Config) -> Result<Method> {
        let (mut grey, mut probability) = (Vec::new(), Vec::new());
        let (mut halfway_probability, mut distances) = (Vec::new(), Vec::new());
        let half = config.lines.frames / 2;
        for place in 0..config.lines.frames {
            let mut of_place = (Vec::new(), Vec::new());
            for places in &self.learners {
                let images = places[place].as_ref();
                let (greys, judged) = (greys(images), judged(judges, images)?);
                if place == half {
                    halfway_probability.push(mean(&judged));
                    distances.push(nearest(twos, images));
                }
                of_place.0.push(greys);
                of_place.1.push(judged);
            }
            grey.push(bootstrapped(&over_learners(&of_place.0), config));
            probability.push(bootstrapped(&over_learners(&of_place.1), config));
        }
        let drawn = |pair: usize| {
            let bytes = self.learners[0]
                .iter()
                .flat_map(|images| (0..PIXELS).map(move |i| (255.0 * images[(i, pair)].clamp(0.0, 1.0)).round() as u8));
            bytes.collect::<Pixels>()
        };
        Ok(Method {
            name: self.name.clone(),
            grey,
            probability,
            halfway_probability,
            nearest: bootstrapped(&over_learners(&distances), config),
            shown: (0..config.lines.shown).map(drawn).collect(),
        })
    }
}

/// The mean over learners, a pair each.
fn over_learners(of_learners: &[Vec<f64>]) -> Vec<f64> {
    (0..of_learners[0].len())
        .map(|pair| mean(&of_learners.iter().map(|pairs| pairs[pair]).collect::<Vec<_>>()))
        .collect()
}

fn greys(images: MatRef<'_, f64>) -> Vec<f64> {
    images.col_iter().map(|image| grey_share(&image.iter().copied().collect::<Vec<_>>())).collect()
}

/// The probability of a two, the mean over the judges.
fn judged(judges: &[Judge], images: MatRef<'_, f64>) -> Result<Vec<f64>> {
    let all = judges.iter().map(|judge| judge.probabilities(images)).collect::<Result<Vec<_>, _>>()?;
    Ok(over_learners(&all))
}

/// The distance to the nearest two of the training set.
fn nearest(twos: &Twos, images: MatRef<'_, f64>) -> Vec<f64> {
    Neighbours::of_others(twos.train.as_ref(), images, 1).distances.into_iter().map(|near| near[0]).collect()
}

/// The mean over pairs, or over real twos, with its interval.
fn bootstrapped(samples: &[f64], config: &Config) -> Estimate {
    mean_estimate(samples, LEVEL, config.resamples, &mut stream(config.seed, "flattened_digits/bootstrap"))
}
