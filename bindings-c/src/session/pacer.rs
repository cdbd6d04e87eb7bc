//! How fast to send.

use core::mem::MaybeUninit;
use core::time::Duration;

use smppkit::session::Pacing as CorePacing;
use smppkit::{CommandStatus, Instant};

use super::event::nanos;
use crate::guard::{call, value};
use crate::memory::{StructSize, sized, some};
use crate::types::error::Failure;

/// How fast to send. Begin with `smppkit_pacing_init`. Numbers that make no sense are taken for the least that does.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct Pacing {
    /// Set by `smppkit_pacing_init`.
    pub struct_size: u32,
    /// Messages a second when all is well, at least 1.
    pub messages_per_second: u32,
    /// How many may go at once after a pause, at least 1. Default: 1.
    pub burst: u32,
    /// Messages a second below which a peer cannot slow us down, at least 1. Default: 1.
    pub slowest: u32,
    /// The least time between two slowings, in nanoseconds: a peer throttles every message that was on its way when it
    /// began. Default: a second.
    pub slow_every_ns: u64,
    /// How often a tenth of `messages_per_second` is added after a slowing, in nanoseconds. Default: a second.
    pub recover_every_ns: u64,
}

impl StructSize for Pacing {
    fn struct_size(&self) -> u32 {
        self.struct_size
    }
}

/// Sets `*pacing` to so many messages a second, one at a time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_pacing_init(pacing: Option<&mut Pacing>, messages_per_second: u32) -> i32 {
    call(None, || {
        let core = CorePacing::new(messages_per_second);
        *some(pacing)? = Pacing {
            struct_size: size_of::<Pacing>() as u32,
            messages_per_second: core.messages_per_second,
            burst: core.burst,
            slowest: core.slowest,
            slow_every_ns: nanos(core.slow_every),
            recover_every_ns: nanos(core.recover_every),
        };
        Ok(())
    })
}

/// Says when the next message may go: with or without a session, and for an MC for what it accepts. It halves its rate on
/// ESME_RTHROTTLED and ESME_RMSGQFUL, and follows `congestion_state` (5.0 §2.9).
#[repr(C)]
pub struct Pacer {
    /// What it knows. `smppkit_pacer_init` sets it.
    opaque: [u64; 14],
}

/// What is in a [`Pacer`].
#[repr(C)]
struct Opaque {
    mark: u64,
    core: smppkit::session::Pacer,
}

const _: () =
    assert!(size_of::<Opaque>() <= size_of::<Pacer>() && align_of::<Opaque>() <= align_of::<Pacer>());

const MARK: u64 = 0x534D_5050_7061_6365;

/// The pacer that C means.
fn look(pacer: Option<&Pacer>) -> Result<&smppkit::session::Pacer, Failure> {
    let pacer = (&raw const *some(pacer)?).cast::<Opaque>();
    // SAFETY: there are so many octets, and a number has no bits that are wrong.
    if unsafe { (&raw const (*pacer).mark).read() } != MARK {
        return Err(Failure::NO_SESSION);
    }
    // SAFETY: only `init` writes such a mark, and a pacer behind it.
    Ok(unsafe { &(*pacer).core })
}

/// The pacer that C means, to be changed.
fn open(pacer: Option<&mut Pacer>) -> Result<&mut smppkit::session::Pacer, Failure> {
    let pacer = some(pacer)?;
    look(Some(pacer))?;
    // SAFETY: `look` has looked.
    Ok(unsafe { &mut (*(&raw mut *pacer).cast::<Opaque>()).core })
}

/// Makes a pacer that lets a burst go at once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_pacer_init(
    pacer: Option<&mut MaybeUninit<Pacer>>,
    pacing: Option<&Pacing>,
    now_ns: u64,
) -> i32 {
    call(None, || {
        let (pacer, pacing) = (some(pacer)?, some(pacing)?);
        if !sized(pacing) {
            return Err(Failure::STRUCT_SIZE);
        }
        let mut settings = CorePacing::new(pacing.messages_per_second);
        settings.burst = pacing.burst;
        settings.slowest = pacing.slowest;
        settings.slow_every = Duration::from_nanos(pacing.slow_every_ns);
        settings.recover_every = Duration::from_nanos(pacing.recover_every_ns);
        let core = smppkit::session::Pacer::new(settings, Instant::from_nanos(now_ns));
        // SAFETY: there is room for it, and it is aligned.
        unsafe { pacer.as_mut_ptr().cast::<Opaque>().write(Opaque { mark: MARK, core }) };
        Ok(())
    })
}

/// Takes the right to send one message now. `SMPPKIT_E_NOT_YET` if that is not to be: nothing was taken, and `*at_ns` says
/// when it may go.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_pacer_take(
    pacer: Option<&mut Pacer>,
    now_ns: u64,
    at_ns: Option<&mut u64>,
) -> i32 {
    call(None, || {
        let taken = open(pacer)?.take(Instant::from_nanos(now_ns));
        if let Some(at_ns) = at_ns {
            *at_ns = taken.map_or_else(Instant::as_nanos, |()| now_ns);
        }
        taken.map_err(|_| Failure::NOT_YET)
    })
}

/// The peer answered with this status.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_pacer_on_status(
    pacer: Option<&mut Pacer>,
    now_ns: u64,
    command_status: u32,
) -> i32 {
    call(None, || {
        open(pacer)?.on_status(Instant::from_nanos(now_ns), CommandStatus(command_status));
        Ok(())
    })
}

/// The peer said how congested it is, 0 to 100 (5.0 §4.8.4.18); reserved values are ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_pacer_on_congestion_state(
    pacer: Option<&mut Pacer>,
    now_ns: u64,
    congestion_state: u8,
) -> i32 {
    call(None, || {
        open(pacer)?.on_congestion_state(Instant::from_nanos(now_ns), congestion_state);
        Ok(())
    })
}

/// Messages a second at present.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_pacer_messages_per_second(pacer: Option<&Pacer>) -> u32 {
    value(0, || look(pacer).map_or(0, |pacer| pacer.messages_per_second()))
}
