//! Who waits for which receipt.

use core::task::Poll;
use core::time::Duration;
use std::boxed::Box;

use smppkit::Instant;
use smppkit::message::awaited::{AwaitedConfig, AwaitedReceipts, Output};

use super::text;
use crate::guard::{call, value};
use crate::memory::some;
use crate::types::error::Failure;
use crate::types::octets::Octets;

/// Who waits for which receipt, and what becomes of those that nobody takes.
///
/// Parts of one message are awaited together, as a group. A receipt that comes before the response to its message is held back until
/// the submit_sm under way by then are answered. Of those that nobody takes, the oldest beyond `spare` is rejected for now. What is
/// about no message that is awaited is passed on. A receipt with its request is a number of the caller's, such as its ticket; it comes
/// out once: by `smppkit_awaited_poll_receipt` or by `smppkit_awaited_poll_output`, which is to be called after each call that changes
/// something.
pub struct Awaited {
    core: AwaitedReceipts<u64>,
    /// The message id that was handed out last.
    message_id: Box<[u8]>,
}

/// Makes one. Up to `max_messages` wait for their receipts, 0 for 65536: when there is one more, the oldest is given up; each for
/// `timeout_ns`, 0 for three days. As many as `spare` receipts, 0 for 16, may lie untaken, and as many more be held back for a response.
/// `smppkit_awaited_free` gives its memory back. NULL if there is no memory.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_awaited_new(max_messages: usize, timeout_ns: u64, spare: usize) -> *mut Awaited {
    value(core::ptr::null_mut(), || {
        let mut config = AwaitedConfig::default();
        if max_messages > 0 {
            config.max_messages = max_messages;
        }
        if timeout_ns > 0 {
            config.timeout = Duration::from_nanos(timeout_ns);
        }
        if spare > 0 {
            config.spare = spare;
        }
        let core = AwaitedReceipts::new(config);
        Box::into_raw(Box::new(Awaited { core, message_id: Box::default() }))
    })
}

/// Gives the memory of one back. Nothing is done if it is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_awaited_free(awaited: *mut Awaited) {
    value((), || {
        if !awaited.is_null() {
            // SAFETY: what C owes: it comes from `smppkit_awaited_new`.
            drop(unsafe { Box::from_raw(awaited) });
        }
    });
}

/// Opens a group, for what is awaited together, such as the parts of a message, and gives its number; there is no group 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_awaited_open(awaited: Option<&mut Awaited>) -> u64 {
    value(0, || awaited.map_or(0, |awaited| awaited.core.open()))
}

/// Nobody awaits the receipts of a group any more: those that have come are passed on, and so will be those that come.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_awaited_close(awaited: Option<&mut Awaited>, group: u64) -> i32 {
    call(None, || {
        some(awaited)?.core.close(group);
        Ok(())
    })
}

/// A submit_sm is about to be sent. The number that this gives is for `smppkit_awaited_answered`, which must follow; `part` says which
/// of the group it is, and comes back with its receipts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_awaited_under_way(
    awaited: Option<&mut Awaited>,
    group: u64,
    part: usize,
) -> u64 {
    value(0, || awaited.map_or(0, |awaited| awaited.core.under_way(group, part)))
}

/// The submit_sm was accepted with this id; or, without octets in it, it was refused, or its response will not come.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_awaited_answered(
    awaited: Option<&mut Awaited>,
    now_ns: u64,
    under_way: u64,
    message_id: Octets<'_>,
) -> i32 {
    call(None, || {
        let (awaited, id) = (some(awaited)?, some(message_id.get())?);
        let id = Some(id).filter(|id| !id.is_empty());
        awaited.core.answered(Instant::from_nanos(now_ns), under_way, id);
        Ok(())
    })
}

/// A receipt came, with this id. If `is_final` is 1, its message waits for no further one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_awaited_received(
    awaited: Option<&mut Awaited>,
    now_ns: u64,
    message_id: Octets<'_>,
    is_final: u8,
    receipt: u64,
) -> i32 {
    call(None, || {
        let (awaited, id) = (some(awaited)?, text(message_id)?);
        awaited.core.received(Instant::from_nanos(now_ns), id, is_final != 0, receipt);
        Ok(())
    })
}

/// None has come yet: an output of the kind `SMPPKIT_AWAITED_WAKE` tells when to ask again.
pub const SMPPKIT_AWAITED_PENDING: u32 = 0;
/// This has come.
pub const SMPPKIT_AWAITED_ARRIVED: u32 = 1;
/// No more will come.
pub const SMPPKIT_AWAITED_DONE: u32 = 2;

