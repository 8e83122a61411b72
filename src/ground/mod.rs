//! The ground under every room: files, scale, device and progress, and the words for a number with its interval and for
//! pixels, which settings, outcomes and drawings share.

pub mod device;
pub mod estimate;
pub mod failure;
pub mod files;
pub mod pixels;
pub mod progress;
pub mod scale;
