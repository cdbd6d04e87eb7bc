//! The parts of long messages, joined.

use core::time::Duration;
use std::boxed::Box;
use std::string::String;
use std::vec::Vec;

use smppkit::Instant;
use smppkit::message::reassemble::{Fragment, Limits, LongMessage as CoreMessage, Outcome};

use super::alphabet::profile;
use crate::guard::{call, value};
use crate::memory::{room, slice, some};
use crate::types::error::{Error, Failure};
use crate::types::octets::Octets;

/// Joins the parts of messages that go from the same source to the same destination under the same reference, in whatever order and
/// however often they come.
pub struct Reassembler(smppkit::message::reassemble::Reassembler);

/// A message of several parts: all of them, or those that came before its time was up.
pub struct LongMessage(CoreMessage);

/// Those that C asks for; 0 is what is usual.
pub(super) fn limits(max_octets: usize, timeout_ns: u64) -> Limits {
    let mut limits = Limits::default();
    if max_octets > 0 {
        limits.max_octets = max_octets;
    }
    if timeout_ns > 0 {
        limits.timeout = Duration::from_nanos(timeout_ns);
    }
    limits
}

impl LongMessage {
    pub(super) fn new(message: CoreMessage) -> *mut Self {
        Box::into_raw(Box::new(Self(message)))
    }
}

/// Makes a reassembler. `max_octets` is the memory for parts that wait, 0 for 1 MiB; `timeout_ns` is how long the first part of a
/// message that came waits for the others, 0 for 30 minutes. `smppkit_reassembler_free` gives its memory back. NULL if there is no
/// memory.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_reassembler_new(max_octets: usize, timeout_ns: u64) -> *mut Reassembler {
    value(core::ptr::null_mut(), || {
        let limits = limits(max_octets, timeout_ns);
        let core = smppkit::message::reassemble::Reassembler::new(limits);
        Box::into_raw(Box::new(Reassembler(core)))
    })
}

/// Gives the memory of a reassembler back. Nothing is done if it is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_reassembler_free(reassembler: *mut Reassembler) {
    value((), || {
        if !reassembler.is_null() {
            // SAFETY: what C owes: it comes from `smppkit_reassembler_new`.
            drop(unsafe { Box::from_raw(reassembler) });
        }
    });
}

/// The PDU carries no part of a longer message: it is not kept.
pub const SMPPKIT_PART_NONE: u32 = 0;
/// The part waits for others.
pub const SMPPKIT_PART_WAITING: u32 = 1;
/// It was the last one missing: `*message` is whole.
pub const SMPPKIT_PART_COMPLETE: u32 = 2;
/// It was there already, or belongs to a message that is complete.
pub const SMPPKIT_PART_DUPLICATE: u32 = 3;
/// It contradicts the parts that waited under the same reference, which is in use again: it waits for its own others, and
/// `*message` is what there was of those.
pub const SMPPKIT_PART_RESTARTED: u32 = 4;

/// Takes a deliver_sm, submit_sm or data_sm, given its octets, such as the `frame` of an event; `*outcome` is what became of it:
/// `SMPPKIT_PART_…`. `*message` is a message that is the caller's then, to be given back with `smppkit_long_message_free`; or NULL.
///
/// `SMPPKIT_E_FULL` if the limit is reached, and the part was not kept: refuse the PDU for now (ESME_RX_T_APPN), or make room with
/// `smppkit_reassembler_take_oldest`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_reassembler_insert(
    reassembler: Option<&mut Reassembler>,
    now_ns: u64,
    frame: *const u8,
    len: usize,
    outcome: Option<&mut u32>,
    message: Option<&mut *mut LongMessage>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        let (reassembler, outcome, message) = (some(reassembler)?, some(outcome)?, some(message)?);
        // SAFETY: what C owes.
        let pdu = smppkit::decode(unsafe { slice(frame, len) }?)?.pdu;
        (*outcome, *message) = match Fragment::of(&pdu) {
            None => (SMPPKIT_PART_NONE, core::ptr::null_mut()),
            Some(part) => {
                let inserted = reassembler.0.insert(Instant::from_nanos(now_ns), &part);
                match inserted.map_err(|_| Failure::FULL)? {
                    Outcome::Waiting { .. } => (SMPPKIT_PART_WAITING, core::ptr::null_mut()),
                    Outcome::Duplicate => (SMPPKIT_PART_DUPLICATE, core::ptr::null_mut()),
                    Outcome::Complete(whole) => (SMPPKIT_PART_COMPLETE, LongMessage::new(whole)),
                    Outcome::Restarted(old) => (SMPPKIT_PART_RESTARTED, LongMessage::new(old)),
                }
            }
        };
        Ok(())
    })
}

