//! What loads, and what comes out of it.

use std::{path::Path, process::Command};

use ground_up::nn::TensorFile;
use half::{bf16, f16};
use safetensors::Dtype;

use super::{Bench, CRATE, FOUR, Stored, Tensors, VIT, fixture, given, hold, oracle, refuses_weights};

#[test]
fn the_released_modules_outputs_layer_by_layer() {
    let (weights, images) = fixture(CRATE);
    let bench = Bench::new(&weights, FOUR, &images);
    let answer = bench.answer(&["--layers"]);
    let names = ["half.0", "half.1", "logits", "rate.0", "rate.1", "tokens.0", "tokens.1"];
    assert_eq!(answer.names(), names);
    for name in names {
        // The released code takes determinants in single precision; the other sums differ in their order.
        let tolerance = if name.starts_with("rate.") { 1e-4 } else { 1e-5 };
        hold(&answer, name, &given(CRATE, &format!("io.{name}")), tolerance);
    }
    assert_eq!(answer.shape("tokens.1"), Some(&[2, 17, 48][..]));
    assert_eq!(bench.answer(&[]).names(), ["logits"]);
    // The fixture as it is, its inputs and outputs beside the weights.
    let (out, file) = (bench.path("whole.safetensors"), oracle(CRATE));
    let output = Command::new(env!("CARGO_BIN_EXE_white_box"))
        .args(["infer", "--tensor", "io.images", "--weights"])
        .args([&file, Path::new("--images"), &file, Path::new("--out"), &out])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    hold(&TensorFile::read(&out).unwrap(), "logits", &given(CRATE, "io.logits"), 1e-5);
}

#[test]
fn a_vit_of_timms() {
    let (weights, images) = fixture(VIT);
    let bench = Bench::new(&weights, FOUR, &images);
    let answer = bench.answer(&["--layers"]);
    assert_eq!(answer.names(), ["half.0", "half.1", "logits", "tokens.0", "tokens.1"]);
    for name in ["logits", "tokens.0", "tokens.1"] {
        hold(&answer, name, &given(VIT, &format!("io.{name}")), 1e-5);
    }
    bench.answer(&["--pool", "cls"]);
    std::fs::remove_file(bench.path("out.safetensors")).unwrap();
    bench.refuses(&["--pool", "mean"], &["called norm", "cls, not mean", "leave out"]);
    bench.refuses(&["--lambda", "0.1"], &["ViT", "--lambda"]);
    bench.refuses(&["--heads", "5"], &["5 heads", "divisor of 48"]);
    Bench::new(&weights, &[], &images).refuses(&[], &["--heads", "metadata"]);
    let mut headless = weights.clone();
    headless.retain(|name, _| !name.starts_with("head."));
    Bench::new(&headless, FOUR, &images).refuses(&[], &["head.weight is missing"]);
    let grey = Stored::single(&[2, 1, 16, 16], &images.numbers()[..512]);
    Bench::new(&weights, FOUR, &grey).refuses(&[], &["1 channels", "give images of 3"]);
    // The mean of the patches, whose norm comes after it.
    let rename = |(name, tensor): (String, Stored)| {
        (if name.starts_with("norm.") { format!("fc_{name}") } else { name }, tensor)
    };
    let mean: Tensors = weights.into_iter().map(rename).collect();
    let bench = Bench::new(&mean, FOUR, &images);
    assert_ne!(bench.logits(&[]), given(VIT, "io.logits"));
    std::fs::remove_file(bench.path("out.safetensors")).unwrap();
    bench.refuses(&["--pool", "cls"], &["fc_norm", "mean, not cls"]);
}

#[test]
fn prefixes_in_any_order() {
    let (weights, images) = fixture(CRATE);
    let expected = Bench::new(&weights, FOUR, &images).logits(&[]);
    for prefix in ["module.", "_orig_mod.module.", "state_dict.model._orig_mod.module.", "model.state_dict."] {
        let named = weights.iter().map(|(name, tensor)| (format!("{prefix}{name}"), tensor.clone())).collect();
        assert_eq!(Bench::new(&named, FOUR, &images).logits(&[]), expected);
    }
    refuses_weights(
        |weights| {
            let twice = weights["cls_token"].clone();
            weights.insert("module.cls_token".to_owned(), twice);
        },
        &["cls_token and module.cls_token", "keep one"],
    );
}

