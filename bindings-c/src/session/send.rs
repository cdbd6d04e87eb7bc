//! The caller wants something.

use core::ffi::c_void;
use core::time::Duration;

use smppkit::session::{self, SendError, Ticket};
use smppkit::{Body, CommandStatus, Instant};

use super::{Core, Session};
use crate::guard::call;
use crate::memory::{StructSize, room, sized, some};
use crate::pdu::{Given, Work};
use crate::types::error::{Error, Failure};
use crate::types::octets::Octets;

/// Where a PDU was written to: how long it is, or must be.
fn length<T>(
    result: Result<T, SendError>,
    len: Option<&mut usize>,
    of: impl FnOnce(&T) -> usize,
) -> Result<T, Failure> {
    let len = some(len)?;
    match &result {
        Ok(done) => *len = of(done),
        Err(SendError::BufferTooSmall { needed }) => *len = *needed,
        Err(_) => {}
    }
    Ok(result?)
}

struct Ask<'s, 'o> {
    session: &'s mut Core,
    now: Instant,
    token: u64,
    response: Option<Duration>,
    out: &'o mut [u8],
}

impl Work for Ask<'_, '_> {
    type Done = Result<session::Sent, SendError>;

    #[inline(always)]
    fn on<'p, B: Body + Copy + Into<smppkit::Pdu<'p>>>(self, body: &B) -> Self::Done {
        let Ask { session, now, token, response, out } = self;
        match response {
            None => session.request(now, body, token, out),
            Some(response) => session.request_within(now, body, token, response, out),
        }
    }
}

/// Writes a request into `out`, which has room for `capacity` octets, and its octets into `*len`; its number, which the
/// session gives it, into `*sequence_number` unless that is NULL. `pdu` points to a PDU struct, such as
/// `smppkit_submit_sm`.
///
/// `token` comes back with the one outcome of the request: a response, or that it stays unanswered. Make it what finds the
/// request again: an index, a pointer. An unbind takes no slot of the window.
///
/// If it cannot be sent the session is as it was. `SMPPKIT_E_WINDOW_FULL` if as many requests are unanswered as the window
/// has slots; `SMPPKIT_E_TOO_SMALL`, with what it needs in `*len`; `SMPPKIT_E_FIELD` if a field is not what this peer may be
/// sent; `SMPPKIT_E_NOT_ALLOWED`, `SMPPKIT_E_NOT_IN_VERSION`, `SMPPKIT_E_WRONG_KIND`, `SMPPKIT_E_CLOSED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_request(
    session: *mut Session,
    now_ns: u64,
    pdu: *const c_void,
    token: u64,
    out: *mut u8,
    capacity: usize,
    len: Option<&mut usize>,
    sequence_number: Option<&mut u32>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        // SAFETY: what C owes.
        let (session, pdu, out) =
            unsafe { (Session::open(session)?, Given::new(pdu)?, room(out, capacity)?) };
        let now = Instant::from_nanos(now_ns);
        let ask = Ask { session: &mut session.session, now, token, response: None, out };
        let sent = length(pdu.with(ask)?, len, |sent| sent.len)?;
        if let Some(sequence_number) = sequence_number {
            *sequence_number = sent.sequence_number;
        }
        Ok(())
    })
}

/// One of several requests.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct Request {
    /// The PDU: a pointer to a PDU struct, such as `smppkit_submit_sm`.
    pub pdu: *const c_void,
    /// What comes back with the outcome of the request.
    pub token: u64,
    /// How long its response is waited for, in nanoseconds; 0: as long as the settings say.
    pub response_ns: u64,
    /// The number that the session gave it: set once it is done.
    pub sequence_number: u32,
}

/// What became of several requests.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct Sent {
    /// Set by `SMPPKIT_SENT_INIT`.
    pub struct_size: u32,
    /// Octets of a request; set by `SMPPKIT_SENT_INIT`.
    pub request_size: u32,
    /// How many were done: those at the front.
    pub done: usize,
    /// How many octets were written.
    pub len: usize,
}

impl Default for Sent {
    fn default() -> Self {
        Self {
            struct_size: size_of::<Self>() as u32,
            request_size: size_of::<Request>() as u32,
            done: 0,
            len: 0,
        }
    }
}

