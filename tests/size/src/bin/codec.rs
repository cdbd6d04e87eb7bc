//! The codec: decodes any frame, and encodes it again.
#![no_std]
#![no_main]

use smppkit::{decode, encode};
use smppkit_size::{lent, lent_mut};

/// Returns the octets written, or the status of the first fault with its sign changed, or -1.
///
/// # Safety
///
/// The pointers are to that many octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entry(frame: *const u8, len: usize, out: *mut u8, room: usize) -> i32 {
    // SAFETY: as above.
    let (frame, out) = unsafe { (lent(frame, len), lent_mut(out, room)) };
    let Ok(decoded) = decode(frame) else { return -1 };
    if let Some(fault) = decoded.faults.first() {
        return -(fault.status.0 as i32);
    }
    let header = decoded.header;
    match encode(header.command_status, header.sequence_number, &decoded.pdu, out) {
        Ok(len) => len as i32,
        Err(_) => -1,
    }
}