/// Hands back a message whose time is up, incomplete as it is, or NULL: call it until it does. Give the message back with
/// `smppkit_long_message_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_reassembler_handle_timeout(
    reassembler: Option<&mut Reassembler>,
    now_ns: u64,
) -> *mut LongMessage {
    value(core::ptr::null_mut(), || {
        let expired =
            reassembler.and_then(|reassembler| reassembler.0.handle_timeout(Instant::from_nanos(now_ns)));
        expired.map_or(core::ptr::null_mut(), LongMessage::new)
    })
}

/// Hands back the message that has waited longest, to make room; NULL if there is none. Give it back with
/// `smppkit_long_message_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_reassembler_take_oldest(
    reassembler: Option<&mut Reassembler>,
) -> *mut LongMessage {
    value(core::ptr::null_mut(), || {
        let oldest = reassembler.and_then(|reassembler| reassembler.0.take_oldest());
        oldest.map_or(core::ptr::null_mut(), LongMessage::new)
    })
}

/// When `smppkit_reassembler_handle_timeout` is wanted next; `UINT64_MAX` if nothing waits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_reassembler_poll_timeout(reassembler: Option<&Reassembler>) -> u64 {
    value(u64::MAX, || {
        let timeout = reassembler.and_then(|reassembler| reassembler.0.poll_timeout());
        timeout.map_or(u64::MAX, Instant::as_nanos)
    })
}

/// Gives the memory of a message back. Nothing is done if it is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_long_message_free(message: *mut LongMessage) {
    value((), || {
        if !message.is_null() {
            // SAFETY: what C owes: it comes from a reassembler.
            drop(unsafe { Box::from_raw(message) });
        }
    });
}

fn put(octets: &[u8], out: *mut u8, capacity: usize, len: Option<&mut usize>) -> Result<(), Failure> {
    // SAFETY: what C owes.
    let out = unsafe { room(out, capacity) }?;
    *some(len)? = octets.len();
    let out = out.get_mut(..octets.len()).ok_or(Failure::TooSmall { needed: octets.len() })?;
    out.copy_from_slice(octets);
    Ok(())
}

/// Writes the text of a message as UTF-8 into `out`, with U+FFFD for each part that is missing, and how many octets it has into
/// `*len`. What a careless sender has cut in two is whole again. `mc_default` is as for `smppkit_message_text`.
///
/// `SMPPKIT_E_UNREADABLE` if a part is no text, or none that can be read here; `SMPPKIT_E_TOO_SMALL`, with what is needed in `*len`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_long_message_text(
    message: Option<&LongMessage>,
    mc_default: u8,
    out: *mut u8,
    capacity: usize,
    len: Option<&mut usize>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        let text: Option<String> = some(message)?.0.text(&profile(mc_default)?);
        put(text.ok_or(Failure::UNREADABLE)?.as_bytes(), out, capacity, len)
    })
}

/// Writes the octets of all parts that are there, without their headers, one behind the other into `out`, and how many they are into
/// `*len`. `SMPPKIT_E_TOO_SMALL`, with what is needed in `*len`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_long_message_octets(
    message: Option<&LongMessage>,
    out: *mut u8,
    capacity: usize,
    len: Option<&mut usize>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        let octets: Vec<u8> = some(message)?.0.octets();
        put(&octets, out, capacity, len)
    })
}

/// What is known of a message of several parts. Pointers in it point into the message.
#[repr(C)]
#[derive(Copy, Clone, Debug, Default)]
pub struct LongMessageInfo<'a> {
    /// Where it comes from.
    pub source_addr: Octets<'a>,
    /// Where it goes to.
    pub destination_addr: Octets<'a>,
    /// How many parts it has, or would have.
    pub total_segments: u8,
    /// How many of them are missing.
    pub missing: u8,
    /// The `data_coding` of the first part that is there.
    pub data_coding: u8,
}

/// Tells what is known of a message of several parts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_long_message_get<'a>(
    message: Option<&'a LongMessage>,
    info: Option<&mut LongMessageInfo<'a>>,
) -> i32 {
    call(None, || {
        let message = &some(message)?.0;
        *some(info)? = LongMessageInfo {
            source_addr: Octets::new(message.source()),
            destination_addr: Octets::new(message.destination()),
            total_segments: message.total_segments(),
            missing: u8::try_from(message.missing().count()).unwrap_or(u8::MAX),
            data_coding: message.data_coding().0,
        };
        Ok(())
    })
}

/// Gives the octets of a part, without its header; the first part is 1. `SMPPKIT_E_NOT_FOUND` if it is missing. They live as long as
/// the message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_long_message_part<'a>(
    message: Option<&'a LongMessage>,
    segment_seqnum: u8,
    octets: Option<&mut Octets<'a>>,
) -> i32 {
    call(None, || {
        *some(octets)? = Octets::new(some(message)?.0.segment(segment_seqnum).ok_or(Failure::NOT_FOUND)?);
        Ok(())
    })
}
