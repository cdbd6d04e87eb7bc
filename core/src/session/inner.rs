//! The logic of a session, over slots that are lent for each call: one copy of the code for every kind of storage.

use core::time::Duration;

use super::config::{Config, EnquireLinks, UnknownRequests, WhenFull};
use super::control::Control;
use super::event::{CloseReason, Event, Receive, SendError, Sent, Ticket, Unanswered};
use super::state::{Cause, may_send};
use super::window::{InFlight, Slot, Window};
use crate::codec::{Decoded, decode, encode_error, write_pdu};
use crate::command_id::CommandId;
use crate::error::{EncodeError, FieldFault};
use crate::header::{Header, frame_length};
use crate::layout::Layout;
use crate::logging::note;
use crate::pdu::{Body, Pdu};
use crate::schema::PduKind;
use crate::state::{Role, State};
use crate::status::CommandStatus;
use crate::time::Instant;
use crate::tlv;
use crate::values::InterfaceVersion;
use crate::wire::field::Rules;

/// Counts what passed through a session.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub struct Stats {
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

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Inner {
    pub(super) config: Config,
    pub(super) state: State,
    pub(super) window: Window,
    pub(super) stats: Stats,
    pub(super) control: Control,
    /// The version that is spoken: ours until the peer has told its own.
    version: InterfaceVersion,
    /// MC: the bind that waits for the caller's answer. ESME: the bind that waits for the peer's.
    pub(super) binding: Option<Binding>,
    /// Our unbind, from when it was sent.
    pub(super) unbinding: Option<InFlight>,
    /// Our enquire_link, from when it was due.
    pub(super) enquiring: Option<InFlight>,
    /// When the session_init timer was started.
    pub(super) opened: Instant,
    /// When the peer was last heard.
    pub(super) heard: Instant,
    /// When a PDU last passed in either direction.
    pub(super) active: Instant,
    /// When the peer unbound.
    pub(super) peer_unbound: Option<Instant>,
    /// Whether `receive` said `Paused` last because requests wait for our answer: the peer may be speaking, unheard.
    pub(super) paused: bool,
    unanswered: u16,
    /// Our unbind, if it timed out and nobody was told yet.
    pub(super) timed_out: Option<InFlight>,
    closed: Option<CloseReason>,
    close_reported: bool,
}

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct Binding {
    pub(super) command_id: CommandId,
    pub(super) sequence_number: u32,
    pub(super) version: InterfaceVersion,
}

impl Inner {
    pub(super) const fn new(config: Config, now: Instant) -> Self {
        Self {
            config,
            state: State::Open,
            window: Window::new(),
            stats: Stats {
                received: 0,
                sent: 0,
                answered: 0,
                unmatched: 0,
                faulty: 0,
                refused: 0,
                timed_out: 0,
            },
            control: Control::new(),
            version: config.interface_version.effective(),
            binding: None,
            unbinding: None,
            enquiring: None,
            opened: now,
            heard: now,
            active: now,
            peer_unbound: None,
            paused: false,
            unanswered: 0,
            timed_out: None,
            closed: None,
            close_reported: false,
        }
    }

    pub(super) const fn version(&self) -> InterfaceVersion {
        self.version
    }

    pub(super) const fn unanswered(&self) -> u16 {
        self.unanswered
    }

    pub(super) const fn set_unanswered(&mut self, unanswered: u16) {
        self.unanswered = unanswered;
    }

    /// Takes up a session that another process began.
    pub(super) const fn go_on_in(&mut self, state: State, version: InterfaceVersion) {
        self.state = state;
        self.version = version.effective();
    }

    /// Requests of ours that are unanswered, in the window and beside it.
    pub(super) fn in_flight(&self) -> usize {
        usize::from(self.window.in_flight()).saturating_add(usize::from(self.unbinding.is_some()))
    }

    pub(super) fn busy(&self) -> [Option<u32>; 2] {
        [self.unbinding, self.enquiring].map(|request| request.map(|request| request.sequence_number))
    }

