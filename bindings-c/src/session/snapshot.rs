//! A session goes on in another process.

use core::ffi::c_void;

use smppkit::Instant;
use smppkit::session::{SnapshotError, Tickets};

use super::{Config, Core, CoreTickets, Place, Session, Slots};
use crate::guard::call;
use crate::memory::{room, slice, some};
use crate::types::error::{Error, Failure};

/// Octets before the snapshot of the session: how many it has.
const LENGTH: usize = 4;

/// Writes the session and its tickets into `out`, and how many octets that takes into `*len`: the session goes on in another
/// process with `smppkit_session_init_from`. Octets that were received and not taken, or written and not sent, are not among
/// them.
///
/// `SMPPKIT_E_TOO_SMALL`, with what is needed in `*len`; `SMPPKIT_E_CLOSED` if there is nothing to go on with.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_snapshot(
    session: *const Session,
    now_ns: u64,
    out: *mut u8,
    capacity: usize,
    len: Option<&mut usize>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        // SAFETY: what C owes.
        let (Session { session, tickets, .. }, out) =
            unsafe { (Session::look(session)?, room(out, capacity)?) };
        let of_session = session.snapshot_len();
        let needed = LENGTH + of_session + tickets.snapshot_len();
        let len = some(len)?;
        *len = needed;
        let out = out.get_mut(..needed).ok_or(Failure::TooSmall { needed })?;
        let (length, rest) = out.split_at_mut(LENGTH);
        length.copy_from_slice(&u32::try_from(of_session).map_err(|_| Failure::VALUE)?.to_be_bytes());
        let (ours, theirs) = rest.split_at_mut(of_session);
        session.snapshot(Instant::from_nanos(now_ns), ours)?;
        tickets.snapshot(theirs)?;
        Ok(())
    })
}

fn restored(
    config: smppkit::session::Config,
    (slots, tickets): Slots,
    snapshot: &[u8],
    now_ns: u64,
) -> Result<(Core, CoreTickets), Failure> {
    let (length, rest) = snapshot.split_first_chunk::<LENGTH>().ok_or(SnapshotError::Corrupt)?;
    let ours = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| SnapshotError::Corrupt)?;
    let (ours, theirs) = rest.split_at_checked(ours).ok_or(SnapshotError::Corrupt)?;
    let session = smppkit::Session::restore(config, slots, ours, Instant::from_nanos(now_ns))?;
    Ok((session, Tickets::restore(tickets, theirs)?))
}

/// Takes up the session of a snapshot in memory of the caller, as `smppkit_session_init` begins one. Settings and clock may
/// be others than before; the window and `max_unanswered` must not be smaller. Tickets are those of before.
///
/// `SMPPKIT_E_SNAPSHOT` if it is not a snapshot, or does not fit these settings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_init_from(
    memory: *mut c_void,
    len: usize,
    config: Option<&Config>,
    snapshot: *const u8,
    snapshot_len: usize,
    now_ns: u64,
    session: Option<&mut *mut Session>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        let (config, session) = (some(config)?, some(session)?);
        let core = config.get()?;
        // SAFETY: what C owes.
        let (place, snapshot) = unsafe { (Place::new(memory, len, config)?, slice(snapshot, snapshot_len)?) };
        *session = place.begin(0, |slots| restored(core, slots, snapshot, now_ns))?;
        Ok(())
    })
}

/// The same in memory that this library gets. `smppkit_session_free` gives it back.
#[cfg(feature = "std")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_new_from(
    config: Option<&Config>,
    snapshot: *const u8,
    snapshot_len: usize,
    now_ns: u64,
    session: Option<&mut *mut Session>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        let (config, session) = (some(config)?, some(session)?);
        // SAFETY: what C owes.
        let snapshot = unsafe { slice(snapshot, snapshot_len) }?;
        *session = super::std_memory::begin(config, |core, slots| restored(core, slots, snapshot, now_ns))?;
        Ok(())
    })
}
