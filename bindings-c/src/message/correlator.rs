//! Which message a receipt is about.

use std::boxed::Box;

use smppkit::Instant;
use smppkit::message::message_id::{Correlator as Core, CorrelatorConfig};

use crate::guard::{call, value};
use crate::memory::some;
use crate::types::error::Failure;
use crate::types::octets::Octets;

/// Finds the message that a receipt is about, by the id in submit_sm_resp and the id in the receipt: in whatever form each is, which it
/// learns. It keeps up to so many messages for three days.
pub struct Correlator(Core<u64, u64>);

/// Makes a correlator for up to `max_messages` that wait for their receipts, 0 for 65536: when there is one more, the oldest is given
/// up. `smppkit_correlator_free` gives its memory back. NULL if there is no memory.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_correlator_new(max_messages: usize) -> *mut Correlator {
    value(core::ptr::null_mut(), || {
        let mut config = CorrelatorConfig::default();
        if max_messages > 0 {
            config.max_messages = max_messages;
        }
        Box::into_raw(Box::new(Correlator(Core::new(config))))
    })
}

/// Gives the memory of a correlator back. Nothing is done if it is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_correlator_free(correlator: *mut Correlator) {
    value((), || {
        if !correlator.is_null() {
            // SAFETY: what C owes: it comes from `smppkit_correlator_new`.
            drop(unsafe { Box::from_raw(correlator) });
        }
    });
}

/// A message was accepted with this id; `token` is the caller's name for it. If a receipt for it came before, `*early` is what that
/// was called and the result is `SMPPKIT_OK`; otherwise it is `SMPPKIT_E_NOT_FOUND`, and the message waits for its receipt.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_correlator_submitted(
    correlator: Option<&mut Correlator>,
    now_ns: u64,
    message_id: Octets<'_>,
    token: u64,
    early: Option<&mut u64>,
) -> i32 {
    call(None, || {
        let (correlator, early) = (some(correlator)?, some(early)?);
        let id = some(message_id.get())?;
        let found = correlator.0.submitted(Instant::from_nanos(now_ns), id, token);
        *early = found.ok_or(Failure::NOT_FOUND)?.receipt;
        Ok(())
    })
}

/// A receipt with this id came: `*token` is the message that it is about. `is_final` is 1 if no other receipt is to come for it.
/// `*is_certain`, which may be NULL, is 1 if no other message can be meant.
///
/// `SMPPKIT_E_NOT_FOUND` if no such message waits; `receipt`, the caller's name for the receipt, then comes back if its message is
/// accepted within a minute.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_correlator_receipt(
    correlator: Option<&mut Correlator>,
    now_ns: u64,
    message_id: Octets<'_>,
    is_final: u8,
    receipt: u64,
    token: Option<&mut u64>,
    is_certain: Option<&mut u8>,
) -> i32 {
    call(None, || {
        let (correlator, token) = (some(correlator)?, some(token)?);
        let id = some(message_id.get())?;
        let found = correlator.0.receipt(Instant::from_nanos(now_ns), id, is_final != 0, receipt);
        let found = found.ok_or(Failure::NOT_FOUND)?;
        *token = found.token;
        if let Some(is_certain) = is_certain {
            *is_certain = found.is_certain.into();
        }
        Ok(())
    })
}

/// Gives up a message that has waited too long for its receipt: `*token` is its name; call it until it says `SMPPKIT_E_NOT_FOUND`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_correlator_handle_timeout(
    correlator: Option<&mut Correlator>,
    now_ns: u64,
    token: Option<&mut u64>,
) -> i32 {
    call(None, || {
        let (correlator, token) = (some(correlator)?, some(token)?);
        *token = correlator.0.handle_timeout(Instant::from_nanos(now_ns)).ok_or(Failure::NOT_FOUND)?;
        Ok(())
    })
}

/// When `smppkit_correlator_handle_timeout` is wanted next; `UINT64_MAX` if nothing waits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_correlator_poll_timeout(correlator: Option<&Correlator>) -> u64 {
    value(u64::MAX, || {
        let timeout = correlator.and_then(|correlator| correlator.0.poll_timeout());
        timeout.map_or(u64::MAX, Instant::as_nanos)
    })
}

/// How many messages wait for their receipts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_correlator_waiting(correlator: Option<&Correlator>) -> usize {
    value(0, || correlator.map_or(0, |correlator| correlator.0.waiting()))
}
