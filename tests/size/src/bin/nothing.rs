//! Nothing: what the others have besides smppkit.
#![no_std]
#![no_main]

use smppkit_size::{lent, lent_mut};

/// Copies octets.
///
/// # Safety
///
/// The pointers are to that many octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entry(from: *const u8, len: usize, to: *mut u8, room: usize) -> usize {
    // SAFETY: as above.
    let (from, to) = unsafe { (lent(from, len), lent_mut(to, room)) };
    match to.get_mut(..from.len()) {
        Some(to) => {
            to.copy_from_slice(from);
            from.len()
        }
        None => 0,
    }
}