/// Second road: the numbers rounded to the precision by hand.
#[test]
fn every_precision() {
    let (weights, images) = fixture(CRATE);
    let all = |change: &dyn Fn(&Stored) -> Stored| -> Tensors {
        weights.iter().map(|(name, tensor)| (name.clone(), change(tensor))).collect()
    };
    let logits = |weights: &Tensors| Bench::new(weights, FOUR, &images).logits(&[]);
    let double = all(&|tensor| tensor.of(Dtype::F64, |x| f64::from(x).to_le_bytes()));
    assert_eq!(logits(&double), logits(&weights));
    let half = all(&|tensor| tensor.of(Dtype::F16, |x| f16::from_f32(x).to_le_bytes()));
    assert_eq!(logits(&half), logits(&all(&|tensor| tensor.changed(|x| f16::from_f32(x).to_f32()))));
    let brain = all(&|tensor| tensor.of(Dtype::BF16, |x| bf16::from_f32(x).to_le_bytes()));
    assert_eq!(logits(&brain), logits(&all(&|tensor| tensor.changed(|x| bf16::from_f32(x).to_f32()))));
    let halved = images.of(Dtype::F16, |x| f16::from_f32(x).to_le_bytes());
    let rounded = images.changed(|x| f16::from_f32(x).to_f32());
    let of = |images: &Stored| Bench::new(&weights, FOUR, images).logits(&[]);
    assert_eq!(of(&halved), of(&rounded));
    refuses_weights(
        |weights| {
            let token = weights.get_mut("cls_token").unwrap();
            *token = token.of(Dtype::I32, |x| (x as i32).to_le_bytes());
        },
        &["cls_token holds I32", "F32"],
    );
}

/// Second road: one head as wide as a token, whose answers go back by the identity.
#[test]
fn one_head_of_full_width_needs_no_projection_back() {
    let (mut weights, images) = fixture(CRATE);
    for (name, tensor) in &mut weights {
        if name.ends_with("to_out.0.weight") {
            let identity: Vec<f32> = (0..48 * 48).map(|at| f32::from(u8::from(at % 49 == 0))).collect();
            *tensor = Stored::single(&[48, 48], &identity);
        } else if name.ends_with("to_out.0.bias") {
            *tensor = tensor.changed(|_| 0.0);
        }
    }
    let one: &[&str] = &["--heads", "1"];
    let expected = Bench::new(&weights, &[], &images).logits(one);
    weights.retain(|name, _| !name.contains("to_out"));
    let bench = Bench::new(&weights, &[], &images);
    hold(&bench.answer(one), "logits", &expected, 1e-5);
    std::fs::remove_file(bench.path("out.safetensors")).unwrap();
    bench.refuses(&["--heads", "4"], &["to_out.0.weight is missing", "not 4 of 12"]);
    // Nothing is concluded from the missing projection.
    bench.refuses(&[], &["--heads"]);
}

#[test]
fn flags_go_before_metadata_and_metadata_before_what_was_released() {
    let (weights, images) = fixture(CRATE);
    let said = [("heads", "2"), ("pool", "mean"), ("step_size", "0.2"), ("lambda", "0.3")];
    let by_metadata = Bench::new(&weights, &said, &images).logits(&[]);
    let flags = ["--heads", "2", "--pool", "mean", "--step-size", "0.2", "--lambda", "0.3"];
    let other = [("heads", "4"), ("pool", "cls"), ("step_size", "7"), ("lambda", "none")];
    assert_eq!(Bench::new(&weights, &other, &images).logits(&flags), by_metadata);
    let released = ["--heads", "4", "--pool", "cls", "--step-size", "0.1", "--lambda", "0.1"];
    let bench = Bench::new(&weights, FOUR, &images);
    assert_eq!(bench.logits(&released), bench.logits(&[]));
    for change in [["--heads", "2"], ["--pool", "mean"], ["--step-size", "0.2"], ["--lambda", "0.3"]] {
        assert_ne!(bench.logits(&change), bench.logits(&[]), "{change:?}");
    }
    let spoilt = |key, value| Bench::new(&weights, &[("heads", "4"), (key, value)], &images);
    spoilt("lambda", "none").refuses(&[], &["lambda = none", "--lambda"]);
    spoilt("pool", "max").refuses(&[], &["pool = max", "--pool"]);
    spoilt("step_size", "inf").refuses(&[], &["step size is inf", "finite"]);
}

#[test]
fn the_tensor_of_the_images_is_found_or_asked_for() {
    let (weights, images) = fixture(CRATE);
    let bench = Bench::new(&weights, FOUR, &images);
    let expected = bench.logits(&[]);
    let put = |names: &[&str]| {
        let tensors = names.iter().map(|name| ((*name).to_owned(), images.clone())).collect();
        bench.put("images.safetensors", &tensors, &[]);
        let _ = std::fs::remove_file(bench.path("out.safetensors"));
    };
    put(&["only"]);
    assert_eq!(bench.logits(&[]), expected);
    put(&["images", "others"]);
    assert_eq!(bench.logits(&[]), expected);
    put(&["train", "test"]);
    bench.refuses(&[], &["no tensor `images`", "--tensor", "test, train"]);
    assert_eq!(bench.logits(&["--tensor", "test"]), expected);
    put(&["a", "b", "c", "d", "e", "f", "g"]);
    bench.refuses(&["--tensor", "test"], &["no tensor `test`", "a, b, c, d, e and 2 more"]);
}

#[test]
fn help_teaches() {
    let help = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_white_box")).args(arguments).output().unwrap();
        assert!(output.status.success());
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(help(&["--help"]).contains("infer"));
    let infer = help(&["infer", "--help"]);
    for part in ["Examples", "--layers", "metadata", "half.l", "rate.l", "module.", "nothing is"] {
        assert!(infer.contains(part), "{part} is not in {infer}");
    }
    assert!(help(&["--completions", "bash"]).contains("--step-size"));
}
