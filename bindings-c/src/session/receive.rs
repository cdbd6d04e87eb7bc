//! The world happened.

use core::mem::MaybeUninit;

use smppkit::Instant;
use smppkit::session::ReceiveAs;

use super::event::Place;
use super::{Event, Session};
use crate::guard::{call, value};
use crate::memory::{StructSize, room, sized, slice, some};
use crate::types::error::Failure;

/// All whole PDUs were taken. What is left is the start of one, and the session waits for more octets.
pub const SMPPKIT_RECEIVED_ALL: u32 = 0;
/// There was no place for more events: call again, with what is left.
pub const SMPPKIT_RECEIVED_SOME: u32 = 1;
/// The next PDU must wait: until what `smppkit_session_poll_transmit` has was fetched, or requests were answered. Then call
/// again, with what is left; do not read more from the peer meanwhile.
pub const SMPPKIT_RECEIVED_PAUSED: u32 = 2;
/// The session is closed; octets no longer matter.
pub const SMPPKIT_RECEIVED_CLOSED: u32 = 3;

/// What became of octets of the peer.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct Received {
    /// Set by `SMPPKIT_RECEIVED_INIT`.
    pub struct_size: u32,
    /// Octets of an event; set by `SMPPKIT_RECEIVED_INIT`.
    pub event_size: u32,
    /// `SMPPKIT_RECEIVED_…`.
    pub status: u32,
    /// How many events there are.
    pub count: usize,
    /// How many octets were taken; give those behind them again.
    pub consumed: usize,
    /// How many octets there must be from there on before it is worth calling again, if `status` is `SMPPKIT_RECEIVED_ALL`.
    pub needed: usize,
}

impl Default for Received {
    fn default() -> Self {
        Self {
            struct_size: size_of::<Self>() as u32,
            event_size: size_of::<Event<'_>>() as u32,
            status: SMPPKIT_RECEIVED_ALL,
            count: 0,
            consumed: 0,
            needed: 0,
        }
    }
}

impl StructSize for Received {
    fn struct_size(&self) -> u32 {
        self.struct_size
    }
}

/// Takes octets that the peer sent, and tells what happened: in those octets, and since the last call without any, such as
/// requests that timed out and the end of the session. `events` has room for `capacity` of them, at least 1; they need not
/// be set to anything before.
///
/// Whatever the peer sends, this does not fail: what is wrong is an event. How the octets are cut does not matter. With no
/// octets it tells what happened without any: call it so after `smppkit_session_handle_timeout`,
/// `smppkit_session_receive_eof` and `smppkit_session_close`.
///
///     smppkit_event events[64];
///     smppkit_received received = SMPPKIT_RECEIVED_INIT;
///     do {
///         smppkit_session_receive(session, now, octets, len, events, 64, &received);
///         for (size_t i = 0; i < received.count; i++)
///             handle(&events[i]);
///         octets += received.consumed;
///         len -= received.consumed;
///     } while (received.status == SMPPKIT_RECEIVED_SOME);
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_receive<'a>(
    session: *mut Session,
    now_ns: u64,
    octets: *const u8,
    len: usize,
    events: *mut Event<'a>,
    capacity: usize,
    received: Option<&mut Received>,
) -> i32 {
    call(None, || {
        // SAFETY: what C owes.
        let (session, octets, places) = unsafe {
            (
                Session::open(session)?,
                slice::<'a>(octets, len)?,
                room::<MaybeUninit<Event<'a>>>(events.cast(), capacity)?,
            )
        };
        let received = some(received)?;
        if !sized(received) || received.event_size as usize != size_of::<Event<'_>>() {
            return Err(Failure::STRUCT_SIZE);
        }
        if places.is_empty() {
            return Err(Failure::VALUE);
        }
        *received = session.receive(Instant::from_nanos(now_ns), octets, places);
        Ok(())
    })
}

impl Session {
    #[inline(always)]
    fn receive<'a>(
        &mut self,
        now: Instant,
        octets: &'a [u8],
        places: &mut [MaybeUninit<Event<'a>>],
    ) -> Received {
        let Self { session, tickets, .. } = self;
        let mut received = Received::default();
        let mut rest = octets;
        received.status = loop {
            let Some(place) = places.get_mut(received.count) else { break SMPPKIT_RECEIVED_SOME };
            let mut place = Place::new(place);
            match session.receive_as(now, rest, &mut place) {
                ReceiveAs::Pdu { header, frame, verdict, .. } => {
                    rest = rest.get(frame.len()..).unwrap_or_default();
                    // There are as many slots as there can be tickets.
                    let is_event =
                        place.fill((header, frame), verdict, |ticket| tickets.issue(ticket).unwrap_or(0));
                    received.count += usize::from(is_event);
                }
                ReceiveAs::NeedMore { min } => {
                    received.needed = min;
                    break SMPPKIT_RECEIVED_ALL;
                }
                ReceiveAs::Paused => break SMPPKIT_RECEIVED_PAUSED,
                ReceiveAs::Closed => break SMPPKIT_RECEIVED_CLOSED,
            }
        };
        received.consumed = octets.len() - rest.len();
        loop {
            let Some(place) = places.get_mut(received.count) else {
                received.status = SMPPKIT_RECEIVED_SOME;
                break received;
            };
            let Some(event) = session.poll_event() else { break received };
            Place::new(place).fill_without_pdu(&event);
            received.count += 1;
        }
    }
}

/// The peer ended the connection, or it broke. `smppkit_session_receive` tells what that means.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_receive_eof(session: *mut Session) -> i32 {
    call(None, || {
        // SAFETY: what C owes.
        unsafe { Session::open(session) }?.session.receive_eof();
        Ok(())
    })
}

/// Does what is due by now. Early or repeated calls are harmless; a late one catches up. `smppkit_session_receive` tells
/// what happened.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_handle_timeout(session: *mut Session, now_ns: u64) -> i32 {
    call(None, || {
        // SAFETY: what C owes.
        unsafe { Session::open(session) }?.session.handle_timeout(Instant::from_nanos(now_ns));
        Ok(())
    })
}

/// When `smppkit_session_handle_timeout` is wanted next; `UINT64_MAX` if no timer runs. A time that has passed means now.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_poll_timeout(session: *const Session) -> u64 {
    value(u64::MAX, || {
        // SAFETY: what C owes.
        let session = unsafe { Session::look(session) }.ok();
        session.and_then(|session| session.session.poll_timeout()).map_or(u64::MAX, Instant::as_nanos)
    })
}

/// Writes the PDUs that the session owes by itself into `out`, as many as fit, and their octets into `*len`. Each has 16
/// octets, and there are never more than 10.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_poll_transmit(
    session: *mut Session,
    out: *mut u8,
    capacity: usize,
    len: Option<&mut usize>,
) -> i32 {
    call(None, || {
        // SAFETY: what C owes.
        let (session, out) = unsafe { (Session::open(session)?, room(out, capacity)?) };
        *some(len)? = session.session.poll_transmit(out);
        Ok(())
    })
}

/// Ends the session at once, without an unbind. `smppkit_session_receive` tells which requests were cut off.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_close(session: *mut Session) -> i32 {
    call(None, || {
        // SAFETY: what C owes.
        unsafe { Session::open(session) }?.session.close();
        Ok(())
    })
}
