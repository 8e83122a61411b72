//! The shape of a figure: an experiment, the record of what it found, its claims and its drawing.
//!
//! ```text
//! Config ──run──▶ Outcome ──▶ Record ──draw──▶ Drawing
//! ```

pub mod claim;
pub mod context;
pub mod drawing;
pub mod drift;
pub mod experiment;
pub mod leaves;
pub mod lecture;
pub mod plot;
pub mod record;
pub mod reproduction;
pub mod settings;
pub mod slider;
pub mod sources;
pub mod tolerance;

pub use claim::{Claim, Source, Verdict};
pub use context::Context;
pub use drawing::Drawing;
pub use experiment::{Chapter, Experiment, Figure, Of};
pub use record::Record;
pub use reproduction::Reproduction;
pub use settings::{Checked, Settings};
pub use tolerance::{Rule, Tolerance};
