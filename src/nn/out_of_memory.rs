//! Memory that a card does not have, as an error.
//!
//! An allocation of dfdx that fails panics inside almost every operator, and few have another form. So there is one
//! boundary, around whatever a network does on a card, and behind it the panic is an error. The processor has none: there
//! an allocation that fails ends the program.

use std::{
    any::Any,
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

use crate::ground::device::DeviceError;

/// What CUDA and cuBLAS call it.
const NAMES: [&str; 2] = ["CUDA_ERROR_OUT_OF_MEMORY", "CUBLAS_STATUS_ALLOC_FAILED"];

thread_local! {
    /// Whether this thread is inside the boundary.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// What `run` returns, or [`DeviceError::OutOfMemory`] if the card ran out of memory. Any other panic goes on.
pub(super) fn caught<T>(run: impl FnOnce() -> T) -> Result<T, DeviceError> {
    say_no_more_than_the_error();
    let outside = INSIDE.replace(true);
    // What `run` may leave half done is a network's weights, each of them a whole tensor.
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    INSIDE.set(outside);
    result.map_err(|payload| {
        if is_out_of_memory(payload.as_ref()) { DeviceError::OutOfMemory } else { panic::resume_unwind(payload) }
    })
}

/// Keeps a panic that becomes an error from being reported as a panic besides.
fn say_no_more_than_the_error() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !(INSIDE.get() && is_out_of_memory(panic.payload())) {
                report(panic);
            }
        }));
    });
}

fn is_out_of_memory(payload: &(dyn Any + Send)) -> bool {
    let message = payload.downcast_ref::<String>();
    message.is_some_and(|message| NAMES.iter().any(|name| message.contains(name)))
}

#[cfg(test)]
mod tests {
    use super::caught;
    use crate::ground::device::DeviceError;

    #[test]
    fn only_what_is_out_of_memory_is_an_error() {
        let fails = |name: &str| Err::<(), _>(format!("Driver(DriverError({name}, \"as the driver says it\"))"));
        assert_eq!(caught(|| 3), Ok(3));
        let error = caught(|| fails("CUDA_ERROR_OUT_OF_MEMORY").unwrap()).unwrap_err();
        assert_eq!(error, DeviceError::OutOfMemory);
        assert!(error.to_string().contains("smaller batch") && error.to_string().contains("--device cpu"));
        let other = std::panic::catch_unwind(|| caught(|| fails("CUDA_ERROR_ILLEGAL_ADDRESS").unwrap()));
        let message = other.unwrap_err().downcast::<String>().unwrap();
        assert!(message.contains("ILLEGAL_ADDRESS"), "{message}");
    }
}
