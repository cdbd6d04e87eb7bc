//! Messages, not octets: text alphabets, long messages, delivery receipts.
//!
//! Pure functions over memory the caller owns: no IO, no clock. What returns owned values needs the feature `alloc`.

#![cfg_attr(
    test,
    allow(clippy::arithmetic_side_effects, reason = "in a test an overflow is a failure, as it should be")
)]

mod alphabet;
mod datetime;
mod error;
mod grapheme;
mod output;

pub mod coding;
pub mod gsm7;
pub mod incoming;
pub mod octets;
#[cfg(feature = "alloc")]
pub mod reassemble;
pub mod receipt;
pub mod segment;
pub mod smpp_time;
pub mod ucs2;
pub mod udh;

pub use alphabet::{Alphabet, Decode, MAX_USER_DATA};
pub use datetime::DateTime;
pub use error::{BufferTooSmall, EncodeError, Unencodable};
