//! Chapter 1, Motivating vignettes.

pub mod articulation;
pub mod chirp_manifold;
pub mod curvature_of_images;
pub mod detection;
pub mod shift_invariance;
pub mod template_search;

use crate::figure::{Chapter, Of};

/// The chapter's figures, in reading order.
pub static CHAPTER: Chapter = Chapter {
    id: "vignettes",
    number: 1,
    title: "Motivating vignettes",
    figures: &[
        &Of::<articulation::Articulation>::new(),
        &Of::<curvature_of_images::CurvatureOfImages>::new(),
        &Of::<shift_invariance::ShiftInvariance>::new(),
        &Of::<chirp_manifold::ChirpManifold>::new(),
        &Of::<detection::Detection>::new(),
        &Of::<template_search::TemplateSearch>::new(),
    ],
};
