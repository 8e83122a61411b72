//! The trait every figure implements, and the chapters that list them.

use std::marker::PhantomData;

use anyhow::{Context as _, Result, anyhow};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    Checked, Claim, Context, Drawing, Record, Rule, Settings, Tolerance, record, settings, sources::Sources, tolerance,
};
use crate::ground::scale::Scale;

/// A figure: settings in, numbers out, and what is said and drawn of them.
///
/// `run` cannot see a canvas; `draw` cannot see a setting, and computes nothing.
pub trait Experiment {
    /// `"two_curves/kernel_decay"`: the file, the record, the snapshot and the directive on the page.
    const ID: &'static str;
    /// One line, for `--list` and the caption.
    const TITLE: &'static str;
    /// Files under `data/` that `run` reads.
    const DATA: &'static [&'static str] = &[];
    /// How far each number of the outcome may move when it is computed again, and why; the first rule that covers it counts.
    const TOLERANCES: &'static [Rule];
    /// Every number a reader could turn.
    type Config: Settings;
    /// Every number the drawing or the prose uses, named, with its unit in the doc.
    type Outcome: Serialize + DeserializeOwned;

    /// Computes everything the figure shows.
    fn run(config: &Checked<Self::Config>, context: &Context) -> Result<Self::Outcome>;

    /// What the text asserts, as checks.
    fn claims(outcome: &Self::Outcome) -> Vec<Claim>;

    /// Draws the outcome; nothing is computed here.
    fn draw(outcome: &Self::Outcome) -> Result<Drawing>;
}

/// An experiment without its types: what the command line and the press see.
pub trait Figure: Sync {
    /// See [`Experiment::ID`].
    fn id(&self) -> &'static str;
    /// See [`Experiment::TITLE`].
    fn title(&self) -> &'static str;
    /// See [`Experiment::DATA`].
    fn data(&self) -> &'static [&'static str];
    /// The settings of a scale, as JSON.
    fn config(&self, scale: Scale) -> Value;
    /// Refuses settings with an unknown field, a wrong type or a value out of range.
    fn check(&self, config: &Value) -> Result<()>;
    /// Runs the experiment and keeps what it found. `scale` names the settings: quick, book or custom.
    fn record(&self, scale: &str, config: &Value, context: &Context) -> Result<Record>;
    /// What the text asserts of a record, judged anew.
    fn claims(&self, record: &Record) -> Result<Vec<Claim>>;
    /// The drawing of a record.
    fn draw(&self, record: &Record) -> Result<Drawing>;
    /// The JSON Schema of the settings: what each means, its type and its range.
    fn description(&self) -> Value;
    /// See [`Experiment::TOLERANCES`].
    fn tolerances(&self) -> &'static [Rule];
    /// The tolerance of the number at `pointer` within the outcome, such as `/curves/0/floor`.
    fn tolerance(&self, pointer: &str) -> Tolerance {
        tolerance::at(self.tolerances(), pointer)
    }

    /// The id without its chapter.
    fn name(&self) -> &'static str {
        self.id().split_once('/').map_or(self.id(), |(_, name)| name)
    }
}

/// The [`Figure`] of an [`Experiment`].
#[derive(Debug)]
pub struct Of<E>(PhantomData<fn() -> E>);

impl<E> Of<E> {
    /// The figure of `E`.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<E> Default for Of<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E: Experiment> Of<E> {
    fn typed_config(config: &Value) -> Result<Checked<E::Config>> {
        let typed: E::Config = serde_path_to_error::deserialize(config).map_err(|fault| {
            let field = fault.path().to_string();
            let fault = fault.into_inner().to_string();
            let is_of_type =
                ["invalid type", "invalid value", "invalid length"].iter().any(|kind| fault.starts_with(kind));
            if let Some(expected) = settings::expected::<E::Config>(&field).filter(|_| is_of_type) {
                let found = value_at(config, &field).map_or_else(String::new, |value| format!(", and is {value}"));
                return anyhow!("the setting `{field}` of {} must be {expected}{found}", E::ID);
            }
            let fields = settings::fields(&serde_json::to_value(E::Config::at(Scale::Book)).unwrap_or_default());
            anyhow!("the setting `{field}` of {} does not fit: {fault}; its settings are {fields}", E::ID)
        })?;
        Checked::new(typed).with_context(|| format!("the settings of {} do not fit", E::ID))
    }

    fn typed_outcome(record: &Record) -> Result<E::Outcome> {
        record.ensure_as_made().with_context(|| format!("the record of {} is damaged", E::ID))?;
        serde_path_to_error::deserialize(&record.outcome).map_err(|fault| {
            let field = fault.path().to_string();
            anyhow!(
                "the record of {} is damaged or of another version of it, at `{field}`: {}",
                E::ID,
                fault.into_inner()
            )
        })
    }
}

/// The value at a dotted path such as `train.rates[0]`, if it is short enough to be shown.
fn value_at(config: &Value, path: &str) -> Option<String> {
    let pointer = format!("/{}", path.replace('[', ".").replace(']', "").replace('.', "/"));
    let text = config.pointer(&pointer)?.to_string();
    (text.chars().count() <= 40).then_some(text)
}

impl<E: Experiment> Figure for Of<E> {
    fn id(&self) -> &'static str {
        E::ID
    }

    fn title(&self) -> &'static str {
        E::TITLE
    }

    fn data(&self) -> &'static [&'static str] {
        E::DATA
    }

    fn config(&self, scale: Scale) -> Value {
        serde_json::to_value(E::Config::at(scale)).expect("a Config is plain data")
    }

    fn check(&self, config: &Value) -> Result<()> {
        Self::typed_config(config).map(drop)
    }

    fn record(&self, scale: &str, config: &Value, context: &Context) -> Result<Record> {
        let typed = Self::typed_config(config)?;
        let sources = Sources::current(self)?;
        let outcome = E::run(&typed, context).with_context(|| format!("running {}", E::ID))?;
        let claims = E::claims(&outcome);
        record::plain(&claims).with_context(|| format!("the claims of {}", E::ID))?;
        let outcome = record::plain(&outcome).with_context(|| format!("the outcome of {}", E::ID))?;
        let record = Record {
            id: E::ID.to_owned(),
            title: E::TITLE.to_owned(),
            scale: scale.to_owned(),
            config: serde_json::to_value(&*typed)?,
            claims,
            sums: record::sums(&outcome),
            outcome,
            sources,
        };
        Self::typed_outcome(&record)?;
        Ok(record)
    }

    fn claims(&self, record: &Record) -> Result<Vec<Claim>> {
        Ok(E::claims(&Self::typed_outcome(record)?))
    }

    fn draw(&self, record: &Record) -> Result<Drawing> {
        E::draw(&Self::typed_outcome(record)?).with_context(|| format!("drawing {}", E::ID))
    }

    fn description(&self) -> Value {
        settings::description::<E::Config>()
    }

    fn tolerances(&self) -> &'static [Rule] {
        E::TOLERANCES
    }
}

/// A chapter of the lecture and its figures, in reading order.
pub struct Chapter {
    /// The name of the folder, the binary and the pages.
    pub id: &'static str,
    /// The chapter's number in the lecture; the recap is 0.
    pub number: usize,
    /// The chapter's title, as the book's contents have it.
    pub title: &'static str,
    /// The figures, in reading order.
    pub figures: &'static [&'static dyn Figure],
}

impl Chapter {
    /// The figure called `name`, with or without the chapter's id before it.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<&'static dyn Figure> {
        self.figures.iter().copied().find(|figure| figure.id() == name || figure.name() == name)
    }
}
