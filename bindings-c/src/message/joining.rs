//! When the parts of long messages are answered.

use core::time::Duration;
use std::boxed::Box;
use std::collections::VecDeque;
use std::vec::Vec;

use smppkit::message::incoming::{Incoming, MessageFields, Sort};
use smppkit::message::joining::{Config, Joining as Core, MessageNumber, Output, Settled};
use smppkit::message::reassemble::Fragment;
use smppkit::{Body as _, Instant};

use super::reassemble::{LongMessage, limits};
use crate::guard::{call, value};
use crate::memory::{slice, some};
use crate::types::error::{Error, Failure};
use crate::types::octets::Octets;

/// The long messages that are not settled, and the requests in which their parts came: a reassembler for who answers each request
/// when its message was dealt with.
///
/// A part waits for the answer to its whole message, though not longer than `hold_ns`; then it is accepted, since there are message
/// centres that send no part before the one before is answered, and kept in case the message is rejected after all.
pub struct Joining {
    core: Core<Vec<u8>, u64>,
    /// Requests of messages that were settled, to be answered as those were.
    settled: VecDeque<u64>,
}

/// Makes one. `hold_ns` is how long a part waits for the answer to the whole message, 0 to accept it at once; a second is usual.
/// `max_octets` and `timeout_ns` are as for `smppkit_reassembler_new`. `smppkit_joining_free` gives its memory back. NULL if there is
/// no memory.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_joining_new(hold_ns: u64, max_octets: usize, timeout_ns: u64) -> *mut Joining {
    value(core::ptr::null_mut(), || {
        let mut config = Config::default();
        config.limits = limits(max_octets, timeout_ns);
        config.hold = Duration::from_nanos(hold_ns);
        Box::into_raw(Box::new(Joining { core: Core::new(config), settled: VecDeque::new() }))
    })
}

/// Gives the memory of one back. Nothing is done if it is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_joining_free(joining: *mut Joining) {
    value((), || {
        if !joining.is_null() {
            // SAFETY: what C owes: it comes from `smppkit_joining_new`.
            drop(unsafe { Box::from_raw(joining) });
        }
    });
}

/// Takes a deliver_sm or data_sm, given its octets, such as the `frame` of an event. `request` is the caller's name for the request,
/// such as its ticket; it comes back once. `*is_part` is 1 if it is a part of a message, and is answered when
/// `smppkit_joining_poll_output` and `smppkit_joining_next_settled` say; 0 if not: then nothing is kept.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_joining_insert(
    joining: Option<&mut Joining>,
    now_ns: u64,
    frame: *const u8,
    len: usize,
    request: u64,
    is_part: Option<&mut u8>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        let (joining, is_part) = (some(joining)?, some(is_part)?);
        // SAFETY: what C owes.
        let frame = unsafe { slice(frame, len) }?;
        let pdu = smppkit::decode(frame)?.pdu;
        let fields = MessageFields::of(&pdu).unwrap_or_default();
        let mut scratch = [0; 512];
        let incoming = Incoming::read(&fields, &mut scratch);
        let part = Fragment::new(fields.source_addr, fields.destination_addr, &incoming);
        let part = part.filter(|_| incoming.sort(pdu.command_id()) == Sort::Part);
        *is_part = part.is_some().into();
        if let Some(part) = part {
            joining.core.insert(Instant::from_nanos(now_ns), &part, frame.to_vec(), request);
        }
        Ok(())
    })
}

/// A message for the application: whole, or what there is of one that will never be.
pub const SMPPKIT_JOINING_MESSAGE: u32 = 1;
/// A request is to be accepted (ESME_ROK): its part is kept. If that fails the part comes again, and that does no harm.
pub const SMPPKIT_JOINING_ACCEPT: u32 = 2;
/// A request is to be rejected for now (ESME_RX_T_APPN): there is no room for its part.
pub const SMPPKIT_JOINING_REJECT: u32 = 3;

