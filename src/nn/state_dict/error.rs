//! What can be wrong with a file of tensors.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::ground::device::DeviceError;

/// Why a file of tensors is refused, and what would be right.
#[derive(Debug, Error)]
pub enum StateDictError {
    /// The file cannot be read or written.
    #[error("{0:#}")]
    File(anyhow::Error),
    /// The device has no memory for what the file holds.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// The file is a pickle, which may run any program when it is opened.
    #[error("{path} is a pickle of PyTorch's, which is not opened here; convert it: {}", conversion(path))]
    Pickle {
        /// The file that was to be read.
        path: PathBuf,
    },
    /// The file is cut short, or no safetensors file.
    #[error("{path} is not a whole safetensors file: {why}")]
    Format {
        /// The file that was to be read.
        path: PathBuf,
        /// What the reader of safetensors says of it.
        why: String,
    },
    /// The file's tensors are not those of the model.
    #[error("{path} does not fit: {}", first_of(faults))]
    Unfit {
        /// The file that was to be read.
        path: PathBuf,
        /// What is wrong, each with what would be right.
        faults: Vec<String>,
    },
}

/// How many faults are printed, before the rest are counted.
const PRINTED: usize = 5;

fn first_of(faults: &[String]) -> String {
    let printed = faults[..faults.len().min(PRINTED)].join("; ");
    match faults.len().saturating_sub(PRINTED) {
        0 => printed,
        more => format!("{printed}; and {more} more"),
    }
}

/// The command that makes a safetensors file of a pickle.
fn conversion(path: &Path) -> String {
    format!(
        "python3 -c \"import torch; from safetensors.torch import save_file; \
         s = torch.load('{}', map_location='cpu', weights_only=True); s = s.get('state_dict', s.get('model', s)); \
         save_file({{k: v.clone().contiguous() for k, v in s.items() if hasattr(v, 'clone')}}, '{}', \
         metadata={{'heads': 'HOW MANY'}})\"",
        path.display(),
        path.with_extension("safetensors").display()
    )
}

#[cfg(test)]
mod tests {
    use super::{PRINTED, StateDictError};

    #[test]
    fn faults_beyond_the_fifth_are_counted() {
        let message = |count: usize| {
            let faults = (0..count).map(|fault| format!("fault {fault}")).collect();
            StateDictError::Unfit { path: "w".into(), faults }.to_string()
        };
        assert!(message(PRINTED).ends_with("fault 4"));
        assert!(message(PRINTED + 3).ends_with("fault 4; and 3 more"));
    }
}
