//! The tables from which all else about a PDU, a TLV, a status or a named value is derived.
//!
//! A row is flat: no condition, no expression, no lifetime. What would need an `if` is a function elsewhere. Each table
//! is a macro that hands its rows to another macro, so that other crates can expand the same rows.

pub mod bits;
pub mod pdus;
pub mod statuses;
pub mod tlvs;
pub mod values;
