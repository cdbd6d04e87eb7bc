//! The codec, against the facts of the specification, vectors, random input and an independent decoder.

mod error_responses;
mod round_trip;
mod spec_tables;
mod vectors;
