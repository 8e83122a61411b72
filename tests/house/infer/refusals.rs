//! What is refused, each with what would be right.

use std::{path::Path, process::Command};

use ground_up::ground::files;
use safetensors::Dtype;

use super::{Bench, CRATE, FOUR, Stored, Tensors, fixture, refuses_images, refuses_weights};

#[test]
fn heads_are_never_guessed() {
    let (weights, images) = fixture(CRATE);
    Bench::new(&weights, &[], &images).refuses(&[], &["how many heads", "--heads", "metadata", "12 × 64", "6 × 128"]);
    Bench::new(&weights, &[], &images).refuses(&["--heads", "5"], &["48 rows", "5 heads", "divisor of 48"]);
    Bench::new(&weights, &[], &images).refuses(&["--heads", "0"], &["0 heads"]);
    Bench::new(&weights, &[("heads", "four")], &images).refuses(&[], &["heads = four", "--heads"]);
}

#[test]
fn images_have_as_many_patches_as_there_are_positions() {
    let images = |shape: [usize; 4]| Stored::single(&shape, &vec![0.5; shape.iter().product()]);
    refuses_images(
        &images([1, 3, 24, 24]),
        &["24 × 24", "36 patches of 4 × 4", "positions for 16", "16 × 16 if square"],
    );
    refuses_images(&images([1, 3, 16, 18]), &["16 × 18", "patches of 4 × 4", "multiples of 4"]);
    refuses_images(&images([1, 1, 16, 16]), &["48 numbers", "1 channels", "3 (4 × 4)"]);
    // As many patches, in another shape.
    Bench::new(&fixture(CRATE).0, FOUR, &images([1, 3, 8, 32])).answer(&[]);
}

#[test]
fn tensors_that_do_not_fit_are_named() {
    let bias = "transformer.layers.1.0.norm.bias";
    refuses_weights(|weights| drop(weights.remove(bias)), &[&format!("{bias} is missing"), "whole state dict"]);
    refuses_weights(|weights| drop(weights.remove("pos_embedding")), &["pos_embedding is missing"]);
    let extra = Stored::single(&[1], &[1.0]);
    refuses_weights(
        |weights| drop(weights.insert("transformer.extra".to_owned(), extra.clone())),
        &["transformer.extra is no parameter", "leave it out"],
    );
    let short = Stored::single(&[47], &[0.0; 47]);
    refuses_weights(
        |weights| drop(weights.insert(bias.to_owned(), short)),
        &[&format!("{bias} is [47], and must be [48]")],
    );
    for spoilt in [f32::NAN, f32::INFINITY] {
        refuses_weights(
            |weights| *weights.get_mut(bias).unwrap() = weights[bias].changed(|_| spoilt),
            &[bias, &spoilt.to_string(), "finite"],
        );
    }
    refuses_weights(
        |weights| {
            weights.retain(|name, _| !name.starts_with("transformer.layers.1.1."));
            for at in 0..5 {
                weights.insert(format!("extra.{at}"), extra.clone());
            }
        },
        &["transformer.layers.1.1.fn.weight is missing", "; and 3 more"],
    );
    refuses_weights(
        |weights| {
            let head = weights.get_mut("mlp_head.1.weight").unwrap();
            *head = head.changed(|x| x.signum() * 3e38);
        },
        &["logits of image 0 is not finite"],
    );
    let nothing = Tensors::from([("weight".to_owned(), extra)]);
    Bench::new(&nothing, FOUR, &fixture(CRATE).1).refuses(&[], &["neither CRATE's", "timm"]);
}

#[test]
fn overcomplete_crate_is_refused_by_name() {
    refuses_weights(
        |weights| {
            let dictionary = weights.remove("transformer.layers.0.1.fn.weight").unwrap();
            weights.insert("transformer.layers.0.1.fn.D".to_owned(), dictionary);
        },
        &["transformer.layers.0.1.fn.D", "CRATE-α", "2023"],
    );
}

#[test]
fn pickles_and_damaged_files_are_refused_with_a_remedy() {
    let (weights, images) = fixture(CRATE);
    let bench = Bench::new(&weights, FOUR, &images);
    let (file, other) = (bench.path("weights.safetensors"), bench.path("images.safetensors"));
    let whole = [files::read(&file).unwrap(), files::read(&other).unwrap()];
    for pickle in [&b"PK\x03\x04\x00\x00\x08\x08\x00\x00"[..], b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."] {
        files::write_whole(&file, pickle).unwrap();
        bench.refuses(&[], &["weights.safetensors is a pickle", "torch.load", "save_file", "'heads'"]);
        files::write_whole(&file, &whole[0]).unwrap();
        files::write_whole(&other, pickle).unwrap();
        bench.refuses(&[], &["images.safetensors is a pickle", "torch.load", "save_file"]);
        files::write_whole(&other, &whole[1]).unwrap();
    }
    for length in [0, 7, 300, whole[0].len() - 1] {
        files::write_whole(&file, &whole[0][..length]).unwrap();
        bench.refuses(&[], &["weights.safetensors is not a whole safetensors file"]);
    }
    std::fs::remove_file(&file).unwrap();
    bench.fails(&[], 3, &["cannot read", "weights.safetensors"]);
}

#[test]
fn images_are_scaled_and_have_their_channels_first() {
    let (weights, images) = fixture(CRATE);
    let numbers = images.numbers();
    refuses_images(
        &Stored { dtype: Dtype::U8, shape: images.shape.clone(), bytes: vec![7; 2 * 3 * 256] },
        &["images holds U8", "divide by 255", "mean"],
    );
    let refused = ["channels last", ".permute(0, 3, 1, 2)"];
    refuses_images(&Stored::single(&[2, 16, 16, 3], &numbers), &refused);
    refuses_images(&Stored::single(&[1, 24, 24, 3], &[0.5; 24 * 24 * 3]), &refused);
    refuses_images(
        &Stored::single(&[3, 16, 16], &numbers[..768]),
        &["[3, 16, 16]", "[images, channels, height, width]"],
    );
    refuses_images(&Stored::single(&[0, 3, 16, 16], &[]), &["nothing"]);
    refuses_images(&images.changed(|x| if x > 0.0 { f32::NAN } else { x }), &["images holds NaN", "finite"]);
    // Planes of one channel that could be read either way: as many patches of one pixel as of sixteen.
    let mut grey = weights;
    for (name, tensor) in &mut grey {
        if name.starts_with("to_patch_embedding.1.") {
            *tensor = Stored::single(&[16], &tensor.numbers()[..16]);
        } else if name == "to_patch_embedding.2.weight" {
            *tensor = Stored::single(&[48, 16], &tensor.numbers()[..48 * 16]);
        }
    }
    Bench::new(&grey, FOUR, &Stored::single(&[2, 16, 16, 1], &numbers[..512])).refuses(&[], &refused);
    Bench::new(&grey, FOUR, &Stored::single(&[2, 1, 16, 16], &numbers[..512])).answer(&[]);
}

#[test]
fn what_is_read_is_not_written_over() {
    let (weights, images) = fixture(CRATE);
    let bench = Bench::new(&weights, FOUR, &images);
    let before = files::read(&bench.path("weights.safetensors")).unwrap();
    let (file, other) = (bench.path("weights.safetensors"), bench.path("images.safetensors"));
    let output = Command::new(env!("CARGO_BIN_EXE_white_box"))
        .args(["infer", "--weights"])
        .args([&file, Path::new("--images"), &other, Path::new("--out"), &file])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("name another file"));
    assert!(before == files::read(&file).unwrap());
}