    /// The number of our bind that waits for its answer.
    pub(super) fn our_bind(&self) -> Option<u32> {
        self.binding.filter(|_| self.config.role == Role::Esme).map(|bind| bind.sequence_number)
    }

    /// Whether we may send this request or notification now.
    pub(super) fn may_send(&self, id: CommandId) -> Result<(), SendError> {
        if self.state == State::Closed {
            return Err(SendError::Closed);
        }
        let not_allowed = SendError::NotAllowed { state: self.state, command_id: id };
        let Some(layout) = id.layout() else {
            // What no version knows is between the caller and its peer.
            return if self.state.is_bound() && self.unbinding.is_none() { Ok(()) } else { Err(not_allowed) };
        };
        if !may_send(self.config.role, layout, self.state, self.version) {
            return Err(not_allowed);
        }
        if !layout.versions.contains(self.version) {
            return Err(SendError::NotInVersion { command_id: id, version: self.version });
        }
        let binds_twice = is_bind(id) && self.binding.is_some();
        if binds_twice || (self.unbinding.is_some() && id != CommandId::ENQUIRE_LINK) {
            return Err(not_allowed);
        }
        Ok(())
    }

    pub(super) fn request(
        &mut self,
        slots: &mut [Slot],
        now: Instant,
        body: &(impl Body + ?Sized),
        (token, response): (u64, Duration),
        out: &mut [u8],
    ) -> Result<Sent, SendError> {
        let command_id = body.command_id();
        if !matches!(kind_of(command_id), PduKind::Request) {
            return Err(SendError::WrongKind { command_id });
        }
        self.may_send(command_id)?;
        body.check_rules(Rules::Version(self.version)).map_err(SendError::Field)?;
        let unbind = command_id == CommandId::UNBIND;
        let sequence_number = if unbind {
            self.window.next_outside(slots, self.busy())
        } else {
            self.window.next(slots, self.busy()).ok_or(SendError::WindowFull)?
        };
        let len = write(CommandStatus::ESME_ROK, sequence_number, body, out)?;

        let deadline = now.saturating_add(response);
        let request = InFlight { token, sent: now, deadline, command_id, sequence_number };
        if unbind {
            self.window.used(sequence_number);
            self.unbinding = Some(request);
        } else {
            self.window.insert(slots, request);
        }
        if is_bind(command_id) {
            self.binding = Some(Binding { command_id, sequence_number, version: self.version });
        }
        self.sent(now);
        Ok(Sent { len, sequence_number })
    }

    pub(super) fn notify(
        &mut self,
        slots: &mut [Slot],
        now: Instant,
        body: &(impl Body + ?Sized),
        out: &mut [u8],
    ) -> Result<Sent, SendError> {
        let command_id = body.command_id();
        if kind_of(command_id) != PduKind::Notification {
            return Err(SendError::WrongKind { command_id });
        }
        self.may_send(command_id)?;
        body.check_rules(Rules::Version(self.version)).map_err(SendError::Field)?;
        let sequence_number = self.window.next_outside(slots, self.busy());
        let len = write(CommandStatus::ESME_ROK, sequence_number, body, out)?;
        self.window.used(sequence_number);
        if command_id == CommandId::OUTBIND {
            self.go(Cause::Outbind);
            self.opened = now;
        }
        self.sent(now);
        Ok(Sent { len, sequence_number })
    }

