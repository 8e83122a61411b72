//! A state dict: tensors under the names of a model's parameters.

use std::{collections::BTreeMap, path::Path};

use super::{error::StateDictError, file::TensorFile, told::Told};
use crate::{
    ground::device::DeviceKind,
    nn::{
        device::Device,
        models::image_tokens::{Patches, Pool},
        module::Module,
        network::Network,
        parameters::{Parameter, Weights},
        question::Amendment,
        windows::Extent,
    },
};

/// What wrappers put before the names of a model's parameters: data-parallel training, compilation, a trainer, a checkpoint.
const PREFIXES: [&str; 4] = ["module.", "_orig_mod.", "model.", "state_dict."];

/// What begins the names of tensors that are kept beside the weights and are none: inputs and outputs.
const BESIDE: &str = "io.";

/// A state dict in a safetensors file. Its names count without the prefixes `module.`, `_orig_mod.`, `model.` and
/// `state_dict.`, in whichever order they stand; tensors whose names begin with `io.` do not count.
#[derive(Debug)]
pub struct StateDict {
    file: TensorFile,
    /// The names in the file by those of the parameters.
    names: BTreeMap<String, String>,
}

/// The models that state dicts are known of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Architecture {
    /// [`crate::nn::Crate`], as released.
    Crate,
    /// [`crate::nn::Vit`], with timm's names.
    Vit,
}

impl StateDict {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, StateDictError> {
        let file = TensorFile::read(path)?;
        let (mut names, mut faults) = (BTreeMap::new(), Vec::new());
        for name in file.names() {
            let bare = without_prefixes(&name).to_owned();
            if bare.starts_with(BESIDE) {
                continue;
            }
            if let Some(other) = names.insert(bare.clone(), name.clone()) {
                faults.push(format!("{other} and {name} are both {bare}: keep one of them"));
            }
        }
        let dict = Self { file, names };
        if faults.is_empty() { Ok(dict) } else { Err(dict.unfit(faults)) }
    }

    /// Which model it belongs to.
    pub fn architecture(&self) -> Result<Architecture, StateDictError> {
        let overcomplete = |name: &&String| [".D", ".D1"].iter().any(|end| name.ends_with(end));
        if let Some(name) = self.names.keys().find(overcomplete) {
            return Err(self.unfit(vec![format!(
                "{name} is of CRATE-α, whose step has an overcomplete dictionary and a residual connection: only CRATE as \
                 released in 2023 is computed here, so give weights of that"
            )]));
        }
        let some = |start: &str| self.names.keys().any(|name| name.starts_with(start));
        if some("to_patch_embedding.") || some("transformer.layers.") {
            Ok(Architecture::Crate)
        } else if some("patch_embed.") || some("blocks.") {
            Ok(Architecture::Vit)
        } else {
            let names: Vec<&str> = self.names.keys().take(3).map(String::as_str).collect();
            Err(self.unfit(vec![format!(
                "its names ({}) are neither CRATE's (to_patch_embedding.2.weight, …) nor those of a ViT of timm's \
                 (patch_embed.proj.weight, …): save the whole state dict of one of them",
                if names.is_empty() { "none".to_owned() } else { names.join(", ") + ", …" }
            )]))
        }
    }

    /// Whether images of this extent have as many patches as there are positions.
    #[must_use]
    pub fn takes(&self, image: Extent) -> bool {
        let patch = match self.architecture() {
            Ok(Architecture::Crate) => self.sizes::<2>("to_patch_embedding.2.weight").map(|[_, numbers]| numbers),
            Ok(Architecture::Vit) => self
                .sizes::<4>("patch_embed.proj.weight")
                .map(|[_, channels, down, right]| if channels == image.channels { channels * down * right } else { 0 }),
            Err(_) => return false,
        };
        let positions = self.sizes::<3>("pos_embedding").or_else(|_| self.sizes::<3>("pos_embed"));
        let (Ok(numbers), Ok([_, positions, _])) = (patch, positions) else { return false };
        numbers > 0 && Patches::of(image, numbers, positions).is_ok()
    }

    /// `told`, and the rest from the metadata.
    pub(in crate::nn) fn told(&self, told: Told) -> Result<Told, Vec<String>> {
        told.or_metadata(&self.file)
    }

    /// What the metadata say under `key`.
    pub(in crate::nn) fn metadata(&self, key: &str) -> Option<&str> {
        self.file.metadata(key)
    }

