//! The session: the core's, with its buffers and the numbers of its tickets, behind a lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::{PyBytes, PyList};
use smppkit::buffered::{Connection, Outbox};
use smppkit::session::{
    CloseReason, SendError, Session as Core, Slot, Stats as Counts, Ticket, TicketSlot, Tickets,
};
use smppkit::values::InterfaceVersion;
use smppkit::{CommandId, CommandStatus, Decoded};

use crate::config::Config;
use crate::convert::{self, Place};
use crate::event::Told;
use crate::time::{self, Now};
use crate::values::Named;
use crate::{errors, pdu, words};

/// Octets that a session keeps unread while it is paused, beside one PDU: who goes on reading from the connection then
/// gets an error.
const INPUT_LIMIT: usize = 1 << 20;

/// One session on one network connection, of either side, without IO: it is fed with octets and time.
///
/// `now` is a point in time in seconds, as `time.monotonic()` and `loop.time()` give it: of one clock throughout, which
/// never goes back. `window` is how many requests of ours may be unanswered at once, 1 to 65,535.
///
/// Whatever a peer sends, `receive` does not raise: what is wrong is an event. What was received and is not a whole PDU yet
/// is kept, and so are the octets to be sent, for `data_to_send`: look there after each call of any other method, and at
/// `timeout`, for when `handle_timeout` is wanted next.
///
/// Any thread may call any method. An exception leaves the session as it was.
#[pyclass(frozen, module = "smppkit")]
pub(crate) struct Session {
    state: Mutex<State>,
}

struct State {
    connection: Connection,
    tickets: Tickets<Vec<TicketSlot>>,
    closed: Option<CloseReason>,
}

impl State {
    fn session(connection: Connection, tickets: Tickets<Vec<TicketSlot>>) -> Session {
        Session { state: Mutex::new(Self { connection, tickets, closed: None }) }
    }

    /// Takes all events over that there are, of octets or of none.
    fn drain<'py>(&mut self, py: Python<'py>, now: Option<&Now>) -> Vec<Told<'py>> {
        let mut told = Vec::new();
        let Self { connection, tickets, closed } = self;
        loop {
            let event = match now {
                Some(Now(now)) => connection.next_event(*now).map(|(event, _)| event),
                None => connection.poll_event(),
            };
            let Some(event) = event else { break };
            let next = Told::of(py, event, |ticket| issue(tickets, ticket));
            if let Some(Told::Closed { reason }) = next {
                *closed = Some(reason);
            }
            told.extend(next);
        }
        told
    }
}

/// Gives a ticket a number. There is room for as many as the session has, unless `set_max_unanswered` asked for more.
fn issue(tickets: &mut Tickets<Vec<TicketSlot>>, ticket: Ticket) -> Option<u64> {
    let ticket = match tickets.issue(ticket) {
        Ok(number) => return Some(number),
        Err(ticket) => ticket,
    };
    let more = tickets.capacity().saturating_mul(2);
    let moved = tickets.move_to(vec![TicketSlot::default(); more]);
    moved.ok().and_then(|moved| {
        *tickets = moved;
        tickets.issue(ticket).ok()
    })
}

/// The events as objects, after the lock was given back.
fn list<'py>(py: Python<'py>, told: Vec<Told<'py>>) -> PyResult<Bound<'py, PyList>> {
    let events = PyList::empty(py);
    for told in told {
        events.append(told.into_python(py)?)?;
    }
    Ok(events)
}

