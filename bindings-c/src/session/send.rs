//! The caller wants something.

use core::ffi::c_void;
use core::time::Duration;

use smppkit::session::{SendError, Ticket};
use smppkit::{Body, CommandStatus, Instant};

use super::{Core, Session};
use crate::guard::call;
use crate::memory::{StructSize, room, sized, some};
use crate::pdu::{Given, Work};
use crate::types::error::{Error, Failure};
use crate::types::octets::Octets;

/// Where a PDU is written to.
struct Output<'o> {
    octets: &'o mut [u8],
    /// How many octets it has, or needs.
    len: &'o mut usize,
}

impl<'o> Output<'o> {
    /// # Safety
    ///
    /// As for [`room`].
    unsafe fn new(out: *mut u8, capacity: usize, len: Option<&'o mut usize>) -> Result<Self, Failure> {
        // SAFETY: the caller's.
        Ok(Self { octets: unsafe { room(out, capacity) }?, len: some(len)? })
    }

    /// Takes down how long the PDU is that was written, or must be.
    #[inline(always)]
    fn finish(self, written: Result<usize, SendError>) -> Result<(), Failure> {
        match written {
            Ok(len) => *self.len = len,
            Err(SendError::BufferTooSmall { needed }) => *self.len = needed,
            Err(_) => {}
        }
        written.map(drop).map_err(Failure::from)
    }
}

/// A request to be sent.
struct Ask<'s, 'o> {
    session: &'s mut Core,
    now: Instant,
    token: u64,
    response: Option<Duration>,
    out: Output<'o>,
    sequence_number: &'o mut u32,
}

impl Ask<'_, '_> {
    #[inline(always)]
    fn send<B: Body>(&mut self, body: &B) -> Result<usize, SendError> {
        let Ask { session, now, token, response, out, sequence_number } = self;
        let sent = match *response {
            None => session.request(*now, body, *token, out.octets)?,
            Some(response) => session.request_within(*now, body, *token, response, out.octets)?,
        };
        **sequence_number = sent.sequence_number;
        Ok(sent.len)
    }
}

impl Work for Ask<'_, '_> {
    fn on(mut self, pdu: smppkit::Pdu<'_>) -> Result<(), Failure> {
        let written = self.send(&pdu);
        self.out.finish(written)
    }

    #[inline(always)]
    fn try_on<B: Body>(&mut self, body: &B) -> bool {
        // What fails leaves the session as it was.
        self.send(body).map(|len| *self.out.len = len).is_ok()
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
            unsafe { (Session::open(session)?, Given::new(pdu)?, Output::new(out, capacity, len)?) };
        let (session, now) = (&mut session.session, Instant::from_nanos(now_ns));
        let mut unwanted = 0;
        let sequence_number = sequence_number.unwrap_or(&mut unwanted);
        pdu.with(Ask { session, now, token, response: None, out, sequence_number })
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
            let mut len = 0;
            pdu.with(Ask {
                session: &mut session.session,
                now,
                token: request.token,
                response,
                out: Output { octets: &mut *out, len: &mut len },
                sequence_number: &mut request.sequence_number,
            })?;
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
    out: Output<'o>,
}

impl Work for Notify<'_, '_> {
    fn on(self, pdu: smppkit::Pdu<'_>) -> Result<(), Failure> {
        let written = self.session.notify(self.now, &pdu, self.out.octets);
        self.out.finish(written.map(|sent| sent.len))
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
            unsafe { (Session::open(session)?, Given::new(pdu)?, Output::new(out, capacity, len)?) };
        pdu.with(Notify { session: &mut session.session, now: Instant::from_nanos(now_ns), out })
    })
}

/// An answer to be sent.
struct Answer<'s, 'o> {
    session: &'s mut Session,
    now: Instant,
    ticket: u64,
    status: CommandStatus,
    out: Output<'o>,
}

type Answered = Result<usize, (Ticket, SendError)>;

impl<'s, 'o> Answer<'s, 'o> {
    /// Answers with the ticket, if it is good.
    #[inline(always)]
    fn send(
        &mut self,
        answer: impl FnOnce(&mut Core, Instant, Ticket, CommandStatus, &mut [u8]) -> Answered,
    ) -> Result<Result<usize, SendError>, Failure> {
        let Answer { session: Session { session, tickets, .. }, now, ticket, status, out } = self;
        let answered = tickets.answer(*ticket, |ticket| answer(session, *now, ticket, *status, out.octets));
        answered.ok_or(Failure::TICKET_USED)
    }

    fn finish(
        mut self,
        answer: impl FnOnce(&mut Core, Instant, Ticket, CommandStatus, &mut [u8]) -> Answered,
    ) -> Result<(), Failure> {
        let written = self.send(answer)?;
        self.out.finish(written)
    }
}

impl Work for Answer<'_, '_> {
    fn on(self, pdu: smppkit::Pdu<'_>) -> Result<(), Failure> {
        self.finish(|session, now, ticket, status, out| session.respond(now, ticket, status, &pdu, out))
    }

    #[inline(always)]
    fn try_on<B: Body>(&mut self, body: &B) -> bool {
        let written =
            self.send(|session, now, ticket, status, out| session.respond(now, ticket, status, body, out));
        // What fails leaves session and ticket as they were.
        let Ok(Ok(len)) = written else { return false };
        *self.out.len = len;
        true
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
        let (session, out) = unsafe { (Session::open(session)?, Output::new(out, capacity, len)?) };
        let (now, status) = (Instant::from_nanos(now_ns), CommandStatus(command_status));
        let (command_id, _) = session.tickets.get(ticket).ok_or(Failure::TICKET_USED)?;
        let answer = Answer { session, now, ticket, status, out };
        if pdu.is_null() {
            return answer.on(smppkit::Pdu::response_to(command_id).ok_or(Failure::VALUE)?);
        }
        // SAFETY: what C owes.
        unsafe { Given::new(pdu) }?.with(answer)
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
        let (session, out) = unsafe { (Session::open(session)?, Output::new(out, capacity, len)?) };
        let system_id = core::str::from_utf8(some(system_id.get())?).map_err(|_| Failure::VALUE)?;
        let (now, status) = (Instant::from_nanos(now_ns), CommandStatus::ESME_ROK);
        Answer { session, now, ticket, status, out }
            .finish(|session, now, ticket, _, out| session.accept_bind(now, ticket, system_id, out))
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
        let (session, out) = unsafe { (Session::open(session)?, Output::new(out, capacity, len)?) };
        let (now, status) = (Instant::from_nanos(now_ns), CommandStatus(command_status));
        Answer { session, now, ticket, status, out }.finish(Core::reject)
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
