//! PDUs as numbers: where in the octets each field is, and what the numbers among them are.
//!
//! A record has the same form in both directions. Offsets count from the start of the input.
//!
//! | slot | read | to be written |
//! |---|---|---|
//! | 0 | slots of the record | – |
//! | 1, 2 | offset and length of the frame | the frame that is to be changed; length 0: none |
//! | 3, 4, 5 | `command_id`, `command_status`, `sequence_number` | the same |
//! | 6 | 1 if something is out of order | bit n: field n is given; bit 31: the TLVs are |
//! | 7 | number of TLVs | the same |
//! | 8, 9 | octets behind the TLVs that are none; the body of an unknown PDU | the body of an unknown PDU |
//! | 10 … | the fields in the order of the wire: an octet takes one slot, a string two, its offset and length, a list two, the slot of its first item and their number | the same |
//! | … | for each TLV: tag, offset, length | the same |
//! | … | items: of `dest_address` `dest_flag`, TON, NPI, offset, length; of `unsuccess_sme` TON, NPI, offset, length, status; of `message_ids` offset, length | the same |

mod read;
mod write;

use smppkit::FieldType;

pub(crate) use read::Given;
pub(crate) use write::{Full, Records};

/// The first slots are for what a call says beside its result; records begin here.
pub(crate) const FIRST: usize = 32;
/// Slots before the fields.
pub const HEAD: usize = 10;
/// The bit that says that TLVs are given.
pub(crate) const TLVS_GIVEN: u32 = 1 << 31;
/// Slots of a TLV.
pub(crate) const TLV: usize = 3;

/// How many slots a field takes.
#[must_use]
pub const fn slots(kind: FieldType) -> usize {
    match kind {
        FieldType::U8 | FieldType::Value(_) => 1,
        _ => 2,
    }
}
