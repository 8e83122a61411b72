//! Parameters in safetensors files, under the names and shapes of a PyTorch state dict.

use std::path::{Path, PathBuf};

use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use thiserror::Error;

use super::parameters::{Parameter, Parameters};
use crate::ground::{device::DeviceError, files};

/// What is wrong with a file of parameters.
#[derive(Debug, Error)]
pub enum CheckpointError {
    /// The file cannot be read or written.
    #[error("{0:#}")]
    File(anyhow::Error),
    /// The device has no memory for what the file holds.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// The file is cut short, or no safetensors file.
    #[error("{path} is not a whole safetensors file: {why}")]
    Format {
        /// The file that was to be read.
        path: PathBuf,
        /// What the reader of safetensors says of it.
        why: String,
    },
    /// The file does not have the tensors of the model.
    #[error("{path} does not fit the model: {}", faults.join("; "))]
    Tensors {
        /// The file that was to be read.
        path: PathBuf,
        /// One a tensor that is missing, unexpected, or of another shape or type.
        faults: Vec<String>,
    },
}

/// Writes the parameters, whole or not at all.
pub(super) fn save<'a>(
    path: &Path,
    weights: impl Iterator<Item = (&'a Parameter, Vec<f32>)>,
) -> Result<(), CheckpointError> {
    let bytes = |(parameter, values): (&'a Parameter, Vec<f32>)| {
        (parameter, values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<_>>())
    };
    let all: Vec<_> = weights.map(bytes).collect();
    let views = all.iter().map(|(parameter, bytes)| {
        let view = TensorView::new(Dtype::F32, parameter.shape.clone(), bytes).expect("four bytes a number");
        (parameter.name.as_str(), view)
    });
    let file = safetensors::serialize(views, None).expect("names and shapes make a header");
    files::write_whole(path, &file).map_err(CheckpointError::File)
}

/// The numbers of each of the parameters.
pub(super) fn load(path: &Path, parameters: &Parameters) -> Result<Vec<Vec<f32>>, CheckpointError> {
    let bytes = files::read(path).map_err(CheckpointError::File)?;
    let format = |error| CheckpointError::Format { path: path.to_owned(), why: format!("{error:?}") };
    let file = SafeTensors::deserialize(&bytes).map_err(format)?;
    let mut faults = Vec::new();
    let mut all = Vec::new();
    for Parameter { name, shape, .. } in parameters.all() {
        match file.tensor(name) {
            Err(_) => faults.push(format!("{name} is missing")),
            Ok(view) if view.shape() != shape => {
                faults.push(format!("{name} is {:?} in the file and {shape:?} in the model", view.shape()));
            }
            Ok(view) if view.dtype() != Dtype::F32 => {
                faults.push(format!("{name} is {:?} in the file and F32 in the model", view.dtype()));
            }
            Ok(view) => {
                let (numbers, _) = view.data().as_chunks();
                all.push(numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect());
            }
        }
    }
    let known = |name: &&str| parameters.all().iter().any(|parameter| parameter.name == **name);
    let mut unexpected: Vec<_> = file.names().into_iter().filter(|name| !known(name)).collect();
    unexpected.sort_unstable();
    faults.extend(unexpected.into_iter().map(|name| format!("{name} is unexpected")));
    if faults.is_empty() { Ok(all) } else { Err(CheckpointError::Tensors { path: path.to_owned(), faults }) }
}
