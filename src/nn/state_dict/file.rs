//! Safetensors files: numbers of any precision in, single precision out.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use half::{bf16, f16};
use safetensors::{
    Dtype, SafeTensors,
    tensor::{Metadata, TensorView},
};

use super::error::StateDictError;
use crate::ground::files;

/// A safetensors file, read whole.
#[derive(Debug)]
pub struct TensorFile {
    path: PathBuf,
    bytes: Vec<u8>,
    /// Where the numbers begin.
    start: usize,
    header: Metadata,
}

impl TensorFile {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, StateDictError> {
        let bytes = files::read(path).map_err(StateDictError::File)?;
        if is_pickle(&bytes) {
            return Err(StateDictError::Pickle { path: path.to_owned() });
        }
        let format = |error| StateDictError::Format { path: path.to_owned(), why: format!("{error}") };
        let (length, header) = SafeTensors::read_metadata(&bytes).map_err(format)?;
        let start = size_of::<u64>() + length;
        Ok(Self { path: path.to_owned(), bytes, start, header })
    }

    /// Where the file lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The names of its tensors, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names = self.header.offset_keys();
        names.sort_unstable();
        names
    }

    /// What its metadata say under `key`.
    #[must_use]
    pub fn metadata(&self, key: &str) -> Option<&str> {
        self.header.metadata().as_ref()?.get(key).map(String::as_str)
    }

    /// The shape of a tensor, if there is one of this name.
    #[must_use]
    pub fn shape(&self, name: &str) -> Option<&[usize]> {
        Some(&self.header.info(name)?.shape)
    }

    /// The numbers of a tensor of any floating-point type, in single precision; or why it has none, and what would be right.
    pub fn numbers(&self, name: &str) -> Result<Vec<f32>, String> {
        let info = self.header.info(name).ok_or_else(|| format!("{name} is missing"))?;
        let (from, to) = info.data_offsets;
        let bytes = &self.bytes[self.start + from..self.start + to];
        let numbers: Vec<f32> = match info.dtype {
            Dtype::F32 => bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect(),
            Dtype::F64 => bytes.as_chunks().0.iter().map(|bytes| f64::from_le_bytes(*bytes) as f32).collect(),
            Dtype::F16 => bytes.as_chunks().0.iter().map(|bytes| f16::from_le_bytes(*bytes).to_f32()).collect(),
            Dtype::BF16 => bytes.as_chunks().0.iter().map(|bytes| bf16::from_le_bytes(*bytes).to_f32()).collect(),
            other => return Err(format!("{name} holds {other}: save it as F32, F64, F16 or BF16")),
        };
        match numbers.iter().position(|x| !x.is_finite()) {
            None => Ok(numbers),
            Some(at) => Err(format!(
                "{name} holds {} at {at}: all of its numbers must be finite in single precision",
                numbers[at]
            )),
        }
    }

    /// Writes tensors, each with its name and its shape, in single precision, and metadata beside them; whole or not at all.
    ///
    /// # Panics
    ///
    /// If a tensor has not as many numbers as its shape says.
    pub fn write(
        path: &Path,
        tensors: Vec<(String, Vec<usize>, Vec<f32>)>,
        metadata: &[(&str, String)],
    ) -> Result<(), StateDictError> {
        let as_bytes = |numbers: Vec<f32>| numbers.into_iter().flat_map(f32::to_le_bytes).collect::<Vec<u8>>();
        let tensors: Vec<_> =
            tensors.into_iter().map(|(name, shape, numbers)| (name, shape, as_bytes(numbers))).collect();
        let views = tensors.iter().map(|(name, shape, bytes)| {
            let view = TensorView::new(Dtype::F32, shape.clone(), bytes).expect("as many numbers as the shape says");
            (name.as_str(), view)
        });
        let metadata: HashMap<_, _> = metadata.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        let metadata = Some(metadata).filter(|metadata| !metadata.is_empty());
        let file = safetensors::serialize(views, metadata).expect("names and shapes make a header");
        files::write_whole(path, &file).map_err(StateDictError::File)
    }
}

/// PyTorch's files are a zip archive or, before 1.6, the pickle itself. A safetensors file has an opening brace behind the
/// length of its header.
fn is_pickle(bytes: &[u8]) -> bool {
    let pickle = matches!(bytes, [0x80, 2..=5, ..]);
    (pickle || bytes.starts_with(b"PK\x03\x04")) && bytes.get(8) != Some(&b'{')
}

#[cfg(test)]
mod tests {
    use super::{Dtype, TensorFile, TensorView, is_pickle};
    use crate::ground::files;
    use half::{bf16, f16};

    #[test]
    fn every_precision_becomes_single_and_whole_numbers_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tensors.safetensors");
        let values = [1.5_f32, -0.25, 192.0];
        let bytes = |each: &dyn Fn(f32) -> Vec<u8>| values.iter().flat_map(|&x| each(x)).collect::<Vec<u8>>();
        let tensors = [
            ("single", Dtype::F32, bytes(&|x| x.to_le_bytes().into())),
            ("double", Dtype::F64, bytes(&|x| f64::from(x).to_le_bytes().into())),
            ("half", Dtype::F16, bytes(&|x| f16::from_f32(x).to_le_bytes().into())),
            ("brain", Dtype::BF16, bytes(&|x| bf16::from_f32(x).to_le_bytes().into())),
            ("bytes", Dtype::U8, vec![1, 2, 3]),
        ];
        let views =
            tensors.iter().map(|(name, dtype, bytes)| (*name, TensorView::new(*dtype, vec![3], bytes).unwrap()));
        files::write_whole(&path, &safetensors::serialize(views, None).unwrap()).unwrap();
        let file = TensorFile::read(&path).unwrap();
        // Each of the three is exact in all four precisions.
        for name in ["single", "double", "half", "brain"] {
            assert_eq!(file.numbers(name).unwrap(), values, "{name}");
        }
        assert!(file.numbers("bytes").unwrap_err().contains("U8"));
    }

    #[test]
    fn what_is_written_is_read_again_with_its_metadata() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tensors.safetensors");
        TensorFile::write(&path, vec![("a".into(), vec![2, 1], vec![1.0, -2.0])], &[("heads", "4".into())]).unwrap();
        let file = TensorFile::read(&path).unwrap();
        assert_eq!((file.names(), file.shape("a")), (vec!["a".to_owned()], Some(&[2, 1][..])));
        assert_eq!((file.metadata("heads"), file.metadata("pool")), (Some("4"), None));
        assert_eq!(file.numbers("a").unwrap(), [1.0, -2.0]);
    }

    /// The first bytes of `torch.save` in its two formats, and of safetensors files whose header's length looks like them.
    #[test]
    fn pickles_are_known_by_their_first_bytes() {
        assert!(is_pickle(b"PK\x03\x04\x00\x00\x08\x08\x00\x00"));
        assert!(is_pickle(b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."));
        assert!(!is_pickle(b"\x80\x02\x00\x00\x00\x00\x00\x00{\"a\""));
        assert!(!is_pickle(b"PK\x03\x04\x00\x00\x00\x00{\"a\""));
        assert!(!is_pickle(b""));
    }
}
