//! An SMPP client for firmware: what is the same on every board. The program for one board is in `bin`.
//!
//! Octets come from a [`Wire`] and go to it; [`Link`] makes PDUs of them and keeps the session; [`Application`] is what the
//! device wants to say. All memory is in these types: their owner puts them where it likes.
#![no_std]
#![forbid(unsafe_code)]

mod application;
mod link;
mod ring;
pub mod settings;

pub use application::{Application, Log, Outcome};
pub use link::{Link, Sender, Wire};
pub use ring::Ring;
