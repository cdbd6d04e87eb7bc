//! Sessions: handles in memory of C, or in memory of ours.

pub mod config;
pub mod event;
pub mod receive;
pub mod send;

pub mod info;
pub mod snapshot;

pub mod pacer;
pub mod show;

use core::ffi::c_void;
use core::mem::MaybeUninit;

use smppkit::Instant;
use smppkit::session::{Slot, TicketSlot, Tickets};

use crate::guard::{call, value};
use crate::memory::some;
use crate::types::error::{Error, Failure};
pub use config::Config;
pub use event::Event;
pub use info::Stats;
pub(crate) use info::state;
pub use receive::Received;
pub use send::{Request, Sent};

/// One session, of either side. It lies in memory that was given to `smppkit_session_init`, or was got by
/// `smppkit_session_new`, and stays where it is: do not copy it. Each has no more than one caller at a time; different ones
/// know nothing of each other.
///
/// It owns no socket, no clock and no octets. What the peer sent goes into `smppkit_session_receive`, and when time has
/// passed `smppkit_session_handle_timeout` is called; what is to be sent is written into memory of the caller. After any
/// of them see whether `smppkit_session_poll_transmit` has something to send, and when `smppkit_session_poll_timeout`
/// wants to be woken.
///
/// Times are nanoseconds since an origin of the caller's choice, of a clock that does not go back, such as
/// CLOCK_MONOTONIC; 0 counts as 1.
pub struct Session {
    /// Where it is, in a form that other memory hardly has.
    mark: usize,
    /// Octets that were got for it; 0 if C gave the memory.
    #[cfg_attr(not(feature = "std"), expect(dead_code, reason = "C gives all memory"))]
    allocated: usize,
    session: Core,
    tickets: CoreTickets,
}

type Core = smppkit::Session<&'static mut [Slot]>;
type CoreTickets = Tickets<&'static mut [TicketSlot]>;
type Slots = (&'static mut [Slot], &'static mut [TicketSlot]);

// One after the other in the memory, there is no gap between them.
const _: () = assert!(
    align_of::<Session>() <= SMPPKIT_SESSION_ALIGN
        && size_of::<Session>().is_multiple_of(align_of::<Slot>())
        && size_of::<Slot>().is_multiple_of(align_of::<TicketSlot>())
);

/// The address of memory for a session is a multiple of this. That of `malloc` always is.
pub const SMPPKIT_SESSION_ALIGN: usize = 8;

const MARK: usize = 0x534D_5050;

impl Session {
    fn mark(at: *const Self) -> usize {
        at.addr() ^ MARK
    }

    /// The session that C means.
    ///
    /// # Safety
    ///
    /// A pointer that is not NULL points to a session, which nobody else uses as long as `'s`, or at least to memory that
    /// can be read.
    #[inline(always)]
    unsafe fn open<'s>(at: *mut Self) -> Result<&'s mut Self, Failure> {
        if at.is_null() || !at.is_aligned() {
            return Err(Failure::NULL);
        }
        // SAFETY: the caller's.
        if unsafe { (&raw const (*at).mark).read() } != Self::mark(at) {
            return Err(Failure::NO_SESSION);
        }
        // SAFETY: the caller's; and only `begin` writes such a mark.
        Ok(unsafe { &mut *at })
    }

    /// The session that C means, to be looked at only.
    ///
    /// # Safety
    ///
    /// As for `open`.
    unsafe fn look<'s>(at: *const Self) -> Result<&'s Self, Failure> {
        // SAFETY: the caller's.
        unsafe { Self::open(at.cast_mut()) }.map(|session| &*session)
    }
}

/// Octets of a session with so many slots.
const fn size(window: usize, tickets: usize) -> usize {
    let slots = size_of::<Slot>().saturating_mul(window);
    size_of::<Session>().saturating_add(slots).saturating_add(size_of::<TicketSlot>().saturating_mul(tickets))
}

const fn tickets(max_unanswered: u16) -> usize {
    Tickets::<()>::needed(max_unanswered)
}

/// Memory for a session, in its parts.
struct Place {
    at: *mut Session,
    slots: Slots,
}

impl Place {
    /// # Safety
    ///
    /// A pointer that is not NULL is good for reading and writing `len` octets for as long as the session lives, and nobody
    /// else uses them.
    unsafe fn new(memory: *mut c_void, len: usize, config: &Config) -> Result<Self, Failure> {
        let (at, window) = (memory.cast::<Session>(), usize::from(config.window));
        if at.is_null() || !memory.addr().is_multiple_of(SMPPKIT_SESSION_ALIGN) {
            return Err(Failure::NULL);
        }
        let needed = size(window, tickets(config.max_unanswered));
        if len < needed {
            return Err(Failure::TooSmall { needed });
        }
        let more = (len - needed) / size_of::<TicketSlot>();
        // SAFETY: there is room for all of them, one behind the other; they are aligned since the memory is and there are
        // no gaps; and `filled` puts values there.
        unsafe {
            let behind = at.add(1).cast::<Slot>();
            let slots = filled(behind, window);
            let tickets = filled(behind.add(window).cast(), tickets(config.max_unanswered) + more);
            Ok(Self { at, slots: (slots, tickets) })
        }
    }

