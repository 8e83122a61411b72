//! Layers over tokens.

use rayon::prelude::*;

use super::{AtNoise, Config, Outcome, SelfAttention, Thresholded};
use crate::{
    data::{
        streams::stream,
        subspace_tokens::{SubspaceTokens, subspace_tokens},
        subspaces::orthonormal_frame,
    },
    figure::Context,
    ground::estimate::Estimate,
    math::{
        rates::{
            lengths::with_lengths_of,
            subspace_denoising::{
                Attention, attention_only_layer, lasting_layers, self_attention_gap, signal_to_noise,
            },
            subspace_rate::Heads,
        },
        statistics::{LEVEL, median::median, student::mean_estimate},
        vectors::{largest, mean},
    },
};

/// Walks through the layers at every deviation of the noise.
pub(super) fn run(config: &Config, context: &Context) -> Outcome {
    let mut progress = context.progress.task("subspace denoising", config.noises.len() + 1);
    let mut runs = Vec::new();
    for &noise in &config.noises {
        runs.push(at_noise(config, noise));
        progress.step();
    }
    let self_attention = self_attention(config);
    progress.step();
    let lasting = |&noise: &f64| lasting_layers(config.tokens, config.width, noise, config.gain());
    Outcome {
        heads: config.heads,
        width: config.width,
        tokens: config.tokens,
        layers: config.layers,
        threshold: config.threshold,
        gain: config.gain(),
        noises: config.noises.clone(),
        lasting: config.noises.iter().map(lasting).collect(),
        runs,
        self_attention,
    }
}

/// What a walk does after each layer.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    AsItIs,
    LengthsKept,
    Softmax,
}

/// Tokens of one draw and the subspaces they are of.
struct Drawn {
    heads: Heads,
    drawn: SubspaceTokens,
}

/// One draw's way through the layers.
struct Walk {
    /// ln SNR before each layer and after the last.
    ln_ratios: Vec<f64>,
    astray: Vec<f64>,
    alone: usize,
}

impl Drawn {
    /// At every deviation of the noise the same subspaces, signals and, but for their length, noises.
    fn new(config: &Config, width: usize, noise: f64, draw: usize) -> Self {
        let mut rng = stream(config.seed, &format!("subspace denoising {width} {draw}"));
        let size = config.heads * width;
        let heads = Heads::split(orthonormal_frame(size, size, &mut rng).as_ref(), config.heads);
        let drawn = subspace_tokens(&heads, config.tokens, noise, &mut rng);
        Self { heads, drawn }
    }

    fn walk(&self, config: &Config, way: Way) -> Walk {
        let start = &self.drawn.tokens;
        let attention = match way {
            Way::Softmax => Attention::Softmax,
            Way::AsItIs | Way::LengthsKept => Attention::Thresholded { level: config.threshold },
        };
        let mut tokens = start.clone();
        let ln_ratio = |tokens: &faer::Mat<f64>| signal_to_noise(&self.heads, tokens.as_ref(), &self.drawn.labels).ln();
        let mut walk = Walk { ln_ratios: vec![ln_ratio(&tokens)], astray: Vec::new(), alone: 0 };
        for layer in 0..config.layers {
            if way != Way::Softmax {
                let (astray, alone) = self.attended(&tokens, attention);
                walk.astray.push(astray);
                walk.alone += usize::from(alone && walk.alone == layer);
            }
            tokens = attention_only_layer(&self.heads, tokens.as_ref(), config.step, attention);
            if way == Way::LengthsKept {
                tokens = with_lengths_of(tokens.as_ref(), start.as_ref());
            }
            walk.ln_ratios.push(ln_ratio(&tokens));
        }
        walk
    }

    /// The share of noisy parts that attend to anything, and whether none does and every signal attends to itself.
    fn attended(&self, tokens: &faer::Mat<f64>, attention: Attention) -> (f64, bool) {
        let (mut astray, mut at_home) = (0, 0);
        for (k, seen) in self.heads.projected(tokens.as_ref()).enumerate() {
            let weights = attention.weights(seen.as_ref());
            for (j, (column, &label)) in weights.col_iter().zip(&self.drawn.labels).enumerate() {
                if label == k {
                    at_home += usize::from(column[j] > 0.0);
                } else {
                    astray += usize::from(column.iter().any(|weight| *weight > 0.0));
                }
            }
        }
        let count = self.drawn.labels.len();
        let parts = count * (self.heads.bases.len() - 1);
        (astray as f64 / parts as f64, astray == 0 && at_home == count)
    }