/// What is to be done.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct JoiningOutput<'a> {
    /// `SMPPKIT_JOINING_…`.
    pub kind: u32,
    /// The request to be accepted or rejected.
    pub request: u64,
    /// Of a message: its number, for `smppkit_joining_settle`.
    pub number: u64,
    /// Of a message: it is the caller's then, to be given back with `smppkit_long_message_free`. Otherwise NULL.
    pub message: *mut LongMessage,
    /// Of a message: the octets of the PDU of its first part that came. They live until the message is settled.
    pub first: Octets<'a>,
}

impl JoiningOutput<'_> {
    const fn of(kind: u32, request: u64) -> Self {
        Self { kind, request, number: 0, message: core::ptr::null_mut(), first: Octets::NONE }
    }
}

/// Tells what is to be done: call it after each of `smppkit_joining_insert`, `smppkit_joining_handle_timeout` and
/// `smppkit_joining_end`, until it says `SMPPKIT_E_NOT_FOUND`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_joining_poll_output<'a>(
    joining: Option<&'a mut Joining>,
    output: Option<&mut JoiningOutput<'a>>,
) -> i32 {
    call(None, || {
        let (joining, output) = (some(joining)?, some(output)?);
        *output = match joining.core.poll_output().ok_or(Failure::NOT_FOUND)? {
            Output::Accept(request) => JoiningOutput::of(SMPPKIT_JOINING_ACCEPT, request),
            Output::Reject(request) => JoiningOutput::of(SMPPKIT_JOINING_REJECT, request),
            Output::Message(number, message) => JoiningOutput {
                number: number.0,
                message: LongMessage::new(message),
                first: joining.core.first(number).map_or(Octets::NONE, |frame| Octets::new(frame)),
                ..JoiningOutput::of(SMPPKIT_JOINING_MESSAGE, 0)
            },
        };
        Ok(())
    })
}

/// The application has answered a message: `is_accepted` is 1 if it took it, 0 if not. `smppkit_joining_next_settled` then gives the
/// requests to be answered as the message was. `SMPPKIT_E_NOT_FOUND` if it is settled already.
///
/// After a rejection the message comes anew when its parts are sent again: those that the peer was not yet told to be accepted. The
/// others wait for them, unless there is no room: then they are lost, and `*is_lost`, which may be NULL, is 1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_joining_settle(
    joining: Option<&mut Joining>,
    now_ns: u64,
    number: u64,
    is_accepted: u8,
    is_lost: Option<&mut u8>,
) -> i32 {
    call(None, || {
        let joining = some(joining)?;
        let number = MessageNumber(number);
        joining.core.first(number).ok_or(Failure::NOT_FOUND)?;
        let Settled { requests, kept } =
            joining.core.settle(Instant::from_nanos(now_ns), number, is_accepted != 0);
        joining.settled.extend(requests);
        if let Some(is_lost) = is_lost {
            *is_lost = kept.is_err().into();
        }
        Ok(())
    })
}

/// Gives a request that is to be answered as the message was that was just settled, until it says `SMPPKIT_E_NOT_FOUND`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_joining_next_settled(
    joining: Option<&mut Joining>,
    request: Option<&mut u64>,
) -> i32 {
    call(None, || {
        let (joining, request) = (some(joining)?, some(request)?);
        *request = joining.settled.pop_front().ok_or(Failure::NOT_FOUND)?;
        Ok(())
    })
}

/// No more parts will come: what there is of incomplete messages is to be handed out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_joining_end(joining: Option<&mut Joining>) -> i32 {
    call(None, || {
        some(joining)?.core.end();
        Ok(())
    })
}

/// Accepts the parts that have waited long enough, and gives up the messages that are never going to be whole.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_joining_handle_timeout(joining: Option<&mut Joining>, now_ns: u64) -> i32 {
    call(None, || {
        some(joining)?.core.handle_timeout(Instant::from_nanos(now_ns));
        Ok(())
    })
}

/// When `smppkit_joining_handle_timeout` is wanted next; `UINT64_MAX` if nothing waits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_joining_poll_timeout(joining: Option<&Joining>) -> u64 {
    value(u64::MAX, || {
        joining.and_then(|joining| joining.core.poll_timeout()).map_or(u64::MAX, Instant::as_nanos)
    })
}
