//! The chapters' command line, run as a reader runs it.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

use ground_up::{
    figure::{
        Record,
        sources::{self, Stale},
    },
    ground::files,
    math::kernel::tangent,
};
use serde_json::{Value, json};

fn two_curves(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_two_curves")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The run failed with one line on stderr that starts with `error:` and holds all of `parts`, and wrote nothing.
fn refused(arguments: &[&str], parts: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_string_lossy().into_owned();
    let output = two_curves(&[arguments, &["--out", &out]].concat());
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(stderr.starts_with("error: "), "{stderr}");
    for part in parts {
        assert!(stderr.contains(part), "{part} is not in {stderr}");
    }
    assert!(output.stdout.is_empty());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_setting_from_the_command_line_reaches_the_record_and_the_closed_form() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_string_lossy().into_owned();
    let output = two_curves(&["kernel_decay", "--set", "depths=[7,40,300]", "--out", &out]);
    assert!(output.status.success(), "{}", text(&output.stderr));

    let path = folder.path().join("two_curves/kernel_decay.json");
    assert!(text(&output.stdout).lines().any(|line| Path::new(line) == path));
    let record: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(record["config"]["depths"], json!([7, 40, 300]));
    assert_eq!(record["scale"], "custom");
    let numbers =
        |value: &Value| -> Vec<f64> { value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect() };
    let angles = numbers(&record["outcome"]["angles_rad"]);
    for (curve, depth) in record["outcome"]["curves"].as_array().unwrap().iter().zip([7, 40, 300]) {
        for (&nu, value) in angles.iter().zip(numbers(&curve["kernel"])) {
            // The record holds the closed form itself, printed and read again without loss.
            assert!((value - tangent::deep_kernel(nu, depth)).abs() < 1e-9, "depth {depth}, angle {nu}");
        }
    }
}

#[test]
fn only_paths_go_to_stdout_and_each_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_string_lossy().into_owned();
    let output = two_curves(&["kernel_decay", "--scale", "quick", "--out", &out]);
    let paths: Vec<String> = text(&output.stdout).lines().map(str::to_owned).collect();
    assert_eq!(paths.len(), 3, "record, drawing and run facts");
    assert!(paths.iter().all(|path| Path::new(path).is_file()));
}

#[test]
fn bad_requests_end_in_one_line_and_write_nothing() {
    refused(&["no_such_figure"], &["`no_such_figure`", "kernel_decay"]);
    refused(&["kernel_decay", "--set", "depth=3"], &["`depth`", "depths", "angles"]);
    refused(&["kernel_decay", "--set", "depths=[0]"], &["depths"]);
    refused(
        &["kernel_decay", "--set", "depths=[\"deep\"]"],
        &["`depths[0]`", "must be a whole number, from 1 to", "and is \"deep\""],
    );
    refused(&["kernel_decay", "--set", "angles=circle"], &["`angles`", "must be a whole number", "and is \"circle\""]);
    refused(&["kernel_decay", "--set", "depths=5"], &["`depths`", "must be a list, such as [1,2]", "and is 5"]);
    for value in ["1e999", "NaN", "[5,10"] {
        let text = format!("depths={value}");
        refused(&["kernel_decay", "--set", &text], &[&format!("`{value}` is not JSON"), "a list such as [5,40]"]);
    }
    refused(&["kernel_decay", "--set", "depths"], &["FIELD=VALUE"]);
    refused(&["kernel_decay", "--data", "/no/such/folder"], &["/no/such/folder"]);
    if !cfg!(feature = "cuda") {
        refused(&["kernel_decay", "--device", "cuda"], &["CUDA", "--features cuda"]);
    }
}

#[test]
fn a_damaged_data_file_is_named_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (data, out) = (folder.path().join("data"), folder.path().join("out"));
    std::fs::create_dir(&data).unwrap();
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/mnist");
    let name = "train10k-images-idx3-ubyte.gz";
    let whole = std::fs::read(committed.join(name)).unwrap();
    let altered = [&whole[..1000], &[whole[1000] ^ 1], &whole[1001..]].concat();
    for damaged in [&whole[..whole.len() / 2], &altered] {
        files::write_whole(&data.join(name), damaged).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_vignettes"))
            .args(["shift_invariance", "--scale", "quick", "--data"])
            .args([&data, Path::new("--out"), &out])
            .output()
            .unwrap();
        let stderr = text(&output.stderr);
        let errors: Vec<&str> = stderr.lines().filter(|line| line.starts_with("error: ")).collect();
        assert_eq!(output.status.code(), Some(3), "{stderr}");
        assert!(errors.len() == 1 && stderr.contains(name), "{stderr}");
        assert!(!out.exists(), "something was written");
    }
}

