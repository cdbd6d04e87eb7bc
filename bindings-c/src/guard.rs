//! What stands between each function and C.

use crate::memory::sized;
use crate::types::error::{Error, Failure, SMPPKIT_E_STRUCT_SIZE, SMPPKIT_OK};

/// Does what a function is for, and turns what comes of it into a number and details.
#[inline(always)]
pub(crate) fn call(error: Option<&mut Error>, work: impl FnOnce() -> Result<(), Failure>) -> i32 {
    if let Some(error) = &error
        && !sized(*error)
    {
        return SMPPKIT_E_STRUCT_SIZE;
    }
    match unpanicked(work) {
        Ok(()) => SMPPKIT_OK,
        Err(failure) => failed(&failure, error),
    }
}

#[cold]
fn failed(failure: &Failure, error: Option<&mut Error>) -> i32 {
    if let Some(error) = error {
        error.set(failure);
    }
    failure.result()
}

/// No panic passes into C, where it would be undefined what becomes of it.
#[cfg(feature = "std")]
#[inline(always)]
fn unpanicked<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    // What the work has half done is not used any more: the caller is told so.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Failure::Result(crate::types::error::SMPPKIT_E_PANIC)))
}

/// A panic ends the program: see `panic.rs`.
#[cfg(not(feature = "std"))]
#[inline(always)]
fn unpanicked<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    work()
}

/// The same for a function that gives a value and cannot fail.
pub(crate) fn value<T>(if_panicked: T, work: impl FnOnce() -> T) -> T {
    unpanicked(|| Ok(work())).unwrap_or(if_panicked)
}
