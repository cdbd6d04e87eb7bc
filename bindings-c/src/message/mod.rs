//! Messages: texts, long messages, receipts.

pub mod alphabet;
pub mod outgoing;

pub mod incoming;
#[cfg(feature = "std")]
pub mod joining;
#[cfg(feature = "std")]
pub mod reassemble;
pub mod receipt;
pub mod udh;

#[cfg(feature = "std")]
pub mod awaited;
#[cfg(feature = "std")]
pub mod correlator;
pub mod time;

use smppkit::message::BufferTooSmall;

use crate::memory::some;
use crate::types::error::Failure;
use crate::types::octets::Octets;

/// Characters of C, which are UTF-8.
fn text(octets: Octets<'_>) -> Result<&str, Failure> {
    core::str::from_utf8(some(octets.get())?).map_err(|_| Failure::VALUE)
}

/// Takes down how many octets were written, or are needed.
fn length(written: Result<usize, BufferTooSmall>, len: Option<&mut usize>) -> Result<(), Failure> {
    let (length, result) = match written {
        Ok(written) => (written, Ok(())),
        Err(BufferTooSmall { needed }) => (needed, Err(Failure::TooSmall { needed })),
    };
    *some(len)? = length;
    result
}
