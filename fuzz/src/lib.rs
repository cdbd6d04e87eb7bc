//! What each fuzz target does with its input. `tests/seeds.rs` does the same with the inputs in `seeds/`.

pub mod alphabets;
pub mod c_api;
pub mod chunking;
pub mod decode;
pub mod differential;
pub mod encode;
pub mod gsm;
pub mod reassembly;
pub mod receipt;
pub mod segment;
pub mod session;
pub mod times;
pub mod tlvs;
pub mod udh;
