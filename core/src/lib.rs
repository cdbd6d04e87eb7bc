//! SMPP 3.3, 3.4 and 5.0: the protocol by which applications (ESMEs) and message centres (MCs, SMSCs) exchange text
//! messages.
//!
//! This is the engine: it does no IO, reads no clock, needs no operating system and, unless asked for, no heap. Three
//! layers, each usable without those above it:
//!
//! * the codec: [`decode`] takes any PDU apart and lists what is out of order in it, [`encode`] writes one, octet for
//!   octet as it was decoded;
//! * the [`session`]: binds, windows, timers and answers, of either side, as a state machine fed with octets and time;
//! * the [`message`] layer: text alphabets, long messages, delivery receipts.
//!
//! With `alloc`, [`buffered`] adds PDUs that own their octets and a session that keeps its buffers. The crate
//! `smppkit-tokio` puts sockets around it.
//!
//! ```
//! use smppkit::values::{Npi, RegisteredDelivery, Ton};
//! use smppkit::{CommandStatus, Pdu, SubmitSm, decode, encode, tlv};
//!
//! // A message to a mobile phone, with a delivery receipt wanted and a reference of our own.
//! let tlvs = [tlv::USER_MESSAGE_REFERENCE.with(7)];
//! let message = SubmitSm {
//!     source_addr: "12345".into(),
//!     dest_addr_ton: Ton::INTERNATIONAL,
//!     dest_addr_npi: Npi::ISDN,
//!     destination_addr: "447700900123".into(),
//!     registered_delivery: RegisteredDelivery::RECEIPT,
//!     short_message: "Hello".into(),
//!     tlvs: (&tlvs).into(),
//!     ..Default::default()
//! };
//! let mut out = [0; 256];
//! let len = encode(CommandStatus::ESME_ROK, 1, &message, &mut out)?;
//!
//! let decoded = decode(&out[..len])?;
//! let Pdu::SubmitSm(received) = decoded.pdu else { panic!("not a submit_sm") };
//! assert_eq!(received.destination_addr, "447700900123");
//! assert_eq!(received.tlvs.get(&tlv::USER_MESSAGE_REFERENCE), Some(7));
//! assert!(decoded.faults.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Features
//!
//! * `std` (on by default): `Clock`; implies `alloc`;
//! * `alloc`: `buffered`, and owned strings from the message layer;
//! * `log`, `defmt`: what a session does, for a log;
//! * `east-asian`: Shift-JIS, ISO-2022-JP, EUC-JP and EUC-KR, by `encoding_rs`;
//! * `compact`: smaller and slower code, for firmware;
//! * `arbitrary`: PDUs from random octets, for fuzzing and property tests.
#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(any(feature = "std", test))]
#[cfg_attr(test, macro_use)]
extern crate std;

#[cfg(feature = "arbitrary")]
mod arbitrary;
#[cfg(feature = "alloc")]
pub mod buffered;
mod codec;
mod command_id;
mod display;
mod error;
mod header;
mod layout;
mod logging;
pub mod message;
mod pdu;
mod schema;
pub mod session;
mod state;
mod status;
#[doc(hidden)]
pub mod table;
mod time;
pub mod tlv;
mod validate;
pub mod values;
mod wire;

pub use codec::{Decoded, Decoder, Faults, decode, decode_with, encode, encode_with};
pub use command_id::CommandId;
pub use display::TlvValue;
pub use error::{EncodeError, Fault, FieldFault, FrameError, MAX_FAULTS};
pub use header::{Header, frame_length};
pub use pdu::*;
pub use schema::{FieldDef, PduDef, PduKind};
pub use session::Session;
pub use state::{Role, State};
pub use status::{CommandStatus, Retry, STATUSES, StatusDef};
#[cfg(feature = "std")]
pub use time::Clock;
pub use time::Instant;
pub use tlv::{Tag, Tlv, Tlvs};
pub use wire::field::{FieldType, FieldValue};
pub use wire::list::{
    DestAddress, DestAddresses, ItemSource, List, ListItem, ListIter, MessageIds, UnsuccessSme, UnsuccessSmes,
};
pub use wire::string::{COctetString, OctetString};
#[doc(hidden)]
pub use wire::writer::Writer;