    /// Whether this ticket may be answered now.
    fn may_answer(&self, ticket: &Ticket) -> Result<(), SendError> {
        let command_id = ticket.command_id.response();
        match self.state {
            State::Closed => Err(SendError::Closed),
            state if is_bind(ticket.command_id) => {
                let waits = self.binding.is_some_and(|bind| {
                    (bind.command_id, bind.sequence_number) == (ticket.command_id, ticket.sequence_number)
                });
                if waits { Ok(()) } else { Err(SendError::NotAllowed { state, command_id }) }
            }
            state if !state.is_bound() && ticket.command_id != CommandId::ENQUIRE_LINK => {
                Err(SendError::NotAllowed { state, command_id })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn respond(
        &mut self,
        now: Instant,
        ticket: &Ticket,
        status: CommandStatus,
        body: &(impl Body + ?Sized),
        out: &mut [u8],
    ) -> Result<usize, SendError> {
        let command_id = body.command_id();
        if command_id != ticket.command_id.response() && command_id != CommandId::GENERIC_NACK {
            return Err(SendError::WrongKind { command_id });
        }
        self.may_answer(ticket)?;
        let binding = self.binding.filter(|_| is_bind(ticket.command_id));
        body.check_rules(Rules::Version(binding.map_or(self.version, |bind| bind.version)))
            .map_err(SendError::Field)?;
        let len = write(status, ticket.sequence_number, body, out)?;
        self.answered(now, ticket, status);
        Ok(len)
    }

    pub(super) fn reject(
        &mut self,
        now: Instant,
        ticket: &Ticket,
        status: CommandStatus,
        out: &mut [u8],
    ) -> Result<usize, SendError> {
        self.may_answer(ticket)?;
        let place = out.first_chunk_mut::<16>().ok_or(SendError::BufferTooSmall { needed: Header::LEN })?;
        *place = Header {
            command_length: 16,
            command_id: ticket.command_id.response(),
            command_status: status,
            sequence_number: ticket.sequence_number,
        }
        .to_octets();
        self.answered(now, ticket, status);
        Ok(Header::LEN)
    }

    pub(super) fn abandon(&mut self, ticket: &Ticket) {
        if is_bind(ticket.command_id) {
            self.binding = None;
        } else {
            self.unanswered = self.unanswered.saturating_sub(1);
        }
    }

    fn answered(&mut self, now: Instant, ticket: &Ticket, status: CommandStatus) {
        self.sent(now);
        if !is_bind(ticket.command_id) {
            self.unanswered = self.unanswered.saturating_sub(1);
        } else if let Some(bind) = self.binding.take()
            && status.is_ok()
        {
            self.bound(bind.command_id, bind.version);
        }
    }

    fn bound(&mut self, command_id: CommandId, version: InterfaceVersion) {
        self.version = version;
        match command_id.request() {
            CommandId::BIND_TRANSMITTER => self.go(Cause::BindTransmitter),
            CommandId::BIND_RECEIVER => self.go(Cause::BindReceiver),
            _ => self.go(Cause::BindTransceiver),
        }
    }

    /// The only place that changes the state.
    pub(super) fn go(&mut self, cause: Cause) {
        if let Some(state) = self.state.after(cause) {
            note!(debug, "{:?}: {:?} to {:?}", self.config.role, self.state, state);
            self.state = state;
        }
    }

    fn sent(&mut self, now: Instant) {
        self.active = now;
        self.stats.sent = self.stats.sent.wrapping_add(1);
    }

    pub(super) fn close(&mut self, reason: CloseReason) {
        if self.closed.is_none() {
            note!(info, "session over: {}", reason);
            self.closed = Some(reason);
            self.window.search_from_oldest();
            self.go(Cause::Close);
        }
    }

    pub(super) fn receive_eof(&mut self) {
        let reason = if self.peer_unbound.is_some() { CloseReason::PeerUnbound } else { CloseReason::Eof };
        self.close(reason);
    }

    #[inline]
    pub(super) fn receive<'b>(&mut self, slots: &mut [Slot], now: Instant, input: &'b [u8]) -> Receive<'b> {
        if self.state == State::Closed {
            return Receive::Closed;
        }
        let length = match frame_length(input, self.config.max_command_length) {
            Ok(Some(length)) => length,
            Ok(None) => return Receive::NeedMore { min: Header::LEN },
            Err(_) => return self.lost_framing(now, input),
        };
        let Some(frame) = input.get(..length) else { return Receive::NeedMore { min: length } };
        let Some(header) = Header::read(frame) else { return Receive::NeedMore { min: Header::LEN } };
        if self.must_wait(header.command_id) {
            // That it takes none of our answers is the peer's doing.
            self.paused = !self.control.is_full();
            return Receive::Paused;
        }
        self.paused = false;
        self.heard = now;
        self.active = now;
        self.stats.received = self.stats.received.wrapping_add(1);
        let Ok(decoded) = decode(frame) else { return Receive::NeedMore { min: length } };
        if !decoded.faults.is_empty() {
            self.stats.faulty = self.stats.faulty.wrapping_add(1);
        }
        let event = if header.command_id.is_response() {
            self.on_response(slots, now, decoded, frame)
        } else {
            self.on_request(now, decoded, frame)
        };
        Receive::Pdu { consumed: length, event }
    }

    /// Whether there is no room for what this PDU may bring about.
    fn must_wait(&self, id: CommandId) -> bool {
        self.control.is_full()
            || (self.unanswered >= self.config.max_unanswered
                && self.config.when_unanswered_full == WhenFull::Pause
                && self.is_for_caller(id))
    }

    /// Whether it is a request that the caller must answer and that counts as unanswered until then.
    fn is_for_caller(&self, id: CommandId) -> bool {
        let by_session = match id {
            CommandId::ENQUIRE_LINK => self.config.enquire_links == EnquireLinks::Answer,
            CommandId::UNBIND => true,
            id => is_bind(id),
        };
        !id.is_response() && !by_session && kind_of(id) == PduKind::Request
    }

    /// Where the next PDU begins is unknown: says so, once its number is known, and closes.
    #[cold]
    fn lost_framing<'b>(&mut self, now: Instant, input: &[u8]) -> Receive<'b> {
        let length = input.first_chunk::<4>().map_or(0, |octets| u32::from_be_bytes(*octets));
        // A length below 16 has no header behind it, and so no number.
        let sequence_number = match Header::read(input) {
            _ if length < 16 => 0,
            Some(header) => header.sequence_number,
            None => return Receive::NeedMore { min: Header::LEN },
        };
        self.owe(now, CommandId::GENERIC_NACK, CommandStatus::ESME_RINVCMDLEN, sequence_number);
        self.stats.refused = self.stats.refused.wrapping_add(1);
        self.close(CloseReason::BadCommandLength(length));
        Receive::Closed
    }

    pub(super) fn owe(&mut self, now: Instant, id: CommandId, status: CommandStatus, sequence_number: u32) {
        self.control.push(id, status, sequence_number);
        self.sent(now);
    }

    fn on_request<'b>(&mut self, now: Instant, decoded: Decoded<'b>, frame: &'b [u8]) -> Option<Event<'b>> {
        let Decoded { header, pdu, faults } = decoded;
        let id = header.command_id;
        let known = id.layout().filter(|layout| self.is_ours(layout));
        match known {
            // A bind is the session's business, whoever else may know it.
            None if is_bind(id) || self.config.unknown_requests == UnknownRequests::Refuse => {
                return Some(self.refuse(now, header, CommandStatus::ESME_RINVCMDID, None));
            }
            Some(layout) if !may_send(self.config.role.peer(), layout, self.state, self.version) => {
                return Some(self.refuse(now, header, self.wrong_state(id), None));
            }
            None if !self.state.is_bound() => {
                return Some(self.refuse(now, header, CommandStatus::ESME_RINVBNDSTS, None));
            }
            _ => {}
        }
        if is_bind(id) && self.binding.is_some() {
            return Some(self.refuse(now, header, CommandStatus::ESME_RALYBND, None));
        }
        if !faults.is_empty()
            && let Some(fault) = faults.iter().find(|fault| !self.config.tolerance.accepts(fault.fault))
        {
            return Some(self.refuse(now, header, fault.status, Some(fault)));
        }
        match pdu {
            Pdu::EnquireLink(_) if self.config.enquire_links == EnquireLinks::Answer => {
                self.owe(now, id.response(), CommandStatus::ESME_ROK, header.sequence_number);
                None
            }
            Pdu::Unbind(_) => {
                self.owe(now, id.response(), CommandStatus::ESME_ROK, header.sequence_number);
                if self.unbinding.is_some() {
                    return None;
                }
                self.go(Cause::Unbind);
                self.peer_unbound = Some(now);
                Some(Event::UnbindReceived)
            }
            Pdu::Outbind(_) => {
                self.go(Cause::Outbind);
                self.opened = now;
                Some(Event::Notification { pdu, faults, frame })
            }
            Pdu::AlertNotification(_) => Some(Event::Notification { pdu, faults, frame }),
            _ => {
                let ticket = Ticket { command_id: id, sequence_number: header.sequence_number };
                if let Some(version) = bind_version(&pdu) {
                    let version = version.effective().min(self.config.interface_version.effective());
                    self.binding =
                        Some(Binding { command_id: id, sequence_number: header.sequence_number, version });
                } else if self.unanswered >= self.config.max_unanswered {
                    return Some(self.refuse(now, header, CommandStatus::ESME_RTHROTTLED, None));
                } else {
                    self.unanswered = self.unanswered.saturating_add(1);
                }
                Some(Event::Request { ticket, pdu, faults, frame })
            }
        }
    }

    /// Whether a PDU is one of the version that we speak, or of that which the peer has brought us to: a peer that calls
    /// itself older than it is may still send what we know.
    fn is_ours(&self, layout: &Layout) -> bool {
        layout.versions.contains(self.config.interface_version.effective())
            || layout.versions.contains(self.version)
    }

    /// What answers a request that has no place in this state.
    fn wrong_state(&self, id: CommandId) -> CommandStatus {
        let already = is_bind(id) && self.config.role == Role::Mc && self.state.is_bound();
        if already { CommandStatus::ESME_RALYBND } else { CommandStatus::ESME_RINVBNDSTS }
    }

    #[cold]
    fn refuse<'b>(
        &mut self,
        now: Instant,
        header: Header,
        status: CommandStatus,
        fault: Option<FieldFault>,
    ) -> Event<'b> {
        self.stats.refused = self.stats.refused.wrapping_add(1);
        let id = header.command_id;
        note!(warn, "{} number {} refused with {}", id, header.sequence_number, status);
        if let Some(fault) = fault {
            note!(warn, "{}", fault);
        }
        match id.layout() {
            // Nothing answers these.
            Some(layout) if layout.kind == PduKind::Notification => {}
            // A bind is answered as such whatever is wrong with it: its sender may try another (3.4 §4.1).
            Some(layout) if is_bind(id) || self.is_ours(layout) => {
                self.owe(now, id.response(), status, header.sequence_number);
            }
            _ => self.owe(now, CommandId::GENERIC_NACK, status, header.sequence_number),
        }
        Event::Refused { header, status, fault }
    }

    fn on_response<'b>(
        &mut self,
        slots: &mut [Slot],
        now: Instant,
        decoded: Decoded<'b>,
        frame: &'b [u8],
    ) -> Option<Event<'b>> {
        let Decoded { header, pdu, faults } = decoded;
        let Header { command_id, command_status, sequence_number, .. } = header;
        let request = match self.window.take(slots, sequence_number, command_id) {
            Some(request) => request,
            None => self.on_response_outside(sequence_number, command_id)?,
        };
        if let Some(bind) = self.binding
            && bind.sequence_number == sequence_number
            && is_bind(request.command_id)
        {
            self.binding = None;
            if command_status.is_ok() && command_id != CommandId::GENERIC_NACK {
                let theirs = sc_interface_version(&pdu).unwrap_or(self.config.version_when_absent);
                self.bound(request.command_id, theirs.effective().min(self.version));
            }
        }
        self.stats.answered = self.stats.answered.wrapping_add(1);
        let round_trip = now.saturating_since(request.sent);
        Some(Event::Response { token: request.token, command_status, pdu, faults, frame, round_trip })
    }

    /// A response that is for no request in the window.
    #[cold]
    fn on_response_outside(&mut self, sequence_number: u32, id: CommandId) -> Option<InFlight> {
        let answers = |request: &InFlight| {
            request.sequence_number == sequence_number
                && (id == request.command_id.response() || id == CommandId::GENERIC_NACK)
        };
        if self.enquiring.as_ref().is_some_and(answers) {
            // Even a generic_nack shows that the peer is there.
            self.enquiring = None;
            return None;
        }
        if self.unbinding.as_ref().is_some_and(answers) {
            let request = self.unbinding.take()?;
            self.go(Cause::Unbind);
            self.close(CloseReason::Unbound);
            return Some(request);
        }
        note!(debug, "{} number {} answers nothing", id, sequence_number);
        self.stats.unmatched = self.stats.unmatched.wrapping_add(1);
        None
    }

    pub(super) fn poll_transmit(&mut self, out: &mut [u8]) -> usize {
        self.control.take(out)
    }

    pub(super) const fn has_transmit(&self) -> bool {
        !self.control.is_empty()
    }

    pub(super) fn poll_event(&mut self, slots: &mut [Slot]) -> Option<Event<'static>> {
        if let Some(request) = self.window.next_expired(slots).or_else(|| self.timed_out.take()) {
            return Some(self.unanswered_event(request, Unanswered::Timeout));
        }
        let reason = self.closed?;
        if let Some(request) = self.window.next_in_flight(slots).or_else(|| self.unbinding.take()) {
            return Some(self.unanswered_event(request, Unanswered::Closed));
        }
        if self.close_reported {
            return None;
        }
        self.close_reported = true;
        Some(Event::Closed { reason })
    }

    fn unanswered_event(&mut self, request: InFlight, reason: Unanswered) -> Event<'static> {
        let InFlight { token, command_id, sequence_number, .. } = request;
        if reason == Unanswered::Timeout {
            note!(warn, "no response in time to {} number {}", command_id, sequence_number);
            self.stats.timed_out = self.stats.timed_out.wrapping_add(1);
        }
        if is_bind(command_id) {
            self.binding = None;
        }
        Event::Unanswered { token, command_id, sequence_number, reason }
    }
}

