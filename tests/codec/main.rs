//! The codec, against the facts of the specification, vectors, random input and an independent decoder.

mod dialects;
mod differences;
mod error_responses;
mod names;
mod oracle;
mod oracle_messages;
mod round_trip;
mod spec_tables;
mod typed_tlvs;
mod vectors;
mod versions;