    /// Makes the session.
    fn begin(
        self,
        allocated: usize,
        make: impl FnOnce(Slots) -> Result<(Core, CoreTickets), Failure>,
    ) -> Result<*mut Session, Failure> {
        let (session, tickets) = make(self.slots)?;
        let session = Session { mark: Session::mark(self.at), allocated, session, tickets };
        // SAFETY: `new` made sure that there is room, and that it is aligned.
        unsafe { self.at.write(session) };
        Ok(self.at)
    }
}

/// Memory with values in it.
///
/// # Safety
///
/// The memory is good for writing and reading so many values as long as `'a`, and nobody else uses it.
unsafe fn filled<'a, T: Default>(at: *mut T, len: usize) -> &'a mut [T] {
    // SAFETY: the caller's; memory without a value is a value of `MaybeUninit`.
    let places = unsafe { core::slice::from_raw_parts_mut(at.cast::<MaybeUninit<T>>(), len) };
    for place in places {
        place.write(T::default());
    }
    // SAFETY: there are values now.
    unsafe { core::slice::from_raw_parts_mut(at, len) }
}

/// Octets of memory for a session with these settings: about 500, 32 for each slot of the window, 12 for each request of the
/// peer that may wait for an answer.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_session_size(window: u16, max_unanswered: u16) -> usize {
    value(0, || size(window.into(), tickets(max_unanswered)))
}

/// Begins a session on a network connection that was just made, in memory of the caller: `len` octets, at least those of
/// `smppkit_session_size`, with an address that is a multiple of `SMPPKIT_SESSION_ALIGN`. `*session` is then at their
/// start. The session needs no end; when it is not used any more, so is the memory.
///
/// `SMPPKIT_E_TOO_SMALL` if `len` is too small; `error` tells what is needed. `SMPPKIT_E_CONFIG` if the settings contradict
/// themselves.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_init(
    memory: *mut c_void,
    len: usize,
    config: Option<&Config>,
    now_ns: u64,
    session: Option<&mut *mut Session>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        let (config, session) = (some(config)?, some(session)?);
        let core = config.get()?;
        // SAFETY: what C owes.
        let place = unsafe { Place::new(memory, len, config) }?;
        *session = place.begin(0, |slots| begun(core, slots, now_ns))?;
        Ok(())
    })
}

fn begun(
    config: smppkit::session::Config,
    (slots, tickets): Slots,
    now_ns: u64,
) -> Result<(Core, CoreTickets), Failure> {
    let session = smppkit::Session::new(config, slots, Instant::from_nanos(now_ns))?;
    Ok((session, Tickets::new(tickets)))
}

/// Begins a session in memory that this library gets. `smppkit_session_free` gives it back.
#[cfg(feature = "std")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_new(
    config: Option<&Config>,
    now_ns: u64,
    session: Option<&mut *mut Session>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        let (config, session) = (some(config)?, some(session)?);
        *session = std_memory::begin(config, |core, slots| begun(core, slots, now_ns))?;
        Ok(())
    })
}

/// Gives back the memory of a session that `smppkit_session_new` or `smppkit_session_new_from` made. Nothing is done if it
/// is NULL, or lies in memory of the caller.
#[cfg(feature = "std")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_free(session: *mut Session) {
    value((), || {
        // SAFETY: what C owes.
        if let Ok(open) = unsafe { Session::open(session) }
            && open.allocated > 0
        {
            std_memory::free(open);
        }
    });
}

#[cfg(feature = "std")]
mod std_memory {
    use std::alloc::{Layout, alloc, dealloc};

    use super::*;

    fn layout(len: usize) -> Result<Layout, Failure> {
        Layout::from_size_align(len, SMPPKIT_SESSION_ALIGN).map_err(|_| Failure::VALUE)
    }

    pub(super) fn begin(
        config: &Config,
        make: impl FnOnce(smppkit::session::Config, Slots) -> Result<(Core, CoreTickets), Failure>,
    ) -> Result<*mut Session, Failure> {
        let core = config.get()?;
        let len = size(config.window.into(), tickets(config.max_unanswered));
        let layout = layout(len)?;
        // SAFETY: a session takes more than no octets.
        let memory = unsafe { alloc(layout) };
        if memory.is_null() {
            return Err(Failure::NO_MEMORY);
        }
        // SAFETY: so much was got, and nobody else has it.
        let place = unsafe { Place::new(memory.cast(), len, config) };
        let begun = place.and_then(|place| place.begin(len, |slots| make(core, slots)));
        if begun.is_err() {
            // SAFETY: it was got above, and nothing uses it.
            unsafe { dealloc(memory, layout) };
        }
        begun
    }

    pub(super) fn free(session: &mut Session) {
        let Ok(layout) = layout(session.allocated) else { return };
        session.mark = 0;
        // SAFETY: `begin` got it with this layout; nothing in it needs to be dropped.
        unsafe { dealloc((&raw mut *session).cast(), layout) };
    }
}