fn write(
    status: CommandStatus,
    sequence_number: u32,
    body: &(impl Body + ?Sized),
    out: &mut [u8],
) -> Result<usize, SendError> {
    write_pdu(status, sequence_number, body, out).ok_or_else(|| match encode_error(body.as_any()) {
        EncodeError::Field(fault) => SendError::Field(fault),
        EncodeError::BufferTooSmall { needed } => SendError::BufferTooSmall { needed },
    })
}

const fn is_bind(id: CommandId) -> bool {
    matches!(id, CommandId::BIND_RECEIVER | CommandId::BIND_TRANSMITTER | CommandId::BIND_TRANSCEIVER)
}

fn kind_of(id: CommandId) -> PduKind {
    match id.layout() {
        Some(layout) => layout.kind,
        None if id.is_response() => PduKind::Response,
        None => PduKind::Request,
    }
}

/// The version that a bind request names.
const fn bind_version(pdu: &Pdu<'_>) -> Option<InterfaceVersion> {
    match pdu {
        Pdu::BindTransmitter(bind) => Some(bind.interface_version),
        Pdu::BindReceiver(bind) => Some(bind.interface_version),
        Pdu::BindTransceiver(bind) => Some(bind.interface_version),
        _ => None,
    }
}

/// The version that a bind response names.
fn sc_interface_version(pdu: &Pdu<'_>) -> Option<InterfaceVersion> {
    pdu.tlvs().get(&tlv::SC_INTERFACE_VERSION)
}