#[test]
fn a_reader_cannot_overwrite_the_books_records_with_settings_of_their_own() {
    let figures = Path::new(env!("CARGO_MANIFEST_DIR")).join("figures").to_string_lossy().into_owned();
    let output = two_curves(&["kernel_decay", "--set", "depths=[3]", "--out", &figures]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("the book's own records"), "{}", text(&output.stderr));
}

#[test]
fn no_number_depends_on_the_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let record = |jobs: &str| {
        let out = folder.path().join(jobs);
        let output = Command::new(env!("CARGO_BIN_EXE_representation"))
            .args(["noising", "--scale", "quick", "--jobs", jobs, "--out"])
            .arg(&out)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        std::fs::read(out.join("representation/noising.json")).unwrap()
    };
    assert!(record("1") == record("2"));
}

#[test]
fn print_config_prints_what_set_would_run() {
    let output = two_curves(&["kernel_decay", "--print-config", "--set", "depths=[3]"]);
    let config: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(config["depths"], json!([3]));
}

#[test]
fn help_teaches_with_examples() {
    let output = two_curves(&["--help"]);
    let help = text(&output.stdout);
    assert!(help.contains("--set") && help.contains("Examples") && help.contains("target/figures/"), "{help}");
}

#[test]
fn every_chapter_lists_its_figures_and_completes_in_the_shell() {
    for binary in [env!("CARGO_BIN_EXE_conclusions"), env!("CARGO_BIN_EXE_two_curves")] {
        let output = Command::new(binary).arg("--list").output().unwrap();
        assert!(output.status.success());
        let completion = Command::new(binary).args(["--completions", "bash"]).output().unwrap();
        assert!(text(&completion.stdout).contains("--print-config"));
    }
}

/// A program in an empty folder, whose checkout is not there.
#[test]
fn a_copied_program_runs_without_its_checkout() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("two_curves");
    std::fs::copy(env!("CARGO_BIN_EXE_two_curves"), &program).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.args(arguments).current_dir(folder.path()).env("GROUND_UP_CHECKOUT", folder.path().join("gone"));
        command.output().unwrap()
    };
    let output = run(&["kernel_decay", "--set", "depths=[5]", "--out", "mine"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let record: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("mine/two_curves/kernel_decay.json")).unwrap())
            .unwrap();
    assert!(record["sources"]["code"]["src/math/kernel/tangent.rs"].is_string());
    let homeless = run(&["kernel_decay", "--set", "depths=[5]"]);
    assert_eq!(homeless.status.code(), Some(2));
    assert!(text(&homeless.stderr).contains("--out"), "{}", text(&homeless.stderr));
}

#[test]
fn resume_leaves_out_what_is_there_and_makes_what_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_string_lossy().into_owned();
    let run = |settings: &str| {
        let output = two_curves(&["kernel_decay", "--set", settings, "--resume", "--out", &out]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stderr).contains("there already")
    };
    assert!(!run("depths=[5]"));
    assert!(run("depths=[5]"));
    assert!(!run("depths=[6]"));
    std::fs::remove_file(folder.path().join("two_curves/kernel_decay.svg")).unwrap();
    assert!(!run("depths=[6]"));
    // A record that was damaged since is made again.
    let path = folder.path().join("two_curves/kernel_decay.json");
    let whole = std::fs::read_to_string(&path).unwrap();
    for (from, to) in
        [("\"floor\": 0", "\"floor\": 1"), ("\"claims\"", "\"claim\""), ("\"curves\": [", "\"curves\": [7,")]
    {
        assert!(whole.contains(from), "{from}");
        files::write_whole(&path, whole.replace(from, to).as_bytes()).unwrap();
        assert!(!run("depths=[6]"), "{to}");
    }
    assert!(run("depths=[6]"));
}

