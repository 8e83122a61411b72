//! Images and what moves in them: shifts, blur, perspective, rigid motion, light.

pub mod blurred;
pub mod bumpy_ball;
pub mod grey_share;
pub mod homography;
pub mod image;
pub mod lambert;
pub mod paint;
pub mod polar;
pub mod posed_solid;
pub mod rigid;
pub mod sphere;
pub mod translation_orbit;
