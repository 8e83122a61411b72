//! State dicts of vision transformers, with timm's names.

use std::path::Path;

use super::{Vit, VitSizes};
use crate::{
    ground::device::DeviceKind,
    nn::{
        models::image_tokens::{Patches, Pool},
        network::Network,
        state_dict::{StateDict, StateDictError, Told, heads_and_pool},
        windows::Extent,
    },
};

impl VitSizes {
    /// The sizes that the shapes of a state dict have for images of an extent, and what is told besides; or what is wrong.
    fn of(dict: &StateDict, image: Extent, told: Told) -> Result<Self, Vec<String>> {
        let filters = dict.sizes::<4>("patch_embed.proj.weight");
        let positions = dict.sizes::<3>("pos_embed");
        let head = dict.sizes::<2>("head.weight");
        let qkv = dict.sizes::<2>("blocks.0.attn.qkv.weight");
        let mlp = dict.sizes::<2>("blocks.0.mlp.fc1.weight");
        let (
            &Ok([dim, channels, side, other]),
            &Ok([_, positions, _]),
            &Ok([classes, _]),
            &Ok([asked, _]),
            &Ok([hidden, _]),
        ) = (&filters, &positions, &head, &qkv, &mlp)
        else {
            let faults = [filters.err(), positions.err(), head.err(), qkv.err(), mlp.err()];
            return Err(faults.into_iter().flatten().collect());
        };
        let mut faults = Vec::new();
        if told.step_size.or(told.lambda).is_some() {
            faults.push("a ViT has no step: leave out --step-size and --lambda".to_owned());
        }
        let told = dict.told(told)?;
        if side != other {
            faults.push(format!("patches are {side} × {other}: only square ones are computed here"));
        } else if image.channels != channels {
            faults.push(format!("images have {} channels: give images of {channels}", image.channels));
        }
        let patches = Patches::of(image, image.channels * side * side, positions).map_err(|fault| faults.push(fault));
        let heads = match told.heads {
            Some(heads) if asked.is_multiple_of(3) && (asked / 3).is_multiple_of(heads) => Ok(heads),
            Some(heads) => Err(format!(
                "{asked} rows of blocks.0.attn.qkv.weight are no multiple of 3 × {heads} heads: give --heads with a divisor \
                 of {}",
                asked / 3
            )),
            None => Err(format!(
                "how many heads there are no shape tells, and its metadata neither; it is not guessed: give --heads with a divisor \
                 of {}, or write `heads` into the metadata",
                asked / 3
            )),
        };
        let heads = heads.map_err(|fault| faults.push(fault));
        // timm's models of the mean patch have their last norm after the mean, and call it so.
        let (pool, norm) = if dict.has("fc_norm.") { (Pool::Mean, "fc_norm") } else { (Pool::Cls, "norm") };
        if told.pool.is_some_and(|told| told != pool) {
            let told = told.pool.unwrap_or_default().name();
            faults.push(format!(
                "its last norm is called {norm}, as in timm's models that pool by {}, not {told}: leave out the pool, or \
                 rename the norm",
                pool.name()
            ));
        }
        let (Ok(patches), Ok(heads), true) = (patches, heads, faults.is_empty()) else { return Err(faults) };
        let depth = dict.count("blocks.", ".attn.qkv.weight");
        Ok(Self { patches, dim, depth, heads, width: asked / 3 / heads, hidden, classes, pool })
    }
}

impl Network<Vit> {
    /// The network with the weights of `dict`, for images of an extent. How many heads there are must be told, or stand in the
    /// metadata.
    pub fn from_state_dict(
        dict: &StateDict,
        image: Extent,
        told: Told,
        device: DeviceKind,
    ) -> Result<Self, StateDictError> {
        let sizes = VitSizes::of(dict, image, told).map_err(|faults| dict.unfit(faults))?;
        dict.network(Vit::new(sizes), device)
    }

    /// Writes a state dict that PyTorch reads, with what no shape tells in its metadata.
    pub fn save_state_dict(&self, path: &Path) -> Result<(), StateDictError> {
        let VitSizes { heads, pool, .. } = self.model().sizes();
        self.save_with(path, &heads_and_pool(*heads, *pool))
    }
}