#[test]
fn redraw_makes_the_same_drawing_from_the_record_alone() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_string_lossy().into_owned();
    let drawing = folder.path().join("two_curves/kernel_decay.svg");
    assert!(two_curves(&["kernel_decay", "--set", "depths=[5]", "--out", &out]).status.success());
    let drawn = std::fs::read(&drawing).unwrap();
    std::fs::remove_file(&drawing).unwrap();
    let output = two_curves(&["kernel_decay", "--redraw", "--out", &out]);
    assert_eq!(text(&output.stdout).lines().map(Path::new).collect::<Vec<_>>(), [drawing.as_path()]);
    assert!(std::fs::read(&drawing).unwrap() == drawn);
}

/// The two curves' program with a variable of the environment.
fn with_variable(name: &str, value: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_two_curves")).args(arguments).env(name, value).output().unwrap()
}

#[test]
fn a_variable_is_named_where_it_is_at_fault_and_an_empty_one_is_none() {
    let bad = with_variable("GROUND_UP_DATA", "/no/such/folder", &["--list"]);
    assert_eq!(bad.status.code(), Some(2));
    assert!(text(&bad.stderr).contains("GROUND_UP_DATA names /no/such/folder, which is not a folder"));
    assert!(with_variable("GROUND_UP_DATA", "", &["--list"]).status.success());
    let given = with_variable("GROUND_UP_DATA", "/no/such/folder", &["--list", "--data", "/nor/this"]);
    assert!(text(&given.stderr).contains("--data names /nor/this"), "{}", text(&given.stderr));
    let many = with_variable("RAYON_NUM_THREADS", "100000", &["kernel_decay", "--scale", "quick"]);
    assert_eq!(many.status.code(), Some(2));
    assert!(text(&many.stderr).contains("`RAYON_NUM_THREADS` is 100000, and must be from 1 to 1024"));
    assert!(with_variable("RAYON_NUM_THREADS", "0", &["--list"]).status.success());
}

#[test]
fn a_list_of_named_figures_holds_no_others() {
    let lines = text(&two_curves(&["--list", "kernel_decay"]).stdout);
    assert!(lines.lines().count() == 1 && lines.starts_with("kernel_decay "), "{lines}");
    let json: Value = serde_json::from_slice(&two_curves(&["--list", "--json", "kernel_decay"]).stdout).unwrap();
    assert_eq!(json["figures"].as_array().unwrap().len(), 1);
}

#[test]
fn what_is_asked_for_together_and_cannot_be_is_refused() {
    for arguments in [["--check", "--print-config"], ["--check", "--list"], ["--redraw", "--describe"]] {
        let output = two_curves(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains("cannot be used with"), "{}", text(&output.stderr));
    }
}

/// What was changed since a run is not fresh, and what does not follow from the numbers is made to again.
#[test]
fn damage_is_seen_and_mended() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_string_lossy().into_owned();
    assert!(two_curves(&["kernel_decay", "--scale", "quick", "--out", &out]).status.success());
    let figure = ground_up::chapters::figures().find(|figure| figure.id() == "two_curves/kernel_decay").unwrap();
    let stale = || sources::stale(figure, folder.path()).unwrap();
    let (path, drawing) = (Record::path(folder.path(), figure.id()), Record::drawing_path(folder.path(), figure.id()));
    let whole = std::fs::read_to_string(&path).unwrap();
    let drawn = std::fs::read(&drawing).unwrap();
    // The settings are those of the quick scale.
    assert_eq!(stale(), Stale { numbers: vec!["the settings changed".to_owned()], drawn: Vec::new() });
    let put = |from: &str, to: &str| {
        assert!(whole.contains(from), "{from}");
        files::write_whole(&path, whole.replacen(from, to, 1).as_bytes()).unwrap();
        stale()
    };
    assert_eq!(
        put("\"verdict\": \"holds\"", "\"verdict\": \"does not hold\"").drawn,
        ["its claims are not those of its numbers"]
    );
    for (from, to) in
        [("\"floor\": 0", "\"floor\": 1"), ("\"curves\": [", "\"curves\": [7,"), ("\"curves\"", "\"curve\"")]
    {
        let numbers = put(from, to).numbers;
        assert!(numbers.len() == 1 && numbers[0].contains("its record cannot be read: `curve"), "{numbers:?}");
        let output = two_curves(&["kernel_decay", "--redraw", "--out", &out]);
        assert_eq!(output.status.code(), Some(3));
        assert!(text(&output.stderr).contains("was changed after its run"), "{}", text(&output.stderr));
    }
    put("{", "{");
    std::fs::remove_file(&drawing).unwrap();
    assert_eq!(stale().drawn, ["there is no drawing"]);
    files::write_whole(&drawing, b"<svg/>").unwrap();
    assert_eq!(stale().drawn, ["its drawing is not that of its numbers"]);
    put("\"verdict\": \"holds\"", "\"verdict\": \"cited\"");
    assert!(two_curves(&["kernel_decay", "--redraw", "--out", &out]).status.success());
    assert!(stale().drawn.is_empty());
    assert!(std::fs::read(&drawing).unwrap() == drawn && std::fs::read_to_string(&path).unwrap() == whole);
}

