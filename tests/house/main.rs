//! What the house promises as a whole, through its public interface.

mod command_line;
mod layers;
mod networks;
mod records;
mod shape;
mod staleness;
mod unrolled;

use ground_up::{
    chapters::figures,
    figure::{Figure, Record, reproduction},
    ground::files::checkout,
};

/// Every figure with its record. One that was just begun has none: its snapshot holds no numbers yet, and fails for it.
fn committed() -> impl Iterator<Item = (&'static dyn Figure, Record)> {
    let begun = |figure: &&'static dyn Figure| reproduction::snapshot(&checkout(), figure.id()).is_err();
    let record = |figure: &'static dyn Figure| Record::read(&checkout().join("figures"), figure.id()).unwrap();
    figures().filter(move |figure| !begun(figure)).map(move |figure| (figure, record(figure)))
}
