//! The drawing.
use super::Outcome;
use crate::figure::{
    Drawing,
    plot::{Chart, Grid},
};
use anyhow::Result;

pub(super) fn draw(_outcome: &Outcome) -> Result<Drawing> {
    let chart = Chart::new(("x", 0.0..1.0), ("y", 0.0..1.0));
    Grid::new("", "").lead([chart]).drawing()
}
