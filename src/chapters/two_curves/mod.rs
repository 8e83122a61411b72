//! Chapter 2, Identification: binary classification of two curves.

use crate::figure::{Chapter, Of};

use error_dynamics::ErrorDynamics;
use kernel_decay::KernelDecay;
use width_concentration::WidthConcentration;

mod curve_setting;
pub mod error_dynamics;
mod interval;
pub mod kernel_decay;
pub mod width_concentration;

/// The chapter's figures, in reading order.
pub static CHAPTER: Chapter = Chapter {
    id: "two_curves",
    number: 2,
    title: "Identification: binary classification of two curves",
    figures: &[&Of::<KernelDecay>::new(), &Of::<WidthConcentration>::new(), &Of::<ErrorDynamics>::new()],
};