impl Session {
    fn lock<'a>(&'a self, py: Python<'a>) -> MutexGuard<'a, State> {
        // A panic would have left it between two states of which both are sound.
        self.state.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner)
    }

    fn send<T>(
        &self,
        pdu: &Bound<'_, PyAny>,
        send: impl FnOnce(&mut Outbox<'_>, &Decoded<'_>) -> Result<T, SendError>,
    ) -> PyResult<T> {
        let py = pdu.py();
        pdu::with_decoded(pdu, |decoded| {
            let mut state = self.lock(py);
            let sent = send(&mut state.connection.outbox(), decoded);
            let closed = state.closed;
            drop(state);
            sent.map_err(|error| send_error(py, error, closed))
        })
    }

    fn answer(
        &self,
        py: Python<'_>,
        ticket: u64,
        answer: impl FnOnce(&mut Outbox<'_>, Ticket) -> Result<(), (Ticket, SendError)>,
    ) -> PyResult<()> {
        let mut state = self.lock(py);
        let State { connection, tickets, closed } = &mut *state;
        let answered = tickets.answer(ticket, |ticket| answer(&mut connection.outbox(), ticket));
        let closed = *closed;
        drop(state);
        match answered {
            Some(answered) => answered.map_err(|error| send_error(py, error, closed)),
            None => Err(ticket_used(py, ticket)),
        }
    }
}

#[cold]
fn ticket_used(py: Python<'_>, ticket: u64) -> PyErr {
    errors::raise::<errors::TicketUsed>(
        py,
        (format!("ticket {ticket} was used already, or never given out"),),
    )
}

#[cold]
fn send_error(py: Python<'_>, error: SendError, closed: Option<CloseReason>) -> PyErr {
    let text = error.to_string();
    let raised = match error {
        SendError::WindowFull => Ok(errors::raise::<errors::WindowFull>(py, (text,))),
        SendError::NotAllowed { state, command_id } => words::to_python(py, state).and_then(|state| {
            let command_id = CommandId::values().get(py, command_id.0)?;
            Ok(errors::raise::<errors::NotAllowed>(py, (text, state, command_id)))
        }),
        SendError::WrongKind { command_id } => CommandId::values()
            .get(py, command_id.0)
            .map(|command_id| errors::raise::<errors::WrongKind>(py, (text, command_id))),
        SendError::NotInVersion { command_id, version } => {
            CommandId::values().get(py, command_id.0).and_then(|command_id| {
                let version = InterfaceVersion::values().get(py, version.0.into())?;
                Ok(errors::raise::<errors::NotInVersion>(py, (text, command_id, version)))
            })
        }
        SendError::Field(fault) => Ok(errors::field_fault(py, &fault)),
        SendError::Closed => {
            let reason = closed.map(|reason| words::to_python(py, reason)).transpose();
            let text = closed.map_or_else(|| text.clone(), |reason| format!("{text}: {reason}"));
            reason.map(|reason| errors::raise::<errors::SessionClosed>(py, (text, reason)))
        }
        // The buffer of a session grows: it is never too small.
        _ => Ok(errors::raise::<errors::SendError>(py, (text,))),
    };
    raised.unwrap_or_else(|error| error)
}

#[pymethods]
impl Session {
    #[new]
    fn new(config: &Bound<'_, Config>, window: usize, now: Now) -> PyResult<Self> {
        let config = config.get().0;
        let connection = Connection::new(config, window, now.0)
            .map_err(|error| PyValueError::new_err(error.to_string()))?;
        let slots = Tickets::<()>::needed(config.max_unanswered);
        Ok(State::session(connection, Tickets::new(vec![TicketSlot::default(); slots])))
    }

