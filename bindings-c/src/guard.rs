//! What stands between each function and C.

use crate::memory::sized;
use crate::types::error::{Error, Failure, SMPPKIT_E_PANIC, SMPPKIT_E_STRUCT_SIZE, SMPPKIT_OK};

/// Does what a function is for, and turns what comes of it into a number and details.
#[inline(always)]
pub(crate) fn call(error: Option<&mut Error>, work: impl FnOnce() -> Result<(), Failure>) -> i32 {
    if let Some(error) = &error
        && !sized(*error)
    {
        return SMPPKIT_E_STRUCT_SIZE;
    }
    value(SMPPKIT_E_PANIC, || match work() {
        Ok(()) => SMPPKIT_OK,
        Err(failure) => failed(&failure, error),
    })
}

#[cold]
fn failed(failure: &Failure, error: Option<&mut Error>) -> i32 {
    if let Some(error) = error {
        error.set(failure);
    }
    failure.result()
}

/// Computes a value, or gives another if that panics: no panic passes into C, where it would be undefined what becomes of it.
/// What was half done is not used any more.
#[cfg(feature = "std")]
#[inline(always)]
pub(crate) fn value<T>(if_panicked: T, work: impl FnOnce() -> T) -> T {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or(if_panicked)
}

/// The same where a panic ends the program: see `panic.rs`.
#[cfg(not(feature = "std"))]
#[inline(always)]
pub(crate) fn value<T>(_: T, work: impl FnOnce() -> T) -> T {
    work()
}