/// All or none: what cannot be replaced is found before the run.
#[test]
fn a_write_protected_drawing_is_refused_before_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_string_lossy().into_owned();
    let drawing = folder.path().join("two_curves/kernel_decay.svg");
    files::write_whole(&drawing, b"<svg/>").unwrap();
    let mut permissions = drawing.metadata().unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&drawing, permissions).unwrap();
    let output = two_curves(&["kernel_decay", "--scale", "quick", "--out", &out]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).contains("kernel_decay.svg is write-protected"), "{}", text(&output.stderr));
    assert_eq!(std::fs::read_dir(folder.path().join("two_curves")).unwrap().count(), 1);
}

/// `head -1` takes a line and goes, and a full disk takes none: the run is done, the drawing made.
#[test]
#[cfg(unix)]
fn a_reader_that_has_gone_costs_no_run() {
    for (shell, code) in [
        ("\"$0\" kernel_decay --scale quick --out \"$1\" 2>&1 >/dev/null | head -0", Some(0)),
        ("\"$0\" kernel_decay --scale quick --out \"$1\" | head -0", Some(0)),
        ("\"$0\" kernel_decay --scale quick --out \"$1\" 2>&-", Some(0)),
        ("\"$0\" kernel_decay --scale quick --out \"$1\" >/dev/full 2>/dev/full", Some(3)),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let program = [env!("CARGO_BIN_EXE_two_curves"), &folder.path().to_string_lossy()];
        let status = Command::new("sh").args(["-c", shell]).args(program).stderr(Stdio::null()).status().unwrap();
        assert_eq!(status.code(), code, "{shell}");
        for ending in ["json", "run.json", "svg"] {
            assert!(folder.path().join(format!("two_curves/kernel_decay.{ending}")).is_file(), "{shell}: {ending}");
        }
    }
}

/// `/dev/full` refuses every byte, as a pipe does whose reader has gone.
#[test]
#[cfg(target_os = "linux")]
fn a_full_stderr_costs_no_run() {
    let folder = tempfile::tempdir().unwrap();
    let status = Command::new("sh")
        .arg("-c")
        .arg("exec \"$0\" kernel_decay --scale quick --out \"$1\" 2>/dev/full")
        .args([env!("CARGO_BIN_EXE_two_curves"), &folder.path().to_string_lossy()])
        .status()
        .unwrap();
    assert!(status.success());
    assert!(folder.path().join("two_curves/kernel_decay.json").is_file());
}

#[test]
fn describe_and_list_are_json_with_docs_ranges_and_states() {
    let schema: Value = serde_json::from_slice(&two_curves(&["kernel_decay", "--describe"]).stdout).unwrap();
    let depths = &schema["properties"]["depths"];
    assert_eq!((&depths["items"]["minimum"], &depths["items"]["maximum"]), (&json!(1), &json!(10_000)));
    assert!(depths["description"].as_str().unwrap().contains("Hidden layers"));
    let list: Value = serde_json::from_slice(&two_curves(&["--list", "--json"]).stdout).unwrap();
    let ids: Vec<&str> = list["figures"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"two_curves/kernel_decay") && list["figures"][0]["stale"].is_array());
}
