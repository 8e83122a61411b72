//! `infer`: what a transformer whose weights are in a file makes of the images in another.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, ensure};
use clap::{ArgMatches, Command, CommandFactory as _, FromArgMatches as _, Parser};

use crate::{
    ground::{
        device::{DeviceError, DeviceKind},
        failure::Failure,
        files,
    },
    nn::{
        Architecture, Crate, Extent, Layered, Matrix, Network, Pool, StateDict, StateDictError, TensorFile, Told, Vit,
        after_attention, after_layer, images_of_planes, released_rates,
    },
};

/// Applies a trained transformer to images: CRATE as released, or a ViT of timm's, of any size.
///
/// Weights and images are safetensors files, and so is what is written: `logits`, [images, classes]. What no shape tells stands
/// in the metadata of the weights, as `heads`, `pool`, `step_size` and `lambda`, or is given here, which goes first.
#[derive(Debug, Parser)]
#[command(name = "infer", max_term_width = 100, after_help = HELP)]
struct Arguments {
    /// The weights: a state dict with the names of the released CRATE or of timm's ViTs, in F16, BF16, F32 or F64
    #[arg(long, value_name = "FILE")]
    weights: PathBuf,
    /// The images, scaled as in training: [images, channels, height, width], in F16, BF16, F32 or F64
    #[arg(long, value_name = "FILE")]
    images: PathBuf,
    /// The tensor that holds the images [default: the only one, or `images`]
    #[arg(long, value_name = "NAME")]
    tensor: Option<String>,
    /// Heads of attention, which no shape tells
    #[arg(long, value_name = "K")]
    heads: Option<usize>,
    /// What the class is read from [default: cls; of a ViT as its last norm is called]
    #[arg(long, value_enum)]
    pool: Option<Pool>,
    /// CRATE's step of sparse coding, η [default: 0.1]
    #[arg(long, value_name = "ETA")]
    step_size: Option<f64>,
    /// CRATE's price of a code, λ; the step's threshold is ηλ [default: 0.1]
    #[arg(long, value_name = "LAMBDA")]
    lambda: Option<f64>,
    /// Write what leaves every layer, too
    #[arg(long)]
    layers: bool,
    /// Where the network is computed
    #[arg(long, value_enum, default_value_t = DeviceKind::Cpu)]
    device: DeviceKind,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

const HELP: &str = "\
With --layers, for each layer l from 0 on: `half.l` and `tokens.l`, [images, tokens, dim], the tokens
after attention and those that leave the layer, the class token first; and of CRATE `rate.l`, [1],
the coding rate that its code measures: of the tokens that enter the layer as its heads see them,
each at length 1, in nats, summed over the heads, the mean over the images.

Names count without the prefixes module., _orig_mod., model. and state_dict.; tensors whose names
begin with io. are kept beside the weights and do not count. Every parameter must be there and no
other, and images must have as many patches as there are positions. What does not fit is refused
with what would be right, and nothing is written.

Examples (after `cargo run --release --bin white_box --`):
  infer --weights crate.safetensors --images digits.safetensors --heads 4 --out scores.safetensors
  infer --weights tests/oracles/crate_rgb16.safetensors --tensor io.images \\
        --images tests/oracles/crate_rgb16.safetensors --layers --out layers.safetensors";

/// The command line.
#[must_use]
pub fn command() -> Command {
    Arguments::command()
}

/// Does what the arguments say; returns the file that was written.
pub fn run(matches: &ArgMatches) -> Result<Vec<PathBuf>, Failure> {
    let arguments = Arguments::from_arg_matches(matches).map_err(|error| Failure::Request(error.into()))?;
    arguments.ensure_writable()?;
    let weights = StateDict::read(&arguments.weights).map_err(failure)?;
    let images = Images::read(&arguments, &weights)?;
    let (told, device) = (arguments.told(), arguments.device);
    let found = match weights.architecture().map_err(failure)? {
        Architecture::Crate => {
            let network = Network::<Crate>::from_state_dict(&weights, images.extent, told, device).map_err(failure)?;
            let sizes = *network.model().sizes();
            let rates = |layer: usize, tokens: &Matrix| -> Result<Vec<f64>, DeviceError> {
                let seen = network.seen_by_heads(layer, tokens)?;
                Ok(released_rates(&seen, sizes.patches.tokens(), sizes.heads))
            };
            let read = Readings { layers: arguments.layers.then_some(sizes.depth), rates: Some(&rates) };
            read.of(&network, &images, [sizes.patches.tokens(), sizes.dim])
        }
        Architecture::Vit => {
            let network = Network::<Vit>::from_state_dict(&weights, images.extent, told, device).map_err(failure)?;
            let sizes = *network.model().sizes();
            let read = Readings { layers: arguments.layers.then_some(sizes.depth), rates: None };
            read.of(&network, &images, [sizes.patches.tokens(), sizes.dim])
        }
    };
    let found = found.map_err(|error| failure(error.into()))?;
    for (name, _, numbers) in &found {
        let every = numbers.len() / images.rows.rows().max(1);
        if let Some(at) = numbers.iter().position(|x| !x.is_finite()) {
            let image = if name.starts_with("rate.") { String::new() } else { format!(" of image {}", at / every) };
            return Err(Failure::Request(anyhow!(
                "{name}{image} is not finite in single precision: scale the images as in training, or take weights from before \
                 it diverged"
            )));
        }
    }
    TensorFile::write(&arguments.out, found, &[]).map_err(failure)?;
    Ok(vec![arguments.out])
}

impl Arguments {
    fn told(&self) -> Told {
        Told { heads: self.heads, pool: self.pool, step_size: self.step_size, lambda: self.lambda }
    }

