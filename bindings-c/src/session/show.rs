//! Events as text.

use core::ffi::c_char;
use core::fmt::{self, Write as _};

use smppkit::session::{CloseReason, Unanswered};
use smppkit::{CommandId, CommandStatus, decode};

use super::Event;
use super::event::{
    CLOSED, SMPPKIT_CLOSED_BAD_COMMAND_LENGTH, SMPPKIT_EVENT_CLOSED, SMPPKIT_EVENT_NOTIFICATION,
    SMPPKIT_EVENT_REFUSED, SMPPKIT_EVENT_REQUEST, SMPPKIT_EVENT_RESPONSE, SMPPKIT_EVENT_UNANSWERED,
    SMPPKIT_EVENT_UNBIND_RECEIVED, SMPPKIT_UNANSWERED_TIMEOUT,
};
use crate::guard::call;
use crate::memory::{Text, room, some};
use crate::types::error::Failure;

/// Shows an event on one line, for a log: the PDU as `SMPPKIT_SHOW_LINE` does, or what happened and why. The text and a NUL go
/// to `out`, which has room for `capacity` characters; `*len` is how many there are, without the NUL; `len` may be NULL.
///
/// `SMPPKIT_E_TOO_SMALL` if the text does not fit: as much of it as does is there, and `*len` is the capacity that is
/// needed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_show_event(
    event: Option<&Event<'_>>,
    out: *mut c_char,
    capacity: usize,
    len: Option<&mut usize>,
) -> i32 {
    call(None, || {
        // SAFETY: what C owes.
        let mut text = Text::new(unsafe { room(out.cast(), capacity) }?);
        show(some(event)?, &mut text)?;
        text.finish(len.unwrap_or(&mut 0))
    })
}

fn show(event: &Event<'_>, text: &mut Text<'_>) -> Result<(), Failure> {
    let frame = some(event.frame.get())?;
    let header = event.header;
    let command = CommandId(header.command_id);
    // A text never fails: it counts what does not fit.
    let _ = match event.kind {
        SMPPKIT_EVENT_REQUEST | SMPPKIT_EVENT_RESPONSE | SMPPKIT_EVENT_NOTIFICATION => {
            write!(text, "{}", decode(frame)?)
        }
        SMPPKIT_EVENT_REFUSED => {
            let status = CommandStatus(event.command_status);
            let fault = decode(frame).ok().and_then(|decoded| {
                let number = usize::try_from(event.fault).ok()?;
                decoded.faults.iter().nth(number)
            });
            let number = header.sequence_number;
            let why = fault.as_ref().map_or(&"" as &dyn fmt::Display, |fault| fault);
            let colon = if fault.is_some() { ": " } else { "" };
            write!(text, "{command} {number} refused with {status}{colon}{why}")
        }
        SMPPKIT_EVENT_UNBIND_RECEIVED => write!(text, "the peer unbinds"),
        SMPPKIT_EVENT_UNANSWERED => {
            let timeout = event.reason == SMPPKIT_UNANSWERED_TIMEOUT;
            let reason = if timeout { Unanswered::Timeout } else { Unanswered::Closed };
            write!(text, "{command} {} unanswered: {reason}", header.sequence_number)
        }
        SMPPKIT_EVENT_CLOSED => {
            let length = CloseReason::BadCommandLength(header.command_length);
            let reason = match event.reason {
                SMPPKIT_CLOSED_BAD_COMMAND_LENGTH => length,
                number => CLOSED.iter().find(|row| row.0 == number).ok_or(Failure::VALUE)?.1,
            };
            write!(text, "closed: {reason}")
        }
        _ => return Err(Failure::VALUE),
    };
    Ok(())
}
