//! What the tests of smppkit share: PDUs as plain data with an encoder of their own, random PDUs, and the facts of the
//! specification in `spec/`; transcripts of sessions and what replays them; a network that breaks, and what counts the
//! messages that went through it.

pub mod chaos;
pub mod dialects;
pub mod generate;
pub mod model;
pub mod python;
pub mod reference;
pub mod seeds;
pub mod soak;
pub mod spec;
pub mod transcript;
