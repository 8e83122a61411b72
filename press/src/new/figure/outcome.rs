//! What was found.

use serde::{Deserialize, Serialize};

/// Every number that the drawing, the claims and the page use.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The mean of the first draw, of the first two, and so on to all of them.
    pub means: Vec<f64>,
    /// The last mean's distance from 0, in units of its standard error.
    pub standard_errors: f64,
}