/// The next receipt of a group.
#[repr(C)]
#[derive(Copy, Clone, Debug, Default)]
pub struct Arrived<'a> {
    /// `SMPPKIT_AWAITED_PENDING`, `ARRIVED` or `DONE`; the rest is set if it has arrived.
    pub state: u32,
    /// 1 if no other message can be meant.
    pub is_certain: u8,
    /// What was handed in.
    pub receipt: u64,
    /// Which part of the group it is about.
    pub part: usize,
    /// The id of the response, which may be written otherwise than in the receipt. It lives until the next call of the function.
    pub message_id: Octets<'a>,
}

/// Gives the next receipt of a group, the oldest first. Until `smppkit_awaited_leave`, somebody waits, and as many are kept as come.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_awaited_poll_receipt<'a>(
    awaited: Option<&'a mut Awaited>,
    group: u64,
    arrived: Option<&mut Arrived<'a>>,
) -> i32 {
    call(None, || {
        let (awaited, arrived) = (some(awaited)?, some(arrived)?);
        *arrived = match awaited.core.poll_receipt(group) {
            Poll::Pending => Arrived { state: SMPPKIT_AWAITED_PENDING, ..Arrived::default() },
            Poll::Ready(None) => Arrived { state: SMPPKIT_AWAITED_DONE, ..Arrived::default() },
            Poll::Ready(Some(found)) => {
                awaited.message_id = found.message_id;
                Arrived {
                    state: SMPPKIT_AWAITED_ARRIVED,
                    is_certain: found.is_certain.into(),
                    receipt: found.receipt,
                    part: found.part,
                    message_id: Octets::new(&awaited.message_id),
                }
            }
        };
        Ok(())
    })
}

/// Nobody waits for the next receipt of a group for the moment: what comes, and what has come, counts as spare.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_awaited_leave(awaited: Option<&mut Awaited>, group: u64) -> i32 {
    call(None, || {
        some(awaited)?.core.leave(group);
        Ok(())
    })
}

/// A final receipt that was taken is not accepted after all: it will come again. To be told before the message centre is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_awaited_await_again(
    awaited: Option<&mut Awaited>,
    now_ns: u64,
    group: u64,
    part: usize,
    message_id: Octets<'_>,
) -> i32 {
    call(None, || {
        let (awaited, id) = (some(awaited)?, some(message_id.get())?);
        awaited.core.await_again(Instant::from_nanos(now_ns), group, part, id);
        Ok(())
    })
}

/// How many messages of a group wait for their final receipt.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_awaited_waiting(awaited: Option<&Awaited>, group: u64) -> usize {
    value(0, || awaited.map_or(0, |awaited| awaited.core.waiting(group)))
}

/// Who waits for this group is to ask `smppkit_awaited_poll_receipt` again.
pub const SMPPKIT_AWAITED_WAKE: u32 = 1;
/// A receipt is to be rejected for now (ESME_RX_T_APPN). It is awaited again.
pub const SMPPKIT_AWAITED_REJECT: u32 = 2;
/// A receipt is for who takes all else that comes in.
pub const SMPPKIT_AWAITED_PASS: u32 = 3;

/// Tells what is to be done, until it says `SMPPKIT_E_NOT_FOUND`: `*kind` is `SMPPKIT_AWAITED_WAKE`, `REJECT` or `PASS`, and `*which` the
/// group or the receipt.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_awaited_poll_output(
    awaited: Option<&mut Awaited>,
    kind: Option<&mut u32>,
    which: Option<&mut u64>,
) -> i32 {
    call(None, || {
        let (awaited, kind, which) = (some(awaited)?, some(kind)?, some(which)?);
        (*kind, *which) = match awaited.core.poll_output().ok_or(Failure::NOT_FOUND)? {
            Output::Wake(group) => (SMPPKIT_AWAITED_WAKE, group),
            Output::Reject(receipt) => (SMPPKIT_AWAITED_REJECT, receipt),
            Output::Pass(receipt) => (SMPPKIT_AWAITED_PASS, receipt),
        };
        Ok(())
    })
}

/// No more will come. What is held back is passed on; what has come can still be taken.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_awaited_end(awaited: Option<&mut Awaited>) -> i32 {
    call(None, || {
        some(awaited)?.core.end();
        Ok(())
    })
}

/// Gives up what has waited too long.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_awaited_handle_timeout(awaited: Option<&mut Awaited>, now_ns: u64) -> i32 {
    call(None, || {
        some(awaited)?.core.handle_timeout(Instant::from_nanos(now_ns));
        Ok(())
    })
}

/// When `smppkit_awaited_handle_timeout` is wanted next; `UINT64_MAX` if nothing waits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_awaited_poll_timeout(awaited: Option<&Awaited>) -> u64 {
    value(u64::MAX, || {
        awaited.and_then(|awaited| awaited.core.poll_timeout()).map_or(u64::MAX, Instant::as_nanos)
    })
}