    /// Refuses an output in the place of an input, or in a folder that cannot be written into.
    fn ensure_writable(&self) -> Result<(), Failure> {
        let same = |input: &Path| matches!((input.canonicalize(), self.out.canonicalize()), (Ok(a), Ok(b)) if a == b);
        if let Some(input) = [&self.weights, &self.images].into_iter().find(|input| same(input)) {
            let fault = anyhow!("--out names {}, which is read: name another file", input.display());
            return Err(Failure::Request(fault));
        }
        let folder = self.out.parent().filter(|folder| !folder.as_os_str().is_empty());
        Ok(files::ensure_writable(folder.unwrap_or(Path::new(".")))?)
    }
}

/// Images, one a row, as networks take them.
struct Images {
    extent: Extent,
    rows: Matrix,
}

impl Images {
    /// Reads the images that the arguments name.
    fn read(arguments: &Arguments, weights: &StateDict) -> Result<Self, Failure> {
        let path = &arguments.images;
        let file = match TensorFile::read(path) {
            Err(StateDictError::Pickle { .. }) => return Err(Failure::Request(anyhow!(pickled(path)))),
            read => read.map_err(failure)?,
        };
        let images = Self::of(&file, arguments.tensor.as_deref(), weights);
        images.map_err(|fault| Failure::Request(fault.context(path.display().to_string())))
    }

    fn of(file: &TensorFile, named: Option<&str>, weights: &StateDict) -> Result<Self> {
        let names = file.names();
        let name = match (named, names.as_slice()) {
            (Some(name), _) => name,
            (None, [only]) => only,
            (None, _) => "images",
        };
        let known = || {
            let listed = names.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
            match names.len() {
                0 => "none".to_owned(),
                1..=5 => listed,
                more => format!("{listed} and {} more", more - 5),
            }
        };
        let shape = file.shape(name).ok_or_else(|| {
            anyhow!("it holds no tensor `{name}`: name one of its tensors with --tensor; they are {}", known())
        })?;
        let &[_, channels, height, width] = shape else {
            return Err(anyhow!("{name} is {shape:?}: [images, channels, height, width] is needed"));
        };
        ensure!(!shape.contains(&0), "{name} is {shape:?}: there is nothing to compute");
        let first = Extent { height, width, channels };
        // Read with the channels last.
        let last = Extent { height: channels, width: height, channels: width };
        let (fits_first, fits_last) = (weights.takes(first), weights.takes(last));
        let looks_last = width <= 4 && channels > 4;
        let is_last = if looks_last { fits_last || !fits_first } else { fits_last && !fits_first };
        ensure!(
            !is_last,
            "{name} is {shape:?}, with the channels last: give [images, channels, height, width], by .permute(0, 3, 1, 2)"
        );
        let numbers = file.numbers(name).map_err(|fault| {
            let bytes = fault.contains("holds U8") || fault.contains("holds I8");
            let remedy = "bytes are no scaled pixels: divide by 255, then subtract the mean and divide by the deviation of \
                          the training, as F32";
            if bytes { anyhow!("{fault}; {remedy}") } else { anyhow!(fault) }
        })?;
        Ok(Self { extent: first, rows: images_of_planes(&numbers, first) })
    }
}

/// Images that are computed at a time, which bounds the memory of large networks.
const AT_A_TIME: usize = 32;

/// The rate of each image, for a layer and the tokens that enter it.
type Rates<'a> = dyn Fn(usize, &Matrix) -> Result<Vec<f64>, DeviceError> + 'a;

/// What is read of a network.
struct Readings<'a> {
    /// How many layers there are, if they are asked for.
    layers: Option<usize>,
    /// If the network has one.
    rates: Option<&'a Rates<'a>>,
}

