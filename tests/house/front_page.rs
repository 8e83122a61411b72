//! The front page lists the figures that there are.

use ground_up::{chapters::figures, ground::files::checkout};

#[test]
fn the_readme_lists_every_figure_in_reading_order_and_no_other() {
    let readme = std::fs::read_to_string(checkout().join("README.md")).unwrap();
    let row = |line: &str| line.strip_prefix("| `")?.split_once("` |").map(|(id, _)| id.to_owned());
    let listed: Vec<String> = readme.lines().filter_map(row).collect();
    let there: Vec<String> = figures().map(|figure| figure.id().to_owned()).collect();
    assert_eq!(listed, there);
}