impl StructSize for Sent {
    fn struct_size(&self) -> u32 {
        self.struct_size
    }
}

/// Writes several requests into `out`, one behind the other, as `smppkit_session_request` writes one. They are done in order,
/// up to the first that cannot be done: the result and `error` say why, and `*sent` how many were done and how many octets
/// they have. What was done is done.
///
/// `SMPPKIT_E_WINDOW_FULL` and `SMPPKIT_E_TOO_SMALL` are no more than a reason to go on with the others later.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_request_many(
    session: *mut Session,
    now_ns: u64,
    requests: *mut Request,
    count: usize,
    out: *mut u8,
    capacity: usize,
    sent: Option<&mut Sent>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        // SAFETY: what C owes.
        let (session, requests, mut out) =
            unsafe { (Session::open(session)?, room(requests, count)?, room(out, capacity)?) };
        let sent = some(sent)?;
        if !sized(sent) || sent.request_size as usize != size_of::<Request>() {
            return Err(Failure::STRUCT_SIZE);
        }
        *sent = Sent::default();
        let now = Instant::from_nanos(now_ns);
        for request in requests {
            // SAFETY: what C owes.
            let pdu = unsafe { Given::new(request.pdu) }?;
            let response = (request.response_ns > 0).then(|| Duration::from_nanos(request.response_ns));
            let session = &mut session.session;
            let session::Sent { len, sequence_number } =
                pdu.with(Ask { session, now, token: request.token, response, out: &mut *out })??;
            request.sequence_number = sequence_number;
            sent.done += 1;
            sent.len += len;
            out = out.get_mut(len..).unwrap_or_default();
        }
        Ok(())
    })
}

struct Notify<'s, 'o> {
    session: &'s mut Core,
    now: Instant,
    out: &'o mut [u8],
}

impl Work for Notify<'_, '_> {
    type Done = Result<session::Sent, SendError>;

    fn on<'p, B: Body + Copy + Into<smppkit::Pdu<'p>>>(self, body: &B) -> Self::Done {
        self.session.notify(self.now, &(*body).into(), self.out)
    }
}

/// Writes an outbind or an alert_notification into `out`, and its octets into `*len`: nothing answers it. Results as for
/// `smppkit_session_request`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_notify(
    session: *mut Session,
    now_ns: u64,
    pdu: *const c_void,
    out: *mut u8,
    capacity: usize,
    len: Option<&mut usize>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        // SAFETY: what C owes.
        let (session, pdu, out) =
            unsafe { (Session::open(session)?, Given::new(pdu)?, room(out, capacity)?) };
        let notify = Notify { session: &mut session.session, now: Instant::from_nanos(now_ns), out };
        length(pdu.with(notify)?, len, |sent| sent.len)?;
        Ok(())
    })
}

struct Answer<'s, 'o> {
    session: &'s mut Session,
    now: Instant,
    ticket: u64,
    status: CommandStatus,
    out: &'o mut [u8],
}

impl Answer<'_, '_> {
    /// Answers with the ticket, if it is good.
    #[inline(always)]
    fn by(
        self,
        answer: impl FnOnce(
            &mut Core,
            Instant,
            Ticket,
            CommandStatus,
            &mut [u8],
        ) -> Result<usize, (Ticket, SendError)>,
    ) -> Result<Result<usize, SendError>, Failure> {
        let Answer { session: Session { session, tickets, .. }, now, ticket, status, out } = self;
        let answered = tickets.answer(ticket, |ticket| answer(session, now, ticket, status, out));
        answered.ok_or(Failure::TICKET_USED)
    }
}

impl Work for Answer<'_, '_> {
    type Done = Result<Result<usize, SendError>, Failure>;

    #[inline(always)]
    fn on<'p, B: Body + Copy + Into<smppkit::Pdu<'p>>>(self, body: &B) -> Self::Done {
        self.by(|session, now, ticket, status, out| session.respond(now, ticket, status, body, out))
    }
}