/// A tensor that will be written: its name, its shape and its numbers.
type Found = (String, Vec<usize>, Vec<f32>);

impl Readings<'_> {
    /// The tensors to write, for tokens of this number and width.
    fn of<M: Layered>(
        &self,
        network: &Network<M>,
        images: &Images,
        [tokens, dim]: [usize; 2],
    ) -> Result<Vec<Found>, DeviceError> {
        let count = images.rows.rows();
        let depth = self.layers.unwrap_or(0);
        let (mut logits, mut halves, mut wholes) = (Vec::new(), vec![Vec::new(); depth], vec![Vec::new(); depth]);
        let mut rates = vec![0.0; depth];
        for start in (0..count).step_by(AT_A_TIME) {
            let images = images.rows.slice(start..count.min(start + AT_A_TIME));
            if self.layers.is_none() {
                logits.extend_from_slice(network.apply(&images)?.values());
                continue;
            }
            let mut seen = vec![Matrix::new(0, 0, Vec::new()); after_attention(depth) + 1];
            let numbers: Vec<usize> = (0..seen.len()).collect();
            network.iterates(&images, &numbers, &mut |number, _, values| seen[number] = values.clone())?;
            for layer in 0..depth {
                let entering = layer.checked_sub(1).map_or(0, after_layer);
                if let Some(of) = self.rates {
                    rates[layer] += of(layer, &seen[entering])?.iter().sum::<f64>();
                }
                halves[layer].extend_from_slice(seen[after_attention(layer)].values());
                wholes[layer].extend_from_slice(seen[after_layer(layer)].values());
            }
            logits.extend_from_slice(seen[after_attention(depth)].values());
        }
        let shape = vec![count, tokens, dim];
        let named = |kind: &str, all: Vec<Vec<f32>>| -> Vec<Found> {
            let tensors = all.into_iter().enumerate();
            tensors.map(|(layer, numbers)| (format!("{kind}.{layer}"), shape.clone(), numbers)).collect()
        };
        let mut found = vec![("logits".to_owned(), vec![count, logits.len() / count], logits)];
        found.extend(named("half", halves).into_iter().chain(named("tokens", wholes)));
        if self.rates.is_some() {
            let mean =
                |(layer, sum): (usize, f64)| (format!("rate.{layer}"), vec![1], vec![(sum / count as f64) as f32]);
            found.extend(rates.into_iter().enumerate().map(mean));
        }
        Ok(found)
    }
}

/// What stands in the way is the machine's, or the request's.
fn failure(error: StateDictError) -> Failure {
    match error {
        StateDictError::File(error) => Failure::World(error),
        StateDictError::Device(DeviceError::NotBuilt) => Failure::Request(DeviceError::NotBuilt.into()),
        StateDictError::Device(error) => Failure::World(error.into()),
        refused => Failure::Request(refused.into()),
    }
}

fn pickled(path: &Path) -> String {
    format!(
        "{0} is a pickle of PyTorch's, which is not opened here; convert it: python3 -c \"import torch; from safetensors.torch \
         import save_file; save_file({{'images': torch.load('{0}', weights_only=True).float().contiguous()}}, '{1}')\"",
        path.display(),
        path.with_extension("safetensors").display()
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_well_formed() {
        super::command().debug_assert();
    }
}
