//! What no shape tells.

use std::str::FromStr;

use super::file::TensorFile;
use crate::nn::models::image_tokens::Pool;

/// What the shapes of a state dict do not tell. What is given here goes before the file's metadata, which say it under the same
/// names.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Told {
    /// Heads of attention.
    pub heads: Option<usize>,
    /// What the class is read from.
    pub pool: Option<Pool>,
    /// η of CRATE.
    pub step_size: Option<f64>,
    /// λ of CRATE.
    pub lambda: Option<f64>,
}

impl Told {
    /// The same, and for what is not given what the metadata of `file` say; or what is wrong with either.
    pub(in crate::nn) fn or_metadata(self, file: &TensorFile) -> Result<Self, Vec<String>> {
        let mut faults = Vec::new();
        let mut wrong = |fault: String| faults.push(fault);
        let heads = self.heads.or_else(|| parsed(file, "heads", "a whole number", &mut wrong));
        let pool = self.pool.or_else(|| match file.metadata("pool")? {
            "cls" => Some(Pool::Cls),
            "mean" => Some(Pool::Mean),
            other => {
                wrong(format!("the metadata say pool = {other}: give --pool cls or --pool mean"));
                None
            }
        });
        let step_size = self.step_size.or_else(|| parsed(file, "step_size", "a number", &mut wrong));
        let lambda = self.lambda.or_else(|| parsed(file, "lambda", "a number", &mut wrong));
        if heads == Some(0) {
            wrong("there are 0 heads: give --heads with a whole number from 1 on".to_owned());
        }
        for (name, number) in [("step size", step_size), ("λ", lambda)] {
            if let Some(number) = number.filter(|number| !(0.0..=f64::from(f32::MAX)).contains(number)) {
                wrong(format!("the {name} is {number}: a finite number from 0 on is needed"));
            }
        }
        if faults.is_empty() { Ok(Self { heads, pool, step_size, lambda }) } else { Err(faults) }
    }
}

fn parsed<T: FromStr>(file: &TensorFile, key: &str, kind: &str, wrong: &mut impl FnMut(String)) -> Option<T> {
    let text = file.metadata(key)?;
    let value = text.trim().parse().ok();
    if value.is_none() {
        let flag = key.replace('_', "-");
        wrong(format!("the metadata say {key} = {text}, which is not {kind}: give --{flag}"));
    }
    value
}
