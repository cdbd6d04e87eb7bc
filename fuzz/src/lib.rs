//! What each fuzz target does with its input. `tests/seeds.rs` does the same with the inputs in `seeds/`.

pub mod chunking;
pub mod decode;
pub mod encode;
pub mod receipt;
pub mod session;
pub mod tlvs;