    /// Octets arrived: everything they mean, in order.
    ///
    /// While `paused`, leave what arrives where it is; call this with `b""` to go on after the session was paused.
    fn receive<'py>(
        &self,
        py: Python<'py>,
        octets: &Bound<'py, PyAny>,
        now: Now,
    ) -> PyResult<Bound<'py, PyList>> {
        let bytes = convert::as_bytes(octets)?
            .ok_or_else(|| Place::new("receive", "octets").wrong_type("bytes", octets))?;
        let mut state = self.lock(py);
        let connection = &mut state.connection;
        if connection.is_paused()
            && connection.unread().len().saturating_add(bytes.as_bytes().len()) > INPUT_LIMIT
        {
            return Err(PyOverflowError::new_err(
                "the session is paused: leave what arrives in the connection",
            ));
        }
        connection.receive(bytes.as_bytes());
        let told = state.drain(py, Some(&now));
        drop(state);
        list(py, told)
    }

    /// The peer ended the connection, or it broke.
    fn receive_eof<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let mut state = self.lock(py);
        state.connection.receive_eof();
        let told = state.drain(py, None);
        drop(state);
        list(py, told)
    }

    /// Does what is due by now. Early or repeated calls are harmless; a late one catches up.
    fn handle_timeout<'py>(&self, py: Python<'py>, now: Now) -> PyResult<Bound<'py, PyList>> {
        let mut state = self.lock(py);
        state.connection.handle_timeout(now.0);
        let told = state.drain(py, None);
        drop(state);
        list(py, told)
    }

    /// Ends the session at once, without an unbind: requests that are unanswered are so for good, then it is closed.
    fn close<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let mut state = self.lock(py);
        state.connection.close();
        let told = state.drain(py, None);
        drop(state);
        list(py, told)
    }

    /// Sends a request and returns its sequence number; the one in the PDU does not matter.
    ///
    /// `token` is a number of yours, below 2**64. It comes back with the one outcome of the request, a `Response` or an
    /// `Unanswered`. `within` is a response timer for this request alone, in seconds.
    ///
    /// Raises `WindowFull`, `NotAllowed`, `WrongKind`, `NotInVersion`, `FieldError` or `SessionClosed`.
    #[pyo3(signature = (pdu, now, token=0, *, within=None))]
    fn request(&self, pdu: &Bound<'_, PyAny>, now: Now, token: u64, within: Option<f64>) -> PyResult<u32> {
        let within = within.map(|seconds| time::duration("within", seconds)).transpose()?;
        self.send(pdu, |outbox, decoded| match within {
            None => outbox.request(now.0, &decoded.pdu, token),
            Some(within) => outbox.request_within(now.0, &decoded.pdu, token, within),
        })
    }

    /// Sends an outbind or an alert_notification, which nothing answers, and returns its sequence number.
    fn notify(&self, pdu: &Bound<'_, PyAny>, now: Now) -> PyResult<u32> {
        self.send(pdu, |outbox, decoded| outbox.notify(now.0, &decoded.pdu))
    }

    /// Answers a request of the peer with this response and its `command_status`. A bind that is answered with
    /// `ESME_ROK` puts the session into its bound state; `accept_bind` is the easier way.
    ///
    /// Raises `TicketUsed`, or as `request` does; then the ticket is still good.
    fn respond(&self, ticket: u64, pdu: &Bound<'_, PyAny>, now: Now) -> PyResult<()> {
        pdu::with_decoded(pdu, |decoded| {
            let status = decoded.header.command_status;
            self.answer(pdu.py(), ticket, |outbox, ticket| {
                outbox.respond(now.0, ticket, status, &decoded.pdu)
            })
        })
    }

    /// Accepts a bind. The response tells our version where the peer can read that (5.0 §4.8.4.51).
    fn accept_bind(&self, py: Python<'_>, ticket: u64, system_id: &str, now: Now) -> PyResult<()> {
        self.answer(py, ticket, |outbox, ticket| outbox.accept_bind(now.0, ticket, system_id))
    }

    /// Answers a request of the peer with a status and no body (5.0 §3.2.1.3).
    fn reject(&self, py: Python<'_>, ticket: u64, status: &Bound<'_, PyAny>, now: Now) -> PyResult<()> {
        let status = CommandStatus(convert::number(status, 4, Place::new("reject", "status"))?);
        self.answer(py, ticket, |outbox, ticket| outbox.reject(now.0, ticket, status))
    }

    /// Leaves a request of the peer unanswered for ever.
    fn abandon(&self, py: Python<'_>, ticket: u64) -> PyResult<()> {
        self.answer(py, ticket, |outbox, ticket| {
            outbox.abandon(ticket);
            Ok(())
        })
    }

    /// Takes all octets that are to be sent.
    fn data_to_send<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let mut state = self.lock(py);
        let connection = &mut state.connection;
        let octets = PyBytes::new(py, connection.transmit());
        connection.advance(octets.as_bytes().len());
        octets
    }

    /// When `handle_timeout` is wanted next, on the clock of `now`; `None` if no timer runs.
    fn timeout(&self, py: Python<'_>) -> Option<f64> {
        self.lock(py).connection.poll_timeout().map(time::seconds_of)
    }

    /// Whether we may send this request or notification now, a free slot aside.
    fn allowed(&self, command_id: &Bound<'_, PyAny>) -> PyResult<bool> {
        let id = convert::number(command_id, 4, Place::new("allowed", "command_id"))?;
        Ok(self.lock(command_id.py()).connection.session().allowed(CommandId(id)))
    }

    /// Changes how many requests of the peer may wait for our answer at once, at least 1: an MC may know only after the
    /// bind how many this ESME is allowed.
    fn set_max_unanswered(&self, py: Python<'_>, max: u16) {
        self.lock(py).connection.set_max_unanswered(max);
    }

    /// Which side we are.
    #[getter]
    fn role<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let role = self.lock(py).connection.session().role();
        words::to_python(py, role)
    }

    /// The state.
    #[getter]
    fn state<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let state = self.lock(py).connection.session().state();
        words::to_python(py, state)
    }

    /// The version that is spoken: ours until the bind, then the lower of both.
    #[getter]
    fn version<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let version = self.lock(py).connection.session().version();
        InterfaceVersion::values().get(py, version.0.into())
    }

    /// Why the session is over; `None` while it is not.
    #[getter]
    fn close_reason<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let closed = self.lock(py).closed;
        closed.map(|reason| words::to_python(py, reason)).transpose()
    }

    /// Whether what was received has to wait, so that no more should be read from the connection: for requests to be
    /// answered, or for `data_to_send` to be sent.
    #[getter]
    fn paused(&self, py: Python<'_>) -> bool {
        self.lock(py).connection.is_paused()
    }

    /// Whether `data_to_send` has anything.
    #[getter]
    fn has_data_to_send(&self, py: Python<'_>) -> bool {
        !self.lock(py).connection.transmit().is_empty()
    }

    /// How many slots the window has.
    #[getter]
    fn window_size(&self, py: Python<'_>) -> usize {
        self.lock(py).connection.session().window_size()
    }

    /// How many requests may be sent before one is answered.
    #[getter]
    fn window_available(&self, py: Python<'_>) -> usize {
        self.lock(py).connection.session().window_available()
    }

    /// How many requests of ours are unanswered.
    #[getter]
    fn in_flight(&self, py: Python<'_>) -> usize {
        self.lock(py).connection.session().in_flight()
    }

    /// How many requests of the peer wait for our answer.
    #[getter]
    fn unanswered(&self, py: Python<'_>) -> usize {
        self.lock(py).connection.session().unanswered()
    }

    /// How congested we are, 0 to 100, for the TLV `congestion_state` of a response (5.0 §4.8.4.18).
    #[getter]
    fn congestion_state(&self, py: Python<'_>) -> u8 {
        self.lock(py).connection.session().congestion_state()
    }

    /// What passed so far.
    #[getter]
    fn stats(&self, py: Python<'_>) -> Stats {
        Stats(self.lock(py).connection.session().stats())
    }

    /// The session as octets, to go on in another process with `restore`: its state, its requests in flight, its tickets,
    /// and what was received and not read or is still to be sent. Timers go on from where they were.
    ///
    /// Raises `SessionClosed` if there is nothing to go on with.
    fn snapshot<'py>(&self, py: Python<'py>, now: Now) -> PyResult<Bound<'py, PyBytes>> {
        let state = self.lock(py);
        let session = state.connection.session();
        let mut parts = [vec![0; session.snapshot_len()], vec![0; state.tickets.snapshot_len()]];
        let [of_session, of_tickets] = &mut parts;
        let written = session.snapshot(now.0, of_session).and(state.tickets.snapshot(of_tickets));
        if written.is_err() {
            let closed = state.closed;
            drop(state);
            return Err(send_error(py, SendError::Closed, closed));
        }
        let [of_session, of_tickets] = &parts;
        let mut octets = Vec::new();
        for part in
            [of_session.as_slice(), of_tickets, state.connection.unread(), state.connection.transmit()]
        {
            octets.extend_from_slice(&(part.len() as u32).to_be_bytes());
            octets.extend_from_slice(part);
        }
        Ok(PyBytes::new(py, &octets))
    }

    /// Takes up the session of a snapshot. Settings and clock may be others than before, the window must have the slots
    /// for its requests: as many as before will do.
    ///
    /// Raises `ValueError` for a snapshot that was tampered with or cut short, of the other side, or too large.
    #[staticmethod]
    fn restore(config: &Bound<'_, Config>, window: usize, snapshot: &[u8], now: Now) -> PyResult<Self> {
        let corrupt = || PyValueError::new_err("the octets are not a snapshot of a session");
        let mut parts = [&[][..]; 4];
        let mut rest = snapshot;
        for part in &mut parts {
            let (len, behind) = rest.split_first_chunk::<4>().ok_or_else(corrupt)?;
            (*part, rest) = behind.split_at_checked(u32::from_be_bytes(*len) as usize).ok_or_else(corrupt)?;
        }
        if !rest.is_empty() {
            return Err(corrupt());
        }
        let [of_session, of_tickets, unread, unsent] = parts;
        let config = config.get().0;
        let wrong = |error: smppkit::session::SnapshotError| PyValueError::new_err(error.to_string());
        let session =
            Core::restore(config, vec![Slot::default(); window], of_session, now.0).map_err(wrong)?;
        let slots = Tickets::<()>::needed(config.max_unanswered).max(of_tickets.len());
        let tickets = Tickets::restore(vec![TicketSlot::default(); slots], of_tickets).map_err(wrong)?;
        Ok(State::session(Connection::resume(session, unread, unsent), tickets))
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let state = self.lock(py);
        let session = state.connection.session();
        let (role, now) = (words::Word::word(session.role()), words::Word::word(session.state()));
        format!(
            "<Session {role} {now}, {} of {} in flight, {} unanswered>",
            session.in_flight(),
            session.window_size(),
            session.unanswered()
        )
    }
}

