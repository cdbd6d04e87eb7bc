//! What is to be known of a session. Without one, the answers are those of a closed session without anything.

use smppkit::{CommandId, State};

use super::{Session, tickets};
use crate::guard::{call, value};
use crate::memory::{StructSize, sized, some};
use crate::types::error::Failure;

/// No network connection, or none that may be used.
pub const SMPPKIT_STATE_CLOSED: u32 = 0;
/// The network connection is up, no bind was accepted yet.
pub const SMPPKIT_STATE_OPEN: u32 = 1;
/// The MC connected and sent outbind; the ESME has not bound yet.
pub const SMPPKIT_STATE_OUTBOUND: u32 = 2;
/// bind_transmitter was accepted.
pub const SMPPKIT_STATE_BOUND_TX: u32 = 3;
/// bind_receiver was accepted.
pub const SMPPKIT_STATE_BOUND_RX: u32 = 4;
/// bind_transceiver was accepted.
pub const SMPPKIT_STATE_BOUND_TRX: u32 = 5;
/// unbind was answered, the network connection is still up.
pub const SMPPKIT_STATE_UNBOUND: u32 = 6;

pub(crate) const fn state(state: State) -> u32 {
    match state {
        State::Open => SMPPKIT_STATE_OPEN,
        State::Outbound => SMPPKIT_STATE_OUTBOUND,
        State::BoundTx => SMPPKIT_STATE_BOUND_TX,
        State::BoundRx => SMPPKIT_STATE_BOUND_RX,
        State::BoundTrx => SMPPKIT_STATE_BOUND_TRX,
        State::Unbound => SMPPKIT_STATE_UNBOUND,
        _ => SMPPKIT_STATE_CLOSED,
    }
}

impl Session {
    /// # Safety
    ///
    /// As for `open`.
    unsafe fn get<T: Default>(at: *const Self, get: impl FnOnce(&Self) -> T) -> T {
        // SAFETY: the caller's.
        value(T::default(), || unsafe { Self::look(at) }.map(get).unwrap_or_default())
    }
}

/// The state: `SMPPKIT_STATE_…`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_state(session: *const Session) -> u32 {
    // SAFETY: what C owes.
    unsafe { Session::get(session, |session| state(session.session.state())) }
}

/// Whether a bind is in force: 1 or 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_is_bound(session: *const Session) -> i32 {
    // SAFETY: what C owes.
    unsafe { Session::get(session, |session| session.session.state().is_bound().into()) }
}

/// The version that is spoken, 0x33, 0x34 or 0x50: ours until the bind, then the lower of both.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_version(session: *const Session) -> u8 {
    // SAFETY: what C owes.
    unsafe { Session::get(session, |session| session.session.version().0) }
}

/// How many slots the window has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_window_size(session: *const Session) -> usize {
    // SAFETY: what C owes.
    unsafe { Session::get(session, |session| session.session.window_size()) }
}

/// How many requests may be sent before one is answered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_window_available(session: *const Session) -> usize {
    // SAFETY: what C owes.
    unsafe { Session::get(session, |session| session.session.window_available()) }
}

/// How many requests of ours are unanswered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_in_flight(session: *const Session) -> usize {
    // SAFETY: what C owes.
    unsafe { Session::get(session, |session| session.session.in_flight()) }
}

/// How many requests of the peer wait for our answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_unanswered(session: *const Session) -> usize {
    // SAFETY: what C owes.
    unsafe { Session::get(session, |session| session.session.unanswered()) }
}

/// How congested we are, 0 to 100, for the `congestion_state` of a response (5.0 §4.8.4.18): how much of `max_unanswered`
/// is used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_congestion_state(session: *const Session) -> u8 {
    // SAFETY: what C owes.
    unsafe { Session::get(session, |session| session.session.congestion_state()) }
}

/// Whether `smppkit_session_poll_transmit` has anything: 1 or 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_has_transmit(session: *const Session) -> i32 {
    // SAFETY: what C owes.
    unsafe { Session::get(session, |session| session.session.has_transmit().into()) }
}

/// Whether this request or notification may be sent now, a free slot aside: 1 or 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_allowed(session: *const Session, command_id: u32) -> i32 {
    // SAFETY: what C owes.
    unsafe { Session::get(session, |session| session.session.allowed(CommandId(command_id)).into()) }
}

/// Changes how many requests of the peer may wait for our answer at once, at least 1: an MC may know only after the bind how
/// many this ESME is allowed. `SMPPKIT_E_VALUE` if the memory of the session was made for fewer: see
/// `smppkit_session_size`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_set_max_unanswered(
    session: *mut Session,
    max_unanswered: u16,
) -> i32 {
    call(None, || {
        // SAFETY: what C owes.
        let session = unsafe { Session::open(session) }?;
        if max_unanswered == 0 || tickets(max_unanswered) > session.tickets.capacity() {
            return Err(Failure::VALUE);
        }
        session.session.set_max_unanswered(max_unanswered);
        Ok(())
    })
}

/// Counts what passed through a session.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct Stats {
    /// Set by `SMPPKIT_STATS_INIT`.
    pub struct_size: u32,
    /// PDUs received.
    pub received: u64,
    /// PDUs sent, those of the session itself included.
    pub sent: u64,
    /// Requests of ours that were answered.
    pub answered: u64,
    /// Responses that matched no request: late, doubled, unknown, or of the wrong type.
    pub unmatched: u64,
    /// PDUs of the peer in which something was out of order, whether they were turned down or not.
    pub faulty: u64,
    /// PDUs of the peer that the session turned down.
    pub refused: u64,
    /// Requests of ours that were not answered in time.
    pub timed_out: u64,
}

impl StructSize for Stats {
    fn struct_size(&self) -> u32 {
        self.struct_size
    }
}

/// Tells what passed so far.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_stats(session: *const Session, stats: Option<&mut Stats>) -> i32 {
    call(None, || {
        // SAFETY: what C owes.
        let session = unsafe { Session::look(session) }?;
        let stats = some(stats)?;
        if !sized(stats) {
            return Err(Failure::STRUCT_SIZE);
        }
        let core = session.session.stats();
        *stats = Stats {
            struct_size: stats.struct_size,
            received: core.received,
            sent: core.sent,
            answered: core.answered,
            unmatched: core.unmatched,
            faulty: core.faulty,
            refused: core.refused,
            timed_out: core.timed_out,
        };
        Ok(())
    })
}
