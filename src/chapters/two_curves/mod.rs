//! Chapter 2, Identification: binary classification of two curves.

use crate::figure::{Chapter, Of};

use certificate::Certificate;
use kernel_decay::KernelDecay;
use sample_aperture::SampleAperture;

pub mod certificate;
pub mod kernel_decay;
pub mod sample_aperture;

/// The chapter's figures, in reading order.
pub static CHAPTER: Chapter = Chapter {
    id: "two_curves",
    number: 2,
    title: "Identification: binary classification of two curves",
    figures: &[&Of::<KernelDecay>::new(), &Of::<Certificate>::new(), &Of::<SampleAperture>::new()],
};
