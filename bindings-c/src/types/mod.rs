//! The types that the interface shares, and the numbers of its errors. The header has them before all else.

pub mod error;
pub mod lists;
pub mod octets;
pub mod tlvs;