    /// What tokens give to other tokens, in the head of their subspace: the mean over tokens.
    fn to_others(&self) -> f64 {
        let mut given = Vec::new();
        for (k, seen) in self.heads.projected(self.drawn.tokens.as_ref()).enumerate() {
            let weights = Attention::Softmax.weights(seen.as_ref());
            for (j, column) in weights.col_iter().enumerate().filter(|(j, _)| self.drawn.labels[*j] == k) {
                // Added up, since 1 less the own weight would be rounding.
                given.push(column.iter().enumerate().filter(|(i, _)| *i != j).map(|(_, weight)| weight).sum());
            }
        }
        mean(&given)
    }
}

fn at_noise(config: &Config, noise: f64) -> AtNoise {
    let walks: Vec<([Walk; 3], f64)> = (0..config.draws)
        .into_par_iter()
        .map(|draw| {
            let drawn = Drawn::new(config, config.width, noise, draw);
            let ways = [Way::AsItIs, Way::LengthsKept, Way::Softmax];
            (ways.map(|way| drawn.walk(config, way)), 1.0 - drawn.to_others())
        })
        .collect();
    let [as_it_is, kept, softmax] = [0, 1, 2].map(|way| walks.iter().map(|(ways, _)| &ways[way]).collect::<Vec<_>>());
    let (gain, last) = (config.gain(), config.layers);
    let first = 1.0 / (noise * ((config.heads - 1) as f64).sqrt());
    let off = as_it_is.iter().flat_map(|walk| {
        walk.ln_ratios.windows(2).take(walk.alone).map(|pair| ((pair[1] - pair[0]).exp() / gain - 1.0).abs())
    });
    let best = |walk: &Walk| largest(walk.ln_ratios.iter().copied());
    let pairs = |one: &[&Walk], other: &[&Walk], of: &dyn Fn(&Walk) -> f64| {
        estimate(one.iter().zip(other).map(|(one, other)| of(one) - of(other)))
    };
    let alone: Vec<f64> = as_it_is.iter().map(|walk| walk.alone as f64).collect();
    AtNoise {
        predicted: (0..=last).map(|layer| first * gain.powf(layer as f64)).collect(),
        softmax: ratios(&softmax),
        softmax_end: end(&softmax),
        median: median(&alone),
        off: off.fold(0.0, f64::max),
        longer: pairs(&kept, &as_it_is, &|walk| walk.alone as f64),
        of_predicted: estimate(kept.iter().map(|walk| grown(walk) - last as f64 * gain.ln())).map(f64::exp),
        over_softmax: pairs(&as_it_is, &softmax, &best).map(f64::exp),
        self_attention: estimate(walks.iter().map(|(_, own)| *own)),
        as_it_is: thresholded(&as_it_is),
        lengths_kept: thresholded(&kept),
    }
}

fn thresholded(walks: &[&Walk]) -> Thresholded {
    let astray = |layer: usize| estimate(walks.iter().map(|walk| walk.astray[layer]));
    Thresholded {
        ratios: ratios(walks),
        end: end(walks),
        astray: (0..walks[0].astray.len()).map(astray).collect(),
        alone: walks.iter().map(|walk| walk.alone).collect(),
        alone_mean: estimate(walks.iter().map(|walk| walk.alone as f64)),
    }
}

fn ratios(walks: &[&Walk]) -> Vec<Estimate> {
    let at = |layer: usize| estimate(walks.iter().map(|walk| walk.ln_ratios[layer])).map(f64::exp);
    (0..walks[0].ln_ratios.len()).map(at).collect()
}

fn end(walks: &[&Walk]) -> Estimate {
    estimate(walks.iter().map(|walk| grown(walk))).map(f64::exp)
}

/// ln of the last ratio over the first.
fn grown(walk: &Walk) -> f64 {
    walk.ln_ratios[walk.ln_ratios.len() - 1] - walk.ln_ratios[0]
}

fn self_attention(config: &Config) -> SelfAttention {
    let noise = config.noises[config.noises.len() / 2];
    let to_others = |&width: &usize| {
        let given: Vec<f64> = (0..config.draws)
            .into_par_iter()
            .map(|draw| Drawn::new(config, width, noise, draw).to_others().ln())
            .collect();
        estimate(given).map(f64::exp)
    };
    // The largest subspace has this many tokens.
    let most = config.tokens.div_ceil(config.heads);
    let bound = |&width: &usize| self_attention_gap(most - 1, config.tokens - most, width, noise);
    SelfAttention {
        noise,
        widths: config.widths.clone(),
        to_others: config.widths.iter().map(to_others).collect(),
        bounds: config.widths.iter().map(bound).collect(),
    }
}

fn estimate(draws: impl IntoIterator<Item = f64>) -> Estimate {
    mean_estimate(&draws.into_iter().collect::<Vec<_>>(), LEVEL)
}
