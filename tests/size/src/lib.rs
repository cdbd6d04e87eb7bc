//! What the programs in `bin/` share: a panic goes nowhere, and memory is lent by whoever calls.
#![no_std]

use core::slice;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

/// Octets that the caller lends.
///
/// # Safety
///
/// `octets` points to `len` octets that nobody changes.
pub unsafe fn lent<'a>(octets: *const u8, len: usize) -> &'a [u8] {
    // SAFETY: the caller says so.
    unsafe { slice::from_raw_parts(octets, len) }
}

/// Memory that the caller lends.
///
/// # Safety
///
/// `octets` points to `len` octets that nobody else uses.
pub unsafe fn lent_mut<'a>(octets: *mut u8, len: usize) -> &'a mut [u8] {
    // SAFETY: the caller says so.
    unsafe { slice::from_raw_parts_mut(octets, len) }
}
