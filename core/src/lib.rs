//! SMPP.
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
mod display;
mod error;
mod header;
pub mod message;
mod pdu;
pub mod session;
mod status;
#[doc(hidden)]
pub mod table;
mod time;
pub mod tlv;
mod validate;
pub mod values;
mod wire;

pub use display::TlvValue;
pub use error::{EncodeError, Fault, FieldFault, FrameError, MAX_FAULTS};
pub use header::{CommandId, Header, frame_length};
pub use pdu::*;
pub use session::{Role, Session, State};
pub use status::{CommandStatus, Retry, STATUSES, StatusDef};
#[cfg(feature = "std")]
pub use time::Clock;
pub use time::Instant;
pub use tlv::{Tag, Tlv, Tlvs};
pub use wire::field::{FieldType, FieldValue};
pub use wire::list::{
    DestAddress, DestAddresses, List, ListItem, ListIter, MessageIds, UnsuccessSme, UnsuccessSmes,
};
pub use wire::string::{COctetString, OctetString};
