//! What the house promises as a whole, through its public interface.

mod command_line;
mod front_page;
mod infer;
mod layers;
mod networks;
mod pages;
mod records;
mod shape;
mod staleness;
mod unrolled;

use ground_up::{
    chapters::figures,
    figure::{Figure, Record, reproduction},
    ground::files::checkout,
};

/// Every figure with its record. One that was just begun by `cargo book new` has none: its snapshot says so in words, and
/// fails for it.
fn committed() -> impl Iterator<Item = (&'static dyn Figure, Record)> {
    let begun = |figure: &&'static dyn Figure| {
        let path = reproduction::snapshot_path(&checkout(), figure.id());
        std::fs::read_to_string(path).is_ok_and(|text| text.contains("\nNo numbers yet."))
    };
    let record = |figure: &'static dyn Figure| {
        let made_by = || format!("make its record: cargo run --release --bin {}", figure.id().replace('/', " -- "));
        Record::read(&checkout().join("figures"), figure.id())
            .unwrap_or_else(|error| panic!("{error:#}; {}", made_by()))
    };
    figures().filter(move |figure| !begun(figure)).map(move |figure| (figure, record(figure)))
}
