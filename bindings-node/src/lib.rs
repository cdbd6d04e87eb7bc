//! The core for JavaScript: plain memory in, numbers out.
//!
//! No object of JavaScript is made here. Both sides share a piece of memory; a call takes and gives numbers. What a PDU
//! consists of is written down as [records](record), which classes generated from the same table read. So the same
//! functions serve an addon for Node (`native`) and WebAssembly (`wasm`): these two are only doors.

// Without a door nobody calls what is behind it: the crate is built so for its record layout alone.
#![cfg_attr(
    not(any(feature = "native", target_arch = "wasm32")),
    allow(dead_code, unused_imports, unused_macros)
)]

mod engine;
mod error;
mod memory;
mod message;
#[cfg(feature = "native")]
mod native;
pub mod record;
mod session;
mod table;
mod time;
#[cfg(target_arch = "wasm32")]
mod wasm;
