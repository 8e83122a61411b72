//! `white_box infer`, run as a reader runs it: what loads, what is refused and how, and what is written.

mod loads;
mod refusals;

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    process::{Command, Output},
};

use ground_up::{ground::files, nn::TensorFile};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use tempfile::TempDir;

const CRATE: &str = "crate_rgb16.safetensors";
const VIT: &str = "vit_rgb16.safetensors";

/// A tensor as it lies in a file.
#[derive(Clone)]
struct Stored {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

type Tensors = BTreeMap<String, Stored>;

impl Stored {
    fn single(shape: &[usize], numbers: &[f32]) -> Self {
        let bytes = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
        Self { dtype: Dtype::F32, shape: shape.to_vec(), bytes }
    }

    fn numbers(&self) -> Vec<f32> {
        self.bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
    }

    fn changed(&self, number: impl Fn(f32) -> f32) -> Self {
        Self::single(&self.shape, &self.numbers().into_iter().map(number).collect::<Vec<_>>())
    }

    fn of<const N: usize>(&self, dtype: Dtype, each: impl Fn(f32) -> [u8; N]) -> Self {
        Self { dtype, shape: self.shape.clone(), bytes: self.numbers().into_iter().flat_map(each).collect() }
    }
}

fn oracle(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles").join(name)
}

/// What the other program gave.
fn given(file: &str, name: &str) -> Vec<f32> {
    TensorFile::read(&oracle(file)).unwrap().numbers(name).unwrap()
}

/// The state dict of a fixture, and its images.
fn fixture(name: &str) -> (Tensors, Stored) {
    let bytes = files::read(&oracle(name)).unwrap();
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let stored = |tensor: TensorView<'_>| Stored {
        dtype: tensor.dtype(),
        shape: tensor.shape().to_vec(),
        bytes: tensor.data().to_vec(),
    };
    let all: Tensors = file.tensors().into_iter().map(|(name, tensor)| (name, stored(tensor))).collect();
    let images = all["io.images"].clone();
    (all.into_iter().filter(|(name, _)| !name.starts_with("io.")).collect(), images)
}

/// A folder with weights, images and whatever is written.
struct Bench {
    folder: TempDir,
}

impl Bench {
    fn new(weights: &Tensors, metadata: &[(&str, &str)], images: &Stored) -> Self {
        let bench = Self { folder: tempfile::tempdir().unwrap() };
        bench.put("weights.safetensors", weights, metadata);
        bench.put("images.safetensors", &Tensors::from([("images".to_owned(), images.clone())]), &[]);
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, tensors: &Tensors, metadata: &[(&str, &str)]) {
        let views = tensors.iter().map(|(name, Stored { dtype, shape, bytes })| {
            (name.as_str(), TensorView::new(*dtype, shape.clone(), bytes).unwrap())
        });
        let metadata: HashMap<String, String> =
            metadata.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        files::write_whole(&self.path(name), &safetensors::serialize(views, Some(metadata)).unwrap()).unwrap();
    }

    fn run(&self, flags: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_white_box"))
            .args(["infer", "--weights"])
            .arg(self.path("weights.safetensors"))
            .arg("--images")
            .arg(self.path("images.safetensors"))
            .arg("--out")
            .arg(self.path("out.safetensors"))
            .args(flags)
            .output()
            .unwrap()
    }

    /// What is written.
    fn answer(&self, flags: &[&str]) -> TensorFile {
        let output = self.run(flags);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let out = self.path("out.safetensors");
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim_end(), out.to_string_lossy());
        TensorFile::read(&out).unwrap()
    }

    fn logits(&self, flags: &[&str]) -> Vec<f32> {
        self.answer(flags).numbers("logits").unwrap()
    }

    /// The run failed with this code and one line on stderr that holds all of `parts`, and wrote nothing.
    fn fails(&self, flags: &[&str], code: i32, parts: &[&str]) {
        let output = self.run(flags);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{stderr}");
        assert!(stderr.lines().count() == 1 && stderr.starts_with("error: "), "{stderr}");
        for part in parts {
            assert!(stderr.contains(part), "{part} is not in {stderr}");
        }
        assert!(output.stdout.is_empty() && !self.path("out.safetensors").exists());
    }

    fn refuses(&self, flags: &[&str], parts: &[&str]) {
        self.fails(flags, 2, parts);
    }
}

const FOUR: &[(&str, &str)] = &[("heads", "4")];

/// Refused weights: those of the released module after a change.
fn refuses_weights(change: impl FnOnce(&mut Tensors), parts: &[&str]) {
    let (mut weights, images) = fixture(CRATE);
    change(&mut weights);
    Bench::new(&weights, FOUR, &images).refuses(&[], parts);
}

/// Refused images, beside the weights of the released module.
fn refuses_images(images: &Stored, parts: &[&str]) {
    Bench::new(&fixture(CRATE).0, FOUR, images).refuses(&[], parts);
}

fn hold(ours: &TensorFile, name: &str, theirs: &[f32], tolerance: f32) {
    let ours = ours.numbers(name).unwrap();
    let most = theirs.iter().fold(1.0_f32, |most, x| most.max(x.abs()));
    let off = ours.iter().zip(theirs).fold(0.0_f32, |off, (a, b)| off.max((a - b).abs()));
    assert!(ours.len() == theirs.len() && off < tolerance * most, "{name}: {off} of {most}");
}
