//! Messages, not octets: text alphabets, long messages, delivery receipts.
//!
//! Pure functions over memory the caller owns: no IO, no clock. What returns owned values needs the feature `alloc`.

mod alphabet;
mod error;
mod output;

pub mod gsm7;
pub mod octets;
pub mod segment;
pub mod ucs2;
pub mod udh;

pub use alphabet::{Alphabet, Decode, MAX_USER_DATA};
pub use error::{BufferTooSmall, EncodeError, Unencodable};