    /// Whether there is a tensor whose name has `part` in it.
    pub(in crate::nn) fn has(&self, part: &str) -> bool {
        self.names.keys().any(|name| name.contains(part))
    }

    /// How many tensors have names that begin and end so.
    pub(in crate::nn) fn count(&self, start: &str, end: &str) -> usize {
        self.names.keys().filter(|name| name.starts_with(start) && name.ends_with(end)).count()
    }

    /// The N sizes of a tensor, none of them 0; or what is wrong with it.
    pub(in crate::nn) fn sizes<const N: usize>(&self, name: &str) -> Result<[usize; N], String> {
        let shape = self.names.get(name).and_then(|name| self.file.shape(name));
        let shape = shape.ok_or_else(|| missing(name))?;
        let sizes = <[usize; N]>::try_from(shape).ok().filter(|sizes| !sizes.contains(&0));
        sizes.ok_or_else(|| format!("{name} is {shape:?}: {N} sizes from 1 on are needed"))
    }

    /// The error of these faults.
    pub(in crate::nn) fn unfit(&self, faults: Vec<String>) -> StateDictError {
        StateDictError::Unfit { path: self.file.path().to_owned(), faults }
    }

    /// The model with these weights, if they are its own and no others.
    pub(in crate::nn) fn network<M: Module>(&self, model: M, device: DeviceKind) -> Result<Network<M>, StateDictError> {
        let all = model.parameters().all();
        let (mut values, mut faults) = (Vec::with_capacity(all.len()), Vec::new());
        for parameter in all {
            match self.numbers(parameter) {
                Ok(numbers) => values.push(numbers),
                Err(fault) => faults.push(fault),
            }
        }
        let known = |name: &str| all.iter().any(|parameter| parameter.name == name);
        let surplus = self.names.keys().filter(|name| !known(name));
        faults.extend(surplus.map(|name| format!("{name} is no parameter of the model: leave it out of the file")));
        if !faults.is_empty() {
            return Err(self.unfit(faults));
        }
        let mut network = Network::new(model, device, 0)?;
        network.amend(Restored { values })?;
        Ok(network)
    }

    fn numbers(&self, Parameter { name, shape, .. }: &Parameter) -> Result<Vec<f32>, String> {
        let in_file = self.names.get(name).ok_or_else(|| missing(name))?;
        match self.file.shape(in_file) {
            Some(found) if found != shape => {
                Err(format!("{name} is {found:?}, and must be {shape:?} beside the other tensors"))
            }
            _ => self.file.numbers(in_file),
        }
    }
}

impl<M: Module> Network<M> {
    /// Writes all parameters and what their shapes do not tell.
    pub(in crate::nn) fn save_with(&self, path: &Path, metadata: &[(&str, String)]) -> Result<(), StateDictError> {
        let tensors = self.weights().map(|(of, values)| (of.name.clone(), of.shape.clone(), values));
        TensorFile::write(path, tensors.collect(), metadata)
    }
}

/// What is read from the class token or the mean one, as metadata have it.
pub(in crate::nn) fn heads_and_pool(heads: usize, pool: Pool) -> Vec<(&'static str, String)> {
    vec![("heads", heads.to_string()), ("pool", pool.name().to_owned())]
}

/// Numbers that were kept in a file.
struct Restored {
    /// Of each parameter, in the order of the model.
    values: Vec<Vec<f32>>,
}

impl<M: Module> Amendment<M> for Restored {
    type Report = ();

    fn amend<D: Device>(self, _: &M, weights: &mut Weights<D>) {
        weights.tensors.iter_mut().zip(&self.values).for_each(|(tensor, values)| tensor.copy_from(values));
    }
}

fn without_prefixes(mut name: &str) -> &str {
    while let Some(rest) = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)) {
        name = rest;
    }
    name
}

fn missing(name: &str) -> String {
    format!("{name} is missing: save the whole state dict")
}

#[cfg(test)]
mod tests {
    use super::without_prefixes;

    #[test]
    fn prefixes_go_in_any_order_and_as_often_as_they_come() {
        for name in
            ["cls_token", "module.cls_token", "state_dict.model.module._orig_mod.cls_token", "module.module.cls_token"]
        {
            assert_eq!(without_prefixes(name), "cls_token");
        }
        assert_eq!(without_prefixes("encoder.module.weight"), "encoder.module.weight");
    }
}
