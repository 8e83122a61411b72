//! Parameters in safetensors files, under the names and shapes of a PyTorch state dict.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use thiserror::Error;

use super::parameters::{Parameter, Parameters};

/// What is wrong with a file of parameters.
#[derive(Debug, Error)]
pub enum CheckpointError {
    /// The file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is cut short, or no safetensors file.
    #[error("{path} is not a whole safetensors file: {why}")]
    Format {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// The file does not have the tensors of the model.
    #[error("{path} does not fit the model: {}", faults.join("; "))]
    Tensors {
        /// The file.
        path: PathBuf,
        /// One a tensor that is missing, unexpected, or of another shape or type.
        faults: Vec<String>,
    },
}

/// Writes the parameters through a temporary file beside `path`.
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
    let file = safetensors::serialize(views, &None).expect("names and shapes make a header");
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || {
        let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
        temporary.write_all(&file)?;
        temporary.persist(path).map_err(|error| error.error)
    };
    write().map(drop).map_err(|source| CheckpointError::File { path: path.to_owned(), source })
}

/// The numbers of each of the parameters.
pub(super) fn load(path: &Path, parameters: &Parameters) -> Result<Vec<Vec<f32>>, CheckpointError> {
    let bytes = std::fs::read(path).map_err(|source| CheckpointError::File { path: path.to_owned(), source })?;
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
    let known = |name: &&String| parameters.all().iter().any(|parameter| parameter.name == **name);
    let mut unexpected: Vec<_> = file.names().into_iter().filter(|name| !known(name)).collect();
    unexpected.sort();
    faults.extend(unexpected.into_iter().map(|name| format!("{name} is unexpected")));
    if faults.is_empty() { Ok(all) } else { Err(CheckpointError::Tensors { path: path.to_owned(), faults }) }
}
