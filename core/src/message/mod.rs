//! Messages, not octets: text alphabets, long messages, delivery receipts.
//!
//! Pure functions over memory the caller owns: no IO, no clock. What returns owned values needs the feature
//! `alloc`.
//!
//! Out goes a text: [`outgoing::TextOptions`] makes submit_sm of it; [`segment::split`] its parts, each with the
//! `data_coding` and `esm_class` it needs, in the cheapest [`Alphabet`] that has all its characters.
//!
//! In comes a PDU: [`incoming::Incoming`] says whether it is a message, a part of one, a receipt or an
//! acknowledgement, and reads it. Parts go to `reassemble::Reassembler`, receipts to
//! `message_id::Correlator`.
//!
//! | module | what it is about |
//! |---|---|
//! | [`gsm7`], [`ucs2`], [`octets`] | alphabets; with the feature `east-asian` there is `EastAsian` beside them |
//! | [`coding`] | what `data_coding` means, and what 0 means for an account |
//! | [`transliterate`] | a plainer text for a poorer alphabet |
//! | [`udh`] | the header before the text |
//! | [`segment`], `reassemble` (needs `alloc`) | long messages |
//! | `joining` (needs `alloc`) | when the parts of long messages are answered |
//! | [`outgoing`] | the submit_sm that carry a text |
//! | [`incoming`] | what a PDU carries |
//! | [`receipt`] | delivery receipts in all dialects |
//! | [`message_id`] | ids in hexadecimal and decimal, and which message a receipt is about |
//! | `awaited` (needs `alloc`) | who waits for which receipt |
//! | [`smpp_time`] | absolute and relative times |

#![cfg_attr(
    test,
    allow(clippy::arithmetic_side_effects, reason = "in a test an overflow is a failure, as it should be")
)]

mod address;
mod alphabet;
mod datetime;
#[cfg(feature = "east-asian")]
mod east_asian;
mod error;
mod grapheme;
mod output;
mod pdus;

#[cfg(feature = "alloc")]
pub mod awaited;
pub mod coding;
pub mod gsm7;
pub mod incoming;
#[cfg(feature = "alloc")]
pub mod joining;
pub mod message_id;
pub mod octets;
pub mod outgoing;
#[cfg(feature = "alloc")]
pub mod reassemble;
pub mod receipt;
pub mod segment;
pub mod smpp_time;
pub mod transliterate;
pub mod ucs2;
pub mod udh;

#[cfg(test)]
#[cfg(feature = "alloc")]
mod round_trip;
#[cfg(test)]
#[cfg(feature = "alloc")]
mod testing;

pub use address::{Address, AddressError, MAX_ADDRESS};
pub use alphabet::{Alphabet, Decode, MAX_USER_DATA};
pub use datetime::DateTime;
#[cfg(feature = "east-asian")]
pub use east_asian::EastAsian;
pub use error::{BufferTooSmall, EncodeError, Unencodable};
pub use pdus::SegmentError;
