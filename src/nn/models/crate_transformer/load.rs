//! State dicts of CRATE.

use std::path::Path;

use super::{Crate, CrateSizes, Projection};
use crate::{
    ground::device::DeviceKind,
    nn::{
        models::image_tokens::Patches,
        network::Network,
        state_dict::{StateDict, StateDictError, Told, heads_and_pool},
        windows::Extent,
    },
};

/// Where metadata say that a projection back is tied, which leaves no other trace than a missing one.
const PROJECTION: &str = "projection";
const TIED: &str = "tied";

impl CrateSizes {
    /// The sizes that the shapes of a state dict have for images of an extent, and what is told besides; or what is wrong.
    fn of(dict: &StateDict, image: Extent, told: Told) -> Result<Self, Vec<String>> {
        let layer = |part: &str| format!("transformer.layers.0.{part}");
        let embedding = dict.sizes::<2>("to_patch_embedding.2.weight");
        let positions = dict.sizes::<3>("pos_embedding");
        let head = dict.sizes::<2>("mlp_head.1.weight");
        let subspaces = dict.sizes::<2>(&layer("0.fn.qkv.weight"));
        let (&Ok([dim, numbers]), &Ok([_, positions, _]), &Ok([classes, _]), &Ok([inner, _])) =
            (&embedding, &positions, &head, &subspaces)
        else {
            let faults = [embedding.err(), positions.err(), head.err(), subspaces.err()];
            return Err(faults.into_iter().flatten().collect());
        };
        let told = dict.told(told)?;
        let mut faults = Vec::new();
        let patches = Patches::of(image, numbers, positions).map_err(|fault| faults.push(fault));
        let heads = match told.heads {
            Some(heads) if inner.is_multiple_of(heads) => Ok(heads),
            Some(heads) => Err(format!(
                "{inner} rows of {} are no multiple of {heads} heads: give --heads with a divisor of {inner}",
                layer("0.fn.qkv.weight")
            )),
            None => Err(format!(
                "how many heads there are no shape tells, and its metadata neither; it is not guessed (768 numbers were released \
                 as 12 × 64 and as 6 × 128): give --heads with a divisor of {inner}, or write `heads` into the metadata"
            )),
        };
        let heads = heads.map_err(|fault| faults.push(fault));
        let tied = dict.metadata(PROJECTION) == Some(TIED);
        let projection = match heads {
            _ if dict.has(".0.fn.to_out.") => Projection::Free,
            _ if tied => Projection::Tied,
            Ok(1) if inner == dim => Projection::Absent,
            Ok(heads) => {
                faults.push(format!(
                    "{} is missing, which only one head of {dim} numbers has none of, not {heads} of {}: save the whole state \
                     dict, or write `projection` = `tied` into the metadata",
                    layer("0.fn.to_out.0.weight"),
                    inner / heads
                ));
                Projection::Absent
            }
            Err(()) => Projection::Absent,
        };
        let (Ok(patches), Ok(heads), true) = (patches, heads, faults.is_empty()) else { return Err(faults) };
        Ok(Self {
            patches,
            dim,
            depth: dict.count("transformer.layers.", ".0.fn.qkv.weight"),
            heads,
            width: inner / heads,
            classes,
            pool: told.pool.unwrap_or_default(),
            projection,
            step_size: told.step_size.unwrap_or(Self::STEP_SIZE),
            lambda: told.lambda.unwrap_or(Self::LAMBDA),
        })
    }
}

impl Network<Crate> {
    /// The network with the weights of `dict`, for images of an extent. What `told` leaves open the metadata say, or
    /// it is as released: the class token, η = λ = .1. How many heads there are must be told by one of them.
    pub fn from_state_dict(
        dict: &StateDict,
        image: Extent,
        told: Told,
        device: DeviceKind,
    ) -> Result<Self, StateDictError> {
        let sizes = CrateSizes::of(dict, image, told).map_err(|faults| dict.unfit(faults))?;
        dict.network(Crate::new(sizes), device)
    }

    /// Writes a state dict that PyTorch reads, with what no shape tells in its metadata.
    pub fn save_state_dict(&self, path: &Path) -> Result<(), StateDictError> {
        let CrateSizes { heads, pool, step_size, lambda, projection, .. } = self.model().sizes();
        let mut metadata = heads_and_pool(*heads, *pool);
        metadata.extend([("step_size", step_size.to_string()), ("lambda", lambda.to_string())]);
        if *projection == Projection::Tied {
            metadata.push((PROJECTION, TIED.to_owned()));
        }
        self.save_with(path, &metadata)
    }
}
