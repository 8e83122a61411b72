//! The card: stock dfdx operations throughout.

use dfdx::tensor::{Cache, Cuda};

use super::device::Device;
use crate::ground::device::DeviceError;

impl Device for Cuda {}

/// The first CUDA card, with a cache of buffers.
pub(super) fn card() -> Result<Cuda, DeviceError> {
    let device = Cuda::try_build(0, 0).map_err(|error| DeviceError::NoCard(format!("{error:?}")))?;
    device.enable_cache();
    Ok(device)
}
