//! `libsmppkit`: the core for C and C++. Its documentation for those who use it is `include/smppkit.h`; this is for those
//! who change it.
//!
//! The functions here translate shapes and know no rule of the protocol: a rule that is missing belongs in the core.
//!
//! * A function that can fail returns `int32_t`: [`SMPPKIT_OK`](error::SMPPKIT_OK) or a negative `SMPPKIT_E_…`. The last
//!   argument, which may be NULL, is where details go. The body is a closure that returns a `Result`, wrapped in
//!   `guard::call`.
//! * Pointers to one value are `Option<&T>` and `Option<&mut T>`, which in C are pointers that may be NULL; memory of any
//!   length is a [`Octets`](types::octets::Octets) or a pointer with a length, which [`memory`] makes a slice. What C hands
//!   over has no type that some bits are wrong for: integers and pointers, no `enum`, no `bool`.
//! * Functions are `unsafe` if a pointer comes with them, and what the caller then owes is the same for all of them, said
//!   once in the header: pointers are NULL where that is allowed, or good for what they are said to be.
//! * A struct that may grow begins with `struct_size`, which its `…_INIT` sets and `memory::sized` checks.
//! * What is handed to C and borrows points into memory that C handed to us.
//!
//! `include/smppkit.h` is made from `src/types` and the functions by cbindgen, and `include/smppkit_pdus.h` from the core's
//! tables; `tests/header.rs` compares, and with `BLESS=1` writes them. Doc comments here are C's documentation.
#![no_std]
// What a caller owes is said above, once for all functions.
#![allow(clippy::missing_safety_doc)]

#[cfg(feature = "std")]
extern crate std;

pub mod codec;
mod guard;
#[doc(hidden)]
pub mod layout;
pub mod list;
pub mod memory;
pub mod message;
pub mod names;
pub mod pdu;
pub mod session;
pub mod show;
pub mod tlv;
pub mod types;
pub mod version;

#[cfg(all(not(feature = "std"), not(test)))]
mod panic;

pub use types::error;
