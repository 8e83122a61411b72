//! How far the numbers may move.

use crate::figure::{Rule, Tolerance};

pub(super) const TOLERANCES: &[Rule] = &[Rule { fields: &[""], tolerance: Tolerance::EXACT }];