/// What passed in a session so far.
#[pyclass(frozen, eq, module = "smppkit")]
#[derive(Copy, Clone, PartialEq, Eq)]
pub(crate) struct Stats(Counts);

#[pymethods]
impl Stats {
    /// PDUs received.
    #[getter]
    const fn received(&self) -> u64 {
        self.0.received
    }

    /// PDUs sent, those of the session itself included.
    #[getter]
    const fn sent(&self) -> u64 {
        self.0.sent
    }

    /// Requests of ours that were answered.
    #[getter]
    const fn answered(&self) -> u64 {
        self.0.answered
    }

    /// Responses that matched no request: late, doubled, unknown, or of the wrong type.
    #[getter]
    const fn unmatched(&self) -> u64 {
        self.0.unmatched
    }

    /// PDUs of the peer in which something was out of order, whether they were turned down or not.
    #[getter]
    const fn faulty(&self) -> u64 {
        self.0.faulty
    }

    /// PDUs of the peer that the session turned down.
    #[getter]
    const fn refused(&self) -> u64 {
        self.0.refused
    }

    /// Requests of ours that were not answered in time.
    #[getter]
    const fn timed_out(&self) -> u64 {
        self.0.timed_out
    }

    fn __repr__(&self) -> String {
        let Counts { received, sent, answered, unmatched, faulty, refused, timed_out, .. } = self.0;
        format!(
            "Stats(received={received}, sent={sent}, answered={answered}, unmatched={unmatched}, faulty={faulty}, \
             refused={refused}, timed_out={timed_out})"
        )
    }
}