/// Writes the response to a request of the peer into `out`, and its octets into `*len`. `ticket` is that of the event. `pdu`
/// points to the response, such as `smppkit_submit_sm_resp`, or to a `smppkit_generic_nack`; if it is NULL, the response has
/// empty fields, which is what accepts a deliver_sm or a data_sm.
///
/// A ticket is good for one answer, and stays good if that could not be written. `SMPPKIT_E_TICKET_USED` for a ticket that
/// was used or never was one; otherwise as for `smppkit_session_request`. A bind that is answered with ESME_ROK puts the
/// session into its bound state.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_respond(
    session: *mut Session,
    now_ns: u64,
    ticket: u64,
    command_status: u32,
    pdu: *const c_void,
    out: *mut u8,
    capacity: usize,
    len: Option<&mut usize>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        // SAFETY: what C owes.
        let (session, out) = unsafe { (Session::open(session)?, room(out, capacity)?) };
        let (now, status) = (Instant::from_nanos(now_ns), CommandStatus(command_status));
        let (command_id, _) = session.tickets.get(ticket).ok_or(Failure::TICKET_USED)?;
        let answer = Answer { session, now, ticket, status, out };
        let answered = if pdu.is_null() {
            answer.on(&smppkit::Pdu::response_to(command_id).ok_or(Failure::VALUE)?)
        } else {
            // SAFETY: what C owes.
            unsafe { Given::new(pdu) }?.with(answer)?
        };
        length(answered?, len, |len| *len)?;
        Ok(())
    })
}

/// Accepts the bind that this ticket answers: writes its response, with ESME_ROK and our `system_id`, into `out`, and its
/// octets into `*len`. The TLV `sc_interface_version` tells our version, unless 3.3 is going to be spoken, which has no TLVs.
/// Results as for `smppkit_session_respond`; `SMPPKIT_E_WRONG_KIND` if the ticket does not answer a bind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_accept_bind(
    session: *mut Session,
    now_ns: u64,
    ticket: u64,
    system_id: Octets<'_>,
    out: *mut u8,
    capacity: usize,
    len: Option<&mut usize>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        // SAFETY: what C owes.
        let (session, out) = unsafe { (Session::open(session)?, room(out, capacity)?) };
        let system_id = core::str::from_utf8(some(system_id.get())?).map_err(|_| Failure::VALUE)?;
        let (now, status) = (Instant::from_nanos(now_ns), CommandStatus::ESME_ROK);
        let answered = Answer { session, now, ticket, status, out }
            .by(|session, now, ticket, _, out| session.accept_bind(now, ticket, system_id, out));
        length(answered?, len, |len| *len)?;
        Ok(())
    })
}

/// Answers a request of the peer with a status and no body (5.0 §3.2.1.3): 16 octets. Results as for
/// `smppkit_session_respond`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_reject(
    session: *mut Session,
    now_ns: u64,
    ticket: u64,
    command_status: u32,
    out: *mut u8,
    capacity: usize,
    len: Option<&mut usize>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        // SAFETY: what C owes.
        let (session, out) = unsafe { (Session::open(session)?, room(out, capacity)?) };
        let (now, status) = (Instant::from_nanos(now_ns), CommandStatus(command_status));
        let answered = Answer { session, now, ticket, status, out }.by(Core::reject);
        length(answered?, len, |len| *len)?;
        Ok(())
    })
}

/// Leaves a request of the peer unanswered for ever. `SMPPKIT_E_TICKET_USED` as for `smppkit_session_respond`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_abandon(session: *mut Session, ticket: u64) -> i32 {
    call(None, || {
        // SAFETY: what C owes.
        let session = unsafe { Session::open(session) }?;
        let ticket = session.tickets.redeem(ticket).ok_or(Failure::TICKET_USED)?;
        session.session.abandon(ticket);
        Ok(())
    })
}

/// Tells which PDU a ticket answers, its `command_id`, and the number that the peer gave it. Either may be NULL.
/// `SMPPKIT_E_TICKET_USED` as for `smppkit_session_respond`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_session_ticket(
    session: *const Session,
    ticket: u64,
    command_id: Option<&mut u32>,
    sequence_number: Option<&mut u32>,
) -> i32 {
    call(None, || {
        // SAFETY: what C owes.
        let session = unsafe { Session::look(session) }?;
        let (id, number) = session.tickets.get(ticket).ok_or(Failure::TICKET_USED)?;
        if let Some(command_id) = command_id {
            *command_id = id.0;
        }
        if let Some(sequence_number) = sequence_number {
            *sequence_number = number;
        }
        Ok(())
    })
}
