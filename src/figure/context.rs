//! What a run is given besides its settings: a device, a data folder, and somewhere to show progress.

use std::path::PathBuf;

use crate::ground::{device::DeviceKind, progress::Progress};

/// Where and how to compute; never what. Nothing here may change a number.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The device that networks are built on.
    pub device: DeviceKind,
    /// The folder that `--data` or `GROUND_UP_DATA` names, searched before the committed data.
    pub data: Option<PathBuf>,
    /// Whether long work shows progress.
    pub progress: Progress,
}
