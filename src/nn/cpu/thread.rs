//! The processor of each thread.

use dfdx::tensor::{Cache, Cpu};

/// The processor, one for each thread, with a cache of buffers that ends with the thread. dfdx looks into its cache and takes
/// from it in two steps, so that two threads that want a buffer of one size can both find the last one, and one fails.
pub(super) fn processor() -> Cpu {
    thread_local! {
        static PROCESSOR: Cpu = {
            let device = Cpu::default();
            device.enable_cache();
            device
        };
    }
    PROCESSOR.with(Clone::clone)
}
