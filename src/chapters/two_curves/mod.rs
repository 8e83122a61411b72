//! Chapter 2, Identification: binary classification of two curves.

pub mod certificate;
pub mod end_to_end;
pub mod error_dynamics;
pub mod geometry;
pub mod kernel_decay;
pub mod parameter_landscape;
pub mod sample_aperture;
pub mod width_concentration;

mod curve_setting;
mod depth_walk;
mod network_size;

use crate::figure::{Chapter, Of};

/// The chapter's figures, in reading order.
pub static CHAPTER: Chapter = Chapter {
    id: "two_curves",
    number: 2,
    title: "Identification: binary classification of two curves",
    figures: &[
        &Of::<parameter_landscape::ParameterLandscape>::new(),
        &Of::<geometry::Geometry>::new(),
        &Of::<kernel_decay::KernelDecay>::new(),
        &Of::<width_concentration::WidthConcentration>::new(),
        &Of::<error_dynamics::ErrorDynamics>::new(),
        &Of::<certificate::Certificate>::new(),
        &Of::<sample_aperture::SampleAperture>::new(),
        &Of::<end_to_end::EndToEnd>::new(),
    ],
};
