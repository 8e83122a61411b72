//! Another program's outputs, counts, and files.

use std::path::{Path, PathBuf};

use super::{Vit, VitSizes};
use crate::{
    ground::device::DeviceKind,
    nn::{
        Extent, Matrix, Module as _, Network, Patches, Pool, StateDict, TensorFile, Told, after_layer, images_of_planes,
    },
};

fn oracle() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/vit_rgb16.safetensors")
}

/// Literals: torch 2.15.0. Single precision in another order, and an exponential and a normal distribution of our own, each
/// right to some 1e-7.
#[test]
fn outputs_are_those_of_another_program() {
    let image = Extent { height: 16, width: 16, channels: 3 };
    let (dict, file) = (StateDict::read(&oracle()).unwrap(), TensorFile::read(&oracle()).unwrap());
    let network = Network::<Vit>::from_state_dict(&dict, image, Told::default(), DeviceKind::Cpu).unwrap();
    let images = images_of_planes(&file.numbers("io.images").unwrap(), image);
    let hold = |ours: &Matrix, name: &str| {
        let theirs = file.numbers(name).unwrap();
        let most = theirs.iter().fold(1.0_f32, |most, x| most.max(x.abs()));
        let off = ours.values().iter().zip(&theirs).fold(0.0_f32, |off, (a, b)| off.max((a - b).abs()));
        assert!(ours.values().len() == theirs.len() && off < 1e-5 * most, "{name}: {off} of {most}");
    };
    hold(&network.apply(&images).unwrap(), "io.logits");
    let layers = [after_layer(0), after_layer(1)];
    let visit = &mut |at: usize, _, values: &Matrix| hold(values, &format!("io.tokens.{at}"));
    network.iterates(&images, &layers, visit).unwrap();
}

/// Second road: the closed form against the parameters that are named, and the published numbers.
#[test]
fn parameters_are_as_many_as_published() {
    let count = |sizes: VitSizes| {
        assert_eq!(Vit::new(sizes).parameters().count(), sizes.parameters());
        sizes.parameters()
    };
    let presets = [VitSizes::TINY, VitSizes::SMALL, VitSizes::BASE, VitSizes::LARGE];
    assert_eq!(presets.map(count), [5_717_416, 22_050_664, 86_567_656, 304_326_632]);
    let digits = |dim: usize, depth: usize| {
        let patches = Patches { image: Extent { height: 28, width: 28, channels: 1 }, side: 4 };
        let (width, hidden) = (dim / 4, 4 * dim);
        count(VitSizes { patches, dim, depth, heads: 4, width, hidden, classes: 10, pool: Pool::Cls })
    };
    assert_eq!([digits(24, 4), digits(32, 6), digits(48, 6)], [30_826, 78_794, 173_482]);
}

/// Images wider than high, heads that together are not as wide as a token, and the mean of the patches.
#[test]
fn what_is_saved_loads_whatever_the_sizes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vit.safetensors");
    let image = Extent { height: 8, width: 12, channels: 2 };
    for pool in [Pool::Cls, Pool::Mean] {
        let patches = Patches { image, side: 4 };
        let sizes = VitSizes { patches, dim: 10, depth: 2, heads: 3, width: 4, hidden: 7, classes: 5, pool };
        let network = Network::new(Vit::new(sizes), DeviceKind::Cpu, 3).unwrap();
        network.save_state_dict(&path).unwrap();
        let dict = StateDict::read(&path).unwrap();
        let again = Network::<Vit>::from_state_dict(&dict, image, Told::default(), DeviceKind::Cpu).unwrap();
        assert_eq!(again.model().sizes(), &sizes);
        let x = Matrix::from_fn(3, image.len(), |row, at| ((7 * row + 3 * at) % 11) as f32 - 5.0);
        assert_eq!(again.apply(&x).unwrap(), network.apply(&x).unwrap());
    }
}
